# shellcheck shell=sh disable=SC2154 # lib.sh sets what is used here
# A broker of its own for a test: nats-server, on loopback, in the scratch directory.
#
#     . "$(dirname "$0")/../lib.sh"
#     . "$root/t/servers/broker.sh"
#     start_broker
#
# It is stopped by its process id, also where the test ends early.

! [ -d /usr/sbin ] || PATH=$PATH:/usr/sbin
brokers=
proxies=
NATS_URL=
unset NATS_USER NATS_TOKEN NATS_CREDS NATS_CA NATS_CERT NATS_KEY NATS_INBOX_PREFIX NATS_JS_API_PREFIX

# bus-publish is built where libnats is.
requires bus-publish nats-server socat

stop_brokers() {
	# One that has died of itself says why.
	grep -s -A 20 -e '^panic:' -e '^fatal error:' "$scratch"/*/log | sed 's/^/# /' >&2
	for broker in $brokers; do
		kill -KILL "$broker" 2>/dev/null
		wait "$broker" 2>/dev/null
	done
	for proxy in $proxies; do
		kill -s KILL -- "-$proxy" 2>/dev/null
		wait "$proxy" 2>/dev/null
	done
	brokers=
	proxies=
}

# Starts one with its data in DIRECTORY; at PORT, or at one that is free. Sets $broker, its
# process id, $port and NATS_URL.
start_broker() { # [DIRECTORY [PORT [OPTION...]]]
	directory=${1:-$scratch/broker}
	at=${2:--1}
	[ $# -lt 2 ] || shift
	[ $# -lt 1 ] || shift
	options=$*
	mkdir -p "$directory"
	rm -f "$directory"/nats-server_*.ports
	nats-server -a 127.0.0.1 -p "$at" -js -sd "$directory" --ports_file_dir "$directory" "$@" \
		>>"$directory/log" 2>&1 &
	broker=$!
	brokers="$brokers $broker"
	trap 'stop_brokers; cd /; rm -rf "$scratch"' EXIT
	soon 5 test -s "$directory/nats-server_$broker.ports"
	NATS_URL=$(jq -r '.nats[0]' "$directory/nats-server_$broker.ports") || return
	export NATS_URL
	port=${NATS_URL##*:}
	# Its streams are there a little later than its port.
	soon 5 has_streams && return
	echo 'Bail out! the broker does not start'
	exit 1
}

has_streams() {
	api STREAM.NAMES | grep '"total"'
}

# Ends it at once: what it had not written is gone, as with a machine.
kill_broker() {
	kill -KILL "$broker"
	wait "$broker" 2>/dev/null
}

# Starts it again, with the data that it has, as it was started or with other options.
start_broker_again() { # [OPTION...]
	# shellcheck disable=SC2086 # words
	[ $# -gt 0 ] || set -- $options
	start_broker "$directory" "$port" "$@"
}

# What stands between us and the broker, and can fail as a network does. Sets $proxied,
# the broker's address by this way. ADDRESS: where socat connects it to instead.
start_proxy() { # [PORT [ADDRESS]]
	proxy_number=$((${proxy_number:-0} + 1))
	setsid socat -d -d "TCP-LISTEN:${1:-0},bind=127.0.0.1,fork,reuseaddr" \
		"${2:-TCP:127.0.0.1:$port}" \
		2>"proxy.$proxy_number" &
	proxy=$!
	proxies="$proxies $proxy"
	soon 10 grep -q 'listening on' "proxy.$proxy_number"
	proxied=nats://127.0.0.1:$(sed -n 's/.*listening on .*:\([0-9]*\)$/\1/p' "proxy.$proxy_number" | head -n 1)
}

# Cut: each side learns that the other is gone. Held: neither learns anything.
cut_proxy() {
	kill -s KILL -- "-$proxy"
	wait "$proxy" 2>/dev/null
}

mend_proxy() {
	start_proxy "${proxied##*:}"
}

hold_proxy() {
	kill -s STOP -- "-$proxy"
}

let_proxy_go() {
	kill -s CONT -- "-$proxy"
}

# The protocol as it is, by a client that is not ours.
say_to_broker() {
	{
		printf 'CONNECT {"verbose":false,"headers":true,"no_responders":true%s}\r\n' \
			"${NATS_USER:+,\"user\":\"$NATS_USER\",\"pass\":\"$NATS_PASSWORD\"}"
		cat
		sleep "${LISTEN:-0.3}"
	} | socat -t 0.2 - "TCP:127.0.0.1:$port" | tr -d '\r'
}

# Publishes PAYLOAD on SUBJECT.
tell() { # SUBJECT PAYLOAD
	{
		printf 'PUB %s %d\r\n%s\r\n' "$1" "$(printf %s "$2" | wc -c)" "$2"
		printf 'PING\r\n'
	} | LISTEN=0.1 say_to_broker >/dev/null
}

# Asks JetStream's own interface, and prints the answer.
api() { # REQUEST [PAYLOAD]
	{
		printf 'SUB answers 1\r\nPUB $JS.API.%s answers %d\r\n%s\r\n' "$1" \
			"$(printf %s "${2:-}" | wc -c)" "${2:-}"
	} | say_to_broker | grep '^{' | tail -n 1
}

# What the stream has: last sequence, messages.
stream() { # NAME
	api "STREAM.INFO.$1" | jq -r '"\(.state.last_seq) \(.state.messages)"'
}

# Sells COUNT tickets more; $sold says how many in all.
sold=0
sell() { # COUNT
	jq -nc "range($sold; $sold + $1)"' | {reference: "s\(.)", purchaser: {name: "A", email: "a@b.example"},
		tickets: [{type: "full", quantity: 1}], payment: "waived"}' | ticket-create -c press >/dev/null
	sold=$((sold + $1))
}
