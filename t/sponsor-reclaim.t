#!/bin/sh
# Tickets are asked back: as far as nobody holds them, the rest is for a person.
. "$(dirname "$0")/lib.sh"
open_both
tickets_of() { # SPONSOR
	ticket-feed | jq -r --arg s "$1/" 'select(.type | endswith("purchase-created.v1")) |
		select(.data.reference | startswith($s)) | .data.tickets[].id'
}
hold() { # COUNT: ticket ids on standard input
	head -n "$1" | while read -r ticket; do
		ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
	done | sponsor-book
}
has() { # SPONSOR
	sponsor-status "$1" | jq -r '(.booked[0].quantity // 0 | tostring) + " " + (.awaits // "-")'
}
give_back() {
	ticket-cancel -c sponsorship | sponsor-book 2>"$err"
}
for sponsor in acme bolt cask; do pay_sponsor $sponsor Gold; done
cat paid.* | sponsor-onboard | sponsor-allocate | book

sponsor-override -q acme full --quantity 2 --by Ann --reason less >lower
run sponsor-reclaim <lower
json '"\(.type) keep \(.data.keep), unassigned \(.data.unassigned)"' \
	'lanyard.ticketing.cancel-tickets.v1 keep 2, unassigned true' 'a lower number asks the rest back'
cp "$out" asked
run sponsor-reclaim <lower
same "$out" asked 'the same event is answered by the same command'
run sponsor-reclaim -a
same "$out" asked 'and -a, while nobody has answered it, says the same'
run sponsor-allocate <lower
is "$(wc -c <"$out")" 0 'nothing is asked for'
is "$(has acme)" '5 asked back, not answered: full=3' 'the status says that they were asked back'
ticket-cancel -c sponsorship <asked >answer
run sponsor-book <answer
is "$rc $(has acme)" '0 2 -' 'what was given back is had no more'
run sponsor-book <answer
is "$rc $(events sponsor-feed)" "0 $(events sponsor-feed)" 'the same answer again changes nothing'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'what was given back is not asked back again'

# Held by people.
tickets_of bolt | hold 4
run sponsor-unused bolt
json '"\(.booked) \(.held) \(.unused)"' '5 4 1' 'what nobody holds is shown'
sponsor-override -q bolt full --quantity 2 --by Ann --reason less | sponsor-reclaim | give_back
is "$(has bolt)" '4 too many, a person decides: full=2' 'what people hold they keep, and a person decides'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'it is asked back once'
run sponsor-status --tasks bolt
json '.task + ": " + .message' 'tickets_exceeded: more than it shall have: full=2' 'as a task'
sponsor-contract void C-bolt 2>/dev/null | sponsor-reclaim | give_back
says 'not given back: nothing_to_cancel: somebody holds each of them' 'that none can be given back is told'
is "$(has bolt)" '4 nothing is owed; too many, a person decides: full=4' 'of a void contract, too'

# Somebody gives a ticket up, after all that could be given was.
free_one() { # SPONSOR
	for ticket in $(tickets_of "$1"); do
		ticket-unassign -c organiser "$ticket" 2>/dev/null >freed
		! grep -q ticket-unassigned freed || break
	done
	sponsor-book <freed
}
free_one bolt
cp -R "$LANYARD_HOME/conference" copy
run sponsor-reclaim -a
json '"\(.type | split(".")[2]) \(.data.keep)"' 'cancel-tickets 0' 'a ticket that somebody gives up is asked back'
cp "$out" asked
sponsor-feed -d copy/sponsorship.db >feed
run sponsor-reclaim -d copy/sponsorship.db <feed
ok 'a pipe and -a come to the same command' grep -qxFf asked "$out"
give_back <asked
is "$(has bolt)" '3 nothing is owed; too many, a person decides: full=3' 'and given'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'once: the others are held still'
free_one bolt
sponsor-reclaim -a | give_back
is "$(has bolt)" '2 nothing is owed; too many, a person decides: full=2' 'so is the next one'
before=$(events sponsor-feed)
sponsor-feed | sponsor-reclaim >/dev/null
is "$(events sponsor-feed)" "$before" 'where nobody gives one up, a pipe asks for nothing again, either'

