#!/bin/sh
# The speakers' feed: every recorded event, in order.
. "$(dirname "$0")/lib.sh"
open_speakers
engage ann keynote A
speaker-allocate <accepted.ann | book_speakers
run speaker-feed
json '.type | split(".")[2]' "policy-adopted speaker-invited invitation-accepted entitlement-decided \
tickets-requested tickets-booked assignment-recorded" 'speaker-feed prints every event in order'
json '.sequence | tonumber' '1 2 3 4 5 6 7' 'the events of speaker-feed are numbered without a gap'
json '.source' "$(yes /conference/speakers | head -n 7 | paste -sd ' ' -)" 'the source of each event of speaker-feed is the speakers of its conference'
is "$(jq -r 'select(.sequence | tonumber > 2) | .correlationid' "$out" | sort -u | wc -l)" 1 \
	'all events that result from an acceptance have one correlation id'
run speaker-feed --after 3 --limit 2
json '.sequence | tonumber' '4 5' 'speaker-feed --after and --limit select a part of the feed'
done_testing
