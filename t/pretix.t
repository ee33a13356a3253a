#!/bin/sh
# A third party's shop: the CRM books in pretix, and can't tell the difference.
. "$(dirname "$0")/lib.sh"
for tool in curl jq python3; do
	command -v "$tool" >/dev/null || skip_all "$tool is not here"
done
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY PRETIX_CONFIG PRETIX_TOKEN_FILE
shop=$scratch/shop
mkdir "$shop"
python3 "$root/contrib/pretix/test-server.py" "$shop" >"$scratch/server" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; cd /; rm -rf "$scratch"' EXIT
tries=0
until [ -e "$shop/port" ]; do
	tries=$((tries + 1))
	if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
		fail 'the stand-in for pretix starts'
		sed 's/^/# /' "$scratch/server"
		done_testing
		exit
	fi
	sleep 0.1
done
port=$(cat "$shop/port")

export PRETIX_CONFIG="$PWD/config.json" PRETIX_TOKEN_FILE="$PWD/token" PRETIX_TIMEOUT=20
(umask 077 && echo secret1 >token)
configure() { # [JQ-FILTER]
	jq -n --arg url "http://127.0.0.1:$port" '{$url, organizer: "fair", event: "conf",
		client: "sponsorship", currency: "EUR", locale: "en", sales_channel: "web",
		types: {full: {item: 101}, closed: {item: 102}, loose: {item: 103},
			workshop: {item: 104, variation: 7}, halfway: {item: 104}, gone: {item: 999},
			friend: {item: 105, voucher: "FRIENDS"}, late: {item: 105, voucher: "OLD"},
			odd: {item: 105, voucher: "NONE"}}}' | jq "${1:-.}" >config.json
}
configure
# shellcheck disable=SC2120 # run hands arguments on
pretix_create() {
	timeout 120 "$root/contrib/pretix/pretix-create" "$@"
}
plan() {
	printf '%s\n' "$@" >"$shop/plan"
}
orders() {
	find "$shop/orders" -name '*.json' | wc -l | tr -d ' '
}
n=0
ask() { # REFERENCE QUANTITY [TYPE]: a new command
	n=$((n + 1))
	ID=$(printf '01955193-de00-8137-bb08-%012d' "$n") purchase "$@"
}

# With the real CRM
open_crm
pay_sponsor a Gold && pay_sponsor b Silver && pay_sponsor c Gold
cat paid.a paid.b paid.c | sponsor-onboard | sponsor-allocate >commands
run pretix_create <commands
cp "$out" answers
is "$rc:$(orders)" 0:2 'pretix-create makes an order for each command that there are places for'
json '"\(.type | split(".")[2]):\(.data.reference):\(.data.tickets | length)"' \
	'ticket-purchase-created:a/full/1:5 ticket-purchase-created:b/full/1:3 ticket-purchase-rejected:c/full/1:0' \
	'pretix-create answers each command as ticketing would'
json '.data.code | strings' sold_out 'an exhausted quota results in sold_out'
json '.data.retryable | select(. != null)' true 'sold_out is retryable'
is "$(jq -r .causationid "$out" | paste -sd ' ' -)" "$(jq -r .id commands | paste -sd ' ' -)" \
	"the answer's causationid is the command's id"
is "$(jq -r .correlationid "$out" | paste -sd ' ' -)" "$(jq -r .correlationid commands | paste -sd ' ' -)" \
	"the answer has the command's correlationid"
is "$(jq -r 'select(.data.purchase) | .subject' "$out" | sort)" \
	"$(cat "$shop"/orders/*.json | jq -r .code | sort)" "the answer's subject is the order's code"
json 'select(.data.purchase) | .source' '/pretix/fair/conf /pretix/fair/conf' "the answer's source is the shop"
json 'select(.data.purchase) | .data | .tickets[0].id == .purchase[0:32] + "0001"' 'true true' \
	"a ticket's id is its order's id with the ticket's number"
run sh -c 'cat "$1"/orders/*.json' - "$shop"
no_data
json 'select(.email == "t@a.example") | "\(.status) \(.invoice_address.company) \(.comment) \(.api_meta.lanyard.reference) \(.positions | map(.price) | unique | add)"' \
	"p a Ltd a/full/1 (Lanyard $(head -n 1 commands | jq -r .id)) a/full/1 0.00" \
	'an order is paid, costs nothing and names sponsor, reference and command'
