#!/bin/sh
# Invoices: raised, amended until they are settled, cancelled, refunded.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor-register acme --name Acme --level Gold --email a@a.example >/dev/null
raise() { # INVOICE AMOUNT [OPTION...]
	raised=$1 amount=$2
	shift 2
	run sponsor-invoice raise "$raised" --sponsor acme --amount "$amount" --currency EUR "$@"
}

run sponsor-invoice raise I-1 --sponsor nobody --amount 5 --currency EUR
is "$rc" 65 'an invoice of an unknown sponsor is denied'
says '/sponsor: there is no sponsor "nobody"' 'the denial of an invoice of an unknown sponsor names the sponsor'
run sponsor-invoice raise I-1 --sponsor acme --amount 500000 --currency JPY
json '.data | "\(.invoice) \(.amount) \(.currency)"' 'I-1 500000 JPY' 'sponsor-invoice raise records the invoice with its amount and currency'
cp "$out" raised
run sponsor-invoice raise I-1 --sponsor acme --amount 500000 --currency JPY
same "$out" raised 'an invoice that is raised again with the same data prints the same bytes'
raise I-2 9007199254740992
says 'is above 9007199254740991' 'an amount above the largest integer that JSON readers keep exact is denied'
raise I-2 -1
is "$rc" 65 'a negative amount is denied'

# A typing error.
raise I-2 20000 --due-on 2025-01-31
raise I-2 200000 --due-on 2025-02-28
json '"\(.type | split(".")[2]) \(.data.amount) \(.data.due_on)"' 'invoice-amended 200000 2025-02-28' \
	'raising an unsettled invoice with other data amends its amount and its due date'
cp "$out" amended
raise I-2 200000 --due-on 2025-02-28
same "$out" amended 'an amendment that is repeated prints the same bytes'
jq -c '.data | del(.due_on)' amended >undated
run sponsor-invoice raise <undated
says 'I-2: the record has no due_on, which was 2025-02-28: dropped' 'sponsor-invoice raise warns of a record on stdin that drops the due date'
raise I-2 200000 --due-on 2025-02-28
sponsor-register bolt --name Bolt --level Gold --email b@b.example >/dev/null
run sponsor-invoice raise I-2 --sponsor bolt --amount 200000 --currency EUR
is "$rc" 65 "another sponsor's invoice can't be amended"
says '/sponsor: the invoice "I-2" is "acme"'"'"'s: cancel it, or raise another number' "the denial for another sponsor's invoice says to cancel it or to raise another number"
sponsor-settle I-2 P-1 --settled-on 2025-02-01 --amount 5000 >/dev/null
raise I-2 4999
says '/amount: 50.00 EUR of "I-2" was paid already' 'an amendment below the paid amount is denied'
run sponsor-invoice raise I-2 --sponsor acme --amount 200000 --currency JPY
says '/currency: 50.00 EUR of "I-2" was paid already' 'an amendment to another currency than the paid one is denied'
raise I-2 20000
sponsor-settle I-2 P-2 --settled-on 2025-02-02 >settled
is "$(jq -c '[.data.amount, .data.payment]' settled)" '[20000,"P-2"]' 'an invoice that was amended after a payment in part is settled by the rest'
raise I-2 20001
is "$rc" 65 "a settled invoice can't be amended"
says '/invoice: the invoice "I-2" is settled, with other data: reverse the payment, or refund it and raise another number' \
	'the denial for a settled invoice says to reverse the payment or to refund it'
raise I-5 100
sponsor-settle I-5 P-1 --settled-on 2025-02-01 --amount 60 >/dev/null
raise I-5 60
is "$(sponsor-status acme | jq -c '[.invoices, .settled]')" '[3,2]' 'an invoice amended to the amount that was paid is settled'

# Cancelled.
run sponsor-invoice cancel I-1 --reason 'sent twice'
json .data.sponsor acme 'sponsor-invoice cancel records the cancellation'
cp "$out" cancelled
run sponsor-invoice cancel I-1 --reason 'sent twice'
same "$out" cancelled 'a cancellation that is repeated prints the same bytes'
run sponsor-invoice cancel I-1 --reason 'never sent'
is "$rc" 65 'a cancellation that is repeated with another reason is denied'
says '/invoice: the invoice "I-1" is cancelled already, for another reason' 'the denial says that the invoice is cancelled for another reason'
run sponsor-invoice refund I-1 --refunded-on 2025-02-20
says '/invoice: the invoice "I-1" was cancelled' "a cancelled invoice can't be refunded"
run sponsor-invoice raise I-1 --sponsor acme --amount 500000 --currency JPY
is "$rc" 0 'a cancelled invoice that is raised again with the same data is no error'
same "$out" raised 'a cancelled invoice that is raised again with the same data prints the same bytes'
says 'warning: the invoice "I-1" was cancelled since: raise it again with other data, or another number' \
	'sponsor-invoice raise warns that a cancelled invoice stays cancelled'
