#!/bin/sh
# What is printed is on the disk: SIGKILL says nothing about power, the trace of
# the system calls does. Before anything is written to standard output, all that
# was written to files is synced, and so are the directories that have new names.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../pipeline/pipeline.sh
. "$root/t/pipeline/pipeline.sh"
# shellcheck source=mutant.sh
. "$root/t/faults/mutant.sh"

can_trace || skip_all 'strace is not here, or may not trace'

# Runs COMMAND and notes its calls, and what was there before it, in calls/NAME.
mkdir calls
traced() { # NAME COMMAND...
	calls=$scratch/work/calls/$1
	shift
	find "$scratch/work" "$scratch/stores" 2>/dev/null | sed 's/^/there /' >"$calls"
	strace -f -y -qq -s 0 -o "$calls.now" \
		-e trace=openat,mkdir,renameat2,write,pwrite64,ftruncate,fdatasync,fsync "$@"
	traced_rc=$?
	cat "$calls.now" >>"$calls"
	rm "$calls.now"
	return "$traced_rc"
}

# Says what was not on the disk when something was printed, or when what the WAL
# is to secure was written to the store itself. What is in a store's -shm and
# .lock is worth nothing after a power failure.
unsynced() { # CALLS
	awk -v here="$PWD" -v trace="$scratch/trace" '
		function path_of(text) { sub(/^[^<]*</, "", text); sub(/>.*/, "", text); return text }
		function above(path) { sub(/\/[^\/]*$/, "", path); return path }
		function appears(path) {
			if (path !~ /^\//) path = here "/" path
			if (path != trace && !(path in there)) { there[path]; unnamed[above(path)] = path }
		}
		function look(when) {
			for (path in dirty) print when " before it was synced: " path
			for (path in unnamed) print when " before its directory was synced: " unnamed[path]
		}
		/^there / { there[substr($0, 7)]; next }
		{ sub(/^[0-9]+ +/, "") }
		/ = -1 / || !/ = / { next }
		/ = \?/ { next } # it was killed
		/^openat\(.*O_CREAT/ { path = $0; sub(/.* = [0-9]+</, "", path); sub(/>$/, "", path)
			if (path !~ /-shm$/) appears(path); next }
		/^renameat2\(/ { split($0, part, "\""); appears(part[4]); next }
		/^mkdir\(/ { split($0, part, "\""); appears(part[2]); next }
		/^(fdatasync|fsync)\(/ { path = path_of($0); delete dirty[path]; delete unnamed[path]; syncs++; next }
		/^write\(1</ { look("printed"); prints++; next }
		/^write\(2</ { next }
		# What is in the store needs no WAL: that it was cut need not be on the disk.
		/^ftruncate\([0-9]+<[^>]*-wal>, 0\)/ { path = path_of($0); sub(/-wal$/, "", path)
			if (path in dirty) print "cuts the WAL before it was synced: " path
			next }
		/^(write|pwrite64|ftruncate)\(/ { path = path_of($0)
			if (path ~ /\.db$/ && ((path "-wal") in dirty)) print "overtakes its WAL: " path
			if (path !~ /(-shm|\.db(\.restoring)?\.lock)$/ && path != trace) dirty[path]; next }
		END { look("ended"); print prints + 0, syncs + 0 >"/dev/stderr" }
	' "$1" 2>"$1.counts"
}

prints() { # CALLS
	cut -d ' ' -f 1 "$1.counts"
}

run_tool() {
	traced "${stage_at##*/}" "$@"
}

# Enough for more than one batch, and for a checkpoint.
sample_files 1100
export LANYARD_TRACE="$scratch/trace"
set_up run
bring_in run
settle run
keep run
unset LANYARD_TRACE
for stage in type client policy register contract invoice settle onboard allocate create log book; do
	is "$(unsynced "calls/$stage" | head -n 3)" '' "all that the stage \"$stage\" prints is on the disk before"
done
for stage in register contract invoice settle onboard allocate create log; do
	ok "the stage \"$stage\" prints more than one batch" [ "$(prints "calls/$stage")" -gt 1 ]
done
ok 'the run includes a checkpoint' grep -q 'pwrite64([0-9]*<[^>]*sponsorship\.db>' calls/*
ok 'the run includes a truncation of a WAL' grep -q 'ftruncate([0-9]*<[^>]*sponsorship\.db-wal>, 0)' calls/*

# What is kept of bad lines is on the disk before the good ones are answered.
{ echo '{' && head -n 1 run/allocate.out; } >bad
traced rejecting ticket-create -c sponsorship -r kept <bad >"$scratch/printed/rejecting" 2>/dev/null
is "$?:$(cat kept)" '65:{' '-r keeps an invalid line'
is "$(unsynced calls/rejecting)" '' 'the invalid line is on the disk before anything is printed'
is "$(prints calls/rejecting)" 1 'the answer to the valid line is printed once'

# The tools' own trace tells the same: never with the lock held, never before.
is "$(awk -F '\t' '
	$4 == "lock" { held[$3] = 1 }
	$4 == "unlock" { held[$3] = 0 }
	$4 == "commit" || $4 == "sync" { safe[$3]++ }
	$4 == "print" && held[$3] { print $2 ": prints while it holds the lock" }
	$4 == "print" && !safe[$3] { print $2 ": prints and has not committed" }
	$4 == "print" { prints[$3]++; if (prints[$3] > safe[$3]) print $2 ": prints more often than it commits" }
' "$scratch/trace" | sort -u)" '' 'the tools commit and unlock before they print, by their own traces'
ok "the tools' traces have more than 16 prints" [ "$(cut -f 4 "$scratch/trace" | grep -c print)" -gt 16 ]

# A first run is killed before it has synced a directory: the next one makes good.
killed_first() { # NTH COMMAND...
	rm -rf "$LANYARD_HOME" "$scratch/work/log"
	calls=$scratch/work/calls/killed-first
	find "$scratch/work" | sed 's/^/there /' >"$calls"
	sorts=openat,mkdir,write,pwrite64,ftruncate,fdatasync,fsync
	killed_at=$1
	shift
	strace -f -y -qq -s 0 -o "$calls.now" -e trace=$sorts \
		-e inject=fsync:signal=KILL:when="$killed_at" "$@" <run/create.out >/dev/null 2>&1
	echo $? >killed.rc
	cat "$calls.now" >>"$calls"
	strace -f -y -qq -s 0 -o "$calls.now" -e trace=$sorts "$@" <run/create.out >/dev/null
	cat "$calls.now" >>"$calls"
	rm "$calls.now"
	unsynced "$calls" | sort -u
}
store='ticket-type add full --name F --price 1 --currency JPY --capacity 9'
# NAME COMMAND...: at each of its syncs in turn, until there is none left.
safe_wherever_killed() {
	safe_name=$1 nth=0 unsafe=
	shift
	while nth=$((nth + 1)) && [ $nth -le 50 ]; do
		unsafe=$unsafe$(killed_first $nth "$@" 2>&1)
		[ "$(cat killed.rc)" = 137 ] || break
	done
	is "$unsafe:$(cat killed.rc)" :0 "$safe_name"
	ok "the run for \"$safe_name\" has more than two syncs" [ $nth -gt 3 ]
}
# shellcheck disable=SC2086 # words
safe_wherever_killed 'a store whose creation was killed at any sync is on the disk after the next run' $store
safe_wherever_killed 'a log whose creation was killed at any sync is on the disk after the next run' event-log log
safe_wherever_killed 'a log in new directories that was killed at any sync is on the disk after the next run' event-log log/of/today

# Who may write to a directory and not read it can't sync it: that is no reason to stop.
mkdir -p closed/open
chmod 777 closed/open
chmod 711 closed
if [ "$(id -u)" -eq 0 ]; then
	chmod 711 "$scratch" "$scratch/work"
	# shellcheck disable=SC2086
	run setpriv --reuid=65534 --regid=65534 --clear-groups -- "$bin"/$store -d "$PWD/closed/open/new/x.db"
	is "$rc" 0 "a store is created below a directory that can't be read"
	is "$(stat -c %U closed/open/new/x.db)" "$(id -un 65534)" "a store below a directory that can't be read belongs to its creator"
else
	skip "a store is created below a directory that can't be read" 'only root can be somebody else'
fi
# Each sync of a directory, made to fail.
nth=0 odd=
while nth=$((nth + 1)) && [ $nth -le 50 ]; do
	rm -rf new
	# shellcheck disable=SC2086
	run strace -f -qq -o calls/failing -e trace=fsync -e inject=fsync:error=EIO:when=$nth $store -d new/directory/x.db
	grep -q INJECTED calls/failing || break
	[ "$rc" = 74 ] && [ ! -s "$out" ] && grep -q 'Input/output error\|disk I/O error' "$err" || odd="$odd $nth:$rc"
done
is "$odd" '' "ticket-type add exits with 74 and prints nothing if a directory can't be synced"
ok 'more than two syncs of ticket-type add are made to fail' [ $nth -gt 3 ]

# A store that is rebuilt, and one made from a feed, are on the disk at the end.
rm -rf "$LANYARD_HOME" log
set_up again
ticket-create -c sponsorship <run/allocate.out >"$scratch/printed/again"
ticket-feed >feed
traced rebuilt event-replay
traced restored event-replay --from feed -d restored/new.db
for stage in rebuilt restored; do
	# The WAL of the store that is made was emptied into it, and is gone.
	is "$(unsynced "calls/$stage" | grep -v '\.restoring-wal$')" '' "a store that event-replay has $stage is on the disk"
done

# Builds with a mistake fail that very check.
caught() { # NAME WORDS COMMAND...
	caught_name=$1 caught_words=$2
	shift 2
	rm -rf "$LANYARD_HOME" log
	[ "$caught_name" = directory ] || set_up other
	traced "$caught_name" "$@" <run/allocate.out >/dev/null
	unsynced "calls/$caught_name" >wrong
	cat wrong
	grep -q "$caught_words" wrong
}
if can_mutate; then
	ok 'a ticket-create with synchronous = OFF is built' \
		mutant off lib/store/connection.c 's/synchronous = FULL/synchronous = OFF/' ticket-create
	ok 'an event-log without fdatasync is built' \
		mutant log lib/log/segments.c 's/ && fdatasync(segments->fd) == 0//' event-log
	ok 'a ticket-type without fsync of directories is built' \
		mutant directory lib/base/directory.c 's/fsync(fd) == 0/true/' ticket-type
	ok 'the check of syncs finds the ticket-create with synchronous = OFF' caught off \
		'printed before it was synced: .*/ticketing.db-wal' \
		"$scratch/off/build/bin/ticket-create" -c sponsorship
	ok 'the check of syncs finds the event-log without fdatasync' caught log 'printed before it was synced: .*/events-' \
		"$scratch/log/build/bin/event-log" log
	ok 'the check of syncs finds the ticket-type without fsync of directories' caught directory 'printed before its directory was synced: ' \
		"$scratch/directory/build/bin/ticket-type" add full --name F --price 1 --currency JPY --capacity 9
else
	skip 'the check of syncs finds builds with a mistake' 'there is no compiler here, or no make'
fi
done_testing
