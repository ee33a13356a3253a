#!/bin/sh
# What can't be is found, and told in words.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'sqlite3 is not here'
ticket-conference set --zone Europe/Berlin --payment-within 30m >/dev/null
ticket-type add full --name Full --price 100 --currency EUR --capacity 10 >/dev/null
ticket-type add day --name Day --price 100 --currency EUR --capacity 10 >/dev/null
ticket-pool add press --type full --places 3 >/dev/null
ticket-discount add HALF --percent 50 --uses 1 --tickets 3 >/dev/null
ticket-client add shop --commands create-ticket-purchase,pay-ticket-purchase,assign-ticket,cancel-tickets \
	--types full,day --pools press --budget 5 >/dev/null
buy() {
	ticket-create -c shop --name A --email a@x.example --payment due "$@"
}
buy --ticket full=2 --pool press one >bought
buy --ticket day=1 --discount HALF two >/dev/null
ticket-assign -c shop --name B --email b@x.example "$(jq -r '.data.tickets[0].id' bought)" >/dev/null
buy --ticket day=1 --deadline 2025-03-01T12:00:01Z three >/dev/null
LANYARD_NOW=2025-03-01T12:00:01Z ticket-expire >/dev/null
ticket-pool add gone --type full --places 1 >/dev/null
ticket-pool remove gone >/dev/null
buy --ticket day=1 paid-back >paid
ticket-pay -c shop --purchase "$(jq -r .data.purchase paid)" --amount 100 --currency EUR pay-1 >/dev/null
ticket-cancel -c shop "$(jq -r .data.purchase paid)" >/dev/null
buy --ticket day=2 part >part
ticket-cancel -c shop --keep 1 "$(jq -r .data.purchase part)" >/dev/null
ticket-expire >/dev/null
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check prints nothing about a consistent store'
db=$LANYARD_HOME/$LANYARD_CONFERENCE/ticketing.db
sqlite3 "$db" ".backup 'sound.db'"

# Breaks a copy of the store by SQL, and looks for what is said of it.
breaks() { # ABOUT MESSAGE SQL
	rm -f broken.db broken.db-wal broken.db-shm
	cp sound.db broken.db
	sqlite3 broken.db "PRAGMA ignore_check_constraints = ON; $3"
	run ticket-check -d broken.db
	is "$rc $(jq -r 'select(.about | startswith("'"$1"'")) | .message' "$out" | grep -cF -- "$2")" '70 1' "ticket-check reports of ${1% }: $2"
	[ "$rc" = 70 ] || cat "$out"
}
one="(SELECT purchase FROM purchases WHERE reference = 'one')"
part="(SELECT purchase FROM purchases WHERE reference = 'part')"
breaks 'the conference' 'event 1 is not what it is set to' "UPDATE conference SET zone = 'Europe/Rome'"
breaks 'the conference' 'event 1 is not what it is set to' 'UPDATE conference SET payment_within = 5'
breaks 'the conference' 'event 1 set it last' 'DELETE FROM conference'
breaks 'type full' 'counted as sold: 3, valid tickets: 2' "UPDATE ticket_types SET sold = 3 WHERE type = 'full'"
breaks 'type full' 'sold: 2, in pools: 1, its capacity: 2' "UPDATE ticket_types SET capacity = 2 WHERE type = 'full'"
breaks 'type full' 'counted in pools: 2, it should be 1' "UPDATE ticket_types SET pooled = 2 WHERE type = 'full'"
breaks 'type none' 'tickets of this unknown type: 1' "UPDATE purchases SET items = '[[\"none\",100,1,1],[\"full\",100,2,2]]' WHERE reference = 'one'"
breaks 'pool press' 'counted as sold: 1, valid tickets: 2' 'UPDATE ticket_pools SET sold = 1'
breaks 'pool press' 'sold: 2, its places: 1' 'UPDATE ticket_pools SET places = 1'
breaks 'pool press' 'it has tickets of the type full, but is of day' "UPDATE ticket_pools SET type = 'day'"
breaks 'client shop' 'tickets counted: 9, valid: 4' 'UPDATE clients SET booked = 9'
breaks 'client shop' 'some of them booked beyond its budget of 5' 'UPDATE clients SET booked = 9'
breaks 'discount HALF' 'uses counted: 0, purchases with it: 1' 'UPDATE ticket_discounts SET used = 0'
breaks 'discount HALF' 'purchases with it: 2, its limit: 1' 'UPDATE ticket_discounts SET used = 2'
breaks 'discount HALF' 'reduced tickets counted: 0, valid: 1' 'UPDATE ticket_discounts SET tickets = 0'
breaks 'discount HALF' 'tickets it reduces: 4, its limit: 3' 'UPDATE ticket_discounts SET tickets = 4'
breaks 'ticket 01955193-de00-7309-9999-000000000001' 'its purchase has no such ticket' \
	"INSERT INTO tickets (purchase, number, cancelled) VALUES (x'01955193DE0073099999000000000000', 1, 5)"
