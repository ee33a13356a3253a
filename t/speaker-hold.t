#!/bin/sh
# Holds: tickets are booked for speakers who have not answered yet, until a moment.
. "$(dirname "$0")/lib.sh"
open_speakers 4
for speaker in ann bob cat; do
	speaker-invite "$speaker" --name "$speaker Doe" --email "$speaker@s.example" --roles keynote >/dev/null
done
run speaker-hold ann full --quantity 2 --until 2025-03-10T12:00:00Z --by Ada --reason 'almost certain'
json '.type + ": " + (.data | "\(.beneficiary) \(.type) \(.quantity)")' 'lanyard.booking.hold-placed.v1: ann full 2' 'a hold is an event'
cp "$out" placed
run speaker-hold ann full --quantity 2 --until 2025-03-10T12:00:00Z --by Ada --reason 'almost certain'
same "$out" placed 'a repeated hold is answered by the same bytes'
run speaker-hold ann full --quantity 2 --until 2025-02-01T12:00:00Z
says '/until: 2025-02-01T12:00:00.000Z has passed' 'a moment that has passed is a bad line'
run speaker-hold nobody full --quantity 2 --until 2025-03-10T12:00:00Z
says '/beneficiary: there is no speaker "nobody"' 'so is an unknown speaker'

speaker-allocate <placed >commands
is "$(jq -c '.data.tickets[0] | [.quantity, .delegates[0].email]' commands)" '[2,"ann@s.example"]' \
	'held tickets are requested, the first for the speaker by name'
book_speakers <commands
run speaker-status ann
json '"\(.state) \(.booked[0].quantity) \(.because) \(.awaits)"' 'invited 2 full=2 held until 2025-03-10T12:00:00.000Z their answer' \
	'the status says until when they are held, and for what'
speaker-hold bob full --quantity 1 --until 2025-03-10T12:00:00Z | speaker-allocate | book_speakers
speaker-hold cat full --quantity 1 --until 2025-03-10T12:00:00Z | speaker-allocate | book_speakers

speaker-accept bob | speaker-allocate >accepted-later
is "$(jq -r '.data.tickets[0].quantity' accepted-later)" 2 'who accepts is owed what the policy gives: only the difference is requested'
speaker-decline cat | speaker-reclaim | ticket-cancel -c speakers | speaker-book
is "$(speaker-status cat | jq -c '[.state, .booked, .awaits]')" '["declined",[],null]' 'who declines loses the held tickets'
run speaker-hold bob full --quantity 9 --until 2025-03-10T12:00:00Z
says '/beneficiary: "bob" is owed tickets already: override what it is owed' 'for who has accepted a hold is refused'
run speaker-hold cat full --quantity 9 --until 2025-03-10T12:00:00Z
says '/beneficiary: "cat" is owed nothing any more' 'also for who has declined'

export LANYARD_NOW=2025-03-10T12:00:00Z
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
run speaker-reclaim -a
ticket-cancel -c speakers <"$out" | speaker-book
is "$(speaker-status ann | jq -c '[.booked, .awaits]')" '[[],"their answer"]' 'when the moment has passed the tickets are reclaimed, their own one too'
run speaker-status --why ann
is "$(jq -r .what "$out" | grep expired)" 'hold of full expired on 2025-03-10T12:00:00.000Z' 'and --why says so'
book_speakers <accepted-later
is "$(speaker-status bob | jq .booked[0].quantity)" 3 'which leaves them to others'
done_testing
