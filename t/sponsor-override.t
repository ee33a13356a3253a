#!/bin/sh
# Overrides: an organiser sets the number, with a name and a reason.
. "$(dirname "$0")/lib.sh"
open_sponsorship
pay_sponsor acme Gold

run sponsor-override acme full --quantity 9 --by Ann --reason 'lends a projector'
json '.data | "\(.beneficiary) \(.type) \(.quantity) \(.by) \(.reason)"' 'acme full 9 Ann lends a projector' \
	'an override is recorded with its author and its reason'
cp "$out" first
run sponsor-override acme full --quantity 9 --by Ann --reason 'lends a projector'
same "$out" first 'an override that is repeated prints the same bytes'
run sponsor-override acme full --quantity 9 --by Ann
says 'requires --reason text' 'an override without a reason is denied'
run sponsor-override nobody full --quantity 9 --by Ann --reason x
is "$rc" 65 'an override of an unknown sponsor is denied'
says '/beneficiary: there is no sponsor "nobody"' 'the denial of an override names the unknown sponsor'
run sponsor-override acme full --quantity 501 --by Ann --reason x
is "$rc" 65 'an override above the limit of a purchase is denied'

sponsor-onboard <paid.acme | sponsor-allocate | book
run sponsor-status acme
json '[.entitled[0].quantity, .booked[0].quantity] | map(tostring) | join(" ")' '9 9' \
	'an override before onboarding takes precedence over the policy'
run sponsor-override acme full --quantity 4 --by Bob --reason 'changed her mind'
says 'acme: has 9 tickets: sponsor-reclaim reclaims the unassigned surplus' 'sponsor-override warns of a number below what is booked'
sponsor-override acme full --quantity 9 --by Ann --reason 'lends a projector' >again
run sponsor-allocate <again
is "$(jq -r .data.quantity again):$(wc -c <"$out")" 9:0 'overrides to A, to B and to A again end at A, and nothing is booked twice'

printf '{"beneficiary":"acme","type":"full","quantity":%s,"by":"Ann","reason":"r"}\n' 8 9 >contradicts
run sponsor-override <contradicts
json .data.quantity '8 9' 'overrides that contradict each other are applied in order'

run sponsor-override --withdraw acme full --by Ann --reason 'a mistake'
json .type lanyard.booking.override-withdrawn.v1 'sponsor-override --withdraw records override-withdrawn'
is "$(sponsor-allocate -a)$(sponsor-status acme | jq '.entitled[0].quantity')" 5 'the policy counts again when the override is withdrawn'
cp "$out" withdrawn
run sponsor-override --withdraw acme full --by Ann --reason 'a mistake'
same "$out" withdrawn 'a withdrawal of an override that is repeated prints the same bytes'
run sponsor-override --withdraw acme day --by Ann --reason 'a mistake'
is "$rc" 65 'a withdrawal of an override that does not exist is denied'
says '"acme" has no override of "day"' 'the denial of a withdrawal says that there is no override of the type'
run sponsor-override acme full --quantity 5 --reason x --by Ann --withdraw
is "$rc" 64 'sponsor-override --withdraw with a quantity is a usage error'

sponsor-register early --name E --level Silver --email e@e.example >/dev/null
sponsor-override early full --quantity 9 --by Ann --reason 'lends a projector' >/dev/null
is "$(sponsor-status early | jq -r .because)" 'not yet: 9 × full set by Ann: lends a projector' \
	'the status shows an override of a sponsor that is not on board yet'
sponsor-override --withdraw early full --by Ann --reason 'a mistake' >/dev/null
sponsor-contract sign C-early --sponsor early --signed-on 2025-01-12 --in-kind | sponsor-onboard | sponsor-allocate >requested
is "$(jq -c '.data.tickets' requested)" '[{"type":"full","quantity":3}]' \
	'the policy decides for a sponsor whose override was withdrawn before onboarding'

# No rule of any policy matches.
pay_sponsor odd Odd
task() {
	sponsor-status --tasks odd | jq -r .task | paste -sd ' ' -
}
sponsor-onboard -qa >/dev/null && sponsor-allocate -qa >/dev/null
is "$(task)" without_rule 'a sponsor without a matching rule is a task'
sponsor-override odd full --quantity 2 --by Ann --reason bespoke | sponsor-allocate -q | ticket-create -q -c sponsorship | sponsor-book
is "$(sponsor-status odd | jq -c '[.state, .booked[0].quantity]'):$(task)" '["without_rule",2]:without_rule' \
	'an override is booked although no rule matches, and the missing rule stays a task'
ticket-feed >feed
difference() {
	sponsor-reconcile -c sponsorship <feed | jq -r 'select(.beneficiary == "odd").difference'
}
is "$(difference)" without_rule 'a sponsor with an override and no matching rule is a difference'
jq -c '.rules += [{level: "Odd", grants: []}]' policy.json | sponsor-policy adopt -q >/dev/null
sponsor-allocate -a >requested && sponsor-reclaim -a >>requested
is "$(sponsor-status odd | jq -c '[.state, .booked[0].quantity, .awaits]'):$(task):$(grep -c odd/ requested)" '["onboard",2,null]::0' \
	'a new rule without grants ends the task of a missing rule, and the override stays'
is "$(difference)" '' 'a new rule without grants ends the difference of a missing rule'
done_testing
