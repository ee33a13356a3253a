#!/bin/sh
# lanyard doctor: each check, on a machine that lacks what it is for, and on one that has it.
. "$(dirname "$0")/lib.sh"
for tool in sqlite3 script; do
	command -v "$tool" >/dev/null || skip_all "$tool is not here"
done
unset LANYARD_NOW XDG_DATA_HOME
export HOME="$PWD/home"
mkdir "$HOME" fake
PATH=$PWD/fake:$PATH
# shellcheck disable=SC2016 # for the program
printf '#!/bin/sh\ncat "%s/crontab" 2>/dev/null || { echo "no crontab" >&2; exit 1; }\n' "$PWD" >fake/crontab
chmod +x fake/crontab

checked() { # CHECK: the states of its findings, of the last run
	jq -r --arg check "$1" 'select(.check == $check).state' "$out" | paste -sd ' ' -
}
doctor() { # CHECK STATE NAME: what doctor finds
	run lanyard doctor
	is "$(checked "$1")" "$2" "$3"
}
fix_of() { # CHECK: of its first finding that has one
	jq -r --arg check "$1" 'select(.check == $check and .fix).fix' "$out" | head -n 1
}
message_of() { # CHECK
	jq -r --arg check "$1" 'select(.check == $check).message' "$out" | head -n 1
}

doctor conference warning 'without a store, lanyard doctor names the command that makes one'
is "$(fix_of conference)" 'lanyard init' 'without a store, lanyard init is how to fix it'
is "$(checked backup)$(checked cron)" '' 'without a store, nothing is said of backups and jobs'

open_sponsorship >/dev/null
store=$LANYARD_HOME/conference
doctor conference ok 'lanyard doctor finds the stores'
is "$rc" 1 'lanyard doctor exits with 1 if it finds a problem'

