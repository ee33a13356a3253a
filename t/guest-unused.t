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
	"a guest's own ticket is used, the others are not until they are assigned"
run guest-unused cat
is "$rc:$(wc -c <"$out")" 0:0 'who has none left over is not listed'
run guest-unused nobody
is "$rc" 65 'an unknown guest is an error'
guest-unused | jq -c '{beneficiary, type, quantity: .left, by: "Ada", reason: "unused"}' | guest-override -q |
	guest-reclaim | ticket-cancel -c guests | guest-book
is "$(guest-unused; guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" '[1,null]' 'overridden to what would be left, they are reclaimed'
done_testing
