#!/bin/sh
# Bank transfers and the purchases that they pay. How texts are read: t/sponsor-match.t.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 50 >/dev/null
ticket-type add free --name Free --price 0 --currency EUR --capacity 50 >/dev/null
for client in shop kiosk; do
	ticket-client add $client --commands create-ticket-purchase,pay-ticket-purchase,cancel-tickets --types '*' --waive
done >/dev/null
buy() { # CLIENT REFERENCE COUNT [DEADLINE]
	client=$1 reference=$2 count=$3
	ticket-create -c "$client" --name A --email a@x.example --ticket "full=$count" --payment due \
		--deadline "${4:-2025-03-20T00:00:00Z}" "$reference"
}
transfer() { # ID AMOUNT TEXT
	jq -nc --arg id "$1" --argjson amount "$2" --arg text "$3" \
		'{transfer: $id, received_on: "2025-02-03", $amount, currency: "EUR", $text}'
}
match() { # <TRANSFERS
	run ticket-match
	no_data
	jq -r '"\(.purchase)=\(.amount)"' "$out" | paste -sd ' ' -
}
pays() { # AMOUNT TEXT WANTED NAME
	is "$(transfer T "$1" "$2" | match)" "$3" "$4"
}
reason() { # WORDS NAME
	says "ticket-match: stdin:1: \"T\": $1" "$2"
}
id_of() { # FILE
	jq -r .data.purchase "$1"
}
buy shop order-1 1 >one
buy shop order-2 2 >two
buy kiosk order-2 3 >other
buy kiosk K7-2025 1 >kiosk

pays 10000 'Tickets ORDER 1, Ann' "$(id_of one)=10000" 'a purchase is matched by its reference'
transfer T 10000 'order-1' | ticket-match >record
is "$(cat record)" "{\"payment\":\"T\",\"purchase\":\"$(id_of one)\",\"amount\":10000,\"currency\":\"EUR\"}" \
	'a record has the id of the purchase, and the id and the amount of the transfer'
ok 'the record is a payment by its schema' "$root/t/validate" --record lanyard.ticketing.pay-ticket-purchase.v1 record
pays 10000 order-10 '' 'a longer reference names another purchase'
reason 'names no purchase' 'the reason is that no purchase is named'
pays 20000 order-2 "$(id_of two)=20000" 'of two purchases with one reference, the one that has the amount is matched'
pays 30000 order-2 "$(id_of other)=30000" 'of two purchases with one reference, the amount decides for the other one, too'
pays 50000 order-2 '' 'two purchases with one reference are not added'
reason 'names "order-2" or "order-2", and none of them is due 500.00 EUR' 'the reason names the reference of both purchases'
pays 40000 'order-1, order-2' "$(id_of one)=10000 $(id_of other)=30000" 'a transfer is split between purchases of two clients'
pays 9000 order-1 '' 'less than is due is not matched'
reason '90.00 EUR is 10.00 EUR less than is due of the purchase "order-1"' 'the reason says how much less than is due it is'

# What is not open.
buy shop gone-1 1 2025-03-01T12:00:01Z >gone
buy shop away-1 1 >away
ticket-cancel -c shop "$(id_of away)" >/dev/null
buy shop part-1 3 >part
ticket-cancel -c shop --keep 2 "$(id_of part)" >/dev/null
buy shop paid-1 1 >paid
ticket-pay -c shop --reference paid-1 --amount 10000 --currency EUR P-1 >/dev/null
ticket-create -c shop --name A --email a@x.example --ticket full=1 --payment waived gift-1 >/dev/null
ticket-create -c shop --name A --email a@x.example --ticket free=1 --payment due free-1 >/dev/null
pays 20000 part-1 "$(id_of part)=20000" 'what is due after some tickets were cancelled is matched'
export LANYARD_NOW=2025-03-01T12:00:01Z
while IFS='|' read -r reference why name; do
	pays 10000 "$reference" '' "$name is not matched"
	reason "$why" "the reason says that it is $name"
done <<'END'
gone-1|the purchase "gone-1" has expired: its payment deadline was 2025-03-01 12:00:01 UTC|a purchase whose deadline has passed
away-1|the purchase "away-1" was cancelled|a purchase that was cancelled
paid-1|the purchase "paid-1" was paid already, by the payment "P-1"|a purchase that another payment has paid
free-1|the purchase "free-1" is free of charge|a purchase that is free of charge
gift-1|names no purchase|a purchase whose payment was waived
END

