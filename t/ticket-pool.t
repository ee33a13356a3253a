#!/bin/sh
# Pools: places kept apart, never more than there are.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 100 --currency EUR --capacity 10 >/dev/null
ticket-type add day --name Day --price 100 --currency EUR --capacity 10 >/dev/null
ticket-client add press --may create-ticket-purchase,cancel-tickets --types full,day --pools press,team --waive >/dev/null
ticket-client add shop --may create-ticket-purchase --types full,day --waive >/dev/null
buy() { # CLIENT REFERENCE QUANTITY [OPTION...]
	client=$1 reference=$2 quantity=$3
	shift 3
	run ticket-create -c "$client" --name A --email a@x.example --ticket "full=$quantity" --payment waived "$@" "$reference"
}
left() {
	ticket-type list | jq -c 'select(.type == "full") | [.sold, .held, .left]'
}

run ticket-pool add press --type full --places 4 --purpose 'press and guests'
json '"\(.type) \(.data.places)"' 'lanyard.ticketing.ticket-pool-added.v1 4' 'a pool keeps places apart'
cp "$out" added
is "$(left)" '[0,4,6]' 'which are left for nobody else'
run ticket-pool add press --type full --places 4 --purpose 'press and guests'
same "$out" added 'the same again is answered with the same line'
run ticket-pool add press --type full --places 5
is "$rc" 65 'with other data it is refused'
says 'was added with other data: amend it' 'and may be amended'
run ticket-pool add team --type full --places 7
says '7 more are asked for, "full" has 6 left' 'no more than is left can be kept apart'
run ticket-pool add team --type none --places 1
says 'there is no ticket type "none"' 'nor of what is not there'

buy shop s1 7
json '"\(.data.code) \(.data.message)"' 'sold_out 7 of "full" asked for, 6 left' 'others can not book what is kept'
buy shop s2 6
json .data.code null 'but all the rest'
buy press p1 1
json .data.code sold_out 'who does not name the pool gets nothing of it either'
buy press p2 3 --pool press
json '"\(.data.pool) \(.data.tickets | length)"' 'press 3' 'who names it does, though all is sold out'
cp "$out" pressed
is "$(left)" '[9,1,0]' 'what is sold from a pool is kept no more'
buy press p3 2 --pool press
json '"\(.data.code) \(.data.message)"' 'sold_out 2 of "full" asked for, 1 left in the pool "press"' \
	'a pool is sold out like anything else'
buy shop s3 1 --pool press
is "$rc" 77 'without a grant nobody books from it'
says '"shop" may not book from the pool "press"' 'which is told'
ticket-client amend press --pools press,team,gone >/dev/null
buy press p4 1 --pool gone
json .data.code unknown_pool 'nor from one that is not there'
run ticket-create -c press --name A --email a@x.example --ticket day=1 --payment waived --pool press p5
json '"\(.data.code) \(.data.message)"' 'unknown_pool the pool "press" has none of "day"' 'it has tickets of its type alone'

run ticket-pool amend press --places 2
says '2 is below the 3 that are sold' 'it is not made smaller than what is sold'
run ticket-pool amend press --places 5
says '1 more are asked for, "full" has 0 left' 'nor bigger than what is left'
ticket-type amend full --capacity 12 >/dev/null
run ticket-pool amend press --places 6 --clear purpose
json '"\(.data.places) \(.data.purpose)"' '6 null' 'but when there is more'
run ticket-pool add press --type full --places 4 --purpose 'press and guests'
same "$out" added 'added again as it was, it is answered with the old line'
is "$(ticket-pool list | jq -r '"\(.places) \(.purpose)"')" '6 null' 'and stays as it was amended'
run ticket-type amend full --capacity 11
says '11 is below the 9 that are sold, and 3 in pools' 'the type is not made smaller than what it sold and keeps'

