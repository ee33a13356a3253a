#!/bin/sh
# Allocation: the entitlement is decided, and what is missing is requested.
. "$(dirname "$0")/lib.sh"
open_sponsorship
requested() { jq -r '"\(.data.reference)=\(.data.tickets[0].quantity)"' "$out" | paste -sd ' ' -; }

pay_sponsor early Gold 2024-12-31 && pay_sponsor gold Gold && pay_sponsor silver Silver
cat paid.early paid.gold paid.silver | sponsor-onboard >onboarded
run sponsor-allocate <onboarded
is "$(requested)" 'early/full/1=7 gold/full/1=5 silver/full/1=3' 'the entitlement comes from the first rule of the policy that matches'
json '.data.payment + " " + .data.purchaser.email' \
	'waived t@early.example waived t@gold.example waived t@silver.example' 'sponsor-allocate requests the tickets by one command for each sponsor and type'
cp "$out" commands
run sponsor-allocate <onboarded
same "$out" commands 'sponsor-allocate prints the same commands when it reads the same events again'
run sponsor-allocate -a
same "$out" commands 'sponsor-allocate -a prints the pending requests as the same commands'
is "$(sponsor-feed | grep -c entitlement-decided)" 3 'the entitlement of each sponsor is decided once, however often sponsor-allocate runs'

printf '{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":50}]}]}' >new.json
sponsor-policy adopt new.json >/dev/null
run sponsor-allocate <onboarded
same "$out" commands 'a new policy changes nothing for sponsors who are on board already'

sponsor-override gold full --quantity 8 --by Ann --reason stage >override
run sponsor-allocate <override
is "$(requested)" gold/full/2=3 'an override above the entitlement requests the difference under a reference of its own'
run sponsor-allocate <override
is "$(requested)" gold/full/2=3 'an override that is read again requests the same difference under the same reference'
sponsor-override -q gold full --quantity 2 --by Ann --reason mistake >lower
run sponsor-allocate <lower
is "$rc:$(wc -c <"$out")" 0:0 'an override below what is requested requests nothing'

pay_sponsor media Media
sponsor-onboard <paid.media >media
run sponsor-allocate <media
is "$rc:$(wc -c <"$out")" 0:0 'a sponsor of a level without a rule is no error, and nothing is requested for it'
says 'media: no rule of any policy matches level Media, signed up on 2025-01-10, paid 50.00 EUR' 'sponsor-allocate warns of a sponsor for whom no rule of any policy matches'
run sponsor-allocate <media
silent 'sponsor-allocate does not repeat the warning that no rule matches'
run sponsor-allocate -a
silent 'sponsor-allocate -a does not repeat the warning that no rule matches'
printf '{"rules":[{"level":"Media","grants":[{"type":"full","quantity":1},{"type":"day","quantity":2}]}]}' >media.json
sponsor-policy adopt media.json >/dev/null
run sponsor-allocate -a
is "$(requested | tr ' ' '\n' | grep media | paste -sd ' ' -)" 'media/day/1=2 media/full/1=1' \
	'a later policy with a matching rule decides an undecided entitlement, with one command for each type'

pay_sponsor void Media
sponsor-onboard <paid.void >void
sponsor-contract void C-void >/dev/null 2>&1
run sponsor-allocate <void
is "$(wc -c <"$out")" 0 'nothing is requested for a contract that is void before its entitlement is decided'
run sponsor-allocate -n -a
ok 'sponsor-allocate -n marks its output as a dry run' jq -e '.dryrun' "$out"
run sponsor-allocate <commands
is "$rc:$(wc -c <"$out")" 0:0 'sponsor-allocate skips events that are not its own'

# One event, decided twice: first by overrides, later by a policy that matches.
pay_sponsor twice Iron
for type in full dinner; do
	sponsor-override twice $type --quantity 2 --by Ann --reason x >/dev/null
done
sponsor-onboard <paid.twice >twice
run sponsor-allocate <twice
is "$(requested)" 'twice/dinner/1=2 twice/full/1=2' 'overrides are requested although no rule of any policy matches'
printf '{"rules":[{"level":"Iron","grants":[{"type":"day","quantity":1},{"type":"full","quantity":9}]}]}' >iron.json
sponsor-policy adopt iron.json >/dev/null
run sponsor-allocate <twice
is "$(requested)" 'twice/dinner/1=2 twice/full/1=2 twice/day/1=1' 'the other types of the same event are requested when a later policy has a matching rule'
run sponsor-allocate <twice
is "$(requested)" 'twice/dinner/1=2 twice/full/1=2 twice/day/1=1' 'the same event requests nothing more when it is read after both decisions'

# A refused request is only repeated after another decision.
export LANYARD_CONFERENCE=refusals
open_sponsorship 3 100
pay_sponsor late Gold
sponsor-onboard <paid.late | sponsor-allocate | book 2>/dev/null
for again in 1 2; do
	sponsor-onboard -a | sponsor-allocate >/dev/null
	run sponsor-allocate -a
	is "$(wc -c <"$out")" 0 "sponsor-allocate -a does not repeat a refused request (run $again)"
