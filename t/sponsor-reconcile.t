#!/bin/sh
# The entitlement, the ledger and ticketing's feed: each difference is reported with the command
# that repairs it, and that command is run.
. "$(dirname "$0")/lib.sh"
open_sponsorship 30 100
for sponsor in acme bolt cask; do
	sponsor-register $sponsor --name $sponsor --level Gold --email t@$sponsor.example >/dev/null
done
differences() {
	ticket-feed >feed
	run sponsor-reconcile -c sponsorship <feed
	jq -r '(.beneficiary // "") + ":" + .difference' "$out" | paste -sd ' ' -
}
is "$(differences)" '' 'sponsor-reconcile finds no difference where nothing is owed'

pay_sponsor acme Gold && pay_sponsor bolt Gold
is "$(differences)" 'acme:not_decided bolt:not_decided' 'a paid sponsor whose entitlement is not decided is a difference'
json .repair "$(for _ in 1 2; do
	echo 'sponsor-allocate -a | ticket-create -c sponsorship | sponsor-book; sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book'
done | paste -sd ' ' -)" 'the repair of an undecided entitlement runs both pipelines'
cat paid.acme paid.bolt | sponsor-onboard >onboarded
is "$(differences)" 'acme:not_decided bolt:not_decided' 'a sponsor on board whose entitlement is not decided is a difference'
sponsor-allocate <onboarded >requests
is "$(differences)" 'acme:not_requested bolt:not_requested' 'a request that never reached ticketing is a difference'
ticket-create -c sponsorship <requests >answers
is "$(differences)" 'acme:not_recorded bolt:not_recorded' 'a booking that the ledger has not recorded is a difference'
run sponsor-reconcile <feed
is "$rc" 1 'sponsor-reconcile exits with 1 if it finds a difference'
mkdir kept
printf 'junk\n' >junk
(cd kept && sponsor-reconcile -r bad <../junk >/dev/null 2>&1)
same kept/bad junk 'sponsor-reconcile saves bad lines in a directory other than its store'
json .repair 'ticket-feed | sponsor-book ticket-feed | sponsor-book' "the repair of a booking that is not recorded reads ticketing's feed"
sh -c "$(jq -r .repair "$out" | sort -u)"
is "$(differences)" '' 'the repair by sponsor-reconcile records the booking'
run sponsor-reconcile <feed
is "$rc:$(wc -c <"$out")" 0:0 'sponsor-reconcile exits with 0 and prints nothing without a difference'

ticket-type amend full --capacity 12 >/dev/null
pay_sponsor cask Gold
sponsor-onboard <paid.cask | sponsor-allocate | book 2>/dev/null
is "$(differences)" cask:refused 'a refused request is a difference'
json .repair 'sponsor-allocate --retry | ticket-create -c sponsorship | sponsor-book' 'the repair of a refused request is a retry'
ticket-type amend full --capacity 30 >/dev/null
sh -c "$(jq -r .repair "$out")"
is "$(differences)" '' 'the repair by sponsor-reconcile books the refused tickets'

purchase=$(jq -r 'select(.data.reference == "acme/full/1") | .data.purchase' answers)
ticket-cancel -c organiser --keep 3 "$purchase" >cancelled
is "$(differences)" acme:not_recorded 'a cancellation that the ledger has not recorded is a difference'
sponsor-book <cancelled
is "$(differences)" acme:missing 'cancelled tickets that are owed are missing once the cancellation is recorded'
json .repair 'sponsor-allocate --retry | ticket-create -c sponsorship | sponsor-book' 'the repair of missing tickets is a retry'
sh -c "$(jq -r .repair "$out")"
is "$(differences)" '' 'the repair by sponsor-reconcile books the missing tickets'
is "$(sponsor-feed | grep -c entitlement-overridden)" 0 'the repair by sponsor-reconcile books the missing tickets without an override'
ticket-cancel -c organiser --keep 3 "$purchase" --reason x >/dev/null
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "acme/full/2") | .data.purchase // empty' |
	head -n 1)" | sponsor-book
