#!/bin/sh
# The feed of the guest list.
. "$(dirname "$0")/lib.sh"
open_guest_list
admit eve press
guest-allocate <guest.eve | book_guests
run guest-feed
is "$(jq -r '.type | split(".")[2]' "$out" | paste -sd ' ' -)" \
	'policy-adopted guest-registered entitlement-decided tickets-requested tickets-booked assignment-recorded' \
	'guest-feed prints every event in order'
is "$(jq -r .source "$out" | sort -u | sed 's|.*/||')" guests 'all events of guest-feed have the guest list as their source'
run guest-feed --consumer mail cat
is "$(wc -l <"$out")" 6 "guest-feed --consumer pipes each event to the consumer's command"
run guest-feed --consumer mail cat
is "$(wc -l <"$out")" 0 'guest-feed --consumer pipes no event to the same consumer twice'
run guest-feed --consumers
json '"\(.consumer) \(.position | tonumber)"' 'mail 6' 'guest-feed --consumers prints the position of each consumer'
for tool in ticket-feed sponsor-feed speaker-feed guest-feed; do
	is "$("$tool" --describe | jq -c '.emits | index("lanyard.store.consumer-row.v1") != null')" true \
		"$tool --describe names the rows of --consumers among what it emits"
done
ok "the guests' store agrees with its feed" event-replay --check -d "$LANYARD_HOME/conference/guests.db"
done_testing
