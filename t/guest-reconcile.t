#!/bin/sh
# Reconciliation of the guest list: what is owed, the ledger, and ticketing's feed.
. "$(dirname "$0")/lib.sh"
open_guest_list 20
differences() {
	ticket-feed >feed
	run guest-reconcile -c guests <feed
	jq -r '"\(.beneficiary // ""):\(.difference)"' "$out" | paste -sd ' ' -
}
repair() { sh -c "$(jq -r .repair "$out" | sort -u)" >/dev/null 2>&1; }
is "$(differences)" '' 'without guests nothing differs'
admit eve press
is "$(differences)" eve:not_decided 'who is on the list and was not decided on differs'
run guest-reconcile -c guests <feed
is "$rc" 1 'with 1, as of diff'
repair
is "$(differences):$(guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" ':[2,null]' 'the repair decides, requests, and records'
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "eve/full/1") | .data.purchase // empty' | head -n 1)" >/dev/null
is "$(differences)" eve:not_recorded 'what somebody has cancelled differs'
repair
is "$(differences)" eve:missing 'and is missing'
repair
is "$(differences):$(guest-status eve | jq '.booked[0].quantity')" :2 'until it is booked again'
admit vic volunteer
guest-allocate -q <guest.vic
is "$(differences)" vic:without_rule 'a group without a rule differs'
guest-withdraw vic | guest-reclaim
is "$(differences)" '' 'until the guest is withdrawn'

# After a restore of ticketing from a backup.
cp -R "$LANYARD_HOME" backup
admit bob press
guest-allocate <guest.bob | book_guests
before=$(ticket-feed | jq -r 'select(.data.reference? == "bob/full/1") | .data.purchase // empty' | head -n 1)
rm "$LANYARD_HOME"/conference/ticketing.db*
cp backup/conference/ticketing.db* "$LANYARD_HOME/conference/"
export LANYARD_NOW=2025-03-02T12:00:00Z
is "$(differences)" bob:not_at_ticketing 'a booking that ticketing does not have any more differs'
repair
ticket-feed | guest-book -q
is "$(differences):$(guest-status bob | jq -c '[.booked[0].quantity, .awaits]')" ':[2,null]' 'the repair books it again'
after=$(ticket-feed | jq -r 'select(.data.reference? == "bob/full/1") | .data.purchase // empty' | head -n 1)
ok 'under a new purchase' [ -n "$after" -a "$after" != "$before" ]
ticket-assign -c organiser --name Guest --email x@g.example \
	"$(ticket-feed | jq -r 'select(.data.reference? == "bob/full/1") | .data.tickets?[1].id // empty' | head -n 1)" | guest-book
is "$(guest-unused bob)" '' 'whose assignments the ledger follows'
guest-withdraw -q bob | guest-reclaim | ticket-cancel -c guests | guest-book
is "$(guest-status bob | jq -c '[.booked[0].quantity, .awaits]')" '[1,"surplus, a person decides: full=1"]' 'and whose other tickets are reclaimed'
is "$(differences)" bob:surplus 'the assigned one is a surplus, which a person decides about'
done_testing
