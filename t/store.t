#!/bin/sh
# The store: whose it is, how it is made, who may write to it.
. "$(dirname "$0")/lib.sh"
run ticket-create -c press </dev/null
is "$rc" 66 'a store that is not there is told'
run ticket-type list
is "$rc" 66 'to who only reads, too'
ok 'and neither makes one' test ! -e "$LANYARD_HOME"
open_office
store=$LANYARD_HOME/conference/ticketing.db
is "$(sqlite3 "$store" 'PRAGMA journal_mode')" wal 'the store writes ahead'

LANYARD_CONFERENCE=another run ticket-type list -d "$store"
is "$rc" 78 'it knows its conference'
says 'is of the conference conference, not another' 'and says so'
run sponsor-register -d "$store" </dev/null
is "$rc" 78 'and its context'
(unset LANYARD_HOME LANYARD_CONFERENCE; ticket-type list -d "$store") >"$scratch/printed/list"
is "$(jq -r .type "$scratch/printed/list")" full 'with -d it needs no environment'
(unset LANYARD_CONFERENCE; ticket-type list) 2>"$err"
is "$?" 64 'without either it is asked which store is meant'
LANYARD_CONFERENCE=../x run ticket-type list
is "$rc" 64 'a conference is a name, no path'
LANYARD_NOW=yesterday run ticket-type list
is "$rc" 64 'LANYARD_NOW is a time'
LANYARD_TRACE=nowhere/trace run ticket-type list
is "$rc:$(cat "$err")" '0:ticket-type: warning: LANYARD_TRACE: nowhere/trace: No such file or directory' \
	'a trace that can not be written is told'

echo 'this is no database, though it is long enough to be taken for one' >garbage.db
run ticket-type list -d garbage.db
is "$rc" 78 'a file that is none is told'
says 'opening: file is not a database' '  when it is opened'
sqlite3 foreign.db 'CREATE TABLE t (x)'
run ticket-type add x --name X --price 1 --currency EUR --capacity 1 -d foreign.db
is "$rc" 78 'nor is another program'\''s database taken'
is "$(echo garbage.db* foreign.db*)" 'garbage.db foreign.db' '  and nothing is left beside either'
cp "$store" newer.db
sqlite3 "$store" "VACUUM INTO 'copy.db'"
sqlite3 copy.db "UPDATE components SET version = 99 WHERE name = 'ticketing'"
run ticket-type list -d copy.db
is "$rc" 78 'a store of a newer version is told'
says 'a newer Lanyard' 'and what to do'

sqlite3 "$store" "UPDATE events SET line = ''" 2>"$err"
says append-only 'the feed is not changed'
sqlite3 "$store" 'DELETE FROM events' 2>"$err"
says append-only 'nor cut'

purchase r1 1 >one
flock "$store.lock" sleep 3 &
sleep 0.5
LANYARD_WAIT=0 run ticket-create -c press <one
is "$rc" 75 'a store that is busy is told'
says 'is busy; run it again' 'and what to do'
run ticket-type list
is "$rc" 0 'readers do not wait for it'
run ticket-create -c press <one
is "$rc" 0 'with patience it is done'
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
	is "$broken:$died" ':0' 'a store whose making was killed at any point is made by the next run'
else
	skip 'a store whose making was killed at any point is made by the next run' 'strace is not here, or may not trace'
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
ok 'four hundred commands, each by a process of its own' singles 1
ok '  and what is written ahead stays below 2 MiB' [ "$(wal_bytes)" -lt 2097152 ]
ticket-feed --follow >followed &
follower=$!
ok 'four hundred more, while somebody follows the feed' singles 401
ok '  and it still does' [ "$(wal_bytes)" -lt 2097152 ]
soon 30 has_lines followed 802
{ kill $follower && wait $follower; } 2>/dev/null
ticket-feed | cmp - followed >"$scratch/said" 2>&1
is "$?:$(wc -l <followed)" 0:802 '  nor did it stop who followed'
mkfifo enough
seq 2000 | while read -r i; do purchase "b$i" 1 more; done >two-thousand
ticket-type add more --name More --price 1 --currency EUR --capacity 2000 >"$scratch/printed/more"
ticket-client amend press --may create-ticket-purchase --types full,more --waive --budget 9999 >"$scratch/printed/press"
sqlite3 "$LANYARD_HOME/singles/ticketing.db" ".dbconfig no_ckpt_on_close on" "BEGIN; SELECT count(*) FROM events" \
	".shell echo >reading; read -r _ <enough" >counted &
reader=$!
soon 30 test -e reading
LANYARD_WAIT=0 run ticket-create -c press <two-thousand
is "$rc:$(wc -l <"$out")" 0:2000 'who reads in one long transaction stops nobody who writes'
ok '  though nothing can be cut while it does' [ "$(wal_bytes)" -gt 2097152 ]
echo >enough
wait $reader
run ticket-create -c press <one
ok '  which the next command makes up for' [ "$(wal_bytes)" -lt 2097152 ]
export LANYARD_CONFERENCE=conference

if [ "$(id -u)" -eq 0 ]; then
	chmod 755 "$scratch" "$scratch/work" && mkdir theirs && cp -R "$LANYARD_HOME/conference/." theirs
	run setpriv --reuid=65534 --regid=65534 --clear-groups -- "$bin/ticket-create" -d "$PWD/theirs/ticketing.db" -c press <one
	is "$rc" 77 'who may not write to it is told'
else
	skip 'who may not write to it is told' 'only root can be somebody else'
fi

for path in '' :memory:; do
	run ticket-type add x --name X --price 1 --currency EUR --capacity 1 -d "$path"
	case $path in
	'') is "$rc" 64 'an empty name is no store' ;;
	*) ok 'a name that SQLite has a meaning for is a file' test -s "$path" ;;
	esac
done
LANYARD_CONFERENCE=typo run ticket-type add -n x --name X --price 1 --currency EUR --capacity 1
is "$rc:$(test -e "$LANYARD_HOME/typo" && echo made)" 66: 'a dry run makes no store'
done_testing
