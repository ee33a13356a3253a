#!/bin/sh
# Two clients at once: all speakers and all sponsorships that the data has, booked by
# two pipelines at the same time in one office that has too few places for them. It
# is not oversold, both ledgers are what ticketing's feed says, and what was refused
# is in them with its code. Then speakers withdraw, while sponsors request again.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../pipeline/pipeline.sh
. "$root/t/pipeline/pipeline.sh"

capacity=10000
everyone=$data/rubyevents-speakers.ndjson
[ -f "$sponsorships" ] && [ -f "$everyone" ] ||
	skip_all 'rubyevents-speakers.ndjson is not here (LANYARD_DATA)'

# What the data doesn't say follows from a line's number: who gives how many talks, and
# who comes with what. A sponsorship is a sponsor, whatever it has beside.
jq -c '(input_line_number - 1) as $n | {speaker, name, email: "s\($n)@speakers.example",
	roles: [if $n % 97 == 0 then "keynote" elif $n % 11 == 0 then "workshop" else "talk" end],
	talks: [range(1 + (if $n % 5 == 0 then 1 else 0 end)) | "Talk \($n)/\(.)"]}' \
	<"$everyone" >speakers.ndjson
jq -c '{speaker}' <speakers.ndjson >accepted.ndjson
jq -r '(input_line_number - 1) as $n | "\($n)" as $id |
	"sponsors.ndjson\t\({sponsor: $id, name, level: "\(.rank // 4)", email: "t@sponsor\($n).example"})",
	"contracts.ndjson\t\({sponsor: $id, contract: "C-\($n)", signed_on: "2025-02-25"})",
	"invoices.ndjson\t\({sponsor: $id, invoice: "I-\($n)", amount: 100000, currency: "JPY"})",
	"payments.ndjson\t\({invoice: "I-\($n)", settled_on: "2025-02-28"})"' <"$sponsorships" |
	part_into sponsors.ndjson contracts.ndjson invoices.ndjson payments.ndjson
cat >speaker-policy.json <<'END'
{"rules":[{"role":"keynote","grants":[{"type":"full","quantity":3}]},
{"talks_at_least":2,"grants":[{"type":"full","quantity":2}]},{"grants":[{"type":"full","quantity":1}]}]}
END
cat >sponsor-policy.json <<'END'
{"rules":[{"level":"1","grants":[{"type":"full","quantity":7}]},{"level":"2","grants":[{"type":"full","quantity":5}]},
{"level":"3","grants":[{"type":"full","quantity":3}]},{"grants":[{"type":"full","quantity":1}]}]}
END

bring_in_both() { # DIRECTORY
	mkdir -p "$1"
	stage "$1" type ticket-type add full --name Full --price 35000 --currency JPY \
		--capacity "$capacity" >/dev/null
	for client in sponsorship speakers; do
		stage "$1" "client-$client" ticket-client add "$client" --types full --waive --refusals 100000 \
			--commands create-ticket-purchase,cancel-tickets --budget 100000 >/dev/null
	done
	stage "$1" sponsor-policy sponsor-policy adopt sponsor-policy.json >/dev/null
	stage "$1" speaker-policy speaker-policy adopt speaker-policy.json >/dev/null
	stage "$1" register sponsor-register <sponsors.ndjson >/dev/null
	stage "$1" sign sponsor-contract sign <contracts.ndjson >/dev/null
	stage "$1" raise sponsor-invoice raise <invoices.ndjson >/dev/null
	stage "$1" invite speaker-invite <speakers.ndjson >/dev/null
}
codes() { # CLIENT FEED
	jq -r --arg client "$1" 'select(.type | endswith("purchase-rejected.v1")) |
		select(.data.client == $client) | .data.code' <"$2" | sort | uniq -c | tr -s ' \n' ' '
}
# That both ledgers are what ticketing's feed says, and nothing was sold that wasn't there.
check() { # FEEDS COMMANDS ROUND
	ledgers "$1"
	for client in sponsorship speakers; do
		ok "the ledger of $client agrees with ticketing's feed $3" diff "$1/$client.there" "$1/$client.here"
	done
	is "$(wrong_sales "$capacity" "$1/ticketing" "$2")" '' "ticketing neither oversells nor refuses while there are places $3"
	is "$(for feed in ticketing sponsorship speakers; do gaps "$1/$feed"; done)" '' "the feeds have no gaps $3"
	for reconcile in sponsor-reconcile speaker-reconcile; do
		is "$($reconcile <"$1/ticketing" | jq -c 'select(.difference != "refused")' | head -n 5)" '' \
			"$reconcile finds only refused requests $3"
	done
}

bring_in_both first
at_once first sponsors_book speakers_book
is "$(failed_stages first)" '' 'both pipelines succeed at the same time'
all_feeds feeds
cat first/sponsor-allocate.out first/speaker-allocate.out >commands
check feeds commands 'after both have booked'
is "$(wc -l <feeds/speakers.there) $(wc -l <feeds/sponsorship.there)" \
	"$(wc -l <"$everyone") $(wc -l <"$sponsorships")" 'every request of both clients is answered'
for client in sponsorship speakers; do
	ok "some requests of $client are refused as sold_out" grep -q ' sold_out$' "feeds/$client.here"
	ok "some requests of $client are booked" grep -q ' [0-9]*$' "feeds/$client.here"
done
is "$(grep -hc outstanding feeds/sponsorship.here feeds/speakers.here | paste -sd ' ' -)" '0 0' 'no request is pending after both pipelines have ended'
sponsor-status >status
speaker-status >>status
is "$(jq -n '[inputs.booked[].quantity] | add' <status)" "$(sold feeds/ticketing)" \
	'both ledgers together have booked what ticketing has sold'
is "$(ticket-client list | jq -r '"\(.client)=\(.booked)"' | sort | paste -sd ' ' -)" \
	"$(for client in speakers sponsorship; do
		echo "$client=$(awk '$2 ~ /^[0-9]+$/ { sum += $2 } END { print sum }' "feeds/$client.there")"
	done | paste -sd ' ' -)" 'ticket-client list counts the tickets of each client'

