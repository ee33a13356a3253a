#!/bin/sh
# Levels: while no invoice is open the current level counts, otherwise the level at the last settlement.
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
is "$(has first)" '3 level Gold: not settled: I-2' 'an upgrade whose invoice is raised before the level changes counts when it is paid'
onboard second Silver 200000
register second Gold
cron
is "$(has second)" '5 -' 'an upgrade without an invoice counts at once'
is "$(tasks second)" 'level_not_invoiced: the level is Gold, the last payment was for Silver, and no invoice is open' \
	'a level that is neither paid nor invoiced is a task'
raise second J-2 300000
cron
is "$(has second)" '3 level Gold: not settled: J-2' 'an upgrade that is invoiced later does not count until it is paid, and its tickets are reclaimed'
is "$(tasks second)" '' 'an upgrade is no task once its invoice is raised'
settle I-2 && settle J-2
cron
is "$(has first), $(has second)" '5 -, 5 -' 'a paid upgrade counts, whether the invoice or the change of level came first'
is "$(differences)" '' 'sponsor-reconcile finds no difference after paid upgrades'

# An assigned surplus stays, and a person decides.
onboard early Silver 200000
register early Gold
cron
ticket-feed | jq -r 'select(.type | endswith("purchase-created.v1")) | select(.data.reference | startswith("early/")) |
	.data.tickets[].id' | while read -r ticket; do
	ticket-assign -c organiser --name Bo --email bo@x.example "$ticket"
done | sponsor-book
raise early E-2 300000
cron 2>/dev/null
is "$(has early)" '5 surplus, a person decides: 2 × full; level Gold: not settled: E-2' 'the assigned tickets of an unpaid upgrade are not reclaimed, and a person decides'
settle E-2
cron
is "$(has early)" '5 -' 'the assigned tickets of an upgrade are no surplus once it is paid'

# The upgrade is cancelled.
onboard off Silver 200000
raise off O-2 300000
register off Gold
cron
sponsor-invoice cancel O-2 --reason 'the upgrade is called off' >/dev/null
cron
is "$(has off)" '5 -' 'the current level counts when the invoice of an upgrade is cancelled'
is "$(tasks off)" 'level_not_invoiced: the level is Gold, the last payment was for Silver, and no invoice is open' \
	'a level whose invoice was cancelled is a task'
register off Silver
cron
is "$(has off):$(tasks off)" '3 -:' 'the surplus is reclaimed and the task ends when the level is set back'

# A level below the paid one.
onboard lower Gold 500000
register lower Bronze
cron
is "$(has lower)" '1 -' 'a lower level counts at once'
is "$(tasks lower)" 'level_not_invoiced: the level is Bronze, the last payment was for Gold, and no invoice is open' \
	'a level below the paid one is a task, because money may be due'

# In kind, the level at the signature counts as paid.
register kind Silver
sponsor-contract sign C-K --sponsor kind --signed-on 2025-01-01 --in-kind >/dev/null
cron
is "$(has kind):$(tasks kind)" '3 -:' 'a contract in kind grants the tickets of the level at its signature without an invoice'
register kind Gold
cron
is "$(has kind):$(tasks kind)" '5 -:level_not_invoiced: the level is Gold, the contract in kind was for Silver, and no invoice is open' \
	'a change of level after a contract in kind is a task'
raise kind I-K 0
cron
is "$(has kind):$(tasks kind)" '5 -:' 'a change of level after a contract in kind is no task once an invoice is settled, even one over 0.00'

# A contract for a level that no rule is for.
register named Silver
run sponsor-contract sign C-N --sponsor named --signed-on 2025-01-01 --level Nolevel
says 'C-N: no rule of the policy is for the level "Nolevel"; there are ' 'sponsor-contract sign warns of a contract for a level that no rule is for, and names those that there are'
is "$(tasks named)" 'without_rule: no rule of the policy is for the level Nolevel of the contract C-N' \
	'a contract for a level that no rule is for is a task before it is paid'
run sponsor-contract sign C-N --sponsor named --signed-on 2025-01-01 --level Nolevel
silent 'the warning about a level without a rule is not repeated with the signature'
sponsor-contract void C-N >/dev/null
is "$(tasks named)" '' 'a void contract for a level without a rule is no task'

# Amounts in rules are the paid amounts of settled invoices.
export LANYARD_CONFERENCE=amounts
open_sponsorship
cat >amounts.json <<'POLICY'
{"rules":[{"level":"Gold","paid_at_least":500000,"currency":"EUR","grants":[{"type":"full","quantity":5}]},{"level":"Silver","grants":[{"type":"full","quantity":3}]},
{"level":"Bronze","grants":[{"type":"full","paid_per_ticket":50000,"currency":"EUR"}]}]}
POLICY
sponsor-policy adopt amounts.json >/dev/null
onboard first Silver 200000
register first Gold
cron
is "$(tasks first)" "level_not_invoiced: the level is Gold, the last payment was for Silver, and no invoice is open;without_rule: no rule of any policy matches level Gold, day of sign-up not known, paid 2000.00 EUR" \
	'a sponsor who paid less than the rule of its level requires is a task'
