#!/bin/sh
# Invitations: made, amended, never doubled.
. "$(dirname "$0")/lib.sh"
open_speakers
speaker() { # ID ROLE [TALKS]
	printf '{"speaker":"%s","name":"%s Doe","email":"s@s.example","role":"%s","talks":[%s],"answer_by":"2025-03-31"}\n' \
		"$1" "$1" "$2" "${3:-}"
}

{ speaker ann keynote '"On commas, and why"' && speaker 松本 talk '"A","B"' && speaker C.3 talk; } >speakers
run speaker-invite <speakers
is "$rc" 0 'speakers are invited'
json '.type | split(".")[2]' 'speaker-invited speaker-invited speaker-invited' 'in events'
json '"\(.subject)=\(.data.talks | length)"' 'ann=1 松本=2 C.3=0' 'with their talks, of which there may be none'
cp "$out" answers
run speaker-invite <speakers
same "$out" answers 'importing them again answers the same bytes'
is "$(events speaker-feed)" 4 'and records nothing'

speaker ann talk '"On commas, and why"' >b
run speaker-invite <b
json '.type + " " + .data.role' 'lanyard.speakers.speaker-amended.v1 talk' 'a changed record is an amendment'
run speaker-invite <speakers
json .data.role 'keynote talk talk' 'A, then B, then A again ends at A'
is "$(events speaker-feed)" 6 'in an event of its own'

{ speaker twice talk && speaker twice keynote; } >contradicts
run speaker-invite <contradicts
says 'stdin:1: warning: "twice" comes again, with other data, in line 2' 'an import that contradicts itself is told'
json .data.role keynote 'the last record stands'

speaker-decline 松本 >/dev/null
run speaker-invite <speakers
is "$(speaker-status 松本 | jq -r .state)" declined 'an import again invites nobody anew who has declined'
speaker 松本 keynote >amended
run speaker-invite <amended
is "$(speaker-status 松本 | jq -r '.role + " " + .state')" 'keynote declined' 'nor does an amendment'

run speaker-invite p --name P --email p@p.example --role panel
says 'no rule of the policy is for the role "panel" with 0 talks' 'a role that the policy does not know is told'
run speaker-invite q --name Q --email q@q.example --role talk --talk 'One, or two' --talk Three
json '.data.talks | tojson' '["One, or two","Three"]' 'an option gives one talk, commas and all'
run speaker-invite q --name Q --role talk
says '/email: is missing' 'what is required is asked for'
is "$rc" 65 'and a bad record is a bad line'
run speaker-invite q --name Q --email q@q.example --role talk --answer-by soon
says '/answer_by: "soon" is not a date' 'a date is one'
LANYARD_CONFERENCE=mistyped run speaker-invite <speakers
is "$rc" 66 'no store is made by the way'

done_testing
