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
is "$rc" 77 'a client that does not exist is forbidden to book'

run ticket-client add press --types full
json '.data | tostring' '{"client":"press","types":["full"]}' "ticket-client add records the client's grants"
try p1
is "$rc" 77 'a client without the command among its grants is forbidden to send it'
says '"press" may not create-ticket-purchase' 'the denial names the command that is not granted'
run ticket-client amend press --commands create-ticket-purchase
try p2
is "$rc" 77 'a client without the grant to waive is forbidden to waive'
run ticket-client amend press --waive --budget 2
try p3
is "$rc" 0 'a client with both grants books a waived ticket'

run ticket-client revoke press
json .type lanyard.ticketing.client-revoked.v1 'ticket-client revoke records client-revoked'
try p4
is "$rc" 77 'a revoked client is forbidden to book'
run ticket-client revoke press
is "$(events ticket-feed)" 6 'revoking a revoked client records nothing'
run ticket-client amend press --budget 2
is "$rc" 0 'amending a revoked client with its old grants succeeds'
try p5
is "$rc" 0 'an amended client that was revoked books again'
try p6
json .data.code over_budget "a booking beyond the client's budget is rejected"

run ticket-client amend press --budget 9 --expires 2025-03-01T12:00:00Z
try p7
is "$rc" 77 'a client is forbidden to book from the moment its grants expire'
says 'have expired' 'the denial says that the grants have expired'

run ticket-client add organiser --waive
is "$rc" 65 "the built-in client \"organiser\" can't be added"
run ticket-client add x --commands fly
is "$rc" 65 'a grant of a command that does not exist is denied'
run ticket-client amend nobody --waive
is "$rc" 65 'amending a client that does not exist is denied'
run ticket-client revoke nobody
is "$rc" 65 'revoking a client that does not exist is denied'
run ticket-client add press --types full
is "$(jq -r .data.types[0] "$out")" full 'an addition that is repeated prints the event of the addition, whatever was amended since'
run ticket-client list
json '[.client, .booked, .budget, .revoked] | map(tostring) | join(":")' press:2:9:false \
	'ticket-client list counts what each client has booked'

# Grants in full.
export LANYARD_CONFERENCE=grants
ticket-type add full --name Full --price 100 --currency EUR --capacity 100 >/dev/null
run ticket-client add shop --commands create-ticket-purchase,pay-ticket-purchase --types '*' --budget 3 \
	--expires 2025-03-01T12:00:01Z
json '.data.commands | join(" ")' 'create-ticket-purchase pay-ticket-purchase' 'a client can be granted several commands'
run ticket-client add odd --commands create-everything
says '"create-everything" is not a command that can be granted' 'a grant of an unknown command is denied by its name'
buy() { # CLIENT REFERENCE QUANTITY
	run ticket-create -c "$1" --name A --email a@x.example --ticket "full=$3" --payment due "$2"
}
buy shop r1 2
json .client shop "an event's client is the client that sent the command"
purchase=$(jq -r .data.purchase "$out")
buy shop r2 2
json .data.code over_budget 'a second booking that exceeds the budget together with the first is rejected'
LANYARD_NOW=2025-03-01T12:00:01Z buy shop r3 1
is "$rc" 77 'a booking at the time of --expires is denied'
says 'the grants of "shop" have expired' 'the denial names the client whose grants have expired'
run ticket-client amend shop --clear budget,expires
json '"\(.data.budget) \(.data.expires)"' 'null null' 'ticket-client amend --clear removes a budget and an expiry'
buy shop r4 9
json .data.code null 'a client without a budget books more than the former budget'
run ticket-cancel -c shop "$purchase"
is "$rc" 77 'a client without the grant to cancel is forbidden to cancel'
ticket-client add desk --commands cancel-tickets,assign-ticket --scope all >/dev/null
run ticket-cancel -c desk --keep 1 "$purchase"
json '"\(.client) \(.data.client)"' 'desk shop' 'a cancellation by scope "all" records the sender and the client that owns the purchase'
ticket-client amend shop --budget 5 >/dev/null
buy shop r5 1
json .data.code over_budget 'a client whose budget is below what it has booked can book nothing'
is "$(ticket-client list | jq -c 'select(.client == "shop") | [.booked, .budget, .scope]')" '[10,5,"own"]' 'ticket-client list shows a budget below what is booked'

# In the middle of a stream.
ticket-client amend shop --clear budget >/dev/null
{
	purchase m1 1 | sed 's/waived/due/'
	soon 10 test -s stream
	ticket-client revoke shop >/dev/null
	purchase m2 1 | sed 's/waived/due/'
} | ticket-create -c shop >stream 2>"$err"
is "$? $(wc -l <stream)" '77 1' 'a client revoked in the middle of a stream is forbidden the rest of it'
says '"shop" were revoked' 'the denial in the middle of a stream says that the grants were taken back'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after grants, revocations and bookings'

# An amendment repeats all of a client: it has to be a line that everybody takes.
jq -nc '{client: "big", types: [range(700) | "a type with a name of fifty bytes and a few, number \(.)"]}' | ticket-client add >/dev/null
jq -nc '{client: "big", pools: [range(400) | "a pool with a name of fifty bytes and a few, number \(.)"]}' >more-pools.ndjson
run ticket-client amend <more-pools.ndjson
says 'is too large: its event would be longer than a line may be' 'an amendment whose event would exceed the size of a line is denied'
run ticket-client add own --types full --scope own --feed own
is "$rc:$(jq -r '.data | tostring' "$out")" '0:{"client":"own","types":["full"]}' "a client with the scope and the feed of own purchases is recorded without them"
done_testing
