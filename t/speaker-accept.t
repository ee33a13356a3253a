#!/bin/sh
# Acceptances: each once, and in time.
. "$(dirname "$0")/lib.sh"
open_speakers
speaker-invite ann --name Ann --email a@a.example --roles keynote --answer-by 2025-03-15 >invited

echo '{"speaker":"ann","accepted_on":"2025-03-10"}' >accepted
run speaker-accept <accepted
json '.type + " " + .subject' 'lanyard.speakers.invitation-accepted.v1 ann' 'speaker-accept records invitation-accepted'
cp "$out" answers
run speaker-accept <accepted
same "$out" answers 'an acceptance that is repeated prints the same bytes'
is "$(events speaker-feed)" 3 'an acceptance that is repeated records nothing'
run speaker-accept nobody
says 'there is no speaker "nobody": invite them first' 'an acceptance of a speaker who was not invited is denied'
is "$rc" 65 'an acceptance of a speaker who was not invited exits with 65'

for id in late inlate again; do
	speaker-invite $id --name L --email l@l.example --roles talk --answer-by 2025-02-20 >/dev/null
done
run speaker-accept late
says '/speaker: "late" had to answer by 2025-02-20: change answer_by first' "an acceptance after the invitation's last day is denied"
is "$(speaker-status late | jq -r '.state + ": " + .awaits')" 'invited: nothing: the deadline 2025-02-20 has passed without an answer' \
	'the status says that an invitation was not answered in time'
run speaker-accept inlate --accepted-on 2025-02-21
says '/accepted_on: "inlate" had to answer by 2025-02-20' "an acceptance dated after the invitation's last day is denied"
run speaker-accept inlate --accepted-on 2025-02-20
is "$rc" 0 "an acceptance dated on the invitation's last day is recorded, even later"
speaker-invite again --name L --email l@l.example --roles talk --answer-by 2025-03-01 >/dev/null
run speaker-accept again
is "$rc" 0 'an acceptance on the last day of an amended invitation is recorded'
speaker-invite again --name L --email l@l.example --roles talk --answer-by 2025-01-01 >/dev/null
run speaker-accept again --accepted-on 2025-02-28
is "$rc:$(events speaker-feed)" 0:11 'a speaker who has accepted can change the day of the acceptance'

speaker-withdraw ann >/dev/null
run speaker-accept <accepted
is "$(speaker-status ann | jq -r .state):$(events speaker-feed)" withdrawn:12 'an acceptance that is repeated after a withdrawal records nothing'
says 'ann: has withdrawn, and stays so; "speaker-invite ann", without options, ends that' 'speaker-accept warns that a withdrawal stays in force, and says what ends it'
run speaker-accept ann --accepted-on 2025-03-12
is "$(speaker-status ann | jq -r .state):$(events speaker-feed)" withdrawn:12 'an acceptance of another day does not end a withdrawal'
run speaker-invite ann --email ann@a.example
is "$(speaker-status ann | jq -r .state):$(events speaker-feed)" withdrawn:13 'an amended invitation does not end a withdrawal'
run speaker-invite ann
json '.type + " " + .data.email' 'lanyard.speakers.speaker-invited.v1 ann@a.example' 'speaker-invite with the id alone invites a withdrawn speaker again'
run speaker-accept <accepted
is "$(speaker-status ann | jq -r .state):$(events speaker-feed)" accepted:15 'a withdrawn speaker who is invited again can accept again'
speaker-invite dan --name D --email d@d.example --roles talk >/dev/null
speaker-decline dan >/dev/null
run speaker-accept dan
is "$(speaker-status dan | jq -r .state)" accepted 'a speaker who has declined can accept'

speaker-invite year --name L --email l@l.example --roles talk >/dev/null
run speaker-accept year --accepted-on 2026-02-28
says 'warning: accepted_on is 2026-02-28, in the future' 'an acceptance of next year is warned of'
done_testing
