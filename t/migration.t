#!/bin/sh
# A store that an older version wrote is brought up to date by the first tool that
# opens it, all of it or nothing; and what it said and did is kept, to the byte.
#
# t/stored/CONTEXT-N.sql is a store as version N of its schema left it, .ndjson its
# feed, .commands what it was told, and the sequence of each answer.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null || skip_all 'sqlite3 is not here'
export LANYARD_CONFERENCE=pipeconf
stores=$LANYARD_HOME/pipeconf
mkdir -p "$stores"

# Puts the store NAME there as it was.
restore() { # NAME
	rm -f "$stores/${1%-*}".db*
	sqlite3 "$stores/${1%-*}.db" <"$root/t/stored/$1.sql" >/dev/null
}

dump() { # CONTEXT
	sqlite3 "$stores/$1.db" .dump
}

versions() { # CONTEXT
	sqlite3 -readonly "$stores/$1.db" 'SELECT name, version FROM components ORDER BY name' | paste -sd ' ' -
}

# Those that the tools here write.
ticket-type add full --name Full --price 100 --currency EUR --capacity 1 >/dev/null
newest_ticketing=$(versions ticketing)
sponsor-policy adopt /dev/stdin <<'END' >/dev/null
{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":5}]}]}
END
newest_sponsorship=$(versions sponsorship)

# Upgrades the store NAME in each way there is to open it.
opens() { # NAME NEWEST COMMAND...
	opens_name=$1
	opens_newest=$2
	shift 2
	restore "$opens_name"
	run "$@"
	no_data
	is "$rc: $(cat "$err")" '0: ' "$opens_name: $1 opens it"
	is "$(versions "${opens_name%-*}")" "$opens_newest" 'and brings it up to date'
	"${feed_tool}" >feed
	same feed "$root/t/stored/$opens_name.ndjson" 'its feed is the same, byte for byte'
	run event-replay --check
	is "$rc: $(cat "$err")" '0: ' 'and says what is in the tables'
}

# The lines of the feed that a command was answered with, and what it is now.
answers_again() { # NAME
	: >wanted
	: >got
	while read -r kept; do
		LANYARD_NOW=$(printf '%s\n' "$kept" | jq -r .now)
		command=$(printf '%s\n' "$kept" | jq -r .run)
		printf '%s\n' "$kept" | jq -c .answer | xargs -I{} grep '"sequence":"{}"' "$root/t/stored/$1.ndjson" >>wanted
		# shellcheck disable=SC2086 # words
		printf '%s\n' "$kept" | jq -c .line | $command >>got 2>&1
	done <"$root/t/stored/$1.commands"
	same got wanted "$1: every old command has its old answer, byte for byte"
	"${feed_tool}" >feed
	same feed "$root/t/stored/$1.ndjson" 'and nothing is recorded'
	ok 'there were commands' test -s wanted
}

for name in "$root"/t/stored/*.sql; do
	name=$(basename "$name" .sql)
	case $name in
	ticketing-*)
		feed_tool=ticket-feed
		opens "$name" "$newest_ticketing" ticket-feed
		opens "$name" "$newest_ticketing" ticket-type list
		opens "$name" "$newest_ticketing" ticket-create -c press </dev/null
		;;
	sponsorship-*)
		feed_tool=sponsor-feed
		opens "$name" "$newest_sponsorship" sponsor-feed
		opens "$name" "$newest_sponsorship" sponsor-status
		opens "$name" "$newest_sponsorship" sponsor-register </dev/null
		;;
	esac
	answers_again "$name"
	run event-replay
	is "$rc: $(cat "$err")" '0: ' 'it can be rebuilt from its feed'
	answers_again "$name"
done

# What the old ticket office comes to.
LANYARD_NOW=2031-01-01T12:00:00Z
restore ticketing-1
run ticket-check
is "$rc: $(cat "$out" "$err")" '0: ' 'ticketing-1: ticket-check finds nothing'
run ticket-type list
json '[.type, .price, .sold, .left, .private] | join(",")' \
	'crew,0,2,3,true early,4900,2,2,false full,33333,8,10,false' 'its types, amended ones, with what is sold'
run ticket-client list
json '[.client, .booked, .budget // "", .revoked] | join(",")' 'former,3,,true press,3,6,false shop,6,,false' \
	'its clients, with what they have, and who was revoked'
run ticket-report sales
json '[.type, .client, .payment, .reason // "", .tickets, .revenue, .due] | join(",")' \
	'crew,former,waived,,2,0,0 early,shop,charged,,2,0,26467 full,former,waived,,1,0,0 full,press,waived,press,2,0,0 full,press,waived,radio,1,0,0 full,shop,charged,,4,0,113232' \
	'an amount of old is spread evenly over its tickets'
run ticket-report missing
is "$(jq -s "map(.missing) | add" "$out")" 12 'nobody holds a ticket yet'

# What was due then has no deadline.
run ticket-expire
is "$rc: $(cat "$out" "$err")" '0: ' 'what was due of old never expires'
id=$(jq -r 'select(.data.reference == "s/1" and .data.purchase).data.purchase' "$root/t/stored/ticketing-1.ndjson")
run ticket-cancel -c organiser "$id" --keep 2
json '[.data.left, .data.refund, .data.due] | join(",")' '2,0,26467' 'it can be cancelled in part'
run ticket-pay -c organiser bank/1 --purchase "$id" --amount 26467 --currency EUR
json '.type | split(".")[2]' ticket-purchase-paid 'and be paid'
run ticket-assign -c organiser "${id%0000}0001" --name Bo --email bo@shop.example
json '.data.type' early 'and have delegates'
run ticket-cancel -c organiser "$id"
json '[.data.left, .data.refund] | join(",")' '0,26467' 'and be paid back'
run ticket-client amend former --budget 4
run ticket-create -c former again --name Ed --email ed@former.example --payment waived --ticket crew=1
json '.type | split(".")[2]' ticket-purchase-created 'who was revoked books again, where the grants are given again'
run ticket-check
is "$rc: $(cat "$out" "$err")" '0: ' 'ticket-check finds nothing'

# And the old CRM.
restore sponsorship-1
run sponsor-status
json '[.sponsor, .name, (.entitled[0].quantity), (.booked[0].quantity // 0)] | join(",")' \
	'acme,Acme Limited,3,2 bolt,Bolt,9,0' 'sponsorship-1: who is owed what, and has it'
run sponsor-allocate -a
json '.data.tickets[0].quantity' 1 'what was outstanding is asked for'

# An upgrade that can't be: nothing has changed.
restore ticketing-1
sqlite3 "$stores/ticketing.db" "INSERT INTO events VALUES (19, randomblob(16), 'lanyard.ticketing.none.v1', 'x', '{}')"
dump ticketing >before
run ticket-type list
is "$rc" 70 'a feed that is broken is no store to upgrade: 70'
says 'position 19' 'which says where'
dump ticketing >after
same before after 'and leaves it as it was'

# A newer one.
for component in store ticketing; do
	restore ticketing-1
	ticket-type list >/dev/null
	sqlite3 "$stores/ticketing.db" "UPDATE components SET version = version + 1 WHERE name = '$component'"
	dump ticketing >before
	run ticket-type list
	is "$rc" 78 "a newer $component is refused: 78"
	says 'was written by a newer Lanyard' 'as such'
	dump ticketing >after
	same before after 'and is left as it was'
done

# Killed at any of its calls.
if strace -f -qq -o /dev/null true 2>/dev/null; then
	export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
	restore ticketing-1
	dump ticketing >old
	sorts=pwrite64,fdatasync,fsync,ftruncate,unlink,write
	strace -f -qq -e trace="$sorts" -o trace ticket-type list >/dev/null
	dump ticketing >new
	: >wrong
	killed=0
	sed -n 's/^[0-9]* *\([a-z0-9]*\)(.*/\1/p' trace | awk '{ print $1, ++nth[$1] }' >calls
	while read -r call nth; do
		restore ticketing-1
		strace -f -qq -o trace.now -e trace="$call" -e inject="$call:signal=KILL:when=$nth" \
			ticket-type list </dev/null >/dev/null 2>&1
		grep -q 'killed by SIGKILL' trace.now && killed=$((killed + 1))
		dump ticketing >found
		cmp -s found old || cmp -s found new || echo "killed at $call $nth: neither" >>wrong
		ticket-type list </dev/null >/dev/null 2>>wrong
		dump ticketing | cmp - new >>wrong 2>&1
	done <calls
	is "$(cat wrong)" '' 'killed anywhere, it is the old store or the new one, and the next tool goes on'
	is "$killed" "$(wc -l <calls | tr -d ' ')" 'it was killed at each of its calls'
	ok 'of which there are some' grep -q pwrite64 calls
else
	skip 'killed anywhere, it is the old store or the new one' 'strace may not trace here'
fi
broken "$stores/ticketing.db"
done_testing
