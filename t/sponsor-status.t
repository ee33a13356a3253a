#!/bin/sh
# Status: the state of each sponsor, what it awaits, and why.
. "$(dirname "$0")/lib.sh"
open_sponsorship
pay_sponsor acme Gold && pay_sponsor media Media
sponsor-register new --name New --level Gold --email n@n.example >/dev/null
awaits() { sponsor-status "$1" | jq -r '.awaits // "nothing"'; }

is "$(awaits new)" 'the contract is not signed' 'a sponsor without a contract awaits its signature'
is "$(awaits acme)" sponsor-onboard 'a sponsor who has paid awaits sponsor-onboard'
cat paid.acme paid.media | sponsor-onboard >onboarded
is "$(awaits acme)" sponsor-allocate 'a sponsor on board awaits sponsor-allocate'
sponsor-allocate <onboarded >commands 2>/dev/null
is "$(awaits acme)" 'request pending: 5 × full' "a sponsor whose tickets are requested awaits ticketing's answer"
is "$(awaits media)" 'a policy: no rule of any policy matches level Media, signed up on 2025-01-10, paid 50.00 EUR' \
	'a sponsor whom no rule matches awaits a policy'
book <commands
is "$(awaits acme)" nothing 'a sponsor whose tickets are booked awaits nothing'

run sponsor-status acme
json '[.name, .email, .level, .state, .contracts, .invoices, .settled, .because] | map(tostring) | join(" ")' \
	'acme Ltd t@acme.example Gold onboard ["C-acme"] 1 1 rule 2 of policy 1: Gold' \
	'the status has the sponsor, its state, its contracts and the rule for the number of tickets'
run sponsor-status --why acme
json '.what | split(" ")[0]' 'registered: contract invoice invoice onboarded: entitled requested booked' \
	'sponsor-status --why lists the events from the registration to the booking'
is "$(jq -r .sequence "$out" | sort -c && echo sorted)" sorted 'sponsor-status --why lists the events in the order of their sequence'
run sponsor-status --csv
no_data
is "$(head -n 1 "$out" | tr -d '\r' | cut -d, -f1-4):$(grep -c '^acme,acme Ltd,t@acme.example,' "$out")" \
	sponsor,name,email,level:1 'sponsor-status --csv begins with sponsor, name, email and level, as a mail merge needs'
run sponsor-status -t
no_data
is "$(head -n 1 "$out" | awk '{print $1}'):$(wc -l <"$out")" SPONSOR:4 'sponsor-status -t prints a table'
sponsor-contract void C-acme >/dev/null 2>"$err"
says 'acme: has 5 tickets: sponsor-reclaim reclaims the unassigned surplus' 'sponsor-contract void warns of tickets that are booked'
is "$(awaits acme)" 'sponsor-reclaim; the contract C-acme is void' 'a sponsor with booked tickets and a void contract awaits sponsor-reclaim'
sponsor-reclaim -qa >/dev/null
is "$(awaits acme)" 'reclaim pending: 5 × full; the contract C-acme is void' "a sponsor whose tickets are being reclaimed awaits ticketing's answer"
run sponsor-status nobody
is "$rc" 65 'the status of an unknown sponsor is denied'
run sponsor-status --why
is "$rc" 64 'sponsor-status --why without a sponsor is a usage error'
run sponsor-feed --after 3 --limit 2
json '.sequence | tonumber' '4 5' 'sponsor-feed --after and --limit select a part of the feed'

