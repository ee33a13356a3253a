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
says '/price: is a text, not a whole number' 'so is a price that is no number'
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
done_testing
