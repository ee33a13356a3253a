#!/bin/sh
# The speakers' tools, killed at each write and each sync in turn: with what is
# outstanding, the pipeline comes to what it would have come to. The machinery
# is what the sponsors' have, of which kill.t tries every call; the processes are not.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # a killed process needs no disk, and memory is faster
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=killing.sh
. "$root/t/faults/killing.sh"

can_kill

open_speakers 12 100
seq 10 | jq -c '{speaker: "s\(.)", name: "S", email: "s@s.example", roles: ["talk"],
	talks: [range(. % 3) | "T\(.)"]}' | speaker-invite | jq -c '{speaker: .subject}' >accepted
awk 'NR % 2' accepted >withdrawn
cp -R "$LANYARD_HOME" before

# Runs COMMAND; where STAGE is the one to kill, at its call number $at of the sort $sort.
maybe() { # STAGE COMMAND...
	maybe_stage=$1
	shift
	if [ "$maybe_stage" = "$stage" ]; then
		strace -qq -o "$scratch/calls" -e "trace=$sort" -e "inject=$sort:signal=KILL:when=$at" "$@"
	else
		"$@"
	fi
}
come() {
	maybe accept speaker-accept <accepted | maybe allocate speaker-allocate |
		maybe create ticket-create -c speakers | maybe book speaker-book
}
leave() {
	maybe withdraw speaker-withdraw <withdrawn | maybe reclaim speaker-reclaim |
		maybe cancel ticket-cancel -c speakers | maybe rebook speaker-book
}
# What is outstanding, by the store alone: the facts come again, and go no further.
finish() { # FACTS TOOL
	"$2" <"$1" >/dev/null
	speaker-allocate -a | ticket-create -c speakers | speaker-book
	speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
}
everything() {
	come
	finish accepted speaker-accept
	leave
	finish withdrawn speaker-withdraw
}
outcome() {
	speaker-status
	ticket-client list
}
begin_again() {
	rm -rf "$LANYARD_HOME"
	cp -R before "$LANYARD_HOME"
}

stage=none
everything >/dev/null 2>&1
outcome >wanted
is "$(jq -s 'map(select(.state == "withdrawn") | .booked[]) | length' wanted)" 0 'speakers who withdrew have no tickets after an undisturbed run'
is "$(jq -s 'map(.awaits // empty) | length' wanted)" 1 'one request is refused in an undisturbed run'

# Says what differs where the stage is killed; fails where it was not.
killed_at() {
	begin_again
	everything >/dev/null 2>&1
	grep -q 'killed by SIGKILL' "$scratch/calls" || return 1
	outcome | diff wanted - >differs || echo "$sort $at: $(head -n 3 differs)"
}
for victim in $(victims speakers | cut -d ' ' -f 1); do
	times=0
	: >wrong
	for sort in write pwrite64 fdatasync; do
		at=1
		stage=$victim
		while killed_at >>wrong; do
			times=$((times + 1))
			at=$((at + 1))
		done
	done
	is "$(head -n 5 wrong)" '' "the pipeline is completed after its stage \"$victim\" was killed at each of $times calls"
	ok "the stage \"$victim\" is killed at 10 calls or more" [ "$times" -ge 10 ]
done
done_testing
