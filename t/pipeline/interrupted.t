#!/bin/sh
# A pipeline that is interrupted anywhere is completed by the line that cron runs; however often
# it is run, and by however many processes, nothing is booked twice.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=pipeline.sh
. "$root/t/pipeline/pipeline.sh"

sample_files 40
work_out
set_up set-up
bring_in set-up
keep set-up
cp -R "$LANYARD_HOME" template
stores=$LANYARD_HOME/$LANYARD_CONFERENCE

restart() {
	rm -rf "$LANYARD_HOME" log
	cp -R template "$LANYARD_HOME"
}

# The cron line: all that is pending.
repair() {
	sponsor-onboard -a >onboarded.out || echo "onboarding: $?"
	sponsor-allocate -a | tee requested.out | ticket-create -c sponsorship | sponsor-book || echo "booking: $?"
}

# Prints what differs from the wanted end.
incomplete() {
	look_up
	diff wanted at-ticketing
	diff wanted at-sponsorship
	feeds feeds
	gaps feeds/ticketing
	gaps feeds/sponsorship
	for store in "$stores"/*.db; do
		sqlite3 -readonly "$store" 'PRAGMA integrity_check' 2>&1 | grep -vx ok
	done
	repair
	cat onboarded.out requested.out
}

repaired() { # NAME
	# The first stage reads a file, which is imported again.
	sponsor-settle <payments.ndjson >settled.out || echo "settling: $?" >>settled.out
	repair >said 2>&1
	incomplete >>said 2>&1
	is "$(head -n 5 said)" '' "the cron line books everything once after $1"
}

# One stage is missing, or its output is lost.
restart
repaired 'no stage has run'
restart
sponsor-settle <payments.ndjson >/dev/null
repaired "the output of sponsor-settle is lost"
restart
sponsor-settle <payments.ndjson | sponsor-onboard >/dev/null
repaired "the output of sponsor-onboard is lost"
restart
sponsor-settle <payments.ndjson | sponsor-onboard | sponsor-allocate >/dev/null
repaired "the output of sponsor-allocate is lost"
restart
sponsor-settle <payments.ndjson | sponsor-onboard | sponsor-allocate | ticket-create -c sponsorship >/dev/null
repaired "the output of ticket-create is lost"
restart
sponsor-settle <payments.ndjson | sponsor-onboard 2>/dev/null | no-such-tool 2>/dev/null | ticket-create -c sponsorship | sponsor-book
repaired "a stage's program does not exist"

# One stage reads a part, or a part of a line.
for lines in 1 3 39; do
	restart
	sponsor-settle <payments.ndjson 2>/dev/null | head -n "$lines" | sponsor-onboard | sponsor-allocate |
		ticket-create -c sponsorship | sponsor-book
	repaired "sponsor-onboard gets $lines lines"
	restart
	sponsor-settle <payments.ndjson | sponsor-onboard 2>/dev/null | head -n "$lines" | sponsor-allocate |
		ticket-create -c sponsorship | sponsor-book
	repaired "sponsor-allocate gets $lines lines"
	restart
	sponsor-settle <payments.ndjson | sponsor-onboard | sponsor-allocate 2>/dev/null | head -n "$lines" |
		ticket-create -c sponsorship | sponsor-book
	repaired "ticket-create gets $lines lines"
	restart
	sponsor-settle <payments.ndjson | sponsor-onboard | sponsor-allocate |
		ticket-create -c sponsorship 2>/dev/null | head -n "$lines" | sponsor-book
	repaired "sponsor-book gets $lines lines"
done
restart
sponsor-settle <payments.ndjson | sponsor-onboard | sponsor-allocate | head -c 1000 >torn
run ticket-create -c sponsorship <torn
is "$rc" 65 'ticket-create denies a line without a newline'
says 'has no newline: it is truncated' 'the message about a line without a newline says that it is truncated'
sponsor-book <"$out"
repaired 'a command is truncated'

# A reader that exits.
restart
sponsor-settle <payments.ndjson | sponsor-onboard | sponsor-allocate |
	ticket-create -c sponsorship 2>/dev/null | true
repaired 'the last stage exits at once'

# A store that is missing or busy.
restart
sponsor-settle <payments.ndjson | sponsor-onboard | sponsor-allocate >commands
mv "$stores/ticketing.db" elsewhere
run ticket-create -c sponsorship <commands
is "$rc" 70 'ticket-create exits with 70 if a store that has acknowledged events is missing'
mv "$stores/ticketing.db.lock" elsewhere.lock
run ticket-create -c sponsorship <commands
is "$rc" 66 'ticket-create exits with 66 if the store does not exist'
rm -f "$stores/ticketing.db.lock"
mv elsewhere "$stores/ticketing.db"
mv elsewhere.lock "$stores/ticketing.db.lock"
repaired "ticketing's store did not exist"
restart
sponsor-settle <payments.ndjson | sponsor-onboard | sponsor-allocate >commands
LANYARD_WAIT=0
export LANYARD_WAIT
run flock "$stores/ticketing.db.lock" ticket-create -c sponsorship <commands
is "$rc" 75 'ticket-create exits with 75 if the store is busy'
unset LANYARD_WAIT
repaired "ticketing's store was busy"

# A disk that fills up: the file size limit simulates it.
limited=
run_tool() {
	if [ "${stage_at##*/}" = "$limited" ]; then
		(ulimit -f "$blocks" && exec "$@")
	else
		"$@"
	fi
}
# The limit is in blocks of 512 bytes: the size of FILE and MORE.
filling_up() { # STAGE FILE MORE
	restart
	limited=$1
	touch "$2"
	blocks=$(($(wc -c <"$2") / 512 + $3))
	rm -rf full
	settle full
	limited=
	read -r full_rc <"full/$1.rc"
	is "$full_rc" 74 "the stage \"$1\" exits with 74 on a full disk, $3 blocks into its file"
	repaired "the disk was full for the stage \"$1\", $3 blocks into its file"
}
for more in 1 40 100; do
	filling_up settle "$stores/sponsorship.db-wal" "$more"
	filling_up create "$stores/ticketing.db-wal" "$more"
