#!/bin/sh
# Sponsors: registered, amended, never registered twice.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor() { # ID LEVEL [NAME]
	printf '{"sponsor":"%s","name":"%s","level":"%s","email":"t@s.example","signed_up_on":"2025-01-10"}\n' \
		"$1" "${3:-$1 Ltd}" "$2"
}

{ sponsor acme Gold && sponsor '株式会社, Co.' Silver && sponsor B.2 Bronze; } >sponsors
run sponsor-register <sponsors
is "$rc" 0 'sponsor-register succeeds for a list of new sponsors'
json '.type | split(".")[2]' 'sponsor-registered sponsor-registered sponsor-registered' 'sponsor-register records one event for each new sponsor'
json .subject 'acme 株式会社, Co. B.2' "a sponsor's id may have any script and punctuation"
cp "$out" answers
run sponsor-register <sponsors
same "$out" answers 'records that are imported again print the same bytes'
is "$(events sponsor-feed)" 4 'records that are imported again record nothing'

sponsor acme Silver >b
run sponsor-register <b
json '.type + " " + .data.level' 'lanyard.sponsorship.sponsor-amended.v1 Silver' 'a changed record records sponsor-amended'
says 'its level was "Gold", and is "Silver" now' 'sponsor-register warns of a changed level'
run sponsor-register <sponsors
json .data.level 'Gold Silver Bronze' 'records amended to A, to B and to A again end at A'
is "$(events sponsor-feed)" 6 'a record amended back to earlier data is recorded again'

{ sponsor twice Gold && sponsor once Gold && sponsor twice Silver; } >contradicts
run sponsor-register <contradicts
is "$rc" 0 'records that contradict each other are applied in order'
says 'stdin:3: warning: twice: its level was "Gold", and is "Silver" now' 'sponsor-register warns of a changed level in the same input, with the line'
json '.subject + "=" + .data.level' 'twice=Gold once=Gold twice=Silver' 'each of the records that contradict each other is an event'
is "$(sponsor-status twice | jq -r .level)" Silver 'the last of the records that contradict each other is in force'

jq -c 'del(.signed_up_on)' b >undated
run sponsor-register <undated
says 'acme: the record has no signed_up_on, which was 2025-01-10: dropped' \
	'sponsor-register warns of a record on stdin that drops a field'
run sponsor-register <undated
silent 'a record that drops a field is repeated without a warning'
sponsor-register -q acme --signed-up-on 2025-01-10
run sponsor-register acme --clear signed_up_on
silent 'sponsor-register --clear removes a field without a warning'
helped sponsor-register >helped
is "$(sed -n '/^Fields of/,/^Operands/s/^  \([a-z_]*\) .*/\1/p' helped | while read -r field; do
	! sponsor-register -nq acme --clear "$field" >/dev/null 2>&1 || echo "$field"
done | paste -sd ' ' - | sed 's/ /, /g')" "$(sed -n 's/.*fields to remove: \(.*\)\./\1/p' helped)" \
	'sponsor-register --help lists the fields that --clear removes'

run sponsor-register iron --name Iron --level Iron --email i@i.example
says 'no rule of the policy is for the level "Iron"' 'sponsor-register warns of a level that no rule of the policy is for'
run sponsor-register x --name X --level Gold --email x
is "$rc" 65 'a sponsor without a valid address is denied'
run sponsor-register x --name X --level Gold --email x@x.example --signed-up-on 2025-02-30
says '"2025-02-30" is not a date' 'a date that is not in the calendar is denied'
run sponsor-register x --name X --level Gold
says '/email: is missing' 'the denial of an incomplete record names the missing field'
done_testing
