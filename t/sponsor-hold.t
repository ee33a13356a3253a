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
is "$rc" 65 'a hold until now is refused'
says '/until: ' '  at its end'
run sponsor-hold nobody full --quantity 3 --until 2025-04-01
is "$rc" 65 'a hold for an unknown sponsor is refused'
says '/beneficiary: there is no sponsor "nobody"' '  for that reason'
run sponsor-hold bolt full --quantity 3 --until 2025-04-01 --by Ann --reason flights
json '"\(.type) \(.data.beneficiary) \(.data.quantity) \(.data.until)"' \
	'lanyard.booking.hold-placed.v1 bolt 3 2025-04-01T00:00:00.000Z' 'a hold is placed until a day'
cp "$out" held
run sponsor-hold bolt full --quantity 3 --until 2025-04-01 --by Ann --reason flights
same "$out" held 'placed again it is answered by the same line'
sponsor-allocate <held | book
is "$(has bolt)" '3 the contract is not signed' 'what is held is booked before the contract is signed'
is "$(sponsor-status bolt | jq -r .because)" 'full=3 held until 2025-04-01T00:00:00.000Z' '  because it is held'
is "$(sponsor-status bolt | jq -r .state)" prospect '  for a prospect'
sponsor-contract sign C-3 --sponsor bolt --signed-on 2025-03-12 --in-kind >signed
run sponsor-onboard <signed
cp "$out" onboarded
run sponsor-allocate <onboarded
json '.data.tickets[0].quantity' 2 'on board, what was held counts towards what is owed'
book <"$out"
is "$(has bolt)" '5 -' '  and all is booked'
run sponsor-hold bolt full --quantity 9 --until 2025-04-01
is "$rc" 65 'a hold for a sponsor on board is refused'

register cask Bronze
sponsor-hold cask full --quantity 4 --until 2025-04-01 | sponsor-allocate | book
export LANYARD_NOW=2025-03-31T23:59:59Z
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'a hold lasts to its last moment'
export LANYARD_NOW=2025-04-01T00:00:00Z
run sponsor-reclaim -a
json .data.keep 0 'when a hold has expired, its tickets are reclaimed'
cp "$out" back
run sponsor-reclaim -a
same "$out" back '  by one command'
ticket-cancel -c sponsorship <back | sponsor-book
is "$(has cask)" '0 the contract is not signed' '  and cancelled'
is "$(sponsor-status --why cask | jq -r .what | grep expired)" 'hold of full expired on 2025-04-01T00:00:00.000Z' \
	'  which the history says'

register dune Gold
sponsor-hold dune full --quantity 9 --until 2025-05-01 | sponsor-allocate | book
sponsor-contract sign C-4 --sponsor dune --signed-on 2025-03-12 --in-kind | sponsor-onboard |
	sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
is "$(has dune)" '5 -' 'what is held above what is owed is reclaimed when the sponsor comes on board'

# After a contract that has ended.
register gull Silver
sponsor-contract sign C-6 --sponsor gull --signed-on 2025-03-12 >/dev/null
sponsor-invoice raise I-6 --sponsor gull --contract C-6 --amount 5000 --currency EUR >/dev/null
sponsor-settle I-6 --settled-on 2025-03-13 | sponsor-onboard | sponsor-allocate | book
sponsor-contract void -q C-6 >void && sponsor-reclaim <void | ticket-cancel -c sponsorship | sponsor-book
run sponsor-hold gull full --quantity 2 --until 2025-05-01
says '"gull" is owed nothing any more' 'a hold for a sponsor whose only contract is void is refused'
sponsor-contract sign C-7 --sponsor gull --signed-on 2025-03-14 >/dev/null
sponsor-invoice raise I-7 --sponsor gull --contract C-7 --amount 5000 --currency EUR >/dev/null
sponsor-hold gull full --quantity 2 --until 2025-05-01 | sponsor-allocate | book
is "$(has gull)" '2 not settled: I-7' 'with another contract that is signed and not paid it has a hold'
sponsor-settle I-7 --settled-on 2025-03-15 | sponsor-onboard | sponsor-allocate | book
is "$(has gull)" '3 -' '  until that is paid'
sponsor-invoice refund I-7 --refunded-on 2025-03-16 >refund && sponsor-reclaim <refund | ticket-cancel -c sponsorship | sponsor-book
run sponsor-hold gull full --quantity 1 --until 2025-05-01
says '"gull" is owed nothing any more' 'a hold for a sponsor that was paid back is refused'
sponsor-invoice raise I-8 --sponsor gull --contract C-7 --amount 5000 --currency EUR >/dev/null
run sponsor-hold gull full --quantity 1 --until 2025-05-01
is "$rc" 0 '  and placed once another invoice is raised'

# Below what is held, and above it, where no rule decides.
register elm Odd
sponsor-hold elm full --quantity 2 --until 2025-05-01 | sponsor-allocate | book
sponsor-contract sign C-5 --sponsor elm --signed-on 2025-03-12 --in-kind | sponsor-onboard >/dev/null
sponsor-allocate -qa | book && sponsor-reclaim -qa | ticket-cancel -c sponsorship | sponsor-book
is "$(has elm)" '2 a policy: no rule of any policy matches level Odd, signed up on 2025-01-10, nothing paid' \
	'while no rule matches, what is held stays'
sponsor-override -q elm full --quantity 1 --by Ann --reason bespoke >/dev/null
sponsor-allocate -qa | book && sponsor-reclaim -qa | ticket-cancel -c sponsorship | sponsor-book
is "$(has elm | cut -c 1)" 1 'an override below what is held takes precedence, although no rule matches'

printf '{"beneficiary":"%s","type":"full","quantity":1,"until":"2025-06-01"}\n' nobody fir >holds
register fir Gold
run sponsor-hold -r rejects <holds
is "$rc:$(jq -r .data.beneficiary "$out"):$(jq -r .beneficiary rejects)" 65:fir:nobody \
	'of holds a bad line is reported, its neighbour is done'
says 'stdin:1: /beneficiary: there is no sponsor "nobody"' '  with the line, the pointer and the reason'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticketing agrees with itself'
sponsor-allocate -qa | book && sponsor-reclaim -qa | ticket-cancel -c sponsorship | sponsor-book
ticket-feed >feed
run sponsor-reconcile <feed
is "$rc:$(jq -r '"\(.beneficiary) \(.difference)"' "$out")" '1:elm without_rule' \
	'ticketing and the ledger agree; the rule that is missing is the only difference'
done_testing
