#!/bin/sh
# The feed: every event in its order, from wherever a reader was.
. "$(dirname "$0")/lib.sh"
open_office
for i in 1 2 3 4 5 6 7 8; do purchase "r$i" 1; done | ticket-create -c press >answers

run ticket-feed
is "$(wc -l <"$out")" 10 'all of it'
json '.sequence | tonumber' '1 2 3 4 5 6 7 8 9 10' 'in order, without gaps'
tail -n 8 "$out" >last
same last answers 'the lines are those that were printed'
run ticket-feed --after 7
json '.sequence | tonumber' '8 9 10' 'from behind a position'
run ticket-feed --after 2 --limit 3
json '.sequence | tonumber' '3 4 5' 'and no more than were asked for'
run ticket-feed --after 99
is "$rc:$(wc -c <"$out")" 0:0 'behind the end there is nothing, and that is no error'
run ticket-feed --after x
is "$rc" 64 'a position is a number'
run ticket-feed -d nowhere.db
is "$rc" 66 'a store that is not there is told'
ok 'and not made' test ! -e nowhere.db

timeout 20 ticket-feed --after 8 --follow --limit 4 >followed &
{ purchase n1 1 && sleep 1 && purchase n2 1; } | ticket-create -c press >/dev/null
wait $!
is "$?:$(jq -r .data.reference followed | paste -sd ' ' -)" '0:r7 r8 n1 n2' \
	'following, it prints what is there, and then what comes'

run timeout -s TERM 1 ticket-feed --follow
is "$rc" 124 'it follows until a signal ends it'
run sh -c 'ticket-feed | head -n 1'
json .sequence 0000000000000000001 'a reader that has enough closes the pipe'
run sh -c 'for i in 1 2 3 4 5 6; do cat answers answers answers answers; done >/dev/null; ticket-feed >/dev/full'
is "$rc" 74 'output that cannot be written is told'
done_testing
