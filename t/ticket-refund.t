#!/bin/sh
# Refunds: the money for cancelled tickets was paid back.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 20 >/dev/null
ticket-type add day --name Day --price 4000 --currency EUR --capacity 20 >/dev/null
commands=create-ticket-purchase,pay-ticket-purchase,cancel-tickets,refund-ticket-purchase
for client in shop other; do ticket-client add $client --commands $commands --types '*' >/dev/null; done
ticket-create -c shop --name Ann --email ann@x.example --ticket full=3 --ticket day=1 --payment due one >one
purchase=$(jq -r .data.purchase one)
refund() { # REFUND AMOUNT [OPTION...]
	refunded=$1 amount=$2
	shift 2
	run ticket-refund -c shop --purchase "$purchase" --amount "$amount" --currency EUR "$@" "$refunded"
}
sales() { # TYPE
	ticket-report sales | jq -c "select(.type == \"$1\") | [.revenue, .refund, .refunded, .due]"
}
refund r0 1
json '"\(.data.code) \(.data.retryable) \(.data.refund) \(.data.amount)"' 'nothing_to_refund true r0 1' \
	'a refund of a purchase that is due is rejected'
ticket-cancel -c shop --tickets "$(jq -r '.data.tickets[0].id' one)" "$purchase" >/dev/null
ticket-pay -c shop --purchase "$purchase" --amount 24000 --currency EUR bank-1 >/dev/null
refund r0 10000
json .data.code nothing_to_refund 'a ticket that was cancelled before the payment is not refunded'
ticket-cancel -c shop --tickets "$(jq -r '.data.tickets[1].id' one)" "$purchase" >/dev/null
is "$(sales full)" '[20000,10000,0,0]' 'a ticket that is cancelled after the payment is to be refunded'
refund r1 10001
json '"\(.data.code) \(.data.message)"' 'wrong_amount 100.00 EUR is to be paid back, not 100.01 EUR' 'a refund of more than is to be paid back is rejected'
json '.data | "\(.refund) \(.payment) \(.amount)"' 'r1 null 10001' 'the rejection of a refund names it as a refund, and no payment'
refund r1 0
json .data.code wrong_amount 'a refund of nothing is rejected'
run ticket-refund -c shop --purchase "$purchase" --amount 10000 --currency USD r1
json .data.code wrong_amount 'a refund in another currency is rejected'
run ticket-refund -c other --purchase "$purchase" --amount 10000 --currency EUR r1
json .data.code unknown_purchase 'a client can not record a refund of the purchase of another client'
refund r1 10000
json '"\(.type | split(".")[2]) \(.data.refund) \(.data.amount) \(.data.reference)"' 'ticket-purchase-refunded r1 10000 one' \
	'a refund of all that is to be paid back is recorded'
cp "$out" first
is "$(sales full)$(sales day)" '[20000,0,10000,0][4000,0,0,0]' 'a refund that was paid back is not to be paid back any more'
refund r1 10000
same "$out" first 'a refund that is repeated prints the same bytes'
refund r1 10001
is "$rc" 65 'another amount of the same refund is denied'
says 'this refund of the purchase was recorded already, with another amount' 'the denial of another amount says that the refund was recorded'
refund r2 10000
json .data.code nothing_to_refund 'money that was paid back is not paid back again'
ticket-cancel -c shop "$purchase" >/dev/null
is "$(sales full)$(sales day)" '[20000,10000,10000,0][4000,4000,0,0]' 'tickets that are cancelled after a refund are to be refunded by type'
run ticket-refund -c organiser --reference one --of-client shop --amount 140.00 --currency EUR r2
json '"\(.data.refund) \(.data.amount)"' 'r2 14000' 'a second refund of a purchase, which is named by its reference, is recorded'
refund r1 10000
same "$out" first 'an earlier refund that is repeated after another one prints the same bytes'
is "$(ticket-report clients | jq -c '[.revenue, .refund, .refunded]')" '[24000,0,24000]' 'ticket-report clients has the refunds'
# Several cancellations, several transfers.
two=$purchase
ticket-create -c shop --name Bo --email bo@x.example --ticket full=2 --ticket day=2 --payment due three >three
purchase=$(jq -r .data.purchase three)
ticket-pay -c shop --purchase "$purchase" --amount 28000 --currency EUR bank-3 >/dev/null
cancel() { # INDEX
	ticket-cancel -c shop --tickets "$(jq -r ".data.tickets[$1].id" three)" "$purchase" >/dev/null
}
all_sales() {
	echo "$(sales full) $(sales day)"
}
cancel 2
cancel 0
cancel 1
refund t1 10000
is "$(all_sales)" '[40000,14000,26000,0] [12000,0,8000,0]' 'a refund of a part is for the tickets that were cancelled first, in part for the last one'
refund t2 14001
json .data.message '140.00 EUR is to be paid back, not 140.01 EUR' 'what is to be paid back is less what was paid back in parts'
refund t2 4000
is "$(all_sales)" '[40000,10000,30000,0] [12000,0,8000,0]' 'refunds of one purchase add up'
refund t1 10000
json .data.refund t1 'a refund of a part that is repeated gets the same answer'
cancel 3
is "$(all_sales)" '[40000,10000,30000,0] [12000,4000,8000,0]' 'a later cancellation does not change for which tickets a refund was'
refund t3 14000
is "$(all_sales)" '[40000,0,40000,0] [12000,0,12000,0]' 'nothing is to be paid back after all of it was, in three transfers'
refund t4 1
json .data.code nothing_to_refund 'a purchase that was refunded in parts is not refunded beyond its price'
is "$(ticket-report clients | jq -c '[.revenue, .refund, .refunded]')" '[52000,0,52000]' 'ticket-report clients adds up the refunds in parts'
purchase=$two

