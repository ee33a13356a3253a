# shellcheck shell=sh
# What happens on the guest of systemd.t.
# Opens COUNT connections as fast as it can, and is silent on them for so many SECONDS.
knock() { # UID COUNT SECONDS USER/SOCKET
	# shellcheck disable=SC2016 # perl's variables
	setpriv --reuid="$1" --regid="$1" --clear-groups perl -MSocket -e 'my ($count, $seconds, $path) = @ARGV;
		my @open = grep { connect $_, sockaddr_un($path) } map { socket my $one, PF_UNIX, SOCK_STREAM, 0; $one } 1 .. $count;
		print scalar @open, "\n"; close STDOUT; sleep $seconds' "$2" "$3" "/run/lanyard/$4"
}
# Writes a line without an end until that fails, and prints what was answered.
write_endlessly() { # UID USER/SOCKET
	# shellcheck disable=SC2016 # perl's variables
	as "$1" perl -MSocket -e '$SIG{PIPE} = "IGNORE"; socket my $one, PF_UNIX, SOCK_STREAM, 0;
		connect $one, sockaddr_un($ARGV[0]) or die; 1 while syswrite $one, "0" x 4096;
		while (sysread $one, my $some, 65536) { print $some }' "/run/lanyard/$2"
}
served() { # UID USER REFERENCE
	purchase "$3" | talk "$1" "$2/create" | jq -e '.type | endswith("-created.v1")'
}
connections() { # USER'S-UID
	systemctl list-units --plain --no-legend "lanyard-create@*-$1.service" | wc -l
}
holds_all() {
	[ "$(connections 4300)" -ge 16 ]
}
was_limited() {
	[ "$(systemctl show -p Result --value lanyard-create@program.socket)" = trigger-limit-hit ]
}
# Whoever attacks, the user crm is served meanwhile.
attack() {
	knock 4400 400 0 crm/create >stranger
	served 4200 crm r10 >stranger.other || :
	knock 4300 64 12 program/create >silent &
	waits_for holds_all || :
	served 4200 crm r11 >silent.other || :
	connections 4300 >silent.places
	wait "$!"
	connections 4300 >silent.after
	served 4300 program r12 >silent.own || :
	knock 4300 400 0 program/create >burst
	waits_for was_limited && echo limited >burst.state
	served 4200 crm r13 >burst.other || :
	waits_for served 4300 program r14 && echo true >burst.own
	write_endlessly 4300 program/feed >endless || :
	sleep 8 | as 4300 socat -t 5 - UNIX-CONNECT:/run/lanyard/program/feed >no-line || :
	{ printf '{"half' && sleep 8; } | as 4300 socat -t 5 - UNIX-CONNECT:/run/lanyard/program/create >half-line || :
	systemctl show -p ActiveState --value lanyard-create@crm.socket lanyard-create@program.socket \
		lanyard-feed@program.socket | tr '\n' ' ' >states
}
nothing_runs() {
	[ -z "$(systemctl list-units --plain --no-legend 'lanyard-feed@*.service')" ]
}
log_is_whole() {
	as 4100 ticket-feed | cmp - /srv/lanyard/log/events-0000000001.ndjson
}
live() {
	purchase r1 | talk 4200 crm/create >created
	purchase r2 | talk 4300 program/create >created.uid
	! purchase r3 | talk 4300 crm/create >refused 2>&1 || echo connected >>refused
	echo '--after 1 --follow --limit 2' | talk 4200 crm/feed >followed
	talk 4300 program/feed </dev/null >feed
	echo --follow | setpriv --reuid=4200 --regid=4200 --clear-groups \
		socat -,ignoreeof UNIX-CONNECT:/run/lanyard/crm/feed >heard &
	reader=$!
	waits_for test -s heard
	systemctl list-units --plain --no-legend 'lanyard-feed@*.service' | wc -l >following
	kill "$reader"
	waits_for nothing_runs || :
	systemctl list-units --plain --no-legend 'lanyard-feed@*.service' 'lanyard-create@*.service' >instances
	attack
	systemctl start lanyard-log.service
	waits_for log_is_whole || :
	cat /srv/lanyard/log/events-0000000001.ndjson >log
	as 4100 ticket-feed >all
	echo '{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":1}]}]}' | as 4100 sponsor-policy adopt
	for unit in lanyard-expire lanyard-repair lanyard-check; do
		systemctl start "$unit.service" || :
		echo "$unit $(status_of "$unit.service")"
	done >done-jobs
	for timer in lanyard-expire lanyard-repair lanyard-check; do systemctl start "$timer.timer"; done
	systemctl list-timers --all --plain --no-legend | grep -o 'lanyard-[a-z]*.timer' | sort | tr '\n' ' ' >timers
}
