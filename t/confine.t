#!/bin/sh
# A tool gives up what it does not need before it reads a line: each does, none misses what it gave
# up, and a kernel that can't confine it is no reason not to work. What a confined tool can't do:
# t/unit/tool-confine.c.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
can_trace || skip_all 'strace is not here, or may not trace'
stores=$LANYARD_HOME
export LANYARD_HOME="$scratch/office"
open_office 100 100
purchase r1 1 >one

# Where it is not confined it compiles, too.
compile() { # WORDS NAME
	# shellcheck disable=SC2086 # words
	(cd "$root" && "${CC:-cc}" -fsyntax-only -Wall -Werror -std=c11 -D_GNU_SOURCE $1 -Ilib lib/tool/seccomp.c lib/tool/landlock.c) >"$out" 2>"$err" || { sed 's/^/# /' "$err"; false; }
	is $? 0 "$2"
}
if [ "$(uname -m)" = x86_64 ]; then
	mkdir -p other/gnu
	: >other/gnu/stubs-32.h
	compile "-m32 -I$PWD/other -idirafter /usr/include/$("${CC:-cc}" -print-multiarch)" 'the filter compiles for i386, which it is not for'
fi
{
	echo '#include <sys/syscall.h>'
	echo '#include <asm/unistd.h>' | "${CC:-cc}" -E -dM - | awk '$2 ~ /^__NR_/ && $3 >= 437 && $3 < 500 { sub("__NR", "SYS", $2); print "#undef", $2 }'
} >older.h
compile "-include $PWD/older.h" 'the filter compiles with a C library that lacks the newest calls'
run ticket-create -v -c press <one
grep -q 'not confined: ' "$err" && skip_all "$(cat "$err")"

# How many of the two calls that confine a tool were made, by what strace has noted in "calls".
confining() {
	grep -c ' seccomp(SECCOMP_SET_MODE_FILTER,.* = 0$\| landlock_restrict_self(.* = 0$' calls
}

# What this kernel may lack.
without() { # INJECTION STATUS WORDS NAME
	purchase "w$tests" 1 >one
	rc=0
	strace -f -qq -o calls -e "inject=$1" ticket-create -v -c press <one >"$out" 2>"$err" || rc=$?
	is "$rc:$(wc -l <"$out" | tr -d ' ')" "$2:$([ "$2" = 0 ] && echo 1 || echo 0)" "$4"
	says "$3" "$4 and says why with -v"
	strace -f -qq -o calls -e "inject=$1" ticket-create -c press <one >"$out" 2>"$err"
	[ "$2" != 0 ] || is "$(cat "$err")" '' "$4 and says nothing without -v"
}
for error in ENOSYS EOPNOTSUPP EPERM; do
	without landlock_create_ruleset:error=$error 0 'not confined: files, by Landlock: ' \
		"ticket-create works where landlock_create_ruleset fails with $error"
done
without landlock_restrict_self:error=E2BIG 0 'not confined: files, by Landlock: Argument list too long' \
	'ticket-create works within as many sandboxes as Landlock allows'
without landlock_create_ruleset:error=EMFILE:when=2 71 "can't be confined: files, by Landlock: Too many open files" \
	'ticket-create exits with 71 if it has no descriptor for its confinement'
without landlock_add_rule:error=ENOMEM:when=1 71 "can't be confined: files, by Landlock: Cannot allocate memory" \
	"ticket-create exits with 71 if its store's directory can't be allowed"
without landlock_restrict_self:error=ENOMEM 71 "can't be confined: files, by Landlock: Cannot allocate memory" \
	'ticket-create exits with 71 if Landlock has no memory'
for error in EINVAL ENOSYS EPERM; do
	without seccomp:error=$error 0 'not confined: system calls, by a filter: ' \
		"ticket-create works where seccomp fails with $error"
done
without seccomp:error=ENOMEM 71 "can't be confined: system calls, by a filter: Cannot allocate memory" \
	'ticket-create exits with 71 if its filter finds no memory'
without prctl:error=EINVAL 0 'not confined: no_new_privs: Invalid argument' \
	'ticket-create works where there is no no_new_privs'
