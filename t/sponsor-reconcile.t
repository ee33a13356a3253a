#!/bin/sh
# What is owed, the ledger and ticketing's feed: each difference is reported, with what
# repairs it; and the repair does.
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
is "$(differences)" '' 'where nothing is owed nothing differs'

pay_sponsor acme Gold && pay_sponsor bolt Gold
is "$(differences)" 'acme:not_decided bolt:not_decided' 'paid, and not decided'
json .repair "$(for _ in 1 2; do
	echo 'sponsor-allocate -a | ticket-create -c sponsorship | sponsor-book; sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book'
done | paste -sd ' ' -)" '  with what repairs it'
cat paid.acme paid.bolt | sponsor-onboard >onboarded
is "$(differences)" 'acme:not_decided bolt:not_decided' 'on board, and not decided'
sponsor-allocate <onboarded >requests
is "$(differences)" 'acme:not_requested bolt:not_requested' 'decided, and not requested from ticketing'
ticket-create -c sponsorship <requests >answers
is "$(differences)" 'acme:not_recorded bolt:not_recorded' 'booked by ticketing, and not recorded in the ledger'
run sponsor-reconcile <feed
is "$rc" 1 'as with diff, the status is 1 where something differs'
json .repair 'ticket-feed | sponsor-book ticket-feed | sponsor-book' '  with what repairs it'
sh -c "$(jq -r .repair "$out" | sort -u)"
is "$(differences)" '' '  and it does'
run sponsor-reconcile <feed
is "$rc:$(wc -c <"$out")" 0:0 'without a difference nothing is printed'

ticket-type amend full --capacity 12 >/dev/null
pay_sponsor cask Gold
sponsor-onboard <paid.cask | sponsor-allocate | book 2>/dev/null
is "$(differences)" cask:refused 'what was refused is missing'
json .repair 'sponsor-allocate --retry | ticket-create -c sponsorship | sponsor-book' '  and can be requested again'
ticket-type amend full --capacity 30 >/dev/null
sh -c "$(jq -r .repair "$out")"
is "$(differences)" '' '  which repairs it'

purchase=$(jq -r 'select(.data.reference == "acme/full/1") | .data.purchase' answers)
ticket-cancel -c organiser --keep 3 "$purchase" >cancelled
is "$(differences)" acme:not_recorded 'cancelled by an organiser, and not recorded in the ledger'
sponsor-book <cancelled
is "$(differences)" acme:missing 'recorded, they are missing'
json .repair 'sponsor-allocate --retry | ticket-create -c sponsorship | sponsor-book' '  and can be requested again'
sh -c "$(jq -r .repair "$out")"
is "$(differences)" '' '  which repairs it'
is "$(sponsor-feed | grep -c entitlement-overridden)" 0 '  without an override'
ticket-cancel -c organiser --keep 3 "$purchase" --reason x >/dev/null
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "acme/full/2") | .data.purchase // empty' |
	head -n 1)" | sponsor-book
is "$(differences)" acme:missing 'cancelled once more, they are missing once more'
sponsor-override -q acme full --quantity 3 --by Ann --reason 'as cancelled' >/dev/null
is "$(differences)" acme:not_decided 'an override is to be decided on'
sh -c "$(jq -r .repair "$out")" >/dev/null
is "$(differences)" '' '  which the repair does'

ticket-create -c sponsorship --name X --email x@x.example --ticket full=2 --payment waived strange >/dev/null
is "$(differences)" :not_in_ledger 'a purchase under our name that the ledger did not request'
sh -c "$(jq -r .repair "$out")" >/dev/null
is "$(differences)" '' '  can be cancelled, where it is assigned to nobody'

ticket-feed | jq -r 'select(.data.reference? == "bolt/full/1") | .data.tickets[]?.id' | while read -r ticket; do
	ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
done | sponsor-book
sponsor-contract void C-bolt 2>/dev/null | sponsor-reclaim | ticket-cancel -c sponsorship |
	sponsor-book 2>/dev/null
is "$(differences)" bolt:surplus 'a surplus that is assigned is for a person'
json '.repair' null '  without a repair'
run sponsor-reconcile -c sponsorship </dev/null
is "$(jq -r .difference "$out" | sort -u | paste -sd ' ' -)" 'not_at_ticketing surplus' \
	'with an empty feed, what the ledger has is not at ticketing'
head -c 100 feed >torn
run sponsor-reconcile <torn
is "$rc" 65 'a torn feed is a bad line'
run sponsor-reconcile -t <feed
no_data
ok '-t prints a table' grep -q '^DIFFERENCE' "$out"

# Recorded manually, and booked by ticketing as well.
pay_sponsor dent Gold
sponsor-onboard <paid.dent | sponsor-allocate >requests
sponsor-book --manual dent/full/1 --by Ann >/dev/null
ticket-create -c sponsorship <requests | sponsor-book -q
is "$(differences)" 'dent:not_in_ledger bolt:surplus' 'recorded manually as booked, and booked by ticketing as well'

