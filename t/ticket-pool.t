#!/bin/sh
# Pools: places kept apart, never more than there are.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 100 --currency EUR --capacity 10 >/dev/null
ticket-type add day --name Day --price 100 --currency EUR --capacity 10 >/dev/null
ticket-client add press --commands create-ticket-purchase,cancel-tickets --types full,day --pools press,team --waive >/dev/null
ticket-client add shop --commands create-ticket-purchase --types full,day --waive >/dev/null
buy() { # CLIENT REFERENCE QUANTITY [OPTION...]
	client=$1 reference=$2 quantity=$3
	shift 3
	run ticket-create -c "$client" --name A --email a@x.example --ticket "full=$quantity" --payment waived "$@" "$reference"
}
left() {
	ticket-type list | jq -c 'select(.type == "full") | [.sold, .pooled, .left]'
}

run ticket-pool add press --type full --places 4 --purpose 'press and guests'
json '"\(.type) \(.data.places)"' 'lanyard.ticketing.ticket-pool-added.v1 4' 'ticket-pool add records the pool with its places'
cp "$out" added
is "$(left)" '[0,4,6]' "a pool's places are not left for other purchases"
run ticket-pool add press --type full --places 4 --purpose 'press and guests'
same "$out" added 'an addition of a pool that is repeated prints the same bytes'
run ticket-pool add press --type full --places 5
is "$rc" 65 'an addition of the same pool with other data is denied'
says 'was added with other data: amend it' 'the denial says to amend the pool'
run ticket-pool add team --type full --places 7
says '7 more requested, "full" has 6 left' 'a pool with more places than the type has left is denied'
run ticket-pool add team --type none --places 1
says 'there is no ticket type "none"' 'a pool of a type that does not exist is denied'

buy shop s1 7
json '"\(.data.code) \(.data.message)"' 'sold_out 7 of "full" requested, 6 left' 'a purchase outside the pool is rejected if only the pool has places left'
buy shop s2 6
json .data.code null 'a purchase outside the pool gets every place that is not in the pool'
buy press p1 1
json .data.code sold_out 'a client with a grant for the pool is rejected unless it names the pool'
buy press p2 3 --pool press
json '"\(.data.pool) \(.data.tickets | length)"' 'press 3' 'a purchase that names the pool gets its places when the type is sold out otherwise'
cp "$out" pressed
is "$(left)" '[9,1,0]' 'a place sold from a pool is no longer reserved by it'
buy press p3 2 --pool press
json '"\(.data.code) \(.data.message)"' 'sold_out 2 of "full" requested, 1 left in the pool "press"' \
	'a purchase beyond the places of its pool is rejected as sold out'
buy shop s3 1 --pool press
is "$rc" 77 'a client without a grant for the pool is forbidden to book from it'
says '"shop" may not book from the pool "press"' 'the denial names the pool'
ticket-client amend press --pools press,team,gone >/dev/null
buy press p4 1 --pool gone
json .data.code unknown_pool 'a purchase from a pool that does not exist is rejected'
run ticket-create -c press --name A --email a@x.example --ticket day=1 --payment waived --pool press p5
json '"\(.data.code) \(.data.message)"' 'unknown_pool the pool "press" has none of "day"' 'a purchase from a pool of another type is rejected'

run ticket-pool amend press --places 2
says '2 is below 3, the number sold' "a pool can't be amended to fewer places than are sold"
run ticket-pool amend press --places 5
says '1 more requested, "full" has 0 left' "a pool can't be amended to more places than the type has left"
ticket-type amend full --capacity 12 >/dev/null
run ticket-pool amend press --places 6 --clear purpose
json '"\(.data.places) \(.data.purpose)"' '6 null' 'a pool grows after the capacity of its type has grown'
run ticket-pool add press --type full --places 4 --purpose 'press and guests'
same "$out" added 'an addition repeated after an amendment prints the event of the addition'
is "$(ticket-pool list | jq -r '"\(.places) \(.purpose)"')" '6 null' 'an addition repeated after an amendment leaves the amendment in force'
run ticket-type amend full --capacity 11
says '11 is below 9, the number sold, and 3 in pools' "a type's capacity can't be lowered below what is sold and reserved by pools"

ticket-type amend full --capacity 20 >/dev/null
ticket-pool add team --type full --places 2 >/dev/null
run ticket-pool move --pool press --to team --places 2 june
json '.type' lanyard.ticketing.ticket-pool-moved.v1 'ticket-pool move records ticket-pool-moved'
cp "$out" moved
run ticket-pool move --pool press --to team --places 2 june
same "$out" moved 'a move repeated under its reference prints the same bytes'
run ticket-pool list
json '"\(.pool) \(.sold)/\(.places)"' 'press 3/4 team 0/4' 'a move takes places from one pool and adds them to the other, once'
run ticket-pool amend press --places 6
is "$(ticket-pool list | jq -r 'select(.pool == "press") | .places')" 6 'an amendment can raise a pool to the places that it had before a move'
cp "$out" amended
run ticket-pool amend press --places 6
same "$out" amended 'an amendment of places that is repeated prints the same bytes'
run ticket-pool amend press --places 4
run ticket-pool move --pool press --to team --places 2 july
says '2 requested, "press" has 1 left' 'a move of more places than the pool has left is denied'
run ticket-pool move --pool press --to press --places 1 july
is "$rc" 65 'a move from a pool to itself is denied'
ticket-pool add days --type day --places 2 >/dev/null
run ticket-pool move --pool press --to days --places 1 july
says '"days" is of the type "day", not "full"' 'a move to a pool of another type is denied'

