#!/bin/sh
# Reconciliation: what speakers are owed, the ledger, and ticketing's feed are compared;
# each difference is printed with what repairs it, and the repair does.
. "$(dirname "$0")/lib.sh"
open_speakers 20
differences() {
	ticket-feed >feed
	run speaker-reconcile -c speakers <feed
	jq -r '"\(.beneficiary // ""):\(.difference)"' "$out" | paste -sd ' ' -
}
repair() { sh -c "$(jq -r .repair "$out" | sort -u)" >/dev/null 2>&1; }
is "$(differences)" '' 'without speakers nothing differs'
engage ann keynote && engage bob talk
is "$(differences)" 'ann:not_decided bob:not_decided' 'who has accepted and was not decided on differs'
run speaker-reconcile -c speakers <feed
is "$rc" 1 'as with diff, 1 is the exit status of a difference'
speaker-allocate -a >commands
is "$(differences)" 'ann:not_requested bob:not_requested' 'so does a request that ticketing has not answered'
ticket-create -c speakers <commands >answers
is "$(differences)" 'ann:not_recorded bob:not_recorded' 'and an answer that the ledger does not have'
repair
is "$(differences)" '' 'the repair records it'
run speaker-reconcile -c speakers <feed
is "$rc:$(wc -c <"$out")" 0:0 'and the exit status is 0'

ticket-cancel -c organiser "$(jq -r 'select(.data.reference == "bob/full/1") | .data.purchase' answers | head -n 1)" >/dev/null
is "$(differences)" bob:not_recorded "a speaker's own ticket that somebody else has cancelled differs"
repair
is "$(differences)" bob:missing 'and is missing, once that is recorded'
repair
is "$(differences):$(speaker-status bob | jq .booked[0].quantity)" :1 'the repair requests it again, and records the answer'
is "$(ticket-feed | jq -r 'select(.type | endswith("ticket-assigned.v1")) | .data.delegate.email' | tail -n 1)" \
	bob@s.example 'and the speaker is named on the new one'

speaker-withdraw -q ann >/dev/null
is "$(differences)" ann:not_decided 'a withdrawal differs until it is decided on'
speaker-reclaim -a >commands
is "$(differences)" ann:not_requested 'and while its reclaim is not answered'
ticket-cancel -c speakers <commands >/dev/null
is "$(differences)" ann:not_recorded 'or the answer is not recorded'
repair
is "$(differences)" '' 'then nothing is left'

# A surplus that is assigned to others.
engage cat keynote
speaker-allocate <accepted.cat | ticket-create -c speakers >answers
speaker-book <answers
ticket-assign -c organiser --name Guest --email g@g.example \
	"$(jq -r '.data.tickets[2].id // empty' answers)" | speaker-book
speaker-withdraw -q cat | speaker-reclaim | ticket-cancel -c speakers | speaker-book 2>/dev/null
is "$(differences)" cat:surplus 'a ticket of another person is a surplus'
json '.repair // "none"' none 'which a person decides about'
ticket-unassign -c organiser "$(jq -r '.data.tickets[2].id // empty' answers)" | speaker-book
is "$(differences)" cat:not_requested 'until it is unassigned'
repair
is "$(differences)" '' 'and reclaimed'

ticket-create -c speakers --name X --email x@x.example --ticket full=2 --payment waived other >/dev/null
is "$(differences)" :not_in_ledger 'a purchase of ours that was never requested differs'
repair
is "$(differences)" '' 'and is cancelled'
engage pan panel
speaker-allocate -q <accepted.pan
is "$(differences)" pan:without_rule 'a role without a rule differs'
speaker-decline pan 2>/dev/null
speaker-withdraw -q pan | speaker-reclaim
is "$(differences)" '' 'until they withdraw'

# Booked in another shop, and by ticketing as well, with a ticket by name.
engage tom keynote
speaker-allocate <accepted.tom >requests
ticket-create -c speakers <requests >/dev/null
speaker-book --manual tom/full/1 --by Ann >/dev/null
is "$(differences)" tom:not_in_ledger 'what is booked in both shops differs'
repair
is "$(differences):$(jq -r '"\(.message) \(.repair)"' "$out")" \
	'tom:not_in_ledger:recorded manually as booked, and ticketing has 1 as well, and all are assigned null' \
	'  also where the repair has left an assigned ticket, which a person decides about'
ticket-feed | jq -r 'select(.data.reference? == "tom/full/1") | .data.purchase // empty' | head -n 1 |
	xargs ticket-cancel -c organiser >/dev/null
is "$(differences)" '' '  by cancelling it'

# After a restore of ticketing from a backup.
cp -R "$LANYARD_HOME" backup
engage dan keynote
speaker-allocate <accepted.dan | book_speakers
cp backup/conference/ticketing.db* "$LANYARD_HOME/conference/"
export LANYARD_NOW=2025-03-02T12:00:00Z
is "$(differences)" dan:not_at_ticketing 'a booking that ticketing does not have any more differs'
repair
ticket-feed | speaker-book -q
is "$(differences):$(speaker-status dan | jq -c '[.booked[0].quantity, .awaits]')" ':[3,null]' 'and is booked again, under a new purchase'
speaker-withdraw -q dan | speaker-reclaim | ticket-cancel -c speakers | speaker-book
is "$(differences):$(speaker-status dan | jq -c '[.booked, .awaits]')" ':[[],null]' 'of which their own ticket is known'
cp backup/conference/ticketing.db* "$LANYARD_HOME/conference/"
is "$(differences)" '' 'after a restore a booking without valid tickets is not missed'
done_testing
