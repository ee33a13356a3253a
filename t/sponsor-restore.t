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
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" '[1,"surplus, a person decides: 1 × full"]' \
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
	'[[],"refused: 3 × full: sold_out: 3 of \"full\" requested, 1 left"]' 'a lost purchase whose repeated request is refused is not booked any more'
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
is "$(ticket-report clients | jq -r .tickets):$(differences)" 3: 'the repair by sponsor-reconcile after a restore books neither refused nor returned tickets'

# The CRM, from a backup before the first fact, unless the test names another moment.
follow() { # as lanyard-operate(7) says, once what was lost is recorded again
	ticket-feed | sponsor-book
	cron
}
quantities() { # of acme: owed, booked; at ticketing now, and at the most ever
	echo "$(sponsor-status acme | jq -c '[.entitled[0].quantity, .booked[0].quantity]'):$(
		ticket-feed | jq -nc '[foreach inputs as $event (0; . + if ($event.type | endswith("purchase-created.v1"))
			then $event.data.tickets | length elif ($event.type | endswith("tickets-cancelled.v1"))
			then -($event.data.tickets | length) else 0 end)] | [last, max]')"
}
begin() { # CONFERENCE
	export LANYARD_CONFERENCE="$1" LANYARD_NOW=2025-03-01T12:00:00Z
	open_sponsorship
	backup sponsorship
}
entitle() { # QUANTITY
	sponsor-override -q acme full --quantity "$1" --by Ann --reason x >/dev/null
}
later() { # TIME COMMAND
	LANYARD_NOW=2025-03-01T$1:00Z
	shift
	"$@"
}
first_ticket() {
	ticket-feed | jq -r 'select(.data.tickets) | .data.tickets[0].id' | head -n 1
}
purchases() { # of the ledger
	sqlite3 -readonly "$(stores sponsorship)" 'SELECT hex(purchase), valid FROM bookings ORDER BY requested' | paste -sd ' ' -
}

begin crm-same
pay_sponsor acme Silver
cron
ticket-assign -c organiser "$(first_ticket)" --name Ann --email ann@acme.example | sponsor-book
had=$(purchases)
later 13:00 restore sponsorship
is "$(differences)" acme:not_in_ledger 'a purchase for a sponsor that a restored CRM lacks is a difference'
json '[.message, .repair] | map(. // "none") | join(": ")' \
	'ticketing has 3 for somebody who is not registered: register them, then read the feed: none' 'a purchase for a sponsor that a restored CRM lacks has no repair, and the message says to register it'
ticket-feed >feed
run sponsor-book <feed
is "$rc" 65 'sponsor-book refuses a purchase that the CRM requested for a sponsor that it lacks since its restore'
says 'there is no sponsor "acme"' 'the message of sponsor-book names the sponsor that a restored CRM lacks'
pay_sponsor acme Silver
is "$(differences)" 'acme:not_decided acme:not_recorded' 'a purchase for a sponsor that is registered again is a difference'
repair=$(jq -r 'select(.difference == "not_recorded") | .repair' "$out")
is "$repair" 'ticket-feed | sponsor-book' "the repair of a purchase that a restored CRM lacks reads ticketing's feed"
follow
is "$(purchases):$(quantities)" "$had:[3,3]:[3,3]" 'a restored CRM that reads the feed has the purchase of before, and books nothing twice'
run sponsor-unused
json '"\(.booked) \(.assigned) \(.unused)"' '3 1 2' 'a restored CRM that reads the feed knows who its tickets are assigned to'
is "$(differences)" '' 'sponsor-reconcile finds no difference after a restored CRM has read the feed'
events=$(events sponsor-feed)
ticket-feed | sponsor-book
is "$(events sponsor-feed)" "$events" 'a restored CRM that reads the feed twice records nothing the second time'