is "$(has first)" '3 a policy: no rule of any policy matches level Gold, day of sign-up not known, paid 2000.00 EUR' \
	'nothing is reclaimed while no rule matches the paid amount'
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
is "$(has first), $(has second)" '5 -, 5 -' 'the sum of all payments counts in a rule, whether the level or the invoice came first'
is "$(differences)" '' 'sponsor-reconcile finds no difference after rules by paid amounts'
sponsor-invoice refund J-2 --refunded-on 2025-03-04 >/dev/null
cron
is "$(has second)" '5 a policy: no rule of any policy matches level Gold, day of sign-up not known, paid 2000.00 EUR' \
	'a refunded amount does not count in a rule'
onboard per Bronze 100000
is "$(has per)" '2 -' 'a grant per amount counts the paid amount'
raise per P-2 50000
cron
is "$(has per)" '2 not settled: P-2' 'a grant per amount does not count an open invoice'
settle P-2
cron
is "$(has per)" '3 -' 'a grant per amount grows when more is paid'
onboard yen Bronze 9999999 JPY
is "$(has yen)" '0 -' "an amount in another currency than the rule's does not count"
is "$(tasks yen)" 'other_currency: the policy counts amounts in EUR; the facts are level Bronze, day of sign-up not known, paid 9999999 JPY' \
	"a sponsor who paid in another currency than the rule's is a task"

# Levels without a rule, and overrides in both directions.
export LANYARD_CONFERENCE=bespoke
open_sponsorship
onboard acme Silver 200000
register acme Bespoke
sponsor-override -q acme full --quantity 1 --by Ann --reason 'bespoke package' >/dev/null
cron
is "$(has acme | cut -c 1)" 1 'the surplus above a lower override is reclaimed although no rule matches'
is "$(differences)" acme:without_rule 'sponsor-reconcile finds only the missing rule after a lower override'
sponsor-override -q acme full --quantity 6 --by Ann --reason 'bespoke, more' >/dev/null
cron
is "$(has acme | cut -c 1)" 6 'the tickets of a higher override are requested although no rule matches'
is "$(differences)" acme:without_rule 'sponsor-reconcile finds only the missing rule after a higher override'
sponsor-allocate -a >"$out" 2>"$err" && sponsor-reclaim -a >>"$out" 2>>"$err" && sponsor-onboard -a >>"$out" 2>>"$err"
is "$(cat "$out" "$err")" '' 'later runs neither print nor warn about a sponsor without a rule'

# Invoices over 0.00, and an override to 0.
export LANYARD_CONFERENCE=zero
open_sponsorship
register media Silver
sponsor-contract sign C-M --sponsor media --signed-on 2025-01-01 >/dev/null
raise media I-0 0
cron
is "$(has media):$(tasks media)" '3 -:' 'a sponsor with an invoice over 0.00 is on board without a payment'
sponsor-invoice cancel I-0 >/dev/null
cron
is "$(has media)" '0 all invoices are cancelled or refunded' 'the tickets are reclaimed when an invoice over 0.00 is cancelled'
is "$(differences)" '' 'sponsor-reconcile finds no difference after a cancelled invoice over 0.00'
register free Silver
sponsor-contract sign C-F --sponsor free --signed-on 2025-01-01 >/dev/null
raise free F-1 100
cron
sponsor-invoice raise F-1 --sponsor free --amount 0 --currency EUR >/dev/null
cron
is "$(has free)" '3 -' 'an invoice amended to 0.00 is settled'
sponsor-override -q free full --quantity 0 --by Ann --reason none >/dev/null
cron
is "$(has free) $(sponsor-status free | jq -c .entitled)" '0 - [{"type":"full","quantity":0,"fixed":true}]' 'an override to 0 takes all tickets'

# The same number of tickets, from another pool.
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
is "$(sold)" 'gold=5 stone=0' 'tickets are booked from the pool that the rule names'
sponsor-register -q acme --level Stone >/dev/null && raise acme I-S 0 && cron
is "$(sponsor-status acme | jq -r .awaits)" 'other pool, a person decides: 5 × full: from the pool gold' \
	'the status reports tickets from another pool after a change of level'
is "$(sponsor-status --tasks | jq -r .task)" tickets_from_other_pool 'tickets from another pool than owed are a task'
ticket-feed >feed
run sponsor-reconcile <feed
json '"\(.difference): \(.message)"' 'other_pool: has 5 of full from the pool gold, is entitled to 0 of it' 'tickets from another pool than owed are a difference'
ticket-cancel -c sponsorship --unassigned "$(jq -r '.data.purchase // empty' feed | tail -n 1)" | sponsor-book
sponsor-allocate --retry | book
is "$(sold):$(sponsor-status acme | jq .awaits):$(sponsor-status --tasks)" 'gold=0 stone=5:null:' \
	'tickets that are cancelled and requested again are booked from the pool that is owed'
done_testing
