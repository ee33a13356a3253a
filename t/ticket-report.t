#!/bin/sh
# Reports: as tables, as NDJSON, and as comma-separated values. That they agree
# with the feed, t/pipeline/season.t says.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 100 --question Diet >/dev/null
ticket-type add yen --name Yen --price 700 --currency JPY --capacity 100 >/dev/null
ticket-client add shop --commands create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket \
	--types '*' --waive >/dev/null
run ticket-report sales
is "$rc:$(wc -c <"$out")" 0:0 'ticket-report sales prints nothing about a store without purchases'
run ticket-report sales --csv
no_data
is "$(cat "$out")" "$(printf 'type,client,payment,reason,tickets,revenue,refund,refunded,due,overdue,currency\r')" \
	'ticket-report sales --csv prints its header even without rows'

buy() { # REFERENCE TICKETS [OPTION...]
	reference=$1 tickets=$2
	shift 2
	# shellcheck disable=SC2086 # words
	ticket-create -c shop --name Ann --email ann@x.example --ticket $tickets "$@" "$reference" >"$reference"
}
assign() { # FILE NUMBER NAME EMAIL [OPTION...]
	ticket=$(jq -r ".data.tickets[$2].id" "$1") name=$3 email=$4
	shift 4
	ticket-assign -c shop --name "$name" --email "$email" "$@" "$ticket" >/dev/null
}
buy paid full=3 --payment due
ticket-pay -c shop --purchase "$(jq -r .data.purchase paid)" --amount 30000 --currency EUR p1 >/dev/null
buy due yen=2 --payment due
buy free full=2 --payment waived --reason review
buy guest full=1 --payment waived --reason '=HYPERLINK("x"), really'
buy gone full=1 --payment due --deadline 2025-03-01T12:00:01Z
assign gone 0 Gone gone@x.example
assign paid 0 '=1+1' bo@x.example --requirements '"ramp", please' --answer Diet=none
assign paid 1 Bo BO@x.example --answer 'Diet=+vegan'
assign due 0 Cy cy@x.example --requirements '-no'
assign free 0 Dee dee@x.example
LANYARD_NOW=2025-03-01T12:00:01Z ticket-expire >/dev/null
ticket-cancel -c shop --keep 2 "$(jq -r .data.purchase paid)" >/dev/null

# Purchases come in the order of their ids, which are random within a moment.
in_order() {
	jq -sc 'sort_by(.reference, .name) | .[]' "$out" >sorted
	cp sorted "$out"
	cp sorted "$scratch/printed/$runs"
}
run ticket-report delegates
in_order
json '[.name, .email, .type, .reference, .complete] | map(tostring) | join(":")' \
	'Cy:cy@x.example:yen:due:false Dee:dee@x.example:full:free:true =1+1:bo@x.example:full:paid:true Bo:BO@x.example:full:paid:true' \
	"ticket-report delegates says whether each delegate's purchase is complete"
run ticket-report missing
in_order
json '"\(.reference):\(.type):\(.missing):\(.email)"' 'due:yen:1:ann@x.example free:full:1:ann@x.example guest:full:1:ann@x.example' \
	"ticket-report missing names the unassigned tickets and the purchaser's address"
run ticket-report requirements
in_order
json '"\(.requirements):\(.complete)"' '"ramp", please:true -no:false' "ticket-report requirements says whether each delegate's purchase is complete"
run ticket-report mailout
json '"\(.email | ascii_downcase):\(.tickets)"' 'bo@x.example:2 dee@x.example:1' 'ticket-report mailout has each address of complete purchases once'
run ticket-report sales
json '[.type, .payment, .reason, .tickets, .revenue, .refund, .due, .overdue, .currency] | map(tostring) | join(":")' \
	'full:charged:null:2:30000:10000:0:0:EUR full:waived:=HYPERLINK("x"), really:1:0:0:0:0:EUR full:waived:review:2:0:0:0:0:EUR yen:charged:null:2:0:0:1400:0:JPY' \
	'ticket-report sales has a row for each type, payment and reason'
run ticket-report clients
json '[.client, .purchases, .tickets, .waived, .assigned, .revenue, .refund, .due, .overdue, .currency] | map(tostring) | join(":")' \
	'shop:3:5:3:3:30000:10000:0:0:EUR shop:1:2:0:1:0:0:1400:0:JPY' 'ticket-report clients has a row for each client and currency'
