#!/bin/sh
# Who may read, write and lock what the tools leave behind: their owner, until an
# operator decides otherwise.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
command -v flock >/dev/null || skip_all 'flock is not here'
chmod 711 "$scratch"
unset LANYARD_HOME

# Runs a command as an account without rights, where this one is root's.
stranger=65534
other() {
	setpriv --reuid=$stranger --regid=$stranger --clear-groups -- "$@"
}
if [ "$(id -u)" -eq 0 ]; then
	plain() { other "$@"; }
	can_be_other=yes
	# The checkout may be where no other account can go.
	cp -R "$bin" "$scratch/bin"
	bin=$scratch/bin PATH=$scratch/bin:$PATH
else
	plain() { "$@"; }
	can_be_other=
fi

# What somebody finds in a directory whose permissions are more than its owner's.
accessible_to_others() { # DIRECTORY
	find "$1" ! -type l -perm /077 -exec stat -c '%a %n' {} +
}

# The pipeline, each tool with umask MASK, and all that it makes in DIRECTORY, which is
# missing. What the shell writes is elsewhere.
whole_pipeline() { # MASK DIRECTORY
	mask=$1 at=$2
	tool() {
		# shellcheck disable=SC2016 # for the inner shell
		plain env LANYARD_HOME="$at/stores" LANYARD_TRACE="$at/trace" \
			sh -c 'umask "$0"; exec "$@"' "$mask" "$@"
	}
	tool ticket-type add full --name Full --price 100 --currency EUR --capacity 99
	tool ticket-client add sponsorship --commands create-ticket-purchase,cancel-tickets --types full --waive
	tool ticket-client add speakers --commands create-ticket-purchase,cancel-tickets --types full --waive
	tool sponsor-policy adopt - <policy.json
	{
		cat sponsors
		echo '{"bad":'
	} | tool sponsor-register -q -r "$at/rejected" || [ $? = 65 ]
	tool sponsor-contract sign C-acme --sponsor acme --signed-on 2025-01-12
	tool sponsor-invoice raise I-acme --sponsor acme --amount 5000 --currency EUR
	tool sponsor-settle I-acme --settled-on 2025-02-01 | tool sponsor-onboard | tool sponsor-allocate |
		tool ticket-create -c sponsorship | tool event-log -s 1000 "$at/some/log" | tool sponsor-book
	tool speaker-policy adopt - <speakers.json
	tool speaker-invite ann --name Ann --email ann@s.example --role talk
	tool speaker-accept ann | tool speaker-allocate | tool ticket-create -c speakers | tool speaker-book
	purchase dry 1 | tool ticket-create -n -c organiser
	tool ticket-feed --consumer copy -- sh -c "cat >$at/consumed"
	tool ticket-feed | tool event-log -s 1000 "$at/copy"
	tool event-replay
	tool event-replay --check
	tool ticket-feed | tool event-replay --from - -d "$at/again/restored.db"
	tool ticket-check
	[ "$(tool ticket-feed | wc -l)" -gt 4 ] && [ "$(tool ticket-feed -d "$at/again/restored.db" | wc -l)" -gt 4 ]
}

cat >policy.json <<'END'
{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":7}]}]}
END
cat >speakers.json <<'END'
{"rules":[{"role":"talk","grants":[{"type":"full","quantity":1}]}]}
END
echo '{"sponsor":"acme","name":"Acme","level":"Gold","email":"t@acme.example","signed_up_on":"2025-01-10"}' >sponsors

kinds='consumed events-N.ndjson lock rejected restored.db restored.db.lock speakers.db speakers.db-shm speakers.db-wal speakers.db.lock sponsorship.db sponsorship.db-shm sponsorship.db-wal sponsorship.db.lock ticketing.db ticketing.db-shm ticketing.db-wal ticketing.db.lock trace'
for mask in 000 022 077 0777; do
	mkdir "$scratch/$mask"
	[ -z "$can_be_other" ] || chown $stranger "$scratch/$mask"
	chmod 700 "$scratch/$mask"
	ok "the whole pipeline succeeds with umask $mask" whole_pipeline $mask "$scratch/$mask"
	is "$(accessible_to_others "$scratch/$mask")" '' "no other user can access a file or directory made with umask $mask"
	is "$(find "$scratch/$mask" \( -type f ! -perm 600 \) -o \( -type d ! -perm 700 \))" '' \
		"files made with umask $mask have mode 0600, directories 0700"
	is "$(find "$scratch/$mask" -type f -printf '%f\n' | sed 's/-0*[0-9][0-9]*\./-N./' | LC_ALL=C sort -u |
		grep -v 'restored.db-' | paste -sd ' ' -)" "$kinds" "the pipeline with umask $mask makes stores, locks, logs, rejected lines and a trace"
