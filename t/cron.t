#!/bin/sh
# The crontabs that the documents show, run as Debian's cron runs them after "make install".
. "$(dirname "$0")/lib.sh"
for tool in mandoc make jq sqlite3; do
	command -v "$tool" >/dev/null || skip_all "$tool is not here"
done
unset MAKEFLAGS MAKELEVEL # those of "make check" are not meant here
# shellcheck source=cron.sh
. "$root/t/cron.sh"

cron_runs() { # CRONTAB JOB
	rm -f "$scratch/status" "$scratch/command" "$scratch/input"
	job_of "$1" "$2"
	variables "$1" "$2" >"$scratch/variables"
	(
		cd "$home" || exit
		set --
		while IFS= read -r variable; do set -- "$@" "$variable"; done <"$scratch/variables"
		run env -i "$@" /bin/sh -c "$(cat "$scratch/command")" <"$scratch/input"
		echo "$rc" >"$scratch/status"
	)
	rc=$(cat "$scratch/status" 2>/dev/null) || rc='not run'
	runs=$((runs + 1))
	no_data
}
does() { # JOB NAME: cron mails nothing
	cron_runs table "$1"
	is "$rc $(cat "$out" "$err")" '0 ' "$2"
}

echo '* * * * * cat; echo "$SHELL 10\%"%one%two' >small
cron_runs small 1
is "$(paste -sd ' ' "$out")" 'one two /bin/sh 10%' 'percent signs in a crontab separate a command from its input'

ok 'make install succeeds' make -C "$root" install BUILD="$build" DESTDIR="$installed"
shown "$root/share/man/lanyard-operate.7" | placed >table
is "$(grep -vcE '^[A-Z_]+=' table)" 6 'lanyard-operate(7) shows six jobs'

# Something to do for each. The clock is the machine's, and orders of 2025 have expired.
LANYARD_CONFERENCE=$(sed -n 's/^LANYARD_CONFERENCE=//p' table)
open_sponsorship
ticket-create order --name Zoë --email zoe@press.example --ticket full=2 --payment due -c organiser >order
pay_sponsor acme Gold
export LANYARD_CONFERENCE
unset LANYARD_NOW
state() {
	sqlite3 -readonly "$LANYARD_HOME/$LANYARD_CONFERENCE/ticketing.db" "SELECT state FROM purchases WHERE reference = 'order'"
}

is "$(state)" due 'the unpaid order is due before cron runs'
sed '/^PATH=/d' table >pathless
cron_runs pathless 1
is "$rc $(grep -c 'ticket-expire: not found' "$err")" '127 1' "a job without the crontab's PATH finds no tools"
is "$(state)" due "a job without the crontab's PATH changes nothing"
for time in 'on an empty directory' 'on its own results'; do
	does 1 "the job of ticket-expire prints nothing $time"
	does 3 "the job that completes bookings prints nothing $time"
	does 2 "the job that copies the feed prints nothing $time"
	does 4 "the job that checks the stores prints nothing $time"
	does 5 "the job that backs ticketing up prints nothing $time"
	does 6 "the job that backs sponsorship up prints nothing $time"
done
is "$(state)" expired 'the job of ticket-expire expires an unpaid order'
is "$(sponsor-status acme | jq -c '.booked[0].quantity')" 5 'the job that completes bookings books what the sponsor is owed'
cat "$home"/copy/events-*.ndjson >copied
ticket-feed >feed
same copied feed 'the copy has the whole feed, each event once'
for name in ticketing sponsorship; do
	backup=$home/$name.backup.db
	tool=ticket-feed
	[ "$name" = ticketing ] || tool=sponsor-feed
	"$tool" >feed
	"$tool" -d "$backup" >backed-up
	same backed-up feed "the backup of $name has its whole feed"
done
is "$(find "$home" -type f -perm /077)" '' 'no other user can access the files that cron made'

broken "$LANYARD_HOME/$LANYARD_CONFERENCE/ticketing.db"
sqlite3 "$LANYARD_HOME/$LANYARD_CONFERENCE/ticketing.db" 'UPDATE ticket_types SET sold = sold + 1'
cron_runs table 4
is "$rc" 70 'the job that checks the stores exits with 70 for an inconsistent store'
ok 'the job that checks the stores prints the inconsistency, which cron mails' test -s "$out"

# Commands that were left over HTTP, and are carried out by cron.
(cd "$root/contrib/http" && sed -n 's/^    \(install -D -t \)/\1/p' README.md | placed | sh -eu)
shown "$root/contrib/http/README.md" | placed >table
is "$(grep -vcE '^[A-Z_]+=' table)" 1 'the page about HTTP shows one job'
export LANYARD_HOME="$scratch/srv" LANYARD_CONFERENCE=conference LANYARD_SPOOL="$scratch/srv/spool"
mkdir -p "$LANYARD_SPOOL/waiting"
open_office
echo 'ann press' >clients
id=01890a5d-ac96-774b-bcce-b302099a8057
ID=$id purchase left 1 >left.json
env REQUEST_METHOD=POST PATH_INFO=/commands REMOTE_USER=ann LANYARD_CLIENTS="$PWD/clients" \
	CONTENT_TYPE=application/json CONTENT_LENGTH="$(wc -c <left.json)" HTTP_PREFER=respond-async \
	"$installed/usr/local/lib/lanyard/lanyard.cgi" <left.json >answered
is "$(head -n 1 answered | tr -d '\r')" 'Status: 202 Accepted' 'a command sent over HTTP with respond-async is answered with 202'
does 1 'the job that carries out waiting commands prints nothing'
is "$(ticket-feed -c press --command "$id" | jq -r '.data.reference')" left 'the job that carries out waiting commands records the purchase'
done_testing
