#!/bin/sh
# Amending: another contact of a purchase, and of the tickets that are the purchaser's own.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 20 --question Size >/dev/null
ticket-client add shop --commands create-ticket-purchase,amend-purchaser,assign-ticket --types full >/dev/null
ticket-client add other --commands create-ticket-purchase,amend-purchaser --types full >/dev/null
ticket-client add desk --commands amend-purchaser --scope all >/dev/null
buy() { # REFERENCE QUANTITY [OPTION...]
	reference=$1 quantity=$2
	shift 2
	ticket-create -c shop --name Ann --email ann@x.example --ticket "full=$quantity" --payment due \
		"$@" "$reference" >"$reference"
	purchase=$(jq -r .data.purchase "$reference")
}
contact() {
	ticket-report missing | jq -r 'select(.reference == "'"$1"'") | "\(.name) \(.email)"'
}
buy one 3
run ticket-amend -c shop --email right@x.example "$purchase"
json '"\(.type | split(".")[2]) \(.data.reference) \(.data.purchaser.name) \(.data.purchaser.email)"' \
	'purchaser-amended one Ann right@x.example' 'an address that is amended keeps the name'
cp "$out" first
is "$(contact one)" 'Ann right@x.example' 'ticket-report missing has the amended address'
run ticket-amend -c shop --email right@x.example "$purchase"
same "$out" first 'an amendment that is repeated prints the same bytes'
run ticket-amend -c shop --name Bea "$purchase"
is "$(contact one)" 'Bea right@x.example' 'a name that is amended keeps the address'
ticket-amend -c shop --email ann@x.example "$purchase" >/dev/null
ticket-amend -c shop --email right@x.example "$purchase" >second
is "$(contact one):$(cmp -s first second || echo another)" 'Bea right@x.example:another' \
	'an address that is amended, changed back and amended again is recorded each time'
run ticket-amend -c shop "$purchase"
is "$rc:$(wc -c <"$out")" 65:0 'an amendment of nothing is denied'
says 'name or email is required' 'the denial of an amendment of nothing says what is required'
run ticket-amend -c shop --email 'right@' "$purchase"
is "$rc:$(wc -c <"$out")" 65:0 'an amendment to an invalid address is denied'

run ticket-find --email right@x.example
is "$(jq -r .reference "$out" | sort -u):$(ticket-find --email ann@x.example | wc -l)" one:0 'ticket-find finds a purchase by the amended address only'
run ticket-amend -c organiser --reference one --of-client shop --email right@x.example
same "$out" second 'a purchase to be amended is named by its reference and client'

# Whose purchases they are.
run ticket-amend -c other --email x@x.example "$purchase"
json .data.code unknown_purchase 'a client that has not made a purchase can not amend its purchaser'
forbids() { # SAYS NAME OPTION...
	wanted=$1 sentence=$2
	shift 2
	run ticket-amend -c desk "$@"
	is "$rc:$(wc -c <"$out"):$(grep -c "$wanted" "$err")" 77:0:1 "$sentence"
}
forbids '/email: is missing, and "desk" may not read the one' "a client with its own feed has to name the address of another client's purchaser, too" --name Cleo "$purchase"
forbids '/name: is missing, and "desk" may not read the one' "a client with its own feed has to name the name of another client's purchaser, too" --email c@x.example "$purchase"
forbids '/delegates: "desk" may not read' "a client with its own feed amends no delegates of another client" --name Cleo --email c@x.example --delegates "$purchase"
ticket-create -c shop <<-'end' >three
	{"reference":"three","purchaser":{"name":"Ann","email":"ann@x.example"},"tickets":[{"type":"full","quantity":1,"delegates":[{"name":"Uma","email":"uma@x.example","requirements":"no nuts"}]}],"payment":"due"}