# It changes nothing.
marks() {
	(cd "$store" && find . -type f ! -name '*-shm' -exec stat -c '%n %a %Y %s' {} + | sort && sha256sum ./*.db ./*-wal)
}
marks >before
lanyard doctor >"$scratch/printed/doctor"
marks >after
same before after 'lanyard doctor changes no file of the stores'

# Permissions.
is "$(checked permissions)" ok 'the permissions of new stores are fine'
chmod 644 "$store/ticketing.db"
doctor permissions problem 'a store that everybody can read is a problem'
sh -c "$(fix_of permissions)"
doctor permissions ok 'a store that everybody can read is fixed by the command that lanyard doctor names'
mkdir "$HOME/a b"
cp -R "$store" "$HOME/a b"
chmod 644 "$HOME/a b/conference/ticketing.db"
LANYARD_HOME="$HOME/a b" run lanyard doctor
sh -c "$(fix_of permissions)"
is "$(stat -c %a "$HOME/a b/conference/ticketing.db")" 600 'the command that lanyard doctor names has the path in quotes'
rm -r "$HOME/a b"
chmod 640 "$store/ticketing.db"
doctor permissions warning 'a store that its group can read, and not write, is a warning'
chmod 660 "$store/ticketing.db"
doctor permissions ok 'a store that its group can write is fine'
chmod 600 "$store/ticketing.db"
if [ "$(id -u)" -eq 0 ]; then
	chmod 711 "$scratch" "$scratch/work"
	cp -R "$bin" "$scratch/bin"
	chmod 755 "$LANYARD_HOME"
	run setpriv --reuid=65534 --regid=65534 --clear-groups -- env LANYARD_HOME="$LANYARD_HOME" "$scratch/bin/lanyard" doctor
	is "$(checked permissions | tr ' ' '\n' | sort -u)" problem 'stores of another user are a problem'
	chmod 700 "$LANYARD_HOME"
else
	skip 'stores of another user are a problem' 'only root can be somebody else'
fi
ln -s /dev/null "$store/speakers.db.lock"
doctor permissions problem 'a lock that is a symbolic link is a problem'
is "$(fix_of permissions)" "rm $store/speakers.db.lock" 'a lock that is a symbolic link is to be removed'
rm "$store/speakers.db.lock"

# Stores, and their directory, may be symbolic links.
linked() { # CONFERENCE NAME
	LANYARD_CONFERENCE=$1 run lanyard doctor
	is "$(checked permissions):$(checked feed)" 'ok:ok ok' "$2"
}
(umask 077 && mkdir "$LANYARD_HOME/kept" && mv "$store"/ticketing.db* "$LANYARD_HOME/kept")
ln -s ../kept/ticketing.db "$store/ticketing.db"
linked conference 'a store that is a symbolic link is fine'
chmod 644 "$LANYARD_HOME/kept/ticketing.db"
doctor permissions problem 'a store behind a symbolic link that everybody can read is a problem'
sh -c "$(fix_of permissions)"
doctor permissions ok 'a store behind a symbolic link is fixed by the command that lanyard doctor names'
rm "$store/ticketing.db"
mv "$LANYARD_HOME"/kept/* "$store"
rmdir "$LANYARD_HOME/kept"
mv "$store" "$HOME/moved"
ln -s "$HOME/moved" "$store"
linked conference "a conference's directory that is a symbolic link is fine"
rm "$store"
mv "$HOME/moved" "$store"
mkfifo "$store/speakers.db"
doctor permissions problem 'a store that is no file is a problem'
is "$(fix_of permissions)" '' 'lanyard doctor never advises to remove a store'
rm "$store/speakers.db"
ln -s nowhere "$store/speakers.db"
doctor permissions problem 'a symbolic link to a store that is not there is a problem'
is "$(message_of permissions):$(fix_of permissions)" "$store/speakers.db: No such file or directory:" 'the finding names the link'
rm "$store/speakers.db"

# Locks.
if command -v flock >/dev/null; then
	flock "$store/ticketing.db.lock" sleep 60 &
	locker=$!
	soon 5 sh -c '! flock -n "$1" true' - "$store/ticketing.db.lock"
	LANYARD_WAIT=0 run lanyard doctor
	if [ "$(checked lock)" = unknown ]; then
		skip 'a lock that is kept is a warning' 'there is no /proc/locks'
	else
		is "$(checked lock)" warning 'a lock that is kept is a warning'
		is "$(message_of lock | sed 's/[0-9]* *)/N)/')" "$(message_of lock | grep -o '^[a-z]*') (process N) has kept ticketing locked for a second: others wait" \
			'the warning about a lock names its process'
	fi
	# shellcheck disable=SC2046 # numbers
	kill $locker $(cat "/proc/$locker/task/$locker/children" 2>/dev/null)
	wait $locker 2>/dev/null
	soon 5 flock -n "$store/ticketing.db.lock" true
fi
doctor lock ok 'no lock is kept when no process runs'

# Feeds.
is "$(jq -r 'select(.check == "feed").message' "$out" | paste -sd ' ')" 'ticketing has 2 events sponsorship has 1 event' 'lanyard doctor counts the events of each feed'
LANYARD_NOW=2050-01-01 ticket-type add late --name Late --price 1 --currency EUR --capacity 1 >"$scratch/printed/late"
doctor feed 'problem ok' 'a last event in the future is a problem'
broken "$store/ticketing.db"
sqlite3 "$store/ticketing.db" 'CREATE TABLE more (x)'
doctor feed 'problem ok' 'a store with a table that is not its own is a problem'
is "$(message_of feed | grep -c 'more')" 1 'lanyard doctor names the table that is not its own'
sqlite3 "$store/ticketing.db" 'DROP TABLE more'
ticket-feed --consumer mailer cat >"$scratch/printed/mailed"
ticket-type add again --name Again --price 1 --currency EUR --capacity 1 >"$scratch/printed/again"
doctor consumer warning 'a consumer of a feed that is behind is a warning'
is "$(message_of consumer)" 'mailer is 1 event behind' 'lanyard doctor says how far a consumer is behind'

# Seals.
doctor seal '' 'events of today need no seal yet'
event-seal >"$scratch/printed/sealed"
doctor seal 'ok ok' 'feeds that were sealed are fine'
is "$(message_of seal)" 'ticketing was sealed less than 1 hour ago' 'the finding is when it was'
ticket-type add more --name More --price 1 --currency EUR --capacity 1 >"$scratch/printed/more"
doctor seal 'ok ok' 'events since the last seal are fine for some days'
is "$(jq -r 'select(.check == "consumer").message' "$out")" 'mailer is 3 events behind' 'the position of the last seal is no consumer'

# The relay, by a bus that has the first three events.
mkdir bus
cp "$bin"/lanyard "$bin"/ticket-* bus
cat >bus/bus-consume <<'END'
#!/bin/sh
[ -z "$DOWN" ] || { echo 'bus-consume: no servers available' >&2; exit 69; }
ticket-feed --after "$2" --limit 1 | jq -c "select((.sequence | tonumber) <= $HAS)"
END
chmod +x bus/bus-consume
at_bus() { # VARIABLE...
	run env NATS_URL=nats://localhost:1 "$@" bus/lanyard doctor
}
with_time() { # so that the last event is not of this minute
	LANYARD_NOW=2020-01-01 LANYARD_CONFERENCE=relayed ticket-type add x --name X --price 1 --currency EUR --capacity 1
	LANYARD_NOW=2020-01-01 LANYARD_CONFERENCE=relayed ticket-type add y --name Y --price 1 --currency EUR --capacity 1
	LANYARD_NOW=2020-01-01 LANYARD_CONFERENCE=relayed ticket-type add z --name Z --price 1 --currency EUR --capacity 1
}
with_time >"$scratch/printed/relayed"
export LANYARD_CONFERENCE=relayed
doctor seal warning 'events that have not been sealed for days are a warning'
is "$(message_of seal | sed 's/[0-9]* days/N days/'): $(fix_of seal)" \
	'ticketing has events that are not sealed, the first for N days: event-seal ticketing, and let a job run it each night' \
	'the finding names the feed, and the command that seals it'
at_bus HAS=3
is "$(checked relay)" ok 'a bus that has all events is fine'
at_bus HAS=1
is "$(checked relay):$(message_of relay)" 'problem:the bus has 1 of 3 events of ticketing' 'a bus that lacks events is a problem, with their numbers'
at_bus DOWN=1
is "$(checked relay):$(message_of relay)" 'problem:ticketing: no servers available' "a bus that can't be reached is a problem"
run lanyard doctor
is "$(checked relay)" '' 'without NATS_URL nothing is said of a bus'

# The time zone.
is "$(checked 'time zone')" warning 'a conference without a time zone is a warning'
ticket-conference set --zone Europe/Berlin >"$scratch/printed/zone"
doctor 'time zone' ok 'a time zone that the system has is fine'
TZDIR=$PWD/fake run lanyard doctor
is "$(checked 'time zone')" problem 'a time zone that the system does not have is a problem'

# Backups.
is "$(checked backup)" problem 'a store without a backup is a problem'
sh -c "$(fix_of backup)"
doctor backup warning 'a new backup on the same disk is a warning'
backup=$LANYARD_HOME/relayed/ticketing.backup.db
touch -d '40 hours ago' "$backup"
doctor backup warning 'a backup of 40 hours ago is none if the store has not changed since'
ticket-type add late --name Late --price 1 --currency EUR --capacity 1 >"$scratch/printed/changed"
doctor backup problem 'a backup of 40 hours ago is a problem if the store has changed since'
is "$(message_of backup)" "$backup is 40 hours old, and lacks 1 event" 'lanyard doctor counts the events that an old backup lacks'
chmod 644 "$backup"
touch "$backup"
doctor backup problem 'a backup that everybody can read is a problem'
sh -c "$(fix_of backup)"
doctor backup warning 'a backup that everybody can read is fixed by the command that lanyard doctor names'
cp "$backup" ahead.db
sqlite3 -readonly "$LANYARD_HOME/conference/ticketing.db" ".backup '$HOME/ticketing-of-another.db'"
doctor backup warning "another conference's backup that is newer does not count"
touch -r "$backup" "$HOME/ticketing-of-another.db"
doctor backup warning "another conference's backup of the same moment does not count"
rm "$backup"
doctor backup problem "another conference's backup is none of this one"
is "$(message_of backup)" 'no backup of ticketing is found; --backups names another directory' 'lanyard doctor says that no backup is found'
# Commands with ids have the same events in each conference.
sqlite3 -readonly "$LANYARD_HOME/relayed/ticketing.db" ".backup '$HOME/ticketing-rehearsal.db'"
sqlite3 "$HOME/ticketing-rehearsal.db" "UPDATE identity SET conference = 'rehearsal'"
chmod 600 "$HOME/ticketing-rehearsal.db"
doctor backup problem 'a store of another conference whose first event has the same id is no backup'
rm "$HOME"/ticketing-rehearsal.db*
ticket-type add first --name First --price 1 --currency EUR --capacity 1 -d "$HOME/ticketing-first.db" >"$scratch/printed/first"
doctor backup problem 'a store of the same conference that was made again is no backup'
rm "$HOME"/ticketing-first.db*
sqlite3 "$HOME/ticketing-other.db" 'CREATE TABLE x (y)'
doctor backup problem 'a database of another program is no backup'
sqlite3 -readonly "$LANYARD_HOME/relayed/ticketing.db" ".backup '$backup'"
chmod 600 "$backup"
sqlite3 "$backup" 'INSERT INTO events (seq, id, line) SELECT seq + 9, randomblob(16), line FROM events ORDER BY seq DESC LIMIT 1'
broken "$backup"
rm -f "$backup"-*
doctor backup problem 'a backup with events that the store does not have is a problem'
is "$(message_of backup)" "$backup has 9 events more than the store" 'lanyard doctor says how many events the backup has more'
head -c 20000 ahead.db >"$backup"
doctor backup problem 'a backup that is truncated is a problem'
is "$(find "$LANYARD_HOME/relayed" "$HOME" -name '*backup*' -o -name '*other*' | wc -l)" 3 'lanyard doctor makes no files beside backups'
rm "$backup" "$HOME"/ticketing-*.db
mkdir "it's \"so\""
run lanyard doctor --backups "$PWD/it's \"so\""
sh -c "$(fix_of backup)"
is "$(find . -name ticketing.backup.db)" "./it's \"so\"/ticketing.backup.db" 'the backup that lanyard doctor names is made in a directory with quotes and blanks in its name'
rm -r "it's \"so\""
run lanyard doctor --backups "$PWD/nowhere"
no_data
is "$rc:$(cat "$err")" "66:lanyard: --backups: \"$PWD/nowhere\" is not a directory" 'lanyard doctor refuses a directory of backups that is not there'
mkdir elsewhere
echo torn >elsewhere/ticketing-monday.db
run lanyard doctor --backups "$PWD/elsewhere"
is "$(checked backup):$(message_of backup | grep -c "^$PWD/elsewhere/ticketing-monday.db can't be read: .*file is not a database")" problem:1 \
	'a backup that is no database is a problem'
if [ -w /dev/shm ] && [ "$(stat -c %d /dev/shm)" != "$(stat -c %d .)" ]; then
	disk=$(mktemp -d /dev/shm/lanyard.XXXXXX)
	umask 077
	sqlite3 -readonly "$LANYARD_HOME/relayed/ticketing.db" ".backup '$disk/ticketing.backup.db'"
	run lanyard doctor --backups "$disk"
	is "$(checked backup)" ok 'a new backup on another disk is fine'
	mv "$LANYARD_HOME"/relayed/ticketing.db* "$disk"
	mv "$disk"/ticketing.backup.db "$LANYARD_HOME/relayed"
	ln -s "$disk/ticketing.db" "$LANYARD_HOME/relayed/ticketing.db"
	run lanyard doctor
	is "$(checked backup)" ok 'a backup beside the symbolic link to a store on another disk is fine'
	is "$(jq -r 'select(.check == "file system") | .state + " " + .message' "$out" | tail -n 1)" \
		"problem $disk is on tmpfs: it is lost when the machine stops" 'the file system of a store behind a symbolic link is checked'
	is "$(jq -r 'select(.check == "disk space").message' "$out" | sed 's/.* in //' | paste -sd ' ')" "$LANYARD_HOME/relayed $disk" \
		'the disk space of a store behind a symbolic link is checked'
	ticket-type add linked --name Linked --price 5.00 --currency EUR --capacity 9 >"$scratch/printed/linked"
	sleep 1
	sqlite3 -readonly "$disk/ticketing.db" ".backup '$disk/ticketing.backup.db'"
	run lanyard doctor
	is "$(checked backup):$(message_of backup | cut -d ' ' -f 1)" "warning:$disk/ticketing.backup.db" \
		'a backup beside a store that is behind a symbolic link is found, and is on its disk'
	chmod 755 "$disk"
	run lanyard doctor
	is "$(message_of permissions | cut -d ' ' -f 1)" "$disk" 'the directory of a store behind a symbolic link that is open to everybody is a problem'
	rm "$LANYARD_HOME/relayed/ticketing.db" "$LANYARD_HOME/relayed/ticketing.backup.db"
	mv "$disk"/ticketing.db* "$LANYARD_HOME/relayed"
	rm -r "$disk"
else
	for name in 'a new backup on another disk is fine' 'a store behind a symbolic link is looked at on its own disk'; do
		skip "$name" 'there is no other file system'
	done
fi

# What is outstanding.
doctor outstanding ok 'a conference in which no job has anything to do is fine'
LANYARD_NOW=2025-01-01T00:00:00Z ticket-type add overdue --name Overdue --price 5.00 --currency EUR --capacity 9 >/dev/null
order() { # REFERENCE AGO: an order that was to be paid until then
	LANYARD_NOW=2025-01-01T00:00:00Z ticket-create -c organiser --reference "$1" --name Ann --email ann@example.com \
		--ticket overdue=1 --payment due --deadline "$(date -u -d "$2 ago" +%Y-%m-%dT%H:%M:%SZ)" >/dev/null
}
order recent '30 minutes'
doctor outstanding ok 'an order that is half an hour past its deadline is fine'
order old '150 minutes'
doctor outstanding problem 'an order that is hours past its deadline is a problem'
is "$(message_of outstanding)" '2 orders are past the deadline, the first for 2 hours: the places stay reserved' \
	'the finding counts the orders, and says for how long they wait'
order older '50 hours'
doctor outstanding problem 'an order that is days past its deadline is a problem'
is "$(message_of outstanding)" '3 orders are past the deadline, the first for 2 days: the places stay reserved' \
	'from 48 hours on the finding has days'
ticket-expire >/dev/null
doctor outstanding ok 'after ticket-expire nothing is outstanding'
sponsor_doctor() { # STATE NAME: what doctor finds outstanding in the conference that has sponsors
	LANYARD_CONFERENCE=conference run lanyard doctor
	is "$(checked outstanding)" "$1" "$2"
}
sponsor_doctor ok 'a client whose processes have nothing to do is fine'
cp -R "$LANYARD_HOME/conference" kept
(
	export LANYARD_CONFERENCE=conference
	sponsor-register late --name Late --email late@example.com --level Gold >/dev/null
	sponsor-contract sign L --sponsor late --signed-on 2025-01-01 >/dev/null
	sponsor-invoice raise L --sponsor late --amount 5.00 --currency EUR >/dev/null
	sponsor-settle L --settled-on 2025-01-01 >/dev/null
)
sponsor_doctor 'warning warning' 'each process of a client that has something to do is a warning'
is "$(message_of outstanding): $(fix_of outstanding)" \
	'sponsor-onboard has something to do for sponsors: its job will, if there is one: sponsor-onboard -a >/dev/null, and let a job run it every five minutes' \
	'the process is named, and its command line'
rm -r "$LANYARD_HOME/conference"
mv kept "$LANYARD_HOME/conference"
mkdir broken
ln -s "$bin"/* broken
printf '#!/bin/sh\necho "ticket-expire: no" >&2\nexit 70\n' >failing
chmod +x failing
ln -sf "$PWD/failing" broken/ticket-expire
rm broken/lanyard
cp "$bin/lanyard" broken
PATH=$PWD/broken:$PATH run lanyard doctor
is "$(checked outstanding):$(message_of outstanding)" 'unknown:ticket-expire -n: no' 'what is outstanding is unknown if a tool fails'
rm -r broken

# The crontab.
doctor cron warning 'a user without a crontab is warned'
is "$(message_of cron)" 'this user has no crontab: nothing runs by itself, unless by other means' \
	'the finding is that there is no crontab'
echo '0 0 * * * true' >./crontab
doctor cron unknown 'a crontab can only be compared with the jobs that lanyard init wrote'
jobs=$LANYARD_HOME/relayed/crontab
: >"$jobs"
doctor cron unknown 'a crontab can not be compared with a file without jobs'
printf '%s\n' "LANYARD_HOME=$LANYARD_HOME" LANYARD_CONFERENCE=relayed '*/5 * * * * ticket-expire >/dev/null' \
	'10 3 * * * ticket-check && event-replay --check' >"$jobs"
doctor cron warning 'a crontab without the jobs is a warning'
is "$(message_of cron)" "this user's crontab does not have all jobs of $jobs: LANYARD_HOME=$LANYARD_HOME" \
	'the first line that the crontab lacks is named'
{ echo '0 0 * * * true' && cat "$jobs" && echo '@daily true'; } >./crontab
doctor cron ok 'a crontab that has the jobs among others is fine'
sed -i 's/ && event-replay --check//' crontab
doctor cron warning 'a crontab whose job lacks a command is a warning'
is "$(message_of cron | sed 's/.*crontab: //')" '10 3 * * * ticket-check && event-replay --check' \
	'the job that the crontab does not have is named'
sed 's/^\*/LANYARD_CONFERENCE=another\n*/' "$jobs" >./crontab
doctor cron warning 'lines between the jobs, by which they may be for another conference, are a warning'
sed 's/^/#/' "$jobs" >./crontab
doctor cron warning 'jobs that are comments do not count'
sed 's/$/0/' "$jobs" >./crontab
doctor cron warning 'jobs with other endings do not count'
cp "$jobs" crontab
doctor cron ok "a crontab that is the jobs' file is fine"
sed "1i PATH=/nowhere/bin:/usr/games" "$jobs" >./crontab
cp crontab "$jobs"
doctor cron problem 'jobs whose PATH does not have the tools are a problem'
is "$(message_of cron)" "the jobs of $jobs don't find ticket-expire: it is not in PATH=/nowhere/bin:/usr/games" \
	'the finding has the PATH'
sed -i "1s|.*|PATH=\"/nowhere/bin:$bin\"|" "$jobs"
cp "$jobs" crontab
doctor cron ok 'jobs whose PATH has the tools are fine'
rm "$jobs" crontab
mkdir nocron
for tool in "$bin"/* /usr/bin/sqlite3 /usr/bin/jq /bin/sh; do ln -s "$tool" nocron; done
(PATH=$PWD/nocron exec lanyard doctor) >"$out" 2>"$err"
is "$(checked cron):$(message_of cron)" 'warning:there is no cron here: nothing runs by itself, unless by other means' \
	'a machine without cron is a warning'
rm -r nocron

# Timers of systemd, as systemctl describes them.
cat >fake/systemctl <<'END'
#!/bin/sh
case "$*" in
*Environment*repair.service) echo "LANYARD_HOME=/elsewhere LANYARD_CONFERENCE=relayed" ;;
*Environment*) cat "$TIMED" ;;
*ActiveState*expire.timer) echo "${TIMER-active}" ;;
*ActiveState*expire.service) echo "${SERVICE-inactive}" ;;
*ActiveState*) echo active ;;
esac
END
chmod +x fake/systemctl
export TIMED="$PWD/timed"
echo "LANYARD_HOME=$LANYARD_HOME LANYARD_CONFERENCE=relayed LC_ALL=C.UTF-8" >timed
doctor timer 'ok ok' 'timers for this conference that are active are fine, and others are not named'
is "$(checked cron)" '' 'with timers a crontab is not needed'
echo '0 5 * * * fetch-mail' >./crontab
echo '10 3 * * * ticket-check' >"$jobs"
doctor timer 'ok ok' 'timers are fine beside a crontab of other jobs'
is "$(checked cron)" '' 'with timers a crontab is not compared: the jobs would run twice'
rm crontab "$jobs"
TIMER=inactive run lanyard doctor
is "$(checked timer):$(fix_of timer)" 'warning ok:systemctl enable --now lanyard-expire.timer' 'a timer that is not active is a warning'
SERVICE=failed run lanyard doctor
is "$(checked timer):$(message_of timer)" 'problem ok:lanyard-expire.service has failed' 'a service that has failed is a problem'
echo "LANYARD_HOME=/var/lib/lanyard LANYARD_CONFERENCE=relayed LC_ALL=C.UTF-8" >timed
doctor timer '' 'timers for another directory of stores are not named'
is "$(checked cron)" warning 'without timers for this conference a crontab is needed'
echo "LANYARD_HOME=$LANYARD_HOME LANYARD_CONFERENCE=relayed2 LC_ALL=C.UTF-8" >timed
doctor timer '' 'timers for another conference are not named'
printf '#!/bin/sh\nexit 1\n' >fake/systemctl
doctor timer '' 'without systemd no timer is named'
rm fake/systemctl

# The environment and limits.
doctor environment ok 'an environment without a frozen clock is fine'
LANYARD_NOW=2025-01-01 run lanyard doctor
is "$(checked environment)" problem 'a clock that stands still is a problem'
LANYARD_TRACE=$PWD/trace run lanyard doctor
is "$(checked environment)" warning 'a trace is a warning'
run sh -c 'ulimit -n 32; exec lanyard doctor'
is "$(checked descriptors)" problem 'a limit of 32 open files is a problem'
run sh -c 'ulimit -n 5; exec lanyard doctor'
is "$rc:$(checked feed):$(message_of feed | sed 's/.*: //')" '1:problem:Too many open files' "a tool that can't be run is a problem"

# What the kernel can confine.
run lanyard doctor
if [ "$(message_of confinement | cut -d : -f 1)" = 'no tool is confined' ]; then
	is "$(checked confinement)" warning 'a build whose tools are not confined is a warning'
elif strace -qq -o /dev/null true 2>/dev/null; then
	kernel() { # INJECTION
		run strace -qq -o /dev/null -e "inject=$1" lanyard doctor
	}
	kernel landlock_create_ruleset:retval=7
	is "$(checked confinement)" ok 'a kernel with all of Landlock is fine'
	kernel landlock_create_ruleset:retval=2
	is "$(checked confinement):$(message_of confinement)" 'ok:tools give up most: version 2 of Landlock, of 6, and a filter of system calls' \
		'a kernel with an early version of Landlock is fine'
	kernel landlock_create_ruleset:error=ENOSYS
	is "$(checked confinement)" warning 'a kernel without Landlock is a warning'
	kernel seccomp:error=ENOSYS
	is "$(checked confinement):$(message_of confinement)" 'warning:tools can make any system call: there are no filters of them here' \
		'a kernel without filters of system calls is a warning'
else
	skip 'the confinement' 'strace is not here, or may not trace'
fi
is "$(checked SQLite)" "$(sqlite3 :memory: 'SELECT sqlite_version()' | awk -F . '{ print ($1 * 1000000 + $2 * 1000 + $3 >= 3051003) ? "ok" : "warning" }')" \
	'SQLite before 3.51.3 is a warning'
run env -u LANYARD_CONFERENCE lanyard doctor
is "$rc:$(checked conference):$(fix_of conference)" '1:problem:export LANYARD_CONFERENCE=conference' 'several conferences without a name are a problem'
run lanyard doctor extra
is "$rc" 64 'an operand of lanyard doctor is a usage error'
run sh -c 'lanyard doctor >/dev/full'
is "$rc" 74 "lanyard doctor exits with 74 if its output can't be written"

# What a machine may answer: a library in front of the C library says it.
cat >answers.c <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
int statfs(const char *path, struct statfs *status)
{
	(void)path;
	*status = (struct statfs){.f_type = strtol(getenv("TYPE"), NULL, 16)};
	errno = ENOSYS;
	return getenv("FAILS") ? -1 : 0;
}
int statvfs(const char *path, struct statvfs *status)
{
	(void)path;
	*status = (struct statvfs){.f_bavail = strtoul(getenv("LEFT"), NULL, 10), .f_frsize = 1024 * 1024,
		.f_files = 1000, .f_favail = strtoul(getenv("INODES"), NULL, 10)};
	errno = ENOSYS;
	return getenv("FAILS") ? -1 : 0;
}
int adjtimex(struct timex *clock)
{
	clock->status = getenv("UNSYNC") ? STA_UNSYNC : 0;
	errno = EPERM;
	return getenv("FAILS") ? -1 : TIME_OK;
}
END
if ! cc -shared -fPIC -o answers.so answers.c 2>"$err" || readelf -W --dyn-syms "$bin/lanyard" 2>/dev/null | grep -q __asan_init; then
	skip 'what a machine answers decides the state' 'there is no compiler, or a sanitizer'
else
	machine() { # VARIABLE...
		run env LD_PRELOAD="$PWD/answers.so" TYPE=ef53 LEFT=5000 INODES=500 "$@" lanyard doctor
	}
	machine LEFT=5000
	is "$(checked 'file system') $(checked 'disk space') $(checked clock)" 'ok ok ok' 'a local disk with space and a synchronised clock are fine'
	for type in 6969 517b ff534d42 fe534d42 1021997 1021994; do
		machine TYPE=$type
		is "$(checked 'file system')" problem "the file system $(message_of 'file system' | sed 's/.* is on //; s/:.*//') is a problem"
	done
	machine TYPE=65735546
	is "$(checked 'file system')" warning 'the file system FUSE is a warning'
	machine LEFT=99
	is "$(checked 'disk space'):$(message_of 'disk space')" "problem:99 MiB are left in $LANYARD_HOME/relayed" 'less than 100 MiB are a problem'
	machine INODES=3
	is "$(checked 'disk space')" problem 'a file system that can have no more files is a problem'
	machine UNSYNC=1
	is "$(checked clock)" warning 'a clock that is not synchronised is a warning'
	machine FAILS=1
	is "$(checked 'file system') $(checked 'disk space') $(checked clock)" 'unknown unknown unknown' "what can't be read is unknown"
fi
mkdir -p Dropbox/stores
LANYARD_HOME=$PWD/Dropbox/stores run lanyard doctor
case $(message_of 'file system') in
*tmpfs* | *overlay*) skip 'a directory of Dropbox is a problem' 'the file system itself is one' ;;
*) is "$(checked 'file system')" problem 'a directory of Dropbox is a problem' ;;
esac

# On a terminal.
script -qec 'lanyard doctor' /dev/null </dev/null | tr -d '\r' >shown
ok 'lanyard doctor prints words on a terminal' grep -qxE '(ok      |warning |problem ) descriptors: a process may open [0-9]* files' shown
ok 'lanyard doctor prints how to fix a problem below it, on a terminal' grep -qx "         fix: .*crontab.*" shown
script -qec 'lanyard doctor --json' /dev/null </dev/null | tr -d '\r' >"$out"
is "$(checked descriptors)" ok 'lanyard doctor --json prints JSON on a terminal'
run lanyard doctor -t
no_data
ok 'lanyard doctor -t prints words in a pipe' grep -q '^ok       descriptors: ' "$out"
done_testing
