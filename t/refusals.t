#!/bin/sh
# A refusal of a record that a person wrote is named on standard error; that of a command that a
# program identified is its answer alone.
. "$(dirname "$0")/lib.sh"
open_office 3 1000
id=01900000-0000-7000-8000-00000000000

cat >orders.csv <<-'END'
	reference,name,email,tickets,payment,discount
	B-1,Ann,ann@a.example,full=1,due,
	B-2,Bob,bob@a.example,fll=1,due,
	B-3,Cid,cid@a.example,full=9,due,
	B-4,Dee,dee@a.example,full=1,due,EARLY
	B-5,Eve,eve@a.example,full=1,due,
END
csv-import -q --map purchaser.name=name --map purchaser.email=email ticket-create orders.csv >orders
run ticket-create -c organiser <orders
is "$rc" 0 'refused lines leave the exit status 0'
json '.type | split("-")[-1][:-3]' 'created rejected rejected rejected created' 'each line of a sheet of orders has its answer, in order'
cat >wanted <<-'END'
	ticket-create: stdin:2: refused: there is no ticket type "fll"; there is only full (B-2 of organiser)
	ticket-create: stdin:3: refused: 9 of "full" requested, 2 left (B-3 of organiser)
	ticket-create: stdin:4: refused: "EARLY": there is no such discount code (B-4 of organiser)
END
same wanted "$err" 'each refused line of a sheet is named on standard error, once, with its number and the reason'
sed -n 2p "$out" >first
run ticket-create -e -v -c organiser <orders
is "$rc" 1 'a refused line exits with 1 with -e'
sed -n 2p "$out" >again
same first again 'the same line, refused again, is answered by the same event'
says 'ticket-create: stdin:2: refused: there is no ticket type "fll"; there is only full (B-2 of organiser)' \
	'the same line, refused again in the same way, is named again'
is "$(tail -n 1 "$err")" 'ticket-create: 5 lines, 0 of them bad, 3 refused' 'the count of -v has how many lines were refused'
run ticket-create -q -c organiser <orders
silent 'no refused line is named with -q'
run ticket-create -n -c organiser <orders
says 'ticket-create: stdin:2: dry run: refused: there is no ticket type "fll"' 'a dry run names a refused line'
{ ID=${id}1 purchase x1 1 fll && ID=${id}2 purchase x2 1; } >commands
run ticket-create -v -c organiser <commands
is "$rc $(grep -v 'not confined' "$err")" '0 ticket-create: 2 lines, 0 of them bad, 1 refused' 'a refusal of an identified command is its answer alone, and is counted'
run ticket-create -c organiser <commands
silent 'a refusal of an identified command that is sent again is its answer alone'
printf '%s\n' '{' >>orders
run ticket-create -c organiser <orders
is "$rc $(grep -c 'stdin:6: is not JSON' "$err") $(wc -l <"$err" | tr -d ' ')" '65 1 4' 'a bad line has precedence over refused ones, and is named as they are'

# Every other tool that takes orders' records.
for words in \
	'ticket-pay|{"payment":"p-1","reference":"B-1","amount":1,"currency":"JPY"}|stdin:1: refused for B-1: 35000 JPY is due, not 1 JPY' \
	'ticket-assign|{"reference":"B-77","name":"Bob","email":"b@b.example"}|stdin:1: refused for B-77' \
	'ticket-unassign|{"ticket":"01900000-0000-7000-8000-000000000009"}|stdin:1: refused' \
	'ticket-cancel|{"reference":"B-77"}|stdin:1: refused for B-77' \
	'ticket-reopen|{"reference":"B-1"}|stdin:1: refused for B-1' \
	'ticket-extend|{"reference":"B-77","deadline":"2026-01-01T00:00:00Z"}|stdin:1: refused for B-77' \
	'ticket-amend|{"reference":"B-77","name":"Bob"}|stdin:1: refused for B-77' \
	'ticket-refund|{"refund":"r-1","reference":"B-1","amount":1,"currency":"JPY"}|stdin:1: refused for B-1'; do
	tool=${words%%|*}
	words=${words#*|}
	printf '%s\n' "${words%%|*}" >line
	run "$tool" -c organiser <line
	is "$rc $(wc -l <"$err" | tr -d ' ')" '0 1' "a refusal of a record by $tool is one line on standard error"
	says "$tool: ${words#*|}" "the line of $tool about a refusal has its place and the reason"
done

# A list.
printf '{"name":"%s","email":"%s@d.example"}\n' Ann ann Bob bob >list
run ticket-assign names -c organiser --reference B-1 <list
is "$rc $(cut -d: -f1-4 "$err")" '0 ticket-assign: stdin:2: refused for B-1' 'a name for which there is no ticket is named by its line in the list'
run ticket-assign names -c organiser --series Eiche <list
is "$rc $(grep -c 'stdin:[12]: refused: the client "organiser" has no purchase of the series "Eiche"' "$err")" '0 2' 'names of an unknown series are each named as refused'

# A client's pipeline in cron.
open_crm
ticket-client add sponsorship --commands create-ticket-purchase --types full --waive --budget 1 >/dev/null
pay_sponsor acme Gold && sponsor-onboard <paid.acme >/dev/null
sponsor-allocate -a | ticket-create -c sponsorship 2>said >answers
is "$(jq -r .data.code answers) $(cat said)" 'sold_out ' 'ticket-create is silent about a refusal in the pipeline of a client'

if command -v script >/dev/null; then
	script -qec 'ticket-create -c organiser 2>said' /dev/null <orders >typed 2>/dev/null
	is "$(grep -c 'refused: ' typed) $(grep -c 'refused: ' said)" '3 0' 'a terminal has the sentence of a refused line once'
	script -qec 'ticket-create --json -c organiser 2>said' /dev/null <orders >/dev/null 2>&1
	is "$(grep -c 'refused: ' said)" 3 'a refused line is named beside JSON on a terminal'
else
	skip 'a refused line on a terminal' 'script (bsdutils) is not here'
fi
done_testing
