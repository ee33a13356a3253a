#!/bin/sh
# A list of delegates as a whole: ticket-assign names.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 100 --currency EUR --capacity 30000 >/dev/null
ticket-type add day --name Day --price 10 --currency EUR --capacity 100 >/dev/null
ticket-client add shop --commands create-ticket-purchase,assign-ticket,unassign-ticket --types '*' --budget 30000 >/dev/null
ticket-client add desk --commands create-ticket-purchase,assign-ticket --types '*' >/dev/null
ticket-client add mute --commands create-ticket-purchase --types '*' >/dev/null
ticket-create -c shop --name Ann --email ann@x.example --payment due --ticket full=3 acme/full/1 >/dev/null
ticket-create -c shop --name Ann --email ann@x.example --payment due --ticket full=1 --ticket day=1 acme/full/2 >/dev/null
ticket-create -c shop --name Ann --email ann@x.example --payment due --ticket full=1 other/1 >/dev/null
ticket-create -c desk --name Ann --email ann@x.example --payment due --ticket full=2 desk-1 >/dev/null
ticket-assign -c shop --reference other/1 --name Zoe --email zoe@x.example >/dev/null
people() { # NAME...: a list
	for name; do
		printf '{"name":"%s","email":"%s@x.example"}\n' "$name" "$(echo "$name" | tr '[:upper:]' '[:lower:]')"
	done
}
names() { # LIST OPTION...
	list=$1
	shift
	run ticket-assign names -c shop --series acme "$@" <"$list"
}
holders() { # who has tickets of acme, in the tickets' order
	ticket-find --reference 'acme/*' | jq -r '"\(.reference) \(.ticket) \(.name // "-")"' | sort | cut -d ' ' -f 3- | paste -sd ' ' -
}
gone() { # those reported as not on the list
	sed -n 's/.*not on the list\(, and removed\)*: .*(\(.*\)), ticket.*/\2/p' "$err" | paste -sd ' ' -
}

people Bo Cy Dee Eve >four
names four
is "$rc $(holders)" '0 Bo Cy Dee Eve -' 'ticket-assign names assigns a ticket to each line, in order'
json '.data.reference' 'acme/full/1 acme/full/1 acme/full/1 acme/full/2' 'ticket-assign names prints an event for each line'
silent 'ticket-assign names prints nothing about a list with everybody on it'
cp "$out" first
names four
same "$out" first 'a list that is sent again prints the same bytes'
sed 's/"Bo"/"Bo Ek"/; s/cy@/CY@/; s/"Cy"/"Cy"/' four >amended
names amended
is "$(holders) $(jq -r .data.delegate.email "$out" | sed -n 2p)" 'Bo Ek Cy Dee Eve - CY@x.example' 'a list with changed names amends them, and gives nobody a second ticket'
names four --type full
is "$(holders)" 'Bo Cy Dee Eve -' 'ticket-assign names --type takes tickets of that type'

