#!/bin/sh
# Payments: each settles one invoice, once, in its currency and in full.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor-register acme --name Acme --level Gold --email a@a.example >/dev/null
for i in 1 2 3; do sponsor-invoice raise I-$i --sponsor acme --amount 50000 --currency EUR; done >/dev/null

run sponsor-settle I-1 --settled-on 2025-02-01
json '.data | "\(.sponsor) \(.amount) \(.currency)"' 'acme 50000 EUR' 'a payment of the whole amount settles an invoice'
cp "$out" settled
run sponsor-settle I-1 --settled-on 2025-02-01
same "$out" settled 'a payment that is repeated prints the same bytes'
run sponsor-settle I-1 --settled-on 2025-02-02
is "$rc" 65 'a payment that is repeated with another date is denied'
says '/invoice: this payment was recorded already, with other data: reverse it first' 'the denial of a payment repeated with another date says to reverse it first'
run sponsor-settle I-1 P-2 --settled-on 2025-02-02
is "$rc" 65 'a payment of a settled invoice is denied'
says '/invoice: the invoice "I-1" was settled already, by another payment' 'the denial of a payment says that another payment settled the invoice'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50000 --currency USD
says '/currency: "I-2" is owed in EUR, not in USD' 'a payment in another currency is denied'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 49999 --currency EUR
says '/amount: 499.99 EUR does not settle "I-2", of which 500.00 EUR is owed' \
	'a payment in part without a reference is denied'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50001
says '/amount: 500.01 EUR is more than is owed of "I-2": 500.00 EUR' 'a payment of more than is owed is denied'
run sponsor-settle I-2 P-0 --settled-on 2025-02-01 --amount 0
says '/amount: nothing was paid' 'a payment of 0 is denied'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50000 --currency EUR --payment P-7
json .data.payment P-7 'a payment of the whole amount under a reference settles an invoice'

printf '{"invoice":"%s","settled_on":"2025-02-03"}\n' I-9 I-3 >payments
run sponsor-settle -r later <payments
is "$rc:$(jq -r .data.invoice "$out"):$(jq -r .invoice later)" 65:I-3:I-9 \
	'a payment that comes before its invoice goes to the rejects, and the next line is recorded'
sponsor-invoice raise I-9 --sponsor acme --amount 1 --currency EUR >/dev/null
run sponsor-settle <later
is "$rc" 0 'a rejected payment is recorded once its invoice is raised'

# Payments that are reversed.
run sponsor-settle --reverse I-8 P-7
is "$rc" 65 "a reversal of an unknown invoice's payment is denied"
says '/invoice: no invoice "I-8" was raised' 'the denial of a reversal names the unknown invoice'
run sponsor-settle --reverse I-2 P-8
is "$rc" 65 'a reversal of an unknown payment is denied'
says '/payment: no such payment of "I-2" was recorded' 'the denial of a reversal says that there is no such payment'
run sponsor-settle --reverse I-2
says '/invoice: no such payment of "I-2" was recorded' 'a reversal without a reference means the payment without one'
run sponsor-settle --reverse I-2 P-7 --reason 'of another customer'
json '"\(.type) \(.data.payment) \(.data.amount) \(.data.reason)"' \
	'lanyard.sponsorship.payment-reversed.v1 P-7 50000 of another customer' 'sponsor-settle --reverse records payment-reversed with the reason'
cp "$out" reversed
run sponsor-settle --reverse I-2 P-7 --reason 'of another customer'
same "$out" reversed 'a reversal that is repeated prints the same bytes'
run sponsor-settle --reverse I-2 P-7 --reason 'of nobody'
is "$rc" 65 'a reversal that is repeated with another reason is denied'
says '/payment: this payment of "I-2" was reversed already, for another reason' 'the denial of a reversal says that the payment was reversed for another reason'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50000 --currency EUR --payment P-7
is "$rc" 0 'a reversed payment that is imported again is no error'
says 'warning: this payment of "I-2" was reversed since: record it under another reference' 'sponsor-settle warns that a reversed payment is not recorded again'
is "$(sponsor-status acme | jq -r .awaits)" 'the contract is not signed' 'the status awaits the signature of the contract before the payments'
run sponsor-settle I-2 P-9 --settled-on 2025-02-20
json '.data | "\(.payment) \(.amount)"' 'P-9 50000' 'an invoice whose payment was reversed is settled by another payment'
sponsor-invoice refund I-2 --refunded-on 2025-03-01 >/dev/null
run sponsor-settle --reverse I-2 P-9
says '/invoice: the invoice "I-2" was refunded' "a payment of a refunded invoice can't be reversed"

