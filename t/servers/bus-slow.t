#!/bin/sh
# A reader that takes longer than the broker waits for a word, ten seconds: while it is
# alive nobody else is given what it has, nor is it disturbed. And the calls with which a
# program is started, made to fail: nothing is lost, and the status says so.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
stream=lanyard-conference-ticketing
queue=lanyard-cmd-conference-ticketing
start_broker
open_office 10000 10000
sell() { # FROM TO
	jq -nc "range($1; $2)"' | {reference: "s\(.)", purchaser: {name: "A", email: "a@b.example"},
		tickets: [{type: "full", quantity: 1}], payment: "waived"}' | ticket-create -c press >/dev/null
}
sell 0 1000
bus-publish ticketing
ticket-feed | head -n 1000 >feed
traces=
can_trace && traces=yes

# All at once, as each takes its time: until those who come meanwhile have ended, however
# busy the machine is, or for a minute.
begun() { # STREAM READER
	[ "$(api "CONSUMER.INFO.$1.$2" | jq .num_ack_pending)" -gt 0 ]
}
cat >sleeps <<-'END'
	left=60
	while [ ! -e over ] && [ $left -gt 0 ]; do sleep 1; left=$((left - 1)); done
END
# It has its lines, and sleeps.
: >log.sleeps
timeout 100 bus-consume --consumer sleeps --follow ticketing -- sh -c 'cat >>log.sleeps; sh ./sleeps' 2>said.sleeps &
sleeps=$!
# It reads all the time, and slowly.
: >log.reads
timeout 100 bus-consume --consumer reads --batch 1000 ticketing -- sh -c '
	while dd bs=16384 count=1 2>/dev/null >part && [ -s part ]; do cat part >>log.reads; sleep 0.35; done' 2>said.reads &
reads=$!
# There is no descriptor to wait for it.
: >log.blind
if [ "$traces" ]; then
	timeout 100 strace -qq -o /dev/null -e trace=pidfd_open -e inject=pidfd_open:error=EMFILE \
		bus-consume --consumer blind --batch 100 ticketing -- sh -c '
		cat >>log.blind; sh ./sleeps' 2>said.blind &
	blind=$!