# One transfer for two orders, again and again.
{
	transfer B-1 20000 'order-1 and K7-2025'
	transfer B-2 10000 order-1
} >bank
run ticket-match -r rest <bank
no_data
cp "$out" first
ticket-pay -c organiser <first >answers
is "$(jq -r '"\(.data.reference) \(.data.payment)"' answers | paste -sd ',' -)" 'order-1 B-1,K7-2025 B-1' 'one transfer pays two purchases'
run ticket-match -r again <bank
no_data
same "$out" first 'the same file has the same records when its purchases are paid'
same rest again 'the same file has the same rest when its purchases are paid'
says '"B-2": the purchase "order-1" was paid already, by the payment "B-1"' 'the reason names the payment'
count=$(events ticket-feed)
ticket-pay -c organiser <first >second
same second answers 'the same records get the same answers'
is "$(events ticket-feed)" "$count" 'the same records record nothing'
ticket-cancel -c shop "$(id_of one)" >/dev/null
is "$(match <bank)" "$(id_of one)=10000 $(id_of kiosk)=10000" 'a transfer that was recorded is matched after the purchase was cancelled, too'
ticket-pay -c organiser <first >third
same third answers 'a payment that is repeated after the purchase was cancelled gets the same answer'

# Another amount, which ticket-pay refuses: a task.
buy shop over-1 1 >over
{
	transfer O-1 12000 over-1
	transfer O-2 9000 over-1
	transfer O-3 1 'over-1 part-1'
} >inexact
refused() {
	run ticket-report refused
	jq -r 'select(.code == "wrong_amount") | "\(.payment) \(.reference) \(.client) \(.amount)"' "$out" | paste -sd ',' -
}
run ticket-match --inexact <inexact
no_data
cp "$out" records
is "$(jq -r '"\(.payment) \(.purchase == "'"$(id_of over)"'")"' records | paste -sd ',' -)" 'O-1 true,O-2 true' \
	'more and less than is due for the only purchase named is matched with --inexact'
is "$(refused)" '' 'the report of refused payments has none of another amount before'
ticket-pay -c organiser <records >answers
is "$(jq -r .data.code answers | paste -sd ' ' -)" 'wrong_amount wrong_amount' 'ticket-pay refuses other amounts'
is "$(jq -r '"\(.data.reference) \(.data.of_client)"' answers | sort -u)" 'over-1 shop' 'a refusal of a payment names the purchase by its reference, which the record did not'
sed -n 1p records >record
run ticket-pay -c organiser <record
says 'stdin:1: refused for over-1: 100.00 EUR is due, not 120.00 EUR, payment O-1, 120.00 EUR to pay back' \
	'the message about a refused transfer names the purchase by its reference'
is "$(refused)" 'O-1 over-1 shop 12000,O-2 over-1 shop 9000' 'the report of refused payments has their purchases and amounts'
is "$(jq -r .message "$out" | tail -n 1)" '100.00 EUR is due, not 90.00 EUR' 'the report of refused payments has the reason'
ticket-match --inexact <inexact 2>/dev/null | ticket-pay -c organiser >answered
same answered answers 'the same transfers are refused by the same events'
is "$(ticket-pay -c organiser O-2 --reference over-1 --of-client shop --amount 10000 --currency EUR | jq -r .data.payment)" O-2 \
	'the whole is recorded under the reference of the part'
is "$(refused)" 'O-1 over-1 shop 12000' 'a payment that was accepted since is no longer reported as refused'
ticket-pay -c organiser O-4 --reference later-1 --amount 1 --currency EUR >/dev/null
is "$(ticket-report refused | jq -c 'select(.payment == "O-4") | [.code, .reference, .purchase]')" '["unknown_purchase","later-1",null]' \
	'a payment of an unknown purchase is reported as refused'

# Bad lines and statuses.
{
	echo '{"transfer":"T-1"'
	transfer T-2 20000 order-2
	echo '{"transfer":"T-3","received_on":"2025-02-03","amount":1,"currency":"EUR","purchase":"x"}'
} >lines
run ticket-match -r kept <lines
no_data
is "$rc:$(wc -l <"$out"):$(wc -l <kept)" 65:1:2 'a valid transfer among bad lines is matched, the bad ones are saved'
transfer T 1 none >none
run ticket-match -e <none
is "$rc" 1 'ticket-match -e exits with 1 if a transfer is not matched'
run ticket-match -q -v <none
says 'ticket-match: 1 line, 1 of them not converted' 'ticket-match -v counts the lines'
run ticket-check
is "$rc" 0 'ticket-check finds nothing after the transfers'
done_testing
