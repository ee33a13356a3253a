#!/bin/sh
# Withdrawals from the guest list.
. "$(dirname "$0")/lib.sh"
open_guest_list
admit eve press
guest-allocate <guest.eve | book_guests
run guest-withdraw eve --reason ill
json '.type + ": " + .data.reason' 'lanyard.guests.guest-withdrawn.v1: ill' 'guest-withdraw records guest-withdrawn with its reason'
cp "$out" first
says 'eve: has 2 tickets: guest-reclaim reclaims the unassigned surplus' 'guest-withdraw warns of the number of tickets that the guest has'
run guest-withdraw eve --reason again
same "$out" first 'a withdrawal that is repeated with another reason prints the first event'
run guest-withdraw nobody
is "$rc" 65 'a withdrawal of an unknown guest is denied'
says '/guest: there is no guest "nobody"' 'the denial of a withdrawal names the unknown guest'
is "$(guest-status eve | jq -c '[.state, .awaits]')" '["withdrawn","guest-reclaim"]' 'a withdrawn guest with tickets awaits guest-reclaim'
guest-reclaim <first | ticket-cancel -c guests | guest-book
is "$(guest-status eve | jq -c '[.state, .booked, .awaits]')" '["withdrawn",[],null]' "a withdrawal cancels all tickets of a guest, the guest's own ticket too"
is "$(ticket-pool list | jq ".places - .sold")" 5 'the pool has the cancelled tickets of a withdrawn guest left again'
done_testing