# A history with two packages, an upgrade and an override.
export LANYARD_CONFERENCE=why
open_sponsorship
cat >packages.json <<'POLICY'
{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":5}]},{"level":"Silver","grants":[{"type":"full","quantity":3}]},
{"level":"Dinner","grants":[{"type":"full","quantity":1},{"type":"dinner","quantity":2,"pool":"vip"}]}]}
POLICY
sponsor-policy adopt packages.json >/dev/null
ticket-type add dinner --name Dinner --price 100 --currency EUR --capacity 20 >/dev/null
ticket-pool add vip --type dinner --places 3 >/dev/null
ticket-client amend sponsorship --types full,dinner --pools vip >/dev/null
cron() {
	sponsor-onboard -a >/dev/null
	sponsor-allocate -a | book
	sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
}
package() { # CONTRACT INVOICE AMOUNT [OPTION...]: signed and paid
	contract=$1 invoice=$2 amount=$3
	shift 3
	sponsor-contract sign "$contract" --sponsor acme --signed-on 2025-01-12 "$@" >/dev/null
	sponsor-invoice raise "$invoice" --sponsor acme --contract "$contract" --amount "$amount" --currency EUR >/dev/null
	sponsor-settle "$invoice" --settled-on 2025-02-01 >/dev/null
}
register() { # LEVEL
	sponsor-register -q acme --name Acme --level "$1" --email t@acme.example >/dev/null
}
register Silver
package C-1 I-1 200000
cron
package C-2 I-2 30000 --level Dinner
cron
register Gold
sponsor-invoice raise I-3 --sponsor acme --contract C-1 --amount 300000 --currency EUR >/dev/null
cron
is "$(awaits acme)" 'level Gold: not settled: I-3' 'a sponsor with an unpaid upgrade awaits the payment of its invoice'
sponsor-settle I-3 --settled-on 2025-02-10 >/dev/null
cron
sponsor-override -q acme full --quantity 4 --by Ann --reason 'two stay at home' >/dev/null
cron
sponsor-status --why acme | jq -r '.what | sub("purchase .*"; "purchase X")' >explained
cat >wanted <<'WHY'
registered: Acme, level Silver
contract C-1 signed on 2025-01-12
invoice I-1 for contract C-1 raised over 2000.00 EUR
invoice I-1 settled on 2025-02-01: 2000.00 EUR paid in all
onboarded: contract C-1, level Silver, nothing unpaid
entitled to 3 × full: rule 2 of policy 2: Silver
requested 3 × full as acme/full/1
booked 3 × full, requested as acme/full/1: ticketing's purchase X
contract C-2 signed on 2025-01-12, level Dinner
invoice I-2 for contract C-2 raised over 300.00 EUR
invoice I-2 settled on 2025-02-01: 300.00 EUR paid in all
onboarded: contract C-2, level Dinner, nothing unpaid
entitled to 2 × dinner from vip, 4 × full: contract C-1: 3 × full by rule 2 of policy 2: Silver; contract C-2: 1 × full, 2 × dinner from vip by rule 3 of policy 2: Dinner
requested 2 × dinner from vip as acme/dinner/1
requested 1 × full as acme/full/2
booked 2 × dinner, requested as acme/dinner/1: ticketing's purchase X
booked 1 × full, requested as acme/full/2: ticketing's purchase X
amended: Acme, level Gold
invoice I-3 for contract C-1 raised over 3000.00 EUR
entitled to 2 × dinner from vip, 4 × full: contract C-1: 3 × full by rule 2 of policy 2: Silver; contract C-1: level Gold counts when I-3 is settled; contract C-2: 1 × full, 2 × dinner from vip by rule 3 of policy 2: Dinner
invoice I-3 settled on 2025-02-10: 3000.00 EUR paid in all
level Gold in force for contract C-1
entitled to 2 × dinner from vip, 6 × full: contract C-1: 5 × full by rule 1 of policy 2: Gold; contract C-2: 1 × full, 2 × dinner from vip by rule 3 of policy 2: Dinner
requested 2 × full as acme/full/3
booked 2 × full, requested as acme/full/3: ticketing's purchase X
full set to 4 by Ann: two stay at home
entitled to 2 × dinner from vip, 4 × full: contract C-1: 5 × full by rule 1 of policy 2: Gold; contract C-2: 1 × full, 2 × dinner from vip by rule 3 of policy 2: Dinner; 4 × full instead of 6, set by Ann: two stay at home
reclaim of acme/full/3 requested, down to 0 tickets
2 tickets of acme/full/3 cancelled, 0 left: no longer owed
WHY
ok 'sponsor-status --why explains two packages, an upgrade and an override' diff wanted explained

