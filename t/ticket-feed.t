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
run ticket-feed --after "$(ticket-feed | head -n 1 | jq -r .id)" --limit 1
json '.sequence | tonumber' 2 '--after the first event, by its id, prints the events after it'
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

watches() { # PID: it watches a file
	grep -q '^inotify wd:' /proc/"$1"/fdinfo/*
}
ticket-feed --after 99 --follow &
ok '--follow watches for commits' soon 10 watches $!
kill $!
run timeout -s TERM 1 ticket-feed --follow
is "$rc" 124 '--follow runs until a signal ends it'
run sh -c 'ticket-feed | head -n 1'
json .sequence 0000000000000000001 'ticket-feed serves a reader that closes the pipe after one line'
run sh -c 'for i in 1 2 3 4 5 6; do cat answers answers answers answers; done >/dev/null; ticket-feed >/dev/full'
is "$rc" 74 "ticket-feed exits with 74 when its output can't be written"

# Many pages; a purchase may have at most 500 tickets.
ticket-type add many --name Many --price 0 --currency JPY --capacity 100000 >added
ticket-client amend press --types full,many --budget 100000 >amended
purchases() { # FIRST LAST
	purchase @ 1 many >pattern
	awk -v first="$1" -v last="$2" '{ for (i = first; i <= last; i++) {
		line = $0; sub(/@/, "long-" i, line); print line } }' pattern
}
purchases 1 4000 | ticket-create -c press >answers
ticket-feed >feed
tail -n 4000 feed >last
same last answers 'ticket-feed prints all pages of a long feed in order'
run ticket-feed --limit 3001
head -n 3001 feed >first
same "$out" first '--limit can end in the middle of a later page'
run ticket-feed -c press
grep -c '"client":"press"' feed >wanted
is "$(wc -l <"$out")" "$(cat wanted)" "ticket-feed prints all pages of a client's events"
tail -n 4000 "$out" >last
same last answers "ticket-feed prints all pages of a client's events in order"

# A reader that stalls in the middle, while another process writes more than the WAL may hold.
mkfifo stalled
timeout 60 ticket-feed >stalled &
feed=$!
exec 3<stalled
head -c 1 <&3 >begun
purchases 4001 16000 | ticket-create -q -c press >/dev/null
wal=$(wc -c <"$LANYARD_HOME/conference/ticketing.db-wal")
ok 'the WAL is checkpointed while a reader of ticket-feed stalls' test "$wal" -lt 8388608
cat begun - <&3 >followed
wait "$feed"
status=$?
exec 3<&-
ticket-feed >feed
is "$status:$(cmp feed followed 2>&1)" 0: 'a reader that stalled gets the whole feed, and what was recorded meanwhile'

# A row in a later page is not a line; the schema stays as it is.
store=$LANYARD_HOME/conference/ticketing.db
sqlite3 "$store" "VACUUM INTO 'mended.db'"
triggers=$(sqlite3 "$store" "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger'")
sqlite3 mended.db 'DROP TRIGGER events_keep_update; DROP TRIGGER events_keep_delete;' \
	"UPDATE events SET line = line || char(10) || '{}' WHERE seq = 3000;" "$triggers"
run ticket-feed -d mended.db
is "$rc:$(head -n 2999 feed | cmp - "$out" 2>&1)" 74: 'a row that is not one line ends ticket-feed with 74, after the lines before it'
says 'position 3000 is more than one line' 'the message names the position of a row that is not one line'
rm mended.db*
done_testing
