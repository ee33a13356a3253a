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
done_testing
