#!/bin/sh
# Hostile lines among good ones, for every tool that reads lines: the good ones are
# done, each bad one is reported by its number, and nothing crashes.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
lines=$data/ce_wrapped_jsontestsuite.ndjson
[ -f "$lines" ] || skip_all 'the lines of the JSON parsing test suite are not here'
open_office 10000 10000

# After every ten good lines one bad; what may hold no newline is left as it is.
awk -v good="$(purchase REF 1)" '
	{ for (i = 0; i < 10; i++) { n++; line = good; sub(/REF/, "good" n, line); print line }
	  print; print NR * 11 > "bad-lines" }' "$lines" >mixed
run timeout 60 ticket-create -c press -r kept <mixed
is "$rc" 65 'ticket-create exits with 65 after hostile lines'
is "$(grep -c ticket-purchase-created "$out")" "$(($(wc -l <"$lines") * 10))" 'ticket-create carries out every valid line among hostile ones'
sed -n 's/^ticket-create: stdin:\([0-9]*\): .*/\1/p' "$err" >told
same told bad-lines 'ticket-create reports each hostile line by its number, and no other line'
LC_ALL=C sed -n '0~11p' mixed >bad
same kept bad 'ticket-create -r keeps each hostile line byte for byte'
is "$(grep -c 'runtime error\|Sanitizer' "$err")" 0 'no sanitizer reports an error of ticket-create'

# As JSON each line is what the suite says it is: y is taken, n is not. Made into
# an attribute that a command lets through, input validation alone decides.
json_command='"specversion":"1.0","id":"01900000-0000-7000-8000-000000000001","source":"/t","type":"lanyard.ticketing.create-ticket-purchase.v1"'
accepted=$scratch/accepted
: >wrong
while IFS="$(printf '\t')" read -r verdict name; do
	grep -aF "\"id\":\"$name\"," "$lines" | head -n 1 |
		LC_ALL=C sed "s|^{\"specversion\":\"1.0\",\"id\":\"[^\"]*\",\"source\":\"[^\"]*\",\"type\":\"t\",\"data\":|{$json_command,\"attribute\":|" >one
	ticket-create -c press <one >/dev/null 2>"$accepted"
	# A line that is JSON is refused for its missing data.
	if grep -q '/data: is missing' "$accepted"; then got=y; else got=n; fi
	case $verdict$got in yn | ny) echo "$verdict $name" >>wrong ;; esac
done <"${lines%.ndjson}.expect"
is "$(grep -c '^n' wrong)" 0 'ticket-create accepts no line that the suite calls invalid JSON'
is "$(grep '^y' wrong | grep -vc 'duplicated_key\|null_escape\|nulls\|escaped_null\|noncharacter')" 0 \
	'ticket-create accepts all valid JSON of the suite except duplicate keys and NULs'

# The same for every tool that reads lines: each takes every eighth of them, not
# all the same ones, one to a good line.
open_sponsorship 10000 10000 >/dev/null 2>&1
open_speakers 10000 10000 >/dev/null 2>&1
open_guests 10000 10000 >/dev/null 2>&1
ticket-client add all --waive --scope all --types '*' \
	--commands create-ticket-purchase,pay-ticket-purchase,refund-ticket-purchase,extend-ticket-purchase,reopen-ticket-purchase,cancel-tickets,amend-purchaser,assign-ticket,unassign-ticket >/dev/null
ticket-client add guest >/dev/null
purchase three 3 | ticket-create -c all >bought
bought=$(jq -r .data.purchase bought)
purchase open-order 1 | sed 's/"waived"/"due"/' | ticket-create -c all >open
ticket=$(jq -r '.data.tickets[0].id' bought)
ticket-room add hall --capacity 10000 >/dev/null
ticket-room add shut --capacity 1 >/dev/null
ticket-type amend full --rooms hall >/dev/null
for pool in one two three; do ticket-pool add $pool --type full --places 100; done >/dev/null
ticket-type add typo --name Typo --price 1 --currency EUR --capacity 1 >/dev/null
ticket-discount add HALF --percent 50 >/dev/null

for sponsor in acme bolt cask dent; do pay_sponsor $sponsor Gold; done
cat paid.acme paid.dent | sponsor-onboard | sponsor-allocate >asked
head -n 1 asked | ticket-create -c sponsorship | tee booked | sponsor-book
sponsor-register -q acme --email new@s.example >contact
sponsor-override acme full --quantity 2 --by Ann --reason less >lower 2>"$err"
sponsor-override bolt full --quantity 2 --by Ann --reason less >/dev/null 2>"$err"
sponsor-invoice raise I-over --sponsor cask --amount 1 --currency EUR >/dev/null
sponsor-settle I-over P-1 --settled-on 2025-02-01 --amount 2 --overpaid >/dev/null
sponsor-invoice raise I-2 --sponsor bolt --amount 1 --currency EUR >/dev/null
sponsor-register fern --name Fern --level Gold --email f@f.example >/dev/null
for speaker in ann bob gil; do engage $speaker keynote; done
cat accepted.ann accepted.gil accepted.bob | speaker-allocate >asked.speakers
head -n 1 asked.speakers | ticket-create -c speakers | tee booked.ann | speaker-book
for speaker in cid dee flo; do
	speaker-invite $speaker --name S --email s@s.example --roles talk >/dev/null
