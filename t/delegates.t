#!/bin/sh
# Delegates of purchases that are named by what people know of them.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 100 --currency EUR --capacity 5000 --question Diet >/dev/null
ticket-type add day --name Day --price 10 --currency EUR --capacity 100 >/dev/null
ticket-client add shop --commands create-ticket-purchase,assign-ticket,unassign-ticket,cancel-tickets --types '*' >/dev/null
ticket-client add desk --commands create-ticket-purchase,assign-ticket --types '*' >/dev/null
ticket-client add all --commands assign-ticket --scope all >/dev/null
buy() { # CLIENT REFERENCE EMAIL OPTION...
	buyer=$1 reference=$2 email=$3
	shift 3
	ticket-create -c "$buyer" --name Ann --email "$email" --payment due --deadline 2025-03-30T00:00:00Z "$@" "$reference"
}
buy shop acme/full/1 ann@x.example --ticket full=2 >acme1
buy shop acme/full/2 ann@x.example --ticket full=1 --ticket day=1 >acme2
buy shop ac ann@x.example --ticket full=1 >ac
buy desk acme/full/1 ANN@x.example --ticket full=1 >desk
ticket() { # FILE NUMBER
	jq -r ".data.tickets[$(($2 - 1))].id" "$1"
}
assign() { # CLIENT NAME OPTION...
	as=$1 name=$2
	shift 2
	run ticket-assign -c "$as" --name "$name" --email "$name@y.example" "$@"
}
got() { # the ticket of the answer, as file#number
	for bought in acme1 acme2 ac desk; do
		jq -r --arg ticket "$(jq -r .data.ticket "$out")" --arg file "$bought" \
			'.data.tickets | map(.id) | index($ticket) | values | "\($file)#\(. + 1)"' "$bought"
	done
}

assign shop bo --reference acme/full/1
is "$(got)" 'acme1#1' 'ticket-assign --reference takes the next unassigned ticket of the purchase'
json '.type + " " + .data.purchase' "lanyard.ticketing.ticket-assigned.v1 $(jq -r .data.purchase acme1)" 'an assignment by reference is the same event as by ticket'
cp "$out" first
assign shop bo --reference acme/full/1
same "$out" first 'an assignment by reference that is repeated prints the same bytes'
assign shop cy --purchase "$(jq -r .data.purchase acme1)"
is "$(got)" 'acme1#2' 'ticket-assign --purchase takes the next unassigned ticket'
assign shop dee --reference acme/full/1
json '"\(.data.code) \(.data.retryable) \(.data.message)"' 'all_assigned true no ticket is left: there are 2, assigned to bo and cy' \
	'an assignment without a ticket left is rejected with who has the tickets'
cp "$out" rejected
assign shop dee --reference acme/full/1
same "$out" rejected 'an assignment that is rejected as before prints the same event'
run ticket-assign -c shop --reference acme/full/1 --name 'Bo Ek' --email BO@y.example
is "$(got) $(jq -c .data.delegate "$out")" 'acme1#1 {"name":"Bo Ek","email":"BO@y.example"}' 'an assignment to the same address amends the name, in any case of letters'
run ticket-assign -c shop --reference acme/full/1 --name 'Bo Ek' --email bo@y.example --requirements 'no nuts' --answer Diet=none
run ticket-assign -c shop --reference acme/full/1 --name 'Bo Eks' --email bo@y.example
says 'warning: bo@y.example has a ticket: "Bo Ek" is now "Bo Eks"; for a second ticket, name its id' 'another name under an address that has a ticket is warned of'
run ticket-assign -c shop --reference acme/full/1 --name 'Bo Eks' --email bo@y.example
json '.data.delegate | tojson' '{"name":"Bo Eks","email":"bo@y.example","requirements":"no nuts","answers":[{"question":"Diet","answer":"none"}]}' \
	'an assignment to the same address keeps requirements and answers that it does not name'
