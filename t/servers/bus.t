#!/bin/sh
# The bus: a feed's stream is the feed; commands come with their client.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
start_broker
open_office 1000 1000
purchase r1 1 | ticket-create -c press >/dev/null
purchase r2 1 | ticket-create -c press >/dev/null
ticket-feed >feed
last() { ticket-feed | wc -l | tr -d ' '; }

# The relay.
run bus-publish -v ticketing
is "$rc" 0 'bus-publish relays a feed'
says 'all events up to 4 are published' 'bus-publish -v prints the last sequence'
is "$(stream lanyard-conference-ticketing)" '4 4' "an event's sequence in the stream is its sequence in the feed"
is "$(api STREAM.MSG.GET.lanyard-conference-ticketing '{"seq":3}' | jq -r .message.subject)" \
	lanyard.event.conference.ticketing.ticket-purchase-created.v1 "an event's subject has its type"
api STREAM.MSG.GET.lanyard-conference-ticketing '{"seq":3}' | jq -r .message.data | base64 -d >sent
sed -n 3p feed | tr -d '\n' >stored
same sent stored "an event's message has the bytes of its line"
is "$(api STREAM.MSG.GET.lanyard-conference-ticketing '{"seq":3}' | jq -r .message.hdrs | base64 -d |
	tr -d '\r' | sed -n 's/^Nats-Msg-Id: *//p')" "$(sed -n 3p feed | jq -r .id)" "an event's message id is the event's id"
run bus-publish ticketing
silent 'bus-publish prints nothing if the stream is complete'
is "$(stream lanyard-conference-ticketing)" '4 4' 'bus-publish sends nothing if the stream is complete'
for context in sponsorship speakers; do
	run bus-publish "$context"
	is "$rc" 66 "bus-publish exits with 66 if $context has no store"
done
run bus-publish elsewhere
is "$rc" 64 'bus-publish of an unknown context is a usage error'
run bus-publish
is "$rc" 64 'bus-publish without a context is a usage error'
open_crm
run bus-publish -d "$LANYARD_HOME/conference/sponsorship.db" sponsorship
is "$rc" 0 'bus-publish relays a store named by -d'
is "$(stream lanyard-conference-sponsorship)" "$(sponsor-feed | wc -l | sed 's/.*/& &/')" 'sponsorship has a stream of its own with all its events'
export LANYARD_CONFERENCE=sealed
open_crm
ticket-type add full --name Full --price 1 --currency EUR --capacity 1 >/dev/null
for context in ticketing sponsorship; do
	event-seal $context >/dev/null
	run bus-publish $context
	is "$rc" 0 "bus-publish relays a seal of $context"
	is "$(api STREAM.MSG.GET.lanyard-sealed-$context '{"seq":2}' | jq -r .message.subject)" \
		lanyard.event.sealed.$context.feed-sealed.v1 "a seal's subject is of $context"
done
LANYARD_CONFERENCE=conference
LANYARD_CONFERENCE=a.b ticket-type add full --name Full --price 1 --currency EUR --capacity 1 >/dev/null
LANYARD_CONFERENCE=a.b run bus-publish ticketing
is "$(stream lanyard-a=2Eb-ticketing)" '1 1' "a dot in a conference's name is escaped in the stream's name"

# A reader that keeps its own position.
run bus-consume ticketing
same "$out" feed 'bus-consume prints the feed'
run bus-consume --after 2 --limit 1 ticketing
sed -n 3p feed >third
same "$out" third 'bus-consume --after 2 --limit 1 prints the third event'
run bus-consume --after 4 ticketing
is "$rc:$(cat "$out" "$err")" 0: 'bus-consume --after the last event prints nothing and succeeds'
run bus-consume speakers
is "$rc" 66 'bus-consume exits with 66 if the stream does not exist'
bus-consume ticketing | event-replay --from - -d copy.db ticketing
same "$out" /dev/null "event-replay makes a store from bus-consume's output"
ticket-feed -d copy.db >copied
same copied feed "a store made from bus-consume's output has the same feed"

# A consumer.
run bus-consume --consumer log ticketing sh -c 'cat >>log'
same log feed 'bus-consume --consumer passes the feed to a program'
run bus-consume --consumer log ticketing -- sh -c 'cat >>log'
same log feed 'bus-consume --consumer passes the feed to a program once'
purchase r3 1 | ticket-create -c press >/dev/null
ticket-feed >feed
bus-publish ticketing
run bus-consume --consumer log ticketing sh -c 'cat >>log; exit 3'
is "$rc" 75 'bus-consume exits with 75 if the program fails'
says 'sh exited 3' "the message names the program's exit status"
run bus-consume --consumer log ticketing sh -c 'cat >given'
tail -n 1 feed >wanted
same given wanted 'bus-consume passes the lines of a failed program again'
run bus-consume --consumer few --batch 2 ticketing sh -c 'cat >>few; echo >>few'
is "$(awk '/^$/ { printf "%d ", n; n = 0; next } { n++ }' few)" '2 2 1 ' '--batch 2 passes at most two lines to each run of the program'
grep . few >given
same given feed 'batches contain the whole feed in order'
run bus-consume --consumer x ticketing there-is-no-such-program
is "$rc" 75 'bus-consume exits with 75 if the program does not exist'

