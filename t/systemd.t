#!/bin/sh
# On this machine, over a Unix socket: who is there, the kernel says.
. "$(dirname "$0")/lib.sh"
for tool in s6-ipcserver socat jq; do
	command -v "$tool" >/dev/null || skip_all "$tool is not here"
done
units=$root/contrib/systemd
lib=$scratch/lib # as they are installed
mkdir "$lib"
cp "$units/lanyard-socket" "$root/contrib/ssh/lanyard-ssh" "$lib"
chmod 755 "$lib"
open_office 20000 20000
ticket-client add club --commands create-ticket-purchase --types full --waive >/dev/null
me=$(id -u)
chmod 711 "$scratch" "$scratch/work"
mkdir "$scratch/run"
chmod 755 "$scratch/run"
echo "$me press" >clients

# Starts a server at the socket NAME for a tool.
serve() { # NAME TOOL...
	at=$scratch/run/$1
	shift
	LANYARD_IDLE=3 s6-ipcserver -a 0666 -c 64 -C 16 "$at" "$lib/lanyard-socket" "$LANYARD_HOME/conference" "$PWD/clients" "$@" \
		2>"$scratch/served.${at##*/}" &
	servers="$servers $!"
	soon 5 test -S "$at"
}
servers=
# shellcheck disable=SC2086 # process ids
trap 'kill $servers 2>/dev/null; wait $servers 2>/dev/null; cd /; rm -rf "$scratch"' EXIT
serve create ticket-create -q
serve feed ticket-feed
talk() { # NAME
	timeout 30 socat -t 20 - "UNIX-CONNECT:$scratch/run/$1"
}

purchase r1 2 >one
run talk create <one
is "$(jq -r '"\(.client) \(.data.reference)"' "$out")" 'press r1' 'a purchase over the socket is made by the client of the user'
ticket-create -c press <one >again
same "$out" again 'the command repeated by ticket-create prints the same bytes'
run talk feed </dev/null
ticket-feed -c press >feed
same "$out" feed "ticket-feed over the socket prints the client's feed"
echo '--after 2 --limit 1' | talk feed >after
ticket-feed -c press --after 2 --limit 1 >wanted
same after wanted 'the first line over the socket sets --after and --limit'
for asked in '-c club' '--consumer x' '-d /nowhere' '--after 1; id' '$(id)' '--after 99x'; do
	echo "$asked" | talk feed >"$out"
	is "$(jq -c .exit "$out")" 64 "the first line over the socket can't set: $asked"
done
{ echo nonsense && cat one; } >two-lines
run talk create <two-lines
no_data
is "$(tail -n 1 "$out" | jq -c .)" '{"exit":65,"message":"ticket-create: stdin:1: is not JSON: '"'[' or '{' expected"', at byte 8"}' \
	"the last line over the socket is the tool's exit status and message"
is "$(head -n 1 "$out" | cmp - again 2>&1)" '' 'the answer over the socket comes before the exit status'
cp "$out" answers
open_crm
run sponsor-book <answers
is "$rc" 65 'sponsor-book denies the line of the exit status'
jq -nc --slurpfile line one '{specversion: "1.0", id: "01890a5d-ac96-774b-bcce-b302099a8057", source: "/x",
	client: "club", type: "lanyard.ticketing.create-ticket-purchase.v1",
	data: ($line[0] + {reference: "says-club"})}' >claims
run talk create <claims
is "$(jq -r '"\(.client) \(.data.client)"' "$out")" 'press press' 'a client named in the envelope is ignored over the socket'
TICKETING_CLIENT=club IPCREMOTEEUID=0 INSTANCE=1-2-0 run talk create <claims
is "$(jq -r .client "$out")" press "variables in the sender's environment are ignored over the socket"

# Who sends nothing, too much, or reads nothing.
# In one write: socat does not read an answer if a later one fails.
printf %05000d 0 | talk feed >"$out" 2>/dev/null
is "$(cat "$out")" '{"exit":64,"message":"lanyard-socket: the first line is longer than 4096 bytes"}' \
	'a first line of more than 4096 bytes is denied'
sleep 6 | talk feed >"$out" 2>/dev/null
is "$(cat "$out")" '{"exit":64,"message":"lanyard-socket: no first line came within 3 seconds"}' \
	'a connection without a first line is ended after LANYARD_IDLE seconds'
{ printf '{"half"' && sleep 6; } | talk create >"$out" 2>/dev/null
is "$(cat "$out")" '{"exit":74,"message":"ticket-create: stdin: Resource temporarily unavailable"}' \
	'a connection that sends half a command is ended after LANYARD_IDLE seconds'
no_data
for number in $(seq 20); do
	jq -nc --arg r "long/$number" '{reference: $r, purchaser: {name: "A", email: "a@b.example"},
		tickets: [{type: "full", quantity: 400}], payment: "waived"}'
