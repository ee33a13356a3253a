#!/bin/sh
# The guest list: the guests, their groups, and amendments.
. "$(dirname "$0")/lib.sh"
open_guest_list
run guest-register eve --name 'Eve Lee' --email eve@g.example --group press
json '.type + ": " + (.data | "\(.guest) \(.name) \(.email) \(.group)")' \
	'lanyard.guests.guest-registered.v1: eve Eve Lee eve@g.example press' 'guest-register records guest-registered'
cp "$out" first
silent 'guest-register prints no warning for a new guest'
jq -c .data first >record.ndjson
run guest-register <record.ndjson
same "$out" first 'a registration that is repeated prints the same bytes'
run guest-register eve --group crew
json '.type + ": " + (.data | "\(.name) \(.email) \(.group)")' \
	'lanyard.guests.guest-amended.v1: Eve Lee eve@g.example crew' 'an option changes the field that it names, and no other'
LANYARD_CONFERENCE=other guest-policy adopt guests.json >/dev/null
LANYARD_CONFERENCE=other run guest-register ann --name Ann --email a@g.example --group choir
says 'ann: no rule of the policy matches the group choir, registered on 2025-03-01' 'guest-register warns of a group for which the policy has no rule'
LANYARD_CONFERENCE=other run guest-register ann --group press
silent 'guest-register prints no warning for a group for which the policy has a rule'
run guest-register new --group crew
is "$rc" 65 'a new guest without a name and an address is denied'
says '/name: is missing' 'the denial of an incomplete guest names the missing field'
printf '%s\n' '{"guest":"a","name":"A","email":"a@g.example","group":"crew"}' '{"guest":"b","name":"B","email":"nowhere","group":"crew"}' \
	'{"guest":"c","name":"C","email":"c@g.example","group":"crew","role":"x"}' '{"guest":"d","name":"D","email":"d@g.example"}' \
	'{"guest":"e","name":"E","email":"e@g.example","group":"crew"}' >lines
printf '{"guest":"f","name":"F","ema' >>lines
run guest-register -r rejected <lines
is "$rc:$(wc -l <"$out"):$(wc -l <rejected)" 65:2:4 'guest-register writes bad lines to the rejects and records the others'
says 'stdin:2: /email:' 'a guest without a valid address is reported with the line'
says 'stdin:3: /role:' 'an unknown field is reported with the line'
says 'stdin:4: /group: is missing' 'a guest without a group is reported with the line'
says 'stdin:6:' 'a truncated last line is reported'

# Withdrawn, and registered again.
export LANYARD_NOW=2025-04-01T12:00:00Z
guest-withdraw eve >/dev/null
printf '{"guest":"eve","name":"Eve Lee","email":"eve@g.example","group":"crew"}\n' >record.ndjson
before=$(events guest-feed)
run guest-register <record.ndjson
is "$(events guest-feed):$(guest-status eve | jq -r .state)" "$before:withdrawn" \
	'a registration that is imported again does not end a withdrawal'
says 'eve: has withdrawn, and stays so; "guest-register eve", without options, ends that' 'guest-register warns that a withdrawal stays in force, and says what ends it'
run guest-register eve --group press
json '.type + " " + .data.group' 'lanyard.guests.guest-amended.v1 press' 'the record of a withdrawn guest can be amended'
is "$(guest-status eve | jq -r .state)" withdrawn 'an amended record does not end a withdrawal'
run guest-register eve
json '.type + " " + .data.group' 'lanyard.guests.guest-registered.v1 press' 'guest-register with the id alone registers a withdrawn guest again'
silent 'guest-register prints no warning for a withdrawn guest who is registered again'
cp "$out" again
run guest-allocate <again
json '"\(.data.tickets[0].quantity)"' 2 'a guest who is registered again is owed what the first registration day grants'
is "$(guest-status eve | jq -r .state)" registered 'a guest who is registered again is in the state registered'

run guest-register later --name L --email later@x.example --group crew --registered-on 2026-02-28
says 'warning: registered_on is 2026-02-28, in the future' 'a guest who is registered next year is warned of'
done_testing
