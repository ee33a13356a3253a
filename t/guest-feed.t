#!/bin/sh
# The feed of the guest list.
. "$(dirname "$0")/lib.sh"
open_guest_list
admit eve press
guest-allocate <guest.eve | book_guests
run guest-feed
is "$(jq -r '.type | split(".")[2]' "$out" | paste -sd ' ' -)" \
	'policy-adopted guest-registered entitlement-decided tickets-requested tickets-booked assignment-recorded' \
	'the feed has the events in order'
is "$(jq -r .source "$out" | sort -u | sed 's|.*/||')" guests 'of one source'
run guest-feed --consumer mail cat
is "$(wc -l <"$out")" 6 'another program gets each line'
run guest-feed --consumer mail cat
is "$(wc -l <"$out")" 0 'once'
run guest-feed --consumers
json '"\(.consumer) \(.position | tonumber)"' 'mail 6' 'and its position is shown'
ok 'the store can be made again from its feed' event-replay --check -d "$LANYARD_HOME/conference/guests.db"
done_testing
