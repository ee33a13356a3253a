#!/bin/sh
# Tickets by what people know of them.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 100 --currency EUR --capacity 900 >/dev/null
ticket-type add day --name Day --price 10 --currency EUR --capacity 900 >/dev/null
ticket-client add shop --commands create-ticket-purchase,assign-ticket,cancel-tickets --types '*' >/dev/null
ticket-client add desk --commands create-ticket-purchase --types '*' --waive >/dev/null
ticket-discount add HALF --percent 50 >/dev/null
buy() { # CLIENT REFERENCE EMAIL NAME [OPTION...]
	buyer=$1 reference=$2 email=$3 name=$4
	shift 4
	ticket-create -c "$buyer" --name "$name" --email "$email" --payment due "$@" "$reference"
}
buy shop r-1 ann@x.example 'Ann Lee' --ticket full=2 --ticket day=1 >r1
buy shop r-10 bo@x.example 'Bo_1 100%' --ticket full=1 --discount HALF >r10
ticket-create -c desk --name 'Ann Lee' --email Ann@X.example --payment waived --ticket day=1 r-1 >desk
buy organiser o-1 cy@x.example 'Cy Årud' --ticket full=3 >o1
ticket() { # FILE NUMBER
	jq -r ".data.tickets[$(($2 - 1))].id" "$1"
}
purchase() { # FILE
	jq -r .data.purchase "$1"
}
ticket-assign -c shop --name 'Dee Ann' --email dee@x.example "$(ticket r1 2)" >/dev/null
ticket-assign -c organiser --name 'Bo Ek' --email BO@x.example "$(ticket o1 3)" >/dev/null
numbers() { # the tickets found: reference, number
	jq -r '"\(.client)/\(.reference)#\(.ticket[-1:])"' "$out" | sort | paste -sd ' ' -
}
finds() { # WANTED NAME OPTION...
	wanted=$1 sentence=$2
	shift 2
	run ticket-find "$@"
	is "$rc $(numbers)" "0 $wanted" "$sentence"
}

run ticket-find --ticket "$(ticket r1 2)"
json 'del(.ticket, .purchase) | tojson' \
	'{"type":"full","state":"due","name":"Dee Ann","email":"dee@x.example","purchaser":"Ann Lee","purchaser_email":"ann@x.example","client":"shop","reference":"r-1"}' \
	'ticket-find --ticket prints the ticket with its delegate, purchaser, client and reference'
json '.ticket + " " + .purchase' "$(ticket r1 2) $(purchase r1)" 'ticket-find prints ids in the form of events'
run ticket-find --ticket "$(ticket r10 1)"
json '"\(.discount) \(has("name"))"' 'HALF false' 'ticket-find prints the discount code, and no name of a ticket without a delegate'
finds 'shop/r-1#1 shop/r-1#2 shop/r-1#3' 'ticket-find --purchase prints all tickets of a purchase' --purchase "$(purchase r1)"
finds '' 'ticket-find prints nothing for a ticket that does not exist' --ticket 01955193-de00-7309-b6f9-8c17be3a0001
finds 'shop/r-1#2' 'ticket-find takes the id of a ticket as its operand' "$(ticket r1 2)"
finds 'desk/r-1#1' 'ticket-find takes the id of a purchase as its operand' "$(purchase desk)"
finds 'desk/r-1#1 shop/r-1#1 shop/r-1#2 shop/r-1#3' 'ticket-find --reference finds the purchases of all clients with that reference, and no longer ones' --reference r-1
finds 'desk/r-1#1' 'ticket-find --of-client leaves out the purchases of others' --reference r-1 --of-client desk
finds 'shop/r-1#1 shop/r-1#2 shop/r-1#3 shop/r-10#1' 'ticket-find finds references by their beginning' --reference 'r-1*' --of-client shop
finds 'shop/r-10#1' 'ticket-find finds references by their end' --reference '*10'
finds '' 'ticket-find compares a reference as it is' --reference R-1
finds 'desk/r-1#1 shop/r-1#1 shop/r-1#2 shop/r-1#3' 'ticket-find --email finds what a purchaser with that address bought, in any case' --email ANN@x.example
finds 'organiser/o-1#3 shop/r-10#1' 'ticket-find --email finds purchasers and delegates' --email bo@x.example
finds 'organiser/o-1#1 organiser/o-1#2 organiser/o-1#3' 'ticket-find takes an address as its operand' cy@x.example
finds 'organiser/o-1#3 shop/r-10#1' 'ticket-find finds addresses by their beginning' --email 'bo*'
finds 'shop/r-1#2' 'ticket-find --name finds a delegate by a part of the name, in any case' --name dee
finds 'desk/r-1#1 shop/r-1#1 shop/r-1#2 shop/r-1#3' 'ticket-find --name finds what a purchaser of that name bought' --name 'ann lee'
finds 'desk/r-1#1 shop/r-1#1 shop/r-1#2 shop/r-1#3' 'ticket-find finds names by their beginning' --name 'ann*'
finds 'organiser/o-1#1 organiser/o-1#2 organiser/o-1#3' 'ticket-find finds a name with letters beyond ASCII' --name 'Årud'
finds 'shop/r-10#1' 'ticket-find takes an underscore as it is' --name 'o_1'
finds '' 'ticket-find takes an underscore for no other letter' --name 'A_n'
finds 'shop/r-10#1' 'ticket-find takes a percent sign as it is' --name '100%'
finds 'shop/r-10#1' 'ticket-find --discount finds purchases with a code, in any case' --discount half
finds 'desk/r-1#1 shop/r-1#3' 'ticket-find --type leaves out tickets of other types' --reference r-1 --type day
finds 'organiser/o-1#1 organiser/o-1#2 organiser/o-1#3' 'ticket-find searches references for its operand' o-
finds 'organiser/o-1#3 shop/r-10#1' 'ticket-find searches names and addresses for its operand' bo
finds 'shop/r-10#1' 'ticket-find finds a discount code by its operand' hal
finds 'organiser/o-1#1 organiser/o-1#2' 'ticket-find --unassigned leaves out tickets with a delegate' --unassigned --of-client organiser
finds 'organiser/o-1#3' 'ticket-find --assigned leaves out tickets without a delegate' --assigned --of-client organiser
run ticket-find
is "$(wc -l <"$out")" 8 'ticket-find without criteria prints all tickets'