is "$(differences)" acme:missing 'tickets that are cancelled for the second time are missing'
sponsor-override -q acme full --quantity 3 --by Ann --reason 'as cancelled' >/dev/null
is "$(differences)" acme:not_decided 'an override that is not decided is a difference'
sh -c "$(jq -r .repair "$out")" >/dev/null
is "$(differences)" '' 'the repair by sponsor-reconcile decides the override'

ticket-create -c sponsorship --name X --email x@x.example --ticket full=2 --payment waived strange >/dev/null
is "$(differences)" :not_in_ledger 'a purchase of the client that the ledger did not request is a difference'
sh -c "$(jq -r .repair "$out")" >/dev/null
is "$(differences)" '' 'the repair by sponsor-reconcile cancels the purchase that the ledger did not request'

ticket-feed | jq -r 'select(.data.reference? == "bolt/full/1") | .data.tickets[]?.id' | while read -r ticket; do
	ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
done | sponsor-book
sponsor-contract void C-bolt 2>/dev/null | sponsor-reclaim | ticket-cancel -c sponsorship |
	sponsor-book 2>/dev/null
is "$(differences)" bolt:surplus 'a surplus of assigned tickets is a difference'
json '.repair' null 'a surplus of assigned tickets has no repair'
run sponsor-reconcile -c sponsorship </dev/null
is "$(jq -r .difference "$out" | sort -u | paste -sd ' ' -)" 'not_at_ticketing surplus' \
	'a booking that the feed lacks is a difference'
head -c 100 feed >torn
run sponsor-reconcile <torn
is "$rc" 65 'sponsor-reconcile exits with 65 for a truncated feed'
run sponsor-reconcile -t <feed
no_data
ok 'sponsor-reconcile -t prints a table' grep -q '^DIFFERENCE' "$out"

# Booked manually, and by ticketing as well.
pay_sponsor dent Gold
sponsor-onboard <paid.dent | sponsor-allocate >requests
sponsor-book --manual dent/full/1 --by Ann >/dev/null
ticket-create -c sponsorship <requests | sponsor-book -q
is "$(differences)" 'dent:not_in_ledger bolt:surplus' 'a request that is booked manually and by ticketing is a difference'

# Refused manually, and booked by ticketing.
export LANYARD_CONFERENCE=manual
open_sponsorship 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | ticket-create -c sponsorship >answer
sponsor-book --manual acme/full/1 --by Ann --refused 'no room' >/dev/null
is "$(differences)" acme:not_recorded 'a request that is refused manually and booked by ticketing is a difference'
sponsor-allocate --retry | book
is "$(differences)" acme:not_recorded 'a request that is refused manually and booked by ticketing is a difference after its retry'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(differences):$(sponsor-status acme | jq .booked[0].quantity)" :5 'the repair by sponsor-reconcile, and sponsor-reclaim, leave one booking of a request that was retried'
pay_sponsor bolt Gold
sponsor-onboard <paid.bolt | sponsor-allocate >requests
jq -c '{specversion, id: "00000000-0000-4000-8000-000000000001", source: "/lanyard/ticketing",
	type: "lanyard.ticketing.ticket-purchase-rejected.v1", subject: "x", time, sequence: "0000000000000000001", causationid: .id,
	data: {client: "sponsorship", reference: .data.reference, code: "sold_out", message: "none left", retryable: true}}' requests |
	sponsor-book -q
