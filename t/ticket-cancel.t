#!/bin/sh
# Cancelling: whole purchases, some tickets, those that nobody holds.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 20 >/dev/null
ticket-client add shop --may create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket \
	--types full >/dev/null
ticket-client add helpdesk --may cancel-tickets --scope all >/dev/null
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
json "$answer" 'tickets-cancelled 0 refund 0 due 0' 'a whole purchase that nobody has paid'
is "$(sold)" 0 'its places are free'
cp "$out" cancelled
cancel "$purchase" --reason 'changed their mind'
same "$out" cancelled 'again, it is answered with the same line'
run ticket-pay -c shop --purchase "$purchase" --amount 30000 --currency EUR late
json .data.code cancelled 'and can not be paid'

buy paid 3
pay 30000
cancel "$purchase" --tickets "$(jq -r '.data.tickets[1].id' paid)"
json "$answer" 'tickets-cancelled 2 refund 10000 due 0' 'one ticket of a paid one, with what is to be paid back'
cancel "$purchase" --keep 1
json "$answer" 'tickets-cancelled 1 refund 10000 due 0' 'the last ones, until so many are left'
cp "$out" kept
cancel "$purchase" --keep 1
same "$out" kept 'twice is no more than once'
cancel "$purchase" --keep 2
same "$out" kept 'nor does less want more'
cancel "$purchase" --tickets 01955193-de00-7309-b6f9-8c17be3a0001
json '"\(.data.code) \(.data.message)"' 'unknown_ticket it has no ticket 01955193-de00-7309-b6f9-8c17be3a0001' \
	"another purchase's ticket is refused"
is "$(sold)" 1 'and nothing is cancelled with it'

buy due 4
cancel "$purchase" --keep 1
json "$answer" 'tickets-cancelled 1 refund 0 due 10000' 'of one that is due, less is due'
run ticket-pay -c shop --purchase "$purchase" --amount 40000 --currency EUR p-due
json .data.code wrong_amount 'so that the old amount does not pay it'
pay 10000
is "$(ticket-report sales | jq '.revenue')" 40000 'and the new one does'

buy held 3
for n in 0 2; do
	ticket-assign -c shop --name Bo --email bo@x.example "$(jq -r ".data.tickets[$n].id" held)" >/dev/null
done
cancel "$purchase" --unassigned
json "$answer" 'tickets-cancelled 2 refund 0 due 20000' 'only those that nobody holds'
is "$(jq -r '.data.tickets[].id' "$out")" "$(jq -r '.data.tickets[1].id' held)" 'which is the second'
cp "$out" unheld
cancel "$purchase" --unassigned
same "$out" unheld 'again, it is answered with the same line'
cancel "$purchase" --unassigned --keep 0
json '"\(.data.code) \(.data.retryable) \(.data.message)"' 'nothing_to_cancel true somebody holds each of them' \
	'then there are no more, until somebody lets one go'
cancel "$purchase" --unassigned --keep 5
json .data.code null 'who wants to keep more than there is wants nothing'
cancel "$purchase"
is "$(ticket-report delegates | wc -l)" 0 'cancelled, nobody holds them any more'

buy reduced 2 --discount HALF
pay 10000
cancel "$purchase" --keep 1
json .data.refund 5000 'what was taken off is not paid back'
buy late 1 --discount HALF
is "$(jq -r .data.code late)" discount_used_up 'a purchase with a ticket left still uses its code'
cancel "$(jq -r .data.purchase reduced)"
buy again 1 --discount HALF
is "$(jq -r .data.discount again)" HALF 'one without gives it back'

buy expired 1 --deadline 2025-03-01T12:00:01Z
LANYARD_NOW=2025-03-02 run ticket-cancel -c shop "$purchase"
json .data.code timed_out 'behind its deadline nothing is cancelled, whether it was let go or not'
LANYARD_NOW=2025-03-02 ticket-expire >/dev/null
cancel "$purchase"
json .data.code timed_out 'what has expired can not be cancelled'
buy partly 3 --deadline 2025-03-01T12:00:01Z
third=$(jq -r '.data.tickets[2].id' partly)
cancel "$purchase" --tickets "$third"
cp "$out" before
LANYARD_NOW=2025-03-02 run ticket-cancel -c shop "$purchase" --tickets "$third"
same "$out" before 'what was cancelled before the rest timed out is answered as it was'
LANYARD_NOW=2025-03-02 ticket-expire >/dev/null
cancel "$purchase" --keep 2
same "$out" before '  also when the rest was let go'
cancel "$purchase" --keep 1
json .data.code timed_out '  but the rest is no more'
buy none 1
printf '{"purchase":"%s","tickets":[]}\n' "$purchase" >nothing
run ticket-cancel -c shop <nothing
is "$rc:$(wc -c <"$out")" 65:0 'who names no ticket means nothing'
says 'stdin:1: /tickets: names none: leave it out where all are meant' '  and is told so'
cancel "$purchase" --keep 1
json '"\(.data.code) \(.data.message)"' 'nothing_to_cancel so many as it has are to be kept: 1' \
	'who keeps all cancels none'
buy mine 2
run ticket-cancel -c helpdesk --keep 1 "$purchase"
json "$answer" 'tickets-cancelled 1 refund 0 due 10000' 'a client with the scope of all cancels for others'
ticket-client amend helpdesk --clear scope >/dev/null
run ticket-cancel -c helpdesk "$purchase"
json .data.code unknown_purchase 'without it, what is not its own is not there'
printf '{"specversion":"1.0","id":"%s","source":"/t","type":"lanyard.ticketing.cancel-tickets.v1","data":{"purchase":"%s"}}\n' \
	01955193-de00-7309-b6f9-8c17be3a00aa "$purchase" >line
run ticket-cancel -c shop <line
cp "$out" once
run ticket-cancel -c shop <line
same "$out" once 'the same command is answered with the same bytes'
sed 's/"data":{/&"keep":1,/' line >other
run ticket-cancel -c shop <other
json .data.code conflict 'under the same id another one is a conflict'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'the store is sound'
done_testing
