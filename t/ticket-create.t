#!/bin/sh
# The open host: one command, all the tickets or none, for whoever has a grant.
. "$(dirname "$0")/lib.sh"
open_office 20 15

run ticket-create -c press --reference r1 --name Ann --email ann@press.example --ticket full=3 \
	--payment waived --reason review
is "$rc" 0 'ticket-create books tickets from options'
json .type lanyard.ticketing.ticket-purchase-created.v1 'a booking records ticket-purchase-created'
json '.data | [.reference, .client, .payment, .amount, .currency, .reason] | map(tostring) | join(" ")' \
	'r1 press waived 0 JPY review' "a waived purchase has the client's reference and reason, and an amount of 0"
json '.data.tickets | map(.id) | unique | length' 3 'every ticket has an id of its own'
json '.data.purchase != null' true 'a purchase has an id'

{ purchase a 1 && purchase b 2 && purchase c 1; } >three
run ticket-create -c press <three
json '.data | .reference + "=" + (.tickets | length | tostring)' 'a=1 b=2 c=1' \
	'ticket-create answers lines in their order'

run ticket-create -c press --name A --email a@b.example --ticket full=6 --payment due r2
json '.data | "\(.payment) \(.amount)"' 'due 210000' 'the amount due is the price times the number of tickets'
run ticket-create -c press --name A --email a@b.example --ticket full=3 --payment waived r3
is "$rc" 1 'a rejection of what options say exits with status 1'
says 'ticket-create: refused: tickets requested: 3; left of the budget: 2 (r3 of press)' 'a rejection of what options say is explained on standard error'
json '.type | split(".")[2]' ticket-purchase-rejected 'a rejection is the event ticket-purchase-rejected'
json '.data | "\(.code) \(.retryable)"' 'over_budget true' 'a rejection has a code and says whether to retry'
purchase r4 9 >line
run ticket-create -c press <line
is "$rc" 0 'a rejection of a line exits with status 0'
run ticket-create -e -c press <line
is "$rc" 1 'ticket-create -e exits with status 1 after a rejection of a line'
json .data.code sold_out 'a purchase beyond capacity and budget is rejected as sold out'
ticket-client amend press --types full,none >/dev/null
run ticket-create -c press --name A --email a@b.example --ticket none=1 --payment waived r5
json '.data.code + " " + .data.type' 'unknown_type none' 'a type that is granted but does not exist is rejected as unknown_type'

ticket-type add soon --name S --price 1 --currency JPY --capacity 9 --from 2025-03-02 >/dev/null
ticket-type add past --name P --price 1 --currency JPY --capacity 9 --until 2025-02-28 >/dev/null
ticket-type add euro --name E --price 1 --currency EUR --capacity 9 >/dev/null
ticket-type add hidden --name H --price 1 --currency EUR --capacity 9 --private >/dev/null
ticket-client amend press --types full,soon,past,euro --budget 100 >/dev/null
for type in soon past; do
	run ticket-create -c press --name A --email a@b.example --ticket $type=1 --payment waived t-$type
	json '.data | "\(.code) \(.retryable)"' "not_on_sale $([ $type = soon ] && echo true || echo false)" \
		"the type \"$type\" is not on sale outside its window"
done
run ticket-create -c press --name A --email a@b.example --ticket full=1 --ticket euro=1 --payment due mix
json .data.code mixed_currencies 'a purchase of types with different currencies is rejected'
run ticket-create -c press --name A --email a@b.example --ticket hidden=1 --payment waived hid
is "$rc" 77 'a type that was not granted is forbidden'

ticket-type add big --name B --price 1 --currency JPY --capacity 2000 >/dev/null
ticket-client amend press --types big,full --budget 2000 >/dev/null
run ticket-create -c press --name A --email a@b.example --ticket big=500 --payment waived b1
is "$rc" 0 'a purchase can have 500 tickets'
ok 'the event of a purchase of 500 tickets is at most 64 KiB long' test "$(wc -c <"$out")" -le 65536
run ticket-create -c press --name A --email a@b.example --ticket big=300 --ticket full=201 --payment waived b2
json .data.code too_many 'a purchase of 501 tickets of two types is rejected'
run ticket-create -c press --name A --email a@b.example --ticket big=501 --payment waived b3
is "$rc" 65 'a quantity of 501 is denied'
long=$(printf 'x%.0s' $(seq 64))
ticket-type add "$long" --name L --price 999999999999 --currency EUR --capacity 2000 >/dev/null
ticket-client amend press --types big,full,"$long" >/dev/null
run ticket-create -c press --name A --email a@b.example --ticket "$long=500" --payment waived b4
json '.data | "\(.code) \(.message)"' 'too_many 500 tickets of types with names this long exceed the size of an event' \
	'a purchase of 500 tickets whose event would be longer than a line is rejected'

purchase later 1 | ID=01900000-0000-7000-8000-000000000001 run ticket-create -c press
cid=01900000-0000-7000-8000-00000000000a
ID=$cid purchase idd 1 | sed 's/"source"/"correlationid":"order-7","source"/' >idd
run ticket-create -c press <idd
json '.causationid + " " + .correlationid' "$cid order-7" "an event has its command's id as causationid, and the command's correlationid"
run ticket-create -c press extra operand
is "$rc" 64 'a second operand is a usage error'
for wrong in '-zq:-z: unknown option' '-qr:-r: requires an argument' '--quiet=1:--quiet: takes no argument' \
	'--nothing:--nothing: unknown option' '--rejects:--rejects: requires an argument'; do
	run ticket-create "${wrong%%:*}"
	is "$rc:$(cat "$err")" "64:ticket-create: ${wrong#*:}; see ticket-create --help" "the only line about ${wrong%%:*} is: ${wrong#*:}"
done
done_testing
