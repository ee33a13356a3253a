#!/bin/sh
# Commands from the bus, and programs that are slow, fail, or end too early: each command
# is carried out once, and answered with the same bytes as often as it is asked.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
queue=lanyard-cmd-conference-ticketing
answers=lanyard-answer-conference-ticketing
command=conference.ticketing.create-ticket-purchase.v1
start_broker
open_office 10000 10000
long=$(printf '%064d' 0)
for name in a b c 'a.b' "$long" 'münchen'; do
	ticket-client add "$name" --commands create-ticket-purchase --types full --waive --budget 1000 >/dev/null
done

asked() { # REFERENCE: its command, with an id of its own
	jq -nc --arg id "01890a5d-ac96-774b-bcce-$(printf %s "$1" | md5sum | cut -c 1-12)" --arg r "$1" '{specversion: "1.0",
		id: $id, source: "/x", type: "lanyard.ticketing.create-ticket-purchase.v1",
		data: {reference: $r, purchaser: {name: "A", email: "a@b.example"},
			tickets: [{type: "full", quantity: 1}], payment: "waived"}}'
}
# Several at once, on one connection: lines of "TOKEN COMMAND".
ask() {
	while read -r token line; do
		printf 'PUB lanyard.cmd.%s.%s %d\r\n%s\r\n' "$token" $command "$(printf %s "$line" | wc -c)" "$line"
	done | LISTEN=0.2 say_to_broker >/dev/null
}
office() { # [OPTION...] -- TOOL...
	timeout 100 bus-consume --commands create-ticket-purchase.v1 "$@"
}
# All that was ever answered, with its subject.
answered() {
	last=$(stream $answers)
	{
		printf 'SUB heard 1\r\n'
		for at in $(seq "${last% *}"); do
			printf 'PUB $JS.API.STREAM.MSG.GET.%s heard %d\r\n{"seq":%d}\r\n' $answers $((8 + ${#at})) "$at"
		done
	} | say_to_broker | grep '^{' | jq -r '.message // empty | "\(.subject) \(.data | @base64d)"'
}
references() { # CLIENT
	ticket-feed | jq -r --arg c "$1" 'select(.client == $c and .data.reference) | .data.reference' | paste -sd ' '
}
waiting() {
	stream $queue | cut -d ' ' -f 2
}
run office ticketing -- ticket-create
is "$rc" 0 'bus-consume --commands succeeds with an empty queue'

# Killed when its tool has carried them out, and before they are acknowledged.
for r in k1 k2 k3; do echo "a $(asked $r)"; done >sent
ask <sent
# shellcheck disable=SC2016 # the shell that is started
run office ticketing -- sh -c 'ticket-create; kill -9 $PPID'
is "$rc:$(references a)" '137:k1 k2 k3' 'commands are carried out by a bus-consume that is killed before it acknowledges'
is "$(waiting)" 3 'the commands of a killed bus-consume stay in the queue'
run office ticketing -- ticket-create
is "$rc:$(references a)" '0:k1 k2 k3' 'the next bus-consume carries no command out again'
is "$(waiting)" 0 'the next bus-consume acknowledges the commands'
ask <sent
# With the last answer sent, and no acknowledgement.
if can_trace; then
	: >trace
	timeout 60 strace -f -qq -s 200 -o trace -e trace=sendto bus-consume --commands create-ticket-purchase.v1 ticketing -- ticket-create
	nth=$(grep -c . trace)
	ask <sent
	run timeout 60 strace -f -qq -o /dev/null -e trace=sendto -e "inject=sendto:signal=KILL:when=$((nth - 3))" \
		bus-consume --commands create-ticket-purchase.v1 ticketing -- ticket-create
	is "$rc" 137 'bus-consume is killed at the last call that answers'
	run office ticketing -- ticket-create
	is "$rc:$(waiting)" 0:0 'the next bus-consume empties the queue'
fi
is "$(references a)" 'k1 k2 k3' 'commands that are sent again are not carried out again'
answered >got
is "$(sort got | uniq -c | sort -u -k 3 | wc -l | tr -d ' '):$(sort -u got | wc -l | tr -d ' ')" 3:3 'commands that are sent again are answered with the same bytes'
ok 'commands that are sent again are answered again' [ "$(wc -l <got)" -gt 6 ]

# Several clients.
for i in $(seq 12); do
	echo "b $(asked "b$i")"
	[ $((i % 2)) = 0 ] || echo "c $(asked "c$i")"
	[ $((i % 3)) != 0 ] || echo "nobody $(asked "n$i")"
done >sent
ask <sent
run office ticketing -- ticket-create
is "$(references b)" "$(seq -s ' ' -f b%g 12)" 'commands of one of several clients are carried out in order'
is "$(references c)" "$(seq -s ' ' -f c%g 1 2 11)" 'commands of another of several clients are carried out in order'
is "$(references nobody)" '' 'no command of a client that does not exist is carried out'

# A tool that can't for a while; others ask meanwhile.
for i in 1 2 3; do echo "b $(asked "w$i")"; done | ask
# shellcheck disable=SC2016 # the shell that is started
timeout 100 bus-consume --commands create-ticket-purchase.v1 --follow ticketing -- \
	sh -c 'test -e can || { echo rubbish; cat >/dev/null; echo >>tries; exit 75; }; exec ticket-create' 2>said &
follower=$!
tried() { [ "$(grep -c . tries)" -ge 0 ] && [ "$(wc -l <tries)" -ge "$1" ]; }
soon 20 tried 1
for i in 4 5; do echo "b $(asked "w$i")"; done | ask
ok 'a tool that exits with 75 is run again' soon 30 tried 3
: >can
all_done() { [ "$(waiting)" = 0 ]; }
ok 'a tool that is run again empties the queue when it succeeds' soon 30 all_done
is "$(references b)" "$(seq -s ' ' -f b%g 12) $(seq -s ' ' -f w%g 5)" 'commands are carried out once, in order, after the tool has failed'
kill "$follower"
wait "$follower" 2>/dev/null
ok 'bus-consume reports that the tool exited with 75' grep -q 'sh exited 75: its lines are not processed' said
answered | grep -q rubbish
is $? 1 'the output of a tool that fails is not sent as an answer'

# A tool that says it is done and has not read all.
for i in $(seq 300); do echo "c $(asked "m$i")"; done >sent
ask <sent
for status in 0 1 65 77; do
	run office ticketing -- sh -c "exec <&-; exit $status"
	is "$rc:$(waiting)" 75:300 "commands stay in the queue if the tool exits with $status and has not read them"
done
run office ticketing -- ticket-create
is "$rc:$(waiting):$(references c | wc -w | tr -d ' ')" 0:0:306 'the next tool carries out the commands that were not read'

# Whose they are.
{
	echo "a=2Eb $(asked d1)"
	echo "$long $(asked d2)"
	echo "m=C3=BCnchen $(asked d3)"
	echo "${long}0 $(asked d4)"
	for token in '=2' '=' '=00' '=0A' 'a=2eb' '=61' '=FF' 'a%2Eb' 'münchen'; do
		echo "$token $(asked "$token")"
	done
} | ask
run office -r bad ticketing -- ticket-create
is "$rc" 65 'bus-consume exits with 65 for subjects that name no client'
is "$(references a.b):$(references "$long"):$(references münchen)" d1:d2:d3 "a client's name in a subject can have dots, 64 bytes and letters that are not ASCII"
is "$(jq -r .data.reference bad | paste -sd ' ')" 'd4 =2 = =00 =0A a=2eb =61 =FF a%2Eb münchen' 'bus-consume -r keeps commands whose subject names no client'
answered | sed 's/ .*//' | sort -u | grep -e =2E -e "$long" -e =C3 | paste -sd ' ' >got
is "$(cat got)" "lanyard.answer.$long.conference.ticketing lanyard.answer.a=2Eb.conference.ticketing lanyard.answer.m=C3=BCnchen.conference.ticketing" 'answers are sent on the subjects of clients with such names'

# What a client can do to the queue, which it has in common with the others.
told=$(stream $queue)
{
	for subject in ticketing.nosuch.v1 ticketing.create-ticket-purchase.v1.x ticketing.create-ticket-purchase ticketing \
		ticketing.add-ticket-type.v1; do
		printf 'PUB lanyard.cmd.a.conference.%s 1\r\nx\r\n' $subject
	done
	printf 'PING\r\n'
} | say_to_broker >/dev/null
is "$(stream $queue)" "$told" 'the queue takes no message with a subject that is no command'
{
	printf 'PUB lanyard.cmd.a.%s 1\r\nx\r\n' $command
	printf 'PUB lanyard.cmd.a.%s 100000\r\n%0100000d\r\n' $command 0
	printf 'PUB lanyard.cmd.a.%s 200000\r\n%0200000d\r\n' $command 0
	printf 'PING\r\n'
} | say_to_broker >/dev/null
is "$(waiting)" 2 'the queue takes no message of 200000 bytes'
rm -f bad
run office -r bad ticketing -- ticket-create
says 'is longer than a line may be' 'bus-consume denies a command of 100000 bytes as too long'
seq 1050 | sed "s/.*/PUB lanyard.cmd.a.$command 1\r\nx\r/" | LISTEN=1 say_to_broker >/dev/null
is "$(waiting)" 1000 'the queue takes at most 1000 commands of one client'
for i in 1 2 3; do echo "c $(asked "f$i")"; done | ask
is "$(waiting)" 1003 'the queue takes commands of another client when one has reached its limit'
run office ticketing -- sh -c 'cat >>drained'
is "$rc:$(waiting):$(wc -l <drained | tr -d ' ')" 0:0:1003 'bus-consume passes each of 1003 commands to the tool once'
echo "a $(asked roomy)" | ask
is "$(waiting)" 1 'the queue takes commands of the client again when it is empty'
run office ticketing -- ticket-create
# By the id that it gives its message: it is the broker's memory, and theirs in common.
say_with_id() { # TOKEN ID LINE
	printf 'NATS/1.0\r\nNats-Msg-Id: %s\r\n\r\n' "$2" >header
	{
		printf 'HPUB lanyard.cmd.%s.%s %d %d\r\n' "$1" $command "$(wc -c <header)" $(($(wc -c <header) + ${#3}))
		cat header
		printf '%s\r\nPING\r\n' "$3"
	} | say_to_broker >/dev/null
}
say_with_id a same "$(asked theirs)"
say_with_id b same "$(asked ours)"
is "$(waiting)" 2 'the queue takes a message whose id another client has used'
run office ticketing -- ticket-create
is "$(ticket-feed -c b --command "$(asked ours | jq -r .id)" | jq -r .data.reference)" ours 'a command whose message id another client has used is carried out'
before=$(stream $answers)
say_with_id b same "$(asked ours)"
run office ticketing -- ticket-create
is "$(stream $answers)" "$((${before% *} + 1)) $((${before#* } + 1))" 'a command that is sent again with its message id is answered again'

# No descriptor but the three.
bus-publish ticketing
# shellcheck disable=SC2016 # the shell that is started
run bus-consume --consumer descriptors ticketing -- sh -c 'cat >/dev/null; ls -l /proc/$$/fd >had'
is "$rc:$(grep -c socket had)" 0:0 'the tool does not inherit the connection to the broker'
done_testing
