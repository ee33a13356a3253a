#!/bin/sh
# Reports: as tables, as NDJSON, and as comma-separated values. That they agree
# with the feed, t/pipeline/season.t says.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 10000 --currency EUR --capacity 100 --question Diet >/dev/null
ticket-type add yen --name Yen --price 700 --currency JPY --capacity 100 >/dev/null
ticket-client add shop --may create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket \
	--types '*' --waive >/dev/null
run ticket-report sales
is "$rc:$(wc -c <"$out")" 0:0 'of nothing there is nothing to report'
run ticket-report sales --csv
no_data
is "$(cat "$out")" "$(printf 'type,client,payment,reason,tickets,revenue,refund,due,overdue,currency\r')" \
	'but the head of a spreadsheet'

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
	'who comes, and whether it is certain'
run ticket-report missing
in_order
json '"\(.reference):\(.type):\(.missing):\(.email)"' 'due:yen:1:ann@x.example free:full:1:ann@x.example guest:full:1:ann@x.example' \
	'who is still to be named, and whom to ask'
run ticket-report requirements
in_order
json '"\(.requirements):\(.complete)"' '"ramp", please:true -no:false' 'what delegates need, and whether they certainly come'
run ticket-report mailout
json '"\(.email | ascii_downcase):\(.tickets)"' 'bo@x.example:2 dee@x.example:1' 'each address once, of those who certainly come'
run ticket-report sales
json '[.type, .payment, .reason, .tickets, .revenue, .refund, .due, .overdue, .currency] | map(tostring) | join(":")' \
	'full:charged:null:2:30000:10000:0:0:EUR full:waived:=HYPERLINK("x"), really:1:0:0:0:0:EUR full:waived:review:2:0:0:0:0:EUR yen:charged:null:2:0:0:1400:0:JPY' \
	'sales, refunds and what is due; what is waived by reason, which is no revenue'
run ticket-report clients
json '[.client, .purchases, .tickets, .waived, .assigned, .revenue, .refund, .due, .overdue, .currency] | map(tostring) | join(":")' \
	'shop:3:5:3:3:30000:10000:0:0:EUR shop:1:2:0:1:0:0:1400:0:JPY' 'the same by client'
LANYARD_NOW=2025-03-01T12:29:59.999Z run ticket-report sales
json 'select(.type == "yen") | "\(.due) \(.overdue)"' '1400 0' 'it is due until its deadline'
LANYARD_NOW=2025-03-01T12:30:00Z run ticket-report sales
json 'select(.type == "yen") | "\(.tickets) \(.due) \(.overdue)"' '2 0 1400' 'from then on it is overdue, though nobody has let it go'
LANYARD_NOW=2025-03-01T12:30:00Z run ticket-report clients
json 'select(.currency == "JPY") | "\(.tickets) \(.due) \(.overdue)"' '2 0 1400' 'the same by client, again'

# As a table.
run ticket-report sales -t
no_data
ok 'on a terminal money is as people write it' grep -q ' 300.00 EUR  100.00 EUR ' "$out"
ok '  in the way of its currency' grep -q ' 1400 JPY  *0 JPY$' "$out"

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
	'a formula has a quote in front'
is "$(csv requirements requirements)" "\"ramp\", please '-no" 'whichever of the four it begins with'
is "$(csv sales reason revenue due currency)" \
	"'=HYPERLINK(\"x\"), really|0.00|0.00|EUR review|0.00|0.00|EUR |0|1400|JPY |300.00|0.00|EUR" \
	'numbers stay numbers, with their currency beside'
buy wide full=1 --payment waived --reason '＝cmd' >/dev/null
ok 'nor is a full-width sign one' grep -q "'＝cmd" <<END
$(ticket-report sales --csv)
END
for blank in ' ' '  ' "$(printf '\302\240')" "$(printf '\343\200\200')"; do
	buy "blank$blank" full=1 --payment waived --reason "$blank=1+1"
	ok "nor is one behind \"$blank\"" grep -qF ",'$blank=1+1," <<END
$(ticket-report sales --csv)
END
	ticket-cancel -c shop "$(jq -r .data.purchase "blank$blank")" >/dev/null
done
is "$(csv mailout tickets)" '1 2' 'and so do counts'
is "$(LC_ALL=C awk '!/\r$/' sales.csv | wc -l)" 0 'lines end in CR LF, RFC 4180 says'
is "$(csv delegates ticket | tr ' ' '\n' | sort -u | wc -l)" 4 'ids are in it, which a table leaves out'

# By discount code.
ticket-discount add HALF --percent 50 >/dev/null
ticket-discount add FREE --percent 100 >/dev/null
run ticket-report discounts
is "$rc:$(wc -c <"$out")" 0:0 'codes that nobody has used sell nothing'
buy halved full=2 --payment due --discount HALF
buy halved-more full=1 --payment due --discount HALF
buy for-nothing yen=1 --payment due --discount FREE
ticket-pay -c shop --purchase "$(jq -r .data.purchase halved)" --amount 10000 --currency EUR p2 >/dev/null
ticket-cancel -c shop --keep 1 "$(jq -r .data.purchase halved)" >/dev/null
run ticket-report discounts
json '[.code, .type, .purchases, .tickets, .revenue, .refund, .due, .overdue, .currency] | map(tostring) | join(":")' \
	'FREE:yen:1:1:0:0:0:0:JPY HALF:full:2:2:10000:5000:5000:0:EUR' 'sales by discount code and type, at what was paid by it'
ticket-cancel -c shop "$(jq -r .data.purchase halved)" >/dev/null
for reference in halved-more for-nothing; do ticket-cancel -c shop "$(jq -r .data.purchase $reference)" >/dev/null; done
run ticket-report discounts
json 'select(.code == "HALF") | [.purchases, .tickets, .revenue, .refund, .due] | map(tostring) | join(":")' '0:0:10000:10000:0' \
	'and what of it is to be paid back'

# Many: page by page.
jq -nc 'range(450) | {reference: "many\(.)", purchaser: {name: "A", email: "a@x.example"}, payment: "waived",
	tickets: [{type: "yen", quantity: 1, delegates: [{name: "N\(.)", email: "n\(.)@x.example"}]}]}' |
	sed 's/^/{"x":/; s/$/}/' | jq -c .x >many.ndjson
ticket-type amend yen --capacity 1000 >/dev/null
ticket-create -c shop <many.ndjson >/dev/null
is "$(ticket-report delegates | jq -r .ticket | sort -u | wc -l) $(ticket-report mailout | wc -l)" '454 452' \
	'a report has every row once'
run ticket-report nothing
is "$rc" 64 'what is no report is usage'
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'the store is sound'
done_testing
