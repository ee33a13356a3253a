#!/bin/sh
# What a permitted client may have recorded, reserved and learn is bounded by its grant.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'sqlite3 is not here'
store=$LANYARD_HOME/conference/ticketing.db
ticket-type add full --name Full --price 100 --currency EUR --capacity 20 >/dev/null
commands=create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket,unassign-ticket
ticket-client add shop --commands $commands --types full --waive --budget 0 >/dev/null

codes() { # what was printed: by code or name, how often, and how many different lines
	jq -r '.data.code // (.type | split(".")[2])' "$out" | sort | uniq -c | awk '{ print $2 "=" $1 }' | paste -sd ' ' -
}
recorded() { # events in the feed
	events ticket-feed
}
id() { # NUMBER: a command's id
	printf '01900000-0000-7000-8000-%012d' "$1"
}

# One record, repeated.
purchase a 1 >record
yes "$(cat record)" | head -n 100000 >attack
run ticket-create -c shop <attack
is "$rc:$(codes):$(sort -u "$out" | wc -l)" 0:over_budget=100000:1 \
	'a record that is repeated 100,000 times prints the same rejection each time'
is "$(recorded)" 3 'a rejection that is repeated 100,000 times is recorded once'
no_data
run ticket-create -c shop <record
json .sequence 0000000000000000003 'a record repeated by another process prints the recorded rejection'
cp "$out" first
run ticket-create -n -c shop <record
is "$(jq -c 'del(.dryrun)' "$out")" "$(jq -c . first)" 'a record repeated in a dry run prints the recorded rejection'
purchase b 1 >other
cat other other record >both
run ticket-create -n -c shop <both
is "$(jq -r .sequence "$out" | paste -sd ' ' -)" \
	'0000000000000000004 0000000000000000004 0000000000000000003' \
	'a rejection repeated within one dry run has one sequence'
run ticket-create -e -c shop <record
is "$rc" 1 '-e exits with 1 after a rejection that was recorded before'
ticket-client amend shop --budget 1 >/dev/null
purchase a 2 >two
run ticket-create -c shop <two
json '.sequence + " " + .data.message' '0000000000000000005 tickets requested: 2; left of the budget: 1' \
	'other data under a rejected reference records a rejection of its own'
run ticket-create -c shop <record
json .type lanyard.ticketing.ticket-purchase-created.v1 'a rejected record that is repeated is accepted once the budget allows it'
id=$(jq -r .data.purchase "$out")
run ticket-create -c shop <two
is "$rc" 65 'other data under an accepted reference is denied'
ticket-client add press --commands $commands --types full --waive --budget 0 >/dev/null
before=$(recorded)
run ticket-create -c press <record
is "$(recorded)" $((before + 1)) 'the same record of another client records a rejection of its own'
ticket-client amend press --budget 1 >/dev/null
purchase c 2 >changing
for budget in 0 1 0 0 1 1; do
	ticket-client amend press --budget $budget >/dev/null
	ticket-create -c press <changing
done | jq -r .data.message >messages
is "$(ticket-feed -c press | grep -c '"reference":"c"')" 4 \
	'a rejection is recorded if it differs from the previous one of its record'
is "$(sed 's/.* //' messages | paste -sd ' ' -)" '0 1 0 0 1 1' 'a record that is repeated prints the rejection that applies now'
ticket-client amend press --budget 0 >/dev/null
for n in 1 2; do
	ID=$(id $n) purchase d 1 | ticket-create -c press
done >identified
is "$(jq -r .sequence identified | sort -u | wc -l)" 2 'commands with different ids record a rejection each'

# The other commands of a client.
jq -nc --arg id "$id" '{payment: "p", purchase: $id, amount: 1, currency: "EUR"}' >pay
run ticket-pay -c shop <pay
json .data.code nothing_due 'a payment of a waived purchase is rejected'
cp "$out" refused
yes "$(cat pay)" | head -n 1000 | ticket-pay -c shop | sort -u >again
same again refused 'a payment that is repeated 1000 times prints the same rejection'
for tool in cancel assign unassign; do
	case $tool in
	cancel) data="{\"purchase\":\"$(id 7)\"}" ;;
	assign) data="{\"ticket\":\"$(id 7)\",\"name\":\"A\",\"email\":\"a@b.example\"}" ;;
	unassign) data="{\"ticket\":\"$(id 7)\"}" ;;
	esac
	yes "$data" | head -n 1000 | ticket-$tool -c shop | sort -u >again
	is "$(wc -l <again):$(jq -r .data.code again | cut -c 1-8)" 1:unknown_ "ticket-$tool that is repeated 1000 times prints one rejection"
