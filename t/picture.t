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
	map_of "a host with $clients clients fits into its picture"
	is "$(texts "$out" | grep -c '^client')" "$clients" "all $clients of them are in it"
	is "$(cut -d ' ' -f 3 parts)" "$((3 * clients))" "each of the $clients has a line of its own, which its ends interrupt"
done
is "$(texts "$out" | sed -n '/← /{p;q;}')" '← 1 of 2 commands' 'a line says how many of the published commands a client sends'
is "$(texts "$out" | sed -n '/ →/{p;q;}')" '1 of 1 event →' 'and how many of the published events it takes'
is "$(texts "$out" | sed -nE 's/^([a-z ]+): .*/\1/p' | paste -sd , -)" 'upstream,downstream,open host service,published language' \
	'the legend explains what is in the picture, and nothing else'
sed 's/x="20"/x="120"/' "$out" >moved.svg
ok 'a picture whose boxes were moved onto its lines is reported' sh -c '! /usr/bin/python3 "$1" moved.svg 2>moved >/dev/null && grep -q "^text .* and box" moved' - "$root/t/picture.py"

wide=$(of 64 W)
{
	say shop "$wide" '' "$wide.$(of 80 m) $wide.$(of 60 i)-$(of 60 w)" "$wide.$(of 80 m) $wide.$(of 60 i)-$(of 60 w)" '' "$(of 300 M)"
	for client in 1 2; do
		say "crm$client" "$(of 63 '<')$client" "$wide.$(of 80 m) $wide.$(of 60 i)-$(of 60 w)" '' '' '' "$(of 149 '&') $(of 150 @)"
	done
} >map
map_of 'names of the greatest length fit, without a blank to wrap at'
is "$(texts "$out" | grep -c '^&lt;')" 10 'and none of them is taken for an element'
{ shop '会議の切符、会議の切符、会議の切符、会議の切符、会議の切符'; say crm Ärzteverein-für-Œuvres shop.bought '' ''; } >map
map_of 'names that are not ASCII fit'
{ shop; printf '%s\n' '{"tool":"x","version":"1","context":"a\uffffb<\"&","consumes":["lanyard.shop.bought.v1"],"emits":[],"commands":[],"publishes":[],"reads":[],"writes":[]}'; } >map
map_of 'characters that XML has no place for leave it well-formed'
is "$(texts "$out" | grep -c '^a?b&lt;&quot;&amp;$')" 1 'they are replaced, the others escaped'
{
	say shop shop 'shop.buy crm.signed' shop.bought 'shop.buy shop.bought'
	say crm crm shop.bought crm.signed crm.signed
	say books books crm.signed shop.refund ''
	say museum museum art.shown art.sent ''
	say alone alone '' '' ''
} >map
map_of 'contexts in a circle, downstream of two, of none, and of one that is not on the map fit'
is "$rc" 1 'a picture of what breaks a rule is drawn, and the status says so'
ok 'its lines are red' grep -q '<path class="broken"' "$out"
is "$(texts "$out" | grep -c '^none of its tools is on this map$')" 1 'a context without tools is drawn as that'
jq -nc 'range(30) as $n | "c\($n)" as $context | {tool: $context, version: "1", $context, commands: [],
	consumes: [range($n) | "lanyard.c\(.).a.v1"], emits: [],
	publishes: ["lanyard.\($context).a.v1"], reads: [], writes: []}' >map
map_of 'thirty contexts that know all before them fit'
run context-map --svg </dev/null
fits 'of nothing there is an empty picture: its sheet and its title' '1 1 0'

# A story.
say clerk desk '' 'desk.paid shop.buy' '' >desk
say packer desk 'desk.paid shop.bought shop.sent' desk.packed '' >>desk
say seller shop shop.buy 'shop.bought shop.sent' 'shop.buy shop.bought shop.sent' >>desk
say sender shop '' shop.sent '' >>desk
story() { # STEPS, each TOOL TYPE...: the story that has them; TEXT is each one's
	for step; do
		# shellcheck disable=SC2086
		jq -nc --arg text "${TEXT:-What happens.}" '$ARGS.positional as [$tool] | {$tool, name: "The \($tool)", $text,
			takes: [$ARGS.positional[1:][] | {type: "lanyard.\(.).v1", $text}]}' --args $step
	done | jq -s '{title: "A story", systems: [{context: "desk", name: "The desk"}, {context: "shop", name: "The shop"}],
		steps: map(if .takes == [] then del(.takes) else . end)}' >story.json
	run context-map --story story.json <desk
	no_data
}
story 'clerk' 'seller shop.buy' 'sender' 'packer shop.bought shop.sent'
is "$rc:$(cat "$err")" 0: 'a story is drawn'
fits 'nothing in a story overlaps'
is "$(cat parts)" '27 11 5' 'its steps are in the two systems, with a line for each message'
is "$(texts "$out" | grep -cE '^(buy|bought|sent)$')" 3 'a message has the name that is in its type'
is "$(sed -nE 's/.*<text class="(asks|reports)"[^>]*>(buy|bought|sent)<.*/\1 \2/p' "$out" | paste -sd ' ' -)" \
	'asks buy reports bought reports sent' 'a command is drawn in another style than an event'
TEXT=$(of 150 W)$(of 2 ' ')$(of 48 '<')
story 'clerk' 'seller shop.buy' 'sender' 'packer shop.bought shop.sent'
fits 'nothing in a story overlaps, however long its texts'
unset TEXT
story 'clerk' 'packer desk.paid'
fits 'a story may have messages within a system alone'

broken() { # WORDS NAME
	is "$rc:$(cat "$err"):$(wc -c <"$out")" "78:context-map: story.json: $1:0" "$2"
}
story 'clerk' 'baker'
broken 'no tool baker is on the map' 'a tool that does not exist is reported, and nothing drawn'
story 'clerk' 'packer shop.lost'
broken 'packer does not take lanyard.shop.lost.v1' 'so is a message that its tool does not take'
story 'clerk' 'packer shop.bought'
broken 'no step before packer emits lanyard.shop.bought.v1' 'and a message that no step emits'
story 'clerk' 'sender' 'packer desk.paid' 'seller shop.buy' 'packer shop.bought desk.paid'
broken 'lanyard.desk.paid.v1: packer stands between clerk and packer' 'and a line that would pass a step'
story 'clerk' 'seller shop.buy' 'sender' 'packer shop.sent shop.bought'
broken 'the lines between the systems would cross: put the steps, and what they take, in the order in which it happens' \
	'and lines that would cross'
jq '.systems |= .[:1]' story.json >one.json
run context-map --story one.json <desk
is "$rc:$(cat "$err")" '78:context-map: one.json: seller is of shop, which is none of the systems' \
	'a tool of a context that is no system is reported'
story 'clerk' 'seller shop.buy'
run context-map --story - clerk <story.json
is "$rc" 66 'a story from standard input is drawn for tools that are named'
says "clerk: can't be run" 'and they are run'
run context-map --story -
is "$rc" 64 'standard input is not both story and tools'
run context-map --story
is "$rc" 64 'a story has to be named'
run context-map --story none.json </dev/null
is "$rc" 66 'a story that does not exist is reported'
echo '{"title":"x","steps":[]}' >bad.json
run context-map --story bad.json </dev/null
is "$rc" 78 'a story that lacks something is reported'
says '/systems: is missing' 'by its place'
echo '{"title":"x","colour":"red","systems":[],"steps":[]}' >bad.json
run context-map --story bad.json </dev/null
is "$rc" 78 'a story with a field that is unknown is reported'
done_testing
