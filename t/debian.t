#!/bin/sh
# contrib/debian agrees with the tree; "make deb" and "make check-deb" build and check the
# packages, which takes minutes and a fresh Debian.
. "$(dirname "$0")/lib.sh"
cd "$root" || exit
debian=contrib/debian

# What "make install" installs, below usr/, and which package's patterns match it.
packaged() {
	make -s files PREFIX=/usr BUILD="${bin%/bin}" | while read -r file; do
		found=
		for list in "$debian"/*.install; do
			while read -r pattern _; do
				# shellcheck disable=SC2254 # a pattern
				case usr/$file in
				$pattern | $pattern/*) found="$found ${list##*/}" ;;
				esac
			done <"$list"
		done
		echo "$file:$found"
	done
}

packaged >"$scratch/packaged"
is "$(wc -l <"$scratch/packaged")" "$(make -s files BUILD="${bin%/bin}" | wc -l)" \
	'each file that make install installs is looked for in the packages'
is "$(grep -v ': [^ ]*$' "$scratch/packaged")" '' \
	'each file that make install installs is in exactly one Debian package'
# shellcheck disable=SC2086 # names of ours
for context in $contexts; do
	ok "the context $context has a Debian package" grep -qx "Package: lanyard-$context" "$debian/control"
done
is "$(sed -n '1s/lanyard (\(.*\)-.*/\1/p' "$debian/changelog")" \
	"$(sed -n 's/^VERSION *= *//p' Makefile)" "the Debian packages have the Makefile's version"

# The libraries that contrib/bootstrap installs to build.
wanted=$(sed -n "s/^build='\(.*\)'/\1/p" contrib/bootstrap | tr ' ' '\n' | grep '^lib.*-dev' | grep -v libc6-dev)
has_all() {
	for library in $wanted; do
		grep -qx " $library," "$debian/control" || { echo "$library" && return 1; }
	done
}
named() { # which directories of contrib the pages name
	sed -n 's|.*\(contrib/[a-z]*\).*|\1|p' share/man/*.7 cmd/*/*.1 | sort -u
}
is "$(named | grep -vxFf "$debian/lanyard-doc.docs")" '' \
	'each directory of contrib that a manual page names is in the Debian package of documentation'
ok 'the Debian packages build-depend on every library that contrib/bootstrap installs' has_all

# What the jobs that "lanyard init" writes run, and what Tab needs in bash. Any Debian but a minimal
# one has cron, which would bring a mail server with it.
for package in bash-completion sqlite3; do
	ok "the Debian packages recommend $package" grep -Eq "^Recommends:.* $package\\b" "$debian/control"
done

# In which order a library has its files decides what is linked first.
archived() { # LOCALE
	LC_ALL=$1 make -n BUILD="$scratch/none" "$scratch/none/libticketing.a" | grep -o "$scratch/none/lib/ticketing/[a-z_.]*\.o" | tail -n 40
}
locale=$(locale -a 2>/dev/null | grep -ix 'en_US\.utf-\?8\|et_EE\.utf-\?8' | head -n 1)
if [ -n "$locale" ] && [ "$(printf 'a_bc\nab\n' | LC_ALL=$locale sort | head -n 1)" = ab ]; then
	archived C >"$scratch/ours"
	archived "$locale" >"$scratch/theirs"
	ok "a library has the same order of files in any locale" [ -s "$scratch/ours" ]
	same "$scratch/ours" "$scratch/theirs" 'the builds in two locales link the same'
else
	skip 'a library has the same order of files in any locale' 'there is no other locale'
fi

made_twice() {
	sh contrib/dist 1.0 "$scratch/one" && sh contrib/dist 1.0 "$scratch/two" &&
		diff -r "$scratch/one" "$scratch/two"
}
if git rev-parse --git-dir >"$scratch/git" 2>&1; then
	ok 'the source archive is the same when it is made twice' made_twice
	# shellcheck disable=SC2086 # names
	is "$(jq -r '.packages[].externalRefs[]?.referenceLocator | split("/")[2]' \
		"$scratch/one/lanyard-1.0.spdx.json" | sort | tr '\n' ' ')" \
		"$(printf '%s\n' $wanted libnats-dev | sort | tr '\n' ' ')" \
		'the bill of materials names every library that is linked'
fi
done_testing
