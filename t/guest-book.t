#!/bin/sh
# The ledger of the guest list: from ticketing's events, and from manual records.
. "$(dirname "$0")/lib.sh"
open_guest_list
admit eve press
admit cat crew
guest-allocate <guest.eve | ticket-create -c guests >answers
run guest-book <answers
is "$rc:$(wc -c <"$out")" 0:0 'guest-book prints nothing on standard output'
n=$(events guest-feed)
guest-book <answers
ticket-feed | guest-book
is "$(events guest-feed)" "$n" 'guest-book records nothing when it reads the same answers again'
is "$(guest-feed | jq -r 'select(.type | endswith("tickets-booked.v1")) | "\(.type) \(.source)"' | sed 's|/[^ ]*/|.../|')" \
	'lanyard.booking.tickets-booked.v1 .../guests' 'tickets-booked is an event of the ledger, and its source is the guest list'
purchase other 2 | ticket-create -c organiser 2>/dev/null >others
run guest-book <others
is "$(events guest-feed)" "$n" "guest-book skips another client's purchase"
guest-allocate <guest.cat >work
run guest-book --manual cat/full/1 --by Ada --note 'order 4711'
json '"\(.type) \(.data.by)"' 'lanyard.booking.tickets-booked.v1 Ada' 'guest-book --manual records a booking made elsewhere, with who recorded it'
is "$(guest-status cat | jq -c '[.booked[0].quantity, .awaits]')" '[1,null]' 'the status counts tickets that were booked manually'
run guest-book --manual cat/full/9 --by Ada
is "$rc" 65 'a manual booking of a reference that was never requested is denied'
run guest-withdraw -q cat
guest-reclaim -a 2>warned
is "$(grep -c 'recorded manually' warned)" 1 'guest-reclaim says that tickets booked elsewhere are to be returned there'
guest-book --manual cat/full/1 --by Ada --left 0 >/dev/null
is "$(guest-status cat | jq -c '[.booked, .awaits]')" '[[],null]' 'guest-book --manual --left records a return made elsewhere'
done_testing
