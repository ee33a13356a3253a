#!/bin/sh
# What one client can take of the broker: its own places in the queue and among the answers.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
queue=lanyard-cmd-conference-ticketing
answers=lanyard-answer-conference-ticketing
command=conference.ticketing.create-ticket-purchase.v1
echo 'jetstream { max_file_store: 4000000 }' >small.conf
start_broker "$scratch/broker" -1 -c "$PWD/small.conf"
open_office 10000 10000
for name in greedy honest; do
	ticket-client add $name --commands create-ticket-purchase --types full --waive --budget 1000 >/dev/null
done

asked() { # REFERENCE: its command, with an id of its own
	jq -nc --arg id "01890a5d-ac96-774b-bcce-$(printf %s "$1" | md5sum | cut -c 1-12)" --arg r "$1" '{specversion: "1.0",
		id: $id, source: "/x", type: "lanyard.ticketing.create-ticket-purchase.v1",
		data: {reference: $r, purchaser: {name: "A", email: "a@b.example"},
			tickets: [{type: "full", quantity: 10}], payment: "waived"}}'
}
send() { # CLIENT LINE TIMES
	yes "PUB lanyard.cmd.$1.$command ${#2}
$2" | head -n "$((2 * $3))" | sed 's/$/\r/' | LISTEN=1 say_to_broker >/dev/null
}
office() {
	run timeout 100 bus-consume --commands create-ticket-purchase.v1 ticketing -- ticket-create
}
kept() { # STREAM CLIENT
	api "STREAM.INFO.$1" '{"subjects_filter": "lanyard.>"}' |
		jq --arg client "$2" '[.state.subjects // {} | to_entries[] | select(.key | split(".")[2] == $client).value] | add // 0'
}
office
send honest "$(asked first)" 1
office

# One command again and again: each time it is answered.
again=$(asked again)
for _ in 1 2 3 4 5 6; do
	send greedy "$again" 1000
	office
	echo "# $rc: $(kept $answers greedy) answers, $(api STREAM.INFO.$answers | jq .state.bytes) bytes" | tee -a rounds
done
is "$(cut -d : -f 1 rounds | sort -u)" '# 0' '6000 answers to one client do not fill a broker with places for 3000'
is "$(kept $answers greedy)" 1000 'the broker keeps the last 1000 answers of one client'
is "$(kept $answers honest)" 1 'the broker removes no answer of another client'
printf 'SUB lanyard.answer.honest.conference.ticketing 1\r\n' | LISTEN=6 say_to_broker >heard &
listener=$!
sleep 0.5
send honest "$(asked second)" 1
office
wait "$listener"
is "$rc:$(grep '^{' heard | jq -r .data.reference)" 0:second 'another client receives its answer'

# More than may wait.
send greedy "$again" 1500
is "$(kept $queue greedy)" 1000 'the queue takes at most 1000 commands of one name from one client'
send honest "$(asked third)" 1
is "$(kept $queue honest)" 1 'the queue takes a command of another client when one has reached its limit'
office
is "$rc:$(ticket-feed -c honest | jq -r 'select(.data.reference).data.reference' | paste -sd ' ')" '0:first second third' \
	'the command of another client is carried out'
says "lanyard.cmd.greedy.$command: 1000 commands are pending, the limit per client: the broker refuses more" \
	'bus-consume reports a client that has reached its limit'
send greedy "$again" 10
office
is "$rc:$(cat "$err")" 0: 'bus-consume does not report a client below its limit'

# A broker that does not count: it is asked in a way that it can't read.
echo "sed -u 's/{\"subjects_filter/[\"subjects_filter/' | socat - TCP:127.0.0.1:$port" >garble
start_proxy 0 'EXEC:sh garble'
send honest "$(asked fourth)" 1
NATS_URL=$proxied run timeout 100 bus-consume --batch 1 --commands create-ticket-purchase.v1 ticketing -- ticket-create
says 'bus-consume: bus: counting commands: ' 'bus-consume reports that waiting commands could not be counted'
is "$rc:$(ticket-feed -c honest | jq -r 'select(.data.reference).data.reference' | tail -n 1)" 0:fourth \
	'bus-consume carries out commands although they could not be counted'
done_testing