breaks 'ticket ' 'its purchase has no such ticket' "UPDATE tickets SET number = 3 WHERE purchase = $one"
breaks 'purchase ' 'it has no tickets' "UPDATE purchases SET items = '[]' WHERE reference = 'one'"
breaks 'purchase ' 'it is expired, but has valid tickets' "UPDATE purchases SET state = 'expired' WHERE reference = 'one'"
breaks 'purchase ' 'it is complete, but has no valid ticket' "UPDATE purchases SET state = 'complete' WHERE reference = 'three'"
breaks 'purchase ' 'it is due, but has no valid ticket' \
	"REPLACE INTO tickets (purchase, number, cancelled) VALUES ($one, 1, 5), ($one, 2, 5)"
breaks 'purchase ' 'it is expired, but event 5 did not end it' "UPDATE purchases SET closed = 5 WHERE reference = 'three'"
breaks 'ticket ' 'event 5 did not cancel it' "UPDATE tickets SET cancelled = 5 WHERE purchase = $part"
breaks 'purchase ' 'its amount is 7, its valid tickets cost 200' "UPDATE purchases SET amount = 7 WHERE reference = 'one'"
breaks 'purchase ' 'it is due, but there is nothing to pay' "UPDATE purchases SET paid = 5 WHERE reference = 'one'"
breaks 'ticket ' 'it has the delegate B, but is not valid' "UPDATE purchases SET closed = 5 WHERE reference = 'one'"
breaks 'ticket ' 'it has the delegate B, but is not valid' "UPDATE tickets SET cancelled = 5 WHERE purchase = $one"
# Amounts and delegates that differ from prices and events, where the counters agree.
breaks 'purchase ' 'it is complete, but its amount of 200 EUR was not paid' \
	"UPDATE purchases SET state = 'complete' WHERE reference = 'one'"
breaks 'purchase ' 'it is marked as paid, but no event paid it' \
	"UPDATE purchases SET state = 'complete', paid = 5 WHERE reference = 'one'"
breaks 'purchase ' 'its deadline is none, in its event 2025-03-01T12:30:00.000Z' \
	"UPDATE purchases SET deadline = NULL WHERE reference = 'one'"
breaks 'purchase ' 'its amount is 100, its valid tickets cost 50' \
	"UPDATE purchases SET items = replace(items, '100', '50') WHERE reference = 'part'"
breaks 'ticket ' 'but it has no delegate' 'UPDATE tickets SET name = NULL, email = NULL'
breaks 'ticket ' 'it has the delegate B, but was not assigned' "UPDATE tickets SET assignment = 1 WHERE purchase = $one"
breaks 'ticket ' 'it has the delegate B, but was not assigned' "UPDATE tickets SET assignment = 0 WHERE purchase = $one"
breaks 'type day' 'nothing is left, but it is not marked as sold out' \
	"UPDATE ticket_types SET capacity = sold WHERE type = 'day'"
breaks 'pool gone' 'removed it, but it is not marked as removed' "UPDATE ticket_pools SET removed = 0 WHERE pool = 'gone'"
breaks 'pool press' 'it is marked as removed, but no event removed it' "UPDATE ticket_pools SET removed = 1 WHERE pool = 'press'"
breaks 'purchase ' 'it is not found by the address of its purchaser' \
	"DELETE FROM purchasers WHERE seq = (SELECT seq FROM purchases WHERE reference = 'one')"
breaks 'purchase ' 'it is not found by the address of its purchaser' \
	"UPDATE purchasers SET address = address + 1 WHERE seq = (SELECT seq FROM purchases WHERE reference = 'one')"
breaks 'the purchasers' 'their position 1000000 is not of the feed' 'UPDATE purchasers_position SET seq = 1000000'

# What keeps the feed as it is.
rm -f broken.db*
cp sound.db broken.db
without_triggers broken.db 'DELETE FROM events WHERE seq IN (3, 4)'
run ticket-check -d broken.db
json 'select(.about == "the feed").message' 'events missing before 5: 2' 'ticket-check reports events that are missing from the feed'
breaks 'the file' 'NULL value in purchases.client' "PRAGMA writable_schema = ON;
	UPDATE sqlite_schema SET sql = replace(sql, 'client TEXT NOT NULL', 'client TEXT') WHERE name = 'purchases';
	PRAGMA writable_schema = RESET; UPDATE purchases SET client = NULL WHERE reference = 'one';
	PRAGMA writable_schema = ON;
	UPDATE sqlite_schema SET sql = replace(sql, 'client TEXT', 'client TEXT NOT NULL') WHERE name = 'purchases'"

ticket-client amend shop --budget 1 >/dev/null
ticket-discount amend HALF --uses 1 >/dev/null
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check accepts a budget and a number of uses lowered below what is used'
run ticket-check -d broken.db -t
no_data
ok 'ticket-check -t prints a table' grep -q '^ABOUT' "$out"
rm broken.db
done_testing
