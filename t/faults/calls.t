#!/bin/sh
# Each system call of a tool, made to fail, one by one: it goes on, or ends with a
# status of the manual and says why; what it printed is recorded; the next run
# completes it and gives the same answers.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # what fails is injected, and memory is faster
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=calls.sh
. "$root/t/faults/calls.sh"
can_trace || skip_all 'strace is not here, or may not trace'
mkdir running result
cases=

# A case: its name, and the command, which reads standard input, and what it ends
# with. It is run here, undisturbed, and its calls are noted.
sample() { # NAME COMMAND [STATUS]
	cases="$cases $1"
	mkdir -p "$1/before" "$LANYARD_HOME"
	cat >"$1/input"
	echo "exec $2" >"$1/run"
	cp -R "$LANYARD_HOME" "$1/before/stores"
	[ ! -d log ] || cp -R log "$1/before"
	strace -f -qq -o "$1/calls" sh "$1/run" <"$1/input" >"$1/printed" 2>"$err"
	echo $? >"$1/status"
	is "$(cat "$1/status")" "${3:-0}" "$1 exits with ${3:-0} when no call fails: $2"
	cp "$1/printed" "$scratch/printed/$1"
	without_ids <"$1/printed" >"$1/answer"
	recorded | without_ids >"$1/recorded"
	rm -f kept
}

# A new tool is one line.
sample first 'ticket-type add full --name Full --price 100 --currency EUR --capacity 1000' </dev/null
{
	ID=01900000-0000-7000-8000-000000000001 purchase r1 1
	purchase r2 2
} >good
{
	purchase r3 3
	echo '{'
} >rejected
sample dry 'ticket-create -n -c organiser' <good
sample create 'ticket-create -c organiser' <good
sample rejecting 'ticket-create -c organiser -r kept' 65 <rejected
sample list 'ticket-type list' </dev/null
sample feed 'ticket-feed' </dev/null
sample follow 'ticket-feed --follow --limit 2' </dev/null
open_crm
pay_sponsor acme Gold
sample onboard sponsor-onboard <paid.acme
sponsor-onboard <paid.acme >onboarded
sample allocate sponsor-allocate <onboarded
sponsor-allocate <onboarded | ticket-create -c organiser >booked
sample book sponsor-book <booked
head -n 2 booked | event-log log >/dev/null
printf '{"torn":' >>log/events-0000000001.ndjson
sample logging 'event-log -s 1000 log' <booked

# The calls from main() on, whose first is to ignore SIGPIPE, and how each may fail:
# in turn, or, with LANYARD_FAIL=all, in each of these ways.
# Without memory: errors.t, for a brk that is made to fail here crashes the C library.
errors='
openat EIO EMFILE EACCES
read EIO EINTR
write EIO ENOSPC EINTR
pwrite64 EIO ENOSPC
ftruncate EIO ENOSPC
mkdir EIO ENOSPC
flock EIO EINTR
pread64 EIO
fdatasync EIO
fsync EIO
newfstatat EIO
lseek EIO
unlink EIO
fcntl EIO
getdents64 EIO
unlinkat EIO
poll EINTR
inotify_init1 EMFILE
inotify_add_watch ENOSPC'
for case in $cases; do
	echo "$errors" | awk -v base="$PWD" -v case="$case" -v all="${LANYARD_FAIL:-}" '
		NR == FNR { errors[$1] = $0; next }
		{ sub(/^[0-9]+ +/, ""); name = $0; sub(/\(.*/, "", name); nth[name]++ }
		/SIGPIPE/ { main = 1 }
		main && name in errors { n = split(errors[name], error, " ") - 1
			for (i = 0; i < n; i++)
				if (all == "all" || i == nth[name] % n) print base, case, name, nth[name], error[i + 2] }
	' - "$case/calls" >"$case/jobs"
	xargs -P "$(nproc)" -n 5 "$root/t/faults/failed" <"$case/jobs"
	times=$(wc -l <"$case/jobs")
	is "$(cat result/"$case".* | head -n 5)" '' "each of $times failing calls of the case \"$case\" ends with a status of the manual and loses nothing"
	ok "more than 30 calls of the case \"$case\" are made to fail" [ "$times" -gt 30 ]
done
done_testing
