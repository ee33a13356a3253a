#!/bin/sh
# Descriptors that are closed, full or broken: nothing acknowledged is lost.
. "$(dirname "$0")/lib.sh"
open_office 10000 10000
purchase r1 1 >one

rc=0; ticket-create -c press <&- >"$out" 2>"$err" || rc=$?
is "$rc" 74 'ticket-create exits with 74 if standard input is closed'
says 'stdin: Bad file descriptor' 'the message about a closed standard input names it'
rc=0; ticket-create -c press <one >&- 2>"$err" || rc=$?
is "$rc" 74 'ticket-create exits with 74 if standard output is closed'
is "$(events ticket-feed)" 2 'ticket-create records nothing if standard output is closed'
rc=0; ticket-create -c press <one 2>&- >"$out" || rc=$?
is "$rc:$(wc -l <"$out")" 0:1 'ticket-create succeeds if standard error is closed'
rc=0; ticket-create -c press <&- >&- 2>&- || rc=$?
is "$rc" 74 'ticket-create exits with 74 if all three standard descriptors are closed'
is "$(sqlite3 "$LANYARD_HOME/conference/ticketing.db" 'PRAGMA integrity_check')" ok \
	'the store is intact after runs with closed descriptors'

purchase r2 1 >two
rc=0; ticket-create -c press <two >/dev/full 2>"$err" || rc=$?
is "$rc" 74 'ticket-create exits with 74 if standard output is on a full disk'
says 'No space left' 'the message about a full standard output says so'
says 'in the feed, --after 3' 'the message about a full standard output names the position to read from'
run ticket-feed --after 3
json .data.reference r2 'the unprinted purchase is in the feed after the named position'

i=0
while [ $i -lt 3000 ]; do i=$((i + 1)); purchase "m$i" 1; done >many
sh -c 'ticket-create -c press <many 2>err; echo $? >rc' | head -n 1 >first
is "$(cat rc)" 74 'ticket-create exits with 74 if its reader closes the pipe'
ok 'the message about a closed pipe names the position to read from' grep -q 'in the feed, --after [0-9]' err
is "$(ticket-feed --after 4 --limit 1)" "$(cat first)" 'the printed event is in the feed'
run ticket-create -c press <many
is "$(wc -l <"$out"):$(ticket-feed | grep -c created)" 3000:3002 'the run after a closed pipe records the rest and nothing twice'

export LANYARD_CONFERENCE=full
ticket-type add full --name F --price 1 --currency EUR --capacity 100000 >/dev/null
ticket-client add press --commands create-ticket-purchase --types full --waive >/dev/null
rc=0
(ulimit -f 600 && exec ticket-create -c press <many >acknowledged 2>"$err") || rc=$?
is "$rc" 74 'ticket-create exits with 74 at the file size limit'
ticket-feed >feed
ok 'every event printed before the file size limit is in the feed' sh -c 'jq -r .id acknowledged | while read -r id; do grep -q "$id" feed || exit 1; done'
is "$(sqlite3 "$LANYARD_HOME/full/ticketing.db" 'PRAGMA integrity_check')" ok 'the store is intact after the file size limit'
done_testing
