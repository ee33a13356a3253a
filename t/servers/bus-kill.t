#!/bin/sh
# Killed at any system call with which it tells the broker something, or its command, or
# us, a relay or a reader leaves behind what another run brings to its end. A relay: the
# stream is the feed. A reader: its command was given each line, in order; again only
# what was not acknowledged, which is the batch that was under way.
#
# SIGKILL comes before the call is carried out, in whichever thread. By default at some of
# the calls; with LANYARD_KILL=all at each one.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # a killed process needs no disk, and memory is faster
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
requires strace
can_trace || skip_all 'strace may not trace here'
stream=lanyard-conference-ticketing

start_broker
open_office 10000 10000
for i in $(seq 40); do purchase "r$i" 1; done | ticket-create -c press >/dev/null
ticket-feed >feed


# Which of 1 to 3000 to try: each, or those that differ most.
some() {
	if [ "${LANYARD_KILL:-}" = all ]; then seq 3000; else echo "$1"; fi
}

# A relay.
wrong=
all=0
for call in sendto close connect futex exit_group; do
	times=0
	for nth in $(some '1 2 3 5 8'); do
		api "STREAM.DELETE.$stream" >/dev/null
		strace -f -qq -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$nth" \
			bus-publish ticketing 2>said
		[ $? = 137 ] || break
		times=$((times + 1))
		bus-publish ticketing 2>said || wrong="$wrong; $call $nth: $(cat said)"
		bus-consume ticketing >streamed
		cmp -s streamed feed || wrong="$wrong; $call $nth: the stream is not the feed"
	done
	echo "# $call: $times"
	all=$((all + times))
done
is "$wrong" '' "a relay that was killed at $all calls is completed by the next run"
ok 'a relay is killed at 8 calls or more' [ "$all" -ge 8 ]

# A reader, three batches. Its command notes what it has, and how much of that the broker
# knew before.
bus-publish ticketing
floor() {
	api "CONSUMER.INFO.$stream.$reader" | jq -r '.ack_floor.stream_seq // 0'
}
wrong=
all=0
number=0
for call in sendto write close pipe2 clone3 futex exit_group; do
	times=0
	for nth in $(some '2 4 9'); do
		number=$((number + 1))
		reader=r$number
		: >log
		strace -f -qq -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$nth" \
			bus-consume --consumer $reader --batch 14 ticketing -- sh -c 'cat >>log' >/dev/null 2>said
		[ $? = 137 ] || break
		times=$((times + 1))
		known=$(floor)
		given=$(wc -l <log)
		bus-consume --consumer $reader --batch 14 ticketing -- sh -c 'cat >>log' 2>said ||
			wrong="$wrong; $call $nth: $(cat said)"
		head -n "$given" feed >wanted
		tail -n "+$((${known:-0} + 1))" feed >>wanted
		cmp -s log wanted || wrong="$wrong; $call $nth: not what it was to be given"
		[ $((given - ${known:-0})) -le 14 ] || wrong="$wrong; $call $nth: more than a batch comes twice"
	done
	echo "# $call: $times"
	all=$((all + times))
done
is "$wrong" '' "a reader that was killed at $all calls misses no line and repeats unacknowledged batches only"
ok 'a reader is killed at 5 calls or more' [ "$all" -ge 5 ]

# An office: its tool's own promise is that it carries out each command once.
queue=lanyard-cmd-conference-ticketing
answers=lanyard-answer-conference-ticketing
office() {
	bus-consume --commands create-ticket-purchase.v1 ticketing -- ticket-create
}
office
wrong=
all=0
number=0
for call in sendto pipe2 memfd_create mmap exit_group; do
	for nth in $(some '4 16 19 20 21 22'); do
		number=$((number + 1))
		for part in a b; do
			line=$(ID=$(printf '01900000-0000-7000-8000-%011d' $number)$part purchase "k$number$part" 1 | tr -d '\n')
			printf 'PUB lanyard.cmd.press.conference.ticketing.create-ticket-purchase.v1 %d\r\n%s\r\n' ${#line} "$line"
		done | LISTEN=0.2 say_to_broker >/dev/null
		strace -f -qq -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$nth" \
			bus-consume --commands create-ticket-purchase.v1 ticketing -- ticket-create 2>said
		killed=$?
		office 2>said || wrong="$wrong; $call $nth: $(cat said)"
		[ "$(stream $queue | cut -d ' ' -f 2)" = 0 ] || wrong="$wrong; $call $nth: a command waits"
		[ "$(ticket-feed | grep -c "\"k${number}[ab]\"")" = 2 ] || wrong="$wrong; $call $nth: not carried out once"
		[ "$killed" = 137 ] || break
		all=$((all + 1))
	done
done
is "$wrong" '' "a bus-consume --commands that was killed at $all calls carries out each command once"
ok 'a bus-consume --commands is killed at 5 calls or more' [ "$all" -ge 5 ]
last=$(stream $answers)
{
	printf 'SUB heard 1\r\n'
	for at in $(seq "${last% *}"); do
		printf 'PUB $JS.API.STREAM.MSG.GET.%s heard %d\r\n{"seq":%d}\r\n' $answers $((8 + ${#at})) "$at"
	done
} | say_to_broker | grep '^{' | jq -r '.message // empty | .data | @base64d' | sort | uniq -c >answered
is "$(wc -l <answered | tr -d ' ')" $((2 * number)) 'each command is answered with the same bytes after the kills'
done_testing