LANYARD_NOW=2025-03-01T12:29:59.999Z run ticket-report sales
json 'select(.type == "yen") | "\(.due) \(.overdue)"' '1400 0' 'ticket-report sales counts an amount as due until its deadline'
LANYARD_NOW=2025-03-01T12:30:00Z run ticket-report sales
json 'select(.type == "yen") | "\(.tickets) \(.due) \(.overdue)"' '2 0 1400' 'ticket-report sales counts an amount as overdue from its deadline on, even before ticket-expire'
LANYARD_NOW=2025-03-01T12:30:00Z run ticket-report clients
json 'select(.currency == "JPY") | "\(.tickets) \(.due) \(.overdue)"' '2 0 1400' 'ticket-report clients counts an amount as overdue from its deadline on'

# As a table.
run ticket-report sales -t
no_data
ok 'ticket-report -t prints money with decimals and currency' grep -q ' 300.00 EUR  100.00 EUR ' "$out"
ok 'ticket-report -t prints yen without decimals' grep -q ' 1400 JPY  *0 JPY$' "$out"

# For a spreadsheet.
csv() { # REPORT FIELD...
	report=$1
	shift
	ticket-report "$report" --csv >"$report.csv"
	/usr/bin/python3 -c '
import csv, sys
rows = csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True)
print(" ".join(sorted("|".join(row[name] for name in sys.argv[2:]) for row in rows)))' "$report.csv" "$@"
}
is "$(csv delegates name answers complete)" "'=1+1|Diet=none|yes Bo|Diet=+vegan|yes Cy||no Dee||yes" \
	"--csv puts a quote before an answer or a name that begins with a formula's sign"
is "$(csv requirements requirements)" "\"ramp\", please '-no" '--csv puts a quote before a requirement that begins with a minus'
is "$(csv sales reason revenue due currency)" \
	"'=HYPERLINK(\"x\"), really|0.00|0.00|EUR review|0.00|0.00|EUR |0|1400|JPY |300.00|0.00|EUR" \
	'--csv prints money as a number, with its currency in a column of its own'
buy wide full=1 --payment waived --reason '＝cmd' >/dev/null
ok '--csv puts a quote before a full-width equals sign' grep -q "'＝cmd" <<END
$(ticket-report sales --csv)
END
for blank in ' ' '  ' "$(printf '\302\240')" "$(printf '\343\200\200')"; do
	blanks=$((${blanks:-0} + 1))
	buy "blank$blanks" full=1 --payment waived --reason "$blank=1+1"
	ok "--csv puts a quote before a formula that follows the blank \"$blank\"" grep -qF ",'$blank=1+1," <<END
$(ticket-report sales --csv)
END
	ticket-cancel -c shop "$(jq -r .data.purchase "blank$blanks")" >/dev/null
done
is "$(csv mailout tickets)" '1 2' '--csv prints counts as numbers'
is "$(LC_ALL=C awk '!/\r$/' sales.csv | wc -l)" 0 '--csv ends each line with CR LF (RFC 4180)'
is "$(csv delegates ticket | tr ' ' '\n' | sort -u | wc -l)" 4 '--csv includes the ids of tickets'

# By discount code.
ticket-discount add HALF --percent 50 >/dev/null
ticket-discount add FREE --percent 100 >/dev/null
run ticket-report discounts
is "$rc:$(wc -c <"$out")" 0:0 'ticket-report discounts prints nothing before a code is used'
buy halved full=2 --payment due --discount HALF
buy halved-more full=1 --payment due --discount HALF
buy for-nothing yen=1 --payment due --discount FREE
ticket-pay -c shop --purchase "$(jq -r .data.purchase halved)" --amount 10000 --currency EUR p2 >/dev/null
ticket-cancel -c shop --keep 1 "$(jq -r .data.purchase halved)" >/dev/null
run ticket-report discounts
json '[.code, .type, .purchases, .tickets, .revenue, .refund, .due, .overdue, .currency] | map(tostring) | join(":")' \
	'FREE:yen:1:1:0:0:0:0:JPY HALF:full:2:2:10000:5000:5000:0:EUR' 'ticket-report discounts has a row for each code and type, at the reduced prices'
ticket-cancel -c shop "$(jq -r .data.purchase halved)" >/dev/null
for reference in halved-more for-nothing; do ticket-cancel -c shop "$(jq -r .data.purchase $reference)" >/dev/null; done
run ticket-report discounts
json 'select(.code == "HALF") | [.purchases, .tickets, .revenue, .refund, .due] | map(tostring) | join(":")' '0:0:10000:10000:0' \
	'ticket-report discounts counts refunds of cancelled purchases'

