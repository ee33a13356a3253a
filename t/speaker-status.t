#!/bin/sh
# Status: where each speaker stands, what it awaits, and why.
. "$(dirname "$0")/lib.sh"
open_speakers
awaits() { speaker-status "$1" | jq -r '.awaits // "nothing"'; }
speaker-invite ann --name Ann --email a@a.example --role keynote --talk A >/dev/null
is "$(awaits ann)" 'their answer' 'it awaits an answer'
speaker-invite ann --name Ann --email a@a.example --role keynote --talk A --answer-by 2025-03-01 >/dev/null
is "$(awaits ann)" 'their answer, by 2025-03-01' 'by a day'
is "$(LANYARD_NOW=2025-03-02 speaker-status ann | jq -r .awaits)" 'nothing more: no answer by 2025-03-01' \
	'which passes'
speaker-accept ann >accepted
is "$(awaits ann)" speaker-allocate 'or a tool'
speaker-allocate <accepted >commands
is "$(awaits ann)" 'asked for, not answered: full=3' 'or ticketing'
book_speakers <commands
is "$(awaits ann)" nothing 'or nothing'

engage bob talk
run speaker-status ann
json '[.name, .role, .talks, .state, .entitled[0].quantity, .booked[0].quantity, .because] | map(tostring) | join(" ")' \
	'Ann keynote 1 accepted 3 3 rule 1 of policy 1: keynote' 'a row says where the number comes from'
run speaker-status --why ann
json '.what | split(" ")[0]' 'invited: invited: accepted owed shall asked booked' \
	'--why tells it from invitation to ticket'
is "$(jq -r .sequence "$out" | sort -c && echo sorted)" sorted 'in the order in which it happened'
run speaker-status -t
no_data
is "$(head -n 1 "$out" | awk '{print $1}'):$(wc -l <"$out")" SPEAKER:3 'on a terminal it is a table'
run speaker-status nobody
is "$rc" 65 'who is not there has no status'
run speaker-status --why
is "$rc" 64 '--why wants a speaker'
done_testing
