#!/bin/sh
# Ticket types: added once, amended, listed.
. "$(dirname "$0")/lib.sh"

run ticket-type add full --name 'Full pass' --price 35000 --currency JPY --capacity 10
is "$rc" 0 'a type is added, and its store is made'
json '.type + " " + .data.type' 'lanyard.ticketing.ticket-type-added.v1 full' 'the event says so'
json .source /conference/ticketing 'its source is the feed'
json .sequence 0000000000000000001 'its sequence is the position, as 19 digits'
silent 'success is silent'
cp "$out" first

run ticket-type add full --name 'Full pass' --price 35000 --currency JPY --capacity 10
same "$out" first 'the same once more answers the same bytes'
run ticket-type add full --name 'Full pass' --price 36000 --currency JPY --capacity 10
is "$rc" 65 'a type of that name with another price is a conflict'
says 'amend it' 'it says how to go on'

run ticket-type amend full --capacity 20
json '.data | "\(.capacity) \(.price) \(.name)"' '20 35000 Full pass' 'amending one field leaves the others'
cp "$out" amended
run ticket-type amend full --capacity 20
same "$out" amended 'amending to what it is already changes nothing'
is "$(events ticket-feed)" 2 'and records nothing'
run ticket-type amend full --capacity 30
run ticket-type amend full --capacity 20
json .data.capacity 20 'A, then B, then A ends at A'
is "$(events ticket-feed)" 4 'in events of their own'

run ticket-type amend nothing --capacity 3
is "$rc" 65 'a type that is not there cannot be amended'
run ticket-type add late --name Late --price 1 --currency EUR --capacity 1 \
	--from 2025-03-02 --until 2025-03-01
is "$rc" 65 'a window that ends before it begins is refused'
run ticket-type add odd --name Odd --price 1 --currency ABC --capacity 1
says '/currency: "ABC" is not a currency' 'a currency that is none is told'
run ticket-type add odd --name Odd --price cheap --currency EUR --capacity 1
says '--price: "cheap" is not a whole number' 'so is a price that is no number'
run ticket-type add odd --name Odd --price 1 --currency EUR --capacity -1
says '/capacity: -1 is below 0' 'and a capacity below nothing'

printf '%s\n' '{"type":"day","name":"Day","price":0,"currency":"EUR","capacity":5,"private":true}' >day
run ticket-type add <day
is "$rc" 0 'types come as lines, too'
run ticket-type list
json '[.type, .capacity, .sold, .private] | map(tostring) | join(":")' 'day:5:0:true full:20:0:false' \
	'the list says what there is'
run ticket-type list -t
no_data
is "$(sed -n 2p "$out" | tr -s ' ')" 'day Day 0.00 EUR 5 0 0 5 yes no' 'a table shows money as people write it'
ticket-type amend full --question 'T-shirt, size?' --question Diet >/dev/null
run ticket-type list
json '.questions // [] | join("|")' ' T-shirt, size?|Diet' 'questions are in the list'
run ticket-type list -t
no_data
is "$(grep -c 'no  *no  *T-shirt, size?; Diet$' "$out")" 1 'and in the table, parted by what they rarely hold'
ticket-type amend full --clear questions >/dev/null

open_office 5 >/dev/null 2>&1
ticket-client add press --may create-ticket-purchase --types day --waive >/dev/null
run ticket-create -c press p1 --name A --email a@b.example --ticket day=4 --payment waived
run ticket-type amend day --capacity 3
is "$rc" 65 'capacity is not lowered below what is sold'
says '3 is below the 4 that are sold' 'and it says how many are'

run ticket-type sell full
is "$rc" 64 'a verb that it does not have is usage'
run ticket-type
is "$rc" 64 'so is none'
run ticket-type add --nonsense
is "$rc" 64 'so is an option that it does not have'
run ticket-type add half --name Half --price 1.5 --currency EUR --capacity 1
is "$rc" 64 'and so is a number that is none'
says '--price: "1.5" is not a whole number' 'which is told by its option'

# What comes after another type.
export LANYARD_CONFERENCE=after
ticket-type add early --name Early --price 50 --currency EUR --capacity 2 --until 2025-03-10 >/dev/null
ticket-type add day --name Day --price 50 --currency EUR --capacity 2 >/dev/null
run ticket-type add full --name Full --price 100 --currency EUR --capacity 10 --after early,day,early
json '.data.after | join(" ")' 'day early' 'a type comes after others, each once'
ticket-type add last --name Last --price 200 --currency EUR --capacity 10 --after full >/dev/null
book() { # REFERENCE TYPE QUANTITY
	run ticket-create -c organiser --name A --email a@x.example --ticket "$2=$3" --payment due "$1"
}
book a1 full 1
json '"\(.data.code) \(.data.retryable) \(.data.message)"' \
	'not_on_sale true "full" is not yet on sale: what comes before it is not sold out' 'it is not on sale before them'
book a2 early 2
book a3 full 1
json .data.code not_on_sale 'nor before all of them'
ticket-type amend day --withdrawn >/dev/null
book a4 day 1
json '"\(.data.code) \(.data.message)"' 'not_on_sale "day" is withdrawn' 'what is withdrawn is not to be had'
book a5 full 1
json .data.code null 'sold out or withdrawn is over'
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "a2") | .data.purchase' | head -n 1)" >/dev/null
book a6 full 1
json .data.code null 'it stays open, though a place is free again'
book a7 early 1
json .data.code null 'which can be had, too'
run ticket-type amend early --capacity 5
book a8 full 1
json .data.code not_on_sale 'unless there are more of them now'
LANYARD_NOW=2025-03-10 book a9 full 1
json .data.code null 'past its end a type is over'
ticket-type amend full --after early,day --until 2025-03-01T12:00:00Z >/dev/null
book b1 last 1
json .data.code null 'and so is one that is past its end, for those after it'
run ticket-type amend early --after last
is "$rc" 65 'a type does not wait for itself'
says '"early" would wait for itself' 'by whatever way'
run ticket-type amend early --after none
says 'there is no ticket type "none"' 'nor for what is not there'
run ticket-type amend full --clear after,until
json '"\(.data.after) \(.data.until)"' 'null null' 'an amendment can take fields away'
run ticket-type amend full --clear name
is "$rc" 65 'but none that has to be there'
run ticket-type amend full --clear from --from 2025-04-01
is "$rc" 65 'nor one that it sets'
run ticket-type amend full --clear nothing
is "$rc" 65 'nor one that there is not'
ticket-pool add kept --type full --places 3 >/dev/null
run ticket-type amend full --capacity 5
says 'that are sold, and 3 in pools' 'capacity is not set below what is sold and kept'
run ticket-type add '*' --name All --price 1 --currency EUR --capacity 1
is "$rc" 65 'a star is no type'
run ticket-type add odd --name Odd --price 1 --currency EUR --capacity 1 --from 2025-04-01 --until 2025-03-01
says 'is not behind' 'a window ends behind its beginning'
ticket-type add secret --name Secret --price 1 --currency EUR --capacity 9 --private >/dev/null
ticket-client add shop --may create-ticket-purchase --types '*' >/dev/null
run ticket-create -c shop --name A --email a@x.example --ticket secret=1 --payment due s1
is "$rc" 77 'a private type is not among all types'
ticket-client amend shop --types '*,secret' >/dev/null
run ticket-create -c shop --name A --email a@x.example --ticket secret=1 --payment due s1
json .data.code null 'but for who was granted it by name'
done_testing