done

for script in demo solutions; do
	ok "contrib/$script/run succeeds with umask 000" \
		env LANYARD_BIN="$bin" sh -c "umask 000; exec sh '$root/contrib/$script/run' '$scratch/$script'"
	is "$(accessible_to_others "$scratch/$script")" '' "no other user can access a file made by contrib/$script/run"
	ok "contrib/$script/run makes more than ten files" test "$(find "$scratch/$script" -type f | wc -l)" -gt 10
done

# A restore is looked at while it goes on.
mkdir restore
plain env LANYARD_HOME="$scratch/022/stores" ticket-feed >feed
(
	umask 000
	{
		cat feed
		sleep 60 &
		echo $! >sleeping
		wait
	} | event-replay --from - -d restore/new.db
) 2>"$err" &
soon 6 test -s restore/new.db.restoring
is "$(cd restore && stat -c %a new.db.restoring* | sort -u)" 600 \
	'a store that is being restored has mode 0600, with all files beside it'
kill "$(cat sleeping)"
wait
is "$(stat -c %a restore/new.db)" 600 'a restored store has mode 0600'

# Another account of the machine. The lock it goes for is what stops sales.
take() { # LOCK: what comes of trying to take it; flock(1) opens it to read
	if other flock -n "$1" true 2>taking; then echo taken; else sed 's/.*: //' taking; fi
}
export LANYARD_HOME="$scratch/attacked"
home=$LANYARD_HOME/conference store=$home/ticketing.db
open_office 100 100
purchase first 1 | ticket-create -q -c press >"$scratch/printed/first"
purchase again 1 >one
ticket-feed | event-log "$scratch/log" >/dev/null
chmod 755 "$scratch" "$scratch/work"
if [ -z "$can_be_other" ]; then
	skip 'another account can read, write and lock nothing' 'only root can be somebody else'
else
	for file in "$home" "$scratch/log" "$store" "$store-wal" "$store-shm" "$store.lock" "$scratch/log/lock"; do
		other test -r "$file" -o -w "$file" -o -x "$file" && echo "$file"
	done >reached
	is "$(cat reached)" '' 'another account can read, write and lock nothing'
	run other "$bin/ticket-feed" -d "$store"
	is "$rc:$(cat "$out")" 77: 'ticket-feed run by another account exits with 77'

	# The operator lets everybody read.
	chmod 755 "$LANYARD_HOME" "$home" && chmod 644 "$store" "$store-wal" "$store-shm"
	ok 'another account can read a store of mode 0644' other test -r "$store"
	is "$(take "$store.lock")" 'Permission denied' \
		"another account can't lock a store of mode 0644"
	run other "$bin/ticket-feed" -d "$store"
	is "$rc" 77 'ticket-feed run by an account that may only read exits with 77'
	# Everything, as chmod -R does.
	chmod -R a+rX "$LANYARD_HOME" "$scratch/log"
	is "$(take "$store.lock")" taken 'another account can lock a store whose lock has mode 0644'
	LANYARD_WAIT=0 run ticket-create -q -c press <one
	is "$rc:$(stat -c %a "$store.lock")" 0:600 "the next tool sets the lock's mode to 0600"
	is "$(take "$store.lock")" 'Permission denied' \
		"another account can't lock the store after the lock's mode is set to 0600"
	ticket-feed --after 3 >after
	run event-log "$scratch/log" <after
	is "$rc:$(stat -c %a "$scratch/log/lock")" 0:600 "event-log sets its lock's mode to 0600"
	is "$(stat -c %a "$home" "$store" "$store-wal" "$store-shm" | paste -sd ' ' -)" '755 644 644 644' \
		'tools keep the modes that the operator gave to directory, store and WAL'
	if can_trace; then
		chmod 644 "$store.lock" "$scratch/log/lock"
		for call in 'ticket-create -q -c press' "event-log $scratch/log"; do
			# shellcheck disable=SC2086 # words
			run strace -f -qq -o /dev/null -e inject=fchmod:error=EPERM $call <one
			is "$rc:$(cat "$out")" 78: "${call%% *} exits with 78 if it can't change its lock's mode"
			says 'could take it: chmod 0600 it: Operation not permitted' "the message of ${call%% *} says which mode to give to the lock"
		done
	else
		skip "a tool exits with 78 if it can't change its lock's mode" 'strace may not trace here'
	fi
	chmod 600 "$store.lock" "$scratch/log/lock"
