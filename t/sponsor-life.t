#!/bin/sh
# The life of a sponsor: paid in parts, upgraded, downgraded, refunded, withdrawn.
. "$(dirname "$0")/lib.sh"
open_sponsorship
has() { # SPONSOR
	sponsor-status "$1" | jq -r '(.booked[0].quantity // 0 | tostring) + " " + (.awaits // "-")'
}
register() { # ID LEVEL
	sponsor-register -q "$1" --name "$1" --level "$2" --email "t@$1.example" --signed-up-on 2025-01-10
}
bring_in() {
	sponsor-onboard | sponsor-allocate | book
}
settle_all() {
	sponsor-onboard -a >/dev/null
	sponsor-allocate -a | book
	sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
}

# Payments in part.
register acme Silver >/dev/null
sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12 >/dev/null
sponsor-invoice raise I-1 --sponsor acme --amount 1000 --currency EUR >/dev/null
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 400
is "$rc" 65 'a payment in part without a reference is denied'
says '/amount: 4.00 EUR does not settle "I-1", of which 10.00 EUR is owed: a part requires the payment'"'"'s reference' \
	'the denial says that a payment in part requires a reference'
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 400 --payment P1
json '"\(.type) \(.data.left)"' 'lanyard.sponsorship.invoice-partially-paid.v1 600' 'a payment in part records how much is left'
cp "$out" part
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 400 --payment P1
same "$out" part 'a payment in part that is repeated prints the same bytes'
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 500 --payment P1
is "$rc" 65 'a payment in part that is repeated with another amount is denied'
run sponsor-settle I-1 --settled-on 2025-02-02 --amount 700 --payment P2
says '/amount: 7.00 EUR is more than is owed of "I-1": 6.00 EUR' 'a payment above what is owed is denied'
run sponsor-onboard -a
is "$(wc -c <"$out")" 0 'a payment in part brings no sponsor on board'
run sponsor-invoice cancel I-1
says '4.00 EUR of "I-1" was paid: refund it instead' "an invoice that was paid in part can't be cancelled"
run sponsor-settle I-1 --settled-on 2025-02-03 --payment P3
json '"\(.type) \(.data.amount)"' 'lanyard.sponsorship.invoice-settled.v1 1000' 'the payment of the rest settles the invoice'
bring_in <"$out"
is "$(has acme)" '3 -' 'a sponsor whose invoice is settled is on board and has its tickets'
run sponsor-settle I-1 --settled-on 2025-02-04 --payment P4
is "$rc" 65 'a payment of a settled invoice is denied'

# The level rises and falls.
sponsor-invoice raise I-2 --sponsor acme --amount 500 --currency EUR >/dev/null
register acme Gold >/dev/null
settle_all
is "$(has acme)" '3 level Gold: not settled: I-2' 'the level at the last settlement counts while an invoice is open'
sponsor-settle I-2 --settled-on 2025-02-10 >paid
run sponsor-onboard <paid
json '"\(.type) \(.data.contract) \(.data.level)"' \
	'lanyard.sponsorship.sponsor-level-changed.v1 C-1 Gold' 'sponsor-onboard publishes the new level when its invoice is settled'
cp "$out" changed
run sponsor-onboard <paid
same "$out" changed 'sponsor-onboard prints the same bytes for the same settlement'
run sponsor-allocate <changed
json '.data.tickets[0].quantity' 2 'sponsor-allocate requests the difference to the new level'
book <"$out"
is "$(has acme)" '5 -' 'the difference to the new level is booked'
register acme Bronze >down
sponsor-onboard <down | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
is "$(has acme)" '1 -' 'the surplus is reclaimed when the level falls'
register acme Silver >/dev/null && register acme Bronze >/dev/null
run sponsor-onboard -a
is "$(wc -c <"$out")" 0 'sponsor-onboard -a publishes nothing for a level that was changed and changed back'
run sponsor-allocate -a
is "$(wc -c <"$out") $(has acme)" '0 1 -' 'nothing is requested for a level that was changed and changed back'

