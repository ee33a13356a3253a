#!/bin/sh
# The policy of the guest list: by group, day of registration, and pool.
. "$(dirname "$0")/lib.sh"
adopt() { # RULES
	echo "{\"rules\":[$1]}" >tried.json
	run guest-policy adopt tried.json
}
open_guest_list
run guest-policy show
json '.data.version + " " + (.data.rules | length | tostring)' '1 3' 'a policy is adopted under the next number, and shown'
run guest-policy adopt guests.json
json .data.version 1 'adopting it again is answered by the same event'
run guest-policy list
json '"\(.version) \(.rules)"' '1 3' 'and it is listed once'
adopt '{"group":"crew","grants":[]},{"group":"crew","until":"2025-05-01","grants":[]}'
is "$rc" 78 'a rule that can never match is refused'
says '/rules/1: can never match: rule 1 always does before it' 'with its place'
adopt '{"until":"2025-05-01","grants":[]},{"group":"crew","until":"2025-06-01","grants":[]}'
is "$rc:$(jq -r .data.version "$out")" 0:2 'a rule with a later end is not hidden'
adopt '{"until":"2025-05-01","grants":[]},{"group":"crew","until":"2025-04-01","grants":[]}'
is "$rc" 78 'one with an earlier end is'
adopt '{"grants":[{"type":"full","quantity":1},{"type":"full","quantity":1,"pool":"press"}]}'
says '/rules/0/grants/1/type: "full" is granted twice' 'a rule grants a type once'
adopt '{"group":"crew","until":"1st of May","grants":[]}'
says '/rules/0/until:' 'a day that is none is refused'
jq -c '.version = "groups"' guests.json | guest-policy adopt >/dev/null

# Which policy and rule count.
admit ann press
export LANYARD_NOW=2025-03-02T12:00:00Z
admit bob press
admit cat crew
cat guest.* | guest-allocate >commands
is "$(jq -r '.data | "\(.reference):\(.tickets[0].quantity):\(.pool // "")"' commands | sort | paste -sd ' ' -)" \
	'ann/full/1:2:press bob/full/1:1:press cat/full/1:1:' \
	'who was registered until the day has the early rule, whoever came later the next one, each from the pool of the rule'
echo '{"rules":[{"grants":[{"type":"full","quantity":3}]}]}' | guest-policy adopt >/dev/null
guest-register -q ann --group crew | guest-allocate -q
is "$(guest-status ann | jq -c '[.entitled[0].quantity, .because]')" '[1,"rule 3 of policy groups: crew"]' \
	'a policy that is adopted later does not count for who was registered before'
admit dan crew
guest-allocate <guest.dan >commands
is "$(jq '.data.tickets[0].quantity' commands)" 3 'and counts for who is registered after it'
done_testing
