#!/bin/sh
# Contacts: a guest's name and address that change are sent to ticketing, with their own ticket.
. "$(dirname "$0")/lib.sh"
open_guest_list
amend() { ticket-amend -c guests | guest-book; }
admit eve press
guest-allocate <guest.eve | book_guests
guest-register -q eve --name 'Eve Lee' --email right@g.example >changed
guest-allocate -a
is "$(guest-status --tasks eve)" '' 'a ticket of an old address is no task while the new contact is to be sent'
run guest-contact <changed
json '.data | "\(.name) \(.email) \(.delegates)"' 'Eve Lee right@g.example true' "a guest's own ticket is amended with their contact"
cp "$out" commands
run guest-contact -a
same "$out" commands 'guest-contact -a repeats a command that was not answered'
amend <commands
is "$(ticket-report delegates | jq -r '"\(.name) \(.email)"')" 'Eve Lee right@g.example' "a guest's own ticket is assigned to the new address"
is "$(guest-status --tasks eve; guest-status eve | jq .awaits)" null 'a guest whose own ticket was amended awaits nothing'
guest-withdraw -q eve | guest-reclaim | ticket-cancel -c guests | guest-book
is "$(guest-status eve | jq -c .booked)" '[]' "a guest's own ticket is reclaimed after its address was amended"
admit fay press
guest-allocate <guest.fay | book_guests
ticket-assign -c organiser --name Gil --email gil@g.example \
	"$(ticket-report delegates | jq -r 'select(.email == "fay@g.example") | .ticket')" | guest-book
guest-register -q fay --email new@g.example | guest-contact | amend
is "$(ticket-report delegates | jq -r .email)" gil@g.example 'a ticket that a guest has passed on is not amended'
run guest-contact -a
is "$rc:$(wc -c <"$out")" 0:0 'a contact that ticketing has amended is not sent again'

# A purchaser who was amended at ticketing.
differences() { ticket-feed | guest-reconcile -c guests; }
admit ida press
guest-allocate <guest.ida | book_guests
own() { ticket-report delegates | jq -r 'select(.reference == "ida/full/1") | .email'; }
ticket-amend -c organiser --of-client guests --reference ida/full/1 --email hand@g.example | guest-book
guest-register -q ida --email third@g.example | guest-contact | amend
guest-allocate -a
is "$(own)" third@g.example "a guest's own ticket gets the new address after another purchaser was recorded at ticketing"
ticket-amend -c organiser --of-client guests --reference ida/full/1 --email hand@g.example --delegates | guest-book
ticket-amend -c organiser --of-client guests --reference ida/full/1 --email third@g.example | guest-book
is "$(own)" hand@g.example 'an amendment without --delegates leaves the own ticket at the address before'
run differences
json '"\(.difference): \(.message)"' 'contact: a ticket of their own is assigned to hand@g.example, and not to third@g.example' \
	"a guest's own ticket with another address than the guest is a difference"
sh -c "$(jq -r .repair "$out")"
is "$(own):$(differences)" third@g.example: "the repair by guest-reconcile assigns the own ticket to the guest's address"
ticket-assign -c organiser --name Gil --email gil@g.example \
	"$(ticket-report delegates | jq -r 'select(.email == "third@g.example") | .ticket')" | guest-book
is "$(differences)" '' 'a ticket that a guest has passed on is no difference'
done_testing
