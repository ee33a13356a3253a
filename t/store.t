#!/bin/sh
# The store: whose it is, how it is made, who may write to it.
. "$(dirname "$0")/lib.sh"
run ticket-create -c press </dev/null
is "$rc" 66 'ticket-create exits with 66 if the store does not exist'
run ticket-type list
is "$rc" 66 'ticket-type list exits with 66 if the store does not exist'
ok 'neither ticket-create nor ticket-type list creates a store' test ! -e "$LANYARD_HOME"
open_office
store=$LANYARD_HOME/conference/ticketing.db
is "$(sqlite3 "$store" 'PRAGMA journal_mode')" wal "the store's journal mode is WAL"

LANYARD_CONFERENCE=another run ticket-type list -d "$store"
is "$rc" 78 'opening a store of another conference exits with 78'
says 'is of the conference conference, not another' 'the message names both conferences'
run sponsor-register -d "$store" </dev/null
is "$rc" 78 'opening a store of another context exits with 78'
(unset LANYARD_HOME LANYARD_CONFERENCE; ticket-type list -d "$store") >"$scratch/printed/list"
is "$(jq -r .type "$scratch/printed/list")" full 'ticket-type list -d needs no environment variable'
# Where the stores are, without variables that say so.
at_home() { # COMMAND...: as a user whose home is the directory home
	run env -u LANYARD_HOME -u LANYARD_CONFERENCE -u XDG_DATA_HOME HOME="$PWD/home" "$@"
}
(unset LANYARD_CONFERENCE; ticket-type list) >"$scratch/printed/only"
is "$(jq -r .type "$scratch/printed/only")" full 'without LANYARD_CONFERENCE, the only conference in LANYARD_HOME is meant'
at_home ticket-type list
is "$rc" 64 'no conference in the default directory of stores is a usage error'
says 'home/.local/share/lanyard has none: set LANYARD_CONFERENCE, or run "lanyard init"' 'the message about no conference names the default directory, and lanyard init'
at_home env LANYARD_CONFERENCE=one ticket-type add full --name F --price 1 --currency EUR --capacity 1
is "$rc:$(ls home/.local/share/lanyard)" 0:one 'ticket-type add creates a store below ~/.local/share/lanyard without LANYARD_HOME'
is "$(stat -c %a home/.local home/.local/share/lanyard home/.local/share/lanyard/one/ticketing.db | paste -sd ' ')" '700 700 600' 'directories that are created below the home directory are for their owner alone'
at_home env LANYARD_HOME= ticket-type list
json .type full 'an empty LANYARD_HOME counts as not set'
mkdir home/.local/share/lanyard/log home/.local/share/lanyard/backup home/.local/share/lanyard/.hidden
touch home/.local/share/lanyard/log/ticketing.ndjson home/.local/share/lanyard/backup/ticketing.backup.db home/.local/share/lanyard/.hidden/ticketing.db
at_home ticket-type list
json .type full 'a directory of logs or backups is no conference'
at_home env XDG_DATA_HOME="$PWD/data" LANYARD_CONFERENCE=two ticket-type add day --name D --price 1 --currency EUR --capacity 1
is "$rc:$(ls data/lanyard)" 0:two 'ticket-type add creates a store below XDG_DATA_HOME'
at_home env XDG_DATA_HOME=data ticket-type list
json .type full 'a relative XDG_DATA_HOME is ignored'
at_home env LANYARD_CONFERENCE=three ticket-type add full --name F --price 1 --currency EUR --capacity 1
at_home ticket-type list
is "$rc" 64 'one of several conferences has to be named'
says 'has several: set LANYARD_CONFERENCE to one, three or another' 'the message about several conferences names two of them'
run env -u HOME -u LANYARD_HOME -u XDG_DATA_HOME ticket-type list
is "$rc" 64 'without LANYARD_HOME, XDG_DATA_HOME and HOME no directory of stores is known'
LANYARD_CONFERENCE=../x run ticket-type list
is "$rc" 64 'a path as LANYARD_CONFERENCE is a usage error'
LANYARD_NOW=yesterday run ticket-type list
is "$rc" 64 'a LANYARD_NOW that is no time is a usage error'
LANYARD_TRACE=nowhere/trace run ticket-type list
is "$rc:$(cat "$err")" '0:ticket-type: warning: LANYARD_TRACE: nowhere/trace: No such file or directory' \
	"a LANYARD_TRACE that can't be written is a warning"