done
dump() {
	sqlite3 -readonly "$store" .dump | sort
}
dump >tables
run event-replay
is "$rc" 0 'event-replay rebuilds a store with rejections'
dump >rebuilt
same tables rebuilt 'a rebuilt store with rejections has the same rows'
run ticket-create -c press <changing
before=$(recorded)
run ticket-create -c press <changing
is "$(recorded)" "$before" 'a rejection that is repeated after a rebuild records nothing'

# Refusals by the hour.
identified() { # FIRST LAST
	seq "$1" "$2" | while read -r n; do ID=$(id "$n") purchase "h$n" 1; done
}
LANYARD_NOW=2025-03-01T13:10:00Z
identified 101 105 >five
ticket-client amend press --refusals 3 >/dev/null
run ticket-create -c press <five
is "$rc:$(codes)" '77:hourly_limit=2 over_budget=3' 'commands beyond the hourly limit of rejections are denied with 77'
json 'select(.data.code == "hourly_limit") | "\(.data.retryable) \(.sequence)"' 'true null true null' \
	'a denial beyond the hourly limit is retryable and not recorded'
says '"press" has reached its limit of 3 refusals an hour' 'the denial names the client, the limit and its number'
run ticket-create -c press <changing
is "$rc:$(jq -r .data.code "$out")" 0:over_budget 'a recorded rejection is printed beyond the hourly limit'
purchase bare 1 >bare
run ticket-create -e -c press <bare
is "$rc:$(wc -c <"$out")" 77:0 'a record without an id beyond the hourly limit is denied without an answer'
run ticket-create -n -c press <bare
is "$rc:$(wc -c <"$out")" 77:0 'a dry run beyond the hourly limit is denied without an answer'
ticket-client amend press --budget 1 >/dev/null
ID=$(id 104) purchase h104 1 | ticket-create -c press >granted
is "$(jq -r .type granted)" lanyard.ticketing.ticket-purchase-created.v1 \
	'a denied command is accepted beyond the hourly limit once the budget allows it'
LANYARD_NOW=2025-03-01T13:59:59.999Z run ticket-create -c press <five
is "$(codes)" 'hourly_limit=1 over_budget=3 ticket-purchase-created=1' 'the hourly limit is in force until the last millisecond of the hour'
LANYARD_NOW=2025-03-01T14:00:00Z
run ticket-create -c press <five
is "$rc:$(codes)" '0:over_budget=4 ticket-purchase-created=1' 'a denied command is rejected and recorded in the next hour'
row() {
	sqlite3 -readonly "$store" "SELECT hour * 3600 = CAST(strftime('%s', '$1') AS INTEGER), refusals, changes FROM clients WHERE client = 'press'"
}
is "$(row 2025-03-01T14:00:00)" '1|1|0' "a client's row counts the current hour only"
LANYARD_NOW=2025-03-01T09:00:00Z
identified 201 205 >set-back
run ticket-create -c press <set-back
is "$(codes)" 'hourly_limit=3 over_budget=2' 'a clock that is set back an hour does not reset the counter'
LANYARD_NOW=2025-03-01T08:00:00Z
identified 301 305 >further-back
run ticket-create -c press <further-back
is "$(codes)" 'hourly_limit=4 over_budget=1' 'a clock that is set back again records one more rejection'
LANYARD_NOW=2025-03-01T09:00:00Z
run ticket-create -c press <further-back
is "$(codes)" 'hourly_limit=1 over_budget=4' 'the counter is reset in the next hour of a clock that was set back'
LANYARD_NOW=2025-03-02T12:00:00Z
identified 1001 2002 >many
ticket-client amend press --clear refusals >/dev/null
run ticket-create -c press <many
is "$(codes)" 'hourly_limit=2 over_budget=1000' 'the default hourly limit is 1000 rejections'
no_data
identified 3001 4002 >many
run ticket-create -c organiser <many
is "$(jq -r .data.code "$out" | sort | uniq -c | tr -s ' ')" ' 18 null
 984 sold_out' 'the organiser has no hourly limit' # 20 places; shop and press have two
