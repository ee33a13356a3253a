#!/bin/sh
# Look-alikes: ids and addresses that differ in what people overlook are taken as they are, with a
# warning that names the other one.
. "$(dirname "$0")/lib.sh"
open_sponsorship
open_speakers 2>/dev/null
open_guests 2>/dev/null
export TICKETING_CLIENT=organiser

guest() { # ID EMAIL: as printf has them
	printf "{\"guest\":\"$1\",\"name\":\"A\",\"email\":\"$2\",\"group\":\"crew\"}\n"
}
guest ann ann@x.example >lines
run guest-register <lines
silent 'the first guest of a name is not warned of'
guest Ann Ann@X.example >lines
run guest-register <lines
is "$rc:$(jq -r '"\(.data.guest) \(.data.email)"' "$out")" '0:Ann Ann@X.example' 'a look-alike is recorded as it is'
is "$(cat "$err")" 'guest-register: stdin:1: warning: the guest "Ann" looks like "ann"; Ann: the address "Ann@X.example" looks like "ann@x.example", of "ann"' \
	'the warning of a look-alike names the other one, and whose the address is'
run guest-register <lines
silent 'a record that is sent again is not warned of again'
run guest-register Ann --group press
silent 'a change of another field is not warned of'
run guest-register Ann --email ann@x.example
silent 'the same address of another guest is no look-alike'
run guest-register Ann --email aNN@x.example
says 'Ann: the address "aNN@x.example" looks like "ann@x.example", of "ann"' 'a look-alike among amended addresses is warned of'
guest '  ann ' c@x.example >lines
run guest-register <lines
is "$rc" 0 'an id with blanks at its ends is recorded'
says 'the guest "  ann " looks like "Ann", and 1 other' 'the warning says that there are other look-alikes'
guest 'caf\\u00e9' d@x.example >lines
guest 'cafe\\u0301' e@x.example >>lines
run guest-register <lines
is "$rc:$(wc -l <"$out" | tr -d ' ')" 0:2 'ids in two normalizations are two'
says "$(printf 'stdin:2: warning: the guest "cafe\314\201" looks like "caf\303\251" in another Unicode normalization')" \
	'the warning says that two ids differ in their normalization, as both look the same'
guest 'ＡＣＭＥ' f@x.example >lines
guest acme f@x.example >>lines
guest straße g@x.example >>lines
guest STRASSE h@x.example >>lines
run guest-register <lines
says 'stdin:2: warning: the guest "acme" looks like "ＡＣＭＥ"' 'letters in full width look like others'
says 'stdin:4: warning: the guest "STRASSE" looks like "straße"' 'a sharp s looks like two'
run guest-register -q <lines
guest 'Straße' i@x.example >lines
run guest-register -q <lines
is "$rc:$(cat "$err")" 0: '-q prints no warning of a look-alike'
guest STRASSe j@x.example >lines
run guest-register -n <lines
says 'the guest "STRASSe" looks like "STRASSE", and 2 others' 'a dry run warns of a look-alike'
before=$(sqlite3 -readonly "$LANYARD_HOME/conference/guests.db" 'SELECT count(*) FROM look_alikes')
run guest-register zed --name Z --email ann@x.example --group crew -n
is "$(sqlite3 -readonly "$LANYARD_HOME/conference/guests.db" 'SELECT count(*) FROM look_alikes')" "$before" 'a dry run notes nothing'

# Each field by which something is known, of each context.
warned() { # WORDS SENTENCE COMMAND...
	warned_of=$1
	sentence=$2
	shift 2
	run "$@"
	is "$rc" 0 "$sentence is recorded"
	says "$warned_of" "$sentence is warned of"
}
speaker-invite bo --name Bo --email bo@x.example --roles talk >/dev/null
warned 'the speaker "Bo" looks like "bo"; Bo: the address "BO@x.example" looks like "bo@x.example", of "bo"' \
	'a look-alike of a speaker' speaker-invite Bo --name Bo --email BO@x.example --roles talk
