#!/bin/sh
# The manual: a page for every tool, and each says what the tool says of itself.
. "$(dirname "$0")/lib.sh"
command -v mandoc >/dev/null || skip_all 'mandoc is not here'

fold() {
	tr -s ' \n\t' ' ' | sed 's/^ //; s/ $//'
}
plain() { # PAGE
	mandoc -Tascii -O width=200 "$1" | col -bx
}
section() { # PAGE NAME
	plain "$1" | awk -v name="$2" '/^[A-Z]/ { in_it = $0 == name; next } in_it'
}

open_both 1000 1000
ticket-client add press --may create-ticket-purchase --types full --waive >/dev/null
pay_sponsor acme Gold
sponsor-register other --name Other --level Gold --email o@o.example >/dev/null
sponsor-invoice raise INV-other --sponsor other --amount 1 --currency EUR >/dev/null

for source in "$root"/cmd/*/*.c; do
	tool=$(basename "$source" .c)
	page=${source%.c}.1
	ok "$tool has a page" test -f "$page"
	ok '  that lints' mandoc -Tlint -W warning "$page"
	is "$("$tool" -h | sed 's/usage: //' | fold)" "$(section "$page" SYNOPSIS | fold)" \
		'  whose synopsis is what -h prints'
	section "$page" DESCRIPTION >described
	missing=
	for option in $("$tool" -h | grep -oE -- '\[-[a-z]+|--[a-z-]+' | tr -d '[' |
		sed '/^--/!s/-//; /^--/!s/./-& /g'); do
		grep -qE -- "(^| |\()$option([ ,)]|$)" described || missing="$missing $option"
	done
	is "$missing" '' '  which describes each option'
	missing=
	for field in $("$tool" --help | awk '/^Fields of/ { on = 1; next } /^[^ ]|^$/ { on = 0 } on { print $1 }'); do
		grep -qE "^ +$field( |$)" described || missing="$missing $field"
	done
	is "$missing" '' '  and each field'
	ok '  its exit statuses are listed' grep -q '^.Sh EXIT STATUS' "$page"
	section "$page" EXAMPLES | sed -n 's/^ *\$ //p' >examples
	ok '  and its examples work' sh -e examples
done
ok 'the overview lints' mandoc -Tlint -W warning "$root/share/man/lanyard.7"
missing=
for source in "$root"/cmd/*/*.c; do
	tool=$(basename "$source" .c)
	grep -q "^.It Xr $tool 1" "$root/share/man/lanyard.7" || missing="$missing $tool"
done
is "$missing" '' 'and names every tool'
done_testing
