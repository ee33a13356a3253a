#!/bin/sh
# The tables of t/mutants, without building any of them: make mutants does.
. "$(dirname "$0")/lib.sh"
run "$root/t/mutants/run" --check
no_data
is "$rc:$(cat "$err")" 0: 'each mutant applies to the code: its text occurs there once'

# The tools of "make many" have no examples in --help.
if [ "$bin" = "$root/build/bin" ] && command -v cc >/dev/null; then
	cksum "$bin"/* >before
	for time in first second; do
		run env -u MAKEFLAGS -u MFLAGS make -s -C "$root" many
		no_data
		is "$rc:$(tail -n 1 "$err")" 0: "make many succeeds the $time time"
	done
	run "$root/build/many/ticket-type" --version
	no_data
	is "$(cat "$out")" "$("$bin/ticket-type" --version)" 'a tool of make many is that tool'
	cksum "$bin"/* | cmp - before >different 2>&1
	is "$(cat different)" '' 'make many puts no program where make install takes them from'
else
	skip 'make many makes the tools as one program' 'there is no compiler here, or the tools are of another build'
fi

# A tree of one file and one table.
mkdir -p tree/t/mutants tree/lib
cp "$root/t/mutants/run" tree/t/mutants
printf 'int one(void)\n{\n\treturn 1;\n}\nint two(void)\n{\n\treturn 2;\n}\n' >tree/lib/one.c
table() { # OLD NEW [FIELD...]
	printf '%s\n' 'mutant: One is 2.' 'operator: bound' 'file: lib/one.c' 'tests: t/mutants/run' \
		"-$1" "+$2" "$3" >tree/t/mutants/log
	run tree/t/mutants/run --check
	no_data
}
table 'return 1;' 'return 2;'
is "$rc:$(cat "$out")" '0:1 mutants apply' 'a mutant whose text occurs once applies'
table 'return' 'exit'
is "$rc:$(cat "$err")" '1:log: One is 2.: is stale: its text does not occur once in lib/one.c' \
	'a mutant whose text occurs twice is stale, and named'
table 'return 3;' 'return 2;'
is "$rc" 1 'a mutant whose text is gone is stale'
table 'return 1;' 'return 1;'
says 'changes nothing' 'a mutant that changes nothing is an error'
table 'return 1;' 'return 2;' 'operator: whim'
says 'whim: is no operator' 'a mutant of an unknown operator is an error'
table 'return 1;' 'return 2;' 'tests: t/gone.t'
says 't/gone.t: is missing' 'a mutant whose test is gone is an error'
table 'return 1;' 'return 2;' 'word'
says 'log: word: is no line of a mutant' 'a line that belongs to no mutant is an error'
printf 'int two(void)\n{\n\t\treturn 2;\n}\n' >tree/lib/one.c
table 'int two(void)
-{
-return 2;' 'int two(void) {
+return 3;'
is "$rc:$(cat "$err")" 0: 'a mutant of several lines applies whatever their indentation is'
done_testing
