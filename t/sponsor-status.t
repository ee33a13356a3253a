#!/bin/sh
# Status: where each sponsor stands, what it awaits, and why.
. "$(dirname "$0")/lib.sh"
open_both
pay_sponsor acme Gold && pay_sponsor media Media
sponsor-register new --name New --level Gold --email n@n.example >/dev/null
awaits() { sponsor-status "$1" | jq -r '.awaits // "nothing"'; }

is "$(awaits new)" 'the contract is not signed' 'it awaits a signature'
is "$(awaits acme)" sponsor-onboard 'or a tool'
cat paid.acme paid.media | sponsor-onboard >onboarded
is "$(awaits acme)" sponsor-allocate 'the next one'
sponsor-allocate <onboarded >commands 2>/dev/null
is "$(awaits acme)" 'asked for, not answered: full=5' 'or ticketing'
is "$(awaits media)" 'a policy with a rule for level Media, signed up on 2025-01-10, 50.00 EUR paid' 'or a decision'
book <commands
is "$(awaits acme)" nothing 'or nothing'

run sponsor-status acme
json '[.level, .contract, .invoices, .settled, .onboarded, .because] | map(tostring) | join(" ")' \
	'Gold C-acme 1 1 true rule 2 of policy 1: Gold' 'a row says where the number comes from'
run sponsor-status --why acme
json '.what | split(" ")[0]' 'registered: contract invoice invoice onboarded owed shall asked booked' \
	'--why tells it from contract to ticket'
is "$(jq -r .sequence "$out" | sort -c && echo sorted)" sorted 'in the order in which it happened'
run sponsor-status -t
no_data
is "$(head -n 1 "$out" | awk '{print $1}'):$(wc -l <"$out")" SPONSOR:4 'on a terminal it is a table'
sponsor-contract void C-acme >/dev/null 2>"$err"
says 'has 5 tickets: sponsor-reclaim asks back what nobody holds' 'a contract that is voided after booking is told'
is "$(awaits acme)" sponsor-reclaim 'and awaits that its tickets are asked back'
run sponsor-status nobody
is "$rc" 65 'who is not there has no status'
run sponsor-status --why
is "$rc" 64 '--why wants a sponsor'
run sponsor-feed --after 3 --limit 2
json '.sequence | tonumber' '4 5' 'the feed has all of it'

# Tasks: what awaits a person.
export LANYARD_CONFERENCE=tasks LANYARD_NOW=2025-03-01T12:00:00Z
open_both 4 100
tasks() { # OPTION...
	run sponsor-status --tasks "$@"
	jq -r '.sponsor + ":" + .task' "$out" | paste -sd ' ' -
}
sponsor-register -q new --name N --level Gold --email n@n.example --signed-up-on 2025-02-25 >/dev/null
sponsor-register -q old --name O --level Gold --email o@o.example --signed-up-on 2025-02-15 >/dev/null
sponsor-register -q odd --name O --level Odd --email o@o.example --signed-up-on 2025-02-25 >/dev/null
is "$(tasks)" 'odd:level_without_rule old:contract_unsigned' 'who signed up and did not sign, and a level without a rule'
is "$(jq -r 'select(.sponsor == "old") | .since' "$out")" 2025-02-15 'since when is said'
is "$(tasks --days 20)" odd:level_without_rule 'how long is too long can be said'
sponsor-contract sign C-old --sponsor old --signed-on 2025-03-01 >/dev/null
sponsor-invoice raise I-1 --sponsor old --amount 100 --currency EUR --due-on 2025-03-01 >/dev/null
is "$(tasks old)" '' 'an invoice is not overdue on its day'
export LANYARD_NOW=2025-03-02T00:00:00Z
is "$(tasks old)" old:invoice_overdue 'but behind it'
is "$(jq -r .message "$out")" '1.00 EUR of invoice I-1 is not paid' 'with what is owed'
sponsor-settle I-1 --settled-on 2025-03-02 | sponsor-onboard | sponsor-allocate | book 2>/dev/null
is "$(tasks old)" old:booking_refused 'what ticketing has refused'
ticket-type amend full --capacity 100 >/dev/null
sponsor-allocate --retry | book
is "$(tasks old --starts 2025-03-10)" '' 'nobody holds its tickets, more than a week before'
is "$(tasks old --starts 2025-03-09)" old:tickets_unassigned 'and within a week'
run sponsor-status --tasks --starts tomorrow
is "$rc" 64 'a day is a date'
sponsor-withdraw odd >/dev/null
is "$(tasks odd)" '' 'who has withdrawn is no task'
run sponsor-status --tasks --table
no_data
is "$(wc -l <"$out")" 1 'on a terminal it is a table'