printf '{"invoice":"%s","payment":"%s"}\n' I-1 X I-9 '' >reversals
sed -i 's/,"payment":""//' reversals
run sponsor-settle --reverse -r rejects <reversals
is "$rc:$(jq -r .data.invoice "$out"):$(jq -r .invoice rejects)" 65:I-9:I-1 \
	'sponsor-settle --reverse reports a bad line and records the next line'
says 'stdin:1: /payment: no such payment' 'the report of a bad reversal has the line, the pointer and the reason'

# What is paid beyond an invoice.
for i in 1 2; do sponsor-invoice raise O-$i --sponsor acme --amount 100 --currency EUR; done >/dev/null
run sponsor-settle O-1 P-1 --settled-on 2025-02-01 --amount 150
says '; overpaid, with the payment'"'"'s reference, records a surplus' 'the denial of a payment of more than is owed says how to record it'
run sponsor-settle O-1 P-1 --settled-on 2025-02-01 --amount 101
says '1.01 EUR is more than is owed of "O-1": 1.00 EUR' 'a payment of one cent more than is owed is denied'
run sponsor-settle O-1 --settled-on 2025-02-01 --amount 150 --overpaid
is "$rc" 65 'a surplus without a reference is denied'
run sponsor-settle O-1 P-1 --settled-on 2025-02-01 --amount 150 --currency EUR --overpaid
json '.data | "\(.amount) \(.surplus)"' '100 50' 'an overpaid invoice is settled with a surplus'
cp "$out" overpaid
run sponsor-settle O-1 P-1 --settled-on 2025-02-01 --amount 150 --currency EUR --overpaid
same "$out" overpaid 'a payment with a surplus that is repeated prints the same bytes'
run sponsor-settle O-1 P-1 --settled-on 2025-02-01 --amount 100
is "$rc" 65 'a payment with a surplus that is repeated without it is denied'
surplus() {
	sponsor-status --tasks acme | jq -r 'select(.task == "money_to_return") | "\(.since) \(.message)"'
}
is "$(surplus)" '2025-02-01 0.50 EUR was paid beyond invoice O-1, by the payment P-1: pay it back' 'to pay back a surplus is a task'
run sponsor-settle O-2 P-1 --settled-on 2025-02-01 --amount 100 --overpaid
json '.data.surplus' null 'a payment of what is owed has no surplus, overpaid or not'
run sponsor-settle --return O-2 P-1 --returned-on 2025-02-10
is "$rc" 65 'to return a payment without a surplus is denied'
says '/payment: no such payment of "O-2" has a surplus' 'the denial says that the payment has no surplus'
run sponsor-settle --return O-9 P-1 --returned-on 2025-02-10
says '/invoice: no invoice "O-9" was raised' "the denial of a return names the unknown invoice"
run sponsor-settle --return O-1 P-1 --returned-on 2025-02-10
json '"\(.type) \(.data.amount) \(.data.returned_on)"' 'lanyard.sponsorship.surplus-returned.v1 50 2025-02-10' \
	'sponsor-settle --return records surplus-returned with the amount'
cp "$out" returned
is "$(surplus)" '' 'a surplus that was paid back is no task'
run sponsor-settle --return O-1 P-1 --returned-on 2025-02-10
same "$out" returned 'a return that is repeated prints the same bytes'
run sponsor-settle --return O-1 P-1 --returned-on 2025-02-11
is "$rc" 65 'a return that is repeated with another date is denied'

# Another payment of a settled invoice.
run sponsor-settle O-1 P-2 --settled-on 2025-02-12 --amount 100
is "$rc" 65 'another payment of a settled invoice is denied'
says 'was settled already, by another payment; overpaid, with this payment'"'"'s reference and amount, records a surplus' \
	'the denial of another payment says how to record it'
