#!/bin/sh
# Other people's programs: each is given every line at least once, in order.
. "$(dirname "$0")/lib.sh"
open_office
for i in 1 2 3 4 5 6 7 8; do purchase "r$i" 1; done | ticket-create -c press >/dev/null
ticket-feed >feed
position() {
	ticket-feed --consumers | jq -r 'select(.consumer == "log") | "\(.position | tonumber) \(.lag)"'
}

run ticket-feed --consumer log -- sh -c 'cat >>log'
is "$rc:$(cat "$out" "$err")" 0: '--consumer runs a program and exits with 0'
same log feed '--consumer passes the whole feed to the program'
is "$(position)" '10 0' '--consumers shows the position of the consumer'
run ticket-feed --consumer log sh -c 'cat >>log'
same log feed 'the next run passes nothing again, and works without --'
purchase r9 1 | ticket-create -c press >/dev/null
is "$(position)" '10 1' '--consumers counts the new event as lag'
run ticket-feed --consumer log -- sh -c 'cat >>log; exit 3'
is "$rc" 75 'ticket-feed exits with 75 if the program fails'
says 'log: sh exited 3: the position stays at 10' "the message names the program's exit status and the position"
is "$(position)" '10 1' 'the position stays if the program fails'
run ticket-feed --consumer log -- sh -c 'kill -9 $$'
says 'was ended by signal 9' 'the message names the signal that ended the program'
run ticket-feed --consumer log -- sh -c 'cat >>/dev/null'
is "$rc:$(position)" '0:11 0' 'the position moves when the program succeeds'
ticket-feed >feed
run ticket-feed --consumer none -- there-is-no-such-program
is "$rc" 75 'ticket-feed exits with 75 if the program does not exist'
says "there-is-no-such-program can't be run: No such file or directory" 'the message says that the program does not exist'
perl -e '$SIG{CHLD} = "IGNORE"; exec @ARGV' ticket-feed --consumer orphan -- \
	sh -c 'cat >/dev/null; grep SigIgn /proc/self/status' >ignored 2>"$err"
is "$?:$(cat "$err")" 0: "ticket-feed started with SIGCHLD ignored gets the program's exit status"
is "$((0x$(awk '{ print $2 }' ignored) & 0x1011000))" 0 'the program has the default dispositions of SIGCHLD, SIGPIPE and SIGXFSZ'

: >log
run ticket-feed --consumer few --batch 4 -- sh -c 'cat >>log; echo >>log'
is "$(awk '/^$/ { printf "%d ", n; n = 0; next } { n++ }' log)" '4 4 3 ' '--batch 4 passes at most four lines to each run of the program'
grep . log >given
same given feed 'batches contain the whole feed in order'

# Following.
rm -f log fails
timeout 20 ticket-feed --consumer follow --follow -- sh -c 'test ! -e fails || { rm fails; exit 1; }; cat >>log' 2>said &
follower=$!
ok '--follow passes the existing events to the program' soon 10 has_lines log 11
purchase n1 1 | ticket-create -c press >/dev/null
ok '--follow passes new events to the program' soon 10 has_lines log 12
touch fails
purchase n2 1 | ticket-create -c press >/dev/null
ok '--follow runs a failing program again' soon 10 has_lines log 13
kill "$follower"
wait "$follower" 2>/dev/null
is "$(grep -c 'exited 1' said)" 1 '--follow reports the failing program once'
ticket-feed >feed
same log feed '--follow passes each event once, in order'

# The store is busy when the command is done with its lines: it had them, and has them once.
: >log
mkfifo held enough
LANYARD_WAIT=0 timeout 60 ticket-feed --consumer busy --follow -- sh -c 'cat >>log
	[ -e began ] || { : >began
	flock "$1" sh -c "echo >held; read -r _ <enough" </dev/null & read -r _ <held; }' \
	- "$LANYARD_HOME/conference/ticketing.db.lock" 2>said &
follower=$!
soon 10 grep -q 'saved later' said
purchase n3 1 >one
echo >enough
ticket-create -c press <one >/dev/null
ticket-feed >feed
ok '--follow waits for a busy store to record its position' soon 10 has_lines log "$(wc -l <feed)"
kill "$follower"
wait "$follower" 2>/dev/null
same log feed 'a busy store makes no event passed twice'
is "$(cat said)" 'ticket-feed: busy: the store is busy: the position 13 is saved later' 'the busy store is reported once'

# Killed in between, it comes again.
: >log
timeout -s KILL 1 ticket-feed --consumer late --follow -- sh -c 'cat >>log; sleep 5' >/dev/null 2>&1
run ticket-feed --consumer late -- sh -c 'cat >>log'
is "$(sort -u log | wc -l)" "$(wc -l <feed | tr -d ' ')" 'the events that a killed consumer was processing are passed again'

# Two under one name.
ticket-feed --consumer two -- sh -c 'cat >/dev/null; for i in $(seq 500); do [ ! -e go ] || exit 0; sleep 0.02; done' 2>first &
first=$!
sleep 0.2
run ticket-feed --consumer two -- sh -c 'cat >/dev/null'
touch go
wait "$first"
is "$rc:$?" 0:75 'one of two runs of the same consumer exits with 75'
ok 'the run that exits names another run of the same consumer' grep -q 'another process consumes under that name' first

for wrong in '--consumer x' '--batch 3' '--consumer x --after 3 cat' '--consumer x --limit 3 cat' 'cat'; do
	# shellcheck disable=SC2086 # words
	run ticket-feed $wrong
	is "$rc" 64 "ticket-feed $wrong is a usage error"
done
for before in '--consumer words' '--consumer=word' '--consumer more --batch 5' '--batch=5 --consumer most'; do
	# shellcheck disable=SC2086 # words
	run ticket-feed $before sh -c 'cat >/dev/null; echo "$1" >words' sh --consumers
	is "$rc:$(cat words)" 0:--consumers "options after the program belong to it with: $before"
	rm -f words
done
run ticket-feed -d "$LANYARD_HOME/conference/ticketing.db" --consumers
is "$rc" 0 '--consumers can follow -d'
run ticket-feed --consumer '' cat
is "$rc" 64 'an empty name of a consumer is a usage error'
run sponsor-feed --consumers
is "$rc" 66 'sponsor-feed --consumers exits with 66 if the store does not exist'
run ticket-feed --consumers -t
no_data
ok '--consumers -t prints a table' grep -q '^CONSUMER' "$out"
run event-replay ticketing
is "$(position)" '11 3' "event-replay keeps the consumers' positions"
ticket-feed --consumers >before
event-seal ticketing >/dev/null
run ticket-feed --consumers
is "$(jq -r .consumer "$out")" "$(jq -r .consumer before)" '--consumers has no row of event-seal, which reads a store by itself'
run ticket-feed --consumer '' cat
is "$rc" 64 "a consumer's name is not empty: that is event-seal's position"

# More than a pipe holds.
jq -nc 'range(400) | {reference: "many\(.)", purchaser: {name: "A", email: "a@x.example"},
	tickets: [{type: "full", quantity: 1}], payment: "waived"}' >many
ticket-type amend full --capacity 1000 >/dev/null
ticket-client amend press --budget 1000 >/dev/null
ticket-create -c press <many >/dev/null
run ticket-feed --consumer deaf -- sh -c 'exec <&-; exit 0'
is "$rc" 75 'ticket-feed exits with 75 if the program exits with 0 without reading all'
says 'exited 0 and had not read all' 'the message says that the program has not read all'
run ticket-feed --consumer little --batch 1 -- true
is "$rc" 75 'ticket-feed exits with 75 if the program does not read a single event'
done_testing
