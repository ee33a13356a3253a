#!/bin/sh
# The bench runs; what it measures is not tested.
. "$(dirname "$0")/lib.sh"
for tool in cc pkg-config python3 jq sqlite3; do
	command -v "$tool" >/dev/null || skip_all "$tool is not here"
done
export LANYARD_BIN="$bin"
bench() { # OPTION...
	run sh "$root/contrib/bench/run" "$@"
	no_data
}

bench -t
is "$rc" 0 'the bench runs, with tiny sizes'
for row in 'floor B' 'floor C' 'against the larger floor' 'against empty' 'in no order' \
	'peer: Python' 'peer: the sqlite3 shell' 'one insert by a sqlite3 shell' 'command no. 4' \
	'command no. 8' 'ticket-feed of the same' 'in a pipeline' 'longest wait' 'each event: --check' \
	'each event: --from' 'each event: in place' 'all five, each of 10' 'all five, each of 20' \
	'ticket-create for each command' 'ticket-create for each process' 'memory of ticket-create' \
	'memory of event-replay'; do
	ok "the bench's table has a number for: $row" grep -q "$row.* [0-9][0-9.]*" "$out"
done
for option in '-n 0' '-c x' '-b' '-y' 'more'; do
	# shellcheck disable=SC2086 # an option and its argument
	bench $option
	is "$rc" 64 "the bench exits 64 with: $option"
done

run sh "$root/contrib/bench/plot" -b 3000 -k 2 -o drawn
no_data
if command -v gnuplot >/dev/null; then
	is "$rc" 0 'the plot is drawn'
	is "$(grep -c '^[0-9.]*\(	[0-9.]*\)\{4\}$' drawn/cost.tsv)" 2 'the plot has a line of data for each step'
	ok 'the plot is valid XML' python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' drawn/cost.svg
else
	is "$rc" 1 'without gnuplot nothing is drawn'
	says 'install gnuplot-nox' 'without gnuplot the package to install is printed'
fi

mkdir tools
ln -s "$bin"/* tools
rm tools/ticket-create
printf '#!/bin/sh\nexec "%s/ticket-create" "$@" | head -n 1\n' "$bin" >tools/ticket-create
chmod 755 tools/ticket-create
LANYARD_BIN=$PWD/tools bench -t
is "$rc" 1 'the bench fails if a tool prints fewer lines'
ok 'the bench names the file that has fewer lines' grep -q '1 lines, not 1000' "$err"

cc -std=c11 -D_GNU_SOURCE -o sale "$root/contrib/bench/sale.c"
printf '%s\n' '{"specversion":"1"}' '{"specversion":"2"}' '{"specversion":"3"}' '{"specversion":"4"}' >lines
for each in one many; do
	run ./sale "times.$each" 2 "$each" cat <lines
	is "$rc $(wc -l <"times.$each")" '0 1' "the load generator records a sale whose commands are all answered: $each"
	run ./sale times 2 "$each" sed -u s/spec/x/ <lines
	is "$rc" 1 "the load generator fails if an answer is not an event: $each"
	run ./sale times 2 "$each" sh -c 'cat && exit 1' <lines
	is "$rc" 1 "the load generator fails if a tool does: $each"
done
run ./sale times 2 one sed -u p <lines
is "$rc" 1 'the load generator fails if a command has two answers'
ok 'the load generator records no sale that failed' test ! -e times
done_testing