echo 'this is no database, though it is long enough to be taken for one' >garbage.db
run ticket-type list -d garbage.db
is "$rc" 78 'opening a file that is not a database exits with 78'
says 'opening: file is not a database' 'the message says that the file is not a database'
sqlite3 foreign.db 'CREATE TABLE t (x)'
run ticket-type add x --name X --price 1 --currency EUR --capacity 1 -d foreign.db
is "$rc" 78 "opening another program's database exits with 78"
is "$(echo garbage.db* foreign.db*)" 'garbage.db foreign.db' "neither a garbage file nor another program's database has new files beside it"
cp "$store" newer.db
sqlite3 "$store" "VACUUM INTO 'copy.db'"
sqlite3 copy.db "UPDATE components SET version = 99 WHERE name = 'ticketing'"
run ticket-type list -d copy.db
is "$rc" 78 'opening a store of a newer version exits with 78'
says 'a newer Lanyard' 'the message says that a newer Lanyard is needed'

sqlite3 "$store" "UPDATE events SET line = ''" 2>"$err"
says append-only 'a trigger stops an UPDATE of the feed'
sqlite3 "$store" 'DELETE FROM events' 2>"$err"
says append-only 'a trigger stops a DELETE from the feed'

purchase r1 1 >one
flock "$store.lock" sleep 3 &
sleep 0.5
LANYARD_WAIT=0 run ticket-create -c press <one
is "$rc" 75 'ticket-create exits with 75 when the store is busy'
says 'is busy; run it again' 'the message about a busy store says to run the command again'
run ticket-type list
is "$rc" 0 'a reader does not wait for a busy store'
run ticket-create -c press <one
is "$rc" 0 'ticket-create waits for a busy store and succeeds'
wait

# A first run, killed at each of its writes, leaves nothing that stops the next one.
if can_trace; then
	i=0
	broken=
	while i=$((i + 1)) && [ $i -le 200 ]; do
		export LANYARD_CONFERENCE="killed$i"
		strace -f -o /dev/null -e inject=pwrite64,fdatasync,fsync,openat,ftruncate:signal=KILL:when=$i \
			ticket-type add full --name F --price 1 --currency EUR --capacity 1 >/dev/null 2>&1
		died=$?
		ticket-type add full --name F --price 1 --currency EUR --capacity 1 >"$scratch/printed/k$i" 2>"$err" ||
			broken="$broken $i"
		[ "$(sqlite3 "$LANYARD_HOME/killed$i/ticketing.db" 'PRAGMA integrity_check')" = ok ] || broken="$broken $i"
		[ $died -eq 0 ] && break
	done
	is "$broken:$died" ':0' 'a store whose creation was killed at any call is created by the next run'
else
	skip 'a store whose creation was killed at any call is created by the next run' 'strace is not here, or may not trace'
fi
export LANYARD_CONFERENCE=conference

