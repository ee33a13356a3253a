#!/bin/sh
# t/limit, by which .proverc has prove run each test.
. "$(dirname "$0")/lib.sh"
unset PERL_TEST_HARNESS_DUMP_TAP HARNESS_TIMER
cp -R "$root/.proverc" .
mkdir t
cp "$root/t/limit" t

prove_of() { # TEST: in this directory, as in the tree, with 1 second
	run env LANYARD_TEST_SECONDS="${seconds:-1}" prove "$1"
	no_data
}
has_ended() { # PIDFILE
	! kill -0 "$(cat "$1")" 2>/dev/null
}

printf '#!/bin/sh\necho ok 1 - one\nsleep 600 & echo $! >tool\nwait\n' >t/hangs.t
prove_of t/hangs.t
is "$rc" 1 'a test that does not end fails'
says 't/hangs.t: did not end within 1 seconds' 'a test that does not end is named'
ok 'a test that does not end fails as one of its own tests, too' grep -q 'Failed test.*2' "$out"
ok 'the tools of a test that does not end are ended' soon 5 has_ended tool

printf '#!/bin/sh\ntrap "" TERM\necho $$ >tool\nwhile :; do sleep 1; done\n' >t/ignores.t
prove_of t/ignores.t
says 't/ignores.t: did not end within 1 seconds' 'a test that ignores SIGTERM is named'
ok 'a test that ignores SIGTERM is killed' soon 5 has_ended tool

printf '#!/bin/sh\nsleep 600 & echo $! >tool\necho ok 1 - one\necho 1..1\n' >t/leaves.t
seconds=60 prove_of t/leaves.t
is "$rc" 0 'a test that leaves a tool running ends'
ok 'a tool that a test leaves running is ended' soon 5 has_ended tool

printf '#!/bin/sh\nexec sleep 600\n' >t/unit
chmod +x t/unit
prove_of ./t/unit
says './t/unit: did not end within 1 seconds' 'a unit test that does not end is named'

printf '#!/bin/sh\necho ok 1 - one\necho 1..1\nexit 3\n' >t/fails.t
prove_of t/fails.t
ok 'the exit status of a test is passed on' grep -q 'exited 3\|Dubious.*3\|exit status: 3' "$out" "$err"
printf '#!/bin/sh\nkill -SEGV $$\n' >t/falls.t
run t/limit t/falls.t
no_data
is "$rc" 139 'a test that is killed by a signal fails with it'
seconds=0 prove_of t/fails.t
is "$rc" 1 'without a limit a test runs as before'
LANYARD_TEST_SECONDS=soon run t/limit t/fails.t
is "$rc" 255 'a limit that is no number is an error'

rm -f tool
t/limit t/hangs.t >interrupted 2>&1 &
limit=$!
soon 5 test -s tool
kill "$limit"
wait "$limit"
is "$?" 143 'an interrupted test ends with its limit'
ok 'the tools of an interrupted test are ended' soon 5 has_ended tool
is "$(grep -c -- '--exec t/limit' "$root/.proverc")" 1 'each test of the tree has a time limit'
done_testing
