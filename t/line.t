#!/bin/sh
# A bad line is reported and kept, its neighbours are done.
. "$(dirname "$0")/lib.sh"
open_office 1000 1000
id=01900000-0000-7000-8000-00000000000
type=lanyard.ticketing.create-ticket-purchase.v1

# BAD LINE (as printf has it), WORDS, a noun phrase for it: between two valid ones.
n=0
refused() {
	n=$((n + 1))
	{ purchase "a$n" 1 && printf "$1\n" && purchase "b$n" 1; } >lines
	rm -f kept
	run ticket-create -c press -r kept <lines
	is "$rc:$(grep -c created "$out"):$(sed -n 2p lines | cmp - kept >/dev/null 2>&1 && echo kept)" \
		65:2:kept "$3 is denied and kept with -r, the lines before and after it are carried out"
	says "ticket-create: stdin:2: $2" "the message about $3 names its line number and the reason"
}

good='"purchaser":{"name":"A","email":"a@b.example"},"tickets":[{"type":"full","quantity":1}],"payment":"waived"'
refused '{"reference":"x",' 'is not JSON' 'a truncated JSON line'
refused 'null' 'is not JSON' 'the line null'
refused '[1,2]' 'is not a JSON object' 'a JSON list'
refused '' 'is empty' 'an empty line'
refused '\357\273\277{}' 'begins with a byte order mark' 'a line with a byte order mark'
refused "{\"reference\":\"x\",$good,\"extra\":1}" '/extra: is not a field' 'an unknown field'
refused "{\"reference\":\"x\",\"reference\":\"y\",$good}" 'is not JSON: duplicate object key' 'a duplicate key'
refused "{\"reference\":7.5,$good}" '/reference: is a number with a fraction or an exponent: as a text it is in quotes' 'a fraction in place of a text'
refused "{\"reference\":\"\",$good}" '/reference: is empty' 'an empty reference'
refused "{\"reference\":\"tab\\\\there\",$good}" '/reference: holds a control character' 'a tab in a reference'
refused "{\"reference\":\"nul\\\\u0000\",$good}" 'holds \u0000, at byte' 'an escaped NUL'
refused "{\"reference\":\"x\",$good}\\000" 'holds a NUL byte' 'a NUL byte'
refused "{\"reference\":\"\\377\",$good}" 'is not JSON' 'a byte that is not UTF-8'
refused "{\"reference\":\"\\302\\205\",$good}" '/reference: holds a control character' 'a control character of Latin-1'
refused "{\"reference\":\"$(printf '%0201d' 0)\",$good}" '/reference: is 201 bytes long' 'a reference of 201 bytes'
refused "{\"reference\":\"x\"}" '/purchaser: is missing' 'a line without its required fields'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/:1}/:0}/')" '/tickets/0/quantity: 0 is below 1' 'a quantity of 0'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/:1}/:1.0}/')" '/tickets/0/quantity: is a number with a fraction' 'a quantity with a fraction'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/:1}/:1e2}/')" '/tickets/0/quantity: is a number with' 'a quantity with an exponent'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/:1}/:99999999999999999999}/')" 'is not JSON: too big integer' 'an integer beyond 64 bits'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/waived/free/')" '/payment: "free" is not one of: waived, due' 'an unknown word for the payment'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/waived/\\\\u001b[31m\\\\nticket-create: stdin:9/')" \
	'/payment: holds a control character' 'a word with an escape sequence and a newline'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/a@b/ab/')" '/purchaser/email: "ab.example" is not' 'an e-mail address without an @'
