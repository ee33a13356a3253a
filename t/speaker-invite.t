#!/bin/sh
# Invitations: made, amended, never doubled.
. "$(dirname "$0")/lib.sh"
open_speakers
speaker() { # ID ROLE [TALKS]
	printf '{"speaker":"%s","name":"%s Doe","email":"s@s.example","roles":["%s"],"talks":[%s],"answer_by":"2025-03-31"}\n' \
		"$1" "$1" "$2" "${3:-}"
}

{ speaker ann keynote '"On commas, and why"' && speaker 松本 talk '"A","B"' && speaker C.3 talk; } >speakers
run speaker-invite <speakers
is "$rc" 0 'speakers are invited'
json '.type | split(".")[2]' 'speaker-invited speaker-invited speaker-invited' 'each in an event'
json '"\(.subject)=\(.data.talks | length)"' 'ann=1 松本=2 C.3=0' 'with their talks, of which there may be none'
cp "$out" answers
run speaker-invite <speakers
same "$out" answers 'a repeated import is answered by the same bytes'
is "$(events speaker-feed)" 4 'and records nothing'

speaker ann talk '"On commas, and why"' >b
run speaker-invite <b
json '.type + " " + .data.roles[0]' 'lanyard.speakers.speaker-amended.v1 talk' 'a changed record is an amendment'
run speaker-invite <speakers
json '.data.roles[]' 'keynote talk talk' 'A, then B, then A again ends at A'
is "$(events speaker-feed)" 6 'in an event of its own'

{ speaker twice talk && speaker twice keynote; } >contradicts
run speaker-invite <contradicts
json '(.type | split(".")[2]) + ":" + .data.roles[0]' 'speaker-invited:talk speaker-amended:keynote' \
	'the records of a batch are applied in order, so that the last one stands'

speaker-decline 松本 >/dev/null
run speaker-invite <speakers
is "$(speaker-status 松本 | jq -r .state)" declined 'a repeated import does not invite again who has declined'
speaker 松本 keynote >amended
run speaker-invite <amended
is "$(speaker-status 松本 | jq -r '.roles[0] + " " + .state')" 'keynote declined' 'nor does an amendment'

run speaker-invite p --name P --email p@p.example --roles panel
says 'p: no rule of the policy matches panel, 0 talks' 'a warning says that the policy has no rule for a role'
run speaker-invite p --name P --email p@p.example --roles talk,keynote
json '.data.roles | join("+")' talk+keynote 'a speaker may have several roles'
printf '{"speaker":"none","name":"N","email":"n@n.example","roles":[]}\n' >none
run speaker-invite <none
is "$rc $(speaker-status none | jq -c .roles)" '0 []' 'or none'
run speaker-invite q --name Q --email q@q.example --roles talk --talk 'One, or two' --talk Three
json '.data.talks | tojson' '["One, or two","Three"]' 'an option gives one talk, commas and all'
echo '{"speaker":"q","name":"Q","email":"q@q.example","roles":["talk"],"answer_by":"2025-03-31"}' >dropping
run speaker-invite <dropping
says 'q: the record has no talks, which was One, or two; Three: dropped' 'talks that a record on a line drops are warned of'
echo '{"speaker":"q","name":"Q","email":"q@q.example","roles":["talk"],"talks":["One"]}' >dropping
run speaker-invite <dropping
says 'q: the record has no answer_by, which was 2025-03-31: dropped' 'so is the last day to answer'
run speaker-invite r --name Q --roles talk
says '/email: is missing' 'a required field that is missing is named'
is "$rc" 65 'and a bad record is a bad line'
run speaker-invite q --name Q --email q@q.example --roles talk --answer-by soon
says '/answer_by: "soon" is not a date' 'a date that is none is a bad line'
LANYARD_CONFERENCE=mistyped run speaker-invite <speakers
is "$rc" 66 'it creates no store'

done_testing
