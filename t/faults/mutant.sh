# shellcheck shell=sh
# A build with a mistake in it, by which a test shows that it would catch it.
# For tests that stand on t/lib.sh.

can_mutate() {
	command -v make >/dev/null && command -v "${CC:-cc}" >/dev/null
}

# Makes $scratch/NAME/build/bin/TOOL from sources of which FILE went through sed
# SCRIPT. Fails where that changes nothing: then the script no longer fits.
mutant() { # NAME FILE SCRIPT TOOL
	# shellcheck disable=SC2154 # t/lib.sh has them
	mutant_at=$scratch/$1
	mkdir "$mutant_at"
	# shellcheck disable=SC2154
	cp -R "$root/Makefile" "$root/lib" "$root/cmd" "$root/share" "$mutant_at" || return 1
	sed "$3" "$root/$2" >"$mutant_at/$2"
	if cmp "$root/$2" "$mutant_at/$2"; then
		echo "$2: the mistake can't be made any more; mend the sed script"
		return 1
	fi
	(cd "$mutant_at" && unset MAKEFLAGS MFLAGS && make -j 2 BUILD=build CFLAGS=-O1 "build/bin/$4")
}