done
engage eve talk
speaker-override eve full --quantity 2 --by Ann --reason more >/dev/null 2>"$err"
speaker-invite -q ann --email new@s.example >contact.ann
speaker-withdraw -q ann >withdrawn
register crew hal ida jon
guest-allocate <registered.crew >asked.guests
head -n 1 asked.guests | ticket-create -c guests | tee booked.hal | guest-book
guest-override ida full --quantity 2 --by Ann --reason less >/dev/null 2>"$err"
guest-register -q hal --email new@g.example >contact.hal
guest-withdraw -q hal >withdrawn.hal

# How many lines answer a good one (-: as many as it likes), the tool, the line.
table() {
	cat <<-END
	1|ticket-create -c all|$(purchase REF 1)
	1|ticket-pay -c all|{"payment":"REF","purchase":"$bought","amount":1,"currency":"EUR"}
	1|ticket-match|{"transfer":"T","received_on":"2025-02-03","amount":$(jq -r .data.amount open),"currency":"JPY","text":"open-order"}
	1|ticket-refund -c all|{"refund":"REF","purchase":"$bought","amount":1,"currency":"EUR"}
	1|ticket-extend -c all|{"purchase":"$bought","deadline":"2030-01-01"}
	1|ticket-reopen -c all|{"purchase":"$bought"}
	1|ticket-cancel -c all|{"purchase":"$bought","keep":2}
	1|ticket-amend -c all|{"purchase":"$bought","name":"REF"}
	1|ticket-assign -c all|{"ticket":"$ticket","name":"REF","email":"a@b.example"}
	1|ticket-assign names -c all --purchase $bought|{"name":"REF","email":"REF@b.example"}
	1|ticket-unassign -c all|{"ticket":"$ticket"}
	1|ticket-conference set|{"payment_within":5}
	1|ticket-type add|{"type":"REF","name":"N","price":1,"currency":"EUR","capacity":1}
	1|ticket-type amend|{"type":"full","name":"REF"}
	1|ticket-type remove|{"type":"typo"}
	1|ticket-client add|{"client":"REF","commands":["create-ticket-purchase"]}
	1|ticket-client amend|{"client":"guest","types":["REF"]}
	1|ticket-client revoke|{"client":"guest"}
	1|ticket-room add|{"room":"REF","capacity":1}
	1|ticket-room amend|{"room":"hall","capacity":20000}
	1|ticket-room remove|{"room":"shut"}
	1|ticket-pool add|{"pool":"REF","type":"full","places":1}
	1|ticket-pool amend|{"pool":"one","purpose":"REF"}
	1|ticket-pool move|{"reference":"REF","pool":"one","to":"two","places":1}
	1|ticket-pool remove|{"pool":"three"}
	1|ticket-discount add|{"code":"REF","percent":5}
	1|ticket-discount amend|{"code":"HALF","reductions":[{"type":"full","amount":5}],"currency":"EUR","clear":["percent"]}
	1|sponsor-register|{"sponsor":"REF","name":"N","level":"Gold","email":"a@b.example"}
	1|sponsor-contract sign|{"sponsor":"fern","contract":"C-fern","signed_on":"2025-01-01"}
	1|sponsor-contract void|{"contract":"C-cask"}
	1|sponsor-invoice raise|{"sponsor":"fern","invoice":"REF","amount":1,"currency":"EUR"}
	1|sponsor-match|{"transfer":"T","received_on":"2025-02-03","amount":1,"currency":"EUR","text":"Nr. I 2"}
	1|sponsor-invoice cancel|{"invoice":"I-2"}
	1|sponsor-invoice refund|{"invoice":"I-cask","refunded_on":"2025-02-28"}
	1|sponsor-settle|{"invoice":"I-acme","settled_on":"2025-02-01"}
	1|sponsor-settle --return|{"invoice":"I-over","payment":"P-1","returned_on":"2025-02-28"}
	1|sponsor-settle --reverse|{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000005","source":"/t","type":"lanyard.sponsorship.reverse-payment.v1","data":{"invoice":"I-dent"}}
	1|sponsor-override|{"beneficiary":"bolt","type":"day","quantity":1,"by":"Ann","reason":"so"}
	1|sponsor-override --withdraw|{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000002","source":"/t","type":"lanyard.booking.withdraw-override.v1","data":{"beneficiary":"bolt","type":"full","by":"Ann","reason":"so"}}
	1|sponsor-hold|{"beneficiary":"fern","type":"full","quantity":1,"until":"2030-01-01"}
	1|sponsor-withdraw|{"sponsor":"cask"}
	1|sponsor-book --manual|{"reference":"$(tail -n 1 asked | jq -r .data.reference)","by":"Ann"}
	1|sponsor-onboard|$(cat paid.acme)
	1|sponsor-allocate|$(jq -c 'select(.type | endswith("onboarded.v1"))' feed | head -n 1)
	1|sponsor-reclaim|$(cat lower)
	1|sponsor-contact|$(cat contact)
	0|sponsor-book|$(cat booked)
	-|sponsor-reconcile|$(cat booked)
	1|speaker-invite|{"speaker":"REF","name":"N","email":"a@b.example","roles":["talk"]}
	1|speaker-accept|{"speaker":"cid"}
	1|speaker-decline|{"speaker":"dee"}
	1|speaker-withdraw|{"speaker":"eve"}
	1|speaker-book --manual|{"reference":"$(tail -n 1 asked.speakers | jq -r .data.reference)","by":"Ann"}
	1|speaker-allocate|$(cat accepted.gil)
	2|speaker-reclaim|$(cat withdrawn)
	1|speaker-contact|$(cat contact.ann)
	0|speaker-book|$(head -n 1 booked.ann)
	1|speaker-override|{"beneficiary":"bob","type":"day","quantity":1,"by":"Ann","reason":"so"}
	1|speaker-override --withdraw|{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000003","source":"/t","type":"lanyard.booking.withdraw-override.v1","data":{"beneficiary":"eve","type":"full","by":"Ann","reason":"so"}}
	1|sponsor-conference set|{"zone":"Europe/Berlin"}
	1|speaker-conference set|{"zone":"Europe/Berlin"}
	1|guest-conference set|{"zone":"Europe/Berlin"}
	1|speaker-hold|{"beneficiary":"flo","type":"day","quantity":1,"until":"2030-01-01"}
	-|speaker-reconcile|$(head -n 1 booked.ann)
	1|guest-register|{"guest":"REF","name":"N","email":"a@b.example","group":"crew"}
	1|guest-withdraw|{"guest":"jon"}
	1|guest-override|{"beneficiary":"ida","type":"day","quantity":1,"by":"Ann","reason":"so"}
	1|guest-override --withdraw|{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000004","source":"/t","type":"lanyard.booking.withdraw-override.v1","data":{"beneficiary":"ida","type":"full","by":"Ann","reason":"so"}}
	1|guest-book --manual|{"reference":"$(tail -n 1 asked.guests | jq -r .data.reference)","by":"Ann"}
	1|guest-allocate|$(sed -n 2p registered.crew)
	2|guest-reclaim|$(cat withdrawn.hal)
	1|guest-contact|$(cat contact.hal)
	0|guest-book|$(head -n 1 booked.hal)
	-|guest-reconcile|$(head -n 1 booked.hal)
	END
}
sponsor-feed >feed
table >tools

# Which tools these are, by what each says of itself: they take -r. A policy is no
# line, the log and the bus read nothing of what they pass on, and csv-import reads no JSON.
for tool in "$bin"/*; do
	"$tool" -h | grep -F '[-r file]' | sed 's/^usage://; s/^ *//; s/ *\[.*//'
done | grep -vx 'event-log\|bus-consume\|csv-import\|.* adopt' | sort >readers
cut -d '|' -f 2 tools | sed 's/ -c all.*//' | sort | diff readers - >differ
is "$(cat differ)" '' 'the table has every tool that reads lines'

nth=0
while IFS='|' read -r answers command good; do
	nth=$((nth + 1))
	awk -v good="$good" -v nth=$nth '
		NR % 8 == nth % 8 { n++; line = good; gsub(/REF/, "x" nth "-" n, line); print line
		  print; print n * 2 > "bad-lines" }' "$lines" >mixed
	rm -f kept
	# shellcheck disable=SC2086 # words
	run timeout 60 $command -q -r kept <mixed
	LC_ALL=C sed -n '0~2p' mixed >bad
	case $command in
	*-match) no_data ;; # records for another tool
	# A list is read to its end before a line is saved, except those that are too long.
	*' names '*) for file in kept bad; do LC_ALL=C sort -o $file $file; done ;;
	esac
	[ "$answers" = - ] && no_data && answers=0 && : >"$out"
	sed -n "s/^${command%% *}: stdin:\([0-9]*\): .*/\1/p" "$err" >told
	is "$rc $(wc -l <"$out") $(cmp told bad-lines && cmp kept bad && echo whole) $(grep -c 'runtime error\|Sanitizer' "$err")" \
		"65 $(($(wc -l <bad) * answers)) whole 0" "$command carries out the valid lines and keeps and reports the hostile ones"
done <tools
run event-log -r kept.log logged <"$lines"
no_data
LC_ALL=C awk 'length > 65536' "$lines" >long
LC_ALL=C awk 'length <= 65536' "$lines" >short
is "$rc:$(cmp "$out" short && cat logged/events-* | cmp - short && cmp kept.log long && echo whole)" 65:whole \
	'event-log logs, passes on and keeps hostile lines byte for byte'
done_testing