begin crm-more
pay_sponsor acme Silver
cron
entitle 6
later 12:30 cron
had=$(purchases)
later 13:00 restore sponsorship
pay_sponsor acme Silver && entitle 6
follow
is "$(purchases):$(quantities):$(differences)" "$had:[6,6]:[6,6]:" 'a restored CRM that reads the feed has both purchases of a number that was raised since'

begin crm-other
pay_sponsor acme Silver
cron
later 13:00 restore sponsorship
pay_sponsor acme Gold
follow
is "$(quantities):$(differences)" '[5,5]:[5,5]:' 'a restored CRM that owes more than before requests only the difference'

begin crm-less
pay_sponsor acme Gold
cron
ticket-assign -c organiser "$(first_ticket)" --name Ann --email ann@acme.example | sponsor-book
entitle 2
later 12:30 cron
later 13:00 restore sponsorship
pay_sponsor acme Gold && entitle 2
sponsor-onboard -a >/dev/null
ticket-feed | sponsor-book
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(quantities):$(differences)" '[2,2]:[2,5]:' 'a restored CRM does not book again what was reclaimed since'
sponsor-withdraw -q acme >/dev/null
cron 2>/dev/null
is "$(quantities)" '[null,1]:[1,5]' 'a restored CRM reclaims only the unassigned tickets of a purchase that it found in the feed'

begin crm-cancelled
pay_sponsor acme Silver
cron
ticket-cancel -c organiser "$(purchase_at ticketing)" | sponsor-book
sponsor-allocate --retry | book
had=$(purchases)
later 13:00 restore sponsorship
pay_sponsor acme Silver
follow
is "$(purchases):$(quantities):$(differences)" "$had:[3,3]:[3,3]:" 'a restored CRM has a purchase that was cancelled since, and the one that replaced it'

begin crm-refused
ticket-type amend full --capacity 2 >/dev/null
pay_sponsor acme Silver
cron 2>/dev/null
ticket-type amend full --capacity 100 >/dev/null
sponsor-allocate --retry | book
later 13:00 restore sponsorship
pay_sponsor acme Silver
follow
is "$(quantities):$(differences)" '[3,3]:[3,3]:' 'a restored CRM has the purchase of an attempt after a refusal'

begin crm-manual
pay_sponsor acme Silver
sponsor-onboard -a >/dev/null
sponsor-allocate -qa >/dev/null
sponsor-book --manual acme/full/1 --by Ann >/dev/null
entitle 5
later 12:30 cron
later 13:00 restore sponsorship
pay_sponsor acme Silver && entitle 5
ticket-feed | sponsor-book
sponsor-onboard -a >/dev/null
reference=$(sponsor-allocate -a | jq -r .data.reference)
sponsor-book --manual "$reference" --by Ann >/dev/null
follow
is "$(quantities):$(differences)" '[5,5]:[2,2]:' 'a booking of another shop is recorded again in a restored CRM before it is requested'

# A restored CRM that requests before it reads the feed.
begin crm-hasty
pay_sponsor acme Silver
cron
ticket-assign -c organiser "$(first_ticket)" --name Ann --email ann@acme.example | sponsor-book
later 13:00 restore sponsorship
pay_sponsor acme Gold
cron 2>/dev/null
is "$(sponsor-status acme | jq -r .awaits):$(differences)" \
	'request denied: 5 × full: conflict: this reference was used by another command:acme:not_recorded' \
	'a restored CRM that requests before it reads the feed has the request pending as a conflict'
entitle 6
cron 2>/dev/null
is "$(quantities)" '[6,1]:[4,4]' 'a request that is pending as a conflict is not requested again under another reference'
for repair in not_recorded not_decided; do
	differences >found
	is "$(cat found)" acme:$repair "a restored CRM that requested before it read the feed has the difference $repair"
	sh -c "$(jq -r .repair "$out")" 2>/dev/null
done
is "$(quantities):$(differences)" '[6,6]:[6,6]:' 'the repairs of a conflict book what is missing, and nothing twice'
sponsor-unused >unused
is "$(jq .assigned unused)" 1 'the repairs of a conflict leave assigned tickets'

