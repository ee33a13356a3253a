#!/bin/sh
# A purchase that is due: reserved, paid before its deadline, or let go.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 20 >/dev/null
ticket-type add free --name Free --price 0 --currency EUR --capacity 10 >/dev/null
ticket-client add shop --commands create-ticket-purchase,pay-ticket-purchase --types '*' >/dev/null
ticket-client add other --commands create-ticket-purchase,pay-ticket-purchase --types '*' --waive >/dev/null
buy() { # REFERENCE [OPTION...]
	reference=$1
	shift
	ticket-create -c shop --name Ann --email ann@x.example --ticket full=2 --payment due "$@" "$reference"
}
pay() { # PAYMENT PURCHASE [AMOUNT [CURRENCY]]
	run ticket-pay -c shop --purchase "$2" --amount "${3:-20000}" --currency "${4:-EUR}" "$1"
}

run buy r1
json '"\(.data.amount) \(.data.deadline)"' '20000 2025-03-01T12:30:00.000Z' 'a purchase that is due has a deadline in half an hour'
first=$(jq -r .data.purchase "$out")
pay p1 "$first" 19999
json '"\(.data.code) \(.data.retryable) \(.data.message)"' 'wrong_amount false 200.00 EUR is due, not 199.99 EUR' \
	'a payment of less than the amount due is rejected with both amounts'
pay p1 "$first" 20000 USD
json .data.code wrong_amount 'a payment in another currency is rejected'
pay p1 "$first"
json '"\(.type) \(.data.amount) \(.data.payment) \(.data.reference)"' \
	'lanyard.ticketing.ticket-purchase-paid.v1 20000 p1 r1' 'a payment of the amount due records ticket-purchase-paid'
cp "$out" paid
pay p1 "$first"
same "$out" paid 'a payment that is repeated prints the same bytes'
pay p2 "$first"
json .data.code already_paid 'a second payment of a paid purchase is rejected'
second=$(buy r2 | jq -r .data.purchase)
run ticket-pay -c other --purchase "$second" --amount 20000 --currency EUR p1
json .data.code unknown_purchase "a payment of another client's purchase is rejected as unknown"
pay p1 "$second"
json '"\(.data.payment) \(.data.reference)"' 'p1 r2' 'a payment can pay a second purchase'
cp "$out" second
run ticket-pay -c organiser --purchase "$second" --amount 20000 --currency EUR p1
same "$out" second "a payment that another client repeats prints the same bytes"
pay p1 "$second" 19999
is "$rc" 65 'a payment that is repeated with another amount is denied'
says '/payment: this payment of the purchase was recorded already, with another amount' \
	'the denial of a payment repeated with another amount says that it was recorded'
pay p1 "$first"
same "$out" paid "a payment's repetition prints the bytes of the purchase that it names"
organised=$(buy r2b | jq -r .data.purchase)
run ticket-pay -c organiser --purchase "$organised" --amount 20000 --currency EUR p1
is "$rc $(jq -r .type "$out")" '0 lanyard.ticketing.ticket-purchase-paid.v1' \
	'the organiser can pay any purchase'

# By the purchase's reference.
named() { # [OPTION...] REFERENCE PAYMENT
	run ticket-pay --amount 20000 --currency EUR --reference "$@"
}
buy r7 >r7
buy r8 >r8
named r7 -c shop p7
json '"\(.type) \(.data.purchase) \(.data.reference)"' \
	"lanyard.ticketing.ticket-purchase-paid.v1 $(jq -r .data.purchase r7) r7" "a payment names a purchase by its client's reference"
cp "$out" named
pay p7 "$(jq -r .data.purchase r7)"
same "$out" named 'a payment is the same one by the reference and by the id of its purchase'
named r8 -c organiser p8
json '"\(.data.code) \(.data.reference) \(.data.message)"' \
	'unknown_purchase r8 there is no purchase "r8" of the client "organiser"' \
	"the reference of another client's purchase is unknown without that client"
named r8 -c organiser --of-client shop p8
json '"\(.data.client) \(.data.payment)"' 'shop p8' "a payment names another client's purchase by its reference and that client"
named r8 -c other --of-client shop p8
json '"\(.data.code) \(.data.of_client)"' 'unknown_purchase shop' \
	"a client without that scope can't pay another client's purchase by its reference"
named r9 -c shop p9
json '"\(.data.code) \(.data.retryable) \(.subject)"' 'unknown_purchase true r9' 'a payment of an unknown reference is rejected as retryable'
named r7 -c shop --purchase "$(jq -r .data.purchase r8)" p7
json '"\(.data.code) \(.data.purchase)"' "unknown_purchase $(jq -r .data.purchase r8)" \
	'a payment that names a purchase with the reference of another one is rejected'