no_data
run ticket-client list
json '"\(.client) \(.refusals) \(.changes) \(.reservation)"' 'press 1000 10000 43200 shop 1000 10000 43200' \
	'ticket-client list prints the limits of each client'

# Changes by the hour.
ticket-client amend shop --changes 4 >/dev/null
ticket=${id%0000}0001
assign() { # NAME
	ticket-assign -c shop "$ticket" --name "$1" --email a@b.example
}
before=$(recorded)
for name in A B A B A B; do assign $name; done >"$out" 2>"$err"
is "$(recorded)" $((before + 5)) 'assignments beyond the hourly limit of changes are not recorded'
says 'has reached its limit of 4 changes an hour' 'the denial of a change names the limit'
ID=$(id 501)
envelope() { # TYPE DATA
	printf '{"specversion":"1.0","id":"%s","source":"/t","type":"lanyard.ticketing.%s.v1","data":%s}\n' "$ID" "$1" "$2"
}
envelope unassign-ticket "{\"ticket\":\"$ticket\"}" >unassign
run ticket-unassign -c shop <unassign
is "$rc:$(jq -r .data.code "$out")" 77:hourly_limit 'an unassignment beyond the limit of changes is denied with 77'
run ticket-cancel -c shop "$id"
is "$rc" 77 'a cancellation beyond the limit of changes is denied with 77'
LANYARD_NOW=2025-03-02T13:00:00Z
run ticket-unassign -c shop <unassign
is "$rc" 0 'an unassignment that was denied is accepted in the next hour under the same id'
run ticket-cancel -c shop "$id"
is "$rc" 0 'a cancellation that was denied is accepted in the next hour'
for n in 511 512 513 514; do
	ID=$(id $n) envelope cancel-tickets "{\"purchase\":\"$id\"}" | ticket-cancel -c shop
done >"$out" 2>"$err"
is "$(codes)" 'hourly_limit=2 tickets-cancelled=2' 'a repeated cancellation under a new id counts as a change'
run ticket-cancel -c shop "$id"
is "$rc" 0 'a repeated cancellation without an id is answered beyond the limit'
dump >tables
run event-replay
dump >rebuilt
same tables rebuilt 'a rebuilt store has the same counters'

# How long places can be reserved.
due() { # REFERENCE [DEADLINE]
	ticket-create -c box --name A --email a@b.example --ticket day=1 --payment due ${2:+--deadline "$2"} "$1"
}
ticket-type add day --name Day --price 100 --currency EUR --capacity 10 >/dev/null
ticket-client add box --commands $commands --types day >/dev/null
run due far 9999-12-31
is "$rc" 77 'a reservation until the year 9999 is denied'
says '/deadline: "box" may reserve for 30d at the most' 'the denial names the field, the client and the longest reservation'
jq -nc '{reference: "far", purchaser: {name: "A", email: "a@b.example"}, tickets: [{type: "day", quantity: 1}],
	payment: "due", deadline: "2025-04-01T13:00:00.001Z"}' >data
ID=$(id 601) envelope create-ticket-purchase "$(cat data)" >far
run ticket-create -c box <far
json '.data | "\(.code) \(.pointer) \(.retryable)"' 'reservation_too_long /data/deadline true' 'a reservation that is too long is denied with a retryable code'
run due longest 2025-04-01T13:00:00Z
json .data.deadline 2025-04-01T13:00:00.000Z 'a reservation of 30 days is accepted'
ticket-client amend box --reservation 10 >/dev/null
run due short
json .data.deadline 2025-03-02T13:10:00.000Z 'a purchase without a deadline is reserved no longer than the client may reserve'
run due later 2025-03-02T13:10:00.001Z
is "$rc" 77 "a deadline a millisecond beyond the client's limit is denied"
ticket-client amend box --reservation 60000 >/dev/null
run ticket-create -c box <far
is "$rc" 0 'the denied command is accepted after the limit is raised'
run ticket-create -c organiser --name A --email a@b.example --ticket day=1 --payment due --deadline 9999-12-31 own
is "$rc" 0 'the organiser can set any deadline'
run ticket-client amend box --reservation 527041
is "$rc" 65 'a limit of more than 366 days is denied'

