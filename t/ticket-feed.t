#!/bin/sh
# The feed: every event in its order, from wherever a reader was.
. "$(dirname "$0")/lib.sh"
open_office
for i in 1 2 3 4 5 6 7 8; do purchase "r$i" 1; done | ticket-create -c press >answers

run ticket-feed
is "$(wc -l <"$out")" 10 'ticket-feed prints every event'
json '.sequence | tonumber' '1 2 3 4 5 6 7 8 9 10' 'ticket-feed prints the events by sequence, without gaps'
tail -n 8 "$out" >last
same last answers 'ticket-feed prints the same bytes that the commands printed'
run ticket-feed --after 7
json '.sequence | tonumber' '8 9 10' '--after 7 prints the events after position 7'
run ticket-feed --after 2 --limit 3
json '.sequence | tonumber' '3 4 5' '--limit 3 prints three events'
run ticket-feed --after 99
is "$rc:$(wc -c <"$out")" 0:0 '--after a position past the last one prints nothing and succeeds'
run ticket-feed --after x
is "$rc" 64 '--after with a word is a usage error'
run ticket-feed -d nowhere.db
is "$rc" 66 'ticket-feed of a store that does not exist exits with 66'
ok 'ticket-feed does not create a store' test ! -e nowhere.db

timeout 20 ticket-feed --after 8 --follow --limit 4 >followed &
{ purchase n1 1 && sleep 1 && purchase n2 1; } | ticket-create -c press >/dev/null
wait $!
is "$?:$(jq -r .data.reference followed | paste -sd ' ' -)" '0:r7 r8 n1 n2' \
	'--follow prints the existing events, then new ones as they are recorded'

run timeout -s TERM 1 ticket-feed --follow
is "$rc" 124 '--follow runs until a signal ends it'
run sh -c 'ticket-feed | head -n 1'
json .sequence 0000000000000000001 'ticket-feed serves a reader that closes the pipe after one line'
run sh -c 'for i in 1 2 3 4 5 6; do cat answers answers answers answers; done >/dev/null; ticket-feed >/dev/full'
is "$rc" 74 "ticket-feed exits with 74 when its output can't be written"
done_testing
