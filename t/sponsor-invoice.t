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
run sponsor-invoice raise I-1 --sponsor acme --amount 500000 --currency JPY
is "$rc" 0 'raised again as it was, it is answered as it was, as an import comes again'
same "$out" raised '  with the same line'
says 'warning: the invoice "I-1" was raised before, and was cancelled since: raise it under another number' \
	'  but it is said that it stays cancelled'
run sponsor-invoice raise I-1 --sponsor acme --amount 500001 --currency JPY
is "$rc" 65 'with another amount it is a conflict still'
says 'was cancelled since: raise it under another number' '  which nobody is told to cancel once more'
run sponsor-invoice cancel I-9
says 'no invoice "I-9" was raised' 'not one that was never raised'
run sponsor-settle I-1 --settled-on 2025-02-01
says 'was cancelled' 'what is cancelled is not settled'
sponsor-invoice raise I-3 --sponsor acme --amount 5 --currency EUR >/dev/null
sponsor-settle I-3 --settled-on 2025-02-01 >/dev/null
run sponsor-invoice cancel I-3
says 'was paid: refund it instead' 'and what is paid is not cancelled'
sponsor-invoice refund I-3 --refunded-on 2025-02-20 >/dev/null
run sponsor-invoice raise I-3 --sponsor acme --amount 5 --currency EUR
says 'was refunded since: raise it under another number' 'what was refunded is not raised anew, either'

# What a sponsor owes in all is an amount, too: what it has paid is told by events.
for sponsor in big small; do
	sponsor-register $sponsor --name $sponsor --level Gold --email $sponsor@x.example >/dev/null
	sponsor-contract sign K-$sponsor --sponsor $sponsor --signed-on 2025-02-01 >/dev/null
done
sponsor-invoice raise B-1 --sponsor big --amount 9007199254740991 --currency EUR >/dev/null
run sponsor-invoice raise B-2 --sponsor big --amount 1 --currency EUR
is "$rc" 65 "an invoice that takes a sponsor's sum past what can be told is refused"
says '/amount: 90071992547409.91 EUR of "big" came before: with this the sum is above 90071992547409.91 EUR' \
	'  with the place and the reason'
run sponsor-invoice raise B-2 --sponsor big --amount 1 --currency JPY
is "$rc" 0 'another currency is another sum'
sponsor-invoice cancel B-1 >/dev/null
run sponsor-invoice raise B-3 --sponsor big --amount 9007199254740991 --currency EUR
is "$rc" 0 'what was cancelled is not owed'

# As stores may have it from before that was so.
sqlite3 "$LANYARD_HOME/conference/sponsorship.db" "UPDATE invoices SET state = 'raised' WHERE invoice = 'B-1'"
broken "$LANYARD_HOME/conference/sponsorship.db"
for invoice in B-2 B-3; do sponsor-settle $invoice --settled-on 2025-02-02 >/dev/null; done
run sponsor-settle B-1 --settled-on 2025-02-02
is "$rc" 65 'nor is a payment recorded that takes what was paid past it'
says '/invoice: 90071992547409.91 EUR of "big" came before' '  which is told'
sponsor-invoice raise S-1 --sponsor small --amount 5 --currency EUR >/dev/null
sponsor-settle S-1 --settled-on 2025-02-02 >/dev/null
sponsor-onboard -a >/dev/null
run sponsor-allocate -a
is "$rc:$(jq -r .data.reference "$out")" 0:small/full/1 'and nobody keeps the others from their tickets'
done_testing
