#!/bin/sh
# Signals: progress for who asks, and an end that loses and doubles nothing.
. "$(dirname "$0")/lib.sh"
open_office 1000 1000
i=0
while [ $i -lt 400 ]; do
	i=$((i + 1))
	ID=$(printf '01900000-0000-7000-8000-%012d' $i) purchase "r$i" 1
done >commands

# Waits for the tool; the shell's own word about a signal is dropped.
ended() {
	status=0
	{ wait $tool || status=$?; } 2>/dev/null
}

# A tool that has been given the first lines of a stream, and waits for more.
mkfifo pipe
begin() { # LINES
	: >answers
	: >said
	# Whoever started the tests may have had signals ignored: nohup does.
	env --default-signal=HUP,TERM ticket-create -c press <pipe >answers 2>said &
	tool=$!
	exec 7>pipe
	head -n "$1" commands >&7
	soon 30 has_lines answers "$1"
}

begin 3
{ echo '{' && echo nothing; } >&7
soon 30 has_lines said 2
kill -USR1 $tool
ok 'ticket-create prints its progress on SIGUSR1' soon 30 has_lines said 3
is "$(tail -n 1 said)" 'ticket-create: 5 lines, 2 of them bad' 'the progress counts lines and invalid lines'
sed -n 4p commands >&7
exec 7>&-
wait $tool
is "$?:$(wc -l <answers)" 65:4 'ticket-create continues after SIGUSR1'

mkfifo rejects
yes '{ this is no command, and there are a great many of these lines, one upon the other, for a while' | head -n 3000 >bad
ticket-create -c press -r rejects <bad >answers 2>said &
tool=$!
soon 30 has_lines said 1000
kill -USR1 $tool
cat rejects >kept
wait $tool
ok 'ticket-create prints its progress on SIGUSR1 in a batch of invalid lines' grep -q 'of them bad' said
same kept bad '-r keeps every invalid line in spite of SIGUSR1'

for signal in TERM HUP; do
	begin 100
	kill -$signal $tool
	exec 7>&-
	ended
	is "$(kill -l "$status")" $signal "SIG$signal ends ticket-create"
	cp answers "$scratch/printed/$signal"
	cp answers "before.$signal"
done
same before.TERM before.HUP 'SIGTERM and SIGHUP at the same line leave the same answers'

ticket-create -c press <commands >answers 2>said &
tool=$!
soon 30 has_lines answers 1
kill -TERM $tool 2>/dev/null
ended
head -n "$(wc -l <answers)" answers >whole
run ticket-create -c press <commands
is "$rc:$(wc -l <"$out")" 0:400 'the run after SIGTERM answers every command'
head -n 100 "$out" >first
same first before.TERM 'the run after SIGTERM repeats the answers of the ended run'
head -n "$(wc -l <whole)" "$out" >first
same first whole 'the run after SIGTERM repeats the answers of a run that was ended at any line'
is "$(ticket-feed | grep -c created)" 400 'the feed has each purchase once after runs that were ended'

# Killed while it waits for another's lock, it has done nothing.
mkfifo locked enough
flock "$LANYARD_HOME/conference/ticketing.db.lock" sh -c 'echo >locked; read -r _ <enough' &
holder=$!
read -r _ <locked
purchase waiting 1 >one
begin 0
echo '{' >&7
soon 30 has_lines said 1
cat one >&7
sleep 0.3 # so that it most likely does wait
kill -TERM $tool
exec 7>&-
ended
is "$status:$(wc -c <answers):$(ticket-feed | grep -c waiting)" 143:0:0 'SIGTERM ends ticket-create while it waits for the store, which records nothing'
echo >enough
wait $holder
run ticket-create -c press <one
is "$rc:$(wc -l <"$out")" 0:1 'the next run carries out the command of a run that was ended while it waited'
done_testing
