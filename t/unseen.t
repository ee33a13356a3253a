#!/bin/sh
# Characters that are not seen: refused where they can't be meant, kept elsewhere, escaped on a
# terminal. Each verb of each tool that reads lines, by its own description; then some records.
. "$(dirname "$0")/lib.sh"
open_sponsorship
open_speakers 2>/dev/null
open_guests 2>/dev/null
export TICKETING_CLIENT=organiser

# TEXT is refused at the field, with WORDS.
refuses() { # PATH TEXT WORDS
	pointer=$(printf '/%s' "$1" | sed 's|\[\]\.|/0/|g; s|\.|/|g')
	jq -c --arg fill all --argjson blank '"omit"' --argjson typed true -f "$root/t/record.jq" verb |
		jq -c --arg path "$1" --arg text "$2" 'setpath($path | gsub("\\[\\]"; ".0") | split(".")
			| map(if . == "0" then 0 else . end); $text)' >line
	# shellcheck disable=SC2086 # no verb is no word
	"$tool" $name <line >answer 2>refusal
	grep -qF "stdin:1: $pointer: $3" refusal && return
	cat line answer refusal
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
		for field in $(jq -r '.fields[] | select(.key and .type == "string") | .path' verb); do
			ok "$called refuses a zero-width blank in the field $field" \
				refuses "$field" "$(printf 'a\342\200\213b')" 'holds U+200B, which is not seen: remove it'
			ok "$called refuses blanks alone in the field $field" refuses "$field" ' ' 'is blank'
		done
		for field in $(jq -r '.fields[] | select(.type == "email") | .path' verb); do
			ok "$called refuses a non-breaking blank in the address $field" \
				refuses "$field" "$(printf 'a\302\240@x.example')" 'holds U+00A0, which is not seen: remove it'
		done
		for field in $(jq -r '.fields[] | select(.path | test("(^|[.])name$")) | .path' verb); do
			ok "$called refuses a control of direction at the end of the name $field" \
				refuses "$field" "$(printf 'Ann\342\200\256')" 'begins or ends with U+202E, which is not seen: remove it'
			ok "$called refuses blanks alone as the name $field" refuses "$field" "$(printf ' \343\200\200')" 'is blank'
		done
	done <verbs
done <tools

guest() { # ID NAME [EMAIL]: as printf has them
	printf "{\"guest\":\"$1\",\"name\":\"$2\",\"email\":\"${3:-g@g.example}\",\"group\":\"crew\"}\n"
}
# In ids: bidi controls, an emoji's variant, a character that Unicode does not have.
for id in 'a\\u202eb' '\\ufeffa' 'a\\u200d' 'a\\u2060' 'a\\u00ad' 'a\\ufe0f' 'a\\u202fb' 'a\\u2028' 'a\\u3164' '\\udb40\\udc41'; do
	guest "$id" A
done >lines
run guest-register <lines
is "$rc:$(wc -c <"$out" | tr -d ' '):$(grep -c 'guest: holds U+.*, which is not seen: remove it' "$err")" 65:0:10 \
	'an id with a character that is not seen is refused'
guest 'a\\u0378' A >lines
run guest-register <lines
says '/guest: holds U+0378, which is not seen' 'an id with a code point that Unicode does not have is refused'
guest 'a\\ud800' A >lines
run guest-register <lines
says 'stdin:1: is not JSON' 'half of a surrogate pair is no JSON'
guest 'a\\udc00\\ud800' A >lines
run guest-register <lines
says 'stdin:1: is not JSON' 'a surrogate pair in the wrong order is no JSON'
guest "$(printf 'e\314\201%.0s' $(seq 10000))" A >lines
run guest-register <lines
says '/guest: is 30000 bytes long; 128 is the most' 'an id of 10,000 accents is refused by its length'
guest "a$(printf '\314\201%.0s' $(seq 30))" A >lines
run guest-register <lines
is "$rc" 0 'an id with 30 accents on one letter is recorded'
guest "$(printf '\357\267\272%.0s' $(seq 21))" A >lines
run guest-register <lines
is "$rc" 0 'an id that is 18 times as long when it is normalized is recorded'
guest '株式会社　東京' A >lines
run guest-register <lines
is "$rc:$(jq -r .data.guest "$out")" '0:株式会社　東京' 'an ideographic blank within an id is recorded'

