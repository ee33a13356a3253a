#!/bin/sh
# A restore of ticketing or of the CRM from a backup: the ledger follows, and sponsor-reconcile
# reports the differences.
. "$(dirname "$0")/lib.sh"
stores() { # CONTEXT: its store
	echo "$LANYARD_HOME/$LANYARD_CONFERENCE/$1.db"
}
backup() { # CONTEXT
	sqlite3 -readonly "$(stores "$1")" ".backup '$1.backup'"
}
restore() { # CONTEXT
	rm -f "$(stores "$1")"*
	cp "$1.backup" "$(stores "$1")"
}
differences() {
	ticket-feed >feed
	run sponsor-reconcile -c sponsorship <feed
	jq -r '(.beneficiary // "") + ":" + .difference' "$out" | sort | paste -sd ' ' -
}
cron() {
	sponsor-onboard -a >/dev/null
	sponsor-allocate -qa | book
	sponsor-reclaim -qa | ticket-cancel -c sponsorship | sponsor-book
}
repeat() { # as lanyard-operate(7) says
	sponsor-feed | sponsor-allocate -q | ticket-create -c sponsorship | sponsor-book -q
	ticket-feed | sponsor-book -q
}
purchase_at() { # ticketing | sponsorship
	case $1 in
	ticketing) ticket-feed | jq -r 'select(.type | endswith("purchase-created.v1")) | .data.purchase' | tail -n 1 ;;
	sponsorship) sponsor-feed | jq -r 'select(.type | endswith("tickets-booked.v1")) | .data.purchase' | tail -n 1 ;;
	esac
}

# Ticketing, from a backup before the booking.
open_sponsorship
backup ticketing
pay_sponsor acme Silver
cron
ticket-feed >before
old=$(purchase_at sponsorship)
LANYARD_NOW=2025-03-01T13:00:00Z
restore ticketing
is "$(differences)" acme:not_at_ticketing 'a purchase that a restored ticketing lacks is a difference'
repair=$(jq -r .repair "$out")
sh -c "$repair" 2>/dev/null
new=$(purchase_at ticketing)
is "$(purchase_at sponsorship)" "$new" "the repair of a lost purchase records ticketing's new purchase"
ok 'the repair of a lost purchase makes another purchase' test "$new" != "$old"
is "$(differences)" '' 'sponsor-reconcile finds no difference after the repair of a lost purchase'
run sponsor-book -q <before
is "$rc:$(purchase_at sponsorship):$(differences)" "0:$new:" 'a feed from before a restore does not replace the new purchase'
repeat
is "$(purchase_at sponsorship):$(ticket-report clients | jq -r .tickets)" "$new:3" 'commands that are repeated after a restore book nothing twice'
ticket=$(ticket-feed | jq -r 'select(.data.tickets) | .data.tickets[0].id')
ticket-assign -c organiser "$ticket" --name Ann --email ann@acme.example | sponsor-book
run sponsor-unused
json '"\(.booked) \(.assigned) \(.unused)"' '3 1 2' 'an assignment of the new purchase is counted'
sponsor-withdraw -q acme >/dev/null
cron 2>/dev/null
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" '[1,"surplus, a person decides: full=1"]' \
	'the unassigned tickets of the new purchase are reclaimed'
is "$(differences)" acme:surplus 'an assigned ticket of the new purchase is a surplus'

# Ticketing, while a reclaim is pending and a ticket of the old purchase is assigned.
export LANYARD_CONFERENCE=pending LANYARD_NOW=2025-03-01T12:00:00Z
open_sponsorship
backup ticketing
pay_sponsor acme Gold
cron
ticket-assign -c organiser "$(ticket-feed | jq -r 'select(.data.tickets) | .data.tickets[0].id')" \
	--name Ann --email ann@acme.example | sponsor-book
sponsor-override -q acme full --quantity 2 --by Ann --reason less | sponsor-reclaim >reclaims
LANYARD_NOW=2025-03-01T13:00:00Z
restore ticketing
repeat
run sponsor-unused
json '"\(.booked) \(.assigned) \(.unused)"' '5 0 5' 'an assignment of a lost purchase does not count for the new purchase'
cron
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]'):$(ticket-report clients | jq -r .tickets)" '[2,null]:2' \
	'a pending reclaim of a lost purchase is requested for the new purchase'
is "$(differences)" '' 'sponsor-reconcile finds no difference after the reclaim of the new purchase'
ticket-cancel -c sponsorship <reclaims 2>/dev/null | sponsor-book -q
is "$(differences)" '' 'a reclaim of the lost purchase changes nothing of the new purchase'

