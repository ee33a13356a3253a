# shellcheck shell=sh
# The library of the tests. A test is a list of sentences about the product:
#
#     . "$(dirname "$0")/lib.sh"
#     run ticket-create -c press <commands
#     is "$rc" 0 'a purchase beyond the capacity is an event, not an error'
#     json .data.code sold_out 'a purchase beyond the capacity is rejected as sold out'
#     done_testing
#
# Each test runs in a scratch directory of its own, with a conference of its own and a stopped
# clock. The output of every tool that is run by "run" is checked against the schemas at the
# end, by python3-jsonschema; and every store in the scratch directory is checked against its
# own feed.

root=$(cd "$(dirname "$0")" && pwd)
while [ ! -f "$root/t/lib.sh" ] && [ "$root" != / ]; do root=$(dirname "$root"); done
bin=${LANYARD_BIN:-$root/build/bin}
case $bin in /*) ;; *) bin=$root/$bin ;; esac
data=${LANYARD_DATA:-$root/../shared/data}
export PATH="$bin:$PATH"

scratch=$(mktemp -d) || exit 1
trap 'cd /; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT PIPE TERM
mkdir "$scratch/work" "$scratch/printed"
cd "$scratch/work" || exit 1

export LANYARD_HOME="$scratch/stores" LANYARD_CONFERENCE=conference
export LANYARD_NOW=2025-03-01T12:00:00Z LC_ALL=C.UTF-8
unset TICKETING_CLIENT LANYARD_TRACE LANYARD_WAIT COLUMNS

tests=0
runs=0
fragments=0
fragment_words="  $(tr -d '"\n' <"$root/t/unit/fragments")"
rc=0
out=$scratch/out
err=$scratch/err

skip_all() { # REASON
	echo "1..0 # SKIP $1"
	exit 0
}

# What --help prints, each folded line as one.
helped() { # TOOL
	"$1" --help | awk '{ rest = sub(/^                +/, " ") }
		{ sub(/ \\$/, ""); printf "%s%s", rest || NR == 1 ? "" : "\n", $0 } END { print "" }'
}

# Whether there is an strace that may trace here. Under it the leak check of a sanitizer can't
# work, so that is off from then on.
can_trace() {
	strace -f -qq -o /dev/null true 2>/dev/null || return
	export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
}

# The contexts of the tree. All but ticketing are its clients.
contexts=$(sed -n 's/^CONTEXTS *= *//p' "$root/Makefile")
clients=$(for context in $contexts; do [ "$context" = ticketing ] || echo "$context"; done)

# The noun for a beneficiary of CLIENT, with which its tools begin: sponsor, of sponsorship.
noun_of() { # CLIENT
	basename "$root/cmd/$1"/*-book.c -book.c
}

# Fails the test if PROGRAM is not installed: for t/servers.
requires() { # PROGRAM...
	for required; do
		command -v "$required" >/dev/null && continue
		fail "$required is installed"
		echo '# sh contrib/bootstrap check-servers installs it'
		echo "1..$tests"
		exit
	done
}

# Runs a command: its exit status is in $rc, its output in the files $out and $err.
run() {
	rc=0
	"$@" >"$out" 2>"$err" || rc=$?
	runs=$((runs + 1))
	cp "$out" "$scratch/printed/$runs"
}

# The output of the last run is no data: help, a table, a part of a line.
no_data() {
	rm -f "$scratch/printed/$runs"
}

# A name stands alone in a log: it does not begin in the middle of a sentence.
stands_alone() { # NAME
	case "$fragment_words " in
	*" ${1%%[ ,]*} "*)
		echo "# begins in the middle of a sentence: $1"
		fragments=$((fragments + 1))
		;;
	esac
}

pass() { # NAME
	stands_alone "$1"
	tests=$((tests + 1))
	echo "ok $tests - $1"
}

fail() { # NAME
	stands_alone "$1"
	tests=$((tests + 1))
	echo "not ok $tests - $1"
}

skip() { # NAME REASON
	stands_alone "$1"
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

ok() { # NAME COMMAND...: the command succeeds
	ok_name=$1
	shift
	if "$@" >"$scratch/said" 2>&1; then
		pass "$ok_name"
	else
		fail "$ok_name"
		sed 's/^/# /' "$scratch/said"
	fi
}

is() { # GOT WANTED NAME
	if [ "$1" = "$2" ]; then
		pass "$3"
	else
		fail "$3"
		printf '%s\n' "got:    $1" "wanted: $2" | sed 's/^/# /'
		sed 's/^/# stderr: /' "$err" 2>/dev/null | head -n 5
	fi
}

# The lines of $out, by a jq filter, separated by spaces.
json() { # FILTER WANTED NAME
	is "$(jq -r "$1" <"$out" 2>&1 | paste -sd ' ' -)" "$2" "$3"
}

# Standard error contains WORDS.
says() { # WORDS NAME
	if grep -qF -- "$1" "$err"; then
		pass "$2"
	else
		fail "$2"
		sed 's/^/# stderr: /' "$err" | head -n 5
		echo "# wanted: $1"
	fi
}

# Within so many seconds COMMAND succeeds.
soon() { # SECONDS COMMAND...
	soon_left=$(($1 * 150)) # three times as long, for a busy machine
	shift
	until "$@" >/dev/null 2>&1; do
		soon_left=$((soon_left - 1))
		[ "$soon_left" -gt 0 ] || return
		sleep 0.02
	done
}

has_lines() { # FILE COUNT: or more
	[ "$(cat "$1" 2>/dev/null | wc -l)" -ge "$2" ]
}

silent() { # NAME
	is "$(cat "$err")" '' "$1"
}

same() { # FILE FILE NAME
	ok "$3" cmp "$1" "$2"
}

# How many events a store's feed has.
# Of the lines "`FILE`: NAME" on standard input, as documents have them, those of which the file has no
# test of that name.
tests_missing() {
	while read -r shown; do
		file=$(echo "$shown" | sed -n 's/^`\([^`]*\)`: ..*/\1/p')
		if [ -z "$file" ] || ! grep -qF -- "${shown#*: }" "$root/$file"; then
			echo "$shown"
		fi
	done
}

