#!/bin/sh
# What a permitted client may have recorded, reserved and learn is bounded by its grant.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'sqlite3 is not here'
store=$LANYARD_HOME/conference/ticketing.db
ticket-type add full --name Full --price 100 --currency EUR --capacity 20 >/dev/null
may=create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket,unassign-ticket
ticket-client add shop --may $may --types full --waive --budget 0 >/dev/null

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
	'a record that is refused 100,000 times is answered by one event each time'
is "$(recorded)" 3 'which is recorded once'
no_data
run ticket-create -c shop <record
json .sequence 0000000000000000003 'a process of its own gets the same event'
cp "$out" first
run ticket-create -n -c shop <record
is "$(jq -c 'del(.dryrun)' "$out")" "$(jq -c . first)" 'so does a dry run'
purchase b 1 >other
cat other other record >both
run ticket-create -n -c shop <both
is "$(jq -r .sequence "$out" | paste -sd ' ' -)" \
	'0000000000000000004 0000000000000000004 0000000000000000003' \
	'in a dry run a refusal repeated in one input is one event as well'
run ticket-create -e -c shop <record
is "$rc" 1 '-e says that it was refused, recorded or not'
ticket-client amend shop --budget 1 >/dev/null
purchase a 2 >two
run ticket-create -c shop <two
json '.sequence + " " + .data.message' '0000000000000000005 tickets asked for: 2; left of the budget: 1' \
	'other data under that reference is refused in an event of its own'
run ticket-create -c shop <record
json .type lanyard.ticketing.ticket-purchase-created.v1 'the record is decided each time, and goes through once it can'
id=$(jq -r .data.purchase "$out")
run ticket-create -c shop <two
is "$rc" 65 'after that its reference is taken'
ticket-client add press --may $may --types full --waive --budget 0 >/dev/null
before=$(recorded)
run ticket-create -c press <record
is "$(recorded)" $((before + 1)) 'the same record of another client is refused in an event of its own'
ticket-client amend press --budget 1 >/dev/null
purchase c 2 >changing
for budget in 0 1 0 0 1 1; do
	ticket-client amend press --budget $budget >/dev/null
	ticket-create -c press <changing
done | jq -r .data.message >messages
is "$(ticket-feed -c press | grep -c '"reference":"c"')" 4 \
	'a refusal is compared with the last one: each that differs from it is recorded'
is "$(sed 's/.* //' messages | paste -sd ' ' -)" '0 1 0 0 1 1' 'and answered as it is'
ticket-client amend press --budget 0 >/dev/null
for n in 1 2; do
	ID=$(id $n) purchase d 1 | ticket-create -c press
done >identified
is "$(jq -r .sequence identified | sort -u | wc -l)" 2 'each command with an id has an outcome of its own'

# The other commands of a client.
jq -nc --arg id "$id" '{payment: "p", purchase: $id, amount: 1, currency: "EUR"}' >pay
run ticket-pay -c shop <pay
json .data.code nothing_due 'a payment is refused'
cp "$out" refused
yes "$(cat pay)" | head -n 1000 | ticket-pay -c shop | sort -u >again
same again refused 'and refused again by the same event, as often as it comes'
for tool in cancel assign unassign; do
	case $tool in
	cancel) data="{\"purchase\":\"$(id 7)\"}" ;;
	assign) data="{\"ticket\":\"$(id 7)\",\"name\":\"A\",\"email\":\"a@b.example\"}" ;;
	unassign) data="{\"ticket\":\"$(id 7)\"}" ;;
	esac
	yes "$data" | head -n 1000 | ticket-$tool -c shop | sort -u >again
	is "$(wc -l <again):$(jq -r .data.code again | cut -c 1-8)" 1:unknown_ "so does ticket-$tool"
done
dump() {
	sqlite3 -readonly "$store" .dump | sort
}
dump >tables
run event-replay
is "$rc" 0 'the tables are rebuilt from the feed'
dump >rebuilt
same tables rebuilt 'and are the same, with what was refused'
run ticket-create -c press <changing
before=$(recorded)
run ticket-create -c press <changing
is "$(recorded)" "$before" 'so that a refusal is still recognized'

# Refusals by the hour.
identified() { # FIRST LAST
	seq "$1" "$2" | while read -r n; do ID=$(id "$n") purchase "h$n" 1; done
}
LANYARD_NOW=2025-03-01T13:10:00Z
identified 101 105 >five
ticket-client amend press --refusals 3 >/dev/null
run ticket-create -c press <five
is "$rc:$(codes)" '77:hourly_limit=2 over_budget=3' 'beyond the limit of an hour a command is denied: 77'
json 'select(.data.code == "hourly_limit") | "\(.data.retryable) \(.sequence)"' 'true null true null' \
	'which is not recorded, and can be tried again'
