#!/bin/sh
# Each failing call, made to fail: it is reported, nothing is printed that is not
# committed, and the next run completes it.
. "$(dirname "$0")/../lib.sh"
can_trace || skip_all 'strace is not here, or may not trace'
open_sponsorship 1000 1000
pay_sponsor acme Gold

# FAULT (as strace injects it) STATUS WORDS NAME COMMAND...: reads the file input.
failing() {
	fault=$1 status=$2 words=$3 name=$4
	shift 4
	rc=0
	# shellcheck disable=SC2086 # a fault may name the file that it is about
	strace -f -qq -o /dev/null -e inject=$fault "$@" <input >"$out" 2>"$err" || rc=$?
	is "$rc:$(wc -l <"$out")" "$status:0" "$name exits with $status and prints no answer"
	says "$words" "$name prints: $words"
	"$@" <input >"$scratch/again" 2>"$err"
	"$@" <input >"$out"
	is "$(wc -l <"$out")" 1 "the run after $name answers the command"
	same "$out" "$scratch/again" "the second run after $name prints the same bytes"
}

failing_office() { # REFERENCE FAULT STATUS WORDS NAME
	purchase "$1" 1 >input
	shift
	failing "$@" ticket-create -c organiser
}

# A sync that fails may or may not have reached the disk: it is not answered.
failing_office e1 fdatasync:error=EIO 74 'disk I/O error' 'ticket-create with a failing sync'
store=$LANYARD_HOME/conference/ticketing.db
failing_office e2 pwrite64:error=ENOSPC 74 'disk I/O error' 'ticket-create with a failing write'
failing_office e5 "pwrite64:error=ENOSPC -P $store-wal" 74 'disk is full' 'ticket-create with its WAL on a full disk'
failing_office e6 "pwrite64:error=ENOSPC -P $store.lock" 74 'ticketing.db.lock: No space left' 'ticket-create with its lock file on a full disk'
failing_office e3 flock:error=ENOLCK 74 'No locks available' 'ticket-create with a failing flock'
export LANYARD_WAIT=0
failing_office e4 flock:error=EAGAIN 75 'is busy' 'ticket-create with a lock that is taken'
unset LANYARD_WAIT
echo '{"sponsor":"new","name":"New","level":"Gold","email":"n@n.example"}' >input
failing fdatasync:error=EIO 74 'disk I/O error' 'sponsor-register with a failing sync' sponsor-register
cp paid.acme input
failing "read:error=EIO -P $PWD/input" 74 'stdin: Input/output error' 'sponsor-onboard with a failing read' sponsor-onboard

# The index of addresses is caught up whole, or not at all.
indexed() {
	sqlite3 -readonly "$store" "SELECT (SELECT count(*) FROM purchasers) || ' ' ||
		(SELECT coalesce(max(seq), 0) FROM purchasers_position)"
}
unindexed=$(indexed)
disturbed() { # INJECTION
	rc=0
	strace -f -qq -o /dev/null -P "$store-wal" -e "inject=pwrite64:$1" ticket-expire >"$out" 2>"$err" || rc=$?
}
disturbed error=ENOSPC
is "$rc:$(indexed)" "74:$unindexed" 'ticket-expire that catches up on a full disk exits with 74 and leaves the index as it was'
says 'disk is full' 'ticket-expire says that the disk is full as it catches up'
for nth in 1 2 3; do
	disturbed "signal=KILL:when=$nth"
	is "$rc:$(indexed)" "137:$unindexed" "ticket-expire killed at write no. $nth of catching up leaves the index as it was"
done
run ticket-expire
is "$rc:$(indexed)" "0:$(sqlite3 -readonly "$store" "SELECT (SELECT count(*) FROM purchases) || ' ' || (SELECT max(seq) FROM events)")" \
	'ticket-expire after that catches up the index'

purchase e9 1 >one

rc=0
strace -f -qq -o /dev/null -e inject=write:error=EIO ticket-create -c organiser <one >"$out" 2>/dev/null || rc=$?
is "$rc:$(wc -l <"$out")" 74:0 "ticket-create exits with 74 if standard output can't be written"
run ticket-create -c organiser <one
is "$rc:$(ticket-feed | grep -c '"reference":"e9"')" 0:1 'the run after an unwritten answer records the purchase once'
run ticket-create -c organiser -r nowhere/kept <one
is "$rc" 73 "ticket-create exits with 73 if the file of -r can't be made"
echo '{' >bad
run ticket-create -c organiser -r /dev/full <bad
is "$rc" 74 "ticket-create exits with 74 if the file of -r can't be written"
rc=0
purchase e10 1 >dry
strace -f -qq -o /dev/null -e inject=write:error=ENOSPC:when=1 ticket-create -n -c organiser <dry >"$out" 2>"$err" || rc=$?
is "$rc:$(wc -l <"$out")" 74:0 "ticket-create -n exits with 74 if its temporary file can't be written"
says 'a temporary file: No space left' "ticket-create -n names the temporary file that can't be written"

# For want of memory: every allocation in turn; what was printed is recorded.
cat >starve.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

static long left = -1;

static int starved(void)
{
	if (left < 0) {
		const char *text = getenv("STARVE");

		left = text != NULL ? strtol(text, NULL, 10) : 1L << 40;
	}
	if (left-- > 0)
		return 0;
	left = 0;
	errno = ENOMEM;
	return 1;
}

