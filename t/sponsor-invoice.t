#!/bin/sh
# Invoices: raised, cancelled, never both settled and cancelled.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor-register acme --name Acme --level Gold --email a@a.example >/dev/null

run sponsor-invoice raise I-1 --sponsor nobody --amount 5 --currency EUR
is "$rc" 65 'a sponsor that is not there owes nothing'
run sponsor-invoice raise I-1 --sponsor acme --amount 500000 --currency JPY
json '.data | "\(.invoice) \(.amount) \(.currency)"' 'I-1 500000 JPY' 'an invoice is raised'
cp "$out" raised
run sponsor-invoice raise I-1 --sponsor acme --amount 500000 --currency JPY
same "$out" raised 'the same again answers the same'
run sponsor-invoice raise I-1 --sponsor acme --amount 500001 --currency JPY
says 'cancel it and raise another' 'with another amount it is a conflict'
run sponsor-invoice raise I-2 --sponsor acme --amount 9007199254740992 --currency EUR
says 'is above 9007199254740991' 'an amount that JSON readers would round is refused'
run sponsor-invoice raise I-2 --sponsor acme --amount -1 --currency EUR
is "$rc" 65 'so is one below nothing'

run sponsor-invoice cancel I-1 --reason 'sent twice'
json .data.sponsor acme 'an invoice is cancelled'
run sponsor-invoice cancel I-9
says 'no invoice "I-9" was raised' 'not one that was never raised'
run sponsor-settle I-1 --settled-on 2025-02-01
says 'was cancelled' 'what is cancelled is not settled'
sponsor-invoice raise I-3 --sponsor acme --amount 5 --currency EUR >/dev/null
sponsor-settle I-3 --settled-on 2025-02-01 >/dev/null
run sponsor-invoice cancel I-3
says 'was paid: refund it instead' 'and what is paid is not cancelled'
done_testing
