#!/bin/sh
# Delegates: who comes with a ticket.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 0 --currency EUR --capacity 20 \
	--question 'T-shirt, size?' --question Diet >/dev/null
ticket-client add shop --commands create-ticket-purchase,assign-ticket,unassign-ticket,cancel-tickets \
	--types full >/dev/null
ticket-client add other --commands assign-ticket,unassign-ticket >/dev/null
ticket-create -c shop --name Ann --email ann@x.example --ticket full=3 --payment due r1 >bought
ticket() { # NUMBER
	jq -r ".data.tickets[$(($1 - 1))].id" bought
}
assign() { # NUMBER NAME [OPTION...]
	number=$1 name=$2
	shift 2
	run ticket-assign -c shop --name "$name" --email "$name@x.example" "$@" "$(ticket "$number")"
}

assign 1 bo --requirements 'no nuts' --answer 'Diet=none, a=b' --answer 'T-shirt, size?=L'
json '"\(.type) \(.data.reference) \(.data.delegate | tostring)"' \
	'lanyard.ticketing.ticket-assigned.v1 r1 {"name":"bo","email":"bo@x.example","requirements":"no nuts","answers":[{"question":"Diet","answer":"none, a=b"},{"question":"T-shirt, size?","answer":"L"}]}' \
	'ticket-assign records a delegate with requirements and answers'
cp "$out" first
assign 1 bo --requirements 'no nuts' --answer 'Diet=none, a=b' --answer 'T-shirt, size?=L'
same "$out" first 'an assignment that is repeated prints the same bytes'
assign 1 cy
is "$(ticket-report delegates | jq -c '[.name, .requirements, .answers]')" '["cy",null,null]' \
	'a new assignee inherits no requirements or answers of the previous one'
assign 1 bo --requirements 'no nuts' --answer 'Diet=none, a=b' --answer 'T-shirt, size?=L'
is "$(ticket-feed | grep -c ticket-assigned)" 3 'assigning a ticket to A, to B and to A again records three events'
assign 2 dee --answer Size=L
json '"\(.data.code) \(.data.message)"' 'unknown_question "full" has no question "Size"' 'an answer to a question that the ticket type does not have is rejected'
run ticket-assign -c shop --name x --email x@x.example --answer Diet "$(ticket 2)"
is "$rc" 64 'an answer without a "=" is a usage error'
ticket-type amend full --question 'T-shirt, size?' --question Diet --question '1+1=?' --question 'a\b' >/dev/null
assign 2 dee --answer '1+1\=?=2=2\=2' --answer 'a\b=c'
json '.data.delegate.answers | map("\(.question): \(.answer)") | join(" ")' '1+1=?: 2=2\=2 a\b: c' \
	'--answer takes a question that contains a "=" if it is written with a backslash'
run ticket-assign -c shop --name x --email x@x.example --answer '1+1\=?' "$(ticket 2)"
is "$rc" 64 'an escaped "=" does not separate question and answer'
ticket-unassign -c shop "$(ticket 2)" >/dev/null
ticket-type amend full --question 'T-shirt, size?' --question Diet >/dev/null
run ticket-assign -c shop --name x --email nowhere "$(ticket 2)"
is "$rc" 65 "a delegate's address without an @ is denied"
run ticket-assign -c other --name x --email x@x.example "$(ticket 2)"
json .data.code unknown_ticket 'a ticket of another client is rejected as unknown'
run ticket-assign -c shop --name x --email x@x.example 01955193-de00-7309-b6f9-8c17be3a0001
json '"\(.data.code) \(.data.retryable)"' 'unknown_ticket true' 'the assignment of a ticket that does not exist is rejected as retryable'

run ticket-unassign -c shop "$(ticket 1)"
json .type lanyard.ticketing.ticket-unassigned.v1 'ticket-unassign records ticket-unassigned'
cp "$out" taken
run ticket-unassign -c shop "$(ticket 1)"
same "$out" taken 'an unassignment that is repeated prints the same bytes'
run ticket-unassign -c shop "$(ticket 3)"
json .data.code not_assigned 'unassigning a ticket that was never assigned is rejected'
is "$(ticket-report delegates | wc -l)" 0 'the report of delegates is empty after the only delegate is unassigned'

