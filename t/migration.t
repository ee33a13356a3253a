#!/bin/sh
# A store that an older version wrote is brought up to date by the first tool that opens it,
# all of it or nothing, with a migration that is made for this test: ticketing's next version.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
for tool in sqlite3 make "${CC:-cc}"; do
	command -v "$tool" >/dev/null || skip_all "$tool is not here"
done
store=$LANYARD_HOME/conference/ticketing.db
older=$bin

# The next version's tools: discount codes have another column.
cp -R "$root/Makefile" "$root/lib" "$root/cmd" "$root/share" "$scratch"
cat >"$scratch/lib/ticketing/schema/0002-next.sql" <<'END'
DROP TABLE ticket_discounts;
CREATE TABLE ticket_discounts (
	code TEXT PRIMARY KEY,
	used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
	seq INTEGER NOT NULL,
	remark TEXT NOT NULL DEFAULT 'none'
) STRICT, WITHOUT ROWID;
END
make -C "$scratch" -j2 CONTEXTS=ticketing CFLAGS=-O0 all >"$scratch/made" 2>&1 || tail -n 5 "$scratch/made"
newer=$scratch/build/bin
ok 'the next version is built with a migration' test -x "$newer/ticket-create"

# What the older version writes.
open_office 20 20
ticket-discount add EARLY --percent 20 --uses 5 >>"$scratch/log"
ticket-client amend press --commands create-ticket-purchase,cancel-tickets >>"$scratch/log"
for number in 1 2 3; do
	ID=01890a5d-ac96-774b-bcce-b302099a800$number purchase "r$number" "$number"
done >commands
ticket-create -c press <commands >answers
ticket-feed >feed

# Without the lock file, which has the position of the last event that the newer tools acknowledged.
restore() {
	rm -f "$store" "$store"-* "$store.lock"
	cp older.db "$store"
}
dump() {
	sqlite3 -readonly "$store" .dump
}
version() {
	sqlite3 -readonly "$store" "SELECT version FROM components WHERE name = 'ticketing'"
}
# All of it in the one file.
sqlite3 "$store" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
cp "$store" older.db

for opening in 'ticket-feed' 'ticket-type list' 'ticket-create -c press'; do
	restore
	# shellcheck disable=SC2086 # words
	run "$newer/"$opening </dev/null
	no_data
	is "$rc: $(cat "$err")" '0: ' "$opening opens an older store"
	is "$(version)" 2 "$opening migrates an older store"
	run "$newer/event-replay" --check
	is "$rc: $(cat "$err")" '0: ' "event-replay --check finds nothing after $opening migrated the store"
done
"$newer/ticket-feed" >now
same now feed 'a migration leaves the feed as it was, byte for byte'
"$newer/ticket-create" -c press <commands >again
same again answers 'a command from before the migration prints the same bytes'
is "$(sqlite3 -readonly "$store" 'SELECT code, remark FROM ticket_discounts')" 'EARLY|none' \
	'a migration fills the new tables from the feed'

# A tool of the older version that was started before.
restore
mkfifo lines
timeout 60 "$older/ticket-create" -c press <lines >sold 2>"$err" &
seller=$!
exec 3>lines
purchase r4 1 >&3
ok 'an older tool sells before a migration' soon 10 has_lines sold 1
"$newer/ticket-type" list >/dev/null
dump >before
purchase r5 1 >&3
rc=0
wait "$seller" || rc=$?
exec 3>&-
is "$rc" 78 'an older tool that runs during a migration exits with 78 when it would write again'
says 'ticketing.db: was migrated by a newer Lanyard meanwhile; start the newer tool' \
	'an older tool that runs during a migration prints that a newer one has to be started'
is "$(wc -l <sold)" 1 'an older tool sells nothing after a migration'
dump >after
same before after 'an older tool leaves a store that was migrated meanwhile unchanged'
run "$newer/event-replay" --check
is "$rc: $(cat "$err")" '0: ' 'event-replay --check finds nothing in a store whose migration ran beside an older tool'

run "$older/ticket-type" list
is "$rc" 78 'a tool exits with 78 for a store of a newer version'
says 'was written by a newer Lanyard' 'the message says that a newer Lanyard wrote the store'
dump >after
same before after 'a tool leaves a store of a newer version unchanged'

# An older store is compared with its own version before it is migrated.
refused() { # SQL WORDS NOUN
	restore
	sqlite3 "$store" '.dbconfig defensive off' '.dbconfig writable_schema on' "$1" >/dev/null
	rm -f "$store"-*
	cp "$store" spoiled.db
	for opening in 'ticket-feed' 'ticket-type list' 'ticket-create -c press' 'event-replay ticketing'; do
		# shellcheck disable=SC2086 # words
		run "$newer/"$opening </dev/null
		no_data
		is "$rc" 78 "$opening exits with 78 for an older store with $3"
		says "$2" "$opening says what is wrong with an older store with $3"
		same "$store" spoiled.db "$opening does not migrate an older store with $3"
	done
}
refused 'CREATE TABLE mine (x)' "its table mine is not Lanyard's" 'an additional table'
refused "$(seq -f 'CREATE TABLE mine%g (x);' 256)" "its schema is larger than Lanyard's" 'very many tables'
refused "UPDATE sqlite_schema SET sql = sql || '; COMMIT; VACUUM INTO ''copy''' WHERE name = 'purchases'" \
	'its table purchases is not as Lanyard makes it' "SQL after a table's definition"