: >log
timeout 60 bus-consume --consumer live --follow ticketing -- sh -c 'test ! -e fails || { rm fails; exit 1; }; cat >>log' 2>said &
follower=$!
timeout 60 bus-publish --follow ticketing 2>relayed &
relay=$!
ok 'bus-consume --follow passes the existing events to the program' soon 10 has_lines log 5
purchase r4 1 | ticket-create -c press >/dev/null
ok 'bus-consume --follow passes new events to the program' soon 10 has_lines log 6
touch fails
purchase r5 1 | ticket-create -c press >/dev/null
ok 'bus-consume --follow runs a failing program again' soon 10 has_lines log 7
run bus-consume --consumer live ticketing cat
is "$rc" 75 'one of two runs of the same consumer exits with 75'
says 'another process consumes under that name' 'the run that exits names another run of the same consumer'
kill "$follower" "$relay"
wait "$follower" "$relay" 2>/dev/null
is "$(cat relayed)" '' 'bus-publish --follow prints no message'
ticket-feed >feed
same log feed 'bus-consume --follow passes each event once, in order'

# Commands: whose they are, the subject says.
asked() { # ID REFERENCE [CLIENT-IN-THE-LINE]
	jq -nc --arg id "$1" --arg r "$2" --arg c "${3:-}" '{specversion: "1.0", id: $id, source: "/x",
		type: "lanyard.ticketing.create-ticket-purchase.v1",
		data: {reference: $r, purchaser: {name: "A", email: "a@b.example"},
			tickets: [{type: "full", quantity: 1}], payment: "waived"}}
		+ if $c == "" then {} else {client: $c} end'
}
command=ticketing.create-ticket-purchase.v1
office() { bus-consume --commands create-ticket-purchase.v1 -v -r bad ticketing -- ticket-create -r bad; }
run office
is "$rc" 0 'bus-consume --commands succeeds with an empty queue'
one=01890a5d-ac96-774b-bcce-b302099a8057
two=01890a5d-ac96-774b-bcce-b302099a8058
printf 'SUB lanyard.answer.*.conference.ticketing 1\r\nPING\r\n' | LISTEN=4 say_to_broker >heard &
listener=$!
sleep 0.5
tell "lanyard.cmd.press.conference.$command" "$(asked $one b1)"
tell "lanyard.cmd.nobody.conference.$command" "$(asked $two b2 press)"
tell "lanyard.cmd.press.conference.$command" 'rubbish'
tell "lanyard.cmd.=01.conference.$command" 'of nobody'
tell "lanyard.cmd.press.conference.$command" "$(printf 'two\nlines')"
run office
is "$rc" 65 'bus-consume --commands exits with 65 after invalid commands'
says 'stdin:1: is not JSON' 'the tool reports a command that is not JSON'
says 'its subject names no client' 'bus-consume reports a command whose subject names no client'
says 'is more than one line' 'bus-consume reports a command of more than one line'
says '5 lines, 2 of them bad' 'bus-consume -v counts lines and invalid lines'
is "$(grep -v '^{' bad | sort | tr '\n' ' ')" 'lines of nobody rubbish two ' '-r keeps every invalid command'
wait "$listener"
grep '^{' heard >answers
is "$(jq -r '"\(.client) \(.type | split(".")[2]) \(.causationid)"' answers)" \
	"press ticket-purchase-created $one
nobody command-refused $two" 'each command is answered under the client that its subject names'
is "$(grep -o '^MSG lanyard.answer.[a-z]*' heard | tr '\n' ' ')" \
	'MSG lanyard.answer.press MSG lanyard.answer.nobody ' "each answer is sent on its client's subject"
asked $one b1 | ticket-create -c press >again
head -n 1 answers >first
same again first 'ticket-create answers the same command with the same bytes'
printf 'SUB lanyard.answer.*.conference.ticketing 1\r\nPING\r\n' | LISTEN=3 say_to_broker >heard &
listener=$!
sleep 0.5
tell "lanyard.cmd.press.conference.$command" "$(asked $one b1)"
office 2>said
wait "$listener"
grep '^{' heard >again
same again first 'bus-consume answers the same command with the same bytes'
is "$(stream lanyard-cmd-conference-ticketing)" '6 0' 'a command that is carried out leaves the queue'
tell "lanyard.cmd.press.conference.$command" "$(asked $two b3)"
run bus-consume --commands create-ticket-purchase.v1 ticketing -- sh -c 'cat >/dev/null; exit 75'
is "$rc" 75 'bus-consume exits with 75 if the tool exits with 75'
is "$(stream lanyard-cmd-conference-ticketing)" '7 1' 'a command stays in the queue if the tool exits with 75'
run bus-consume --commands create-ticket-purchase.v1 ticketing -- sh -c 'exit 77'
is "$rc" 75 'bus-consume exits with 75 if the tool exits with 77 without reading'
is "$(stream lanyard-cmd-conference-ticketing)" '7 1' 'a command stays in the queue if the tool exits with 77 without reading'
run office
is "$rc:$(ticket-feed -c press --command $two | jq -r .data.reference)" 0:b3 'bus-consume carries out the command that stayed in the queue'

