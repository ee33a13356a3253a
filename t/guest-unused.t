#!/bin/sh
# Unused tickets of guests: those that are assigned to nobody.
. "$(dirname "$0")/lib.sh"
open_guest_list
admit eve press
admit cat crew
cat guest.eve guest.cat | guest-allocate | ticket-create -c guests >answers
guest-book <answers
run guest-unused
json '"\(.beneficiary) \(.type) \(.booked) \(.assigned) \(.unused) \(.left) \(.email)"' 'eve full 2 1 1 1 eve@g.example' \
	"a guest's own ticket is used, and the others are unused until they are assigned"
run guest-unused cat
is "$rc:$(wc -c <"$out")" 0:0 'guest-unused prints nothing for a guest whose tickets are all assigned'
run guest-unused nobody
is "$rc" 65 'guest-unused denies an unknown guest'
guest-unused | jq -c '{beneficiary, type, quantity: .left, by: "Ada", reason: "unused"}' | guest-override -q |
	guest-reclaim | ticket-cancel -c guests | guest-book
is "$(guest-unused; guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" '[1,null]' 'an override to the tickets left by guest-unused reclaims the unused'
done_testing