silent 'an assignment that keeps details prints no warning'
bo() { # [OPTION...]
	run ticket-assign -c shop --reference acme/full/1 --name 'Bo Eks' --email bo@y.example "$@"
}
bo --clear requirements
json '.data.delegate | tojson' '{"name":"Bo Eks","email":"bo@y.example","answers":[{"question":"Diet","answer":"none"}]}' \
	'a kept requirement is cleared, and an answer stays'
is "$(ticket-report requirements | wc -l)" 0 'the report of requirements has no requirement that was cleared'
cp "$out" cleared
bo --clear requirements
same "$out" cleared 'clearing that is repeated prints the same bytes'
bo --clear email
is "$rc:$(cat "$err")" "65:ticket-assign: options:1: /clear: \"email\" can't be cleared" "a delegate's address can not be cleared"
bo --clear requirements --requirements fish
is "$rc:$(cat "$err")" '65:ticket-assign: options:1: /clear: "requirements" is set as well' 'a field is not set and cleared at once'
printf '{"name":"Bo Eks","email":"bo@y.example","clear":["answers","company"]}\n' >list
run ticket-assign names -c shop --reference acme/full/1 <list
json '.data.delegate | tojson' '{"name":"Bo Eks","email":"bo@y.example"}' 'a line of a list clears answers'
bo --requirements 'no nuts' --answer Diet=none

assign shop dee --series acme
is "$(got)" 'acme2#1' 'ticket-assign --series takes the next ticket of all these purchases, oldest first'
assign shop eve --series acme --type full
json '.data.message' 'no ticket is left: there are 3 of the type "full", assigned to Bo Eks, cy and dee' 'ticket-assign --type takes no ticket of another type'
assign shop eve --series acme --type day
is "$(got)" 'acme2#2' 'ticket-assign --type takes a ticket of that type'
assign shop eve --series acme --type none
json '"\(.data.code) \(.data.message)"' 'unknown_type none of its tickets (4) is of the type "none"' 'an assignment of a type that was not bought is rejected'
assign shop flo --purchaser ANN@X.example
is "$(got)" 'ac#1' "ticket-assign --purchaser takes the next ticket of the purchaser's purchases, in any case of letters"
assign shop gus --purchaser ann@x.example
json .data.code all_assigned "ticket-assign --purchaser takes no ticket of another client's purchase"
assign all gus --purchaser ann@x.example
is "$(got)" 'desk#1' 'ticket-assign --purchaser takes a ticket of any client, if the scope is all'
assign all bo --purchaser ann@x.example
is "$rc:$(wc -c <"$out")" 77:0 "a client with its own feed can not keep the details of another client's delegate"
says 'name or clear the company, requirements and answers' 'the denial of an assignment that would keep details says what to name'
assign all bo --purchaser ann@x.example --clear company,requirements,answers
is "$(got) $(jq -c .data.delegate "$out" | grep -c nuts)" 'acme1#1 0' "a client with its own feed clears the details of another client's delegate"
assign all bo --purchaser ann@x.example --requirements 'no nuts' --answer Diet=none
is "$(got)" 'acme1#1' 'ticket-assign gives somebody who has one of the tickets no second one'
assign all hal --purchaser ann@x.example
json '.data.message' 'no ticket is left: there are 6, assigned' "a rejection names nobody to a client with its own feed, if it is about another client's purchases"
run ticket-assign -c all --purchaser ann@x.example --name Bob --email bo@y.example --clear requirements --clear answers --clear company
says 'bo@y.example has a ticket: its delegate is now "Bob"' 'a warning of another name does not show a client with its own feed the name before'
assign all bo --purchaser ann@x.example --requirements 'no nuts' --answer Diet=none --clear company
ticket-client amend all --feed all >/dev/null
assign all hal --purchaser ann@x.example
json '.data.message' 'no ticket is left: there are 6, assigned to bo, cy, dee, eve, flo and gus' 'a rejection names the delegates of all purchases to a client that reads the feed of all'
assign all hal --purchaser ann@x.example --of-client desk
json '.data.message' 'no ticket is left: there is 1, assigned to gus' '--of-client leaves out the purchases of others'
ticket-unassign -c shop "$(ticket acme1 2)" >/dev/null
assign shop hal --series acme
is "$(got)" 'acme1#2' 'ticket-assign takes the ticket of the oldest purchase again, after it was unassigned'

