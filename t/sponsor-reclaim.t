#!/bin/sh
# An unassigned surplus is reclaimed; a person decides about an assigned surplus.
. "$(dirname "$0")/lib.sh"
open_sponsorship
tickets_of() { # SPONSOR
	ticket-feed | jq -r --arg s "$1/" 'select(.type | endswith("purchase-created.v1")) |
		select(.data.reference | startswith($s)) | .data.tickets[].id'
}
assign() { # COUNT: ticket ids on standard input
	head -n "$1" | while read -r ticket; do
		ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
	done | sponsor-book
}
has() { # SPONSOR
	sponsor-status "$1" | jq -r '(.booked[0].quantity // 0 | tostring) + " " + (.awaits // "-")'
}
reclaim() {
	ticket-cancel -c sponsorship | sponsor-book 2>"$err"
}
for sponsor in acme bolt cask; do pay_sponsor $sponsor Gold; done
cat paid.* | sponsor-onboard | sponsor-allocate | book

sponsor-override -q acme full --quantity 2 --by Ann --reason less >lower
run sponsor-reclaim <lower
json '"\(.type) keep \(.data.keep), unassigned \(.data.unassigned)"' \
	'lanyard.ticketing.cancel-tickets.v1 keep 2, unassigned true' 'a surplus above a lower override is reclaimed by a cancel-tickets command'
cp "$out" reclaims
run sponsor-reclaim <lower
same "$out" reclaims 'sponsor-reclaim prints the same command when it reads the same event again'
run sponsor-reclaim -a
same "$out" reclaims 'sponsor-reclaim -a prints the pending reclaim as the same command'
run sponsor-allocate <lower
is "$(wc -c <"$out")" 0 'sponsor-allocate requests nothing for a sponsor with a surplus'
is "$(has acme)" '5 reclaim pending: 3 × full' 'the status says that a reclaim is pending'
ticket-cancel -c sponsorship <reclaims >answer
run sponsor-book <answer
is "$rc $(has acme)" '0 2 -' 'cancelled tickets are not booked any more'
before=$(events sponsor-feed)
run sponsor-book <answer
is "$rc $(events sponsor-feed)" "0 $before" 'sponsor-book records nothing when it reads the same cancellation again'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'sponsor-reclaim -a does not repeat an answered reclaim'

# Tickets that are assigned to people.
tickets_of bolt | assign 4
run sponsor-unused bolt
json '"\(.booked) \(.assigned) \(.unused)"' '5 4 1' 'sponsor-unused counts the tickets that are assigned to nobody'
sponsor-override -q bolt full --quantity 2 --by Ann --reason less | sponsor-reclaim | reclaim
is "$(has bolt)" '4 surplus, a person decides: 2 × full' 'assigned tickets stay booked, and a person decides about the surplus'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'sponsor-reclaim -a does not repeat the reclaim of assigned tickets'
run sponsor-status --tasks bolt
json '.task + ": " + .message' 'tickets_surplus: more than owed: 2 × full' 'a surplus of assigned tickets is a task'
sponsor-contract void C-bolt 2>/dev/null | sponsor-reclaim | reclaim
says 'bolt/full/1: not reclaimed: nothing_to_cancel: all of them are assigned' 'sponsor-book warns of a reclaim that ticketing refused'
is "$(has bolt)" '4 surplus, a person decides: 4 × full; the contract C-bolt is void' 'assigned tickets of a void contract stay booked'

# A ticket is unassigned after all others were reclaimed.
unassign_one() { # SPONSOR
	for ticket in $(tickets_of "$1"); do
		ticket-unassign -c organiser "$ticket" 2>/dev/null >unassigned
		! grep -q ticket-unassigned unassigned || break
	done
	sponsor-book <unassigned
}
unassign_one bolt
cp -R "$LANYARD_HOME/conference" copy
run sponsor-reclaim -a
json '"\(.type | split(".")[2]) \(.data.keep)"' 'cancel-tickets 0' 'a surplus ticket is reclaimed when it is unassigned'
cp "$out" reclaims
sponsor-feed -d copy/sponsorship.db >feed
run sponsor-reclaim -d copy/sponsorship.db <feed
ok 'sponsor-reclaim makes the same command from the feed as -a does' grep -qxFf reclaims "$out"
reclaim <reclaims
is "$(has bolt)" '3 surplus, a person decides: 3 × full; the contract C-bolt is void' 'a surplus ticket that was unassigned is cancelled'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'a reclaim of an unassigned ticket is not repeated while the other tickets are assigned'
unassign_one bolt
sponsor-reclaim -a | reclaim
is "$(has bolt)" '2 surplus, a person decides: 2 × full; the contract C-bolt is void' 'a second surplus ticket that is unassigned is reclaimed'
before=$(events sponsor-feed)
sponsor-feed | sponsor-reclaim >/dev/null
is "$(events sponsor-feed)" "$before" 'sponsor-reclaim of the whole feed records nothing without a newly unassigned ticket'

