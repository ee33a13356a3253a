#!/bin/sh
# Bank transfers and the invoices that they pay: what is sure becomes a record, the rest is reported.
. "$(dirname "$0")/lib.sh"
open_crm
sponsor-register acme --name Acme --level Gold --email a@a.example >/dev/null

# Invoices NUMBER=AMOUNT[CURRENCY], in a store of their own.
invoices() { # NUMBER=AMOUNT...
	rm -rf "$LANYARD_HOME"
	sponsor-policy adopt policy.json >/dev/null
	sponsor-register acme --name Acme --level Gold --email a@a.example >/dev/null
	for invoice; do
		sponsor-invoice raise "${invoice%=*}" --sponsor acme --amount "${invoice##*=}" --currency EUR
	done >/dev/null
}
# A transfer, as a line.
transfer() { # ID AMOUNT TEXT [CURRENCY]
	jq -nc --arg id "$1" --argjson amount "$2" --arg text "$3" --arg currency "${4:-EUR}" \
		'{transfer: $id, received_on: "2025-02-03", $amount, $currency, $text}'
}
# What is matched: the invoices, as NUMBER=AMOUNT; the reasons of the others are in $err.
match() { # [OPTION...] <TRANSFERS
	run sponsor-match "$@"
	no_data
	jq -r '"\(.invoice)=\(.amount)"' "$out" | paste -sd ' ' -
}
# One transfer, of AMOUNT.
pays() { # AMOUNT TEXT WANTED NAME
	is "$(transfer T "$1" "$2" | match)" "$3" "$4"
}
reason() { # WORDS NAME: of the last "pays"
	says "sponsor-match: stdin:1: \"T\": $1" "$2"
}

invoices 2025-017=5000 RE-2025-018=6000 7=100 17=700 2025=200 inv/2025/3=800 X7K-QP=900 'Größe 1=1000'
pays 5000 2025-017 2025-017=5000 'an invoice is matched by its number'
transfer T 5000 2025-017 | sponsor-match >record
is "$(cat record)" '{"invoice":"2025-017","settled_on":"2025-02-03","payment":"T","amount":5000,"currency":"EUR"}' \
	'a record has the invoice, the date, the id and the amount of the transfer'
ok "the record is a payment by its schema" "$root/t/validate" --record lanyard.sponsorship.settle-invoice.v1 record
while IFS='|' read -r amount text wanted name; do
	pays "$amount" "$text" "$wanted" "$name"
done <<'END'
5000|Rechnung 2025-017 vom 3.2.2025, vielen Dank|2025-017=5000|a number is found within a sentence
5000|RE 2025-017|2025-017=5000|a word before the number does not matter
5000|re2025017|2025-017=5000|a number is found without its punctuation, after letters
5000|Inv.No.: 2025/017|2025-017=5000|a number is found with other punctuation
5000|EREF+X1 SVWZ+RE 2025-0 17 DANKE|2025-017=5000|a number is found that the bank's line folding has broken
5000|Rechnung2025-017vom 3.2.|2025-017=5000|a number is found whose blanks were lost
5000|２０２５－０１７|2025-017=5000|a number in full-width digits is found
5000|請求書2025-017の支払い|2025-017=5000|a number is found between Chinese characters
5000|n°2025‐017|2025-017=5000|a number with a Unicode hyphen is found
6000|re 2025 018|RE-2025-018=6000|the letters of a number are found in lower case, and apart
6000|Re2025018|RE-2025-018=6000|the letters of a number are found without its punctuation
700|17.|17=700|a number of two digits is found alone
800|INV 2025 3|inv/2025/3=800|the slashes of a number may be blanks
900|x7kqp|X7K-QP=900|a number of letters is found in lower case
1000|GRößE 1|Größe 1=1000|letters that are not ASCII are compared as they are
5000|2025-0170||a number is not found in a longer one
5000|12025-017||a number is not found at the end of a longer one
5000|2025-017-0||a number is not found in one that punctuation continues
5000|1/2025-017||a number is not found in one that punctuation begins
5000|2025-017b||a number is not found before a letter that makes it another one
5000|2025-017٠||a number is not found before a digit of another script
5000|2025-017​0||a number is not found before a digit that an invisible character separates
5000|2025-17||a number without its zero is another one
700|17 Tickets||a number of two digits is not found among words: it may be a count
200|Konferenz 2025||a number of four digits is not found among words: it may be a year
200|2025|2025=200|a number of four digits is found alone
700|am 17.03.2025||a number of two digits is not found in a date
700|1 7 Tickets||a short number is not found in digits that are apart
100|17||a number is not found in another invoice's number
900|ax7k-qp||a number of letters is not found in a longer word
5000|danke||a text without a number names nothing
5000|·–—||a text of punctuation alone names nothing
END
pays 5000 2025-0170 '' 'a longer number pays nothing'
reason 'names no invoice' 'the reason is that no invoice is named'

