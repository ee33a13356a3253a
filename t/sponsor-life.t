#!/bin/sh
# The life of a sponsor: paid in parts, upgraded, downgraded, refunded, withdrawn,
# held for it before it signs.
. "$(dirname "$0")/lib.sh"
open_both
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
	sponsor-allocate -a | book
	sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
}

# In parts.
register acme Silver >/dev/null
sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12 >/dev/null
sponsor-invoice raise I-1 --sponsor acme --amount 1000 --currency EUR >/dev/null
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 400
is "$rc" 65 'a part without a reference of its own is refused'
says "a part wants a payment's reference" 'and told'
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 400 --payment P1
json '"\(.type) \(.data.left)"' 'lanyard.sponsorship.invoice-paid-in-part.v1 600' 'a part says what is left'
cp "$out" part
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 400 --payment P1
same "$out" part 'the same part again is answered with the same line'
run sponsor-settle I-1 --settled-on 2025-02-01 --amount 500 --payment P1
is "$rc" 65 'with other data it is a conflict'
run sponsor-settle I-1 --settled-on 2025-02-02 --amount 700 --payment P2
says '7.00 EUR is more than "I-1" wants: 6.00 EUR is owed' 'more than is owed is refused'
run sponsor-onboard -a
is "$(wc -c <"$out")" 0 'a part brings nobody on board'
run sponsor-invoice cancel I-1
says '4.00 EUR of "I-1" was paid: refund it instead' 'what is paid in part is not cancelled'
run sponsor-settle I-1 --settled-on 2025-02-03 --payment P3
json '"\(.type) \(.data.amount)"' 'lanyard.sponsorship.invoice-settled.v1 1000' 'the rest settles it'
bring_in <"$out"
is "$(has acme)" '3 -' 'and then it is on board'
run sponsor-settle I-1 --settled-on 2025-02-04 --payment P4
is "$rc" 65 'a payment more is a conflict'

# Up and down.
sponsor-invoice raise I-2 --sponsor acme --amount 500 --currency EUR >/dev/null
register acme Gold >/dev/null
is "$(has acme)" '3 level Gold: not settled: I-2' 'another level counts when nothing is unpaid'
sponsor-settle I-2 --settled-on 2025-02-10 >paid
run sponsor-onboard <paid
json '"\(.type) \(.data.level) \(.data.paid[0].amount)"' \
	'lanyard.sponsorship.sponsor-level-changed.v1 Gold 1500' 'then it is said once'
cp "$out" changed
run sponsor-onboard <paid
same "$out" changed 'and again in the same words'
run sponsor-allocate <changed
json '.data.tickets[0].quantity' 2 'the difference is asked for'
book <"$out"
is "$(has acme)" '5 -' 'and booked'
register acme Bronze >down
sponsor-onboard <down | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
is "$(has acme)" '1 -' 'a lower level gives back'
register acme Silver >/dev/null && register acme Bronze >/dev/null
run sponsor-onboard -a
is "$(wc -c <"$out") $(has acme)" '0 1 -' 'there and back again is no change'

# Paid back.
run sponsor-invoice refund I-9 --refunded-on 2025-03-01
is "$rc" 65 'what was not raised is not refunded'
sponsor-invoice raise I-3 --sponsor acme --amount 5 --currency EUR >/dev/null
run sponsor-invoice refund I-3 --refunded-on 2025-03-01
says 'nothing of "I-3" was paid: cancel it instead' 'nor what was not paid'
sponsor-invoice cancel I-3 >/dev/null
run sponsor-invoice refund I-2 --refunded-on 2025-03-01 --reason 'stayed small'
json .data.amount 500 'a refund is what was paid'
settle_all
is "$(has acme)" '1 -' 'while something is still paid, it is on board'
sponsor-invoice refund I-1 --refunded-on 2025-03-01 >/dev/null
settle_all
is "$(has acme)" '0 -' 'when all was paid back, it is owed nothing'
sponsor-invoice raise I-4 --sponsor acme --amount 5 --currency EUR >/dev/null
sponsor-settle I-4 --settled-on 2025-03-02 >/dev/null
settle_all
is "$(has acme)" '1 -' 'when it pays again, it is owed again what was fixed'

# A contract that is void, and another one.
sponsor-contract void C-1 >/dev/null 2>&1
settle_all
is "$(has acme)" '0 -' 'a void contract gives back'
sponsor-contract sign C-2 --sponsor acme --signed-on 2025-03-01 >/dev/null
settle_all
is "$(has acme)" '1 -' 'another one is worth the same'

# Withdrawn.
run sponsor-withdraw acme --reason 'another conference'
says 'sponsor-reclaim asks back what nobody holds' 'who withdraws with tickets is told'
cp "$out" withdrawn
sponsor-reclaim <withdrawn | ticket-cancel -c sponsorship | sponsor-book
is "$(has acme)" '0 -' 'and gives them back'
run sponsor-withdraw acme --reason 'another conference'
same "$out" withdrawn 'withdrawing again says the same'
is "$(sponsor-onboard --why acme | jq -r .missing)" 'it has withdrawn' 'it lacks nothing but to come back'
register acme Bronze >/dev/null
settle_all
is "$(has acme)" '1 -' 'registered again it is a sponsor as before'
run sponsor-withdraw nobody
is "$rc" 65 'who is not there can not withdraw'

# Held before the signature.
register bolt Gold >/dev/null
run sponsor-provision bolt full --quantity 3 --until 2025-03-01T12:00:00Z
is "$rc" 65 'until now is no time to hold something'
sponsor-provision bolt full --quantity 3 --until 2025-04-01 --by Ann --reason flights >held
sponsor-allocate <held | book
is "$(has bolt)" '3 the contract is not signed' 'what is held is booked before the signature'
sponsor-contract sign C-3 --sponsor bolt --signed-on 2025-03-12 --in-kind >signed
run sponsor-onboard <signed
cp "$out" onboarded
run sponsor-allocate <onboarded
json '.data.tickets[0].quantity' 2 'on board, it counts against what is owed'
book <"$out"
is "$(has bolt)" '5 -' 'and is a ticket like others'
run sponsor-provision bolt full --quantity 9 --until 2025-04-01
is "$rc" 65 'who is on board is not held anything for'
register cask Bronze >/dev/null
sponsor-provision cask full --quantity 4 --until 2025-04-01 | sponsor-allocate | book
export LANYARD_NOW=2025-03-31T23:59:59Z
run sponsor-reclaim -a
is "$(wc -c <"$out")" 0 'it is held to the last moment'
export LANYARD_NOW=2025-04-01T00:00:00Z
run sponsor-reclaim -a
json .data.keep 0 'and then asked back'
cp "$out" back
run sponsor-reclaim -a
same "$out" back 'once'
ticket-cancel -c sponsorship <back | sponsor-book
is "$(has cask)" '0 the contract is not signed' 'and given back'
register dune Gold >/dev/null
sponsor-provision dune full --quantity 9 --until 2025-05-01 | sponsor-allocate | book
sponsor-contract sign C-4 --sponsor dune --signed-on 2025-03-12 --in-kind | sponsor-onboard |
	sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
is "$(has dune)" '5 -' 'what is held beyond what is owed is given back on board'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticketing agrees with itself'
ticket-feed >feed
run sponsor-reconcile <feed
is "$rc:$(wc -c <"$out")" 0:0 'and with the CRM'
done_testing
