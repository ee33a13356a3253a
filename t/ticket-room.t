#!/bin/sh
# Rooms: places that several ticket types share.
. "$(dirname "$0")/lib.sh"
run ticket-room add hall --capacity 10
json '"\(.type | split(".")[2]) \(.data.room) \(.data.capacity)"' 'ticket-room-added hall 10' 'ticket-room add creates the store and records the room'
cp "$out" added
run ticket-room add hall --capacity 10
same "$out" added 'a room that is added again with the same capacity prints the same bytes'
run ticket-room add hall --capacity 11
is "$rc" 65 'a room that is added again with another capacity is denied'
says 'this room was added with another capacity: amend it' 'the denial of a room with another capacity says to amend it'
run ticket-type add early --name Early --price 10000 --currency EUR --capacity 4 --rooms hal
is "$rc" 65 'a type in a room that does not exist is denied'
says '/rooms: there is no room "hal"' 'the denial of a type names the room that does not exist'
ticket-type add early --name Early --price 10000 --currency EUR --capacity 4 --rooms hall >/dev/null
ticket-type add late --name Late --price 20000 --currency EUR --capacity 10 --rooms hall >/dev/null
ticket-type add online --name Online --price 100 --currency EUR --capacity 100 --after late >/dev/null
ticket-client add shop --commands create-ticket-purchase,pay-ticket-purchase,cancel-tickets --types '*' \
	--pools crew --waive >/dev/null
sale() { # REFERENCE TICKETS [OPTION...]
	sale_of=$1 tickets=$2
	shift 2
	# shellcheck disable=SC2086 # words
	run ticket-create -c shop --name Ann --email ann@x.example --ticket $tickets --payment waived "$@" "$sale_of"
}
room() { # [ROOM]
	ticket-room list | jq -r "select(.room == \"${1:-hall}\") | \"\(.capacity) \(.sold) \(.pooled) \(.left)\""
}

sale r-1 early=4
sale r-2 late=3
is "$(room)" '10 7 0 3' "ticket-room list adds up what is sold of the room's types"
run ticket-type list
json '"\(.type):\(.left):\(.rooms)"' 'early:0:["hall"] late:3:["hall"] online:100:null' 'ticket-type list has as left what the rooms have, too'
sale r-3 late=4
json '"\(.data.code) \(.data.type) \(.data.room) \(.data.retryable)"' 'sold_out late hall true' 'a purchase beyond the room is rejected as sold out, naming the room'
json .data.message '4 in the room "hall" requested, 3 left' 'the rejection says how many places the room has left'
sale r-4 early=1
json '"\(.data.code) \(.data.room)"' 'sold_out null' 'a type that is sold out itself is rejected without a room'
ticket-cancel -c shop --keep 3 "$(ticket-feed | jq -r 'select(.data.reference? == "r-1" and .data.purchase) | .data.purchase' | head -n 1)" >/dev/null
is "$(room)" '10 6 0 4' 'a cancelled ticket returns its place to the room'
sale r-5 'early=1 --ticket late=4'
json '"\(.data.code) \(.data.room) \(.data.message)"' 'sold_out hall 5 in the room "hall" requested, 4 left' \
	'the tickets of all types of one purchase take places together'
is "$(room) $(ticket-type list | jq -r 'select(.type == "early") | .sold')" '10 6 0 4 3' 'a purchase that a room has too few places for books nothing'
sale r-5b 'early=1 --ticket online=1'
json .data.code not_on_sale 'a type after another one waits while neither it nor its room is sold out'

# Pools set places of the room aside, too.
run ticket-pool add crew --type late --places 5
is "$rc" 65 'a pool of more places than the room has left is denied'
says '/places: 5 more requested, the room "hall" has 4 left' 'the denial of a pool names the room and what is left'
ticket-pool add crew --type late --places 3 >/dev/null
is "$(room)" '10 6 3 1' "a pool's places are set aside in the room"
sale r-6 late=2
json '"\(.data.code) \(.data.room)"' 'sold_out hall' "nobody else can book a pool's places in the room"
sale r-7 late=2 --pool crew
json '.data.tickets | length' 2 "a purchase from a pool takes the pool's places in the room"
is "$(room)" '10 8 1 1' 'a purchase from a pool takes no other places of the room'
sale r-8 late=1
is "$(room)" '10 9 1 0' 'a purchase can take the last place of a room outside its pools'
sale r-9 online=1
json '.data.tickets | length' 1 'a type after another one goes on sale when the room of that one is sold out'
run ticket-pool amend crew --places 4
is "$rc" 65 'a pool that grows beyond the room is denied'
ticket-pool remove crew >/dev/null
is "$(room)" '10 9 0 1' 'a removed pool returns its unsold places to the room'
sale r-10 online=1
json '.data.tickets | length' 1 'a type after another one stays on sale when the room has places again'

# Amending the room.
run ticket-room amend hall --capacity 8
is "$rc" 65 "a capacity below what is sold of the room's types is denied"
says '/capacity: 8 is below 9, the number sold' 'the denial of a capacity says how many are sold'
run ticket-room amend hall --capacity 12
json '"\(.type | split(".")[2]) \(.data.capacity)"' 'ticket-room-amended 12' 'ticket-room amend changes the capacity'
run ticket-room amend hall --capacity 12
json .data.capacity 12 'the same capacity again is answered by the earlier event'
is "$(ticket-feed | grep -c ticket-room-amended)" 1 'the same capacity again records nothing'
sale r-11 online=1
json .data.code not_on_sale 'a room that is enlarged is no longer sold out'
run ticket-room amend attic --capacity 1
says '/room: there is no room "attic"' 'a room that does not exist can not be amended'

