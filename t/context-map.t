#!/bin/sh
# The map of the contexts: drawn from what the tools say of themselves.
. "$(dirname "$0")/lib.sh"
. "$root/t/map.sh"

for tool in "$bin"/*; do
	"$tool" --describe
done >tools
run context-map <tools
is "$rc:$(cat "$err")" 0: 'context-map finds no broken rule in the tools of the tree'
json '"\(.upstream) \(.downstream) \(.relation)"' \
	"$(echo "$clients" | sort | sed 's/.*/ticketing & open host/' | paste -sd ' ' -)" \
	'ticketing is upstream of each client, as an open host'
json '.sends | join(" ")' "$(for _ in $clients; do
	echo lanyard.ticketing.create-ticket-purchase.v1 lanyard.ticketing.amend-purchaser.v1 lanyard.ticketing.cancel-tickets.v1
done | paste -sd ' ' -)" 'each client sends the three commands to ticketing that it publishes'

# The pictures of this tree.
run context-map --svg <tools
no_data
same "$out" "$root/share/map/contexts.svg" 'share/map/contexts.svg is what context-map --svg draws ("make map")'
run context-map --story "$root/share/map/tickets.json" <tools
no_data
is "$rc:$(cat "$err")" 0: "context-map finds every tool and message of the organisers' story"
same "$out" "$root/share/map/tickets.svg" 'share/map/tickets.svg is what context-map --story draws ("make map")'
is "$(jq -r 'select(.context != "events" and (.owns | not)).tool' tools)" '' 'every context declares what it owns'
jq -nr '[inputs | .commands as $commands | .publishes[] | {type: ., command: (. as $type | $commands | index($type) != null)}] |
	group_by(.type) | map(any(.command)) | map(select(.)) as $commands |
	["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
		"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"] as $words |
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

for context in $contexts; do
	ok "the README names the context $context" grep -qw "$context" "$root/README.md"
	ok "the tree in ARCHITECTURE.md has lib/$context" grep -q "^    lib/$context " "$root/ARCHITECTURE.md"
	ok "lanyard(7) describes the context $context" grep -qx "\.It $context" "$root/share/man/lanyard.7"
done

run context-map --dot <tools
no_data
ok 'the map for Graphviz has a node for every relation' grep -q '^	"ticketing" -> "ticketing to speakers" -> "speakers"$' "$out"
if command -v dot >/dev/null; then
	ok 'Graphviz draws the map' dot -Tsvg -o map.svg "$out"
else
	skip 'Graphviz draws the map' 'dot is not here'
fi
run context-map --cml <tools
no_data
ok 'context-map --cml prints the language of Context Mapper' grep -q '^	ticketing \[U,OHS,PL\]->\[D\] sponsorship$' "$out"
run context-map -t <tools
no_data
is "$(grep ' guests ' "$out" | tr -s ' ')" 'ticketing guests open host 3 10' 'context-map -t prints a table'