ticket-type amend full --capacity 20 >/dev/null
ticket-pool add team --type full --places 2 >/dev/null
run ticket-pool move --pool press --to team --places 2 june
json '.type' lanyard.ticketing.ticket-pool-moved.v1 'places are moved to another pool'
cp "$out" moved
run ticket-pool move --pool press --to team --places 2 june
same "$out" moved 'once, under one reference'
run ticket-pool list
json '"\(.pool) \(.sold)/\(.places)"' 'press 3/4 team 0/4' 'what one gives the other has'
run ticket-pool amend press --places 6
is "$(ticket-pool list | jq -r 'select(.pool == "press") | .places')" 6 'places that were moved away can be given back by an amendment'
cp "$out" amended
run ticket-pool amend press --places 6
same "$out" amended 'once'
run ticket-pool amend press --places 4
run ticket-pool move --pool press --to team --places 2 july
says '2 are asked for, "press" has 1 left' 'what is sold is not moved'
run ticket-pool move --pool press --to press --places 1 july
is "$rc" 65 'nor to where it is'
ticket-pool add days --type day --places 2 >/dev/null
run ticket-pool move --pool press --to days --places 1 july
says '"days" is of the type "day", not "full"' 'nor to another type'

run ticket-pool remove press
json .type lanyard.ticketing.ticket-pool-removed.v1 'a pool is removed'
cp "$out" removed
is "$(left)" '[9,4,7]' 'which frees what it held, and no more'
run ticket-pool remove press
same "$out" removed 'once'
buy press p6 1 --pool press
json .data.code unknown_pool 'nobody books from it then'
run ticket-cancel -c press --keep 1 "$(jq -r .data.purchase pressed)"
is "$(left)" '[7,4,9]' 'what was sold from it and is cancelled is left for everybody'
run ticket-pool add press --type full --places 1
says 'or where it was removed take another name' 'its name is not used again'
run ticket-pool add press --type full --places 4 --purpose 'press and guests'
same "$out" added 'nor by what made it, which happened once'
is "$(ticket-pool list | jq -r 'select(.pool == "press")')" '' 'and does not again'
run ticket-pool amend press --places 1
is "$rc" 65 'nor is it amended'
run ticket-pool amend none --places 1
says 'there is no pool "none"' 'one that is not there is not amended'

# Before everybody else.
ticket-type add late --name Late --price 100 --currency EUR --capacity 5 --after full >/dev/null
ticket-pool add early --type late --places 2 >/dev/null
ticket-client amend press --types late --pools early >/dev/null
run ticket-create -c press --name A --email a@x.example --ticket late=1 --payment waived l1
json .data.code not_on_sale 'what comes after another type is not on sale'
run ticket-create -c press --name A --email a@x.example --ticket late=1 --payment waived --pool early l2
json .data.code null 'but from a pool'
ticket-pool add rest --type full --places "$(ticket-type list | jq 'select(.type == "full") | .left')" >/dev/null
run ticket-create -c press --name A --email a@x.example --ticket late=1 --payment waived l4
json .data.code null 'what pools keep all of is sold out for those that come after'
ticket-type amend late --withdrawn >/dev/null
run ticket-create -c press --name A --email a@x.example --ticket late=1 --payment waived --pool early l3
json .data.code not_on_sale 'which has nothing of what is withdrawn'

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
json .data.code null 'a pool that took the last places has opened what comes after, though it is removed'
ticket-type amend first --capacity 11 >/dev/null
ticket-type amend first --capacity 10 >/dev/null
second m2
json .data.code not_on_sale 'a new capacity closes it again, and so does the old one after it'

# A stream that amends all day long: what it borrows of a type that asks a lot stays.
jq -nc '{type: "fat", name: "F", price: 100, currency: "EUR", capacity: 10,
	questions: [range(20) | "question \(.) " + ("q" * 180)]}' | ticket-type add >/dev/null
ticket-pool add day-long --type fat --places 2 >/dev/null
jq -nc '{client: "fat", types: [range(20) | "t\(.)" + ("q" * 55)], pools: ["day-long"], may: ["create-ticket-purchase"]}' |
	ticket-client add >/dev/null
jq -nc 'range(15000) | {pool: "day-long", places: (3 - . % 2)}' | ticket-pool amend >amended
is "$?:$(tail -n 1 amended | jq .data.places)" 0:2 'thousands of amendments of a pool in one stream'
jq -nc 'range(4000) | {type: "fat", name: "F\(.)"}' | ticket-type amend >amended
is "$?:$(tail -n 1 amended | jq -r '"\(.data.name) \(.data.questions[19][:11])"')" '0:F3999 question 19' 'of a type'
jq -nc 'range(8000) | {client: "fat", budget: .}' | ticket-client amend >amended
is "$?:$(tail -n 1 amended | jq -r '"\(.data.budget) \(.data.pools[0])"')" '0:7999 day-long' 'and of a client'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'the store is sound'
done_testing