# Two bookings: first what nobody holds, the latest first.
sponsor-override -q cask full --quantity 8 --by Ann --reason more | sponsor-allocate | book
tickets_of cask | tail -n 3 | hold 3
sponsor-override -q cask full --quantity 6 --by Ann --reason less >lower
run sponsor-reclaim <lower
json .data.keep 3 'the later booking is held, so the earlier one gives'
give_back <"$out"
is "$(has cask)" '6 -' 'and nobody has lost a ticket'

# An answer that comes when less is wanted already.
pay_sponsor dune Gold
sponsor-onboard <paid.dune | sponsor-allocate >asking
sponsor-override -q dune full --quantity 1 --by Ann --reason less >/dev/null
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'what is not booked yet can not be asked back'
book <asking
run sponsor-reclaim -a
json .data.keep 1 'when it is, it is'
cp "$out" late
run sponsor-reclaim -a
same "$out" late 'and once'
give_back <late
is "$(has dune)" '1 -' 'so that it has what it shall have'

# Somebody else cancels.
ticket-feed | jq -r 'select(.data.reference? == "acme/full/1") | .data.purchase' | head -n 1 >purchase
ticket-cancel -c organiser --keep 1 "$(cat purchase)" >cancelled
run sponsor-book <cancelled
is "$(has acme)" '1 lacks, a person decides: full=1' 'what an organiser has cancelled is noted'
run sponsor-allocate -a
is "$(wc -c <"$out")" 0 'and not asked for again by itself'
run sponsor-status --tasks acme
json '"\(.task): \(.message)"' 'tickets_lacking: less than it shall have: full=1' 'it is a task'
sponsor-override -q acme full --quantity 2 --by Ann --reason 'they are to have it' | sponsor-allocate >asked
is "$(jq '.data.tickets[0].quantity' asked)" 1 'the same number, for a new reason, asks for it again'
sponsor-override -q acme full --quantity 1 --by Ann --reason 'let it be' | sponsor-reclaim | give_back
book <asked && sponsor-reclaim -a | give_back
is "$(has acme) $(sponsor-status --tasks acme | wc -c)" '1 - 0' 'and the lower number lets it be'
run sponsor-status --why acme
ok 'which the history tells' grep -q 'somebody else cancelled them' "$out"
ticket-feed >feed
before=$(events sponsor-feed)
run sponsor-book -q <feed
is "$rc $(events sponsor-feed)" "0 $before" 'the whole feed again changes nothing'

# A grant that is missing.
sponsor-override -q cask full --quantity 5 --by Ann --reason less | sponsor-reclaim >asked
ticket-client amend sponsorship --may create-ticket-purchase >/dev/null
ticket-cancel -c sponsorship <asked >away 2>/dev/null
run sponsor-book <away
says 'turned away, and still to be given back: forbidden' 'a refusal at the door leaves it asked back'
run sponsor-status --tasks cask
json '.task' 'reclaim_turned_away tickets_exceeded' 'which is a task'
before=$(events sponsor-feed)
sponsor-book -q <away
is "$(events sponsor-feed) $(has cask | cut -d: -f1-3)" "$before 6 asked back, turned away: full=1: forbidden" \
	'recorded once, with the reason'
LANYARD_NOW=2025-03-01T12:15:00Z
ticket-client revoke sponsorship >/dev/null
ticket-cancel -c sponsorship <asked >>away 2>/dev/null
for again in 1 2 3; do
	sponsor-book -q <away 2>/dev/null
done
is "$(wc -l <away) $(($(events sponsor-feed) - before)) $(has cask)" \
	'2 1 6 asked back, turned away: full=1: forbidden: the grants of "sponsorship" were taken back' \
	'another reason is recorded once, however often both are read'
ticket-client amend sponsorship --waive --types full >/dev/null
ticket-client amend sponsorship --may create-ticket-purchase,cancel-tickets >/dev/null
sponsor-reclaim -a | give_back
is "$(has cask)" '5 -' 'and given, when the door opens'

