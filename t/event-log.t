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
is "$rc" 0 'lines are logged'
same "$out" fifty 'and passed on, as they are'
same log/events-0000000001.ndjson fifty 'in a segment'
log log <fifty
is "$(cat log/events-*.ndjson | wc -l)" 100 'the next run appends'
printf '\n\001\377\000{\n"\r\n' >odd
log odds/and/ends <odd
same "$out" odd 'whatever a line holds passes through'
same odds/and/ends/events-0000000001.ndjson odd 'and is logged, in a directory that is made with those above it'
touch log/events-old log/events-1.ndjson log/events-0000000001.ndjson.gz
log log </dev/null
is "$rc:$(find log -name 'events-0*2*')" 0: 'other files in the directory are let be'
if (can_trace); then
	traced -e trace=write,fdatasync -o trace event-log log <fifty >/dev/null
	is "$(grep -oE '(fdatasync|write\(1,)' trace | paste -sd ' ' -)" 'fdatasync write(1,' \
		'on the disk before it is passed on'
else
	skip 'on the disk before it is passed on' 'strace is not here, or may not trace'
fi

log -s 1000 small <fifty
cat small/events-*.ndjson >joined
same joined fifty 'segments are rotated between lines'
is "$(find small -name 'events-*' -size +1000c)" '' 'before one grows past its size'
log -s 1000 -k 2 small <fifty
is "$(find small -name 'events-*' | wc -l)" 2 'the oldest go when there are enough'
is "$(cat small/events-*.ndjson | tail -n 1)" "$(line 50)" 'the newest stay'
log -s 10 long <twenty
cat long/events-*.ndjson >joined
is "$(find long -name 'events-*' | wc -l):$(cmp joined twenty)" 20: 'a line longer than a segment has one to itself'

for half in '{"n":51,"half' '{"n":52,'; do
	printf %s "$half" >>log/events-0000000001.ndjson
	line 53 >next
	log log </dev/null
	says 'warning: a crash had cut the last line: it was moved to log/torn-1-' 'a torn line of a crash is told'
done
log log <next
is "$(tail -n 2 log/events-0000000001.ndjson)" "$(line 50 && cat next)" 'the next one is not glued on to it'
is "$(cat log/torn-*)" '{"n":51,"half{"n":52,' 'and what there was of it is kept, each time'

{ line 1 && head -c 70000 /dev/zero | tr '\0' x && echo && line 2 && printf torn; } >bad
log -r bad.kept bads <bad
is "$rc:$(wc -l <"$out"):$(wc -l <bads/events-0000000001.ndjson)" 65:2:2 'what is no whole line is not logged'
sed '1d; 3d' bad >wanted
echo >>wanted
same bad.kept wanted 'but kept'
says 'stdin:4: has no newline' 'and told'

# One writer, which waits for more.
mkfifo hold
event-log held <hold >held.out 2>held.err &
exec 7>hold
line 1 >&7
soon 10 test -s held.out
log held </dev/null
is "$rc:$(wc -c <"$out")" 75:0 'a directory has one writer'
kill -USR1 $!
soon 10 test -s held.err
line 2 >&7
exec 7>&-
wait
lines 2 | cmp - held/events-0000000001.ndjson && cp held.out held.is
same held.is held/events-0000000001.ndjson 'being asked how far it is logs nothing twice'
is "$(cat held.err)" 'event-log: 1 lines, 0 of them bad' 'and is answered'

