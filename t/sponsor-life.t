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

# In parts.
register acme Silver >/dev/null
sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12 >/dev/null
sponsor-invoice raise I-1 --sponsor acme --amount 1000 --currency EUR >/dev/null
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 400
is "$rc" 65 'a payment of a part without a reference is refused'
says '/amount: 4.00 EUR does not settle "I-1", of which 10.00 EUR is owed: a part requires the payment'"'"'s reference' \
	'  with what to do'
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 400 --payment P1
json '"\(.type) \(.data.left)"' 'lanyard.sponsorship.invoice-paid-in-part.v1 600' 'the event of a part says what is left'
cp "$out" part
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 400 --payment P1
same "$out" part 'the same part again is answered by the same line'
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 500 --payment P1
is "$rc" 65 'the same part with another amount is refused'
run sponsor-settle I-1 --settled-on 2025-02-02 --amount 700 --payment P2
says '/amount: 7.00 EUR is more than is owed of "I-1": 6.00 EUR' 'a part above what is owed is refused'
run sponsor-onboard -a
is "$(wc -c <"$out")" 0 'a part brings nobody on board'
run sponsor-invoice cancel I-1
says '4.00 EUR of "I-1" was paid: refund it instead' 'an invoice that was paid in part cannot be cancelled'
run sponsor-settle I-1 --settled-on 2025-02-03 --payment P3
json '"\(.type) \(.data.amount)"' 'lanyard.sponsorship.invoice-settled.v1 1000' 'the rest settles the invoice'
bring_in <"$out"
is "$(has acme)" '3 -' 'a sponsor whose invoice is settled is on board'
run sponsor-settle I-1 --settled-on 2025-02-04 --payment P4
is "$rc" 65 'another payment of a settled invoice is refused'

# Up and down.
sponsor-invoice raise I-2 --sponsor acme --amount 500 --currency EUR >/dev/null
register acme Gold >/dev/null
settle_all
is "$(has acme)" '3 level Gold: not settled: I-2' 'while an invoice is open, the level at the last settlement counts'
sponsor-settle I-2 --settled-on 2025-02-10 >paid
run sponsor-onboard <paid
json '"\(.type) \(.data.contract) \(.data.level)"' \
	'lanyard.sponsorship.sponsor-level-changed.v1 C-1 Gold' 'the payment puts the new level in force, which is published'
cp "$out" changed
run sponsor-onboard <paid
same "$out" changed '  once: the same fact is answered by the same line'
run sponsor-allocate <changed
json '.data.tickets[0].quantity' 2 'the difference is requested'
book <"$out"
is "$(has acme)" '5 -' '  and booked'
register acme Bronze >down
sponsor-onboard <down | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
is "$(has acme)" '1 -' 'with a lower level the surplus is reclaimed'
register acme Silver >/dev/null && register acme Bronze >/dev/null
run sponsor-onboard -a
is "$(wc -c <"$out")" 0 'a level changed and changed back is not published'
run sponsor-allocate -a
is "$(wc -c <"$out") $(has acme)" '0 1 -' '  and nothing is requested'

# Refunded.
run sponsor-invoice refund I-9 --refunded-on 2025-03-01
is "$rc" 65 'an unknown invoice cannot be refunded'
run sponsor-invoice refund I-2 --refunded-on 2025-03-01 --reason 'stayed small'
json .data.amount 500 'a refund is of what was paid'
settle_all
is "$(has acme)" '1 -' 'while something that was paid is not refunded, a sponsor is on board'
sponsor-invoice refund I-1 --refunded-on 2025-03-01 >/dev/null
settle_all
is "$(has acme)" '0 all invoices are cancelled or refunded' 'when all that was paid is refunded, nothing is owed'
is "$(sponsor-status acme | jq -r .state)" signed '  and the sponsor is signed, not on board'
sponsor-invoice raise I-4 --sponsor acme --amount 5 --currency EUR >/dev/null
sponsor-settle I-4 --settled-on 2025-03-02 >/dev/null
settle_all
is "$(has acme)" '1 -' 'when it pays again, the tickets of its level are owed again'

# A payment recorded by mistake.
sponsor-settle --reverse I-4 --reason 'of another customer' >/dev/null
settle_all
is "$(has acme)" '0 not settled: I-4' 'when the payment by which it came on board is reversed, nothing is owed'
sponsor-settle I-4 --settled-on 2025-03-03 >/dev/null
settle_all
is "$(has acme)" '1 -' '  until it is paid'

# A contract that is void, and another one.
sponsor-contract void C-1 >/dev/null 2>&1
settle_all
is "$(has acme)" '0 the contract C-1 is void' 'the tickets of a void contract are reclaimed'
is "$(sponsor-status acme | jq -c '[.state, .contracts]')" '["void",[]]' '  and the status says that it is void'
sponsor-contract sign C-2 --sponsor acme --signed-on 2025-03-01 >/dev/null
settle_all
is "$(has acme)" '1 -' 'the invoices of a void contract are those of the next one'

# Withdrawn.
run sponsor-withdraw acme --reason 'another conference'
says 'acme: has 1 ticket: sponsor-reclaim reclaims the unassigned surplus' 'a sponsor that withdraws with tickets is warned of'
cp "$out" withdrawn
sponsor-reclaim <withdrawn | ticket-cancel -c sponsorship | sponsor-book
is "$(has acme)" '0 -' 'the tickets of a sponsor that has withdrawn are reclaimed'
run sponsor-withdraw acme --reason 'another conference'
same "$out" withdrawn 'withdrawing again is answered by the same line'
is "$(sponsor-onboard --why acme | jq -r .missing)" 'it has withdrawn' 'what is missing is that it has withdrawn'
is "$(sponsor-status acme | jq -r .state)" withdrawn '  and so says the status'
register acme Bronze >/dev/null
run sponsor-register acme --email new@acme.example
says 'acme: has withdrawn since, which stands: "sponsor-register acme", without options, ends it' \
	'amending the record of a sponsor that has withdrawn gives a warning that says what ends it'
settle_all
is "$(sponsor-status acme | jq -r '"\(.state) \(.email) \(.booked | length)"')" 'withdrawn new@acme.example 0' \
	'  and leaves it withdrawn, with no tickets'
sponsor-register -q acme
settle_all
is "$(has acme)" '1 -' 'registered again it is a sponsor as before'
run sponsor-withdraw nobody
is "$rc" 65 'an unknown sponsor cannot withdraw'
ticket-feed >feed
run sponsor-reconcile <feed
is "$rc:$(wc -c <"$out")" 0:0 'the ledger and ticketing agree'
done_testing
