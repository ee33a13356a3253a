#!/bin/sh
# What is owed, the ledger and ticketing's feed: each difference is told, with what
# repairs it; and what is told to repair it does.
. "$(dirname "$0")/lib.sh"
open_both 30 100
for sponsor in acme bolt cask; do pay_sponsor $sponsor Gold; done
told() {
	ticket-feed >feed
	run sponsor-reconcile -c sponsorship <feed
	jq -r '(.sponsor // "") + ":" + .difference' "$out" | paste -sd ' ' -
}
is "$(told)" '' 'where nobody is owed anything nothing differs'

cat paid.acme paid.bolt | sponsor-onboard >onboarded
is "$(told)" 'acme:not_decided bolt:not_decided' 'on board, and nobody has decided'
sponsor-allocate <onboarded >asking
is "$(told)" 'acme:not_asked bolt:not_asked' 'decided, and nobody has asked'
ticket-create -c sponsorship <asking >answers
is "$(told)" 'acme:not_brought_in bolt:not_brought_in' 'answered, and nobody has brought it in'
run sponsor-reconcile <feed
is "$rc" 1 'as with diff, 1 says that something differs'
json .repair 'ticket-feed | sponsor-book ticket-feed | sponsor-book' 'with what repairs it'
sh -c "$(jq -r .repair "$out" | sort -u)"
is "$(told)" '' 'which it does'
run sponsor-reconcile <feed
is "$rc:$(wc -c <"$out")" 0:0 'then it is silent'

ticket-type amend full --capacity 12 >/dev/null
sponsor-onboard <paid.cask | sponsor-allocate | book 2>/dev/null
is "$(told)" cask:refused 'what was refused is lacking'
json .repair 'sponsor-allocate --retry | ticket-create -c sponsorship | sponsor-book' 'and can be asked for again'
ticket-type amend full --capacity 30 >/dev/null
sh -c "$(jq -r .repair "$out")"
is "$(told)" '' 'which repairs it'

purchase=$(jq -r 'select(.data.reference == "acme/full/1") | .data.purchase' answers)
ticket-cancel -c organiser --keep 3 "$purchase" >cancelled
is "$(told)" acme:not_brought_in 'an organiser has cancelled tickets'
sponsor-book <cancelled
is "$(told)" acme:lacking 'brought in, they lack'
sh -c "$(jq -r .repair "$out")"
is "$(told)" '' 'an override with another reason asks for them again'
is "$(sponsor-status acme | jq -r '.because | split("; ")[1] | sub("[0-9]+$"; "N")')" \
	"$(id -un): asked for again, as of event N" '  and says who has decided that'
ticket-cancel -c organiser --keep 3 "$purchase" --reason x >/dev/null
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "acme/full/2") | .data.purchase // empty' |
	head -n 1)" | sponsor-book
is "$(told)" acme:lacking 'and once more'
sponsor-override -q acme full --quantity 3 --by Ann --reason 'as cancelled' >/dev/null
is "$(told)" acme:not_decided 'who has decided has to let it be done'
sh -c "$(jq -r .repair "$out")" >/dev/null
is "$(told)" '' 'as it says'

ticket-create -c sponsorship --name X --email x@x.example --ticket full=2 --payment waived by-hand >/dev/null
is "$(told)" :not_in_ledger 'somebody has booked as us, by hand'
sh -c "$(jq -r .repair "$out")" >/dev/null
is "$(told)" '' 'which can be cancelled, where nobody holds it'

ticket-feed | jq -r 'select(.data.reference? == "bolt/full/1") | .data.tickets[]?.id' | while read -r ticket; do
	ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
done | sponsor-book
sponsor-contract void C-bolt 2>/dev/null | sponsor-reclaim | ticket-cancel -c sponsorship |
	sponsor-book 2>/dev/null
is "$(told)" bolt:exceeded 'what people hold is for a person'
run sponsor-reconcile -c sponsorship </dev/null
is "$(jq -r .difference "$out" | sort -u | paste -sd ' ' -)" 'exceeded not_at_ticketing' \
	'a feed that is not ours is told'
head -c 100 feed >torn
run sponsor-reconcile <torn
is "$rc" 65 'a torn feed, too'
run sponsor-reconcile -t <feed
no_data
ok 'on a terminal it is a table' grep -q '^DIFFERENCE' "$out"

# By hand, and by ticketing as well.
pay_sponsor dent Gold
sponsor-onboard <paid.dent | sponsor-allocate >asking
sponsor-book --manual dent/full/1 --by Ann >/dev/null
ticket-create -c sponsorship <asking | sponsor-book -q
is "$(told)" 'dent:not_in_ledger bolt:exceeded' 'what was booked by hand and by ticketing as well is told'

