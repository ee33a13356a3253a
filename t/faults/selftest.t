#!/bin/sh
# lanyard selftest finds nothing wrong with the tools of the tree, and what is wrong with others:
# a build that prints before it commits, tools that lose, repeat or report something else.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=mutant.sh
. "$root/t/faults/mutant.sh"
command -v script >/dev/null || skip_all 'script (bsdutils) is not here'

state_of() { # CHECK
	jq -r --arg check "$1" 'select(.check == $check).state' "$out"
}
message_of() { # CHECK
	jq -r --arg check "$1" 'select(.check == $check).message' "$out"
}
left() { # what tests have left beside the stores
	find "$LANYARD_HOME" -maxdepth 1 -name 'selftest.*'
}

open_office
(cd "$LANYARD_HOME/conference" && sha256sum ticketing.db ticketing.db-wal) >before
run lanyard selftest --seconds 3
is "$rc:$(jq -r 'select(.check != "sync") | .check + " " + .state' "$out" | paste -sd ' ')" '0:kill ok rerun ok store ok' \
	'lanyard selftest finds nothing wrong with the tools of the tree'
ok 'ticket-create is killed more than ten times' [ "$(message_of kill | grep -o 'killed [0-9]*' | cut -d ' ' -f 2)" -gt 10 ]
ok 'killed runs have printed lines' [ "$(message_of kill | sed 's/.*each of \([0-9]*\) lines.*/\1/')" -gt 10 ]
is "$(left)" '' 'a test that finds nothing leaves nothing'
(cd "$LANYARD_HOME/conference" && sha256sum ticketing.db ticketing.db-wal) >after
same before after 'the test does not touch the stores'
mkdir disk
run lanyard selftest --seconds 1 --in disk
is "$rc:$(find disk -mindepth 1)" 0: 'the disk of another directory is tested'

# Ended early.
lanyard selftest --seconds 600 --in disk >early.out 2>"$err" &
tester=$!
soon 10 sh -c 'ls disk/selftest.*/selftest/ticketing.db'
kill -TERM $tester
wait $tester
is "$?:$(find disk -mindepth 1)" 0: 'a test that a signal ends early reports, and leaves nothing'
cp early.out "$out"
is "$(state_of rerun) $(state_of store)" 'ok ok' 'what was done before a signal is complete'

lanyard selftest --seconds 600 --in disk >/dev/full 2>"$err" &
tester=$!
soon 10 sh -c 'ls disk/selftest.*/selftest/ticketing.db'
kill -HUP $tester
wait $tester
is "$?:$(find disk -mindepth 1)" 74: 'a test whose terminal is closed ends early, and leaves nothing'
sh -c 'trap "" HUP; exec lanyard selftest --seconds 2 --in disk' >"$out" 2>"$err" &
tester=$!
soon 10 sh -c 'ls disk/selftest.*/selftest/ticketing.db'
kill -HUP $tester
wait $tester
is "$?:$(jq -r 'select(.check == "kill").message' "$out" | grep -c signal)" 0:0 'a test that nohup runs does not end early'

# Wrong command lines, and a place that it can't use.
run lanyard selftest --seconds 0
is "$rc" 64 'a test of 0 seconds is a usage error'
run lanyard selftest --seconds 86401
is "$rc" 64 'a test of more than a day is a usage error'
run lanyard selftest --in nowhere
is "$rc" 73 'a directory that does not exist exits with 73'
mkdir few
cp "$bin/lanyard" few
run env PATH=/usr/bin:/bin few/lanyard selftest --seconds 1 --in disk
is "$rc" 69 "lanyard selftest exits with 69 if ticketing's tools are not installed"
says 'disk/selftest.' 'the message names the directory in which no conference can be made'
run sh -c 'ulimit -n 4; exec lanyard selftest --seconds 1 --in disk'
is "$rc" 69 "lanyard selftest exits with 69 if it can't run the tools"
rm -r disk/selftest.*

