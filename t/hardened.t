#!/bin/sh
# What was built is hardened as the Makefile says: read from the tools themselves, and
# tried on a program that is wrong on purpose, t/unit/base-hardened.c.
. "$(dirname "$0")/lib.sh"
for tool in readelf objdump make; do
	command -v "$tool" >/dev/null || skip_all "$tool is not here"
done
unset MAKEFLAGS MAKELEVEL # those of "make check" are not meant here
readelf -W --dyn-syms "$bin/event-log" | grep -q __asan_init && skip_all 'it was built with the sanitizers'
machine=$(uname -m)

# Prints, a line each, what BINARY lacks.
lacks() { # BINARY
	readelf -W -h -l -d --dyn-syms "$1" >elf
	objdump -d --no-show-raw-insn "$1" >code
	grep -q 'Type: *DYN' elf && grep -q 'FLAGS_1.* PIE' elf || echo 'a position that is not fixed (PIE)'
	grep -q ' GNU_RELRO ' elf && grep -q 'FLAGS_1.* NOW' elf || echo 'relocations that are read-only (RELRO, BIND_NOW)'
	grep -q '^ *GNU_STACK .* RW  *0x' elf || echo 'a stack that is not executable (GNU_STACK)'
	! grep -qE '^ *LOAD .* (RWE|WE ) ' elf || echo 'memory that is either writable or executable'
	grep -q ' UND __stack_chk_fail' elf || echo 'stack protection'
	# A copy into allocated memory, whose size only level 3 knows.
	grep -q ' UND __memcpy_chk' elf || echo '_FORTIFY_SOURCE=3'
	case $machine in
	x86_64)
		grep -A 1 '^[0-9a-f]* <main>:' code | grep -q endbr64 || echo 'control-flow protection'
		# No function moves the stack by more than a page without touching it.
		! grep -E 'sub +\$0x[0-9a-f]{4,7},%rsp' code | grep -qv '\$0x1000,' ||
			echo 'stack-clash protection'
		;;
	aarch64)
		grep -A 1 '^[0-9a-f]* <main>:' code | grep -qE 'paciasp|bti' || echo 'control-flow protection'
		;;
	esac
}

for tool in "$bin"/*; do
	is "$(lacks "$tool")" '' "${tool##*/} has every hardening that the Makefile names"
done

# A function whose locals need more than a page touches each page.
is_probed() {
	objdump -d --no-show-raw-insn "$bin/event-log" |
		grep -A 1 'sub  *\$0x1000,%rsp' | grep -E '(or|mov)q  *\$0x0,\(%rsp\)'
}
[ "$machine" != x86_64 ] || ok 'event-log touches each page of a large stack frame' is_probed

# All that the compiler was given for each file of TOOL, as gcc says in what -g adds.
compiled_with() { # FLAG
	readelf --debug-dump=info "$bin/event-replay" 2>/dev/null | grep 'DW_AT_producer.*GNU C' >producers
	grep -c . producers && ! grep -vF -- "$1" producers
}
for flag in -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero -fPIE; do
	if readelf --debug-dump=info "$bin/event-replay" 2>/dev/null | grep -q 'DW_AT_producer.*GNU C'; then
		ok "every file of event-replay was compiled with $flag" compiled_with "$flag"
	else
		skip "every file of event-replay was compiled with $flag" 'only gcc, with -g, says so'
	fi
done

# A check that can't fail is none: the program, built without each of the flags in turn.
mkdir tree tree/t
cp -R "$root/Makefile" "$root/lib" "$root/cmd" tree
cp -R "$root/t/unit" tree/t
built_with() { # SED-SCRIPT, which edits the Makefile
	sed "$1" "$root/Makefile" >tree/Makefile
	make -C tree CFLAGS=-O2 build/t/base-hardened >made 2>&1 || {
		cat made
		return
	}
	{
		lacks tree/build/t/base-hardened
		tree/build/t/base-hardened | sed -n 's/^not ok [0-9]* - /not: /p'
	} | paste -sd ';' -
}
is "$(built_with '')" '' 'a program with all flags lacks nothing'
is "$(built_with 's/-pie -Wl/-no-pie -Wl/; s/-fPIE/-fno-pie/')" 'a position that is not fixed (PIE)' 'the check finds a program at a fixed address'
is "$(built_with 's/-z,relro,-z,now/-z,norelro,-z,lazy/')" 'relocations that are read-only (RELRO, BIND_NOW)' 'the check finds a program without RELRO'
is "$(built_with 's/-z,now,//; s/-z,relro/&,-z,lazy/')" 'relocations that are read-only (RELRO, BIND_NOW)' 'the check finds a program that is bound lazily'
is "$(built_with 's/-z,noexecstack/-z,execstack/')" 'a stack that is not executable (GNU_STACK)' 'the check finds a program with an executable stack'
is "$(built_with 's/-fstack-protector-strong//')" "stack protection;not: writing past a local array ends the process" 'the check finds a program without stack protection'
is "$(built_with 's/-D_FORTIFY_SOURCE=3/-D_FORTIFY_SOURCE=2/')" "_FORTIFY_SOURCE=3;not: copying past what was allocated ends the process" 'the check finds a program with _FORTIFY_SOURCE=2'
is "$(built_with 's/supported,-ftrivial-auto-var-init[^)]*/supported,/')" 'not: a local variable without a value is zero' 'the check finds a program whose locals are not zeroed'
if [ "$machine" = x86_64 ]; then
	is "$(built_with 's/-fcf-protection//')" 'control-flow protection' 'the check finds a program without control-flow protection'
	is "$(built_with 's/-fstack-clash-protection//')" 'stack-clash protection' 'the check finds a program without stack-clash protection'
fi

# t/unit/tap.h checks the names of a unit test.
cp "$root/t/unit/base-hardened.c" named.c
sed 's/"a local variable/"and a local variable/' named.c >tree/t/unit/base-hardened.c
is "$(built_with '')" 'not: the name of each test is a sentence that stands alone' 'a unit test with a name that begins with "and" fails'
cp named.c tree/t/unit/base-hardened.c

# Without optimization glibc would warn.
cp "$root/Makefile" tree/Makefile
make -C tree CFLAGS=-O0 build/t/base-hardened >made 2>&1
is "$? $(grep -c -i warning made)" '0 0' 'a build without optimization succeeds without a warning'
done_testing
