#!/bin/sh
# The speakers' policies: adopted under a version, dated, never changed.
. "$(dirname "$0")/lib.sh"
open_speakers
run speaker-policy adopt speakers.json
is "$(events speaker-feed)" 1 'the same policy again is no other one'
run speaker-policy show
json '.data | "\(.version) \(.rules | length)"' '1 3' 'it has a number and its rules'

policy() { # RULES
	printf '{"rules":[%s]}' "$1" >p.json
	run speaker-policy adopt p.json
}
one='"grants":[{"type":"full","quantity":1}]'
policy "{\"role\":\"talk\",$one}"
json .data.version 2 'another one has the next number'
run speaker-policy adopt speakers.json
json .data.version 3 'an old one, adopted again, too'
printf '{"version":"spring","rules":[{%s}]}' "$one" >named.json
run speaker-policy adopt named.json
json .data.version spring 'or the name that it gives itself'
printf '{"version":"2","rules":[{%s}]}' "$one" >named.json
run speaker-policy adopt named.json
says 'a policy "2" was adopted, with other rules' 'a version is taken once'
run speaker-policy list
json '[.version, .rules] | map(tostring) | join(":")' '1:3 2:1 3:3 spring:1' 'the list has them in their order'
run speaker-policy show 2
json .data.rules[0].role talk 'each can be shown'
run speaker-policy show nine
is "$rc" 65 'one that is not there cannot'
says 'nine: no such policy was adopted' 'which is said'

policy "{\"role\":\"talk\",$one},{\"role\":\"talk\",\"talks_at_least\":2,$one}"
says '/rules/1: can never match: rule 1 always does before it' 'a rule that can never match is refused'
is "$rc" 78 'as a configuration that cannot be used'
policy "{\"talks_at_least\":2,$one},{\"role\":\"talk\",\"talks_at_least\":3,$one}"
is "$rc" 78 'so is one behind a rule for fewer talks'
policy "{$one},{\"role\":\"talk\",$one}"
is "$rc" 78 'and behind a rule for everybody'
policy "{\"role\":\"talk\",\"talks_at_least\":2,$one},{\"talks_at_least\":1,$one},{\"role\":\"talk\",$one},{$one}"
is "$rc" 0 'those that can match are not'
policy '{"grants":[{"type":"a","quantity":1},{"type":"a","quantity":2}]}'
says '/rules/0/grants/1/type: "a" is granted twice' 'a type is granted once in a rule'
policy "{\"talks_at_least\":0,$one}"
says '/rules/0/talks_at_least: 0 is below 1' 'no talk is what everybody gives'
policy '{"level":"Gold","grants":[]}'
says '/rules/0/level: is not a field' 'an unknown field of a policy is reported'
done_testing