# Refused by hand, and booked by ticketing.
export LANYARD_CONFERENCE=by-hand
open_both 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | ticket-create -c sponsorship >answer
sponsor-book --manual acme/full/1 --by Ann --refused 'no room' >/dev/null
is "$(told)" acme:not_brought_in 'what was refused by hand and booked by ticketing is told, and not to be asked for again'
sponsor-allocate --retry | book
is "$(told)" acme:not_brought_in '  also where it was'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(told):$(sponsor-status acme | jq .booked[0].quantity)" :5 '  and repaired'
pay_sponsor bolt Gold
sponsor-onboard <paid.bolt | sponsor-allocate >asking
jq -c '{specversion, id: "00000000-0000-4000-8000-000000000001", source: "/lanyard/ticketing",
	type: "lanyard.ticketing.ticket-purchase-rejected.v1", subject: "x", time, sequence: "0000000000000000001", causationid: .id,
	data: {client: "sponsorship", reference: .data.reference, code: "sold_out", message: "none left", retryable: true}}' asking |
	sponsor-book -q
ticket-create -c sponsorship <asking >/dev/null
is "$(told)" bolt:not_in_ledger 'what ticketing itself has refused and has is told'
sh -c "$(jq -r .repair "$out")" >/dev/null 2>&1
is "$(told)" bolt:refused '  and can be cancelled, and asked for again'
sh -c "$(jq -r .repair "$out")" 2>/dev/null
is "$(told)" '' '  which is the end of it'

# Fewer are left, says a person, than ticketing has.
export LANYARD_CONFERENCE=fewer
open_both 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
sponsor-override -q acme full --quantity 2 --by Ann --reason x | sponsor-reclaim >/dev/null
sponsor-book --manual acme/full/1 --by Ann --left 2 >/dev/null
is "$(told)" acme:not_in_ledger 'what is given back by hand, and not at ticketing, is told'
json .message 'ticketing has 5, of which by the ledger 2 are left' '  with the numbers'
sh -c "$(jq -r .repair "$out")"
is "$(told):$(ticket-report clients | jq -r .tickets)" :2 '  and given back there'
ticket-feed | jq -r 'select(.data.reference? == "acme/full/1") | .data.tickets[0:2][]?.id' | while read -r ticket; do
	ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
done | sponsor-book
sponsor-override -q acme full --quantity 1 --by Ann --reason y | sponsor-reclaim >/dev/null
sponsor-book --manual acme/full/1 --by Ann --left 1 >/dev/null
is "$(told)" acme:not_in_ledger 'what people hold there is told'
json '"\(.message): \(.repair)"' \
	'ticketing has 2, of which by the ledger 1 are left, which are held by people: null' '  and for a person'

# Asked back, and not answered yet: nobody knows what people hold.
export LANYARD_CONFERENCE=asked-back
open_both 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
sponsor-override -q acme full --quantity 2 --by Ann --reason x | sponsor-reclaim >asking-back
is "$(told)" acme:not_asked 'what was asked back and never answered is told, and not as what people hold'
sh -c "$(jq -r .repair "$out")"
is "$(told)" '' '  and repaired'
sponsor-override -q acme full --quantity 1 --by Ann --reason x | sponsor-reclaim | ticket-cancel -c sponsorship >lost
is "$(told)" acme:not_brought_in 'nor is what was given back, and not brought in'
sh -c "$(jq -r .repair "$out")"
is "$(told)" '' '  which repairs it'

# Booked when less was wanted already.
sponsor-override -q acme full --quantity 6 --by Ann --reason x | sponsor-allocate >asking
sponsor-override -q acme full --quantity 2 --by Ann --reason x | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
book <asking
is "$(told)" acme:not_asked 'what a tool would ask back by itself is not for a person'
json .message 'has 5 of full, shall have 2: nobody has asked the others back' '  as it says'
sh -c "$(jq -r .repair "$out")"
is "$(told):$(sponsor-status acme | jq .booked[0].quantity)" :2 '  and is asked back'

# A sponsor that no rule is for.
export LANYARD_CONFERENCE=unruled
open_both 30 100
for sponsor in odd odder; do pay_sponsor $sponsor Iron; done
cat paid.odd paid.odder | sponsor-onboard | sponsor-allocate -q
is "$(told)" 'odd:without_rule odder:without_rule' 'a sponsor without a rule is told, as no tool can help it'
json .message "$(for _ in 1 2; do
	echo 'no rule of any policy is for level Iron, signed up on 2025-01-10, 50.00 EUR paid'