pay_sponsor acme Gold
warned 'the sponsor "ACME" looks like "acme"; ACME: the address "T@acme.example" looks like "t@acme.example", of "acme"' \
	'a look-alike of a sponsor' sponsor-register ACME --name Acme --level Gold --email T@acme.example
warned 'the contract "c-acme" looks like "C-acme"' 'a look-alike of a contract' \
	sponsor-contract sign c-acme --sponsor ACME --signed-on 2025-01-12
warned 'the invoice "i-acme" looks like "I-acme"' 'a look-alike of an invoice' \
	sponsor-invoice raise i-acme --sponsor ACME --amount 5000 --currency EUR
warned 'the type "Full" looks like "full"' 'a look-alike of a ticket type' \
	ticket-type add Full --name Full --price 1 --currency EUR --capacity 5
ticket-pool add crew --type full --places 2 >/dev/null
warned 'the pool "Crew" looks like "crew"' 'a look-alike of a pool' ticket-pool add Crew --type full --places 2
ticket-discount add early --percent 10 >/dev/null
warned 'the code "EARLY" looks like "early"' 'a look-alike of a discount code' ticket-discount add EARLY --percent 20
ticket-client add shop --commands create-ticket-purchase --types full >/dev/null
warned 'the client "Shop" looks like "shop"' 'a look-alike of a client' \
	ticket-client add Shop --commands create-ticket-purchase --types full

# An id that is not known, but for its case.
run sponsor-withdraw AcMe
is "$rc:$(cat "$err")" '65:sponsor-withdraw: options:1: /sponsor: there is no sponsor "AcMe": register it first; the sponsor "ACME" looks like it' \
	'the denial of an unknown id names one that looks like it'
run sponsor-override AcMe full --quantity 2 --by A --reason x
says '; the sponsor "ACME" looks like it' 'the denial of an unknown beneficiary names one that looks like it'
run sponsor-withdraw nobody
is "$(grep -c 'looks like' "$err")" 0 'the denial of an unknown id names none that does not look like it'
jq -cn '{reference: "x", payment: "waived", purchaser: {name: "P", email: "p@p.example"}, tickets: [{type: "FULL", quantity: 1}]}' >lines
run ticket-create -c shop <lines
is "$rc:$(grep -c 'looks like' "$err")" 77:0 'ticketing does not disclose to a client which types look like an unknown one'

# Who may stand in a context twice.
tasks() { # NOUN
	run "$1-status" --tasks
	jq -r 'select(.task == "possible_duplicate") | "\(.beneficiary): \(.message)"' "$out"
}
is "$(tasks speaker)" 'Bo: the speaker "Bo" looks like "bo"; BO@x.example is also bo@x.example, of "bo"
bo: the speaker "bo" looks like "Bo"; bo@x.example is also BO@x.example, of "Bo"' 'look-alikes among speakers are tasks'
speaker-decline Bo >/dev/null
is "$(tasks speaker)" '' 'a speaker who has declined is no duplicate'
speaker-invite -q cy --name Cy --email bo@x.example --roles talk >/dev/null
is "$(tasks speaker)" 'bo: bo@x.example is also the address of "cy"
cy: bo@x.example is also the address of "bo"' 'the same address of two speakers is a task'
is "$(tasks sponsor)" 'ACME: the sponsor "ACME" looks like "acme"; T@acme.example is also t@acme.example, of "acme"
acme: the sponsor "acme" looks like "ACME"; t@acme.example is also T@acme.example, of "ACME"' 'look-alikes among sponsors are tasks'
sponsor-register acme --email same@x.example >/dev/null
sponsor-register bolt --name Bolt --level Gold --email same@x.example >/dev/null
is "$(tasks sponsor | grep -c same)" 0 'two sponsors may have the same contact'
{
	guest nfc 'n\\u00e9@x.example'
	guest nfd 'ne\\u0301@x.example'
} | guest-register 2>/dev/null >/dev/null
is "$(tasks guest | grep -E '^(caf|nfc)' | LC_ALL=C sort)" "$(printf 'cafe\314\201: the guest "cafe\314\201" looks like "caf\303\251" in another Unicode normalization
caf\303\251: the guest "caf\303\251" looks like "cafe\314\201" in another Unicode normalization
nfc: n\303\251@x.example is also ne\314\201@x.example in another Unicode normalization, of "nfd"')" \
	'the task of look-alikes that look the same says that they differ in their normalization'
