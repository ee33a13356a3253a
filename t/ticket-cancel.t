#!/bin/sh
# Cancelling: whole purchases, some tickets, those that nobody holds.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 20 >/dev/null
ticket-client add shop --commands create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket \
	--types full >/dev/null
ticket-client add helpdesk --commands cancel-tickets --scope all >/dev/null
ticket-discount add HALF --percent 50 --uses 1 >/dev/null
buy() { # REFERENCE QUANTITY [OPTION...]
	reference=$1 quantity=$2
	shift 2
	ticket-create -c shop --name Ann --email ann@x.example --ticket "full=$quantity" --payment due \
		"$@" "$reference" >"$reference"
	purchase=$(jq -r .data.purchase "$reference")
}
cancel() {
	run ticket-cancel -c shop "$@"
}
pay() {
	ticket-pay -c shop --purchase "$purchase" --amount "$1" --currency EUR "pay-$purchase" >/dev/null
}
sold() {
	ticket-type list | jq .sold
}
answer='"\(.type | split(".")[2]) \(.data.left) refund \(.data.refund) due \(.data.due)"'

buy whole 3
cancel "$purchase" --reason 'changed their mind'
json "$answer" 'tickets-cancelled 0 refund 0 due 0' 'cancelling a purchase that is due leaves no ticket and nothing due'
is "$(sold)" 0 'a cancelled purchase releases its places'
cp "$out" cancelled
cancel "$purchase" --reason 'changed their mind'
same "$out" cancelled 'a cancellation that is repeated prints the same bytes'
run ticket-pay -c shop --purchase "$purchase" --amount 30000 --currency EUR late
json .data.code cancelled 'a payment of a cancelled purchase is rejected'

buy named 3
cancel --reference named --keep 2
json '"\(.data.reference) \(.data.left)"' 'named 2' 'ticket-cancel --reference cancels tickets of that purchase'
cp "$out" named.answer
cancel "$purchase" --keep 2
same "$out" named.answer 'a cancellation by id that was made by reference gets the same answer'
run ticket-cancel -c helpdesk --reference named
json '"\(.data.code) \(.data.message)"' 'unknown_purchase there is no purchase "named" of the client "helpdesk"' "ticket-cancel --reference is the client's own, unless another one is named"
run ticket-cancel -c helpdesk --reference named --of-client shop
json .data.left 0 'ticket-cancel --of-client names whose reference it is'
cancel --keep 1
is "$rc" 65 'a cancellation that names no purchase is denied'
says "/purchase: is missing, and so is the purchase's reference" 'the denial of a cancellation of nothing says what is missing'

buy paid 3
pay 30000
cancel "$purchase" --tickets "$(jq -r '.data.tickets[1].id' paid)"
json "$answer" 'tickets-cancelled 2 refund 10000 due 0' 'cancelling one ticket of a paid purchase says how much to refund'
cancel "$purchase" --keep 1
json "$answer" 'tickets-cancelled 1 refund 10000 due 0' '--keep 1 cancels all tickets but one'
cp "$out" kept
cancel "$purchase" --keep 1
same "$out" kept '--keep that is repeated prints the same bytes'
cancel "$purchase" --keep 2
same "$out" kept '--keep with more tickets than are left prints the earlier cancellation'
cancel "$purchase" --tickets 01955193-de00-7309-b6f9-8c17be3a0001
json '"\(.data.code) \(.data.message)"' 'unknown_ticket it has no ticket 01955193-de00-7309-b6f9-8c17be3a0001' \
	'cancelling a ticket of another purchase is rejected'
is "$(sold)" 1 'a rejected cancellation cancels no ticket'

buy due 4
cancel "$purchase" --keep 1
json "$answer" 'tickets-cancelled 1 refund 0 due 10000' 'cancelling tickets of a purchase that is due lowers the amount that is due'
run ticket-pay -c shop --purchase "$purchase" --amount 40000 --currency EUR p-due
json .data.code wrong_amount 'a payment of the amount before the cancellation is rejected'
pay 10000
is "$(ticket-report sales | jq '.revenue')" 40000 'a payment of the amount after the cancellation completes the purchase'

buy held 3
for n in 0 2; do
	ticket-assign -c shop --name Bo --email bo@x.example "$(jq -r ".data.tickets[$n].id" held)" >/dev/null