# Who has gone.
people Bo Dee Flo >three
names three
is "$rc $(gone) $(holders)" '0 Cy Eve Bo Cy Dee Eve Flo' 'ticket-assign names reports who has gone from the list, and leaves them their tickets'
says 'ticket-assign: warning: not on the list: cy@x.example (Cy), ticket 0' 'the report has address, name and ticket of who has gone'
says 'warning: --remove-missing removes them, with the number of people who are to be on the list' 'the report says how to remove who has gone'
is "$(grep -c -- '--remove-missing 3' "$err")" 0 'the report does not take the number of people from the lines that have arrived'
names three -q
silent 'ticket-assign names -q does not report who has gone'
names three --remove-missing 4
is "$rc $(holders)" '65 Bo Cy Dee Eve Flo' 'ticket-assign --remove-missing with another number of lines removes nobody'
says 'nobody is removed: the list has 3 lines, not 4' 'the message says which number of lines was expected'
is "$(grep -c 'removes them' "$err")" 0 'a number of lines that is not the expected one is not suggested'
names three --remove-missing 3 -n
is "$rc $(holders)" '0 Bo Cy Dee Eve Flo' 'a dry run of --remove-missing removes nobody'
json .dryrun 'true true true true true' 'a dry run of a list marks its answers'
names three --remove-missing 3
is "$rc $(gone) $(holders)" '0 Cy Eve Bo - Dee - Flo' 'ticket-assign --remove-missing removes who has gone'
json '.type | split(".")[2]' 'ticket-unassigned ticket-unassigned ticket-assigned ticket-assigned ticket-assigned' 'ticket-assign --remove-missing prints the removals and the answers to the lines'
is "$(ticket-find --reference other/1 | jq -r .name)" Zoe 'ticket-assign --remove-missing removes nobody from other purchases'
names three --remove-missing 3
json '.type | split(".")[2]' 'ticket-assigned ticket-assigned ticket-assigned' 'a list that is sent again with --remove-missing removes nobody'
people Bo Dee Flo Gus Hal >five
names five >/dev/null
people Bo Dee Flo Ida Jo >swapped
names swapped
json '.data.code // "ok"' 'ok ok ok all_assigned all_assigned' 'a list with more people than tickets is answered line by line'
names swapped -e
is "$rc" 1 'ticket-assign names -e exits with 1 if a line is rejected'
names swapped --remove-missing 5
is "$(gone) $(holders)" 'Gus Hal Bo Ida Dee Jo Flo' 'ticket-assign --remove-missing gives the tickets of who has gone to who is new'

# A list that is torn or wrong removes nobody.
people Bo Dee >torn
while read -r part; do
	{ cat torn && printf "$part"; } >list
	names list --remove-missing 3
	is "$rc $(holders)" '65 Bo Ida Dee Jo Flo' "a list whose last line is bad removes nobody: $part"
