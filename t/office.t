#!/bin/sh
# An office that stands alone, and what goes wrong in others: places sold twice,
# places that never come back, a payment for places that are gone.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
run ticket-type add full --name Full --price 10000 --currency EUR --capacity 3
is "$rc" 0 'ticket-type add makes a store'
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
is "$(left)" 1 'waived tickets take places'
buy free 2 --payment waived --reason guests
json .data.code sold_out 'a purchase by the organiser beyond the capacity is rejected'
buy late 1 --payment due
is "$(left)" 0 'reserved tickets take places'

export LANYARD_NOW=2025-03-01T12:30:00Z
pay bank-1
json .data.code timed_out 'a payment at the deadline is rejected before ticket-expire has run'
run ticket-expire
is "$(left)" 1 'ticket-expire releases the places of an unpaid purchase'
pay bank-2
json .data.code timed_out 'a payment after the expiry is rejected'
json .data.payment bank-2 'the rejection of a payment names it, so that it can be paid back'

buy last 1 --payment due
pay bank-3
is "$(left)" 0 'a paid purchase takes its place'
run ticket-cancel -c organiser "$purchase"
json .data.refund 10000 'the cancellation of a paid purchase names the amount to refund'
is "$(left)" 1 'the cancellation of a paid purchase releases its place'
buy again 1 --payment due
json .data.reference again 'a released place can be bought'
run ticket-cancel -c organiser "$purchase"
cp "$out" once
run ticket-cancel -c organiser "$purchase"
same "$out" once 'a cancellation that is repeated prints the same bytes'
is "$(left)" 1 'a cancellation that is repeated releases one place'
run ticket-check
is "$rc" 0 'ticket-check succeeds after sales, expiry and cancellations'
done_testing
