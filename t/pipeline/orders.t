#!/bin/sh
# The order in which facts arrive makes no difference: random sets of facts about sponsors,
# speakers and guests, each in random orders with the pipeline run in between, end in the same
# entitlements, tasks and bookings, which are those of a model that knows no tool. Some requests
# are booked or refused in another shop, and recorded manually; what is booked in the ledger is
# what exists in both.
#
#     LANYARD_ORDERS=200 LANYARD_SEED=7 prove t/pipeline/orders.t
#
# LANYARD_ORDERS: how many sets of facts, 3 unless set; each is tried in 20 orders. What fails
# names its seed.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is not here'
is "$(cd "$root/t/pipeline" && python3 -Bc 'import facts; print(*facts.CLIENTS.values())' | tr ' ' '\n' | sort)" \
	"$(echo "$clients" | sort)" 't/pipeline/facts.py has a model of what each client owes'
ok 'random facts end in the same entitlements, tasks and bookings in every order' \
	python3 -B "$root/t/pipeline/orders.py" "${LANYARD_SEED:-1}" "${LANYARD_ORDERS:-3}" 20
sed 's/^/# /' "$scratch/said"
done_testing
