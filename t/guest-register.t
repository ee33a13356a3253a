#!/bin/sh
# The guest list: who is on it, in which group, and amendments.
. "$(dirname "$0")/lib.sh"
open_guest_list
run guest-register eve --name 'Eve Lee' --email eve@g.example --group press
json '.type + ": " + (.data | "\(.guest) \(.name) \(.email) \(.group)")' \
	'lanyard.guests.guest-registered.v1: eve Eve Lee eve@g.example press' 'a guest is put on the list'
cp "$out" first
silent 'without a warning'
jq -c .data first >record.ndjson
run guest-register <record.ndjson
same "$out" first 'the same record is answered by the same bytes'
run guest-register eve --group crew
json '.type + ": " + (.data | "\(.name) \(.email) \(.group)")' \
	'lanyard.guests.guest-amended.v1: Eve Lee eve@g.example crew' 'an option changes the field that it names, and no other'
run guest-register new --group crew
is "$rc" 65 'a new guest needs a whole record'
says '/name: is missing' 'and the message says what is missing'
printf '%s\n' '{"guest":"a","name":"A","email":"a@g.example","group":"crew"}' '{"guest":"b","name":"B","email":"nowhere","group":"crew"}' \
	'{"guest":"c","name":"C","email":"c@g.example","group":"crew","role":"x"}' '{"guest":"d","name":"D","email":"d@g.example"}' \
	'{"guest":"e","name":"E","email":"e@g.example","group":"crew"}' >lines
printf '{"guest":"f","name":"F","ema' >>lines
run guest-register -r rejected <lines
is "$rc:$(wc -l <"$out"):$(wc -l <rejected)" 65:2:4 'bad lines are kept, and their neighbours are done'
says 'stdin:2: /email:' 'an address that is none is named'
says 'stdin:3: /role:' 'so is a field that nobody has'
says 'stdin:4: /group: is missing' 'and a record without a group'
says 'stdin:6:' 'a torn last line is reported'

# Withdrawn, and on the list again.
export LANYARD_NOW=2025-04-01T12:00:00Z
guest-withdraw eve >/dev/null
printf '{"guest":"eve","name":"Eve Lee","email":"eve@g.example","group":"crew"}\n' >record.ndjson
before=$(events guest-feed)
run guest-register <record.ndjson
is "$(events guest-feed):$(guest-status eve | jq -r .state)" "$before:withdrawn" \
	'a repeated import leaves a withdrawn guest off the list'
says 'eve: has withdrawn since, which stands: "guest-register eve", without options, ends it' '  with a warning that says what ends it'
run guest-register eve --group press
json '.type + " " + .data.group' 'lanyard.guests.guest-amended.v1 press' 'the record of a withdrawn guest can be amended'
is "$(guest-status eve | jq -r .state)" withdrawn '  which leaves them off the list'
run guest-register eve
json '.type + " " + .data.group' 'lanyard.guests.guest-registered.v1 press' 'the id alone puts a withdrawn guest on the list again'
silent '  without a warning'
cp "$out" back
run guest-allocate <back
json '"\(.data.tickets[0].quantity)"' 2 'as of the day on which they were registered first'
is "$(guest-status eve | jq -r .state)" registered 'which the status shows'
done_testing
