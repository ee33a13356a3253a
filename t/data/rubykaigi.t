#!/bin/sh
# RubyKaigi 2025: 102 sponsors, from payment to tickets, as the policy says.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../pipeline/pipeline.sh
. "$root/t/pipeline/pipeline.sh"

[ -f "$sponsorships" ] || skip_all 'rubyevents-sponsorships.ndjson is not here (LANYARD_DATA)'
export LANYARD_CONFERENCE=rubykaigi-2025

conference_files rubykaigi-2025
is "$(wc -l <sponsors.ndjson | tr -d ' ')" 102 'there are 102 sponsors'
set_up first
bring_in first
settle first
keep first
feeds feeds
is "$(failed_stages first)" '' 'every stage is done'
is "$(cat first/*.said)" '' 'and has nothing to say'

work_out
is "$(wc -l <wanted | tr -d ' ')" 102 'each is owed tickets'
look_up
same at-ticketing wanted 'ticketing has booked for each what the policy says'
same at-sponsorship wanted 'and so the CRM has it'
is "$(gaps feeds/ticketing)$(gaps feeds/sponsorship)" '' 'the feeds are numbered without gaps'
cat log/events-*.ndjson >logged
same logged first/create.out 'the log holds what ticketing answered'
same first/log.out first/create.out 'and passed it on'
is "$(tail -n +3 feeds/ticketing | cmp - first/create.out 2>&1)" '' 'which is its feed'

# Again, in the very words that scripts use.
LANYARD_NOW=2025-03-02T12:00:00Z
set_up second
bring_in second
settle second
feeds feeds-again
for answer in first/*.out; do
	same "$answer" "second/${answer#first/}" "again: $(basename "$answer" .out) answers the same"
done
sponsor-settle <payments.ndjson |
	sponsor-onboard | sponsor-allocate | ticket-create -c sponsorship | event-log log | sponsor-book
feeds feeds-once-more
for feed in ticketing sponsorship; do
	same "feeds/$feed" "feeds-again/$feed" "again: $feed has no new event"
	same "feeds/$feed" "feeds-once-more/$feed" "once more: $feed has no new event"
done
cat first/create.out first/create.out first/create.out >logged-thrice
cat log/events-*.ndjson >logged
same logged logged-thrice 'the log holds each answer, as often as it was given'
echo "# 102 sponsors, $(jq -s 'map(.[1]) | add' wanted) tickets"
done_testing
