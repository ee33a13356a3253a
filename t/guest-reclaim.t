#!/bin/sh
# Surplus tickets of guests are reclaimed, unless they are assigned to others.
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
same "$out" commands 'again it is the same commands'
ticket-cancel -c guests <commands | guest-book 2>/dev/null
is "$(guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" '[1,"surplus, a person decides: full=1"]' \
	'what is assigned to somebody else stays'
run guest-status --tasks
json '"\(.beneficiary) \(.task)"' 'eve tickets_surplus' 'and is a task'
ticket-unassign -c organiser "$other" | guest-book
guest-reclaim -a | ticket-cancel -c guests | guest-book
is "$(guest-status eve | jq -c '[.booked, .awaits]')" '[[],null]' 'until it is unassigned'
ticket-client revoke guests >/dev/null
admit fay crew
run guest-allocate <guest.fay
ticket-create -c guests <"$out" 2>/dev/null | guest-book 2>/dev/null
is "$(guest-status fay | jq -r .awaits | cut -d: -f1)" 'request denied' 'a denied request is shown as such'
done_testing
