#!/bin/sh
# Withdrawals: a speaker's tickets are reclaimed, the own ticket too, unless they are assigned to somebody else.
. "$(dirname "$0")/lib.sh"
open_speakers
cancel() { ticket-cancel -c speakers | speaker-book; }
engage ann keynote && engage bob talk && engage cat talk
cat accepted.* | speaker-allocate | ticket-create -c speakers >answers
speaker-book <answers
ticket() { # NAME NUMBER: of the purchase of NAME
	jq -r "select(.data.purchaser.name? == \"$1\") | .data.tickets[$2].id" answers
}

run speaker-withdraw ann --reason ill
json '.type + ": " + .data.reason' 'lanyard.speakers.speaker-withdrawn.v1: ill' 'speaker-withdraw records speaker-withdrawn with its reason'
says 'ann: has 3 tickets: speaker-reclaim reclaims the unassigned surplus' 'speaker-withdraw warns of the number of tickets that the speaker has'
cp "$out" withdrawn
run speaker-withdraw ann --reason ill
same "$out" withdrawn 'a withdrawal that is repeated prints the same bytes'
silent 'a withdrawal that is repeated is not warned of'
is "$(speaker-status ann | jq -r '.state + " " + .awaits')" 'withdrawn speaker-reclaim' 'a withdrawn speaker with tickets awaits speaker-reclaim'

run speaker-reclaim <withdrawn
json '[.type, .data.keep, .data.unassigned, (.data.tickets // [] | length), .data.reason] | map(tostring) | join(" ")' \
	'lanyard.ticketing.cancel-tickets.v1 0 null 1 no longer owed lanyard.ticketing.cancel-tickets.v1 0 true 0 no longer owed' \
	'a withdrawal reclaims the own ticket by its id, and all unassigned tickets by another command'
is "$(jq -r '.data.tickets[0] // empty' "$out")" "$(ticket 'ann Doe' 0)" 'the own ticket is the one that was assigned to the speaker'
cp "$out" commands
run speaker-reclaim -a
same "$out" commands 'speaker-reclaim -a prints the pending reclaims as the same commands'
is "$(speaker-status ann | jq -r .awaits)" 'reclaim pending: 3 × full' 'the status counts no ticket of pending reclaims twice'
ticket-assign -c organiser --name Guest --email g@g.example "$(ticket 'ann Doe' 1)" >/dev/null
cancel <commands
run speaker-status ann
json '"\(.booked[0].quantity) \(.awaits)"' '1 surplus, a person decides: 1 × full' 'a ticket that is assigned to somebody else stays booked, and a person decides'
run speaker-status --tasks ann
json .task tickets_surplus 'a surplus ticket that is assigned to somebody else is a task'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'speaker-reclaim -a does not repeat the reclaim of a ticket that is assigned to somebody else'

run speaker-withdraw bob
speaker-reclaim -a | cancel
run speaker-status bob
json '"\(.entitled | length) \(.booked | length) \(.awaits)"' '0 0 null' 'a withdrawal cancels the only ticket of a speaker'
is "$(ticket-client list | jq 'select(.client == "speakers") | .booked')" 2 'cancelled tickets of a speaker count no more as booked by the client'
speaker-invite -q bob
speaker-accept bob | speaker-allocate | ticket-create -c speakers >again
speaker-book <again
run speaker-status bob
json '.booked[0].quantity' 1 'a withdrawn speaker who is invited again and accepts gets tickets'
is "$(jq -r '.data.delegate.email // empty' again)" bob@s.example 'the first ticket of a speaker who is invited again is assigned to the speaker'

# The own ticket is the one that is assigned to the speaker now.
ticket-assign -c organiser --name Guest --email g@g.example "$(ticket 'cat Doe' 0)" | speaker-book
speaker-withdraw -q cat | speaker-reclaim | cancel 2>said
is "$(speaker-status cat | jq -r .awaits)" 'surplus, a person decides: 1 × full' \
	"a speaker's first ticket stays booked once it is assigned to somebody else"
ticket-assign -c organiser --name Cat --email CAT@S.example "$(ticket 'cat Doe' 0)" >reassigned
speaker-book <reassigned
speaker-feed | tail -n 1 >assigned
run speaker-reclaim <assigned
json '.data.tickets | length' 1 'a ticket that is assigned to the speaker again is reclaimed, whatever the letter case of the address'
cancel <"$out"
is "$(speaker-status cat | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' 'a ticket that was assigned to the speaker again is cancelled'
engage new keynote
speaker-allocate <accepted.new | ticket-create -c speakers >answers
speaker-invite new --name New --email new@work.example --roles keynote >/dev/null
speaker-book <answers
speaker-withdraw -q new | speaker-reclaim | cancel
is "$(speaker-status new | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' \
	'a ticket assigned to the address of the request is the own ticket, even after the address has changed'

# A lower entitlement, and then none.
engage few keynote
speaker-allocate <accepted.few | ticket-create -c speakers >answers
speaker-book <answers
for number in 1 2; do
	ticket-assign -c organiser --name Guest --email g@g.example "$(ticket 'few Doe' "$number")" >/dev/null
done
speaker-override few full --quantity 1 --by Ann --reason room 2>/dev/null | speaker-reclaim >commands
is "$(jq -c '[.data.keep, .data.unassigned, .data.tickets]' commands)" '[1,true,null]' \
	'a speaker whose entitlement is lowered keeps the own ticket'
cancel <commands 2>/dev/null
ticket-feed | speaker-book
speaker-override few full --quantity 0 --by Ann --reason room 2>/dev/null | speaker-reclaim | cancel 2>/dev/null
is "$(speaker-status few | jq -r '"\(.booked[0].quantity) \(.awaits)"')" '2 surplus, a person decides: 2 × full' \
	'a speaker who is owed nothing loses the own ticket'

speaker-invite dan --name D --email d@d.example --roles talk >/dev/null
run speaker-withdraw dan
says '"dan" has not accepted: use speaker-decline' 'the denial says that a speaker who has not accepted declines instead of withdrawing'
is "$rc" 65 'a withdrawal before the acceptance exits with 65'

# A withdrawal while ticketing's answer is on its way.
engage eve keynote
speaker-allocate <accepted.eve | ticket-create -c speakers >on-the-way
speaker-withdraw eve >/dev/null 2>&1
speaker-reclaim -a >nothing
is "$(wc -c <nothing)" 0 'the tickets of an unanswered request are not reclaimed'
run speaker-allocate -a
json .data.reference eve/full/1 'speaker-allocate -a prints a pending request, even after a withdrawal'
head -n 1 on-the-way | speaker-book
speaker-reclaim -a | cancel
run speaker-status eve
json '"\(.booked | length) \(.awaits)"' '0 null' \
	'tickets booked after the withdrawal are cancelled, even if the assignment event is missing'
sed 1d on-the-way | speaker-book
run speaker-status eve
json '"\(.booked | length) \(.awaits)"' '0 null' 'an assignment that is recorded after the cancellation changes nothing'
ticket-feed >feed
run speaker-reconcile <feed
is "$(jq -r 'select(.difference != "surplus") | .message' "$out")" '' 'speaker-reconcile finds only surpluses after withdrawals'
done_testing