# Recorded manually as refused, and booked by ticketing.
export LANYARD_CONFERENCE=manual
open_sponsorship 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | ticket-create -c sponsorship >answer
sponsor-book --manual acme/full/1 --by Ann --refused 'no room' >/dev/null
is "$(differences)" acme:not_recorded 'recorded manually as refused, and booked by ticketing'
sponsor-allocate --retry | book
is "$(differences)" acme:not_recorded '  also where it was requested again'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(differences):$(sponsor-status acme | jq .booked[0].quantity)" :5 '  which the repair and sponsor-reclaim repair'
pay_sponsor bolt Gold
sponsor-onboard <paid.bolt | sponsor-allocate >requests
jq -c '{specversion, id: "00000000-0000-4000-8000-000000000001", source: "/lanyard/ticketing",
	type: "lanyard.ticketing.ticket-purchase-rejected.v1", subject: "x", time, sequence: "0000000000000000001", causationid: .id,
	data: {client: "sponsorship", reference: .data.reference, code: "sold_out", message: "none left", retryable: true}}' requests |
	sponsor-book -q
ticket-create -c sponsorship <requests >/dev/null
is "$(differences)" bolt:not_in_ledger 'refused by ticketing in the ledger, and booked in its feed'
sh -c "$(jq -r .repair "$out")" >/dev/null 2>&1
is "$(differences)" bolt:refused '  is cancelled by the repair, and can be requested again'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
is "$(differences)" '' '  which repairs it'
pay_sponsor cask Gold
sponsor-onboard <paid.cask | sponsor-allocate >requests
jq -c '{specversion, id: "00000000-0000-4000-8000-000000000002", source: "/lanyard/ticketing",
	type: "lanyard.ticketing.ticket-purchase-rejected.v1", subject: "x", time: "2025-03-01T11:00:00Z",
	sequence: "0000000000000000001", causationid: .id,
	data: {client: "sponsorship", reference: .data.reference, code: "sold_out", message: "none left", retryable: true}}' requests |
	sponsor-book -q
ticket-create -c sponsorship <requests >/dev/null
is "$(differences)" cask:not_recorded 'refused by ticketing in the ledger, and booked in its feed since'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
is "$(differences):$(sponsor-status cask | jq .booked[0].quantity)" :5 '  is recorded by the repair'

# Recorded manually: fewer are left than ticketing has.
export LANYARD_CONFERENCE=fewer
open_sponsorship 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
sponsor-override -q acme full --quantity 2 --by Ann --reason x | sponsor-reclaim >/dev/null
sponsor-book --manual acme/full/1 --by Ann --left 2 >/dev/null
is "$(differences)" acme:not_in_ledger 'recorded manually as returned, and still valid at ticketing'
json .message 'ticketing has 5, the ledger 2 of them' '  with the numbers'
sh -c "$(jq -r .repair "$out")"
is "$(differences):$(ticket-report clients | jq -r .tickets)" :2 '  is cancelled there by the repair'
ticket-feed | jq -r 'select(.data.reference? == "acme/full/1") | .data.tickets[0:2][]?.id' | while read -r ticket; do
	ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
done | sponsor-book
sponsor-override -q acme full --quantity 1 --by Ann --reason y | sponsor-reclaim >/dev/null
sponsor-book --manual acme/full/1 --by Ann --left 1 >/dev/null
is "$(differences)" acme:not_in_ledger 'recorded manually as returned, and assigned at ticketing'
json '"\(.message): \(.repair)"' \
	'ticketing has 2, the ledger 1 of them, and all are assigned: null' '  is for a person'

# Reclaimed, and not answered yet.
export LANYARD_CONFERENCE=reclaims
open_sponsorship 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
sponsor-override -q acme full --quantity 2 --by Ann --reason x | sponsor-reclaim >reclaims
is "$(differences)" acme:not_requested 'a reclaim that never reached ticketing'
sh -c "$(jq -r .repair "$out")"
is "$(differences)" '' '  is requested again by the repair'
sponsor-override -q acme full --quantity 1 --by Ann --reason x | sponsor-reclaim | ticket-cancel -c sponsorship >lost
is "$(differences)" acme:not_recorded 'cancelled by ticketing, and not recorded in the ledger'
sh -c "$(jq -r .repair "$out")"
is "$(differences)" '' '  is recorded by the repair'

# Booked after less is owed.
sponsor-override -q acme full --quantity 6 --by Ann --reason x | sponsor-allocate >requests
sponsor-override -q acme full --quantity 2 --by Ann --reason x | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
book <requests
is "$(differences)" acme:not_requested 'a surplus that sponsor-reclaim would reclaim is not for a person'
json .message 'has 5 of full, is entitled to 2: the surplus is not reclaimed' '  with the numbers'
sh -c "$(jq -r .repair "$out")"
is "$(differences):$(sponsor-status acme | jq .booked[0].quantity)" :2 '  and is reclaimed by the repair'

