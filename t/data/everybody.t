#!/bin/sh
# All conferences that the data has, each in stores of its own, with its sponsors and its
# share of all speakers: two clients book at the same time in an office that has too few
# places for them. None is oversold, both ledgers are what ticketing's feed says, and
# reconciling reports what was refused and nothing else. Then, in every third, there are
# enough places: both request again, at the same time, everybody has what the policies say,
# and reconciling is silent.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../pipeline/pipeline.sh
. "$root/t/pipeline/pipeline.sh"

everyone=$data/rubyevents-speakers.ndjson
[ -f "$sponsorships" ] && [ -f "$everyone" ] ||
	skip_all 'rubyevents-speakers.ndjson is not here (LANYARD_DATA)'

cat >speaker-policy.json <<'END'
{"rules":[{"role":"keynote","grants":[{"type":"full","quantity":3}]},
{"talks_at_least":2,"grants":[{"type":"full","quantity":2}]},{"grants":[{"type":"full","quantity":1}]}]}
END

# Makes the stores, of so many places, and brings in who is to come.
open_conference() { # DIRECTORY CAPACITY
	mkdir -p "$1"
	stage "$1" type ticket-type add full --name Full --price 35000 --currency JPY --capacity "$2" >/dev/null
	for client in sponsorship speakers; do
		stage "$1" "client-$client" ticket-client add "$client" --types full --waive --refusals 100000 \
			--commands create-ticket-purchase --budget 10000 >/dev/null
	done
	stage "$1" policy sponsor-policy adopt policy.json >/dev/null
	stage "$1" speaker-policy speaker-policy adopt "$scratch/work/speaker-policy.json" >/dev/null
	bring_in "$1"
	stage "$1" invite speaker-invite <speakers.ndjson >/dev/null
}
sponsors_retry() { # DIRECTORY
	stage "$1" sponsor-allocate sponsor-allocate --retry |
		stage "$1" sponsor-create ticket-create -c sponsorship |
		stage "$1" sponsor-book sponsor-book
}
speakers_retry() { # DIRECTORY
	stage "$1" speaker-allocate speaker-allocate --retry |
		stage "$1" speaker-create ticket-create -c speakers |
		stage "$1" speaker-book speaker-book
}

