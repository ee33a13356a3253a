#!/bin/sh
# Discount codes: percent, fixed, fixed by type; a window, a number of uses.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 9999 --currency EUR --capacity 100 >/dev/null
ticket-type add day --name Day --price 1001 --currency EUR --capacity 100 >/dev/null
ticket-type add yen --name Yen --price 1000 --currency JPY --capacity 100 >/dev/null
ticket-client add shop --commands create-ticket-purchase,pay-ticket-purchase,cancel-tickets --types '*' --waive >/dev/null
buy() { # REFERENCE CODE TICKETS [OPTION...]
	reference=$1 code=$2 tickets=$3
	shift 3
	# shellcheck disable=SC2086 # words
	run ticket-create -c shop --name A --email a@x.example $tickets --payment due --discount "$code" "$@" "$reference"
}
prices='"\(.data.amount) \(.data.reduction) \(.data.tickets | map(.price // 0) | tostring)"'

run ticket-discount add HALF --percent 50
cp "$out" added
run ticket-discount add HALF --percent 50
same "$out" added 'an addition of a code that is repeated prints the same bytes'
run ticket-discount add HALF --percent 60
is "$rc" 65 'an addition of the same code with another percentage is denied'
buy r1 HALF '--ticket full=1 --ticket day=2'
json "$prices" '6002 5999 [5000,501,501]' 'a percentage is taken off each ticket, and the reduction is rounded down'
ticket-discount add TEN --amount 1000 --currency EUR >/dev/null
buy r2 TEN '--ticket full=1 --ticket day=2'
json "$prices" '11001 1000 [9166,918,917]' 'a fixed amount is taken off the total, distributed by the prices'
buy r3 TEN '--ticket day=1'
json "$prices" '1 1000 [1]' 'a fixed amount can reduce the price of a ticket to one cent'
ticket-discount add HUGE --amount 999999 --currency EUR >/dev/null
buy r4 HUGE '--ticket day=2'
json "$prices" '0 2002 [0,0]' 'a reduction above the price reduces it to 0'
json .data.deadline null 'a purchase reduced to 0 has no deadline'
ticket-discount add BYTYPE --reduction full=500 --reduction day=2000 --currency EUR >/dev/null
buy r5 BYTYPE '--ticket full=2 --ticket day=1'
json "$prices" '18998 2001 [9499,9499,0]' 'a reduction by type is taken off each ticket of the type'
ticket-discount add DAYS --percent 10 --types day >/dev/null
buy r6 DAYS '--ticket full=1 --ticket day=1'
json "$prices" '10900 100 [9999,901]' 'a code for some types reduces their prices only'
buy r7 DAYS '--ticket full=1'
json '"\(.data.code) \(.data.message)"' 'discount_not_valid "DAYS": the discount code applies to none of these tickets' \
	"a purchase without a ticket of the code's types is rejected"
buy r8 TEN '--ticket yen=1'
json '"\(.data.code) \(.data.message)"' 'discount_not_valid "TEN": the discount code is for another currency' \
	'a fixed amount is rejected for tickets in another currency'
ticket-type add cheap --name Cheap --price 33 --currency EUR --capacity 100 >/dev/null
ticket-discount add BIT --percent 1 >/dev/null
buy r11 BIT '--ticket cheap=9'
json '"\(.data.code) \(.data.message)"' \
	'discount_not_valid "BIT": the discount code does not reduce the price of these tickets' \
	'a code that would take off less than a cent is rejected'
run ticket-discount add TWICE --reduction full=50 --reduction full=60 --currency EUR
is "$rc" 65 'a code that reduces a type twice is denied'
says '/reductions: names "full" twice' 'the denial names the type that is reduced twice'
run ticket-discount add GONE --reduction ful=50 --currency EUR
says '/reductions: there is no ticket type "ful"; there are cheap, day, full, yen' 'a code that reduces a type that is not there is denied'
run ticket-discount add BOTH --reduction full=50 --types full --currency EUR
says '/types: is not allowed with reductions, which name their types' 'a code with reductions and types is denied'
ticket-type add child --name Child --price 0 --currency EUR --capacity 100 >/dev/null
ticket-discount add CHILD --reduction child=50 --currency EUR >/dev/null
buy r12 CHILD '--ticket child=1'
json .data.message '"CHILD": the discount code does not reduce the price of these tickets' \
	'a code that reduces tickets that cost nothing is rejected'
buy r9 NONE '--ticket day=1'
json .data.code unknown_discount 'a purchase with a code that does not exist is rejected'
run ticket-create -c shop --name A --email a@x.example --ticket day=1 --payment waived --discount TEN r10
is "$rc" 65 'a waived purchase with a discount code is denied'

# A window.
ticket-discount add SPRING --percent 10 --from 2025-03-01T12:00:01Z --until 2025-03-02 >/dev/null
buy w1 SPRING '--ticket day=1'
json '"\(.data.message) \(.data.retryable)"' '"SPRING": the discount code is not yet valid true' 'a code is rejected as retryable before its window'
export LANYARD_NOW=2025-03-01T12:00:01Z
buy w2 SPRING '--ticket day=1'
json .data.code null 'a code is valid from the first moment of its window'
export LANYARD_NOW=2025-03-03
buy w3 SPRING '--ticket day=1'
json '"\(.data.code) \(.data.retryable)"' 'discount_not_valid false' 'a code is rejected as not retryable from the end of its window'
run ticket-discount amend SPRING --clear until
buy w4 SPRING '--ticket day=1'
json .data.code null 'a code is valid after the end of its window was cleared'
ticket-discount amend SPRING --withdrawn >/dev/null
buy w5 SPRING '--ticket day=1'
json .data.code discount_not_valid 'a withdrawn code is rejected'

