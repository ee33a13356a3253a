#!/bin/sh
# RubyKaigi 2025, and what happens afterwards: another policy, three upgrades, two
# downgrades, a void contract and a refund. What is booked in the end is what jq
# computes from the input alone, and the history explains each number.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../pipeline/pipeline.sh
. "$root/t/pipeline/pipeline.sh"

[ -f "$sponsorships" ] || skip_all 'rubyevents-sponsorships.ndjson is not here (LANYARD_DATA)'
export LANYARD_CONFERENCE=rubykaigi-2025
conference_files rubykaigi-2025

# Who changes how: sponsors by their place in the list, so that it is the same each time.
jq -nc --slurpfile sponsors sponsors.ndjson '
	($sponsors | group_by(.level) | map({key: .[0].level, value: map(.sponsor)}) | from_entries) as $of
	| {up: [$of["Silver Sponsors"][0, 1], $of["Gold Sponsors"][0]],
	   down: [$of["Platinum Sponsors"][0], $of["Ruby Sponsors"][0]],
	   void: $of["Platinum Sponsors"][1], refund: $of["Gold Sponsors"][1],
	   late: ($of["Silver Sponsors"][10:] + $of["Ruby Sponsors"][4:])}' >changes.json
changes() { # FILTER
	jq -r "$1" changes.json
}
mv payments.ndjson all-payments.ndjson
jq -nc --slurpfile changes changes.json --slurpfile invoices invoices.ndjson '
	[$invoices[] | select(.sponsor | IN($changes[0].late[])) | .invoice]' >late-invoices
jq -c --slurpfile late late-invoices 'select(.invoice | IN($late[0][]))' all-payments.ndjson >late-payments.ndjson
jq -c --slurpfile late late-invoices 'select(.invoice | IN($late[0][]) | not)' all-payments.ndjson >payments.ndjson

set_up first
ticket-client amend sponsorship --commands create-ticket-purchase,cancel-tickets >/dev/null
bring_in first
settle first
is "$(failed_stages first)" '' 'every stage succeeds for the sponsors that pay under the first policy'

jq -c '{rules: [.rules[] | .grants[0].quantity += 2]}' policy.json >policy-2.json
sponsor-policy try policy-2.json >tried
is "$(jq -s 'map(.difference) | unique | map(tostring) | join(" ")' -r tried)" 2 \
	'sponsor-policy try shows two more tickets for every sponsor under the second policy'
sponsor-policy adopt policy-2.json >/dev/null
LANYARD_NOW=2025-03-02T12:00:00Z
sponsor-settle <late-payments.ndjson | sponsor-onboard | sponsor-allocate |
	ticket-create -c sponsorship | sponsor-book

# Another level: the next one up, or down to Silver; for more money where it goes up.
level_of() {
	jq -r --arg s "$1" 'select(.sponsor == $s) | .level' sponsors.ndjson | tail -n 1
}
next_level() {
	case $(level_of "$1") in
	Silver*) echo 'Gold Sponsors' ;;
	Gold*) echo 'Platinum Sponsors' ;;
	esac
}
: >amended.ndjson
amend() { # SPONSOR LEVEL
	jq -c --arg s "$1" --arg level "$2" 'select(.sponsor == $s) | .level = $level' sponsors.ndjson |
		tail -n 1 >>amended.ndjson
}
changes '.up[]' | while read -r sponsor; do
	sponsor-invoice raise "UP $sponsor" --sponsor "$sponsor" --amount 5 --currency JPY >/dev/null
	amend "$sponsor" "$(next_level "$sponsor")"
done
changes '.down[]' | while read -r sponsor; do
	amend "$sponsor" 'Silver Sponsors'
done
sponsor-register -q <amended.ndjson >/dev/null
changes '.up[]' | while read -r sponsor; do
	printf '{"invoice":"UP %s","settled_on":"2025-03-02"}\n' "$sponsor"
