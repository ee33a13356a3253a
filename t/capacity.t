#!/bin/sh
# Capacity is never oversold, whoever writes at the same time.
. "$(dirname "$0")/lib.sh"
open_office 50 1000

# Sixteen clients' processes, eight tickets each, one at a time: 128 for 50 places.
for p in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	(
		for i in 1 2 3 4 5 6 7 8; do
			purchase "p$p-$i" 1 | ticket-create -c press
		done >"$scratch/printed/p$p"
	) &
done
wait
cat "$scratch"/printed/p* >"$out"
is "$(grep -c ticket-purchase-created "$out")" 50 'sixteen processes sell exactly the capacity'
is "$(grep -c sold_out "$out")" 78 'sixteen processes reject every purchase beyond the capacity'
run ticket-type list
json .sold 50 'ticket-type list counts the sold tickets'
is "$(sqlite3 "$LANYARD_HOME/conference/ticketing.db" 'SELECT sum(json_extract(items, "$[0][3]")) FROM purchases')" 50 'the store has as many tickets as were sold'
run ticket-feed
is "$(jq -r '.sequence | tonumber' "$out" | awk '$1 != NR' | wc -l)" 0 'the feed has no gaps'
is "$(sqlite3 "$LANYARD_HOME/conference/ticketing.db" 'PRAGMA integrity_check')" ok "the store passes SQLite's integrity_check"

ticket-type add small --name S --price 1 --currency EUR --capacity 4 >/dev/null
ticket-client amend press --types full,small >/dev/null
{ purchase s1 3 small && purchase s2 2 small && purchase s3 1 small; } >mixed
run ticket-create -c press <mixed
json '.data.code // "created"' 'created sold_out created' 'a purchase of more tickets than are left is rejected as a whole, the next one is created'
done_testing
