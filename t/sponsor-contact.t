#!/bin/sh
# Contacts: a sponsor's contact that changes is sent to ticketing, once a change.
. "$(dirname "$0")/lib.sh"
open_sponsorship
amend() { ticket-amend -c sponsorship | sponsor-book; }
contact() { # ADDRESS [NAME]
	sponsor-register -q acme --name "${2:-Acme}" --email "$1@acme.example"
}
at_ticketing() {
	ticket-report missing | jq -r '"\(.name) \(.email)"' | sort -u | paste -sd ' ' -
}
sent() {
	jq -r '"\(.data.name) \(.data.email)"' "$@" | paste -sd ' ' -
}
pay_sponsor acme Gold
contact first >/dev/null
sponsor-onboard <paid.acme | sponsor-allocate | ticket-create -c sponsorship >booked
sponsor-book <booked
run sponsor-contact -a
is "$rc:$(wc -c <"$out")" 0:0 'sponsor-contact sends nothing while no contact has changed'

# After the booking.
contact new >changed
is "$(sponsor-allocate -a; sponsor-status acme | jq -r .awaits)" sponsor-contact 'the status says that a contact is to be sent'
run sponsor-contact <changed
json '"\(.type | split(".")[2]) \(.data | keys | join(","))"' 'amend-purchaser email,name,purchase' \
	"a command for a changed contact has the purchase and the contact, and no more"
is "$(sent "$out")" 'Acme new@acme.example' 'a contact that changes after the booking is sent'
cp "$out" commands
run sponsor-contact <changed
same "$out" commands 'sponsor-contact prints the same commands when it reads the same event again'
run sponsor-contact -a
same "$out" commands 'sponsor-contact -a repeats a command that was not answered'
is "$(sponsor-status acme | jq -r .awaits)" 'contact pending: 5 × full' "the status says that ticketing's answer is pending"
ticket-amend -c sponsorship <commands >answer
sponsor-book <answer
is "$(at_ticketing)" 'Acme new@acme.example' 'ticketing has the new contact'
before=$(events sponsor-feed)
sponsor-book <answer
run sponsor-contact -a
is "$(wc -c <"$out"):$(events sponsor-feed)" "0:$before" 'a contact that ticketing has amended is not sent again'
is "$(sponsor-status acme | jq .awaits)" null 'a sponsor whose contact was amended awaits nothing'
sponsor-feed >feed
run sponsor-contact <feed
same "$out" commands 'sponsor-contact makes the same command from the feed'
run sponsor-status --why acme
is "$(jq -r .what "$out" | tail -n 2)" 'contact of acme/full/1 sent to ticketing: Acme
contact of acme/full/1 amended by ticketing' 'the history has the contact that was sent, and the answer'

# A, B, A, and two changes before ticketing has answered.
contact first | sponsor-contact | amend
is "$(at_ticketing)" 'Acme first@acme.example' 'a contact that is changed back is sent again'
contact new | sponsor-contact >unsent
contact first >/dev/null
run sponsor-contact -a
is "$(sent "$out")" 'Acme first@acme.example' 'a contact that is changed back before ticketing has answered is sent, and the one before it is not'
amend <"$out"
sponsor-allocate -a
is "$(sponsor-status acme | jq .awaits):$(at_ticketing)" 'null:Acme first@acme.example' \
	'a contact that ticketing has already ends the amendment'
contact new | sponsor-contact >lost
ticket-amend -c sponsorship <lost >answer
contact first >/dev/null
sponsor-allocate -a
sponsor-contact -a >last
sponsor-book <answer
is "$(sponsor-contact -a | cmp - last && sponsor-status acme | jq -r .awaits)" 'contact pending: 5 × full' \
	'an answer to an earlier contact does not end the amendment of a newer one'
{ ticket-feed && cat booked; } | sponsor-book
run sponsor-contact -a
same "$out" last 'earlier events with the same contact do not end an amendment'
amend <last
is "$(at_ticketing):$(sponsor-contact -a | wc -c)" 'Acme first@acme.example:0' 'the last contact is the one that ticketing has in the end'

# Before ticketing has heard of the booking.
sponsor-override acme full --quantity 7 --by Ann --reason more | sponsor-allocate >request
contact late >changed
run sponsor-contact <changed
is "$(jq -r .data.purchase "$out" | wc -l)" 1 'a contact is sent for booked requests only'
amend <"$out"
ticket-create -c sponsorship <request >answer
run sponsor-contact -a
is "$(wc -c <"$out")" 0 'a contact is not sent while the ledger lacks the answer to a request'
sponsor-book <answer
run sponsor-contact -a
is "$(sent "$out"):$(jq -r .data.purchase "$out")" "Acme late@acme.example:$(jq -r .data.purchase answer)" \
	'a contact that has changed before ticketing has answered the request is sent once it has'
