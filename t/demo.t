#!/bin/sh
# The demo: it books what its policy says, and writes escape sequences to a terminal only.
. "$(dirname "$0")/lib.sh"
unset LANYARD_HOME LANYARD_CONFERENCE LANYARD_NOW NO_COLOR
export TERM=xterm
escape=$(printf '\033')

run sh "$root/contrib/demo/run" "$PWD/demo"
no_data
is "$rc" 0 'the demo runs to its end'
is "$(grep -c "$escape" "$out" "$err" | cut -d : -f 2 | tr '\n' ' ')" '0 0 ' 'into a file it writes no escape sequence'
ok 'it shows who has how many tickets' grep -qE 'fathom .* 9' "$out"
if command -v script >/dev/null; then
	on_a_terminal() { # [NAME=VALUE...]
		env "$@" script -qec "sh '$root/contrib/demo/run' '$PWD/demo'" /dev/null </dev/null | grep -c "$escape"
	}
	is "$(on_a_terminal TERM=xterm)" "$(grep -c '^say ' "$root/contrib/demo/run")" 'on a terminal its headings are bold'
	is "$(on_a_terminal TERM=xterm NO_COLOR=1)" 0 'with NO_COLOR it writes no escape sequence'
	is "$(on_a_terminal TERM=dumb)" 0 'on a dumb terminal it writes no escape sequence'
else
	skip 'on a terminal its headings are bold' 'script is not here'
fi
done_testing
