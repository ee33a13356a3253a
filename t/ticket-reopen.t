#!/bin/sh
# Deadlines: one is extended before it has passed, an expired purchase is reopened while places
# are left.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 5 --until 2025-03-05 >/dev/null
ticket-type add day --name Day --price 4000 --currency EUR --capacity 50 >/dev/null
ticket-pool add team --type day --places 3 >/dev/null
ticket-discount add HALF --percent 50 --uses 1 >/dev/null
commands=create-ticket-purchase,pay-ticket-purchase,cancel-tickets,extend-ticket-purchase,reopen-ticket-purchase
ticket-client add shop --commands $commands,assign-ticket --types '*' --pools team --reservation 120 >/dev/null
ticket-client add other --commands $commands --types '*' >/dev/null
until=2025-03-01T12:30:00Z
buy() { # REFERENCE TYPE=QUANTITY [OPTION...]
	reference=$1 tickets=$2
	shift 2
	ticket-create -c shop --name Ann --email ann@x.example --ticket "$tickets" --payment due \
		--deadline "$until" "$@" "$reference" >"$reference"
	purchase=$(jq -r .data.purchase "$reference")
}
at() { # TIME: of the day
	export LANYARD_NOW="2025-03-01T$1:00Z"
}
extend() { # DEADLINE [OPTION...]
	deadline=$1
	shift
	run ticket-extend -c shop --deadline "$deadline" "$@" "$purchase"
}
reopen() { # [OPTION...]
	run ticket-reopen -c shop "$purchase" "$@"
}
pay() { # AMOUNT
	ticket-pay -c shop --purchase "$purchase" --amount "$1" --currency EUR "b-$purchase" |
		jq -r '.data.code // "paid"'
}
left() { # TYPE
	ticket-type list | jq -r "select(.type == \"$1\").left"
}

# Extending.
buy one full=2
extend 2025-03-01T13:00:00Z
json '"\(.type | split(".")[2]) \(.data.reference) \(.data.deadline)"' \
	'ticket-purchase-extended one 2025-03-01T13:00:00.000Z' 'a deadline is extended before it has passed'
cp "$out" first
extend 2025-03-01T13:00:00Z
same "$out" first 'an extension that is repeated prints the same bytes'
extend 2025-03-01T12:45:00Z
same "$out" first 'an earlier deadline is answered by the later one, which stays'
is "$rc:$(cat "$err")" '0:ticket-extend: options:1: warning: one: its payment deadline stays 2025-03-01 13:00 UTC, which is later' \
	'an earlier deadline is warned of'
for deadline in 13:10 13:20 13:10 13:20; do
	echo "{\"reference\":\"one\",\"deadline\":\"2025-03-01T$deadline:00Z\"}"
done >lines
run ticket-extend -c shop <lines
is "$rc:$(jq -r .data.deadline "$out" | cut -c12-16 | paste -sd ' ' -)" '0:13:10 13:20 13:20 13:20' 'extensions that are sent again end where they ended before'
ticket-client add desk --commands extend-ticket-purchase --scope all >/dev/null
buy desk day=1
run ticket-extend -c desk --of-client shop --reference desk --deadline 2025-03-01T12:20:00Z
is "$rc:$(jq -r '"\(.type | split(".")[2]) \(.data.deadline)"' "$out")" '0:ticket-purchase-extended 2025-03-01T12:30:00.000Z' \
	'a client that may not read a purchase is not answered by the event of its creation'
ticket-cancel -c shop "$purchase" >/dev/null
purchase=$(jq -r .data.purchase one)
extend 2025-03-01T14:00:01Z
is "$rc" 77 'a deadline beyond the reservation of the client is denied'
says '"shop" may reserve for 2h at the most' 'the denial of a late deadline says how long the client may reserve'
at 12:50
extend 2025-03-01T14:30:00Z
is "$rc" 77 'the reservation of a client is counted from the purchase, not from the extension'
run ticket-extend -c other --deadline 2025-03-01T13:30:00Z "$purchase"
json .data.code unknown_purchase 'a client can not extend the deadline of another client'
is "$(ticket-expire | wc -l)" 0 'a purchase does not expire before its new deadline'
run ticket-extend -c organiser --reference one --of-client shop --deadline 2025-03-01T15:00:00Z
json .data.deadline 2025-03-01T15:00:00.000Z 'the organiser extends a deadline beyond the reservation'
at 14:59
is "$(pay 20000)" paid 'a purchase is paid before its new deadline'
extend 2025-03-02
json .data.code nothing_due 'a deadline of a purchase that is paid is not extended'
at 12:00
buy two day=1
ticket-cancel -c shop "$purchase" >/dev/null
extend 2025-03-01T13:00:00Z
json .data.code cancelled 'a deadline of a cancelled purchase is not extended'
buy three full=1
at 12:30
extend 2025-03-01T13:00:00Z
json '"\(.data.code) \(.data.message)"' 'timed_out its payment deadline was 2025-03-01T12:30:00.000Z' 'at the deadline it is too late to extend it'
is "$(ticket-check)" '' 'ticket-check finds nothing after extensions'

