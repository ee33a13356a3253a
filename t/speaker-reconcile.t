#!/bin/sh
# The entitlement, the ledger and ticketing's feed: each difference is reported with the command
# that repairs it, and that command is run.
. "$(dirname "$0")/lib.sh"
open_speakers 20
differences() {
	ticket-feed >feed
	run speaker-reconcile -c speakers <feed
	jq -r '"\(.beneficiary // ""):\(.difference)"' "$out" | paste -sd ' ' -
}
repair() { sh -c "$(jq -r .repair "$out" | sort -u)" >/dev/null 2>&1; }
is "$(differences)" '' 'speaker-reconcile finds no difference without speakers'
engage ann keynote && engage bob talk
is "$(differences)" 'ann:not_decided bob:not_decided' 'a speaker who has accepted and whose entitlement is not decided is a difference'
run speaker-reconcile -c speakers <feed
is "$rc" 1 'speaker-reconcile exits with 1 if it finds a difference'
speaker-allocate -a >commands
is "$(differences)" 'ann:not_requested bob:not_requested' 'a request that never reached ticketing is a difference'
ticket-create -c speakers <commands >answers
is "$(differences)" 'ann:not_recorded bob:not_recorded' 'a booking that the ledger has not recorded is a difference'
repair
is "$(differences)" '' 'the repair by speaker-reconcile records the booking'
run speaker-reconcile -c speakers <feed
is "$rc:$(wc -c <"$out")" 0:0 'speaker-reconcile exits with 0 and prints nothing without a difference'

ticket-cancel -c organiser "$(jq -r 'select(.data.reference == "bob/full/1") | .data.purchase' answers | head -n 1)" >/dev/null
is "$(differences)" bob:not_recorded 'a cancellation that the ledger has not recorded is a difference'
repair
is "$(differences)" bob:missing 'cancelled tickets that are owed are missing once the cancellation is recorded'
repair
is "$(differences):$(speaker-status bob | jq .booked[0].quantity)" :1 'the repair by speaker-reconcile books the missing ticket'
is "$(ticket-feed | jq -r 'select(.type | endswith("ticket-assigned.v1")) | .data.delegate.email' | tail -n 1)" \
	bob@s.example 'the repair by speaker-reconcile assigns the new ticket to the speaker'

speaker-withdraw -q ann >/dev/null
is "$(differences)" ann:not_decided 'a withdrawal that is not decided is a difference'
speaker-reclaim -a >commands
is "$(differences)" ann:not_requested 'a reclaim that never reached ticketing is a difference'
ticket-cancel -c speakers <commands >/dev/null
is "$(differences)" ann:not_recorded 'a reclaim whose cancellation is not recorded is a difference'
repair
is "$(differences)" '' 'the repair by speaker-reconcile records the cancellation'

# A surplus that is assigned to somebody else.
engage cat keynote
speaker-allocate <accepted.cat | ticket-create -c speakers >answers
speaker-book <answers
ticket-assign -c organiser --name Guest --email g@g.example \
	"$(jq -r '.data.tickets[2].id // empty' answers)" | speaker-book
speaker-withdraw -q cat | speaker-reclaim | ticket-cancel -c speakers | speaker-book 2>/dev/null
is "$(differences)" cat:surplus 'a surplus ticket that is assigned to somebody else is a difference'
json '.repair // "none"' none 'a surplus ticket that is assigned to somebody else has no repair'
ticket-unassign -c organiser "$(jq -r '.data.tickets[2].id // empty' answers)" | speaker-book
is "$(differences)" cat:not_requested 'a surplus ticket that is unassigned is a difference with a repair'
repair
is "$(differences)" '' 'the repair by speaker-reconcile reclaims the surplus ticket'

