#!/bin/sh
# Holds: tickets for a sponsor that is owed none yet, until a moment.
. "$(dirname "$0")/lib.sh"
open_sponsorship
has() { # SPONSOR
	sponsor-status "$1" | jq -r '(.booked[0].quantity // 0 | tostring) + " " + (.awaits // "-")'
}
register() { # ID LEVEL
	sponsor-register -q "$1" --name "$1" --level "$2" --email "t@$1.example" --signed-up-on 2025-01-10 >/dev/null
}

register bolt Gold
run sponsor-hold bolt full --quantity 3 --until 2025-03-01T12:00:00Z
is "$rc" 65 'a hold that ends now is denied'
says '/until: ' 'the denial of a hold that ends now names the field until'
run sponsor-hold nobody full --quantity 3 --until 2025-03-31
is "$rc" 65 'a hold for an unknown sponsor is denied'
says '/beneficiary: there is no sponsor "nobody"' 'the denial of a hold for an unknown sponsor names the sponsor'
run sponsor-hold bolt full --quantity 3 --until 2025-03-31 --by Ann --reason flights
json '"\(.type) \(.data.beneficiary) \(.data.quantity) \(.data.until)"' \
	'lanyard.booking.hold-placed.v1 bolt 3 2025-04-01T00:00:00.000Z' 'sponsor-hold records hold-placed with the end of the hold'
cp "$out" placed
run sponsor-hold bolt full --quantity 3 --until 2025-03-31 --by Ann --reason flights
same "$out" placed 'a hold that is repeated prints the same bytes'
sponsor-allocate <placed | book
is "$(has bolt)" '3 the contract is not signed' 'a hold is booked before the contract is signed'
is "$(sponsor-status bolt | jq -r .because)" '3 × full held until 2025-04-01T00:00:00.000Z' "the status gives a hold as the reason for a prospect's tickets"
is "$(sponsor-status bolt | jq -r .state)" prospect 'a sponsor with a hold and no contract is a prospect'
sponsor-contract sign C-3 --sponsor bolt --signed-on 2025-03-12 --in-kind >signed
run sponsor-onboard <signed
cp "$out" onboarded
run sponsor-allocate <onboarded
json '.data.tickets[0].quantity' 2 'tickets of a hold count towards what is owed when the sponsor comes on board'
book <"$out"
is "$(has bolt)" '5 -' 'a sponsor who comes on board after a hold has as many tickets as are owed'
run sponsor-hold bolt full --quantity 9 --until 2025-03-31
is "$rc" 65 'a hold for a sponsor on board is denied'

register cask Bronze
sponsor-hold cask full --quantity 4 --until 2025-03-31 | sponsor-allocate | book
export LANYARD_NOW=2025-03-31T23:59:59Z
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'the tickets of a hold are not reclaimed before the hold ends'
export LANYARD_NOW=2025-04-01T00:00:00Z
run sponsor-reclaim -a
json .data.keep 0 'the tickets of a hold are reclaimed when the hold ends'
cp "$out" reclaim
run sponsor-reclaim -a
same "$out" reclaim 'sponsor-reclaim -a prints the same command for an expired hold until it is answered'
ticket-cancel -c sponsorship <reclaim | sponsor-book
is "$(has cask)" '0 the contract is not signed' 'the tickets of an expired hold are cancelled'
is "$(sponsor-status --why cask | jq -r .what | grep "held no longer")" 'full held no longer: it was until 2025-04-01T00:00:00.000Z' \
	'the history says when a hold expired'

register dune Gold
sponsor-hold dune full --quantity 9 --until 2025-05-01 | sponsor-allocate | book
sponsor-contract sign C-4 --sponsor dune --signed-on 2025-03-12 --in-kind | sponsor-onboard |
	sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
is "$(has dune)" '5 -' 'the tickets of a hold above what is owed are reclaimed when the sponsor comes on board'

