#!/bin/sh
# A sponsor's unassigned tickets, and the number that remains when they are reclaimed.
. "$(dirname "$0")/lib.sh"
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
ticket-feed | jq -r '.data.tickets[]?.id // empty' | head -n 2 | while read -r ticket; do
	ticket-assign -c organiser --name Ann --email ann@x.example "$ticket"
done | sponsor-book
shown() {
	run sponsor-unused "$@"
	jq -r '"\(.booked) \(.assigned) \(.unused) \(.left)"' "$out"
}
is "$(shown)" '5 2 3 2' 'sponsor-unused counts booked, assigned and unassigned tickets'
is "$(shown --before 2025-03-02)$(shown --before 2025-02-01)" '5 2 3 2' 'sponsor-unused --before selects tickets that were requested before a day'
is "$(shown acme)" '5 2 3 2' 'sponsor-unused with an operand prints one sponsor'

# Manual bookings and pending requests.
sponsor-override acme full --quantity 9 --by Ann --reason more | sponsor-allocate >/dev/null
sponsor-book --manual acme/full/2 --by Bo >/dev/null
sponsor-override acme full --quantity 10 --by Ann --reason more | sponsor-allocate >requests
is "$(shown)" '5 2 3 7' 'the tickets left by sponsor-unused include manual bookings and pending requests'
sponsor-unused | jq -c '{beneficiary, type, quantity: .left, by: "Ann", reason: "unused"}' | sponsor-override -q |
	sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
book <requests
is "$(shown)$(sponsor-status | jq -c '[.booked[].quantity, .awaits]')" '3 2 1 6[7,null]' \
	'an override to the tickets left by sponsor-unused leaves no surplus once the unused are reclaimed'

# A manual return does not say which tickets; those assigned of that booking count for no other booking.
export LANYARD_CONFERENCE=manual
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
ticket-feed | jq -r '.data.tickets[]?.id // empty' | head -n 3 | while read -r ticket; do
	ticket-assign -c organiser --name Ann --email ann@x.example "$ticket"
done | sponsor-book
sponsor-override acme full --quantity 9 --by Ann --reason more | sponsor-allocate | book
is "$(shown)" '9 3 6 3' 'the assigned tickets of two bookings are counted together'
sponsor-book --manual acme/full/1 --left 0 --by Ann >/dev/null
is "$(shown)" '4 0 4 0' 'the assigned tickets of a booking that was returned manually do not count for another booking'
run sponsor-status --tasks --starts 2025-03-05 acme
json 'select(.task == "tickets_unassigned").message' '4 tickets assigned to nobody' 'unassigned tickets are a task within a week of the start, with their number'

# A booking has a limit; the sum of several bookings has none.
export LANYARD_CONFERENCE=many
open_sponsorship 2000 2000
pay_sponsor acme Gold
sponsor-onboard <paid.acme >/dev/null
sponsor-override acme full --quantity 500 --by Ann --reason many | sponsor-allocate | book
sponsor-override -q acme full --quantity 0 --by Ann --reason none | sponsor-reclaim >/dev/null
sponsor-override acme full --quantity 500 --by Ann --reason many | sponsor-allocate | book
run sponsor-unused
json '"\(.booked) \(.assigned) \(.unused) \(.left)"' '1000 0 1000 0' 'sponsor-unused adds up two bookings of the largest quantity'
run sponsor-status acme
json '.booked[0].quantity' 1000 'sponsor-status adds up two bookings of the largest quantity'
done_testing