# Ticketing, from a backup after the booking and before the assignments.
export LANYARD_CONFERENCE=assigned LANYARD_NOW=2025-03-01T12:00:00Z
open_sponsorship
pay_sponsor acme Silver
cron
backup ticketing
ticket=$(ticket-feed | jq -r 'select(.data.tickets) | .data.tickets[0].id')
for name in Ann Ben Cleo; do
	ticket-assign -c organiser "$ticket" --name $name --email $name@acme.example | sponsor-book
done
ticket-feed >before
LANYARD_NOW=2025-03-01T13:00:00Z
restore ticketing
assignee() {
	sponsor-feed | jq -r 'select(.type | endswith("assignment-recorded.v1")) | .data.name' | tail -n 1
}
ticket-assign -c organiser "$ticket" --name Dan --email dan@acme.example >assigned
ok 'a restored ticketing uses sequences of its lost events again' \
	test "$(jq -r .sequence assigned)" '<' "$(tail -n 1 before | jq -r .sequence)"
sponsor-book <assigned
is "$(assignee)" Dan 'an assignment after a restore replaces a lost assignment'
sponsor-book -q <before
is "$(assignee)" Dan 'a feed from before a restore does not bring a lost assignment back'

# Ticketing, from a backup before the booking; another client has the tickets since.
export LANYARD_CONFERENCE=elsewhere LANYARD_NOW=2025-03-01T12:00:00Z
open_sponsorship 3
backup ticketing
pay_sponsor acme Silver
cron
ticket-feed >before
LANYARD_NOW=2025-03-01T13:00:00Z
restore ticketing
ticket-client add press --commands create-ticket-purchase --types full --waive --budget 9 >/dev/null
ticket-create -c press --name P --email p@press.example --ticket full=2 --payment waived press-1 >/dev/null
is "$(differences)" acme:not_at_ticketing 'a lost purchase is a difference when another client has its tickets'
repeat 2>/dev/null
is "$(sponsor-status acme | jq -c '[.booked, .awaits]')" \
	'[[],"refused: full=3: sold_out: 3 of \"full\" requested, 1 left"]' 'a lost purchase whose repeated request is refused is not booked any more'
is "$(differences)" acme:refused 'a lost purchase whose repeated request is refused is a refused difference'
run sponsor-book -q <before
is "$rc:$(differences)" 0:acme:refused 'a feed from before a restore does not bring a lost purchase back after a refusal'
ticket-type amend full --capacity 9 >/dev/null
sponsor-allocate --retry | book
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]'):$(differences)" '[3,null]:' 'sponsor-allocate --retry books a lost purchase after a refusal'

# Ticketing, from a backup before a refusal, a retry that was booked, and a return.
export LANYARD_CONFERENCE=repeated LANYARD_NOW=2025-03-01T12:00:00Z
open_sponsorship 2
backup ticketing
pay_sponsor acme Silver
cron 2>/dev/null
ticket-type amend full --capacity 100 >/dev/null
sponsor-allocate --retry | book
pay_sponsor bolt Silver
cron
sponsor-withdraw -q bolt >/dev/null
cron
LANYARD_NOW=2025-03-01T13:00:00Z
restore ticketing
ticket-type amend full --capacity 100 >/dev/null
is "$(differences)" acme:not_at_ticketing 'only the booked one of booked, refused and returned requests is a difference after a restore'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
is "$(ticket-report clients | jq -r .tickets):$(differences)" 3: 'the repair after a restore books neither refused nor returned tickets'

# The CRM, from a backup before the decision.
export LANYARD_CONFERENCE=crm LANYARD_NOW=2025-03-01T12:00:00Z
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard -a >/dev/null
backup sponsorship
cron
LANYARD_NOW=2025-03-01T13:00:00Z
restore sponsorship
is "$(differences)" ':not_in_ledger acme:not_decided' 'a booking that a restored CRM lacks is a difference'
cron
is "$(differences):$(ticket-report clients | jq -r .tickets)" :5 'the decision of a restored CRM makes the same request, which ticketing answers with the same purchase'

# The CRM, from a backup after the request and before the recorded answer.
sponsor-override -q acme full --quantity 6 --by Ann --reason more | sponsor-allocate >requests
backup sponsorship
book <requests
restore sponsorship
is "$(differences)" acme:not_recorded 'a purchase that a restored CRM has not recorded is a difference'
sh -c "$(jq -r .repair "$out")"
is "$(differences):$(sponsor-status acme | jq .booked[0].quantity)" :6 'the repair records the purchase in a restored CRM'
done_testing