# Each state, with the name and the address that a mail requires.
export LANYARD_CONFERENCE=states
open_sponsorship
state() { sponsor-status "$1" | jq -r '"\(.state) \(.name) <\(.email)>"'; }
for sponsor in prospect signed withdrawn; do
	sponsor-register $sponsor --name "$sponsor Ltd" --level Gold --email "t@$sponsor.example" >/dev/null
done
is "$(state prospect)" 'prospect prospect Ltd <t@prospect.example>' 'a sponsor without a contract is a prospect'
sponsor-contract sign C-1 --sponsor signed --signed-on 2025-01-12 >/dev/null
is "$(state signed)" 'signed signed Ltd <t@signed.example>' 'a sponsor with an unpaid contract is signed'
pay_sponsor onboard Gold && pay_sponsor void Gold && pay_sponsor odd Odd
is "$(state onboard)" 'onboard onboard Ltd <t@onboard.example>' 'a sponsor that has paid is on board'
sponsor-contract void C-void >/dev/null
is "$(state void)" 'void void Ltd <t@void.example>' 'a sponsor whose contract is void is void'
sponsor-withdraw withdrawn >/dev/null
is "$(state withdrawn)" 'withdrawn withdrawn Ltd <t@withdrawn.example>' 'a sponsor that has withdrawn is withdrawn'
is "$(state odd)" 'without_rule odd Ltd <t@odd.example>' 'a sponsor that has paid and that no rule matches is without_rule'
run sponsor-status -t
no_data
is "$(awk 'NR > 1 { print $1 "=" $6 }' "$out" | paste -sd ' ' -)" \
	'odd=without_rule onboard=onboard prospect=prospect signed=signed void=void withdrawn=withdrawn' \
	'the table has the state of each sponsor'
sponsor-onboard -a | sponsor-allocate -q >/dev/null
run sponsor-status --tasks --table
no_data
is "$(head -n 1 "$out" | awk '{print $1}'):$(wc -l <"$out")" BENEFICIARY:3 'sponsor-status --tasks --table prints the tasks as a table'
run sponsor-status --tasks
is "$(jq -r '"\(.beneficiary):\(.task)"' "$out" | paste -sd ' ' -)" 'odd:without_rule void:money_to_return' \
	'a payment for a void contract and a missing rule are tasks'
is "$(jq -r 'select(.beneficiary == "void") | "\(.message) \(.name) <\(.email)>"' "$out")" \
	'50.00 EUR was paid of invoice I-void, and the contract is void: pay it back void Ltd <t@void.example>' \
	'the task to return money has the amount, the name and the address'
sponsor-withdraw onboard >/dev/null
run sponsor-status --tasks onboard
json .message '50.00 EUR was paid of invoice I-onboard, and the sponsor has withdrawn: pay it back' \
	'a payment of a sponsor that has withdrawn is a task to return the money'
sponsor-invoice refund I-onboard --refunded-on 2025-03-01 >/dev/null
run sponsor-status --tasks onboard
is "$rc:$(wc -c <"$out")" 0:0 'money to return is no task once it is refunded'
sponsor-invoice raise I-late --sponsor void --amount 700 --currency EUR >/dev/null
run sponsor-settle I-late --settled-on 2025-03-01
is "$rc" 0 'a payment for a void contract is recorded'
run sponsor-status --tasks void
json .message '7.00 EUR was paid of invoice I-late, and the contract is void: pay it back 50.00 EUR was paid of invoice I-void, and the contract is void: pay it back' \
	'a later payment for a void contract is a task of its own to return the money'
export LANYARD_CONFERENCE=empty
open_sponsorship
for report in 'sponsor-status' 'sponsor-status --tasks' 'sponsor-unused' 'sponsor-reconcile' 'sponsor-policy try policy.json'; do
	for table in '' -t; do
		# shellcheck disable=SC2086 # words
		run $report $table </dev/null
		is "$rc:$(wc -c <"$out")" 0:0 "an empty report prints nothing: $report $table"
	done
done

