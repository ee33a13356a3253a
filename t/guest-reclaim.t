#!/bin/sh
# Reclaims: a guest's surplus is reclaimed unless it is assigned to somebody else.
. "$(dirname "$0")/lib.sh"
open_guest_list
admit eve press
guest-allocate <guest.eve | ticket-create -c guests >answers
guest-book <answers
other=$(jq -r 'select(.data.tickets) | .data.tickets[1].id' answers)
ticket-assign -c organiser --name Guest --email other@g.example "$other" | guest-book
guest-withdraw -q eve >withdrawn
run guest-reclaim <withdrawn
cp "$out" commands
run guest-reclaim <withdrawn
same "$out" commands 'guest-reclaim prints the same commands when it reads the same event again'
ticket-cancel -c guests <commands | guest-book 2>/dev/null
is "$(guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" '[1,"surplus, a person decides: 1 × full"]' \
	'a surplus ticket that is assigned to somebody else stays booked, and a person decides'
run guest-status --tasks
json '"\(.beneficiary) \(.task)"' 'eve tickets_surplus' 'a surplus ticket that is assigned to somebody else is a task'
ticket-unassign -c organiser "$other" | guest-book
guest-reclaim -a | ticket-cancel -c guests | guest-book
is "$(guest-status eve | jq -c '[.booked, .awaits]')" '[[],null]' 'a surplus ticket that is unassigned is reclaimed'
ticket-client revoke guests >/dev/null
admit fay crew
run guest-allocate <guest.fay
ticket-create -c guests <"$out" 2>/dev/null | guest-book 2>/dev/null
is "$(guest-status fay | jq -r .awaits | cut -d: -f1)" 'request denied' 'the status says that a request was denied'
done_testing
