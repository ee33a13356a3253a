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
is "$rc" 0 'a feed is relayed'
says 'has all up to 4' 'up to its end'
is "$(stream lanyard-conference-ticketing)" '4 4' 'an event is at its own sequence'
is "$(api STREAM.MSG.GET.lanyard-conference-ticketing '{"seq":3}' | jq -r .message.subject)" \
	lanyard.event.conference.ticketing.ticket-purchase-created.v1 'under the subject of its type'
api STREAM.MSG.GET.lanyard-conference-ticketing '{"seq":3}' | jq -r .message.data | base64 -d >sent
sed -n 3p feed | tr -d '\n' >stored
same sent stored 'as its line is stored'
is "$(api STREAM.MSG.GET.lanyard-conference-ticketing '{"seq":3}' | jq -r .message.hdrs | base64 -d |
	tr -d '\r' | sed -n 's/^Nats-Msg-Id: *//p')" "$(sed -n 3p feed | jq -r .id)" 'with its id'
run bus-publish ticketing
silent 'again, there is nothing to say'
is "$(stream lanyard-conference-ticketing)" '4 4' 'nor to send'
for context in sponsorship speakers; do
	run bus-publish "$context"
	is "$rc" 66 "without a store there is no feed of $context"
done
run bus-publish exhibitors
is "$rc" 64 'nor of a context that is not here'
run bus-publish
is "$rc" 64 'nor of none'
open_crm
run bus-publish -d "$LANYARD_HOME/conference/sponsorship.db" sponsorship
is "$rc" 0 'another context has a stream of its own'
is "$(stream lanyard-conference-sponsorship)" "$(sponsor-feed | wc -l | sed 's/.*/& &/')" 'with all its events'
LANYARD_CONFERENCE=a.b ticket-type add full --name Full --price 1 --currency EUR --capacity 1 >/dev/null
LANYARD_CONFERENCE=a.b run bus-publish ticketing
is "$(stream lanyard-a=2Eb-ticketing)" '1 1' 'a dot in a name is no part of a subject'

# A reader that keeps its own position.
run bus-consume ticketing
same "$out" feed 'printed, it is the feed'
run bus-consume --after 2 --limit 1 ticketing
sed -n 3p feed >third
same "$out" third 'or a part of it'
run bus-consume --after 4 ticketing
is "$rc:$(cat "$out" "$err")" 0: 'behind the end there is nothing'
run bus-consume speakers
is "$rc" 66 'a stream that is not there is told'
bus-consume ticketing | event-replay --from - -d copy.db ticketing
same "$out" /dev/null 'a store is made from it'
ticket-feed -d copy.db >copied
same copied feed 'which has the same feed'

# A consumer.
run bus-consume --consumer log ticketing sh -c 'cat >>log'
same log feed 'a command is given the feed'
run bus-consume --consumer log ticketing -- sh -c 'cat >>log'
same log feed 'once'
purchase r3 1 | ticket-create -c press >/dev/null
ticket-feed >feed
bus-publish ticketing
run bus-consume --consumer log ticketing sh -c 'cat >>log; exit 3'
is "$rc" 75 'a command that fails can be tried again'
says 'sh exited 3' 'which is told'
run bus-consume --consumer log ticketing sh -c 'cat >given'
tail -n 1 feed >wanted
same given wanted 'it is given the same again'
run bus-consume --consumer few --batch 2 ticketing sh -c 'cat >>few; echo >>few'
is "$(awk '/^$/ { printf "%d ", n; n = 0; next } { n++ }' few)" '2 2 1 ' 'it can be given a few at once'
grep . few >given
same given feed 'which are all, in order'
run bus-consume --consumer x ticketing there-is-no-such-program
is "$rc" 75 'a program that is not there is told'

: >log
timeout 60 bus-consume --consumer live --follow ticketing -- sh -c 'test ! -e fails || { rm fails; exit 1; }; cat >>log' 2>said &
follower=$!
timeout 60 bus-publish --follow ticketing 2>relayed &
relay=$!
ok 'following, it is given what is there' soon 10 has_lines log 5
purchase r4 1 | ticket-create -c press >/dev/null
ok 'and what comes' soon 10 has_lines log 6
touch fails
purchase r5 1 | ticket-create -c press >/dev/null
ok 'a command that fails is tried again after a while' soon 10 has_lines log 7
run bus-consume --consumer live ticketing cat
is "$rc" 75 'of two under one name one ends'
says 'another process consumes under that name' 'and says why'
kill "$follower" "$relay"
wait "$follower" "$relay" 2>/dev/null
is "$(cat relayed)" '' 'the relay had nothing to say'
ticket-feed >feed
same log feed 'nothing is missing, nothing doubled'

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
is "$rc" 0 'an office with nothing to do does nothing'
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
is "$rc" 65 'commands are carried out, bad ones are told'
says 'stdin:1: is not JSON' 'what is not JSON'
says 'its subject names no client' 'what is nobody'"'"'s'
says 'is more than one line' 'what is more than a line'
says '3 lines, 2 of them bad' 'and how many there were'
is "$(grep -v '^{' bad | sort | tr '\n' ' ')" 'lines of nobody rubbish two ' 'all of which are kept'
wait "$listener"
grep '^{' heard >answers
is "$(jq -r '"\(.client) \(.type | split(".")[2]) \(.causationid)"' answers)" \
	"press ticket-purchase-created $one
