#!/bin/sh
# People with several tickets, and with none, by the feeds of the clients of the open host.
. "$(dirname "$0")/lib.sh"
overlap=$root/contrib/overlap/people-overlap
open_both
printf '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | speaker-policy adopt >/dev/null
ticket-client add speakers --may create-ticket-purchase,cancel-tickets --types full --waive >/dev/null
speak() { # ID EMAIL
	speaker-invite "$1" --name "$1" --email "$2" --roles talk >/dev/null
	speaker-accept "$1" | speaker-allocate | ticket-create -c speakers | speaker-book
}
assign() { # REFERENCE NUMBER NAME EMAIL
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
is "$rc:$(wc -c <"$out")" 0:0 'a person with one ticket is not listed'
assign acme/full/1 0 Ann ANN@x.example
assign acme/full/1 1 Cy cy@x.example
feeds >both
run "$overlap" <both
no_data
json '"\(.email | ascii_downcase) \(.tickets | map("\(.context):\(.beneficiary):\(.assigned)") | sort | join(" "))"' \
	'ann@x.example speakers:ann:true sponsorship:acme:true' "a sponsor's delegate who speaks is listed, however the address is written"
assign acme/full/1 2 Cy cy@x.example
feeds >both
run "$overlap" <both
no_data
is "$(jq -r .email "$out" | tr '[:upper:]' '[:lower:]' | paste -sd ' ' -)" 'ann@x.example cy@x.example' \
	'and so is a person with two assigned tickets'
sponsor-contract void -q C-acme | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
assign acme/full/1 0 Dee dee@x.example
feeds >both
run "$overlap" <both
no_data
json .email cy@x.example 'a person whose ticket was assigned to another one is not listed any more'
run "$overlap" both
is "$rc" 64 'an operand is a usage error'
run "$overlap" --without speakers both
is "$rc" 64 'with --without, too'
run "$overlap" -h
no_data
is "$rc" 0 '-h prints the usage'

# Who is expected and has none.
without() { # [CONTEXT]
	feeds >both
	run "$overlap" --without "$@" <both
	no_data
	jq -r '"\(.context):\(.beneficiary):\(.why)"' "$out" | paste -sd ';' -
}
is "$(without)" '' 'who has a ticket is not listed, nor whose contract is void'
ticket-type amend full --capacity 7 >/dev/null
speaker-invite eve --name Eve --email CY@x.example --roles talk >/dev/null
is "$(without speakers)" '' 'nor who was invited, and has not accepted'
speaker-accept eve >accepted
is "$(without speakers)" 'speakers:eve:not decided' 'a speaker who has accepted and has none is listed'
json '.elsewhere | map("\(.context):\(.beneficiary):\(.assigned)") | unique[]' sponsorship:acme:true \
	"with the ticket that a sponsor has assigned to them"
speaker-allocate <accepted >asking
is "$(without)" 'speakers:eve:requested, not answered' 'why says that a request is pending'
ticket-type amend full --capacity 5 >/dev/null
ticket-create -c speakers <asking | speaker-book 2>/dev/null
is "$(without)" 'speakers:eve:refused: sold_out: 1 of "full" asked for, 0 left' 'or refused, with the code'
ticket-type amend full --capacity 40 >/dev/null
speaker-allocate --retry | ticket-create -c speakers | speaker-book
is "$(without)" '' 'and not any more when it is booked'
pay_sponsor odd Iron
sponsor-onboard <paid.odd >onboard.odd
is "$(without)" 'sponsorship:odd:not decided' 'a sponsor on board is listed'
sponsor-allocate -q <onboard.odd
is "$(without | cut -d: -f1-2)" 'sponsorship:odd' 'also if no policy has a rule'
is "$(without speakers)" '' 'but not among speakers'
sponsor-override odd full --quantity 0 --by Ann --reason x | sponsor-allocate -q
printf '{"rules":[{"level":"Iron","grants":[]}]}' | sponsor-policy adopt >/dev/null
sponsor-allocate -a
is "$(without)" 'sponsorship:odd:owed none' 'also if it is owed none'
sponsor-withdraw -q odd >/dev/null
is "$(without)" '' 'and not if it has withdrawn'
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "bo/full/1") | .data.purchase // empty' |
	head -n 1)" | speaker-book
is "$(without)" 'speakers:bo:cancelled' 'a speaker whose ticket somebody has cancelled is listed'
speaker-withdraw bo >/dev/null
is "$(without)" '' 'unless they have withdrawn'
printf '{"type":' >torn
run "$overlap" <torn
ok 'a line that is not JSON is an error' [ "$rc" -ne 0 ]
done_testing
