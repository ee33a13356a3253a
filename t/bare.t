#!/bin/sh
# Records without an id, as programs make them of spreadsheets: blank cells, numbers as ids, texts as
# booleans. Each verb of each tool that reads lines, by its own description; then some records.
. "$(dirname "$0")/lib.sh"
open_sponsorship
open_speakers 2>/dev/null
open_guests 2>/dev/null
export TICKETING_CLIENT=organiser

# See t/record.jq.
record() { # FILL BLANK TYPED
	jq -c --arg fill "$1" --argjson blank "$2" --argjson typed "$3" -f "$root/t/record.jq" verb
}

# Whether the tool does the same with both records: the second one is a repetition of the first.
alike() { # RECORD RECORD
	printf '%s\n' "$1" | "$tool" $name >first 2>first.err
	printf '%s\n' "$2" | "$tool" $name >second 2>second.err
	grep -v ': warning: ' first.err >refused # a repetition is not warned of again
	grep -v ': warning: ' second.err | cmp -s refused - && [ "$(jq -c .data first)" = "$(jq -c .data second)" ] && return
	printf '%s\n' "$1" "$2" | cat - first.err second.err
	return 1
}

# The same record with an id is refused at the field.
strict() {
	field=$(jq -r 'first(.fields[] | select((.required | not) and (.path | test("[.\\[]") | not))).path' verb)
	[ "$field" != null ] && [ -n "$field" ] || return 0
	jq -c --arg field "$field" --argjson data "$(record none '"omit"' true)" '{specversion: "1.0",
		id: "01900000-0000-7000-8000-000000000009", source: "/t", type: .command,
		data: ($data + {($field): ""})}' verb | "$tool" $name >first 2>first.err
	[ $? -ne 0 ] && grep -q "stdin:1: /data/$field: " first.err && return
	cat first.err
	return 1
}

ls "$bin" >tools
while read -r tool; do
	"$tool" --describe | jq -c '.verbs[]?' >verbs
	while read -r verb; do
		printf '%s\n' "$verb" >verb
		name=$(jq -r '.name // ""' verb)
		called="$tool${name:+ $name}"
		# A list of delegates is one of a purchase.
		[ "$called" != 'ticket-assign names' ] || name='names --reference x'
		plain=$(record none '"omit"' true)
		ok "$called takes an empty text for an optional field as absent" alike "$plain" "$(record none '""' true)"
		ok "$called takes null for an optional field as absent" alike "$plain" "$(record none null true)"
		plain=$(record parts '"omit"' true)
		ok "$called takes blanks in lists and objects as absent" alike "$plain" "$(record parts '""' true)"
		ok "$called takes digits as texts, and texts as numbers and booleans" \
			alike "$(record all '"omit"' true)" "$(record all '"omit"' false)"
		case $called in
		*-match | *\ names) ;; # no command: its lines have no id
		*) ok "$called refuses an empty text for an optional field in a line with an id" strict ;;
		esac
	done <verbs
done <tools

# Lists as programs make them of columns such as tickets.1.type, tickets.2.type.
item() { # REFERENCE TICKETS
	printf '{"reference":%s,"purchaser":{"name":"A","email":"a@a.example"},"payment":"waived","tickets":[%s]}\n' "$1" "$2"
}
item 1 '{"type":"full","quantity":1,"delegates":[{"name":"","email":null}]},{"type":"","quantity":""}' >lines
item '"1"' '{"type":"full","quantity":1}' >>lines
run ticket-create <lines
is "$rc:$(jq -r .data.reference "$out" | paste -sd ' ' -):$(sort -u "$out" | wc -l | tr -d ' ')" '0:1 1:1' \
	'blank items of a list are left out, and a record is the same however it is written'
item 2 '{"type":"","quantity":1}' >lines
item 3 '{"type":"","quantity":""}' >>lines
item 4 '{"type":"full","quantity":null}' >>lines
item 5 '{"type":"full","quantity":1,"delegates":[{"name":"","email":"d@d.example"}]}' >>lines
run ticket-create <lines
is "$rc:$(wc -c <"$out" | tr -d ' ')" 65:0 'a required field that is blank is refused'
says 'stdin:1: /tickets/0/type: is empty' 'an empty text for a required field is empty'
says 'stdin:2: /tickets: has 0 items; 1 is the least' 'a required list of blank items has no items'
says 'stdin:3: /tickets/0/quantity: is missing' 'null for a required field is missing'
says 'stdin:4: /tickets/0/delegates/0/name: is empty' 'a required field of an item that is blank in part is empty'

