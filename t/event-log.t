#!/bin/sh
# The log writer: on the disk before it is passed on, rotated, one writer a directory.
. "$(dirname "$0")/lib.sh"
line() { printf '{"n":%s,"pad":"%060d"}\n' "$1" 0; }
lines() { i=0; while [ $i -lt "$1" ]; do i=$((i + 1)); line $i; done; }
lines 20 >twenty
lines 50 >fifty
seq 300000 >many

# What it passes on is what it was given: no lines of ours to check.
log() { # ARGUMENT...
	run event-log "$@"
	no_data
}
# The leak check is off under strace alone.
traced() { # OPTION... COMMAND...
	ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" strace -f -qq "$@"
}

log log <fifty
is "$rc" 0 'event-log logs lines and exits with 0'
same "$out" fifty 'event-log passes lines on unchanged'
same log/events-0000000001.ndjson fifty 'event-log writes lines unchanged into its first segment'
log log <fifty
is "$(cat log/events-*.ndjson | wc -l)" 100 'the next run of event-log appends to the segment'
printf '\n\001\377\000{\n"\r\n' >odd
log odds/and/ends <odd
same "$out" odd 'event-log passes on lines of any bytes unchanged'
same odds/and/ends/events-0000000001.ndjson odd 'event-log writes lines of any bytes, and makes the directory and its parents'
touch log/events-old log/events-1.ndjson log/events-0000000001.ndjson.gz
log log </dev/null
is "$rc:$(find log -name 'events-0*2*')" 0: 'event-log ignores other files in the directory'
if (can_trace); then
	traced -e trace=write,fdatasync -o trace event-log log <fifty >/dev/null
	is "$(grep -oE '(fdatasync|write\(1,)' trace | paste -sd ' ' -)" 'fdatasync write(1,' \
		'event-log syncs lines to the disk before it passes them on'
else
	skip 'event-log syncs lines to the disk before it passes them on' 'strace is not here, or may not trace'
fi

log -s 1000 small <fifty
cat small/events-*.ndjson >joined
same joined fifty 'segments are rotated between lines'
is "$(find small -name 'events-*' -size +1000c)" '' 'no segment grows past the size of -s'
log -s 1000 -k 2 small <fifty
is "$(find small -name 'events-*' | wc -l)" 2 '-k 2 keeps two segments'
is "$(cat small/events-*.ndjson | tail -n 1)" "$(line 50)" '-k 2 keeps the newest segments'
seq -f %09g 30 >tens
for size in 99:9 100:10 101:10; do
	log -s "${size%:*}" "tens.$size" <tens
	is "$(wc -l <"tens.$size/events-0000000001.ndjson")" "${size#*:}" \
		"a segment of ${size%:*} bytes has ${size#*:} lines of 10 bytes"
done
head -n 10 tens >ten
log -s 99 exact <ten
is "$(wc -c <exact/events-0000000001.ndjson)" 90 'lines of one byte more than -s are written to two segments'
log -s 10 long <twenty
cat long/events-*.ndjson >joined
is "$(find long -name 'events-*' | wc -l):$(cmp joined twenty 2>&1)" 20: 'a line longer than -s has a segment of its own'

for half in '{"n":51,"half' '{"n":52,'; do
	printf %s "$half" >>log/events-0000000001.ndjson
	line 53 >next
	log log </dev/null
	says 'warning: the last line was incomplete after a crash; it was moved to log/torn-1-' "event-log warns that it moved the torn line $half to a file"
done
log log <next
is "$(tail -n 2 log/events-0000000001.ndjson)" "$(line 50 && cat next)" 'a line that follows a torn line starts on a line of its own'
is "$(cat log/torn-*)" '{"n":51,"half{"n":52,' 'each torn line is kept in a file of its own'

{ line 1 && head -c 70000 /dev/zero | tr '\0' x && echo && line 2 && printf torn; } >bad
log -r bad.kept bads <bad
is "$rc:$(wc -l <"$out"):$(wc -l <bads/events-0000000001.ndjson)" 65:2:2 'event-log logs complete lines only, and exits with 65'
sed '1d; 3d' bad >wanted
echo >>wanted
same bad.kept wanted '-r keeps the lines that were not logged'
says 'stdin:4: has no newline' 'the message about a line without a newline names its number'

# One writer, which waits for more.
mkfifo hold
event-log held <hold >held.out 2>held.err &
exec 7>hold
line 1 >&7
soon 10 test -s held.out
log held </dev/null
is "$rc:$(wc -c <"$out")" 75:0 'a second event-log in the same directory exits with 75'
kill -USR1 $!
soon 10 test -s held.err
line 2 >&7
exec 7>&-
wait
lines 2 | cmp - held/events-0000000001.ndjson && cp held.out held.is
same held.is held/events-0000000001.ndjson 'SIGUSR1 does not make event-log write a line twice'
is "$(cat held.err)" 'event-log: 1 line, 0 of them bad' 'event-log prints its progress on SIGUSR1'