run sponsor-settle I-1 --settled-on 2025-02-01
says '/invoice: the invoice "I-1" was cancelled' 'a payment of a cancelled invoice is denied'
run sponsor-invoice raise I-1 --sponsor acme --amount 500001 --currency JPY
json '"\(.type | split(".")[2]) \(.data.amount)"' 'invoice-raised 500001' \
	'the number of a cancelled invoice can be raised again with other data'
run sponsor-invoice raise I-1 --sponsor acme --amount 500000 --currency JPY
json .data.amount 500000 'an invoice that was raised again under a cancelled number can be amended'
sponsor-settle I-1 --settled-on 2025-02-01 >/dev/null
is "$(sponsor-status acme | jq -c '[.invoices, .settled]')" '[3,3]' 'an invoice that was raised again under a cancelled number can be settled'
run sponsor-invoice cancel I-9
says '/invoice: no invoice "I-9" was raised' 'a cancellation of an unknown invoice is denied'

# Refunded.
raise I-3 5
run sponsor-invoice refund I-3 --refunded-on 2025-02-20
says 'nothing of "I-3" was paid: cancel it instead' "an unpaid invoice can't be refunded"
sponsor-settle I-3 --settled-on 2025-02-01 >/dev/null
run sponsor-invoice cancel I-3
says '0.05 EUR of "I-3" was paid: refund it instead' "a paid invoice can't be cancelled"
sponsor-invoice refund I-3 --refunded-on 2025-02-20 >/dev/null
run sponsor-invoice cancel I-3
says '/invoice: the invoice "I-3" was refunded' "a refunded invoice can't be cancelled"
raise I-3 5
says 'warning: the invoice "I-3" was refunded since: raise another number' \
	'sponsor-invoice raise warns that a refunded invoice stays refunded'
raise I-3 6
is "$rc" 65 "the number of a refunded invoice can't be raised with other data"
says '/invoice: the invoice "I-3" was refunded: raise another number' 'the denial for a refunded invoice says to raise another number'

# An invoice over 0.00.
raise I-0 0
json .data.amount 0 'an invoice over 0.00 is raised'
is "$(sponsor-status acme | jq -c '[.invoices, .settled]')" '[4,4]' 'an invoice over 0.00 is settled as soon as it is raised'
run sponsor-settle I-0 --settled-on 2025-02-01
is "$rc" 65 'a payment of an invoice over 0.00 is denied'
says '/invoice: nothing is owed of the invoice "I-0"' 'the denial says that nothing is owed of an invoice over 0.00'
run sponsor-invoice refund I-0 --refunded-on 2025-02-01
says 'nothing of "I-0" was paid: cancel it instead' "an invoice over 0.00 can't be refunded"
run sponsor-invoice cancel I-0
is "$rc:$(sponsor-status acme | jq -c '[.invoices, .settled]')" '0:[3,3]' 'an invoice over 0.00 can be cancelled, though it is settled'

# The contract of an invoice.
run sponsor-invoice raise I-6 --sponsor acme --amount 5 --currency EUR --contract C-9
says '/contract: "acme" has signed no contract "C-9"' 'an invoice that names an unknown contract is denied'
for level in Gold Dinner; do
	sponsor-contract sign "C-$level" --sponsor acme --signed-on 2025-02-01 --level $level >/dev/null
done
printf '{"sponsor":"acme","invoice":"%s","amount":5,"currency":"EUR"%s}\n' I-6 '' I-7 ',"contract":"C-9"' \
	I-8 ',"contract":"C-Dinner"' >invoices
run sponsor-invoice raise <invoices
is "$rc:$(jq -r .data.invoice "$out")" 65:I-8 'sponsor-invoice raise reports bad lines and records the next line'
says 'stdin:1: /contract: "acme" has several contracts: name one of C-Dinner, C-Gold' \
	"the denial of an invoice without a contract names the sponsor's contracts"
says 'stdin:2: /contract: "acme" has signed no contract "C-9", but C-Dinner, C-Gold' \
	"the denial of an invoice with an unknown contract names the sponsor's contracts"