events() { # ticket-feed | sponsor-feed
	"$1" | wc -l | tr -d ' '
}

# An office with a type and a client that may waive, for most tests.
open_office() { # [CAPACITY [BUDGET]]
	ticket-type add full --name 'Full pass' --price 35000 --currency JPY \
		--capacity "${1:-100}" >"$scratch/printed/type" &&
		ticket-client add press --commands create-ticket-purchase --types full --waive \
			--budget "${2:-100}" >"$scratch/printed/client"
}

# A command line: purchase REFERENCE QUANTITY [TYPE]; with ID=…, in its envelope.
purchase() {
	purchase_data=$(printf '{"reference":"%s","purchaser":{"name":"Ann","email":"ann@press.example"},"tickets":[{"type":"%s","quantity":%s}],"payment":"waived"}' "$1" "${3:-full}" "$2")
	if [ -n "${ID:-}" ]; then
		printf '{"specversion":"1.0","id":"%s","source":"/test","type":"lanyard.ticketing.create-ticket-purchase.v1","data":%s}\n' "$ID" "$purchase_data"
	else
		printf '%s\n' "$purchase_data"
	fi
}

# A CRM with a policy: Gold 5, before 2025 7; Silver 3; Bronze 1.
open_crm() {
	cat >policy.json <<-'END'
	{"rules":[{"level":"Gold","signed_up_before":"2025-01-01","grants":[{"type":"full","quantity":7}]},
	{"level":"Gold","grants":[{"type":"full","quantity":5}]},
	{"level":"Silver","grants":[{"type":"full","quantity":3}]},
	{"level":"Bronze","grants":[{"type":"full","quantity":1}]}]}
	END
	sponsor-policy adopt policy.json >"$scratch/printed/policy"
}

# Runs SQL in a store as if its feed were not append-only.
without_triggers() { # STORE SQL
	triggers=$(sqlite3 -readonly "$1" "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
	sqlite3 "$1" "DROP TRIGGER events_keep_update; DROP TRIGGER events_keep_delete; $2; $triggers"
}

# Excludes stores that are broken on purpose from the check at the end.
broken() { # STORE...
	printf '%s\n' "$@" >>"$scratch/broken"
}

# Prints the stores under the scratch directory that do not agree with their feeds. A file that
# is no store, or a store that a killed tool has not finished, is skipped.
stores_that_differ() {
	touch "$scratch/broken"
	find "$scratch" -name '*.db' -type f | grep -vxFf "$scratch/broken" |
		while read -r checked; do
			checked_rc=0
			env -u LANYARD_CONFERENCE -u LANYARD_TRACE event-replay --check -d "$checked" \
				>"$scratch/checked" 2>&1 || checked_rc=$?
			case $checked_rc in
			0 | 66 | 78) ;;
			*) echo "$checked: $checked_rc" && head -n 5 "$scratch/checked" ;;
			esac
		done
}

# Ends the test: checks the output against the schemas, and prints the plan.
done_testing() {
	find "$scratch/printed" -type f -size 0 -exec rm -f {} +
	if ! /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
		skip 'every printed line is valid by its schema' 'python3-jsonschema is not here'
	elif [ -n "$(find "$scratch/printed" -type f | head -n 1)" ]; then
		# shellcheck disable=SC2046 # the names are numbers and words
		ok 'every printed line is valid by its schema' \
			"$root/t/validate" $(find "$scratch/printed" -type f)
	fi
	if [ -n "$(find "$scratch" -name '*.db' -type f | head -n 1)" ]; then
		is "$(stores_that_differ)" '' 'every store agrees with its feed'
	fi
	[ "$fragments" = 0 ] || fail 'the name of each test is a sentence that stands alone'
	echo "1..$tests"
}

