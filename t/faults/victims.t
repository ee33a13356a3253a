#!/bin/sh
# Whatever writes is killed by a test of this directory: each tool that says of itself that
# it writes, and each of its verbs that can be tried dry, is in the table.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

writers() {
	for tool in "$bin"/*; do
		[ "$("$tool" --describe | jq '.writes | length')" -gt 0 ] || continue
		"$tool" -h | sed 's/^usage://; s/^ *//' | sed -n 's/ \[-[a-z]*n[a-z]*\] .*//p' | grep . ||
			echo "${tool##*/}"
	done | sort -u
}
# What is an option in place of a verb may be there, and need not.
sed '/^#/d; /^$/d' "$root/t/faults/victims" | cut -d ' ' -f 3- |
	sed 's/ -c .*//; s/ -a$//; s/ [a-z]*\.json$//' | sort -u >killed
writers >written
is "$(comm -23 written killed | grep -v ' --')" '' \
	'every tool and command that writes is in the table of victims'
is "$(comm -13 written killed | grep -vx 'event-log')" '' 'every victim is a tool or command that writes'
is "$(sed '/^#/d; /^$/d; s/ .*//' "$root/t/faults/victims" | sort -u |
	while read -r test; do
		[ -f "$root/t/faults/$test.t" ] || [ -f "$root/t/$test.t" ] || echo "$test"
	done)" '' 'every test in the table of victims exists'
done_testing
