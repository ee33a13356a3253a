#!/bin/sh
# What "make install" puts somewhere works from there, and "make uninstall"
# leaves nothing of it.
. "$(dirname "$0")/lib.sh"
cd "$root" || exit
unset MAKEFLAGS MAKELEVEL # those of "make check" are not meant here
build=${bin%/bin}
build=${build#"$root/"}

to_scratch() { # TARGET
	make "$1" BUILD="$build" DESTDIR="$scratch/root" PREFIX=/opt/lanyard
}

listed() { # ROOT
	(cd "$1" && find . -mindepth 1 | sort)
}

same_as_all() {
	listed "$at" | diff "$scratch/all" -
}

# Every file of FROM, by its name, lies in TO.
same_names() { # FROM... -- TO
	for name; do
		[ "$name" = -- ] && break
		[ -e "$name" ] && basename "$name"
	done | sort >"$scratch/there"
	for directory; do :; done
	find "$directory" -type f -exec basename {} \; | sort | diff "$scratch/there" -
}

works() {
	"$at/bin/ticket-type" add full --name Full --price 100 --currency EUR --capacity 10 &&
		"$at/bin/ticket-type" list | grep full
}

is_gone() {
	! find "$scratch/root" -mindepth 1 | grep .
}

# The directories of tools that belong to no context; the bus is built where libnats is.
common='events lanyard'
[ ! -x "$bin/bus-publish" ] || common='events lanyard bus'

pages_of() { # DIRECTORY...
	for directory; do
		ls "cmd/$directory"/*.1
	done
	ls share/man/*.7
}

at=$scratch/root/opt/lanyard
ok 'make install succeeds' to_scratch install
ok 'make install installs every tool' same_names "$bin"/* -- "$at/bin"
ok 'make install installs every schema' same_names share/schemas/*/*.json -- "$at/share/lanyard/schemas"
# shellcheck disable=SC2046,SC2086 # names of ours
ok 'make install installs every manual page' same_names $(pages_of $contexts $common) -- "$at/share/man"
ok 'an installed tool works' works
ok 'make install over an installation succeeds' to_scratch install
listed "$at" >"$scratch/all"

without_speakers() {
	to_scratch uninstall-speakers && ! ls "$at"/bin/speaker-* 2>/dev/null &&
		listed "$at" | comm -13 "$scratch/all" - >"$scratch/more" && [ ! -s "$scratch/more" ]
}
ok "make uninstall-speakers removes the speakers' tools only" without_speakers
ok 'event-replay works for the other contexts after one is uninstalled' "$at/bin/event-replay" --check
ok 'make install-speakers after uninstalling succeeds' to_scratch install-speakers
ok 'make install-speakers restores every file' same_as_all
ok 'event-replay is the one for all contexts after make install-speakers' cmp "$at/bin/event-replay" "$bin/event-replay"

mkdir "$at/share/man/man5"
echo other >"$at/bin/other"
ok 'make uninstall succeeds' to_scratch uninstall
is "$(listed "$at" | paste -sd ' ' -)" './bin ./bin/other ./share ./share/man ./share/man/man5' \
	"make uninstall leaves the files of others"
rm -r "$at/bin/other" "$at/share/man/man5"
ok 'make uninstall without an installation succeeds' to_scratch uninstall
ok 'make uninstall leaves no empty directory' is_gone

# Into /usr/local itself, an empty one that no other process sees.
in_usr_local() {
	# shellcheck disable=SC2016 # for the inner shell
	unshare -rm sh -euc 'mount -t tmpfs none /usr/local
		mkdir -p /usr/local/bin /usr/local/share/man
		make install BUILD="$1"
		env -i PATH=/usr/local/bin:/usr/bin:/bin ticket-create -h
		test -f /usr/local/share/man/man7/lanyard.7
		make uninstall BUILD="$1"
		find /usr/local | sort | paste -sd " " -' - "$build" >"$scratch/printed-there" &&
		[ "$(tail -n 1 "$scratch/printed-there")" = '/usr/local /usr/local/bin /usr/local/share /usr/local/share/man' ]
}
name='make install without a prefix goes to /usr/local, make uninstall keeps its directories'
if unshare -rm mount -t tmpfs none /usr/local 2>/dev/null; then
	ok "$name" in_usr_local
else
	skip "$name" 'this user can not have namespaces'
fi

# One context alone, built by itself: without a file, or a function, of another. The first
# is built and installed in directories whose names the shell could misread.
odd="$scratch/Ann's \"\$HOME\" & (more)"
mkdir "$odd"
cp -R Makefile lib cmd share "$odd"
install_one() { # CONTEXT
	make "install-$1" BUILD="$scratch/build" CFLAGS=-O0 DESTDIR="$scratch/$1" PREFIX=/
}
install_odd() { # CONTEXT
	make -C "$odd" "install-$1" CFLAGS=-O0 DESTDIR="$scratch/Ann's root" PREFIX=/ &&
		mv "$scratch/Ann's root" "$scratch/$1"
}

# What CONTEXT's tools are, and the pages and schemas.
files_of() { # CONTEXT
	for directory in "$1" $common; do
		basename -s .c "cmd/$directory"/*.c
	done | while read -r tool; do
		# The tool, and for its completion a file for each shell and a table.
		printf '%s\n' "$tool" "$tool" "_$tool" "$tool.fish" "$tool.table"
	done
	echo complete
	# shellcheck disable=SC2046,SC2086 # names of ours
	basename -a $(pages_of "$1" $common) "share/schemas/$1"/*.json share/schemas/store/*.json \
		share/schemas/map/*.json share/schemas/admin/*.json
	! grep -q "^uses_$1 .* bank" Makefile || basename -a share/schemas/bank/*.json
	# The open host's, and no client's, who has what the host says is published.
	if [ "$1" = ticketing ]; then
		echo lanyard.json
	else
		basename -a share/schemas/booking/*.json
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
	*) echo '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | "$at/bin/$(noun_of "$1")-policy" adopt - ;;
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

# Of all contexts, the others than CONTEXT are uninstalled.
leaves_it() { # CONTEXT
	to_scratch install || return
	for other in $contexts; do
		[ "$other" = "$1" ] || to_scratch "uninstall-$other" || return
	done
	listed "$scratch/$1" >"$scratch/alone"
	listed "$scratch/root/opt/lanyard" | diff "$scratch/alone" -
}

uninstall_one() { # CONTEXT
	make "uninstall-$1" DESTDIR="$scratch/$1" PREFIX=/ && ! find "$scratch/$1" -mindepth 1 | grep .
}

for context in $contexts; do
	case $context in
	ticketing) ok 'ticketing is built and installed in directories with blanks and quotes in their names' install_odd ticketing ;;
	*) ok "make install-$context succeeds" install_one "$context" ;;
	esac
	ok "make install-$context installs its files and no others" only_its_own "$context"
	ok "make install-$context installs the schema of every message of its tools" has_schemas "$context"
done
ok 'no tool of ticketing contains a function of sponsorship' is_free_of ticketing sponsorship
# The tools of events serve all contexts; an example of theirs may name a sponsor.
ok 'no tool of ticketing contains the word "sponsor"' test -z "$(grep -l sponsor "$scratch/ticketing"/bin/ticket-*)"
ok 'no tool of sponsorship contains a function of ticketing' is_free_of sponsorship ticketing
for context in $contexts; do
	ok "the tools of $context work when installed alone" works_alone "$context"
	ok "uninstalling the other contexts leaves the files of $context" leaves_it "$context"
	ok "make uninstall-$context removes its files and directories" uninstall_one "$context"
done
done_testing
