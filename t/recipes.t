#!/bin/sh
# Other people's logs: each has every line, in order, whatever fails.
. "$(dirname "$0")/lib.sh"

open_office 1000 1000
buy() { # FIRST LAST
	for number in $(seq "$1" "$2"); do purchase "é$number" 1; done | ticket-create -c press >/dev/null
	ticket-feed >feed
}
buy 1 8
here() { # PROGRAM...
	for program; do command -v "$program" >/dev/null || return; done
}
give() { # NAME PROGRAM...
	name=$1
	shift
	run timeout 100 ticket-feed --consumer "$name" -- "$@"
	no_data
}
lag() { # NAME
	ticket-feed --consumers | jq --arg name "$1" 'select(.consumer == $name).lag'
}

# Log writers.
if here s6-log; then
	give s6 s6-log n3 s100000 ./s6
	buy 9 10
	give s6 s6-log n3 s100000 ./s6
	same s6/current feed 's6-log has all of it'
	give s6-bad s6-log n3 s100000 /proc/nowhere
	is "$rc:$(lag s6-bad)" 75: 'where it can not write, it is given it again'
else
	skip 's6-log has all of it' 's6-log is not here'
fi
if here multilog; then
	give multi multilog n3 s100000 ./multi
	buy 11 12
	give multi multilog n3 s100000 ./multi
	same multi/current feed 'multilog has all of it'
	give multi-bad multilog n3 s100000 /proc/nowhere
	is "$rc:$(lag multi-bad)" 75: 'where it can not write, it is given it again'
else
	skip 'multilog has all of it' 'multilog is not here'
fi

done_testing