ticket-cancel -c shop --tickets "$(ticket r1 1)" "$(purchase r1)" >/dev/null
run ticket-find --purchase "$(purchase r1)"
json .state 'cancelled due due' 'ticket-find prints that a ticket was cancelled alone'
finds 'shop/r-1#2 shop/r-1#3' 'ticket-find --valid leaves out cancelled tickets' --purchase "$(purchase r1)" --valid
ticket-cancel -c organiser "$(purchase r10)" >/dev/null
run ticket-find --purchase "$(purchase r10)"
json .state cancelled 'ticket-find prints that a purchase was cancelled'

# For other tools.
run ticket-find --reference o-1 --unassigned --for cancel-tickets
no_data
is "$("$root/t/validate" --record lanyard.ticketing.cancel-tickets.v1 "$out"):$?" :0 'ticket-find --for cancel-tickets prints records of that command'
ticket-cancel -c organiser <"$out" >cancelled
is "$(jq -c '[.data.left, (.data.tickets | length)]' cancelled)" '[1,2]' 'ticket-cancel cancels the tickets that ticket-find found, and no other'
run ticket-find --for cancel-tickets --purchase "$(purchase r10)"
no_data
is "$rc:$(wc -c <"$out")" 0:0 'ticket-find --for cancel-tickets leaves out cancelled tickets'
run ticket-find --of-client organiser --for unassign-ticket
no_data
is "$(ticket-unassign -c organiser <"$out" | jq -r .data.ticket)" "$(ticket o1 3)" 'ticket-unassign removes the delegates that ticket-find found'

# Who bought tickets for others has not theirs.
buy shop team sam@x.example 'Sam Oz' --ticket full=3 >team
for n in 1 2 3; do
	ticket-assign -c shop --name "$(echo Sam Uma Vic | cut -d ' ' -f $n)" \
		--email "$(echo sam uma vic | cut -d ' ' -f $n)@x.example" "$(ticket team $n)" >/dev/null