ticket-create -c sponsorship <requests >/dev/null
is "$(differences)" bolt:not_in_ledger "a later refusal in the ledger of a request that ticketing's feed has booked is a difference"
sh -c "$(jq -r .repair "$out")" >/dev/null 2>&1
is "$(differences)" bolt:refused 'the repair by sponsor-reconcile cancels a booking that the ledger has as refused, and the refusal stays a difference'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
is "$(differences)" '' 'the repair of the refusal books the tickets'
pay_sponsor cask Gold
sponsor-onboard <paid.cask | sponsor-allocate >requests
jq -c '{specversion, id: "00000000-0000-4000-8000-000000000002", source: "/lanyard/ticketing",
	type: "lanyard.ticketing.ticket-purchase-rejected.v1", subject: "x", time: "2025-03-01T11:00:00Z",
	sequence: "0000000000000000001", causationid: .id,
	data: {client: "sponsorship", reference: .data.reference, code: "sold_out", message: "none left", retryable: true}}' requests |
	sponsor-book -q
ticket-create -c sponsorship <requests >/dev/null
is "$(differences)" cask:not_recorded 'an earlier refusal in the ledger of a request that ticketing has booked since is a difference'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
is "$(differences):$(sponsor-status cask | jq .booked[0].quantity)" :5 'the repair by sponsor-reconcile records the booking of a request that was refused before'

# Returned manually: the ledger has fewer tickets than ticketing.
export LANYARD_CONFERENCE=fewer
open_sponsorship 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
sponsor-override -q acme full --quantity 2 --by Ann --reason x | sponsor-reclaim >/dev/null
sponsor-book --manual acme/full/1 --by Ann --left 2 >/dev/null
is "$(differences)" acme:not_in_ledger 'tickets that are returned manually and still valid at ticketing are a difference'
json .message 'ticketing has 5, the ledger 2 of them' 'the message about a manual return has the numbers of ticketing and of the ledger'
sh -c "$(jq -r .repair "$out")"
is "$(differences):$(ticket-report clients | jq -r .tickets)" :2 'the repair by sponsor-reconcile cancels at ticketing what was returned manually'
ticket-feed | jq -r 'select(.data.reference? == "acme/full/1") | .data.tickets[0:2][]?.id' | while read -r ticket; do
	ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
done | sponsor-book
sponsor-override -q acme full --quantity 1 --by Ann --reason y | sponsor-reclaim >/dev/null
sponsor-book --manual acme/full/1 --by Ann --left 1 >/dev/null
is "$(differences)" acme:not_in_ledger 'tickets that are returned manually and assigned at ticketing are a difference'
json '"\(.message): \(.repair)"' \
	'ticketing has 2, the ledger 1 of them, and all are assigned: null' 'tickets that are returned manually and assigned at ticketing have no repair'

# Reclaims that are not answered yet.
export LANYARD_CONFERENCE=reclaims
open_sponsorship 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
sponsor-override -q acme full --quantity 2 --by Ann --reason x | sponsor-reclaim >reclaims
is "$(differences)" acme:not_requested 'a reclaim that never reached ticketing is a difference'
sh -c "$(jq -r .repair "$out")"
is "$(differences)" '' 'the repair by sponsor-reconcile sends the reclaim to ticketing'
sponsor-override -q acme full --quantity 1 --by Ann --reason x | sponsor-reclaim | ticket-cancel -c sponsorship >lost
is "$(differences)" acme:not_recorded 'a reclaim whose cancellation is not recorded is a difference'
sh -c "$(jq -r .repair "$out")"
is "$(differences)" '' 'the repair by sponsor-reconcile records the cancellation'

# Booked after the entitlement was lowered.
sponsor-override -q acme full --quantity 6 --by Ann --reason x | sponsor-allocate >requests
sponsor-override -q acme full --quantity 2 --by Ann --reason x | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
book <requests
is "$(differences)" acme:not_requested 'a surplus that sponsor-reclaim has not requested is a difference'
json .message 'has 5 of full, is entitled to 2: the surplus is not reclaimed' 'the message about an unrequested surplus has the numbers'
sh -c "$(jq -r .repair "$out")"
is "$(differences):$(sponsor-status acme | jq .booked[0].quantity)" :2 'the repair by sponsor-reconcile reclaims the surplus'

