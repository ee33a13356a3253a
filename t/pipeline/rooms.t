#!/bin/sh
# Rooms, types, pools, purchases and cancellations in random order: every command is decided as a
# model of them decides it. LANYARD_SEEDS has other seeds.
. "$(dirname "$0")/../lib.sh"
for seed in ${LANYARD_SEEDS:-1 2 3 4}; do
	export LANYARD_CONFERENCE="seed-$seed"
	is "$("$root/t/pipeline/rooms.py" "$seed" 150 2>&1)" '' "random commands with seed $seed are decided as the model decides them, and the rooms' counters are its"
	run ticket-check
	is "$rc:$(wc -c <"$out")" 0:0 "ticket-check finds nothing after the random commands with seed $seed"
done
done_testing