end
run ticket-amend -c desk --of-client shop --reference three --name Ann --email ann@x.example
is "$rc $(jq -r '.type | split(".")[2]' "$out") $(grep -c Uma "$out")" '0 purchaser-amended 0' 'an amendment that changes nothing shows a client with its own feed nobody'
cp "$out" again
run ticket-amend -c desk --of-client shop --reference three --name Ann --email ann@x.example
same "$out" again 'an amendment by a client with its own feed that is repeated gets the same answer'
ticket-client amend desk --feed all >/dev/null
run ticket-amend -c desk --reference three --of-client shop --name Amy
json .data.purchaser.email ann@x.example 'a client that reads the feed of all amends a name alone'
ticket-client amend desk --clear feed >/dev/null
run ticket-amend -c desk --name Cleo --email right@x.example "$purchase"
json .data.client shop 'a client with the scope "all" amends the purchaser of another client'
ticket-client amend shop --commands create-ticket-purchase,assign-ticket >/dev/null
run ticket-amend -c shop --name Dora "$purchase"
is "$rc:$(contact one)" '77:Cleo right@x.example' 'a client without the grant can not amend its own purchaser'
ticket-client amend shop --commands create-ticket-purchase,amend-purchaser,assign-ticket,cancel-tickets >/dev/null

# The purchaser's own tickets.
buy two 3
assign() { # NUMBER NAME EMAIL
	ticket-assign -c shop --name "$2" --email "$3" --requirements 'no nuts' --answer Size=M \
		"$(jq -r ".data.tickets[$1].id" two)" >/dev/null
}
assign 0 Ann Ann@X.example
assign 1 'Dr Ann' ann@x.example
assign 2 Bob bob@x.example
delegates() {
	ticket-report delegates | jq -r 'select(.reference == "two") |
		"\(.name) \(.email) \(.requirements) \(.answers[0].answer)"' | sort | paste -sd ';' -
}
before=$(delegates)
ticket-amend -c shop --email colleague@x.example "$purchase" >/dev/null
is "$(delegates)" "$before" 'a purchaser who is replaced keeps the tickets that are assigned to them'
ticket-amend -c shop --email ann@x.example "$purchase" >/dev/null
run ticket-amend -c shop --name Anna --email anna@x.example --delegates "$purchase"
json '.type | split(".")[2]' 'purchaser-amended ticket-assigned ticket-assigned' \
	'--delegates assigns each ticket of the old address again'
is "$(delegates)" 'Anna anna@x.example no nuts M;Bob bob@x.example no nuts M;Dr Ann anna@x.example no nuts M' \
	'a ticket that is amended with its purchaser keeps requirements, answers, and a name of its own'
cp "$out" amended
run ticket-amend -c shop --name Anna --email anna@x.example --delegates "$purchase"
is "$(cat "$out")" "$(head -n 1 amended)" '--delegates that is repeated changes nothing'
run ticket-amend -c shop --name Ann --delegates "$purchase"
is "$(delegates)" 'Ann anna@x.example no nuts M;Bob bob@x.example no nuts M;Dr Ann anna@x.example no nuts M' \
	'a name that is amended with --delegates changes those who had it'

# A ticket is the purchaser's own if the delegate was the purchaser when it was assigned.
ticket-amend -c shop --name Eve --email bob@x.example "$purchase" >/dev/null
run ticket-amend -c shop --name Eve --email eve@x.example --delegates "$purchase"
is "$(grep -c Bob "$out"):$(delegates | grep -c 'Bob bob@x.example')" 0:1 \
	"whoever is made the purchaser under a delegate's address does not get the delegate's ticket"
ticket-create -c shop <<-'end' >five
	{"reference":"five","purchaser":{"name":"Ann","email":"ann@x.example"},"tickets":[{"type":"full","quantity":2,"delegates":[{"name":"Ann","email":"Ann@x.example"},{"name":"Uma","email":"uma@x.example"}]}],"payment":"due"}