# A sponsor from sign-up to its paid invoice: the events stay in the file paid.ID.
pay_sponsor() { # ID LEVEL [SIGNED-UP-ON]
	sponsor-register "$1" --name "$1 Ltd" --level "$2" --email "t@$1.example" \
		--signed-up-on "${3:-2025-01-10}" >/dev/null 2>&1 &&
		sponsor-contract sign "C-$1" --sponsor "$1" --signed-on 2025-01-12 >/dev/null &&
		sponsor-invoice raise "I-$1" --sponsor "$1" --amount 5000 --currency EUR >/dev/null &&
		sponsor-settle "I-$1" --settled-on 2025-02-01 >"paid.$1"
}

# Each client has two functions: open_CLIENT makes its store with a policy, an office, and its
# client of it; entitle_CLIENT makes somebody who is owed tickets, and prints the event from
# which NOUN-allocate requests them.
open_sponsorship() { # [CAPACITY [BUDGET]]
	open_crm
	ticket-type add full --name Full --price 100 --currency EUR --capacity "${1:-100}" >/dev/null
	ticket-client add sponsorship --commands create-ticket-purchase,cancel-tickets,amend-purchaser --types full --waive \
		--budget "${2:-100}" >/dev/null
}

entitle_sponsorship() { # ID
	pay_sponsor "$1" Gold && sponsor-onboard <"paid.$1"
}

book() {
	ticket-create -c sponsorship | sponsor-book
}

open_speakers() { # [CAPACITY [BUDGET]]
	cat >speakers.json <<-'END'
	{"rules":[{"role":"keynote","grants":[{"type":"full","quantity":3}]},
	{"talks_at_least":2,"grants":[{"type":"full","quantity":2}]},
	{"role":"talk","grants":[{"type":"full","quantity":1}]}]}
	END
	speaker-policy adopt speakers.json >"$scratch/printed/speaker-policy"
	ticket-type add full --name Full --price 100 --currency EUR --capacity "${1:-100}" >/dev/null
	ticket-client add speakers --commands create-ticket-purchase,cancel-tickets,amend-purchaser --types full \
		--waive --budget "${2:-100}" >/dev/null
}

# A speaker who has accepted: the event stays in the file accepted.ID.
engage() { # ID ROLE [TALK...]
	engaged=$1 engaged_as=$2
	shift 2
	jq -cn --arg speaker "$engaged" --arg role "$engaged_as" '{speaker: $speaker, roles: [$role],
		name: "\($speaker) Doe", email: "\($speaker)@s.example",
		talks: $ARGS.positional}' --args "$@" | speaker-invite -q >/dev/null &&
		speaker-accept "$engaged" >"accepted.$engaged"
}

entitle_speakers() { # ID
	engage "$1" keynote && cat "accepted.$1"
}

book_speakers() {
	ticket-create -c speakers | speaker-book
}

open_guests() { # [CAPACITY [BUDGET]]
	cat >guests.json <<-'END'
	{"rules":[{"group":"crew","grants":[{"type":"full","quantity":3}]},
	{"grants":[{"type":"full","quantity":1}]}]}
	END
	guest-policy adopt guests.json >"$scratch/printed/guest-policy"
	ticket-type add full --name Full --price 100 --currency EUR --capacity "${1:-100}" >/dev/null
	ticket-client add guests --commands create-ticket-purchase,cancel-tickets,amend-purchaser --types full \
		--waive --budget "${2:-100}" >/dev/null
}

# Guests: the events stay in the file registered.GROUP.
register() { # GROUP GUEST...
	registered_as=$1
	shift
	jq -cn --arg group "$registered_as" '$ARGS.positional[]
		| {guest: ., name: "\(.) Doe", email: "\(.)@g.example", $group}' --args "$@" |
		guest-register >"registered.$registered_as"
}

entitle_guests() { # ID
	register crew "$1" && cat registered.crew
}

# The guest list by groups: the press has a pool, and those who were registered in time get more.
open_guest_list() { # [CAPACITY [BUDGET]]
	cat >guests.json <<-'END'
	{"rules":[{"group":"press","registered_until":"2025-03-01","grants":[{"type":"full","quantity":2,"pool":"press"}]},
	{"group":"press","grants":[{"type":"full","quantity":1,"pool":"press"}]},
	{"group":"crew","grants":[{"type":"full","quantity":1}]}]}
	END
	guest-policy adopt guests.json >"$scratch/printed/guest-policy"
	ticket-type add full --name Full --price 100 --currency EUR --capacity "${1:-100}" >/dev/null
	ticket-pool add press --type full --places 5 >/dev/null
	ticket-client add guests --commands create-ticket-purchase,cancel-tickets,amend-purchaser --types full \
		--pools press --waive --budget "${2:-100}" >/dev/null
}

# A guest on the list: the event stays in the file guest.ID.
admit() { # ID GROUP
	guest-register "$1" --name "$1 Doe" --email "$1@g.example" --group "$2" >"guest.$1"
}

book_guests() {
	ticket-create -c guests | guest-book
}
