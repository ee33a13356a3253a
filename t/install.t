#!/bin/sh
# What "make install" puts somewhere works from there, and "make uninstall"
# leaves nothing of it.
set -u
cd "$(dirname "$0")/.." || exit
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
unset MAKEFLAGS MAKELEVEL # those of "make check" are not meant here
tests=0

# Whether COMMAND succeeds; what it says is only said where it doesn't.
check() { # SENTENCE COMMAND...
	sentence=$1
	shift
	tests=$((tests + 1))
	if "$@" >"$scratch/said" 2>&1; then
		echo "ok $tests - $sentence"
	else
		echo "not ok $tests - $sentence"
		sed 's/^/# /' "$scratch/said"
	fi
}

to_scratch() { # TARGET
	make "$1" BUILD="${BUILD:-build}" DESTDIR="$scratch/root" PREFIX=/opt/lanyard
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
	export LANYARD_CONFERENCE=conference
	"$at/bin/ticket-type" add full -d "$scratch/office.db" --name Full --price 100 \
		--currency EUR --capacity 10 >"$scratch/out" &&
		"$at/bin/ticket-type" list -d "$scratch/office.db" | grep full
}

is_gone() {
	! find "$scratch/root" -type f -o -name lanyard -path '*/share/*' | grep .
}

at=$scratch/root/opt/lanyard
check 'it installs' to_scratch install
check 'all the tools' same_names "${BUILD:-build}"/bin/* -- "$at/bin"
check 'all the schemas' same_names share/schemas/*/*.json -- "$at/share/lanyard/schemas"
check 'all the pages' same_names cmd/*/*.1 share/man/*.7 -- "$at/share/man"
check 'an installed tool works' works
check 'it installs over itself' to_scratch install
echo mine >"$at/bin/other"
check 'it uninstalls' to_scratch uninstall
check "what is somebody else's stays" rm "$at/bin/other"
check 'nothing else is left' is_gone
echo "1..$tests"