done <<'END'
{"name":"X"
{"name":"Ida","email":"ida@x.example"}
{\n
{"name":"X"}\n
{"name":"X","email":"x"}\n
{"name":"bo","email":"BO@x.example"}\n
{"name":"X","email":"x@x.example","reference":"other/1"}\n
{"ticket":"01955193-de00-7309-b6f9-8c17be3a0001","name":"X","email":"x@x.example"}\n
{"specversion":"1.0","id":"01955193-de00-7309-b6f9-8c17be3a0001","source":"/t","type":"lanyard.ticketing.assign-ticket.v1","data":{"name":"X","email":"x@x.example"}}\n
END
{ cat torn && people bo; } >list
names list
says 'stdin:3: /email: is the same as in line 1' 'an address that is on the list twice is refused with the line of the first'
says 'who is not on the list is not known: bad lines: 1 of 3' 'nobody is reported as gone from a list with a bad line'
names list -r kept
is "$(cat kept)" "$(tail -n 1 list)" 'ticket-assign names -r keeps the bad lines'
people Bo Dee Flo Ida Jo | head -n 2 >ended
names ended --remove-missing 5
is "$rc $(holders)" '65 Bo Ida Dee Jo Flo' 'a list that was cut off at the end of a line removes nobody'
names /dev/null --remove-missing 5
is "$rc $(holders)" '65 Bo Ida Dee Jo Flo' 'an empty list removes nobody'
names /dev/null --remove-missing 0
is "$rc" 64 '--remove-missing takes no list of nobody'
names /dev/null
is "$rc $(gone)" '0 Bo Ida Dee Jo Flo' 'an empty list reports everybody as gone'
names . --remove-missing 5
is "$rc $(holders)" '74 Bo Ida Dee Jo Flo' 'a list that can not be read removes nobody'
says 'nothing was changed: Is a directory' 'the message about a list that can not be read says that nothing was changed'
seq 10001 | jq -c '{name: "N", email: "n\(.)@x.example"}' >long
names long --remove-missing 10001
is "$rc $(wc -c <"$out") $(holders)" '65 0 Bo Ida Dee Jo Flo' 'a list of more than 10,000 lines changes nothing'
says 'the list has more than 10000 lines' 'the message about a long list says how many lines are the most'

# The whole list is of what the options name.
run ticket-assign names -c shop <four
is "$rc" 64 'ticket-assign names requires an option that says what the list is of'
run ticket-assign names -c shop --type full <four
is "$rc" 65 'ticket-assign names with a type alone is denied'
run ticket-assign names -c shop --purchase 1 <four
is "$rc" 64 'ticket-assign names refuses an option whose value is invalid'
run ticket-assign names -c shop --reference acme/full/3 --remove-missing 4 <four
json '.data.code' 'unknown_purchase unknown_purchase unknown_purchase unknown_purchase' 'a list of an unknown purchase is rejected'
run ticket-assign names -c desk --of-client shop --series acme --remove-missing 4 <four
is "$(jq -r .data.code "$out" | sort -u) $(gone)" 'unknown_purchase ' "a list of another client's purchases is rejected as unknown, and shows nobody"
people Kim >one
run ticket-assign names -c desk --reference desk-1 <torn
run ticket-assign names -c desk --reference desk-1 --remove-missing 1 <one
is "$rc $(ticket-find --reference desk-1 | jq -r .name | sort | paste -sd ' ' -)" '77 Bo Dee' 'a client without the grant to unassign removes nobody'
says 'not on the list: bo@x.example (Bo), ticket' 'the denial of a removal names the delegate'
says '"desk" may not unassign-ticket' 'the denial of a removal says which grant is missing'
run ticket-assign names -c mute --reference desk-1 --remove-missing 1 <one
is "$rc $(wc -c <"$out")" '77 0' 'a client without the grant to assign can send no list'
run ticket-assign names -c organiser --of-client desk --reference desk-1 --remove-missing 1 <one
is "$(ticket-find --reference desk-1 --assigned | jq -r .name)" Kim 'the organiser may send a list for every client'
ticket-create -c shop --name Max --email max@x.example --payment due --ticket full=1 hidden >/dev/null
ticket-assign -c shop --reference hidden --name Sue --email sue@x.example --requirements 'no nuts' >/dev/null
ticket-client add wide --commands assign-ticket,unassign-ticket --types full --scope all >/dev/null
run ticket-assign names -c wide --of-client shop --reference hidden <one
is "$(jq -r .data.message "$out"):$(grep -c -i sue "$out" "$err" | paste -sd ' ' -)" "no ticket is left: there is 1, assigned:$out:0 $err:0" \
	"a list of another client's purchases names nobody to a client with its own feed"
says "not on the list: ticket $(ticket-find --reference hidden | jq -r .ticket)" "a list of another client's purchases reports who is not on it by the ticket alone"
ticket-client amend wide --feed all >/dev/null
run ticket-assign names -c wide --of-client shop --reference hidden <one
says 'not on the list: sue@x.example (Sue), ticket' 'a client that reads the feed of all sees who is not on a list'
ticket-client amend wide --clear feed >/dev/null
run ticket-assign names -c wide --of-client shop --reference hidden --remove-missing 1 <one
is "$rc $(ticket-find --reference hidden | jq -r .name)" '0 Kim' "a client with its own feed exchanges another client's delegates by a list"

# From a spreadsheet, and as long as may be.
ticket-create -c shop --name Max --email max@x.example --payment due --ticket full=500 big-1 >/dev/null
printf 'Name;E-Mail;Company\nLou;lou@y.example;Y Ltd\nMo;mo@y.example;\n' >names.csv
csv-import ticket-assign names names.csv >imported 2>"$err"
run ticket-assign names -c shop --reference big-1 --remove-missing 2 <imported
is "$rc $(ticket-find --reference big-1 --assigned | jq -r .name | paste -sd ' ' -)" '0 Lou Mo' 'ticket-assign names takes the rows of a spreadsheet'
seq 10000 | jq -c '{name: "N \(.)", email: "n\(.)@x.example"}' >long
run ticket-assign names -c organiser --of-client shop --reference big-1 --remove-missing 10000 <long
is "$rc $(jq -r '.data.code // .type' "$out" | sort | uniq -c | tr -s ' ' | paste -sd ' ' -)" \
	'0  9500 all_assigned  500 lanyard.ticketing.ticket-assigned.v1  2 lanyard.ticketing.ticket-unassigned.v1' \
	'a list of 10,000 lines is carried out'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after lists of delegates'
done_testing
