#!/bin/sh
# Levels: while no invoice is open the current one counts, else the one at the last settlement.
. "$(dirname "$0")/lib.sh"
open_sponsorship 400 400
cron() {
	sponsor-onboard -a >/dev/null
	sponsor-allocate -qa | book
	sponsor-reclaim -qa | ticket-cancel -c sponsorship | sponsor-book
}
register() { # SPONSOR LEVEL
	sponsor-register -q "$1" --name "$1" --level "$2" --email "t@$1.example" >/dev/null
}
onboard() { # SPONSOR LEVEL AMOUNT [CURRENCY]
	register "$1" "$2"
	sponsor-contract sign "C-$1" --sponsor "$1" --signed-on 2025-01-01 >/dev/null
	raise "$1" "I-$1" "$3" "${4:-EUR}"
	settle "I-$1"
	cron
}
raise() { # SPONSOR INVOICE AMOUNT [CURRENCY]
	sponsor-invoice raise "$2" --sponsor "$1" --amount "$3" --currency "${4:-EUR}" >/dev/null
}
settle() { # INVOICE
	sponsor-settle "$1" --settled-on 2025-03-02 >/dev/null
}
has() { # SPONSOR
	sponsor-status "$1" | jq -r '"\(.booked | map(.quantity) | add // 0) \(.awaits // "-")"'
}
tasks() { # SPONSOR
	sponsor-status --tasks "$1" | jq -r '"\(.task): \(.message)"' | paste -sd ';' -
}
differences() {
	ticket-feed >feed
	run sponsor-reconcile -c sponsorship <feed
	jq -r '(.beneficiary // "") + ":" + .difference' "$out" | paste -sd ' ' -
}

# An upgrade that is not paid yet: its invoice first, or the change of level first.
onboard first Silver 200000
raise first I-2 300000
register first Gold
cron
is "$(has first)" '3 level Gold: not settled: I-2' 'an upgrade whose invoice is raised first counts when it is paid'
onboard second Silver 200000
register second Gold
cron
is "$(has second)" '5 -' 'an upgrade that is not invoiced counts at once'
is "$(tasks second)" 'level_not_invoiced: the level is Gold, the last payment was for Silver, and no invoice is open' \
	'  and is a task'
raise second J-2 300000
cron
is "$(has second)" '3 level Gold: not settled: J-2' '  until its invoice is raised: what was booked too early is reclaimed'
is "$(tasks second)" '' '  and it is no task any more'
settle I-2 && settle J-2
cron
is "$(has first), $(has second)" '5 -, 5 -' 'once it is paid, the order of the invoice and the change of level does not matter'
is "$(differences)" '' '  and nothing differs'

# What was booked too early and is assigned stays, and a person decides.
onboard early Silver 200000
register early Gold
cron
ticket-feed | jq -r 'select(.type | endswith("purchase-created.v1")) | select(.data.reference | startswith("early/")) |
	.data.tickets[].id' | while read -r ticket; do
	ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
done | sponsor-book
raise early E-2 300000
cron 2>/dev/null
is "$(has early)" '5 surplus, a person decides: full=2; level Gold: not settled: E-2' 'assigned tickets of an unpaid upgrade are for a person'
settle E-2
cron
is "$(has early)" '5 -' '  until it is paid'

# The upgrade is called off.
onboard off Silver 200000
raise off O-2 300000
register off Gold
cron
sponsor-invoice cancel O-2 --reason 'the upgrade is called off' >/dev/null
cron
is "$(has off)" '5 -' 'when the invoice of an upgrade is cancelled, the current level counts'
is "$(tasks off)" 'level_not_invoiced: the level is Gold, the last payment was for Silver, and no invoice is open' \
	'  and is a task'
register off Silver
cron
is "$(has off):$(tasks off)" '3 -:' '  until the level is set back'

