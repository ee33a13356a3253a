#!/bin/sh
# An office that stands alone, and what goes wrong in others: places sold twice,
# places that never come back, a payment for places that are gone.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
run ticket-type add full --name Full --price 10000 --currency EUR --capacity 3
is "$rc" 0 'a type makes the office'
buy() { # REFERENCE QUANTITY [OPTION...]
	buy_reference=$1
	buy_quantity=$2
	shift 2
	run ticket-create -c organiser --name Ann --email ann@a.example \
		--ticket "full=$buy_quantity" "$@" "$buy_reference"
	purchase=$(jq -r '.data.purchase // empty' <"$out")
}
left() {
	ticket-type list | jq -r .left
}
pay() { # PAYMENT
	run ticket-pay -c organiser --purchase "$purchase" --amount 10000 --currency EUR "$1"
}

buy two 2 --payment waived --reason guests
is "$(left)" 1 'free tickets take places'
buy free 2 --payment waived --reason guests
json .data.code sold_out 'the organiser oversells nothing, on the command line neither'
buy late 1 --payment due
is "$(left)" 0 'what is reserved takes places, too'

export LANYARD_NOW=2025-03-01T12:30:00Z
pay bank-1
json .data.code timed_out 'at its deadline it can be paid no more, before it was let expire'
run ticket-expire
is "$(left)" 1 'what was not paid in time gives its place back'
pay bank-2
json .data.code timed_out 'and is not paid after that'
json .data.payment bank-2 'which says what is to be paid back'

buy last 1 --payment due
pay bank-3
is "$(left)" 0 'what is paid is sold'
run ticket-cancel -c organiser "$purchase"
json .data.refund 10000 'a cancelled one is to be paid back'
is "$(left)" 1 'and gives its place back'
buy again 1 --payment due
json .data.reference again 'to whoever comes next'
run ticket-cancel -c organiser "$purchase"
cp "$out" once
run ticket-cancel -c organiser "$purchase"
same "$out" once 'cancelled twice, it is cancelled once'
is "$(left)" 1 'and one place is free'
run ticket-check
is "$rc" 0 'the counters are right'
done_testing