# By day. What is cancelled, or expires, changes no row of an earlier day.
ticket-type add chair --name Chair --price 1000 --currency EUR --capacity 100 >/dev/null
by_day() {
	ticket-report days | jq -r "select(.type == \"chair\") |
		[.day, .sold, .ended, .charged, .revenue, .refund, .currency] | map(tostring) | join(\":\")" | paste -sd ' ' -
}
export LANYARD_NOW=2025-05-01T23:59:59.999Z
buy chairs chair=3 --payment due --deadline 2025-05-09
export LANYARD_NOW=2025-05-02T00:00:00Z
buy stools chair=2 --payment due --deadline 2025-05-03T12:00:00Z
buy gifts chair=4 --payment waived
ticket-pay -c shop --purchase "$(jq -r .data.purchase chairs)" --amount 3000 --currency EUR p3 >/dev/null
is "$(by_day)" '2025-05-01:3:0:3000:0:0:EUR 2025-05-02:6:0:2000:3000:0:EUR' 'ticket-report days has what was sold and paid on each day'
LANYARD_NOW=2025-05-03T12:00:00Z ticket-expire >/dev/null
LANYARD_NOW=2025-05-04T00:00:00Z ticket-cancel -c shop --keep 2 "$(jq -r .data.purchase chairs)" >/dev/null
LANYARD_NOW=2025-05-05T00:00:00Z ticket-cancel -c shop "$(jq -r .data.purchase chairs)" >/dev/null
LANYARD_NOW=2025-05-05T00:00:00Z ticket-cancel -c shop --keep 1 "$(jq -r .data.purchase gifts)" >/dev/null
is "$(by_day)" '2025-05-01:3:0:3000:0:0:EUR 2025-05-02:6:0:2000:3000:0:EUR 2025-05-03:0:2:0:0:0:EUR 2025-05-04:0:1:0:0:1000:EUR 2025-05-05:0:5:0:0:2000:EUR' \
	'ticket-report days has cancelled and expired tickets on the day on which they ended, and leaves the days before as they were'
before=$(by_day)
export LANYARD_NOW=2025-05-06T00:00:00Z
ticket-refund -c organiser --of-client shop --reference chairs --amount 1500 --currency EUR back-1 >/dev/null
ticket-cancel -c shop "$(jq -r .data.purchase gifts)" >/dev/null
export LANYARD_NOW=2025-05-07T00:00:00Z
ticket-reopen -c organiser --of-client shop --reference stools --deadline 2025-05-08T12:00:00Z >/dev/null
ticket-refund -c organiser --of-client shop --reference chairs --amount 1500 --currency EUR back-2 >/dev/null
is "$(by_day)" "$before 2025-05-06:0:1:0:0:0:EUR 2025-05-07:2:0:2000:0:0:EUR" \
	'an expired purchase that is reopened has ended on the one day, and is sold again on the other'
LANYARD_NOW=2025-05-08T00:00:00Z ticket-cancel -c shop --keep 1 "$(jq -r .data.purchase stools)" >/dev/null
LANYARD_NOW=2025-05-08T12:00:00Z ticket-expire >/dev/null
export LANYARD_NOW=2025-05-09T00:00:00Z
ticket-reopen -c organiser --of-client shop --reference stools --deadline 2025-05-10 >/dev/null
is "$(by_day)" "$before 2025-05-06:0:1:0:0:0:EUR 2025-05-07:2:0:2000:0:0:EUR 2025-05-08:0:2:0:0:0:EUR 2025-05-09:1:0:1000:0:0:EUR" \
	'of a purchase that is reopened again, what was cancelled before is not sold again'
is "$(ticket-report days | jq -r 'select(.refunded > 0) | "\(.day) \(.type) \(.refunded)"' | paste -sd ' ' -)" \
	'2025-05-06 chair 1500 2025-05-07 chair 1500' 'ticket-report days has the money paid back on the day on which it was'
run ticket-report days
sums='[.type, .currency] | join(" ")'
jq -c "{of: ($sums), tickets: (.sold - .ended), revenue, refund: (.refund - .refunded), refunded}" "$out" >days
ticket-report sales | jq -c "{of: ($sums), tickets, revenue, refund, refunded}" >sales
sum() { jq -sc 'group_by(.of)[] | {of: .[0].of, tickets: (map(.tickets) | add), revenue: (map(.revenue) | add), refund: (map(.refund) | add), refunded: (map(.refunded) | add)}' "$1"; }
is "$(sum days)" "$(sum sales)" 'the rows of ticket-report days add up to those of ticket-report sales'
export LANYARD_NOW=2025-03-01T12:00:00Z

# Purchases.
rows='[.reference, .state, .tickets, .amount, .due, .deadline, .paid, .payment, .refund, .refunded, .currency] | map(. // "-" | tostring) | join(":")'
ticket-report purchases >purchases
purchase_row() { jq -r "select(.reference == \"$1\") | $rows" purchases; }
is "$(purchase_row stools)" 'stools:due:1:1000:1000:2025-05-11T00:00:00.000Z:-:-:-:-:EUR' 'ticket-report purchases has what is due, and until when'
is "$(purchase_row paid)" 'paid:paid:2:20000:-:-:30000:p1:10000:-:EUR' \
	'ticket-report purchases has what was paid by which payment, and what of it is to be paid back'
is "$(purchase_row halved)" 'halved:cancelled:0:0:-:-:10000:p2:10000:-:EUR' 'ticket-report purchases has a cancelled purchase whose payment is to be paid back'
is "$(purchase_row chairs)" 'chairs:cancelled:0:0:-:-:3000:p3:-:3000:EUR' 'ticket-report purchases has what was refunded, and no refund once all of it was'
is "$(purchase_row free)" 'free:waived:2:0:-:-:-:-:-:-:EUR' 'ticket-report purchases has nothing due for a purchase that was waived'
is "$(purchase_row gone)" 'gone:expired:0:0:-:-:-:-:-:-:EUR' 'ticket-report purchases has nothing due for an expired purchase'
is "$(jq -r 'select(.reference == "halved") | "\(.name) \(.email) \(.client) \(.discount) \(.created_at) \(.paid_at)"' purchases)" \
	'Ann ann@x.example shop HALF 2025-03-01T12:00:00.000Z 2025-03-01T12:00:00.000Z' \
	"ticket-report purchases has the purchaser, the discount code, and the times of the purchase and of the payment"
is "$(jq -r .reference purchases | head -n 5 | paste -sd ' ' -)" 'paid due free guest gone' \
	'ticket-report purchases has the purchases in the order in which they were made, even those of one moment'
is "$(ticket-report purchases --refund | jq -r .reference | paste -sd ' ' -)" "$(jq -r 'select(.refund).reference' purchases | paste -sd ' ' -)" \
	'ticket-report purchases --refund has those of which money is to be paid back, and no others'
is "$(ticket-report purchases --due | jq -r .reference | paste -sd ' ' -)" "$(jq -r 'select(.due).reference' purchases | paste -sd ' ' -)" \
	'ticket-report purchases --due has those that are due, and no others'
is "$(ticket-report purchases --due --refund | jq -r .reference | paste -sd ' ' -)" \
	"$(jq -r 'select(.due or .refund).reference' purchases | paste -sd ' ' -)" 'ticket-report purchases --due --refund has those that are either'
is "$(LANYARD_NOW=2025-05-11T00:00:00Z ticket-report purchases --due | jq -r '"\(.reference) \(.state) \(.due)"' | head -n 1)" \
	'stools overdue 1000' 'ticket-report purchases --due has those that are overdue'
buy unpaid full=2 --payment due
ticket-cancel -c shop --keep 1 "$(jq -r .data.purchase unpaid)" >/dev/null
is "$(ticket-report purchases | jq -r "select(.reference == \"unpaid\") | $rows" | cut -d : -f 2-5):$(ticket-report purchases --refund | grep -c unpaid)" \
	due:1:10000:10000:0 'nothing is to be paid back of tickets that were cancelled before they were paid'
buy fully full=1 --payment due --discount FREE
is "$(ticket-report purchases | jq -r "select(.reference == \"fully\") | $rows")" fully:paid:1:0:-:-:-:-:-:-:EUR \
	'a purchase that costs nothing by its discount code is paid, by no payment'
ticket-cancel -c shop "$(jq -r .data.purchase fully)" >/dev/null
ticket-amend -c organiser --of-client shop --reference unpaid --name Bea --email bea@x.example >/dev/null
is "$(ticket-report purchases | jq -r 'select(.reference == "unpaid") | "\(.name) \(.email)"')" 'Bea bea@x.example' \
	'ticket-report purchases has the purchaser as amended'
ticket-cancel -c shop "$(jq -r .data.purchase unpaid)" >/dev/null
ok 'ticket-report purchases --csv has decimal amounts, and no 0 where nothing is due' \
	grep -q "^chairs,shop,cancelled,Ann,ann@x.example,0,0.00,,,,30.00,p3,2025-05-02 00:00,30.00,EUR,,2025-05-01 23:59:59," <<END
$(ticket-report purchases --csv)
END
sums='[.client, .currency] | join(" ")'
columns='map(. as $name | {($name): ($rows | map(.[$name] // 0) | add)}) | add'
sums_of() { jq -sc "group_by($sums)[] | . as \$rows | .[0] as \$first | [\"tickets\", \"revenue\", \"refund\", \"refunded\", \"due\", \"overdue\"] | {of: (\$first | $sums)} + ($columns)"; }
for now in 2025-05-10T23:59:59.999Z 2025-05-11T00:00:00Z; do
	LANYARD_NOW=$now ticket-report sales | sums_of >sales
	LANYARD_NOW=$now ticket-report purchases | jq -c '. + {revenue: .paid, due: (if .state == "due" then .due else 0 end),
		overdue: (if .state == "overdue" then .due else 0 end)}' | sums_of >purchases
	is "$(cat purchases)" "$(cat sales)" "the rows of ticket-report purchases add up to those of ticket-report sales at $now"
