#!/bin/sh
# What guests are owed is decided, and requested from ticketing.
. "$(dirname "$0")/lib.sh"
open_guest_list 10
admit eve press
run guest-allocate <guest.eve
json '.data | "\(.reference) \(.reason) \(.pool) \(.purchaser.email) \(.tickets[0].delegates[0].email)"' \
	'eve/full/1 guest press eve@g.example eve@g.example' 'tickets are requested from the pool, the first for the guest by name'
cp "$out" first
run guest-allocate <guest.eve
same "$out" first 'again it is the same commands'
book_guests <first
is "$(guest-status eve | jq -c '[.entitled[0].quantity, .booked[0].quantity, .awaits]')" '[2,2,null]' 'they are booked'
is "$(ticket-pool list | jq ".places - .sold")" 3 'in the pool'
is "$(guest-allocate -a)" '' 'and nothing is outstanding'
printf '{"specversion":"1.0","id":"x","source":"/x","ty' | cat guest.eve - >torn
run guest-allocate <torn
is "$rc" 65 'a torn last line is reported'
same "$out" first 'and the line before it is done'

# A group without a rule.
admit vic volunteer
run guest-allocate <guest.vic
is "$rc:$(wc -c <"$out")" 0:0 'for a group without a rule nothing is requested'
says 'vic: no rule of any policy matches the group volunteer, registered on 2025-03-01: adopt a policy that decides it, then run guest-allocate -a' \
	'and a warning says which group'
run guest-allocate -a
silent 'which is not repeated by each run of a cron line'
run guest-status --tasks
json '"\(.beneficiary) \(.task)"' 'vic without_rule' 'but it is a task'
jq -c '.rules += [{"group":"volunteer","grants":[{"type":"full","quantity":1}]}]' guests.json | guest-policy adopt >/dev/null
guest-allocate -a | book_guests
is "$(guest-status vic | jq -c '[.booked[0].quantity, .because]')" '[1,"rule 4 of policy 2: volunteer"]' \
	'until a policy has a rule for it, which then counts'

# Another group.
guest-register -q eve --group crew >changed
is "$(guest-allocate <changed | wc -l)" 0 'an amended group that is owed less requests nothing'
guest-reclaim <changed | ticket-cancel -c guests | guest-book
is "$(guest-status eve | jq -c '[.entitled, .booked[0].quantity]')" '[[{"type":"full","quantity":1}],1]' \
	'the surplus is reclaimed'
is "$(guest-status eve | jq -r .awaits)" 'other pool, a person decides: full=1: from the pool press' \
	'a ticket from the pool of another group is for a person to decide'
guest-register -q eve --group press | guest-allocate | book_guests
is "$(guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" '[2,null]' 'and requested when they are in the group again'

# Refused, and requested again.
for id in a b c; do
	admit "$id" press
	guest-allocate <"guest.$id" | book_guests 2>/dev/null
done
run guest-status --tasks
json '"\(.beneficiary) \(.task)"' 'b booking_refused c booking_refused' 'where the pool is empty that is a task'
ticket-type amend full --capacity 40 >/dev/null
ticket-pool amend press --places 20 >/dev/null
is "$(guest-allocate -a)" '' 'what was refused is not requested by itself'
guest-allocate --retry | book_guests
is "$(guest-status | jq -s 'map(select(.awaits)) | length')" 0 'and with --retry it is'
done_testing
