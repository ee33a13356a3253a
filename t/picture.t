#!/bin/sh
# The pictures that context-map draws: nothing overlaps, whatever is on the map.
. "$(dirname "$0")/lib.sh"
. "$root/t/map.sh"
command -v /usr/bin/python3 >/dev/null || skip_all 'python3 is not here'

shop() { # OWNS
	say shop shop 'shop.buy shop.refund' 'shop.bought shop.counted' 'shop.buy shop.refund shop.bought' '' "${1:-goods}"
}
of() { # COUNT TEXT: TEXT, so many times
	awk -v count="$1" -v text="$2" 'BEGIN { while (count-- > 0) printf "%s", text }'
}
# What is in the picture, and its texts, a line each.
picture() {
	/usr/bin/python3 "$root/t/picture.py" "$1"
}
texts() {
	sed -nE 's/.*<text[^>]*>([^<]*)<.*/\1/p' "$1"
}
fits() { # NAME [PARTS]: nothing overlaps in the picture that was drawn; it has texts, boxes and lines, or exactly PARTS
	no_data
	if picture "$out" >parts 2>overlaps && grep -Eqx "${2:-[1-9][0-9]* [1-9][0-9]* [1-9][0-9]*}" parts; then
		pass "$1"
	else
		fail "$1"
		cat parts overlaps | sed 's/^/# /' | head -n 5
	fi
}
map_of() { # NAME
	run context-map --svg <map
	fits "$1"
}

for clients in 1 2 5; do
	{
		shop
		for client in $(seq "$clients"); do
			say "crm$client" "client$client" shop.bought shop.buy ''
		done
	} >map
	map_of "the picture of a host with $clients clients has no overlaps"
	is "$(texts "$out" | grep -c '^client')" "$clients" "the picture of a host with $clients clients contains each of them"
	is "$(cut -d ' ' -f 3 parts)" "$((3 * clients))" "each of $clients clients has a line, which its labels interrupt"
done
is "$(texts "$out" | sed -n '/← /{p;q;}')" '← 1 of 2 commands' 'a line says how many of the published commands a client sends'
is "$(texts "$out" | sed -n '/ →/{p;q;}')" '1 of 1 event →' 'a line says how many of the published events a client takes'
is "$(texts "$out" | sed -nE 's/^([a-z ]+): .*/\1/p' | paste -sd , -)" 'upstream,downstream,open host service,published language' \
	'the legend explains what is in the picture, and nothing else'
sed 's/x="20"/x="120"/' "$out" >moved.svg
ok 'picture.py reports a picture whose boxes were moved onto its lines' sh -c '! /usr/bin/python3 "$1" moved.svg 2>moved >/dev/null && grep -q "^text .* and box" moved' - "$root/t/picture.py"

wide=$(of 64 W)
{
	say shop "$wide" '' "$wide.$(of 80 m) $wide.$(of 60 i)-$(of 60 w)" "$wide.$(of 80 m) $wide.$(of 60 i)-$(of 60 w)" '' "$(of 300 M)"
	for client in 1 2; do
		say "crm$client" "$(of 63 '<')$client" "$wide.$(of 80 m) $wide.$(of 60 i)-$(of 60 w)" '' '' '' "$(of 149 '&') $(of 150 @)"
	done
} >map
map_of 'the picture of the longest names, which have no blank, has no overlaps'
is "$(texts "$out" | grep -c '^&lt;')" 10 'the picture escapes names that look like elements'
{ shop '会議の切符、会議の切符、会議の切符、会議の切符、会議の切符'; say crm Ärzteverein-für-Œuvres shop.bought '' ''; } >map
map_of 'the picture of names that are not ASCII has no overlaps'
{ shop; printf '%s\n' '{"tool":"x","version":"1","context":"a\uffffb<\"&","consumes":["lanyard.shop.bought.v1"],"emits":[],"commands":[],"publishes":[],"reads":[],"writes":[]}'; } >map
map_of 'the picture of characters that XML forbids is well-formed'
is "$(texts "$out" | grep -c '^a?b&lt;&quot;&amp;$')" 1 'the picture replaces characters that XML forbids and escapes others'
{
	say shop shop 'shop.buy crm.signed' shop.bought 'shop.buy shop.bought'
	say crm crm shop.bought crm.signed crm.signed
	say books books crm.signed shop.refund ''
	say museum museum art.shown art.sent ''
	say alone alone '' '' ''
} >map
map_of 'the picture of a cycle and of missing contexts has no overlaps'
is "$rc" 1 'context-map --svg exits with 1 for a map that breaks a rule'
ok 'the picture marks a line that breaks a rule' grep -q '<path class="broken"' "$out"
is "$(texts "$out" | grep -c '^none of its tools is on this map$')" 1 'the picture says that a context has no tools on the map'
jq -nc 'range(30) as $n | "c\($n)" as $context | {tool: $context, version: "1", $context, commands: [],
	consumes: [range($n) | "lanyard.c\(.).a.v1"], emits: [],
	publishes: ["lanyard.\($context).a.v1"], reads: [], writes: []}' >map
