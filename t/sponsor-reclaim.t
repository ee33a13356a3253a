#!/bin/sh
# Surplus tickets are reclaimed where they are assigned to nobody; the rest a person decides.
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
	'lanyard.ticketing.cancel-tickets.v1 keep 2, unassigned true' 'after a lower override the surplus is reclaimed'
cp "$out" reclaims
run sponsor-reclaim <lower
same "$out" reclaims 'the same event results in the same command'
run sponsor-reclaim -a
same "$out" reclaims '-a prints the same while it is not answered'
run sponsor-allocate <lower
is "$(wc -c <"$out")" 0 'nothing is requested for a surplus'
is "$(has acme)" '5 reclaim pending: full=3' 'the status says that a reclaim is pending'
ticket-cancel -c sponsorship <reclaims >answer
run sponsor-book <answer
is "$rc $(has acme)" '0 2 -' 'what was cancelled is not booked any more'
before=$(events sponsor-feed)
run sponsor-book <answer
is "$rc $(events sponsor-feed)" "0 $before" 'the same answer again changes nothing'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'what was cancelled is not reclaimed again'

# Assigned to people.
tickets_of bolt | assign 4
run sponsor-unused bolt
json '"\(.booked) \(.assigned) \(.unused)"' '5 4 1' 'sponsor-unused counts what is assigned to nobody'
sponsor-override -q bolt full --quantity 2 --by Ann --reason less | sponsor-reclaim | reclaim
is "$(has bolt)" '4 surplus, a person decides: full=2' 'assigned tickets stay, and a person decides about the surplus'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'assigned tickets are not reclaimed again'
run sponsor-status --tasks bolt
json '.task + ": " + .message' 'tickets_surplus: more than owed: full=2' 'a surplus of assigned tickets is a task'
sponsor-contract void C-bolt 2>/dev/null | sponsor-reclaim | reclaim
says 'bolt/full/1: not reclaimed: nothing_to_cancel: all of them are assigned' 'a reclaim that ticketing refuses is warned of'
is "$(has bolt)" '4 surplus, a person decides: full=4; the contract C-bolt is void' 'assigned tickets of a void contract stay, too'

# A ticket is unassigned, after all others were reclaimed.
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
json '"\(.type | split(".")[2]) \(.data.keep)"' 'cancel-tickets 0' 'a surplus ticket that is unassigned is reclaimed'
cp "$out" reclaims
sponsor-feed -d copy/sponsorship.db >feed
run sponsor-reclaim -d copy/sponsorship.db <feed
ok 'a pipe and -a result in the same command' grep -qxFf reclaims "$out"
reclaim <reclaims
is "$(has bolt)" '3 surplus, a person decides: full=3; the contract C-bolt is void' '  and cancelled'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 '  once: the others are still assigned'
unassign_one bolt
sponsor-reclaim -a | reclaim
is "$(has bolt)" '2 surplus, a person decides: full=2; the contract C-bolt is void' 'so is the next one that is unassigned'
before=$(events sponsor-feed)
sponsor-feed | sponsor-reclaim >/dev/null
is "$(events sponsor-feed)" "$before" 'without a newly unassigned ticket, a pipe reclaims nothing again, either'

# Two bookings: first what is unassigned, the latest first.
sponsor-override -q cask full --quantity 8 --by Ann --reason more | sponsor-allocate | book
tickets_of cask | tail -n 3 | assign 3
sponsor-override -q cask full --quantity 6 --by Ann --reason less >lower
run sponsor-reclaim <lower
json .data.keep 3 'the tickets of the later booking are assigned, so the earlier one is reclaimed'
reclaim <"$out"
is "$(has cask)" '6 -' '  and nobody has lost a ticket'

