#!/bin/sh
# A sponsor's list of delegates, from its spreadsheet to the CRM that counts them.
. "$(dirname "$0")/lib.sh"
open_sponsorship
for sponsor in acme bolt; do entitle_sponsorship $sponsor | sponsor-allocate | book; done >/dev/null
unused() {
	ticket-feed | sponsor-book >/dev/null
	sponsor-unused "$1" | jq -r '"\(.booked) \(.assigned) \(.unused)"'
}
names() { # OPTION...
	csv-import ticket-assign names names.csv | ticket-assign names -q -c organiser --of-client sponsorship --series acme "$@"
}
printf 'Name;E-Mail\nAda Ek;ada@acme.example\nBo Li;bo@acme.example\nCy Ng;cy@acme.example\n' >names.csv
run names
is "$rc $(jq -r .data.reference "$out" | sort -u)" '0 acme/full/1' "a sponsor's list is assigned the tickets that the CRM has booked for it"
is "$(unused acme):$(sponsor-unused bolt | jq .assigned)" '5 3 2:0' "the CRM counts the assignments of the sponsor's list"
printf 'Name;E-Mail\nAda Ek;ADA@acme.example\nDee Ray;dee@acme.example\nCy Ng;cy@acme.example\n' >names.csv
run names --remove-missing 3
is "$rc $(ticket-find --reference 'acme/*' --assigned | jq -r .name | sort | paste -sd , -)" '0 Ada Ek,Cy Ng,Dee Ray' "a sponsor's list that is sent again exchanges a delegate"
is "$(unused acme)" '5 3 2' 'the CRM counts an exchanged delegate once'
sponsor-override acme full --quantity 3 --by Ann --reason 'no more delegates' | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
is "$(ticket-find --reference 'acme/*' --valid | jq -r .name | sort | paste -sd , -)" 'Ada Ek,Cy Ng,Dee Ray' "the reclaim of unused tickets leaves the delegates of the sponsor's list theirs"
done_testing
