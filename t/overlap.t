#!/bin/sh
# People who are given tickets twice, by the feeds of those who give them.
. "$(dirname "$0")/lib.sh"
overlap=$root/contrib/overlap/people-overlap
open_both
printf '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | speaker-policy adopt >/dev/null
ticket-client add speakers --may create-ticket-purchase --types full --waive >/dev/null
speak() { # ID EMAIL
	speaker-invite "$1" --name "$1" --email "$2" --role talk >/dev/null
	speaker-accept "$1" | speaker-allocate | ticket-create -c speakers | speaker-book
}
hold() { # REFERENCE NUMBER NAME EMAIL
	ticket-assign -c organiser --name "$3" --email "$4" "$(ticket-feed |
		jq -r "select(.data.reference? == \"$1\") | .data.tickets?[$2].id // empty" | head -n 1)" |
		sponsor-book
}
feeds() {
	sponsor-feed
	speaker-feed
}
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
speak ann ann@x.example
speak bo bo@x.example
feeds >both
run "$overlap" <both
no_data
is "$rc:$(wc -c <"$out")" 0:0 'who is given one ticket is not told'
hold acme/full/1 0 Ann ANN@x.example
hold acme/full/1 1 Cy cy@x.example
feeds >both
run "$overlap" <both
no_data
json '"\(.email | ascii_downcase) \(.tickets | map("\(.context):\(.beneficiary):\(.held)") | sort | join(" "))"' \
	'ann@x.example speakers:ann:false sponsorship:acme:true' "a sponsor's delegate who speaks is told, however the address is written"
hold acme/full/1 2 Cy cy@x.example
feeds >both
run "$overlap" <both
no_data
is "$(jq -r .email "$out" | tr '[:upper:]' '[:lower:]' | paste -sd ' ' -)" 'ann@x.example cy@x.example' \
	'and so is who holds two'
sponsor-contract void -q C-acme | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
hold acme/full/1 0 Dee dee@x.example
feeds >both
run "$overlap" <both
no_data
json .email cy@x.example 'who has given the ticket away is told no more'
run "$overlap" both
is "$rc" 64 'an operand is one too many'
printf '{"type":' >torn
run "$overlap" <torn
ok 'what is no JSON is told' [ "$rc" -ne 0 ]
done_testing
