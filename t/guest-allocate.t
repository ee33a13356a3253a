#!/bin/sh
# Allocation: the entitlement of guests is decided, and what is missing is requested.
. "$(dirname "$0")/lib.sh"
open_guest_list 10
admit eve press
run guest-allocate <guest.eve
json '.data | "\(.reference) \(.reason) \(.pool) \(.purchaser.email) \(.tickets[0].delegates[0].email)"' \
	'eve/full/1 guest press eve@g.example eve@g.example' 'tickets are requested from the pool of the rule, and the first is assigned to the guest'
cp "$out" first
run guest-allocate <guest.eve
same "$out" first 'guest-allocate prints the same commands when it reads the same events again'
book_guests <first
is "$(guest-status eve | jq -c '[.entitled[0].quantity, .booked[0].quantity, .awaits]')" '[2,2,null]' 'the tickets of a guest are booked'
is "$(ticket-pool list | jq ".places - .sold")" 3 'the tickets of a guest are booked from the pool of the rule'
is "$(guest-allocate -a)" '' 'guest-allocate -a prints nothing when all tickets are booked'
printf '{"specversion":"1.0","id":"x","source":"/x","ty' | cat guest.eve - >torn
run guest-allocate <torn
is "$rc" 65 'guest-allocate exits with 65 if the last line is truncated'
same "$out" first 'guest-allocate carries out the line before a truncated one'

# A group without a rule.
admit vic volunteer
run guest-allocate <guest.vic
is "$rc:$(wc -c <"$out")" 0:0 'a group without a rule is no error, and nothing is requested for it'
says 'vic: no rule of any policy matches the group volunteer, registered on 2025-03-01: adopt a policy that decides it, then run guest-allocate -a' \
	'guest-allocate warns of a group that no rule of any policy matches'
run guest-allocate -a
silent 'guest-allocate -a does not repeat the warning that no rule matches'
run guest-status --tasks
json '"\(.beneficiary) \(.task)"' 'vic without_rule' 'a guest whom no rule matches is a task'
jq -c '.rules += [{"group":"volunteer","grants":[{"type":"full","quantity":1}]}]' guests.json | guest-policy adopt >/dev/null
guest-allocate -a | book_guests
is "$(guest-status vic | jq -c '[.booked[0].quantity, .because]')" '[1,"rule 4 of policy 2: volunteer"]' \
	'a later policy with a matching rule decides an undecided entitlement'

# Another group.
guest-register -q eve --group crew >changed
is "$(guest-allocate <changed | wc -l)" 0 'a change to a group that is owed less requests nothing'
guest-reclaim <changed | ticket-cancel -c guests | guest-book
is "$(guest-status eve | jq -c '[.entitled, .booked[0].quantity]')" '[[{"type":"full","quantity":1}],1]' \
	'the surplus is reclaimed after a change to a group that is owed less'
is "$(guest-status eve | jq -r .awaits)" 'other pool, a person decides: 1 × full: from the pool press' \
	'a person decides about a ticket from the pool of another group'
guest-register -q eve --group press | guest-allocate | book_guests
is "$(guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" '[2,null]' 'a guest who changes back to the first group has its tickets requested again'

# Refused, and requested again.
for id in a b c; do
	admit "$id" press
	guest-allocate <"guest.$id" | book_guests 2>/dev/null
done
run guest-status --tasks
json '"\(.beneficiary) \(.task)"' 'b booking_refused c booking_refused' 'a request that is refused because its pool is sold out is a task'
ticket-type amend full --capacity 40 >/dev/null
ticket-pool amend press --places 20 >/dev/null
is "$(guest-allocate -a)" '' 'guest-allocate -a does not repeat refused requests'
guest-allocate --retry | book_guests
is "$(guest-status | jq -s 'map(select(.awaits)) | length')" 0 'guest-allocate --retry repeats refused requests'
done_testing
