#!/bin/sh
# What "make install" puts somewhere works from there, and "make uninstall"
# leaves nothing of it.
. "$(dirname "$0")/lib.sh"
cd "$root" || exit
unset MAKEFLAGS MAKELEVEL # those of "make check" are not meant here
build=${bin%/bin}

to_scratch() { # TARGET
	make "$1" BUILD="$build" DESTDIR="$scratch/root" PREFIX=/opt/lanyard
}

# Every file of FROM, by its name, lies in TO.
same_names() { # FROM... -- TO
	for name; do
		[ "$name" = -- ] && break
		[ -e "$name" ] && basename "$name"
	done | sort >"$scratch/there"
	for folder; do :; done
	find "$folder" -type f -exec basename {} \; | sort | diff "$scratch/there" -
}

works() {
	"$at/bin/ticket-type" add full --name Full --price 100 --currency EUR --capacity 10 &&
		"$at/bin/ticket-type" list | grep full
}

is_gone() {
	! find "$scratch/root" -type f -o -name lanyard -path '*/share/*' | grep .
}

# The folders of tools that belong to no context; the bus is built where libnats is.
common='events'
[ ! -x "$bin/bus-publish" ] || common='events bus'

pages_of() { # FOLDER...
	for folder; do
		ls "cmd/$folder"/*.1
	done
	ls share/man/*.7
}

at=$scratch/root/opt/lanyard
ok 'it installs' to_scratch install
ok 'all the tools' same_names "$bin"/* -- "$at/bin"
ok 'all the schemas' same_names share/schemas/*/*.json -- "$at/share/lanyard/schemas"
# shellcheck disable=SC2046,SC2086 # names of ours
ok 'all the pages' same_names $(pages_of ticketing sponsorship speakers $common) -- "$at/share/man"
ok 'an installed tool works' works
ok 'it installs over itself' to_scratch install
echo mine >"$at/bin/other"
ok 'it uninstalls' to_scratch uninstall
ok "what is somebody else's stays" rm "$at/bin/other"
ok 'nothing else is left' is_gone

# One context alone, built by itself: without a file, or a function, of another.
install_one() { # CONTEXT
	make "install-$1" BUILD="$scratch/build" CFLAGS=-O0 DESTDIR="$scratch/$1" PREFIX=/
}

# What CONTEXT's tools are, and the pages and schemas.
files_of() { # CONTEXT
	for folder in "$1" $common; do
		basename -s .c "cmd/$folder"/*.c
	done
	# shellcheck disable=SC2046,SC2086 # names of ours
	basename -a $(pages_of "$1" $common) "share/schemas/$1"/*.json share/schemas/store/*.json \
		share/schemas/map/*.json
	# The open host's, and no client's, who has what the host says is published.
	if [ "$1" = ticketing ]; then
		echo lanyard.json
	else
		for tool in "$bin"/ticket-*; do "$tool" --describe; done |
			jq -r '.publishes[] | sub("lanyard.ticketing."; "") + ".json"' | sort -u
	fi
}

only_its_own() { # CONTEXT
	files_of "$1" | sort >"$scratch/there"
	find "$scratch/$1" -type f -exec basename {} \; | sort | diff "$scratch/there" -
}

# No name that OTHER's archive gives to others is in a tool of CONTEXT's.
is_free_of() { # CONTEXT OTHER
	nm -g --defined-only "$build/lib$2.a" | awk 'NF == 3 { print $3 }' | sort -u >"$scratch/names"
	grep -q . "$scratch/names" || return 1
	for tool in "$scratch/$1"/bin/*; do
		nm -g "$tool" | awk '{ print $NF }' | sort -u | comm -12 - "$scratch/names"
	done >"$scratch/known"
	! grep . "$scratch/known"
}

# A conference of its own, by these tools alone.
works_alone() { # CONTEXT
	at=$scratch/$1
	export LANYARD_CONFERENCE="$1"
	case $1 in
	ticketing) works ;;
	sponsorship) echo '{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":1}]}]}' | "$at/bin/sponsor-policy" adopt - ;;
	speakers) echo '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | "$at/bin/speaker-policy" adopt - ;;
	esac && "$at/bin/event-replay" --check && "$at/bin/event-replay" -v
}

# All that CONTEXT's tools say they take or print has a schema beside them.
has_schemas() { # CONTEXT
	for tool in "$scratch/$1"/bin/*; do
		"$tool" --describe | jq -r '(.consumes + .emits)[] | split(".") | "\(.[1])/\(.[2:] | join("."))"'
	done | sort -u | while read -r described; do
		[ -f "$scratch/$1/share/lanyard/schemas/$described.json" ] || echo "$described"
	done >"$scratch/lacking"
	! grep . "$scratch/lacking"
}

# "make uninstall" of CONTEXT alone.
uninstall_one() { # CONTEXT
	make uninstall CONTEXTS="$1" BUILD="$scratch/build/$1" DESTDIR="$scratch/$1" PREFIX=/ &&
		! find "$scratch/$1" -type f -o -name lanyard -path '*/share/*' | grep .
}

for context in ticketing sponsorship speakers; do
	ok "$context is installed by itself" install_one "$context"
	ok '  with what it needs and nothing else' only_its_own "$context"
	ok '  the schemas of all that its tools know among it' has_schemas "$context"
done
ok 'no tool of the office has a function of the CRM' is_free_of ticketing sponsorship
ok '  or a word of it' test -z "$(grep -l sponsor "$scratch/ticketing"/bin/*)"
ok 'no tool of the CRM has a function of the office' is_free_of sponsorship ticketing
for context in ticketing sponsorship speakers; do
	ok "$context works from there" works_alone "$context"
	ok '  and is gone when it is uninstalled' uninstall_one "$context"
done
done_testing
