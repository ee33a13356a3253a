#!/bin/sh
# Over ssh: a key is one client, and can be no other. The server is sshd itself.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
! [ -d /usr/sbin ] || PATH=$PATH:/usr/sbin
requires sshd ssh ssh-keygen
at=$scratch/ssh
mkdir "$at"
chmod 700 "$scratch" "$at"
# It wants this directory where it is started as root.
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd

open_office 1000 1000
ticket-client add club --commands create-ticket-purchase --types full --waive >/dev/null
ticket-client add gone --commands create-ticket-purchase --types full --waive >/dev/null
ticket-client revoke gone >/dev/null
# A second conference, which no key is for.
LANYARD_CONFERENCE=other ticket-type add full --name Full --price 1 --currency EUR --capacity 9 >/dev/null

key() { # NAME
	ssh-keygen -q -t ed25519 -N '' -C "$1" -f "$at/$1"
}
forced() { # CLIENT
	# sshd gives the command a PATH of its own; where the tools are is this test's business.
	printf 'command="PATH=%s:$PATH %s %s %s",restrict %s\n' "$bin" "$root/contrib/ssh/lanyard-ssh" \
		"$LANYARD_HOME/conference" "$1" "$(cat "$at/$1.pub")"
}
key host
for client in press club gone; do
	key "$client"
	forced "$client"
done >"$at/authorized_keys"
key stranger

# Ports are tried until one is free.
started=
for try in 1 2 3 4 5 6 7 8 9 10; do
	port=$((20000 + ($$ * 7 + try * 997) % 40000))
	cat >"$at/config" <<-END
		ListenAddress 127.0.0.1:$port
		HostKey $at/host
		AuthorizedKeysFile $at/authorized_keys
		PidFile none
		StrictModes no
		PasswordAuthentication no
		KbdInteractiveAuthentication no
		PermitRootLogin forced-commands-only
		AcceptEnv *
		Subsystem sftp internal-sftp
	END
	"$(command -v sshd)" -D -e -f "$at/config" 2>>"$at/log" &
	server=$!
	trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; cd /; rm -rf "$scratch"' EXIT
	for _ in $(seq 50); do
		! grep -q "listening on 127.0.0.1 port $port" "$at/log" || started=1
		[ -z "$started" ] && kill -0 "$server" 2>/dev/null || break
		sleep 0.1
	done
	[ -z "$started" ] || break
done
[ -n "$started" ] || {
	fail 'sshd starts'
	sed 's/^/# /' "$at/log"
	done_testing
	exit
}

as() { # CLIENT WORD...
	name=$1
	shift
	timeout 60 ssh -F none -p "$port" -i "$at/$name" -o IdentitiesOnly=yes -o BatchMode=yes \
		-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
		${OPTION:+-o "$OPTION"} \
		${FORWARD:+-o ExitOnForwardFailure=yes -R "$FORWARD"} -l "$(id -un)" 127.0.0.1 "$@"
}

# Not every user may log in at all: one that is locked may not.
as press ticket-feed >/dev/null 2>&1 || ! grep -q 'not allowed because' "$at/log" ||
	skip_all "sshd lets nobody in here: $(grep 'not allowed because' "$at/log" | head -n 1)"

# What a client does.
purchase r1 2 >one
run as press ticket-create <one
is "$rc:$(jq -r '"\(.client) \(.data.reference)"' "$out")" '0:press r1' 'a purchase over ssh is made by the client of the key'
ticket-create -c press <one >again
same "$out" again 'the command repeated by ticket-create prints the same bytes'
run as press ticket-feed
ticket-feed -c press >feed
same "$out" feed "ticket-feed over ssh prints the client's feed"
run as press ticket-feed --after "$(head -n 1 feed | jq -r .id)" --limit 1
sed -n 2p feed >second
same "$out" second 'ticket-feed over ssh accepts --after and --limit'
echo nonsense >bad
run as press ticket-create -q <bad
is "$rc" 65 "ssh exits with the tool's status"
says 'is not JSON' "ssh prints the tool's message"
run as gone ticket-create <one
is "$rc" 77 'a key of a revoked client gets status 77'
run as stranger ticket-create <one
is "$rc" 255 'an unknown key is denied by sshd'