done | sponsor-settle >/dev/null
contract=$(jq -r --arg s "$(changes .void)" 'select(.sponsor == $s) | .contract' contracts.ndjson)
sponsor-contract void -q "$contract" >/dev/null
jq -r --arg s "$(changes .refund)" 'select(.sponsor == $s) | .invoice' invoices.ndjson | while read -r invoice; do
	sponsor-invoice refund "$invoice" --refunded-on 2025-03-02 >/dev/null
done
sponsor-onboard -a >changed
is "$(jq -r .type changed | sort | uniq -c | awk '{ print $1, $2 }')" \
	'5 lanyard.sponsorship.sponsor-level-changed.v1' 'sponsor-onboard -a records five changes of level'
sponsor-allocate -a | ticket-create -c sponsorship | sponsor-book
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book

# The same from the input alone: whoever came on board under the second policy goes by it,
# a change of level does not change the policy; the first rule that matches wins; a void
# or refunded sponsor is owed nothing.
jq -ncr --slurpfile sponsors sponsors.ndjson --slurpfile amended amended.ndjson \
	--slurpfile one policy.json --slurpfile two policy-2.json --slurpfile changes changes.json '
	$changes[0] as $c
	| ($amended | map({key: .sponsor, value: .}) | from_entries) as $now
	| $sponsors | group_by(.sponsor) | map(last) | .[]
	| ($now[.sponsor] // .) as $sponsor
	| select(.sponsor | IN($c.void, $c.refund) | not)
	| (if $sponsor.sponsor | IN($c.late[]) then $two else $one end)[0].rules as $rules
	| first($rules[] | select(.level == $sponsor.level and
		(.signed_up_before == null or $sponsor.signed_up_on < .signed_up_before)))
	| [$sponsor.sponsor, .grants[0].quantity]' | sort >wanted
is "$(wc -l <wanted | tr -d ' ')" 100 '100 of 102 sponsors are owed tickets after the changes'
sponsor-status | jq -c '[.sponsor, .booked[].quantity] | select(length > 1)' | sort >at-sponsorship
same at-sponsorship wanted 'sponsor-status has the bookings that are computed from the input'
ticket-feed | jq -nc --slurpfile sponsors sponsors.ndjson '
	($sponsors | map({key: .email, value: .sponsor}) | from_entries) as $whose
	| reduce inputs as $event ({};
		if $event.type | endswith("purchase-created.v1") then
			.[$event.data.reference] = {who: $whose[$event.data.purchaser.email],
				valid: ($event.data.tickets | length)}
		elif $event.type | endswith("tickets-cancelled.v1") then
			.[$event.data.reference].valid = $event.data.left
		else . end)
	| [.[]] | group_by(.who) | map([.[0].who, (map(.valid) | add)]) | .[] | select(.[1] > 0)' | sort >at-ticketing
same at-ticketing wanted "ticketing's feed has the bookings that are computed from the input"
is "$(sponsor-status | jq -r '.awaits // empty' | sed "s/$contract/VOID/" | sort)" \
	"$(printf 'all invoices are cancelled or refunded\nthe contract VOID is void')" \
	'sponsor-status awaits something of the void and the refunded sponsor only'
is "$(sponsor-status --tasks | jq -r '.task' | sort | uniq -c | awk '{ print $1, $2 }' | paste -sd ' ' -)" \
	'2 level_not_invoiced 1 money_to_return' 'sponsor-status --tasks lists money to return and levels that were not invoiced'
ticket-feed | sponsor-reconcile >differences
is "$?:$(cat differences)" 0: 'sponsor-reconcile finds no difference after all changes'
is "$(ticket-check)" '' 'ticket-check finds nothing after all changes'

# Each number, from its history alone: the last that was decided.
sponsor-status | jq -r .sponsor | while read -r sponsor; do
	sponsor-status --why "$sponsor" | jq -rs --arg s "$sponsor" '
		[.[].what | capture("^entitled to ((?<n>[0-9]+) × full|none)(:|$)")] | last
		| select(.n != null) | [$s, (.n | tonumber)] | tojson'
done | sort >explained
same explained wanted "the last decision in each sponsor's history is the computed quantity"
echo "# $(jq -s 'map(.[1]) | add' wanted) tickets"
done_testing
