#!/bin/sh
# Status: where each sponsor stands, what it awaits, and why.
. "$(dirname "$0")/lib.sh"
open_sponsorship
pay_sponsor acme Gold && pay_sponsor media Media
sponsor-register new --name New --level Gold --email n@n.example >/dev/null
awaits() { sponsor-status "$1" | jq -r '.awaits // "nothing"'; }

is "$(awaits new)" 'the contract is not signed' 'a contract that is not signed is awaited'
is "$(awaits acme)" sponsor-onboard 'a tool that has to run is awaited'
cat paid.acme paid.media | sponsor-onboard >onboarded
is "$(awaits acme)" sponsor-allocate '  then the next one'
sponsor-allocate <onboarded >commands 2>/dev/null
is "$(awaits acme)" 'request pending: full=5' 'an answer of ticketing is awaited'
is "$(awaits media)" 'a policy: no rule of any policy matches level Media, signed up on 2025-01-10, 50.00 EUR paid' \
	'a policy with a rule is awaited'
book <commands
is "$(awaits acme)" nothing 'when all is booked nothing is awaited'

run sponsor-status acme
json '[.name, .email, .level, .state, .contracts, .invoices, .settled, .because] | map(tostring) | join(" ")' \
	'acme Ltd t@acme.example Gold onboard ["C-acme"] 1 1 rule 2 of policy 1: Gold' \
	'a row says who it is, where it stands, and what the number comes from'
run sponsor-status --why acme
json '.what | split(" ")[0]' 'registered: contract invoice invoice onboarded: entitled requested booked' \
	'--why explains a sponsor from the registration to the tickets'
is "$(jq -r .sequence "$out" | sort -c && echo sorted)" sorted '  in the order in which it happened'
run sponsor-status --csv
no_data
is "$(head -n 1 "$out" | tr -d '\r' | cut -d, -f1-4):$(grep -c '^acme,acme Ltd,t@acme.example,' "$out")" \
	sponsor,name,email,level:1 '--csv prints what a mail merge needs'
run sponsor-status -t
no_data
is "$(head -n 1 "$out" | awk '{print $1}'):$(wc -l <"$out")" SPONSOR:4 '-t prints a table'
sponsor-contract void C-acme >/dev/null 2>"$err"
says 'acme: has 5 tickets: sponsor-reclaim reclaims the unassigned surplus' 'a contract that is voided after booking is warned of'
is "$(awaits acme)" 'sponsor-reclaim; the contract C-acme is void' '  and awaits sponsor-reclaim'
sponsor-reclaim -qa >/dev/null
is "$(awaits acme)" 'reclaim pending: full=5; the contract C-acme is void' '  which reclaims its tickets'
run sponsor-status nobody
is "$rc" 65 'an unknown sponsor has no status'
run sponsor-status --why
is "$rc" 64 '--why requires a sponsor'
run sponsor-feed --after 3 --limit 2
json '.sequence | tonumber' '4 5' 'the feed has all events'

# The whole of it: two packages, an upgrade, an override.
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
is "$(awaits acme)" 'level Gold: not settled: I-3' 'while an upgrade is not paid, its invoice is awaited'
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
entitled to full=3: rule 2 of policy 2: Silver
requested full=3 as acme/full/1
booked full=3, requested as acme/full/1: ticketing's purchase X
contract C-2 signed on 2025-01-12, level Dinner
invoice I-2 for contract C-2 raised over 300.00 EUR
invoice I-2 settled on 2025-02-01: 300.00 EUR paid in all
onboarded: contract C-2, level Dinner, nothing unpaid
entitled to dinner=2 from vip, full=4: contract C-1: full=3 by rule 2 of policy 2: Silver; contract C-2: full=1, dinner=2 from vip by rule 3 of policy 2: Dinner
requested dinner=2 as acme/dinner/1
requested full=1 as acme/full/2
booked dinner=2, requested as acme/dinner/1: ticketing's purchase X
booked full=1, requested as acme/full/2: ticketing's purchase X
amended: Acme, level Gold
invoice I-3 for contract C-1 raised over 3000.00 EUR
entitled to dinner=2 from vip, full=4: contract C-1: full=3 by rule 2 of policy 2: Silver; contract C-1: level Gold counts when I-3 is settled; contract C-2: full=1, dinner=2 from vip by rule 3 of policy 2: Dinner
invoice I-3 settled on 2025-02-10: 3000.00 EUR paid in all
level Gold in force for contract C-1
entitled to dinner=2 from vip, full=6: contract C-1: full=5 by rule 1 of policy 2: Gold; contract C-2: full=1, dinner=2 from vip by rule 3 of policy 2: Dinner
requested full=2 as acme/full/3
booked full=2, requested as acme/full/3: ticketing's purchase X
full set to 4 by Ann: two stay at home
entitled to dinner=2 from vip, full=4: contract C-1: full=5 by rule 1 of policy 2: Gold; contract C-2: full=1, dinner=2 from vip by rule 3 of policy 2: Dinner; full=4 instead of 6, set by Ann: two stay at home
reclaim of acme/full/3 requested: 0 of its tickets stay
2 of acme/full/3 cancelled, 0 left: no longer owed
WHY
ok '--why explains two packages, an upgrade and an override' diff wanted explained

