#!/bin/sh
# share/doc/testing.md: each promise names a test, which is there.
. "$(dirname "$0")/lib.sh"

sed -n '/^## What is promised/,/^A test/p' "$root/share/doc/testing.md" | grep '^| ' | grep -v '^| promise' >promises
sed -n 's/^| .* | \(`t\/.*\) |$/\1/p' promises >shown
ok 'the document has more than twenty promises' [ "$(wc -l <promises)" -gt 20 ]
is "$(wc -l <shown)" "$(wc -l <promises)" 'each promise names a test'
is "$(tests_missing <shown)" '' 'each test that the document names exists'
done_testing