# What a client may not book looks like what is not there.
ticket-type add secret --name Secret --price 100 --currency EUR --capacity 10 --private >/dev/null
ticket-type add public --name Public --price 100 --currency EUR --capacity 10 >/dev/null
ticket-discount add INNER --percent 10 --types secret >/dev/null
ticket-discount add CREW --reduction secret=10 --currency EUR >/dev/null
ticket-pool add backstage --type day --places 1 >/dev/null
answer() { # NAME TYPE [OPTION...]: the answer to a command and to a record, without ids and the name
	asked=$1 type=$2
	shift 2
	jq -nc --arg type "$type" --arg reference "x/$asked" "$@" '{$reference, purchaser: {name: "A", email: "a@b.example"},
		tickets: [{type: $type, quantity: 1}], payment: "due"} + $ARGS.named | del(.type)' >data
	ID=$(uuidgen 2>/dev/null || cat /proc/sys/kernel/random/uuid) envelope create-ticket-purchase "$(cat data)" >whole
	{
		for dry in '' -n; do
			for line in whole data; do
				# shellcheck disable=SC2086 # no word, or one
				ticket-create $dry -c "$client" <$line >line
				echo "$?"
				jq -c '[.type, .data.code, .data.message, .data.pointer, .data.retryable]' line
			done
		done
		ticket-feed -c "$client" | tail -n 1 | jq -c '[.type, .data.code, .data.message]'
	} 2>&1 | sed "s/$asked/NAME/g"
}
for client in any named; do
	ticket-client add $client --commands $commands --types "$([ $client = any ] && echo '*' || echo day)" >/dev/null
	answer nowhere nowhere >wanted
	answer secret secret >got
	same got wanted "a private type is answered like a missing one to the client \"$client\""
	ok "a private type is forbidden to the client \"$client\"" grep -q forbidden got
	[ $client = any ] || {
		answer public public >got
		same got wanted "a type that is not granted is answered like a missing one to the client \"$client\""
	}
	answer nopool day --arg pool nopool >wanted
	answer backstage day --arg pool backstage >got
	same got wanted "a pool that is not granted is answered like a missing one to the client \"$client\""
	answer NOCODE day --arg discount NOCODE >wanted
		ok "a missing discount code is rejected as unknown_discount to the client \"$client\"" grep -q unknown_discount wanted
	for code in INNER CREW; do
		answer $code day --arg discount $code >got
		same got wanted "the code $code for types that are not granted is answered like a missing one to \"$client\""
	done
done
ticket-client amend any --types '*,secret' >/dev/null
client=any
answer INNER secret --arg discount INNER >got
ok 'a client that is granted the type can use its discount code' grep -q ticket-purchase-created got

# The clients of the open host.
LANYARD_NOW=2025-03-01T12:00:00Z
LANYARD_CONFERENCE=crm
open_sponsorship 1
pay_sponsor acme Gold
ticket-client amend sponsorship --refusals 0 >/dev/null
sponsor-onboard <paid.acme | sponsor-allocate >asked
ticket-create -c sponsorship <asked >answers 2>"$err"
is "$(jq -r .data.code answers)" hourly_limit "a CRM's request beyond the hourly limit is denied"
run sponsor-book <answers
is "$rc" 0 'sponsor-book accepts a denied request'
says 'still pending: hourly_limit' 'sponsor-book says that the request is pending, and why'
run sponsor-status --tasks
ok 'sponsor-status --tasks lists the denied request with its code' grep -q hourly_limit "$out"
sponsor-allocate -a >again
same again asked 'sponsor-allocate -a prints the denied request again'
ticket-client amend sponsorship --clear refusals >/dev/null
ticket-type amend full --capacity 10 >/dev/null
sponsor-allocate -a | book >/dev/null
is "$(sponsor-status | jq -c '.booked')" '[{"type":"full","quantity":5}]' 'a denied request is booked after the limit is lifted'
done_testing
