#!/bin/sh
# .ci/run over stand-ins of its steps, and what .ci/fresh-root prints where it can't make a root.
. "$(dirname "$0")/lib.sh"
command -v bash >/dev/null || skip_all 'bash is not here'
unset PERL_TEST_HARNESS_DUMP_TAP HARNESS_TIMER LANYARD_DATA
mkdir -p tree/.ci tree/contrib tree/t tmp
cp "$root/.ci/run" tree/.ci
# Fails with the status in the file fail.TARGET; check, check-servers and check-data run a test.
cat >tree/contrib/bootstrap <<'END'
echo "did $1 ${LANYARD_DATA:-}"
[ ! -e hang ] || [ "$1" != check-data ] || { echo $$ >hang && exec sleep 60; }
case $1 in
check-fuzz) ;;
check*) prove "t/$1.t" || exit ;;
esac
[ ! -e "fail.$1" ] || exit "$(cat "fail.$1")"
END
cat >tree/.ci/fresh-root <<'END'
#!/bin/sh
case $1:$3 in
make:) [ ! -e "fail.make" ] && mkdir "$2" ;;
run:*useradd*) echo 'did demo as a user' && [ ! -e fail.user ] ;;
run:*) PERL_TEST_HARNESS_DUMP_TAP=${PERL_TEST_HARNESS_DUMP_TAP:+$2$PERL_TEST_HARNESS_DUMP_TAP} sh -c "$3" ;;
esac
END
chmod 755 tree/.ci/fresh-root
test_of() { # TARGET SCRIPT
	printf '#!/bin/sh\n%s\n' "$2" >"tree/t/$1.t"
}
tests_pass() {
	test_of check 'echo ok 1 - one; echo "ok 2 - two # SKIP no reason"; echo 1..2'
	test_of check-servers 'echo ok 1 - three; echo 1..1'
	test_of check-data 'echo ok 1 - four; echo ok 2 - five; echo 1..2'
	rm -f tree/fail.*
}
ci() {
	run env TMPDIR="$PWD/tmp" bash tree/.ci/run
	no_data
}
steps() {
	sed -n 's/^did \(.*[^ ]\) *$/\1/p' "$out" | paste -sd , -
}

tests_pass
ci
is "$rc" 0 'CI exits with 0 if every step passes'
is "$(steps)" 'demo,check,demo as a user,lint,check-fuzz,check-servers,check-data' \
	"CI runs the README's commands, a user's, the lint, the fuzzers, the tests of servers and of data, each once"
is "$(tail -n 2 "$out" | sed 's/,  *[0-9]* wall.*//' | paste -sd ' ' -)" 'Files=3, Tests=5 Result: PASS' \
	'the last lines of CI count the tests of all steps'
is "$(grep -c '^ci: *[0-9]* s  status 0  sh contrib/bootstrap lint$' "$out")" 2 \
	'CI prints the time of each step after it and at the end'
ok 'CI lists the skipped tests' grep -q '^    fresh/t/check.t:ok 2 - two # SKIP no reason$' "$out"
is "$(ls tmp)" '' 'CI leaves no file in its temporary directory'

failing() { # FILE STEP
	tests_pass
	echo 3 >"tree/fail.$1"
	ci
	is "$rc:$(tail -n 1 "$out")" "1:ci: failed: $2" "CI fails if this fails: $2"
	is "$(steps)" 'demo,check,demo as a user,lint,check-fuzz,check-servers,check-data' "CI runs every other step if this fails: $2"
}
failing lint 'sh contrib/bootstrap lint'
failing check-fuzz 'sh contrib/bootstrap check-fuzz'
failing check-data 'sh contrib/bootstrap check-data'
failing user 'sh contrib/bootstrap demo, there as a user without sudo'
failing demo 'sh contrib/bootstrap demo, there'
for step in check check-servers check-data; do
	tests_pass
	test_of "$step" 'echo not ok 1 - one; echo 1..1'
	ci
	is "$rc:$(grep '^Result' "$out" | tail -n 1)" '1:Result: FAIL' "a failing test of $step fails CI and its verdict"
done
tests_pass
test_of check 'echo ok 1 - one; exit 1'
ci
is "$rc:$(grep '^Result' "$out" | tail -n 1)" '1:Result: FAIL' 'a test that ends early fails CI and its verdict'
tests_pass
test_of check 'echo ok 1 - one; echo 1..1; exit 1'
ci
is "$rc:$(tail -n 1 "$out")" '1:ci: failed: sh contrib/bootstrap check, there' 'a test that exits with 1 fails CI'

tests_pass
: >tree/fail.make
ci
is "$rc:$(steps)" '0:demo,check /nonexistent,lint,check-fuzz,check-servers,check-data' \
	"CI runs the README's commands in place, without data, if it can't make a root"
ok "CI prints that it can't make a root" grep -q "THERE IS NO FRESH DEBIAN HERE" "$out"

tests_pass
: >tree/hang
env TMPDIR="$PWD/tmp" bash tree/.ci/run >hung 2>&1 </dev/null &
run_by=$!
ok 'CI starts the step that hangs' soon 30 test -s tree/hang
kill "$run_by"
wait "$run_by"
is "$?:$(ls tmp)" '1:' 'CI that is ended by a signal removes its temporary files'
ok 'CI that is ended by a signal ends its step' soon 5 sh -c '! kill -0 "$(cat tree/hang)"'
rm tree/hang

# Where there can be no root.
mkdir path
for tool in sh dirname tail head env; do ln -s "$(command -v "$tool")" path; done
stand_in() { # NAME SCRIPT
	printf '#!/bin/sh\n%s\n' "$2" >"path/$1"
	chmod 755 "path/$1"
}
fresh_root() { # WANTED NAME
	run env PATH="$PWD/path" sh "$root/.ci/fresh-root" make "$PWD/tmp/root"
	no_data
	is "$rc:$(cat "$err")" "69:fresh-root: $1" "$2"
}
stand_in id 'echo 1000'
fresh_root 'only root can make one' 'fresh-root exits with 69 for a user who is not root'
stand_in id 'echo 0'
fresh_root 'this machine has no apt-get' 'fresh-root exits with 69 without apt-get'
stand_in apt-get 'case $* in *update*) echo "E: no network"; exit 100 ;; esac'
fresh_root 'apt-get update failed: E: no network' 'fresh-root exits with 69 without a network'
stand_in apt-get 'case $* in *install*) echo "E: no such package"; exit 100 ;; esac'
fresh_root "debootstrap can't be installed: E: no such package" "fresh-root exits with 69 if debootstrap can't be installed"
stand_in debootstrap 'echo "E: no such suite"; exit 1'
stand_in apt-get ''
run env PATH="$PWD/path" sh "$root/.ci/fresh-root" make "$PWD/tmp/root"
no_data
is "$rc:$(sed "s/'.*'/X/" "$err")" '69:fresh-root: apt has no archive of Debian X' 'fresh-root exits with 69 without an archive'
stand_in apt-get 'case $* in indextargets*) echo http://archive.example/debian ;; esac'
fresh_root 'debootstrap failed: E: no such suite' 'fresh-root exits with 69 if debootstrap fails'
run sh "$root/.ci/fresh-root" make
is "$rc" 64 'fresh-root without a directory exits with 64'
done_testing
