#!/bin/sh
# Clients and their grants: nothing is allowed that was not granted.
. "$(dirname "$0")/lib.sh"

try() { # REFERENCE [OPTION...]
	reference=$1
	shift
	run ticket-create -c press --name A --email a@b.example --ticket full=1 --payment waived \
		"$@" "$reference"
}

ticket-type add full --name Full --price 100 --currency EUR --capacity 100 >/dev/null
try p0
is "$rc" 77 'a client that is not there may nothing'

run ticket-client add press --types full
json '.data | tostring' '{"client":"press","types":["full"]}' 'a client is added with what it was given'
try p1
is "$rc" 77 'without the command among its grants it may not send it'
says '"press" may not create-ticket-purchase' 'and that is said'
run ticket-client amend press --may create-ticket-purchase
try p2
is "$rc" 77 'without the right to waive it may not waive'
run ticket-client amend press --waive --budget 2
try p3
is "$rc" 0 'with both it may'

run ticket-client revoke press
json .type lanyard.ticketing.client-revoked.v1 'its grants are taken back'
try p4
is "$rc" 77 'then it may nothing'
run ticket-client revoke press
is "$(events ticket-feed)" 6 'revoking what is revoked records nothing'
run ticket-client amend press --budget 2
is "$rc" 0 'amending it grants again, though nothing differs'
try p5
is "$rc" 0 'then it may'
try p6
json .data.code over_budget 'but not more than its budget'

run ticket-client amend press --budget 9 --expires 2025-03-01T12:00:00Z
try p7
is "$rc" 77 'at the moment that its grants end they are over'
says 'have expired' 'and that is said'

run ticket-client add organiser --waive
is "$rc" 65 'organiser is built in'
run ticket-client add x --may fly
is "$rc" 65 'what is no command cannot be granted'
run ticket-client amend nobody --waive
is "$rc" 65 'who is not there cannot be amended'
run ticket-client revoke nobody
is "$rc" 65 'nor revoked'
run ticket-client add press --types full
is "$(jq -r .data.types[0] "$out")" full 'adding it again as it was answers what it answered'
run ticket-client list
json '[.client, .booked, .budget, .revoked] | map(tostring) | join(":")' press:2:9:false \
	'the list says what it has booked'

# Grants in full.
export LANYARD_CONFERENCE=grants
ticket-type add full --name Full --price 100 --currency EUR --capacity 100 >/dev/null
run ticket-client add shop --may create-ticket-purchase,pay-ticket-purchase --types '*' --budget 3 \
	--expires 2025-03-01T12:00:01Z
json '.data.may | join(" ")' 'create-ticket-purchase pay-ticket-purchase' 'several commands can be granted'
run ticket-client add odd --may create-everything
says '"create-everything" is no command that can be granted' 'which there are'
buy() { # CLIENT REFERENCE QUANTITY
	run ticket-create -c "$1" --name A --email a@x.example --ticket "full=$3" --payment due "$2"
}
buy shop r1 2
json .client shop "the actor of an event is the grant's"
purchase=$(jq -r .data.purchase "$out")
buy shop r2 2
json .data.code over_budget 'a budget is what it may have'
LANYARD_NOW=2025-03-01T12:00:01Z buy shop r3 1
is "$rc" 77 'its grants end at their moment'
says 'the grants of "shop" have expired' 'which is told'
run ticket-client amend shop --clear budget,expires
json '"\(.data.budget) \(.data.expires)"' 'null null' 'a budget and an end can be taken away'
buy shop r4 9
json .data.code null 'then there is neither'
run ticket-cancel -c shop "$purchase"
is "$rc" 77 'what is not granted may not be sent'
ticket-client add desk --may cancel-tickets,assign-ticket --scope all >/dev/null
run ticket-cancel -c desk --keep 1 "$purchase"
json '"\(.client) \(.data.client)"' 'desk shop' 'a scope of all is for the purchases of all: who asked, and whose it is'
ticket-client amend shop --budget 5 >/dev/null
buy shop r5 1
json .data.code over_budget 'a budget below what it has takes nothing, and allows nothing'
is "$(ticket-client list | jq -c 'select(.client == "shop") | [.booked, .budget, .scope]')" '[10,5,"own"]' 'as the list says'

# In the middle of a stream.
ticket-client amend shop --clear budget >/dev/null
{
	purchase m1 1 | sed 's/waived/due/'
	soon 10 test -s stream
	ticket-client revoke shop >/dev/null
	purchase m2 1 | sed 's/waived/due/'
} | ticket-create -c shop >stream 2>"$err"
is "$? $(wc -l <stream)" '77 1' 'what was revoked in the middle of a stream is not allowed from then on'
says '"shop" were taken back' 'which is told'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'the store is sound'

# An amendment repeats all of a client: it has to be a line that everybody takes.
jq -nc '{client: "big", types: [range(700) | "a type with a name of fifty bytes and a few, number \(.)"]}' | ticket-client add >/dev/null
jq -nc '{client: "big", pools: [range(400) | "a pool with a name of fifty bytes and a few, number \(.)"]}' >more-pools.ndjson
run ticket-client amend <more-pools.ndjson
says 'is too large: its event would be longer than a line may be' 'an amendment whose event would be too long is refused'
done_testing