# The sum of a sponsor's invoices has the limit of an amount, because events contain what was paid.
for sponsor in big small; do
	sponsor-register $sponsor --name $sponsor --level Gold --email $sponsor@x.example >/dev/null
	sponsor-contract sign K-$sponsor --sponsor $sponsor --signed-on 2025-02-01 >/dev/null
done
sponsor-invoice raise B-1 --sponsor big --amount 9007199254740991 --currency EUR >/dev/null
run sponsor-invoice raise B-2 --sponsor big --amount 1 --currency EUR
is "$rc" 65 "an invoice that takes a sponsor's sum above the limit of amounts is denied"
says '/amount: the sum with 90071992547409.91 EUR before for "big" would be above 90071992547409.91 EUR, the limit' \
	'the denial of an invoice above the sum limit has the pointer, the sum and the limit'
run sponsor-invoice raise B-2 --sponsor big --amount 1 --currency JPY
is "$rc" 0 "each currency of a sponsor's invoices has a sum of its own"
run sponsor-invoice raise B-1 --amount 9007199254740990
is "$rc" 0 "an invoice that is amended counts once towards a sponsor's sum"
sponsor-invoice cancel B-1 >/dev/null
sponsor-invoice raise B-5 --sponsor big --amount 5 --currency EUR --contract K-big >/dev/null
sponsor-invoice cancel B-5 >/dev/null
run sponsor-invoice raise B-5 --sponsor small --amount 5 --currency EUR
is "$rc:$(jq -r '"\(.data.sponsor) \(.data.contract)"' "$out")" '0:small null' \
	"another sponsor's cancelled invoice that is raised again is for none of that one's contracts"
sponsor-invoice cancel B-5 >/dev/null
run sponsor-invoice raise B-3 --sponsor big --amount 9007199254740991 --currency EUR
is "$rc" 0 "a cancelled invoice does not count towards a sponsor's sum"

# A store that was damaged: two invoices together are above the limit.
sqlite3 "$LANYARD_HOME/conference/sponsorship.db" "UPDATE invoices SET state = 'raised' WHERE invoice = 'B-1'"
broken "$LANYARD_HOME/conference/sponsorship.db"
for invoice in B-2 B-3; do sponsor-settle $invoice --settled-on 2025-02-02 >/dev/null; done
run sponsor-settle B-1 --settled-on 2025-02-02
is "$rc" 65 'a payment that takes the paid sum above the limit is denied'
says '/invoice: the sum with 90071992547409.91 EUR before for "big" would be above' 'the denial of a payment above the limit has the reason'
sponsor-invoice raise S-1 --sponsor small --amount 5 --currency EUR >/dev/null
sponsor-settle S-1 --settled-on 2025-02-02 >/dev/null
sponsor-onboard -a >/dev/null
run sponsor-allocate -a
is "$rc:$(jq -r 'select(.data.reference | startswith("small")).data.reference' "$out")" 0:small/full/1 \
	'a sponsor whose sum is above the limit does not stop the requests for others'

# The list.
sponsor-register cedar --name 'Cedar, Inc.' --level Gold --email c@c.example >/dev/null
sponsor-register dogwood --name Dogwood --level Silver --email d@d.example >/dev/null
sponsor-contract sign C-cedar --sponsor cedar --signed-on 2025-01-12 --level Platinum >/dev/null
list() { # INVOICE [SPONSOR|OPTION...]: its row
	listed=$1
	shift
	sponsor-invoice list "$@" | jq -r --arg invoice "$listed" 'select(.invoice == $invoice)
		| [.sponsor, .name, .level, .contract, .state, .amount, .paid, .open, .currency, .raised_at, .due_on, .settled_on]
		| map(tostring) | join(":")'
}
sponsor-invoice raise L-1 --sponsor cedar --contract C-cedar --amount 5000 --currency EUR --due-on 2025-03-31 >/dev/null
sponsor-invoice raise L-2 --sponsor dogwood --amount 700 --currency JPY >/dev/null
raised=2025-03-01T12:00:00.000Z
is "$(list L-1)" "cedar:Cedar, Inc.:Platinum:C-cedar:raised:5000:0:5000:EUR:$raised:2025-03-31:null" \
	'sponsor-invoice list has the number, sponsor, level of the contract, amounts and dates of an invoice'
is "$(list L-2)" "dogwood:Dogwood:Silver:null:raised:700:0:700:JPY:$raised:null:null" \
	"sponsor-invoice list has the sponsor's level where no contract names one"