cp "$out" late
sponsor-feed | sponsor-contact | grep -qxFf late
is $? 0 'sponsor-contact makes the same command from the event of the booking'
amend <late
is "$(at_ticketing)" 'Acme late@acme.example' 'all bookings of a sponsor have its last contact'

# Answers that end it, and denials.
ticket-client amend sponsorship --commands create-ticket-purchase,cancel-tickets >/dev/null
contact denied >/dev/null
sponsor-allocate -a
sponsor-contact -a | ticket-amend -c sponsorship >denials 2>/dev/null
run sponsor-book <denials
says 'acme/full/1: contact denied, and still pending: forbidden' 'sponsor-book warns that a contact that ticketing denies is pending'
is "$(sponsor-status acme | jq -r .awaits | cut -d: -f1-3)" 'contact denied: 5 × full: forbidden' "the status has the denial with ticketing's reason"
is "$(sponsor-status --tasks acme | jq -r .task)" contact_denied 'a denied contact is a task'
before=$(events sponsor-feed)
sponsor-book <denials 2>/dev/null
is "$(events sponsor-feed)" "$before" 'a denial of a contact that is repeated is recorded once'
ticket-client amend sponsorship --commands create-ticket-purchase,cancel-tickets,amend-purchaser >/dev/null
sponsor-contact -a | amend
is "$(at_ticketing)" 'Acme denied@acme.example' 'a denied contact is sent again once the client has the grant'
second=$(jq -r .data.purchase answer)
contact gone | sponsor-contact >commands
ticket-cancel -c organiser "$second" >cancelled
ticket-amend -c sponsorship <commands >answers
run sponsor-book <answers
says 'acme/full/2: contact not amended: cancelled' 'sponsor-book reports that ticketing refuses a contact'
is "$(sponsor-status --tasks acme | jq -r .task)" contact_refused 'a refused contact is a task while the ledger has valid tickets'
run sponsor-contact -a
is "$(wc -c <"$out")" 0 'a refused contact is not sent again'
sponsor-book <cancelled
is "$(sponsor-status --tasks acme | jq -r .task)" '' 'a refused contact is no task once the cancellation is recorded'
contact later >changed
sponsor-allocate -a | book
sponsor-contact <changed >commands
is "$(wc -l <commands | tr -d ' ')" 1 'no contact is sent for a booking without a valid ticket'
amend <commands

# A manual booking, and what the feed shows.
pay_sponsor bolt Silver
sponsor-onboard <paid.bolt | sponsor-allocate >/dev/null
sponsor-book --manual bolt/full/1 --by Ann >/dev/null
sponsor-register -q bolt --email other@bolt.example >/dev/null
run sponsor-contact -a
is "$(wc -c <"$out")" 0 'no contact is sent for a booking in another shop'
sponsor-allocate -a
compare() { ticket-feed | sponsor-reconcile -c sponsorship; }
is "$(compare)" '' 'sponsor-reconcile prints no contact that agrees'
contact "it's" "O'Acme, Ltd" >/dev/null
is "$(compare | jq -r 'select(.repair | test("contact")) | .difference' | sort -u)" not_requested 'sponsor-reconcile prints a contact that was not sent'
sponsor-allocate -a
sh -c "$(compare | jq -r 'select(.repair | test("contact")) | .repair')"
is "$(at_ticketing)" "O'Acme, Ltd it's@acme.example" 'the repair of a contact that was not sent sends it'
ticket-amend -c organiser --email typo@acme.example "$(jq -r .data.purchase booked)" | sponsor-book
is "$(sponsor-contact -a | wc -c)" 0 'a contact that somebody amends at ticketing is not overwritten'
compare >differences
is "$(jq -r 'select(.difference == "contact") | .message' differences)" \
	"ticketing has the contact O'Acme, Ltd <typo@acme.example>, and not O'Acme, Ltd <it's@acme.example>" \
	'sponsor-reconcile prints a contact that differs from ticketing'
sh -c "$(jq -r 'select(.difference == "contact") | .repair' differences)"
is "$(at_ticketing):$(compare | jq -r .difference)" "O'Acme, Ltd it's@acme.example:" 'the repair of a contact that differs amends it'

# Ticketing that is restored from a backup books again, with the old contact.
mkdir -p restored/conference
sqlite3 "$LANYARD_HOME/conference/sponsorship.db" "VACUUM INTO 'restored/conference/sponsorship.db'"
export LANYARD_HOME="$PWD/restored" LANYARD_NOW=2025-03-02T12:00:00Z
ticket-type add full --name Full --price 100 --currency EUR --capacity 100 >/dev/null
ticket-client add sponsorship --commands create-ticket-purchase,cancel-tickets,amend-purchaser --types full --waive >/dev/null
sponsor-feed | sponsor-allocate 2>/dev/null | ticket-create -c sponsorship | sponsor-book 2>/dev/null
sponsor-contact -a | amend
is "$(at_ticketing)" "O'Acme, Ltd it's@acme.example" 'a purchase that replaces the one before a restore gets the last contact'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after amendments of contacts'
done_testing
