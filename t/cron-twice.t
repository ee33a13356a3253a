#!/bin/sh
# Each job that the documents show, run twice at once with all others, again and again: nothing is
# lost, repeated or in another order.
. "$(dirname "$0")/lib.sh"
for tool in mandoc make jq sqlite3 bash; do
	command -v "$tool" >/dev/null || skip_all "$tool is not here"
done
unset MAKEFLAGS MAKELEVEL # those of "make check" are not meant here
# shellcheck source=cron.sh
. "$root/t/cron.sh"
ok 'make install succeeds' make -C "$root" install BUILD="$build" DESTDIR="$installed"
tools=$installed/usr/local/bin
jobs=$scratch/jobs
mkdir "$jobs" www
export LANYARD_CONFERENCE=pipeconf
unset LANYARD_NOW # jobs have the machine's clock

# Each job becomes a script with the variables that cron gives it.
jobs_of() { # NAME CRONTAB
	job=0
	while [ $((job += 1)) -le "$(grep -vcE '^([A-Z_]+=.*)?$' "$2")" ]; do
		job_of "$2" "$job"
		{
			variables "$2" "$job" | sed "s/=\(.*\)/='\1'/; s/^/export /"
			printf 'cd "$HOME" || exit\n%s\n' "$(cat "$scratch/command")"
		} >"$jobs/$1-$job"
	done
}
# Those of a unit, in the shell that it names. What it prints of seals is for the journal.
jobs_of_unit() { # NAME
	unit=$root/contrib/systemd/$1.service
	{
		printf 'export PATH="%s:$PATH" LANYARD_HOME="%s" LANYARD_CONFERENCE=pipeconf\n' "$tools" "$LANYARD_HOME"
		sed -n 's/^ExecStart=event-seal$/& >>journal/; s/^ExecStart=\(.*\)/\1 || exit/p' "$unit"
	} >"$jobs/$1"
}

run lanyard init --name pipeconf --zone Europe/Berlin --clients sponsors,speakers,guests --yes
no_data
is "$rc" 0 'lanyard init makes the stores and writes the jobs'
jobs_of init "$LANYARD_HOME/pipeconf/crontab"
shown "$root/share/man/lanyard-operate.7" | placed >operate
jobs_of operate operate
{
	grep '^[A-Z_]*=' operate
	shown "$root/cmd/lanyard/lanyard.1" | sed "s|/var/www/html|$PWD/www|"
} >page
jobs_of page page
for unit in lanyard-expire lanyard-repair lanyard-check; do
	jobs_of_unit "$unit"
done
is "$(find "$jobs" -type f | wc -l)" 25 'the documents show 25 jobs: of lanyard init, lanyard-operate(7), lanyard(1) and the timers'

# In each round there is something to do: an order that has expired, a sponsor, a speaker, a guest.
happens() { # ROUND
	LANYARD_NOW=2025-03-01T12:00:00Z ticket-create "order$1" --name Zoë --email zoe@press.example --ticket full=2 --payment due -c organiser
	pay_sponsor "s$1" Gold
	speaker-invite "p$1" --name "P$1" --email "p$1@p.example" --role speaker
	speaker-accept "p$1" --accepted-on 2025-03-01
	guest-register "g$1" --name "G$1" --email "g$1@g.example" --group crew
}
failed=
round=0
while [ $((round += 1)) -le 4 ]; do
	happens $round >"$scratch/happened" 2>&1
	for job in "$jobs"/*; do
		for run in 1 2; do
			{
				rc=0
				sh "$job" </dev/null >"$job.$run.out" 2>&1 || rc=$?
				echo $rc >"$job.$run.rc"
			} &
		done
	done 2>/dev/null
	wait
	for job in "$jobs"/*.rc; do
		[ "$(cat "$job")" = 0 ] && [ ! -s "${job%.rc}.out" ] || failed="$failed $round:${job##*/}:$(cat "$job"):$(head -c 200 "${job%.rc}.out")"
	done
	rm -f "$jobs"/*.rc "$jobs"/*.out
done
is "$failed" '' 'all jobs, each twice at once, four times, succeed and print nothing'
for job in "$jobs"/*; do sh "$job"; done >quiet 2>&1
is "$(cat quiet)" '' 'the jobs print nothing when there is nothing to do'

ticket-feed >feed
cat "$home"/copy/events-*.ndjson >copied
same copied feed 'the copy of the feed has each event once, in order'
is "$(jq -r .id feed | sort | uniq -d)" '' 'no event is recorded twice'
is "$(jq -r 'select(.type == "lanyard.ticketing.ticket-purchase-expired.v1") | .subject' feed | wc -l)" 4 'each order has expired once'
for client in sponsor:s:5 speaker:p:1 guest:g:1; do
	noun=${client%%:*}
	"$noun-status" | jq -r '"\(.'"$noun"')=\(.booked[0].quantity)"' | sort | paste -sd ' ' - >booked
	is "$(cat booked)" "$(for n in 1 2 3 4; do printf '%s%s=%s\n' "$(echo "$client" | cut -d : -f 2)" $n "${client##*:}"; done | paste -sd ' ' -)" \
		"each $noun has what is owed, once"
	is "$(ticket-feed | "$noun-reconcile" -c "$(sed -n "s/^$noun:\(.*\)/\1/p" <<-END
	sponsor:sponsorship
	speaker:speakers
	guest:guests
	END
	)")" '' "the ledger of ${noun}s agrees with ticketing"
done
for backup in "$LANYARD_HOME"/pipeconf/*.backup.db "$home"/*.backup.db; do
	sqlite3 -readonly "$backup" 'PRAGMA integrity_check'
done | sort -u >whole
is "$(cat whole)" ok 'the backups are whole'
is "$(tail -n 1 www/conference.html)" '</html>' 'the page is whole'
done_testing