# A level lowered below what was paid.
onboard lower Gold 500000
register lower Bronze
cron
is "$(has lower)" '1 -' 'a lower level counts at once'
is "$(tasks lower)" 'level_not_invoiced: the level is Bronze, the last payment was for Gold, and no invoice is open' \
	'  and is a task, as money may have to be returned'

# In kind, the level that was paid for is the one at the signature.
register kind Silver
sponsor-contract sign C-K --sponsor kind --signed-on 2025-01-01 --in-kind >/dev/null
cron
is "$(has kind):$(tasks kind)" '3 -:' 'in kind, a level counts when it is signed for'
register kind Gold
cron
is "$(has kind):$(tasks kind)" '5 -:level_not_invoiced: the level is Gold, the contract in kind was for Silver, and no invoice is open' \
	'  and another one that is not invoiced is a task'
raise kind I-K 0
cron
is "$(has kind):$(tasks kind)" '5 -:' '  until an invoice is settled, be it over 0.00'

# A contract that names a level that no rule is for.
register named Silver
run sponsor-contract sign C-N --sponsor named --signed-on 2025-01-01 --level Nolevel
says 'C-N: no rule of the policy is for the level "Nolevel"' 'a contract that names a level that no rule is for is warned of when it is signed'
is "$(tasks named)" 'without_rule: no rule of the policy is for the level Nolevel of the contract C-N' \
	'  and is a task before it is paid'
run sponsor-contract sign C-N --sponsor named --signed-on 2025-01-01 --level Nolevel
silent '  and not warned of when its signature is imported again'
sponsor-contract void C-N >/dev/null
is "$(tasks named)" '' '  and is none when it is void'

# Amounts in rules are what was paid of settled invoices.
export LANYARD_CONFERENCE=amounts
open_sponsorship
cat >amounts.json <<'POLICY'
{"rules":[{"level":"Gold","paid_at_least":500000,"currency":"EUR","grants":[{"type":"full","quantity":5}]},{"level":"Silver","grants":[{"type":"full","quantity":3}]},
{"level":"Bronze","grants":[{"type":"full","per":50000,"currency":"EUR"}]}]}
POLICY
sponsor-policy adopt amounts.json >/dev/null
onboard first Silver 200000
register first Gold
cron
is "$(tasks first)" "level_not_invoiced: the level is Gold, the last payment was for Silver, and no invoice is open;without_rule: no rule of any policy matches level Gold, day of sign-up not known, 2000.00 EUR paid" \
	'a level whose rule requires more than was paid is undecided'
is "$(has first)" '3 a policy: no rule of any policy matches level Gold, day of sign-up not known, 2000.00 EUR paid' \
	'  and nothing is reclaimed for it'
raise first I-2 300000
cron
settle I-2
cron
onboard second Silver 200000
raise second J-2 300000
cron
register second Gold
settle J-2
cron
is "$(has first), $(has second)" '5 -, 5 -' 'what was paid in all counts, whether the level or the invoice came first'
is "$(differences)" '' '  and nothing differs'
sponsor-invoice refund J-2 --refunded-on 2025-03-04 >/dev/null
cron
is "$(has second)" '5 a policy: no rule of any policy matches level Gold, day of sign-up not known, 2000.00 EUR paid' \
	'what was refunded does not count any more'
onboard per Bronze 100000
is "$(has per)" '2 -' 'a grant per amount goes by what was paid'
raise per P-2 50000
cron
is "$(has per)" '2 not settled: P-2' '  not by what is invoiced'
settle P-2
cron
is "$(has per)" '3 -' '  and grows when more is paid'
onboard yen Bronze 9999999 JPY
is "$(has yen)" '0 -' 'an amount in another currency does not count'
is "$(tasks yen)" 'other_currency: the policy goes by amounts in EUR, and it is level Bronze, day of sign-up not known, 9999999 JPY paid' \
	'  and is a task, not a silent zero'