fi

# What lies in the lock's place is not written to, whoever put it there.
keep=$home/lock.kept
mv "$store.lock" "$keep"
refused() { # LOCK
	LANYARD_WAIT=0 run timeout 10 ticket-create -q -c press <one
	is "$rc:$(cat "$out")" 78: "ticket-create exits with 78 if its lock is $1"
	rm -f "$store.lock"
}
echo 'precious' >precious
ln -s "$PWD/precious" "$store.lock"
refused 'a symbolic link'
ln precious "$store.lock"
refused 'a hard link to another file'
is "$(cat precious)" precious 'ticket-create does not write to the file that its lock is a link to'
mkfifo "$store.lock"
refused 'a FIFO'
mkdir "$store.lock"
LANYARD_WAIT=0 run ticket-create -q -c press <one
is "$rc" 73 'ticket-create exits with 73 if its lock is a directory'
rmdir "$store.lock"
if [ -n "$can_be_other" ]; then
	chmod 600 "$store"
	touch "$store.lock" && chown $stranger "$store.lock"
	refused 'a file of another account'
	says 'belongs to another user' "the message about another account's lock says whose it is"
	mkdir "$scratch/planted" && chmod 1777 "$scratch/planted"
	other sh -c "umask 000; : >$scratch/planted/new.db; : >$scratch/planted/old.db.restoring"
	run ticket-type add full --name F --price 1 --currency EUR --capacity 1 -d "$scratch/planted/new.db"
	is "$rc:$(stat -c %s "$scratch/planted/new.db")" 77:0 'ticket-type add creates no store in a file of another account'
	# Root may remove anything: it is the one who doesn't own the directory who may not.
	chown 65533 feed
	run setpriv --reuid=65533 --regid=65533 --clear-groups -- \
		"$bin/event-replay" --from feed -d "$scratch/planted/old.db"
	is "$rc:$(stat -c %s "$scratch/planted/old.db.restoring")" 77:0 'event-replay restores no store in a file of another account'
else
	skip 'ticket-create exits with 78 if its lock is a file of another account' 'only root can be somebody else'
fi
mv "$keep" "$store.lock"
ln -s "$PWD/precious" "$scratch/log/events-0000000002.ndjson"
run event-log "$scratch/log" <one
is "$rc:$(cat precious)" 73:precious 'event-log does not write through a symbolic link'
rm "$scratch/log/events-0000000002.ndjson"
LANYARD_WAIT=0 run ticket-create -q -c press <one
is "$rc:$(wc -l <"$out")" 0:1 'ticket-create succeeds after its lock was put back'