end
of_five() {
	ticket-report delegates | jq -r 'select(.reference == "five") | "\(.name) \(.email)"' | sort | paste -sd ';' -
}
ticket-amend -c shop --reference five --name Uma --email uma@x.example >/dev/null
ticket-amend -c shop --reference five --name Eve --email eve@x.example --delegates >/dev/null
is "$(of_five)" 'Eve eve@x.example;Uma uma@x.example' \
	'a ticket that was assigned with the purchase is the own one of who was the purchaser then'
ticket-amend -c shop --reference five --name Hal --email hand@x.example >/dev/null
run ticket-amend -c shop --reference five --name Ivy --email ivy@x.example --delegates
is "$(of_five)" 'Ivy ivy@x.example;Uma uma@x.example' \
	"the purchaser's own ticket is amended after an amendment without --delegates, too"
ticket-amend -c shop --reference five --name Hal --email hand@x.example >/dev/null
run ticket-amend -c shop --reference five --name Hal --email hand@x.example --delegates
is "$(of_five)" 'Hal hand@x.example;Uma uma@x.example' \
	'--delegates amends the own ticket of a purchaser who is amended already'

# What has ended.
ticket-cancel -c shop "$purchase" >/dev/null
run ticket-amend -c shop --name X "$purchase"
json '"\(.data.code) \(.data.message)"' 'cancelled it was cancelled' 'an amendment of a cancelled purchase is rejected'
buy late 1 --deadline 2025-03-01T12:00:01Z
LANYARD_NOW=2025-03-02 run ticket-amend -c shop --name X "$purchase"
json .data.code timed_out 'an amendment of a purchase that was not paid in time is rejected'
run ticket-amend -c shop --name X 01955193-de00-7309-b6f9-8c17be3a0000
json .data.code unknown_purchase 'an amendment of an unknown purchase is rejected'
run ticket-amend -e -c shop --name X 01955193-de00-7309-b6f9-8c17be3a0000
is "$rc" 1 'a rejected amendment exits 1 with -e'

# With an id.
buy four 1
line() { # ID EMAIL
	printf '{"specversion":"1.0","id":"01955193-de00-7309-b6f9-8c17be3a00%s","source":"/t","type":"lanyard.ticketing.amend-purchaser.v1","data":{"purchase":"%s","email":"%s"}}\n' \
		"$1" "$purchase" "$2"
}
line 01 new@x.example | ticket-amend -c shop >once
line 01 new@x.example >again
run ticket-amend -c shop <again
same "$out" once 'an amendment with an id that is repeated prints the same bytes'
line 02 new@x.example >same
run ticket-amend -c shop <same
json '"\(.causationid[-2:]) \(.data.purchaser.email)"' '02 new@x.example' \
	'an amendment with an id that changes nothing has an event of its own'
line 01 next@x.example >other
run ticket-amend -c shop <other
json .data.code conflict 'another amendment under the same id is a conflict'
ticket-client amend shop --changes 0 >/dev/null
line 03 next@x.example >third
run ticket-amend -c shop <third
json .data.code hourly_limit 'an amendment counts as a change'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after amendments'
sqlite3 "$LANYARD_HOME/conference/ticketing.db" "VACUUM INTO 'damaged.db'"
broken "$PWD/damaged.db"
sqlite3 damaged.db 'UPDATE purchases SET purchaser = 1'
run ticket-check -d damaged.db
ok 'ticket-check reports a purchaser that no event of the purchase set' grep -q 'did not set its purchaser' "$out"
sqlite3 damaged.db "UPDATE tickets SET folded = 'x' WHERE email IS NOT NULL"
run ticket-check -d damaged.db
ok "ticket-check reports a delegate who is not found by the address" grep -q 'it is not found by the address' "$out"
sqlite3 damaged.db 'UPDATE purchaser_amendments SET seq = 1 WHERE seq = (SELECT min(seq) FROM purchaser_amendments)'
run ticket-check -d damaged.db
ok 'ticket-check reports an amendment that no event made' grep -q 'event 1 did not amend its purchaser' "$out"
done_testing
