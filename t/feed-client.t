#!/bin/sh
# The feed, for a client: its own affairs, or all where it was granted that.
. "$(dirname "$0")/lib.sh"
export LANYARD_NOW=2025-03-01T12:00:00Z
ticket-type add full --name Full --price 100 --currency EUR --capacity 100 >/dev/null
for client in press club; do
	ticket-client add "$client" --may create-ticket-purchase,assign-ticket --types full --waive >/dev/null
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
same "$out" press 'a client sees its own purchases, its grants, and what others do about them'
is "$(jq -r .data.client "$out" | sort | uniq -c | tr -s ' ')" ' 5 press' 'and nobody else'"'"'s'
TICKETING_CLIENT=press run ticket-feed
same "$out" press 'so it does where the launcher names it'
TICKETING_CLIENT=club run ticket-feed -c press
same "$out" press '-c beats that'
TICKETING_CLIENT='' run ticket-feed
is "$rc:$(cat "$out")" 77: 'where the launcher has lost the name, nothing is shown'
says 'TICKETING_CLIENT is empty' 'which is told'
TICKETING_CLIENT='' run ticket-feed --consumer lost -- sh -c 'cat >given'
is "$rc:$(find . -name given)" 77: 'nor given to a program'
TICKETING_CLIENT='' run ticket-feed -c press
same "$out" press 'unless -c says whom it is for'
TICKETING_CLIENT='' run ticket-feed --consumers
is "$rc" 0 'what asks for no client does not mind'
run ticket-feed -c organiser
same "$out" all 'the organiser sees all'
run ticket-feed -c press --limit 2
head -n 2 press >two
same "$out" two 'a limit is of the lines that it sees'
run ticket-feed -c press --after "$(jq -r .sequence two | tail -n 1)"
tail -n +3 press >rest
same "$out" rest 'it reads on from a position'
run ticket-feed -c press --after "$(jq -r .id two | tail -n 1)"
same "$out" rest 'and from an event'"'"'s id'
run ticket-feed --after 01890a5d-ac96-774b-bcce-b302099a8057
is "$rc" 65 'an event that is not there cannot be read from'
says 'there is no such event' 'which is told'
run ticket-feed --after 3-4
is "$rc" 64 'what is neither a position nor an id is usage'

run ticket-feed -c press --consumer press -- sh -c 'cat >>given'
same given press 'its own affairs can be given to a program'
is "$(ticket-feed --consumers | jq -r '"\(.consumer) \(.lag)"')" 'press 0' 'and what is not its own is passed'
rm given
run ticket-feed -c press --consumer press -- sh -c 'cat >>given'
ok 'without starting it' test ! -e given

ticket-client amend press --feed all >/dev/null
run ticket-feed -c press
ticket-feed >all
same "$out" all 'where it was granted that, it sees all'
is "$(ticket-client list | jq -r '"\(.client):\(.feed)"' | tr '\n' ' ')" 'club:own press:all ' 'the list says so'

# Behind many events of others.
export LANYARD_CONFERENCE=crowded
ticket-type add full --name Full --price 100 --currency EUR --capacity 100000 >/dev/null
for client in crowd few; do
	ticket-client add "$client" --may create-ticket-purchase --types full --waive >/dev/null
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
ok '  and these are all of them' test "$(wc -l <"$out"):$(tail -n 1 "$out")" = "2:$(cat few)"
timeout 60 ticket-feed -c few --follow --after "$(jq -r .sequence few)" --limit 1 >followed &
follower=$!
crowd 10001 10100
purchase f2 1 | ticket-create -c few >next
wait "$follower"
same followed next 'following, it gets its next event after others have come'
run ticket-feed -c few --consumer few --batch 2 -- sh -c 'cat >>given.few'
ticket-feed -c few >few
same given.few few 'a program is given just these'
is "$(ticket-feed --consumers | jq .lag)" 0 'and its position is past what others did'
crowd 10101 10102
purchase f3 1 | ticket-create -c few >next
ticket-feed -c few --consumer few -- sh -c 'cat >given.next'
same given.next next 'its next run begins there'
event-replay >/dev/null 2>&1
run ticket-feed -c few
cat few next >wanted
same "$out" wanted 'a store whose tables were rebuilt shows it the same'
export LANYARD_CONFERENCE=conference

# Nobody, nobody any more.
run ticket-feed -c nobody
is "$rc:$(cat "$out")" 77: 'who is no client sees nothing'
run ticket-feed -c ''
is "$rc" 64 'no name is no client'
run ticket-feed -c "$(printf 'a\001b')"
is "$rc" 64 'nor is one with control characters'
ticket-client amend club --expires 2025-03-01T12:00:00Z >/dev/null
run ticket-feed -c club
is "$rc" 77 'at the moment that its grants end it sees nothing'
says 'have expired' 'and is told why'
ticket-feed >all
: >followed # the subshell that opens it may be later than the loop
timeout 60 ticket-feed -c press --follow >followed 2>said &
follower=$!
soon 30 has_lines followed "$(wc -l <all)"
same followed all 'following, it sees what is there'
ticket-client revoke press >/dev/null
wait "$follower"
is "$?" 77 'until its grants are taken back'
ok 'which is told' grep -q 'were taken back' said
run ticket-feed -c press
is "$rc:$(cat "$out")" 77: 'then it sees nothing'

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
same "$out" answer 'what came of a command is what it was answered'
asked "$many" 200 | ticket-create -c press >answer
run ticket-feed -c press --command "$many"
same "$out" answer 'a refusal, too'
json .data.code sold_out 'as recorded'
run ticket-feed -c press --command "$late"
is "$rc:$(cat "$out" "$err")" 0: 'of one that has not come there is nothing'
ticket-client amend club --clear expires >/dev/null
run ticket-feed -c club --command "$one"
is "$rc:$(cat "$out" "$err")" 0: 'another client cannot ask for it'
run ticket-feed -c nobody --command "$one"
is "$rc" 77 'nor who is no client'
for wrong in "--command $one" "-c press --command x" "-c press --command $one --follow" \
	"-c press --command $one --after 3" "-c press --command $one --consumer x cat"; do
	# shellcheck disable=SC2086 # words
	run ticket-feed $wrong
	is "$rc" 64 "what does not go together is usage: $wrong"
done
run sponsor-feed -c press
is "$rc" 64 'a CRM has no clients'
done_testing