# An answer after less is owed.
pay_sponsor dune Gold
sponsor-onboard <paid.dune | sponsor-allocate >requests
sponsor-override -q dune full --quantity 1 --by Ann --reason less >/dev/null
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'what is not booked yet cannot be reclaimed'
book <requests
run sponsor-reclaim -a
json .data.keep 1 'what is booked after less is owed is reclaimed'
cp "$out" late
run sponsor-reclaim -a
same "$out" late '  by one command'
reclaim <late
is "$(has dune)" '1 -' '  so that what is owed is booked'

# Somebody else cancels.
ticket-feed | jq -r 'select(.data.reference? == "acme/full/1") | .data.purchase' | head -n 1 >purchase
ticket-cancel -c organiser --keep 1 "$(cat purchase)" >cancelled
run sponsor-book <cancelled
is "$(has acme)" '1 missing, a person decides: full=1' 'what an organiser has cancelled is missing'
run sponsor-allocate -a
is "$(wc -c <"$out")" 0 '  and is not requested again by itself'
run sponsor-status --tasks acme
json '"\(.task): \(.message)"' 'tickets_missing: less than owed: full=1' '  which is a task'
sponsor-override -q acme full --quantity 2 --by Ann --reason 'they are to have it' | sponsor-allocate >requests
is "$(jq '.data.tickets[0].quantity' requests)" 1 'an override with the same number for a new reason requests it again'
sponsor-override -q acme full --quantity 1 --by Ann --reason 'let it be' | sponsor-reclaim | reclaim
book <requests && sponsor-reclaim -a | reclaim
is "$(has acme) $(sponsor-status --tasks acme | wc -c)" '1 - 0' 'after a lower override nothing is missing'
run sponsor-status --why acme
ok 'the history says that somebody else cancelled them' grep -q '1 of acme/full/1 cancelled by somebody else, 1 left' "$out"
ticket-feed >feed
before=$(events sponsor-feed)
run sponsor-book -q <feed
is "$rc $(events sponsor-feed)" "0 $before" 'the whole feed again changes nothing'

# A grant that is missing.
sponsor-override -q cask full --quantity 5 --by Ann --reason less | sponsor-reclaim >reclaims
ticket-client amend sponsorship --commands create-ticket-purchase >/dev/null
ticket-cancel -c sponsorship <reclaims >denials 2>/dev/null
run sponsor-book <denials
says 'cask/full/1: reclaim denied, and still pending: forbidden' 'a reclaim that ticketing denies stays pending'
run sponsor-status --tasks cask
json '.task' 'reclaim_denied tickets_surplus' '  which is a task'
before=$(events sponsor-feed)
sponsor-book -q <denials
is "$(events sponsor-feed) $(has cask | cut -d: -f1-3)" "$before 6 reclaim denied: full=1: forbidden" \
	'a denial is recorded once, with the reason'
LANYARD_NOW=2025-03-01T12:15:00Z
ticket-client revoke sponsorship >/dev/null
ticket-cancel -c sponsorship <reclaims >>denials 2>/dev/null
for again in 1 2 3; do
	sponsor-book -q <denials 2>/dev/null
done
is "$(wc -l <denials) $(($(events sponsor-feed) - before)) $(has cask)" \
	'2 1 6 reclaim denied: full=1: forbidden: the grants of "sponsorship" were revoked' \
	'a denial for another reason is recorded once, however often both are read'
ticket-client amend sponsorship --waive --types full >/dev/null
ticket-client amend sponsorship --commands create-ticket-purchase,cancel-tickets >/dev/null
sponsor-reclaim -a | reclaim
is "$(has cask)" '5 -' 'a reclaim is done when it is permitted'

# Two reclaims of one booking, of which the last is answered first.
pay_sponsor dusk Gold
sponsor-onboard <paid.dusk | sponsor-allocate | book
sponsor-override -q dusk full --quantity 2 --by Ann --reason less | sponsor-reclaim >first
sponsor-withdraw -q dusk | sponsor-reclaim >second
cat second first | reclaim
is "$(jq -r .data.keep first second | paste -sd ' ' -), $(has dusk)" '2 0, 0 -' \
	'one cancellation may answer several reclaims'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 '  and none of them is requested again'

