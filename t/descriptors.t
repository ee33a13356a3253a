#!/bin/sh
# Descriptors that are closed, full or broken: nothing acknowledged is lost.
. "$(dirname "$0")/lib.sh"
open_office 10000 10000
purchase r1 1 >one

rc=0; ticket-create -c press <&- >"$out" 2>"$err" || rc=$?
is "$rc" 74 'standard input that is closed is an error'
says 'stdin: Bad file descriptor' 'and told'
rc=0; ticket-create -c press <one >&- 2>"$err" || rc=$?
is "$rc" 74 'so is standard output'
is "$(events ticket-feed)" 2 'before anything is done'
rc=0; ticket-create -c press <one 2>&- >"$out" || rc=$?
is "$rc:$(wc -l <"$out")" 0:1 'without standard error it works all the same'
rc=0; ticket-create -c press <&- >&- 2>&- || rc=$?
is "$rc" 74 'without any it ends'
is "$(sqlite3 "$LANYARD_HOME/conference/ticketing.db" 'PRAGMA integrity_check')" ok \
	'and the store is not what is written to'

purchase r2 1 >two
rc=0; ticket-create -c press <two >/dev/full 2>"$err" || rc=$?
is "$rc" 74 'a full disk behind standard output is told'
says 'No space left' 'with the reason'
says 'in the feed, --after 3' 'and where to read on'
run ticket-feed --after 3
json .data.reference r2 'where it is'

i=0
while [ $i -lt 3000 ]; do i=$((i + 1)); purchase "m$i" 1; done >many
sh -c 'ticket-create -c press <many 2>err; echo $? >rc' | head -n 1 >first
is "$(cat rc)" 74 'a reader that went away is told'
ok 'with where to read on' grep -q 'in the feed, --after [0-9]' err
is "$(ticket-feed --after 4 --limit 1)" "$(cat first)" 'what was printed is in the feed'
run ticket-create -c press <many
is "$(wc -l <"$out"):$(ticket-feed | grep -c created)" 3000:3002 'and running it again completes it'

export LANYARD_CONFERENCE=full
ticket-type add full --name F --price 1 --currency EUR --capacity 100000 >/dev/null
ticket-client add press --may create-ticket-purchase --types full --waive >/dev/null
rc=0
(ulimit -f 600 && exec ticket-create -c press <many >acknowledged 2>"$err") || rc=$?
is "$rc" 74 'a disk that is full stops it'
ticket-feed >feed
ok 'what it had printed is recorded' sh -c 'jq -r .id acknowledged | while read -r id; do grep -q "$id" feed || exit 1; done'
is "$(sqlite3 "$LANYARD_HOME/full/ticketing.db" 'PRAGMA integrity_check')" ok 'the store is whole'
done_testing
