#!/bin/sh
# On this machine, over a Unix socket: who is there, the kernel says.
. "$(dirname "$0")/lib.sh"
for tool in s6-ipcserver socat; do
	command -v "$tool" >/dev/null || skip_all "$tool is not here"
done
units=$root/contrib/systemd
open_office 1000 1000
ticket-client add club --may create-ticket-purchase --types full --waive >/dev/null
me=$(id -u)
chmod 711 "$scratch" "$scratch/work"
mkdir "$scratch/run"
chmod 755 "$scratch/run"
echo "$me press" >clients

# Starts a server at the socket NAME for a tool.
serve() { # NAME TOOL...
	at=$scratch/run/$1
	shift
	s6-ipcserver -a 0666 "$at" "$units/lanyard-socket" "$LANYARD_HOME/conference" "$PWD/clients" "$@" \
		2>"$scratch/served" &
	servers="$servers $!"
	for _ in $(seq 100); do
		! [ -S "$at" ] || break
		sleep 0.05
	done
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
is "$(jq -r '"\(.client) \(.data.reference)"' "$out")" 'press r1' 'a purchase is made, by the client that the user is'
ticket-create -c press <one >again
same "$out" again 'by another way it is answered the same'
run talk feed </dev/null
ticket-feed -c press >feed
same "$out" feed 'and its feed can be read'
jq -nc --slurpfile line one '{specversion: "1.0", id: "01890a5d-ac96-774b-bcce-b302099a8057", source: "/x",
	client: "club", type: "lanyard.ticketing.create-ticket-purchase.v1",
	data: ($line[0] + {reference: "says-club"})}' >claims
run talk create <claims
is "$(jq -r '"\(.client) \(.data.client)"' "$out")" 'press press' 'what a line says makes it no other'
TICKETING_CLIENT=club IPCREMOTEEUID=0 INSTANCE=1-2-0 run talk create <claims
is "$(jq -r .client "$out")" press 'nor does its environment'

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
	is "$(jq -r .data.client "$out" | sort -u)" club 'and sees its own'
	run talk_as 4343 create <one
	is "$(cat "$out")" '' 'a user who is no client gets nothing'
	ok 'which is told' grep -q '4343 is no client' "$scratch/served"
else
	skip 'another user is another client' 'only root can be another user'
fi

# The script alone, as systemd starts it.
socket() { # [CLIENTS]
	"$units/lanyard-socket" "$LANYARD_HOME/conference" "${1:-$PWD/clients}" ticket-create -q
}
purchase r2 1 >two
INSTANCE=17-4711-$me run socket <two
is "$(jq -r .client "$out")" press 'the last number of the instance is the user'
INSTANCE=17-4711-4343 run socket <two
is "$rc" 77 'one who is no client is refused'
INSTANCE=17-unknown run socket <two
is "$rc" 77 'so is who is not said'
run socket <two
is "$rc" 77 'in whatever way'
INSTANCE=17-4711-$me run socket /nowhere <two
is "$rc" 78 'a file of clients that is not there is told'
echo "$me press and more" >clients
INSTANCE=17-4711-$me run socket <two
is "$rc" 78 'and one that can not be meant'
printf '%s press\n%s club\n' "$me" "$(id -un)" >clients
INSTANCE=17-4711-$me run socket <two
is "$rc" 78 'nor that a user is two clients'
run "$units/lanyard-socket" relative clients ticket-create
is "$rc" 64 'a conference is a path'

# The units.
if command -v systemd-analyze >/dev/null; then
	mkdir units
	for unit in "$units"/*.service "$units"/*.socket "$units"/*.timer; do
		sed "s|/usr/local/lib/lanyard/|$units/|; s|^ExecStart=\([a-z]*-[a-z]*\)|ExecStart=$bin/\1|" \
			"$unit" >"units/$(basename "$unit")"
	done
	[ -x "$bin/bus-publish" ] || rm units/lanyard-relay.service
	ok 'the units can be meant' sh -c '! systemd-analyze verify --man=no units/* 2>&1 | grep .'
else
	skip 'the units can be meant' 'systemd-analyze is not here'
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
done <started)" '' 'they start tools that there are, with options that these have'
done_testing
