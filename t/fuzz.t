#!/bin/sh
# The harnesses of the fuzzers on the inputs of t/fuzz/corpus, without a fuzzer.
. "$(dirname "$0")/lib.sh"
harness=$bin/../harness
[ -x "$harness/json" ] || skip_all 'the harnesses are not built here'
export FUZZ_STORES="$scratch/fuzz"
sh "$root/t/fuzz/stores" "$FUZZ_STORES" >made 2>&1
is "$(grep -c '^not ok' made)" 0 'the stores for the harnesses are made'

for source in "$root"/t/fuzz/target/*.c; do
	target=$(basename "$source" .c)
	inputs=$(find "$root/t/fuzz/corpus/$target" -type f | wc -l)
	run "$harness/$target" "$root/t/fuzz/corpus/$target"
	no_data
	is "$rc:$(cat "$out")" "0:$inputs inputs" "the properties of the harness $target hold for its corpus"
	[ "$rc" -eq 0 ] || tail -n 3 "$err" | sed 's/^/# /'
done
is "$(find "$root/t/fuzz/corpus" -mindepth 2 -type f | sed 's|/[^/]*$||' | sort -u | wc -l)" \
	"$(find "$root/t/fuzz/target" -name '*.c' | wc -l)" 'each harness has a corpus'

run "$harness/planted" "$root/t/fuzz/corpus/command"
no_data
is "$rc" 134 'a harness ends with SIGABRT on the corpus if a repeated record is a new one'
says 'fuzz: does not hold: ' 'a harness names the property that does not hold'
says 'fuzz: failed on ' 'a harness names the input that failed'
# t/fuzz/run, over stand-ins of harnesses: one that finds something, and one that does not.
mkdir -p built/harness
printf '#!/bin/sh\necho \\"word\\"\n' >built/harness/dictionary
cat >built/harness/calm <<'END'
#!/bin/sh
printf '#7 NEW cov: 12 ft: 9\nstat::number_of_executed_units: 40\nstat::average_exec_per_sec: 20\nstat::new_units_added: 3\n' >&2
END
cat >built/harness/broken <<END
#!/bin/sh
printf 'fuzz: does not hold: one == two: why\nTest unit written to $PWD/built/findings/broken-1\n' >&2
exit 77
END
chmod 755 built/harness/*
run sh "$root/t/fuzz/run" libfuzzer "$PWD/built" 1 calm
no_data
is "$rc:$(tr -s ' ' <"$out")" '0:fuzz: calm 40 executions 20/s 12 edges 3 new inputs' \
	'a run prints what a fuzzer did, and exits 0 if nothing was found'
run sh "$root/t/fuzz/run" libfuzzer "$PWD/built" 1 calm broken
no_data
is "$rc" 1 'a run exits 1 if a fuzzer found something'
is "$(grep -c "^fuzz: again: FUZZ_STORES=$PWD/built/stores $PWD/built/harness/broken $PWD/built/findings/broken-1\$" "$out")" 1 \
	'a run prints the command that repeats a finding'
is "$(grep -c '^fuzz: does not hold: one == two: why$' "$out")" 1 'a run prints the property that does not hold'

# The same with AFL++, of which a stand-in finds what the second harness does not survive.
mkdir programs
cat >programs/afl-fuzz <<'END'
#!/bin/sh
for harness; do :; done
while [ "$1" != -o ]; do shift; done
mkdir -p "$2/default/crashes"
printf 'execs_done        : 40\nexecs_per_sec     : 20.51\nedges_found       : 12\ncorpus_found      : 3\n' >"$2/default/fuzzer_stats"
[ "${harness##*/}" = calm ] || echo input >"$2/default/crashes/id:000000,sig:06"
END
chmod 755 programs/afl-fuzz
PATH=$PWD/programs:$PATH run sh "$root/t/fuzz/run" afl "$PWD/built" 1 calm
no_data
is "$rc:$(tr -s ' ' <"$out")" '0:fuzz: calm 40 executions 20/s 12 edges 3 new inputs' \
	'a run prints what AFL++ did, and exits 0 if nothing was found'
PATH=$PWD/programs:$PATH run sh "$root/t/fuzz/run" afl "$PWD/built" 1 calm broken
no_data
is "$rc:$(sed -n 's/^fuzz: again: //p' "$out")" \
	"1:FUZZ_STORES=$PWD/built/stores $PWD/built/harness/broken $PWD/built/corpus/broken/default/crashes/id:000000,sig:06" \
	'a run exits 1 if AFL++ found something, and prints the command that repeats it'
is "$(grep -c '^fuzz: does not hold: one == two: why$' "$out")" 1 'a run prints the property that AFL++ has found not to hold'

run sh "$root/t/fuzz/run" other "$PWD/built" 1 calm
is "$rc:$(cat "$err")" '64:fuzz: other: not one of libfuzzer, afl' 'a fuzzer that is not known is a usage error'
run "$harness/json" /nonexistent
no_data
is "$rc" 66 'a harness exits 66 if an input is missing'
done_testing