# By purchase and address.
assign 1 ole --requirements 'no nuts'
unassign() {
	run ticket-unassign -c shop "$@"
}
unassign --reference r1 --email OLE@x.example
json '"\(.data.ticket) \(.data.email)"' "$(ticket 1) OLE@x.example" "ticket-unassign takes a purchase's reference and the delegate's address, in any case of letters"
cp "$out" taken
unassign --reference r1 --email ole@X.example
same "$out" taken 'an unassignment by address that is repeated prints the same bytes'
is "$(ticket-report delegates | wc -l)" 0 'a delegate who is removed by address has no ticket'
unassign --reference r1 --email nobody@x.example
json '"\(.data.code) \(.data.message)"' 'not_assigned nobody@x.example has no ticket of "r1"' 'an unassignment by an address without a ticket is rejected'
unassign --reference r9 --email ole@x.example
json .data.code unknown_purchase 'an unassignment by an unknown reference is rejected'
run ticket-unassign -c other --reference r1 --of-client shop --email ole@x.example
json .data.code unknown_purchase "an unassignment by reference finds no purchase of another client"
assign 1 pia
assign 2 pia
unassign --purchase "$(jq -r .data.purchase bought)" --email pia@x.example
json '"\(.data.code) \(.data.message)"' 'too_many pia@x.example has 2 tickets of "r1": name the ticket' 'an unassignment by an address with two tickets of the purchase is rejected'
for number in 1 2; do ticket-unassign -c shop "$(ticket $number)" >/dev/null; done
unassign --reference r1
is "$rc" 65 'an unassignment by reference without an address is denied'
says '/email: is missing' 'the denial of an unassignment without an address says so'
unassign --email ole@x.example
says '/ticket: is missing, and so is its purchase or a reference' 'an unassignment by an address alone is denied'
unassign --reference r1 "$(ticket 1)"
says '/ticket: names the ticket, so nothing else may select it' 'an unassignment by ticket and by reference is denied'

ticket-cancel -c shop --keep 2 "$(jq -r .data.purchase bought)" >/dev/null
assign 3 eve
json .data.code cancelled 'the assignment of a cancelled ticket is rejected'
run ticket-unassign -c shop "$(ticket 3)"
json .data.code cancelled 'the unassignment of a cancelled ticket is rejected'

# With the purchase.
cat >with <<'END'
{"reference":"r2","purchaser":{"name":"Ann","email":"ann@x.example"},"tickets":[{"type":"full","quantity":3,"delegates":[{"name":"Flo","email":"flo@x.example"},{"name":"Gus","email":"gus@x.example","requirements":"a ramp"}]}],"payment":"due"}
END
run ticket-create -c shop <with
json '.type | split(".")[2]' 'ticket-purchase-created ticket-assigned ticket-assigned' \
	'a purchase that names delegates records an assignment event for each of them'
is "$(jq -r '.data.ticket // .data.tickets[].id' "$out" | sort | uniq -d | wc -l)" 2 'the delegates of a purchase are assigned two different tickets of it'
cp "$out" answered
run ticket-create -c shop <with
same "$out" answered 'a purchase with delegates that is repeated prints the same events'
sed 's/r2/r3/; s/"quantity":3/"quantity":1/' with >many
run ticket-create -c shop <many
is "$rc" 65 'a purchase with more delegates than tickets is denied'
says '/tickets/0/delegates: 2 are more than the 1 ticket' 'the denial of too many delegates names the field and both numbers'
sed 's/r2/r4/; s/"email":"flo@x.example"/&,"answers":[{"question":"Size","answer":"L"}]/' with >asked
run ticket-create -c shop <asked
json .data.code unknown_question 'a purchase whose delegate answers a question that is not asked is rejected'
is "$(ticket-report missing | jq -c '[.reference, .missing]' | sort | paste -sd ' ' -)" '["r1",2] ["r2",1]' \
	'ticket-report missing counts the unassigned tickets of each purchase'
printf '{"reference":"r5","purchaser":{"name":"Ann","email":"ann@x.example"},"tickets":[{"type":"full","quantity":1}],"payment":"due","deadline":"2025-03-02"}\n' >free
ticket-create -c shop <free >bought
assign 1 hal
json .data.code null 'a free ticket can be assigned'
ticket-type add paid --name Paid --price 100 --currency EUR --capacity 9 >/dev/null
ticket-client amend shop --types full,paid >/dev/null
ticket-create -c shop --name Ann --email ann@x.example --ticket paid=1 --payment due r6 >bought
assign 1 ida
json .data.code null 'a ticket whose purchase is due can be assigned'
LANYARD_NOW=2025-03-02 ticket-expire >/dev/null
assign 1 ida
json .data.code timed_out 'the assignment of a ticket whose purchase has expired is rejected'
run ticket-unassign -c shop --reference r6 --email ida@x.example
json '"\(.data.code) \(.data.message)"' 'timed_out it was not paid in time and has expired' \
	'an unassignment by the address is rejected if the purchase has expired'
is "$(ticket-report delegates | jq -r .name | sort | paste -sd ' ' -)" 'Flo Gus hal' 'the report of delegates leaves out who was assigned a ticket of an expired purchase'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after assignments and unassignments'
done_testing