says 'the limit of "press" is reached: refusals recorded in this hour: 3' 'the message says which limit it is'
run ticket-create -c press <changing
is "$rc:$(jq -r .data.code "$out")" 0:over_budget 'a refusal that is recorded already is printed beyond the limit'
purchase bare 1 >bare
run ticket-create -e -c press <bare
is "$rc:$(wc -c <"$out")" 77:0 'a record without an id is denied with 77, and no answer'
run ticket-create -n -c press <bare
is "$rc:$(wc -c <"$out")" 77:0 'so it is in a dry run'
ticket-client amend press --budget 1 >/dev/null
ID=$(id 104) purchase h104 1 | ticket-create -c press >granted
is "$(jq -r .type granted)" lanyard.ticketing.ticket-purchase-created.v1 \
	'what can be done is done beyond the limit, under the id that was denied'
LANYARD_NOW=2025-03-01T13:59:59.999Z run ticket-create -c press <five
is "$(codes)" 'hourly_limit=1 over_budget=3 ticket-purchase-created=1' 'until the end of the hour it stays so'
LANYARD_NOW=2025-03-01T14:00:00Z
run ticket-create -c press <five
is "$rc:$(codes)" '0:over_budget=4 ticket-purchase-created=1' 'the next hour begins at 0, and a denied id is decided then'
row() {
	sqlite3 -readonly "$store" "SELECT hour * 3600 = CAST(strftime('%s', '$1') AS INTEGER), refusals, changes FROM clients WHERE client = 'press'"
}
is "$(row 2025-03-01T14:00:00)" '1|1|0' 'only the current hour is counted'
LANYARD_NOW=2025-03-01T09:00:00Z
identified 201 205 >set-back
run ticket-create -c press <set-back
is "$(codes)" 'hourly_limit=3 over_budget=2' 'a clock that is set back resets nothing'
LANYARD_NOW=2025-03-01T08:00:00Z
identified 301 305 >further-back
run ticket-create -c press <further-back
is "$(codes)" 'hourly_limit=4 over_budget=1' 'set back again, one more is recorded'
LANYARD_NOW=2025-03-01T09:00:00Z
run ticket-create -c press <further-back
is "$(codes)" 'hourly_limit=1 over_budget=4' 'and the next hour of that clock begins at 0'
LANYARD_NOW=2025-03-02T12:00:00Z
identified 1001 2002 >many
ticket-client amend press --clear refusals >/dev/null
run ticket-create -c press <many
is "$(codes)" 'hourly_limit=2 over_budget=1000' 'unless the grant says otherwise 1000 are recorded'
no_data
identified 3001 4002 >many
run ticket-create -c organiser <many
is "$(jq -r .data.code "$out" | sort | uniq -c | tr -s ' ')" ' 18 null
 984 sold_out' 'the organiser has no limit' # 20 places; shop and press have two
no_data
run ticket-client list
json '"\(.client) \(.refusals) \(.changes) \(.reservation)"' 'press 1000 10000 43200 shop 1000 10000 43200' \
	'the list shows the limits of each client'

# Changes by the hour.
ticket-client amend shop --changes 4 >/dev/null
ticket=${id%0000}0001
assign() { # NAME
	ticket-assign -c shop "$ticket" --name "$1" --email a@b.example
}
before=$(recorded)
for name in A B A B A B; do assign $name; done >"$out" 2>"$err"
is "$(recorded)" $((before + 5)) 'a ticket whose delegate goes back and forth is recorded up to the limit'
says 'changes recorded in this hour: 4' 'then it is denied'
ID=$(id 501)
envelope() { # TYPE DATA
	printf '{"specversion":"1.0","id":"%s","source":"/t","type":"lanyard.ticketing.%s.v1","data":%s}\n' "$ID" "$1" "$2"
}
envelope unassign-ticket "{\"ticket\":\"$ticket\"}" >unassign
run ticket-unassign -c shop <unassign
is "$rc:$(jq -r .data.code "$out")" 77:hourly_limit 'a delegate taken off is a change, too'
run ticket-cancel -c shop "$id"
is "$rc" 77 'and a cancellation'
LANYARD_NOW=2025-03-02T13:00:00Z
run ticket-unassign -c shop <unassign
is "$rc" 0 'in the next hour it is done, under the same id'
run ticket-cancel -c shop "$id"
is "$rc" 0 'and so is a cancellation'
for n in 511 512 513 514; do
	ID=$(id $n) envelope cancel-tickets "{\"purchase\":\"$id\"}" | ticket-cancel -c shop
