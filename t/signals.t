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
ok 'asked by SIGUSR1, it says how far it is' soon 30 has_lines said 3
is "$(tail -n 1 said)" 'ticket-create: 5 lines, 2 of them bad' 'in lines, and bad ones'
sed -n 4p commands >&7
exec 7>&-
wait $tool
is "$?:$(wc -l <answers)" 65:4 'and goes on as if nothing had been'

mkfifo rejects
yes '{ this is no command, and there are a great many of these lines, one upon the other, for a while' | head -n 3000 >bad
ticket-create -c press -r rejects <bad >answers 2>said &
tool=$!
soon 30 has_lines said 1000
kill -USR1 $tool
cat rejects >kept
wait $tool
ok 'in the middle of bad lines, too' grep -q 'of them bad' said
same kept bad 'all of which are kept'

for signal in TERM HUP; do
	begin 100
	kill -$signal $tool
	exec 7>&-
	ended
	is "$(kill -l "$status")" $signal "SIG$signal ends it"
	cp answers "$scratch/printed/$signal"
	cp answers "before.$signal"
done
same before.TERM before.HUP 'cut off at the same place, it has answered the same'

ticket-create -c press <commands >answers 2>said &
tool=$!
soon 30 has_lines answers 1
kill -TERM $tool 2>/dev/null
ended
head -n "$(wc -l <answers)" answers >whole
run ticket-create -c press <commands
is "$rc:$(wc -l <"$out")" 0:400 'run again, it does all of it'
head -n 100 "$out" >first
same first before.TERM 'what was answered is answered again'
head -n "$(wc -l <whole)" "$out" >first
same first whole 'wherever the signal came'
is "$(ticket-feed | grep -c created)" 400 'and nothing is doubled'

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
is "$status:$(wc -c <answers):$(ticket-feed | grep -c waiting)" 143:0:0 'a tool that waits for the store can be ended'
echo >enough
wait $holder
run ticket-create -c press <one
is "$rc:$(wc -l <"$out")" 0:1 'and what it has not done, the next one does'
done_testing
