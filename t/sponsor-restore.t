#!/bin/sh
# Ticketing, or the CRM, is restored from a backup: the ledger follows, and reconciliation
# reports what differs.
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

# Ticketing, from before the booking.
open_sponsorship
backup ticketing
pay_sponsor acme Silver
cron
ticket-feed >before
old=$(purchase_at sponsorship)
LANYARD_NOW=2025-03-01T13:00:00Z
restore ticketing
is "$(differences)" acme:not_at_ticketing 'a purchase that a restored ticketing does not have is reported'
repair=$(jq -r .repair "$out")
sh -c "$repair" 2>/dev/null
new=$(purchase_at ticketing)
is "$(purchase_at sponsorship)" "$new" "after the repair the ledger has ticketing's new purchase"
ok '  which is another one than before' test "$new" != "$old"
is "$(differences)" '' '  and nothing differs'
run sponsor-book -q <before
is "$rc:$(purchase_at sponsorship):$(differences)" "0:$new:" 'a feed from before the restore does not bring the old purchase back'
repeat
is "$(purchase_at sponsorship):$(ticket-report clients | jq -r .tickets)" "$new:3" 'repeating all requests books nothing twice'
ticket=$(ticket-feed | jq -r 'select(.data.tickets) | .data.tickets[0].id')
ticket-assign -c organiser "$ticket" --name Ann --email ann@acme.example | sponsor-book
run sponsor-unused
json '"\(.booked) \(.assigned) \(.unused)"' '3 1 2' 'an assignment of the new purchase is counted'
sponsor-withdraw -q acme >/dev/null
cron 2>/dev/null
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" '[1,"surplus, a person decides: full=1"]' \
	'the unassigned tickets of the new purchase are reclaimed'
is "$(differences)" acme:surplus '  and the assigned one is for a person'

# While a reclaim of the old purchase is pending, and its tickets are assigned.
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
json '"\(.booked) \(.assigned) \(.unused)"' '5 0 5' 'what was assigned of the old purchase is not assigned of the new one'
cron
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]'):$(ticket-report clients | jq -r .tickets)" '[2,null]:2' \
	'a reclaim that was pending of the old purchase is requested of the new one'
is "$(differences)" '' '  and nothing differs'
ticket-cancel -c sponsorship <reclaims 2>/dev/null | sponsor-book -q
is "$(differences)" '' 'the old reclaim changes nothing of the new purchase'

# Ticketing, from after the booking and before its tickets were assigned.
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
ok 'a restored ticketing gives an assignment a sequence that it has used before' \
	test "$(jq -r .sequence assigned)" '<' "$(tail -n 1 before | jq -r .sequence)"
sponsor-book <assigned
is "$(assignee)" Dan '  and it replaces what was assigned before the restore'
sponsor-book -q <before
is "$(assignee)" Dan '  which a feed from before does not bring back'

# Ticketing, from before the booking, and somebody else has the tickets by now.
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
is "$(differences)" acme:not_at_ticketing 'a purchase is lost whose tickets somebody else has'
repeat 2>/dev/null
is "$(sponsor-status acme | jq -c '[.booked, .awaits]')" \
	'[[],"refused: full=3: sold_out: 3 of \"full\" requested, 1 left"]' 'requested again and refused, it is no longer booked'
is "$(differences)" acme:refused '  and is for a person'
run sponsor-book -q <before
is "$rc:$(differences)" 0:acme:refused '  even after a feed from before the restore'
ticket-type amend full --capacity 9 >/dev/null
sponsor-allocate --retry | book
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]'):$(differences)" '[3,null]:' '  and is booked by another attempt'

# Ticketing, from before a refusal, a booking of another attempt, and one that was returned.
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
is "$(differences)" acme:not_at_ticketing 'neither what was refused nor what was returned is missed after a restore'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
is "$(ticket-report clients | jq -r .tickets):$(differences)" 3: '  and the repair books only what was booked'

# The CRM, from before the decision.
export LANYARD_CONFERENCE=crm LANYARD_NOW=2025-03-01T12:00:00Z
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard -a >/dev/null
backup sponsorship
cron
LANYARD_NOW=2025-03-01T13:00:00Z
restore sponsorship
is "$(differences)" ':not_in_ledger acme:not_decided' 'what a restored CRM does not have is reported'
cron
is "$(differences):$(ticket-report clients | jq -r .tickets)" :5 'decided again, the same request is answered by the same purchase'

# The CRM, from after the request, and before the answer was recorded.
sponsor-override -q acme full --quantity 6 --by Ann --reason more | sponsor-allocate >requests
backup sponsorship
book <requests
restore sponsorship
is "$(differences)" acme:not_recorded 'a purchase that a restored CRM has not recorded is reported'
sh -c "$(jq -r .repair "$out")"
is "$(differences):$(sponsor-status acme | jq .booked[0].quantity)" :6 '  and recorded by the repair'
done_testing
