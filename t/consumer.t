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
is "$rc:$(cat "$out" "$err")" 0: 'a command is given the feed'
same log feed 'all of it'
is "$(position)" '10 0' 'and its position is kept'
run ticket-feed --consumer log sh -c 'cat >>log'
same log feed 'it is not given it again; nor does it need a --'
purchase r9 1 | ticket-create -c press >/dev/null
is "$(position)" '10 1' 'what is new is behind its position'
run ticket-feed --consumer log -- sh -c 'cat >>log; exit 3'
is "$rc" 75 'a command that fails can be tried again'
says 'log: sh exited 3: it is not past 10' 'which is told'
is "$(position)" '10 1' 'its position has not moved'
run ticket-feed --consumer log -- sh -c 'kill -9 $$'
says 'was ended by signal 9' 'one that is killed, too'
run ticket-feed --consumer log -- sh -c 'cat >>/dev/null'
is "$rc:$(position)" '0:11 0' 'when it is done with them, it has'
ticket-feed >feed
run ticket-feed --consumer none -- there-is-no-such-program
is "$rc" 75 'one that is not there is told'
says 'No such file' 'as such'
perl -e '$SIG{CHLD} = "IGNORE"; exec @ARGV' ticket-feed --consumer orphan -- \
	sh -c 'cat >/dev/null; grep SigIgn /proc/self/status' >ignored 2>"$err"
is "$?:$(cat "$err")" 0: 'one whose end nobody was to hear of is heard of'
is "$((0x$(awk '{ print $2 }' ignored) & 0x1011000))" 0 'and has CHLD, PIPE and XFSZ as they are by default'

: >log
run ticket-feed --consumer few --batch 4 -- sh -c 'cat >>log; echo >>log'
is "$(awk '/^$/ { printf "%d ", n; n = 0; next } { n++ }' log)" '4 4 3 ' 'it can be given a few at once'
grep . log >given
same given feed 'which are all, in order'

# Following.
rm -f log fails
timeout 20 ticket-feed --consumer follow --follow -- sh -c 'test ! -e fails || { rm fails; exit 1; }; cat >>log' 2>said &
follower=$!
ok 'following, it is given what is there' soon 10 has_lines log 11
purchase n1 1 | ticket-create -c press >/dev/null
ok 'and what comes' soon 10 has_lines log 12
touch fails
purchase n2 1 | ticket-create -c press >/dev/null
ok 'one that fails is tried again after a while' soon 10 has_lines log 13
kill "$follower"
wait "$follower" 2>/dev/null
is "$(grep -c 'exited 1' said)" 1 'which is told'
ticket-feed >feed
same log feed 'nothing is missing, nothing doubled'

# The store is busy when the command is done with its lines: it had them, and has them once.
: >log
mkfifo held enough
LANYARD_WAIT=0 timeout 60 ticket-feed --consumer busy --follow -- sh -c 'cat >>log
	[ -e began ] || { : >began
	flock "$1" sh -c "echo >held; read -r _ <enough" </dev/null & read -r _ <held; }' \
	- "$LANYARD_HOME/conference/ticketing.db.lock" 2>said &
follower=$!
soon 10 grep -q 'noted later' said
purchase n3 1 >one
echo >enough
ticket-create -c press <one >/dev/null
ticket-feed >feed
ok 'a store that is busy is waited for, to note what was done' soon 10 has_lines log "$(wc -l <feed)"
kill "$follower"
wait "$follower" 2>/dev/null
same log feed 'and nothing is given twice for it'
is "$(cat said)" 'ticket-feed: busy: the store is busy: that it is past 13 is noted later' 'which is told once'

# Killed in between, it comes again.
: >log
timeout -s KILL 1 ticket-feed --consumer late --follow -- sh -c 'cat >>log; sleep 5' >/dev/null 2>&1
run ticket-feed --consumer late -- sh -c 'cat >>log'
is "$(sort -u log | wc -l)" "$(wc -l <feed | tr -d ' ')" 'what was being done when it was killed comes again'

# Two under one name.
ticket-feed --consumer two -- sh -c 'cat >/dev/null; for i in $(seq 500); do [ ! -e go ] || exit 0; sleep 0.02; done' 2>first &
first=$!
sleep 0.2
run ticket-feed --consumer two -- sh -c 'cat >/dev/null'
touch go
wait "$first"
is "$rc:$?" 0:75 'of two under one name one ends'
ok 'and says why' grep -q 'another process consumes under that name' first

for wrong in '--consumer x' '--batch 3' '--consumer x --after 3 cat' '--consumer x --limit 3 cat' 'cat'; do
	# shellcheck disable=SC2086 # words
	run ticket-feed $wrong
	is "$rc" 64 "what does not go together is usage: $wrong"
done
for before in '--consumer words' '--consumer=word' '--consumer more --batch 5' '--batch=5 --consumer most'; do
	# shellcheck disable=SC2086 # words
	run ticket-feed $before sh -c 'cat >/dev/null; echo "$1" >words' sh --consumers
	is "$rc:$(cat words)" 0:--consumers "the options of the command are its own: $before"
	rm -f words
done
run ticket-feed -d "$LANYARD_HOME/conference/ticketing.db" --consumers
is "$rc" 0 'ours may stand in any order'
run ticket-feed --consumer '' cat
is "$rc" 64 'a name is not empty'
run sponsor-feed --consumers
is "$rc" 66 'every feed has it; one that is not there has no store'
run ticket-feed --consumers -t
no_data
ok 'on a terminal it is a table' grep -q '^CONSUMER' "$out"
run event-replay ticketing
is "$(position)" '11 3' 'rebuilding the store keeps the positions'

# More than a pipe holds.
jq -nc 'range(400) | {reference: "many\(.)", purchaser: {name: "A", email: "a@x.example"},
	tickets: [{type: "full", quantity: 1}], payment: "waived"}' >many
ticket-type amend full --capacity 1000 >/dev/null
ticket-client amend press --budget 1000 >/dev/null
ticket-create -c press <many >/dev/null
run ticket-feed --consumer deaf -- sh -c 'exec <&-; exit 0'
is "$rc" 75 'one that does not read what it is given is not done with it'
says 'exited 0 and had not read all' 'though it says so'
run ticket-feed --consumer little --batch 1 -- true
is "$rc" 75 'however little that is'
done_testing
