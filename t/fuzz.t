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
run "$harness/json" /nonexistent
no_data
is "$rc" 66 'a harness exits 66 if an input is missing'
done_testing
