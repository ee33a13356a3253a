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
is "$(awaits media)" 'a policy with a rule for the level Media' 'or a decision'
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
done_testing
