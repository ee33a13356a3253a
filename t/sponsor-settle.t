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
same "$out" settled 'the same payment again answers the same'
run sponsor-settle I-1 --settled-on 2025-02-02
is "$rc" 65 'another payment of it is told'
says 'was recorded already' 'as settled'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50000 --currency USD
says '/currency: "I-2" is owed in EUR, not in USD' 'a payment in another currency settles nothing'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 49999 --currency EUR
says '499.99 EUR does not settle "I-2": 500.00 EUR is owed' 'nor does one of another amount'
run sponsor-settle I-2 --settled-on 2025-02-01 --amount 50000 --currency EUR --payment P-7
json .data.payment P-7 'one that fits does'

printf '{"invoice":"%s","settled_on":"2025-02-03"}\n' I-9 I-3 >payments
run sponsor-settle -r later <payments
is "$rc:$(jq -r .data.invoice "$out"):$(jq -r .invoice later)" 65:I-3:I-9 \
	'a payment that came before its invoice is kept, its neighbour is done'
sponsor-invoice raise I-9 --sponsor acme --amount 1 --currency EUR >/dev/null
run sponsor-settle <later
is "$rc" 0 'and goes through on the next run'
done_testing