# Every state, with what a mail needs: name and address.
export LANYARD_CONFERENCE=states
open_sponsorship
state() { sponsor-status "$1" | jq -r '"\(.state) \(.name) <\(.email)>"'; }
for sponsor in prospect signed withdrawn; do
	sponsor-register $sponsor --name "$sponsor Ltd" --level Gold --email "t@$sponsor.example" >/dev/null
done
is "$(state prospect)" 'prospect prospect Ltd <t@prospect.example>' 'a sponsor without a contract is a prospect'
sponsor-contract sign C-1 --sponsor signed --signed-on 2025-01-12 >/dev/null
is "$(state signed)" 'signed signed Ltd <t@signed.example>' 'a sponsor with a contract that is not paid has signed'
pay_sponsor onboard Gold && pay_sponsor void Gold && pay_sponsor odd Odd
is "$(state onboard)" 'onboard onboard Ltd <t@onboard.example>' 'a sponsor that has paid is on board'
sponsor-contract void C-void >/dev/null
is "$(state void)" 'void void Ltd <t@void.example>' 'a sponsor whose contract is void is void'
sponsor-withdraw withdrawn >/dev/null
is "$(state withdrawn)" 'withdrawn withdrawn Ltd <t@withdrawn.example>' 'a sponsor that has withdrawn is withdrawn'
is "$(state odd)" 'without_rule odd Ltd <t@odd.example>' 'a sponsor on board that no rule matches is without a rule'
run sponsor-status -t
no_data
is "$(awk 'NR > 1 { print $1 "=" $6 }' "$out" | paste -sd ' ' -)" \
	'odd=without_rule onboard=onboard prospect=prospect signed=signed void=void withdrawn=withdrawn' \
	'the table has the state of each'
sponsor-onboard -a | sponsor-allocate -q >/dev/null
run sponsor-status --tasks --table
no_data
is "$(head -n 1 "$out" | awk '{print $1}'):$(wc -l <"$out")" BENEFICIARY:3 '--table prints tasks as a table'
run sponsor-status --tasks
is "$(jq -r '"\(.beneficiary):\(.task)"' "$out" | paste -sd ' ' -)" 'odd:without_rule void:money_to_return' \
	'money that was paid for a void contract is a task'
is "$(jq -r 'select(.beneficiary == "void") | "\(.message) \(.name) <\(.email)>"' "$out")" \
	'50.00 EUR was paid of invoice I-void, and the contract is void: pay it back void Ltd <t@void.example>' \
	'  with the amount, the name and the address'
sponsor-withdraw onboard >/dev/null
run sponsor-status --tasks onboard
json .message '50.00 EUR was paid of invoice I-onboard, and the sponsor has withdrawn: pay it back' \
	'money that a sponsor paid that has withdrawn is a task'
sponsor-invoice refund I-onboard --refunded-on 2025-03-01 >/dev/null
run sponsor-status --tasks onboard
is "$rc:$(wc -c <"$out")" 0:0 '  until it is refunded'
sponsor-invoice raise I-late --sponsor void --amount 700 --currency EUR >/dev/null
run sponsor-settle I-late --settled-on 2025-03-01
is "$rc" 0 'a payment for a void contract is recorded'
run sponsor-status --tasks void
json .message '7.00 EUR was paid of invoice I-late, and the contract is void: pay it back 50.00 EUR was paid of invoice I-void, and the contract is void: pay it back' \
	'  and is a task'
export LANYARD_CONFERENCE=empty
open_sponsorship
for report in 'sponsor-status' 'sponsor-status --tasks' 'sponsor-unused' 'sponsor-reconcile' 'sponsor-policy try policy.json'; do
	for table in '' -t; do
		# shellcheck disable=SC2086 # words
		run $report $table </dev/null
		is "$rc:$(wc -c <"$out")" 0:0 "an empty report prints nothing: $report $table"
	done
done