# All tickets of one booking are assigned, of another one none.
pay_sponsor elm Gold
sponsor-onboard <paid.elm | sponsor-allocate | book
tickets_of elm | assign 5
sponsor-override -q elm full --quantity 2 --by Ann --reason less | sponsor-reclaim >back
sponsor-override -q elm full --quantity 5 --by Ann --reason more | sponsor-allocate | book
reclaim <back
is "$(has elm)" '8 sponsor-reclaim' 'when a booking has nothing unassigned, its reclaim awaits another booking'
sponsor-reclaim -a | reclaim
is "$(has elm)" '5 -' '  whose unassigned tickets are reclaimed'

# Booked elsewhere after less is owed: a person returns it.
pay_sponsor gale Gold
sponsor-onboard <paid.gale | sponsor-allocate | book
tickets_of gale | assign 5
sponsor-override -q gale full --quantity 8 --by Ann --reason more | sponsor-allocate >/dev/null
sponsor-override -q gale full --quantity 2 --by Ann --reason less | sponsor-reclaim | reclaim
sponsor-book --manual gale/full/2 --by Ann >manual
before=$(events sponsor-feed)
run sponsor-reclaim <manual
is "$rc:$(wc -c <"$out"):$(events sponsor-feed)" "0:0:$before" 'a surplus that was booked elsewhere is not reclaimed in a pipe'
says 'gale/full/2: 1 too many, recorded manually: return them where they were booked, and record that 2 are left' \
	'  but is warned of, with what to do'
run sponsor-reclaim -a
is "$(wc -c <"$out"):$(events sponsor-feed)" "0:$before" '  and -a reclaims nothing, either'

# What a sponsor without a rule is owed is undecided: nothing is a surplus.
sponsor-register -q fir --name F --level Odd --email f@f.example >/dev/null
sponsor-hold fir full --quantity 2 --until 2030-01-01 | sponsor-allocate | book
sponsor-contract sign C-fir --sponsor fir --signed-on 2025-01-12 --in-kind | sponsor-onboard >/dev/null
{ sponsor-feed | sponsor-reclaim && sponsor-reclaim -a; } >"$out" 2>/dev/null
is "$(has fir)" '2 a policy: no rule of any policy matches level Odd, day of sign-up not known, nothing paid' \
	'while no rule matches, what was held stays'

# Refused while another request is pending.
export LANYARD_CONFERENCE=pending
open_sponsorship 4
pay_sponsor gum Gold
sponsor-onboard <paid.gum | sponsor-allocate >one
sponsor-override gum full --quantity 7 --by Ann --reason more | sponsor-allocate >two
cat one two | ticket-create -c sponsorship | sponsor-book 2>/dev/null
ok 'a refusal before another booking stays in the status' grep -q 'refused: full=5: sold_out' <<-END
	$(has gum)
END
ticket-type amend full --capacity 100 >/dev/null
sponsor-allocate --retry | book
is "$(has gum)" '7 -' '  and can be requested again'
sponsor-withdraw -q gum >/dev/null
run sponsor-allocate --retry
is "$(wc -c <"$out")" 0 'nothing is requested again for a sponsor that has withdrawn'

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
is "$(wc -l <"$out")" "$(wc -l <wanted)" 'all of them are reclaimed, however many there are'
ticket-cancel -c sponsorship <"$out" | sponsor-book
is "$(sponsor-status hop | jq -c .booked)" '[]' '  and none is left'

# Refused after it was decided again
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
	'a reclaim that was refused after another decision is made again, by another command'
reclaim <"$out"
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 '  once'
is "$(has twice)" '5 surplus, a person decides: full=3' '  then a person decides'
sponsor-book -q <assigned >/dev/null
done_testing
