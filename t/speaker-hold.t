#!/bin/sh
# Holds: tickets for speakers who have not answered yet, until a moment.
. "$(dirname "$0")/lib.sh"
open_speakers 4
for speaker in ann bob cat; do
	speaker-invite "$speaker" --name "$speaker Doe" --email "$speaker@s.example" --roles keynote >/dev/null
done
run speaker-hold ann full --quantity 2 --until 2025-03-10T12:00:00Z --by Ada --reason 'almost certain'
json '.type + ": " + (.data | "\(.beneficiary) \(.type) \(.quantity)")' 'lanyard.booking.hold-placed.v1: ann full 2' 'speaker-hold records hold-placed'
cp "$out" placed
run speaker-hold ann full --quantity 2 --until 2025-03-10T12:00:00Z --by Ada --reason 'almost certain'
same "$out" placed 'a hold that is repeated prints the same bytes'
run speaker-hold ann full --quantity 2 --until 2025-02-01T12:00:00Z
says '/until: 2025-02-01 12:00 UTC has passed' 'a hold that ends in the past is denied'
run speaker-hold ann full --quantity 2 --until "$LANYARD_NOW"
says '/until: 2025-03-01 12:00 UTC has passed' 'a hold that ends now is denied'
run speaker-hold nobody full --quantity 2 --until 2025-03-10T12:00:00Z
says '/beneficiary: there is no speaker "nobody"' 'a hold for an unknown speaker is denied'

speaker-allocate <placed >commands
is "$(jq -c '.data.tickets[0] | [.quantity, .delegates[0].email]' commands)" '[2,"ann@s.example"]' \
	'the tickets of a hold are requested, and the first is assigned to the speaker'
book_speakers <commands
run speaker-status ann
json '"\(.state) \(.booked[0].quantity) \(.because) \(.awaits)"' 'invited 2 2 × full held until 2025-03-10T12:00:00.000Z their answer' \
	"the status has the end of a hold, and awaits the speaker's answer"
speaker-hold bob full --quantity 1 --until 2025-03-10T12:00:00Z | speaker-allocate | book_speakers
speaker-hold cat full --quantity 1 --until 2025-03-10T12:00:00Z | speaker-allocate | book_speakers

speaker-accept bob | speaker-allocate >accepted-later
is "$(jq -r '.data.tickets[0].quantity' accepted-later)" 2 'only the difference is requested when a speaker with a hold accepts'
speaker-decline cat | speaker-reclaim | ticket-cancel -c speakers | speaker-book
is "$(speaker-status cat | jq -c '[.state, .booked, .awaits]')" '["declined",[],null]' 'the tickets of a hold are cancelled when the speaker declines'
run speaker-hold bob full --quantity 9 --until 2025-03-10T12:00:00Z
says '/beneficiary: "bob" is owed tickets already: override what it is owed' 'a hold for a speaker who has accepted is denied'
run speaker-hold cat full --quantity 9 --until 2025-03-10T12:00:00Z
says '/beneficiary: "cat" is owed nothing any more' 'a hold for a speaker who has declined is denied'

export LANYARD_NOW=2025-03-10T12:00:00Z
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
run speaker-reclaim -a
ticket-cancel -c speakers <"$out" | speaker-book
is "$(speaker-status ann | jq -c '[.booked, .awaits]')" '[[],"their answer"]' "all tickets of an expired hold are reclaimed, the speaker's own ticket too"
run speaker-status --why ann
is "$(jq -r .what "$out" | grep "held no longer")" 'full held no longer: it was until 2025-03-10T12:00:00.000Z' 'the history says when a hold expired'
book_speakers <accepted-later
is "$(speaker-status bob | jq .booked[0].quantity)" 3 'a ticket of an expired hold can be booked for another speaker'
done_testing