# What it can't.
before=$(ticket-feed | wc -l)
purchase as-other 1 >line
for words in 'ticket-create -c club' 'ticket-create -cclub' 'ticket-create --client club' \
	'ticket-create --client=club' 'ticket-create -d /tmp/x' 'ticket-create -r /tmp/x' \
	'ticket-create -qc club' 'ticket-create x' 'ticket-create -n' 'ticket-create --cli club' 'ticket-feed -c club' 'ticket-feed --consumers' \
	'ticket-feed --consumer x cat' 'ticket-feed --after 1;id' 'ticket-feed --limit' \
	'ticket-feed --after $(id)' 'ticket-feed --after=1' 'ticket-feed --after *' 'ticket-feed -d /etc/passwd' 'ticket-feed --after -- sh'; do
	# shellcheck disable=SC2086 # as it is
	run as press $words <line
	is "$rc:$(cat "$out")" 64: "the arguments \"$words\" are denied over ssh"
done
for words in sh 'sh -c id' 'ticket-client list' 'ticket-type list' /bin/sh ../bin/sh 'event-replay' \
	'TICKETING_CLIENT=club ticket-create' 'env ticket-create' '`id`' '$(ticket-create)' "'ticket-create'" \
	'ticket-create;id' 'scp -t /tmp' '/usr/lib/openssh/sftp-server'; do
	# shellcheck disable=SC2086 # as it is
	run as press "$words" <line
	is "$rc:$(cat "$out")" 77: "the program \"$words\" is denied over ssh"
done
run as press "$(printf 'ticket-create\n-c\nclub')" <line
is "$rc:$(cat "$out")" 64: 'arguments on lines of their own are denied over ssh'
run as press "$(printf 'ticket-create -q\nid')" <line
is "$rc:$(cat "$out")" 64: 'a second line of a command is denied over ssh'
run as press <line
is "$rc:$(cat "$out")" 64: 'a login without a command is denied over ssh'
SSH_ORIGINAL_COMMAND=ticket-feed run "$root/contrib/ssh/lanyard-ssh" "$LANYARD_HOME/conference" ''
is "$rc:$(cat "$out")" 64: 'lanyard-ssh with an empty client exits with 64'
is "$(ticket-feed | wc -l)" "$before" 'denied commands record nothing'

export TICKETING_CLIENT=club LANYARD_CONFERENCE=other LANYARD_HOME=/nowhere
export LANYARD_TRACE="$scratch/traced" SSH_ORIGINAL_COMMAND='ticket-create -c club' ENV=/nowhere
OPTION='SendEnv *' run as press ticket-create <line
unset TICKETING_CLIENT LANYARD_TRACE SSH_ORIGINAL_COMMAND ENV
export LANYARD_CONFERENCE=conference LANYARD_HOME="$scratch/stores"
is "$(jq -r .client "$out")" press 'the environment that ssh sends does not change the client'
ok 'the environment that ssh sends does not set LANYARD_TRACE' test ! -e "$scratch/traced"
jq -nc --slurpfile line line '{specversion: "1.0", id: "01890a5d-ac96-774b-bcce-b302099a8057", source: "/x",
	client: "club", type: "lanyard.ticketing.create-ticket-purchase.v1",
	data: ($line[0] + {reference: "says-club"})}' >claims
run as press ticket-create <claims
is "$(jq -r '"\(.client) \(.data.client)"' "$out")" 'press press' 'a client named in the envelope is ignored over ssh'
run as club ticket-feed --command 01890a5d-ac96-774b-bcce-b302099a8057
is "$rc:$(cat "$out")" 0: 'a key of another client gets no answer to the command'
FORWARD=0:127.0.0.1:1 run as press ticket-feed --limit 1
is "$rc:$(cat "$out")" 255: 'ssh forwards no remote port'
run as press -W "127.0.0.1:$port" </dev/null
is "$rc:$(cat "$out")" 255: 'ssh forwards no connection'
run as press -tt ticket-feed --limit 1 </dev/null
says 'PTY allocation request failed' 'ssh allocates no terminal'
run as press -s sftp </dev/null
is "$rc:$(cat "$out")" 77: 'ssh has no sftp'

# A client that goes away.
feeds_that_follow() {
	for process in $(pgrep -x ticket-feed); do
		! tr '\0' ' ' <"/proc/$process/environ" | grep -qF "LANYARD_HOME=$LANYARD_HOME " || echo "$process"
	done 2>/dev/null
}
mkfifo pipe
as press ticket-feed --follow >pipe 2>/dev/null &
client=$!
head -n 1 pipe >/dev/null
is "$(feeds_that_follow | wc -l | tr -d ' ')" 1 'ticket-feed --follow runs over ssh'
pkill -P "$client"
wait "$client" 2>/dev/null
none_follow() {
	[ -z "$(feeds_that_follow)" ]
}
soon 10 none_follow
is "$(feeds_that_follow)" '' 'ticket-feed --follow ends when the client disconnects'
done_testing