# Unknown, ended, not permitted.
assign shop ida --reference acme/ful/1
json '"\(.data.code) \(.subject) \(.data.message)"' \
	'unknown_purchase acme/ful/1 there is no purchase "acme/ful/1" of the client "shop"; it has "acme/full/1"' \
	'an assignment by an unknown reference is rejected with one that is similar'
assign shop ida --reference zebra
json .data.message 'there is no purchase "zebra" of the client "shop"' 'a rejection suggests no reference that is not similar'
assign all ida --reference acme/full/1
json .data.message 'there is no purchase "acme/full/1" of the client "all"; the client "desk" has "acme/full/1"' 'a rejection names the client that has the reference, if the scope is all'
assign desk ida --reference acme/full/2
json .data.message 'there is no purchase "acme/full/2" of the client "desk"' "a rejection names neither another client's purchase nor one with another number"
for reference in ACME/full/1 'acme full 1' acme/full/01 acme/fulll/1 amce/full/1 acme/ful1 acme/full/2 acme/full/11; do
	assign desk ida --reference "$reference"
	jq -r '.data.message | sub(".*of the client \"desk\""; "-")' "$out"
done >similar
is "$(sed 's/^-$/no/; s/^-; it has "acme.full.1"$/yes/' similar | paste -sd ' ' -)" 'yes yes yes yes yes yes no no' \
	'a reference is suggested for one in another case, with other signs between, a zero before the number, or a letter more, fewer or exchanged, but for no other number'
assign desk ida --reference ac --of-client shop
json '"\(.data.code) \(.data.message)"' 'unknown_purchase there is no purchase "ac" of the client "shop"' "a purchase of another client looks as if it did not exist"
assign desk ida --purchase "$(jq -r .data.purchase ac)"
json .data.code unknown_purchase "an assignment by the id of another client's purchase is rejected as unknown"
assign shop ida --series none
json '"\(.data.code) \(.subject) \(.data.message)"' 'unknown_purchase shop the client "shop" has no purchase of the series "none"' 'an assignment in an unknown series is rejected'
assign shop ida --purchaser x@x.example
json .data.message 'there is no purchase of x@x.example' 'an assignment by an unknown purchaser is rejected'
assign shop ida --reference ac --purchaser x@x.example
json .data.message 'there is no purchase with all that is named' 'an assignment requires all that it names'
assign shop ida --of-client shop
is "$rc" 65 'an assignment that names no purchase is denied'
says '/ticket: is missing, and so is its purchase, a reference, a series or the purchaser' 'the denial says what may name the ticket'
assign shop ida --reference ac "$(ticket ac 1)"
is "$rc" 65 'an assignment by ticket and by reference is denied'
assign shop ida --reference acme/full/1 --answer Size=L
json .data.code all_assigned 'an assignment without a ticket is rejected before its answers are checked'
assign all ida --reference ac --of-client shop --answer Size=L
ticket-unassign -c shop "$(ticket acme2 1)" >/dev/null
assign shop ida --reference acme/full/2 --answer Size=L
json '"\(.data.code) \(.data.ticket)"' "unknown_question $(ticket acme2 1)" 'a rejected answer by reference names the ticket'
ticket-client add mute --commands create-ticket-purchase --types '*' >/dev/null
assign mute ida --reference acme/full/1
is "$rc" 77 'a client without the grant may not assign tickets by reference'
ticket-cancel -c shop "$(jq -r .data.purchase ac)" >/dev/null
assign shop ida --reference ac
json '"\(.data.code) \(.data.message)"' 'cancelled "ac" was cancelled' 'an assignment of a cancelled purchase is rejected'
LANYARD_NOW=2025-03-30 run ticket-assign -c shop --reference acme/full/2 --name ida --email ida@y.example
json '"\(.data.code) \(.data.message)"' 'timed_out "acme/full/2" was not paid in time and has expired' 'an assignment of a purchase past its deadline is rejected'

