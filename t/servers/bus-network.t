#!/bin/sh
# What can happen to a network, and what a broker can refuse: it is told, nothing is lost,
# nothing is doubled, and it goes on when it can.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
stream=lanyard-conference-ticketing

start_broker
open_office 100000 100000
published() {
	ticket-feed >feed
	[ "$(stream $stream)" = "$(wc -l <feed | sed 's/ //g; s/.*/& &/')" ]
}
logged() {
	ticket-feed >feed
	[ "$(wc -l <log)" -ge "$(wc -l <feed)" ]
}
run_for() { # SECONDS COMMAND...: no longer than that
	bound=$1
	shift
	run timeout "$bound" "$@"
}

# Cut, and mended.
start_proxy
sell 100
NATS_URL=$proxied timeout 300 bus-publish --follow ticketing 2>relayed &
relay=$!
ok 'through a network a feed is relayed' soon 20 published
: >log
NATS_URL=$proxied timeout 300 bus-consume --consumer net --follow ticketing -- sh -c 'cat >>log' 2>consumed &
consumer=$!
ok 'and consumed' soon 20 logged
for round in 1 2 3; do
	sell 500
	cut_proxy
	sell 20
	mend_proxy
done
ok 'cut three times, it comes to the end' soon 60 logged
same log feed 'each line was given once, in order'
bus-consume ticketing >streamed
same streamed feed 'and the stream is the feed'
ok 'the relay said that the network was away' grep -q '^bus-publish: bus: ' relayed

# A command that ends while the network is cut: what it has done is acknowledged later.
kill "$consumer"
wait "$consumer" 2>/dev/null
: >log
NATS_URL=$proxied timeout 300 bus-consume --consumer mid --follow ticketing -- \
	sh -c 'cat >>log; : >begun; while [ ! -e go ]; do sleep 0.05; done' 2>consumed &
consumer=$!
soon 20 test -e begun
cut_proxy
: >go
sell 3
mend_proxy
ok 'a command ended while the network was cut' soon 60 logged
same log feed 'each line was given once, in order'
acknowledged() {
	[ "$(api "CONSUMER.INFO.$stream.mid" | jq .num_ack_pending)" = 0 ]
}
ok 'and is acknowledged' soon 30 acknowledged
kill "$consumer" "$relay"
wait "$consumer" "$relay" 2>/dev/null
# More than one message, in one batch: all of them are acknowledged, not the last alone.
sell 50
bus-publish ticketing
rm -f begun go
NATS_URL=$proxied timeout 100 bus-consume --consumer mid ticketing -- \
	sh -c 'cat >>log; : >begun; while [ ! -e go ]; do sleep 0.05; done' 2>consumed &
consumer=$!
soon 20 test -e begun
cut_proxy
: >go
sleep 1
mend_proxy
wait "$consumer"
run bus-consume --consumer mid ticketing -- sh -c 'cat >>log'
ticket-feed >feed
same log feed 'so is a batch of many, all of it'

# A network that says nothing.
NATS_URL=$proxied timeout 300 bus-publish --follow ticketing 2>relayed &
relay=$!
: >log
NATS_URL=$proxied timeout 300 bus-consume --consumer held --follow ticketing -- sh -c 'cat >>log' 2>consumed &
consumer=$!
ok 'who follows is there' soon 20 logged
hold_proxy
NATS_URL=$proxied run_for 60 bus-publish ticketing
is "$rc" 69 'a broker that accepts and never answers is told'
says 'bus-publish: bus: connecting to nats://127.0.0.1:' 'as that'
NATS_URL=$proxied run_for 60 bus-consume ticketing
is "$rc" 69 'to a reader, too'
sell 20
ok 'a relay that follows tells it' soon 60 grep -q '^bus-publish: bus: ' relayed
ok 'so does a reader that follows' soon 60 grep -q '^bus-consume: bus: ' consumed
let_proxy_go
ok 'when it speaks again, they come to the end' soon 60 logged
same log feed 'each line was given once, in order'
bus-consume ticketing >streamed
same streamed feed 'and the stream is the feed'
kill "$consumer" "$relay"
wait "$consumer" "$relay" 2>/dev/null

# A broker that is away, and comes up with nothing.
start_broker "$scratch/new" -1
kill_broker
timeout 100 bus-consume --follow ticketing >copy 2>consumed &
consumer=$!
ok 'who follows a broker that is away says so' soon 20 grep -q 'No server available' consumed
start_broker_again
ok 'also that it comes up without the stream' soon 20 grep -q "there is no stream $stream" consumed
bus-publish ticketing
copied() { cmp -s copy feed; }
ticket-feed >feed
ok 'and reads when the relay has filled it' soon 30 copied
kill "$consumer"
wait "$consumer" 2>/dev/null
run_for 20 bus-consume --follow speakers
is "$rc" 66 'one that is not there while the broker is, is told and not waited for'
kill_broker