# The lines passed on are those logged; lines read and not logged are reported.
nothing_lost() { # DIRECTORY REASON: it and the file kept are MANY, as far as it was read
	is "$(cat "$1"/events-*.ndjson | cmp - "$out" 2>&1)" '' "after $2 the lines passed on are the lines logged, without a torn one"
	read_to=$(sed -n 's/.*stdin: reading stopped after line //p' "$err")
	from=$(($(wc -l <"$out") + 1))
	says "stdin:$from: from this line on, lines that were not logged: $((read_to - from + 1))" "after $2 event-log names the lines that were read and not logged"
	cat "$out" kept >"$scratch/all"
	head -n "$read_to" many >wanted
	same "$scratch/all" wanted "after $2 -r has kept the lines that were read and not logged"
	rm kept
}
mkdir grown
truncate -s 204800 grown/events-0000000001.ndjson && echo >>grown/events-0000000001.ndjson
rc=0
(ulimit -f 200 && exec event-log -r kept grown <twenty >"$out" 2>"$err") || rc=$?
is "$rc" 74 'event-log exits with 74 at the file size limit'
says 'grown/events-0000000001.ndjson: File too large' 'the message about the file size limit names file and reason'
is "$(stat -c %s grown/events-0000000001.ndjson):$(wc -c <"$out")" 204801:0 'a batch beyond the file size limit is truncated from the segment and not passed on'
says 'stdin:1: from this line on, lines that were not logged: 20; they are saved in kept' 'at the file size limit event-log says how many lines were not logged, but kept'
same kept twenty '-r keeps the lines beyond the file size limit'
rm kept
if unshare -rm mount -t tmpfs none . 2>/dev/null; then
	mkdir disk
	rc=0
	unshare -rm sh -c 'mount -t tmpfs -o size=300k none disk && mkdir disk/log || exit
		rc=0
		event-log -r kept disk/log <many || rc=$?
		cp -R disk/log copy
		exit $rc' >"$out" 2>"$err" || rc=$?
	is "$rc" 74 'event-log exits with 74 on a full disk'
	says 'disk/log/events-0000000001.ndjson: No space left on device' 'the message about a full disk names file and reason'
	nothing_lost copy 'a full disk'
else
	skip 'event-log exits with 74 on a full disk' 'no tmpfs may be mounted here'
fi
if (can_trace); then
	rc=0
	traced -o /dev/null -e inject=fdatasync:error=EIO:when=3 event-log -r kept sync <many >"$out" 2>"$err" || rc=$?
	is "$rc" 74 'event-log exits with 74 after a failing fdatasync'
	nothing_lost sync 'a failing fdatasync'
	rc=0
	traced -o /dev/null -P events-0000000003.ndjson -e inject=openat:error=ENOSPC \
		event-log -s 10000 -r kept begun <many >"$out" 2>"$err" || rc=$?
	is "$rc" 74 "event-log exits with 74 when it can't create a segment"
	nothing_lost begun 'a failing creation of a segment'
	event-log short <fifty >/dev/null
	printf torn >>short/events-0000000001.ndjson
	rc=0
	traced -o /dev/null -P short/events-0000000001.ndjson -e inject=pread64:retval=1 event-log short </dev/null >"$out" 2>"$err" || rc=$?
	is "$rc" 74 'event-log exits with 74 when its segment becomes shorter while it is read'
	says 'short/events-0000000001.ndjson: Input/output error' 'the message about a segment that becomes shorter names the file and an input/output error'
	rc=0
	traced -o /dev/null -e inject=fsync:signal=KILL:when=2 event-log killed <fifty >"$out" 2>/dev/null || rc=$?
	traced -o /dev/null -e inject=fdatasync:signal=KILL:when=2 event-log killed <many >"$out" 2>/dev/null || rc=$?
	is "$rc:$(head -n 1000 killed/events-*.ndjson | cmp - "$out" 2>&1)" 137: 'event-log that was killed has logged what it passed on'
	printf torn >>killed/events-0000000001.ndjson
	before=$(grep -vc torn killed/events-0000000001.ndjson)
	log killed <many
	is "$rc:$(wc -l <killed/events-0000000001.ndjson)" "0:$((before + 300000))" 'the run after a kill appends after the last complete line'
else
	skip 'event-log exits with 74 after a failing fdatasync' 'strace is not here, or may not trace'
fi

run sh -c 'event-log -s 5000 shut <many >/dev/full'
is "$rc" 74 'event-log exits with 74 when its output is full'
says 'stdin:1: the output is incomplete from this line on; the log has these lines from byte 0 of shut/events-0000000001.ndjson on' \
	'the message about a full output names the segment and offset of the lines'
head -n "$(sed -n 's/.*stdin: reading stopped after line //p' "$err")" many >wanted
is "$(cat shut/events-* | cmp - wanted 2>&1)" '' "event-log that can't pass lines on has logged all that it read"
log -r /dev/full lost <bad
is "$rc:$(wc -l <"$out"):$(wc -l <lost/events-0000000001.ndjson)" 74:2:2 "event-log logs the valid lines when -r can't keep the others"
log
is "$rc" 64 'event-log without a directory is a usage error'
log -v /proc/none
is "$rc" 73 "event-log exits with 73 when it can't make its directory"
is "$(cat "$err" | wc -l)" 1 "event-log -v counts no lines when it can't make its directory"

# The stream suits the log writers that people already run: lines of any length.
{ cat fifty && head -c 65000 /dev/zero | tr '\0' x && echo; } >lengths
for writer in 's6-log -l 0 ./s6' 'multilog ./multi' 'logger --size 64KiB --stderr --no-act --socket-errors=off'; do
	name=${writer%% *}
	if ! command -v "$name" >/dev/null; then
		skip "$name accepts event-log's output" 'it is not here'
		continue
	fi
	# shellcheck disable=SC2086 # a command and its arguments
	event-log "through-$name" <lengths | $writer 2>logger.err
	sed 's/^[^{x]*root: //; s/^<[0-9]*>[^:]*:[^:]*:[^:]*: //' logger.err >said
	case $name in
	s6-log) same s6/current lengths "s6-log accepts event-log's output" ;;
	multilog) same multi/current lengths "multilog accepts event-log's output" ;;
	*) same said lengths "logger accepts event-log's output" ;;
	esac
done
done_testing
