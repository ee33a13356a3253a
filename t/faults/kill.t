#!/bin/sh
# Killed at any system call, each tool of the pipeline leaves behind what can be
# run to its end: nothing that was printed is missing, nothing is doubled.
#
# SIGKILL comes before the call is carried out: at each call in turn of those
# sorts that change what outlives the process, or take or release the lock of
# a store, or read what comes in (below), from the tool's main() on. Between two
# of those a kill leaves behind what a kill at the second one does. With
# LANYARD_KILL=all: at every call of every sort that the tool makes, the loading
# of its libraries included, which takes some minutes.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # a killed process needs no disk, and memory is faster
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=killing.sh
. "$root/t/faults/killing.sh"

can_kill

sorts='write|pwrite64|fdatasync|fsync|ftruncate|openat|mkdir|unlink|unlinkat|rename|flock|read|close|exit_group'
[ "${LANYARD_KILL:-}" != all ] || sorts='.*'

undisturbed
# The phase, and the stage in it.
cat >stages <<'EOF'
set-up type
set-up client
set-up policy
bring-in register
bring-in contract
bring-in invoice
settle settle
settle onboard
settle allocate
settle create
settle log
settle book
EOF
while read -r phase stage; do
	jobs_of "$phase" "$stage" "$sorts"
done <stages >jobs.to-do
kill_all <jobs.to-do

all=0
for stage in $(cut -d ' ' -f 2 stages); do
	times=$(times_killed "$stage")
	all=$((all + times))
	is "$(wrong_when_killed "$stage")" '' \
		"the pipeline is completed after its stage \"$stage\" was killed at each of $times calls"
	ok "the stage \"$stage\" is killed at 20 calls or more" [ "$times" -ge 20 ]
done
echo "# killed $all times"
done_testing