# What clients may not send, nobody takes from them: the tool would not ask whose it is.
for other in add-ticket-type.v1 create-ticket-purchase create-ticket-purchase.v2 ticket-purchase-created.v1 x.v1 \
	'x.*.>' '>' '*' '' ' ' lanyard.ticketing.create-ticket-purchase.v1; do
	tell "lanyard.cmd.press.conference.ticketing.${other:-x.v1}" '{"type":"vip","name":"V","price":1,"currency":"EUR","capacity":1}'
	run bus-consume --commands "$other" ticketing -- ticket-type add
	is "$rc" 64 "bus-consume --commands denies \"$other\""
	says "--commands $other: ticketing publishes no such command" "bus-consume says that \"$other\" is no command that ticketing publishes"
done
is "$(ticket-feed | grep -c ticket-type-added)" 1 'no command of a client adds a ticket type'
run bus-consume --commands register-sponsor.v1 sponsorship -- sponsor-register
is "$rc" 64 '--commands of a context that publishes no command is a usage error'
run bus-consume --commands create-ticket-purchase.v1 elsewhere -- cat
says 'elsewhere: unknown context' '--commands of an unknown context is denied by its name'

# What can't be meant.
for wrong in '' 'ticketing cat' '--consumer x ticketing' '--commands x ticketing' \
	'--consumer x --commands y ticketing cat' '--consumer x --after 3 ticketing cat' \
	'--consumer x --limit 3 ticketing cat' '--batch 1001 ticketing' \
	'--copies 3 ticketing' "--after $one ticketing"; do
	# shellcheck disable=SC2086 # words
	run bus-consume $wrong
	is "$rc" 64 "bus-consume $wrong is a usage error"
done
run env -u LANYARD_CONFERENCE bus-consume ticketing
is "$rc" 64 'a missing LANYARD_CONFERENCE is a usage error'
run bus-consume --consumer "$(printf 'a\001')" ticketing cat
is "$rc" 64 "a consumer's name with a control character is a usage error"

# A broker that is away, or that does not let us in.
kill_broker
run bus-publish ticketing
is "$rc" 69 'bus-publish exits with 69 if no broker is available'
says "connecting to $NATS_URL: No server available" 'the message about a missing broker names its address'
run bus-consume ticketing
is "$rc" 69 'bus-consume exits with 69 if no broker is available'
NATS_URL='nats://a:b:c' run bus-publish ticketing
is "$rc" 78 'an invalid NATS_URL exits with 78'
for url in foo://x nats://127.0.0.1:4222,http://127.0.0.1 'nats://127.0.0.1:4222,' ://x; do
	NATS_URL=$url run timeout 20 bus-consume --follow ticketing
	is "$rc" 78 "bus-consume --follow exits with 78 for NATS_URL=$url"
	says "each nats:// or tls://: $url" "the message names NATS_URL=$url"
done
NATS_URL=foo://office:secret@x run bus-publish ticketing
is "$(grep -c secret "$err")" 0 'the message about an invalid NATS_URL does not contain the password'
for file in NATS_CREDS NATS_CA; do
	run env $file=/nowhere timeout 20 bus-publish --follow ticketing
	is "$rc" 78 "a $file that does not exist exits with 78"
	says "$file: /nowhere: No such file" "the message names $file and the missing file"
done
: >empty
for file in NATS_CERT NATS_KEY; do
	run env $file=empty timeout 20 bus-publish --follow ticketing
	is "$rc" 78 "$file without the other of NATS_CERT and NATS_KEY exits with 78"
	says 'NATS_CERT and NATS_KEY require each other' "the message about $file says that NATS_CERT goes with NATS_KEY"
done
NATS_INBOX_PREFIX='a.>' run bus-publish ticketing
is "$rc" 78 'an invalid NATS_INBOX_PREFIX exits with 78'
export NATS_USER=office NATS_PASSWORD=secret
start_broker "$scratch/locked" -1 --user office --pass secret
run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'bus-publish succeeds with a valid login'
unset NATS_USER
run bus-publish ticketing
is "$rc" 77 'bus-publish exits with 77 without a login'
NATS_USER=office NATS_PASSWORD=wrong run bus-publish ticketing
is "$rc" 77 'bus-publish exits with 77 with a wrong login'
NATS_URL="nats://office:secret@127.0.0.1:$port" run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'bus-publish accepts a login in NATS_URL'
NATS_URL="nats://office:secret@127.0.0.1:1" run bus-publish ticketing
says 'connecting to nats://127.0.0.1:1:' 'the message about a broker does not contain the login in NATS_URL'
done_testing
