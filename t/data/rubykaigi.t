#!/bin/sh
# RubyKaigi 2025: 102 sponsors, from payment to tickets, as the policy says.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../pipeline/pipeline.sh
. "$root/t/pipeline/pipeline.sh"

[ -f "$sponsorships" ] || skip_all 'rubyevents-sponsorships.ndjson is not here (LANYARD_DATA)'
export LANYARD_CONFERENCE=rubykaigi-2025

conference_files rubykaigi-2025
is "$(wc -l <sponsors.ndjson | tr -d ' ')" 102 'the data of RubyKaigi 2025 has 102 sponsors'
set_up first
bring_in first
settle first
keep first
feeds feeds
is "$(failed_stages first)" '' 'every stage of the pipeline succeeds'
is "$(cat first/*.said)" '' 'no stage of the pipeline prints a message'

work_out
is "$(wc -l <wanted | tr -d ' ')" 102 'every sponsor is owed tickets'
look_up
same at-ticketing wanted 'ticketing has booked what the policy grants each sponsor'
same at-sponsorship wanted 'sponsorship has recorded what the policy grants each sponsor'
is "$(gaps feeds/ticketing)$(gaps feeds/sponsorship)" '' 'the feeds of ticketing and sponsorship have no gaps'
cat log/events-*.ndjson >logged
same logged first/create.out 'the log has the answers of ticketing'
same first/log.out first/create.out 'event-log passes the answers of ticketing on unchanged'
is "$(tail -n +3 feeds/ticketing | cmp - first/create.out 2>&1)" '' 'the answers of ticketing are its feed after the set-up'

# Again, in the very words that scripts use.
LANYARD_NOW=2025-03-02T12:00:00Z
set_up second
bring_in second
settle second
feeds feeds-again
for answer in first/*.out; do
	same "$answer" "second/${answer#first/}" "the stage ${answer#first/} prints the same bytes in a second run"
done
sponsor-settle <payments.ndjson |
	sponsor-onboard | sponsor-allocate | ticket-create -c sponsorship | event-log log | sponsor-book
feeds feeds-once-more
for feed in ticketing sponsorship; do
	same "feeds/$feed" "feeds-again/$feed" "the second run adds no event to the feed of $feed"
	same "feeds/$feed" "feeds-once-more/$feed" "a run without files between the stages adds no event to the feed of $feed"
done
cat first/create.out first/create.out first/create.out >logged-thrice
cat log/events-*.ndjson >logged
same logged logged-thrice 'the log has each answer three times after three runs'
echo "# 102 sponsors, $(jq -s 'map(.[1]) | add' wanted) tickets"
done_testing
