#!/bin/sh
# Hostile lines, one to ten among good ones: the good ones are done, each bad
# one is told by its number, and nothing falls over.
. "$(dirname "$0")/lib.sh"
lines=$data/ce_wrapped_jsontestsuite.ndjson
[ -f "$lines" ] || skip_all 'the lines of the JSON parsing test suite are not here'
open_office 10000 10000

# After every ten good lines one bad; what may hold no newline is left as it is.
awk -v good="$(purchase REF 1)" '
	{ for (i = 0; i < 10; i++) { n++; line = good; sub(/REF/, "good" n, line); print line }
	  print; print NR * 11 > "bad-lines" }' "$lines" >mixed
run timeout 60 ticket-create -c press -r kept <mixed
is "$rc" 65 'the exit status says that some were bad'
is "$(grep -c ticket-purchase-created "$out")" "$(($(wc -l <"$lines") * 10))" 'every good line is done'
sed -n 's/^ticket-create: stdin:\([0-9]*\): .*/\1/p' "$err" >told
same told bad-lines 'every bad line is told by its number, and no other'
LC_ALL=C sed -n '0~11p' mixed >bad
same kept bad 'and kept as it came'
is "$(grep -c 'runtime error\|Sanitizer' "$err")" 0 'no sanitizer has a word to say'

# As JSON each line is what the suite says it is: y is taken, n is not. Made into
# an attribute that a command lets through, it is the door alone that decides.
json_command='"specversion":"1.0","id":"01900000-0000-7000-8000-000000000001","source":"/t","type":"lanyard.ticketing.create-ticket-purchase.v1"'
accepted=$scratch/accepted
: >wrong
while IFS="$(printf '\t')" read -r verdict name; do
	grep -aF "\"id\":\"$name\"," "$lines" | head -n 1 |
		LC_ALL=C sed "s|^{\"specversion\":\"1.0\",\"id\":\"[^\"]*\",\"source\":\"[^\"]*\",\"type\":\"t\",\"data\":|{$json_command,\"attribute\":|" >one
	ticket-create -c press <one >/dev/null 2>"$accepted"
	# Past the door, it is the missing data that is told.
	if grep -q '/data: is missing' "$accepted"; then got=y; else got=n; fi
	case $verdict$got in yn | ny) echo "$verdict $name" >>wrong ;; esac
done <"${lines%.ndjson}.expect"
is "$(grep -c '^n' wrong)" 0 'nothing that is no JSON is taken'
is "$(grep '^y' wrong | grep -vc 'duplicated_key\|null_escape\|nulls\|escaped_null\|noncharacter')" 0 \
	'what is JSON is, but for duplicate keys and NULs'
done_testing