done | ticket-create -c press >/dev/null
# Connects COUNT times, sends LINE to each, reads after SECONDS what is there; prints each one's bytes.
knock() { # COUNT LINE SECONDS NAME [COMMAND...]
	count=$1 line=$2 seconds=$3 at=$scratch/run/$4
	shift 4
	# shellcheck disable=SC2016 # perl's variables
	timeout 30 "$@" perl -MSocket -e 'my ($count, $line, $seconds, $path) = @ARGV; $SIG{PIPE} = "IGNORE";
		my @open = map { socket my $one, PF_UNIX, SOCK_STREAM, 0; connect $one, sockaddr_un($path) or die; $one } 1 .. $count;
		syswrite $_, $line for @open; sleep $seconds;
		for my $one (@open) { my $size = 0; while (sysread $one, my $some, 65536) { $size += length $some } print "$size\n" }
		' "$count" "$line" "$seconds" "$at"
}
knock 1 '
' 9 feed env >taken
ticket-feed -c press >feed
ok 'a reader that never reads gets no more than the kernel buffers for it' [ "$(cat taken)" -lt "$(wc -c <feed)" ]
ok 'a reader that never reads is ended after LANYARD_IDLE seconds' \
	grep -q 'ticket-feed: .*Resource temporarily unavailable' "$scratch/served.feed"
echo "# $(cat taken) of $(wc -c <feed) bytes"
# Another user.
if [ "$me" -eq 0 ] && command -v setpriv >/dev/null; then
	talk_as() { # UID NAME
		timeout 30 setpriv --reuid="$1" --regid="$1" --clear-groups \
			socat -t 20 - "UNIX-CONNECT:$scratch/run/$2"
	}
	printf '# who is who\n%s press\n4242 club\n' "$me" >clients
	run talk_as 4242 create <claims
	is "$(jq -r .client "$out")" club 'another user is another client'
	run talk_as 4242 feed </dev/null
	is "$(jq -r .data.client "$out" | sort -u)" club 'another user reads the feed of its client only'
	run talk_as 4343 create <one
	is "$(cat "$out")" '{"exit":77,"message":"lanyard-socket: 4343 has no client"}' 'a user who has no client gets the status 77 and the reason'
	no_data
	run talk_as 4343 feed </dev/null
	is "$(jq -c .exit "$out")" 77 'a user who is no client reads no event'
	no_data
	knock 64 '' 2 create setpriv --reuid=4242 --regid=4242 --clear-groups >silent &
	silent=$!
	are_served() { # COUNT
		[ "$(pgrep -fc "^/bin/sh $lib/lanyard-socket .* ticket-create -q")" -ge "$1" ]
	}
	soon 3 are_served 16
	run talk create <one
	is "$(jq -r .client "$out")" press 'another user is served while one user has 64 silent connections'
	wait "$silent"
	# Those that were served end with a line, the others with nothing.
	is "$(grep -vc '^0$' silent)" 16 's6-ipcserver -C 16 serves 16 connections of one user'
	run talk_as 4242 create <claims
	is "$(jq -r .client "$out")" club 'silent connections are ended, and their user is served again'
	ok 'the log of the server names the user who is no client' grep -q '4343 has no client' "$scratch/served.create"
else
	skip 'another user is another client' 'only root can be another user'
fi

# The script alone, as systemd starts it.
socket() { # [CLIENTS]
	"$lib/lanyard-socket" "$LANYARD_HOME/conference" "${1:-$PWD/clients}" ticket-create -q
}
purchase r2 1 >two
INSTANCE=17-4711-$me run socket <two
is "$(jq -r .client "$out")" press 'the last number of the instance is the user'
INSTANCE=17-4711-4343 run socket <two
is "$rc" 77 'an instance of a user who is no client exits with 77'
no_data
INSTANCE=17-unknown run socket <two
is "$rc" 77 'an instance of an unknown user exits with 77'
no_data
run socket <two
is "$rc" 77 'a missing instance exits with 77'
no_data
INSTANCE=17-4711-$me run socket /nowhere <two
is "$rc" 78 'a file of clients that does not exist exits with 78'
no_data
echo "$me press and more" >clients
INSTANCE=17-4711-$me run socket <two
is "$rc" 78 'a line of the file of clients with additional words exits with 78'
no_data
printf '%s press\n%s club\n' "$me" "$(id -un)" >clients
INSTANCE=17-4711-$me run socket <two
is "$rc" 78 'a file that names two clients for one user exits with 78'
no_data
for seconds in 0 -1 x 1.5 99999; do
	INSTANCE=17-4711-$me LANYARD_IDLE=$seconds run socket <two
	is "$rc" 78 "LANYARD_IDLE=$seconds exits with 78"
	no_data