# Refunded.
run sponsor-invoice refund I-9 --refunded-on 2025-03-01
is "$rc" 65 "an unknown invoice can't be refunded"
run sponsor-invoice refund I-2 --refunded-on 2025-03-01 --reason 'stayed small'
json .data.amount 500 'a refund is of the amount that was paid'
settle_all
is "$(has acme)" '1 -' 'a sponsor stays on board while one of its invoices is paid and not refunded'
sponsor-invoice refund I-1 --refunded-on 2025-03-01 >/dev/null
settle_all
is "$(has acme)" '0 all invoices are cancelled or refunded' 'the tickets are reclaimed when all payments are refunded'
is "$(sponsor-status acme | jq -r .state)" signed 'a sponsor whose payments are all refunded is signed, not on board'
sponsor-invoice raise I-4 --sponsor acme --amount 5 --currency EUR >/dev/null
sponsor-settle I-4 --settled-on 2025-03-02 >/dev/null
settle_all
is "$(has acme)" '1 -' 'a sponsor whose payments were refunded gets its tickets when it pays again'

# A payment recorded by mistake.
sponsor-settle --reverse I-4 --reason 'of another customer' >/dev/null
settle_all
is "$(has acme)" '0 not settled: I-4' 'the tickets are reclaimed when the payment is reversed'
sponsor-settle I-4 --settled-on 2025-03-03 >/dev/null
settle_all
is "$(has acme)" '1 -' 'a sponsor whose payment was reversed gets its tickets when it pays again'

# A void contract, and another one.
sponsor-contract void C-1 >/dev/null 2>&1
settle_all
is "$(has acme)" '0 the contract C-1 is void' 'the tickets of a void contract are reclaimed'
is "$(sponsor-status acme | jq -c '[.state, .contracts]')" '["void",[]]' 'the status says that the contract is void'
sponsor-contract sign C-2 --sponsor acme --signed-on 2025-03-01 >/dev/null
settle_all
is "$(has acme)" '1 -' 'the paid invoices of a void contract count for the next contract'

# Withdrawn.
run sponsor-withdraw acme --reason 'another conference'
says 'acme: has 1 ticket: sponsor-reclaim reclaims the unassigned surplus' 'sponsor-withdraw warns of a sponsor that has tickets'
cp "$out" withdrawn
sponsor-reclaim <withdrawn | ticket-cancel -c sponsorship | sponsor-book
is "$(has acme)" '0 -' 'the tickets of a sponsor that has withdrawn are reclaimed'
run sponsor-withdraw acme --reason 'another conference'
same "$out" withdrawn 'a withdrawal that is repeated prints the same bytes'
is "$(sponsor-onboard --why acme | jq -r .missing)" 'it has withdrawn' 'sponsor-onboard --why says that the sponsor has withdrawn'
is "$(sponsor-status acme | jq -r .state)" withdrawn 'the status says that the sponsor has withdrawn'
register acme Bronze >/dev/null
run sponsor-register acme --email new@acme.example
says 'acme: has withdrawn, and stays so; "sponsor-register acme", without options, ends that' \
	'sponsor-register warns that an amendment does not end a withdrawal, and says what does'
settle_all
is "$(sponsor-status acme | jq -r '"\(.state) \(.email) \(.booked | length)"')" 'withdrawn new@acme.example 0' \
	'a sponsor whose record is amended stays withdrawn and has no tickets'
sponsor-register -q acme
settle_all
is "$(has acme)" '1 -' 'a withdrawn sponsor that is registered again gets its tickets'
run sponsor-withdraw nobody
is "$rc" 65 'a withdrawal of an unknown sponsor is denied'
ticket-feed >feed
run sponsor-reconcile <feed
is "$rc:$(wc -c <"$out")" 0:0 "sponsor-reconcile finds no difference at the end of a sponsor's life"
done_testing