# A type in several rooms; tickets that are sold move with their type.
ticket-room add saturday --capacity 3 >/dev/null
ticket-room add sunday --capacity 2 >/dev/null
ticket-type add day --name Day --price 100 --currency EUR --capacity 10 --rooms saturday >/dev/null
ticket-type add both --name Both --price 200 --currency EUR --capacity 10 --rooms sunday,saturday >/dev/null
sale r-12 both=2
is "$(room saturday), $(room sunday)" '3 2 0 1, 2 2 0 0' 'a ticket takes a place in each room of its type'
sale r-13 both=1
json .data.room sunday 'a purchase is rejected for the room that is full, while another has places'
sale r-14 'day=1 --ticket both=1'
json '"\(.data.code) \(.data.room)"' 'sold_out saturday' 'a purchase of several types is rejected for the room that they exceed together'
sale r-15 day=1
is "$(room saturday)" '3 3 0 0' 'another type can take the last place of one of the rooms'
run ticket-type amend day --rooms sunday
is "$rc" 65 'a type whose sold tickets exceed the other room is denied'
says '/rooms: 1 sold and in pools, the room "sunday" has 0 left' 'the denial of a type says how many tickets would move'
ticket-room amend sunday --capacity 3 >/dev/null
ticket-type amend day --rooms sunday >/dev/null
is "$(room saturday), $(room sunday)" '3 2 0 1, 3 3 0 0' 'the tickets of a type that is amended move to its other room'
ticket-type amend day --clear rooms >/dev/null
is "$(room sunday)" '3 2 0 1' 'a type without rooms any more takes no places in them'
ticket-type amend day --rooms saturday,saturday >/dev/null
is "$(room saturday)" '3 3 0 0' 'a room that is named twice counts once'
ticket-cancel -c shop "$(ticket-feed | jq -r 'select(.data.reference? == "r-12" and .data.purchase) | .data.purchase' | head -n 1)" >/dev/null
is "$(room saturday), $(room sunday)" '3 1 0 2, 3 0 0 3' 'a cancelled purchase returns its places to all rooms of its type'
run ticket-create -c shop --name Ann --email ann@x.example --ticket both=2 --payment due r-16
is "$(room sunday)" '3 2 0 1' 'a reserved ticket takes its places'
LANYARD_NOW=2025-03-01T12:30:00Z ticket-expire >/dev/null
is "$(room saturday), $(room sunday)" '3 1 0 2, 3 0 0 3' 'an expired purchase returns its places to all rooms of its type'

# Removing a room.
run ticket-room remove sunday
is "$rc" 65 'a room that a type names can not be removed'
says '/room: the type "both" is in it: amend that first' 'the denial to remove a room names a type in it'
ticket-type amend both --clear rooms >/dev/null
run ticket-room remove sunday
json '.type | split(".")[2]' ticket-room-removed 'a room that no type names can be removed'
cp "$out" removed
run ticket-room remove sunday
same "$out" removed 'a room that is removed again gets the same answer'
run ticket-room add sunday --capacity 2
json '.type | split(".")[2]' ticket-room-added 'an addition of a room repeated after the removal gets the same answer'
says 'the room "sunday" was removed: add it under another name' 'an addition of a room repeated after the removal warns that it was removed'
run ticket-room add sunday --capacity 3
is "$rc:$(wc -c <"$out")" 65:0 "the name of a removed room can't be added with another capacity"
says '/room: the room "sunday" was removed: add it under another name' 'the denial of a removed room with another capacity says that it was removed'
run ticket-room amend sunday --capacity 5
says '/room: the room "sunday" was removed' 'a removed room can not be amended'
run ticket-type amend both --rooms sunday
says '/rooms: there is no room "sunday"' 'a type can not name a removed room'
run ticket-room list
json .room 'hall saturday' 'ticket-room list leaves out removed rooms'
json '.types | join("+")' 'early+late day' 'ticket-room list names the types of each room'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing about rooms'

# What ticket-check finds.
db=$LANYARD_HOME/conference/ticketing.db
finds() { # SQL MESSAGE
	rm -f broken.db*
	sqlite3 -readonly "$db" ".backup broken.db"
	sqlite3 broken.db "PRAGMA ignore_check_constraints = 1; $1"
	run ticket-check -d broken.db
	is "$rc" 70 "ticket-check exits 70 after: $1"
	ok "ticket-check reports: $2" test "$(jq -r .message "$out" | grep -cF -- "$2")" -gt 0
}
broken "$PWD/broken.db"
finds "UPDATE ticket_rooms SET sold = sold - 1 WHERE room = 'hall'" 'counted as sold: 8, sold of its types: 9'
finds "UPDATE ticket_rooms SET pooled = 2 WHERE room = 'hall'" 'counted in pools: 2, it should be 0'
finds "UPDATE ticket_rooms SET capacity = 8 WHERE room = 'hall'" 'sold: 9, in pools: 0, its capacity: 8'
finds "UPDATE ticket_rooms SET capacity = 9, sold_out = 0 WHERE room = 'hall'" 'nothing is left, but it is not marked as sold out'
finds "UPDATE ticket_types SET rooms = '[\"attic\"]' WHERE type = 'early'" 'it is in the room attic, which does not exist'
finds "UPDATE ticket_types SET rooms = NULL WHERE type = 'early'" 'its rooms are none, in its event ["hall"]'
finds "UPDATE ticket_rooms SET removed = 1 WHERE room = 'hall'" 'it is marked as removed, but no event removed it'
done_testing
