#!/bin/sh
# csv-import on files that were changed at random. LANYARD_MUTANTS says how many (400),
# LANYARD_MUTANTS_SEED which, LANYARD_MUTANTS_KEEP in which directory those that failed are kept.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
count=${LANYARD_MUTANTS:-400} seed=${LANYARD_MUTANTS_SEED:-1}
/usr/bin/python3 "$root/t/faults/csv.py" "$root/t/csv" "$count" "$seed" >wrong 2>&1
is "$?:$(head -n 5 wrong)" 0: "each of $count changed files is converted or refused, and every line of it accounted for"

# The check finds a tool that does not account for a line.
mkdir path
cat >path/csv-import <<-'END'
	#!/bin/sh
	# Drops one line of its input.
	sed 2d | "$CSV_IMPORT" "$@"
END
chmod +x path/csv-import
CSV_IMPORT=$(command -v csv-import) PATH="$PWD/path:$PATH" /usr/bin/python3 \
	"$root/t/faults/csv.py" "$root/t/csv" 50 "$seed" >wrong 2>&1
ok 'a csv-import that loses a line is found' grep -q ' lines of ' wrong
done_testing
