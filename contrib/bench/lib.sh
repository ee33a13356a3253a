# shellcheck shell=sh
# What the scripts of the bench share. A script sets $directory from its options, or leaves it
# empty, and calls set_up, which creates a directory for all files and changes to it.
umask 077
# shellcheck disable=SC2154 # the script sets $here
root=$(cd "$here/../.." && pwd)
tools=$(cd "${LANYARD_BIN:-$root/build/bin}" && pwd)
PATH=$tools:$PATH
export LANYARD_CONFERENCE=x
unset LANYARD_NOW LANYARD_TRACE TICKETING_CLIENT
server=
temporary=

say() {
	printf 'bench: %s\n' "$*" >&2
}

fail() {
	say "$*"
	exit 1
}

are_numbers() { # WORD...
	for number; do
		case $number in
		'' | 0* | *[!0-9]*) return 1 ;;
		esac
	done
}

clean_up() {
	status=$?
	trap - EXIT
	[ -z "$server" ] || sh "$here/peer-postgres.sh" stop "$server"
	[ -z "$temporary" ] || rm -rf "$temporary"
	exit "$status"
}

set_up() {
	trap clean_up EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	if [ -z "$directory" ]; then
		temporary=$(mktemp -d)
		directory=$temporary
	else
		mkdir -p "$directory"
		directory=$(mktemp -d "$(cd "$directory" && pwd)/bench.XXXXXX")
	fi
	chmod 711 "$directory" # PostgreSQL's user passes through
	cd "$directory" || exit
	mkdir times
	say "the files are in $directory"
}

build() { # PROGRAM...
	for program; do
		# shellcheck disable=SC2046 # pkg-config prints several words
		cc -std=c11 -D_GNU_SOURCE -O2 -o "$program" "$here/$program.c" \
			$(pkg-config --cflags --libs jansson sqlite3)
	done
}

# The machine

load() {
	cut -d ' ' -f 1 /proc/loadavg
}

machine() { # LOAD BEFORE
	printf '%s cores, %s, SQLite %s, %s, load %s to %s\n' "$(nproc)" \
		"$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
		"$(sqlite3 --version | cut -d ' ' -f 1)" "$(date -u +%F)" "$1" "$(load)"
}

# Measuring

# Runs COMMAND, and records its seconds, memory and processor seconds under NAME.
measure() { # NAME COMMAND...
	name=$1
	shift
	./peak "times/$name" "$@" || fail "$name: status $?"
}

# Prints the median of a column of what was recorded; nothing if NAME was not measured.
column() { # NAME COLUMN
	[ -e "times/$1" ] || return 0
	sort -n -k "$2,$2" "times/$1" |
		awk -v column="$2" '{ value[NR] = $column }
			END { print (value[int((NR + 1) / 2)] + value[int((NR + 2) / 2)]) / 2 }'
}

lines_are() { # FILE COUNT
	[ "$(wc -l <"$1")" -eq "$2" ] || fail "$1: $(wc -l <"$1") lines, not $2"
}

# Ticketing's stores

# Creates ticketing's store in DIRECTORY, and uses it.
make_ticketing() { # DIRECTORY
	rm -rf "$1"
	LANYARD_HOME=$directory/$1
	export LANYARD_HOME
	ticket-type add full --name 'Full pass' --price 35000 --currency JPY \
		--capacity 100000000 >set-up
	ticket-client add sponsorship --commands create-ticket-purchase --types full --waive \
		--budget 100000000 >set-up
}

use() {
	LANYARD_HOME=$directory/$1
	export LANYARD_HOME
}

# Keeps a store of TICKETS for the next time, in SAVED.
keep_big() { # DIRECTORY TICKETS
	rm -rf "${saved:?}/$2"
	cp -R "$1" "$saved/$2"
}

# The number of commands for TICKETS, three each.
commands_for() { # TICKETS
	echo $((($1 + 2) / 3))
}