# Two bookings: unassigned tickets first, from the latest booking to the first.
sponsor-override -q cask full --quantity 8 --by Ann --reason more | sponsor-allocate | book
tickets_of cask | tail -n 3 | assign 3
sponsor-override -q cask full --quantity 6 --by Ann --reason less >lower
run sponsor-reclaim <lower
json .data.keep 3 'the unassigned tickets of an earlier booking are reclaimed if those of the later one are assigned'
reclaim <"$out"
is "$(has cask)" '6 -' 'only the surplus of two bookings is cancelled'

# An answer after the entitlement was lowered.
pay_sponsor dune Gold
sponsor-onboard <paid.dune | sponsor-allocate >requests
sponsor-override -q dune full --quantity 1 --by Ann --reason less >/dev/null
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'nothing is reclaimed from a request that is not booked yet'
book <requests
run sponsor-reclaim -a
json .data.keep 1 'a surplus is reclaimed if it is booked after the entitlement was lowered'
cp "$out" late
run sponsor-reclaim -a
same "$out" late 'sponsor-reclaim -a prints the same command for a surplus that was booked late'
reclaim <late
is "$(has dune)" '1 -' 'a sponsor whose surplus was booked late has what is owed'

# A cancellation by somebody else.
ticket-feed | jq -r 'select(.data.reference? == "acme/full/1") | .data.purchase' | head -n 1 >purchase
ticket-cancel -c organiser --keep 1 "$(cat purchase)" >cancelled
run sponsor-book <cancelled
is "$(has acme)" '1 missing, a person decides: 1 × full' 'tickets that an organiser has cancelled are missing, and a person decides'
run sponsor-allocate -a
is "$(wc -c <"$out")" 0 'sponsor-allocate -a does not request tickets that an organiser has cancelled'
run sponsor-status --tasks acme
json '"\(.task): \(.message)"' 'tickets_missing: less than owed: 1 × full' 'tickets that an organiser has cancelled are a task'
sponsor-override -q acme full --quantity 2 --by Ann --reason 'they are to have it' | sponsor-allocate >requests
is "$(jq '.data.tickets[0].quantity' requests)" 1 'an override with the same number and a new reason requests cancelled tickets again'
sponsor-override -q acme full --quantity 1 --by Ann --reason 'let it be' | sponsor-reclaim | reclaim
book <requests && sponsor-reclaim -a | reclaim
is "$(has acme) $(sponsor-status --tasks acme | wc -c)" '1 - 0' 'no tickets are missing after an override to what is left'
run sponsor-status --why acme
ok 'the history says that tickets were cancelled by somebody else' grep -q '1 ticket of acme/full/1 cancelled by somebody else, 1 left' "$out"
ticket-feed >feed
before=$(events sponsor-feed)
run sponsor-book -q <feed
is "$rc $(events sponsor-feed)" "0 $before" 'sponsor-book records nothing when it reads the whole feed again'

# A grant that is missing.
sponsor-override -q cask full --quantity 5 --by Ann --reason less | sponsor-reclaim >reclaims
ticket-client amend sponsorship --commands create-ticket-purchase >/dev/null
ticket-cancel -c sponsorship <reclaims >denials 2>/dev/null
run sponsor-book <denials
says 'cask/full/1: reclaim denied, and still pending: forbidden' 'sponsor-book warns that a reclaim that ticketing denies is still pending'
run sponsor-status --tasks cask
json '.task' 'reclaim_denied tickets_surplus' 'a denied reclaim is a task'
before=$(events sponsor-feed)
sponsor-book -q <denials
is "$(events sponsor-feed) $(has cask | cut -d: -f1-3)" "$before 6 reclaim denied: 1 × full: forbidden" \
	'a denial that is read again is not recorded, and the status has its reason'
LANYARD_NOW=2025-03-01T12:15:00Z
ticket-client revoke sponsorship >/dev/null
ticket-cancel -c sponsorship <reclaims >>denials 2>/dev/null
for again in 1 2 3; do
	sponsor-book -q <denials 2>/dev/null
done
is "$(wc -l <denials) $(($(events sponsor-feed) - before)) $(has cask)" \
	'2 1 6 reclaim denied: 1 × full: forbidden: the grants of "sponsorship" were revoked' \
	'a denial for another reason is recorded once, however often both are read'
ticket-client amend sponsorship --waive --types full >/dev/null
ticket-client amend sponsorship --commands create-ticket-purchase,cancel-tickets >/dev/null
sponsor-reclaim -a | reclaim
is "$(has cask)" '5 -' 'a denied reclaim is carried out when its client gets the grant'

