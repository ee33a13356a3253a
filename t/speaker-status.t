#!/bin/sh
# Status: the state of each speaker, what it awaits, and why.
. "$(dirname "$0")/lib.sh"
open_speakers
awaits() { speaker-status "$1" | jq -r '.awaits // "nothing"'; }
speaker-invite ann --name Ann --email a@a.example --roles keynote --talk A >/dev/null
is "$(awaits ann)" 'their answer' 'a speaker who is invited awaits their own answer'
speaker-invite ann --name Ann --email a@a.example --roles keynote --talk A --answer-by 2025-03-01 >/dev/null
is "$(awaits ann)" 'their answer, by 2025-03-01' 'the status has the last day for the answer of a speaker who is invited'
is "$(LANYARD_NOW=2025-03-02 speaker-status ann | jq -r .awaits)" 'nothing: the deadline 2025-03-01 has passed without an answer' \
	'a speaker who has not answered in time awaits nothing more'
speaker-accept ann >accepted
is "$(awaits ann)" speaker-allocate 'a speaker who has accepted awaits speaker-allocate'
speaker-allocate <accepted >commands
is "$(awaits ann)" 'request pending: 3 × full' "a speaker whose tickets are requested awaits ticketing's answer"
book_speakers <commands
is "$(awaits ann)" nothing 'a speaker whose tickets are booked awaits nothing'

engage bob talk
run speaker-status ann
json '[.name, .email, (.roles | join(",")), .talks, .state, .entitled[0].quantity, .booked[0].quantity, .because] | map(tostring) | join(" ")' \
	'Ann a@a.example keynote 1 accepted 3 3 rule 1 of policy 1: keynote' 'the status has the speaker, the roles, the state and the rule for the number of tickets'
run speaker-status --why ann
json '.what | split(" ")[0]' 'invited: amended: accepted entitled requested booked 1' \
	'speaker-status --why lists the events from the invitation to the assignment'
is "$(jq -r .sequence "$out" | sort -c && echo sorted)" sorted 'speaker-status --why lists the events in the order of their sequence'
run speaker-status -t
no_data
is "$(head -n 1 "$out" | awk '{print $1}'):$(wc -l <"$out")" SPEAKER:3 'speaker-status -t prints a table'
speaker-invite -q late --name L --email l@l.example --roles talk --answer-by 2025-02-28
run speaker-status --tasks late
json '"\(.task) \(.since) \(.message)"' 'answer_overdue 2025-02-28 no answer by 2025-02-28' 'an invitation that was not answered in time is a task'
speaker-invite -q late --answer-by 2025-12-31
is "$(speaker-status --tasks late)" '' 'an invitation that can still be answered is no task'
run speaker-status nobody
is "$rc" 65 'the status of an unknown speaker is denied'
run speaker-status --why
is "$rc" 64 'speaker-status --why without a speaker is a usage error'
done_testing