# Amounts.
pays 4000 2025-017 '' 'less than is due is not matched'
reason '40.00 EUR is 10.00 EUR less than is due of the invoice "2025-017"' 'the reason says how much less than is due it is'
pays 5001 2025-017 '' 'more than is due is not matched'
reason '50.01 EUR is 0.01 EUR more than is due of the invoice "2025-017"' 'the reason says how much more than is due it is'
is "$(transfer T 5000 2025-017 USD | match)" '' 'another currency is not matched'
reason 'the invoice "2025-017" is due in EUR, not in USD' 'the reason names both currencies'
pays -5000 2025-017 '' 'what went out is not matched'
reason '-50.00 EUR did not come in' 'the reason says that it did not come in'
pays 0 2025-017 '' 'a transfer of 0 is not matched'
is "$(printf '{"transfer":"T","received_on":"2025-02-03","amount":5,"currency":"EUR"}\n' | match)" '' 'a transfer without text is not matched'
reason 'has no text' 'the reason says that there is no text'

# Several.
invoices 2025-017=5000 2025-018=5000 2025-019=700 2025-01=300 2025-0199=40
pays 5700 '2025-017 und 2025-019' '2025-017=5000 2025-019=700' 'a transfer is split between invoices whose sum it is'
pays 10700 '2025-017/2025-018/2025-019' '2025-017=5000 2025-018=5000 2025-019=700' 'the numbers of a list may be joined by punctuation'
pays 5000 '2025-017, 2025-018' '' 'two invoices with the same amount are not decided'
reason 'names "2025-017" and "2025-018", and 50.00 EUR is due in more than one way' 'the reason names the invoices between which the amount does not decide'
pays 700 '2025-017, 2025-019' 2025-019=700 'the only one of two invoices that has the amount is matched'
pays 6000 '2025-017, 2025-019' '' 'a sum that is not exact is not split'
reason '60.00 EUR is 3.00 EUR more than is due of "2025-017" and "2025-019"' 'the reason says by how much the sum differs'
pays 10000 '2025-017 2025-017 2025-018' '2025-017=5000 2025-018=5000' 'an invoice that is named twice is paid once'
pays 5000 '2025-01 7' 2025-017=5000 'of two readings, the one that has the amount is matched'
pays 300 '2025-01 7' 2025-01=300 'of two readings, the amount decides for the other one, too'
pays 5300 '2025-01 7' '' 'two readings of one place are not added'
reason 'names "2025-01" or "2025-017", and none of them is due 53.00 EUR' 'the reason names both readings'
pays 300 2025-017 '' 'a number within a longer number that is an invoice, too, is not matched'
invoices 2025/30=100 20-2530=100
pays 100 202530 '' 'two invoices whose numbers differ by punctuation alone are not decided'
invoices $(seq -f '2025-1%02g=1' 40)
pays 40 "$(seq -f '2025-1%02g' 40 | paste -sd ' ')" "$(seq -f '2025-1%02g=1' 40 | paste -sd ' ')" 'a transfer may pay forty invoices'
pays 39 "$(seq -f '2025-1%02g' 40 | paste -sd ' ')" '' 'of forty invoices no choice is sure'
reason '0.39 EUR is 0.01 EUR less than is due of "2025-101", "2025-102", "2025-103", "2025-104", "2025-105" and 35 more' \
	'the reason names the first five of many'

# What is not open.
invoices I-100=100 I-200=100 I-300=100 I-400=100 I-500=0 I-600=600
sponsor-settle I-100 P-1 --settled-on 2025-02-01 >/dev/null
sponsor-settle I-600 P-6 --settled-on 2025-02-01 --amount 200 >/dev/null
sponsor-invoice cancel I-200 >/dev/null
sponsor-settle I-300 --settled-on 2025-02-01 >/dev/null
sponsor-invoice refund I-300 --refunded-on 2025-02-02 >/dev/null
sponsor-settle I-400 --settled-on 2025-02-01 >/dev/null
while IFS='|' read -r invoice why name; do
	pays 100 "$invoice" '' "$name is not matched"
	reason "the invoice \"$invoice\" $why" "the reason says that it is $name"
