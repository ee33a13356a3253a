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
is "$rc" 0 'sponsors are registered'
json '.type | split(".")[2]' 'sponsor-registered sponsor-registered sponsor-registered' '  an event each'
json .subject 'acme 株式会社, Co. B.2' '  under ids in any script, with any punctuation'
cp "$out" answers
run sponsor-register <sponsors
same "$out" answers 'importing them again is answered by the same bytes'
is "$(events sponsor-feed)" 4 '  and records nothing'

sponsor acme Silver >b
run sponsor-register <b
json '.type + " " + .data.level' 'lanyard.sponsorship.sponsor-amended.v1 Silver' 'a changed record is an amendment'
says 'its level was "Gold", and is "Silver" now' 'a change of level is warned of'
run sponsor-register <sponsors
json .data.level 'Gold Silver Bronze' 'amended to A, to B, and to A again, it ends at A'
is "$(events sponsor-feed)" 6 '  in an event of its own'

{ sponsor twice Gold && sponsor once Gold && sponsor twice Silver; } >contradicts
run sponsor-register <contradicts
is "$rc" 0 'records that contradict each other are applied in order'
says 'stdin:3: warning: twice: its level was "Gold", and is "Silver" now' '  with a warning of the change of level'
json '.subject + "=" + .data.level' 'twice=Gold once=Gold twice=Silver' '  an event each'
is "$(sponsor-status twice | jq -r .level)" Silver 'the last record stands'

jq -c 'del(.signed_up_on)' b >undated
run sponsor-register <undated
says 'acme: the record has no signed_up_on, which was 2025-01-10: dropped' \
	'a record on a line that drops a field is warned of'
run sponsor-register <undated
silent 'and repeated, without a warning'
sponsor-register -q acme --signed-up-on 2025-01-10
run sponsor-register acme --clear signed_up_on
silent 'what --clear removes is not warned of'
sponsor-register --help >helped
is "$(sed -n '/^Fields of/,/^Operands/s/^  \([a-z_]*\) .*/\1/p' helped | while read -r field; do
	! sponsor-register -nq acme --clear "$field" >/dev/null 2>&1 || echo "$field"
done | paste -sd ' ' - | sed 's/ /, /g')" "$(sed -n 's/.*fields to remove: \(.*\)\./\1/p' helped)" \
	'--help lists the fields that --clear removes'

run sponsor-register iron --name Iron --level Iron --email i@i.example
says 'no rule of the policy is for the level "Iron"' 'a level that the policy does not have is warned of'
run sponsor-register x --name X --level Gold --email x
is "$rc" 65 'a contact that is no address is refused'
run sponsor-register x --name X --level Gold --email x@x.example --signed-up-on 2025-02-30
says '"2025-02-30" is not a date' 'a date that is not in the calendar is refused'
run sponsor-register x --name X --level Gold
says '/email: is missing' 'a missing field is named'
done_testing