# Reopening, before the expiry is recorded.
reopen
json '"\(.type | split(".")[2]) \(.data.amount) \(.data.deadline)"' 'ticket-purchase-reopened 10000 2025-03-01T13:00:00.000Z' \
	'a purchase whose deadline has passed is reopened with the deadline of a new purchase'
cp "$out" first
reopen
same "$out" first 'reopening that is repeated prints the same bytes'
is "$(left full):$(ticket-expire | wc -l)" 2:0 'a purchase that is reopened before its expiry is recorded keeps its places'
reopen --deadline 2025-03-01T13:10:00Z
json '"\(.data.code) \(.data.message)"' 'not_expired it can be paid until 2025-03-01T13:00:00.000Z: extend that' 'a purchase that is due is not reopened'
extend 2025-03-01T14:10:00Z
json .data.deadline 2025-03-01T14:10:00.000Z 'a deadline is extended as long as allowed since the reopening'
at 14:10

# After it.
ticket-expire >/dev/null
is "$(left full)" 3 'the places of an expired purchase are left'
ticket-type amend full --price 12000 >/dev/null
reopen --deadline 2025-03-01T14:00:00Z
json .data.code deadline_passed 'a purchase is not reopened with a deadline that has passed'
reopen --deadline 2025-03-01T16:10:01Z
is "$rc" 77 'a purchase is not reopened by a client for longer than it may reserve'
reopen --deadline 2025-03-01T16:00:00Z
json '"\(.data.purchase) \(.data.amount)"' "$purchase 10000" 'an expired purchase is reopened at the price of then'
is "$(left full):$(ticket-report sales | jq -r 'select(.due > 0).due')" 2:10000 'a reopened purchase has its places, and its amount is due'
at 16:00
ticket-expire >expired
is "$(jq -r '"\(.data.reference) \(.data.deadline)"' expired)" 'three 2025-03-01T16:00:00.000Z' 'a reopened purchase that is not paid expires again'
reopen
is "$(pay 10000)" paid 'a purchase that is reopened a second time is paid'
reopen
json .data.code null 'reopening that is repeated after the payment has the same answer'
is "$(ticket-check)" '' 'ticket-check finds nothing after a purchase was reopened'

# What is left.
at 12:00
buy four full=2
at 12:30
ticket-expire >/dev/null
until=2025-03-01T13:30:00Z buy five full=1
purchase=$(jq -r .data.purchase four)
reopen
json '"\(.data.code) \(.data.retryable) \(.data.message)"' 'sold_out true it had 2 of "full", 1 left' 'an expired purchase whose places are sold is not reopened'
ticket-cancel -c shop "$(jq -r .data.purchase five)" >/dev/null
export LANYARD_NOW=2025-04-01
reopen
json .data.amount 24000 'a purchase is reopened after the end of the sale'
export LANYARD_NOW=2025-04-02
ticket-expire >/dev/null
ticket-type amend full --withdrawn >/dev/null
reopen
json .data.code not_on_sale 'a purchase of a withdrawn type is not reopened'
at 12:00
ticket-type amend full --clear withdrawn >/dev/null
buy late full=1
ticket-type amend full --withdrawn >/dev/null
at 12:30
reopen
json '"\(.data.code) \(.data.message)"' 'not_on_sale "full" is withdrawn' 'a purchase of a withdrawn type is not reopened before its expiry is recorded, either'
ticket-type amend full --clear withdrawn >/dev/null
ticket-client amend shop --types day >/dev/null
reopen
is "$rc" 77 'a client that may no longer book the type does not reopen a purchase of it before its expiry is recorded, either'
ticket-client amend shop --types '*' >/dev/null
ticket-type amend full --capacity "$(ticket-type list | jq 'select(.type == "full").sold')" >/dev/null
reopen
json .data.amount 12000 'the places of a purchase whose expiry is not recorded are its own'
ticket-type amend full --withdrawn >/dev/null
ticket-cancel -c shop "$purchase" >/dev/null
at 12:00
buy six day=3 --pool team
ticket-assign -c shop --name Bo --email bo@x.example "$(jq -r '.data.tickets[0].id' six)" >/dev/null
ticket-cancel -c shop --tickets "$(jq -r '.data.tickets[2].id' six)" "$purchase" >/dev/null
at 12:30
ticket-expire >/dev/null
until=2025-03-01T13:30:00Z buy seven day=2 --pool team
purchase=$(jq -r .data.purchase six)
reopen
json .data.message 'it had 2 of "day", 1 left in the pool "team"' 'a purchase whose places in a pool are sold is not reopened'
ticket-cancel -c shop "$(jq -r .data.purchase seven)" >/dev/null
ticket-client amend shop --clear pools >/dev/null
reopen
is "$rc" 77 'a client that may no longer book from the pool does not reopen a purchase from it'
ticket-client amend shop --pools team --types full >/dev/null
reopen
is "$rc" 77 'a client that may no longer book the type does not reopen a purchase of it'
ticket-client amend shop --types '*' --budget 4 >/dev/null
run ticket-reopen -c organiser "$purchase"
json '"\(.data.code) \(.data.message)"' 'over_budget it had 2 tickets; left of the budget: 1' 'a purchase is not reopened beyond the budget of its client'
ticket-client amend shop --clear budget >/dev/null
ticket-pool remove team >/dev/null
reopen
json .data.amount 8000 'a purchase from a pool that was removed is reopened with places of the type'
is "$(ticket-report delegates | wc -l):$(ticket-check)" 0: 'a reopened purchase has no delegates, and its cancelled ticket stays cancelled'
at 12:00
buy eight day=1 --discount HALF
at 12:30
ticket-expire >/dev/null
until=2025-03-01T13:30:00Z buy nine day=1 --discount HALF
purchase=$(jq -r .data.purchase eight)
reopen
json .data.code discount_used_up 'a purchase is not reopened whose discount code is used up'
ticket-cancel -c shop "$(jq -r .data.purchase nine)" >/dev/null
reopen
json .data.amount 2000 'a purchase is reopened with its discount'
is "$(ticket-discount list | jq .used):$(ticket-check)" 1: 'a reopened purchase counts as a use of its discount code'