# Tasks.
export LANYARD_CONFERENCE=tasks LANYARD_NOW=2025-03-01T12:00:00Z
open_sponsorship 4 100
tasks() { # OPTION...
	run sponsor-status --tasks "$@"
	jq -r '.beneficiary + ":" + .task' "$out" | paste -sd ' ' -
}
sponsor-register -q new --name N --level Gold --email n@n.example --signed-up-on 2025-02-25 >/dev/null
sponsor-register -q old --name O --level Gold --email o@o.example --signed-up-on 2025-02-15 >/dev/null
sponsor-register -q odd --name O --level Odd --email o@o.example --signed-up-on 2025-02-25 >/dev/null
is "$(tasks)" 'odd:without_rule old:contract_unsigned' 'a contract that is not signed in time and a level without a rule are tasks'
is "$(jq -r 'select(.beneficiary == "old") | .since' "$out")" 2025-02-15 'the task of an unsigned contract has the day of sign-up'
is "$(tasks --days 9223372036854775807)" odd:without_rule 'sponsor-status accepts the largest number of days, after which nothing is late'
sponsor-register -q young --name Y --level Gold --email y@y.example --signed-up-on 2025-02-16 >/dev/null
is "$(tasks young)" '' 'a contract may be signed for 14 days'
is "$(LANYARD_NOW=2025-03-02T00:00:00Z tasks young)" young:contract_unsigned 'a contract that is not signed after 14 days is a task'
sponsor-withdraw young >/dev/null
is "$(tasks --days 20)" odd:without_rule 'sponsor-status --days sets how long a signature may take'
sponsor-contract sign C-old --sponsor old --signed-on 2025-03-01 >/dev/null
sponsor-invoice raise I-1 --sponsor old --amount 100 --currency EUR --due-on 2025-03-01 >/dev/null
is "$(tasks old)" '' 'an invoice is not overdue on its due date'
sponsor-invoice raise I-0 --sponsor old --amount 500 --currency EUR --due-on 2025-05-01 >/dev/null
sponsor-settle I-0 P-0 --settled-on 2025-02-20 --amount 100 >/dev/null
is "$(tasks old)" old:invoice_partly_paid 'an invoice that was paid in part is a task'
is "$(jq -r '"\(.since) \(.message)"' "$out")" '2025-02-20 1.00 EUR of invoice I-0 was paid, and 4.00 EUR is not' \
	'the task of an invoice paid in part has the date, and both amounts'
sponsor-settle I-0 P-9 --settled-on 2025-02-21 --amount 400 >/dev/null
is "$(tasks old)" '' 'an invoice that was paid in two parts is no task'
export LANYARD_NOW=2025-03-02T00:00:00Z
is "$(tasks old)" old:invoice_overdue 'an invoice is overdue on the day after its due date'
is "$(jq -r .message "$out")" '1.00 EUR of invoice I-1 is not paid' 'the task of an overdue invoice has the amount that is owed'
sponsor-settle I-1 --settled-on 2025-03-02 | sponsor-onboard | sponsor-allocate | book 2>/dev/null
is "$(tasks old)" old:booking_refused 'a request that ticketing refused is a task'
ticket-type amend full --capacity 100 >/dev/null
sponsor-allocate --retry | book
is "$(tasks old --starts 2025-03-10)" '' 'unassigned tickets are no task more than a week before the start'
is "$(tasks old --starts 2025-03-09)" old:tickets_unassigned 'unassigned tickets are a task within a week of the start'
run sponsor-status --tasks --starts tomorrow
is "$rc" 64 'a start that is not a date is a usage error'
sponsor-withdraw odd >/dev/null
is "$(tasks odd)" '' 'a missing rule is no task after a withdrawal'
run sponsor-status --tasks --table
is "$rc:$(wc -c <"$out")" 0:0 'sponsor-status --tasks --table prints nothing without a task'

# A rule for the level that requires more than the paid amount does not match.
export LANYARD_CONFERENCE=more-money
printf '{"rules":[{"level":"Gold","paid_at_least":100000,"currency":"EUR","grants":[{"type":"full","quantity":9}]}]}' |
	sponsor-policy adopt >/dev/null
pay_sponsor poor Gold
sponsor-onboard <paid.poor | sponsor-allocate >"$out" 2>"$err"
is "$(tasks)" poor:without_rule 'a sponsor who paid less than the rule of its level requires is a task'
is "$(sponsor-status --tasks | jq -r .message)" \
	'no rule of any policy matches level Gold, signed up on 2025-01-10, paid 50.00 EUR' 'the task of a missing rule has what a rule would have to match'