run sponsor-book <answers
is "$rc" 0 "sponsor-book accepts pretix-create's answers"
run sponsor-status
json '"\(.sponsor)=\(.booked[0].quantity)"' 'a=5 b=3 c=null' 'sponsor-status has the numbers that pretix has'
run sh -c 'sponsor-allocate -a'
is "$(wc -c <"$out")" 0 'sponsor-allocate -a has nothing outstanding after the answers are booked'

run pretix_create <commands
is "$rc:$(orders)" 0:2 'commands that are repeated make no further order'
grep -v rejected answers >created.first
grep -v rejected "$out" >created.again
same created.first created.again 'commands that are repeated print the same bytes'
cp "$out" again
run sponsor-book <again
is "$rc:$(sponsor-status | jq -r '.booked[0].quantity // 0' | paste -sd ' ' -)" '0:5 3 0' \
	'answers that are repeated change nothing in the ledger'
code=$(head -n 1 answers | jq -r .subject)
jq '.status = "c" | .positions = []' "$shop/orders/$code.json" >cancelled && cp cancelled "$shop/orders/$code.json"
head -n 1 commands >one
run pretix_create <one
ok 'the command of an order that was cancelled since prints the same bytes' sh -c 'head -n 1 "$1" | cmp - "$2"' - answers "$out"
jq -c '.data.tickets[0].quantity = 4' one >other
run pretix_create -r kept <other
is "$rc:$(jq -r '.data.code + " " + (.data.retryable | tostring)' "$out")" '65:conflict false' \
	'another command under the same id is a conflict'
same kept other '-r keeps the conflicting command'