# In names: what joins letters, and emoji.
kept() { # NAME SENTENCE
	guest kept "$1" >lines
	run guest-register -q <lines
	is "$rc:$(jq -r .data.name "$out")" "0:$1" "$2 is recorded"
	guest-status kept -t >table
	ok "the table of $2 has it as it is" grep -qF "  $1  " table
}
kept 'می‌خواهم' 'a name with a zero-width non-joiner between Persian letters'
kept 'ശ്രീ‍മതി' 'a name with a zero-width joiner between Malayalam letters'
kept 'Café 👩‍💻 Ltd' 'a name with an emoji of two'
kept 'Café ☕️' 'a name that ends with a variant of an emoji'
kept '🏳️‍🌈 Crew' 'a name with the joined parts of a flag'
guest kept 'שרה ‏כהן' >lines
run guest-register -q <lines
json .data.name 'שרה ‏כהן' 'a name with a mark of direction within is kept'
guest-status kept -t >table
ok 'a table escapes a mark of direction' grep -qF '\u200f' table
guest end 'Team 🏴󠁧󠁢󠁥󠁮󠁧󠁿' >lines
run guest-register <lines
is "$rc" 0 'a name that ends with the flag of a part of a country is recorded'
for name in '\\u00a0Ann' 'Ann\\u200c' 'Ann\\u200d' '\\u200eAnn' 'Ann\\ufeff' 'Ann\\u3164' '\\ufe0fAnn'; do
	guest name "$name"
done >lines
run guest-register <lines
is "$rc:$(wc -c <"$out" | tr -d ' '):$(grep -c 'name: begins or ends with U+.*, which is not seen: remove it' "$err")" 65:0:7 \
	'a name with a character that is not seen at an end is refused'

# Blanks alone, in options, too.
guest blank '' | sed 's/"name":""/"name":"\\u2003 \\u00a0"/' >lines
run guest-register <lines
is "$rc:$(grep -c '/name: is blank' "$err")" 65:1 'a name of wide blanks is refused'
run guest-register ' ' --name A --email a@a.example --group crew
says '/guest: is blank' 'an id of blanks alone is refused in an option'
run ticket-create --name ' ' --email a@a.example --ticket full=1 --payment waived r1
is "$rc:$(grep -c '/purchaser/name: is blank' "$err")" 65:1 'a purchase whose purchaser has a name of blanks alone is refused'
ticket-create --name A --email a@a.example --ticket full=1 --payment waived r1 >/dev/null
run ticket-amend --reference r1 --name ' '
is "$rc:$(grep -c '/name: is blank' "$err")" 65:1 'a name of blanks alone does not replace another'
run ticket-assign --reference r1 --name A --email a@a.example --company ' '
is "$rc:$(grep -c '/company: is blank' "$err")" 65:1 'a company of blanks alone is refused'

run ticket-cancel ''
says '"" is not an id, a UUID' 'an empty text is not taken for blanks'

# In free text all is kept, and escaped where people read it.
printf '{"guest":"kept","reason":"\\u202egnorw\\u00a0x\\u200b"}\n' >lines
run guest-withdraw <lines
is "$rc:$(jq -c .data.reason "$out" | jq -r 'explode | map(tostring) | join(" ")')" '0:8238 103 110 111 114 119 160 120 8203' \
	'a reason keeps characters that are not seen'
guest-status --why kept -t >table
ok 'a table escapes characters that are not seen in a reason' grep -qF '\u202egnorw\u00a0x\u200b' table
printf '{"reference":"x","purchaser":{"name":"A","email":"a@a.example"},"payment":"\\u202etuo","tickets":[{"type":"full","quantity":1}]}\n' >lines
run ticket-create <lines
says '/payment: "\u202etuo" is not one of' 'a message escapes characters that are not seen'

# An event may have been written with another version of Unicode.
printf '{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000001","source":"/c/ticketing","type":"lanyard.ticketing.ticket-unassigned.v1","time":"2025-03-01T12:00:00Z","sequence":"0000000000000000001","data":{"ticket":"01900000-0000-7000-8000-000000000002","purchase":"01900000-0000-7000-8000-000000000003","type":"a\\u200bb","reference":"a\\u200bb","client":"guests"}}\n' >lines
run guest-book <lines
is "$rc:$(cat "$err")" 0: 'an event with such a character is read'
done_testing