# Uses.
ticket-discount add TWICE --percent 10 --uses 2 >/dev/null
buy u1 TWICE '--ticket day=1' --deadline 2025-03-03T00:10:00Z
buy u2 TWICE '--ticket day=2'
second=$(jq -r .data.purchase "$out")
buy u3 TWICE '--ticket day=1'
json '"\(.data.code) \(.data.message)"' 'discount_used_up "TWICE": the discount code is used up' 'a code whose uses are exhausted is rejected'
ticket-cancel -c shop --keep 1 "$second" >/dev/null
buy u4 TWICE '--ticket day=1'
json .data.code discount_used_up 'a purchase with one valid ticket still counts as a use'
LANYARD_NOW=2025-03-03T00:10:00Z ticket-expire >/dev/null
buy u5 TWICE '--ticket day=1'
json .data.code null 'a purchase that has expired no longer counts as a use'
run ticket-discount list
is "$(jq -c 'select(.code == "TWICE") | [.used, .uses]' "$out")" '[2,2]' 'ticket-discount list shows how often a code is used'
ticket-discount amend TWICE --uses 1 >/dev/null
buy u6 TWICE '--ticket day=1'
json .data.code discount_used_up 'a code amended to fewer uses than it has is rejected'

# A maximum of tickets: those whose price is reduced, and no others.
ticket-discount add SIX --percent 50 --types full,day --tickets 6 >/dev/null
reduced() {
	ticket-discount list | jq -r 'select(.code == "SIX") | "\(.used) \(.reduced) \(.tickets)"'
}
ticket-type add gift --name Gift --price 0 --currency EUR --capacity 100 >/dev/null
ticket-type add plain --name Plain --price 100 --currency EUR --capacity 100 >/dev/null
buy s1 SIX '--ticket full=2 --ticket plain=3 --ticket gift=1'
json '.data.tickets | map(.reduction // 0) | tostring' '[4999,4999,0,0,0,0]' 'the event has the reduction of each ticket that a code reduces'
is "$(reduced)" '1 2 6' 'a code counts the tickets that it reduces, and no others of the purchase'
cp "$out" s1
buy s2 SIX '--ticket full=3 --ticket day=2'
json '"\(.data.code) \(.data.retryable) \(.data.message)"' 'discount_used_up true "SIX": tickets to reduce: 5; left: 4' \
	'a purchase of more tickets than a code may reduce is rejected as a whole'
is "$(reduced)" '1 2 6' 'a rejected purchase takes no tickets of a code'
buy s3 SIX '--ticket day=4 --ticket plain=9' --deadline 2025-03-05
is "$(reduced)" '2 6 6' 'a purchase can take the last tickets of a code'
buy s4 SIX '--ticket day=1'
json '"\(.data.code) \(.data.message)"' 'discount_used_up "SIX": tickets to reduce: 1; left: 0' 'a code without tickets left is used up'
ticket-cancel -c shop --ticket "$(jq -r '.data.tickets[0].id' s1)" "$(jq -r .data.purchase s1)" >cancelled
is "$(jq -r '.data.tickets[0].reduction' cancelled)" 4999 'the event of a cancelled ticket has its reduction'
is "$(reduced)" '2 5 6' 'a cancelled ticket is released to the code that reduced it'
ticket-cancel -c shop --keep 1 "$(jq -r .data.purchase s1)" >/dev/null
is "$(reduced)" '2 5 6' 'a purchase of which only tickets that are not reduced are cancelled besides releases no more'
ticket-cancel -c shop "$(jq -r .data.purchase s1)" >/dev/null
is "$(reduced)" '1 4 6' 'a purchase whose last ticket is cancelled releases its use'
LANYARD_NOW=2025-03-06T00:00:00Z ticket-expire >/dev/null 2>&1
is "$(reduced)" '0 0 6' 'an expired purchase releases its tickets to the code'
ticket-discount amend SIX --types day >/dev/null
buy s5 SIX '--ticket day=1 --ticket full=1'
ticket-discount amend SIX --types plain --tickets 1 >/dev/null
ticket-cancel -c shop "$(jq -r .data.purchase "$out")" >/dev/null
is "$(reduced)" '0 0 1' 'a ticket that a code reduced is released, though the code was amended to other types since'
ticket-discount amend SIX --clear tickets >/dev/null
buy s6 SIX '--ticket plain=20'
is "$(reduced)" '1 20 null' 'a code without a maximum counts its tickets, too'
ticket-discount amend SIX --tickets 5 >/dev/null
buy s7 SIX '--ticket plain=1'
json .data.message '"SIX": tickets to reduce: 1; left: 0' 'a code amended to fewer tickets than it has reduced has none left'

wrong() { # WORDS OPTION...
	words=$1
	shift
	run ticket-discount add WRONG "$@"
	is "$rc" 65 "ticket-discount add denies $*"
	says "$words" "the denial of $* says: $words"
}
wrong 'one of percent, amount and reductions is required, not none' --uses 3
wrong 'one of percent, amount and reductions is required, not several' --percent 3 --amount 5 --currency EUR
wrong '/currency: is missing' --amount 5
wrong '/currency: is not allowed with percent' --percent 5 --currency EUR
wrong 'there is no ticket type "none"' --percent 5 --types none
wrong 'must be later than' --percent 5 --from 2025-03-02 --until 2025-03-01
wrong '/percent: 101 is above 100' --percent 101
printf '{"code":"NONE","percent":50,"types":[]}\n' >empty
run ticket-discount add <empty
says 'is empty: omit it for a code that applies to all types' 'a code with an empty list of types is denied'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after discounts'
done_testing