# The broker is there again and does not let us in; then it does.
export NATS_USER=office NATS_PASSWORD=secret
start_broker "$scratch/locked" -1 --user office --pass secret
timeout 300 bus-publish --follow ticketing 2>relayed &
relay=$!
timeout 300 bus-consume --follow ticketing >copy 2>consumed &
consumer=$!
soon 20 published
kill_broker
NATS_PASSWORD=other
start_broker_again --user office --pass other
ok 'a login that is no longer good ends a relay' soon 30 sh -c "! kill -0 $relay"
wait "$relay"
is $? 77 '  with a status that says so'
ok '  and words' grep -q 'Authorization' relayed
ok 'and a reader' soon 30 sh -c "! kill -0 $consumer"
kill_broker
unset NATS_USER NATS_PASSWORD

# What the broker refuses: a long event.
start_broker "$scratch/small" -1
stop_small() {
	kill_broker
	start_broker_again -c small.conf
}
cat >small.conf <<-'END'
	max_payload: 8192
END
stop_small
purchase long 500 | ticket-create -c press >/dev/null
sell 3
ticket-feed >feed
at=$(awk 'length > 30000 { print NR; exit }' feed)
ok 'there is an event of more than 30 kB' [ "$at" -gt 0 ]
run bus-publish ticketing
is "$rc" 78 'an event that is longer than the broker takes is told'
says "event $at: Maximum Payload" 'which it is'
is "$(stream $stream)" "$((at - 1)) $((at - 1))" 'all before it is there'
: >small.conf
stop_small
run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'when it takes it, nothing was lost'
bus-consume ticketing >streamed
same streamed feed 'and the stream is the feed'

# The broker's disk.
limit() { # LIMITS
	api "STREAM.UPDATE.$stream" "$(api "STREAM.INFO.$stream" | jq -c ".config + $1")" >/dev/null
}
limit "{max_msgs: $(($(wc -l <feed) + 10))}"
sell 200
run bus-publish ticketing
is "$rc" 69 'a stream that is full is told'
says "event $(($(wc -l <feed) + 11)): maximum messages exceeded" 'as such, once'
bus-consume ticketing >streamed
ticket-feed >feed
head -n "$(wc -l <streamed)" feed >wanted
same streamed wanted 'it loses nothing of what it has'
timeout 100 bus-publish --follow ticketing 2>relayed &
relay=$!
soon 20 grep -q exceeded relayed
limit '{max_msgs: -1}'
ok 'when it has room, a relay that follows goes on' soon 60 published
kill "$relay"
wait "$relay" 2>/dev/null
bus-consume ticketing >streamed
same streamed feed 'and the stream is the feed'
limit '{max_msgs: 10, discard: "old"}'
run bus-publish ticketing
is "$rc" 78 'a stream that was made to lose its beginning is told'
says "begins with event $(($(wc -l <feed) - 9))" 'and where it begins'
# Who reads is told, too, also where there is nothing left to read.
run_for 60 bus-consume ticketing
is "$rc" 70 'to a reader the beginning is missing'
bus-consume --after "$(($(wc -l <feed) - 5))" ticketing >streamed
tail -n 5 feed >wanted
same streamed wanted 'not to one who has it'
timeout 60 bus-consume --follow --after "$(wc -l <feed)" ticketing 2>said &
follower=$!
limit '{max_age: 1000000000, duplicate_window: 1000000000}'
is_empty() { [ "$(stream "$stream")" = "$(wc -l <feed | tr -d ' ') 0" ]; }
ok 'a stream that was made to forget all' soon 20 is_empty
for reader in '' '--follow' '--consumer aged' '--consumer aged --follow'; do
	# shellcheck disable=SC2046,SC2086 # words
	run_for 30 bus-consume $reader ticketing $([ -z "${reader##--follow}" ] || echo cat)
	is "$rc" 70 "is told to who reads: bus-consume $reader"
	says "the stream $stream has no message 1" '  with what it lacks'
done
run_for 30 bus-consume --after "$(wc -l <feed)" ticketing
is "$rc:$(cat "$err")" 0: 'it lacks nothing for who has read all'
ok 'nor for who follows' kill "$follower"
wait "$follower" 2>/dev/null
api "STREAM.DELETE.$stream" >/dev/null
run bus-publish ticketing
bus-consume ticketing >streamed
same streamed feed 'deleted, it is sent again'
kill_broker
rm -rf "${folder:?}/jetstream"
echo 'jetstream { max_file_store: 65536 }' >small.conf
start_broker_again -c small.conf
run bus-publish ticketing
is "$rc" 69 'so is a broker whose disk may take no more'
ok 'with a word of it' grep -qE 'resources|storage|exceeded' "$err"
: >small.conf
kill_broker
start_broker_again -c small.conf
run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'when it may, nothing was lost'
bus-consume ticketing >streamed
same streamed feed 'and the stream is the feed'
done_testing