# Tools with a mistake, beside a lanyard of their own.
wrong() { # NAME: a directory with all tools of the tree
	mkdir -p "wrong/$1"
	cp "$bin/lanyard" "$bin"/ticket-* "$bin/event-replay" "wrong/$1"
}
finds() { # NAME CHECK WORDS TEST-NAME
	run "wrong/$1/lanyard" selftest --seconds "${LANYARD_SELFTEST_SECONDS:-20}" --in disk
	is "$rc:$(state_of "$2")" 1:problem "$4"
	ok "lanyard selftest says what is wrong: $3" grep -q "$3" "$out"
	is "$(find disk -maxdepth 1 -name 'selftest.*' | wc -l)" 1 "the directory of the test that finds \"$3\" is kept"
	find disk -name '*.db' | while read -r kept; do broken "$PWD/$kept"; done
	rm -r disk/selftest.*
}
early='
	s/^\tif (!commit(stream))$/\tif (!print_answers(stream) || !commit(stream))/
	s/^\tif (!flush_rejects(stream) || !print_answers(stream))$/\tif (!flush_rejects(stream))/'
if can_mutate; then
	ok 'a ticket-create that prints before it commits is built' mutant early lib/tool/stream.c "$early" ticket-create
	wrong early
	cp "$scratch/early/build/bin/ticket-create" wrong/early
	finds early kill 'printed before it was killed, not all were stored' 'lanyard selftest finds the ticket-create that prints before it commits'
else
	skip 'lanyard selftest finds the ticket-create that prints before it commits' 'there is no compiler here, or no make'
fi
wrong stops
# shellcheck disable=SC2016 # for the program
printf '#!/bin/sh\nhead -n 1 | "%s/ticket-create" "$@"\n' "$bin" >wrong/stops/ticket-create
finds stops rerun 'again ended with status 0 after' 'lanyard selftest finds a ticket-create that does not complete its input'
wrong twice
# shellcheck disable=SC2016
printf '#!/bin/sh\n"%s/ticket-feed" "$@" | sed "/s0\\"/p"\n' "$bin" >wrong/twice/ticket-feed
finds twice rerun 'and 1 twice' 'lanyard selftest finds a purchase that is stored twice'
wrong inconsistent
printf '#!/bin/sh\nexit 70\n' >wrong/inconsistent/ticket-check
finds inconsistent store 'the store is inconsistent: status 70' 'lanyard selftest reports what ticket-check finds'

# Syncs that are none, and ones that fail, of a library in front of the C library.
cat >syncs.c <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
int fdatasync(int file)
{
	(void)file;
	errno = EIO;
	return getenv("FAILS") && strcmp(program_invocation_short_name, "lanyard") == 0 ? -1 : 0;
}
END
if ! cc -shared -fPIC -o syncs.so syncs.c 2>"$err" || readelf -W --dyn-syms "$bin/lanyard" 2>/dev/null | grep -q __asan_init; then
	skip 'a sync that is too short for any disk is a warning' 'there is no compiler, or a sanitizer'
else
	run env LD_PRELOAD="$PWD/syncs.so" lanyard selftest --seconds 1 --in disk
	is "$rc:$(state_of sync)" 0:warning 'a sync that is too short for any disk is a warning'
	run env LD_PRELOAD="$PWD/syncs.so" FAILS=1 lanyard selftest --seconds 1 --in disk
	is "$rc:$(state_of sync)" 1:problem 'a sync that fails is a problem'
	rm -r disk/selftest.*
fi

# On a terminal.
script -qec 'lanyard selftest --seconds 3 --in disk' /dev/null </dev/null | tr '\r' '\n' >shown
ok 'lanyard selftest shows its progress on a terminal' grep -q '^1 of 3 seconds: killed [0-9]* times' shown
ok 'lanyard selftest prints words on a terminal' grep -q '^ok       store: ticket-check and event-replay --check find nothing' shown
done_testing