done
unassigns() { # NAME OPTION...
	sentence=$1
	shift
	run ticket-find --for unassign-ticket "$@"
	no_data
	is "$rc $(jq -r .ticket "$out")" "0 $(ticket team 1)" "$sentence"
}
unassigns "ticket-find --for unassign-ticket by a purchaser's address prints the purchaser's own ticket alone" --email sam@x.example
unassigns "ticket-find --for unassign-ticket by a part of a purchaser's address prints the purchaser's own ticket alone" --email 'sam@*'
unassigns "ticket-find --for unassign-ticket by a purchaser's name prints the purchaser's own ticket alone" --name sam
unassigns "ticket-find --for unassign-ticket takes an address as its operand" sam@x.example
run ticket-find --email sam@x.example
is "$(wc -l <"$out")" 3 "the rows of a purchaser's address are all tickets of the purchase"
refuses() { # SAYS NAME OPTION...
	wanted=$1 sentence=$2
	shift 2
	run ticket-find "$@"
	is "$rc:$(wc -c <"$out"):$(grep -c -e "$wanted" "$err")" 64:0:1 "$sentence"
}
refuses 'use --reference, --purchase or --ticket' 'ticket-find --for cancel-tickets refuses an address' --email sam@x.example --for cancel-tickets
refuses 'use --reference, --purchase or --ticket' 'ticket-find --for cancel-tickets refuses an address as its operand' sam@x.example --for cancel-tickets
refuses 'use --reference, --purchase or --ticket' 'ticket-find --for cancel-tickets refuses a name, with a reference, too' --reference team --name sam --for cancel-tickets
refuses 'takes no text to search for' 'ticket-find --for cancel-tickets refuses a part of a text' team --for cancel-tickets
refuses 'takes no text to search for' 'ticket-find --for unassign-ticket refuses a part of a text' team --for unassign-ticket
run ticket-find "$(ticket team 2)" --for cancel-tickets
no_data
is "$rc $(jq -r '.tickets[]' "$out")" "0 $(ticket team 2)" 'ticket-find --for takes the id of a ticket as its operand'
run ticket-find --for cancel-tickets
is "$rc" 64 'ticket-find --for requires a criterion'
says 'would be for all tickets' 'the refusal of --for without a criterion says what it would be for'
run ticket-find --for pay --reference r-1
is "$rc" 64 'ticket-find --for refuses another command'

for option in '--reference *' '--type *' '--of-client *' '--name *' '--reference **'; do
	# shellcheck disable=SC2086 # options
	run ticket-find ${option%% *} "${option#* }" --for unassign-ticket
	echo "$rc $(grep -c 'would be for all tickets' "$err")"
done >refused
is "$(sort -u refused)" '64 1' 'ticket-find --for refuses a criterion that all tickets have'
run ticket-find --type '*' --reference o-1 --unassigned --for cancel-tickets
no_data
is "$rc $(jq '.tickets | length' "$out")" '0 1' 'ticket-find --for takes a criterion that all tickets have beside another one'

# As people write.
finds 'organiser/o-1#1 organiser/o-1#2 organiser/o-1#3' 'ticket-find --name takes accented letters in another case' --name 'CY ÅRUD'
finds 'organiser/o-1#1 organiser/o-1#2 organiser/o-1#3' 'ticket-find --name takes accents that are encoded by themselves' --name "$(printf 'cy a\314\212rud')"
buy organiser o-2 "$(printf 'jo\314\210rg@x.example')" "$(printf 'Jo\314\210rg')" --ticket day=1 >o2
finds 'organiser/o-2#1' 'ticket-find --email takes an address whose accents are encoded otherwise' --email JÖRG@x.example
finds 'organiser/o-2#1' 'ticket-find takes a part of a name whose accents are encoded otherwise' örg
finds 'shop/r-1#2' 'ticket-find takes an id in capital letters' "$(ticket r1 2 | tr a-f A-F)"
run ticket-find --name ' '
is "$rc" 64 'ticket-find refuses a blank text'
ticket-cancel "$(purchase o2)" >/dev/null

# Wrong input.
run ticket-find --reference R1
is "$rc $(cat "$err")" '0 ticket-find: there is no reference "R1"; "desk" has a similar one, "r-1"' 'ticket-find suggests a reference that is similar'
run ticket-find --reference zebra
silent 'ticket-find suggests nothing if no reference is similar'
run ticket-find --ticket 1
is "$rc" 64 'ticket-find refuses an id that is none'
run ticket-find --name ''
is "$rc" 64 'ticket-find refuses an empty text'
run ticket-find --name "$(printf '\377')"
is "$rc" 64 'ticket-find refuses a text that is not UTF-8'
run ticket-find --name "$(printf 'x%.0s' $(seq 401))"
is "$rc" 64 'ticket-find refuses a text of more than 400 bytes'
run ticket-find --name "$(printf '%%%.0s' $(seq 400))"
is "$rc:$(wc -c <"$out")" 0:0 'ticket-find takes a text of 400 bytes'
run ticket-find -t --purchase "$(purchase r1)"
no_data
is "$(head -n 1 "$out" | tr -s ' ')" 'TICKET TYPE STATE NAME EMAIL PURCHASER PURCHASER EMAIL CLIENT REFERENCE DISCOUNT' 'ticket-find -t prints a table'
run ticket-find --csv --ticket "$(ticket r1 2)"
no_data
is "$(sed 's/\r//' "$out" | tail -n 1 | cut -d , -f 2-5)" 'full,due,Dee Ann,dee@x.example' 'ticket-find --csv prints comma-separated values'

