#!/bin/sh
# The map of the contexts: drawn from what the tools say of themselves.
. "$(dirname "$0")/lib.sh"
. "$root/t/map.sh"

for tool in "$bin"/*; do
	"$tool" --describe
done >tools
run context-map <tools
is "$rc:$(cat "$err")" 0: 'the tools of this tree break no rule'
json '"\(.upstream) \(.downstream) \(.relation)"' 'ticketing guests open host ticketing speakers open host ticketing sponsorship open host' \
	'ticketing is upstream of all clients, an open host'
json '.sends | join(" ")' "$(for _ in 1 2 3; do
	echo lanyard.ticketing.create-ticket-purchase.v1 lanyard.ticketing.cancel-tickets.v1
done | paste -sd ' ' -)" 'which send it what it publishes'

# The pictures of this tree.
run context-map --svg <tools
no_data
same "$out" "$root/share/map/contexts.svg" 'the picture of the contexts in the tree is the one that is drawn ("make map")'
run context-map --story "$root/share/map/tickets.json" <tools
no_data
is "$rc:$(cat "$err")" 0: 'every tool and message of the story for organisers is there'
same "$out" "$root/share/map/tickets.svg" 'the picture of it in the tree is the one that is drawn ("make map")'
is "$(jq -r 'select(.context != "events" and (.owns | not)).tool' tools)" '' 'every context says what it owns'
jq -nr '[inputs | .commands as $commands | .publishes[] | {type: ., command: (. as $type | $commands | index($type) != null)}] |
	group_by(.type) | map(any(.command)) | map(select(.)) as $commands |
	["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"] as $words |
	($commands | length) as $n | (length - $n) as $m |
	"publishes \($words[$n]) commands", "and \($words[$m]) events", "\($words[$n]) commands for any client",
	">publishes \($n) commands<", ">publishes \($m) events<"' tools >published
counts() { # FILE WORDS: whitespace apart, FILE has WORDS
	tr -s ' \n' ' ' <"$1" | grep -qF -- "$2"
}
ok 'the README counts the published commands as the tools do' counts "$root/README.md" "$(sed -n 1p published)"
ok 'the README counts the published events as the tools do' counts "$root/README.md" "$(sed -n 2p published)"
ok 'the overview counts the published commands as the tools do' counts "$root/share/man/lanyard.7" "$(sed -n 3p published)"
ok 'the picture counts the published commands as the tools do' counts "$root/share/map/contexts.svg" "$(sed -n 4p published)"
ok 'the picture counts the published events as the tools do' counts "$root/share/map/contexts.svg" "$(sed -n 5p published)"

run context-map --dot <tools
no_data
ok 'the map for graphviz has a node for every relation' grep -q '^	"ticketing" -> "ticketing to speakers" -> "speakers"$' "$out"
if command -v dot >/dev/null; then
	ok 'graphviz draws the map' dot -Tsvg -o map.svg "$out"
else
	skip 'graphviz draws the map' 'dot is not here'
fi
run context-map --cml <tools
no_data
ok 'in the language of Context Mapper, too' grep -q '^	ticketing \[U,OHS,PL\]->\[D\] sponsorship$' "$out"
run context-map -t <tools
no_data
is "$(sed -n 2p "$out" | tr -s ' ')" 'ticketing guests open host 2 8' 'and as a table'

# Tools that are named.
context-map <tools >as-read.txt
run context-map "$bin"/*
same "$out" as-read.txt 'tools that are named are asked themselves'
printf '#!/bin/sh\ncat\n' >silent
printf '#!/bin/sh\necho "$*"; exit 3\n' >fails
printf '#!/bin/sh\nkill -9 $$\n' >dies
printf '#!/bin/sh\nyes\n' >long
chmod +x silent fails dies long
run context-map ./silent ./fails ./dies ./long ticket-create sponsor-allocate </dev/zero
is "$rc:$(jq -r .downstream "$out")" 65:sponsorship 'those that do not say what they are are passed over'
is "$(sed 's/^context-map: //' "$err")" './silent:1: has no newline: it is truncated
./fails: --describe exited 3
./dies: --describe was ended by signal 9
./long: is longer than 65536 bytes' '  and told'
run context-map ticket-create ./none sponsor-allocate
is "$rc:$(cat "$out")" 66: 'without one that is not there is no map'
says './none: can'"'"'t be run: No such file' '  which is told'
run sh -c 'ulimit -n 4; exec context-map ticket-create'
is "$rc" 71 'nor without a pipe'

# Rules that are broken.
open() {
	say shop shop shop.buy 'shop.bought shop.counted' 'shop.buy shop.bought'
}
breaks() { # RELATION WORDS NAME: the tools in the file map break a rule
	run context-map <map
	is "$rc" 1 "$3"
	is "$(jq -r .relation "$out" | sort -u)" "$1" "  which is: $1"
	says "$2" '  and told'
}
{ open; say crm crm shop.counted crm.noted ''; } >map
breaks conformist 'crm (crm) takes lanyard.shop.counted.v1, which shop does not publish' 'taking what is not published'
{ open; say crm crm '' shop.refund ''; } >map
breaks conformist 'crm (crm) sends lanyard.shop.refund.v1, which shop does not publish' 'sending what is not published'
{ say shop shop crm.signed shop.bought shop.bought; say crm crm shop.bought crm.signed crm.signed; } >map
breaks partnership 'crm and shop know each other: a partnership' 'knowing each other'
{ say shop shop crm.signed shop.bought shop.bought; say crm crm shop.bought crm.signed ''; } >map
breaks 'shared kernel' 'crm and shop know each other: a shared kernel' 'knowing what is not published of each other'
{ say a a b.x a.x a.x; say b b c.x b.x b.x; say c c a.x c.x c.x; } >map
breaks 'published language' 'a knows b, which knows c, which knows a: a circle' 'going round'
is "$(wc -l <"$err")" 1 '  once'
{ open; say crm crm shop.buy crm.paid ''; } >map
breaks 'open host' 'crm (crm) takes lanyard.shop.buy.v1, and it is shop that carries out its commands' \
	"carrying out another's command"
{ open; say crm crm 'shop.bought' shop.bought ''; } >map
breaks 'open host' 'crm (crm) sends lanyard.shop.bought.v1, and it is shop that tells its events' \
	"telling another's event"
{ open; say shop-lend shop '' shop.lent-to-guests ''; say guest-book guests shop.bought '' ''; } >map
breaks 'open host' 'lanyard.shop.lent-to-guests.v1 of shop names guests, which is downstream of it' 'naming a client'
{ open; say shop-lend shop '' shop.lent-to-hotelier ''; say hotelier-book hotel shop.bought '' ''; } >map
breaks 'open host' 'lanyard.shop.lent-to-hotelier.v1 of shop names hotel, ' 'naming it as its tools do'
{ open; say shop-guests-list shop '' '' ''; say guest-book guests shop.bought '' ''; } >map
breaks 'open host' 'shop-guests-list of shop names guests, which is downstream of it' "naming a client in a tool's name"
is "$(wc -l <"$err")" 1 '  once'
# One tool that is wrong, among those that are right: what else it makes wrong is not told.
say ticket-sponsor-gift ticketing sponsorship.sponsor-onboarded ticketing.sponsor-gifted '' | cat tools - >map
breaks 'open host
shared kernel' 'ticket-sponsor-gift of ticketing names sponsorship, ' 'a tool of the open host that listens to a client'
is "$(sed 's/^context-map: //' "$err" | sort)" 'lanyard.ticketing.sponsor-gifted.v1 of ticketing names sponsorship, which is downstream of it
sponsorship and ticketing know each other: a shared kernel
ticket-sponsor-gift (ticketing) takes lanyard.sponsorship.sponsor-onboarded.v1, which sponsorship does not publish
ticket-sponsor-gift of ticketing names sponsorship, which is downstream of it' \
	'  is told what it does, and not that sponsors have tickets'
{ open; say crm crm shop.bought crm.noted '' 'crm shop'; } >map
breaks 'open host' "crm (crm) writes the store of shop" "opening another's store"
{ open; say other elsewhere hotel.booked elsewhere.noted ''; } >map
run context-map <map
is "$rc" 0 'of a context that is not on the map nobody knows what it publishes'
{ open; say log events '' '' '' 'shop crm'; } >map
run context-map <map
is "$rc:$(wc -c <"$out")" 0:0 'tools for lines of any context are on no side'
{ open; say glue events shop.counted crm.noted '' 'shop crm'; } >map
run context-map <map
is "$rc" 1 'as long as they know the words of none'
says 'glue (events) knows messages' '  which is told'
{ open; say crm crm '' shop.buy ''; } >map
run context-map <map
json .relation 'open host' 'who takes commands is an open host'
{ say shop shop '' shop.bought shop.bought; say crm crm shop.bought '' ''; } >map
run context-map <map
json .relation 'published language' 'who tells events alone has a published language'
jq -nc 'range(30) as $n | "c\($n)" as $context | {tool: $context, version: "1", $context, commands: [],
	consumes: [range($n) | "lanyard.c\(.).\("a", "b", "c").v1"], emits: [],
	publishes: ["lanyard.\($context).\("a", "b", "c").v1"], reads: [], writes: []}' >map
run timeout 60 context-map <map
is "$rc:$(wc -l <"$out")" 0:435 'thirty contexts that know all before them are a map, too'
say 'a"b' 'a"b' shop.bought '' '' >map
run context-map --dot <map
no_data
ok 'a name is quoted' grep -qF '"shop" -> "shop to a\"b" -> "a\"b"' "$out"
run context-map --cml <map
no_data
ok '  or spelled so that it is one' grep -qF 'BoundedContext a_b' "$out"

# Bad lines.
{ open; echo '{"tool":"x"}'; echo 'no json'; printf '{"tool":'; } >map
run context-map <map
is "$rc" 65 'bad lines are'
is "$(sed 's/^context-map: //; s/: .*at byte.*/: at byte/' "$err")" 'stdin:2: /version: is missing
stdin:3: at byte
stdin:4: has no newline: it is truncated' 'told by their numbers'
run context-map </dev/null
is "$rc:$(wc -c <"$out")" 0:0 'of nothing there is no map'
done_testing