# Tickets are reclaimed manually, as the message says.
sponsor-contract void C-a >/dev/null 2>&1
sponsor-reclaim -a >asked
run pretix_create <asked
is "$rc:$(wc -c <"$out")" 65:0 'pretix-create denies a reclaim'
says 'leave 0 of the order, then record it by "sponsor-book --manual REFERENCE --left 0 --by YOU"' 'the denial of a reclaim names the manual steps and the command to record them'
sh -c "$(sed -n 's/.*"\(sponsor-feed | grep [^"]*\)".*/\1/p' "$err")" | jq -r .data.reference | sort -u >reference
is "$(cat reference)" a/full/1 'the denial of a reclaim names a command that finds the reference'
sed 's#/sponsorship"#/speakers"#' asked >speakers
run pretix_create <speakers
says 'by "speaker-book --manual REFERENCE --left 0 --by YOU"' 'the denial of a reclaim names speaker-book for a speaker'
says '"speaker-feed | grep ' 'the denial of a reclaim names speaker-feed for a speaker'
sed 's#/sponsorship"#/guests"#' asked >guests
run pretix_create <guests
says 'by "guest-book --manual REFERENCE --left 0 --by YOU"' 'the denial of a reclaim names guest-book for a guest'
run sponsor-reclaim -a
same "$out" asked 'a reclaim is pending until it is recorded manually'
sponsor-book --manual "$(cat reference)" --left 0 --by Ann >/dev/null
run sponsor-reclaim -a
is "$(wc -c <"$out"):$(sponsor-status a | jq -c '[.booked, .awaits]')" '0:[[],"the contract C-a is void"]' 'a reclaim that is recorded manually is no longer pending'

# Nobody knows
rm -f "$shop"/orders/* "$shop/requests"
ask x/1 2 >x1
for how in drop garbage; do
	rm -f "$shop"/orders/*
	plan "POST $how"
	run pretix_create <x1
	is "$rc:$(wc -c <"$out"):$(orders)" 75:0:1 "a connection that ends with \"$how\" gives no answer and status 75"
	says 'x/1: ' "the message about a connection that ends with \"$how\" names the reference"
	run pretix_create <x1
	is "$rc:$(jq '.data.tickets | length' "$out"):$(orders)" 0:2:1 "the run after a connection that ends with \"$how\" finds the order"
	cp "$out" "found.$how"
	run pretix_create <x1
	same "found.$how" "$out" "later runs after a connection that ends with \"$how\" print the same bytes"
done
plan 'POST race'
ask x/2 1 >x2
run pretix_create <x2
is "$rc:$(jq '.data.tickets | length' "$out")" 0:1 'a command whose order another run makes at the same time is answered'
ask x/5 1 >x5
before=$(orders)
pretix_create <x5 >x5.one &
pretix_create <x5 >x5.two
wait "$!"
is "$(jq -r .data.reference x5.one):$(($(orders) - before))" x/5:1 'two runs of the same command at the same time make one order'
same x5.one x5.two 'two runs of the same command at the same time print the same bytes'
ask x/3 1 >x3
for status in 500 502 409; do
	plan "POST status $status"
	before=$(orders)
	run pretix_create <x3
	is "$rc:$(wc -c <"$out"):$(orders)" "75:0:$before" "HTTP status $status gives no answer, no order and status 75"
done
plan 'POST hang'
PRETIX_TIMEOUT=1 run pretix_create <x3
is "$rc:$(wc -c <"$out")" 75:0 'a timeout gives no answer and status 75'
cat x3 x2 >two
plan 'POST status 500'
run pretix_create <two
is "$rc:$(jq -r .data.reference "$out")" 75:x/2 'a command after one with HTTP status 500 is answered'
run pretix_create <x3
is "$rc:$(jq -r .data.reference "$out")" 0:x/3 'the run after an unknown outcome books the command'
ask x/4 1 >x4
run sh -c '"$1" <x4 >/dev/full' - "$root/contrib/pretix/pretix-create"
is "$rc" 74 "pretix-create exits with 74 if its answer can't be written"
before=$(orders)
run pretix_create <x4
is "$rc:$(jq -r .data.reference "$out"):$(orders)" "0:x/4:$before" 'the run after an unwritten answer prints it and makes no further order'

# Denied
ask y/1 1 >y1
for status in 401 403; do
	plan "POST status $status"
	run pretix_create <y1
	is "$rc:$(jq -r '.data | "\(.code) \(.retryable)"' "$out")" '77:forbidden true' "HTTP status $status results in forbidden, which is retryable"
done
plan 'GET status 403'
run pretix_create <x1
is "$rc:$(jq -r .data.code "$out")" 77:forbidden "an order that can't be read because of status 403 results in forbidden"
plan 'POST later 1'
run pretix_create <y1
is "$rc:$(jq -r .data.reference "$out")" 0:y/1 'pretix-create waits as long as a 429 asks it to'
ask y/2 1 >y2
ask y/3 1 >>y2
plan 'POST later 3600'
: >"$shop/requests"
run pretix_create <y2
is "$rc:$(wc -c <"$out"):$(wc -l <"$shop/requests" | tr -d ' ')" 75:0:1 'pretix-create exits with 75 if a 429 asks it to wait for an hour'
says '1 more were not requested' 'the message says how many commands were not sent'
(umask 077 && echo wrong >token2)
PRETIX_TOKEN_FILE=token2 run pretix_create <y2
is "$rc:$(jq -r .data.code "$out" | paste -sd ' ' -)" '77:forbidden forbidden' 'a wrong token results in forbidden for each command'

# Refused
refusal() { # TYPE QUANTITY WANTED NAME
	ask "r/$n" "$2" "$1" >r
	before=$(orders)
	run pretix_create <r
	is "$rc:$(jq -r '.data | "\(.code) \(.retryable) \(.type)"' "$out"):$(($(orders) - before))" "0:$3:0" "$4"
}
refusal nowhere 1 'unknown_type false nowhere' 'a type that the configuration does not have is rejected as unknown_type'
refusal gone 1 'unknown_type false gone' 'a type whose item pretix does not have is rejected as unknown_type'
refusal closed 1 'not_on_sale true closed' 'a type whose item is not active is rejected as not_on_sale'
refusal loose 1 'not_on_sale true loose' 'a type whose item has no quota is rejected as not_on_sale'
refusal friend 4 'sold_out true friend' 'a voucher that is exhausted is rejected as sold_out'
refusal late 1 'not_on_sale true late' 'a voucher that has expired is rejected as not_on_sale'
refusal workshop 500 'too_many false null' 'an order that is too big for pretix is rejected as too_many'
ask v/1 1 workshop >v0
jq -c '.data.tickets[0].delegates = [{name: "Ann", email: "ann@a.example"}]' v0 >v1
run pretix_create <v1
is "$rc:$(jq -r '.positions[0] | "\(.variation) \(.attendee_name) \(.attendee_email)"' "$shop/orders/$(jq -r .subject "$out").json")" \
	'0:7 Ann ann@a.example' "an order has the item's variation and the delegate's name and address"
for what in '.data.pool = "p"=unknown_pool 0' '.data.payment = "due"=forbidden 77' \
	'.data.tickets[0].delegates = [{name: "A", email: "a@a.example", requirements: "r"}]=unknown_question 0' \
	'.data.colour = "red"=malformed 65' '.data.tickets[0].quantity = 501=malformed 65' \
	'.data.tickets[0].quantity = 1.5=malformed 65' '.data.purchaser.email = "e"=malformed 65' \
	'.data.discount = "d"=malformed 65' '.data.reference = 5=malformed 65' '.data = 5=malformed 65' \
	'.data.purchaser.email = "e@e"=malformed 65'; do
	ask w/1 1 >w.1
	jq -c "${what%=*}" w.1 >w
	run pretix_create <w
	is "$(jq -r .data.code "$out") $rc" "${what##*=}" "pretix-create answers ${what%=*} with ${what##*=}"
done
before=$(orders)
{
	echo '{'
	purchase bare 1
	jq -c '.type = "lanyard.ticketing.cancel-tickets.v1"' w.1
	jq -c '.dryrun = true' w.1
	ask z/3 1 workshop
	printf '{"torn'
} >mixed
run pretix_create -r kept <mixed
is "$rc:$(jq -r .data.reference "$out")" 65:z/3 'pretix-create answers the valid command after invalid lines'
is "$(wc -l <kept | tr -d ' '):$(($(orders) - before))" 5:1 '-r keeps the invalid lines'
says 'stdin:2: /specversion' 'the message about an invalid line names number, field and reason'
says 'stdin:3: /type: tickets are cancelled in pretix manually: leave N of the order' 'the denial of a cancellation says to cancel in pretix manually'

# The configuration
run pretix_create -c "$root/contrib/pretix/example.json" </dev/null
is "$rc:$(wc -c <"$out")" 0:0 'contrib/pretix/example.json is a valid configuration'
run pretix_create -h
no_data
is "$rc" 0 'pretix-create -h succeeds'
wrong() { # JQ-FILTER NAME
	configure "$1"
	run pretix_create <x3
	is "$rc:$(wc -c <"$out")" 78:0 "$2"
	configure
}
wrong '.event = "other"' 'pretix-create exits with 78 if the order is in another event of the organizer'
ask q/1 1 >x3
wrong '.locale = "fr"' 'pretix-create exits with 78 if the event does not have the locale'
wrong '.sales_channel = "shop"' 'pretix-create exits with 78 if the sales channel does not exist'
wrong '.url += "/shop"' "pretix-create exits with 78 if the URL is not pretix's"
wrong '.url = "http://shop.example"' 'pretix-create exits with 78 if the token would be sent unencrypted'
wrong '.colour = "red"' 'pretix-create exits with 78 if the configuration has an unknown field'
wrong '.types.full.item = "101"' 'pretix-create exits with 78 if an item is not a number'
wrong 'del(.currency)' 'pretix-create exits with 78 if a field of the configuration is missing'
ask q/2 1 halfway >x3
wrong . 'pretix-create exits with 78 if an item with variations has none configured'
ask q/3 1 odd >x3
wrong . 'pretix-create exits with 78 if the voucher does not exist'
chmod o+r token
wrong . 'pretix-create exits with 78 if everybody can read the token file'
chmod o-r token
PRETIX_TOKEN_FILE='' run pretix_create <x3
is "$rc" 78 'pretix-create exits with 78 if no token file is named'
run pretix_create -c missing <x3
is "$rc" 78 'pretix-create exits with 78 if the configuration file does not exist'
run pretix_create operand <x3
is "$rc" 64 'an operand of pretix-create is a usage error'
ask s/1 1 workshop >s1
before=$(orders)
run pretix_create -n <s1
is "$rc:$(jq -c .dryrun "$out"):$(orders)" "0:true:$before" 'a dry run makes no order and marks its answer'
cp "$out" dry
run sponsor-book <dry
is "$rc" 65 'sponsor-book denies the answer of a dry run'
run sh -c 'sh -x "$1" <s1 2>&1 >/dev/null' - "$root/contrib/pretix/pretix-create"
no_data
is "$rc:$(grep -c secret1 "$out")" 0:0 'a shell trace does not contain the token'
kill "$server"
wait "$server" 2>/dev/null
ask t/1 1 >t1
ask t/2 1 >>t1
run pretix_create <t1
is "$rc:$(wc -c <"$out")" 69:0 'pretix-create exits with 69 if pretix does not listen'
done_testing
