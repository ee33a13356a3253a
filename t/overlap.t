#!/bin/sh
# People with several tickets, and with none, by the feeds of the clients of the open host.
. "$(dirname "$0")/lib.sh"
overlap=$root/contrib/overlap/people-overlap
open_sponsorship
printf '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | speaker-policy adopt >/dev/null
ticket-client add speakers --commands create-ticket-purchase,cancel-tickets --types full --waive >/dev/null
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
is "$rc:$(wc -c <"$out")" 0:0 'people-overlap prints nothing about people with one ticket'
assign acme/full/1 0 Ann ANN@x.example
assign acme/full/1 1 Cy cy@x.example
feeds >both
run "$overlap" <both
no_data
json '"\(.email | ascii_downcase) \(.tickets | map("\(.context):\(.beneficiary):\(.assigned)") | sort | join(" "))"' \
	'ann@x.example speakers:ann:true sponsorship:acme:true' "people-overlap lists a sponsor's delegate who speaks, by an address in any case"
assign acme/full/1 2 Cy cy@x.example
feeds >both
run "$overlap" <both
no_data
is "$(jq -r .email "$out" | tr '[:upper:]' '[:lower:]' | paste -sd ' ' -)" 'ann@x.example cy@x.example' \
	'people-overlap lists a person with two assigned tickets'
sponsor-contract void -q C-acme | sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book
assign acme/full/1 0 Dee dee@x.example
feeds >both
run "$overlap" <both
no_data
json .email cy@x.example 'people-overlap does not list a person whose ticket was assigned to another'
run "$overlap" both
is "$rc" 64 'an operand of people-overlap is a usage error'
run "$overlap" --without speakers both
is "$rc" 64 'an operand of people-overlap --without is a usage error'
run "$overlap" -h
no_data
is "$rc" 0 'people-overlap -h succeeds'

# Who is expected and has none.
without() { # [CONTEXT]
	feeds >both
	run "$overlap" --without "$@" <both
	no_data
	jq -r '"\(.context):\(.beneficiary):\(.why)"' "$out" | paste -sd ';' -
}
is "$(without)" '' '--without lists neither people with a ticket nor a sponsor whose contract is void'
ticket-type amend full --capacity 7 >/dev/null
speaker-invite eve --name Eve --email CY@x.example --roles talk >/dev/null
is "$(without speakers)" '' '--without speakers does not list an invited speaker who has not accepted'
speaker-accept eve >accepted
is "$(without speakers)" 'speakers:eve:not decided' '--without speakers lists an accepted speaker without a decision'
json '.elsewhere | map("\(.context):\(.beneficiary):\(.assigned)") | unique[]' sponsorship:acme:true \
	'--without speakers shows the ticket that a sponsor has assigned to the speaker'
speaker-allocate <accepted >asking
is "$(without)" 'speakers:eve:requested, not answered' '--without says that a request is pending'
ticket-type amend full --capacity 5 >/dev/null
ticket-create -c speakers <asking | speaker-book 2>/dev/null
is "$(without)" 'speakers:eve:refused: sold_out: 1 of "full" requested, 0 left' '--without says that a request was refused, with the code'
ticket-type amend full --capacity 40 >/dev/null
speaker-allocate --retry | ticket-create -c speakers | speaker-book
is "$(without)" '' '--without does not list a speaker whose retry was booked'
pay_sponsor odd Iron
sponsor-onboard <paid.odd >onboard.odd
is "$(without)" 'sponsorship:odd:not decided' '--without lists a sponsor on board without a decision'
sponsor-allocate -q <onboard.odd
is "$(without | cut -d: -f1-2)" 'sponsorship:odd' '--without lists a sponsor for whom no policy has a rule'
is "$(without speakers)" '' '--without speakers lists no sponsor'
sponsor-override odd full --quantity 0 --by Ann --reason x | sponsor-allocate -q
printf '{"rules":[{"level":"Iron","grants":[]}]}' | sponsor-policy adopt >/dev/null
sponsor-allocate -a
is "$(without)" 'sponsorship:odd:owed none' '--without lists a sponsor that is owed no tickets'
sponsor-withdraw -q odd >/dev/null
is "$(without)" '' '--without does not list a sponsor that has withdrawn'
run "$overlap" --without speakerz <both
is "$rc" 65 '--without refuses a context of which there is no line'
says 'no line is of "speakerz", but of: speakers, sponsorship' 'the message about a context without a line names those that there are'
jq -c 'select(.type | contains("entitlement-decided"))' both >late
run "$overlap" --without sponsorship <late
no_data
is "$rc:$(jq -rs 'map(select(.beneficiary == "odd"))[] | "\(.name):\(.email):\(.elsewhere | length)"' "$out")" 0:null:null:0 \
	'--without lists somebody of whom a feed that begins late has no record'
ticket-cancel -c organiser "$(ticket-feed | jq -r 'select(.data.reference? == "bo/full/1") | .data.purchase // empty' |
	head -n 1)" | speaker-book
is "$(without)" 'speakers:bo:cancelled' '--without lists a speaker whose ticket was cancelled'
speaker-withdraw bo >/dev/null
is "$(without)" '' '--without does not list a speaker who has withdrawn'
speak kim kim@x.example
speak Kim KIM@x.example 2>/dev/null
feeds >both
run "$overlap" <both
no_data
is "$(jq -r 'select(.email | ascii_downcase == "kim@x.example") | .tickets | map("\(.context):\(.beneficiary)") | sort | join(" ")' "$out")" \
	'speakers:Kim speakers:kim' 'people-overlap lists who stands in one context twice, by an address in any case'

# A contact that has changed, and one that two sponsors have.
who() { # EMAIL
	feeds >both
	run "$overlap" <both
	no_data
	jq -r "select(.email | ascii_downcase == \"$1\") | .tickets | map(\"\(.context):\(.beneficiary)\") |
		unique | join(\" \")" "$out"
}
ticket-client amend speakers --commands create-ticket-purchase,cancel-tickets,amend-purchaser >/dev/null
ticket-type amend full --capacity 60 >/dev/null
printf '{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":2}]}]}' | sponsor-policy adopt >/dev/null
pay_sponsor elm Gold
sponsor-onboard <paid.elm | sponsor-allocate | book
is "$(who t@elm.example)" '' 'people-overlap does not list the contact of one sponsor with unassigned tickets'
speak lee lee@elm.example
sponsor-register elm --name Elm --level Gold --email lee@elm.example >/dev/null
sponsor-contact -a >changed
is "$(who lee@elm.example)" '' 'people-overlap has the earlier contact while ticketing has not answered'
ticket-amend -c sponsorship <changed | sponsor-book
is "$(who lee@elm.example)" 'speakers:lee sponsorship:elm' 'people-overlap has the contact that ticketing has since'
pay_sponsor oak Gold
sponsor-register oak --name Oak --level Gold --email T@pine.example >/dev/null
pay_sponsor pine Gold
sponsor-onboard -a | sponsor-allocate | book
is "$(who t@pine.example)" 'sponsorship:oak sponsorship:pine' 'people-overlap lists who has tickets as two sponsors'
speaker-invite lee --name lee --email lee@new.example --roles talk >/dev/null
speaker-contact -a | ticket-amend -c speakers | speaker-book
is "$(who lee@elm.example):$(who lee@new.example)" : 'people-overlap has the address of the ticket that was amended with its contact'
printf '{"type":' >torn
run "$overlap" <torn
ok 'people-overlap fails on a line that is not JSON' [ "$rc" -ne 0 ]
done_testing
