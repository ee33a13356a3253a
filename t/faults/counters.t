#!/bin/sh
# A build that does not write its counters is found.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=mutant.sh
. "$root/t/faults/mutant.sh"
can_mutate || skip_all 'there is no compiler here, or no make'

ok 'a ticket-create that commits without writing its counters is built' \
	mutant forgetful lib/store/store.c '/^bool store_commit/,/^}/s/^\tstore_flush(store);$/\tforget_memory(store);/' ticket-create
open_office 50 1000
purchase p1 2 | ticket-create -c press >/dev/null
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'ticket-check finds nothing wrong with the counters that the tools of the tree have written'
purchase p2 1 | "$scratch/forgetful/build/bin/ticket-create" -c press >/dev/null
run ticket-check
is "$rc:$(jq -r '"\(.about): \(.message)"' "$out" | paste -sd '|' -)" \
	'70:type full: counted as sold: 2, valid tickets: 3|client press: tickets counted: 2, valid: 3' \
	'ticket-check reports counters that were not written'
run event-replay --check ticketing
is "$rc:$(grep -c -e 'ticket_types "full": sold' -e 'clients "press": booked' "$err")" 70:2 \
	'event-replay --check reports counters that were not written'
event-replay ticketing
run ticket-check
is "$rc:$(wc -c <"$out")" 0:0 'event-replay mends counters that were not written'
done_testing
