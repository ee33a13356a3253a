#!/bin/sh
# Overrides: an organiser sets how many tickets a guest is owed, with a name and a reason.
. "$(dirname "$0")/lib.sh"
open_guest_list
admit eve press
guest-allocate <guest.eve | book_guests
guest-override eve full --quantity 4 --by Ada --reason 'a film crew' | guest-allocate >commands
is "$(jq -r '.data | "\(.tickets[0].quantity) \(.pool)"' commands)" '2 press' \
	'an override takes precedence over the policy and requests the difference from the same pool'
book_guests <commands
is "$(guest-status eve | jq -c '[.booked[0].quantity, .because]')" \
	'[4,"rule 1 of policy 1: press, registered until 2025-03-01; 4 × full instead of 2, set by Ada: a film crew"]' 'the status has the rule and the override with its author and its reason'
guest-override -q eve full --quantity 1 --by Ada --reason alone | guest-reclaim | ticket-cancel -c guests | guest-book
is "$(guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" '[1,null]' 'the surplus above a lower override is reclaimed'
guest-override --withdraw eve full --by Ada --reason over | guest-allocate | book_guests
is "$(guest-status eve | jq -c '[.booked[0].quantity, .awaits]')" '[2,null]' 'the policy counts again when the override is withdrawn'
admit vic volunteer
guest-override vic full --quantity 1 --by Ada --reason x | guest-allocate -q | book_guests
is "$(guest-status vic | jq '.booked[0].quantity')" 1 'an override is booked although no rule matches'
run guest-override nobody full --quantity 1 --by Ada --reason x
says '/beneficiary: there is no guest "nobody"' 'an override of an unknown guest is denied'

# Overrides of as many types as there may be.
admit max crew
seq 21 | jq -c '{beneficiary: "max", type: "type-\(.)", quantity: 1, by: "Ada", reason: "x"}' >overrides
run guest-override -q <overrides
is "$rc:$(grep -c . "$out"):$(cat "$err")" \
	'65:20:guest-override: stdin:21: /type: "max" has 20 types already, the most allowed' 'a guest has overrides of 20 types at most'

# The longest id of a guest, with the longest of a type and a number, is a reference.
long=$(printf 'kabushikigaisha-%0112d' 0)
type=$(printf 'full-%059d' 0)
ticket-type add "$type" --name Long --price 1.00 --currency EUR --capacity 100 >"$scratch/printed/type"
ticket-client amend guests --types "full,$type" >"$scratch/printed/client"
run guest-register "$long" --name Long --email long@long.example --group crew
is "$rc:${#long}" 0:128 'a guest whose id has 128 bytes is registered'
run guest-override "$long" "$type" --quantity 3 --by Ada --reason long
is "$rc" 0 'tickets of a type with an id of 64 bytes are granted to a guest with one of 128'
guest-allocate -q -a | book_guests
run ticket-find --reference "$long/$type/1"
is "$(wc -l <"$out")" 3 'tickets for the longest ids are booked under both and a number'
run guest-register "${long}0" --name Longer --email longer@long.example --group crew
is "$rc" 65 'an id of 129 bytes is refused'
done_testing
