#!/bin/sh
# The log writer: on the disk before it is passed on, rotated, one writer a folder.
. "$(dirname "$0")/lib.sh"
line() { printf '{"n":%s,"pad":"%060d"}\n' "$1" 0; }
lines() { i=0; while [ $i -lt "$1" ]; do i=$((i + 1)); line $i; done; }
lines 50 >fifty

run event-log log <fifty
no_data
is "$rc" 0 'lines are logged'
same "$out" fifty 'and passed on, as they are'
same log/events-0000000001.ndjson fifty 'in a segment'
run event-log log <fifty
no_data
is "$(cat log/events-*.ndjson | wc -l)" 100 'the next run appends'
strace -f -e trace=write,fdatasync -o trace event-log log <fifty >/dev/null
is "$(grep -E '^[0-9]+ +(fdatasync|write\(1,)' trace | sed 's/^[0-9]* *//; s/(.*//' | paste -sd ' ' -)" \
	'fdatasync write' 'on the disk before it is passed on'

run event-log -s 1000 small <fifty
no_data
cat small/events-*.ndjson >joined
same joined fifty 'segments are rotated between lines'
is "$(find small -name 'events-*' -size +1000c)" '' 'before one grows past its size'
run event-log -s 1000 -k 2 small <fifty
no_data
is "$(find small -name 'events-*' | wc -l)" 2 'the oldest go when there are enough'
is "$(tail -n 1 small/events-*.ndjson | tail -n 1)" "$(line 50)" 'the newest stay'

printf '{"n":51,"half' >>log/events-0000000001.ndjson
line 52 >next
run event-log log <next
no_data
says 'a crash had cut its last line; its 13 bytes were moved aside' 'a torn line of a crash is told'
is "$(tail -n 1 log/events-0000000001.ndjson)" "$(cat next)" 'the next one is not glued on to it'
is "$(cat log/torn-*)" '{"n":51,"half' 'and what there was of it is kept'

{ line 1 && head -c 70000 /dev/zero | tr '\0' x && echo && line 2 && printf torn; } >bad
run event-log -r kept bads <bad
no_data
is "$rc:$(wc -l <"$out"):$(wc -l <bads/events-0000000001.ndjson)" 65:2:2 'what is no whole line is not logged'
is "$(wc -l <kept):$(tail -n 1 kept)" 2:torn 'but kept'
says 'stdin:4: has no newline' 'and told'

mkfifo hold
timeout 20 event-log log <hold >/dev/null &
exec 7>hold
for i in 1 2 3 4 5 6 7 8 9 10; do
	run event-log log </dev/null
	[ "$rc" -eq 75 ] && break || sleep 0.2
done
is "$rc:$(wc -c <"$out")" 75:0 'a folder has one writer'
exec 7>&-
wait

lines 20 >twenty
lines 200 >many
event-log full <twenty >/dev/null
rc=0
(ulimit -f 8 && exec event-log full <many >"$out" 2>"$err") || rc=$?
is "$rc" 74 'a full disk stops it'
says 'File too large' 'with the reason'
says '200 lines were read and not logged' 'and how many it had read'
is "$(cat full/events-*.ndjson)" "$(cat twenty "$out")" 'what was passed on is what is logged, and no torn line'
event-log half <twenty >/dev/null
(ulimit -f 8 && exec event-log -r kept2 half <fifty >/dev/null 2>"$err")
same kept2 fifty 'with -r what was not logged is kept'
run sh -c 'event-log closed <many | head -n 1 >/dev/null; event-log closed <many >/dev/full'
is "$rc" 74 'an output that is full is told'
says 'all that was not read is logged: at the end of closed/events-' 'with where the lines are'
run event-log
is "$rc" 64 'it wants a folder'
run event-log /proc/none
is "$rc" 73 'one that can be made'

# The stream suits the log writers that people already run.
for writer in 's6-log ./s6' 'multilog ./multi' 'logger --stderr --no-act --socket-errors=off'; do
	if ! command -v "${writer%% *}" >/dev/null; then
		skip "${writer%% *} takes the stream" 'it is not here'
		continue
	fi
	# shellcheck disable=SC2086 # a command and its arguments
	event-log through <fifty | ${writer%% *} ${writer#* } 2>logger.err
	case $writer in
	s6-log*) is "$(wc -l <s6/current)" 50 's6-log takes the stream' ;;
	multilog*) is "$(wc -l <multi/current)" 50 'multilog takes the stream' ;;
	*) is "$(grep -c '"n":' logger.err)" 50 'logger takes the stream' ;;
	esac
done
done_testing
