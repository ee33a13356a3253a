#!/bin/sh
# A context can't reach into another one: the build refuses what the compiler
# and the linker see, and here the words are looked for that they can't.
. "$(dirname "$0")/lib.sh"
cd "$root" || exit
unset MAKEFLAGS MAKELEVEL # those of "make check" are not meant here

says_nothing_of_clients() { # DIRECTORY
	! find "$1" -type f -exec grep -inE 'sponsor|speaker|guest' {} + | grep . || {
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

# Each event in the effects of FILE has a description; a policy is about nobody.
is_described() { # FILE
	sed -n '/^static const struct effect effects/,/^};/p' "$1" | grep '_message' >"$scratch/effects"
	[ -s "$scratch/effects" ] && ! grep -v policy_adopted "$scratch/effects" | grep 'NULL'
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

for directory in lib/ticketing lib/published cmd/ticketing share/schemas/ticketing; do
	ok "nothing in $directory names a client of ticketing" says_nothing_of_clients "$directory"
done

for file in lib/booking/component.c lib/sponsorship/crm.c lib/speakers/crm.c lib/guests/guest.c; do
	ok "every event in $file has a description for --why" is_described $file
done

ok 'no file includes a header by a path with ".."' includes_go_down

ok 'a database is opened by one call in lib/store/connection.c' calls_once sqlite3_open
ok 'SQL is run without being prepared by one call in lib/store/connection.c' calls_once sqlite3_exec

mkdir "$scratch/tree"
cp -R Makefile lib cmd "$scratch/tree"
ok "ticketing can't include sponsorship's headers" is_refused \
	build/lib/ticketing/reaching.o 'sponsorship/crm.h: No such file' \
	'#include "sponsorship/crm.h"'
ok "ticketing can't link sponsorship's functions" is_refused \
	build/layers/ticketing 'undefined reference to .sponsorship.' \
	'extern const struct context sponsorship; const void *reach(void); const void *reach(void) { return &sponsorship; }'
done_testing