# A sponsor that no rule matches.
export LANYARD_CONFERENCE=without-rule
open_sponsorship 30 100
for sponsor in odd odder; do pay_sponsor $sponsor Iron; done
cat paid.odd paid.odder | sponsor-onboard | sponsor-allocate -q
is "$(differences)" 'odd:without_rule odder:without_rule' 'a sponsor that no rule matches is a difference'
json .message "$(for _ in 1 2; do
	echo 'no rule of any policy matches level Iron, signed up on 2025-01-10, paid 50.00 EUR'
done | paste -sd ' ' -)" 'the message about a missing rule has what it would have to match'
sponsor-override odd full --quantity 2 --by Ann --reason x | sponsor-allocate -q >requests
is "$(differences)" 'odd:without_rule odder:without_rule odd:not_requested' 'a sponsor with an override and no rule that matches stays a difference'
ticket-type amend full --capacity 1 >/dev/null
book <requests 2>/dev/null
ticket-type amend full --capacity 30 >/dev/null
is "$(differences)" 'odd:without_rule odder:without_rule odd:refused' 'an override whose request was refused is a difference beside the missing rule'
sh -c "$(jq -r 'select(.difference == "refused") | .repair' "$out")" 2>/dev/null
is "$(differences)" 'odd:without_rule odder:without_rule' 'the repair by sponsor-reconcile books a refused override, and the missing rule stays a difference'
jq -c '.rules += [{level: "Iron", grants: [{type: "full", quantity: 3}]}]' policy.json >next.json
mv next.json policy.json
sh -c "$(jq -r .repair "$out")" >/dev/null
is "$(differences)" '' 'the repair of a missing rule adopts the policy'
is "$(sponsor-status | jq -r '"\(.sponsor)=\(.booked[0].quantity)"' | paste -sd ' ' -)" 'odd=2 odder=3' 'sponsors have what the new rule grants and what the override sets'

# A lost ledger: the CRM starts empty, and ticketing has the bookings of before, and one that
# somebody else made under the client's name.
export LANYARD_CONFERENCE=lost
open_sponsorship 30 100
ticket-create -c sponsorship --name X --email x@x.example --ticket full=1 --payment waived strange >/dev/null
ticket-feed >strange
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
mkdir gone && mv "$LANYARD_HOME/lost"/sponsorship.db* gone
sponsor-policy adopt policy.json >/dev/null
ticket-feed >feed
run sponsor-reconcile <strange
is "$rc:$(wc -c <"$out")" 64:0 'sponsor-reconcile without a client, and without a request in the feed, is a usage error'
says 'the client'"'"'s id is unknown, as this feed has no answer to the ledger'"'"'s requests: give -c CLIENT, or set TICKETING_CLIENT' \
	'sponsor-reconcile without a client says to name it'
run sponsor-reconcile -c sponsorship <strange
json .difference not_in_ledger 'a purchase of the named client that was never requested is a difference'
TICKETING_CLIENT=sponsorship run sponsor-reconcile <strange
is "$rc:$(jq -r .difference "$out")" 1:not_in_ledger 'TICKETING_CLIENT names the client of sponsor-reconcile'
run sponsor-reconcile -c somebody-else <strange
is "$rc:$(wc -c <"$out")" 0:0 'the purchases of another client are no difference'
run sponsor-reconcile -c '' <strange
is "$rc" 64 'an empty client is a usage error'
run sponsor-reconcile <feed
is "$(jq -r '"\(.reference): \(.repair != null)"' "$out" | paste -sd ' ' -)" 'strange: true acme/full/1: false' \
	'sponsor-reconcile finds its client by a purchase that a lost ledger requested'
pay_sponsor acme Gold
is "$(differences)" ':not_in_ledger acme:not_decided acme:not_recorded' 'a booking that a lost ledger lacks is a difference'
for round in 1 2; do
	sh -c "$(jq -r .repair "$out" | sort -ru)" >/dev/null
	ticket-feed >feed
	run sponsor-reconcile <feed