done >"$out" 2>"$err"
is "$(codes)" 'hourly_limit=2 tickets-cancelled=2' 'so is a command with a new id that asks for what is so already'
run ticket-cancel -c shop "$id"
is "$rc" 0 'which a record without an id can, for nothing is recorded'
dump >tables
run event-replay
dump >rebuilt
same tables rebuilt 'the counters follow from the feed'

# How long places can be reserved.
due() { # REFERENCE [DEADLINE]
	ticket-create -c box --name A --email a@b.example --ticket day=1 --payment due ${2:+--deadline "$2"} "$1"
}
ticket-type add day --name Day --price 100 --currency EUR --capacity 10 >/dev/null
ticket-client add box --may $may --types day >/dev/null
run due far 9999-12-31
is "$rc" 77 'places cannot be reserved until the year 9999'
says '/deadline: "box" may reserve for 43200 minutes at the most' 'the message says for how long'
jq -nc '{reference: "far", purchaser: {name: "A", email: "a@b.example"}, tickets: [{type: "day", quantity: 1}],
	payment: "due", deadline: "2025-04-01T13:00:00.001Z"}' >data
ID=$(id 601) envelope create-ticket-purchase "$(cat data)" >far
run ticket-create -c box <far
json '.data | "\(.code) \(.pointer) \(.retryable)"' 'reservation_too_long /data/deadline true' 'it is denied with a code of its own'
run due longest 2025-04-01T13:00:00Z
json .data.deadline 2025-04-01T13:00:00.000Z '30 days are not too long'
ticket-client amend box --reservation 10 >/dev/null
run due short
json .data.deadline 2025-03-02T13:10:00.000Z 'what is reserved without a deadline is reserved no longer than that'
run due later 2025-03-02T13:10:00.001Z
is "$rc" 77 'nor with one'
ticket-client amend box --reservation 60000 >/dev/null
run ticket-create -c box <far
is "$rc" 0 'granted more, the same command is done'
run ticket-create -c organiser --name A --email a@b.example --ticket day=1 --payment due --deadline 9999-12-31 own
is "$rc" 0 'the organiser sets any deadline'
run ticket-client amend box --reservation 527041
is "$rc" 65 'no client is granted more than 366 days'

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
	ticket-client add $client --may $may --types "$([ $client = any ] && echo '*' || echo day)" >/dev/null
	answer nowhere nowhere >wanted
	answer secret secret >got
	same got wanted "$client: a private type is answered like one that is not there"
	ok '  with forbidden' grep -q forbidden got
	[ $client = any ] || {
		answer public public >got
		same got wanted '  and so is one that was not granted'
	}
	answer nopool day --arg pool nopool >wanted
	answer backstage day --arg pool backstage >got
	same got wanted "$client: so is a pool"
	answer NOCODE day --arg discount NOCODE >wanted
		ok '  a discount code that is not there is a business refusal' grep -q unknown_discount wanted
	for code in INNER CREW; do
		answer $code day --arg discount $code >got
		same got wanted "$client: so is the discount code $code, for types that it may not book"
	done
done
ticket-client amend any --types '*,secret' >/dev/null
client=any
answer INNER secret --arg discount INNER >got
ok 'who was granted the type can use the code' grep -q ticket-purchase-created got

# The clients of the open host.
LANYARD_NOW=2025-03-01T12:00:00Z
LANYARD_CONFERENCE=crm
open_both 1
pay_sponsor acme Gold
ticket-client amend sponsorship --refusals 0 >/dev/null
sponsor-onboard <paid.acme | sponsor-allocate >asked
ticket-create -c sponsorship <asked >answers 2>"$err"
is "$(jq -r .data.code answers)" hourly_limit 'a request beyond the limit is denied'
run sponsor-book <answers
is "$rc" 0 'the CRM takes that'
says 'still pending: hourly_limit' 'as outstanding, with the reason'
run sponsor-status --tasks
ok 'it is a task' grep -q hourly_limit "$out"
sponsor-allocate -a >again
same again asked 'it is requested again, by the same command'
ticket-client amend sponsorship --clear refusals >/dev/null
ticket-type amend full --capacity 10 >/dev/null
sponsor-allocate -a | book >/dev/null
is "$(sponsor-status | jq -c '.booked')" '[{"type":"full","quantity":5}]' 'and booked when it can be'
done_testing
