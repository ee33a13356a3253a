#!/bin/sh
# What can happen to a network, and what a broker can refuse: it is reported, nothing is lost,
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
ok 'bus-publish relays a feed over a proxied network' soon 20 published
: >log
NATS_URL=$proxied timeout 300 bus-consume --consumer net --follow ticketing -- sh -c 'cat >>log' 2>consumed &
consumer=$!
ok 'bus-consume reads the stream over a proxied network' soon 20 logged
for round in 1 2 3; do
	sell 500
	cut_proxy
	sell 20
	mend_proxy
done
ok 'readers receive the whole feed after the network was cut three times' soon 60 logged
same log feed 'a program receives each line once, in order, after the network was cut'
bus-consume ticketing >streamed
same streamed feed 'the stream is the feed after the network was cut'
ok 'bus-publish reports that the connection is lost' grep -q '^bus-publish: bus: ' relayed

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
ok 'a program that ends while the network is cut receives the whole feed' soon 60 logged
same log feed 'a program that ends while the network is cut receives each line once'
acknowledged() {
	[ "$(api "CONSUMER.INFO.$stream.mid" | jq .num_ack_pending)" = 0 ]
}
ok 'lines processed while the network is cut are acknowledged later' soon 30 acknowledged
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
same log feed 'a batch processed while the network is cut is acknowledged as a whole'

# A network that says nothing.
NATS_URL=$proxied timeout 300 bus-publish --follow ticketing 2>relayed &
relay=$!
: >log
NATS_URL=$proxied timeout 300 bus-consume --consumer held --follow ticketing -- sh -c 'cat >>log' 2>consumed &
consumer=$!
ok 'a reader that follows receives the feed before the network stalls' soon 20 logged
hold_proxy
NATS_URL=$proxied run_for 60 bus-publish ticketing
is "$rc" 69 'bus-publish exits with 69 if the broker accepts and never answers'
says 'bus-publish: bus: connecting to nats://127.0.0.1:' 'the message about a broker that never answers says that it is connecting'
NATS_URL=$proxied run_for 60 bus-consume ticketing
is "$rc" 69 'bus-consume exits with 69 if the broker accepts and never answers'
sell 20
ok 'bus-publish --follow reports that the network stalls' soon 60 grep -q '^bus-publish: bus: ' relayed
ok 'bus-consume --follow reports that the network stalls' soon 60 grep -q '^bus-consume: bus: ' consumed
let_proxy_go
ok 'readers receive the whole feed after the network has stalled' soon 60 logged
same log feed 'a program receives each line once, in order, after the network has stalled'
bus-consume ticketing >streamed
same streamed feed 'the stream is the feed after the network has stalled'
kill "$consumer" "$relay"
wait "$consumer" "$relay" 2>/dev/null

# A broker that is away, and comes up with nothing.
start_broker "$scratch/new" -1
kill_broker
timeout 100 bus-consume --follow ticketing >copy 2>consumed &
consumer=$!
ok 'bus-consume --follow reports that no broker is available' soon 20 grep -q 'No server available' consumed
start_broker_again
ok 'bus-consume --follow reports that the stream does not exist after the broker has started' soon 20 grep -q "there is no stream $stream" consumed
bus-publish ticketing
copied() { cmp -s copy feed; }
ticket-feed >feed
ok 'bus-consume --follow prints the stream when bus-publish has filled it' soon 30 copied
kill "$consumer"
wait "$consumer" 2>/dev/null
run_for 20 bus-consume --follow speakers
is "$rc" 66 'bus-consume --follow exits with 66 if the stream does not exist when it starts'
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
ok 'bus-publish --follow ends when its login is no longer valid' soon 30 sh -c "! kill -0 $relay"
wait "$relay"
is $? 77 'bus-publish --follow exits with 77 when its login is no longer valid'
ok 'bus-publish --follow reports the failed authorization' grep -q 'Authorization' relayed
ok 'bus-consume --follow ends when its login is no longer valid' soon 30 sh -c "! kill -0 $consumer"
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
ok 'the feed has an event of more than 30 kB' [ "$at" -gt 0 ]
run bus-publish ticketing
is "$rc" 78 "bus-publish exits with 78 if an event exceeds the broker's maximum payload"
says "event $at: Maximum Payload" 'the message names the event that exceeds the maximum payload'
is "$(stream $stream)" "$((at - 1)) $((at - 1))" 'the stream has the events before the one that exceeds the maximum payload'
: >small.conf
stop_small
run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'bus-publish succeeds after the maximum payload was raised'
bus-consume ticketing >streamed
same streamed feed 'the stream is the feed after the maximum payload was raised'

