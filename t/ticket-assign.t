#!/bin/sh
# Delegates: who comes with a ticket.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 0 --currency EUR --capacity 20 \
	--question 'T-shirt, size?' --question Diet >/dev/null
ticket-client add shop --may create-ticket-purchase,assign-ticket,unassign-ticket,cancel-tickets \
	--types full >/dev/null
ticket-client add other --may assign-ticket,unassign-ticket >/dev/null
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
	'a ticket is given to somebody, with what they need and answer'
cp "$out" first
assign 1 bo --requirements 'no nuts' --answer 'Diet=none, a=b' --answer 'T-shirt, size?=L'
same "$out" first 'again, it is answered with the same line'
assign 1 cy
is "$(ticket-report delegates | jq -c '[.name, .requirements, .answers]')" '["cy",null,null]' \
	'given to somebody else, nothing is left of the first'
assign 1 bo --requirements 'no nuts' --answer 'Diet=none, a=b' --answer 'T-shirt, size?=L'
is "$(ticket-feed | grep -c ticket-assigned)" 3 'A, then B, then A are three'
assign 2 dee --answer Size=L
json '"\(.data.code) \(.data.message)"' 'unknown_question "full" does not ask "Size"' 'what is not asked is not answered'
run ticket-assign -c shop --name x --email x@x.example --answer Diet "$(ticket 2)"
is "$rc" 64 'an answer has a question'
ticket-type amend full --question 'T-shirt, size?' --question Diet --question '1+1=?' --question 'a\b' >/dev/null
assign 2 dee --answer '1+1\=?=2=2\=2' --answer 'a\b=c'
json '.data.delegate.answers | map("\(.question): \(.answer)") | join(" ")' '1+1=?: 2=2\=2 a\b: c' \
	'a question may hold a "=", which is written with a backslash'
run ticket-assign -c shop --name x --email x@x.example --answer '1+1\=?' "$(ticket 2)"
is "$rc" 64 'and parts nothing then'
ticket-unassign -c shop "$(ticket 2)" >/dev/null
ticket-type amend full --question 'T-shirt, size?' --question Diet >/dev/null
run ticket-assign -c shop --name x --email nowhere "$(ticket 2)"
is "$rc" 65 'an address is one'
run ticket-assign -c other --name x --email x@x.example "$(ticket 2)"
json .data.code unknown_ticket "another client's ticket looks as if there were none"
run ticket-assign -c shop --name x --email x@x.example 01955193-de00-7309-b6f9-8c17be3a0001
json '"\(.data.code) \(.data.retryable)"' 'unknown_ticket true' 'what is not there is given to nobody'

run ticket-unassign -c shop "$(ticket 1)"
json .type lanyard.ticketing.ticket-unassigned.v1 'a ticket is taken back'
cp "$out" taken
run ticket-unassign -c shop "$(ticket 1)"
same "$out" taken 'again, it is answered with the same line'
run ticket-unassign -c shop "$(ticket 3)"
json .data.code not_assigned 'what nobody ever held is taken from nobody'
is "$(ticket-report delegates | wc -l)" 0 'and nobody is left'

ticket-cancel -c shop --keep 2 "$(jq -r .data.purchase bought)" >/dev/null
assign 3 eve
json .data.code cancelled 'a ticket that is cancelled is given to nobody'
run ticket-unassign -c shop "$(ticket 3)"
json .data.code cancelled 'nor taken back'

# With the purchase.
cat >with <<'END'
{"reference":"r2","purchaser":{"name":"Ann","email":"ann@x.example"},"tickets":[{"type":"full","quantity":3,"delegates":[{"name":"Flo","email":"flo@x.example"},{"name":"Gus","email":"gus@x.example","requirements":"a ramp"}]}],"payment":"due"}
END
run ticket-create -c shop <with
json '.type | split(".")[2]' 'ticket-purchase-created ticket-assigned ticket-assigned' \
	'delegates come with the purchase, each in an event of its own'
is "$(jq -r '.data.ticket // .data.tickets[].id' "$out" | sort | uniq -d | wc -l)" 2 'who come with its first tickets'
cp "$out" answered
run ticket-create -c shop <with
same "$out" answered 'the same purchase is answered with all of it'
sed 's/r2/r3/; s/"quantity":3/"quantity":1/' with >many
run ticket-create -c shop <many
is "$rc" 65 'there are not more delegates than tickets'
says '/tickets/0/delegates: 2 are more than the 1 tickets' 'which is told'
sed 's/r2/r4/; s/"email":"flo@x.example"/&,"answers":[{"question":"Size","answer":"L"}]/' with >asked
run ticket-create -c shop <asked
json .data.code unknown_question 'what is not asked is not answered with the purchase either'
is "$(ticket-report missing | jq -c '[.reference, .missing]' | sort | paste -sd ' ' -)" '["r1",2] ["r2",1]' \
	'whose tickets nobody holds is told'
printf '{"reference":"r5","purchaser":{"name":"Ann","email":"ann@x.example"},"tickets":[{"type":"full","quantity":1}],"payment":"due","deadline":"2025-03-02"}\n' >free
ticket-create -c shop <free >bought
assign 1 hal
json .data.code null 'a ticket that costs nothing can be given at once'
ticket-type add paid --name Paid --price 100 --currency EUR --capacity 9 >/dev/null
ticket-client amend shop --types full,paid >/dev/null
ticket-create -c shop --name Ann --email ann@x.example --ticket paid=1 --payment due r6 >bought
assign 1 ida
json .data.code null 'and one that is not paid yet'
LANYARD_NOW=2025-03-02 ticket-expire >/dev/null
assign 1 ida
json .data.code timed_out 'until it has expired'
is "$(ticket-report delegates | jq -r .name | sort | paste -sd ' ' -)" 'Flo Gus hal' 'and then nobody holds it'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'the store is sound'
done_testing