# The longest texts.
long=$(printf 'l%.0s' $(seq 199))
client=$(printf 'c%.0s' $(seq 64))
ticket-client add "$client" --commands create-ticket-purchase --types '*' >/dev/null
buy "$client" "${long}1" long@x.example --ticket full=1 >/dev/null
assign organiser ida --of-client "$client" --reference "${long%l}m1"
json '.data.message | length > 400' true 'a rejection with the longest reference and client is recorded'
assign all ida --reference "${long%l}m1"
json '.data.message | endswith("…")' true 'a rejection that is too long is shortened'
for i in 1 2 3 4; do
	run ticket-assign -c organiser --of-client "$client" --reference "${long}1" --name "$(printf 'n%.0s' $(seq 200))" --email n@y.example
done
assign organiser ida --of-client "$client" --reference "${long}1"
json .data.code all_assigned 'a rejection with the longest name is recorded'
jq -cn '{reference: "many", purchaser: {name: "M", email: "m@x.example"}, payment: "due", tickets: [{type: "full", quantity: 30,
	delegates: [range(30) | {name: "Delegate number \(.)", email: "d\(.)@x.example"}]}]}' | ticket-create -c shop >/dev/null
assign shop ida --reference many
json '.data.message | test("^no ticket is left: there are 30, assigned to Delegate number 0, .* and [0-9]+ more$")' true \
	'a rejection counts the delegates that it does not name'
seq 1001 | jq -c '{reference: "bulk/full/\(.)", purchaser: {name: "B", email: "b@x.example"}, tickets: [{type: "full", quantity: 1}], payment: "due"}' |
	ticket-create -c shop >/dev/null
assign shop ida --series bulk
json '"\(.data.code) \(.data.message)"' 'too_many it selects more than 1000 purchases: name more of them' 'an assignment that selects too many purchases by reference is rejected'
assign shop ida --purchaser b@x.example
json .data.code too_many 'an assignment that selects too many purchases by address is rejected'
# References are compared by their parts, from the right.
buy shop heap/full/1 h@x.example --ticket full=1 >/dev/null
buy shop heap/full/2 h@x.example --ticket full=1 >/dev/null
for reference in heap/eu/full/1 heap2/full/1 heap/other/1 heap/full/x heap/full/ heap/1 heap; do
	buy shop "$reference" h@x.example --ticket full=1 >/dev/null
done
for name in pat quin rex; do assign shop $name --series heap; cat "$out"; done >got
is "$(jq -r '.data.reference // .data.code' got | paste -sd ' ' -)" 'heap/full/1 heap/full/2 all_assigned' \
	'ticket-assign --series takes no ticket of a series that only begins alike'
assign shop rex --series heap/eu
json .data.reference heap/eu/full/1 'ticket-assign --series takes a series with a slash'
assign shop sam --series heap/
json .data.code unknown_purchase 'ticket-assign --series takes no beginning of a reference'
printf '{"name":"Pat","email":"pat@y.example"}\n' >list
run ticket-assign names -c shop --series heap --remove-missing 1 <list
is "$(jq -r .data.reference "$out" | paste -sd ' ' -):$(ticket-find --reference heap/eu/full/1 | jq -r .name)" 'heap/full/2 heap/full/1:rex' \
	'a list of one series removes no delegate of another one that begins alike'

