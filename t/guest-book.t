#!/bin/sh
# The ledger of the guest list: from ticketing's events, and recorded manually.
. "$(dirname "$0")/lib.sh"
open_guest_list
admit eve press
admit cat crew
guest-allocate <guest.eve | ticket-create -c guests >answers
run guest-book <answers
is "$rc:$(wc -c <"$out")" 0:0 'a booking is recorded, and nothing is printed'
n=$(events guest-feed)
guest-book <answers
ticket-feed | guest-book
is "$(events guest-feed)" "$n" 'answers that come again are recorded once'
is "$(guest-feed | jq -r 'select(.type | endswith("tickets-booked.v1")) | "\(.type) \(.source)"' | sed 's|/[^ ]*/|.../|')" \
	'lanyard.booking.tickets-booked.v1 .../guests' "the event is the ledger's, and its source is the guest list"
purchase other 2 | ticket-create -c organiser 2>/dev/null >others
run guest-book <others
is "$(events guest-feed)" "$n" "other clients' purchases are ignored"
guest-allocate <guest.cat >work
run guest-book --manual cat/full/1 --by Ada --note 'order 4711'
json '"\(.type) \(.data.by)"' 'lanyard.booking.tickets-booked.v1 Ada' 'what was booked in another shop is recorded manually'
is "$(guest-status cat | jq -c '[.booked[0].quantity, .awaits]')" '[1,null]' 'and counts'
run guest-book --manual cat/full/9 --by Ada
is "$rc" 65 'a reference that was never requested is a bad line'
run guest-withdraw -q cat
guest-reclaim -a 2>warned
is "$(grep -c 'recorded manually' warned)" 1 'what was recorded manually is left for a person to return'
guest-book --manual cat/full/1 --by Ada --left 0 >/dev/null
is "$(guest-status cat | jq -c '[.booked, .awaits]')" '[[],null]' 'who records what is left'
done_testing