# What is not the text of a number, or a number of a text.
item 20250001.0 '{"type":"full","quantity":1}' >lines
item 1e3 '{"type":"full","quantity":1}' >>lines
item -1 '{"type":"full","quantity":1}' >>lines
item 9007199254740993 '{"type":"full","quantity":1}' >>lines
item 007 '{"type":"full","quantity":1}' >>lines
item true '{"type":"full","quantity":1}' >>lines
item 8 '{"type":"full","quantity":"01"}' >>lines
item 9 '{"type":"full","quantity":"1.0"}' >>lines
item 10 '{"type":"full","quantity":"99999999999999999999"}' >>lines
item 11 '{"type":"full","quantity":" 1"}' >>lines
run ticket-create <lines
is "$rc:$(wc -c <"$out" | tr -d ' ')" 65:0 'a number whose digits are not certain is no text'
says 'stdin:1: /reference: is a number with a fraction or an exponent: as a text it is in quotes' 'the refusal of a fraction as an id says what to write'
says 'stdin:2: /reference: is a number with a fraction or an exponent' 'an exponent in an id is refused'
says 'stdin:3: /reference: is a number below 0: as a text it is in quotes' 'a negative number as an id is refused'
says 'stdin:4: /reference: is a number above 9007199254740992: as a text it is in quotes' 'a number that programs round is refused as an id'
says 'stdin:5: is not JSON' 'a number with a leading zero is no JSON'
says 'stdin:6: /reference: is true or false, not a text' 'a boolean as an id is refused'
says 'stdin:7: /tickets/0/quantity: is a text, not a whole number' 'a text with a leading zero is no number'
says 'stdin:8: /tickets/0/quantity: is a text' 'a text with a fraction is no number'
says 'stdin:9: /tickets/0/quantity: is a text' 'a text of a number beyond 64 bits is no number'
says 'stdin:10: /tickets/0/quantity: is a text' 'a text with a blank is no number'
item 9007199254740992 '{"type":"full","quantity":"1"}' >lines
item 0 '{"type":"full","quantity":1}' >>lines
run ticket-create <lines
is "$rc:$(jq -r .data.reference "$out" | paste -sd ' ' -)" '0:9007199254740992 0' 'the largest exact number, and 0, are ids'

# Sponsors, contracts and invoices as mlr prints their rows.
cat >lines <<'END'
{"sponsor":"acme","name":"Acme Ltd","level":"Gold","email":"t@acme.example","signed_up_on":"2025-01-10"}
{"sponsor":"bolt","name":"Bolt","level":"Silver","email":"h@bolt.example","signed_up_on":""}
{"sponsor":"cask","name":"Cask","level":"Gold","email":"c@cask.example","signed_up_on":null}
END
run sponsor-register <lines
is "$rc:$(jq -r '"\(.subject) \(.data.signed_up_on)"' "$out" | paste -sd ' ' -)" '0:acme 2025-01-10 bolt null cask null' \
	'a blank date of a sponsor is absent'
printf '{"sponsor":"acme","contract":20250001,"signed_on":"2025-01-12","in_kind":""}\n' >lines
run sponsor-contract sign <lines
json .data.contract 20250001 'a contract whose number is one in the line is signed under its digits'
cp "$out" first
printf '{"sponsor":"acme","contract":"20250001","signed_on":"2025-01-12","in_kind":null}\n' >lines
run sponsor-contract sign <lines
same "$out" first 'a contract that is sent again with its number as a text gets the same answer'
printf '{"sponsor":"bolt","contract":"C-2","signed_on":"2025-01-12","in_kind":"FALSE"}\n' >lines
run sponsor-contract sign <lines
is "$rc" 0 'FALSE, as spreadsheets write it, is a boolean'
printf '{"sponsor":"bolt","contract":"C-3","signed_on":"2025-01-12","in_kind":"no"}\n' >lines
run sponsor-contract sign <lines
says '/in_kind: is a text, not true or false' 'another word for a boolean is refused'
printf '%s\n' '{"sponsor":"acme","invoice":20250017,"amount":500000,"currency":"EUR"}' \
	'{"sponsor":"acme","invoice":"INV-1","amount":5000.00,"currency":"EUR"}' \
	'{"sponsor":"acme","invoice":"INV-2","amount":"5000","currency":"EUR"}' >lines
run sponsor-invoice raise <lines
is "$rc:$(jq -r .data.invoice "$out")" 65:20250017 'an invoice whose number is one in the line is raised under its digits'
says 'stdin:3: /amount: is a text, not a whole number of minor units: 5000 EUR is 500000' 'the digits of an amount in a text are refused, as they may be in the main unit'

# Options and documents say exactly what they mean.
run sponsor-register acme --level ''
is "$rc:$(cat "$err")" '65:sponsor-register: options:1: /level: is empty' 'an option with an empty text is refused'
printf '{"rules":[{"level":"","grants":[]}]}\n' >policy.json
run sponsor-policy adopt policy.json
says '/rules/0/level: is empty' 'a policy whose rule has a blank criterion, which would match everybody, is refused'
printf '{"rules":[{"level":null,"grants":[]}]}\n' >policy.json
run sponsor-policy adopt policy.json
says '/rules/0/level: is null, not a text' 'a policy whose rule has null for a criterion is refused'
done_testing