done
is "$(differences):$(sponsor-status acme | jq .booked[0].quantity):$(ticket-report clients | jq .tickets)" :5:5 \
	'the repairs restore the bookings of a lost ledger, and book nothing twice'
pay_sponsor big Gold
ticket-type amend full --capacity 6 >/dev/null
sponsor-onboard <paid.big | sponsor-allocate | book 2>/dev/null
ticket-feed | grep -v purchase-created >rejections
run sponsor-reconcile <rejections
is "$(jq -r '"\(.difference):\(.repair != null)"' "$out" | paste -sd ' ' -)" 'not_at_ticketing:true refused:true' \
	'sponsor-reconcile finds its client by a request in the feed, even a refused one'

# A repair is text for a shell, whatever the names contain.
export LANYARD_CONFERENCE=quoted
client="our crm; touch PWNED \$(touch PWNED) 'x' {sponsor}" sponsor="-it's \$(touch PWNED)\`touch PWNED\` {client};"
open_crm
ticket-type add full --name Full --price 100 --currency EUR --capacity 9 >/dev/null
jq -nc --arg client "$client" '{client: $client, commands: ["create-ticket-purchase", "cancel-tickets"], types: ["full"], waive: true}' |
	ticket-client add >/dev/null
jq -nc --arg sponsor "$sponsor" '{sponsor: $sponsor, name: "X", level: "Gold", email: "x@x.example"}' | sponsor-register >/dev/null
jq -nc --arg sponsor "$sponsor" '{sponsor: $sponsor, contract: "C", signed_on: "2025-02-02", in_kind: true}' |
	sponsor-contract sign | sponsor-onboard >/dev/null
quoted() { # DIFFERENCE WORDS
	ticket-feed >feed
	run sponsor-reconcile -c "$client" <feed
	is "$(jq -r .difference "$out")" "$1" "sponsor-reconcile finds $2 of names that a shell would expand"
	jq -r .repair "$out" | sh >/dev/null 2>"$err"
	is "$(ls PWNED 2>/dev/null)$(cat "$err")" '' "the repair of $2 expands nothing in the names"
}
quoted not_decided 'a missing decision'
purchase=$(ticket-feed | jq -r 'select(.data.purchase) | .data.purchase')
jq -nc --arg reference "$(ticket-feed | jq -r '.data.reference // empty')" '{reference: $reference, by: "Ann", left: 4}' |
	sponsor-book --manual >/dev/null
quoted "$(printf 'not_in_ledger\nmissing')" 'a partial return'
ticket-cancel -c organiser "$purchase" | sponsor-book
quoted missing 'missing tickets'
jq -nc '{reference: "manual", purchaser: {name: "X", email: "x@x.example"}, tickets: [{type: "full", quantity: 1}], payment: "waived"}' |
	ticket-create -c "$client" >/dev/null
quoted not_in_ledger 'a purchase that is not in the ledger'
jq -nc --arg reference "$sponsor/full/4" '{reference: $reference, purchaser: {name: "X", email: "x@x.example"}, tickets: [{type: "full", quantity: 2}], payment: "waived"}' |
	ticket-create -c "$client" >/dev/null
jq -nc --arg sponsor "$sponsor" '{beneficiary: $sponsor, type: "full", quantity: 6, by: "Ann", reason: "x"}' |
	sponsor-override | sponsor-allocate | ticket-create -c "$client" 2>/dev/null | sponsor-book -q
quoted "$(printf 'not_in_ledger\nrefused')" 'a reference that another purchase uses'
ticket-feed >feed
is "$(sponsor-reconcile -c "$client" <feed)$(sponsor-status | jq -c '[.booked[].quantity]')" '[6]' 'sponsor-reconcile finds no difference after the repairs for names that a shell would expand'
done_testing
