#!/bin/sh
# Reconciliation of the guest list: the entitlement, the ledger, and ticketing's feed.
. "$(dirname "$0")/lib.sh"
open_guest_list 20
differences() {
	ticket-feed >feed
	run guest-reconcile -c guests <feed
	jq -r '"\(.beneficiary // ""):\(.difference)"' "$out" | paste -sd ' ' -
}
repair() { sh -c "$(jq -r .repair "$out" | sort -u)" >/dev/null 2>&1; }
is "$(differences)" '' 'guest-reconcile finds no difference without guests'
admit eve press
is "$(differences)" eve:not_decided 'a guest whose entitlement is not decided is a difference'
run guest-reconcile -c guests <feed
is "$rc" 1 'guest-reconcile exits with 1 if it finds a difference'
repair
is "$(differences):$(guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" ':[2,null]' 'the repair by guest-reconcile decides, requests and records what a guest is owed'
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "eve/full/1") | .data.purchase // empty' | head -n 1)" >/dev/null
is "$(differences)" eve:not_recorded 'a cancellation that the ledger has not recorded is a difference'
repair
is "$(differences)" eve:missing 'cancelled tickets that are owed are missing once the repair has recorded the cancellation'
repair
is "$(differences):$(guest-status eve | jq '.booked[0].quantity')" :2 'the repair by guest-reconcile books the missing tickets'
ticket-client add sponsorship --commands create-ticket-purchase,cancel-tickets --types '*' --waive >/dev/null
ticket-create -q -c sponsorship elm/full/1 --name Elm --email elm@e.example --ticket full=1 --payment waived >/dev/null
ticket-feed >feed
run guest-reconcile -c sponsorship <feed
is "$rc:$(wc -l <"$out" | tr -d ' ')" 64:0 'guest-reconcile refuses another client, whose purchases it would have cancelled'
says '-c sponsorship: the purchases of this ledger are of the client "guests"' 'the message about another client names the one of the ledger'
ticket-cancel -c organiser --reference elm/full/1 --of-client sponsorship >/dev/null
admit vic volunteer
guest-allocate -q <guest.vic
is "$(differences)" vic:without_rule 'a group without a rule is a difference'
guest-withdraw vic | guest-reclaim
is "$(differences)" '' 'a group without a rule is no difference after a withdrawal'

# After a restore of ticketing from a backup.
cp -R "$LANYARD_HOME" backup
admit bob press
guest-allocate <guest.bob | book_guests
before=$(ticket-feed | jq -r 'select(.data.reference? == "bob/full/1") | .data.purchase // empty' | head -n 1)
rm "$LANYARD_HOME"/conference/ticketing.db*
cp backup/conference/ticketing.db* "$LANYARD_HOME/conference/"
export LANYARD_NOW=2025-03-02T12:00:00Z
is "$(differences)" bob:not_at_ticketing 'a booking that a restored ticketing lacks is a difference'
repair
ticket-feed | guest-book -q
is "$(differences):$(guest-status bob | jq -c '[.booked[0].quantity, .awaits]')" ':[2,null]' 'the repair by guest-reconcile books the tickets that a restored ticketing lacks'
after=$(ticket-feed | jq -r 'select(.data.reference? == "bob/full/1") | .data.purchase // empty' | head -n 1)
ok 'the repair by guest-reconcile after a restore makes a new purchase' [ -n "$after" -a "$after" != "$before" ]
ticket-assign -c organiser --name Guest --email x@g.example \
	"$(ticket-feed | jq -r 'select(.data.reference? == "bob/full/1") | .data.tickets?[1].id // empty' | head -n 1)" | guest-book
is "$(guest-unused bob)" '' 'an assignment of the new purchase is counted after a restore'
guest-withdraw -q bob | guest-reclaim | ticket-cancel -c guests | guest-book
is "$(guest-status bob | jq -c '[.booked[0].quantity, .awaits]')" '[1,"surplus, a person decides: 1 × full"]' 'a withdrawal after a restore reclaims the unassigned ticket of the new purchase'
is "$(differences)" bob:surplus 'the assigned ticket of the new purchase is a surplus after a withdrawal'
done_testing
