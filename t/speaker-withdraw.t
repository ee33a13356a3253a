#!/bin/sh
# Withdrawing: a speaker's tickets are reclaimed, their own one too, as far as nobody else has them.
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
json '.type + ": " + .data.reason' 'lanyard.speakers.speaker-withdrawn.v1: ill' 'a withdrawal is an event, with its reason'
says 'ann: has 3 tickets: speaker-reclaim reclaims the unassigned surplus' 'a warning says how many tickets the speaker has'
cp "$out" withdrawn
run speaker-withdraw ann --reason ill
same "$out" withdrawn 'a repeated withdrawal is answered by the same bytes'
silent 'and warns no more'
is "$(speaker-status ann | jq -r '.state + " " + .awaits')" 'withdrawn speaker-reclaim' 'the tickets await a reclaim'

run speaker-reclaim <withdrawn
json '[.type, .data.keep, .data.unassigned, (.data.tickets // [] | length), .data.reason] | map(tostring) | join(" ")' \
	'lanyard.ticketing.cancel-tickets.v1 0 null 1 no longer owed lanyard.ticketing.cancel-tickets.v1 0 true 0 no longer owed' \
	'a command cancels their own ticket, by its id, and another one all that are unassigned'
is "$(jq -r '.data.tickets[0] // empty' "$out")" "$(ticket 'ann Doe' 0)" 'the own ticket is the one that was assigned to them by name'
cp "$out" commands
run speaker-reclaim -a
same "$out" commands 'with -a, while they are unanswered, the commands are the same'
is "$(speaker-status ann | jq -r .awaits)" 'reclaim pending: full=3' 'the status says how many are pending, and counts no ticket twice'
ticket-assign -c organiser --name Guest --email g@g.example "$(ticket 'ann Doe' 1)" >/dev/null
cancel <commands
run speaker-status ann
json '"\(.booked[0].quantity) \(.awaits)"' '1 surplus, a person decides: full=1' 'a ticket of another person stays, for a person to decide'
run speaker-status --tasks ann
json .task tickets_surplus 'and is a task'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'it is not reclaimed again'

run speaker-withdraw bob
speaker-reclaim -a | cancel
run speaker-status bob
json '"\(.entitled | length) \(.booked | length) \(.awaits)"' '0 0 null' 'if the only ticket is their own, none is left'
is "$(ticket-client list | jq 'select(.client == "speakers") | .booked')" 2 'and ticketing has the places again'
speaker-invite -q bob
speaker-accept bob | speaker-allocate | ticket-create -c speakers >again
speaker-book <again
run speaker-status bob
json '.booked[0].quantity' 1 'a speaker who is invited again and accepts has tickets again'
is "$(jq -r '.data.delegate.email // empty' again)" bob@s.example 'and is named on the first one again'

# Their own ticket is the one that is assigned to them now.
ticket-assign -c organiser --name Guest --email g@g.example "$(ticket 'cat Doe' 0)" | speaker-book
speaker-withdraw -q cat | speaker-reclaim | cancel 2>said
is "$(speaker-status cat | jq -r .awaits)" 'surplus, a person decides: full=1' \
	'an own ticket that they gave to somebody else stays'
ticket-assign -c organiser --name Cat --email CAT@S.example "$(ticket 'cat Doe' 0)" >back
speaker-book <back
speaker-feed | tail -n 1 >assigned
run speaker-reclaim <assigned
json '.data.tickets | length' 1 'a ticket that comes back to them is reclaimed, however the address is written'
cancel <"$out"
is "$(speaker-status cat | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' 'and none is left'
engage new keynote
speaker-allocate <accepted.new | ticket-create -c speakers >answers
speaker-invite new --name New --email new@work.example --roles keynote >/dev/null
speaker-book <answers
speaker-withdraw -q new | speaker-reclaim | cancel
is "$(speaker-status new | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' \
	'the address of the request counts as theirs, even if they have another one by then'

# Owed fewer is not owed nothing.
engage few keynote
speaker-allocate <accepted.few | ticket-create -c speakers >answers
speaker-book <answers
for number in 1 2; do
	ticket-assign -c organiser --name Guest --email g@g.example "$(ticket 'few Doe' "$number")" >/dev/null
done
speaker-override few full --quantity 1 --by Ann --reason room 2>/dev/null | speaker-reclaim >commands
is "$(jq -c '[.data.keep, .data.unassigned, .data.tickets]' commands)" '[1,true,null]' \
	'a speaker who is owed fewer keeps their own ticket'
cancel <commands 2>/dev/null
ticket-feed | speaker-book
speaker-override few full --quantity 0 --by Ann --reason room 2>/dev/null | speaker-reclaim | cancel 2>/dev/null
is "$(speaker-status few | jq -r '"\(.booked[0].quantity) \(.awaits)"')" '2 surplus, a person decides: full=2' \
	'and loses it with the last that is owed'

speaker-invite dan --name D --email d@d.example --roles talk >/dev/null
run speaker-withdraw dan
says '"dan" has not accepted: speaker-decline records that they do not come' 'a speaker who has not accepted cannot withdraw, but decline'
is "$rc" 65 'which is a bad line'

# Withdrawn while the tickets were on their way.
engage eve keynote
speaker-allocate <accepted.eve | ticket-create -c speakers >on-the-way
speaker-withdraw eve >/dev/null 2>&1
speaker-reclaim -a >nothing
is "$(wc -c <nothing)" 0 'tickets of an unanswered request are not reclaimed'
run speaker-allocate -a
json .data.reference eve/full/1 'the same command asks ticketing whether they were booked'
head -n 1 on-the-way | speaker-book
speaker-reclaim -a | cancel
run speaker-status eve
json '"\(.booked | length) \(.awaits)"' '0 null' \
	'once they are booked, they are, their own one too, even if the event of its assignment was lost'
sed 1d on-the-way | speaker-book
run speaker-status eve
json '"\(.booked | length) \(.awaits)"' '0 null' 'and that event changes nothing when it comes late'
ticket-feed >feed
run speaker-reconcile <feed
is "$(jq -r 'select(.difference != "surplus") | .message' "$out")" '' 'reconcile finds nothing else'
done_testing
