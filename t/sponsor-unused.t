#!/bin/sh
# What nobody holds of a sponsor's tickets, and what is left when that is asked back.
. "$(dirname "$0")/lib.sh"
open_both
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
ticket-feed | jq -r '.data.tickets[]?.id // empty' | head -n 2 | while read -r ticket; do
	ticket-assign -c organiser --name Ann --email ann@x.example "$ticket"
done | sponsor-book
shown() {
	run sponsor-unused "$@"
	jq -r '"\(.booked) \(.held) \(.unused) \(.left)"' "$out"
}
is "$(shown)" '5 2 3 2' 'of five that are booked two are held, and three are not'
is "$(shown --before 2025-03-02)$(shown --before 2025-02-01)" '5 2 3 2' 'of those asked for before a day'
is "$(shown acme)" '5 2 3 2' 'of one sponsor'

# By hand elsewhere, and not answered yet.
sponsor-override acme full --quantity 9 --by Ann --reason more | sponsor-allocate >/dev/null
sponsor-book --manual acme/full/2 --by Bo >/dev/null
sponsor-override acme full --quantity 10 --by Ann --reason more | sponsor-allocate >asking
is "$(shown)" '5 2 3 7' 'what was booked by hand, and what is not answered yet, would be left'
sponsor-unused | jq -c '{sponsor, type, quantity: .left, by: "Ann", reason: "unused"}' | sponsor-override -q |
	sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
book <asking
is "$(shown)$(sponsor-status | jq -c '[.booked[].quantity, .awaits]')" '3 2 1 6[7,null]' \
	'set to that, nothing is too much when what was unused is back'

# Given back by hand, and nobody said which: those that were held of it are not another booking's.
export LANYARD_CONFERENCE=by-hand
open_both
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
ticket-feed | jq -r '.data.tickets[]?.id // empty' | head -n 3 | while read -r ticket; do
	ticket-assign -c organiser --name Ann --email ann@x.example "$ticket"
done | sponsor-book
sponsor-override acme full --quantity 9 --by Ann --reason more | sponsor-allocate | book
is "$(shown)" '9 3 6 3' 'of two bookings three are held'
sponsor-book --manual acme/full/1 --left 0 --by Ann >/dev/null
is "$(shown)" '4 0 4 0' 'when the one is given back, all of the other are unused'
run sponsor-status --tasks --starts 2025-03-05 acme
json 'select(.task == "tickets_unassigned").message' 'nobody holds 4 of its tickets' 'and a task'

# A booking has a limit, bookings together have none.
export LANYARD_CONFERENCE=many
open_both 2000 2000
pay_sponsor acme Gold
sponsor-onboard <paid.acme >/dev/null
sponsor-override acme full --quantity 500 --by Ann --reason many | sponsor-allocate | book
sponsor-override -q acme full --quantity 0 --by Ann --reason none | sponsor-reclaim >/dev/null
sponsor-override acme full --quantity 500 --by Ann --reason many | sponsor-allocate | book
run sponsor-unused
json '"\(.booked) \(.held) \(.unused) \(.left)"' '1000 0 1000 0' 'two bookings that are as great as can be are a row of the report'
run sponsor-status acme
json '.booked[0].quantity' 1000 'and of the status'
done_testing
