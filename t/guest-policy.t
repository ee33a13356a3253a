#!/bin/sh
# The policy of the guest list: by group, day of registration, and pool.
. "$(dirname "$0")/lib.sh"
adopt() { # RULES
	echo "{\"rules\":[$1]}" >tried.json
	run guest-policy adopt tried.json
}
open_guest_list
run guest-policy show
json '.data.version + " " + (.data.rules | length | tostring)' '1 3' 'guest-policy show prints the policy with its version and its rules'
run guest-policy adopt guests.json
json .data.version 1 'adopting the policy in force again prints its event'
run guest-policy list
json '"\(.version) \(.rules)"' '1 3' 'guest-policy list prints a policy once, even if it was adopted again'
adopt '{"group":"crew","grants":[]},{"group":"crew","registered_until":"2025-05-01","grants":[]}'
is "$rc" 78 'a rule for the same group and an earlier end is invalid, because it can never match'
says '/rules/1: can never match: rule 1 matches first' 'the message about a rule that can never match has its place'
adopt '{"registered_until":"2025-05-01","grants":[]},{"group":"crew","registered_until":"2025-06-01","grants":[]}'
is "$rc:$(jq -r .data.version "$out")" 0:2 'a rule with a later end than an earlier rule is valid'
adopt '{"registered_until":"2025-05-01","grants":[]},{"group":"crew","registered_until":"2025-04-01","grants":[]}'
is "$rc" 78 'a rule with an earlier end than a rule for everybody is invalid'
adopt '{"grants":[{"type":"full","quantity":1},{"type":"full","quantity":1,"pool":"press"}]}'
says '/rules/0/grants/1/type: "full" is granted twice' 'a rule that grants a type twice is invalid'
adopt '{"group":"crew","registered_until":"1st of May","grants":[]}'
says '/rules/0/registered_until:' 'an end that is not a date is invalid'
jq -c '.version = "groups"' guests.json | guest-policy adopt >/dev/null
(
	export LANYARD_CONFERENCE=positions
	for policy in 1 2 3 4 5 6 7 8 9 10 11; do
		printf '{"version":"v%s","rules":[{"grants":[{"type":"full","quantity":%s}]}]}' "$policy" "$policy" | guest-policy adopt
	done
) >/dev/null
LANYARD_CONFERENCE=positions run guest-policy list
is "$rc:$(jq -r .version "$out" | paste -sd ' ' -)" '0:v1 v2 v3 v4 v5 v6 v7 v8 v9 v10 v11' \
	'guest-policy list prints policies at positions of one and of two digits'

# The policy and the rule that decide.
admit ann press
export LANYARD_NOW=2025-03-02T12:00:00Z
admit bob press
admit cat crew
cat guest.* | guest-allocate >commands
is "$(jq -r '.data | "\(.reference):\(.tickets[0].quantity):\(.pool // "")"' commands | sort | paste -sd ' ' -)" \
	'ann/full/1:2:press bob/full/1:1:press cat/full/1:1:' \
	'the day of registration selects the rule of a group, and the rule gives the pool'
echo '{"rules":[{"grants":[{"type":"full","quantity":3}]}]}' | guest-policy adopt >/dev/null
guest-register -q ann --group crew | guest-allocate -q
is "$(guest-status ann | jq -c '[.entitled[0].quantity, .because]')" '[1,"rule 3 of policy groups: crew"]' \
	'a policy that is adopted after the registration does not decide about a guest'
admit dan crew
guest-allocate <guest.dan >commands
is "$(jq '.data.tickets[0].quantity' commands)" 3 'a policy that is adopted before the registration decides about a guest'
done_testing