ticket-room add hall --capacity 3 >/dev/null
for type in red blue; do
	ticket-type add $type --name $type --price 100 --currency EUR --capacity 9 --rooms hall >/dev/null
done
at 12:00
buy ten red=1 --ticket blue=1
at 12:30
ticket-expire >/dev/null
until=2025-03-01T13:30:00Z buy eleven blue=2
purchase=$(jq -r .data.purchase ten)
reopen
json '"\(.data.code) \(.data.message)"' 'sold_out it had 2 in the room "hall", 1 left' 'a purchase is not reopened beyond the capacity of a room'
ticket-cancel -c shop --keep 1 "$(jq -r .data.purchase eleven)" >/dev/null
reopen
json .data.amount 200 'a purchase is reopened while its room has places left'
is "$(ticket-room list | jq .left):$(ticket-check)" 0: 'a reopened purchase takes up places of its room'

ticket-discount add FEW --percent 50 --tickets 3 >/dev/null
at 12:00
until=2025-03-01T12:30:00Z buy twelve day=2 --discount FEW
at 12:30
ticket-expire >/dev/null
until=2025-03-01T13:30:00Z buy thirteen day=2 --discount FEW
purchase=$(jq -r .data.purchase twelve)
reopen
json .data.code discount_used_up 'a purchase is not reopened beyond the tickets of its discount code'
ticket-cancel -c shop --keep 1 "$(jq -r .data.purchase thirteen)" >/dev/null
reopen
is "$(jq .data.amount "$out"):$(ticket-discount list | jq 'select(.code == "FEW").reduced'):$(ticket-check)" 4000:3: \
	'a reopened purchase counts as tickets of its discount code'

# What can't be reopened, and by whom.
ticket-cancel -c shop "$purchase" >/dev/null
run ticket-reopen -c shop --deadline 2025-03-02 "$purchase"
json .data.code cancelled 'a cancelled purchase is not reopened'
purchase=$(jq -r .data.purchase one)
reopen
json '"\(.data.code) \(.data.message)"' 'not_expired nothing is due for it' 'a purchase that is paid is not reopened'
purchase=$(jq -r .data.purchase four)
run ticket-reopen -c other "$purchase"
json .data.code unknown_purchase 'a client can not reopen the purchase of another client'
ticket-client amend shop --commands create-ticket-purchase >/dev/null
reopen
is "$rc" 77 'a client without the grant does not reopen a purchase'
extend 2025-03-02
is "$rc" 77 'a client without the grant does not extend a deadline'
damage() { # SQL
	rm -f damaged.db
	sqlite3 "$LANYARD_HOME/conference/ticketing.db" "VACUUM INTO 'damaged.db'"
	sqlite3 damaged.db "$1"
	run ticket-check -d damaged.db
}
broken "$PWD/damaged.db"
damage 'UPDATE purchases SET opened = 1'
ok 'ticket-check reports a purchase that no event reopened' grep -q 'event 1 did not reopen it' "$out"
damage 'UPDATE reopenings SET expired = 1 WHERE rowid = (SELECT min(expired) FROM reopenings)'
ok 'ticket-check reports a reopening of what did not expire' grep -q 'it did not expire by event 1, or event' "$out"
damage 'UPDATE purchases SET extended = 1'
ok 'ticket-check reports a purchase that no event extended' grep -q 'event 1 did not extend it' "$out"
done_testing
