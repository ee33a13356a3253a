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
says 'no rule of any policy is for the level "Media"' 'but told'
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
done_testing