refused 'DROP TRIGGER events_keep_update' 'its trigger events_keep_update is missing' 'a missing trigger'
refused "UPDATE components SET version = 2 WHERE name = 'ticketing'" \
	'its table ticket_discounts is not as Lanyard makes it' "a version number that its tables don't have"

restore
sqlite3 "$store" "INSERT INTO events VALUES (99, randomblob(16), '{}')"
dump >before
run "$newer/ticket-type" list
is "$rc" 70 'a migration of a store with an invalid event exits with 70'
says 'position 99' 'the message names the position of the invalid event'
dump >after
same before after 'a migration that fails leaves the store unchanged'

restore
event-seal ticketing >/dev/null
without_triggers "$store" "UPDATE events SET line = replace(line, '@', '@x') WHERE seq = 5"
run "$newer/ticket-type" list
no_data
is "$rc:$(version)" 0:2 'a store of which a line was altered is migrated'
says "warning: $store: position 8: is a seal of the events 1 to 7, one of which was altered since" 'the migration warns of the seal'
run "$newer/event-replay" --check
is "$rc" 70 'event-replay --check finds the altered line after the migration'

# Killed at any of its calls.
if can_trace; then
	restore
	dump >old
	strace -f -qq -e trace=pwrite64,fdatasync,fsync,ftruncate,unlink,write -o trace \
		"$newer/ticket-type" list >/dev/null
	dump >new
	: >wrong
	killed=0
	sed -n 's/^[0-9]* *\([a-z0-9]*\)(.*/\1/p' trace | awk '{ print $1, ++nth[$1] }' >calls
	while read -r call nth; do
		restore
		strace -f -qq -o trace.now -e trace="$call" -e inject="$call:signal=KILL:when=$nth" \
			"$newer/ticket-type" list </dev/null >/dev/null 2>&1
		grep -q 'killed by SIGKILL' trace.now && killed=$((killed + 1))
		dump >found
		cmp -s found old || cmp -s found new || echo "killed at $call $nth: neither" >>wrong
		"$newer/ticket-type" list </dev/null >/dev/null 2>>wrong
		dump | cmp - new >>wrong 2>&1
	done <calls
	is "$(cat wrong)" '' 'a migration killed at any call leaves the old store or the new one'
	is "$killed" "$(wc -l <calls | tr -d ' ')" 'the migration was killed at each of its calls'
	ok 'the migration writes to the store' grep -q pwrite64 calls

	# The lock that others wait for.
	failing() { # ERROR STATUS WORDS
		restore
		run strace -f -qq -o /dev/null -P "$store.lock" -e inject="fcntl:error=$1" \
			env LANYARD_WAIT=0 "$newer/ticket-type" list
		no_data
		is "$rc" "$2" "a tool exits with $2 if its lock for migrating fails with $1"
		says "$3" "the message about a lock for migrating that fails with $1 has the reason"
		dump >found
		same found old "a tool whose lock for migrating fails with $1 leaves the store unchanged"
	}
	failing ENOLCK 74 'ticketing.db.lock: No locks available'
	failing EAGAIN 75 'ticketing.db: is being migrated; run it again'

	# Without space from one of its writes on.
	grep pwrite64 calls | while read -r call nth; do
		restore
		status=0
		strace -f -qq -o /dev/null -e inject="$call:error=ENOSPC:when=$nth+" \
			"$newer/ticket-type" list </dev/null >/dev/null 2>"$err" || status=$?
		dump >found
		if [ "$status" = 0 ]; then
			cmp found new
		else
			cmp found old
			grep -q 'ticketing.db.*\(disk\|No space\)' "$err" || cat "$err"
			echo "$status" >>statuses
		fi
		"$newer/ticket-type" list </dev/null 2>&1 >/dev/null
		dump | cmp - new
	done >wrong 2>&1
	is "$(cat wrong)" '' 'a migration on a full disk leaves the old store, and is done when there is space'
	is "$(sort -u statuses)" 74 'a migration on a full disk exits with 74'
else
	skip 'a migration killed at any call leaves the old store or the new one' 'strace may not trace here'
	skip 'a migration on a full disk leaves the old store' 'strace may not trace here'
fi

# The version after that: the feed's own table changes, so the feed is read afterwards.
echo 'ALTER TABLE events ADD COLUMN remark TEXT' >"$scratch/lib/store/schema/0002-next.sql"
make -C "$scratch" -j2 CONTEXTS=ticketing CFLAGS=-O0 all >"$scratch/made" 2>&1 || tail -n 5 "$scratch/made"
restore
run "$newer/ticket-type" list
no_data
is "$rc: $(cat "$err")" '0: ' 'a tool opens a store whose table of events is older'
is "$(sqlite3 -readonly "$store" "SELECT group_concat(name || ' ' || version, ', ') FROM components")" \
	'store 2, ticketing 2' 'a migration of the table of events is done with those of the other tables'
run "$newer/event-replay" --check
is "$rc: $(cat "$err")" '0: ' 'event-replay --check finds nothing after a migration of the table of events'
"$newer/ticket-feed" >now
same now feed 'a migration of the table of events leaves the feed as it was, byte for byte'
broken "$store"
done_testing
