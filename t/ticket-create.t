#!/bin/sh
# The open host: one command, all the tickets or none, for whoever has a grant.
. "$(dirname "$0")/lib.sh"
open_office 20 15

run ticket-create -c press --reference r1 --name Ann --email ann@press.example --ticket full=3 \
	--payment waived --reason review
is "$rc" 0 'tickets are booked from options'
json .type lanyard.ticketing.ticket-purchase-created.v1 'the event says so'
json '.data | [.reference, .client, .payment, .amount, .currency, .reason] | map(tostring) | join(" ")' \
	'r1 press waived 0 JPY review' 'with what the client gave, and nothing to pay'
json '.data.tickets | map(.id) | unique | length' 3 'every ticket has an id of its own'
json '.data.purchase != null' true 'and so has the purchase'

{ purchase a 1 && purchase b 2 && purchase c 1; } >three
run ticket-create -c press <three
json '.data | .reference + "=" + (.tickets | length | tostring)' 'a=1 b=2 c=1' \
	'lines are answered in their order'

run ticket-create -c press --name A --email a@b.example --ticket full=6 --payment due r2
json '.data | "\(.payment) \(.amount)"' 'due 210000' 'what is due is the price of each'
run ticket-create -c press --name A --email a@b.example --ticket full=3 --payment waived r3
is "$rc" 0 'a business refusal is an answer'
json '.type | split(".")[2]' ticket-purchase-rejected 'and an event'
json '.data | "\(.code) \(.retryable)"' 'over_budget true' 'with a code, and whether to try again'
run ticket-create -e -c press --name A --email a@b.example --ticket full=9 --payment waived r4
is "$rc" 1 'with -e it is exit status 1'
json .data.code sold_out 'sold out comes before the budget'
ticket-client amend press --types full,none >/dev/null
run ticket-create -c press --name A --email a@b.example --ticket none=1 --payment waived r5
json '.data.code + " " + .data.type' 'unknown_type none' 'a type that was granted and does not exist is unknown_type'

ticket-type add soon --name S --price 1 --currency JPY --capacity 9 --from 2025-03-02 >/dev/null
ticket-type add past --name P --price 1 --currency JPY --capacity 9 --until 2025-03-01 >/dev/null
ticket-type add euro --name E --price 1 --currency EUR --capacity 9 >/dev/null
ticket-type add hidden --name H --price 1 --currency EUR --capacity 9 --private >/dev/null
ticket-client amend press --types full,soon,past,euro --budget 100 >/dev/null
for type in soon past; do
	run ticket-create -c press --name A --email a@b.example --ticket $type=1 --payment waived t-$type
	json '.data | "\(.code) \(.retryable)"' "not_on_sale $([ $type = soon ] && echo true || echo false)" \
		"$type: outside its window it is not on sale"
done
run ticket-create -c press --name A --email a@b.example --ticket full=1 --ticket euro=1 --payment due mix
json .data.code mixed_currencies 'one purchase has one currency to pay in'
run ticket-create -c press --name A --email a@b.example --ticket hidden=1 --payment waived hid
is "$rc" 77 'a type that was not granted is forbidden'

ticket-type add big --name B --price 1 --currency JPY --capacity 2000 >/dev/null
ticket-client amend press --types big,full --budget 2000 >/dev/null
run ticket-create -c press --name A --email a@b.example --ticket big=500 --payment waived b1
is "$rc" 0 'five hundred tickets are one purchase'
ok 'whose line is below 64 KiB' test "$(wc -c <"$out")" -le 65536
run ticket-create -c press --name A --email a@b.example --ticket big=300 --ticket full=201 --payment waived b2
json .data.code too_many 'more are not'
run ticket-create -c press --name A --email a@b.example --ticket big=501 --payment waived b3
is "$rc" 65 'and 501 of one kind are not even a command'

purchase later 1 | ID=01900000-0000-7000-8000-000000000001 run ticket-create -c press
cid=01900000-0000-7000-8000-00000000000a
ID=$cid purchase idd 1 | sed 's/"source"/"correlationid":"order-7","source"/' >idd
run ticket-create -c press <idd
json '.causationid + " " + .correlationid' "$cid order-7" 'the event names its command, and hands the correlation through'
run ticket-create -c press extra operand
is "$rc" 64 'an operand too many is usage'
for wrong in '-zq:-z: is no option here' '-qr:-r: wants an argument' '--quiet=1:--quiet: takes no argument' \
	'--nothing:--nothing: is no option here' '--rejects:--rejects: wants an argument'; do
	run ticket-create "${wrong%%:*}"
	is "$rc:$(head -n 1 "$err")" "64:ticket-create: ${wrong#*:}" "${wrong%%:*} is usage, by its name"
done
done_testing
