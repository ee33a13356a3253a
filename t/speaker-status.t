#!/bin/sh
# Status: where each speaker stands, what it awaits, and why.
. "$(dirname "$0")/lib.sh"
open_speakers
awaits() { speaker-status "$1" | jq -r '.awaits // "nothing"'; }
speaker-invite ann --name Ann --email a@a.example --roles keynote --talk A >/dev/null
is "$(awaits ann)" 'their answer' 'who is invited awaits their answer'
speaker-invite ann --name Ann --email a@a.example --roles keynote --talk A --answer-by 2025-03-01 >/dev/null
is "$(awaits ann)" 'their answer, by 2025-03-01' 'by a day, if the invitation has one'
is "$(LANYARD_NOW=2025-03-02 speaker-status ann | jq -r .awaits)" 'nothing more: no answer by 2025-03-01' \
	'after that day nothing is awaited'
speaker-accept ann >accepted
is "$(awaits ann)" speaker-allocate 'who has accepted awaits the tool that decides'
speaker-allocate <accepted >commands
is "$(awaits ann)" 'request pending: full=3' 'then an answer of ticketing'
book_speakers <commands
is "$(awaits ann)" nothing 'and nothing once it is booked'

engage bob talk
run speaker-status ann
json '[.name, .email, (.roles | join(",")), .talks, .state, .entitled[0].quantity, .booked[0].quantity, .because] | map(tostring) | join(" ")' \
	'Ann a@a.example keynote 1 accepted 3 3 rule 1 of policy 1: keynote' 'a row has everything about a speaker, and where the number comes from'
run speaker-status --why ann
json '.what | split(" ")[0]' 'invited: invited: accepted entitled requested booked a' \
	'--why explains the tickets, from invitation to assignment'
is "$(jq -r .sequence "$out" | sort -c && echo sorted)" sorted 'in the order of the feed'
run speaker-status -t
no_data
is "$(head -n 1 "$out" | awk '{print $1}'):$(wc -l <"$out")" SPEAKER:3 'on a terminal it is a table'
speaker-invite -q late --name L --email l@l.example --roles talk --answer-by 2025-02-28
run speaker-status --tasks late
json '"\(.task) \(.since) \(.message)"' 'answer_overdue 2025-02-28 no answer by 2025-02-28' 'an invitation that was not answered in time is a task'
speaker-invite -q late --answer-by 2025-12-31
is "$(speaker-status --tasks late)" '' 'an invitation that can be answered is no task'
run speaker-status nobody
is "$rc" 65 'an unknown speaker is an error'
run speaker-status --why
is "$rc" 64 '--why requires a speaker'
done_testing