# Two reclaims of one booking; the second is answered first.
pay_sponsor dusk Gold
sponsor-onboard <paid.dusk | sponsor-allocate | book
sponsor-override -q dusk full --quantity 2 --by Ann --reason less | sponsor-reclaim >first
sponsor-withdraw -q dusk | sponsor-reclaim >second
cat second first | reclaim
is "$(jq -r .data.keep first second | paste -sd ' ' -), $(has dusk)" '2 0, 0 -' \
	'one cancellation answers two reclaims of the same booking'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'sponsor-reclaim -a does not repeat an earlier reclaim after the answer to a later one'
for sponsor in dawn dark; do
	pay_sponsor $sponsor Gold
	sponsor-onboard <paid.$sponsor | sponsor-allocate | book
	sponsor-override -q $sponsor full --quantity 2 --by Ann --reason less | sponsor-reclaim >first.$sponsor
	sponsor-withdraw -q $sponsor | sponsor-reclaim >second.$sponsor
done
reclaim <first.dawn
run sponsor-reclaim -a
ok 'a reclaim stays pending when the answer to an earlier one, which keeps more, is read' \
	grep -qxFf second.dawn "$out"
reclaim <second.dawn
reclaim <second.dark
run sponsor-reclaim -a
is "$(has dark):$(wc -c <"$out")" '0 -:0' 'a reclaim is answered by the cancellation of a later one, which keeps fewer'
pay_sponsor dale Gold
sponsor-onboard <paid.dale | sponsor-allocate | book
for quantity in 3 1; do
	sponsor-override -q dale full --quantity $quantity --by Ann --reason less | sponsor-reclaim
done >reclaims
sponsor-override -q dale full --quantity 3 --by Ann --reason more | sponsor-allocate >requests
is "$(jq -r .data.keep reclaims | paste -sd ' ' -):$(jq '.data.tickets[0].quantity' requests)" '3 1:2' \
	'of two pending reclaims, the one that keeps fewer counts when more is owed again'
reclaim <reclaims
book <requests

# Two bookings; all tickets of the first are assigned, none of the second.
pay_sponsor elm Gold
sponsor-onboard <paid.elm | sponsor-allocate | book
tickets_of elm | assign 5
sponsor-override -q elm full --quantity 2 --by Ann --reason less | sponsor-reclaim >reclaims
sponsor-override -q elm full --quantity 5 --by Ann --reason more | sponsor-allocate | book
reclaim <reclaims
is "$(has elm)" '8 sponsor-reclaim' 'a surplus awaits sponsor-reclaim when a reclaim finds all tickets of one booking assigned'
sponsor-reclaim -a | reclaim
is "$(has elm)" '5 -' 'the unassigned tickets of another booking are reclaimed when those of the first are assigned'

# Booked elsewhere after the entitlement was lowered: a person returns the tickets.
pay_sponsor gale Gold
sponsor-onboard <paid.gale | sponsor-allocate | book
tickets_of gale | assign 5
sponsor-override -q gale full --quantity 8 --by Ann --reason more | sponsor-allocate >/dev/null
sponsor-override -q gale full --quantity 2 --by Ann --reason less | sponsor-reclaim | reclaim
sponsor-book --manual gale/full/2 --by Ann >manual
before=$(events sponsor-feed)
run sponsor-reclaim <manual
is "$rc:$(wc -c <"$out"):$(events sponsor-feed)" "0:0:$before" 'sponsor-reclaim in a pipe does not reclaim a surplus that was booked elsewhere'
says 'gale/full/2: 1 too many, recorded manually: return them where they were booked, and record that 2 are left' \
	'sponsor-reclaim says to return a surplus that was booked elsewhere and to record the return'
run sponsor-reclaim -a
is "$(wc -c <"$out"):$(events sponsor-feed)" "0:$before" 'sponsor-reclaim -a does not reclaim a surplus that was booked elsewhere'

# The entitlement of a sponsor without a rule is undecided: nothing is a surplus.
sponsor-register -q fir --name F --level Odd --email f@f.example >/dev/null
sponsor-hold fir full --quantity 2 --until 2030-01-01 | sponsor-allocate | book
sponsor-contract sign C-fir --sponsor fir --signed-on 2025-01-12 --in-kind | sponsor-onboard >/dev/null
{ sponsor-feed | sponsor-reclaim && sponsor-reclaim -a; } >"$out" 2>/dev/null
is "$(has fir)" '2 a policy: no rule of any policy matches level Odd, day of sign-up not known, nothing paid' \
	'the tickets of a hold stay booked while no rule matches'

