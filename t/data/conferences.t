#!/bin/sh
# All conferences that the data has, each in stores of its own: the tickets are what the
# policy says, and a second import finds nothing to do. Some contracts are not paid, or not
# signed; some sponsors stand under several tiers, and have a contract for each.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../pipeline/pipeline.sh
. "$root/t/pipeline/pipeline.sh"

[ -f "$sponsorships" ] || skip_all 'rubyevents-sponsorships.ndjson is not here (LANYARD_DATA)'

# Says what is wrong with one conference, in its own directory.
one_conference() { # EVENT
	conference_files "$1" varied
	set_up first
	bring_in first
	settle first
	feeds feeds
	failed_stages first
	cat first/*.said
	work_out
	look_up
	diff wanted at-ticketing || echo 'ticketing differs from the policy'
	diff wanted at-sponsorship || echo 'the CRM differs from the policy'
	gaps feeds/ticketing
	gaps feeds/sponsorship
	cat log/events-*.ndjson | cmp - first/create.out || echo 'the log differs'

	set_up second
	bring_in second
	settle second
	feeds feeds-again
	failed_stages second
	for answer in first/*.out; do
		cmp "$answer" "second/${answer#first/}" || echo "answers otherwise: $answer"
	done
	cmp feeds/ticketing feeds-again/ticketing || echo 'ticketing has new events'
	cmp feeds/sponsorship feeds-again/sponsorship || echo 'the CRM has new events'
}

# One pass over the data each would be slow: a file each, once.
mkdir by-event conference
jq -r '"\(.event)\t\(tojson)"' <"$sponsorships" |
	awk -F '\t' '{ print $2 >>("by-event/" $1) }'

# As many at a time as there are processors.
at_a_time=$(nproc)
started=0
for event in by-event/*; do
	LANYARD_CONFERENCE=${event#by-event/}
	sponsorships=$scratch/work/$event
	mkdir "conference/$LANYARD_CONFERENCE"
	(
		cd "conference/$LANYARD_CONFERENCE" || exit 1
		one_conference "$LANYARD_CONFERENCE" >wrong 2>&1
	) &
	started=$((started + 1))
	[ $((started % at_a_time)) -ne 0 ] || wait
done
wait

for directory in conference/*; do
	is "$(head -n 5 "$directory/wrong")" '' "${directory#conference/} has the tickets of the policy, and a second import changes nothing"
	for printed in "$directory"/first/*.out; do
		cat "$printed" >>"$scratch/printed/$(basename "$printed")"
	done
done
count=$(find conference -name wrong | wc -l)
sponsors=$(cat conference/*/sponsors.ndjson | wc -l)
tiers=$(cat conference/*/tiers | wc -l)
is "$count $sponsors $tiers" "$(jq -rs '[group_by(.event), unique_by([.event, .sponsor]),
	unique_by([.event, .sponsor, .tier]) | length] | map(tostring) | join(" ")' <"$data/rubyevents-sponsorships.ndjson")" \
	'the test covers every conference, sponsor and tier of the data'
ok 'some sponsors have several tiers' [ "$tiers" -gt "$sponsors" ]
echo "# $count conferences, $sponsors sponsors under $tiers tiers, $(jq -s 'map(.[1]) | add' conference/*/wanted) tickets"
done_testing
