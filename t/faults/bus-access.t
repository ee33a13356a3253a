#!/bin/sh
# Who may do what at the broker: with the permissions of lanyard-bus(7) no client acts as
# another, hears another's answers, or reads the feed. And TLS.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../broker.sh
. "$root/t/broker.sh"
broker_is_here || skip_all "$without"
stream=lanyard-conference-ticketing
command=conference.ticketing.create-ticket-purchase.v1

# The configuration is the page's, with one more client.
sed -n '/^authorization {/,/^}/p' "$root/share/man/lanyard-bus.7" >page.conf
ok 'the page has a configuration' grep -q 'user: sponsorship' page.conf
awk '{ print } /client = {/ { depth = 1; copy = "  other = {\n"; next }
	depth { line = $0; gsub("sponsorship", "speakers", line); copy = copy line "\n" }
	depth && /}/ { printf "%s", copy; depth = 0 }
	/user: sponsorship/ { gsub("sponsorship", "speakers"); gsub("SPONSORSHIP", "SPEAKERS"); sub("client", "other"); print }
' page.conf >users.conf
export OFFICE_PASSWORD=o-secret SPONSORSHIP_PASSWORD=s-secret SPEAKERS_PASSWORD=t-secret
as() { # USER COMMAND...
	NATS_USER=$1
	shift
	case $NATS_USER in
	office) NATS_PASSWORD=$OFFICE_PASSWORD ;;
	sponsorship) NATS_PASSWORD=$SPONSORSHIP_PASSWORD ;;
	speakers) NATS_PASSWORD=$SPEAKERS_PASSWORD ;;
	esac
	export NATS_USER NATS_PASSWORD
	"$@"
}
NATS_USER=office NATS_PASSWORD=$OFFICE_PASSWORD
export NATS_USER NATS_PASSWORD
start_broker "$scratch/users" -1 -c users.conf

open_office 1000 1000
for client in sponsorship speakers; do
	ticket-client add $client --may create-ticket-purchase --types full --waive --budget 100 >/dev/null
done
asked() { # REFERENCE
	jq -nc --arg id "01890a5d-ac96-774b-bcce-$(printf %s "$1" | md5sum | cut -c 1-12)" --arg r "$1" '{specversion: "1.0",
		id: $id, source: "/x", type: "lanyard.ticketing.create-ticket-purchase.v1", client: "speakers",
		data: {reference: $r, purchaser: {name: "A", email: "a@b.example"},
			tickets: [{type: "full", quantity: 1}], payment: "waived"}}'
}
office() {
	bus-consume --commands create-ticket-purchase.v1 ticketing -- ticket-create
}
# What the broker says to who asks by its protocol.
try() { # LINE...
	printf '%s\r\n' "$@" PING | say_to_broker
}
bus-publish ticketing
office

