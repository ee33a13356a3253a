#!/bin/sh
# From a bank's files to settled invoices and paid purchases, and the same files again.
. "$(dirname "$0")/lib.sh"
open_crm
ticket-type add full --name Full --price 10000 --currency EUR --capacity 50 >/dev/null
export TICKETING_CLIENT=organiser
sponsor-register elm --name 'Elm GmbH' --level Gold --email elm@elm.example >/dev/null
sponsor-register birke --name Birke --level Silver --email b@birke.example >/dev/null
sponsor-invoice raise 2025-31 --sponsor elm --amount 5000.00 --currency EUR >/dev/null
sponsor-invoice raise 2025-32 --sponsor birke --amount 2500.00 --currency EUR >/dev/null
buy() { # REFERENCE COUNT
	ticket-create "$1" --name Ann --email ann@x.example --ticket "full=$2" --payment due --deadline 2025-04-01T00:00:00Z
}
buy order-41 2 >/dev/null
buy order-42 4 >/dev/null
buy order-43 1 >/dev/null
buy 2025-31 1 >/dev/null

# What pays what, from transfers: the events, and what is left.
settle() { # <TRANSFERS
	rm -f rest unsure
	: >rest
	sponsor-match -r rest 2>>said >invoices.paid
	sponsor-settle <invoices.paid
	ticket-match -r unsure <rest 2>>said >purchases.paid
	ticket-pay <purchases.paid
}
# Two pipelines, as an organiser writes them, with what the first has left.
pipelines() { # <TRANSFERS
	rm -f rest unsure
	sponsor-match -r rest 2>>said | sponsor-settle
	ticket-match -r unsure <rest 2>>said | ticket-pay
}
payments() { # FILE
	jq -r '"\(.data.payment) \(.data.invoice // .data.reference)"' "$1" | paste -sd ',' -
}
recorded() {
	echo "$(events sponsor-feed):$(events ticket-feed)"
}

printf '%s\r\n' 'Konto;DE00' '' '"Buchungstag";"Auftraggeber";"Verwendungszweck";"Betrag";"W\344hrung";"Umsatz-ID"' \
	'03.02.2025;"Elm GmbH";"Rechnung 2025- 31 vom 15.1.";"5.000,00";EUR;B-1' \
	'04.02.2025;"B\344ckerei Birke";"RG2025/32";"2.500,00";EUR;B-2' \
	'04.02.2025;Ann;"Order 41 + Order 42";"600,00";EUR;B-3' \
	'05.02.2025;Bank;Entgelt;"-9,90";EUR;B-4' \
	'06.02.2025;Cy;"order-43";"99,00";EUR;B-5' \
	'06.02.2025;Di;"2025-31";"100,00";EUR;B-6' |
	sed 's/\\344/\xe4/g' >bank.csv
import() { # FILE
	csv-import -q --map received_on=Buchungstag --map payer=Auftraggeber --map text=Verwendungszweck \
		--map amount=Betrag --map currency=Währung --map transfer=Umsatz-ID sponsor-match "$1"
}
run import bank.csv
no_data
cp "$out" transfers
is "$rc:$(wc -l <transfers)" 0:6 "each row of a bank's CSV file is a transfer, what went out, too"
ok 'the transfers are valid by their schema' "$root/t/validate" --record lanyard.bank.transfer.v1 transfers
pipelines <transfers >first
is "$(payments first)" 'B-1 2025-31,B-2 2025-32,B-3 order-41,B-3 order-42,B-6 2025-31' \
	"a bank's file settles invoices, and pays the purchases that they leave"
is "$(jq -r .transfer unsure | paste -sd ' ' -)" 'B-4 B-5' 'what is neither is left'
is "$(grep -F '"B-5"' said | tail -n 1)" 'ticket-match: stdin:3: "B-5": 99.00 EUR is 1.00 EUR less than is due of the purchase "order-43"' \
	'the last tool reports why a purchase is not paid'
