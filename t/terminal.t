#!/bin/sh
# What a terminal would obey is shown on it instead, wherever it comes from: a store, a
# line, a name of a file. In a pipe and a file the bytes stay what they are.
. "$(dirname "$0")/lib.sh"
command -v script >/dev/null || skip_all 'script (bsdutils) is not here'
escape=$(printf '\033') delete=$(printf '\177') c1=$(printf '\302\233')

# Runs a command line on a terminal of its own; what it printed there is in $out.
on_terminal() { # COMMAND LINE
	rc=0
	script -qec "$1" /dev/null <"${2:-/dev/null}" >"$out" 2>"$err" || rc=$?
}

# What is left of a terminal's bytes without text, and the ends of its lines.
raw() { # FILE
	LC_ALL=C tr -d '\r\n\t\40-\176\200-\377' <"$1" | od -An -c | tr -d ' \n'
	# C1 in UTF-8, and bytes that are none of it.
	iconv -f UTF-8 -t UTF-8 "$1" >"$scratch/utf8" 2>&1 || printf invalid
	LC_ALL=C grep -c "$(printf '\302[\200-\237]')" "$1" | grep -v '^0$'
}

open_office
open_crm
sponsor-register acme --name Acme --level Gold --email a@b.example >/dev/null
db=$LANYARD_HOME/conference
broken "$db/sponsorship.db" "$db/ticketing.db"
sqlite3 "$db/sponsorship.db" "UPDATE sponsors SET
	name = 'A' || char(27) || '[31m' || char(10) || 'B' || char(127) || char(155) || 'é'"

run sponsor-status -t
no_data
is "$(raw "$out")" '' 'no control character of a store is in a table, in a pipe neither'
ok 'it is shown as JSON writes it' grep -qF 'A\u001b[31m\nB\u007f\u009bé' "$out"
is "$(wc -l <"$out" | tr -d ' ')" 2 'a newline within a cell ends no line of the table'
on_terminal sponsor-status
is "$rc $(raw "$out")" '0 ' 'nor is one on a terminal'
ok 'where the table is the same' grep -qF 'A\u001b[31m\nB\u007f\u009bé' "$out"

without_triggers "$db/ticketing.db" "UPDATE events SET line = replace(line, 'Full',
	'F' || char(27) || ']0;x' || char(7) || char(127) || char(155) || 'll é') WHERE seq = 1"
raw_line="F$escape]0;x$(printf '\a')$delete${c1}ll é"
run ticket-feed --limit 1
no_data
ok 'a line of the feed stays what it is in a pipe' grep -qF "$raw_line" "$out"
on_terminal 'ticket-feed --limit 1'
is "$(raw "$out")" '' 'and has no control character on a terminal'
ok 'where its text is shown' grep -qF 'F\u001b]0;x\u0007\u007f\u009bll é' "$out"
is "$(wc -l <"$out" | tr -d ' ')" 1 'and its newline ends it'

# What is wrong with a line is quoted.
printf '{"reference":"r","tickets":[{"type":"full","quantity":1}],"payment":"\\u001b[31m\\n\\u009bx"}\n' >bad
run ticket-create -c press <bad
is "$rc $(raw "$err")" '65 ' 'a message that quotes a line has no control character'
is "$(wc -l <"$err" | tr -d ' ')" 1 'and is one line'
run ticket-create -c press -d "no
such${escape}[31m.db" <bad
is "$rc $(raw "$err") $(wc -l <"$err" | tr -d ' ')" '66  1' \
	'nor has one that names a file, whose newline begins no other message'
says 'no\nsuch\u001b[31m.db: there is no such store' 'the name is shown'
run ticket-type list -d "$(printf '\377\376')"
is "$rc $(raw "$err")" '66 ' 'bytes that are not UTF-8 are shown, too'
says '\xff\xfe: there is no such store' 'as bytes'
run ticket-type "ad${escape}[2J"
is "$rc $(raw "$err")" '64 ' 'an unknown command is quoted without its control characters'

# -r keeps lines as they came; a terminal is no place to keep them.
printf '{"x":"%s[2J%s%s"\t\377\n' "$escape" "$delete" "$c1" >hostile
run ticket-create -c press -r kept <hostile
is "$rc" 65 'a hostile line is refused'
same kept hostile 'and kept byte for byte in a file'
on_terminal 'ticket-create -q -c press -r /dev/tty <hostile'
is "$rc $(raw "$out")" '65 ' 'kept on the terminal itself it has no control character'
ok 'but is shown there' grep -qF '{"x":"\u001b[2J\u007f\u009b"' "$out"
on_terminal 'ticket-create -q -c press -r /dev/stderr <hostile'
is "$rc $(raw "$out")" '65 ' 'nor on standard error, where that is one'
run sh -c 'ticket-create -q -c press -r /dev/stdout <hostile 2>/dev/null | cat'
no_data
same "$out" hostile 'while a pipe gets it as it came'

# What is logged is passed on.
on_terminal 'event-log logged <hostile'
is "$rc $(raw "$out")" '0 ' 'what is passed on to a terminal has no control character'
same logged/events-0000000001.ndjson hostile 'what is logged has them'
done_testing
