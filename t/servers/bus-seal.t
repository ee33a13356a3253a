#!/bin/sh
# A feed that was altered after it was sealed: the relay sends none of what its seals are of.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=broker.sh
. "$root/t/servers/broker.sh"
start_broker
requires sqlite3
store=$LANYARD_HOME/conference/ticketing.db
stream=lanyard-conference-ticketing
broken "$store"

open_office 2000 2000
bus-publish ticketing
sell 2
event-seal ticketing >/dev/null
sell 1
cp "$store" whole.db && cp "$store-wal" whole.db-wal
whole() {
	for suffix in '' -wal; do cp "whole.db$suffix" "$store$suffix"; done
	rm -f "$store-shm"
}
alter() { # SQL
	whole
	without_triggers "$store" "$1"
	rm -f "$store.lock"
}
refused() { # NAME WORDS
	run bus-publish ticketing
	is "$rc:$(stream $stream)" '70:2 2' "bus-publish sends nothing of a feed with $1"
	says "$2" "bus-publish says what is wrong with a feed with $1"
}
is "$(stream $stream)" '2 2' 'bus-publish has relayed the events before'
altered='is a seal of the events 1 to 4, one of which was altered since'
alter "UPDATE events SET line = replace(line, 's0', 's9') WHERE seq = 3"
refused 'an altered line that was not sent' "position 5: $altered"
alter "UPDATE events SET line = replace(line, 'Full pass', 'Fool pass') WHERE seq = 1"
refused 'an altered line that was sent' "position 5: $altered"
alter "UPDATE events SET line = json_replace(line, '\$.data.digest', printf('%0128d', 0)) WHERE seq = 5"
refused 'a seal of another digest' "position 5: $altered"
alter "UPDATE events SET line = replace(line, '000000001\",\"digest', '000000003\",\"digest') WHERE seq = 5"
refused 'a seal of other lines' 'is a seal of the events from 0000000000000000003 on, and not from 1 on'

# One that runs on has read the lines before they were sealed.
whole
timeout 100 bus-publish --follow ticketing 2>"$err" &
follower=$!
sent() { # COUNT
	[ "$(stream $stream)" = "$1 $1" ]
}
soon 10 sent 6
is "$(stream $stream)" '6 6' 'bus-publish sends a feed that is whole again'

# More than it sends without an acknowledgement: it waits while a line is altered, and sealed.
relay=$(pgrep -P "$follower")
kill -STOP "$relay"
sell 1100
kill -STOP "$broker"
kill -CONT "$relay"
waits_for_broker() {
	awk -v "port=$(printf :%04X "$port")" 'index($3, port) && $4 == "01" || index($2, port) && $4 == "01" { split($5, queue, ":")
		if (queue[2] != "00000000") found = 1 } END { exit !found }' /proc/net/tcp
}
soon 20 waits_for_broker
ok 'bus-publish --follow sends while events are appended' waits_for_broker
ok 'a line is altered that was sent and is not sealed' \
	without_triggers "$store" "UPDATE events SET line = replace(line, 's2', 's9') WHERE seq = 6"
event-seal ticketing >/dev/null
kill -CONT "$broker"
rc=0
wait "$follower" || rc=$?
is "$rc" 70 'bus-publish --follow ends at a seal of other lines than it has sent'
last=$(stream $stream | cut -d ' ' -f 1)
ok 'bus-publish --follow does not send a seal that came after it had checked those before' \
	[ "$last" -lt 1107 ]
says 'position 1107: is a seal of the events 5 to 1106, one of which was altered since' \
	'bus-publish --follow says which seal is wrong'

# No seal is known when it begins: the first one is of lines that it has not read.
guests=$LANYARD_HOME/conference/guests.db
broken "$guests"
echo '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | guest-policy adopt >/dev/null
register crew ada
register crew bea
bus-publish guests
timeout 100 bus-publish --follow guests 2>"$err" &
follower=$!
stream=lanyard-conference-guests
soon 10 sent 3
relay=$(pgrep -P "$follower")
kill -STOP "$relay"
event-seal guests >/dev/null
ok 'a line is altered after the first seal' \
	without_triggers "$guests" "UPDATE events SET line = replace(line, 'ada Doe', 'ada Dow') WHERE seq = 2"
kill -CONT "$relay"
rc=0
wait "$follower" || rc=$?
is "$rc:$(stream $stream)" '70:3 3' 'bus-publish --follow checks the first seal of a feed, too'
stop_brokers
done_testing