is "$(grep -F '"B-6"' said | head -n 1)" 'sponsor-match: stdin:6: "B-6": the invoice "2025-31" is paid by the transfer "B-1" of this input' \
	'the first tool reports why an invoice is not paid'
is "$(sponsor-status | jq -r .settled | paste -sd ' ' -)" '1 1' 'the sponsors have paid'
is "$(ticket-report sales | jq -r '"\(.revenue) \(.due)"')" '70000 10000' 'the purchases are paid, but one'
before=$(recorded)
import bank.csv | pipelines >second
same second first 'the same file gets the same answers'
is "$(recorded)" "$before" 'the same file records nothing'
is "$(jq -r .transfer unsure | paste -sd ' ' -)" 'B-4 B-5' 'the same file leaves the same'

# Other formats of the same bank.
formats() { # TOOL FILE
	"$root/contrib/bank/$1" "$2" | csv-import -q --decimal point sponsor-match
}
if /usr/bin/python3 -c 'import csv, xml.etree.ElementTree' 2>/dev/null; then
	formats camt053 "$root/contrib/bank/statement.xml" >camt
	formats mt940 "$root/contrib/bank/statement.sta" >mt
	for file in camt mt; do
		is "$(jq -r '"\(.transfer) \(.received_on) \(.amount)"' $file | paste -sd ',' -)" \
			"B-1 2025-02-03 500000,B-2 2025-02-04 250000,B-3 2025-02-04 60000,B-4 $([ $file = camt ] && echo 2025-02-05 || echo 2024-12-31) -990" \
			"the transfers of $([ $file = camt ] && echo CAMT.053 || echo MT940) have their ids, dates and amounts"
		settle <$file >third
		is "$(payments third)" 'B-1 2025-31,B-2 2025-32,B-3 order-41,B-3 order-42' \
			"the transfers of $([ $file = camt ] && echo CAMT.053 || echo MT940) name the same"
		is "$(recorded)" "$before" "the transfers of $([ $file = camt ] && echo CAMT.053 || echo MT940) record nothing that the CSV file has recorded"
	done
	is "$(sed -n 2p mt | jq -r '"\(.text)|\(.payer)"')" 'EREF+NOTPROVIDED SVWZ+Sponsoring, Nr. 2025-32 danke|Bäckerei Birke' \
		"the folded subfields of MT940 are joined"
	sed 's/<Refs><AcctSvcrRef>B-[23]<\/AcctSvcrRef>/<Refs>/' "$root/contrib/bank/statement.xml" >batch.xml
	is "$(formats camt053 batch.xml | jq -r .transfer | paste -sd ' ' -)" 'B-1 B-20/1 B-20/2 B-4' \
		'transfers of one entry get its id and their number'
	echo '<Document><Ntry>' >broken.xml
	run "$root/contrib/bank/camt053" broken.xml
	no_data
	is "$rc" 1 'camt053 exits with 1 for a file that is no XML'
	printf ':60F:C250201EUR1,\n:61:250203XX\n:61:2502030203C5,NTRFNONREF//B-9\n' >broken.sta
	run "$root/contrib/bank/mt940" broken.sta
	no_data
	is "$rc:$(tail -n +2 "$out")" '65:B-9,2025-02-03,5,EUR,,' 'mt940 reports an entry that it can not read, and goes on'
	says 'mt940: broken.sta:2: is no entry: 250203XX' 'the report of mt940 has the line'
	printf '%s\n' ':60F:C250201EUR1,' ':61:2502030203C500,NTRFRE/A//B-9' ':61:2502030203C500,NTRFRE/C//B-11' \
		':61:2502030203C500,NTRFRE/2025/31' ':61:2502030203C500,NTRFRE/2025/32//NONREF' >slashes.sta
	run "$root/contrib/bank/mt940" slashes.sta
	no_data
	is "$(tail -n +2 "$out" | cut -d , -f 1 | paste -sd ' ' -)" 'B-9 B-11 RE/2025/31 RE/2025/32' \
		'two transfers whose references have slashes have two ids'
else
	skip 'CAMT.053 and MT940 become transfers' 'python3 is not here'
fi
done_testing
