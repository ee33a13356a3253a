#!/bin/sh
# The clients of one open host: ticketing knows none of them, nor what they have in common,
# and is built and works the same whichever are there.
. "$(dirname "$0")/lib.sh"
command -v nm >/dev/null || skip_all 'nm is not here'
unset MAKEFLAGS MAKELEVEL # those of "make check" are not meant here
nouns=$(for client in $clients; do noun_of "$client"; done)
any_noun="beneficiary|$(echo "$nouns" | paste -sd '|' -)"

# Ticketing alone: what it may know, by the Makefile, and nothing else of the tree.
mkdir -p alone/lib alone/cmd alone/share/man
cp "$root/Makefile" alone
cp "$root"/share/man/*.awk alone/share/man
cp -R "$root/share/completion" alone/share
for component in $(sed -n 's/^uses_ticketing *=//p' "$root/Makefile") ticketing tool log import map admin; do
	cp -R "$root/lib/$component" alone/lib
done
cp -R "$root/cmd/ticketing" "$root/cmd/events" "$root/cmd/lanyard" alone/cmd
make_alone() {
	make -C alone CONTEXTS=ticketing CFLAGS=-O0 all
}
ok 'ticketing is built from a tree without clients' make_alone
archive=alone/build/libticketing.a
symbols() { # ARCHIVE
	nm -g "$1" | awk 'NF > 1 { print $(NF - 1), $NF }' | grep -v ' __\| _GLOBAL' | sort -u
}
symbols "$archive" >there
symbols "${bin%/bin}/libticketing.a" >here
grep '^[TDR]' there >defined
grep '^[TDR]' here | diff defined - >differ
same /dev/null differ "ticketing's library has the same symbols with and without clients"

# What clients have names for, and ticketing has not.
find alone/build/lib/ticketing -name '*.o' -exec strings -d {} + >texts
schemas=$root/share/schemas
names() { # CONTEXT...: the fields in all that they say
	for context; do
		jq -r '.. | .properties? // empty | keys[]' "$schemas/$context"/*.json
	done | sort -u
}
tools() {
	for client in $clients; do ls "$root/cmd/$client"; done | sed -n 's/\.c$//p'
}
types() {
	for context in $clients booking; do jq -r .title "$schemas/$context"/*.json; done
}
spoken() { # FILE: which of its lines are in ticketing's archive, as texts of their own
	sort -u "$1" | while read -r spoken_of; do
		! grep -qxF -- "$spoken_of" texts || echo "$spoken_of"
	done
}
# shellcheck disable=SC2086 # words
names $clients booking >theirs
names ticketing >its
comm -23 theirs its >own
tools >tools
types >types
ok "clients have more than 30 field names that ticketing's schemas don't have" test "$(wc -l <own)" -gt 30
is "$(grep -cE '^(sponsor|speaker|guest|level|invoice|contract|roles|talks|answer_by|group|beneficiary|rules)$' own)" 12 \
	"the clients' own field names include those of sponsors, speakers and guests"
is "$(spoken own)" '' "ticketing's library contains no field name of a client"
is "$(spoken types)" '' "ticketing's library contains no message type of a client"
is "$(spoken tools)" '' "ticketing's library contains no tool's name of a client"
is "$(grep -ciE "$any_noun" texts)" 0 "ticketing's library contains no client's noun"
is "$(grep -cxF lanyard.ticketing.ticket-type-added.v1 texts)" 1 "ticketing's library contains its own event types"
is "$(cd "$schemas" && grep -rliE "$any_noun" ticketing)" '' "ticketing's schemas contain no client's noun"
is "$(cd "$schemas/ticketing" && cat ./*.json | grep -cFf "$scratch/work/types")" 0 "ticketing's schemas refer to no schema of a client"

# What a client knows of ticketing is declared in published, and nowhere else.
for client in $clients booking client; do
	nm -u "${bin%/bin}/lib$client.a" | awk 'NF == 2 { print $2 }' | sort -u >wants
	nm -g --defined-only "${bin%/bin}/libticketing.a" | awk 'NF == 3 { print $3 }' | sort -u >gives
	is "$(comm -12 wants gives)" '' "the library \"$client\" calls no function of ticketing"
done

# The same command, the same answer: only the words that are a client's own differ.
for client in $clients; do
	noun=$(noun_of "$client")
	"open_$client" 100 100
	"entitle_$client" "$client-1" >entitled
	"$noun-allocate" <entitled | tee -a commands | ticket-create -c "$client"
done >answers
grep '"type":"lanyard.ticketing.ticket-purchase-created.v1"' answers >created
shape='[.type, (keys | tojson), (.data | del(.tickets) | paths(type != "object") | tojson), .data.payment] | tojson'
is "$(jq -r "$shape" commands | sort -u | wc -l) $(wc -l <commands)" \
	"$(head -n 1 commands | jq -r "$shape" | sort -u | wc -l) $(echo "$clients" | wc -l)" 'all clients send commands with the same fields'
is "$(jq -r "$shape" created | sort -u | wc -l) $(wc -l <created)" \
	"$(head -n 1 created | jq -r "$shape" | sort -u | wc -l) $(echo "$clients" | wc -l)" 'all clients are answered by events with the same fields'
is "$(jq -r .data.client created)" "$clients" 'each event has the client that the launcher named'
is "$(grep -vxFf created answers | jq -r 'select(.data.client | IN("speakers", "guests")) | "\(.type | split(".")[2]) \(.data.client) \(.data.delegate.name)"')" \
	'ticket-assigned speakers speakers-1 Doe
ticket-assigned guests guests-1 Doe' 'the first ticket of a speaker or guest is assigned by name'
for client in $clients; do
	noun=$(noun_of "$client")
	"$noun-book" <answers
	is "$("$noun-feed" | grep -c tickets-booked)" 1 "$client books its own event among those of all clients"
done
PATH=$scratch/work/alone/build/bin:$PATH
run ticket-feed
is "$(grep -c ticket-purchase-created "$out")" "$(echo "$clients" | wc -l)" \
	"the ticketing tools built without clients print every client's purchase"
done_testing
