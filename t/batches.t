#!/bin/sh
# Batches of lines: one is parsed in a thread while the one before is committed. Nothing of
# that can be seen, but the time.
. "$(dirname "$0")/lib.sh"

# Lines r1 to r3500; among them invalid ones, and some that are longer than a line may be.
awk 'BEGIN {
	for (long = "x"; length(long) <= 65536;) long = long long
	for (i = 1; i <= 3500; i++) {
		if (i % 97 == 0) { print "{\"reference\":\"r" i "\""; continue }
		if (i == 1 || i == 500 || i == 1700 || i == 3001) { print long i; continue }
		printf "{\"reference\":\"r%d\",\"purchaser\":{\"name\":\"Ann\",\"email\":\"a@b.example\"},", i
		printf "\"tickets\":[{\"type\":\"full\",\"quantity\":1}],\"payment\":\"waived\"}\n"
	}
}' >lines
awk '/^{.*}$/' lines >valid
awk '!/^{.*}$/' lines >bad
awk '!/^{.*}$/ { print "ticket-create: stdin:" NR ":" }' lines >numbers
jq -r .reference valid >references

# As printed, without what differs from run to run.
comparable() {
	LC_ALL=C sed 's|"source":"/[a-z]*/|"source":"/|; s/[0-9a-f]\{8\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{12\}/ID/g; s/"nonce":"[0-9a-f]*"/"nonce":"N"/' "$@"
}

# An office for each run, so that all begin with an empty one.
office() { # NAME
	export LANYARD_CONFERENCE="$1"
	open_office 100000 100000
	rm -f kept
}

office file
run ticket-create -c press -r kept <lines
no_data
is "$rc" 65 'a stream of 3,500 lines with invalid ones exits with 65'
jq -r .data.reference "$out" >answered
same answered references 'the lines of several batches are answered in their order'
same kept bad '-r keeps the invalid and overlong lines of several batches in their order'
cut -d ' ' -f 1,2 "$err" >reported
same reported numbers 'the messages about lines of several batches are in their order, with their numbers'
ticket-feed | grep created | cmp - "$out" >compared 2>&1
is "$(cat compared)" '' 'the answers are the lines of the feed'
cp "$out" first
run ticket-create -c press -q <valid
no_data
same "$out" first 'lines of several batches that are sent again are answered by the same bytes'
comparable first >wanted

office pipe
cat lines | ticket-create -c press -r kept >"$out" 2>"$err"
comparable "$out" | cmp - wanted >compared 2>&1
is "$(cat compared)" '' 'a pipe of several batches is answered as the file is'
same kept bad '-r keeps the lines of a pipe in their order'

office dry
run ticket-create -n -c press <valid
no_data
jq -r 'select(.dryrun).data.reference' "$out" >answered
same answered references 'a dry run of several batches prints the answers in their order'
is "$(ticket-feed | grep -c created)" 0 'a dry run of several batches records nothing'

# Answers of more than 4 MiB are committed and printed in parts.
office large
seq 300 | jq -c '{reference: "l\(.)", purchaser: {name: "Ann", email: "a@b.example"},
	tickets: [{type: "full", quantity: 300}], payment: "waived"}' >large
run ticket-create -c press <large
no_data
jq -r .data.reference "$out" >answered
jq -r .reference large >named
same answered named 'a batch whose answers pass 4 MiB is answered to its end'
ok 'the answers of this batch pass 4 MiB' [ "$(wc -c <"$out")" -gt 4194304 ]
is "$(ticket-feed --last 300 | cmp - "$out" 2>&1)" '' 'a batch whose answers pass 4 MiB is recorded to its end'

# A process: its lines are events.
LANYARD_CONFERENCE=guests
open_guests 100000 100000
seq 2500 | jq -c '{guest: "g\(.)", name: "Guest \(.)", email: "g\(.)@g.example", group: "crew"}' |
	guest-register -q >registered
jq -r .data.guest registered >guests
guest-allocate -q <registered >requests
jq -r '.data.reference | split("/")[0]' requests >requested
same requested guests 'the events of several batches are reacted to in their order'
guest-allocate -q <registered | cmp - requests >compared 2>&1
is "$(cat compared)" '' 'a process that reads several batches again prints the same bytes'

# A reader that is gone ends the tool while the next batch is parsed.
office gone
{ ticket-create -c press <valid 2>"$err"; echo $? >status; } | head -n 1 >"$out"
is "$(cat status)" 74 'ticket-create exits with 74 if its reader is gone after a batch'
ticket-create -c press -q <valid >"$out"
jq -r .data.reference "$out" >answered
same answered references 'the run after a reader that was gone answers all lines'

# A writer that stops within a line.
office stalled
mkfifo pipe
ticket-create -c press <pipe >answers 2>"$err" &
tool=$!
exec 7>pipe
head -n 1500 valid >&7
sed -n 1501p valid | head -c 40 >&7
ok 'lines are answered while their writer stops within the next one' soon 10 has_lines answers 1500
purchase beside 1 >beside
LANYARD_WAIT=0 run ticket-create -c press <beside
is "$rc:$(wc -l <"$out")" 0:1 'a process whose lines are answered does not keep the store from others'
sed -n 1501p valid | tail -c +41 >&7
ok 'a line that arrives in two parts is answered when it is complete' soon 10 has_lines answers 1501
head -c 70000 /dev/zero | tr '\0' x >&7
sed -n 1502p valid >&7
sed -n 1502,1801p valid >&7
ok 'the lines after an overlong one are answered while their writer waits' soon 10 has_lines answers 1801
exec 7>&-
wait $tool
is "$?" 65 'a stream that was stalled ends as any other'

if can_trace; then
	office alone
	run strace -f -o trace -e trace=clone,clone3 -e inject=clone,clone3:error=EAGAIN \
		ticket-create -c press -r kept <lines
	no_data
	ok 'a thread is requested for several batches' grep -q 'EAGAIN.*INJECTED' trace
	is "$rc" 65 'ticket-create exits as usual if no thread can be created'
	comparable "$out" | cmp - wanted >compared 2>&1
	is "$(cat compared)" '' 'a stream is answered as usual if no thread can be created'
	same kept bad '-r keeps the same lines if no thread can be created'
	{ purchase one 1 && echo bad && purchase two 1; } >three
	rm kept
	run strace -y -o trace -e trace=write,fsync ticket-create -c press -r kept <three
	is "$(sed -n 's/^fsync(.*kept>.*/synced/p; s/^write(1<.*/printed/p' trace | uniq | paste -sd ' ' -)" \
		'synced printed' 'a line that -r keeps is on the disk before the answers of its batch are printed'
	purchase one 1 >one
	run strace -f -o trace -e trace=clone,clone3 ticket-create -c press <one
	is "$rc:$(grep -c clone trace)" 0:0 'no thread is created for a single command'
	head -n 900 valid >some
	run strace -f -o trace -e trace=clone,clone3 ticket-create -c press <some
	no_data
	is "$rc:$(grep -c clone trace)" 0:0 'no thread is created for a single batch'
else
	skip 'a stream is answered as usual if no thread can be created' 'strace is not here, or may not trace'
fi
done_testing