ticket-create -c speakers --name X --email x@x.example --ticket full=2 --payment waived other >/dev/null
is "$(differences)" :not_in_ledger 'a purchase of the client that the ledger did not request is a difference'
repair
is "$(differences)" '' 'the repair by speaker-reconcile cancels the purchase that the ledger did not request'
engage pan panel
speaker-allocate -q <accepted.pan
is "$(differences)" pan:without_rule 'a role without a rule is a difference'
speaker-decline pan 2>/dev/null
speaker-withdraw -q pan | speaker-reclaim
is "$(differences)" '' 'a role without a rule is no difference after a withdrawal'

# Booked manually, and by ticketing as well, with a ticket that is assigned to the speaker.
engage tom keynote
speaker-allocate <accepted.tom >requests
ticket-create -c speakers <requests >/dev/null
speaker-book --manual tom/full/1 --by Ann >/dev/null
is "$(differences)" tom:not_in_ledger 'a request that is booked manually and by ticketing is a difference'
repair
is "$(differences):$(jq -r '"\(.message) \(.repair)"' "$out")" \
	'tom:not_in_ledger:recorded manually as booked, and ticketing has 1 as well, and all are assigned null' \
	'the repair of a second booking leaves its assigned ticket, and a person decides'
ticket-feed | jq -r 'select(.data.reference? == "tom/full/1") | .data.purchase // empty' | head -n 1 |
	xargs ticket-cancel -c organiser >/dev/null
is "$(differences)" '' 'the cancellation of the assigned ticket ends the difference of a second booking'

# After a restore of ticketing from a backup.
cp -R "$LANYARD_HOME" backup
engage dan keynote
speaker-allocate <accepted.dan | book_speakers
cp backup/conference/ticketing.db* "$LANYARD_HOME/conference/"
export LANYARD_NOW=2025-03-02T12:00:00Z
is "$(differences)" dan:not_at_ticketing 'a booking that a restored ticketing lacks is a difference'
repair
ticket-feed | speaker-book -q
is "$(differences):$(speaker-status dan | jq -c '[.booked[0].quantity, .awaits]')" ':[3,null]' 'the repair by speaker-reconcile books the tickets that a restored ticketing lacks'
speaker-withdraw -q dan | speaker-reclaim | ticket-cancel -c speakers | speaker-book
is "$(differences):$(speaker-status dan | jq -c '[.booked, .awaits]')" ':[[],null]' "the speaker's own ticket of the new purchase is reclaimed"
cp backup/conference/ticketing.db* "$LANYARD_HOME/conference/"
is "$(differences)" '' 'a cancelled booking is no difference after a restore'

# After a restore of the CRM from a backup, with one of them under another address since.
cp -R "$LANYARD_HOME" backup-of-both
engage eve talk
engage fay keynote
cat accepted.eve accepted.fay | speaker-allocate | book_speakers
cp backup-of-both/conference/speakers.db* "$LANYARD_HOME/conference/"
export LANYARD_NOW=2025-03-03T12:00:00Z
engage eve talk
engage fay keynote
speaker-invite fay --email fay@new.example >/dev/null
speaker-allocate -a | book_speakers 2>/dev/null
ticket-feed | speaker-book
speaker-allocate -a | book_speakers
is "$(differences):$(speaker-status | jq -c 'select(.speaker | IN("eve", "fay")) | [.booked[].quantity]' | paste -sd ' ' -)" 'fay:not_requested:[1] [3]' \
	"a restored CRM has its speakers' purchases, and an old address, after it read ticketing's feed"
repair
is "$(differences):$(ticket-report delegates | jq -r 'select(.reference == "fay/full/1") | .email')" :fay@new.example \
	"the repair by speaker-reconcile amends a speaker's own ticket with the address at the time of the purchase"
speaker-withdraw -q eve >/dev/null
speaker-withdraw -q fay >/dev/null
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
is "$(differences):$(speaker-status | jq -c 'select(.speaker | IN("eve", "fay")) | .booked' | paste -sd ' ' -)" ':[] []' \
	"a restored CRM reclaims the speakers' own tickets after they withdraw"
done_testing