named r7 -c shop --purchase "$(jq -r .data.purchase r7)" p7
same "$out" named 'a payment can name the id and the reference of its purchase'
named r8 -c shop p10
json '"\(.data.code) \(.data.purchase)"' "already_paid $(jq -r .data.purchase r8)" \
	'a rejected payment of a known reference has the id of the purchase'
run ticket-pay -c shop --amount 20000 --currency EUR p10
is "$rc" 65 'a payment that names no purchase is denied'
says "/purchase: is missing, and so is the purchase's reference" 'the denial of a payment without a purchase says what is missing'
run ticket-pay -c shop --purchase "$first" --of-client shop --amount 20000 --currency EUR p1
says "/of_client: requires the purchase's reference" "the denial of a payment that names a client says that it requires the reference"
jq -c '{specversion: "1.0", id: "01900000-0000-7000-8000-000000000077", source: "/t",
	type: "lanyard.ticketing.pay-ticket-purchase.v1",
	data: {payment: "p7", reference: .data.reference, amount: 20000, currency: "EUR"}}' r7 >identified
run ticket-pay -c shop <identified
same "$out" named 'a payment with an id is answered by the record of the same payment'
run ticket-pay -c shop <identified
same "$out" named 'a payment with an id that is repeated has the same answer'
pay p3 01955193-de00-7309-b6f9-8c17be3a0000
json '"\(.data.code) \(.data.retryable)"' 'unknown_purchase true' 'a payment of a purchase that does not exist is rejected as retryable'
json '"\(.data.payment) \(.data.amount) \(.data.currency)"' 'p3 20000 EUR' \
	'a rejected payment records the amount to be paid back'

# Nothing due.
run ticket-create -c other --name B --email b@x.example --ticket full=1 --payment waived w1
json '"\(.data.amount) \(.data.deadline)"' '0 null' 'a waived purchase has an amount of 0 and no deadline'
run ticket-pay -c other --purchase "$(jq -r .data.purchase "$out")" --amount 0 --currency EUR p4
json .data.code nothing_due 'a payment of a waived purchase is rejected'
run ticket-create -c shop --name B --email b@x.example --ticket free=1 --payment due f1
json '"\(.data.amount) \(.data.deadline)"' '0 null' 'a free purchase has an amount of 0 and no deadline'

# Time.
third=$(buy r3 --deadline 2025-03-01T13:00:00+01:00 | jq -r .data.code)
is "$third" deadline_passed 'a deadline that is not in the future is rejected'
third=$(buy r4 --deadline 2025-03-01T12:00:01Z | jq -r .data.purchase)
export LANYARD_NOW=2025-03-01T12:00:01Z
pay p5 "$third"
json '"\(.data.code) \(.data.retryable)"' 'timed_out false' 'a payment at the deadline is rejected before the purchase is recorded as expired'
run ticket-expire
json '"\(.type) \(.data.reference) \(.causationid != null)"' 'lanyard.ticketing.ticket-purchase-expired.v1 r4 true' \
	'ticket-expire records the expiry with its cause'
pay p5 "$third"
json .data.code timed_out 'a payment after the expiry is rejected'
run ticket-expire
is "$rc:$(wc -c <"$out")" 0:0 'ticket-expire that is repeated records nothing'
is "$(ticket-type list | jq -c 'select(.type == "full") | [.sold, .left]')" '[11,9]' 'an expired purchase releases its places'
run ticket-expire -n
is "$(wc -c <"$out")" 0 'ticket-expire -n prints nothing if nothing is due to expire'
fourth=$(buy r5 | jq -r .data.purchase)
export LANYARD_NOW=2025-03-01T11:00:00Z
pay p6 "$fourth"
json .data.code null 'a payment is accepted when the clock has gone backwards'
export LANYARD_NOW=2025-04-01
fifth=$(buy r6 | jq -r .data.purchase)
export LANYARD_NOW=2025-05-01
run ticket-expire -n
json '"\(.data.reference) \(.dryrun)"' 'r6 true' 'ticket-expire -n prints what would expire, marked as a dry run'
is "$(ticket-feed | grep -c purchase-expired)" 1 'ticket-expire -n records no event'
pay p7 "$fifth"
json .data.code timed_out 'a payment a month after the deadline is rejected'

# What is denied, or a bad line.
printf '%s\n' "{\"payment\":\"p9\",\"purchase\":\"$first\",\"amount\":1}" >bad
run ticket-pay -c shop <bad
is "$rc" 65 'a payment without a currency is denied'
says '/currency: is missing' 'the denial of a payment names the missing currency'
run ticket-pay --purchase "$first" --amount 1 --currency EUR p9
is "$rc" 77 'a payment without a client is denied'
ticket-client amend shop --commands create-ticket-purchase >/dev/null
pay p9 "$first"
is "$rc" 77 'a client without the grant to pay is denied'
run ticket-pay -e -c other --purchase "$first" --amount 1 --currency EUR p9
is "$rc" 1 'ticket-pay -e exits with 1 after a rejection'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after payments and expiries'
done_testing