refused "$(printf '[%.0s' $(seq 33))" 'nests deeper than 32' 'a line with 33 levels of nesting'
refused "$(printf '{"a":%.0s' $(seq 10000))" 'nests deeper than 32' 'a line with 10,000 levels of nesting'
refused "{\"specversion\":\"0.3\",\"id\":\"${id}1\",\"source\":\"/t\",\"type\":\"$type\",\"data\":{}}" '/specversion: is not "1.0"' 'another CloudEvents version'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}A\",\"source\":\"/t\",\"type\":\"$type\",\"data\":{}}" '/id: is not a UUID in canonical' 'an id in upper case'
refused "{\"specversion\":\"1.0\",\"source\":\"/t\",\"type\":\"$type\",\"data\":{}}" '/id: is missing' 'an envelope without an id'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}1\",\"type\":\"$type\",\"data\":{}}" '/source: is missing' 'an envelope without a source'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}1\",\"source\":\"/t\",\"type\":\"x.y\",\"data\":{}}" '/type: "x.y" is not the command of' 'an envelope of an unknown type'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}1\",\"source\":\"/t\",\"type\":\"$type\",\"time\":\"today\",\"data\":{}}" '/time: is not a date-time' 'a time that is no date-time'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}1\",\"source\":\"/t\",\"type\":\"$type\"}" '/data: is missing' 'an envelope without data'
refused "{\"dryrun\":true,\"reference\":\"x\",$good}" 'was printed by a dry run' 'a line that a dry run printed'

{ purchase l1 1 && head -c 70000 /dev/zero | tr '\0' x && echo && purchase l2 1; } >lines
rm -f kept
run ticket-create -c press -r kept <lines
is "$rc:$(grep -c created "$out"):$(sed -n 2p lines | cmp - kept && echo kept)" 65:2:kept 'a line of 70,000 bytes is denied and kept whole'
says 'stdin:2: is longer than 65536 bytes' 'the message about a line of 70,000 bytes names its number and the limit'
{ purchase t1 1 && purchase t2 1 | tr -d '\n'; } >torn
run ticket-create -c press <torn
is "$rc:$(grep -c created "$out")" 65:1 'a last line without a newline is not carried out'
says 'stdin:2: has no newline' 'the message about a last line without a newline names its number'
run ticket-create -c press </dev/null
is "$rc:$(wc -c <"$out")" 0:0 'empty input is no error'

ID=${id}5 purchase ext 1 | sed 's/"source"/"traceparent":"00-ab","partitionkey":7,"source"/' >ext
run ticket-create -c press <ext
is "$rc" 0 'unknown attributes of an envelope are accepted'
purchase '日本語, Ltd. "x"' 1 | sed 's/"x"/\\"x\\"/' >odd
run ticket-create -c press <odd
json .data.reference '日本語, Ltd. "x"' 'a reference can be any UTF-8 text'
ID=${id}6 purchase bad 0 >bad
run ticket-create -c press <bad
json '"\(.data.code) \(.data.pointer) \(.sequence)"' 'malformed /data/tickets/0/quantity null' \
	'an invalid command with an envelope is answered by command-refused without a sequence'
is "$(ticket-feed | grep -c refused)" 0 'command-refused for an invalid command is not recorded'

printf torn >kept
echo '{"x":1}' >bad.json
run ticket-create -c press -r kept <bad.json
is "$(cat kept)" "$(printf 'torn\n{"x":1}')" 'a line that follows a torn one in the file of -r starts on a line of its own'

{ head -c 3000000 /dev/zero | tr '\0' x && echo TAIL; } >long
rm -f kept
run ticket-create -c press -r kept <long
same kept long 'a line of three million bytes is kept to its end'
{ printf '%070000d' 0 && sleep 1 && echo end; } | ticket-create -c press -r slow 2>"$err"
is "$(tail -c 4 slow)" end 'a long line whose end arrives a second later is kept to its end'
printf '{"%s":1}\n' "$(printf 'あ%.0s' $(seq 100))" | sed "s/^{/{\"specversion\":\"1.0\",\"id\":\"${id}7\",\"source\":\"\/t\",\"type\":\"$type\",\"data\":{/; s/\$/}/" >wide
run ticket-create -c press <wide
ok 'a truncated pointer is valid UTF-8' iconv -f utf-8 -t utf-16 "$out"
done_testing