run sponsor-allocate -a
is "$rc:$(wc -c <"$out"):$(cat "$err")" '0:0:' 'sponsor-allocate -a does not repeat the warning about a missing rule'
# An override decides instead of a rule.
sponsor-override poor full --quantity 2 --by Ann --reason 'as promised' >override
is "$(awaits poor)" sponsor-allocate 'a sponsor without a rule awaits sponsor-allocate after an override'
sponsor-allocate -qa >requests
is "$(jq -r .data.reference requests):$(awaits poor)" 'poor/full/1:request pending: 2 × full' 'an override is requested for a sponsor without a rule'
ticket-type add full --name Full --price 1 --currency EUR --capacity 1 >/dev/null
ticket-client add sponsorship --commands create-ticket-purchase,cancel-tickets --types full --waive >/dev/null
book <requests 2>/dev/null
is "$(awaits poor)" 'refused: 2 × full: sold_out: 2 of "full" requested, 1 left' 'a sponsor without a rule awaits a decision when ticketing refuses an override'
ticket-type amend full --capacity 9 >/dev/null
sponsor-allocate -q --retry | book
is "$(sponsor-status poor | jq -c '[.booked[0].quantity, .state]')" '[2,"without_rule"]' 'sponsor-allocate --retry books a refused override for a sponsor without a rule'
# An amended record counts, and so does a policy that is adopted later.
printf '{"rules":[{"level":"Gold","signed_up_before":"2025-01-01","grants":[{"type":"full","quantity":7}]}]}' |
	sponsor-policy adopt >/dev/null
sponsor-override -q --withdraw poor full --by Ann --reason 'there is a rule' >/dev/null
sponsor-register poor --name Poor --level Gold --email t@poor.example --signed-up-on 2024-12-01 >/dev/null
sponsor-allocate -qa | book
is "$(sponsor-status poor | jq -r '"\(.booked | map(.quantity) | add) \(.state) \(.because)"')" \
	'7 onboard rule 1 of policy 2: Gold, signed up before 2025-01-01' \
	'the first policy that matches an amended day of sign-up decides the entitlement'
is "$(tasks)" '' 'a sponsor whose record is amended to match a rule is no task'
sponsor-withdraw -q poor >/dev/null
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(tasks) $(sponsor-status poor | jq -c '[.entitled, .booked]')" 'poor:money_to_return [[],[]]' \
	'a sponsor that has withdrawn is owed only its money'

# Booked after the entitlement was lowered: a tool reclaims the surplus without a person.
export LANYARD_CONFERENCE=late
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >requests
sponsor-override -q acme full --quantity 1 --by Ann --reason less | sponsor-reclaim
book <requests
is "$(awaits acme):$(tasks)" sponsor-reclaim: 'a surplus that was booked late awaits sponsor-reclaim and is no task'
sponsor-reclaim -a >reclaims
is "$(awaits acme)" 'reclaim pending: 4 × full' "a surplus that was booked late awaits ticketing's answer to its reclaim"
ticket-cancel -c sponsorship <reclaims | sponsor-book
is "$(awaits acme)" nothing 'a sponsor whose late surplus is cancelled awaits nothing'

# An invoice that was paid in part, for a contract that is void.
export LANYARD_CONFERENCE=void
open_sponsorship
sponsor-register part --name P --level Gold --email p@p.example >/dev/null
sponsor-contract sign C-part --sponsor part --signed-on 2025-01-12 >/dev/null
sponsor-invoice raise I-1 --sponsor part --contract C-part --amount 5000 --currency EUR --due-on 2025-02-01 >/dev/null
sponsor-invoice raise I-2 --sponsor part --amount 5000 --currency EUR --due-on 2025-02-01 >/dev/null
sponsor-settle I-1 P-1 --amount 1000 --settled-on 2025-01-20 >/dev/null
sponsor-contract void C-part >/dev/null 2>&1
is "$(tasks)" part:money_to_return 'an invoice for a void contract is not overdue, what was paid of it is to be returned'
done_testing
