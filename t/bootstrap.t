#!/bin/sh
# contrib/bootstrap, with stand-ins for apt-get, dpkg-query, sudo, npm, id and make.
. "$(dirname "$0")/lib.sh"
mkdir -p tree/contrib path
cp "$root/contrib/bootstrap" tree/contrib
log=$PWD/tree/build/bootstrap.log
for tool in sh dirname env mkdir tail nproc cat seq grep; do
	ln -s "$(command -v "$tool")" path
done

# Each notes how it was called in calls, and fails with the status in the file fail.NAME.
stand_in() { # NAME SCRIPT
	printf '#!/bin/sh\n%s\n' "echo \"$1 \$*\" >>\"$PWD/calls\"
		$2
		! [ -e \"$PWD/fail.$1\" ] || exit \"\$(cat \"$PWD/fail.$1\")\"" >"path/$1"
	chmod 755 "path/$1"
}
stand_in dpkg-query "for package; do :; done; grep -qx \"\$package\" '$PWD/installed' && printf installed"
stand_in apt-get "seq -f 'noise %g of apt-get' 300
	[ \"\$1\" != install ] || printf '%s\n' \"\$@\" >>'$PWD/installed'"
stand_in make "case \$* in -j*) seq -f 'noise %g of the compiler' 300 ;; *) echo 'made'; [ ! -e '$PWD/fail.target' ] || exit 1 ;; esac"
stand_in id "cat '$PWD/uid'"

machine() { # UID: a fresh one, with that user
	rm -f fail.* path/sudo path/npm
	echo "$1" >uid
	: >installed
	: >calls
}
bootstrap() { # TARGET
	run env PATH="$PWD/path" sh tree/contrib/bootstrap "$@"
	no_data
	grep -v '^dpkg-query\|^id' calls >called
}

machine 0
bootstrap demoo
is "$rc" 64 'a target that does not exist exits 64'
says 'demoo: not one of all, demo, check, check-servers' 'a target that does not exist is named, with those that do'
is "$(cat called)" '' 'for a target that does not exist nothing is installed or made'

machine 0
bootstrap demo
is "$rc:$(cat "$err")" 0: 'bootstrap demo succeeds for root on a fresh machine'
is "$(sed 's/ -j [0-9]*/ -j N/' called)" "apt-get update
apt-get install -y --no-install-recommends gcc libc6-dev make pkg-config libjansson-dev libsqlite3-dev libbsd-dev libmd-dev libutf8proc-dev libcsv-dev tzdata jq
make -j N
make demo" 'bootstrap demo updates, installs without recommended packages, builds and runs'
is "$(cat "$out")" "bootstrap: the output of apt-get and the compiler is in $log
bootstrap: installing gcc libc6-dev make pkg-config libjansson-dev libsqlite3-dev libbsd-dev libmd-dev libutf8proc-dev libcsv-dev tzdata jq
bootstrap: building
bootstrap: running make demo
made" 'bootstrap prints one line for each step, and nothing of apt-get or the compiler'
is "$(grep -c 'of apt-get' "$log") $(grep -c 'of the compiler' "$log")" '600 300' \
	"bootstrap's log has what apt-get and the compiler print"

: >calls
bootstrap check
is "$(grep -c ' gcc \| jq ' called):$(grep -c ' strace ' called)" 0:1 'bootstrap installs the missing packages only'

cp installed all
machine 1000
cp all installed
bootstrap check
is "$rc:$(sed 's/ -j [0-9]*/ -j N/' called)" "0:make -j N programs
make check" 'bootstrap check works for a user without sudo if no package is missing'

machine 1000
bootstrap demo
is "$rc:$(cat called)" 77: 'bootstrap exits with 77 for a user without sudo if packages are missing, and runs nothing'
echo 0 >uid
PATH=$PWD/path sh -c "$(tail -n 1 "$err")" >/dev/null
grep '^apt-get' calls >by-person
: >calls
: >installed
bootstrap demo
is "$(cat by-person)" "$(grep '^apt-get' called)" 'bootstrap prints a user without sudo the command that root would have run'

machine 1000
stand_in sudo 'echo 0 >uid; "$@"'
bootstrap demo
is "$rc:$(grep -c '^sudo sh -c apt-get update && ' called):$(grep -c '^apt-get' called)" 0:1:2 \
	'bootstrap installs by sudo for a user who has it'
echo 1 >fail.sudo
: >installed
bootstrap demo
is "$rc" 1 "bootstrap exits with sudo's status if sudo fails"

machine 0
echo 100 >fail.apt-get
bootstrap demo
is "$rc:$(sed 's/ .*//' called | tr '\n' ' ')" '100:apt-get ' "bootstrap exits with apt-get's status if apt-get fails, and builds nothing"
is "$(grep -c 'noise [0-9]* of apt-get' "$err"):$(grep -c 'noise 300 of' "$err")" 20:1 'bootstrap prints the last lines of a failing apt-get'
says "failed with status 100; its output is in $log" 'bootstrap names the log after a failing apt-get'

machine 0
echo 2 >fail.make
bootstrap all
is "$rc:$(grep -c '^make' called)" 2:1 "bootstrap exits with make's status if the build fails"
says 'noise 300 of the compiler' 'bootstrap prints the last lines of a failing build'
says "bootstrap: building: failed with status 2; its output is in $log" 'bootstrap names the log after a failing build'

machine 0
: >fail.target
bootstrap check
is "$rc" 1 "bootstrap exits with make's status if a test fails"

machine 0
stand_in npm 'echo noise of npm'
bootstrap check-servers
is "$rc:$(grep -c '^npm install .*@asyncapi/parser@' called):$(grep -c noise "$out")" 0:1:0 \
	'bootstrap check-servers installs the AsyncAPI parser by npm'
ok "bootstrap check-servers installs the servers' packages" grep -qx nats-server installed
machine 0
stand_in npm 'echo noise of npm'
echo 1 >fail.npm
bootstrap check-servers
is "$rc:$(tail -n 1 called)" '0:make check-servers' 'bootstrap check-servers runs the tests although npm fails'
says 'continuing without @asyncapi/parser' 'bootstrap check-servers prints that npm failed'

machine 1000
rm path/dpkg-query
bootstrap demo
is "$rc:$(grep -c '^apt-get' called)" 0:0 'bootstrap installs nothing on a system other than Debian'
says 'this is not Debian; install the equivalents of these packages: gcc' "bootstrap prints the names of Debian's packages on another system"
done_testing
