#!/bin/sh
# The client is who the launcher says, never what the line says.
. "$(dirname "$0")/lib.sh"
open_office 100 100
ticket-client add other --may create-ticket-purchase --types full >/dev/null

purchase r1 1 >one
run ticket-create <one
is "$rc" 77 'who names no client may nothing'
TICKETING_CLIENT='' run ticket-create <one
is "$rc" 77 'nor who names an empty one'
TICKETING_CLIENT=press run ticket-create <one
json .data.client press 'the variable names one'
purchase r2 1 >two
TICKETING_CLIENT=other run ticket-create -c press <two
json .data.client press 'the option beats it'

ID=01900000-0000-7000-8000-000000000001 purchase r3 1 |
	sed 's/"source"/"client":"press","source"/; s/"\/test"/"\/conference\/press"/' >claims
run ticket-create -c other <claims
is "$rc" 77 'a line that says who it is from is not believed'
json '.data | "\(.client) \(.code) \(.retryable)"' 'other forbidden true' 'it is refused as the other'
purchase r4 1 | sed 's/{/{"client":"press",/' >claims
run ticket-create -c other <claims
is "$rc" 65 'nor in its data'

purchase r5 1 >bare
run ticket-create -c other <bare
says 'stdin:1: /payment: "other" may not waive' 'what is refused is told with its place in a record'
ID=01900000-0000-7000-8000-000000000009 purchase r5 1 >whole
run ticket-create -c other <whole
json .data.pointer /data/payment 'and in a command'

run ticket-create -c organiser <two
json .data.client organiser 'the organiser is built in, and has to be named'
{ purchase m1 1 && echo '{' && purchase m2 1; } >mixed
run ticket-create -c nobody <mixed
is "$rc" 77 'not permitted weighs more than a bad line'

ID=01900000-0000-7000-8000-000000000002 purchase again 1 >again
run ticket-create -c other <again
ticket-client amend other --waive >/dev/null
run ticket-create -c other <again
is "$rc" 0 'what was forbidden is decided anew: nothing is held against it'

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
is "$?:$(wc -l <"$scratch/printed/stream")" 77:1 'revoking works in the middle of a stream'

for name in "$(printf '\377')" "$(printf 'a\tb')" "$(printf '%065d' 0)" ''; do
	run ticket-create -c "$name" <one
	is "$rc:$(wc -c <"$out")" 64:0 'a name that no client can have is usage'
done
done_testing