done
run ticket-report purchases --paid
is "$rc" 64 'ticket-report purchases refuses an option that it does not have'
run ticket-report sales --due
is "$rc" 64 'ticket-report sales refuses an option of ticket-report purchases'

# Badges.
buy badges chair=2 --payment waived
buy reserved chair=1 --payment due
assign badges 0 'Eve Doe' eve@x.example --company '=Elm & Co' --requirements ramp
assign badges 1 Flo flo@x.example
assign reserved 0 Gus gus@x.example --company Oak
run ticket-report badges
json 'select(.type == "chair") | [.name, .company, (keys | join("+"))] | map(tostring) | join(":")' \
	'Eve Doe:=Elm & Co:company+name+ticket+type Flo:null:name+ticket+type' \
	'ticket-report badges has name, company, type and ticket of complete purchases, and nothing else'
ok "ticket-report badges --csv marks a company that looks like a formula" grep -q "^Eve Doe,'=Elm & Co,chair," <<END
$(ticket-report badges --csv)
END
buy names chair=4 --payment waived
assign names 0 zoe zoe@x.example
assign names 1 'eve doe' eve2@x.example
assign names 2 "$(printf '\303\211va')" eva@x.example
assign names 3 Adam adam@x.example
is "$(ticket-report badges | jq -r 'select(.type == "chair").name' | paste -sd ' ' -)" \
	"$(printf 'Adam Eve Doe eve doe Flo zoe \303\211va')" 'ticket-report badges is sorted by name, regardless of case'