fi
# It is many short ones: commands of clients that take turns.
asked() {
	jq -nc --arg id "01890a5d-ac96-774b-bcce-$(printf %s "$1" | md5sum | cut -c 1-12)" --arg r "$1" '{specversion: "1.0",
		id: $id, source: "/x", type: "lanyard.ticketing.create-ticket-purchase.v1",
		data: {reference: $r, purchaser: {name: "A", email: "a@b.example"},
			tickets: [{type: "full", quantity: 1}], payment: "waived"}}'
}
bus-consume --commands create-ticket-purchase.v1 ticketing cat
for i in $(seq 14); do
	for client in press nobody; do
		line=$(asked "$client$i")
		printf 'PUB lanyard.cmd.%s.conference.ticketing.create-ticket-purchase.v1 %d\r\n%s\r\n' \
			$client ${#line} "$line"
	done
done | say_to_broker >/dev/null
: >log.turns
timeout 100 bus-consume --commands create-ticket-purchase.v1 ticketing -- sh -c 'sleep 0.5; cat >>log.turns' 2>said.turns &
turns=$!
for reader in sleeps reads blind; do
	[ "$reader" != blind ] || [ "$traces" ] || continue
	soon 60 begun $stream $reader
done
soon 60 begun $queue create-ticket-purchase=2Ev1

# Somebody else comes, at the time when the broker would give it to him.
for reader in sleeps reads blind; do
	[ "$reader" != blind ] || [ "$traces" ] || continue
	{
		timeout 60 bus-consume --consumer $reader ticketing -- sh -c "cat >>log.$reader" 2>"other.$reader"
		echo $? >"rc.$reader"
	} &
	eval "other_$reader=\$!"
done
{
	timeout 60 bus-consume --commands create-ticket-purchase.v1 ticketing -- sh -c "cat >>log.turns" 2>other.turns
	echo $? >rc.turns
} &
other_turns=$!
# shellcheck disable=SC2154 # set by eval
for other in $other_sleeps $other_reads ${other_blind:-} $other_turns; do wait "$other"; done
: >over
is "$(cat rc.sleeps rc.reads rc.turns | paste -sd ' ')" '75 75 75' 'a second reader exits with 75 while a slow reader is alive'
is "$(cat other.sleeps)" 'bus-consume: bus: sleeps: another process consumes under that name' 'a second reader reports another run of the same consumer'
wait "$reads" "$turns"
ended() { [ "$(wc -l <log.sleeps)" -ge 1002 ]; }
ok 'a slow reader receives the new events' soon 60 ended
is "$(api "CONSUMER.INFO.$stream.sleeps" | jq .config.max_ack_pending)" 1000 "a slow reader's consumer keeps its limit of pending messages"
kill "$sleeps"
wait "$sleeps" 2>/dev/null
ticket-feed | head -n 1002 >feed
head -n 1002 log.sleeps >got
same got feed 'a program that sleeps receives each line once'
same log.reads feed 'a program that reads slowly receives each line once'
is "$(jq -r .data.reference log.turns | paste -sd ' ')" "$(for i in $(seq 14); do echo "press$i nobody$i"; done | paste -sd ' ')" 'programs of half a second each receive each command once, in order'
if [ "$traces" ]; then
	wait "$blind"
	is "$?:$(cat rc.blind)" 0:75 'a program is waited for without pidfd_open'
	same log.blind feed 'a program that is waited for without pidfd_open receives each line once'
fi

# Calls that fail, in our own thread; each leaves the command waiting, or done.
if [ "$traces" ]; then
	ask() {
		line=$(asked "$1")
		printf 'PUB lanyard.cmd.press.conference.ticketing.create-ticket-purchase.v1 %d\r\n%s\r\n' \
			${#line} "$line" | LISTEN=0.2 say_to_broker >/dev/null
	}
	office() {
		"$@" bus-consume --commands create-ticket-purchase.v1 ticketing -- ticket-create
	}
	# A tool that ends at once is not waited for: then there is no call that waits.
	note_calls() {
		ask calls
		strace -qq -y -o calls bus-consume --commands create-ticket-purchase.v1 ticketing -- ticket-create >/dev/null
	}
	note_calls
	nth_of() { # CALL WORDS: the first with these
		grep "^$1(" calls | grep -n "$2" | head -n 1 | cut -d : -f 1
	}
	count=0
	while read -r call words error wanted; do
		count=$((count + 1))
		# libnats polls, too, and not always as often: then it was not ours that failed.
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			nth=$(nth_of "$call" "$words")
			[ -n "$nth" ] || { note_calls && continue; }
			ask "fails$count"
			run office timeout 60 strace -qq -y -o failed -e "trace=$call" -e "inject=$call:error=$error:when=${nth:-none}"
			! grep -q "$words.*INJECTED" failed || break
		done
		is "$rc:$(grep -c "$words.*INJECTED" failed)" "$wanted:1" "bus-consume exits with $wanted if $call ($words) fails with $error"
		run office timeout 60 env
		is "$rc:$(stream $queue | cut -d ' ' -f 2):$(ticket-feed | grep -c "\"fails$count\"")" 0:0:1 "the command is carried out once after $call ($words) failed with $error"
	done <<-'END'
		memfd_create answers EMFILE 71
		pipe2 CLOEXEC EMFILE 75
		clone3 VFORK EAGAIN 75
		mmap memfd:answers ENOMEM 71
		lseek memfd:answers EINVAL 71
		pidfd_open ( ENFILE 0
		poll pidfd EINTR 0
		wait4 ( EINTR 0
		write pipe EINTR 0
		write pipe EIO 75
		fcntl pipe.*SETFL EINVAL 0
	END
	ask again
	run timeout 60 strace -qq -o /dev/null -e trace=ftruncate -e inject=ftruncate:error=EIO \
		bus-consume --follow --commands create-ticket-purchase.v1 ticketing -- sh -c 'echo rubbish; cat >/dev/null; exit 75'
	is "$rc:$(stream $queue | cut -d ' ' -f 2)" 71:1 "bus-consume exits with 71 and sends nothing if it can't discard the output of a failed tool"
	run timeout 60 strace -qq -o /dev/null -e trace=inotify_add_watch -e inject=inotify_add_watch:error=ENOSPC bus-publish ticketing
	timeout 60 strace -qq -o /dev/null -e trace=inotify_init1 -e inject=inotify_init1:error=EMFILE bus-publish --follow ticketing &
	relay=$!
	published() { [ "$(stream $stream)" = "$(ticket-feed | wc -l | sed 's/ //g; s/.*/& &/')" ]; }
	soon 20 published
	sell 2000 2003
	ok 'bus-publish --follow sends new events without inotify' soon 20 published
	kill "$relay"
	wait "$relay" 2>/dev/null
	# It sleeps meanwhile, also where nobody reads its standard output.
	timeout 3 strace -f -qq -o looks -e trace=poll bus-publish --follow ticketing | true
	ok 'bus-publish --follow polls fewer than 100 times in three seconds' [ "$(grep -c 'poll(.*events=POLLIN.* = ' looks)" -lt 100 ]
fi
done_testing