# Tools that are named.
context-map <tools >as-read.txt
run context-map "$bin"/*
same "$out" as-read.txt 'context-map runs --describe of the tools that are named'
printf '#!/bin/sh\ncat\n' >silent
printf '#!/bin/sh\necho "$*"; exit 3\n' >fails
printf '#!/bin/sh\nkill -9 $$\n' >dies
printf '#!/bin/sh\nyes\n' >long
chmod +x silent fails dies long
run context-map ./silent ./fails ./dies ./long ticket-create sponsor-allocate </dev/zero
is "$rc:$(jq -r .downstream "$out")" 65:sponsorship 'context-map ignores tools whose --describe fails, and exits with 65'
is "$(sed 's/^context-map: //' "$err")" './silent:1: has no newline: it is truncated
./fails: --describe exited 3
./dies: --describe was ended by signal 9
./long: is longer than 65536 bytes' 'context-map names each tool whose --describe fails, and why'
run context-map ticket-create ./none sponsor-allocate
is "$rc:$(cat "$out")" 66: 'context-map exits with 66 if a tool does not exist'
says './none: can'"'"'t be run: No such file' "context-map names the tool that can't be run"
run sh -c 'ulimit -n 4; exec context-map ticket-create'
is "$rc" 71 "context-map exits with 71 if it can't make a pipe"

# Rules that are broken.
open() {
	say shop shop shop.buy 'shop.bought shop.counted' 'shop.buy shop.bought'
}
breaks() { # RELATION WORDS VIOLATION: the tools in the file map break a rule
	run context-map <map
	is "$rc" 1 "context-map exits with 1 for $3"
	is "$(jq -r .relation "$out" | sort -u)" "$1" "context-map classifies $3 as $(echo "$1" | paste -sd , -)"
	says "$2" "context-map reports $3"
}
{ open; say crm crm shop.counted crm.noted ''; } >map
breaks conformist 'crm (crm) consumes lanyard.shop.counted.v1, which shop does not publish' 'taking what is not published'
{ open; say crm crm '' shop.refund ''; } >map
breaks conformist 'crm (crm) sends lanyard.shop.refund.v1, which shop does not publish' 'sending what is not published'
run context-map --dot <map
no_data
ok '--dot labels the downstream end of a conformist with CF' grep -qF 'conformist\ncommands: 1, events: 0\nD CF"' "$out"
{ say shop shop crm.signed shop.bought shop.bought; say crm crm shop.bought crm.signed crm.signed; } >map
breaks partnership 'crm and shop know each other: a partnership' "contexts that know each other's published messages"
run context-map --dot <map
no_data
is "$(grep -c 'label="P\\npartnership\\n.*\\nP"' "$out")" 2 '--dot labels both ends of a partnership with P, in each direction'
run context-map --cml <map
no_data
is "$(grep -F -- '->' "$out")" "$(printf '\tcrm [P]<->[P] shop')" '--cml prints a partnership once'
say crm crm shop.bought crm.signed crm.signed >one
run context-map --cml <one
no_data
is "$(grep -c '^	contains shop$\|^BoundedContext shop$' "$out")" 2 '--cml declares an upstream context that has no tool on the map'
{ say shop shop crm.signed shop.bought shop.bought; say crm crm shop.bought crm.signed ''; } >map
breaks 'shared kernel' 'crm and shop know each other: a shared kernel' "contexts that know each other's unpublished messages"
{ say a a b.x a.x a.x; say b b c.x b.x b.x; say c c a.x c.x c.x; } >map
breaks 'published language' 'a knows b, which knows c, which knows a: a cycle' 'a cycle of three contexts'
is "$(wc -l <"$err")" 1 'a cycle of three contexts is reported once'
{ open; say crm crm shop.buy crm.paid ''; } >map
breaks 'open host' 'crm (crm) consumes lanyard.shop.buy.v1, but only shop carries out its commands' \
	"taking another context's command"
{ open; say crm crm 'shop.bought' shop.bought ''; } >map
breaks 'open host' 'crm (crm) sends lanyard.shop.bought.v1, but only shop emits its events' \
	"emitting another context's event"
{ open; say shop-lend shop '' shop.lent-to-guests ''; say guest-book guests shop.bought '' ''; } >map
breaks 'open host' 'lanyard.shop.lent-to-guests.v1 of shop names guests, which is downstream of it' "an event that names a client's context"
{ open; say shop-lend shop '' shop.lent-to-hotelier ''; say hotelier-book hotel shop.bought '' ''; } >map
breaks 'open host' 'lanyard.shop.lent-to-hotelier.v1 of shop names hotel, ' 'an event that names a client as its tools do'
{ open; say shop-guests-list shop '' '' ''; say guest-book guests shop.bought '' ''; } >map
breaks 'open host' 'shop-guests-list of shop names guests, which is downstream of it' 'a tool whose name contains a client'
is "$(wc -l <"$err")" 1 'a tool whose name contains a client is reported once'
# One tool that is wrong, among those that are right: what else it makes wrong is not told.
say ticket-sponsor-gift ticketing sponsorship.sponsor-onboarded ticketing.sponsor-gifted '' | cat tools - >map
breaks 'open host
shared kernel' 'ticket-sponsor-gift of ticketing names sponsorship, ' "a tool of the open host that takes a client's event"
is "$(sed 's/^context-map: //' "$err" | sort)" 'lanyard.ticketing.sponsor-gifted.v1 of ticketing names sponsorship, which is downstream of it
sponsorship and ticketing know each other: a shared kernel
ticket-sponsor-gift (ticketing) consumes lanyard.sponsorship.sponsor-onboarded.v1, which sponsorship does not publish
ticket-sponsor-gift of ticketing names sponsorship, which is downstream of it' \
	'context-map reports each rule that the tool breaks, and nothing of the other tools'
{ open; say crm crm shop.bought crm.noted '' 'crm shop'; } >map
breaks 'open host' "crm (crm) writes the store of shop" "writing another context's store"
{ open; say other elsewhere hotel.booked elsewhere.noted ''; } >map
run context-map <map
is "$rc" 0 'taking a message of a context that is not on the map breaks no rule'
{ open; say log events '' '' '' 'shop crm'; } >map
run context-map <map
is "$rc:$(wc -c <"$out")" 0:0 'tools for lines of any context have no relation'
{ open; say glue events shop.counted crm.noted '' 'shop crm'; } >map
run context-map <map
is "$rc" 1 'a tool for lines of any context breaks a rule if it knows messages'
says 'glue (events) uses messages' 'context-map reports the tool that uses messages'
{ open; say crm crm '' shop.buy ''; } >map
run context-map <map
json .relation 'open host' 'a context that takes commands only is an open host'
{ say shop shop '' shop.bought shop.bought; say crm crm shop.bought '' ''; } >map
run context-map <map
json .relation 'published language' 'a context that publishes events only has a published language'
jq -nc 'range(30) as $n | "c\($n)" as $context | {tool: $context, version: "1", $context, commands: [],
	consumes: [range($n) | "lanyard.c\(.).\("a", "b", "c").v1"], emits: [],
	publishes: ["lanyard.\($context).\("a", "b", "c").v1"], reads: [], writes: []}' >map
run timeout 60 context-map <map
is "$rc:$(wc -l <"$out")" 0:435 'context-map reads thirty contexts that each know all before them'
say 'a"b' 'a"b' shop.bought '' '' >map
run context-map --dot <map
no_data
ok '--dot quotes names' grep -qF '"shop" -> "shop to a\"b" -> "a\"b"' "$out"
run context-map --cml <map
no_data
ok "--cml replaces characters that a name can't have" grep -qF 'BoundedContext a_b' "$out"

# Bad lines.
{ open; echo '{"tool":"x"}'; echo 'no json'; printf '{"tool":'; } >map
run context-map <map
is "$rc" 65 'context-map exits with 65 after invalid lines'
is "$(sed 's/^context-map: //; s/: .*at byte.*/: at byte/' "$err")" 'stdin:2: /version: is missing
stdin:3: at byte
stdin:4: has no newline: it is truncated' 'context-map names each invalid line by its number'
run context-map </dev/null
is "$rc:$(wc -c <"$out")" 0:0 'context-map prints nothing for empty input'
done_testing