# Each listens, to its own answers and to the others'.
listen() {
	printf 'SUB lanyard.answer.%s.conference.ticketing 1\r\n' sponsorship speakers '*' '>' | LISTEN=4 say_to_broker
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
is "$(as sponsorship ask sponsorship mine | grep -c ERR)" 0 'a client may publish on its own subject'
for token in speakers press organiser '*' '=73ponsorship'; do
	as sponsorship ask "$token" theirs >said
	ok "not on that of $token" grep -q "ERR 'Permissions Violation for Publish to" said
done
is "$(as speakers ask speakers hers | grep -c ERR)" 0 'another may on its own'
as office office
wait "$one" "$two"
is "$(grep '^{' heard.sponsorship | jq -r '"\(.client) \(.data.reference)"')" 'sponsorship mine' 'it hears its own answer, and is who its subject says'
is "$(grep '^{' heard.speakers | jq -r '"\(.client) \(.data.reference)"')" 'speakers hers' 'the other its own'
is "$(grep -c "Permissions Violation for Subscription" heard.sponsorship)" 3 'and may not listen to any others'
is "$(ticket-feed | jq -r 'select(.data.reference) | .client' | paste -sd ' ')" 'sponsorship speakers' 'the feed has what each did'

# The feed, the queue, the streams.
for subject in 'lanyard.event.>' 'lanyard.cmd.>' '>' '$JS.>' '_INBOX.>'; do
	as sponsorship try "SUB $subject 1" >said
	got=refused
	grep -q Permissions said || got=taken
	wanted=refused
	[ "$subject" != '_INBOX.>' ] || wanted=taken
	is "$got" "$wanted" "to listen on $subject is $wanted"
done
for subject in "\$JS.API.STREAM.MSG.GET.$stream" "\$JS.API.CONSUMER.MSG.NEXT.$stream.x" "\$JS.API.STREAM.DELETE.$stream" \
	"\$JS.API.CONSUMER.CREATE.$stream" lanyard.event.conference.ticketing.x.v1 lanyard.answer.speakers.conference.ticketing; do
	as sponsorship try "PUB $subject _INBOX.x 9" '{"seq":1}' >said
	ok "to publish on $subject is refused" grep -q "Permissions Violation for Publish to" said
done
for tool in 'bus-publish ticketing' 'bus-publish --follow ticketing' 'bus-consume ticketing' 'bus-consume --follow ticketing' \
	'bus-consume --consumer x ticketing cat' 'bus-consume --commands create-ticket-purchase.v1 ticketing cat'; do
	# shellcheck disable=SC2086 # words
	as sponsorship run timeout 30 $tool
	is "$rc" 77 "$tool is not permitted"
	says 'Permissions Violation' 'and that is told'
done
is "$(as office stream $stream)" '4 4' 'the stream is untouched'
kill_broker

# Part of it permitted: what is missing is told, not waited for.
reads() { # MORE-SUBJECTS
	cat >part.conf <<-END
	authorization { users = [ { user: office, password: o-secret },
		{ user: reader, password: r-secret, permissions = { publish = [ $1 ], subscribe = [ "_INBOX.>" ] } } ] }
	END
	NATS_USER=office NATS_PASSWORD=o-secret start_broker_again -c part.conf
	NATS_USER=reader NATS_PASSWORD=r-secret
}
reads "\"\$JS.API.CONSUMER.*.$stream.>\", \"\$JS.API.CONSUMER.DURABLE.CREATE.$stream.>\", \"\$JS.API.CONSUMER.CREATE.$stream\""
run timeout 40 bus-consume --follow --consumer part ticketing cat
is "$rc" 77 'a reader that may not take messages is told'
kill_broker
reads "\"\$JS.API.CONSUMER.>\", \"\$JS.API.STREAM.INFO.>\""
run timeout 40 bus-consume --follow --consumer part ticketing cat
is "$rc" 77 'one that may not acknowledge'
says "Publish to \"\$JS.ACK" 'with what it may not'
kill_broker
reads "\"\$JS.API.CONSUMER.>\", \"\$JS.ACK.$stream.>\", \"\$JS.API.STREAM.INFO.>\""
bus-consume ticketing >copy
ticket-feed | head -n 4 >feed
same copy feed 'one that may do that reads'
run bus-consume --consumer whole ticketing cat
is "$rc:$(cmp "$out" feed)" 0: 'also under a name'
kill_broker
unset NATS_USER NATS_PASSWORD

# TLS, with an authority of our own.
command -v openssl >/dev/null || {
	skip 'TLS' 'openssl is not here'
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
ok 'over TLS a feed is relayed' soon 20 published
NATS_CA=ours.pem run bus-consume ticketing
ticket-feed >feed
same "$out" feed 'and read'
NATS_CA=theirs.pem run timeout 30 bus-publish ticketing
is "$rc" 78 'a broker that the authority does not vouch for is not trusted'
says 'SSL' 'which is told'
run timeout 30 bus-publish ticketing
is "$rc" 78 'nor one that nobody vouches for'
NATS_CA=ours.pem NATS_URL=nats://127.0.0.1:$port run timeout 30 bus-publish ticketing
is "$rc" 0 'to name an authority is to ask for TLS'
NATS_URL=nats://127.0.0.1:$port run timeout 30 bus-publish ticketing
is "$rc" 78 'a broker that wants TLS is not spoken to without it'
NATS_CA=ours.pem NATS_CERT=office.pem run timeout 30 bus-publish ticketing
is "$rc" 78 'a certificate goes with its key'
kill_broker
tls --tlsverify --tlscacert ours.pem
ok 'a certificate is a login' soon 20 published NATS_CERT=office.pem NATS_KEY=office.key
NATS_CA=ours.pem run timeout 30 bus-publish ticketing
no=$rc
is "$([ "$no" = 0 ] || echo refused)" refused 'without one it is not permitted'
NATS_CA=ours.pem NATS_CERT=stranger.pem NATS_KEY=stranger.key run timeout 30 bus-publish ticketing
is "$([ "$rc" = 0 ] || echo refused)" refused 'nor with one of another authority'
echo "# $no $rc: $(cat "$err")"
done_testing