done
ticket-type amend full --capacity 100 >/dev/null
sponsor-override late full --quantity 5 --by Ann --reason 'there is room now' >retry
cp -R "$LANYARD_HOME/refusals" copy
run sponsor-allocate -a
is "$(requested)" late/full/2=5 'sponsor-allocate -a requests refused tickets again after an override'
cp "$out" by-all
run sponsor-allocate -d copy/sponsorship.db <retry
same "$out" by-all 'sponsor-allocate makes the same command from the event of the override as -a does'
book <by-all
run sponsor-status late
json '.booked[0].quantity, .awaits' '5 null' 'a sponsor awaits nothing when the repeated request is booked'

# While no invoice is open the current level decides, even if the sponsor came on board at another.
pay_sponsor moves Gold
sponsor-onboard <paid.moves >moves
sponsor-register -q moves --name M --level Bronze --email m@m.example >/dev/null
run sponsor-allocate <moves
is "$(wc -c <"$out")" 0 'an event requests nothing when a later fact about its sponsor is recorded'
run sponsor-allocate -a
is "$(requested)" moves/full/1=1 'the level at the decision counts, not the level at onboarding'
for i in $(seq 21); do
	run sponsor-override moves "t$i" --quantity 1 --by Ann --reason x
done
is "$rc" 65 'an override of a twenty-first type of one sponsor is denied'

# --retry repeats refused requests.
export LANYARD_CONFERENCE=retries
open_sponsorship 3 100
pay_sponsor late Gold
sponsor-onboard <paid.late | sponsor-allocate | book 2>/dev/null
run sponsor-allocate --retry
is "$(requested)" late/full/2=5 'sponsor-allocate --retry repeats a refused request under a new reference'
cp "$out" again
run sponsor-allocate --retry
is "$(wc -c <"$out")" 0 'sponsor-allocate --retry repeats a refused request once'
run sponsor-allocate -a
same "$out" again 'sponsor-allocate -a prints a pending retry'
book <again 2>/dev/null
run sponsor-allocate --retry
is "$(requested)" late/full/3=5 'sponsor-allocate --retry repeats a request that is refused for the second time'
ticket-type amend full --capacity 100 >/dev/null
book <"$out"
run sponsor-allocate --retry
is "$(wc -c <"$out") $(sponsor-status late | jq '.booked[0].quantity')" '0 5' 'sponsor-allocate --retry requests nothing for booked tickets'

# Two decisions on the same fact.
sponsor-register both --name Both --level Silver --email b@both.example >/dev/null
sponsor-contract sign C-B1 --sponsor both --signed-on 2025-01-12 --in-kind >/dev/null
sponsor-contract sign C-B2 --sponsor both --signed-on 2025-01-12 --in-kind --level Iron >/dev/null
sponsor-onboard -aq >/dev/null
run sponsor-allocate -a
is "$(requested)" both/full/1=3 'only the one of two contracts that a rule matches has its tickets requested'
book <"$out"
printf '{"rules":[{"level":"Iron","grants":[{"type":"full","quantity":2}]},{"grants":[{"type":"full","quantity":9}]}]}' |
	sponsor-policy adopt >/dev/null
run sponsor-allocate -a
is "$(requested)" both/full/2=2 'the second contract has its tickets requested when a new policy has a rule for it, without any other change'

# A refusal, then a later request that is booked and cancelled.
export LANYARD_CONFERENCE=later
open_sponsorship 3 100
pay_sponsor late Gold
sponsor-onboard <paid.late | sponsor-allocate | book 2>/dev/null
ticket-type amend full --capacity 100 >/dev/null
sponsor-override late full --quantity 6 --by Ann --reason more | sponsor-allocate | book
ticket-cancel -c organiser "$(ticket-feed | jq -r '.data.purchase // empty')" | sponsor-book
is "$(sponsor-status late | jq -r .awaits)" 'missing, a person decides: 6 × full' \
	'the status does not report an old refusal as the reason for tickets that were booked later and cancelled'
run sponsor-allocate --retry
is "$(requested)" late/full/3=6 'sponsor-allocate --retry requests tickets that were cancelled after they were booked'

# Many contracts without a rule.
sponsor-register many --name Many --level Gold --email m@many.example >/dev/null
for number in $(seq 1 9); do
	sponsor-contract sign "$(printf 'é%090d' "$number")" --sponsor many --signed-on 2025-01-12 --in-kind --level Iron
done >/dev/null
run sponsor-allocate -aq
is "$rc:$(sponsor-status many | jq -r .state)" 0:without_rule 'a sponsor with many contracts without a rule is without_rule, however long the reason'

# Two sponsors and types with the same reference, and more tickets than a purchase may have.
export LANYARD_CONFERENCE=slash
open_sponsorship
printf '{"rules":[{"level":"Large","grants":[{"type":"x/y","quantity":300}]},{"level":"Gold","grants":[{"type":"y","quantity":1}]}]}' >slash.json
sponsor-policy adopt slash.json >/dev/null
for contract in 'a/x Gold' 'a Large' 'a Large'; do
	sponsor-register "${contract% *}" --name A --level Large --email a@a.example --signed-up-on 2025-01-10 >/dev/null
	number=$((${number:-0} + 1))
	sponsor-contract sign "C-$number" --sponsor "${contract% *}" --level "${contract#* }" --signed-on 2025-01-12 --in-kind
done | sponsor-onboard >onboarded
run sponsor-allocate <onboarded
is "$(requested)" 'a/x/y/1=1 a/x/y/2=500 a/x/y/3=100' 'several requests of one decision have different references, also if the next one is used'
done_testing
