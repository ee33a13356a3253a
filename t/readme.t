#!/bin/sh
# The README and the tutorial: what they show works as it is written.
. "$(dirname "$0")/lib.sh"
unset LANYARD_HOME LANYARD_CONFERENCE LANYARD_NOW
# In a checkout where the tools were built, and nothing is on PATH but the system's programs.
mkdir -p "checked out/build"
ln -s "$bin" 'checked out/build/bin'

blocks_of() { # FILE LANGUAGE
	awk -v fence="\`\`\`$2" '$0 == fence { on = 1; next } /^```$/ { on = 0 } on' "$1"
}
for document in README.md share/doc/tutorial.md; do
	blocks_of "$root/$document" sh >blocks
	ok "$document has at least ten lines of examples" test "$(wc -l <blocks)" -ge 10
	run sh -euc 'cd "checked out" && PATH=/usr/bin:/bin && . ../blocks'
	no_data
	is "$rc" 0 "the examples of $document succeed in their order"
	blocks_of "$root/$document" console | sed '/^\$ /d; /^[a-z-]*: /d' >shown
	tr -d '\r' <"$out" >printed # of comma-separated values
	same shown printed "the examples of $document print what it shows"
	is "$(cat "$err")" "$(blocks_of "$root/$document" console | grep '^[a-z-]*: ')" \
		"the examples of $document print the messages that it shows"
	grep -o '](\([^)]*\))' "$root/$document" | tr -d '()]' >links
	ok "the links of $document lead to existing files" sh -c 'while read -r file; do
		test -e "$1/$file" || exit 1; done <links' - "$(dirname "$root/$document")"
done
done_testing
