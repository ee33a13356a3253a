#!/bin/sh
# A context can't reach into another one: the build refuses what the compiler
# and the linker see, and here the words are looked for that they can't.
. "$(dirname "$0")/lib.sh"
cd "$root" || exit
unset MAKEFLAGS MAKELEVEL # those of "make check" are not meant here

nouns=$(for client in $clients; do noun_of "$client"; done | paste -sd '|' -)
says_nothing_of_clients() { # DIRECTORY
	! find "$1" -type f -exec grep -inE "$nouns" {} + | grep . || {
		echo "ticketing serves every client alike: take the word out"
		return 1
	}
}

includes_go_down() {
	! grep -rn '^#include.*\.\.' lib cmd || {
		echo 'name the header by its component: "component/header.h"'
		return 1
	}
}

# Builds TARGET in a copy of the tree, with C as a file of ticketing's. It fails,
# and MESSAGE says why.
is_refused() { # TARGET MESSAGE C
	printf '%s\n' "$3" >"$scratch/tree/lib/ticketing/reaching.c"
	make -C "$scratch/tree" CFLAGS=-O0 "$1" >"$scratch/made" 2>&1 && {
		echo "it was built"
		return 1
	}
	grep -q "$2" "$scratch/made" || {
		tail -n 20 "$scratch/made"
		return 1
	}
}

# A database is opened in one place, so that each connection has the same limits, and SQL
# that is not a statement of ours is run in one.
calls_once() { # FUNCTION
	grep -rn "\\b$1[a-z0-9_]*(" lib cmd --include='*.[ch]' | grep -v '^lib/store/schema/embed.c' >"$scratch/calls"
	[ "$(grep -c '^lib/store/connection.c:' "$scratch/calls")" = 1 ] && [ "$(wc -l <"$scratch/calls")" = 1 ] || {
		cat "$scratch/calls"
		echo "call lib/store/connection.h instead"
		return 1
	}
}

# Global symbols of a component: "symbol component". Those of messages bear the message's name.
symbols_of() { # COMPONENT
	nm -g --defined-only "${bin%/bin}/lib$1.a" 2>/dev/null | awk -v component="$1" '
		NF == 3 && $3 !~ /_(message|layout|enum|schema)$/ && $3 !~ /^_/ { print $3, component }'
}
# Each symbol begins with the name of a file, a struct or an enum of its component, or with
# the component's own. No two components share a first word.
bear_prefixes() {
	for archive in "${bin%/bin}"/lib*.a; do
		component=$(basename "$archive" .a)
		component=${component#lib}
		[ -d "lib/$component" ] || continue
		{
			printf '%s\n' "$component" "${component%s}"
			ls "lib/$component" | sed -n 's/\.[ch]$//p'
			sed -nE 's/^(struct|enum) ([a-z_0-9]+) \{.*/\2/p' "lib/$component"/*.h
			sed -nE 's/^ENUM_DECLARE\(([a-z_0-9]+),.*/\1/p' "lib/$component"/*.h
		} | sort -u >"$scratch/prefixes"
		symbols_of "$component" | while read -r symbol _; do
			while read -r prefix; do
				case $symbol in "$prefix" | "${prefix}_"*) continue 2 ;; esac
			done <"$scratch/prefixes"
			echo "$symbol of lib/$component"
		done
	done
}
share_prefixes() {
	for directory in lib/*/; do
		symbols_of "$(basename "$directory")"
	done | sed 's/^\([a-z0-9]*\)[^ ]*/\1/' | sort -u | awk '$1 == last { print $1 ": lib/" owner ", lib/" $2 } { last = $1; owner = $2 }'
}

for directory in lib/ticketing lib/published cmd/ticketing share/schemas/ticketing; do
	ok "nothing in $directory names a client of ticketing" says_nothing_of_clients "$directory"
done

ok 'no file includes a header by a path with ".."' includes_go_down

ok 'a database is opened by one call in lib/store/connection.c' calls_once sqlite3_open
ok 'SQL is run without being prepared by one call in lib/store/connection.c' calls_once sqlite3_exec

mkdir "$scratch/tree"
cp -R Makefile lib cmd "$scratch/tree"
ok "ticketing can't include sponsorship's headers" is_refused \
	build/lib/ticketing/reaching.o 'sponsorship/sponsorship.h: No such file' \
	'#include "sponsorship/sponsorship.h"'
ok "ticketing can't link sponsorship's functions" is_refused \
	build/layers/ticketing 'undefined reference to .sponsorship.' \
	'extern const struct context sponsorship; const void *reach(void); const void *reach(void) { return &sponsorship; }'
if command -v nm >/dev/null; then
	ok 'the symbols of every component are read' test "$(symbols_of store | wc -l)" -gt 50
	is "$(bear_prefixes)" '' 'every global symbol bears the name of a file, a struct or its component'
	is "$(share_prefixes)" '' 'no two components have global symbols that begin with the same word'
else
	skip 'every global symbol bears a prefix of its component alone' 'nm is not here'
fi
done_testing