run sponsor-settle O-1 P-2 --settled-on 2025-02-12 --overpaid
is "$rc" 65 'another payment of a settled invoice without an amount is denied'
run sponsor-settle O-1 P-2 --settled-on 2025-02-12 --amount 0 --overpaid
is "$rc" 65 'another payment of a settled invoice of nothing is denied'
run sponsor-settle O-1 P-2 --settled-on 2025-02-12 --amount 100 --currency USD --overpaid
says '/currency: "O-1" is owed in EUR, not in USD' 'another payment of a settled invoice in another currency is denied'
sponsor-invoice list | jq -c 'select(.invoice == "O-1")' >listed
run sponsor-settle O-1 P-2 --settled-on 2025-02-12 --amount 100 --overpaid
json '"\(.type | split(".")[2]) \(.data.payment) \(.data.surplus)"' 'invoice-overpaid P-2 100' 'another payment of a settled invoice is recorded as a surplus'
cp "$out" overpaid
run sponsor-settle O-1 P-2 --settled-on 2025-02-12 --amount 100 --overpaid
same "$out" overpaid 'another payment of a settled invoice that is repeated prints the same bytes'
is "$(surplus)" '2025-02-12 1.00 EUR was paid beyond invoice O-1, by the payment P-2: pay it back' 'to pay back another payment is a task'
run sponsor-settle --return O-1 P-2 --returned-on 2025-02-13
json .data.amount 100 'sponsor-settle --return records that another payment was paid back'
is "$(surplus)" '' 'another payment that was paid back is no task'
sponsor-settle O-1 P-3 --settled-on 2025-02-12 --amount 100 --overpaid >/dev/null
sponsor-settle -q --reverse O-1 P-3 >/dev/null
is "$(surplus)" '' 'another payment that was reversed is no task'
sponsor-invoice list | jq -c 'select(.invoice == "O-1")' >later
same later listed 'an invoice with another payment, which was reversed, stays as it was'
sponsor-invoice raise O-3 --sponsor acme --amount 100 --currency EUR >/dev/null
sponsor-settle O-3 P-1 --settled-on 2025-02-01 --amount 150 --overpaid >/dev/null
sponsor-settle -q --reverse O-3 P-1 >/dev/null
is "$(surplus)" '' 'the surplus of a payment that was reversed is no task'
run sponsor-settle --return O-3 P-1 --returned-on 2025-02-11
is "$rc" 65 'to return the surplus of a payment that was reversed is denied'

# A contract that is on board without the payment that is reversed.
sponsor-register kind --name Kind --level Gold --email k@k.example >/dev/null
sponsor-invoice raise K-1 --sponsor kind --amount 100 --currency EUR >/dev/null
sponsor-settle K-1 --settled-on 2025-02-01 >/dev/null
sponsor-contract sign C-K --sponsor kind --signed-on 2025-02-01 --in-kind | sponsor-onboard -q >onboarded
echo '{"rules":[{"grants":[{"type":"full","quantity":99}]}]}' | sponsor-policy adopt >/dev/null
sponsor-settle -q --reverse K-1 >/dev/null
sponsor-allocate -aq >/dev/null
is "$(sponsor-status kind | jq -c '[.entitled[].quantity]')" '[5]' \
	'a reversed payment does not change the policy version of a contract in kind'
is "$(sponsor-onboard -aq | grep -c C-K)$(wc -l <onboarded)" 01 'a contract in kind is not published again after a reversed payment'

# A reversed payment of an invoice that is cancelled and raised again.
sponsor-invoice raise L-1 --sponsor kind --amount 100 --currency EUR >/dev/null
sponsor-settle L-1 P-1 --settled-on 2025-02-01 --amount 100 >/dev/null
sponsor-settle -q --reverse L-1 P-1 >/dev/null
sponsor-invoice cancel L-1 >/dev/null
sponsor-invoice raise L-1 --sponsor kind --amount 100 --currency EUR --due-on 2025-05-01 >/dev/null
run sponsor-settle L-1 P-1 --settled-on 2025-02-01 --amount 100
says 'this payment of "L-1" was reversed since: record it under another reference' \
	'a reversed payment does not settle an invoice that is raised again under its number'
is "$(sponsor-onboard --why kind | jq -r .missing)" 'not settled: K-1, L-1' 'an invoice that is raised again after a reversed payment is open'

# Dates of what has not happened.
sponsor-invoice raise I-later --sponsor acme --amount 100 --currency EUR >/dev/null
run sponsor-settle I-later --settled-on 2026-02-28
says 'warning: settled_on is 2026-02-28, in the future' 'a payment of next year is warned of'
run sponsor-settle I-later --settled-on 2026-02-28
silent 'a payment of next year that is repeated prints no warning'
sponsor-invoice raise I-soon --sponsor acme --amount 100 --currency EUR >/dev/null
run sponsor-settle I-soon --settled-on 2025-03-03
silent 'a payment whose value date is after the weekend prints no warning'
done_testing
