#!/bin/sh
# Allocation: the entitlement is decided, and what is missing is requested.
. "$(dirname "$0")/lib.sh"
open_sponsorship
requested() { jq -r '"\(.data.reference)=\(.data.tickets[0].quantity)"' "$out" | paste -sd ' ' -; }

pay_sponsor early Gold 2024-12-31 && pay_sponsor gold Gold && pay_sponsor silver Silver
cat paid.early paid.gold paid.silver | sponsor-onboard >onboarded
run sponsor-allocate <onboarded
is "$(requested)" 'early/full/1=7 gold/full/1=5 silver/full/1=3' 'the first rule that matches wins'
json '.data.payment + " " + .data.purchaser.email' \
	'waived t@early.example waived t@gold.example waived t@silver.example' 'one command for each sponsor and type'
cp "$out" commands
run sponsor-allocate <onboarded
same "$out" commands 'the same events result in the same commands'
run sponsor-allocate -a
same "$out" commands '-a prints the same while they are not answered'
is "$(sponsor-feed | grep -c entitlement-decided)" 3 'the entitlement of each is decided once'

printf '{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":50}]}]}' >new.json
sponsor-policy adopt new.json >/dev/null
run sponsor-allocate <onboarded
same "$out" commands 'another policy changes nothing for who is on board'

sponsor-override gold full --quantity 8 --by Ann --reason stage >override
run sponsor-allocate <override
is "$(requested)" gold/full/2=3 'after an override the difference is requested, under a reference of its own'
run sponsor-allocate <override
is "$(requested)" gold/full/2=3 'the difference is requested once'
sponsor-override -q gold full --quantity 2 --by Ann --reason mistake >lower
run sponsor-allocate <lower
is "$rc:$(wc -c <"$out")" 0:0 'after a lower override nothing is requested'

pay_sponsor media Media
sponsor-onboard <paid.media >media
run sponsor-allocate <media
is "$rc:$(wc -c <"$out")" 0:0 'for a level without a rule nothing is requested, which is no error'
says 'media: no rule of any policy matches level Media, signed up on 2025-01-10, 50.00 EUR paid' 'a level without a rule is warned of'
run sponsor-allocate <media
silent 'it is warned of once, not on each run'
run sponsor-allocate -a
silent 'and not by -a, either, which a cron line runs'
printf '{"rules":[{"level":"Media","grants":[{"type":"full","quantity":1},{"type":"day","quantity":2}]}]}' >media.json
sponsor-policy adopt media.json >/dev/null
run sponsor-allocate -a
is "$(requested | tr ' ' '\n' | grep media | paste -sd ' ' -)" 'media/day/1=2 media/full/1=1' \
	'a later policy with a rule decides it, with a command for each type'

pay_sponsor void Media
sponsor-onboard <paid.void >void
sponsor-contract void C-void >/dev/null 2>&1
run sponsor-allocate <void
is "$(wc -c <"$out")" 0 'nothing is requested for a contract that was voided before it was decided'
run sponsor-allocate -n -a
ok '-n marks what it prints' jq -e '.dryrun' "$out"
run sponsor-allocate <commands
is "$rc:$(wc -c <"$out")" 0:0 'events that are no facts are skipped'

# One fact that is decided on twice: overrides first, a policy that matches later.
pay_sponsor twice Iron
for type in full dinner; do
	sponsor-override twice $type --quantity 2 --by Ann --reason x >/dev/null
done
sponsor-onboard <paid.twice >twice
run sponsor-allocate <twice
is "$(requested)" 'twice/dinner/1=2 twice/full/1=2' 'overrides are requested although no rule matches'
printf '{"rules":[{"level":"Iron","grants":[{"type":"day","quantity":1},{"type":"full","quantity":9}]}]}' >iron.json
sponsor-policy adopt iron.json >/dev/null
run sponsor-allocate <twice
is "$(requested)" 'twice/dinner/1=2 twice/full/1=2 twice/day/1=1' 'the rest is requested when a policy has a rule'
run sponsor-allocate <twice
is "$(requested)" 'twice/dinner/1=2 twice/full/1=2 twice/day/1=1' 'and nothing is requested twice'

# What was refused is not requested again, but after another decision.
export LANYARD_CONFERENCE=refusals
open_sponsorship 3 100
pay_sponsor late Gold
sponsor-onboard <paid.late | sponsor-allocate | book 2>/dev/null
for again in 1 2; do
	sponsor-onboard -a | sponsor-allocate >/dev/null
	run sponsor-allocate -a
	is "$(wc -c <"$out")" 0 "what was refused is not requested again by itself (run $again)"