# Levels that no rule is for, and overrides in both directions.
export LANYARD_CONFERENCE=bespoke
open_sponsorship
onboard acme Silver 200000
register acme Bespoke
sponsor-override -q acme full --quantity 1 --by Ann --reason 'bespoke package' >/dev/null
cron
is "$(has acme | cut -c 1)" 1 'an override below what is booked is reclaimed, although no rule matches'
is "$(differences)" acme:without_rule '  and nothing differs but the rule that is missing'
sponsor-override -q acme full --quantity 6 --by Ann --reason 'bespoke, more' >/dev/null
cron
is "$(has acme | cut -c 1)" 6 'an override above what is booked is requested, although no rule matches'
is "$(differences)" acme:without_rule '  and nothing differs but the rule that is missing'
sponsor-allocate -a >"$out" 2>"$err" && sponsor-reclaim -a >>"$out" 2>>"$err" && sponsor-onboard -a >>"$out" 2>>"$err"
is "$(cat "$out" "$err")" '' '  and later runs print nothing and warn of nothing'

# Zero is a number.
export LANYARD_CONFERENCE=zero
open_sponsorship
register media Silver
sponsor-contract sign C-M --sponsor media --signed-on 2025-01-01 >/dev/null
raise media I-0 0
cron
is "$(has media):$(tasks media)" '3 -:' 'an invoice over 0.00 awaits no payment, and brings on board'
sponsor-invoice cancel I-0 >/dev/null
cron
is "$(has media)" '0 all invoices are cancelled or refunded' 'when it is cancelled, its tickets are reclaimed'
is "$(differences)" '' '  and nothing differs'
register free Silver
sponsor-contract sign C-F --sponsor free --signed-on 2025-01-01 >/dev/null
raise free F-1 100
cron
sponsor-invoice raise F-1 --sponsor free --amount 0 --currency EUR >/dev/null
cron
is "$(has free)" '3 -' 'an invoice amended to 0.00 is settled'
sponsor-override -q free full --quantity 0 --by Ann --reason none >/dev/null
cron
is "$(has free) $(sponsor-status free | jq -c .entitled)" '0 - [{"type":"full","quantity":0}]' 'an override to 0 is an override'

# As many tickets, from another pool.
export LANYARD_CONFERENCE=pools
open_sponsorship
printf '{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":5,"pool":"gold"}]},
	{"level":"Stone","grants":[{"type":"full","quantity":5,"pool":"stone"}]}]}' | sponsor-policy adopt -q >/dev/null
for pool in gold stone; do
	ticket-pool add $pool --type full --places 9 >/dev/null
done
ticket-client amend sponsorship --pools gold,stone >/dev/null
sold() {
	ticket-pool list | jq -r '"\(.pool)=\(.sold)"' | paste -sd ' ' -
}
register acme Gold
sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12 --in-kind | sponsor-onboard | sponsor-allocate | book
is "$(sold)" 'gold=5 stone=0' 'tickets are booked from the pool of the level'
sponsor-register -q acme --level Stone >/dev/null && raise acme I-S 0 && cron
is "$(sponsor-status acme | jq -r .awaits)" 'other pool, a person decides: full=5: from the pool gold' \
	'after a change of level, tickets from another pool than owed are reported'
is "$(sponsor-status --tasks | jq -r .task)" tickets_from_other_pool '  are a task'
ticket-feed >feed
run sponsor-reconcile <feed
json '"\(.difference): \(.message)"' 'other_pool: has 5 of full from the pool gold, is entitled to 0 of it' '  and a difference'
ticket-cancel -c sponsorship --unassigned "$(jq -r '.data.purchase // empty' feed | tail -n 1)" | sponsor-book
sponsor-allocate --retry | book
is "$(sold):$(sponsor-status acme | jq .awaits):$(sponsor-status --tasks)" 'gold=0 stone=5:null:' \
	'cancelled and requested again, they are from the right one'
done_testing