nobody command-refused $two" 'each is answered, as the client that its subject names'
is "$(grep -o '^MSG lanyard.answer.[a-z]*' heard | tr '\n' ' ')" \
	'MSG lanyard.answer.press MSG lanyard.answer.nobody ' 'on its own subject'
asked $one b1 | ticket-create -c press >again
head -n 1 answers >first
same again first 'the same id by another way is answered the same'
printf 'SUB lanyard.answer.*.conference.ticketing 1\r\nPING\r\n' | LISTEN=3 say_to_broker >heard &
listener=$!
sleep 0.5
tell "lanyard.cmd.press.conference.$command" "$(asked $one b1)"
office 2>said
wait "$listener"
grep '^{' heard >again
same again first 'and by the bus'
is "$(stream lanyard-cmd-conference-ticketing)" '6 0' 'what is done waits no more'
tell "lanyard.cmd.press.conference.$command" "$(asked $two b3)"
run bus-consume --commands create-ticket-purchase.v1 ticketing -- sh -c 'cat >/dev/null; exit 75'
is "$rc" 75 'a tool that could not do them'
is "$(stream lanyard-cmd-conference-ticketing)" '7 1' 'leaves them waiting'
run bus-consume --commands create-ticket-purchase.v1 ticketing -- sh -c 'exit 77'
is "$rc" 75 'so does one that was not permitted to, and has not read them'
is "$(stream lanyard-cmd-conference-ticketing)" '7 1' '  which a refused command is not taken for'
run office
is "$rc:$(ticket-feed -c press --command $two | jq -r .data.reference)" 0:b3 'until it can'

# What clients may not send, nobody takes from them: the tool would not ask whose it is.
for other in add-ticket-type.v1 create-ticket-purchase create-ticket-purchase.v2 ticket-purchase-created.v1 x.v1 \
	'x.*.>' '>' '*' '' ' ' lanyard.ticketing.create-ticket-purchase.v1; do
	tell "lanyard.cmd.press.conference.ticketing.${other:-x.v1}" '{"type":"vip","name":"V","price":1,"currency":"EUR","capacity":1}'
	run bus-consume --commands "$other" ticketing -- ticket-type add
	is "$rc" 64 "no reader takes \"$other\" from a client"
	says "--commands $other: is no command that ticketing publishes" '  and says why'
done
is "$(ticket-feed | grep -c ticket-type-added)" 1 'so no client adds a type'
run bus-consume --commands register-sponsor.v1 sponsorship -- sponsor-register
is "$rc" 64 'a context that publishes no command takes none'
run bus-consume --commands create-ticket-purchase.v1 exhibitors -- cat
says 'exhibitors: unknown context' 'nor does one that is not here'

# What can't be meant.
for wrong in '' 'ticketing cat' '--consumer x ticketing' '--commands x ticketing' \
	'--consumer x --commands y ticketing cat' '--consumer x --after 3 ticketing cat' \
	'--consumer x --limit 3 ticketing cat' '--batch 1001 ticketing' \
	'--copies 3 ticketing' "--after $one ticketing"; do
	# shellcheck disable=SC2086 # words
	run bus-consume $wrong
	is "$rc" 64 "what does not go together is usage: $wrong"
done
run env -u LANYARD_CONFERENCE bus-consume ticketing
is "$rc" 64 'a conference must be named'
run bus-consume --consumer "$(printf 'a\001')" ticketing cat
is "$rc" 64 'a name with a control character is none'

# A broker that is away, or that does not let us in.
kill_broker
run bus-publish ticketing
is "$rc" 69 'a broker that is away is told'
says "connecting to $NATS_URL: No server available" 'as such'
run bus-consume ticketing
is "$rc" 69 'to a reader, too'
NATS_URL='nats://a:b:c' run bus-publish ticketing
is "$rc" 78 'an address that is none is told'
for url in foo://x nats://127.0.0.1:4222,http://127.0.0.1 'nats://127.0.0.1:4222,' ://x; do
	NATS_URL=$url run timeout 20 bus-consume --follow ticketing
	is "$rc" 78 "also to who follows: $url"
	says "NATS_URL can't be used: $url" 'as that'
done
NATS_URL=foo://office:secret@x run bus-publish ticketing
is "$(grep -c secret "$err")" 0 '  without its login'
for file in NATS_CREDS NATS_CA; do
	run env $file=/nowhere timeout 20 bus-publish --follow ticketing
	is "$rc" 78 "so is a file that is not there: $file"
	says "$file: /nowhere: No such file" 'as that'
done
: >empty
for file in NATS_CERT NATS_KEY; do
	run env $file=empty timeout 20 bus-publish --follow ticketing
	is "$rc" 78 "$file alone is told"
	says 'NATS_CERT goes with NATS_KEY' 'as that'
done
NATS_INBOX_PREFIX='a.>' run bus-publish ticketing
is "$rc" 78 'so is what can be no inbox'
export NATS_USER=office NATS_PASSWORD=secret
start_broker "$scratch/locked" -1 --user office --pass secret
run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'with a login it is permitted'
unset NATS_USER
run bus-publish ticketing
is "$rc" 77 'without a login it is not permitted'
NATS_USER=office NATS_PASSWORD=wrong run bus-publish ticketing
is "$rc" 77 'nor with a wrong one'
NATS_URL="nats://office:secret@127.0.0.1:$port" run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'it can be in the address'
NATS_URL="nats://office:secret@127.0.0.1:1" run bus-publish ticketing
says 'connecting to nats://127.0.0.1:1:' 'and is not told with it'
done_testing