# One process a command: each finds what the others have written ahead.
export LANYARD_CONFERENCE=singles
open_office 1000 1000
singles() { # FIRST: 400 processes of one command each
	for i in $(seq "$1" $(($1 + 399))); do
		purchase "s$i" 1 | ticket-create -c press || return
	done >singles.answers
}
wal_bytes() {
	wc -c <"$LANYARD_HOME/singles/ticketing.db-wal"
}
ok '400 processes of one command each succeed' singles 1
ok 'the WAL stays below 2 MiB after 400 processes' [ "$(wal_bytes)" -lt 2097152 ]
ticket-feed --follow >followed &
follower=$!
ok '400 processes of one command each succeed while a reader follows the feed' singles 401
ok 'the WAL stays below 2 MiB while a reader follows the feed' [ "$(wal_bytes)" -lt 2097152 ]
soon 30 has_lines followed 802
{ kill $follower && wait $follower; } 2>/dev/null
ticket-feed | cmp - followed >"$scratch/said" 2>&1
is "$?:$(wc -l <followed)" 0:802 'the follower gets every event of 800 processes'
mkfifo enough
seq 2000 | while read -r i; do purchase "b$i" 1 more; done >two-thousand
ticket-type add more --name More --price 1 --currency EUR --capacity 2000 >"$scratch/printed/more"
ticket-client amend press --commands create-ticket-purchase --types full,more --waive --budget 9999 >"$scratch/printed/press"
sqlite3 "$LANYARD_HOME/singles/ticketing.db" ".dbconfig no_ckpt_on_close on" "BEGIN; SELECT count(*) FROM events" \
	".shell echo >reading; read -r _ <enough" >counted &
reader=$!
soon 30 test -e reading
LANYARD_WAIT=0 run ticket-create -c press <two-thousand
is "$rc:$(wc -l <"$out")" 0:2000 'a long read transaction does not stop a writer'
ok 'the WAL grows beyond 2 MiB during a long read transaction' [ "$(wal_bytes)" -gt 2097152 ]
if can_trace; then
	purchase beside 1 >beside
	run strace -o trace -e trace=nanosleep,clock_nanosleep ticket-create -c press <beside
	is "$rc:$(grep -c sleep trace)" 0:0 'a checkpoint does not wait for a long read transaction while it has the lock'
else
	skip 'a checkpoint does not wait for a long read transaction while it has the lock' 'strace is not here, or may not trace'
fi
echo >enough
wait $reader
run ticket-create -c press <one
ok 'the next command truncates the WAL after a long read transaction' [ "$(wal_bytes)" -lt 2097152 ]
export LANYARD_CONFERENCE=conference

if [ "$(id -u)" -eq 0 ]; then
	chmod 755 "$scratch" "$scratch/work" && mkdir theirs && cp -R "$LANYARD_HOME/conference/." theirs
	run setpriv --reuid=65534 --regid=65534 --clear-groups -- "$bin/ticket-create" -d "$PWD/theirs/ticketing.db" -c press <one
	is "$rc" 77 'a user without write permission gets status 77'
else
	skip 'a user without write permission gets status 77' 'only root can be somebody else'
fi

# A full disk, or a power cut, may leave a part of what is written to it.
lock=$LANYARD_HOME/conference/ticketing.db.lock
printf '!0000000000000' >"$lock"
run ticket-create -c press <one
is "$rc:$(wc -c <"$lock" | awk '{ print ($1 > 14) }')" 0:1 'a lock file of which a part was written is a lock, and is written whole'

# Before SQLite 3.51.3, two connections that checkpoint at once can corrupt a WAL.
mkfifo shared
flock --shared "$lock" sh -c 'echo >shared; read -r _ <shared' &
holder=$!
read -r _ <shared
LANYARD_WAIT=0 run ticket-create -c press <one
is "$rc" 75 'no process writes while another has the lock, even one that shares it'
echo >shared
wait $holder

for path in '' :memory:; do
	run ticket-type add x --name X --price 1 --currency EUR --capacity 1 -d "$path"
	case $path in
	'') is "$rc" 64 'an empty name of a store is a usage error' ;;
	*) ok 'the name ":memory:" is a file' test -s "$path" ;;
	esac
done
LANYARD_CONFERENCE=typo run ticket-type add -n x --name X --price 1 --currency EUR --capacity 1
is "$rc:$(test -e "$LANYARD_HOME/typo" && echo made)" 66: 'a dry run creates no store'
done_testing
