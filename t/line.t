#!/bin/sh
# A bad line is reported and kept, its neighbours are done.
. "$(dirname "$0")/lib.sh"
open_office 1000 1000
id=01900000-0000-7000-8000-00000000000
type=lanyard.ticketing.create-ticket-purchase.v1

# BAD LINE (as printf has it), WORDS, NAME: between two good ones.
n=0
refused() {
	n=$((n + 1))
	{ purchase "a$n" 1 && printf "$1\n" && purchase "b$n" 1; } >lines
	rm -f kept
	run ticket-create -c press -r kept <lines
	is "$rc:$(grep -c created "$out"):$(sed -n 2p lines | cmp - kept >/dev/null 2>&1 && echo kept)" \
		65:2:kept "$3"
	says "ticket-create: stdin:2: $2" '  and is told with its line, its place and why'
}

good='"purchaser":{"name":"A","email":"a@b.example"},"tickets":[{"type":"full","quantity":1}],"payment":"waived"'
refused '{"reference":"x",' 'is not JSON' 'a line that is cut off is bad'
refused 'null' 'is not JSON' 'so is one that is no object'
refused '[1,2]' 'is not a JSON object' 'or a list'
refused '' 'is empty' 'or empty'
refused '\357\273\277{}' 'begins with a byte order mark' 'or what a spreadsheet has put its mark before'
refused "{\"reference\":\"x\",$good,\"extra\":1}" '/extra: is not a field' 'a field that it does not know'
refused "{\"reference\":\"x\",\"reference\":\"y\",$good}" 'is not JSON: duplicate object key' 'a key twice'
refused "{\"reference\":7,$good}" '/reference: is a number, not a text' 'a number for a text'
refused "{\"reference\":\"\",$good}" '/reference: is empty' 'an empty reference'
refused "{\"reference\":\"tab\\\\there\",$good}" '/reference: holds a control character' 'a control character'
refused "{\"reference\":\"nul\\\\u0000\",$good}" 'holds \u0000, at byte' 'an escaped NUL'
refused "{\"reference\":\"x\",$good}\\000" 'holds a NUL byte' 'a NUL byte'
refused "{\"reference\":\"\\377\",$good}" 'is not JSON' 'what is not UTF-8'
refused "{\"reference\":\"\\302\\205\",$good}" '/reference: holds a control character' 'a control character of Latin-1'
refused "{\"reference\":\"$(printf '%0201d' 0)\",$good}" '/reference: is 201 bytes long' 'a reference too long'
refused "{\"reference\":\"x\"}" '/purchaser: is missing' 'a field that is missing'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/:1}/:0}/')" '/tickets/0/quantity: 0 is below 1' 'no tickets'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/:1}/:1.0}/')" '/tickets/0/quantity: is a number with a fraction' 'a fraction of a ticket'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/:1}/:1e2}/')" '/tickets/0/quantity: is a number with' 'an exponent'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/:1}/:99999999999999999999}/')" 'is not JSON: too big integer' 'an integer past all'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/waived/free/')" '/payment: "free" is not one of: waived, due' 'a word that it does not know'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/waived/\\\\u001b[31m\\\\nticket-create: stdin:9/')" \
	'/payment: holds a control character' 'a word that would write a message of its own'
refused "$(printf '{"reference":"x",%s}' "$good" | sed 's/a@b/ab/')" '/purchaser/email: "ab.example" is not' 'an address that is none'
refused "$(printf '[%.0s' $(seq 33))" 'nests deeper than 32' '33 levels'
refused "$(printf '{"a":%.0s' $(seq 10000))" 'nests deeper than 32' 'ten thousand levels'
refused "{\"specversion\":\"0.3\",\"id\":\"${id}1\",\"source\":\"/t\",\"type\":\"$type\",\"data\":{}}" '/specversion: is not "1.0"' 'another CloudEvents version'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}A\",\"source\":\"/t\",\"type\":\"$type\",\"data\":{}}" '/id: is not a UUID in canonical' 'an id in upper case'
refused "{\"specversion\":\"1.0\",\"source\":\"/t\",\"type\":\"$type\",\"data\":{}}" '/id: is missing' 'no id'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}1\",\"type\":\"$type\",\"data\":{}}" '/source: is missing' 'no source'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}1\",\"source\":\"/t\",\"type\":\"x.y\",\"data\":{}}" '/type: "x.y" is not what' 'a type that it does not take'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}1\",\"source\":\"/t\",\"type\":\"$type\",\"time\":\"today\",\"data\":{}}" '/time: is not a date-time' 'a time that is none'
refused "{\"specversion\":\"1.0\",\"id\":\"${id}1\",\"source\":\"/t\",\"type\":\"$type\"}" '/data: is missing' 'no data'
refused "{\"dryrun\":true,\"reference\":\"x\",$good}" 'was printed by a dry run' 'what a dry run printed'

{ purchase l1 1 && head -c 70000 /dev/zero | tr '\0' x && echo && purchase l2 1; } >lines
rm -f kept
run ticket-create -c press -r kept <lines
is "$rc:$(grep -c created "$out"):$(sed -n 2p lines | cmp - kept && echo kept)" 65:2:kept 'a line of 70000 bytes is told and kept, whole'
says 'stdin:2: is longer than 65536 bytes' '  with its number'
{ purchase t1 1 && purchase t2 1 | tr -d '\n'; } >torn
run ticket-create -c press <torn
is "$rc:$(grep -c created "$out")" 65:1 'a last line without its newline is a torn write: not done'
says 'stdin:2: has no newline' '  and told'
run ticket-create -c press </dev/null
is "$rc:$(wc -c <"$out")" 0:0 'no input is no error'

ID=${id}5 purchase ext 1 | sed 's/"source"/"traceparent":"00-ab","partitionkey":7,"source"/' >ext
run ticket-create -c press <ext
is "$rc" 0 'attributes of the envelope that it does not know are let through'
purchase '日本語, Ltd. "x"' 1 | sed 's/"x"/\\"x\\"/' >odd
run ticket-create -c press <odd
json .data.reference '日本語, Ltd. "x"' 'a reference is any text of UTF-8'
ID=${id}6 purchase bad 0 >bad
run ticket-create -c press <bad
json '"\(.data.code) \(.data.pointer) \(.sequence)"' 'malformed /data/tickets/0/quantity null' \
	'who sent an envelope is answered: command-refused, which is in no feed'
is "$(ticket-feed | grep -c refused)" 0 '  and recorded nowhere'

{ head -c 3000000 /dev/zero | tr '\0' x && echo TAIL; } >long
rm -f kept
run ticket-create -c press -r kept <long
same kept long 'a line of three million bytes is kept to its end'
{ printf '%070000d' 0 && sleep 1 && echo end; } | ticket-create -c press -r slow 2>"$err"
is "$(tail -c 4 slow)" end 'though its end comes late'
printf '{"%s":1}\n' "$(printf 'あ%.0s' $(seq 100))" | sed "s/^{/{\"specversion\":\"1.0\",\"id\":\"${id}7\",\"source\":\"\/t\",\"type\":\"$type\",\"data\":{/; s/\$/}/" >wide
run ticket-create -c press <wide
ok 'a pointer that is cut stays UTF-8' iconv -f utf-8 -t utf-16 "$out"
done_testing
