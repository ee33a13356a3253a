#!/bin/sh
# Guests who are taken off the list.
. "$(dirname "$0")/lib.sh"
open_guest_list
admit eve press
guest-allocate <guest.eve | book_guests
run guest-withdraw eve --reason ill
json '.type + ": " + .data.reason' 'lanyard.guests.guest-withdrawn.v1: ill' 'a guest is withdrawn, with the reason'
cp "$out" first
says 'eve: has 2 tickets: guest-reclaim reclaims the unassigned surplus' 'a warning says that there are tickets'
run guest-withdraw eve --reason again
same "$out" first 'withdrawing again changes nothing'
run guest-withdraw nobody
is "$rc" 65 'an unknown guest is a bad line'
says '/guest: there is no guest "nobody"' 'which names the guest'
is "$(guest-status eve | jq -c '[.state, .awaits]')" '["withdrawn","guest-reclaim"]' 'the status shows that a decision is due'
guest-reclaim <first | ticket-cancel -c guests | guest-book
is "$(guest-status eve | jq -c '[.state, .booked, .awaits]')" '["withdrawn",[],null]' "all tickets are reclaimed, the guest's own one too"
is "$(ticket-pool list | jq ".places - .sold")" 5 'and are back in the pool'
done_testing