# A refusal while another request is pending.
export LANYARD_CONFERENCE=pending
open_sponsorship 4
pay_sponsor gum Gold
sponsor-onboard <paid.gum | sponsor-allocate >one
sponsor-override gum full --quantity 7 --by Ann --reason more | sponsor-allocate >two
cat one two | ticket-create -c sponsorship | sponsor-book 2>/dev/null
ok 'a refusal stays in the status when a later request is booked' grep -q 'refused: 5 × full: sold_out' <<-END
	$(has gum)
END
ticket-type amend full --capacity 100 >/dev/null
sponsor-allocate --retry | book
is "$(has gum)" '7 -' 'sponsor-allocate --retry repeats a refused request after a later one was booked'
sponsor-withdraw -q gum >/dev/null
run sponsor-allocate --retry
is "$(wc -c <"$out")" 0 'sponsor-allocate --retry requests nothing for a sponsor that has withdrawn'

# One event results in reclaims of many bookings.
export LANYARD_CONFERENCE=many
open_sponsorship 1000 1000
ticket-type add day --name Day --price 100 --currency EUR --capacity 1000 >/dev/null
ticket-client amend sponsorship --types full,day >/dev/null
pay_sponsor hop Bronze
sponsor-onboard <paid.hop | sponsor-allocate >wanted
for number in $(seq 2 106); do
	for type in full day; do
		sponsor-override -q hop $type --quantity "$number" --by Ann --reason more | sponsor-allocate
	done
done >>wanted
ticket-create -c sponsorship <wanted | sponsor-book
sponsor-withdraw -q hop | sponsor-reclaim >"$out"
is "$(wc -l <"$out")" "$(wc -l <wanted)" 'a withdrawal reclaims every booking, however many there are'
ticket-cancel -c sponsorship <"$out" | sponsor-book
is "$(sponsor-status hop | jq -c .booked)" '[]' 'a sponsor with many bookings has no tickets after its withdrawal'

# Two cancellations that are read in the wrong order: the reclaim's, and one by the organiser.
pay_sponsor order Gold
sponsor-onboard -q <paid.order | sponsor-allocate -q | book
tickets_of order >tickets
assign 3 <tickets >/dev/null
sponsor-override -q order full --quantity 1 --by Ann --reason less | sponsor-reclaim | ticket-cancel -c sponsorship >earlier
ticket-unassign -c organiser "$(head -n 1 tickets)" | sponsor-book
ticket-cancel -c organiser --purchase "$(jq -r .data.purchase earlier)" --tickets "$(head -n 1 tickets)" >later
is "$(cat earlier later | jq .data.left | paste -sd ' ' -)" '3 2' 'an organiser cancels a ticket after a reclaim'
sponsor-book -q <later >/dev/null
run sponsor-book <earlier
is "$(sponsor-status order | jq '.booked[0].quantity')" 2 'a cancellation that is read after a later one does not raise the ledger'

# A reclaim that is refused after the entitlement was decided again.
pay_sponsor twice Gold
sponsor-onboard -q <paid.twice | sponsor-allocate -q >requests
sponsor-override -q twice full --quantity 2 --by Ann --reason less | sponsor-allocate -q
book <requests
sponsor-reclaim -a >first
sponsor-override -q twice full --quantity 2 --by Ann --reason 'as before' | sponsor-allocate -q
tickets_of twice | while read -r ticket; do
	ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
done >assigned
reclaim <first
run sponsor-reclaim -a
is "$(jq -r .data.keep "$out"):$(cat first "$out" | jq -r .id | sort -u | wc -l)" 2:2 \
	'a reclaim that was refused after another decision is repeated as another command'
reclaim <"$out"
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'a reclaim that was refused for the second time is not repeated'
is "$(has twice)" '5 surplus, a person decides: 3 × full' 'a person decides about a surplus after its second refused reclaim'
sponsor-book -q <assigned >/dev/null

# Those who have no surplus are not looked at: there may be many, and cron asks every five minutes.
crm=$LANYARD_HOME/$LANYARD_CONFERENCE/sponsorship.db
is "$(sqlite3 -readonly "$crm" 'EXPLAIN QUERY PLAN SELECT cause FROM reclaimable WHERE cause > 0' | grep -o 'SCAN.*')" \
	'SCAN d USING INDEX desired_surplus' 'sponsor-reclaim -a reads the sponsors with a surplus only'
weighed() { # SPONSOR
	sqlite3 -readonly "$crm" "SELECT sum(surplus) FROM desired WHERE beneficiary = '$1'"
}
pay_sponsor weighed Gold
sponsor-onboard -q <paid.weighed | sponsor-allocate -q | book
before=$(weighed weighed)
sponsor-withdraw -q weighed | sponsor-reclaim >reclaimed
during=$(weighed weighed)
ticket-cancel -c sponsorship <reclaimed | sponsor-book
is "$before:$during:$(weighed weighed)" 0:1:0 'a sponsor has a surplus from the withdrawal until the tickets are reclaimed'
done_testing
