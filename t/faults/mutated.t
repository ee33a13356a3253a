#!/bin/sh
# Every tool on stores that somebody else has changed: pages exchanged, bits flipped, a
# WAL that is of another store, values that no constraint would let through. None is ended
# by a signal, none goes on for ever, none takes more memory than 256 MiB; each ends with
# a status of the manual, and no message carries a control character. Each feed that is read and is not
# the one that was sealed is found by the seals.
#
# LANYARD_MUTANTS says how many (400), LANYARD_MUTANTS_SEED which, LANYARD_MUTANTS_REPORT
# where a table of them is to be written, LANYARD_MUTANTS_KEEP in which directory the stores
# and those that failed are kept. What failed can be run again by its number:
#
#     LANYARD_MUTANTS_ONLY=4711 LANYARD_MUTANTS_SEED=1 prove -v t/faults/mutated.t
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # nothing here has to survive, and memory is faster
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
/usr/bin/python3 -c 'import sqlite3' 2>/dev/null || skip_all 'python3 with sqlite3 is not here'

. "$root/t/faults/verbs.sh"

for context in $contexts; do
	broken "$LANYARD_HOME/conference/$context.db" "$scratch/mutants/conference/$context.db"
done

event-seal >kept
run /usr/bin/python3 -B "$root/t/faults/mutants.py" "$LANYARD_HOME/conference" tools "$scratch/mutants"
no_data
is "$rc" 0 'no tool crashes, hangs, takes over 256 MiB or prints control characters on a mutated store, and seals find each altered feed'
tail -n 2 "$out" | sed 's/^/# /'
altered=$(sed -n 's/ altered feeds, of which .*//p' "$out")
[ -n "${LANYARD_MUTANTS_ONLY:-}" ] || ok "of one mutated store in 40, or more, a feed is read that is altered" test "$altered" -ge "$((${LANYARD_MUTANTS:-400} / 40))"
[ "$rc" -eq 0 ] || sed 's/^/# /' "$out" "$err"
done_testing
