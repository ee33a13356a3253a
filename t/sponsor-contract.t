#!/bin/sh
# Contracts: signed once, one for the sponsor's level and others that name theirs; void for good.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor-register acme --name Acme --level Gold --email a@a.example >/dev/null

run sponsor-contract sign C-1 --sponsor nobody --signed-on 2025-01-12
says 'there is no sponsor "nobody"' 'a contract of an unknown sponsor is refused'
is "$rc" 65 '  as a bad line'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12
json '.type + " " + .data.contract' 'lanyard.sponsorship.contract-signed.v1 C-1' 'a contract is signed'
cp "$out" signed
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12
same "$out" signed 'signed again with the same data it is answered by the same line'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-13
is "$rc" 65 'signed again with another date it is refused'
run sponsor-contract sign C-2 --sponsor acme --signed-on 2025-01-13
is "$rc" 65 'a second contract that names neither a level nor what it replaces is refused'
says '/contract: "acme" has signed the contract "C-1": void it, or name the level that this one is about, or the contract that it replaces' \
	'  with what to do'
run sponsor-contract sign C-3 --sponsor acme --signed-on 2025-01-13 --level Dinner
json '.data | "\(.contract) \(.level)"' 'C-3 Dinner' 'a contract for another level is signed beside it'
run sponsor-contract sign C-4 --sponsor acme --signed-on 2025-01-13 --replaces C-9
says '/replaces: "acme" has signed no other contract "C-9"' 'a contract that replaces an unknown one is refused'
run sponsor-contract sign C-4 --sponsor acme --signed-on 2025-01-13 --replaces C-4
says '/replaces: "acme" has signed no other contract "C-4"' 'a contract cannot replace itself'
sponsor-register bolt --name Bolt --level Gold --email b@b.example >/dev/null
run sponsor-contract sign C-4 --sponsor bolt --signed-on 2025-01-13 --replaces C-1
is "$rc" 65 "nor another sponsor's contract"
run sponsor-contract sign C-4 --sponsor acme --signed-on 2025-01-13 --replaces C-1
json .data.replaces C-1 'a contract that replaces one of the sponsor is signed beside it'
sponsor-contract void C-3 >/dev/null
sponsor-contract void C-4 >/dev/null

run sponsor-contract void C-1 --reason 'wrong company'
json '.data | "\(.sponsor) \(.reason)"' 'acme wrong company' 'a contract is voided'
run sponsor-contract void C-9
is "$rc" 65 'an unknown contract cannot be voided'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12
same "$out" signed 'importing the signature of a void contract again is answered by the same line'
says 'warning: the contract "C-1" was signed before, and is void since: sign another, under another number' \
	'  with a warning that it stays void'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-02-13
says 'is void since: sign another' 'another signature of a void contract is refused, with what to do'
run sponsor-onboard --why acme
json .missing 'the contract C-4 is void' 'without a contract in force, the void one is named as the reason'
run sponsor-contract sign C-2 --sponsor acme --signed-on 2025-01-13 --in-kind
json .data.in_kind true 'another contract can be signed then'

# Contracts that replace each other
sponsor-register chain --name Chain --level Gold --email c@c.example >/dev/null
sponsor-contract sign R-1 --sponsor chain --signed-on 2025-01-13 --level Gold --in-kind >/dev/null
sponsor-contract sign R-2 --sponsor chain --signed-on 2025-01-13 --level Gold --in-kind --replaces R-1 >/dev/null
sponsor-contract sign R-3 --sponsor chain --signed-on 2025-01-13 --level Gold --in-kind --replaces R-2 >/dev/null
sponsor-contract void -q R-2 >/dev/null
sponsor-allocate -aq >/dev/null
is "$(sponsor-status chain | jq -c '[.entitled[].quantity]')" '[5]' \
	'a contract stays replaced when the one that replaced it is replaced and void'
sponsor-contract void -q R-3 >/dev/null
sponsor-allocate -aq >/dev/null
is "$(sponsor-status chain | jq -c '[.entitled[].quantity]')" '[5]' 'it counts again when none that replaced it counts'
sponsor-contract sign R-4 --sponsor chain --signed-on 2025-01-13 --level Gold >/dev/null
sponsor-invoice raise I-4 --sponsor chain --amount 1 --currency EUR --contract R-4 >/dev/null
is "$(sponsor-status chain | jq -r .awaits)" 'sponsor-onboard' 'a contract on board is to be published'
sponsor-onboard -aq >/dev/null
sponsor-allocate -aq >/dev/null
is "$(sponsor-onboard --why chain | jq -r .missing)" 'not settled: I-4' \
	'what is missing names the contracts that miss something, and no other'

# Many levels, each with types of its own
levels='a b c d e'
jq -nc --arg levels "$levels f" '{rules: [$levels | split(" ")[] as $level | {level: $level,
	grants: [range(20) | {type: "\($level)-\(.)", quantity: 1}]}]}' | sponsor-policy adopt >/dev/null
sponsor-register wide --name Wide --level a --email w@w.example >/dev/null
for level in $levels; do
	sponsor-contract sign "W-$level" --sponsor wide --signed-on 2025-01-13 --level "$level" --in-kind
done >/dev/null
run sponsor-allocate -a
is "$rc:$(grep create-ticket-purchase "$out" | grep -c wide/)" 0:100 'tickets of the 100 types that five contracts grant are all requested'
sponsor-register next --name Next --level a --email n@n.example >/dev/null
sponsor-contract sign N-1 --sponsor next --signed-on 2025-01-13 --in-kind >/dev/null
sponsor-contract sign W-f --sponsor wide --signed-on 2025-01-13 --level f --in-kind >/dev/null
run sponsor-allocate -a
is "$rc:$(grep create-ticket-purchase "$out" | grep -c next/)" 0:20 'whoever is owed more than 100 types stops nobody else'
says 'wide: 120 types of tickets are owed, 100 is the most: adopt a policy' '  which is reported'
is "$(sponsor-status --tasks wide | jq -r .task)" without_rule '  and is a task'
is "$(sponsor-status wide | jq '.booked // [] | length'):$(sponsor-reclaim -a | wc -l)" 0:0 '  for which nothing is reclaimed'

done_testing