done <<'END'
I-100|was settled already, by the payment "P-1"|an invoice that another payment settled
I-200|was cancelled|an invoice that was cancelled
I-300|was refunded|an invoice that was refunded
I-400|was settled already, by a payment without reference|an invoice that a payment without reference settled
I-500|is of 0, and was settled when it was raised|an invoice of 0
END
pays 400 I-600 I-600=400 'what a part payment left is matched'
pays 600 I-600 '' 'the whole amount of an invoice that was paid in part is not matched'
pays 400 'I-600, already paid: I-100' I-600=400 'a settled invoice that is named, too, does not matter'

# Again: the same file, files that overlap, the same id.
invoices A-100=500 A-200=700 A-300=900
{
	transfer T-1 500 A-100
	transfer T-2 1600 'A-200 + A-300'
	transfer T-3 500 A-100
	transfer T-4 100 nothing
} >bank
run sponsor-match -r rest <bank
no_data
cp "$out" first
is "$rc:$(jq -r .transfer rest | paste -sd ' ' -)" '0:T-3 T-4' 'what is not sure is saved for the next tool, and is no error'
says '"T-3": the invoice "A-100" is paid by the transfer "T-1" of this input' \
	'the reason names the transfer of the same file that pays the invoice'
run sponsor-settle <first
cp "$out" settled
is "$(jq -r .data.invoice "$out" | paste -sd ' ' -)" 'A-100 A-200 A-300' 'the records settle the invoices'
count=$(events sponsor-feed)
run sponsor-match -r again <bank
no_data
same "$out" first 'the same file has the same records when its invoices are settled'
is "$(jq -r .transfer again | paste -sd ' ' -)" 'T-3 T-4' 'the same file has the same rest when its invoices are settled'
says '"T-3": the invoice "A-100" was settled already, by the payment "T-1"' \
	'the reason names the transfer of an earlier file that paid the invoice'
run sponsor-settle <first
same "$out" settled 'the same records get the same answers'
is "$(events sponsor-feed)" "$count" 'the same file records nothing'
cat bank bank >twice
is "$(match <twice)" "$(cat first first | jq -r '"\(.invoice)=\(.amount)"' | paste -sd ' ' -)" 'files that overlap have the same records twice'
invoices A-100=500 A-200=700
is "$(match <twice)" 'A-100=500 A-100=500' 'files that overlap have the same records twice before they are recorded, too'
{
	transfer T-1 500 A-100
	transfer T-1 500 'A-100, again'
} >reused
is "$(match <reused)" A-100=500 'another transfer with the same id pays nothing'
says 'stdin:2: "T-1": another transfer of this input has the same id' 'the reason says that another transfer has the id'
transfer x 500 A-100 | jq -c 'del(.transfer)' >nameless
cat nameless nameless >doubled
is "$(match <doubled)" A-100=500 'a transfer without an id that comes twice is matched once'
says 'stdin:2: it is the same as an earlier one of this input, and has no id that would distinguish them' \
	'the reason says that nothing distinguishes the transfers'
sponsor-match <nameless >made
is "$(jq -r .payment made | grep -cxE '2025-02-03-[0-9a-f]{20}')" 1 'a transfer without an id gets one of its date and its fields'
sponsor-settle <made >/dev/null
sponsor-match <nameless >made.again
same made made.again 'a transfer without an id gets the same one each time'
sponsor-settle --reverse A-100 "$(jq -r .payment made)" >/dev/null
is "$(match <nameless)" '' 'a transfer whose payment was reversed is not matched'
says 'the invoice "A-100" had this payment, which was reversed since: record it under another id' 'the reason says that the payment was reversed'

