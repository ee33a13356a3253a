#!/bin/sh
# share/doc/testing.md: each promise names a test, which is there.
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2016 # backquotes
sed -n 's/^| .* | \(`t\/.*\) |$/\1/p' "$root/share/doc/testing.md" >shown
is "$(wc -l <shown)" "$(grep '^| ' "$root/share/doc/testing.md" | grep -vc '^| promise')" 'each promise names a test'
ok 'the document has more than twenty tests' [ "$(wc -l <shown)" -gt 20 ]
is "$(tests_missing <shown)" '' 'each test that the document names exists'
done_testing
