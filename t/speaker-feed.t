#!/bin/sh
# The speaker CRM's feed: all that it recorded, in order, and nothing else.
. "$(dirname "$0")/lib.sh"
open_speakers
engage ann keynote A
speaker-allocate <accepted.ann | book_speakers
run speaker-feed
json '.type | split(".")[2]' "policy-adopted speaker-invited invitation-accepted entitlement-decided \
tickets-requested tickets-booked assignment-recorded" 'it has every event'
json '.sequence | tonumber' '1 2 3 4 5 6 7' 'numbered without a gap'
json '.source' "$(yes /conference/speakers | head -n 7 | paste -sd ' ' -)" 'under its own name'
is "$(jq -r 'select(.sequence | tonumber > 2) | .correlationid' "$out" | sort -u | wc -l)" 1 \
	'what follows from an acceptance is correlated with it'
run speaker-feed --after 3 --limit 2
json '.sequence | tonumber' '4 5' 'and can be read on from anywhere'
done_testing