done
run "$lib/lanyard-socket" relative clients ticket-create
is "$rc" 64 'a conference that is a relative path is a usage error'
no_data

printf '1e1 press\n%sx press\n0%s press\n' "$me" "$me" >clients
INSTANCE=17-4711-$me run socket <two
is "$rc" 77 'a user is not matched by names that resemble its number'
no_data
INSTANCE=17-4711-10 run socket <two
is "$rc" 77 'a user is not matched by another notation of its number'
no_data

# The units.
if command -v systemd-analyze >/dev/null; then
	mkdir units
	cp "$root"/contrib/http/lanyard-carry-out "$lib"
	ln -s lanyard-socket "$lib/lighttpd" # which may not be installed; verify looks for an executable
	for unit in "$units"/*.service "$units"/*.socket "$units"/*.timer "$root"/contrib/http/lanyard-*.*; do
		case $unit in *.sh) continue ;; esac
		sed "s|/usr/local/lib/lanyard/|$lib/|; s|/usr/sbin/lighttpd|$lib/lighttpd|; s|^ExecStart=\([a-z]*-[a-z]*\)|ExecStart=$bin/\1|" \
			"$unit" >"units/$(basename "$unit")"
	done
	[ -x "$bin/bus-publish" ] || rm units/lanyard-relay.service
	ok 'systemd-analyze verify finds nothing wrong with the units' sh -c '! systemd-analyze verify --man=no units/* 2>&1 | grep .'
else
	skip 'systemd-analyze verify finds nothing wrong with the units' 'systemd-analyze is not here'
fi
# Each tool, and each of its options, is one that there is.
sed -n 's/^ExecStart=//p' "$units"/*.service | tr '|' '\n' >started
is "$(while read -r job; do
	# shellcheck disable=SC2086 # its words
	set -- $job
	tool=
	for word; do
		word=$(echo "$word" | tr -d "'")
		case $word in
		*-*) [ -x "$bin/$word" ] && tool=$word ;;
		esac
		case $word in
		--?* | -[a-z]) [ -z "$tool" ] || "$tool" --help | grep -qE -- "(^| )$word([ ,]|\$)" || echo "$tool $word" ;;
		esac
	done
done <started)" '' 'the units start existing tools with options that the tools have'

# And under a systemd, on a machine of its own.
. "$root/t/guest.sh"
# shellcheck disable=SC2086 # process ids
trap 'end_guest; kill $servers 2>/dev/null; wait $servers 2>/dev/null; cd /; rm -rf "$scratch"' EXIT
if run_guest "$root/t/systemd.sh"; then
	cd guest || exit
	is "$(jq -r '"\(.client) \(.data.reference)"' created)" 'sponsorship r1' 'systemd serves a user as its client'
	is "$(jq -r '"\(.client) \(.data.reference)"' created.uid)" 'speakers r2' 'systemd serves another user, named by uid, as another client'
	is "$(grep -o 'Permission denied\|connected' refused)" 'Permission denied' 'systemd denies a user the socket of another'
	is "$(cat stranger):$(cat stranger.other)" 0:true 'systemd makes none of 400 connections of a user who is no client'
	is "$(cat silent):$(cat silent.places):$(cat silent.other)" 64:16:true \
		'systemd serves another client while one has 64 silent connections in 16 places'
	is "$(cat silent.after):$(cat silent.own)" 0:true 'systemd ends silent connections and serves their client again'
	is "$(cat burst):$(cat burst.state):$(cat burst.other)" 400:limited:true \
		'systemd stops the socket of a client with 400 connections at once, and serves another'
	is "$(cat burst.own):$(cat states)" 'true:active  active  active ' 'systemd starts the stopped socket again'
	is "$(cat endless)" '{"exit":64,"message":"lanyard-socket: the first line is longer than 4096 bytes"}' \
		'systemd ends a connection whose first line has no end'
	is "$(jq -c .exit no-line half-line | paste -sd ' ')" '64 74' 'systemd ends connections without a whole line'
	is "$(jq -r .data.client feed | sort -u)" speakers "a user reads its client's feed from systemd's socket"
	is "$(wc -l <followed | tr -d ' '):$(cat following | tr -d ' '):$(cat instances)" 2:1: \
		'systemd ends the service when a reader that follows the feed disconnects'
	same log all 'the consumer under systemd writes the whole feed to its log'
	is "$(cat done-jobs)" "$(printf '%s Result=success ExecMainStatus=0 \n' lanyard-expire lanyard-repair lanyard-check)" \
		'the services of the timers succeed under systemd'
	is "$(cat timers)" 'lanyard-check.timer lanyard-expire.timer lanyard-repair.timer ' 'the timers are active under systemd'
	cd ..
fi
end_guest
done_testing
