#!/bin/sh
# Who may do what at the broker: with the permissions of lanyard-bus(7) no client acts as
# another, hears another's answers, or reads the feed. And TLS.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
# The page's conference: its configuration is taken as it stands there.
export LANYARD_CONFERENCE=phpyork-2017
stream=lanyard-phpyork-2017-ticketing
queue=lanyard-cmd-phpyork-2017-ticketing
answers=lanyard-answer-phpyork-2017-ticketing
name=create-ticket-purchase.v1
command=phpyork-2017.ticketing.$name
sed -n '/^accounts {/,/^}/p' "$root/share/man/lanyard-bus.7" >page.conf
ok 'lanyard-bus(7) has a configuration of the broker' grep -q 'user: sponsorship' page.conf
export TICKETING_PASSWORD=o-secret SPONSORSHIP_PASSWORD=s-secret SPEAKERS_PASSWORD=t-secret ARCHIVE_PASSWORD=a-secret
# What each has in its environment, as the page says.
as() { # USER COMMAND...
	NATS_USER=$1
	shift
	unset NATS_INBOX_PREFIX NATS_JS_API_PREFIX
	case $NATS_USER in
	ticketing) NATS_PASSWORD=$TICKETING_PASSWORD NATS_INBOX_PREFIX=_INBOX_ticketing ;;
	sponsorship) NATS_PASSWORD=$SPONSORSHIP_PASSWORD ;;
	speakers) NATS_PASSWORD=$SPEAKERS_PASSWORD ;;
	archive) NATS_PASSWORD=$ARCHIVE_PASSWORD NATS_JS_API_PREFIX=LANYARD ;;
	esac
	export NATS_USER NATS_PASSWORD
	[ -z "${NATS_INBOX_PREFIX:-}" ] || export NATS_INBOX_PREFIX
	[ -z "${NATS_JS_API_PREFIX:-}" ] || export NATS_JS_API_PREFIX
	"$@"
}
as ticketing start_broker "$scratch/users" -1 -c page.conf

open_office 1000 1000
for client in sponsorship speakers; do
	ticket-client add $client --commands create-ticket-purchase --types full --waive --budget 100 >/dev/null
done
asked() { # REFERENCE
	jq -nc --arg id "01890a5d-ac96-774b-bcce-$(printf %s "$1" | md5sum | cut -c 1-12)" --arg r "$1" '{specversion: "1.0",
		id: $id, source: "/x", type: "lanyard.ticketing.create-ticket-purchase.v1", client: "speakers",
		data: {reference: $r, purchaser: {name: "A", email: "a@b.example"},
			tickets: [{type: "full", quantity: 1}], payment: "waived"}}'
}
office() {
	bus-consume --commands $name ticketing -- ticket-create
}
# What the broker says to who asks by its protocol.
try() { # LINE...
	printf '%s\r\n' "$@" PING | say_to_broker
}
bus-publish ticketing

# The queue that a version before has made acknowledged what came, took any subject, and
# knew ids for two minutes.
api "STREAM.CREATE.$queue" "$(jq -nc --arg n $queue '{name: $n, subjects: ["lanyard.cmd.*.phpyork-2017.ticketing.>"],
	retention: "workqueue", storage: "file", num_replicas: 1, max_consumers: -1, max_msgs: -1, max_bytes: 1000000000,
	max_age: 0, discard: "new"}')" >/dev/null
run office
is "$rc:$(cat "$err")" 0: 'bus-consume --commands accepts the queue of an earlier version'
is "$(api "STREAM.INFO.$queue" | jq -c '.config | [.no_ack, .duplicate_window, .deny_purge, .max_bytes, (.subjects | length)]')" \
	'[true,100000000,true,1000000000,9]' "bus-consume --commands changes the queue's settings and keeps its max_bytes"