# Tasks: what a person has to do.
export LANYARD_CONFERENCE=tasks LANYARD_NOW=2025-03-01T12:00:00Z
open_sponsorship 4 100
tasks() { # OPTION...
	run sponsor-status --tasks "$@"
	jq -r '.beneficiary + ":" + .task' "$out" | paste -sd ' ' -
}
sponsor-register -q new --name N --level Gold --email n@n.example --signed-up-on 2025-02-25 >/dev/null
sponsor-register -q old --name O --level Gold --email o@o.example --signed-up-on 2025-02-15 >/dev/null
sponsor-register -q odd --name O --level Odd --email o@o.example --signed-up-on 2025-02-25 >/dev/null
is "$(tasks)" 'odd:without_rule old:contract_unsigned' 'a contract that is not signed in time, and a level without a rule, are tasks'
is "$(jq -r 'select(.beneficiary == "old") | .since' "$out")" 2025-02-15 '  with the day since when'
is "$(tasks --days 20)" odd:without_rule '--days sets how long is too long'
sponsor-contract sign C-old --sponsor old --signed-on 2025-03-01 >/dev/null
sponsor-invoice raise I-1 --sponsor old --amount 100 --currency EUR --due-on 2025-03-01 >/dev/null
is "$(tasks old)" '' 'an invoice is not overdue on its day'
export LANYARD_NOW=2025-03-02T00:00:00Z
is "$(tasks old)" old:invoice_overdue 'an invoice is overdue after its day'
is "$(jq -r .message "$out")" '1.00 EUR of invoice I-1 is not paid' '  with what is owed'
sponsor-settle I-1 --settled-on 2025-03-02 | sponsor-onboard | sponsor-allocate | book 2>/dev/null
is "$(tasks old)" old:booking_refused 'what ticketing has refused is a task'
ticket-type amend full --capacity 100 >/dev/null
sponsor-allocate --retry | book
is "$(tasks old --starts 2025-03-10)" '' 'unassigned tickets are no task more than a week before the start'
is "$(tasks old --starts 2025-03-09)" old:tickets_unassigned 'unassigned tickets are a task within a week of the start'
run sponsor-status --tasks --starts tomorrow
is "$rc" 64 'a start that is no date is refused'
sponsor-withdraw odd >/dev/null
is "$(tasks odd)" '' 'a level without a rule is no task after withdrawal'
run sponsor-status --tasks --table
is "$rc:$(wc -c <"$out")" 0:0 'without a task, --table prints nothing'

# A rule for the level that requires more than was paid does not match.
export LANYARD_CONFERENCE=more-money
printf '{"rules":[{"level":"Gold","paid_at_least":100000,"currency":"EUR","grants":[{"type":"full","quantity":9}]}]}' |
	sponsor-policy adopt >/dev/null
pay_sponsor poor Gold
sponsor-onboard <paid.poor | sponsor-allocate >"$out" 2>"$err"
is "$(tasks)" poor:without_rule 'a sponsor on board whose payments no rule matches is a task'
is "$(sponsor-status --tasks | jq -r .message)" \
	'no rule of any policy matches level Gold, signed up on 2025-01-10, 50.00 EUR paid' '  with what a rule has to match'
run sponsor-allocate -a
is "$rc:$(wc -c <"$out"):$(cat "$err")" '0:0:' '  and is not warned of on each run'
# An override decides instead of a rule.
sponsor-override poor full --quantity 2 --by Ann --reason 'as promised' >override
is "$(awaits poor)" sponsor-allocate 'an override is to be decided on'
sponsor-allocate -qa >requests
is "$(jq -r .data.reference requests):$(awaits poor)" 'poor/full/1:request pending: full=2' '  and requested'
ticket-type add full --name Full --price 1 --currency EUR --capacity 1 >/dev/null
ticket-client add sponsorship --commands create-ticket-purchase,cancel-tickets --types full --waive >/dev/null
book <requests 2>/dev/null
is "$(awaits poor)" 'refused: full=2: sold_out: 2 of "full" requested, 1 left' '  and may be refused'
ticket-type amend full --capacity 9 >/dev/null
sponsor-allocate -q --retry | book
is "$(sponsor-status poor | jq -c '[.booked[0].quantity, .state]')" '[2,"without_rule"]' '  and be booked by --retry'
# A fact that is amended counts, and so does a policy that was adopted later.
printf '{"rules":[{"level":"Gold","signed_up_before":"2025-01-01","grants":[{"type":"full","quantity":7}]}]}' |
	sponsor-policy adopt >/dev/null
sponsor-override -q --withdraw poor full --by Ann --reason 'there is a rule' >/dev/null
sponsor-register poor --name Poor --level Gold --email t@poor.example --signed-up-on 2024-12-01 >/dev/null
sponsor-allocate -qa | book
is "$(sponsor-status poor | jq -r '"\(.booked | map(.quantity) | add) \(.state) \(.because)"')" \
	'7 onboard rule 1 of policy 2: Gold, signed up before 2025-01-01' \
	'a day of sign-up that is amended counts, with the first policy that has a rule for it'
is "$(tasks)" '' '  and it is no task any more'
sponsor-withdraw -q poor >/dev/null
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(tasks) $(sponsor-status poor | jq -c '[.entitled, .booked]')" 'poor:money_to_return [[],[]]' \
	'a sponsor that has withdrawn is owed nothing but its money'

# Booked after less was decided: a tool reclaims it, and no person is needed.
export LANYARD_CONFERENCE=late
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >requests
sponsor-override -q acme full --quantity 1 --by Ann --reason less | sponsor-reclaim
book <requests
is "$(awaits acme):$(tasks)" sponsor-reclaim: 'a surplus that a tool reclaims awaits the tool, and is no task'
sponsor-reclaim -a >reclaims
is "$(awaits acme)" 'reclaim pending: full=4' '  and then ticketing'
ticket-cancel -c sponsorship <reclaims | sponsor-book
is "$(awaits acme)" nothing '  and then nothing'
done_testing