# Two reclaims of one booking, of which the last is answered first.
pay_sponsor dusk Gold
sponsor-onboard <paid.dusk | sponsor-allocate | book
sponsor-override -q dusk full --quantity 2 --by Ann --reason less | sponsor-reclaim >first
sponsor-withdraw -q dusk | sponsor-reclaim >second
cat second first | give_back
is "$(jq -r .data.keep first second | paste -sd ' ' -), $(has dusk)" '2 0, 0 -' \
	'one event may answer several reclaims'
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'and none of them is asked for again'

# One booking has nothing to give: another one does.
pay_sponsor elm Gold
sponsor-onboard <paid.elm | sponsor-allocate | book
tickets_of elm | hold 5
sponsor-override -q elm full --quantity 2 --by Ann --reason less | sponsor-reclaim >back
sponsor-override -q elm full --quantity 5 --by Ann --reason more | sponsor-allocate | book
give_back <back
is "$(has elm)" '8 sponsor-reclaim' 'what was asked back of a booking that has nothing to give'
sponsor-reclaim -a | give_back
is "$(has elm)" '5 -' 'is asked back of the one that has'

# Booked by hand when less was wanted already: a person gives it back, and nothing else is asked.
pay_sponsor gale Gold
sponsor-onboard <paid.gale | sponsor-allocate | book
tickets_of gale | hold 5
sponsor-override -q gale full --quantity 8 --by Ann --reason more | sponsor-allocate >/dev/null
sponsor-override -q gale full --quantity 2 --by Ann --reason less | sponsor-reclaim | give_back
sponsor-book --manual gale/full/2 --by Ann >by-hand
before=$(events sponsor-feed)
run sponsor-reclaim <by-hand
is "$rc:$(wc -c <"$out"):$(events sponsor-feed)" "0:0:$before" 'what was booked by hand asks nothing back in a pipe'
says 'gale/full/2: 1 too many, which were booked by hand: give them back so, and record that 2 are left' '  but tells a person'
run sponsor-reclaim -a
is "$(wc -c <"$out"):$(events sponsor-feed)" "0:$before" '  and -a asks the same: nothing'

# Nobody knows what a sponsor without a rule is owed: nothing is too much.
sponsor-register -q fir --name F --level Odd --email f@f.example >/dev/null
sponsor-provision fir full --quantity 2 --until 2030-01-01 | sponsor-allocate | book
sponsor-contract sign C-fir --sponsor fir --signed-on 2025-01-12 --in-kind | sponsor-onboard >/dev/null
{ sponsor-feed | sponsor-reclaim && sponsor-reclaim -a; } >"$out" 2>/dev/null
is "$(has fir)" '2 a policy with a rule for level Odd, day of signing up not known, nothing paid' 'who has no rule keeps what is held for it'

# Refused while another request was under way.
export LANYARD_CONFERENCE=under-way
open_both 4
pay_sponsor gum Gold
sponsor-onboard <paid.gum | sponsor-allocate >one
sponsor-override gum full --quantity 7 --by Ann --reason more | sponsor-allocate >two
cat one two | ticket-create -c sponsorship | sponsor-book 2>/dev/null
ok 'a refusal before another booking is still told' grep -q 'refused: full=5: sold_out' <<-END
	$(has gum)
END
ticket-type amend full --capacity 100 >/dev/null
sponsor-allocate --retry | book
is "$(has gum)" '7 -' 'and can be asked for again'
sponsor-withdraw -q gum >/dev/null
run sponsor-allocate --retry
is "$(wc -c <"$out")" 0 'but not for who has withdrawn since'

# One event asks back of many bookings.
export LANYARD_CONFERENCE=many
open_both 1000 1000
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
is "$(wc -l <"$out")" "$(wc -l <wanted)" 'all of them are asked back, however many there are'
ticket-cancel -c sponsorship <"$out" | sponsor-book
is "$(sponsor-status hop | jq -c .booked)" '[]' 'and none is left'
done_testing