here=$(strace -qq -e trace=landlock_create_ruleset ticket-type list 2>&1 | sed -n 's/^landlock.*VERSION) = //p')
for version in 1 2 3 4 5; do
	[ "$version" -le "$here" ] || continue
	without "landlock_create_ruleset:retval=$version:when=1" 0 \
		"not confined as it could be: the kernel has version $version of Landlock, and not 6" \
		"ticket-create works with version $version of Landlock"
	is "$(confining)" 2 "ticket-create is confined by version $version of Landlock"
done
without landlock_add_rule:error=ENOMEM:when=3+ 0 '1 line' \
	'ticket-create works if what it may read elsewhere can not be allowed'

# The files that it was given may be anywhere.
mkdir far away
purchase r7 1 >one
cp -R "$LANYARD_HOME" far/stores
sqlite3 -readonly "$LANYARD_HOME/conference/ticketing.db" "VACUUM INTO 'away/real.db'"
rm -f far/stores/conference/*
ln -s "$PWD/away/real.db" far/stores/conference/ticketing.db
echo '{' >>one
run ticket-create -c press -d far/stores/conference/ticketing.db -r far/../kept <one
is "$rc:$(wc -l <"$out" | tr -d ' '):$(cat kept)" '65:1:{' 'the store may be a symbolic link to another directory, and rejected lines go to a third one'
TMPDIR=/nowhere run ticket-report sales -d far/stores/conference/ticketing.db
is "$rc" 0 'a report works if TMPDIR is not there'
# Where nothing can be written to the directories of temporary files.
without_temporary() { # COMMAND
	cat >isolate <<-END
		mount --bind "$scratch" /mnt && mount -t tmpfs -o ro none /var/tmp && mount -t tmpfs -o ro none /tmp || exit
		cd "/mnt${PWD#"$scratch"}" && LANYARD_HOME=/mnt/office exec "\$@"
	END
	unshare -rm sh isolate "$@"
}
if without_temporary true 2>/dev/null; then
	without_temporary strace -qq -o calls -e trace=open,openat ticket-report sales >/dev/null
	is "$(grep -c '"\.", O_.*O_PATH' calls)" 1 'a report may use the working directory where no other is for temporary files'
	strace -qq -o calls -e trace=open,openat ticket-report sales >/dev/null
	is "$(grep -c '"\.", O_.*O_PATH' calls)" 0 'a report may not use the working directory where another is for temporary files'
else
	skip 'a report may use the working directory where no other is for temporary files' 'nothing may be mounted here'
fi
export LANYARD_HOME="$stores"
# Every verb.
. "$root/t/faults/verbs.sh"
cat >>tools <<-'END'
	-|booked|event-log log
	-|/dev/null|ticket-feed --copy copied
	-|/dev/null|ticket-feed --copy copied
	-|feed|event-replay --from - -d new.db
	-|rows|csv-import ticket-assign
	-|rows|csv-import --encoding ISO-8859-15 -r kept ticket-assign
	-|rows|csv-import -n ticket-assign
	-|described|context-map
	-|described|context-map --svg
END
ticket-feed >feed
printf 'ticket,name,email\n%s,Ann,a@a.example\n' "$(tail -n 1 tickets)" >rows
for tool in "$bin"/*; do "$tool" --describe; done >described

while IFS='|' read -r _ input line; do
	# shellcheck disable=SC2086 # words
	set -- $line
	strace -f -qq -o calls "$@" <"$input" >"$out" 2>"$err"
	case $line in
	*--consumer\ *) wanted=0 ;;
	*) wanted=2 ;;
	esac
	got=$(confining)
	[ "$got" = $wanted ] || echo "$line: $got: $(head -n 1 "$err")"
	# What it gave up, and then missed. The C library tries clone3(2) first, and the aliases of
	# locales are a link to /etc; none is of UTF-8.
	sed -n '/ seccomp(/,$p' calls | grep -E ' = -1 (EACCES|EPERM|ENOSYS)' | grep -v ' clone3(\|/locale.alias"' | sed "s/^/$1: /"
done <tools >missed
is "$(cat missed)" '' 'every verb that runs no program is confined, and misses nothing'
done_testing