run guest-withdraw "$(printf 'CAFE\314\201')"
says "$(printf '; the guest "cafe\314\201" looks like it')" 'the denial of an unknown id names a look-alike of another case'
for number in 1 2 3 4 5 6 7; do
	guest "many$number" many@m.example
done | guest-register >/dev/null
is "$(tasks guest | grep '^many1')" 'many1: many@m.example is also the address of "many2"; many@m.example is also the address of "many3"; many@m.example is also the address of "many4"; many@m.example is also the address of "many5"; many@m.example is also the address of "many6"; and others' \
	'of many duplicates five are named'

# Delegates with several tickets, at ticketing.
buy() { # REFERENCE NAME EMAIL
	jq -cn --arg reference "$1" --arg name "$2" --arg email "$3" '{$reference, payment: "waived",
		purchaser: {name: "P", email: "p@p.example"},
		tickets: [{type: "full", quantity: 1, delegates: [{$name, $email}]}]}' | ticket-create
}
run buy one Zoe zoe@z.example
run buy two Zoe 'Zoe@Z.example'
silent 'a purchase is not compared with others'
buy three Alf alf@a.example >/dev/null
buy four "$(printf 'Ame\314\201')" "$(printf 'ame\314\201@a.example')" >four
buy five "$(printf 'Am\303\251')" "$(printf 'AM\303\211@a.example')" >/dev/null
run ticket-report duplicates
is "$rc:$(jq -r '"\(.email) \(.name) \(.type) \(.reference)"' "$out" | LC_ALL=C sort | paste -sd ';' -)" \
	"$(printf '0:AM\303\211@a.example Am\303\251 full five;Zoe@Z.example Zoe full two;ame\314\201@a.example Ame\314\201 full four;zoe@z.example Zoe full one')" \
	'ticket-report duplicates lists delegates whose addresses look alike'
ticket-cancel "$(jq -r .data.purchase four | head -n 1)" >/dev/null
run ticket-report duplicates
is "$(jq -r .reference "$out" | sort | paste -sd ' ' -)" 'one two' 'a cancelled ticket is no duplicate'
for number in $(seq 1100); do
	printf '{"reference":"d%d","payment":"waived","purchaser":{"name":"P","email":"p@p.example"},"tickets":[{"type":"full","quantity":1,"delegates":[{"name":"D","email":"%s%d@d.example"}]}]}\n' \
		"$number" "$([ $((number % 2)) = 0 ] && echo d || echo D)" $((number / 2))
done >many
ticket-type amend full --capacity 2000 >/dev/null
ticket-create <many >/dev/null
run ticket-report duplicates
is "$(jq -r .reference "$out" | sort -u | wc -l | tr -d ' '):$(wc -l <"$out" | tr -d ' ')" 1100:1100 'the pages of the report have each duplicate once'

# A rebuilt store knows the same.
db=$LANYARD_HOME/conference/guests.db
sqlite3 -readonly "$db" 'SELECT * FROM look_alikes ORDER BY 1, 2' >known
guest-feed >feed
event-replay --from feed -d rebuilt.db
ok 'a store that is rebuilt from its feed knows the same look-alikes' \
	sh -c 'sqlite3 -readonly rebuilt.db "SELECT * FROM look_alikes ORDER BY 1, 2" | cmp - known'
done_testing