# Payments that were refused.
buy() { # REFERENCE
	ticket-create -c shop --name Cy --email cy@x.example --ticket day=1 --payment due "$1" >/dev/null
}
pay() { # PAYMENT REFERENCE AMOUNT
	ticket-pay -c shop --reference "$2" --amount "$3" --currency EUR "$1" >/dev/null
}
back() { # REFUND PAYMENT AMOUNT [OPTION...]
	refunded=$1 payment=$2 amount=$3
	shift 3
	run ticket-refund -c shop --payment "$payment" --amount "$amount" --currency EUR "$@" "$refunded"
}
tasks() {
	ticket-report refused | jq -r '"\(.payment):\(.reference):\(.amount)"' | paste -sd ' ' -
}
for reference in r-1 r-2 r-3; do buy $reference; done
pay twice-1 r-1 4000
pay twice-2 r-1 4000
pay unknown none 500
pay both r-2 100
pay both r-3 100
pay wrong r-3 4001
is "$(tasks)" 'twice-2:r-1:4000 unknown:none:500 both:r-2:100 both:r-3:100 wrong:r-3:4001' 'ticket-report refused has the payments that were refused'
of_r1=$(ticket-feed | jq -r 'select(.data.reference == "r-1") | .data.purchase' | head -n 1)
ticket-pay -q -c shop --purchase "$of_r1" --amount 4000 --currency EUR twice-2 >/dev/null
is "$(tasks)" 'unknown:none:500 both:r-2:100 both:r-3:100 wrong:r-3:4001 twice-2:r-1:4000' 'a payment that is refused again, named in another way, is one task'
back b-1 twice-2 3999
json '"\(.data.code) \(.data.message)"' 'wrong_amount 40.00 EUR of the refused payment "twice-2" is to be paid back, not 39.99 EUR' 'a refund of a part of a refused payment is rejected'
json '.data | "\(.refund) \(.payment) \(.amount)"' 'b-1 twice-2 3999' 'the rejection of a refund of a refused payment names both'
run ticket-refund -c other --payment twice-2 --amount 4000 --currency EUR b-1
json .data.code nothing_to_refund "a client can not record a refund of a payment for another client's purchase"
back b-1 twice-2 4000
json '"\(.type | split(".")[2]) \(.data.client) \(.data.reference) \(.data.payment) \(.data.refund)"' \
	'ticket-payment-refunded shop r-1 twice-2 b-1' 'a refund of a refused payment is recorded'
cp "$out" returned
back b-1 twice-2 4000
same "$out" returned 'a refund of a refused payment that is repeated prints the same bytes'
back b-1 twice-2 4001
is "$rc" 65 'another amount of the same refund of a refused payment is denied'
says '/refund: this refund of the payment was recorded already' 'the denial of another amount says that the refund of the payment was recorded'
back b-2 twice-2 4000
json .data.code nothing_to_refund 'a refused payment is not paid back twice'
back b-2 twice-1 4000
json '.data.message' 'no refused payment "twice-1" is to be paid back' 'a payment that was accepted is no refused payment'
back b-3 both 100
json '"\(.data.code) \(.data.message)"' 'too_many the payment "both" was refused for 2 purchases: name one of them' 'a refund of a payment that was refused for several purchases has to name one'
back b-3 both 100 --reference r-3
json .data.reference r-3 'a refund of a refused payment is for the purchase that it names'
run ticket-refund -c organiser --payment both --amount 1.00 --currency EUR --purchase "$(ticket-find --reference r-2 | jq -r .purchase)" b-3
json .data.reference r-2 'a refund of a refused payment is for the purchase whose id it names'
back b-4 unknown 500
json .data.reference none 'a refund of a payment for an unknown purchase is recorded'
is "$(tasks)" wrong:r-3:4001 'a refused payment that was paid back is no longer a task'
ticket-cancel -c shop "$(ticket-find --reference r-3 | jq -r .purchase)" >/dev/null
pay wrong r-3 4001
is "$(tasks) $(ticket-report refused | jq -r .code)" 'wrong:r-3:4001 cancelled' 'a payment that is refused again for another reason is one task, with the last reason'
back b-5 wrong 4001
is "$(tasks)" '' 'a refund ends the task of a payment that was refused several times'
jq -cn '{specversion: "1.0", id: "01955193-de00-7309-b6f9-8c17be3a0077", source: "/t", type: "lanyard.ticketing.pay-ticket-purchase.v1",
	data: {payment: "wrong", reference: "r-3", amount: 4001, currency: "EUR"}}' | ticket-pay -c shop >/dev/null
