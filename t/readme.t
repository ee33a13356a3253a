#!/bin/sh
# The README: what it shows works as it is written.
. "$(dirname "$0")/lib.sh"
unset LANYARD_HOME LANYARD_CONFERENCE LANYARD_NOW
readme=$root/README.md

awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$readme" >blocks
ok 'it has examples' test "$(wc -l <blocks)" -gt 20
# In a checkout where the tools were built, and nothing is on PATH but the system's programs.
mkdir -p "checked out/build"
ln -s "$bin" 'checked out/build/bin'
run sh -euc 'cd "checked out" && PATH=/usr/bin:/bin && . ../blocks'
no_data
is "$rc" 0 'they all work, in their order'
awk '/^```console$/ { on = 1; next } /^```$/ { on = 0 } on && !/^\$ |^[a-z-]+: /' "$readme" >shown
tr -d '\r' <"$out" >printed # of comma-separated values
same shown printed 'and print what it says'
says "$(grep '^sponsor-settle: ' "$readme")" 'and say what it says'
run sh -c 'ls "$1"/cmd/*/*.c | sed "s/.*\///; s/\.c$//" | while read -r tool; do
	grep -q "^| \`$tool\` |" "$2" || echo "$tool"; done' - "$root" "$readme"
no_data
is "$(cat "$out")" '' 'every tool is in its table'
grep -o '](\([^)]*\))' "$readme" | tr -d '()]' >links
ok 'what it links to is there' sh -c 'while read -r file; do test -e "$1/$file" || exit 1; done <links' - "$root"
done_testing
