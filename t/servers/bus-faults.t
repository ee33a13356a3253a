#!/bin/sh
# What can happen to a broker and on the way to it: the stream is the feed afterwards,
# and who follows is given each line once, in order.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
export LANYARD_WAIT=20
stream=lanyard-conference-ticketing

start_broker
open_office 100000 100000

# Those who follow: a relay, a program that is given the lines, and one that only prints.
follow() {
	timeout 300 bus-publish --follow ticketing 2>relayed &
	relay=$!
	soon 20 published
	: >log
	timeout 300 bus-consume --consumer "$1" --follow ticketing -- sh -c 'cat >>log' 2>consumed &
	consumer=$!
	timeout 300 bus-consume --follow ticketing >copy 2>copied &
	copier=$!
	soon 20 followed
}
published() {
	ticket-feed >feed
	[ "$(stream $stream)" = "$(wc -l <feed | sed 's/ //g; s/.*/& &/')" ]
}
followed() {
	ticket-feed >feed
	[ "$(wc -l <log)" -ge "$(wc -l <feed)" ] && [ "$(wc -l <copy)" -ge "$(wc -l <feed)" ]
}
# Whoever follows comes to the end, and what they have is the feed.
all_is_well() { # PHRASE
	ok "readers that follow receive the whole feed after $1" soon 60 followed
	same log feed "a program receives each line once, in order, after $1"
	same copy feed "a reader that prints has each line once, in order, after $1"
	bus-consume ticketing >streamed
	same streamed feed "the stream is the feed after $1"
}
stop_following() {
	# shellcheck disable=SC2046 # words
	for follower in "$relay" "$consumer" "$copier"; do
		kill "$follower" || echo "# $follower is gone: $(cat relayed consumed copied)"
		wait "$follower"
	done 2>/dev/null
}

# The broker is killed in the midst of it, and comes back with its data.
sell 2000
follow killed
for round in 1 2 3 4; do
	sell 1000
	kill_broker
	sell 20
	start_broker_again
	sell 20
done
all_is_well 'four kills of the broker'
ok 'bus-publish reports that the connection to the bus is lost' grep -q '^bus-publish: bus: ' relayed
ok 'bus-publish reports that the bus is back' grep -q 'connected again; all events up to' relayed
stop_following
sell 3000
bus-publish ticketing 2>said &
relay=$!
kill_broker
wait "$relay"
rc=$?
ok 'bus-publish exits with 69 or 0 if the broker is killed while it runs' [ $rc = 69 -o $rc = 0 ]
start_broker_again
run bus-publish -v ticketing
is "$rc" 0 "bus-publish succeeds after the broker's restart"
bus-consume ticketing >streamed
ticket-feed >feed
same streamed feed "the stream is the feed after the broker's restart"

# Messages taken and not done are returned, the last one first.
bus-consume --consumer backwards --batch 40 ticketing -- false 2>said
{
	printf 'SUB answers 1\r\n'
	printf 'PUB $JS.API.CONSUMER.MSG.NEXT.%s.backwards answers 12\r\n{"batch":40}\r\n' "$stream"
} | LISTEN=1 say_to_broker | sed -n 's/^HMSG [^ ]* 1 \([^ ]*\) .*/\1/p' >given
is "$(wc -l <given | tr -d ' ')" 40 'a failed batch of 40 lines was delivered to another reader'
{
	sed '1!G; h; $!d' given | sed 's/.*/PUB & 4\r\n-NAK\r/'
	printf 'PING\r\n'
} | say_to_broker >/dev/null
run bus-consume --consumer backwards --batch 40 ticketing -- sh -c 'cat >>forwards'
is "$rc:$(cat "$err")" 0: 'bus-consume succeeds after 40 lines were returned in reverse order'
same forwards feed 'bus-consume delivers returned lines in the order of the feed'

# The stream is deleted.
follow deleted
api "STREAM.DELETE.$stream" >/dev/null
sell 10
all_is_well 'a deletion of the stream'
stop_following
follow gone
# With nothing that is to be sent: it is looked at each half minute.
api "STREAM.DELETE.$stream" >/dev/null
ok 'bus-publish --follow fills a deleted stream while nothing is sold' soon 60 published
all_is_well 'a deletion while nothing was sold'
stop_following

# Its tail is lost, as with a machine: an older copy of its data is in place.
stop() {
	kill "$broker"
	wait "$broker" 2>/dev/null
}
stop
cp -R "$directory" older
start_broker_again
sell 50
follow tail
stop
rm -rf "$directory"
cp -R older "$directory"
start_broker_again
sell 10
all_is_well "a loss of the stream's tail"
stop_following
run bus-consume --consumer killed ticketing -- sh -c 'cat >>later'
jq -r .sequence feed | tail -n "$(wc -l <later)" >wanted
jq -r .sequence later >got
same got wanted 'a durable consumer continues at its position after the loss of the tail'

# The tail alone is lost, and what the readers have is not.
stop
rm -rf older
cp -R "$directory" older
start_broker_again
sell 30
bus-publish ticketing
bus-consume --consumer killed ticketing -- sh -c 'cat >>later'
stop
for kept in $(cd older && find . -name msgs -type d); do
	rm -rf "${directory:?}/$kept"
	cp -R "older/$kept" "$directory/$kept"
done
start_broker_again
sell 5
run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'bus-publish restores a lost tail although the consumers are known'
run bus-consume --consumer killed ticketing -- sh -c 'cat >>later'
is "$rc:$(cat "$err")" 0: 'a durable consumer continues after the tail was restored'
ticket-feed >feed
jq -r .sequence feed | tail -n "$(jq -r .sequence later | sort -u | wc -l)" >wanted
jq -r .sequence later | sort -nu >got
same got wanted 'a durable consumer misses no event after the tail was restored'
bus-consume ticketing >streamed
same streamed feed 'the stream is the feed after the tail was restored'

# Several relays.
for relays in 2 4; do
	racing=
	for relay in $(seq "$relays"); do
		timeout 120 bus-publish --follow ticketing 2>"raced.$relay" &
		racing="$racing $!"
	done
	for round in $(seq 10); do
		sell 37
		bus-publish ticketing 2>>once || cat once
	done
	ok "$relays relays, and others that run once, send what is sold" soon 30 published
	bus-consume ticketing >streamed
	same streamed feed "the stream is the feed with $relays relays"
	for relay in $racing; do
		kill "$relay" || echo "# relay is gone: $(cat raced.*)"
		wait "$relay"
	done 2>/dev/null
	is "$(cat raced.* once)" '' "none of $relays relays prints a message"
done
done_testing
