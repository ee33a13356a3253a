#!/bin/sh
# Killed at any system call with which it tells the broker something, or its command, or
# us, a relay or a reader leaves behind what another run brings to its end. A relay: the
# stream is the feed. A reader: its command was given each line, in order; again only
# what was not acknowledged, which is the batch that was under way.
#
# And each of the calls with which a reader starts its command, made to fail: nothing is
# lost, and the status says so.
#
# SIGKILL comes before the call is carried out, in whichever thread. By default at some of
# the calls; with LANYARD_KILL=all at each one.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # a killed process needs no disk, and memory is faster
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../broker.sh
. "$root/t/broker.sh"
broker_is_here || skip_all "$without"
command -v strace >/dev/null || skip_all 'strace is not here'
strace -f -qq -o /dev/null true 2>/dev/null || skip_all 'strace may not trace here'
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
stream=lanyard-conference-ticketing

start_broker
open_office 10000 10000
for i in $(seq 40); do purchase "r$i" 1; done | ticket-create -c press >/dev/null
ticket-feed >feed

killed_at() { # CALL NTH COMMAND...
	strace -f -qq -o trace -e "trace=$1" -e "inject=$1:signal=KILL:when=$2" timeout 60 env "$@" </dev/null >/dev/null 2>said
}

# Which of 1 to 3000 to try: each, or those that are told apart best.
some() {
	if [ "${LANYARD_KILL:-}" = all ]; then seq 3000; else echo "$1"; fi
}

# A relay.
wrong=
all=0
for call in sendto write close connect futex exit_group; do
	times=0
	for nth in $(some '1 2 3 4 5 6 8 11'); do
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
is "$wrong" '' "killed $all times, a relay is run to its end and the stream is the feed"
ok '  that is often enough' [ "$all" -ge 15 ]

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
	for nth in $(some '1 2 3 4 6 9 14 20'); do
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
is "$wrong" '' "killed $all times, a reader goes on: nothing is missing, only a batch that was not acknowledged comes twice"
ok '  that is often enough' [ "$all" -ge 15 ]
done_testing