# The store is read as it is when the input ends, and no transaction is open while a pipe is read or
# written: else the write-ahead log grows as long as that takes.
invoices A-100=500 A-200=700 A-300=50000
store=$LANYARD_HOME/conference/sponsorship.db
checkpointed() {
	sqlite3 "$store" 'PRAGMA busy_timeout = 100; PRAGMA wal_checkpoint(TRUNCATE)' | tail -n 1
}
has_spool() { # PROCESS
	find "/proc/$1/fd" -type l -exec readlink {} + 2>/dev/null | grep -q deleted
}
mkfifo to from
sponsor-match <to >matched 2>"$err" &
matching=$!
exec 3>to
transfer T-1 500 A-100 >&3
ok 'sponsor-match copies what it reads from a pipe' soon 10 has_spool $matching
echo '{"invoice":"A-200","settled_on":"2025-02-03","payment":"T-2","amount":700,"currency":"EUR"}' | sponsor-settle >/dev/null
is "$(checkpointed)" '0|0|0' 'sponsor-match does not keep the store open for reading while its input lasts'
transfer T-3 700 A-200 >&3
exec 3>&-
wait $matching
is "$(jq -r .payment matched)" T-1 'sponsor-match prints what is sure when its input has ended'
says '"T-3": the invoice "A-200" was settled already' 'a transfer is compared with what the store has when the input has ended'
jq -nc 'range(1500) | {transfer: "S-\(.)", received_on: "2025-02-03", amount: 1, currency: "EUR", text: "A-300"}' >parts
sponsor-match --parts <parts >from 2>"$err" &
matching=$!
exec 4<from
read -r line <&4
echo "$line" | sponsor-settle >/dev/null
is "$(checkpointed)" '0|0|0' 'sponsor-match does not keep the store open for reading while its output is not read'
is "$(wc -l <&4 | tr -d ' ')" 1499 'sponsor-match prints the rest once its output is read'
exec 4<&-
ok 'sponsor-match ends well after a slow reader' wait $matching
transfer T-1 500 A-100 >one
if can_trace; then
	strace -f -qq -o /dev/null -e inject=write:error=ENOSPC:when=1 sponsor-match <one >"$out" 2>"$err"
	is "$?:$(cat "$out" "$err")" '74:sponsor-match: a temporary file: No space left on device' \
		'sponsor-match exits with 74 if what it found can not be saved until it is printed'
	cat one | strace -f -qq -o /dev/null -e inject=write:error=ENOSPC:when=1 sponsor-match >"$out" 2>"$err"
	is "$?:$(cat "$out" "$err")" '74:sponsor-match: a temporary file: No space left on device' \
		'sponsor-match exits with 74 if its input can not be copied'
	strace -f -qq -o opened -e trace=openat sponsor-match <one >"$out" 2>"$err"
	nth=$(grep -n -m 1 O_TMPFILE opened | cut -d : -f 1)
	strace -f -qq -o /dev/null -e inject=openat:error=EACCES:when="$nth"+ sponsor-match <one >"$out" 2>"$err"
	is "$?:$(cat "$out" "$err")" '73:sponsor-match: a temporary file: Permission denied' \
		'sponsor-match exits with 73 if it can not make a temporary file'
	cat one | strace -f -qq -o /dev/null -e inject=lseek:error=EIO sponsor-match >"$out" 2>"$err"
	is "$?:$(cat "$out" "$err")" '74:sponsor-match: a temporary file: Input/output error' \
		'sponsor-match exits with 74 if it can not read the copy of its input'
else
	skip 'sponsor-match reports calls that fail' 'strace is not here, or may not trace'
fi

# Parts.
invoices B-100=500 B-200=700
is "$(transfer T-1 200 B-100 | match --parts)" B-100=200 'less than is due is matched with --parts'
is "$(transfer T-1 600 B-100 | match --parts)" '' 'more than is due is not matched with --parts'
is "$(transfer T-1 200 'B-100 B-200' | match --parts)" '' 'less than is due of two invoices is not matched with --parts'
{
	transfer T-1 200 B-100
	transfer T-2 300 B-100
} >parts
run sponsor-match --parts <parts
no_data
cp "$out" first
is "$(jq -r '"\(.payment)=\(.amount)"' first | paste -sd ' ' -)" 'T-1=200 T-2=300' 'the part that is left is matched in the same file'
sponsor-settle <first >settled
is "$(jq -r '.type | sub(".*sponsorship."; "")' settled | paste -sd ' ' -)" 'invoice-partially-paid.v1 invoice-settled.v1' \
	'parts are recorded as part payments, the last of them settles the invoice'
run sponsor-match <parts
no_data
same "$out" first 'parts that are recorded have the same records, without --parts, too'

# More than is due.
invoices B-100=500 B-200=700
is "$(transfer T-1 501 B-100 | match --surplus)" B-100=501 'more than is due is matched with --surplus'
is "$(jq -c .overpaid "$out")" true 'the record of more than is due says that it is more'
is "$(transfer T-1 500 B-100 | match --surplus)" B-100=500 'what is due is matched with --surplus as without it'
is "$(jq -c .overpaid "$out")" null 'the record of what is due does not say that it is more'
is "$(transfer T-1 499 B-100 | match --surplus)" '' 'less than is due is not matched with --surplus'
is "$(transfer T-1 1201 'B-100 B-200' | match --surplus)" '' 'more than is due of two invoices is not matched with --surplus'
{
	transfer T-1 501 B-100
	transfer T-2 500 B-100
} >above
run sponsor-match --surplus <above
no_data
cp "$out" first
sponsor-settle <first >settled
is "$(jq -c '.data | [.invoice, .payment, .amount, .surplus]' settled | paste -sd ' ' -)" '["B-100","T-1",500,1] ["B-100","T-2",null,500]' \
	'more than is due settles the invoice, with a surplus, and another transfer is a surplus as a whole'