done
cancel "$purchase" --unassigned
json "$answer" 'tickets-cancelled 2 refund 0 due 20000' '--unassigned cancels the unassigned tickets only'
is "$(jq -r '.data.tickets[].id' "$out")" "$(jq -r '.data.tickets[1].id' held)" '--unassigned cancels the one ticket that is not assigned'
cp "$out" unheld
cancel "$purchase" --unassigned
same "$out" unheld '--unassigned that is repeated prints the same bytes'
cancel "$purchase" --unassigned --keep 0
json '"\(.data.code) \(.data.retryable) \(.data.message)"' 'nothing_to_cancel true all of them are assigned' \
	'--unassigned is rejected as retryable while every ticket is assigned'
cancel "$purchase" --unassigned --keep 5
json .data.code null '--unassigned that keeps more tickets than there are is no rejection'
cancel "$purchase"
is "$(ticket-report delegates | wc -l)" 0 'cancelling a purchase removes its delegates from the report'

buy reduced 2 --discount HALF
pay 10000
cancel "$purchase" --keep 1
json .data.refund 5000 'a refund of a discounted ticket is the reduced price'
buy late 1 --discount HALF
is "$(jq -r .data.code late)" discount_used_up 'a purchase with one valid ticket still uses its discount code'
cancel "$(jq -r .data.purchase reduced)"
buy again 1 --discount HALF
is "$(jq -r .data.discount again)" HALF 'a purchase without valid tickets no longer uses its discount code'

buy expired 1 --deadline 2025-03-01T12:00:01Z
LANYARD_NOW=2025-03-02 run ticket-cancel -c shop "$purchase"
json .data.code timed_out 'a cancellation after the deadline is rejected before the purchase is recorded as expired'
LANYARD_NOW=2025-03-02 ticket-expire >/dev/null
cancel "$purchase"
json .data.code timed_out 'a cancellation of a purchase that is recorded as expired is rejected'
buy partly 3 --deadline 2025-03-01T12:00:01Z
third=$(jq -r '.data.tickets[2].id' partly)
cancel "$purchase" --tickets "$third"
cp "$out" before
LANYARD_NOW=2025-03-02 run ticket-cancel -c shop "$purchase" --tickets "$third"
same "$out" before 'a cancellation repeated after the deadline prints the same bytes'
LANYARD_NOW=2025-03-02 ticket-expire >/dev/null
cancel "$purchase" --keep 2
same "$out" before 'a cancellation repeated by number after the expiry prints the same bytes'
cancel "$purchase" --keep 1
json .data.code timed_out 'a cancellation of further tickets after the expiry is rejected'
buy none 1
printf '{"purchase":"%s","tickets":[]}\n' "$purchase" >nothing
run ticket-cancel -c shop <nothing
is "$rc:$(wc -c <"$out")" 65:0 'a cancellation with an empty list of tickets is denied'
says 'stdin:1: /tickets: is empty: omit it to cancel all tickets' 'the denial of an empty list says to leave the field out'
cancel "$purchase" --keep 1
json '"\(.data.code) \(.data.message)"' 'nothing_to_cancel it has only the tickets to keep: 1' \
	'a cancellation that keeps every ticket is rejected'
buy mine 2
run ticket-cancel -c helpdesk --keep 1 "$purchase"
json "$answer" 'tickets-cancelled 1 refund 0 due 10000' 'a client with the scope "all" cancels the purchase of another client'
ticket-client amend helpdesk --clear scope >/dev/null
run ticket-cancel -c helpdesk "$purchase"
json .data.code unknown_purchase 'a client without the scope "all" finds no purchase of another client'
printf '{"specversion":"1.0","id":"%s","source":"/t","type":"lanyard.ticketing.cancel-tickets.v1","data":{"purchase":"%s"}}\n' \
	01955193-de00-7309-b6f9-8c17be3a00aa "$purchase" >line
run ticket-cancel -c shop <line
cp "$out" once
run ticket-cancel -c shop <line
same "$out" once 'a command with an id that is repeated prints the same bytes'
sed 's/"data":{/&"keep":1,/' line >other
run ticket-cancel -c shop <other
json .data.code conflict 'another command under the same id is rejected as a conflict'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after cancellations'
done_testing