is "$(tasks)" '' 'a payment that is refused again after it was paid back is no task'

# A mistyped reference.
for reference in r-4 r-5; do buy $reference; done
pay typo r_4 4000
pay typo r_5 4000
pay other r_4 4000
pay typo r-4 3999
run ticket-pay -c shop --reference r-4 --amount 4000 --currency EUR typo
is "$rc:$(cat "$err")" '0:ticket-pay: options:1: warning: r-4: the payment "typo" was refused for "r_4": taken as the same money' \
	'a payment that was refused under a mistyped reference is warned of when it is recorded'
is "$(tasks)" 'typo:r_5:4000 other:r_4:4000' 'a payment ends the tasks of its purchase, and of one mistyped reference'
back b-6 typo 4000 --reference r_4
json .data.code nothing_to_refund 'a payment that was recorded under the right reference is not paid back'
jq -cn '{specversion: "1.0", id: "01955193-de00-7309-b6f9-8c17be3a0078", source: "/t", type: "lanyard.ticketing.pay-ticket-purchase.v1",
	data: {payment: "typo", reference: "r_4", amount: 4000, currency: "EUR"}}' | ticket-pay -c shop >/dev/null
is "$(tasks)" 'typo:r_5:4000 other:r_4:4000' 'a mistyped reference that is sent again after the payment was recorded is no task'
ticket-client add near --commands create-ticket-purchase,pay-ticket-purchase --types day >/dev/null
ticket-create -c near --name Cy --email cy@x.example --ticket day=1 --payment due n-1 >/dev/null
ticket-pay -c near --reference n-1 --amount 4000 --currency EUR typo >/dev/null 2>"$err"
is "$(tasks):$(cat "$err")" 'typo:r_5:4000 other:r_4:4000:' "a payment for one client's purchase ends no task of another client"
pay typo r-5 4000
is "$(tasks)" other:r_4:4000 'a payment for a second purchase ends the task of a second mistyped reference'
back b-7 other 4000
ok 'a store with refused payments agrees with its feed' event-replay --check

line() { # ID AMOUNT
	printf '{"specversion":"1.0","id":"01955193-de00-7309-b6f9-8c17be3a00%s","source":"/t","type":"lanyard.ticketing.refund-ticket-purchase.v1","data":{"refund":"r1","purchase":"%s","amount":%s,"currency":"EUR"}}\n' \
		"$1" "$purchase" "$2"
}
line 01 10000 >identified
run ticket-refund -c shop <identified
same "$out" first 'a refund with an id that was recorded already has the same answer'
line 02 1 >identified
run ticket-refund -c shop <identified
json '"\(.data.code) \(.data.pointer)"' 'conflict /data/refund' 'another amount of the same refund under another id is a conflict'
ticket-client amend shop --commands create-ticket-purchase >/dev/null
refund r3 1
is "$rc" 77 'a client without the grant to refund is denied'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after refunds'
damage() { # SQL
	rm -f damaged.db
	sqlite3 "$LANYARD_HOME/conference/ticketing.db" "VACUUM INTO 'damaged.db'"
	sqlite3 damaged.db "$1"
	run ticket-check -d damaged.db
}
broken "$PWD/damaged.db"
damage 'UPDATE refunds SET seq = 1'
ok 'ticket-check reports a refund that no event recorded' grep -q 'event 1 did not refund it' "$out"
damage 'UPDATE purchases SET paid = NULL'
ok 'ticket-check reports a refund of what was not paid' grep -q 'it was refunded, but not paid before' "$out"
damage "UPDATE refunds SET amount = 10001 WHERE refund = 'r1'"
ok 'ticket-check reports a refund of more than was cancelled before' grep -q '10001 were refunded, 10000 were cancelled before' "$out"
damage "UPDATE refused_payments SET recorded = 1 WHERE payment = 'typo'"
ok 'ticket-check reports a refused payment that no event recorded' grep -q 'event 1 did not record it' "$out"
damage "UPDATE refused_payments SET payment = 'x' WHERE payment = 'twice-2'"
ok 'ticket-check reports a refused payment that no event refused' grep -q 'did not refuse it' "$out"
ok 'ticket-check reports a refused payment that no event refunded' grep -q 'did not refund it' "$out"
damage "UPDATE refunds SET amount = 10001 WHERE refund = 'r1'"
ok 'ticket-check reports a refund with another amount than its event' grep -q 'did not refund it' "$out"
done_testing