# More than a page, by each way to find them.
seq 250 | jq -c '{reference: "many/\(.)", purchaser: {name: "Max", email: "max@y.example"}, tickets: [{type: "full", quantity: 1}], payment: "due"}' |
	ticket-create -c shop >/dev/null
for options in '--reference many/*' '--email max@y.example' '--name max'; do
	# shellcheck disable=SC2086 # options
	run ticket-find $options
	is "$(jq -r .ticket "$out" | sort -u | wc -l)" 250 "ticket-find $options prints each of 250 tickets once"
done

# The index of purchasers' addresses is caught up when it is used: what is found does not change.
store=$LANYARD_HOME/conference/ticketing.db
position() {
	sqlite3 -readonly "$store" 'SELECT coalesce(max(seq), 0) FROM purchasers_position'
}
last() {
	ticket-feed | jq -r .sequence | tail -n 1
}
amend() { # REFERENCE EMAIL
	ticket-amend -c shop --email "$2" --reference "$1" >/dev/null
}
ticket-client amend shop --commands create-ticket-purchase,assign-ticket,cancel-tickets,amend-purchaser >/dev/null
is "$(position)" 0 'no sale writes the index of addresses'
all_found() { # WHEN
	finds 'shop/late-1#1 shop/late-3#1' "ticket-find finds the purchases of an address $1" --email LATE@x.example
	finds 'shop/late-2#1' "ticket-find finds the new address of an amended purchase $1" --email new@x.example
	finds '' "ticket-find does not find the former address of an amended purchase $1" --email old@x.example
}
buy shop late-1 late@x.example Late --ticket full=1 >/dev/null
buy shop late-2 old@x.example Late --ticket full=1 >/dev/null
buy shop late-3 other@x.example Late --ticket full=1 >/dev/null
amend late-2 new@x.example
amend late-3 Late@x.example
all_found 'before the index is caught up'
run ticket-expire -n
is "$rc:$(position)" 0:0 'a dry run of ticket-expire does not catch up the index'
run ticket-expire -q
is "$rc:$(position)" "0:$(last | sed 's/^0*//')" 'ticket-expire catches up the index, even if nothing expires'
all_found 'after the index is caught up'
finds 'shop/r-1#1 shop/r-1#2 shop/r-1#3' 'ticket-find finds purchases that were made long before the index was caught up' --email ann@x.example --of-client shop
amend late-3 third@x.example
finds 'shop/late-1#1' 'an address that was amended after the index was caught up is not found' --email late@x.example
finds 'shop/late-3#1' 'the new address of a purchase that the index has is found before the index is caught up again' --email third@x.example
buy shop late-4 third@x.example Late --ticket full=1 >/dev/null
finds 'shop/late-3#1 shop/late-4#1' 'ticket-find finds purchases of an address in the index and after it' --email third@x.example
run ticket-check
silent 'ticket-check accepts an index that is behind'
run ticket-assign -c shop --name Zed --purchaser third@x.example --email zed@x.example
json .data.reference late-3 'ticket-assign by the address of a purchaser takes the older purchase'
ok 'ticket-assign by the address of a purchaser catches up the index' test "$(position)" -ge "$(($(last | sed 's/^0*//') - 1))"
amend late-3 late@x.example
run event-replay --check
silent 'event-replay --check does not compare the index of addresses'
run event-replay
is "$rc:$(position)" 0:0 'event-replay empties the index of addresses'
all_found 'after event-replay'
ticket-expire -q >/dev/null
all_found 'after event-replay, when the index is caught up'
run ticket-check
silent 'ticket-check accepts an index that is caught up after a replay'
ticket-feed >feed
run event-replay --from feed -d restored/restored.db
store=$PWD/restored/restored.db
is "$rc:$(position)" 0:0 'event-replay --from makes a store whose index of addresses is empty'
finds 'shop/late-1#1 shop/late-3#1' 'ticket-find finds purchases in a restored store' -d "$store" --email late@x.example
done_testing