done
ticket-type amend full --capacity 100 >/dev/null
sponsor-override late full --quantity 5 --by Ann --reason 'there is room now' >retry
cp -R "$LANYARD_HOME/refusals" copy
run sponsor-allocate -a
is "$(requested)" late/full/2=5 'an override requests it again, by -a'
cp "$out" by-all
run sponsor-allocate -d copy/sponsorship.db <retry
same "$out" by-all 'and in a pipe, by the same command'
book <by-all
run sponsor-status late
json '.booked[0].quantity, .awaits' '5 null' 'when it is booked, nothing is awaited'

# While no invoice is open the current level counts, also where it came on board at another.
pay_sponsor moves Gold
sponsor-onboard <paid.moves >moves
sponsor-register -q moves --name M --level Bronze --email m@m.example >/dev/null
run sponsor-allocate <moves
is "$(wc -c <"$out")" 0 'an event is not decided on when a later fact about the sponsor is recorded'
run sponsor-allocate -a
is "$(requested)" moves/full/1=1 'the level of the moment of the decision counts, not the one of onboarding'
for i in $(seq 21); do
	run sponsor-override moves "t$i" --quantity 1 --by Ann --reason x
done
is "$rc" 65 'more than twenty types cannot be overridden'

# What was refused is requested again by --retry.
export LANYARD_CONFERENCE=retries
open_sponsorship 3 100
pay_sponsor late Gold
sponsor-onboard <paid.late | sponsor-allocate | book 2>/dev/null
run sponsor-allocate --retry
is "$(requested)" late/full/2=5 '--retry requests what was refused, under a new reference'
cp "$out" again
run sponsor-allocate --retry
is "$(wc -c <"$out")" 0 '--retry requests it once'
run sponsor-allocate -a
same "$out" again 'a retried request is pending like any other'
book <again 2>/dev/null
run sponsor-allocate --retry
is "$(requested)" late/full/3=5 'refused once more, it can be requested once more'
ticket-type amend full --capacity 100 >/dev/null
book <"$out"
run sponsor-allocate --retry
is "$(wc -c <"$out") $(sponsor-status late | jq '.booked[0].quantity')" '0 5' 'what is booked is not requested again'

# Decided again on the same fact
sponsor-register both --name Both --level Silver --email b@both.example >/dev/null
sponsor-contract sign C-B1 --sponsor both --signed-on 2025-01-12 --in-kind >/dev/null
sponsor-contract sign C-B2 --sponsor both --signed-on 2025-01-12 --in-kind --level Iron >/dev/null
sponsor-onboard -aq >/dev/null
run sponsor-allocate -a
is "$(requested)" both/full/1=3 'of two contracts the one that a rule matches is requested'
book <"$out"
printf '{"rules":[{"level":"Iron","grants":[{"type":"full","quantity":2}]},{"grants":[{"type":"full","quantity":9}]}]}' |
	sponsor-policy adopt >/dev/null
run sponsor-allocate -a
is "$(requested)" both/full/2=2 'the other is requested as soon as a policy has a rule for it, though nothing else has changed'

# A refusal, and a later request that was booked and cancelled
export LANYARD_CONFERENCE=later
open_sponsorship 3 100
pay_sponsor late Gold
sponsor-onboard <paid.late | sponsor-allocate | book 2>/dev/null
ticket-type amend full --capacity 100 >/dev/null
sponsor-override late full --quantity 6 --by Ann --reason more | sponsor-allocate | book
ticket-cancel -c organiser "$(ticket-feed | jq -r '.data.purchase // empty')" | sponsor-book
is "$(sponsor-status late | jq -r .awaits)" 'missing, a person decides: full=6' \
	'what was booked after a refusal, and cancelled, is missing for another reason than that refusal'
run sponsor-allocate --retry
is "$(requested)" late/full/3=6 '  and is requested again by --retry'

# Many contracts without a rule
sponsor-register many --name Many --level Gold --email m@many.example >/dev/null
for number in $(seq 1 9); do
	sponsor-contract sign "$(printf 'é%090d' "$number")" --sponsor many --signed-on 2025-01-12 --in-kind --level Iron
done >/dev/null
run sponsor-allocate -aq
is "$rc:$(sponsor-status many | jq -r .state)" 0:without_rule 'any number of contracts without a rule is undecided, in words that are cut off'
done_testing
