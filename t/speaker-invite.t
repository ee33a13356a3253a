#!/bin/sh
# Invitations: recorded once, and amended.
. "$(dirname "$0")/lib.sh"
open_speakers
speaker() { # ID ROLE [TALKS]
	printf '{"speaker":"%s","name":"%s Doe","email":"s@s.example","roles":["%s"],"talks":[%s],"answer_by":"2025-03-31"}\n' \
		"$1" "$1" "$2" "${3:-}"
}

{ speaker ann keynote '"On commas, and why"' && speaker 松本 talk '"A","B"' && speaker C.3 talk; } >speakers
run speaker-invite <speakers
is "$rc" 0 'speaker-invite succeeds for a list of new speakers'
json '.type | split(".")[2]' 'speaker-invited speaker-invited speaker-invited' 'speaker-invite records one event for each new speaker'
json '"\(.subject)=\(.data.talks | length)"' 'ann=1 松本=2 C.3=0' 'an invitation has any number of talks, even none'
cp "$out" answers
run speaker-invite <speakers
same "$out" answers 'invitations that are imported again print the same bytes'
is "$(events speaker-feed)" 4 'invitations that are imported again record nothing'

speaker ann talk '"On commas, and why"' >b
run speaker-invite <b
json '.type + " " + .data.roles[0]' 'lanyard.speakers.speaker-amended.v1 talk' 'a changed invitation records speaker-amended'
run speaker-invite <speakers
json '.data.roles[]' 'keynote talk talk' 'invitations amended to A, to B and to A again end at A'
is "$(events speaker-feed)" 6 'an invitation amended back to earlier data is recorded again'

{ speaker twice talk && speaker twice keynote; } >contradicts
run speaker-invite <contradicts
json '(.type | split(".")[2]) + ":" + .data.roles[0]' 'speaker-invited:talk speaker-amended:keynote' \
	'records that contradict each other are applied in order'

speaker-decline 松本 >/dev/null
run speaker-invite <speakers
is "$(speaker-status 松本 | jq -r .state)" declined 'an invitation that is imported again does not invite a speaker who has declined'
speaker 松本 keynote >amended
run speaker-invite <amended
is "$(speaker-status 松本 | jq -r '.roles[0] + " " + .state')" 'keynote declined' 'an amendment does not invite a speaker who has declined'

run speaker-invite p --name P --email p@p.example --roles panel
says 'p: no rule of the policy matches panel, 0 talks' 'speaker-invite warns of a role that no rule of the policy matches'
run speaker-invite p --name P --email p@p.example --roles talk,keynote
json '.data.roles | join("+")' talk+keynote 'a speaker can have several roles'
printf '{"speaker":"none","name":"N","email":"n@n.example","roles":[]}\n' >none
run speaker-invite <none
is "$rc $(speaker-status none | jq -c .roles)" '0 []' 'a speaker can have no role'
run speaker-invite q --name Q --email q@q.example --roles talk --talk 'One, or two' --talk Three
json '.data.talks | tojson' '["One, or two","Three"]' 'a talk on the command line can contain a comma'
echo '{"speaker":"q","name":"Q","email":"q@q.example","roles":["talk"],"answer_by":"2025-03-31"}' >dropping
run speaker-invite <dropping
says 'q: the record has no talks, which was One, or two; Three: dropped' 'speaker-invite warns of a record on stdin that drops the talks'
echo '{"speaker":"q","name":"Q","email":"q@q.example","roles":["talk"],"talks":["One"]}' >dropping
run speaker-invite <dropping
says 'q: the record has no answer_by, which was 2025-03-31: dropped' 'speaker-invite warns of a record on stdin that drops the last day to answer'
run speaker-invite r --name Q --roles talk
says '/email: is missing' 'the denial of an incomplete invitation names the missing field'
is "$rc" 65 'an incomplete invitation exits with 65'
run speaker-invite q --name Q --email q@q.example --roles talk --answer-by soon
says '/answer_by: "soon" is not a date' 'an answer_by that is not a date is denied'
LANYARD_CONFERENCE=mistyped run speaker-invite <speakers
is "$rc" 66 'speaker-invite exits with 66 if the conference has no store'
ok 'speaker-invite creates no store' test ! -e "$LANYARD_HOME/mistyped"

done_testing