# What was logged is what was passed on; what was read, and not logged, is told.
nothing_lost() { # FOLDER WHAT: it and the file kept are MANY, as far as it was read
	is "$(cat "$1"/events-*.ndjson | cmp - "$out")" '' "$2: what was passed on is what is logged, and no torn line"
	read_to=$(sed -n 's/.*stdin: was read up to line //p' "$err")
	from=$(($(wc -l <"$out") + 1))
	says "stdin:$from: from here on, $((read_to - from + 1)) lines were read and not logged" '  the rest is told'
	cat "$out" kept >"$scratch/all"
	head -n "$read_to" many >wanted
	same "$scratch/all" wanted '  and kept with -r'
	rm kept
}
mkdir grown
truncate -s 204800 grown/events-0000000001.ndjson && echo >>grown/events-0000000001.ndjson
rc=0
(ulimit -f 200 && exec event-log -r kept grown <twenty >"$out" 2>"$err") || rc=$?
is "$rc" 74 'a file that may not grow stops it'
says 'grown/events-0000000001.ndjson: File too large' '  with the reason'
is "$(stat -c %s grown/events-0000000001.ndjson):$(wc -c <"$out")" 204801:0 '  nothing stays behind, and nothing is passed on'
says 'stdin:1: from here on, 20 lines were read and not logged, but kept in kept' '  it says which lines'
same kept twenty '  and keeps them'
rm kept
if unshare -rm mount -t tmpfs none . 2>/dev/null; then
	mkdir disk
	rc=0
	unshare -rm sh -c 'mount -t tmpfs -o size=300k none disk && mkdir disk/log || exit
		rc=0
		event-log -r kept disk/log <many || rc=$?
		cp -R disk/log copy
		exit $rc' >"$out" 2>"$err" || rc=$?
	is "$rc" 74 'a full disk stops it'
	says 'disk/log/events-0000000001.ndjson: No space left on device' '  with the reason'
	nothing_lost copy 'a full disk'
else
	skip 'a full disk stops it' 'no tmpfs may be mounted here'
fi
if (can_trace); then
	rc=0
	traced -o /dev/null -e inject=fdatasync:error=EIO:when=3 event-log -r kept sync <many >"$out" 2>"$err" || rc=$?
	is "$rc" 74 'a sync that fails stops it'
	nothing_lost sync 'a sync that fails'
	rc=0
	traced -o /dev/null -P events-0000000003.ndjson -e inject=openat:error=ENOSPC \
		event-log -s 10000 -r kept begun <many >"$out" 2>"$err" || rc=$?
	is "$rc" 74 'a segment that cannot be begun stops it'
	nothing_lost begun 'a segment that cannot be begun'
	rc=0
	traced -o /dev/null -e inject=fsync:signal=KILL:when=2 event-log killed <fifty >"$out" 2>/dev/null || rc=$?
	traced -o /dev/null -e inject=fdatasync:signal=KILL:when=2 event-log killed <many >"$out" 2>/dev/null || rc=$?
	is "$rc:$(head -n 1000 killed/events-*.ndjson | cmp - "$out")" 137: 'killed, what it has passed on is logged'
	printf torn >>killed/events-0000000001.ndjson
	before=$(grep -vc torn killed/events-0000000001.ndjson)
	log killed <many
	is "$rc:$(wc -l <killed/events-0000000001.ndjson)" "0:$((before + 300000))" 'the next run goes on behind the last whole line'
else
	skip 'a sync that fails stops it' 'strace is not here, or may not trace'
fi

run sh -c 'event-log -s 5000 shut <many >/dev/full'
is "$rc" 74 'an output that is full is told'
says 'stdin:1: from here on, not all was passed on; it is logged in shut/events-0000000001.ndjson, behind its first 0 bytes' \
	'with where the lines are'
head -n "$(sed -n 's/.*stdin: was read up to line //p' "$err")" many >wanted
is "$(cat shut/events-* | cmp - wanted)" '' 'all that was read is logged'
log -r /dev/full lost <bad
is "$rc:$(wc -l <"$out"):$(wc -l <lost/events-0000000001.ndjson)" 74:2:2 'lines that cannot be kept do not keep the others from being logged'
log
is "$rc" 64 'it requires a directory'
log /proc/none
is "$rc" 73 'one that can be made'

# The stream suits the log writers that people already run: lines of any length.
{ cat fifty && head -c 65000 /dev/zero | tr '\0' x && echo; } >lengths
for writer in 's6-log -l 0 ./s6' 'multilog ./multi' 'logger --size 64KiB --stderr --no-act --socket-errors=off'; do
	name=${writer%% *}
	if ! command -v "$name" >/dev/null; then
		skip "$name takes the stream" 'it is not here'
		continue
	fi
	# shellcheck disable=SC2086 # a command and its arguments
	event-log "through-$name" <lengths | $writer 2>logger.err
	sed 's/^[^{x]*root: //; s/^<[0-9]*>[^:]*:[^:]*:[^:]*: //' logger.err >said
	case $name in
	s6-log) same s6/current lengths 's6-log takes the stream' ;;
	multilog) same multi/current lengths 'multilog takes the stream' ;;
	*) same said lengths 'logger takes the stream' ;;
	esac
done
done_testing