ticket-cancel -c shop "$(jq -r .data.purchase names)" >/dev/null
run ticket-report delegates
in_order
json 'select(.company) | "\(.name):\(.company)"' 'Eve Doe:=Elm & Co Gus:Oak' "ticket-report delegates has the delegates' companies"

# Many: page by page.
jq -nc 'range(450) | {reference: "many\(.)", purchaser: {name: "A", email: "a@x.example"}, payment: "waived",
	tickets: [{type: "yen", quantity: 1, delegates: [{name: "N\(.)", email: "n\(.)@x.example"}]}]}' |
	sed 's/^/{"x":/; s/$/}/' | jq -c .x >many.ndjson
ticket-type amend yen --capacity 1000 >/dev/null
ticket-create -c shop <many.ndjson >/dev/null
is "$(ticket-report delegates | jq -r .ticket | sort -u | wc -l) $(ticket-report mailout | wc -l)" '456 454' \
	'reports of more than one page have every row once'
is "$(ticket-report purchases | jq -r .purchase | sort | uniq -d | wc -l):$(ticket-report purchases | jq -r 'select(.reference | startswith("many")).reference' | tr -d many | paste -sd ' ' -)" \
	"0:$(seq 0 449 | paste -sd ' ' -)" 'ticket-report purchases of more than one page has every row once, in order'
run ticket-report nothing
is "$rc" 64 'an unknown report is a usage error'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing after the sales of the reports'
done_testing