# A rule for the level that wants more than was paid is no rule for it.
export LANYARD_CONFERENCE=more-money
printf '{"rules":[{"level":"Gold","paid_at_least":100000,"currency":"EUR","grants":[{"type":"full","quantity":9}]}]}' |
	sponsor-policy adopt >/dev/null
pay_sponsor poor Gold
sponsor-onboard <paid.poor | sponsor-allocate >"$out" 2>"$err"
is "$(tasks)" poor:level_without_rule 'on board, and no rule is for what it has paid'
is "$(sponsor-status --tasks | jq -r .message)" \
	'no rule of the policy is for it, level Gold, signed up on 2025-01-10, 50.00 EUR paid' '  in words that say what lacks'
# What it is owed goes by what it was when it came on board, whatever is amended since.
printf '{"rules":[{"level":"Gold","signed_up_before":"2025-01-01","grants":[{"type":"full","quantity":7}]}]}' |
	sponsor-policy adopt >/dev/null
sponsor-register poor --name Poor --level Gold --email t@poor.example --signed-up-on 2024-12-01 >/dev/null
is "$(awaits poor)" 'a policy with a rule for level Gold, signed up on 2025-01-10, 50.00 EUR paid' \
	'a day of signing up that is amended afterwards brings it no rule'
is "$(tasks)" poor:level_without_rule '  and the task stays'
run sponsor-allocate -a
is "$rc:$(wc -c <"$out")" 0:0 '  as nothing is decided'
says 'poor: no rule of any policy is for level Gold, signed up on 2025-01-10, 50.00 EUR paid;' '  which is told'
# An organiser may decide instead.
sponsor-override poor full --quantity 2 --by Ann --reason 'as they were told' >override
is "$(awaits poor)" sponsor-allocate 'an override is asked for'
sponsor-allocate -qa >asking
is "$(jq -r .data.reference asking):$(awaits poor)" 'poor/full/1:asked for, not answered: full=2' '  once'
ticket-type add full --name Full --price 1 --currency EUR --capacity 1 >/dev/null
ticket-client add sponsorship --may create-ticket-purchase,cancel-tickets --types full --waive >/dev/null
book <asking 2>/dev/null
is "$(awaits poor)" 'lacks what an override wants: set it again, for another reason' '  what was refused is told'
ticket-type amend full --capacity 9 >/dev/null
sponsor-override poor full --quantity 2 --by Ann --reason 'once more' | sponsor-allocate -q | book
is "$(awaits poor):$(tasks)" nothing: 'and where it has what was wanted nothing is to be done'
sponsor-withdraw -q poor >/dev/null
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(tasks) $(sponsor-status poor | jq -c .entitled)" ' []' 'who has withdrawn is owed nothing'

# Booked after less was decided: a tool asks it back, and no person is needed.
export LANYARD_CONFERENCE=late
open_both
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >asking
sponsor-override -q acme full --quantity 1 --by Ann --reason less | sponsor-reclaim
book <asking
is "$(awaits acme):$(tasks)" sponsor-reclaim: 'what a tool asks back awaits the tool, and is no task'
sponsor-reclaim -a >asking-back
is "$(awaits acme)" 'asked back, not answered: full=4' '  once'
ticket-cancel -c sponsorship <asking-back | sponsor-book
is "$(awaits acme)" nothing '  and then it has what it shall have'
done_testing