# Both, each from another moment.
begin both-crm-older
pay_sponsor acme Silver
cron
backup ticketing
entitle 6
later 12:30 cron
later 13:00 restore sponsorship
restore ticketing
pay_sponsor acme Silver && entitle 6
follow
repeat
is "$(quantities):$(differences)" '[6,6]:[6,6]:' 'a CRM restored from an older backup than ticketing has its purchases, and books the rest'
had=$(purchases)
backup ticketing
entitle 9
cron
later 14:00 restore ticketing
repeat 2>/dev/null
is "$(quantities):$(differences)" '[9,9]:[9,9]:' 'a purchase that a restored CRM found in the feed is requested again from a restored ticketing'

begin both-crm-newer
backup ticketing
pay_sponsor acme Silver
cron
backup sponsorship
entitle 6
later 12:30 cron
later 13:00 restore sponsorship
restore ticketing
entitle 6
follow 2>/dev/null
repeat 2>/dev/null
is "$(quantities):$(differences)" '[6,6]:[6,6]:' 'a ticketing restored from an older backup than the CRM books what it lacks'

# Both, and then the CRM from a newer backup: what it has is void, under the same reference.
begin twice
backup ticketing
pay_sponsor acme Silver
cron
ticket-assign -c organiser "$(first_ticket)" --name Ann --email ann@acme.example | sponsor-book
sponsor-override -q acme full --quantity 1 --by Ann --reason x | sponsor-reclaim -q >/dev/null
sqlite3 -readonly "$(stores sponsorship)" ".backup 'newer.backup'"
later 13:00 restore sponsorship
restore ticketing
pay_sponsor acme Silver
follow
had=$(purchases)
mv newer.backup sponsorship.backup
later 14:00 restore sponsorship
entitle 3
follow 2>/dev/null
sponsor-unused >unused
is "$(purchases):$(quantities):$(jq .assigned unused):$(differences)" "$had:[3,3]:[3,3]:0:" \
	'a purchase of a newer time replaces the one that a CRM restored twice has under its reference'

# The feed in any order.
begin shuffled
pay_sponsor acme Gold
cron
ticket-assign -c organiser "$(first_ticket)" --name Ann --email ann@acme.example | sponsor-book
entitle 2
later 12:10 cron
entitle 4
later 12:20 cron
had=$(purchases | tr ' ' '\n' | sort)
for seed in 1 2 3 4 5; do
	later 13:00 restore sponsorship
	pay_sponsor acme Gold && entitle 4
	yes "$seed" | head -n 1000 >random
	ticket-feed | shuf --random-source=random | sponsor-book -q
	ticket-feed | sponsor-book -q
	cron
	is "$(purchases | tr ' ' '\n' | sort):$(quantities):$(differences)" "$had:[4,4]:[4,5]:" \
		"a restored CRM has the same purchases after it read the feed in another order, seed $seed"
done

# The CRM, from a backup before the decision.
export LANYARD_CONFERENCE=crm LANYARD_NOW=2025-03-01T12:00:00Z
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard -a >/dev/null
backup sponsorship
cron
LANYARD_NOW=2025-03-01T13:00:00Z
restore sponsorship
is "$(differences)" 'acme:not_decided acme:not_recorded' 'a booking that a restored CRM lacks is a difference'
cron
is "$(differences):$(ticket-report clients | jq -r .tickets)" :5 'the decision of a restored CRM makes the same request, which ticketing answers with the same purchase'

# The CRM, from a backup after the request and before the recorded answer.
sponsor-override -q acme full --quantity 6 --by Ann --reason more | sponsor-allocate >requests
backup sponsorship
book <requests
restore sponsorship
is "$(differences)" acme:not_recorded 'a purchase that a restored CRM has not recorded is a difference'
sh -c "$(jq -r .repair "$out")"
is "$(differences):$(sponsor-status acme | jq .booked[0].quantity)" :6 'the repair by sponsor-reconcile records the purchase in a restored CRM'
done_testing
