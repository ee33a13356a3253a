#!/bin/sh
# Contracts: signed once, one for the sponsor's level and others for a level that they name; void for ever.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor-register acme --name Acme --level Gold --email a@a.example >/dev/null

run sponsor-contract sign C-1 --sponsor nobody --signed-on 2025-01-12
says 'there is no sponsor "nobody"' 'a contract of an unknown sponsor is denied'
is "$rc" 65 'a contract of an unknown sponsor exits with 65'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12
json '.type + " " + .data.contract' 'lanyard.sponsorship.contract-signed.v1 C-1' 'sponsor-contract sign records contract-signed'
cp "$out" signed
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12
same "$out" signed 'a signature that is repeated prints the same bytes'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-13
is "$rc" 65 'a signature that is repeated with another date is denied'
run sponsor-contract sign C-2 --sponsor acme --signed-on 2025-01-13
is "$rc" 65 'a second contract without a level or a contract that it replaces is denied'
says '/contract: "acme" has signed the contract "C-1": void it, or name the level that this one is about, or the contract that it replaces' \
	'the denial of a second contract says to void the first, or to name a level or a contract to replace'
run sponsor-contract sign C-3 --sponsor acme --signed-on 2025-01-13 --level Dinner
json '.data | "\(.contract) \(.level)"' 'C-3 Dinner' 'a sponsor can sign a second contract for another level'
run sponsor-contract sign C-4 --sponsor acme --signed-on 2025-01-13 --replaces C-9
says '/replaces: "acme" has signed no other contract "C-9"' 'a contract that replaces an unknown contract is denied'
run sponsor-contract sign C-4 --sponsor acme --signed-on 2025-01-13 --replaces C-4
says '/replaces: "acme" has signed no other contract "C-4"' 'a contract that replaces itself is denied'
sponsor-register bolt --name Bolt --level Gold --email b@b.example >/dev/null
run sponsor-contract sign C-4 --sponsor bolt --signed-on 2025-01-13 --replaces C-1
is "$rc" 65 "a contract that replaces another sponsor's contract is denied"
run sponsor-contract sign C-4 --sponsor acme --signed-on 2025-01-13 --replaces C-1
json .data.replaces C-1 'a sponsor can sign a contract that replaces one of its own'
sponsor-contract void C-3 >/dev/null
sponsor-contract void C-4 >/dev/null

run sponsor-contract void C-1 --reason 'wrong company'
json '.data | "\(.sponsor) \(.reason)"' 'acme wrong company' 'sponsor-contract void records the reason'
run sponsor-contract void C-9
is "$rc" 65 'voiding an unknown contract is denied'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-01-12
same "$out" signed 'a signature of a void contract that is repeated prints the same bytes'
says 'warning: the contract "C-1" was signed before, and is void since: sign another, under another number' \
	'sponsor-contract sign warns that a void contract stays void'
run sponsor-contract sign C-1 --sponsor acme --signed-on 2025-02-13
says 'is void since: sign another' "a void contract can't be signed with another date"
run sponsor-onboard --why acme
json .missing 'the contract C-4 is void' 'sponsor-onboard --why names the void contract of a sponsor that has no other'
run sponsor-contract sign C-2 --sponsor acme --signed-on 2025-01-13 --in-kind
json .data.in_kind true 'a sponsor whose contracts are void can sign another'

# Contracts that replace each other.
sponsor-register chain --name Chain --level Gold --email c@c.example >/dev/null
sponsor-contract sign R-1 --sponsor chain --signed-on 2025-01-13 --level Gold --in-kind >/dev/null
sponsor-contract sign R-2 --sponsor chain --signed-on 2025-01-13 --level Gold --in-kind --replaces R-1 >/dev/null
sponsor-contract sign R-3 --sponsor chain --signed-on 2025-01-13 --level Gold --in-kind --replaces R-2 >/dev/null
sponsor-contract void -q R-2 >/dev/null
sponsor-allocate -aq >/dev/null
is "$(sponsor-status chain | jq -c '[.entitled[].quantity]')" '[5]' \
	'a replaced contract grants nothing when the contract that replaced it is void, but was itself replaced'
sponsor-contract void -q R-3 >/dev/null
sponsor-allocate -aq >/dev/null
is "$(sponsor-status chain | jq -c '[.entitled[].quantity]')" '[5]' 'a replaced contract grants tickets again when every contract that replaced it is void'
sponsor-contract sign R-4 --sponsor chain --signed-on 2025-01-13 --level Gold >/dev/null
sponsor-invoice raise I-4 --sponsor chain --amount 1 --currency EUR --contract R-4 >/dev/null
is "$(sponsor-status chain | jq -r .awaits)" 'sponsor-onboard' 'a contract that comes on board awaits sponsor-onboard'
sponsor-onboard -aq >/dev/null
sponsor-allocate -aq >/dev/null
is "$(sponsor-onboard --why chain | jq -r .missing)" 'not settled: I-4' \
	'sponsor-onboard --why names only the contracts that miss something'

# Many levels, each with types of its own.
levels='a b c d e'
jq -nc --arg levels "$levels f" '{rules: [$levels | split(" ")[] as $level | {level: $level,
	grants: [range(20) | {type: "\($level)-\(.)", quantity: 1}]}]}' | sponsor-policy adopt >/dev/null
sponsor-register wide --name Wide --level a --email w@w.example >/dev/null
for level in $levels; do
	sponsor-contract sign "W-$level" --sponsor wide --signed-on 2025-01-13 --level "$level" --in-kind
done >/dev/null
run sponsor-allocate -a
is "$rc:$(grep create-ticket-purchase "$out" | grep -c wide/)" 0:100 'the tickets of 100 types that five contracts grant are all requested'
sponsor-register next --name Next --level a --email n@n.example >/dev/null
sponsor-contract sign N-1 --sponsor next --signed-on 2025-01-13 --in-kind >/dev/null
sponsor-contract sign W-f --sponsor wide --signed-on 2025-01-13 --level f --in-kind >/dev/null
run sponsor-allocate -a
is "$rc:$(grep create-ticket-purchase "$out" | grep -c next/)" 0:20 'a sponsor who is owed more than 100 types does not stop the requests for other sponsors'
says 'wide: 120 types of tickets are owed, 100 is the most: adopt a policy' 'sponsor-allocate warns of a sponsor who is owed more than 100 types'
is "$(sponsor-status --tasks wide | jq -r .task)" without_rule 'a sponsor who is owed more than 100 types is a task'
sponsor-override -q wide f-0 --quantity 2 --by Ann --reason guests >/dev/null
run sponsor-allocate -a
is "$(jq -r 'select(.data.reference == "wide/f-0/1").data.tickets[0].quantity' "$out")" 2 'an override counts for a sponsor who is owed more than 100 types'
is "$(sponsor-status wide | jq '.booked // [] | length'):$(sponsor-reclaim -a | wc -l)" 0:0 'nothing is reclaimed from a sponsor who is owed more than 100 types'

sponsor-register later --name L --level Gold --email l@l.example >/dev/null 2>&1
run sponsor-contract sign C-later --sponsor later --signed-on 2026-02-28
says 'warning: signed_on is 2026-02-28, in the future' 'a contract that is signed next year is warned of'
done_testing
