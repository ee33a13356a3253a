#!/bin/sh
# Overrides: an organiser sets the number, with who and why.
. "$(dirname "$0")/lib.sh"
open_both
pay_sponsor acme Gold

run sponsor-override acme full --quantity 9 --by Ann --reason 'lends a projector'
json '.data | "\(.sponsor) \(.type) \(.quantity) \(.by) \(.reason)"' 'acme full 9 Ann lends a projector' \
	'it is recorded with who and why'
cp "$out" first
run sponsor-override acme full --quantity 9 --by Ann --reason 'lends a projector'
same "$out" first 'the same again answers the same'
run sponsor-override acme full --quantity 9 --by Ann
says '/reason: is missing' 'a reason is asked for'
run sponsor-override nobody full --quantity 9 --by Ann --reason x
is "$rc" 65 'a sponsor that is not there is owed nothing'
run sponsor-override acme full --quantity 501 --by Ann --reason x
is "$rc" 65 'more than a purchase may have is refused'

sponsor-onboard <paid.acme | sponsor-allocate | book
run sponsor-status acme
json '[.entitled[0].quantity, .booked[0].quantity] | map(tostring) | join(" ")' '9 9' \
	'set before the onboarding it stands above the policy'
run sponsor-override acme full --quantity 4 --by Bob --reason 'changed her mind'
says 'has 9 of "full": sponsor-reclaim asks back what nobody holds' 'a lower one is told'
sponsor-override acme full --quantity 9 --by Ann --reason 'lends a projector' >again
run sponsor-allocate <again
is "$(jq -r .data.quantity again):$(wc -c <"$out")" 9:0 'A, then B, then A ends at A, and books nothing twice'

printf '{"sponsor":"acme","type":"full","quantity":%s,"by":"Ann","reason":"r"}\n' 8 9 >contradicts
run sponsor-override <contradicts
says '"acme/full" comes again, with other data, in line 2' 'a batch that contradicts itself is told whose, and which type'

run sponsor-override --withdraw acme full --by Ann --reason 'a mistake'
json .type lanyard.sponsorship.override-withdrawn.v1 'an override is taken back'
is "$(sponsor-status acme | jq '.entitled[0].quantity')" 5 'and what the policy had fixed counts again'
cp "$out" back
run sponsor-override --withdraw acme full --by Ann --reason 'a mistake'
same "$out" back 'once: the same again is answered with the same line'
run sponsor-override --withdraw acme day --by Ann --reason 'a mistake'
is "$rc" 65 'what was not overridden has nothing to take back'
says '"acme" has no override of "day"' 'which is told'
run sponsor-override acme full --quantity 5 --reason x --by Ann --withdraw
is "$rc" 64 'a verb that is an option has its own options'

sponsor-register early --name E --level Silver --email e@e.example >/dev/null
sponsor-override early full --quantity 9 --by Ann --reason 'lends a projector' >/dev/null
sponsor-override --withdraw early full --by Ann --reason 'a mistake' >/dev/null
sponsor-contract sign C-early --sponsor early --signed-on 2025-01-12 --in-kind | sponsor-onboard | sponsor-allocate >asked
is "$(jq -c '.data.tickets' asked)" '[{"type":"full","quantity":3}]' \
	'what was taken back before the onboarding is not in the way of the policy'
done_testing