done | paste -sd ' ' -)" '  with what a rule has to be for'
sponsor-override odd full --quantity 2 --by Ann --reason x | sponsor-allocate -q >asking
is "$(told)" 'odder:without_rule odd:not_asked' 'an organiser may decide instead'
ticket-type amend full --capacity 1 >/dev/null
book <asking 2>/dev/null
ticket-type amend full --capacity 30 >/dev/null
is "$(told)" 'odd:lacking odder:without_rule' 'what an override wants may be refused'
sh -c "$(jq -r 'select(.sponsor == "odd") | .repair' "$out")" 2>/dev/null
is "$(told)" odder:without_rule '  and asked for again; where it is booked, nothing is left to be decided'
jq -c '.rules += [{level: "Iron", grants: [{type: "full", quantity: 3}]}]' policy.json >next.json
mv next.json policy.json
sh -c "$(jq -r .repair "$out")" >/dev/null
is "$(told)" '' 'a policy that has a rule repairs the other'
is "$(sponsor-status | jq -r '"\(.sponsor)=\(.booked[0].quantity)"' | paste -sd ' ' -)" 'odd=2 odder=3' '  as it says'

# The ledger is lost: the CRM begins anew, and ticketing has what it booked before.
export LANYARD_CONFERENCE=lost
open_both 30 100
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
mkdir gone && mv "$LANYARD_HOME/lost"/sponsorship.db* gone
sponsor-policy adopt policy.json >/dev/null
ticket-feed >feed
run sponsor-reconcile <feed
is "$rc:$(wc -c <"$out")" 64:0 'where nothing says who we are there is no comparison'
says 'no client is named, and nothing in this feed came of what the ledger asked for: use -c CLIENT' '  which is said'
is "$(told)" :not_in_ledger 'with a name it is told what is not in the ledger'
json '[.reference, .message, .repair] | map(. // "none") | join(": ")' \
	'acme/full/1: ticketing has 5 for us that are not in the ledger, which has nothing of ours: was it lost?: none' \
	'  and that it may have been lost, which no cancelling repairs'
TICKETING_CLIENT=sponsorship run sponsor-reconcile <feed
is "$rc:$(jq -r .difference "$out")" 1:not_in_ledger 'the variable names it, too'
run sponsor-reconcile -c somebody-else <feed
is "$rc:$(wc -c <"$out")" 0:0 "another's purchases are not ours"
run sponsor-reconcile -c '' <feed
is "$rc" 64 'a client has a name'
pay_sponsor big Gold
ticket-type amend full --capacity 6 >/dev/null
sponsor-onboard <paid.big | sponsor-allocate | book 2>/dev/null
ticket-feed >feed-later
run sponsor-reconcile <feed-later
is "$(jq -r '"\(.difference):\(.repair != null)"' "$out" | paste -sd ' ' -)" 'not_in_ledger:false refused:true' \
	'what was asked for says who we are, also where it was refused'

# A repair is for a shell, whatever is in the names.
export LANYARD_CONFERENCE=quoted
client="our crm; touch PWNED \$(touch PWNED) 'x' {sponsor}" sponsor="-it's \$(touch PWNED)\`touch PWNED\` {client};"
open_crm
ticket-type add full --name Full --price 100 --currency EUR --capacity 9 >/dev/null
jq -nc --arg client "$client" '{client: $client, may: ["create-ticket-purchase", "cancel-tickets"], types: ["full"], waive: true}' |
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
quoted not_decided 'a sponsor and a client with names that a shell would run'
purchase=$(ticket-feed | jq -r 'select(.data.purchase) | .data.purchase')
jq -nc --arg reference "$(ticket-feed | jq -r '.data.reference // empty')" '{reference: $reference, by: "Ann", left: 4}' |
	sponsor-book --manual >/dev/null
quoted "$(printf 'not_in_ledger\nlacking')" 'and the client, which has a purchase of which fewer are left'
ticket-cancel -c organiser "$purchase" | sponsor-book
quoted lacking 'and the sponsor, of which an override is wanted'
jq -nc '{reference: "by hand", purchaser: {name: "X", email: "x@x.example"}, tickets: [{type: "full", quantity: 1}], payment: "waived"}' |
	ticket-create -c "$client" >/dev/null
quoted not_in_ledger 'and the client, of which a purchase is cancelled'
ticket-feed >feed
is "$(sponsor-reconcile -c "$client" <feed)$(sponsor-status | jq -c '[.booked[].quantity]')" '[5]' 'so all is repaired'
done_testing