run ticket-pool remove press
json .type lanyard.ticketing.ticket-pool-removed.v1 'ticket-pool remove records ticket-pool-removed'
cp "$out" removed
is "$(left)" '[9,4,7]' 'a removed pool releases the places that it reserved, and no more'
run ticket-pool remove press
same "$out" removed 'a removal that is repeated prints the same bytes'
buy press p6 1 --pool press
json .data.code unknown_pool 'a purchase from a removed pool is rejected'
run ticket-cancel -c press --keep 1 "$(jq -r .data.purchase pressed)"
is "$(left)" '[7,4,9]' 'cancelled tickets of a removed pool are left for every client'
run ticket-pool add press --type full --places 1
is "$rc" 65 "the name of a removed pool can't be added with other data"
says '/pool: the pool "press" was removed: add it under another name' 'the denial of a removed pool with other data says that it was removed'
run ticket-pool add press --type full --places 4 --purpose 'press and guests'
same "$out" added 'an addition repeated after the removal prints the event of the addition'
says 'the pool "press" was removed: add it under another name' 'an addition of a pool repeated after the removal warns that it was removed'
is "$(ticket-pool list | jq -r 'select(.pool == "press")')" '' 'an addition repeated after the removal does not restore the pool'
run ticket-pool amend press --places 1
is "$rc" 65 'amending a removed pool is denied'
run ticket-pool amend none --places 1
says 'there is no pool "none"' 'amending a pool that does not exist is denied'

# Before everybody else.
ticket-type add late --name Late --price 100 --currency EUR --capacity 5 --after full >/dev/null
ticket-pool add early --type late --places 2 >/dev/null
ticket-client amend press --types late --pools early >/dev/null
run ticket-create -c press --name A --email a@x.example --ticket late=1 --payment waived l1
json .data.code not_on_sale 'a type that comes after another is not on sale while that is on sale'
run ticket-create -c press --name A --email a@x.example --ticket late=1 --payment waived --pool early l2
json .data.code null 'a pool sells a type before the types that it comes after are sold out'
ticket-pool add rest --type full --places "$(ticket-type list | jq 'select(.type == "full") | .left')" >/dev/null
run ticket-create -c press --name A --email a@x.example --ticket late=1 --payment waived l4
json .data.code null 'a type whose places are all reserved by pools counts as sold out for later types'
ticket-type amend late --withdrawn >/dev/null
run ticket-create -c press --name A --email a@x.example --ticket late=1 --payment waived --pool early l3
json .data.code not_on_sale 'a pool does not sell a withdrawn type'

# A mistake, and how it is undone.
ticket-type add first --name First --price 100 --currency EUR --capacity 10 >/dev/null
ticket-type add second --name Second --price 100 --currency EUR --capacity 5 --after first >/dev/null
ticket-client amend press --types second >/dev/null
second() { # REFERENCE
	run ticket-create -c press --name A --email a@x.example --ticket second=1 --payment waived "$1"
}
ticket-pool add mistake --type first --places 10 >/dev/null
ticket-pool remove mistake >/dev/null
second m1
json .data.code null 'a later type stays on sale after the pool that reserved the last places is removed'
ticket-type amend first --capacity 11 >/dev/null
ticket-type amend first --capacity 10 >/dev/null
second m2
json .data.code not_on_sale 'a changed capacity takes the later type off sale, even after it is changed back'

# A stream that amends all day long: what it borrows of a type that asks a lot stays.
jq -nc '{type: "fat", name: "F", price: 100, currency: "EUR", capacity: 10,
	questions: [range(20) | "question \(.) " + ("q" * 180)]}' | ticket-type add >/dev/null
ticket-pool add day-long --type fat --places 2 >/dev/null
jq -nc '{client: "fat", types: [range(20) | "t\(.)" + ("q" * 55)], pools: ["day-long"], commands: ["create-ticket-purchase"]}' |
	ticket-client add >/dev/null
jq -nc 'range(15000) | {pool: "day-long", places: (3 - . % 2)}' | ticket-pool amend >amended
is "$?:$(tail -n 1 amended | jq .data.places)" 0:2 'a stream of 15000 amendments of a pool succeeds'
jq -nc 'range(4000) | {type: "fat", name: "F\(.)"}' | ticket-type amend >amended
is "$?:$(tail -n 1 amended | jq -r '"\(.data.name) \(.data.questions[19][:11])"')" '0:F3999 question 19' 'a stream of 4000 amendments of a type succeeds'
jq -nc 'range(8000) | {client: "fat", budget: .}' | ticket-client amend >amended
is "$?:$(tail -n 1 amended | jq -r '"\(.data.budget) \(.data.pools[0])"')" '0:7999 day-long' 'a stream of 8000 amendments of a client succeeds'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after changes of pools'
done_testing
