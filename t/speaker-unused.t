#!/bin/sh
# Unused tickets of speakers: those that are assigned to nobody.
. "$(dirname "$0")/lib.sh"
open_speakers
run speaker-unused
is "$rc:$(wc -c <"$out")" 0:0 'speaker-unused prints nothing without bookings'
engage ann keynote && engage bob talk
cat accepted.ann accepted.bob | speaker-allocate | ticket-create -c speakers >answers
speaker-book <answers
run speaker-unused -t
no_data
is "$(head -n 1 "$out" | cut -d " " -f 1):$(wc -l <"$out")" BENEFICIARY:2 'speaker-unused -t prints a table'
run speaker-unused
json '"\(.beneficiary) \(.type) \(.booked) \(.assigned) \(.unused) \(.left) \(.name) \(.email)"' \
	'ann full 3 1 2 1 ann Doe ann@s.example' "a speaker's own ticket is used, and the others are unused until they are assigned"
ticket-assign -c organiser --name Guest --email g@g.example \
	"$(jq -r 'select(.data.reference == "ann/full/1") | .data.tickets[1].id // empty' answers)" | speaker-book
run speaker-unused ann
json '"\(.assigned) \(.unused)"' '2 1' 'a ticket that is assigned to somebody else is used'
run speaker-unused --before 2025-03-01
is "$(wc -c <"$out")" 0 'speaker-unused --before leaves out tickets that were requested later'
run speaker-unused nobody
is "$rc" 65 'speaker-unused denies an unknown speaker'
run speaker-status --tasks --starts 2025-03-05
json '"\(.beneficiary) \(.task) \(.message)"' 'ann tickets_unassigned 1 ticket assigned to nobody' \
	'unassigned tickets are a task within a week of the start'
speaker-unused | jq -c '{beneficiary, type, quantity: .left, by: "Ada", reason: "unused"}' | speaker-override -q |
	speaker-reclaim | ticket-cancel -c speakers | speaker-book
is "$(speaker-unused; speaker-status ann | jq -c '[.booked[0].quantity, .awaits]')" '[2,null]' \
	'an override to the tickets left by speaker-unused reclaims the unused'
done_testing