# A command with an id, and several records.
jq -cn '{specversion: "1.0", id: "01900000-0000-7000-8000-000000000009", source: "/t", type: "lanyard.ticketing.assign-ticket.v1",
	data: {series: "heap", name: "Jo", email: "jo@y.example"}}' >identified
run ticket-assign -c shop <identified
cp "$out" answered
assign shop kim --series heap
run ticket-assign -c shop <identified
same "$out" answered 'a command with an id is answered with the same bytes, whatever was assigned since'
for n in 1 2; do buy shop pile/full/$n p@x.example --ticket full=1 >/dev/null; done
printf 'name,email\nLou,lou@y.example\nMo,mo@y.example\nLou,LOU@y.example\n' >names.csv
csv-import ticket-assign --default series=pile names.csv >names.ndjson 2>"$err"
run ticket-assign -c shop <names.ndjson
is "$(jq -r '.data.reference' "$out" | paste -sd ' ' -)" 'pile/full/1 pile/full/2 pile/full/1' 'a file of names gets a ticket for each address, in the order of the purchases'

# One address in two encodings, and in capital letters.
buy shop zoo/full/1 z@x.example --ticket full=2 >zoo
for address in "$(printf 'j\303\266rg@y.example')" "$(printf 'jo\314\210rg@y.example')" "$(printf 'J\303\226RG@y.example')" "$(printf 'j\303\266rg@y.example')"; do
	ticket-assign -c shop --reference zoo/full/1 --name Joerg --email "$address"
	printf '{"name":"Joerg","email":"%s"}\n' "$address" >>joerg
done >same
is "$(jq -r .data.ticket same | sort -u)" "$(ticket zoo 1)" 'an address in another encoding or in capital letters gets no second ticket'
sed -n 2p joerg >list
run ticket-assign names -c shop --reference zoo/full/1 --remove-missing 1 <list
is "$(jq -r .type "$out" | cut -d . -f 3):$(cat "$err")" ticket-assigned: 'a list with an address in another encoding removes nobody'
run ticket-assign names -c shop --reference zoo/full/1 <joerg
is "$rc:$(grep -c 'email: is the same as in line' "$err")" 65:3 'a list with an address in several encodings has it once'
run ticket-unassign -c shop --reference zoo/full/1 --email "$(printf 'JO\314\210RG@y.example')"
json .data.ticket "$(ticket zoo 1)" 'ticket-unassign takes an address in another encoding'

# Many lines of one choice, in one transaction.
buy shop kept/1 k@x.example --ticket full=2 --ticket day=1 >kept1
buy shop kept/2 k@x.example --ticket full=2 >kept2
for line in ',Ann,' ',Bea,' ,Cat,day ',ann,' ',Dora,' "$(jq -r '.data.tickets[0].id' kept2),Eve," \
	',Fay,' ',Gil,' ',BEA,' ',Hal,' ,Hal,day; do
	echo "$line" | jq -Rc 'split(",") as [$ticket, $name, $type] | {name: $name, email: "\($name)@z.example"}
		+ if $ticket != "" then {ticket: $ticket} else {purchaser: "k@x.example"} end + if $type != "" then {type: $type} else {} end'
done >lines
run ticket-assign -c shop <lines
is "$(jq -r '.data | if .ticket then "\(.reference)#\(.ticket[-1:]) \(.delegate.name)" else .message end' "$out" | paste -sd , -)" \
	'kept/1#1 Ann,kept/1#2 Bea,kept/1#3 Cat,kept/1#1 ann,kept/2#1 Dora,kept/2#1 Eve,kept/2#2 Fay,no ticket is left: there are 5, assigned to ann, Bea, Cat, Eve and Fay,kept/1#2 BEA,no ticket is left: there are 5, assigned to ann, BEA, Cat, Eve and Fay,no ticket is left: there is 1 of the type "day", assigned to Cat' \
	'lines for one choice of purchases get the tickets that each of them alone would get'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after assignments by reference'
done_testing
