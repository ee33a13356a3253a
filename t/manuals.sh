# shellcheck shell=sh
# The examples of a manual page. For tests that stand on t/lib.sh.

# Where there is one, a shell that notices when a stage of a pipe fails.
shell='sh -e'
! command -v bash >/dev/null || shell='bash -eo pipefail'

plain() { # PAGE
	mandoc -Tascii -O width=1000 "$1" | col -bx
}
commands() { # PAGE
	plain "$1" | sed -n 's/^ *\$ //p'
}
# Examples, a line each. What follows a feed never ends: it is ended, and must have lasted.
examples() { # PAGE
	commands "$1" |
		sed '/--follow/s/.*/{ rc=0; timeout 1 & || rc=$?; test "$rc" -eq 124; }/'
}
