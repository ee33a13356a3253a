#!/bin/sh
# The speakers' policies: adopted under a version, dated, immutable.
. "$(dirname "$0")/lib.sh"
open_speakers
run speaker-policy adopt speakers.json
is "$(events speaker-feed)" 1 'adopting the policy in force again is a no-op'
run speaker-policy show
json '.data | "\(.version) \(.rules | length)"' '1 3' 'speaker-policy show prints the policy with its version and its rules'

policy() { # RULES
	printf '{"rules":[%s]}' "$1" >p.json
	run speaker-policy adopt p.json
}
one='"grants":[{"type":"full","quantity":1}]'
policy "{\"role\":\"talk\",$one}"
json .data.version 2 'a policy without a version gets the next number'
run speaker-policy adopt speakers.json
json .data.version 3 'an earlier policy that is adopted again gets the next number'
printf '{"version":"spring","rules":[{%s}]}' "$one" >named.json
run speaker-policy adopt named.json
json .data.version spring 'a policy can name its version'
printf '{"version":"2","rules":[{%s}]}' "$one" >named.json
run speaker-policy adopt named.json
says 'the policy "2" was adopted with other rules' "a version can't be adopted with other rules"
jq -c '.version = "1"' speakers.json >first.json
run speaker-policy adopt first.json
says 'the policy "1" was adopted, and "spring" since: adopt it without a version, or as another one' \
	'an earlier policy that is adopted again under its version is denied, with what to do instead'
is "$rc" 78 'an earlier policy that is adopted again under its version exits with 78'
run speaker-policy list
json '[.version, .rules] | map(tostring) | join(":")' '1:3 2:1 3:3 spring:1' 'speaker-policy list prints the policies in the order of their adoption'
run speaker-policy show 2
json .data.rules[0].role talk 'speaker-policy show prints an earlier version'
run speaker-policy show nine
is "$rc" 65 'speaker-policy show of an unknown version is denied'
says 'nine: no such policy was adopted' 'the denial of an unknown version names it'

policy "{\"role\":\"talk\",$one},{\"role\":\"talk\",\"talks_at_least\":2,$one}"
says '/rules/1: can never match: rule 1 matches first' 'a rule whose conditions include those of an earlier rule is invalid, because it can never match'
is "$rc" 78 'a rule that can never match exits with 78'
policy "{\"talks_at_least\":2,$one},{\"role\":\"talk\",\"talks_at_least\":3,$one}"
is "$rc" 78 'a rule after one for fewer talks is invalid'
policy "{$one},{\"role\":\"talk\",$one}"
is "$rc" 78 'a rule after one that matches everybody is invalid'
policy "{\"role\":\"talk\",\"talks_at_least\":2,$one},{\"talks_at_least\":1,$one},{\"role\":\"talk\",$one},{$one}"
is "$rc" 0 'a policy whose rules can all match is adopted'
policy '{"grants":[{"type":"a","quantity":1},{"type":"a","quantity":2}]}'
says '/rules/0/grants/1/type: "a" is granted twice' 'a rule that grants a type twice is invalid'
policy "{\"talks_at_least\":0,$one}"
says '/rules/0/talks_at_least: 0 is below 1' 'a rule for at least 0 talks is invalid'
policy '{"level":"Gold","grants":[]}'
says '/rules/0/level: is not a field' 'an unknown field in a policy is invalid'

# Which policy applies to whom.
policy "{\"role\":\"talk\",$one}"
speaker-invite twice --name T --email t@t.example --roles talk >/dev/null
speaker-accept twice --accepted-on 2025-02-01 >/dev/null
policy '{"role":"talk","grants":[{"type":"full","quantity":4}]}'
speaker-accept twice --accepted-on 2025-02-02 >/dev/null
speaker-invite once --name O --email o@o.example --roles talk >/dev/null
speaker-accept once >/dev/null
run speaker-allocate -a
is "$(jq -r '"\(.data.reference) \(.data.tickets[0].quantity)"' "$out")" 'twice/full/1 1
once/full/1 4' 'the policy at the first acceptance applies, also after the acceptance is repeated'
done_testing
