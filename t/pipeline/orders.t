#!/bin/sh
# The order of facts makes no difference: random sets of facts about sponsors, speakers and
# guests, each in random orders and with runs of the pipeline in between, result in the same
# entitlements, tasks and bookings as a model that uses no tool. Some requests are booked or
# refused in another shop, and recorded manually; the ledger has the bookings of both shops. Addresses
# change, and ticketing has the last one in the end. A client is restored from a backup, its facts are entered again, and no ticket is booked twice.
#
#     LANYARD_ORDERS=200 LANYARD_SEED=7 prove t/pipeline/orders.t
#
# LANYARD_ORDERS is the number of sets of facts, 3 unless set; each is tried in 20 orders. A
# failure names its seed.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is not here'
is "$(cd "$root/t/pipeline" && python3 -Bc 'import facts; print(*facts.CLIENTS.values())' | tr ' ' '\n' | sort)" \
	"$(echo "$clients" | sort)" 't/pipeline/facts.py has a model of what each client owes'
ok 'random facts end in the same entitlements, tasks and bookings in every order' \
	python3 -B "$root/t/pipeline/orders.py" "${LANYARD_SEED:-1}" "${LANYARD_ORDERS:-3}" 20
sed 's/^/# /' "$scratch/said"
done_testing
