#!/bin/sh
# Allocation: what is owed is fixed once, and asked for: target minus granted.
. "$(dirname "$0")/lib.sh"
open_both
asked() { jq -r '"\(.data.reference)=\(.data.tickets[0].quantity)"' "$out" | paste -sd ' ' -; }

pay_sponsor early Gold 2024-12-31 && pay_sponsor gold Gold && pay_sponsor silver Silver
cat paid.early paid.gold paid.silver | sponsor-onboard >onboarded
run sponsor-allocate <onboarded
is "$(asked)" 'early/full/1=7 gold/full/1=5 silver/full/1=3' 'the first rule that matches wins'
json '.data.payment + " " + .data.purchaser.email' \
	'waived t@early.example waived t@gold.example waived t@silver.example' 'one command a sponsor and type'
cp "$out" commands
run sponsor-allocate <onboarded
same "$out" commands 'the same events are answered by the same commands'
run sponsor-allocate -a
same "$out" commands 'and -a, while nobody has answered them, says the same'
is "$(sponsor-feed | grep -c entitlement-fixed)" 3 'what is owed was fixed once'

printf '{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":50}]}]}' >new.json
sponsor-policy adopt new.json >/dev/null
run sponsor-allocate <onboarded
same "$out" commands 'another policy changes nothing of it'

sponsor-override gold full --quantity 8 --by Ann --reason stage >override
run sponsor-allocate <override
is "$(asked)" gold/full/2=3 'an override asks for the difference, under a reference of its own'
run sponsor-allocate <override
is "$(asked)" gold/full/2=3 'once'
sponsor-override -q gold full --quantity 2 --by Ann --reason mistake >lower
run sponsor-allocate <lower
is "$rc:$(wc -c <"$out")" 0:0 'a lower one asks for nothing'

pay_sponsor media Media
sponsor-onboard <paid.media >media
run sponsor-allocate <media
is "$rc:$(wc -c <"$out")" 0:0 'a level without a rule is given nothing, and is no error'
says 'no rule of any policy is for level Media, signed up on 2025-01-10, 50.00 EUR paid' 'but told'
printf '{"rules":[{"level":"Media","grants":[{"type":"full","quantity":1},{"type":"day","quantity":2}]}]}' >media.json
sponsor-policy adopt media.json >/dev/null
run sponsor-allocate -a
is "$(asked | tr ' ' '\n' | grep media | paste -sd ' ' -)" 'media/day/1=2 media/full/1=1' \
	'it is looked at again under a later policy, a command for each type'

pay_sponsor void Media
sponsor-onboard <paid.void >void
sponsor-contract void C-void >/dev/null 2>&1
run sponsor-allocate <void
is "$(wc -c <"$out")" 0 'whose contract was voided in between is given nothing'
run sponsor-allocate -n -a
ok '-n marks what it prints' jq -e '.dryrun' "$out"
run sponsor-allocate <commands
is "$rc:$(wc -c <"$out")" 0:0 'what it does not know it skips'

# One cause that is decided upon twice: overrides first, a policy that matches later.
pay_sponsor twice Iron
for type in full dinner; do
	sponsor-override twice $type --quantity 2 --by Ann --reason x >/dev/null
done
sponsor-onboard <paid.twice >twice
run sponsor-allocate <twice
is "$(asked)" 'twice/dinner/1=2 twice/full/1=2' 'overrides are asked for though no rule matches'
printf '{"rules":[{"level":"Iron","grants":[{"type":"day","quantity":1},{"type":"full","quantity":9}]}]}' >iron.json
sponsor-policy adopt iron.json >/dev/null
run sponsor-allocate <twice
is "$(asked)" 'twice/dinner/1=2 twice/full/1=2 twice/day/1=1' 'the rest is, when one does'
run sponsor-allocate <twice
is "$(asked)" 'twice/dinner/1=2 twice/full/1=2 twice/day/1=1' 'and nothing twice'

# What was refused is not asked for again, but by another decision.
export LANYARD_CONFERENCE=refusals
open_both 3 100
pay_sponsor late Gold
sponsor-onboard <paid.late | sponsor-allocate | book 2>/dev/null
for again in 1 2; do
	sponsor-onboard -a | sponsor-allocate >/dev/null
	run sponsor-allocate -a
	is "$(wc -c <"$out")" 0 "what was refused is not asked for by itself (run $again)"
done
ticket-type amend full --capacity 100 >/dev/null
sponsor-override late full --quantity 5 --by Ann --reason 'there is room now' >retry
cp -R "$LANYARD_HOME/refusals" copy
run sponsor-allocate -a
is "$(asked)" late/full/2=5 'an override asks again, from -a'
cp "$out" by-all
run sponsor-allocate -d copy/sponsorship.db <retry
same "$out" by-all 'and from a pipe, with the same command'
book <by-all
run sponsor-status late
json '.booked[0].quantity, .awaits' '5 null' 'then it awaits nothing'

# The level that it was onboarded at counts, whatever it is amended to afterwards.
pay_sponsor moves Gold
sponsor-onboard <paid.moves >moves
sponsor-register -q moves --name M --level Bronze --email m@m.example >/dev/null
run sponsor-allocate <moves
is "$(asked)" moves/full/1=5 'what is owed goes by the level at the onboarding'
for i in $(seq 21); do
	run sponsor-override moves "t$i" --quantity 1 --by Ann --reason x
done
is "$rc" 65 'more than twenty types cannot be overridden'

# What was refused is asked for again when somebody says so.
export LANYARD_CONFERENCE=retries
open_both 3 100
pay_sponsor late Gold
sponsor-onboard <paid.late | sponsor-allocate | book 2>/dev/null
run sponsor-allocate --retry
is "$(asked)" late/full/2=5 'what was refused is asked for again, under a new reference'
cp "$out" again
run sponsor-allocate --retry
is "$(wc -c <"$out")" 0 'once'
run sponsor-allocate -a
same "$out" again 'and is outstanding then, like any other'
book <again 2>/dev/null
run sponsor-allocate --retry
is "$(asked)" late/full/3=5 'refused once more, it may be asked for once more'
ticket-type amend full --capacity 100 >/dev/null
book <"$out"
run sponsor-allocate --retry
is "$(wc -c <"$out") $(sponsor-status late | jq '.booked[0].quantity')" '0 5' 'until it is booked'
done_testing
