#!/bin/sh
# Acceptances: once each, in time.
. "$(dirname "$0")/lib.sh"
open_speakers
speaker-invite ann --name Ann --email a@a.example --roles keynote --answer-by 2025-03-15 >invited

echo '{"speaker":"ann","accepted_on":"2025-03-10"}' >accepted
run speaker-accept <accepted
json '.type + " " + .subject' 'lanyard.speakers.invitation-accepted.v1 ann' 'an acceptance is an event'
cp "$out" answers
run speaker-accept <accepted
same "$out" answers 'the same again is answered by the same bytes'
is "$(events speaker-feed)" 3 'and records nothing'
run speaker-accept nobody
says 'there is no speaker "nobody": invite them first' 'who was not invited cannot accept'
is "$rc" 65 'which is a bad line'

for id in late inlate again; do
	speaker-invite $id --name L --email l@l.example --roles talk --answer-by 2025-02-20 >/dev/null
done
run speaker-accept late
says '/speaker: "late" was to answer by 2025-02-20: amend the invitation first' 'it is too late after the day'
is "$(speaker-status late | jq -r '.state + ": " + .awaits')" 'invited: nothing more: no answer by 2025-02-20' \
	'and the status says so'
run speaker-accept inlate --accepted-on 2025-02-21
says '/accepted_on: "inlate" was to answer by 2025-02-20' 'by the day on which they said so'
run speaker-accept inlate --accepted-on 2025-02-20
is "$rc" 0 'recorded late, it is in time where they were'
speaker-invite again --name L --email l@l.example --roles talk --answer-by 2025-03-01 >/dev/null
run speaker-accept again
is "$rc" 0 'an amended invitation is open again, to the end of its day'
speaker-invite again --name L --email l@l.example --roles talk --answer-by 2025-01-01 >/dev/null
run speaker-accept again --accepted-on 2025-02-28
is "$rc:$(events speaker-feed)" 0:11 'who has accepted can say it better later'

speaker-withdraw ann >/dev/null
run speaker-accept <accepted
is "$(speaker-status ann | jq -r .state):$(events speaker-feed)" withdrawn:12 'an acceptance that is repeated after a withdrawal changes nothing'
says 'ann: has withdrawn since, which stands: "speaker-invite ann", without options, ends it' '  with a warning that says what ends it'
run speaker-accept ann --accepted-on 2025-03-12
is "$(speaker-status ann | jq -r .state):$(events speaker-feed)" withdrawn:12 '  nor does another one'
run speaker-invite ann --email ann@a.example
is "$(speaker-status ann | jq -r .state):$(events speaker-feed)" withdrawn:13 '  nor an amendment'
run speaker-invite ann
json '.type + " " + .data.email' 'lanyard.speakers.speaker-invited.v1 ann@a.example' 'the id alone invites again who has withdrawn'
run speaker-accept <accepted
is "$(speaker-status ann | jq -r .state):$(events speaker-feed)" accepted:15 'who has withdrawn and is invited again can accept again'
speaker-invite dan --name D --email d@d.example --roles talk >/dev/null
speaker-decline dan >/dev/null
run speaker-accept dan
is "$(speaker-status dan | jq -r .state)" accepted 'and so can who has declined'
done_testing
