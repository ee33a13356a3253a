#!/bin/sh
# The feed, for a client: its own affairs, or all where it was granted that.
. "$(dirname "$0")/lib.sh"
export LANYARD_NOW=2025-03-01T12:00:00Z
ticket-type add full --name Full --price 100 --currency EUR --capacity 100 >/dev/null
for client in press club; do
	ticket-client add "$client" --commands create-ticket-purchase,assign-ticket --types full --waive >/dev/null
done
for i in 1 2 3; do
	purchase "p$i" 1 | ticket-create -c press
	purchase "c$i" 1 | ticket-create -c club
done >/dev/null
ticket-feed >all
ticket-assign -c organiser "$(jq -r 'select(.data.reference == "p1").data.tickets[0].id' all)" \
	--name Ann --email ann@press.example >/dev/null
ticket-feed >all
# Whose an event is, its data says; computed here from the feed alone.
jq -c 'select(.data.client == "press")' all >press

run ticket-feed -c press
same "$out" press 'ticket-feed -c prints the events of the client'
is "$(jq -r .data.client "$out" | sort | uniq -c | tr -s ' ')" ' 5 press' 'ticket-feed -c prints no events of other clients'
TICKETING_CLIENT=press run ticket-feed
same "$out" press 'ticket-feed prints the events of TICKETING_CLIENT'
TICKETING_CLIENT=club run ticket-feed -c press
same "$out" press '-c takes precedence over TICKETING_CLIENT'
TICKETING_CLIENT='' run ticket-feed
is "$rc:$(cat "$out")" 77: 'ticket-feed with an empty TICKETING_CLIENT exits with 77 and prints nothing'
says 'TICKETING_CLIENT is empty' 'the message says that TICKETING_CLIENT is empty'
TICKETING_CLIENT='' run ticket-feed --consumer lost -- sh -c 'cat >given'
is "$rc:$(find . -name given)" 77: 'a consumer with an empty TICKETING_CLIENT is not started'
TICKETING_CLIENT='' run ticket-feed -c press
same "$out" press '-c takes precedence over an empty TICKETING_CLIENT'
TICKETING_CLIENT='' run ticket-feed --consumers
is "$rc" 0 '--consumers works with an empty TICKETING_CLIENT'
run ticket-feed -c organiser
same "$out" all 'ticket-feed -c organiser prints every event'
run ticket-feed -c press --limit 2
head -n 2 press >two
same "$out" two "--limit counts the client's events"
run ticket-feed -c press --after "$(jq -r .sequence two | tail -n 1)"
tail -n +3 press >rest
same "$out" rest "--after a sequence prints the client's later events"
run ticket-feed -c press --after "$(jq -r .id two | tail -n 1)"
same "$out" rest "--after an event's id prints the client's later events"
run ticket-feed --after 01890a5d-ac96-774b-bcce-b302099a8057
is "$rc" 65 '--after an id that is not in the feed exits with 65'
says 'there is no such event' 'the message says that there is no such event'
run ticket-feed --after 3-4
is "$rc" 64 '--after with neither a sequence nor an id is a usage error'

run ticket-feed -c press --consumer press -- sh -c 'cat >>given'
same given press "--consumer passes the client's events to a program"
is "$(ticket-feed --consumers | jq -r '"\(.consumer) \(.lag)"')" 'press 0' '--consumer moves the position past the events of others'
rm given
run ticket-feed -c press --consumer press -- sh -c 'cat >>given'
ok '--consumer does not start the program if nothing is new' test ! -e given

ticket-client amend press --feed all >/dev/null
run ticket-feed -c press
ticket-feed >all
same "$out" all 'a client with the grant "feed: all" reads every event'
is "$(ticket-client list | jq -r '"\(.client):\(.feed)"' | tr '\n' ' ')" 'club:own press:all ' 'ticket-client list shows which feed each client may read'

