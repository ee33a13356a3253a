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
is "$(raw "$out")" '' 'a table in a pipe has no control characters of the store'
ok 'a table in a pipe shows control characters as JSON escapes' grep -qF 'A\u001b[31m\nB\u007f\u009bé' "$out"
is "$(wc -l <"$out" | tr -d ' ')" 2 'a newline in a cell does not end a line of the table'
on_terminal 'NO_COLOR=1 COLUMNS=200 sponsor-status'
is "$rc $(raw "$out")" '0 ' 'a table on a terminal has no control characters of the store'
ok 'a table on a terminal shows control characters as JSON escapes' grep -qF 'A\u001b[31m\nB\u007f\u009bé' "$out"

without_triggers "$db/ticketing.db" "UPDATE events SET line = replace(line, 'Full',
	'F' || char(27) || ']0;x' || char(7) || char(127) || char(155) || 'll é') WHERE seq = 1"
raw_line="F$escape]0;x$(printf '\a')$delete${c1}ll é"
run ticket-feed --limit 1
no_data
ok 'a line of the feed keeps its bytes in a pipe' grep -qF "$raw_line" "$out"
on_terminal 'ticket-feed --limit 1'
is "$(raw "$out")" '' 'a line of the feed has no control characters on a terminal'
ok 'a line of the feed shows control characters as JSON escapes on a terminal' grep -qF 'F\u001b]0;x\u0007\u007f\u009bll é' "$out"
is "$(wc -l <"$out" | tr -d ' ')" 1 'a line of the feed ends with a newline on a terminal'

# Amounts of options, where standard output is elsewhere: words have them.
on_terminal 'ticket-type add cheap --name Cheap --price 399 --currency EUR --capacity 1 >/dev/null'
ok 'an amount in an option is printed on a terminal with its currency' grep -qF 'ticket-type: --price: 3.99 EUR' "$out"
on_terminal 'ticket-type amend cheap --price 499 >/dev/null'
ok 'the amount of an amendment is printed with the currency that the event has' grep -qF 'ticket-type: --price: 4.99 EUR' "$out"
on_terminal 'ticket-type amend -n cheap --price 599 >/dev/null'
ok 'a dry run prints the amount of an amendment with its currency' grep -qF 'ticket-type: --price: 5.99 EUR' "$out"
on_terminal 'ticket-type amend unknown --price 499'
is "$(grep -c 4.99 "$out")" 0 'no amount of an amendment that is denied is printed'
sponsor-invoice raise I-1 --sponsor acme --amount 1000 --currency EUR >/dev/null
on_terminal 'sponsor-settle I-1 P-1 --settled-on 2025-02-01 --amount 250 >/dev/null'
ok 'the amount of a payment is printed with the currency of its invoice' grep -qF 'sponsor-settle: --amount: 2.50 EUR' "$out"
on_terminal 'sponsor-match T-1 --received-on 2025-02-03 --amount 750 --currency EUR --text I-1'
ok 'the amount of a transfer is printed with its currency' grep -qF 'sponsor-match: --amount: 7.50 EUR' "$out"
on_terminal 'ticket-discount add QUIET --percent 5 >/dev/null'
is "$(grep -c -- --percent: "$out")" 0 'a number that is no amount is not printed'
on_terminal 'ticket-type add quiet -q --name Quiet --price 399 --currency EUR --capacity 1 >/dev/null'
is "$(grep -c 3.99 "$out")" 0 'no amount in an option is printed with -q'

# What is wrong with a line is quoted.
printf '{"reference":"r","tickets":[{"type":"full","quantity":1}],"payment":"\\u001b[31m\\n\\u009bx"}\n' >bad
run ticket-create -c press <bad
is "$rc $(raw "$err")" '65 ' 'a message that quotes a line has no control characters'
is "$(wc -l <"$err" | tr -d ' ')" 1 'a message that quotes a newline is one line'
run ticket-create -c press -d "no
such${escape}[31m.db" <bad
is "$rc $(raw "$err") $(wc -l <"$err" | tr -d ' ')" '66  1' \
	'a message that names a file has no control characters and is one line'
says 'no\nsuch\u001b[31m.db: there is no store yet' "a message shows the control characters of a file's name as JSON escapes"
run ticket-type list -d "$(printf '\377\376')"
is "$rc $(raw "$err")" '66 ' 'a message that names a file has no bytes that are not UTF-8'
says '\xff\xfe: there is no store yet' 'a message shows bytes that are not UTF-8 in hexadecimal'
run ticket-type "ad${escape}[2J"
is "$rc $(raw "$err")" '64 ' 'a message that quotes an unknown command has no control characters'

# -r keeps lines as they came; a terminal is no place to keep them.
printf '{"x":"%s[2J%s%s"\t\377\n' "$escape" "$delete" "$c1" >hostile
run ticket-create -c press -r kept <hostile
is "$rc" 65 'a line with control characters is denied'
same kept hostile '-r keeps a line with control characters byte for byte in a file'
on_terminal 'ticket-create -q -c press -r /dev/tty <hostile'
is "$rc $(raw "$out")" '65 ' '-r /dev/tty prints a denied line without control characters'
ok '-r /dev/tty shows control characters as JSON escapes' grep -qF '{"x":"\u001b[2J\u007f\u009b"' "$out"
on_terminal 'ticket-create -q -c press -r /dev/stderr <hostile'
is "$rc $(raw "$out")" '65 ' '-r /dev/stderr prints a denied line without control characters on a terminal'
run sh -c 'ticket-create -q -c press -r /dev/stdout <hostile 2>/dev/null | cat'
no_data
same "$out" hostile '-r /dev/stdout keeps a denied line byte for byte in a pipe'

# What is logged is passed on.
on_terminal 'event-log logged <hostile'
is "$rc $(raw "$out")" '0 ' 'event-log prints lines without control characters on a terminal'
same logged/events-0000000001.ndjson hostile 'event-log writes lines byte for byte to its log'
done_testing
