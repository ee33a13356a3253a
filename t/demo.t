#!/bin/sh
# The demo: it books what its policy says, and writes escape sequences to a terminal only.
. "$(dirname "$0")/lib.sh"
unset LANYARD_HOME LANYARD_CONFERENCE LANYARD_NOW NO_COLOR
export TERM=xterm
escape=$(printf '\033')

run sh "$root/contrib/demo/run" "$PWD/demo"
no_data
is "$rc" 0 'the demo runs to its end'
is "$(grep -c "$escape" "$out" "$err" | cut -d : -f 2 | tr '\n' ' ')" '0 0 ' 'the demo writes no escape sequence to a file'
ok 'the demo shows how many tickets a sponsor has' grep -qE 'fathom .* 9' "$out"
if command -v script >/dev/null; then
	on_a_terminal() { # [NAME=VALUE...]
		env "$@" script -qec "sh '$root/contrib/demo/run' '$PWD/demo'" /dev/null </dev/null
	}
	on_a_terminal TERM=xterm >bold
	sed -n "s/^say '\\(.*\\)'$/\\1/p" "$root/contrib/demo/run" >headings
	is "$(grep -F -f headings bold | grep -c "^$escape\\[1m")" "$(grep -c '^say ' "$root/contrib/demo/run")" "the demo's headings are bold on a terminal"
	is "$(on_a_terminal TERM=xterm NO_COLOR=1 | grep -c "$escape")" 0 'the demo writes no escape sequence with NO_COLOR'
	is "$(on_a_terminal TERM=dumb | grep -c "$escape")" 0 'the demo writes no escape sequence to a dumb terminal'
else
	skip "the demo's headings are bold on a terminal" 'script is not here'
fi
done_testing
