#!/bin/sh
# Payments: each settles one invoice, once, in its currency and in full.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor-register acme --name Acme --level Gold --email a@a.example >/dev/null
for i in 1 2 3; do sponsor-invoice raise I-$i --sponsor acme --amount 50000 --currency EUR; done >/dev/null

run sponsor-settle I-1 --settled-on 2025-02-01
json '.data | "\(.sponsor) \(.amount) \(.currency)"' 'acme 50000 EUR' 'a payment settles an invoice'
cp "$out" settled
run sponsor-settle I-1 --settled-on 2025-02-01
same "$out" settled 'the same payment again is answered by the same line'
run sponsor-settle I-1 --settled-on 2025-02-02
is "$rc" 65 'the same payment with another date is refused'
says '/invoice: this payment was recorded already, with other data: reverse it first' '  with what to do'
run sponsor-settle I-1 P-2 --settled-on 2025-02-02
is "$rc" 65 'a payment of a settled invoice is refused'
says '/invoice: the invoice "I-1" was settled already, by another payment' '  for that reason'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50000 --currency USD
says '/currency: "I-2" is owed in EUR, not in USD' 'a payment in another currency settles nothing'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 49999 --currency EUR
says '/amount: 499.99 EUR does not settle "I-2", of which 500.00 EUR is owed' \
	'a payment of part of an invoice requires a reference'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50001
says '/amount: 500.01 EUR is more than is owed of "I-2": 500.00 EUR' 'a payment of more than is owed is refused'
run sponsor-settle I-2 P-0 --settled-on 2025-02-01 --amount 0
says '/amount: nothing was paid' 'a payment of nothing is refused'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50000 --currency EUR --payment P-7
json .data.payment P-7 'a payment of the whole amount settles it'

printf '{"invoice":"%s","settled_on":"2025-02-03"}\n' I-9 I-3 >payments
run sponsor-settle -r later <payments
is "$rc:$(jq -r .data.invoice "$out"):$(jq -r .invoice later)" 65:I-3:I-9 \
	'a payment that precedes its invoice goes to the rejects, its neighbour is done'
sponsor-invoice raise I-9 --sponsor acme --amount 1 --currency EUR >/dev/null
run sponsor-settle <later
is "$rc" 0 'the rejects are recorded on the next run'

# Recorded by mistake.
run sponsor-settle --reverse I-8 P-7
is "$rc" 65 'a payment of an unknown invoice cannot be reversed'
says '/invoice: no invoice "I-8" was raised' '  for that reason'
run sponsor-settle --reverse I-2 P-8
is "$rc" 65 'a payment that was not recorded cannot be reversed'
says '/payment: no such payment of "I-2" was recorded' '  for that reason'
run sponsor-settle --reverse I-2
says '/invoice: no such payment of "I-2" was recorded' 'without a reference, the payment without one is meant'
run sponsor-settle --reverse I-2 P-7 --reason 'of another customer'
json '"\(.type) \(.data.payment) \(.data.amount) \(.data.reason)"' \
	'lanyard.sponsorship.payment-reversed.v1 P-7 50000 of another customer' 'a payment recorded by mistake is reversed'
cp "$out" reversed
run sponsor-settle --reverse I-2 P-7 --reason 'of another customer'
same "$out" reversed 'reversed again it is answered by the same line'
run sponsor-settle --reverse I-2 P-7 --reason 'of nobody'
is "$rc" 65 'reversed twice for different reasons it is refused'
says '/payment: this payment of "I-2" was reversed already, for another reason' '  for that reason'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50000 --currency EUR --payment P-7
is "$rc" 0 'importing the payment again does not record it again'
says 'warning: this payment of "I-2" was reversed since: record it under another reference' '  with a warning'
is "$(sponsor-status acme | jq -r .awaits)" 'the contract is not signed' 'an unsigned contract is awaited first'
run sponsor-settle I-2 P-9 --settled-on 2025-02-20
json '.data | "\(.payment) \(.amount)"' 'P-9 50000' 'the invoice is settled by the payment of another day'
sponsor-invoice refund I-2 --refunded-on 2025-03-01 >/dev/null
run sponsor-settle --reverse I-2 P-9
says '/invoice: the invoice "I-2" was refunded' 'what was refunded cannot be reversed'

printf '{"invoice":"%s","payment":"%s"}\n' I-1 X I-9 '' >reversals
sed -i 's/,"payment":""//' reversals
run sponsor-settle --reverse -r rejects <reversals
is "$rc:$(jq -r .data.invoice "$out"):$(jq -r .invoice rejects)" 65:I-9:I-1 \
	'of reversals a bad line is reported, its neighbour is done'
says 'stdin:1: /payment: no such payment' '  with the line, the pointer and the reason'

# A contract that is on board without the payment that is reversed
sponsor-register kind --name Kind --level Gold --email k@k.example >/dev/null
sponsor-invoice raise K-1 --sponsor kind --amount 100 --currency EUR >/dev/null
sponsor-settle K-1 --settled-on 2025-02-01 >/dev/null
sponsor-contract sign C-K --sponsor kind --signed-on 2025-02-01 --in-kind | sponsor-onboard -q >onboarded
echo '{"rules":[{"grants":[{"type":"full","quantity":99}]}]}' | sponsor-policy adopt >/dev/null
sponsor-settle -q --reverse K-1 >/dev/null
sponsor-allocate -aq >/dev/null
is "$(sponsor-status kind | jq -c '[.entitled[].quantity]')" '[5]' \
	'a payment reversed of a contract in kind leaves the policy version by which it is on board'
is "$(sponsor-onboard -aq | grep -c C-K)$(wc -l <onboarded)" 01 '  and it is not published again'

# A reversed payment of an invoice that is cancelled and raised again
sponsor-invoice raise L-1 --sponsor kind --amount 100 --currency EUR >/dev/null
sponsor-settle L-1 P-1 --settled-on 2025-02-01 --amount 100 >/dev/null
sponsor-settle -q --reverse L-1 P-1 >/dev/null
sponsor-invoice cancel L-1 >/dev/null
sponsor-invoice raise L-1 --sponsor kind --amount 100 --currency EUR --due-on 2025-05-01 >/dev/null
run sponsor-settle L-1 P-1 --settled-on 2025-02-01 --amount 100
says 'this payment of "L-1" was reversed since: record it under another reference' \
	'a payment that was reversed settles no invoice that is raised again under its number'
is "$(sponsor-onboard --why kind | jq -r .missing)" 'not settled: K-1, L-1' '  it is open'
done_testing