# A sponsor that no rule matches.
export LANYARD_CONFERENCE=without-rule
open_sponsorship 30 100
for sponsor in odd odder; do pay_sponsor $sponsor Iron; done
cat paid.odd paid.odder | sponsor-onboard | sponsor-allocate -q
is "$(differences)" 'odd:without_rule odder:without_rule' 'a sponsor that no rule matches is a difference'
json .message "$(for _ in 1 2; do
	echo 'no rule of any policy matches level Iron, signed up on 2025-01-10, 50.00 EUR paid'
done | paste -sd ' ' -)" '  with what a rule has to match'
sponsor-override odd full --quantity 2 --by Ann --reason x | sponsor-allocate -q >requests
is "$(differences)" 'odd:without_rule odder:without_rule odd:not_requested' 'an override leaves the rest to be decided'
ticket-type amend full --capacity 1 >/dev/null
book <requests 2>/dev/null
ticket-type amend full --capacity 30 >/dev/null
is "$(differences)" 'odd:without_rule odder:without_rule odd:refused' '  what it requests may be refused'
sh -c "$(jq -r 'select(.difference == "refused") | .repair' "$out")" 2>/dev/null
is "$(differences)" 'odd:without_rule odder:without_rule' '  and requested again by the repair'
jq -c '.rules += [{level: "Iron", grants: [{type: "full", quantity: 3}]}]' policy.json >next.json
mv next.json policy.json
sh -c "$(jq -r .repair "$out")" >/dev/null
is "$(differences)" '' 'a policy with a rule repairs the other'
is "$(sponsor-status | jq -r '"\(.sponsor)=\(.booked[0].quantity)"' | paste -sd ' ' -)" 'odd=2 odder=3' '  with what the rule gives'

# The ledger is lost: the CRM begins again, and ticketing has what it booked before.
export LANYARD_CONFERENCE=lost
open_sponsorship 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
mkdir gone && mv "$LANYARD_HOME/lost"/sponsorship.db* gone
sponsor-policy adopt policy.json >/dev/null
ticket-feed >feed
run sponsor-reconcile <feed
is "$rc:$(wc -c <"$out")" 64:0 'without a name or a request in the feed there is no comparison'
says 'no client is named, and this feed has nothing of the ledger'"'"'s requests: use -c CLIENT, or TICKETING_CLIENT' \
	'  with what to do'
is "$(differences)" :not_in_ledger 'with a name, what is not in a lost ledger is reported'
json '[.reference, .message, .repair] | map(. // "none") | join(": ")' \
	'acme/full/1: ticketing has 5 for us that the ledger does not have, nor anything else: was it lost?: none' \
	'  as a ledger that may be lost, which no cancellation repairs'
TICKETING_CLIENT=sponsorship run sponsor-reconcile <feed
is "$rc:$(jq -r .difference "$out")" 1:not_in_ledger 'TICKETING_CLIENT names the client, too'
run sponsor-reconcile -c somebody-else <feed
is "$rc:$(wc -c <"$out")" 0:0 "another's purchases are not ours"
run sponsor-reconcile -c '' <feed
is "$rc" 64 'an empty name is refused'
pay_sponsor big Gold
ticket-type amend full --capacity 6 >/dev/null
sponsor-onboard <paid.big | sponsor-allocate | book 2>/dev/null
ticket-feed >feed-later
run sponsor-reconcile <feed-later
is "$(jq -r '"\(.difference):\(.repair != null)"' "$out" | paste -sd ' ' -)" 'not_in_ledger:false refused:true' \
	'a request in the feed says which client we are, also where it was refused'

# A repair is for a shell, whatever is in the names.
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
	is "$(jq -r .difference "$out")" "$1" "$2"
	jq -r .repair "$out" | sh >/dev/null 2>"$err"
	is "$(ls PWNED 2>/dev/null)$(cat "$err")" '' '  whose repair does what it says and no more'
}
quoted not_decided 'of names that a shell would expand, a decision is missing'
purchase=$(ticket-feed | jq -r 'select(.data.purchase) | .data.purchase')
jq -nc --arg reference "$(ticket-feed | jq -r '.data.reference // empty')" '{reference: $reference, by: "Ann", left: 4}' |
	sponsor-book --manual >/dev/null
quoted "$(printf 'not_in_ledger\nmissing')" 'of such names, fewer are left than ticketing has'
ticket-cancel -c organiser "$purchase" | sponsor-book
quoted missing 'of such names, tickets are missing'
jq -nc '{reference: "manual", purchaser: {name: "X", email: "x@x.example"}, tickets: [{type: "full", quantity: 1}], payment: "waived"}' |
	ticket-create -c "$client" >/dev/null
quoted not_in_ledger 'of such names, a purchase is not in the ledger'
ticket-feed >feed
is "$(sponsor-reconcile -c "$client" <feed)$(sponsor-status | jq -c '[.booked[].quantity]')" '[5]' 'after the repairs nothing differs'
done_testing