is "$(transfer T-3 500 B-100 | match --surplus)" B-100=500 'a transfer for a settled invoice is matched with --surplus'
is "$(jq -c .overpaid "$out")" true 'the record of a transfer for a settled invoice says that it is more'
is "$(transfer T-3 500 B-100 | match)" '' 'a transfer for a settled invoice is not matched without --surplus'
is "$(transfer T-3 500 'B-100 B-200' | match --surplus)" '' 'a transfer that names a settled invoice and another one is no surplus of it'
sponsor-invoice raise B-300 --sponsor acme --amount 500 --currency EUR >/dev/null
sponsor-invoice cancel B-300 >/dev/null
is "$(transfer T-3 500 B-300 | match --surplus)" '' 'a transfer for a cancelled invoice is not matched with --surplus'
run sponsor-match <above
no_data
same "$out" first 'a surplus that is recorded has the same record, without --surplus, too'
sponsor-settle <first >again
same again settled 'a surplus that is recorded gets the same answer'

# Options, bad lines, hostile texts.
invoices 2025-017=5000
run sponsor-match T-9 --received-on 2025-02-03 --amount 50.00 --currency EUR --text 'RE 2025-017'
no_data
is "$(jq -r '"\(.invoice) \(.payment)"' "$out")" '2025-017 T-9' 'a transfer may be given by options'
run sponsor-match -e T-9 --received-on 2025-02-03 --amount 50.00 --currency EUR --text none
is "$rc" 1 'sponsor-match -e exits with 1 if a transfer is not matched'
long=$(printf '%2001s' x)
{
	echo '{"transfer":"T-1"'
	printf '%s\n' '{"transfer":"T-1","received_on":"2025-02-03","amount":5000,"currency":"EUR","text":"2025-\n017"}'
	jq -nc --arg long "$long" '{transfer: "T-2", received_on: "2025-02-03", amount: 5000, currency: "EUR", text: $long}'
	echo '{"transfer":"T-3","received_on":"3.2.2025","amount":5000,"currency":"EUR","text":"2025-017"}'
	echo '{"transfer":"T-4","received_on":"2025-02-03","amount":5000,"currency":"EUR","text":"2025-017","colour":"red"}'
	echo '{"transfer":"T-5","received_on":"2025-02-03","amount":5000,"currency":"EUR","text":"2025-017","dryrun":true}'
	printf '{"text":"%70000s"}\n' x
	transfer T-6 5000 2025-017
	printf '{"transfer":"T-7"'
} >hostile
run sponsor-match -r kept <hostile
no_data
is "$rc:$(jq -r .payment "$out")" 65:T-6 'a valid transfer among bad lines is matched'
is "$(grep -c . "$err")" 8 'each bad line is reported once'
says 'stdin:2: /text' 'the report of a control character names the text'
says 'stdin:6: was printed by a dry run (-n)' 'a line of a dry run is refused'
grep -v T-6 hostile >expected
ok 'bad lines are saved byte for byte' cmp kept expected
run sponsor-match </
is "$rc" 74 "sponsor-match exits with 74 if its input can't be read"
transfer T-9 1 none >none
run sponsor-match -r /dev/full <none
is "$rc" 74 "sponsor-match exits with 74 if the rest can't be saved"
run sponsor-match -d none.db </dev/null
is "$rc" 66 'sponsor-match without a store exits with 66'
ticket-type add full --name Full --price 1 --currency EUR --capacity 1 >/dev/null
run sponsor-match -d "$LANYARD_HOME/conference/ticketing.db" </dev/null
is "$rc" 78 "sponsor-match with another context's store exits with 78"
run sponsor-match -r / </dev/null
is "$rc" 73 "sponsor-match exits with 73 if the file of -r can't be opened"
run sponsor-match <bank
no_data
transfer T-9 5000 2025-017 | sponsor-match >/dev/full 2>"$err"
is "$?" 74 "sponsor-match exits with 74 if it can't print"

# A text that names the same invoice 200 times, and one of 2000 letters.
pays 5000 "$(yes 2025-017 | head -n 200 | paste -sd ' ' -)" 2025-017=5000 'an invoice that is named 200 times is paid once'
pays 5000 "$(printf '%02000d' 0)" '' 'a text of 2000 digits names nothing'
done_testing
