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

at=$scratch/root/opt/lanyard
ok 'it installs' to_scratch install
ok 'all the tools' same_names "$bin"/* -- "$at/bin"
ok 'all the schemas' same_names share/schemas/*/*.json -- "$at/share/lanyard/schemas"
ok 'all the pages' same_names cmd/*/*.1 share/man/*.7 -- "$at/share/man"
ok 'an installed tool works' works
ok 'it installs over itself' to_scratch install
echo mine >"$at/bin/other"
ok 'it uninstalls' to_scratch uninstall
ok "what is somebody else's stays" rm "$at/bin/other"
ok 'nothing else is left' is_gone
done_testing
