#!/bin/sh
# A replay that is killed, or fails, at any call: a new store is there whole or not
# at all, one that was there is as it was or as its feed says.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # a killed process needs no disk, and memory is faster
fi
. "$(dirname "$0")/../lib.sh"
can_trace || skip_all 'strace is not here, or may not trace'

rows() { # STORE
	sqlite3 -readonly "$1" .dump | LC_ALL=C sort
}

open_office 100 100
i=0
while [ $i -lt 30 ]; do i=$((i + 1)); purchase "r$i" 2; done | ticket-create -c press >/dev/null
ticket-feed >feed
sqlite3 "$LANYARD_HOME/conference/ticketing.db" "VACUUM INTO '$PWD/whole.db'"
rows whole.db >whole
cp whole.db altered.db
sqlite3 altered.db "PRAGMA journal_mode = WAL; UPDATE ticket_types SET sold = 1; DELETE FROM tickets; DELETE FROM natural_keys" >/dev/null
rows altered.db >altered
broken "$PWD/altered.db" "$PWD/store.db"

# shellcheck disable=SC2120 # a command may stand in front
restoring() { # [COMMAND OPTION...]: how it is run
	"$@" event-replay --from feed -d new.db
}
# shellcheck disable=SC2120
rebuilding() {
	"$@" event-replay -d store.db
}
begin() {
	rm -f new.db* store.db*
	cp altered.db store.db
}

# What is wrong with what is there, after ATTEMPT and after the next run.
wrong_after() { # ATTEMPT
	case $1 in
	restoring)
		if [ -e new.db ]; then
			rows new.db | cmp -s - whole || echo 'half a store is there'
			[ "$(stat -c %h new.db)" = 1 ] || echo 'the store has two names'
		else
			restoring 2>&1 || echo 'it is not made by the next run'
		fi
		rows new.db | cmp -s - whole || echo 'the next run makes another store'
		;;
	rebuilding)
		rows store.db >found
		cmp -s found altered || cmp -s found whole || echo 'the store is neither old nor new'
		rebuilding 2>&1 || echo 'it is not done by the next run'
		rows store.db | cmp -s - whole || echo 'the next run comes to something else'
		;;
	esac
}

sorts='write pwrite64 fdatasync fsync ftruncate openat mkdir unlink renameat2 flock close'
for attempt in restoring rebuilding; do
	times=0
	: >wrong
	for sort in $sorts; do
		n=0
		while n=$((n + 1)); do
			begin
			died=0
			$attempt strace -f -qq -o /dev/null -e "inject=$sort:signal=KILL:when=$n" 2>/dev/null || died=$?
			[ $died -ne 0 ] || break
			times=$((times + 1))
			wrong_after $attempt | sed "s/^/$sort $n: /" >>wrong
		done
	done
	is "$(head -n 5 wrong)" '' "a replay ($attempt) killed at any call leaves a complete store or none"
	ok "a replay ($attempt) is killed at 25 calls or more" test "$times" -ge 25
done

# ATTEMPT FAULT STATUS WORDS NAME
failing() {
	begin
	rc=0
	# shellcheck disable=SC2086 # a fault may name the file that it is about
	$1 strace -f -qq -o /dev/null -e inject=$2 >"$out" 2>"$err" || rc=$?
	is "$rc" "$3" "$1 with $5 exits with $3"
	says "$4" "$1 with $5 prints: $4"
	case $1 in
	restoring) ok "$1 with $5 leaves no store and no file beside it" test -z "$(find . -name 'new.db*' ! -name new.db.lock)" ;;
	rebuilding) rows store.db >found && same found altered "$1 with $5 leaves the store unchanged" ;;
	esac
	is "$(wrong_after "$1")" '' "the run after $1 with $5 completes the store"
}

failing restoring pwrite64:error=ENOSPC 74 'disk is full' 'a full disk'
failing restoring fdatasync:error=EIO 74 'disk I/O error' 'a failing sync'
failing restoring renameat2:error=EIO 73 'new.db: Input/output error' 'a failing rename'
failing restoring renameat2:error=EEXIST 73 'new.db: File exists' 'a store that another process has made'
failing restoring flock:error=ENOLCK 74 'No locks available' 'a failing flock'
failing restoring flock:error=EAGAIN:when=1 75 'is busy' 'a lock that is taken'
failing restoring "openat:error=EACCES -P new.db.lock" 77 'Permission denied' 'a lock that it is not permitted to create'
failing restoring "openat:error=ENOSPC -P new.db.lock" 73 'No space left' 'a lock on a full disk'
failing restoring "read:error=EIO -P $PWD/feed" 74 'feed: Input/output error' 'a failing read'
failing rebuilding "openat:error=EIO -P $PWD/store.db" 74 'store.db: unable to open' 'a store that fails to open'
failing rebuilding "openat:error=EACCES -P $PWD/store.db.lock" 77 'Permission denied' 'a lock that it is not permitted to open'
failing rebuilding pwrite64:error=ENOSPC 74 'disk' 'a full disk'
failing rebuilding fdatasync:error=EIO 74 'disk I/O error' 'a failing sync'

# A file system that can't rename without replacing.
begin
rc=0
restoring strace -f -qq -o /dev/null -e inject=renameat2:error=EINVAL 2>"$err" >"$out" || rc=$?
is "$rc:$(wrong_after restoring):$(find . -name new.db.restoring)" 0:: "a store is made where a rename can't refuse to replace"

# The directory is not on the disk for sure: the store is whole, and the failure is reported.
begin
rc=0
restoring strace -f -qq -o /dev/null -e inject=fsync:error=EIO 2>"$err" >"$out" || rc=$?
is "$rc" 74 "a restore exits with 74 if the directory can't be synced"
is "$(wrong_after restoring)" '' "a restore whose directory can't be synced has made the store"

# A store in a directory that may not be searched.
run strace -f -qq -o /dev/null -P "$LANYARD_HOME/conference/ticketing.db" -e inject=access,faccessat,faccessat2,openat:error=EACCES event-replay
is "$rc:$(grep -c 'has no store' "$err")" 77:0 'event-replay reports a store that it is not permitted to look up'
done_testing
