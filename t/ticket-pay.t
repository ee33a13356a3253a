#!/bin/sh
# A purchase that is due: reserved, paid before its deadline, or let go.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 10 >/dev/null
ticket-type add free --name Free --price 0 --currency EUR --capacity 10 >/dev/null
ticket-client add shop --may create-ticket-purchase,pay-ticket-purchase --types '*' >/dev/null
ticket-client add other --may create-ticket-purchase,pay-ticket-purchase --types '*' --waive >/dev/null
buy() { # REFERENCE [OPTION...]
	reference=$1
	shift
	ticket-create -c shop --name Ann --email ann@x.example --ticket full=2 --payment due "$@" "$reference"
}
pay() { # PAYMENT PURCHASE [AMOUNT [CURRENCY]]
	run ticket-pay -c shop --purchase "$2" --amount "${3:-20000}" --currency "${4:-EUR}" "$1"
}

run buy r1
json '"\(.data.amount) \(.data.deadline)"' '20000 2025-03-01T12:30:00.000Z' 'what is due is reserved for half an hour'
first=$(jq -r .data.purchase "$out")
pay p1 "$first" 19999
json '"\(.data.code) \(.data.retryable) \(.data.message)"' 'wrong_amount false 200.00 EUR is due, not 199.99 EUR' \
	'a part is refused, with what is due'
pay p1 "$first" 20000 USD
json .data.code wrong_amount 'another currency, too'
pay p1 "$first"
json '"\(.type) \(.data.amount) \(.data.payment) \(.data.reference)"' \
	'lanyard.ticketing.ticket-purchase-paid.v1 20000 p1 r1' 'all of it pays it'
cp "$out" paid
pay p1 "$first"
same "$out" paid 'the same payment again is answered with the same line'
pay p2 "$first"
json .data.code already_paid 'another one is refused'
second=$(buy r2 | jq -r .data.purchase)
pay p1 "$second"
is "$rc" 65 'a payment pays one purchase'
says 'this payment has paid for something else' 'which is told'
run ticket-pay -c other --purchase "$second" --amount 20000 --currency EUR p1
json .data.code unknown_purchase "another client's purchase looks as if there were none"
run ticket-pay -c organiser --purchase "$second" --amount 20000 --currency EUR p1
is "$rc $(jq -r .type "$out")" '0 lanyard.ticketing.ticket-purchase-paid.v1' \
	'the organiser may pay for everybody, with words of its own'
pay p3 01955193-de00-7309-b6f9-8c17be3a0000
json '"\(.data.code) \(.data.retryable)"' 'unknown_purchase true' 'what is not there is not paid'
json '"\(.data.payment) \(.data.amount) \(.data.currency)"' 'p3 20000 EUR' \
	'  and the refusal says what is to be paid back'

# Nothing due.
run ticket-create -c other --name B --email b@x.example --ticket full=1 --payment waived w1
json '"\(.data.amount) \(.data.deadline)"' '0 null' 'what is waived has no deadline'
run ticket-pay -c other --purchase "$(jq -r .data.purchase "$out")" --amount 0 --currency EUR p4
json .data.code nothing_due 'and nothing is due for it'
run ticket-create -c shop --name B --email b@x.example --ticket free=1 --payment due f1
json '"\(.data.amount) \(.data.deadline)"' '0 null' 'what is free is complete at once'

# Time.
third=$(buy r3 --deadline 2025-03-01T13:00:00+01:00 | jq -r .data.code)
is "$third" deadline_passed 'now is too late for a deadline'
third=$(buy r4 --deadline 2025-03-01T12:00:01Z | jq -r .data.purchase)
export LANYARD_NOW=2025-03-01T12:00:01Z
pay p5 "$third"
json '"\(.data.code) \(.data.retryable)"' 'timed_out false' 'the deadline itself is too late, though nobody has let it expire'
run ticket-expire
json '"\(.type) \(.data.reference) \(.causationid != null)"' 'lanyard.ticketing.ticket-purchase-expired.v1 r4 true' \
	'it is let go'
pay p5 "$third"
json .data.code timed_out 'and is not paid after that'
run ticket-expire
is "$rc:$(wc -c <"$out")" 0:0 'letting go twice is letting go once'
is "$(ticket-type list | jq -c 'select(.type == "full") | [.sold, .left]')" '[5,5]' 'its places are free again'
run ticket-expire -n
is "$(wc -c <"$out")" 0 'a dry run finds nothing either'
fourth=$(buy r5 | jq -r .data.purchase)
export LANYARD_NOW=2025-03-01T11:00:00Z
pay p6 "$fourth"
json .data.code null 'a clock that goes backwards takes no time away'
export LANYARD_NOW=2025-04-01
fifth=$(buy r6 | jq -r .data.purchase)
export LANYARD_NOW=2025-05-01
run ticket-expire -n
json '"\(.data.reference) \(.dryrun)"' 'r6 true' 'a dry run says what would be let go'
is "$(ticket-feed | grep -c purchase-expired)" 1 'and lets go nothing'
pay p7 "$fifth"
json .data.code timed_out 'long past, it is not paid'

# What is denied, or a bad line.
printf '%s\n' "{\"payment\":\"p9\",\"purchase\":\"$first\",\"amount\":1}" >bad
run ticket-pay -c shop <bad
is "$rc" 65 'a payment without a currency is a bad line'
says '/currency: is missing' 'and told'
run ticket-pay --purchase "$first" --amount 1 --currency EUR p9
is "$rc" 77 'without a client nobody pays'
ticket-client amend shop --may create-ticket-purchase >/dev/null
pay p9 "$first"
is "$rc" 77 'without the command among its grants it may not'
run ticket-pay -e -c other --purchase "$first" --amount 1 --currency EUR p9
is "$rc" 1 '-e makes a refusal an exit status'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'the store is sound'
done_testing