void *__libc_malloc(size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_calloc(size_t count, size_t size);

void *malloc(size_t size)
{
	return starved() ? NULL : __libc_malloc(size);
}

void *realloc(void *old, size_t size)
{
	return starved() ? NULL : __libc_realloc(old, size);
}

void *calloc(size_t count, size_t size)
{
	return starved() ? NULL : __libc_calloc(count, size);
}
END
if ldd "$bin/ticket-create" | grep -q libasan; then
	skip 'ticket-create without memory ends with 71, loses nothing and repeats nothing' 'AddressSanitizer has an allocator of its own'
elif cc -shared -fPIC -O1 -o starve.so starve.c -ldl 2>/dev/null; then
	odd=
	n=0
	while n=$((n + 7)) && [ $n -lt 1500 ]; do
		purchase "m$n" 1 >one
		rc=0
		STARVE=$n LD_PRELOAD=$PWD/starve.so timeout 10 ticket-create -c organiser <one >"$out" 2>"$err" || rc=$?
		case $rc in
		0) [ "$(wc -l <"$out")" -eq 1 ] || odd="$odd $n:silent" ;;
		71 | 74 | 73) [ -s "$out" ] && odd="$odd $n:printed" ;;
		*) odd="$odd $n:$rc" ;;
		esac
		ticket-create -c organiser <one >"$scratch/again" 2>"$err" || odd="$odd $n:stuck"
		[ $rc -ne 0 ] || cmp -s "$out" "$scratch/again" || odd="$odd $n:lost"
		[ "$rc" -eq 0 ] && [ "$(ticket-feed | grep -c "\"reference\":\"m$n\"")" -ne 1 ] && odd="$odd $n:doubled"
	done
	is "$odd" '' 'ticket-create without memory ends with 71, loses nothing and repeats nothing'
	is "$(sqlite3 "$LANYARD_HOME/conference/ticketing.db" 'PRAGMA integrity_check')" ok 'the store is intact after runs without memory'
else
	skip 'ticket-create without memory ends with 71, loses nothing and repeats nothing' 'no compiler is here'
fi
run sh -c 'sponsor-onboard -a | sponsor-allocate | ticket-create -c sponsorship | sponsor-book'
is "$rc" 0 'the pipeline succeeds after all failures'

# A file of the store that can't be opened is no lack of permission. What is exhausted is 71, and a
# failing disk 74. SQLite tries again to open a file for reading only: then only one call fails.
purchase opening 1 >input
for fault in EIO:74 EMFILE:71 ENFILE:71 ENOMEM:71; do
	wrong=
	for file in ticketing.db ticketing.db-wal ticketing.db-shm ticketing.db.lock; do
		run strace -f -qq -o traced -e trace=openat -P "$LANYARD_HOME/conference/$file" -e inject=openat:error=${fault%:*} ticket-create -c organiser <input
		[ "$rc:$(wc -l <"$out")" = "${fault#*:}:0" ] && grep -q INJECTED traced || wrong="$wrong $file:$rc:$(cat "$err")"
	done
	is "$wrong" '' "ticket-create whose store can't be opened for ${fault%:*} exits with ${fault#*:} and prints no answer"
	wrong=
	for file in ticketing.db ticketing.db-wal ticketing.db-shm; do
		run strace -f -qq -o traced -e trace=openat -P "$LANYARD_HOME/conference/$file" -e inject=openat:error=${fault%:*}:when=1 ticket-create -c organiser <input
		case $rc:$(wc -l <"$out") in 74:0 | 71:0) ;; *) wrong="$wrong $file:$rc:$(cat "$err")" ;; esac
	done
	is "$wrong" '' "ticket-create whose store can't be opened once for ${fault%:*} does not blame the permissions"
done
run strace -f -qq -o traced -e trace=openat -P "$store" -e inject=openat:error=EIO:when=1 ticket-create -c organiser <input
says 'one of its files could not be opened for writing, though the permissions allow it; run it again' 'the message says that a file could not be opened for writing'
run strace -f -qq -o traced -e trace=openat -P "$store" -e inject=openat:error=EMFILE ticket-create -c organiser <input
says 'unable to open database file: Too many open files' 'the message says that there are too many open files'

# Random numbers, of which ids are made.
run strace -f -qq -o traced -e inject=getrandom:error=ENOSYS ticket-create -c organiser <input
is "$rc:$(cat "$out" "$err")" '71:ticket-create: no random numbers: Function not implemented' 'ticket-create without random numbers exits with 71 and says so'
run ticket-create -c organiser <input
is "$rc:$(wc -l <"$out")" 0:1 'the run after all these records the purchase'

# LANYARD_WAIT is time: if each sleep takes 0.2 s longer than its length, there are as many fewer.
mkfifo holding released
flock "$store.lock" sh -c 'echo >holding; read -r _ <released' &
read -r _ <holding
LANYARD_WAIT=1 run strace -f -qq -o traced -e trace=flock,clock_nanosleep -e inject=clock_nanosleep:delay_exit=200000 ticket-create -c organiser <input
echo >released
wait
is "$rc" 75 'ticket-create exits with 75 after LANYARD_WAIT'
ok 'a wait of one second has at most six sleeps if each takes 0.2 s longer' [ "$(grep -c nanosleep traced)" -le 6 ]
done_testing
