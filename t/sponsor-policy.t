#!/bin/sh
# Policies: adopted under a version, dated, never changed.
. "$(dirname "$0")/lib.sh"
open_crm
run sponsor-policy adopt policy.json
is "$(events sponsor-feed)" 1 'the same policy again is no other one'
run sponsor-policy show
json '.data | "\(.version) \(.rules | length)"' '1 4' 'it has a number and its rules'

policy() { # RULES
	printf '{"rules":[%s]}' "$1" >p.json
	run sponsor-policy adopt p.json
}
five='"grants":[{"type":"full","quantity":5}]'
policy "{\"level\":\"Gold\",$five}"
json .data.version 2 'another one has the next number'
run sponsor-policy adopt policy.json
json .data.version 3 'an old one, adopted again, too'
printf '{"version":"spring","rules":[{%s}]}' "$five" >named.json
run sponsor-policy adopt named.json
json .data.version spring 'or the name that it gives itself'
printf '{"version":"spring","rules":[]}' >named.json
run sponsor-policy adopt named.json
is "$rc" 78 'a policy has a rule'
printf '{"version":"2","rules":[{%s}]}' "$five" >named.json
run sponsor-policy adopt named.json
says 'a policy "2" was adopted, with other rules' 'a version is taken once'
run sponsor-policy list
json '[.version, .rules] | map(tostring) | join(":")' '1:4 2:1 3:4 spring:1' 'the list has them in their order'
run sponsor-policy show 2
json .data.rules[0].level Gold 'each can be shown'
run sponsor-policy show nine
is "$rc" 65 'one that is not there cannot'

policy "{\"level\":\"Gold\",$five},{\"level\":\"Gold\",\"signed_up_before\":\"2025-01-01\",$five}"
says '/rules/1: can never match: rule 1 always does before it' 'a rule that can never match is refused'
policy "{$five},{\"level\":\"Gold\",$five}"
is "$rc" 78 'so is one behind a rule for everybody'
policy "{\"signed_up_before\":\"2025-01-01\",$five},{\"signed_up_before\":\"2025-02-01\",$five},{\"level\":\"Gold\",$five}"
is "$rc" 0 'one that can match is not'
policy '{"level":"Gold","grants":[{"type":"a","quantity":1},{"type":"a","quantity":2}]}'
says '/rules/0/grants/1/type: "a" is granted twice' 'a type is granted once in a rule'
policy '{"level":"Gold","grants":[{"type":"a","quantity":501}]}'
is "$rc" 78 'more than a purchase may have cannot be granted'
policy '{"lvl":"Gold","grants":[]}'
says '/rules/0/lvl: is not a field' 'a field that it does not know is told'
printf '{"rules":[\n{"level":"Gold",}\n]}' >broken.json
run sponsor-policy adopt broken.json
is "$rc" 78 'a file that is no JSON is a configuration that cannot be used'
says 'broken.json:2:' 'told with its line'
run sponsor-policy adopt missing.json
is "$rc" 66 'one that is not there is told'
run sponsor-policy adopt policy.json policy.json
is "$rc" 64 'one file at a time'
run sponsor-policy adopt <policy.json
is "$rc" 0 'a policy can come on standard input, too'
printf '{"rules":[' >huge.json
for i in $(seq 199); do
	printf '{"level":"%060d","grants":[' "$i" && for j in $(seq 9); do
		printf '{"type":"%060d","quantity":1},' "$j"
	done && printf '{"type":"last","quantity":1}]},'
done >>huge.json
printf '{"grants":[]}]}' >>huge.json
run sponsor-policy adopt huge.json
says 'is too large' 'one whose event would be no line is refused'
done_testing
