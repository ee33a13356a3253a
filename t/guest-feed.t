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

# Events that were written before registrations had a date of their own.
export LANYARD_NOW=2025-06-01T12:00:00Z
guest-register eve --name 'Eve Amended' >/dev/null
guest-feed | jq -c 'del(.data.registered_on)' >old.ndjson
is "$(grep -c 'guest-amended' old.ndjson):$(grep -c registered_on old.ndjson)" 1:0 'the feed to replay has an amended guest and no date of a registration'
run event-replay -d old/guests.db --from old.ndjson guests
is "$rc" 0 'a feed whose guests have no date of the registration is replayed'
same_status() { # the entitlement and the date are those of the first registration
	guest-status "$@" eve | jq -c 'del(.time)'
}
is "$(same_status -d old/guests.db)" "$(same_status)" 'a replayed guest who was amended without a date keeps the day of the first registration'
is "$(sqlite3 -readonly old/guests.db 'SELECT name, registered_on FROM guests')" 'Eve Amended|2025-03-01' 'the rows of a replayed guest have the amended name and the first day'
LANYARD_CONFERENCE=conference run guest-allocate -d old/guests.db -a
is "$rc:$(grep -c 'no rule' "$err" "$out" | cut -d : -f 2 | paste -sd ' ' -)" '0:0 0' 'a replayed guest is still owed what the first day grants'
done_testing
