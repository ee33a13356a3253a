#!/bin/sh
# What is printed is on the disk, also where a killed run has left it: SQLite
# takes what it finds whole in the WAL, whether that was ever synced or not.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
can_trace || skip_all 'strace is not here, or may not trace'
open_sponsorship 1000 1000
store=$LANYARD_HOME/conference/ticketing.db

# Kills COMMAND at the sync of its commit: it is written, and not on the disk.
cut_off() { # COMMAND...: reads the file input
	strace -f -qq -o /dev/null -e inject=fdatasync:signal=KILL:when=1 "$@" <input >/dev/null 2>&1
}

traced() { # CALLS COMMAND...
	traced_calls=$1
	shift
	strace -f -y -qq -s 0 -o "$traced_calls" -e trace=write,pwrite64,fdatasync,fsync,flock "$@"
}

# Says what was printed before the WAL was synced, by the calls in the files.
unsynced() { # CALLS...
	awk '/pwrite64\([0-9]*<[^>]*-wal>/ { written = 1 }
		written && /(fdatasync|fsync)\([0-9]*<[^>]*-wal>.* = 0$/ { synced = 1 }
		/write\(1</ { prints++; if (!synced) print "printed before the WAL was synced" }
		END { if (!prints) print "printed nothing" }' "$@" | sort -u
}

purchase known 1 >first
ticket-create -c organiser <first >"$scratch/printed/known"
traced calls ticket-create -c organiser <first >"$out"
is "$(unsynced calls)" 'printed before the WAL was synced' 'ticket-create prints a repeated answer without a sync if no run was killed'

ID=01900000-0000-7000-8000-000000000001 purchase killed 1 >input
cut_off ticket-create -c organiser
traced calls ticket-create -c organiser <input >"$out"
is "$(unsynced calls)" '' "a repeated command is answered after the killed run's WAL is synced"
is "$(jq -r .data.reference "$out")" killed "a repeated command is answered with the killed run's event"
traced calls ticket-create -c organiser <input >"$out"
is "$(unsynced calls)" 'printed before the WAL was synced' 'a second repetition is answered without another sync'

ID=01900000-0000-7000-8000-000000000002 purchase killed2 1 >input
cut_off ticket-create -c organiser
traced calls ticket-feed >"$out"
is "$(unsynced calls)" '' "ticket-feed prints after the killed run's WAL is synced"
is "$(grep -c '"reference":"killed2"' "$out")" 1 "ticket-feed prints the killed run's event"

ID=01900000-0000-7000-8000-000000000003 purchase killed3 1 >input
cut_off ticket-create -c organiser
mkfifo locked enough
flock "$store.lock" sh -c 'echo >locked; read -r _ <enough' &
read -r _ <locked
LANYARD_WAIT=0 run ticket-feed
is "$rc:$(wc -c <"$out")" 75:0 "ticket-feed prints nothing of a killed run while another process has the lock"
traced calls ticket-feed >waited &
feed=$!
soon 30 grep -q 'flock(.* = -1' calls
echo >enough
wait "$feed"
is "$?:$(unsynced calls):$(grep -c '"reference":"killed3"' waited)" 0::1 "ticket-feed waits for the lock, and prints after the killed run's WAL is synced"
wait
traced calls ticket-feed >"$out"
is "$(unsynced calls)" 'printed before the WAL was synced' 'the next ticket-feed does not sync again'

# Who was there all the time has recovered nothing, and prints nothing of it. But
# when it has gone, the next one will.
mkfifo lines
traced calls.there ticket-create -c organiser <lines >there 2>"$err" &
exec 7>lines
cat first >&7
soon 30 has_lines there 1
ID=01900000-0000-7000-8000-000000000004 purchase killed4 1 >input
cut_off ticket-create -c organiser
cat first >&7
soon 30 has_lines there 2
exec 7>&-
wait $!
traced calls ticket-feed >"$out"
is "$(grep -c '"reference":"killed4"' "$out")" 1 'ticket-feed prints the event of a run that was killed beside another writer'
grep -v 'write(1<' calls.there >both # what it printed was known before
cat calls >>both
is "$(unsynced both)" '' 'the event of a run that was killed beside another writer is on the disk before it is printed'

pay_sponsor acme Gold
cp paid.acme input
cut_off sponsor-onboard
traced calls sponsor-onboard <input >"$out"
is "$(unsynced calls)" '' "sponsor-onboard answers after the killed run's WAL is synced"

purchase failing 1 >input
cut_off ticket-create -c organiser
run strace -f -qq -o /dev/null -e inject=fdatasync:error=EIO ticket-feed
is "$rc:$(wc -c <"$out")" 74:0 "ticket-feed exits with 74 and prints nothing if the WAL can't be synced"
says 'ticketing.db-wal: syncing: disk I/O error' 'the message of ticket-feed says that the sync failed'
run strace -f -qq -o /dev/null -e inject=fdatasync:error=EIO ticket-create -c organiser <input
is "$rc:$(wc -c <"$out")" 74:0 "ticket-create exits with 74 and prints nothing if the WAL can't be synced"
traced calls ticket-create -c organiser <input >"$out"
is "$(unsynced calls):$(wc -l <"$out")" :1 'the run after a failing sync syncs the WAL and answers'

# Rejected lines are kept, by a name that stays, before anything says that they are.
echo '{' >bad
kept() { # FILE
	rc=0
	strace -f -y -qq -o calls -e trace=fdatasync,fsync ticket-create -c organiser -r "$1" <bad >"$out" 2>"$err" || rc=$?
}
names_synced() {
	grep -c "fsync([0-9]*<$PWD>)" calls
}
kept new
is "$rc:$(grep -c "fsync([0-9]*<$PWD/new>)" calls)" 65:1 'a line kept with -r is synced'
is "$(names_synced)" 1 'the directory of a new file of -r is synced'
kept new
is "$rc:$(wc -l <new):$(names_synced)" 65:2:0 'the directory is not synced for an existing file of -r'
: >left
kept left
is "$rc:$(names_synced)" 65:1 'the directory is synced for an empty file that a killed run of -r has left'
kept /dev/null
is "$rc:$(names_synced)" 65:0 'the directory is not synced for -r /dev/null'
run strace -f -qq -o /dev/null -e inject=fsync:error=EIO ticket-create -c organiser -r another <bad
is "$rc" 74 "ticket-create exits with 74 if the directory of -r can't be synced"
says ': Input/output error' 'the message says that the directory could not be synced'
done_testing