done
filling_up onboard "$stores/sponsorship.db-wal" 1
filling_up allocate "$stores/sponsorship.db-wal" 1
filling_up book "$stores/sponsorship.db-wal" 1
filling_up log other 1

# A pipe and -a result in the same commands.
restart
sponsor-settle <payments.ndjson | sponsor-onboard >onboarded
cp -R "$LANYARD_HOME" onboarded.stores
run sponsor-allocate <onboarded
cp "$out" by-pipe
rm -rf "$LANYARD_HOME"
cp -R onboarded.stores "$LANYARD_HOME"
run sponsor-allocate -a
same by-pipe "$out" 'sponsor-allocate -a prints the same commands as sponsor-allocate in the pipe'
run sponsor-allocate -a
same by-pipe "$out" 'sponsor-allocate -a prints the same commands until they are answered'
run sponsor-allocate <onboarded
same by-pipe "$out" 'sponsor-allocate in the pipe prints the same commands when it is repeated'

# Two pipelines at the same time, with the same input.
for round in 1 2 3; do
	restart
	for side in left right; do
		mkdir -p "$side"
		(
			cd "$side" || exit 1
			cp ../payments.ndjson .
			rm -rf log answers
			settle answers
		) &
	done
	wait
	is "$(failed_stages left/answers)$(failed_stages right/answers)" '' "two pipelines at the same time succeed in round $round"
	for stage in settle onboard allocate create; do
		sort "left/answers/$stage.out" >left.sorted
		sort "right/answers/$stage.out" >right.sorted
		same left.sorted right.sorted "the stage \"$stage\" of two pipelines at the same time prints the same lines in round $round"
	done
	is "$(incomplete 2>&1 | head -n 5)" '' "two pipelines at the same time book everything once in round $round"
done
keep left/answers
done_testing
