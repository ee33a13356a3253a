#!/bin/sh
# Killed at any system call, each tool of the pipeline leaves behind what can be
# run to its end: nothing that was printed is missing, nothing is doubled.
#
# SIGKILL comes before the call is carried out: at each call in turn of those
# sorts that change what outlives the process, or take or give back the lock of
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

command -v strace >/dev/null || skip_all 'strace is not here'
command -v sqlite3 >/dev/null || skip_all 'sqlite3 is not here'
strace -f -qq -o /dev/null true 2>/dev/null || skip_all 'strace may not trace here'
# Under strace the leak check can't work.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"

sorts='write|pwrite64|fdatasync|fsync|ftruncate|openat|mkdir|unlink|unlinkat|rename|flock|read|close|exit_group'
[ "${LANYARD_KILL:-}" != all ] || sorts='.*'

# Who is killed: the phase, and the stage in it. A new tool is one line.
victims() {
	cat <<-'TABLE'
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
	TABLE
}

# The jobs of one stage, as killed takes them: each sort of call that it makes,
# and which of them is the first to count.
jobs_of() { # PHASE STAGE
	sed -n 's/^[0-9]* *\([a-z0-9_]*(.*\)/\1/p' "calls.$2" | awk -F '(' -v all="${LANYARD_KILL:-}" \
		-v sorts="^($sorts)\$" -v before="$scratch/work $1 $2" '
		/SIGPIPE/ { main = 1 } # the first that main() does
		!main && all != "all" { skipped[$1]++; next }
		$1 ~ sorts && !seen[$1]++ { print before, $1, skipped[$1] + 1 }'
}

# The run that nothing disturbs, its calls noted; what each phase starts from is kept.
mkdir input
cd input || exit 1
sample_files 50
work_out
cd .. || exit 1
cp input/* .
run_tool() {
	strace -f -qq -o "calls.${stage_at##*/}" "$@"
}
mkdir stores.set-up
for phase in set-up bring-in settle; do
	[ ! -d "$LANYARD_HOME" ] || cp -R "$LANYARD_HOME" "stores.$phase"
	run_phases "undisturbed.$phase" "$phase"
done
cat undisturbed.*/*.said >said
is "$(cat said)" '' 'undisturbed, the pipeline has nothing to say'
look_up
same at-ticketing wanted 'and books what the policy says'
same at-sponsorship wanted 'which the CRM knows'
run_tool() {
	"$@"
}
for phase in set-up bring-in settle; do
	# shellcheck disable=SC2046 # words
	run_phases "once-more.$phase" $(phases_from "$phase")
	keep "once-more.$phase"
	outcome "once-more.$phase" >"outcome.$phase"
done

mkdir result
victims | while read -r phase stage; do
	jobs_of "$phase" "$stage"
done >jobs.to-do
xargs -P "$(nproc)" -n 5 "$root/t/faults/killed" <jobs.to-do

all=0
for stage in $(victims | cut -d ' ' -f 2); do
	times=$(cat result/"$stage".* | sed -n 's/^killed //p' | paste -sd + -)
	times=$((${times:-0}))
	all=$((all + times))
	is "$(cat result/"$stage".* | grep -v '^killed [0-9]*$' | head -n 5)" '' \
		"$stage: killed $times times, the pipeline can be run to its end"
	ok "$stage: that is often enough" [ "$times" -ge 20 ]
done
echo "# killed $all times"
done_testing
