#!/bin/sh
# The client is who the launcher says, never what the line says.
. "$(dirname "$0")/lib.sh"
open_office 100 100
ticket-client add other --commands create-ticket-purchase --types full >/dev/null

purchase r1 1 >one
run ticket-create <one
is "$rc" 77 'a command without a client is denied'
TICKETING_CLIENT='' run ticket-create <one
is "$rc" 77 'a command with an empty TICKETING_CLIENT is denied'
TICKETING_CLIENT=press run ticket-create <one
json .data.client press 'TICKETING_CLIENT names the client'
purchase r2 1 >two
TICKETING_CLIENT=other run ticket-create -c press <two
json .data.client press '-c takes precedence over TICKETING_CLIENT'

ID=01900000-0000-7000-8000-000000000001 purchase r3 1 |
	sed 's/"source"/"client":"press","source"/; s/"\/test"/"\/conference\/press"/' >claims
run ticket-create -c other <claims
is "$rc" 77 "a client named in the envelope is ignored, and the launcher's client is denied"
json '.data | "\(.client) \(.code) \(.retryable)"' 'other forbidden true' "the denial names the launcher's client"
purchase r4 1 | sed 's/{/{"client":"press",/' >claims
run ticket-create -c other <claims
is "$rc" 65 "a client named in a record's data is an unknown field"

purchase r5 1 >bare
run ticket-create -c other <bare
says 'stdin:1: /payment: "other" may not waive' 'the denial of a record points into the record'
ID=01900000-0000-7000-8000-000000000009 purchase r5 1 >whole
run ticket-create -c other <whole
json .data.pointer /data/payment 'the denial of a command with an envelope points into /data'

run ticket-create -c organiser <two
json .data.client organiser '-c organiser needs no grant'
{ purchase m1 1 && echo '{' && purchase m2 1; } >mixed
run ticket-create -c nobody <mixed
is "$rc" 77 'a denied client takes precedence over an invalid line in the exit status'

ID=01900000-0000-7000-8000-000000000002 purchase again 1 >again
run ticket-create -c other <again
ticket-client amend other --waive >/dev/null
run ticket-create -c other <again
is "$rc" 0 'a command that was forbidden is accepted after its client is granted more'

mkfifo pipe
timeout 20 ticket-create -c press <pipe >"$scratch/printed/stream" 2>"$err" &
stream=$!
exec 7>pipe
purchase before 1 >&7
soon 2 test -s "$scratch/printed/stream"
ticket-client revoke press >/dev/null
purchase after 1 >&7
exec 7>&-
wait $stream
is "$?:$(wc -l <"$scratch/printed/stream")" 77:1 'a client that is revoked in the middle of a stream is denied the rest of it'

for name in "$(printf '\377')" "$(printf 'a\tb')" "$(printf '%065d' 0)" ''; do
	run ticket-create -c "$name" <one
	is "$rc:$(wc -c <"$out")" 64:0 "-c with a name of ${#name} characters that no client can have is a usage error"
done
done_testing
