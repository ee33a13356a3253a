#!/bin/sh
# What is owed, the ledger and ticketing's feed: each difference is told, with what
# repairs it; and what is told to repair it does.
. "$(dirname "$0")/lib.sh"
open_both 30 100
for sponsor in acme bolt cask; do pay_sponsor $sponsor Gold; done
told() {
	ticket-feed >feed
	run sponsor-reconcile <feed
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
json .repair null 'and a person decides'
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
run sponsor-reconcile </dev/null
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
ticket-create -c sponsorship <asking | sponsor-book
is "$(told)" 'dent:not_in_ledger bolt:exceeded' 'what was booked by hand and by ticketing as well is told'
done_testing