sponsor-settle L-1 --settled-on 2025-02-03 --amount 2000 --payment T-1 >/dev/null
is "$(list L-1 | cut -d : -f 5-8)" raised:5000:2000:3000 'sponsor-invoice list has what is paid and what is open after a partial payment'
sponsor-settle L-1 --settled-on 2025-02-01 --payment T-2 >/dev/null
is "$(list L-1 | cut -d : -f 5-8,14)" settled:5000:5000:0:2025-02-03 'sponsor-invoice list has the date of the last payment of a settled invoice'
sponsor-register dogwood --level Gold >/dev/null 2>&1
sponsor-settle L-2 --settled-on 2025-02-04 >/dev/null
sponsor-register dogwood --level Bronze >/dev/null 2>&1
is "$(list L-2 | cut -d : -f 3,5)" Gold:settled 'sponsor-invoice list has the level at the settlement'
sponsor-settle --reverse L-2 >/dev/null
is "$(list L-2 | cut -d : -f 3,5,8,14)" Bronze:raised:700:null 'sponsor-invoice list has an invoice as open again after its payment was reversed'
of_list() { # INVOICE: its date, surplus and what was reversed
	sponsor-invoice list | jq -r --arg invoice "$1" 'select(.invoice == $invoice) | "\(.issued_on) \(.surplus) \(.reversed)"'
}
is "$(of_list L-2)" '2025-03-01 null 700' 'sponsor-invoice list has what was reversed of an invoice, and the date of the record if it has none'
sponsor-invoice raise L-5 --sponsor cedar --amount 100 --currency EUR --issued-on 2025-02-10 >/dev/null
sponsor-settle L-5 --payment T-5 --settled-on 2025-02-11 --amount 150 --overpaid >/dev/null
is "$(of_list L-5)" '2025-02-10 50 null' 'sponsor-invoice list has the date of an invoice, and what was paid beyond it'
sponsor-settle --return L-5 T-5 --returned-on 2025-02-12 >/dev/null
is "$(of_list L-5)" '2025-02-10 null null' 'sponsor-invoice list has no surplus that was paid back'
sponsor-invoice raise L-6 --sponsor cedar --amount 100 --currency EUR --issued-on 2025-02-10 >/dev/null
sponsor-invoice raise L-6 --amount 200 >/dev/null
is "$(of_list L-6)" '2025-02-10 null null' 'an invoice that is amended keeps its date'
sponsor-conference set --zone Pacific/Auckland >/dev/null
is "$(of_list L-2)" '2025-03-02 null 700' "the date of an invoice's record is that of the conference's zone"
sponsor-conference set --clear zone >/dev/null 2>&1
sponsor-invoice refund L-1 --refunded-on 2025-02-05 >/dev/null
is "$(list L-1 | cut -d : -f 5-8)" refunded:5000:5000:0 'sponsor-invoice list has nothing open of a refunded invoice'
sponsor-invoice raise L-3 --sponsor dogwood --amount 100 --currency EUR >/dev/null
sponsor-invoice raise L-3 --amount 200 >/dev/null
sponsor-invoice raise L-4 --sponsor dogwood --amount 0 --currency EUR >/dev/null
is "$(sponsor-invoice list dogwood | jq -r '"\(.invoice):\(.amount):\(.state)"' | paste -sd ' ' -)" \
	'L-2:700:raised L-3:200:raised L-4:0:settled' 'sponsor-invoice list of a sponsor has its invoices by number, an amended one once'
sponsor-invoice cancel L-3 >/dev/null
run sponsor-invoice list --open dogwood
json .invoice L-2 'sponsor-invoice list --open leaves out what is settled, cancelled or refunded'
sponsor-invoice raise L-3 --sponsor cedar --contract C-cedar --amount 300 --currency EUR >/dev/null
is "$(list L-3 | cut -d : -f 1,5,6)" cedar:raised:300 'sponsor-invoice list has a cancelled number that was raised again as the last one raised it'
run sponsor-invoice list nobody
is "$rc" 65 'sponsor-invoice list of an unknown sponsor is an error'
says 'there is no sponsor "nobody"' 'sponsor-invoice list names the unknown sponsor'
is "$(sponsor-invoice list cedar --delimiter ';' | tr -d '\r' | sed -n 2p | cut -d ';' -f 1-10)" \
	'L-1;cedar;"Cedar, Inc.";Platinum;C-cedar;refunded;50,00;50,00;0,00;EUR' 'sponsor-invoice list --delimiter prints its amounts in the main unit'
run sponsor-invoice list
done_testing