# Reads of the store fail, from the first, the second ... on: of the client's grants, and of the feed.
store=$LANYARD_HOME/conference/ticketing.db
if (can_trace) && sqlite3 "$store" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null; then
	reads=0 twice=''
	while
		reads=$((reads + 1))
		rc=0
		strace -f -qq -o /dev/null -P "$store" -e inject=pread64:error=EIO:when=$reads+ ticket-feed -c press >"$out" 2>"$err" || rc=$?
		[ "$rc" -ne 0 ] && [ $reads -lt 100 ]
	do
		[ "$(sort "$err" | uniq -d)" = '' ] || twice="$twice $reads"
	done
	ok 'ticket-feed -c exits with an error until no read of its store fails' test "$reads" -gt 3 -a "$rc" = 0
	is "$twice" '' 'ticket-feed -c reports a failing read of its store once'
else
	skip 'ticket-feed -c reports a failing read of its store once' 'strace may not trace here, or sqlite3 is missing'
fi

# Behind many events of others.
export LANYARD_CONFERENCE=crowded
ticket-type add full --name Full --price 100 --currency EUR --capacity 100000 >/dev/null
for client in crowd few; do
	ticket-client add "$client" --commands create-ticket-purchase --types full --waive >/dev/null
done
crowd() { # FIRST LAST
	seq "$1" "$2" | while read -r n; do purchase "o$n" 1; done | ticket-create -c crowd >/dev/null
}
crowd 1 10000
purchase f1 1 | ticket-create -c few >few
# Whoever opens a store recovers its WAL, whose length depends on the batches: it is emptied first.
if can_trace &&
	sqlite3 "$LANYARD_HOME/crowded/ticketing.db" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null; then
	run strace -f -qq -o trace -e trace=pread64 ticket-feed -c few
	ok 'a client reads its own events past 10,000 others in fewer than 100 reads' \
		test "$(wc -l <trace)" -lt 100
else
	run ticket-feed -c few
	skip 'a client reads its own events past 10,000 others in fewer than 100 reads' 'strace may not trace here, or sqlite3 is missing'
fi
ok 'a client reads all of its own events past 10,000 others' test "$(wc -l <"$out"):$(tail -n 1 "$out")" = "2:$(cat few)"
timeout 60 ticket-feed -c few --follow --after "$(jq -r .sequence few)" --limit 1 >followed &
follower=$!
crowd 10001 10100
purchase f2 1 | ticket-create -c few >next
wait "$follower"
same followed next "--follow prints the client's next event after 100 of others"
run ticket-feed -c few --consumer few --batch 2 -- sh -c 'cat >>given.few'
ticket-feed -c few >few
same given.few few "--consumer passes the client's events past 10,000 others"
is "$(ticket-feed --consumers | jq .lag)" 0 "the consumer's position is past the events of others"
crowd 10101 10102
purchase f3 1 | ticket-create -c few >next
ticket-feed -c few --consumer few -- sh -c 'cat >given.next'
same given.next next "the consumer's next run passes the client's new event"
event-replay >/dev/null 2>&1
run ticket-feed -c few
cat few next >wanted
same "$out" wanted 'a rebuilt store has the same events for the client'
# An index that was damaged has an event twice.
sqlite3 "$LANYARD_HOME/crowded/ticketing.db" "VACUUM INTO 'twice.db'"
broken "$PWD/twice.db"
last=$(sqlite3 twice.db "SELECT max(last) FROM events_about WHERE about = 'few'")
sqlite3 twice.db "INSERT INTO events_about (about, last, first) VALUES ('few', $last + 1, $last)"
run ticket-feed -c few -d twice.db
no_data
is "$rc:$(grep -c "position $last comes after $last" "$err")" 74:1 \
	"a client's feed ends with 74 where the index has an event twice"
sqlite3 "$LANYARD_HOME/crowded/ticketing.db" "VACUUM INTO 'others.db'"
broken "$PWD/others.db"
sqlite3 others.db "UPDATE events_about SET first = first - 1 WHERE about = 'few' AND last = $last"
run ticket-feed -c few -d others.db
is "$(jq -r .data.client "$out" | sort -u)" few 'a client whose index has an event of another client is not shown it'
export LANYARD_CONFERENCE=conference