# Says what is wrong after a round: DIRECTORY's stages, feeds and ledgers. Leaves in
# reconciled.CLIENT what sponsor-reconcile and speaker-reconcile say.
check_round() { # DIRECTORY CAPACITY
	failed_stages "$1"
	all_feeds "$1.feeds"
	ledgers "$1.feeds"
	for client in sponsorship speakers; do
		diff "$1.feeds/$client.there" "$1.feeds/$client.here" || echo "$1: the ledger of $client differs from the feed"
	done
	valid=$(cat "$1.feeds"/*.there | awk '$NF ~ /^[0-9]+$/ { sum += $NF } END { print sum + 0 }')
	[ "$valid" -le "$2" ] || echo "$1: oversold: $valid of $2"
	for feed in ticketing sponsorship speakers; do gaps "$1.feeds/$feed"; done
	sponsor-reconcile <"$1.feeds/ticketing" >reconciled.sponsorship
	speaker-reconcile <"$1.feeds/ticketing" >reconciled.speakers
}

# Says what is wrong with one conference, in its own directory; of which there are enough
# places in the end where AGAIN is 0.
one_conference() { # EVENT AGAIN
	conference_files "$1"
	work_out
	demand=$(sed 's/.*,\([0-9]*\)]$/\1/' wanted | awk '{ sum += $1 } END { print sum }' - owed)
	capacity=$((demand * 2 / 3))
	echo "$demand $capacity" >numbers
	open_conference first "$capacity"
	at_once first sponsors_book speakers_book
	check_round first "$capacity"
	cat first/sponsor-allocate.out first/speaker-allocate.out >commands
	wrong_sales "$capacity" first.feeds/ticketing commands
	grep -h ' [a-z_]*$' first.feeds/*.here | grep -v ' sold_out$'
	grep -hq ' sold_out$' first.feeds/*.here || echo 'there was room for all'
	for client in sponsorship speakers; do
		jq -r '"\(.difference) \(.reference) \(.message | split(":")[0])"' "reconciled.$client" | sort >reported
		sed -n 's/\(.*\) sold_out$/refused \1 sold_out/p' "first.feeds/$client.here" | sort |
			diff - reported || echo "$client: what is reported is not what was refused"
	done

	[ "$2" -eq 0 ] || return 0
	ticket-type amend full --capacity "$demand" >/dev/null
	mkdir second
	at_once second sponsors_retry speakers_retry
	check_round second "$demand"
	# Where there are enough places nothing is refused, and nothing is left to report.
	grep -c ticket-purchase-rejected first.feeds/ticketing second.feeds/ticketing | cut -d : -f 2 | uniq | sed 1d
	head -qn 1 reconciled.*
	[ "$valid" = "$demand" ] || echo 'somebody does not have what is owed'
	look_up
	grep -v '^\[null' at-ticketing | diff wanted - || echo 'ticketing differs from the policy'
	diff wanted at-sponsorship || echo 'the CRM differs from the policy'
	speaker-status | grep '"awaits"'
}

# A file each, once: one pass over the data each would be slow. Each speaker is in one.
mkdir by-event conference
jq -r '"\(.event)\t\(tojson)"' <"$sponsorships" |
	awk -F '\t' '{ print $2 >>("by-event/" $1) }'
ls by-event >events
jq -r --rawfile events events '($events | split("\n")[:-1]) as $events | (input_line_number - 1) as $n
	| (if $n % 97 == 0 then "keynote" elif $n % 11 == 0 then "workshop" else "talk" end) as $role
	| [range(1 + (if $n % 5 == 0 then 1 else 0 end)) | "Talk \($n)/\(.)"] as $talks
	| "conference/\($events[$n % ($events | length)])" as $directory
	| "\($directory)/speakers.ndjson\t\({speaker, name, email: "s\($n)@speakers.example", roles: [$role], $talks})",
		"\($directory)/accepted.ndjson\t\({speaker})",
		"\($directory)/owed\t\(if $role == "keynote" then 3 else $talks | length end)"' \
	<"$everyone" >speakers
while read -r event; do mkdir "conference/$event"; done <events
awk '{ tab = index($0, "\t"); file = substr($0, 1, tab - 1); print substr($0, tab + 1) >>file; close(file) }' speakers

# As many at a time as there are processors.
at_a_time=$(nproc)
started=0
for event in by-event/*; do
	LANYARD_CONFERENCE=${event#by-event/}
	sponsorships=$scratch/work/$event
	(
		cd "conference/$LANYARD_CONFERENCE" || exit 1
		one_conference "$LANYARD_CONFERENCE" $((started % 3)) >wrong 2>&1
	) &
	started=$((started + 1))
	[ $((started % at_a_time)) -ne 0 ] || wait
done
wait

for directory in conference/*; do
	is "$(head -n 5 "$directory/wrong")" '' "${directory#conference/} is not oversold, and ledgers, feed and reports agree"
	for printed in "$directory"/first/*.out; do
		head -n 5 "$printed" >>"$scratch/printed/$(basename "$printed")"
	done
done
is "$(cat conference/*/speakers.ndjson | wc -l) $(cat conference/*/tiers | wc -l)" \
	"$(wc -l <"$everyone") $(jq -s 'unique_by([.event, .sponsor, .tier]) | length' <"$data/rubyevents-sponsorships.ndjson")" \
	'the test covers every speaker and tier of the data, each in one conference'
is "$(find conference -name first.feeds | wc -l) $(find conference -name second.feeds | wc -l)" \
	"$(wc -l <events) $((($(wc -l <events) + 2) / 3))" 'the test covers every conference, a third of them with enough places in the end'
refused() { # CLIENT
	cat conference/*/first.feeds/"$1".here | grep -c ' sold_out$'
}
for client in sponsorship speakers; do
	ok "requests of $client are refused while there are too few places" [ "$(refused $client)" -gt 0 ]
done
awk '{ demand += $1; capacity += $2 } END { print "# " NR " conferences: " demand " tickets wanted, of " capacity " at first" }' \
	conference/*/numbers
echo "# refused then: sponsorship $(refused sponsorship), speakers $(refused speakers)"
cat conference/*/first.feeds/ticketing | jq -r 'select(.data.client and (.type | contains("ticket-purchase"))) | .data.client' |
	uniq | wc -l | sed 's/^/# the clients took turns /; s/$/ times/'
done_testing
