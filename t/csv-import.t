#!/bin/sh
# Rows of CSV files, as spreadsheets and banks write them, as records for a tool. The files in
# t/csv are of our own making; beside each are the arguments, the records and the messages.
. "$(dirname "$0")/lib.sh"

# A record is bare, so its type is named to the validator.
import() { # ARGUMENT...
	run csv-import "$@"
	no_data
}
sponsors() { # ROW...: after a header
	printf '%s\n' 'Sponsor,Name,Level,E-Mail,Signed up on' "$@" >rows.csv
	import sponsor-register rows.csv
}
invoices() { # ARGUMENT... -- ROW...
	while [ "$1" != -- ]; do
		set -- "$@" "$1"
		shift
	done
	shift
	rows=
	# What follows "--" are rows, up to the arguments, which went to the end.
	while [ $# -gt 0 ] && [ "$1" != "${1#*,}" ]; do
		rows="$rows$1
"
		shift
	done
	printf 'Sponsor,Invoice,Amount,Due on\n%s' "$rows" >rows.csv
	import "$@" sponsor-invoice raise rows.csv
}

cp "$root"/t/csv/* .
for file in *.csv; do
	name=${file%.csv}
	eval "set -- $(cat "$name.args")"
	import "$@" "$file"
	same "$out" "$name.ndjson" "the records of the file $name are those beside it"
	touch "$name.err"
	same "$err" "$name.err" "the messages about the file $name are those beside it"
	wanted=0
	grep -qv 'warning:\|rows\? not selected$' "$name.err" && wanted=65
	is "$rc" "$wanted" "csv-import exits with $wanted after the file $name"
	case " $* " in *' sponsor-contract sign '*) type='sponsor-contract sign' ;; *) eval "type=\${$#}" ;; esac
	case " $* " in *' sponsor-invoice raise '*) type='sponsor-invoice raise' ;; *' ticket-type add '*) type='ticket-type add' ;; esac
	command=$(${type%% *} --describe | jq -r --arg verb "${type#* }" '.verbs | map(select(.name == $verb)) + map(select(.name == null)) | .[0].command')
	ok "the records of the file $name are valid for $type, by an independent validator" \
		"$root/t/validate" --record "$command" "$out"
done

open_crm
csv-import -q --map level=Paket sponsor-register sponsors-german.csv | sponsor-register -q >"$scratch/printed/registered"
is "$(jq -r .subject "$scratch/printed/registered" | paste -sd ' ' -)" 'elm birke 00123' 'sponsor-register takes the records of a German spreadsheet from a pipe'
csv-import sponsor-invoice raise invoices-swiss.csv --map invoice=Rechnung --map amount=Betrag | sponsor-invoice raise >/dev/null 2>&1
is "$(sponsor-feed | jq -r 'select(.type | test("invoice-raised")).data | "\(.invoice) \(.amount) \(.currency)"' | paste -sd , -)" \
	'2025-17 500000 CHF,2025-18 250000 CHF' 'sponsor-invoice raise takes the records of a Swiss spreadsheet from a pipe'

# Encodings, line breaks, delimiters: one file in each gives the same records.
printf 'Sponsor,Name,Level,E-Mail\nelm,"Bücher, ""Elm""",Gold,e@elm.example\noak,Oak,Silver,o@oak.example\n' >plain.csv
csv-import sponsor-register plain.csv >wanted
gives() { # NAME ARGUMENT...
	gives_name=$1
	shift
	import sponsor-register "$@"
	same "$out" wanted "$gives_name"
}
iconv -t windows-1252 plain.csv >other.csv
gives 'a file in windows-1252 gives the records of one in UTF-8' other.csv
is "$(cat "$err")" 'csv-import: other.csv: warning: it is not UTF-8, and is read as windows-1252; --encoding names another' \
	'a file that is assumed to be in windows-1252 gives a warning'
import --encoding windows-1252 sponsor-register other.csv
is "$(cat "$err")" '' 'a file in an encoding that is named gives no warning'
printf 'guest,name,email,group\ng1,\243ukasz,l@x.example,crew\n' >polish.csv
import --encoding windows-1250 guest-register polish.csv
json .name Łukasz 'a Polish file is read in the encoding that is named'
for encoding in UTF-16LE UTF-16BE; do
	iconv -t $encoding plain.csv >other.csv
	gives "a file in $encoding without a byte order mark gives the records of one in UTF-8" other.csv
	{ printf '\357\273\277' | iconv -t $encoding && cat other.csv; } >marked.csv
	gives "a file in $encoding with a byte order mark gives the records of one in UTF-8" marked.csv
done
{ printf '\357\273\277' && cat plain.csv; } >other.csv
gives 'a file with a byte order mark of UTF-8 gives the same records' other.csv
iconv -t macintosh plain.csv >other.csv
gives 'a file in an encoding that is named gives the same records' --encoding macintosh other.csv
sed 's/$/\r/' plain.csv >other.csv
gives 'a file with CR LF gives the same records' other.csv
tr '\n' '\r' <plain.csv >other.csv
gives 'a file with CR alone gives the same records' other.csv
head -c -1 plain.csv >other.csv
gives 'a file whose last line has no line break gives the same records' other.csv
for delimiter in ';' "$(printf '\t')" '|'; do
	printf "Sponsor@Name@Level@E-Mail\nelm@\"Bücher, \"\"Elm\"\"\"@Gold@e@elm.example\noak@Oak@Silver@o@oak.example\n" |
		sed "s/@/$delimiter/g; s/\(.\)$delimiter\([a-z]*\.example\)/\1@\2/g" >other.csv
	gives "a file whose delimiter is '$delimiter' gives the same records" other.csv
done
sed 's/|/^/g; s/^/ /; s/\^/ ^/' other.csv >named.csv
gives 'a file whose delimiter is named gives the same records' --delimiter '^' named.csv
import sponsor-register <plain.csv
same "$out" wanted 'csv-import reads standard input without a file'
import sponsor-register - <plain.csv
same "$out" wanted 'csv-import reads standard input for a file called -'
printf ',,,\n\n   \nelm,"Bücher, ""Elm""",Gold,e@elm.example,\noak , Oak,\302\240Silver,"o@oak.example"\n\n,,,\n' | sed '1iSponsor,Name,Level,E-Mail' >other.csv
gives 'blank rows and blanks at the ends of cells make no difference' other.csv

# Columns.
import sponsor-register -n plain.csv
is "$(jq -c 'select(.dryrun) | del(.dryrun)' "$out")" "$(jq -c . wanted)" 'a dry run prints the first records, marked as such'
says 'the delimiter is a comma (guessed)' 'a dry run says which delimiter it has guessed'
says 'the encoding is UTF-8 (guessed)' 'a dry run says which encoding it has guessed'
says 'column "E-Mail" is email' 'a dry run says which column is which field'
says '3 lines: 1 to the header, 2 of 2 records, 0 refused, 0 empty' 'a dry run counts lines, records and refused lines'
is "$(sponsor-register -q <"$out" 2>&1 | head -n 1)" 'sponsor-register: stdin:1: was printed by a dry run (-n)' 'no tool takes what a dry run has printed'
printf 'Sponsor,Name,Level,Mail address\nelm,Elm,Gold,e@elm.example\n' >other.csv
import sponsor-register other.csv
json .email e@elm.example 'the only field that is an e-mail address is found by another name for one'
headings() { # TOOL HEADINGS CELLS
	printf '%s\n%s\n' "$2" "$3" >other.csv
	import "$1" other.csv
	is "$rc:$(cat "$err")" 0: "the headings $2 are found by $1 without --map"
}
headings sponsor-register 'Id,Company,Level,Contact email' 'elm,Elm,Gold,e@elm.example'
json '"\(.sponsor) \(.name) \(.email)"' 'elm Elm e@elm.example' 'a company is the name of a sponsor, and an id its key'
headings sponsor-register 'ID;Sponsor name;Package;E-mail address;Sign-up date' 'elm;Elm;Gold;e@elm.example;2025-01-31'
headings guest-register 'Id,Full name,Email,Role' 'gus,Gus,g@x.example,crew'
headings guest-register 'Guest ID;Name;Mail;Group;Registration date' 'gus;Gus;g@x.example;crew;2025-01-31'
headings speaker-invite 'ID,Full name,Speaker email,Role,Sessions' 'S1,Ann,a@x.example,talk,Commas'
headings speaker-invite 'Speaker,Name,E-Mail,Roles,Talk title' 'S1,Ann,a@x.example,talk,Commas'
printf 'Id,Sponsor,Name,Level,Email,Billing email\nx,elm,Elm,Gold,e@elm.example,b@elm.example\n' >other.csv
import sponsor-register other.csv
json '"\(.sponsor) \(.email)"' 'elm e@elm.example' 'a column with the very name of a field is surer than Id or an e-mail address'
printf 'Sponsor,Name,Level,Contact email,Billing email\nelm,Elm,Gold,e@elm.example,b@elm.example\n' >other.csv
import sponsor-register other.csv
says 'two columns are email: "Contact email" (4) and "Billing email" (5)' 'of two e-mail addresses none is preferred'
printf 'Id,Settled on,Amount,Currency\nI1,2025-01-31,5.00,EUR\n' >other.csv
import sponsor-settle other.csv
says 'no column is invoice' 'an id is none of several keys'
printf "The sponsor's ID;Sponsor names;LEVEL;e_mail\nelm;Elm;Gold;e@elm.example\n" >other.csv
import sponsor-register other.csv
json '"\(.sponsor) \(.name) \(.level)"' 'elm Elm Gold' 'a column is found by the first words of the description of its field, in any case and number'
printf 'Sponsor,Name,Name,Email\nelm,Elm,Ulm,e@elm.example\n' >other.csv
import sponsor-register other.csv
is "$rc:$(cat "$out")" 65: 'a file with two columns for one field gives no record'
says 'other.csv:1: two columns are name: "Name" (2) and "Name" (3); --map name=COLUMN decides, by name or number' 'two columns for one field are named'
says 'other.csv:1: no column is level (its level or package, as named by the policy); --map level=COLUMN names one' 'a required field without a column is named, with its description'
import sponsor-register plain.csv --map level=Nothing
says 'there is no column "Nothing" for level; there are "Sponsor", "Name", "Level", "E-Mail"' 'a mapped column that is not there is named, with those that are'
printf 'Invoice,Settled on,Amount,Amount paid,Currency\nI1,2025-01-31,5000.00,100.00,EUR\n' >other.csv
import sponsor-settle other.csv
is "$rc:$(cat "$out")" 65: 'a file with what is due and what was paid gives no record'
says 'two columns are amount: "Amount" (3) and "Amount paid" (4); --map amount=COLUMN decides' 'two columns that may be one amount are named, even if one has its very name'
import -q --map 'amount=Amount paid' sponsor-settle other.csv
json .amount 10000 '--map decides between two columns that may be one amount'
printf 'Sponsor,Invoice,Amount,Currency,Due on,Due date\nelm,I1,5.00,EUR,2025-01-31,2025-02-28\n' >other.csv
import sponsor-invoice raise other.csv
is "$rc:$(cat "$out")" 65: 'a file with two columns that may be one date gives no record'
says 'two columns are due_on: "Due on" (5) and "Due date" (6); --map due_on=COLUMN decides' 'two columns that may be one date are named, even if one has its very name'
printf 'Name,name ,Level,E-Mail\nElm,x,Gold,e@elm.example\n' >other.csv
import sponsor-register other.csv --map sponsor=Name --map name=Name
json '"\(.sponsor) \(.name)"' 'Elm Elm' 'a column can be mapped to several fields'
printf 'Sponsor,Größe,PAKÉT,E-Mail\nelm,Elm,Gold,e@elm.example\n' >other.csv
import sponsor-register other.csv --map name=GRÖSSE --map level="Pake$(printf '\314\201')t"
json '"\(.name) \(.level)"' 'Elm Gold' 'a column is mapped by its name in any case, and in any form of its letters'
printf 'Sponsor,Name,Level,E-Mail,Status\nelm,Elm,Gold,e@elm.example,GRÜN\noak,Oak,Gold,o@oak.example,rot\n' >other.csv
import -q --only status=grün sponsor-register other.csv
json .sponsor elm '--only finds a text in any case, also of letters that ASCII does not have'
import --only "status=$(printf '\377')" sponsor-register other.csv
is "$rc:$(cat "$out")" 64: '--only with a text that is not UTF-8 is a usage error'
printf 'Sponsor,Name,Level,E-Mail,\377\nelm,Elm,Gold,e@elm.example,x\n' >other.csv
import -q --encoding UTF-8 sponsor-register other.csv
json .sponsor elm 'a column whose name is not UTF-8 is ignored'
{
	printf 'Sponsor,Name,Status,Contact\nelm,Elm,Gold,e@elm.example\n'
	cat plain.csv
} >other.csv
import sponsor-register other.csv
is "$rc:$(cat "$out")" 65: 'a file of two exports, of which the second has the better header, gives no record'
says 'other.csv:3: most names of columns are here, but line 1 has as many cells, and is no record if this is the header: --header 3 or 1 decides' \
	'a row that may be a record above the header is named, with the option that decides'
gives '--header takes a line as the header, whatever is before it' --header 3 other.csv
import --header 1 --map level=Status --map email=Contact sponsor-register other.csv
is "$rc:$(jq -r .sponsor "$out" | paste -sd ' ' -)" '65:elm elm oak' '--header takes the first line as the header, and what follows it as rows'
import --header 2 sponsor-register other.csv
says 'other.csv:2: no column is sponsor' '--header of a row without names finds no columns'
import --header 99 sponsor-register other.csv
is "$rc:$(cat "$err")" '65:csv-import: other.csv: --header 99: no row begins there, or one of more than 4096 cells' '--header of a line that is not there is refused'
import --header 1 --columns sponsor,name,level,email sponsor-register other.csv
is "$rc" 64 '--header with --columns is a usage error'
import --header 0 sponsor-register other.csv
is "$rc" 64 '--header 0 is a usage error'
awk 'BEGIN { for (i = 1; i <= 40; i++) print "note " i }' | cat - plain.csv >other.csv
gives '--header finds a header beyond the first 30 rows' --header 41 other.csv
printf 'Sponsor,Name,Level,E-Mail,Notes,Phone\nelm,Elm,Gold,e@elm.example,x,1\n' >other.csv
import sponsor-register other.csv
is "$rc:$(cat "$err")" '0:csv-import: other.csv:1: warning: these columns are ignored: "Notes", "Phone"' 'columns that are no field are named once, and ignored'
import -q sponsor-register other.csv
silent '-q silences warnings'
import sponsor-register plain.csv --default signed_up_on=31.01.2025
json .signed_up_on '2025-01-31 2025-01-31' 'a default is the value of rows without one, written as in a cell'
import sponsor-register plain.csv --require signed_up_on
says 'no column is signed_up_on' 'a field of --require needs a column'
sponsors 'elm,Elm,Gold,e@elm.example,' 'oak,Oak,Gold,o@oak.example,2025-01-31'
json '.signed_up_on' 'null 2025-01-31' 'an empty cell of an optional field makes it absent'

printf 'Sponsor,Name,Name,Email,Level\nelm,Elm,Ulm,e@elm.example,Gold\n' >other.csv
import sponsor-register other.csv --map name=3
json .name Ulm 'of two columns with one name, --map takes one by its number'
printf '3,Name,Level,Email\nelm,Elm,Gold,e@elm.example\n' >other.csv
import sponsor-register other.csv --map sponsor=3
json .sponsor elm 'a column whose name is a number is named by it, not counted'
import sponsor-register other.csv --map sponsor=5
says 'there is no column "5" for sponsor' 'a column by a number that is more than there are columns is refused'

# Files without a header.
tail -n +2 plain.csv >other.csv
gives '--columns names the columns of a file without a header, in order' --columns sponsor,name,level,email other.csv
sed 's/,Gold,/;;Gold;-;/; s/,Silver,/;x;Silver;-;/; s/^\([a-z]*\),/\1;/' other.csv >more.csv
gives 'columns that --columns leaves empty, or has as -, are ignored' --columns sponsor,name,,Level,-,E-Mail more.csv
sed 1d more.csv >one.csv
import -n --columns sponsor,name,,level,-,email sponsor-register one.csv
says 'the delimiter is a semicolon (guessed)' 'without a header, the delimiter is the one by which most rows have all columns'
says 'there is no header' 'a dry run says that there is no header'
printf 'sep=;\n' | cat - more.csv >marked.csv
gives 'a first line sep=; is no row of a file without a header' --columns sponsor,name,,level,-,email marked.csv
import --columns sponsor,name,level,email sponsor-register plain.csv
same "$out" wanted 'a first row that names the columns of --columns is no record'
is "$(cat "$err")" 'csv-import: plain.csv:1: warning: this line is taken for a header, and ignored' 'a header that --columns denies is reported'
import --columns sponsor,name,email sponsor-register other.csv
is "$rc:$(cat "$out")" 65: '--columns without a required field gives no record'
says 'other.csv: no column is level' 'a required field that --columns lacks is named'
import --columns sponsor,name,level,email,signed_up_on sponsor-register other.csv
is "$rc:$(jq -r .sponsor "$out" | paste -sd ' ' -)" '0:elm oak' 'a row without the last columns of --columns is converted'
import --columns sponsor,name,level sponsor-register --default email=x@x.example other.csv
says 'other.csv:1: has 4 cells for 3 columns' 'a row with more cells than --columns has is refused'
import --columns sponsor,nmae,level,email sponsor-register other.csv
is "$rc:$(cat "$err")" '64:csv-import: --columns: there is no field nmae; did you mean name? see csv-import --help' 'a name in --columns that is no field is a usage error with the nearest field'
import --columns sponsor,name,level,email sponsor-register /dev/null
is "$rc:$(cat "$out")" 0: 'an empty file without a header gives no record'
import -r refused.csv --columns sponsor,name,level,email sponsor-register - <<-'END'
	elm,Elm,Gold,e@elm.example
	oak,Oak,Gold,oak
END
is "$rc:$(cat refused.csv)" 65:oak,Oak,Gold,oak 'refused rows of a file without a header are saved without one'
rm refused.csv

# Which rows.
cat >bank.csv <<-'END'
	Date,Kind,Text,Amount,S/H
	2025-02-03,Transfer,I-1,"1,250.00",H
	2025-02-04,Fee,,-3.00,S
	2025-02-05,transfer,I-2,99.50,H
	2025-02-06,Card,I-3,,H
	2025-02-07,Card,I-4,0.00,H
	2025-02-08,Card,I-5,(12.00),H
	2025-02-09,Card,I-6,many,H
	2025-02-10,Direct debit,I-7,5.00,S
END
bank() { # ARGUMENT...
	import --map invoice=Text --map settled_on=Date --default currency=EUR "$@" sponsor-settle bank.csv
}
bank --incoming
json .invoice 'I-1 I-2 I-7' '--incoming takes the rows with an amount above 0'
says 'bank.csv: 4 rows not selected' 'the rows that are not selected are counted'
says 'bank.csv:8: Amount: "many" is not an amount' '--incoming does not hide an amount that can not be read'
bank --only S/H=h --only Kind=Transfer
json .invoice 'I-1 I-2' '--only takes the rows that have the text in the column, in any case'
bank -q --only Kind=Transfer --only 'kind=direct debit'
json .invoice 'I-1 I-2 I-7' 'of several texts for one column, a row has one'
silent '-q does not count the rows that are not selected'
bank -v --only 5=S --incoming
json .invoice I-7 '--only takes a column by its number, and --incoming of these rows those with an amount'
says '9 lines: 1 to the header, 1 of 1 record, 7 not selected, 0 refused, 0 empty' 'the lines that are not selected are in the summary'
bank --only Amount=
is "$(jq -c . "$out")" '{"invoice":"I-3","settled_on":"2025-02-06","currency":"EUR"}' '--only without a text takes the rows whose cell is empty'
bank --only Kind
is "$rc:$(cat "$out")" 64: '--only without a text is a usage error'
bank --only Sort=x
is "$rc:$(cat "$out")" 65: '--only of a column that is not there gives no record'
says 'bank.csv:1: --only Sort=x: there is no column Sort' 'a column of --only that is not there is named'
printf 'Sponsor,Name,Level,E-Mail,Note,Note\nelm,Elm,Gold,e@elm.example,x,y\n' >other.csv
import --only Note=x sponsor-register other.csv
says 'other.csv:1: --only Note=x: 2 columns are Note; name one by its number' '--only of a name that two columns have is refused'
import --incoming sponsor-register other.csv
is "$rc:$(cat "$out")" 65: '--incoming without an amount gives no record'
says 'other.csv:1: --incoming: no column is an amount' '--incoming without an amount is refused with the reason'

printf 'Buchungstag;Betrag;Soll/Haben;Verwendungszweck;Referenz\n31.01.2025;500,00;S;Storno 2025-31;B1\n01.02.2025;7,00;h;2025-32;B2\n' >signs.csv
signs() { # ARGUMENT...
	import -q --map received_on=Buchungstag --map amount=Betrag --map text=Verwendungszweck --map transfer=Referenz --default currency=EUR "$@" sponsor-match signs.csv
}
signs
is "$rc:$(cat "$out")" 65: "a bank's file whose amounts have their sign in an ignored column gives no record"
says "signs.csv:1: the column Soll/Haben has whether money came in, and no amount is negative; --only 'Soll/Haben=H' takes the rows of money that came in, with --only 'Soll/Haben=S' all" 'an ignored column of signs is refused with the options that decide'
signs --only Soll/Haben=H
json .transfer B2 '--only takes the money that came in by a column of signs'
signs --only Soll/Haben=H --only Soll/Haben=S
json .transfer 'B1 B2' '--only with both signs takes all rows'
sed -i 's/;500/;-500/' signs.csv
signs
json .transfer 'B1 B2' 'a column of signs is ignored beside amounts that have theirs'
printf '31.01.2025,500.00,DBIT,Refund,B1\n' >signs.csv
import --columns received_on,amount,,text,transfer --default currency=EUR sponsor-match signs.csv
says "the column 3 has whether money came in" 'an ignored column of signs without a header is refused with its number'
printf 'Sponsor,Name,Level,E-Mail,Kind\nelm,Elm,Gold,e@elm.example,C\n' >other.csv
import -q sponsor-register other.csv
is "$rc" 0 'a column like signs is ignored where no column is an amount'

# Faults of rows.
sponsors 'elm,Elm,Gold,elm.example,31.02.2025' 'oak,Oak,Gold,o@oak.example,' ',,,,x'
is "$rc:$(jq -r .sponsor "$out")" 65:oak 'the rows beside a refused one are converted'
says 'rows.csv:2: E-Mail: "elm.example" is not an e-mail address; Signed up on: "31.02.2025" is not a date' 'all faults of a row are in one message, with line and columns'
says 'rows.csv:4: Signed up on: "x" is not a date; Sponsor: is empty; Name: is empty' 'required cells that are empty are in the same message'
sponsors 'elm,Elm,Gold,e@elm.example,,more' 'oak,Oak'
says 'rows.csv:2: has 6 cells for 5 columns' 'a row with more cells than the header is refused'
says 'rows.csv:3: Level: is empty; E-Mail: is empty' 'a row with fewer cells than the header has empty ones'
printf 'Sponsor,Name,Level,E-Mail\nelm,Elm,Gold,e@elm.example\noak,O' >other.csv
import sponsor-register other.csv
says 'other.csv:3: has 2 cells of 4, and no line break: it is truncated' 'a last row that is truncated is refused'
sponsors '#N/A,Elm,Gold,e@elm.example,' '1.23E+15,Elm,Gold,e@elm.example,' '0012,Elm,Gold,e@elm.example,45688'
says '"#N/A" is a spreadsheet'"'"'s error' "a spreadsheet's error is refused"
says '"1.23E+15" is a number that a spreadsheet has shortened' 'a number that a spreadsheet has shortened is refused as an id'
says '"45688" is a spreadsheet'"'"'s number of a day' "a spreadsheet's number of a day is refused"
long=$(printf '%0201d' 0)
sponsors "elm,$long,Gold,e@elm.example,"
says 'Name: is 201 bytes long; 200 is the most' 'a text that is longer than its field permits is refused'

# What reports print with --csv.
sponsor-register calc --name '=1+1' --level Gold --email c@calc.example >/dev/null
sponsor-status --csv calc >other.csv
import -q sponsor-register other.csv
is "$rc:$(jq -r '"\(.sponsor) \(.name) \(.level) \(.email)"' "$out")" '0:calc =1+1 Gold c@calc.example' 'a report with --csv is imported, without the marks of texts like formulas'

# What is ambiguous.
sponsors 'elm,Elm,Gold,e@elm.example,1/2/2025' 'oak,Oak,Gold,o@oak.example,3/3/2025'
is "$rc:$(jq -r .signed_up_on "$out")" 65:2025-03-03 'a date whose day and month are the same number is not ambiguous'
says 'rows.csv:2: Signed up on: "1/2/2025" may begin with the day or the month; --dates dmy or mdy decides' 'an ambiguous date is refused, with the option that decides'
sponsors 'elm,Elm,Gold,e@elm.example,1/2/2025' 'oak,Oak,Gold,o@oak.example,13/2/2025'
json .signed_up_on '2025-02-01 2025-02-13' 'a date that is not ambiguous decides on the others'
sponsors 'elm,Elm,Gold,e@elm.example,1/2/2025' 'oak,Oak,Gold,o@oak.example,13/2/2025' 'fir,Fir,Gold,f@fir.example,2/13/2025'
says 'rows.csv:2: Signed up on: "1/2/2025" may begin' 'dates that contradict each other decide nothing'
import -n sponsor-register rows.csv
says 'some dates have the day first, others the month: 1/2/2025 is refused' 'a dry run says that dates contradict each other'
import --dates mdy sponsor-register rows.csv
json .signed_up_on '2025-01-02 2025-02-13' '--dates decides on ambiguous dates'
says '"13/2/2025" is no date with the month first (--dates)' 'a date in another order than that of --dates is refused'
sponsors 'elm,Elm,Gold,e@elm.example,25/01/31' 'oak,Oak,Gold,o@oak.example,1/2/2025' 'fir,Fir,Gold,f@fir.example,31.01.25'
is "$rc:$(cat "$out")" 65: 'a year of two digits that may be first or last is refused, and decides on no other date'
says 'rows.csv:2: Signed up on: "25/01/31" may begin with the day, the month or the year; --dates dmy, mdy or ymd decides' 'a year of two digits that may be first is refused with the option that decides'
import --dates ymd sponsor-register rows.csv
json .signed_up_on '2025-01-31 2031-01-25' '--dates ymd reads years of two digits first'
import --dates dmy sponsor-register rows.csv
json .signed_up_on '2031-01-25 2025-02-01 2025-01-31' '--dates dmy reads years of two digits last'
sponsors 'elm,Elm,Gold,e@elm.example,01/02/25' 'oak,Oak,Gold,o@oak.example,01/31/25'
json .signed_up_on '2025-01-02 2025-01-31' 'a date with a year of two digits that is not ambiguous decides on the others'
sponsors 'elm,Elm,Gold,e@elm.example,25/01/31' 'oak,Oak,Gold,o@oak.example,13/2/2025'
is "$rc:$(jq -r .signed_up_on "$out")" 65:2025-02-13 'a date with four digits does not decide where a year of two stands'
invoices --default currency=EUR -- 'elm,1,1.250,' 'elm,2,12.50,'
is "$rc:$(jq -r .amount "$out")" 65:1250 'an amount of EUR with three decimals is refused where others have a point'
says 'rows.csv:2: Amount: "1.250" has more decimals than EUR has' 'three decimals are refused with the reason, zeros, too'
printf 'Type,Name,Price,Currency,Capacity\na,A,299.00,EUR,1.000\nb,B,299.00,EUR,"1,000"\n' >other.csv
import ticket-type add other.csv
is "$rc:$(jq -r '"\(.type) \(.capacity)"' "$out")" '65:b 1000' 'a capacity of 1.000 is refused where decimals are after a point, and 1,000 read'
says 'other.csv:2: Capacity: "1.000" is not a whole number' 'a whole number with decimals is refused, zeros, too'
printf 'Type,Name,Price,Currency,Capacity\na,A,300,EUR,2.000\n' >other.csv
import ticket-type add other.csv
is "$rc:$(cat "$out")" 65: 'a capacity of 2.000 is refused where nothing says what a point precedes'
says 'Capacity: "2.000" may have thousands or decimals; --decimal comma or point decides' 'a whole number that may have thousands is refused with the option that decides'
invoices --default currency=EUR -- 'elm,1,1.250,' 'elm,2,5000,'
is "$rc:$(jq -r .amount "$out")" 65:500000 'an amount without decimals is in the main unit of its currency'
says 'rows.csv:2: Amount: "1.250" may have thousands or decimals; --decimal comma or point decides' 'an ambiguous amount is refused, with the option that decides'
invoices --default currency=EUR -- 'elm,1,1.250,' 'elm,2,"7,50",'
json .amount '125000 750' 'an amount that is not ambiguous decides on the others'
invoices --default currency=EUR --decimal point -- 'elm,1,1.25,' 'elm,2,"7,50",'
is "$rc:$(jq -r .amount "$out")" 65:125 '--decimal decides on amounts'
says '"7,50" has its decimals after a comma, but they are after a point (--decimal)' 'an amount with another mark than that of --decimal is refused'

sponsors 'elm,Elm,Gold,e@elm.example,2025-01-31T23:30:00Z' 'oak,Oak,Gold,o@oak.example,31.01.2025 23:30' 'fir,Fir,Gold,f@fir.example,"Jan 31, 2025, 7:30 PM -0500"'
says 'rows.csv:2: Signed up on: "2025-01-31T23:30:00Z" is a moment, whose date depends on the time zone; --zone names one' 'a moment has no date without a time zone'
import --zone Europe/Berlin sponsor-register rows.csv
json .signed_up_on '2025-02-01 2025-01-31 2025-02-01' '--zone has the date of a moment, but not that of a time without an offset'
import --zone America/New_York sponsor-register rows.csv
json .signed_up_on '2025-01-31 2025-01-31 2025-01-31' 'a moment has its date in the zone that --zone names'
import --zone Europe/Atlantis sponsor-register rows.csv
is "$rc:$(cat "$out")" 78: 'a zone that the system does not have is refused'

# Amounts and currencies.
# shellcheck disable=SC2016 # amounts
invoices -- 'elm,1,5000,' 'elm,2,5000 EUR,' 'elm,3,$5,'
is "$rc:$(jq -r '"\(.amount) \(.currency)"' "$out")" '65:500000 EUR' 'the currency may be in the cell of the amount'
says 'rows.csv:2: Amount: "5000" has no currency; --default names one' 'an amount without any currency is refused'
# shellcheck disable=SC2016
says 'rows.csv:4: Amount: "$5" has the sign of several currencies' 'a sign of several currencies is refused'
# shellcheck disable=SC2016
invoices --default currency=USD -- 'elm,1,5000,' 'elm,2,5000 EUR,' 'elm,3,$5,' 'elm,4,5.005,'
json '"\(.amount) \(.currency)"' '500000 USD 500000 EUR 500 USD' 'a currency in a cell takes precedence over the default'
invoices --default currency=USD -n -- 'elm,1,399,'
says 'rows.csv:2: the amount 399 is 399.00 USD' 'a dry run shows what the first amount is'
is "$(grep -c 'decimals\|1/2/2025' "$err")" 0 'a dry run says nothing of what the file has no example of'
invoices --default currency=USD --minor-units -n -- 'elm,1,399,'
says 'rows.csv:2: the amount 399 is 3.99 USD' 'with --minor-units an amount is in the minor unit'
invoices --default currency=JPY -- 'elm,1,35000.50,' 'elm,2,35000,'
is "$rc:$(jq -r .amount "$out")" 65:35000 'the minor unit of yen is the yen'
says '"35000.50" has more decimals than JPY has' 'an amount with more decimals than its currency has is refused'

printf 'Code,Reduction type,Reduction amount,Currency\nTEN,full,10.00,EUR\n' >other.csv
import ticket-discount add --map reductions.type='Reduction type' --map reductions.amount='Reduction amount' other.csv
json '.reductions[0] | "\(.type) \(.amount)"' 'full 1000' 'the currency of an amount in a list is the one beside the list'

printf 'Reference,Purchaser name,Purchaser e-mail,Tickets,Payment\no-1,Ann,a@p.example,"full=1,000",due\no-2,Bob,b@p.example,3,due\n' >other.csv
import ticket-create other.csv
is "$rc:$(cat "$out")" 65: 'a list with a number alone gives no record'
says 'other.csv:2: Tickets: "000" is not type=quantity' 'the thousands of a quantity are no item of a list'
printf 'Reference,Name,Email,Payment,Tickets\nr1,Ann,a@x.example,waived,full\nr2,Ann,a@x.example,waived,Day pass\n' >other.csv
for item in '2x full' '2 full' 'full 2' 'full (2)' 'full x2' 'full 2x' '2full' day1; do
	echo "r3,Ann,a@x.example,waived,$item"
done >>other.csv
import -q ticket-create other.csv
is "$(jq -r '.tickets[] | "\(.type)=\(.quantity)"' "$out" | paste -sd ' ' -)" 'full=1 Day pass=1' 'a ticket type without a number is one ticket'
is "$(grep -c 'is not type=quantity$' "$err")" 8 'an item of a list with a number and no equals sign is refused, wherever the number is'
says 'other.csv:4: Tickets: "2x full" is not type=quantity' 'an item with a number says what it has to be'
printf 'Code,Reductions,Currency\nTEN,"full=10.00, early=5",EUR\nTWO,"full=2,50; early=1",EUR\nALL,full=5 USD,EUR\n' >other.csv
import ticket-discount add other.csv --decimal comma
is "$rc:$(cat "$out")" '65:{"code":"TWO","currency":"EUR","reductions":[{"type":"full","amount":250},{"type":"early","amount":100}]}' 'the amounts of a list in a cell have the currency beside it'
says 'other.csv:2: Reductions: "10.00" has its decimals after a point' 'an amount of a list in a cell is read as others are'
says 'other.csv:4: Reductions: "5 USD" is not in EUR' 'an amount of a list in another currency is refused'

# Refused rows.
printf 'Sponsor;Name;Level;E-Mail\nelm;Bücher;Gold;elm\noak;Oak;Gold;o@oak.example\nfir;Fir;;f@fir.example\n' | iconv -t windows-1252 >other.csv
import -r refused.csv sponsor-register other.csv
is "$rc:$(cat refused.csv)" "65:$(printf '\357\273\277')Sponsor;Name;Level;E-Mail
elm;Bücher;Gold;elm
fir;Fir;;f@fir.example" '-r saves refused rows after the header, in UTF-8, with a byte order mark if the file is in another encoding'
sed 's/;elm$/;e@elm.example/; s/;;/;Gold;/' refused.csv >corrected.csv
import sponsor-register corrected.csv
is "$rc:$(jq -r .name "$out" | paste -sd ' ' -)" '0:Bücher Fir' 'saved rows are imported once they are corrected'
import -r refused.csv sponsor-register other.csv
is "$(grep -c Sponsor refused.csv)" 1 '-r appends to a file without another header'

# Hostile files.
printf 'Sponsor,Name,Level,E-Mail\nelm,E\0lm,Gold,e@elm.example\noak,Oak,Gold,o@oak.example\n' >other.csv
import sponsor-register other.csv
is "$rc:$(jq -r .sponsor "$out")" 65:oak 'a row with a NUL is refused, and the next one converted'
says 'other.csv:2: Name: holds a NUL' 'a NUL is reported with its line and column'
printf 'Sponsor,Name,Level,E-Mail\nélm,Elm,Gold,e@elm.example\nfîr,F\377r,Gold,o@oak.example\noak,Oak,Gold,o@oak.example\n' >other.csv
import sponsor-register other.csv
is "$rc:$(jq -r .sponsor "$out" | paste -sd ' ' -)" '65:élm oak' 'a row of invalid UTF-8 in a file of UTF-8 is refused'
printf 'Sponsor,Name,Level,E-Mail\nelm,\201,Gold,e@elm.example\noak,Oak,Gold,o@oak.example\n' >other.csv
import sponsor-register other.csv
says 'other.csv:2: Name: has a character that the file'"'"'s encoding does not have' 'a byte that windows-1252 does not have is refused'
printf 'Sponsor,Name,Level,E-Mail\nelm,"Elm,Gold,e@elm.example\noak,Oak,Gold,o@oak.example\nfir,"Fir",Gold,f@fir.example\nash,Ash,Gold,a@ash.example\n' >other.csv
import sponsor-register other.csv
is "$rc:$(jq -r .sponsor "$out" | paste -sd ' ' -)" '65:ash' 'a quote that another row seems to close takes the rows to that one'
says 'other.csv:2: to line 4: has a quote that is not closed, or not doubled' 'a quote that is not closed is reported with the lines that it takes'
printf 'Sponsor,Name,Level,E-Mail\noak,Oak,Gold,o@oak.example\nelm,"Elm,Gold,e@elm.example\nash,Ash,Gold,a@ash.example\n' >other.csv
import sponsor-register other.csv
is "$rc:$(jq -r .sponsor "$out" | paste -sd ' ' -)" '65:oak' 'a quote that is never closed takes the rest of the file'
says 'other.csv:3: to line 4: has a quote' 'a quote that is never closed is reported with the rest of the file'
# What is in quotes is text of whoever filled in a form.
printf 'Guest,Name,E-Mail,Group,Note,Extra\ng1,Ann,not-an-address,crew,"hello\ng9,Mallory,m@evil.example,vip,,\nbye"\ng2,Bob,b@bob.example,crew,x,\n' >other.csv
import guest-register other.csv
is "$rc:$(jq -r .guest "$out")" 65:g2 'a line in the quoted cell of a row that is refused is no record'
is "$(grep -v warning: "$err")" 'csv-import: other.csv:2: to line 4: E-Mail: "not-an-address" is not an e-mail address' 'a row of several lines and few cells is refused whole, with its own reason'
{
	printf 'Guest,Name,E-Mail,Group,Note\ng1,Ann,a@ann.example,crew,"hello\ng9,Mallory,m@evil.example,vip,\n'
	yes "$(printf '%070d' 0)" | head -n 2000
	printf '"\ng2,Bob,b@bob.example,crew,\n'
} >other.csv
import -v -r long.csv guest-register other.csv
is "$rc:$(jq -r .guest "$out")" 65:g2 'a line in the quoted cell of a row that is too long is no record'
says 'other.csv:2: to line 2004: is longer than 65536 bytes' 'a row of many lines that is too long is reported with all its lines'
says '2005 lines: 1 to the header, 1 of 1 record, 2003 refused, 0 empty' 'the lines of a row that is too long are counted'
is "$(cat long.csv)" "$(head -n 2004 other.csv)" 'a row of many lines that is too long is saved whole'
printf 'Guest,Name,Group,E-Mail,Note\ng1,"Bob "The Rock", crew",bob@example.org\ng2,5" Bob,crew,b@bob.example,\n' >other.csv
import guest-register other.csv
is "$rc:$(jq -r '"\(.guest) \(.name)"' "$out")" '65:g2 5" Bob' 'quotes in a quoted cell that are not doubled are refused, and those in a plain one read'
says 'other.csv:2: has a quote that is not closed, or not doubled' 'quotes that are not doubled are reported'
big_cell() { # PREFIX
	printf 'Sponsor,Name,Level,E-Mail\nelm,%s' "$1"
	head -c 200000000 /dev/zero | tr '\0' x
	printf ',Gold,e@elm.example\noak,Oak,Gold,o@oak.example\n'
}
for quote in '' '"'; do
	rc=0 next=oak reason='is longer than 65536 bytes'
	[ -z "$quote" ] || next='' reason='to line 3: has a quote that is not closed, or not doubled'
	# shellcheck disable=SC3045 # dash has ulimit -v
	big_cell "$quote" | (ulimit -v 60000 && exec csv-import sponsor-register) >"$out" 2>"$err" || rc=$?
	if grep -q 'AddressSanitizer' "$err"; then
		skip "a cell of 200 MB after '$quote' is refused in little memory" 'a sanitizer needs more memory'
		continue
	fi
	is "$rc:$(jq -r .sponsor "$out")" "65:$next" "a cell of 200 MB after '$quote' is refused in little memory${next:+, and the next row converted}"
	says "stdin:2: $reason" "a row of 200 MB after '$quote' is reported"
done
{
	cat plain.csv
	yes '"a' | head -n 2000000
} >other.csv
import -v sponsor-register other.csv
is "$rc:$(wc -l <"$out" | tr -d ' ')" 65:2 'two million quotes that are not closed are refused'
says '2000003 lines: 1 to the header, 2 of 2 records, 2000000 refused, 0 empty' 'every line of two million quotes that are not closed is reported'
: >other.csv
import sponsor-register other.csv
is "$rc:$(cat "$err")" '65:csv-import: other.csv: has no header: a row of at most 4096 cells, among the first 30' 'an empty file is refused'
import sponsor-register --encoding UTF-16 /dev/null
is "$rc" 65 'an empty file in UTF-16 is refused'
yes name | head -n 13000 | paste -sd , - >other.csv
import sponsor-register other.csv
is "$rc:$(cat "$out")" 65: 'a header of 13,000 columns is refused'
yes name | head -n 4000 | paste -sd , - >other.csv
# shellcheck disable=SC3045 # dash has ulimit -t
(ulimit -t 20 && exec csv-import sponsor-register other.csv) >"$out" 2>"$err"
is "$?:$(cat "$out")" 65: 'a header that has a field 4000 times is refused, in seconds'
head -n 1 plain.csv >other.csv
import sponsor-register other.csv
is "$rc:$(cat "$out")" 0: 'a file with a header alone gives no record'

# The command line.
import
is "$rc" 64 'csv-import without a tool exits with 64'
import no-such-tool plain.csv
is "$rc" 66 'csv-import for a tool that is not there exits with 66'
import sponsor-invoice plain.csv
is "$rc" 64 'csv-import for a tool with several commands needs one of them'
says 'plain.csv is not a command of sponsor-invoice: raise, cancel, refund' 'the commands of a tool are named'
import sponsor-register rise plain.csv
says 'rise is not a command of sponsor-register' 'a word that is no command of the tool is named'
import ticket-feed plain.csv
says 'ticket-feed reads no lines of commands' 'a tool that reads no lines is refused'
printf 'Invoice,Payment\nI-1,P-1\n' >other.csv
import sponsor-settle reverse other.csv
json '"\(.invoice) \(.payment)"' 'I-1 P-1' 'a command that is an option of its tool is named without dashes'
import sponsor-register missing.csv
is "$rc" 66 'csv-import of a file that is not there exits with 66'
import sponsor-register .
is "$rc" 74 'csv-import of a directory exits with 74'
import -r missing/refused sponsor-register plain.csv
is "$rc" 73 'csv-import with a file of refused rows that can not be opened exits with 73'
for bad in '--map level' '--map nothing=x' '--map level=' '--default nothing=x' '--default signed_up_on=x' \
	'--delimiter ab' '--decimal dot' '--dates ydm' '--encoding nothing' '--require nothing' \
	'--map level=Level --map level=Name' '--separator='; do
	# shellcheck disable=SC2086 # words
	import $bad sponsor-register plain.csv
	is "$rc:$(cat "$out")" 64: "csv-import $bad exits with 64 and prints no record"
done
import --map Paket=level sponsor-register plain.csv
says '--map: there is no field Paket; there are sponsor, name, level, email, signed_up_on' 'a field of --map that is not there is named, with those that are'
import --map purchaser=x ticket-create plain.csv
says 'purchaser has fields of its own: name one of them' 'an object can not be mapped'
import sponsor-register plain.csv >/dev/full
rc=0
csv-import sponsor-register plain.csv >/dev/full 2>"$err" || rc=$?
is "$rc" 74 'csv-import exits with 74 if its output can not be written'

# Tools that describe themselves badly.
described() { # JSON
	printf '#!/bin/sh\necho %s\n' "'$1'" >fake && chmod +x fake
	import ./fake plain.csv
}
verbs='"version":"1","context":"x","consumes":[],"emits":[],"commands":[],"publishes":[],"reads":[],"writes":[]'
described "{\"tool\":\"fake\",$verbs,\"verbs\":[{\"command\":\"x\",\"fields\":[{\"path\":\"name\",\"type\":\"string\",\"doc\":\"x\"}]}]}"
is "$rc:$(jq -c . "$out" | paste -sd ' ' -)" '0:{"name":"Bücher, \"Elm\""} {"name":"Oak"}' 'csv-import serves any tool that describes its fields'
for path in '' a.b 'a[]' 'name'; do
	described "{\"tool\":\"fake\",$verbs,\"verbs\":[{\"command\":\"x\",\"fields\":[{\"path\":\"name\",\"type\":\"string\",\"doc\":\"x\"},{\"path\":\"$path\",\"type\":\"string\",\"doc\":\"x\"}]}]}"
	is "$rc:$(cat "$out")" 65: "a tool that describes the field \"$path\" after \"name\" is refused"
done
described '[]'
is "$rc" 65 'a tool whose description is not an object is refused'
described "{\"tool\":\"fake\",$verbs}"
is "$rc" 64 'a tool without verbs in its description reads no lines'
printf '#!/bin/sh\nexit 3\n' >fake
import ./fake plain.csv
is "$rc" 65 'a tool that fails to describe itself is refused'
says './fake: --describe exited 3' 'the status of a tool that fails to describe itself is reported'

# What a spreadsheet has made of numbers.
sponsors 12345678901234567000,Elm,Gold,e@elm.example, 1234567890.0,Elm,Gold,e@elm.example, 12345678901234567890,Elm,Gold,e@elm.example, \
	123456789012345000,Elm,Gold,e@elm.example, 1234567890123450,Elm,12.0,e@elm.example,
is "$rc:$(jq -r '"\(.sponsor) \(.level)"' "$out" | paste -sd ' ' -)" '65:12345678901234567890 Gold 1234567890123450 12.0' \
	'an id that a spreadsheet has rounded, or given decimals, gives no record'
says 'rows.csv:2: Sponsor: "12345678901234567000" is a number that a spreadsheet has rounded: format the column as text' 'a rounded id is refused with what to do'
says 'rows.csv:3: Sponsor: "1234567890.0" is a number that a spreadsheet has added decimals to' 'an id with decimals is refused with what it seems to be'
sponsors '##,#,Gold,e@elm.example,' '###,Elm,Gold,e@elm.example,'
is "$rc:$(jq -r '"\(.sponsor) \(.name)"' "$out")" '65:## #' 'one or two number signs are a text, and three a column that is too narrow'
printf 'Contract,Sponsor,Signed on,In kind\n1,elm,2025-01-12,-\n2,elm,2025-01-12,N/A\n3,elm,2025-01-12,no\n4,elm,2025-01-12,maybe\n' >other.csv
import sponsor-contract sign other.csv
is "$rc:$(jq -r .in_kind "$out" | paste -sd ' ' -)" '65:null null false' 'a dash and n/a are neither yes nor no, and absent'
says 'other.csv:5: In kind: "maybe" is neither yes nor no' 'any other text is refused as a yes or no'
awk 'BEGIN { for (i = 0; i < 30; i++) { for (k = 0; k < 4096; k++) printf "%s%s", k ? "," : "", k % 2 ? "Name" : "Level"; print "" } }' >wide.csv
import sponsor-register wide.csv
is "$rc:$(grep -c 'two columns are' "$err"):$(cat "$out")" 65:9: 'of thousands of columns for one field, the first are named'
says 'more columns are fields that others are, too' 'a report of columns for one field says that there are more of them'
is "$(wc -c <"$err" | awk '{ print $1 < 4000 }')" 1 'a header with thousands of columns for one field gives a short report'

# Calls that fail.
printf 'Sponsor,Name,Level,E-Mail\noak,Oak,Gold,o@oak.example\nelm,Elm,Gold,\n' >other.csv
inject() { # PATH CALL:ERROR:WHEN ARGUMENT...
	injected=${2%%:*}:error=${2#*:}
	path=$1
	shift 2
	run strace -f -qq -o /dev/null ${path:+-P "$path"} -e inject="${injected%:*}:when=${injected##*:}" csv-import "$@"
	no_data
}
awk 'BEGIN { print "Sponsor,Name,Level,E-Mail"; for (i = 1; i <= 200000; i++) print i ",Elm " i ",Gold,e@elm.example" }' >many.csv
if can_trace; then
	inject "$PWD/other.csv" read:EIO:1 sponsor-register other.csv
	is "$rc:$(cat "$err")" '74:csv-import: other.csv: can'"'"'t be read: Input/output error' 'a file that can not be read is reported'
	inject "$PWD/other.csv" read:EINTR:1 sponsor-register other.csv
	is "$rc:$(jq -r .sponsor "$out")" 65:oak 'a read that a signal interrupts is repeated'
	inject "$PWD/many.csv" read:EIO:50 sponsor-register many.csv
	is "$rc:$(tail -n 1 "$err")" '74:csv-import: many.csv: Input/output error' 'a file that can not be read on is reported'
	ok 'the records before a failure of reading are printed, and no part of one' jq -e . "$out"
	rm -f refused.csv
	inject "$PWD/refused.csv" fsync:EIO:1 -r refused.csv sponsor-register other.csv
	is "$rc:$(cat "$out")" 74: 'no record is printed if refused rows can not be saved'
	inject '' pipe2:EMFILE:1 sponsor-register other.csv
	is "$rc" 71 'csv-import exits with 71 if it has no descriptor for a pipe'
	inject '' readlink:EIO:1 sponsor-register other.csv
	is "$rc:$(jq -r .sponsor "$out")" 65:oak 'csv-import finds a tool in PATH if it does not find itself'
else
	skip 'csv-import reports calls that fail' 'strace is not here, or may not trace'
fi
import -v sponsor-register many.csv
is "$(jq -s 'length == 200000 and (to_entries | all(.value.sponsor == "\(.key + 1)"))' <"$out")" true 'the records of 200,000 rows are in order, and none is missing'
# Decimals after a comma in a list that commas separate.
printf 'Code;Reductions;Currency\nA;full=12,50,day=5,00;EUR\nB;full=1.250,00,day=2;EUR\nC;full=12,day=50;EUR\n' >lists.csv
import --decimal comma ticket-discount add lists.csv
json '.reductions | map("\(.type)=\(.amount)") | join("+")' 'full=1250+day=500 full=125000+day=200 full=1200+day=5000' \
	'a comma before digits alone precedes the decimals of an amount in a list'
printf 'Code;Reductions;Currency\nA;full=1,2,3;EUR\nB;full,50;EUR\n' >lists.csv
import --decimal comma ticket-discount add lists.csv
says 'lists.csv:2: Reductions: "1,2,3" is not an amount' 'several numbers after one name in a list are refused'
says 'lists.csv:3: Reductions: "full,50" is not type=amount' 'a number after a name without an equals sign in a list is refused'
done_testing
