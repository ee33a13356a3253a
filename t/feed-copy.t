#!/bin/sh
# A copy of a feed has each event once, in order, whatever runs at the same time or is killed.
. "$(dirname "$0")/lib.sh"
open_sponsorship 100000 100000
store=$LANYARD_HOME/conference/ticketing.db
purchases() { # FIRST COUNT: one purchase each
	number=$1
	while [ "$number" -lt $(($1 + $2)) ]; do
		purchase "p$number" 1 # not a pipe: see lib.sh
		number=$((number + 1))
	done
}
whole() { # DIRECTORY NAME
	cat "$1"/events-*.ndjson >copied
	ticket-feed >feed
	same copied feed "$2"
}

purchases 1 20 | ticket-create -c organiser >"$scratch/printed/first"
run ticket-feed --copy copy
is "$rc:$(cat "$out" "$err")" 0: 'ticket-feed --copy prints nothing'
whole copy 'ticket-feed --copy writes the whole feed into a directory'
run ticket-feed --copy copy
whole copy 'the next ticket-feed --copy adds nothing if there is nothing new'
purchases 21 5 | ticket-create -c organiser >"$scratch/printed/second"
run ticket-feed --copy copy
whole copy 'the next ticket-feed --copy adds what is new'
ticket-feed | event-log piped >/dev/null
purchases 26 1 | ticket-create -c organiser >"$scratch/printed/third"
run ticket-feed --copy piped
whole piped 'ticket-feed --copy continues a copy that event-log has begun'
run sponsor-feed --copy crm
cat crm/events-*.ndjson >copied
sponsor-feed >feed
same copied feed 'sponsor-feed --copy copies the feed of the CRM'
cat copy/events-*.ndjson | event-replay --from - -d restored.db >"$out" 2>"$err"
is "$?" 0 'a store is made from a copy'
run ticket-feed --copy empty -d restored.db
touch empty/events-0000000002.ndjson
run ticket-feed --copy empty
whole empty 'a copy whose newest segment is empty is continued after the last line of the one before'
run ticket-feed --copy torn
truncate -s -10 torn/events-0000000001.ndjson
run ticket-feed --copy torn
whole torn 'a copy whose last line is torn gets that line again'

# Two at once, while events come in.
round=0 failed=
while [ $((round += 1)) -le 20 ]; do
	purchases $((1000 + 10 * round)) 10 | ticket-create -c organiser >>"$scratch/printed/meanwhile" &
	ticket-feed --copy copy >copying.1 2>&1 &
	first=$!
	ticket-feed --copy copy >copying.2 2>&1 || failed="$failed $?"
	wait $first || failed="$failed $?"
	wait
done
is "$failed:$(cat copying.1 copying.2)" : 'two copies at once succeed, and print nothing'
run ticket-feed --copy copy
whole copy 'two copies at once, twenty times, lose, repeat and exchange no event'

# What is no copy of this feed is left as it is.
run ticket-feed --copy crm
is "$rc" 65 "ticket-feed --copy refuses a copy of another feed"
says 'crm: its last line is not an event of this feed: start a copy in another directory' 'the message says what to do with a copy of another feed'
cat crm/events-*.ndjson >copied
sponsor-feed >feed
same copied feed "a copy of another feed is left as it is"
run ticket-feed --copy copy -d restored.db
is "$rc" 65 'ticket-feed --copy refuses a copy that reaches further than the store, as after restoring a backup'
mkdir lines && echo 'some text' >lines/events-0000000001.ndjson
run ticket-feed --copy lines
is "$rc:$(cat lines/events-*)" '65:some text' 'ticket-feed --copy adds nothing to lines that are no events'
cp -r copy altered
sed -i '$s/"reference":"p/"reference":"q/' altered/events-*.ndjson
run ticket-feed --copy altered
is "$rc" 65 'ticket-feed --copy refuses a copy whose last line was altered'
for option in '--after 1' '--last 1' '--limit 1' -t '-c press' '--consumer x'; do
	# shellcheck disable=SC2086 # words
	run ticket-feed --copy copy $option
	is "$rc" 64 "ticket-feed --copy can't be combined with $option"
done
run ticket-feed --copy copy --command 01890a5d-ac96-774b-bcce-b302099a8057
is "$rc" 64 "ticket-feed --copy can't be combined with --command"

mkfifo locked enough
flock copy/lock sh -c 'echo >locked; read -r _ <enough' &
read -r _ <locked
LANYARD_WAIT=0 run ticket-feed --copy copy
is "$rc" 75 'ticket-feed --copy exits with 75 if another process has the copy for longer than LANYARD_WAIT'
ticket-feed --copy copy >"$out" 2>"$err" &
waiting=$!
echo >enough
wait $waiting
is "$?" 0 'ticket-feed --copy waits while another process has the copy'
wait
run ticket-feed --copy "$store/copy"
is "$rc" 73 'ticket-feed --copy exits with 73 if the directory cannot be made'

ticket-feed --copy copy --follow >"$out" 2>"$err" &
following=$!
purchases 5000 3 | ticket-create -c organiser >"$scratch/printed/followed"
copied_all() { [ "$(cat copy/events-*.ndjson | wc -l)" -eq "$(ticket-feed | wc -l)" ]; }
ok 'ticket-feed --copy --follow adds each event as it is recorded' soon 30 copied_all
kill "$following"
wait "$following" 2>/dev/null

if can_trace; then
	calls='openat|write|fdatasync|fsync|flock|pread64'
	strace -f -qq -o calls -e trace="/^($calls)\$" ticket-feed --copy killed
	ticket-feed >feed
	number=0 wrong=
	while [ $((number += 1)) -le "$(wc -l <calls)" ]; do
		rm -rf killed
		strace -f -qq -o /dev/null -e trace="/^($calls)\$" -e inject="/^($calls)\$":signal=KILL:when=$number \
			ticket-feed --copy killed >/dev/null 2>&1
		ticket-feed --copy killed >"$out" 2>&1 || wrong="$wrong $number:$?"
		cat killed/events-*.ndjson | cmp -s - feed || wrong="$wrong $number"
	done
	is "$wrong" '' "a copy is completed after ticket-feed --copy was killed at each of its calls"
	ok 'ticket-feed --copy is killed at more than 20 calls' [ "$number" -gt 20 ]
	rm -rf failing
	run strace -f -qq -o /dev/null -e inject=fdatasync:error=EIO ticket-feed --copy failing
	is "$rc" 74 'ticket-feed --copy exits with 74 if a sync fails'
	run ticket-feed --copy failing
	whole failing 'the next ticket-feed --copy writes what could not be synced'
	run strace -f -qq -o /dev/null -e inject=pread64:error=EIO:when=1 -P "$PWD/failing/events-0000000001.ndjson" ticket-feed --copy failing
	is "$rc" 74 "ticket-feed --copy exits with 74 if the copy's last line can't be read"
else
	skip 'a copy is completed after ticket-feed --copy was killed' 'strace is not here, or may not trace'
fi
done_testing