# A second name of a store.
ln -s "$store" link.db
mkfifo waiting
ticket-create -n -q -c press -d link.db <waiting >/dev/null &
holder=$!
exec 8>waiting
purchase waiting 1 >&8
is_locked() {
	! flock -n "$store.lock" true
}
soon 6 is_locked
LANYARD_WAIT=0 run ticket-create -q -c press <one
is "$rc:$(test -e link.db.lock && echo other)" 75: 'a symbolic link to a store has the same lock as the store'
exec 8>&-
wait $holder
timeout 20 ticket-feed -d link.db --follow --limit "$(($(events ticket-feed) + 1))" >followed &
follower=$!
sleep 0.2
purchase followed 1 | ticket-create -q -c press >"$scratch/printed/followed"
wait $follower
is "$?:$(events ticket-feed)" "0:$(wc -l <followed)" 'ticket-feed --follow of a symbolic link to a store prints the next event'

# What an operator has widened, for a group of writers.
chmod 2770 "$home" && chmod 660 "$store"* && chmod 2770 "$scratch/log" && chmod 660 "$scratch/log"/*
widened() {
	stat -c %a "$home" "$store" "$store.lock" "$store-wal" "$store-shm" | paste -sd ' ' -
}
purchase second 1 | ticket-create -q -c press >"$scratch/printed/second"
is "$(widened)" '2770 660 660 660 660' 'ticket-create keeps permissions for a group'
sqlite3 "$store" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
rm -f "$store-wal" "$store-shm" "$store.lock"
purchase third 1 | ticket-create -q -c press >"$scratch/printed/third"
is "$(widened)" '2770 660 660 660 660' "a new WAL and a new lock have the store's permissions for a group"
run event-replay ticketing
is "$rc:$(widened)" '0:2770 660 660 660 660' 'event-replay keeps permissions for a group'
ticket-feed | event-log -s 1000 "$scratch/log" >/dev/null
is "$(stat -c %a "$scratch/log" "$scratch/log"/* | sort | uniq -c | awk '{ print $2 }' | paste -sd ' ' -)" '2770 660' \
	"a new segment of a log has the permissions of the segment before"
if can_trace; then
	run strace -f -qq -o /dev/null -e inject=fchmod:error=EIO event-log -s 100 "$scratch/log" <feed
	is "$rc" 74 "event-log exits with 74 if it can't set a segment's permissions"
	says 'Input/output error' "event-log prints why it can't set a segment's permissions"
	run strace -f -qq -o /dev/null -e inject=unlink:error=EIO event-replay --from feed -d "$scratch/restored.db"
	is "$rc:$(test -e "$scratch/restored.db" && echo made)" 73: "event-replay exits with 73 if it can't remove the files of a killed restore"
	says 'restored.db.restoring-wal: Input/output error' "the message names the file of a killed restore that can't be removed"
fi
cp "$store" backup.db && mkdir damaged && mv "$store"* damaged
(umask 007 && cp backup.db "$store" && chmod 660 "$store")
run ticket-check
is "$rc:$(widened)" '0:2770 660 660 660 660' "files made beside a restored backup have the backup's permissions"
if [ -n "$can_be_other" ]; then
	chgrp -R 4242 "$home" && chmod 755 "$LANYARD_HOME"
	purchase fourth 1 >one
	run setpriv --reuid=65533 --regid=4242 --clear-groups -- \
		"$bin/ticket-create" -q -d "$store" -c press <one
	is "$rc:$(wc -l <"$out")" 0:1 'a member of the group sells a ticket'
	rm "$store.lock" && chmod g-s "$home"
	run ticket-check
	is "$rc:$(stat -c '%a %g' "$store.lock")" '0:600 0' "a new lock is not given to a group that the store doesn't belong to"
	chgrp 4242 "$store.lock" && chmod 664 "$store.lock"
	chown 65533 "$store.lock"
	run ticket-check
	is "$rc:$(stat -c %a "$store.lock")" 0:660 'a lock of mode 0664 that a group owns is set to 0660'
fi
done_testing