# After a contract that was voided or refunded.
register gull Silver
sponsor-contract sign C-6 --sponsor gull --signed-on 2025-03-12 >/dev/null
sponsor-invoice raise I-6 --sponsor gull --contract C-6 --amount 5000 --currency EUR >/dev/null
sponsor-settle I-6 --settled-on 2025-03-13 | sponsor-onboard | sponsor-allocate | book
sponsor-contract void -q C-6 >void && sponsor-reclaim <void | ticket-cancel -c sponsorship | sponsor-book
run sponsor-hold gull full --quantity 2 --until 2025-05-01
says '"gull" is owed nothing any more' 'a hold for a sponsor whose only contract is void is denied'
sponsor-contract sign C-7 --sponsor gull --signed-on 2025-03-14 >/dev/null
sponsor-invoice raise I-7 --sponsor gull --contract C-7 --amount 5000 --currency EUR >/dev/null
sponsor-hold gull full --quantity 2 --until 2025-05-01 | sponsor-allocate | book
is "$(has gull)" '2 not settled: I-7' 'a sponsor whose first contract is void gets a hold for a second contract that is signed and not paid'
sponsor-settle I-7 --settled-on 2025-03-15 | sponsor-onboard | sponsor-allocate | book
is "$(has gull)" '3 -' 'the hold ends when the second contract is paid, and the sponsor has what is owed'
sponsor-invoice refund I-7 --refunded-on 2025-03-16 >refund && sponsor-reclaim <refund | ticket-cancel -c sponsorship | sponsor-book
run sponsor-hold gull full --quantity 1 --until 2025-05-01
says '"gull" is owed nothing any more' 'a hold for a sponsor whose invoice was refunded is denied'
sponsor-invoice raise I-8 --sponsor gull --contract C-7 --amount 5000 --currency EUR >/dev/null
run sponsor-hold gull full --quantity 1 --until 2025-05-01
is "$rc" 0 'a sponsor whose invoice was refunded gets a hold once another invoice is raised'

register hare Silver
sponsor-contract sign C-8 --sponsor hare --signed-on 2025-03-12 >/dev/null
sponsor-invoice raise I-9 --sponsor hare --contract C-8 --amount 5000 --currency EUR >/dev/null
sponsor-contract void -q C-8 >/dev/null && sponsor-settle I-9 --settled-on 2025-03-13 >/dev/null
run sponsor-hold hare full --quantity 2 --until 2025-05-01
is "$rc" 0 'a contract that is paid after it was voided ends nothing: the sponsor gets a hold'
sponsor-withdraw hare >/dev/null
run sponsor-hold hare full --quantity 3 --until 2025-05-01
no_data
is "$rc:$(grep -c '"hare" is owed nothing any more' "$err")" 65:1 'a hold for a sponsor that has withdrawn is denied'

# An override of a hold, where no rule decides.
register elm Odd
sponsor-hold elm full --quantity 2 --until 2025-05-01 | sponsor-allocate | book
sponsor-contract sign C-5 --sponsor elm --signed-on 2025-03-12 --in-kind | sponsor-onboard >/dev/null
sponsor-allocate -qa | book && sponsor-reclaim -qa | ticket-cancel -c sponsorship | sponsor-book
is "$(has elm)" '2 a policy: no rule of any policy matches level Odd, signed up on 2025-01-10, nothing paid' \
	'a hold stays when the sponsor comes on board and no rule of any policy matches'
sponsor-override -q elm full --quantity 1 --by Ann --reason bespoke >/dev/null
sponsor-allocate -qa | book && sponsor-reclaim -qa | ticket-cancel -c sponsorship | sponsor-book
is "$(has elm | cut -c 1)" 1 'an override below a hold takes precedence although no rule of any policy matches'

printf '{"beneficiary":"%s","type":"full","quantity":1,"until":"2025-06-01"}\n' nobody fir >holds
register fir Gold
run sponsor-hold -r rejects <holds
is "$rc:$(jq -r .data.beneficiary "$out"):$(jq -r .beneficiary rejects)" 65:fir:nobody \
	'sponsor-hold reports a bad line and records the next line'
says 'stdin:1: /beneficiary: there is no sponsor "nobody"' 'the report of a bad hold has the line, the pointer and the reason'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after holds'
sponsor-allocate -qa | book && sponsor-reclaim -qa | ticket-cancel -c sponsorship | sponsor-book
ticket-feed >feed
run sponsor-reconcile <feed
is "$rc:$(jq -r '"\(.beneficiary) \(.difference)"' "$out")" '1:elm without_rule' \
	'sponsor-reconcile finds only the missing rule after holds'
done_testing