map_of 'the picture of thirty contexts that know all before them has no overlaps'
run context-map --svg </dev/null
fits 'the picture of no contexts has a sheet and a title' '1 1 0'

# A story.
say clerk desk '' 'desk.paid shop.buy' '' >desk
say packer desk 'desk.paid shop.bought shop.sent' desk.packed '' >>desk
say seller shop shop.buy 'shop.bought shop.sent' 'shop.buy shop.bought shop.sent' >>desk
say sender shop '' shop.sent '' >>desk
story() { # STEPS, each TOOL TYPE...: the story that has them; TEXT is each one's
	for step; do
		# shellcheck disable=SC2086
		jq -nc --arg text "${TEXT:-What happens.}" '$ARGS.positional as [$tool] | {$tool, name: "The \($tool)", $text,
			consumes: [$ARGS.positional[1:][] | {type: "lanyard.\(.).v1", $text}]}' --args $step
	done | jq -s '{title: "A story", systems: [{context: "desk", name: "The desk"}, {context: "shop", name: "The shop"}],
		steps: map(if .consumes == [] then del(.consumes) else . end)}' >story.json
	run context-map --story story.json <desk
	no_data
}
story 'clerk' 'seller shop.buy' 'sender' 'packer shop.bought shop.sent'
is "$rc:$(cat "$err")" 0: 'context-map --story draws a story'
fits 'the picture of a story has no overlaps'
is "$(cat parts)" '27 11 5' 'the picture of a story has the steps, the systems and a line for each message'
is "$(texts "$out" | grep -cE '^(buy|bought|sent)$')" 3 'the picture of a story names messages as their types do'
is "$(sed -nE 's/.*<text class="(command|event)"[^>]*>(buy|bought|sent)<.*/\1 \2/p' "$out" | paste -sd ' ' -)" \
	'command buy event bought event sent' 'the picture of a story draws commands and events in different styles'
TEXT=$(of 150 W)$(of 2 ' ')$(of 48 '<')
story 'clerk' 'seller shop.buy' 'sender' 'packer shop.bought shop.sent'
fits 'the picture of a story with long texts has no overlaps'
unset TEXT
story 'clerk' 'packer desk.paid'
fits 'the picture of a story with messages within one system has no overlaps'

broken() { # WORDS NAME
	is "$rc:$(cat "$err"):$(wc -c <"$out")" "78:context-map: story.json: $1:0" "$2"
}
story 'clerk' 'baker'
broken 'no tool baker is on the map' 'a story with a tool that does not exist is denied'
story 'clerk' 'packer shop.lost'
broken 'packer does not take lanyard.shop.lost.v1' 'a story with a message that its tool does not take is denied'
story 'clerk' 'packer shop.bought'
broken 'no step before packer emits lanyard.shop.bought.v1' 'a story with a message that no step emits is denied'
story 'clerk' 'sender' 'packer desk.paid' 'seller shop.buy' 'packer shop.bought desk.paid'
broken 'lanyard.desk.paid.v1: packer stands between clerk and packer' 'a story with a line that would pass through a step is denied'
story 'clerk' 'seller shop.buy' 'sender' 'packer shop.sent shop.bought'
broken 'the lines between the systems would cross: put the steps, and what they take, in the order in which it happens' \
	'a story with lines that would cross is denied'
jq '.systems |= .[:1]' story.json >one.json
run context-map --story one.json <desk
is "$rc:$(cat "$err")" '78:context-map: one.json: seller is of shop, which is none of the systems' \
	'a story with a tool of a context that is no system is denied'
story 'clerk' 'seller shop.buy'
run context-map --story - clerk <story.json
is "$rc" 66 'a story from standard input with a tool that does not exist exits with 66'
says "clerk: can't be run" "context-map names the tool of the story that can't be run"
run context-map --story -
is "$rc" 64 'standard input for both story and tools is a usage error'
run context-map --story
is "$rc" 64 '--story without a name is a usage error'
run context-map --story none.json </dev/null
is "$rc" 66 'a story file that does not exist exits with 66'
echo '{"title":"x","steps":[]}' >bad.json
run context-map --story bad.json </dev/null
is "$rc" 78 'a story without a required field exits with 78'
says '/systems: is missing' 'the message about a story names the missing field'
echo '{"title":"x","colour":"red","systems":[],"steps":[]}' >bad.json
run context-map --story bad.json </dev/null
is "$rc" 78 'a story with an unknown field exits with 78'
done_testing