# Nobody, nobody any more.
run ticket-feed -c nobody
is "$rc:$(cat "$out")" 77: 'ticket-feed -c with an unknown client exits with 77 and prints nothing'
run ticket-feed -c ''
is "$rc" 64 'an empty -c is a usage error'
run ticket-feed -c "$(printf 'a\001b')"
is "$rc" 64 '-c with a control character is a usage error'
ticket-client amend club --expires 2025-03-01T12:00:00Z >/dev/null
run ticket-feed -c club
is "$rc" 77 'ticket-feed -c exits with 77 when the grants expire'
says 'have expired' 'the message says that the grants have expired'

# A client whose grants are taken back while it does not read.
ticket-client add slow --commands create-ticket-purchase --types much --waive >/dev/null
ticket-type add much --name Much --price 100 --currency EUR --capacity 2000 >/dev/null
for i in $(seq 2000); do purchase "s$i" 1 much; done | ticket-create -q -c slow >slow
(timeout 60 ticket-feed -c slow 2>said; echo $? >status) | {
	sleep 1
	ticket-client revoke slow >/dev/null
	cat
} >received
is "$(cat status)" 77 'ticket-feed exits with 77 when a client that does not read is revoked'
ok 'a client that is revoked gets what was being printed, and no further page' \
	[ "$(wc -c <received)" -lt 400000 ]
ok 'the rest of its feed is longer than that' [ "$(wc -c <slow)" -gt 1200000 ]
ticket-feed >all
: >followed # the subshell that opens it may be later than the loop
timeout 60 ticket-feed -c press --follow >followed 2>said &
follower=$!
soon 30 has_lines followed "$(wc -l <all)"
same followed all '--follow prints the existing events'
ticket-client revoke press >/dev/null
wait "$follower"
is "$?" 77 '--follow exits with 77 when the client is revoked'
ok 'the message of --follow says that the grants were taken back' grep -q 'were revoked' said
run ticket-feed -c press
is "$rc:$(cat "$out")" 77: 'ticket-feed -c with a revoked client exits with 77 and prints nothing'

# What came of a command.
ticket-client amend press --waive >/dev/null
asked() { # ID QUANTITY
	jq -nc --arg id "$1" --argjson n "$2" '{specversion: "1.0", id: $id, source: "/x",
		type: "lanyard.ticketing.create-ticket-purchase.v1",
		data: {reference: $id, purchaser: {name: "A", email: "a@b.example"},
			tickets: [{type: "full", quantity: $n}], payment: "waived"}}'
}
one=01890a5d-ac96-774b-bcce-b302099a8057
many=01890a5d-ac96-774b-bcce-b302099a8058
late=01890a5d-ac96-774b-bcce-b302099a8059
asked "$one" 1 | ticket-create -c press >answer
run ticket-feed -c press --command "$one"
same "$out" answer '--command prints the event that answered the command'
asked "$many" 200 | ticket-create -c press >answer
run ticket-feed -c press --command "$many"
same "$out" answer '--command prints the event of a rejected command'
json .data.code sold_out '--command prints a rejection with its code'
run ticket-feed -c press --command "$late"
is "$rc:$(cat "$out" "$err")" 0: '--command prints nothing about a command that was not received'
ticket-client amend club --clear expires >/dev/null
run ticket-feed -c club --command "$one"
is "$rc:$(cat "$out" "$err")" 0: '--command prints nothing about a command of another client'
run ticket-feed -c nobody --command "$one"
is "$rc" 77 '--command with an unknown client exits with 77'
for wrong in "--command $one" "-c press --command x" "-c press --command $one --follow" \
	"-c press --command $one --after 3" "-c press --command $one --consumer x cat"; do
	# shellcheck disable=SC2086 # words
	run ticket-feed $wrong
	is "$rc" 64 "ticket-feed $wrong is a usage error"
done
run sponsor-feed -c press
is "$rc" 64 'sponsor-feed -c is a usage error'
done_testing
