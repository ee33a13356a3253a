#!/bin/sh
# A stream and a store that are not of one history: a second writer, an old copy, another
# stream; the same events sent again after the broker has forgotten their ids; a store
# that somebody else writes to.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
stream=lanyard-conference-ticketing
store=$LANYARD_HOME/conference/ticketing.db
start_broker
open_office 10000 10000
sell() { # REFERENCE...
	for reference; do purchase "$reference" 1; done | ticket-create -c press >/dev/null
}
config() { # NAME SUBJECT [MORE]
	jq -nc --arg n "$1" --arg s "$2" "{name: \$n, subjects: [\$s], retention: \"limits\", storage: \"file\",
		num_replicas: 1, max_consumers: -1, max_msgs: -1, max_bytes: -1, max_age: 0, discard: \"new\"} + ${3:-{\}}"
}
all_messages() {
	bus-consume ticketing
}

# A stream whose broker forgets the ids of messages at once.
api "STREAM.CREATE.$stream" "$(config $stream 'lanyard.event.conference.ticketing.>' '{duplicate_window: 100000000}')" >/dev/null
sell a b c
run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'bus-publish accepts a stream that was created manually'
is "$(api "STREAM.INFO.$stream" | jq -c '.config | [.deny_delete, .deny_purge]')" '[true,true]' \
	'bus-publish protects the events of a stream that was created manually from deletion'