# The broker's disk.
limit() { # LIMITS
	api "STREAM.UPDATE.$stream" "$(api "STREAM.INFO.$stream" | jq -c ".config + $1")" >/dev/null
}
limit "{max_msgs: $(($(wc -l <feed) + 10))}"
sell 200
run bus-publish ticketing
is "$rc" 69 'bus-publish exits with 69 if the stream is full'
says "event $(($(wc -l <feed) + 11)): maximum messages exceeded" 'the message about a full stream names the event and the reason'
bus-consume ticketing >streamed
ticket-feed >feed
head -n "$(wc -l <streamed)" feed >wanted
same streamed wanted 'a full stream keeps the events that it has'
timeout 100 bus-publish --follow ticketing 2>relayed &
relay=$!
soon 20 grep -q exceeded relayed
limit '{max_msgs: -1}'
ok 'bus-publish --follow continues when the stream is no longer full' soon 60 published
kill "$relay"
wait "$relay" 2>/dev/null
bus-consume ticketing >streamed
same streamed feed 'the stream is the feed after it was full'
limit '{max_msgs: 10, discard: "old"}'
run bus-publish ticketing
is "$rc" 78 'bus-publish exits with 78 if the stream removes its oldest events'
says "begins with event $(($(wc -l <feed) - 9))" 'the message names the event that the stream begins with'
# A reader reports it, too, also where there is nothing left to read.
run_for 60 bus-consume ticketing
is "$rc" 70 'bus-consume exits with 70 if the beginning of the stream is missing'
bus-consume --after "$(($(wc -l <feed) - 5))" ticketing >streamed
tail -n 5 feed >wanted
same streamed wanted 'bus-consume --after a position within the stream prints the rest'
timeout 60 bus-consume --follow --after "$(wc -l <feed)" ticketing 2>said &
follower=$!
limit '{max_age: 1000000000, duplicate_window: 1000000000}'
is_empty() { [ "$(stream "$stream")" = "$(wc -l <feed | tr -d ' ') 0" ]; }
ok 'a stream with a maximum age loses all events' soon 20 is_empty
for reader in '' '--follow' '--consumer aged' '--consumer aged --follow'; do
	# shellcheck disable=SC2046,SC2086 # words
	run_for 30 bus-consume $reader ticketing $([ -z "${reader##--follow}" ] || echo cat)
	is "$rc" 70 "bus-consume $reader exits with 70 if the stream has lost its events"
	says "the stream $stream has no message 1" "bus-consume $reader names the message that the stream has lost"
done
run_for 30 bus-consume --after "$(wc -l <feed)" ticketing
is "$rc:$(cat "$err")" 0: 'bus-consume --after the last event succeeds with an empty stream'
ok 'bus-consume --follow --after the last event runs on with an empty stream' kill "$follower"
wait "$follower" 2>/dev/null
api "STREAM.DELETE.$stream" >/dev/null
run bus-publish ticketing
bus-consume ticketing >streamed
same streamed feed 'bus-publish fills the stream again after its deletion'
kill_broker
rm -rf "${directory:?}/jetstream"
echo 'jetstream { max_file_store: 65536 }' >small.conf
start_broker_again -c small.conf
run bus-publish ticketing
is "$rc" 69 'bus-publish exits with 69 if the broker has no disk space left'
ok "the message names the broker's missing resources" grep -qE 'resources|storage|exceeded' "$err"
: >small.conf
kill_broker
start_broker_again -c small.conf
run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'bus-publish succeeds when the broker has disk space again'
bus-consume ticketing >streamed
same streamed feed 'the stream is the feed after the broker had no disk space'
done_testing