at_once second sponsors_book speakers_book
all_feeds feeds-again
is "$(failed_stages second)" '' 'both pipelines succeed at the same time in a second run'
for feed in ticketing sponsorship speakers; do
	same "feeds/$feed" "feeds-again/$feed" "the second run adds no event to the feed of $feed"
done

# Speakers withdraw, and their places are requested by sponsors, at the same time.
speakers_leave() { # DIRECTORY
	awk 'NR % 3 == 0' accepted.ndjson | stage "$1" withdraw speaker-withdraw -q |
		stage "$1" reclaim speaker-reclaim |
		stage "$1" cancel ticket-cancel -c speakers | stage "$1" speaker-book speaker-book
}
sponsors_retry() { # DIRECTORY
	stage "$1" retry sponsor-allocate --retry | stage "$1" create ticket-create -c sponsorship |
		stage "$1" sponsor-book sponsor-book
}
at_once third speakers_leave sponsors_retry
is "$(failed_stages third)" '' 'speakers withdraw while sponsors retry'
all_feeds feeds-third
cat third/retry.out >>commands
check feeds-third commands 'after a third of the speakers has withdrawn'
is "$(wc -l <third/retry.out)" "$(grep -c ' sold_out$' feeds/sponsorship.here)" \
	'sponsor-allocate --retry prints each refused request'
is "$(speaker-status | jq -r 'select(.state == "withdrawn") | .booked[]' | wc -l)" 0 'a speaker who has withdrawn has no ticket, not even the assigned one'

mkdir fourth
sponsors_retry fourth >/dev/null
all_feeds feeds-fourth
cat fourth/retry.out >>commands
check feeds-fourth commands 'after the sponsors have retried'
for directory in first third; do
	for printed in "$directory"/*.out; do
		head -n 100 "$printed" >"$scratch/printed/$directory-$(basename "$printed")"
	done
done
for directory in feeds feeds-third feeds-fourth; do
	echo "# $directory: $(sold "$directory/ticketing") of $capacity sold," \
		"refused: sponsorship$(codes sponsorship "$directory/ticketing")speakers$(codes speakers "$directory/ticketing")"
done
echo "# the clients took turns $(jq -r 'select(.data.client and (.type | contains("ticket-purchase"))) | .data.client' \
	<feeds/ticketing | uniq | wc -l) times"
done_testing