# Each listens, to its own answers and to the others'.
listen() {
	printf 'SUB lanyard.answer.%s.phpyork-2017.ticketing 1\r\n' sponsorship speakers '*' '>' | LISTEN=4 say_to_broker
}
as sponsorship listen >heard.sponsorship &
one=$!
as speakers listen >heard.speakers &
two=$!
sleep 0.5
ask() { # TOKEN REFERENCE
	line=$(asked "$2")
	printf 'PUB lanyard.cmd.%s.%s %d\r\n%s\r\nPING\r\n' "$1" $command ${#line} "$line" | say_to_broker
}
is "$(as sponsorship ask sponsorship mine | grep -c ERR)" 0 'a client can publish on its own subject'
for token in speakers press organiser '*' '=73ponsorship'; do
	as sponsorship ask "$token" theirs >said
	ok "a client can't publish on the subject of $token" grep -q "ERR 'Permissions Violation for Publish to" said
done
is "$(as speakers ask speakers hers | grep -c ERR)" 0 'a second client can publish on its own subject'
as ticketing office
wait "$one" "$two"
is "$(grep '^{' heard.sponsorship | jq -r '"\(.client) \(.data.reference)"')" 'sponsorship mine' 'a client receives its own answer, under the client of its subject'
is "$(grep '^{' heard.speakers | jq -r '"\(.client) \(.data.reference)"')" 'speakers hers' 'a second client receives its own answer'
is "$(grep -c "Permissions Violation for Subscription" heard.sponsorship)" 3 "a client can't subscribe to the answers of others"
is "$(ticket-feed | jq -r 'select(.data.reference) | .client' | paste -sd ' ')" 'sponsorship speakers' 'the feed has each purchase under the client that sent it'

# The feed, the queue, the streams.
for subject in 'lanyard.event.>' 'lanyard.cmd.>' '>' '$JS.>' '_INBOX.>' '_INBOX_ticketing.>'; do
	as sponsorship try "SUB $subject 1" >said
	ok "a client can't subscribe to $subject" grep -q "Permissions Violation for Subscription to" said
done
for subject in "\$JS.API.STREAM.MSG.GET.$stream" "\$JS.API.CONSUMER.MSG.NEXT.$stream.x" "\$JS.API.STREAM.DELETE.$stream" \
	"\$JS.API.CONSUMER.CREATE.$stream" lanyard.event.phpyork-2017.ticketing.x.v1 lanyard.answer.speakers.phpyork-2017.ticketing \
	_INBOX_ticketing.x; do
	as sponsorship try "PUB $subject x 9" '{"seq":1}' >said
	ok "a client can't publish on $subject" grep -q "Permissions Violation for Publish to" said
done
for tool in 'bus-publish ticketing' 'bus-publish --follow ticketing' 'bus-consume ticketing' 'bus-consume --follow ticketing' \
	'bus-consume --consumer x ticketing cat' "bus-consume --commands $name ticketing cat"; do
	# shellcheck disable=SC2086 # words
	as sponsorship run timeout 30 $tool
	is "$rc" 77 "a client that runs $tool gets status 77"
	says 'Permissions Violation' "a client that runs $tool gets the broker's permissions violation"
done
is "$(as ticketing stream $stream)" '4 4' "the feed's stream is unchanged after the attempts of a client"

# By the reply that a client names. The broker sends an acknowledgement wherever that is.
as ticketing bus-publish ticketing
as sponsorship ask sponsorship waits >/dev/null
everything() {
	as ticketing
	for each in $stream $answers $queue; do echo "$each $(stream "$each")"; done
}
# Its own commands, of each kind that the broker would say something about.
publish_with_reply() { # REPLY
	line=$(asked "by $1")
	for subject in $command phpyork-2017.ticketing.nosuch.v1 phpyork-2017.ticketing.x; do
		printf 'PUB lanyard.cmd.speakers.%s %s %d\r\n%s\r\n' "$subject" "$1" ${#line} "$line"
		for header in 'Nats-Msg-Id: twice' 'Nats-Msg-Id: twice' 'Nats-Expected-Stream: x' 'Nats-Expected-Last-Sequence: 99' \
			'Nats-Expected-Last-Msg-Id: x' 'Nats-Rollup: all'; do
			head=$(printf 'NATS/1.0\r\n%s\r\n\r\n.' "$header")
			head=${head%.}
			printf 'HPUB lanyard.cmd.speakers.%s %s %d %d\r\n%s%s\r\n' "$subject" "$1" ${#head} $((${#head} + ${#line})) "$head" "$line"
		done
	done
	printf 'PING\r\n'
}
everything | grep -v "^$queue" >before
before=$(as ticketing stream $queue)
for reply in lanyard.event.phpyork-2017.ticketing.x.v1 lanyard.cmd.sponsorship.$command \
	lanyard.answer.sponsorship.phpyork-2017.ticketing "\$JS.API.STREAM.PURGE.$queue" "\$JS.API.STREAM.PURGE.$answers" \
	"\$JS.API.STREAM.DELETE.$queue" "\$JS.API.STREAM.PURGE.$stream" _INBOX_ticketing.x; do
	# What is no reply of ours is stored, and nothing is said of it.
	publish_with_reply "$reply" | as speakers say_to_broker >said
	ok "the broker takes the commands of a client with the reply subject $reply" grep -q PONG said
done
everything | grep -v "^$queue" >after
same after before 'commands with foreign reply subjects change no feed and no answers'
is "$(as ticketing stream $queue)" "$((${before% *} + 16)) $((${before#* } + 16))" "the queue has the client's valid commands and no others"
ok 'one command of another client waits in the queue' [ "${before#* }" = 1 ]
as ticketing office >/dev/null 2>&1
is "$(ticket-feed | jq -r 'select(.data.reference == "waits") | .client')" sponsorship 'the waiting command is carried out for the client that sent it'
is "$(ticket-feed | jq -r 'select(.data.reference) | "\(.client) \(.data.reference)"' | grep -c '^sponsorship ')" 2 'no other purchase is made in the name of the client'
as ticketing
run bus-publish ticketing
is "$rc:$(cat "$err")" 0: 'bus-publish succeeds after the attempts'
ticket-feed >feed
bus-consume ticketing >streamed
same streamed feed 'the stream is the feed after the attempts'
api "STREAM.PURGE.$queue" | jq -r .error.description >said
ok 'nobody can purge the queue' grep -q 'not permitted' said

# A reader elsewhere.
as archive
run timeout 60 bus-consume --consumer archive ticketing cat
same "$out" feed 'a reader in another account receives the feed'
run timeout 60 bus-consume --consumer archive ticketing cat
is "$rc:$(cat "$out" "$err")" 0: 'a reader in another account receives the feed once'
as ticketing
purchase more 1 | ticket-create -c press >/dev/null
purchase more2 1 | ticket-create -c press >/dev/null
bus-publish ticketing
as archive
# shellcheck disable=SC2016 # the shell that is started
run timeout 60 bus-consume --consumer archive ticketing -- sh -c 'kill -9 $PPID'
run timeout 60 bus-consume --consumer archive ticketing cat
ticket-feed | tail -n 2 >wanted
same "$out" wanted 'a reader in another account receives again what a killed reader had taken'
timeout 60 bus-consume --consumer archive --follow ticketing sh -c 'cat >>followed' 2>said &
follower=$!
as ticketing
purchase more3 1 | ticket-create -c press >/dev/null
bus-publish ticketing
ticket-feed | tail -n 1 >wanted
followed() { cmp -s followed wanted; }
ok 'a reader in another account that follows receives new events' soon 20 followed
kill "$follower"
wait "$follower" 2>/dev/null
is "$(cat said)" '' 'a reader in another account that follows prints no message'
for tool in 'bus-publish ticketing' 'bus-consume ticketing' 'bus-consume --consumer other ticketing cat' \
	"bus-consume --commands $name ticketing cat"; do
	# shellcheck disable=SC2086 # words
	as archive run timeout 60 $tool
	is "$([ "$rc" != 0 ] && cat "$out")" '' "$tool prints nothing in an account that is a reader's"
done
# It may name replies, too: they are its own account's.
everything >before
for reply in lanyard.event.phpyork-2017.ticketing.x.v1 lanyard.cmd.sponsorship.$command "\$JS.API.STREAM.PURGE.$queue" \
	"\$JS.API.STREAM.DELETE.$queue" "\$JS.API.STREAM.DELETE.$stream" lanyard.answer.sponsorship.phpyork-2017.ticketing; do
	as archive try "PUB LANYARD.STREAM.INFO.$stream $reply 0" '' "PUB LANYARD.STREAM.MSG.GET.$stream $reply 9" '{"seq":1}' \
		"PUB LANYARD.CONSUMER.MSG.NEXT.$stream.archive $reply 0" '' \
		"PUB \$JS.ACK.$stream.archive.1.1.1.1.0 $reply 4" '+ACK' "PUB \$JS.ACK.$stream.archive.1.1.1.1.0 $reply 4" '+NXT' >said
	ok "the broker takes the requests of a reader with the reply subject $reply" grep -q PONG said
done
everything >after
same after before "a reader's requests with foreign reply subjects change nothing"
as archive
{
	printf 'SUB %s 1\r\n' 'lanyard.>' '_INBOX.>' '_INBOX_ticketing.>' '>'
	printf 'PING\r\n'
} | LISTEN=3 say_to_broker >heard.archive &
listener=$!
sleep 0.5
as sponsorship ask sponsorship last >/dev/null
as ticketing office
as ticketing bus-publish ticketing
wait "$listener"
is "$(grep -c PONG heard.archive):$(grep -c MSG heard.archive)" 1:0 "a reader in another account receives no message of ticketing's account"
as ticketing
kill_broker
unset NATS_INBOX_PREFIX NATS_JS_API_PREFIX

# Several in one account, each with an inbox of its own; and what is missing in what one may
# is reported, not waited for.
reads() { # MORE-SUBJECTS
	cat >part.conf <<-END
	authorization { users = [ { user: ticketing, password: o-secret },
		{ user: reader, password: r-secret, permissions = { publish = [ $1 ], subscribe = [ "_INBOX_reader.>" ] } },
		{ user: careless, password: c-secret, permissions = { publish = "lanyard.cmd.careless.>", subscribe = [ "_INBOX.>" ] } } ] }
	END
	NATS_USER=ticketing NATS_PASSWORD=o-secret start_broker_again -c part.conf
	NATS_USER=reader NATS_PASSWORD=r-secret NATS_INBOX_PREFIX=_INBOX_reader
	export NATS_INBOX_PREFIX
}
# In an account of that name the streams were; now they are in the one without a name.
rm -rf "${directory:?}/jetstream"
reads '"x"'
NATS_USER=ticketing NATS_PASSWORD=o-secret NATS_INBOX_PREFIX=_INBOX_ticketing bus-publish ticketing
ticket-feed >feed
kill_broker
reads "\"\$JS.API.CONSUMER.*.$stream.>\", \"\$JS.API.CONSUMER.DURABLE.CREATE.$stream.>\", \"\$JS.API.CONSUMER.CREATE.$stream\""
run timeout 40 bus-consume --follow --consumer part ticketing cat
is "$rc" 77 'a reader without permission to take messages gets status 77'
kill_broker
reads "\"\$JS.API.CONSUMER.>\", \"\$JS.API.STREAM.INFO.>\""
run timeout 40 bus-consume --follow --consumer part ticketing cat
is "$rc" 77 'a reader without permission to acknowledge gets status 77'
says "Publish to \"\$JS.ACK" 'the message names the subject of the missing permission'
kill_broker
reads "\"\$JS.API.CONSUMER.>\", \"\$JS.ACK.$stream.>\", \"\$JS.API.STREAM.INFO.>\""
printf 'SUB _INBOX.> 1\r\nPING\r\n' | NATS_USER=careless NATS_PASSWORD=c-secret LISTEN=3 say_to_broker >heard &
listener=$!
sleep 0.5
bus-consume ticketing >copy
same copy feed 'a reader with the permissions of the page reads the stream'
run bus-consume --consumer whole ticketing cat
is "$rc:$(cmp "$out" feed 2>&1)" 0: 'a reader with the permissions of the page reads the stream as a durable consumer'
NATS_USER=ticketing NATS_PASSWORD=o-secret NATS_INBOX_PREFIX=_INBOX_ticketing office
wait "$listener"
is "$(grep -c PONG heard):$(grep -c MSG heard)" 1:0 'a client that listens on _INBOX receives nothing for other inboxes'
unset NATS_INBOX_PREFIX
run timeout 40 bus-consume ticketing
is "$rc" 77 'a reader without permission for the usual inbox gets status 77'
NATS_INBOX_PREFIX='a.>' run timeout 40 bus-consume ticketing
is "$rc" 78 'an invalid NATS_INBOX_PREFIX exits with 78'
kill_broker
unset NATS_USER NATS_PASSWORD

# TLS, with an authority of our own.
command -v openssl >/dev/null || {
	skip 'bus-publish relays a feed over TLS' 'openssl is not here'
	done_testing
	exit
}
certify() { # NAME ALTERNATIVE AUTHORITY
	openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -subj "/CN=$1" -out "$1.csr" 2>/dev/null
	printf 'subjectAltName=%s\n' "$2" >"$1.ext"
	openssl x509 -req -in "$1.csr" -CA "$3.pem" -CAkey "$3.key" -CAcreateserial -days 2 -extfile "$1.ext" -out "$1.pem" 2>/dev/null
}
for authority in ours theirs; do
	openssl req -x509 -newkey rsa:2048 -nodes -keyout $authority.key -subj "/CN=$authority" -days 2 -out $authority.pem 2>/dev/null
done
certify server IP:127.0.0.1,DNS:localhost ours
certify office email:office@lanyard.example ours
certify stranger email:office@lanyard.example theirs
# api() speaks no TLS: whether the broker is there, our tool is asked.
tls() { # OPTION...
	mkdir -p "$scratch/tls"
	nats-server -a 127.0.0.1 -p -1 -js -sd "$scratch/tls" --ports_file_dir "$scratch/tls" --tls \
		--tlscert server.pem --tlskey server.key "$@" >>"$scratch/tls/log" 2>&1 &
	broker=$!
	brokers="$brokers $broker"
	soon 20 test -s "$scratch/tls/nats-server_$broker.ports"
	port=$(jq -r '.tls[0] // .nats[0]' "$scratch/tls/nats-server_$broker.ports" | sed 's/.*://')
	export NATS_URL="tls://127.0.0.1:$port"
}
tls
published() {
	env NATS_CA=ours.pem "$@" bus-publish ticketing
}
ok 'bus-publish relays a feed over TLS' soon 20 published
NATS_CA=ours.pem run bus-consume ticketing
ticket-feed >feed
same "$out" feed 'bus-consume reads a stream over TLS'
NATS_CA=theirs.pem run timeout 30 bus-publish ticketing
is "$rc" 78 "bus-publish exits with 78 if another authority has signed the broker's certificate"
says 'SSL' 'the message about an untrusted certificate names SSL'
run timeout 30 bus-publish ticketing
is "$rc" 78 'bus-publish exits with 78 without NATS_CA for a certificate of our own'
NATS_CA=ours.pem NATS_URL=nats://127.0.0.1:$port run timeout 30 bus-publish ticketing
is "$rc" 0 'NATS_CA makes bus-publish use TLS'
NATS_URL=nats://127.0.0.1:$port run timeout 30 bus-publish ticketing
is "$rc" 78 'bus-publish exits with 78 if the broker requires TLS and it is not configured'
NATS_CA=ours.pem NATS_CERT=office.pem run timeout 30 bus-publish ticketing
is "$rc" 78 'bus-publish exits with 78 for a certificate without a key'
kill_broker
tls --tlsverify --tlscacert ours.pem
ok 'bus-publish succeeds with a certificate as its login' soon 20 published NATS_CERT=office.pem NATS_KEY=office.key
NATS_CA=ours.pem run timeout 30 bus-publish ticketing
no=$rc
is "$([ "$no" = 0 ] || echo refused)" refused 'bus-publish fails without a certificate if the broker requires one'
NATS_CA=ours.pem NATS_CERT=stranger.pem NATS_KEY=stranger.key run timeout 30 bus-publish ticketing
is "$([ "$rc" = 0 ] || echo refused)" refused 'bus-publish fails with a certificate of another authority'
echo "# $no $rc: $(cat "$err")"
done_testing
