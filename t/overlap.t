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
run "$overlap" --without speakers both
is "$rc" 64 '  here, too'
run "$overlap" -h
no_data
is "$rc" 0 'it says how it is used'

# Who comes and has none.
without() { # [CONTEXT]
	feeds >both
	run "$overlap" --without "$@" <both
	no_data
	jq -r '"\(.context):\(.beneficiary):\(.why)"' "$out" | paste -sd ';' -
}
is "$(without)" '' 'who comes and has a ticket is not told, nor whose contract is void'
ticket-type amend full --capacity 7 >/dev/null
speaker-invite eve --name Eve --email CY@x.example --role talk >/dev/null
is "$(without speakers)" '' 'nor who was invited, and has not accepted'
speaker-accept eve >accepted
is "$(without speakers)" 'speakers:eve:nobody has decided what they shall have' 'a speaker who has accepted and has none is told'
json '.elsewhere | map("\(.context):\(.beneficiary):\(.held)") | unique[]' sponsorship:acme:true \
	"  and that a sponsor has named them for one of its tickets"
speaker-allocate <accepted >asking
is "$(without)" 'speakers:eve:asked for, not answered' '  asked for'
ticket-type amend full --capacity 5 >/dev/null
ticket-create -c speakers <asking | speaker-book 2>/dev/null
is "$(without)" 'speakers:eve:refused: sold_out: 1 of "full" asked for, 0 left' '  refused, with the code'
ticket-type amend full --capacity 40 >/dev/null
speaker-allocate --retry | ticket-create -c speakers | speaker-book
is "$(without)" '' '  and no more when it is booked'
pay_sponsor odd Iron
sponsor-onboard <paid.odd | sponsor-allocate -q
is "$(without)" 'sponsorship:odd:nobody has decided what they shall have' 'so is a sponsor on board'
is "$(without speakers)" '' '  but not among speakers'
sponsor-override odd full --quantity 0 --by Ann --reason x | sponsor-allocate -q
printf '{"rules":[{"level":"Iron","grants":[]}]}' | sponsor-policy adopt >/dev/null
sponsor-allocate -a
is "$(without)" 'sponsorship:odd:owed none' '  though it is owed none'
sponsor-withdraw -q odd >/dev/null
is "$(without)" '' '  and not when it has withdrawn'
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "bo/full/1") | .data.purchase // empty' |
	head -n 1)" | speaker-book
is "$(without)" 'speakers:bo:cancelled' 'a speaker whose ticket somebody has cancelled is told'
speaker-withdraw bo >/dev/null
is "$(without)" '' '  unless they have withdrawn'
printf '{"type":' >torn
run "$overlap" <torn
ok 'what is no JSON is told' [ "$rc" -ne 0 ]
done_testing