ticket-feed >feed
end="$(wc -l <feed | tr -d ' ')"
is "$(stream $stream)" "$end $end" 'the feed is in the stream that was created manually'
sleep 0.3
cp -R "$LANYARD_HOME" again
before=$(stream $stream)
for _ in 1 2 3; do run env LANYARD_HOME="$PWD/again" bus-publish ticketing; done
is "$rc:$(cat "$err"):$(stream $stream)" "0::$before" 'a feed that is sent again after its message ids are forgotten adds nothing'
# Sent again, message by message, as by a relay that has not looked: each expects its own place.
{
	printf 'SUB heard 1\r\n'
	sequence=0
	while read -r line; do
		head=$(printf 'NATS/1.0\r\nNats-Expected-Last-Sequence: %d\r\nNats-Msg-Id: %s\r\n\r\n.' $sequence "$(echo "$line" | jq -r .id)")
		head=${head%.}
		sequence=$((sequence + 1))
		printf 'HPUB lanyard.event.conference.ticketing.ticket-purchase-created.v1 heard %d %d\r\n%s%s\r\n' \
			${#head} $((${#head} + $(printf %s "$line" | wc -c))) "$head" "$line"
	done <feed
} | say_to_broker >heard
is "$(grep -c 'wrong last sequence' heard):$(stream $stream)" "$end:$before" 'events that are sent again with their expected sequence are denied'

# A copy of the store, both of which sell on.
cp -R "$LANYARD_HOME" second
sell first
LANYARD_HOME="$PWD/second" sell other
bus-publish ticketing
ticket-feed >feed
before=$(stream $stream)
LANYARD_HOME="$PWD/second" run bus-publish ticketing
is "$rc" 70 'bus-publish exits with 70 for a second writer of the conference'
says "event ${before% *} of the stream $stream is not in this feed: another host" 'the message about a second writer names the event'
LANYARD_HOME="$PWD/second" run timeout 20 bus-publish --follow ticketing
is "$rc" 70 'bus-publish --follow exits with 70 for a second writer'
LANYARD_HOME="$PWD/second" sell more and more2
LANYARD_HOME="$PWD/second" run bus-publish ticketing
is "$rc" 70 'bus-publish exits with 70 for a second writer with more events than the stream'
is "$(stream $stream)" "$before" "the stream is unchanged after the second writer's attempts"
sell last
run bus-publish ticketing
is "$rc" 0 'bus-publish succeeds for the first writer'
ticket-feed >feed
all_messages >streamed
same streamed feed "the stream is the first writer's feed"

# Both follow, when they part.
cp -R "$LANYARD_HOME" third
timeout 60 bus-publish --follow ticketing 2>one &
one=$!
LANYARD_HOME="$PWD/third" timeout 60 bus-publish --follow ticketing 2>two &
two=$!
sell here
published() {
	ticket-feed >feed
	[ "$(stream $stream)" = "$(wc -l <feed | sed 's/ //g; s/.*/& &/')" ]
}
soon 20 published
LANYARD_HOME="$PWD/third" sell there
wait "$two"
is $? 70 'the second of two relays exits with 70 at its first event of its own'
ok 'the second of two relays reports another host' grep -q 'another host writes for this conference' two
kill "$one"
wait "$one" 2>/dev/null
is "$(cat one)" '' 'the first of two relays prints no message'
all_messages >streamed
same streamed feed 'the stream is the feed of the first of two relays'

# An old copy.
before=$(stream $stream)
LANYARD_HOME="$PWD/again" run bus-publish ticketing
is "$rc" 70 'bus-publish exits with 70 for an older copy of the store'
says 'or this store is an old copy' 'the message about an older copy says what it may be'
is "$(stream $stream)" "$before" "the stream is unchanged after the older copy's attempt"

# Streams that are other ones.
export LANYARD_CONFERENCE=foreign
ticket-type add full --name Full --price 1 --currency EUR --capacity 1 >/dev/null
for other in '"x.>"' '"lanyard.event.foreign.ticketing.*.*"'; do
	api STREAM.CREATE.lanyard-foreign-ticketing "$(config lanyard-foreign-ticketing '' "{subjects: [$other]}")" >/dev/null
	run bus-publish ticketing
	is "$rc" 78 "bus-publish exits with 78 if the stream has the subject $other"
	says 'the stream lanyard-foreign-ticketing exists, with different subjects' "bus-publish reports that the stream with the subject $other has different subjects"
	is "$(stream lanyard-foreign-ticketing)" '0 0' "bus-publish sends nothing to the stream with the subject $other"
	api STREAM.DELETE.lanyard-foreign-ticketing >/dev/null
done
api STREAM.CREATE.other "$(config other 'lanyard.event.foreign.>')" >/dev/null
run bus-publish ticketing
is "$rc" 69 'bus-publish exits with 69 if another stream has the same subjects'
says 'subjects overlap' 'the message about another stream says that subjects overlap'
api STREAM.DELETE.other >/dev/null
# It takes the place of ours while a relay follows, and is as long.
timeout 60 bus-publish --follow ticketing 2>said &
relay=$!
relayed() { [ "$(stream lanyard-foreign-ticketing)" = '1 1' ]; }
soon 20 relayed
api STREAM.DELETE.lanyard-foreign-ticketing >/dev/null
api STREAM.CREATE.other "$(config other 'lanyard.event.foreign.>')" >/dev/null
tell lanyard.event.foreign.ticketing.x.v1 x
ticket-type add vip --name VIP --price 1 --currency EUR --capacity 1 >/dev/null
wait "$relay"
is $? 70 'bus-publish --follow exits with 70 if another stream acknowledges an event'
ok 'the message names the stream that acknowledged the event' grep -q 'event 2 was acknowledged by the stream other, and not by lanyard-foreign-ticketing' said
api STREAM.DELETE.other >/dev/null
export LANYARD_CONFERENCE=conference

# Somebody else writes.
if command -v flock >/dev/null; then
	sell d
	mkfifo enough
	flock "$store.lock" sh -c ': >locked; read -r _ <enough' &
	writer=$!
	soon 10 test -e locked
	export LANYARD_WAIT=0
	run bus-publish ticketing
	is "$rc:$(cat "$err")" 0: 'bus-publish relays a store that is locked by a writer'
	purchase busy 1 >line
	run ticket-create -c press <line
	is "$rc" 75 'ticket-create exits with 75 while another writer has the lock'
	echo >enough
	wait "$writer"
fi
if command -v sqlite3 >/dev/null; then
	{
		echo 'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 1;'
		soon 10 test -e released
	} | sqlite3 "$store" >held &
	holder=$!
	soon 10 test -s held
	LANYARD_WAIT=0 run bus-publish ticketing
	is "$rc" 75 'bus-publish exits with 75 if another process has the store open exclusively'
	(sleep 0.5 && : >released) &
	LANYARD_WAIT=20 run bus-publish ticketing
	is "$rc:$(cat "$err")" 0: 'bus-publish waits for a store that another process has open exclusively'
	wait "$holder"
fi
ticket-feed >feed
all_messages >streamed
same streamed feed 'the stream is the feed after the store was busy'
done_testing
