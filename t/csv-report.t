#!/bin/sh
# Comma-separated values: what every report prints with --csv, for spreadsheets of any locale; and
# that csv-import reads it.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name 'Full; all days' --price 29900 --currency EUR --capacity 100 \
	--question 'T-shirt, size?' --question 'Diet; allergies?' >/dev/null
ticket-type add day --name Day --price 9950 --currency EUR --capacity 50 --after full --private >/dev/null
ticket-type add yen --name Yen --price 35000 --currency JPY --capacity 10 --until 2025-06-01T12:00:00Z >/dev/null
ticket-client add shop --commands create-ticket-purchase --types '*' --waive >/dev/null
ticket-discount add BOTH --reduction full=5000 --reduction day=1050 --currency EUR >/dev/null
ticket-discount add ONE --reduction full=1250 --currency EUR >/dev/null
ticket-discount add 0042 --percent 10 --types full,yen >/dev/null
cr=$(printf '\r')
prints() { # REGEXP NAME
	ok "$2" grep -qE "$1" "$out"
}

# The delimiter, the decimal mark and the byte order mark.
run ticket-type list --csv
no_data
prints '^type,name,price,currency,' '--csv prints the names of the fields as a header'
prints '^full,"Full; all days",299.00,EUR,' '--csv puts a cell with a semicolon in quotes, and prints amounts in the main unit'
run ticket-type list --csv --delimiter ';'
no_data
prints '^full;"Full; all days";299,00;EUR;' '--delimiter with a semicolon prints amounts with a decimal comma'
prints '^yen;Yen;35000;JPY;' '--delimiter with a semicolon prints yen without decimals'
cp "$out" semicolons
for words in '--delimiter semicolon' '--csv --delimiter ; --decimal comma' '--csv --csv --delimiter ;'; do
	# shellcheck disable=SC2086 # words
	run ticket-type list $words
	no_data
	same "$out" semicolons "$words prints the same as --csv with a semicolon"
done
run ticket-type list --delimiter ';' --decimal point
no_data
prints '^full;"Full; all days";299.00;EUR;' '--decimal point prints a point, with a semicolon as delimiter too'
run ticket-type list --decimal comma
no_data
prints '^full,"Full; all days","299,00",EUR,' '--decimal comma puts an amount in quotes where a comma is the delimiter'
run ticket-type list --delimiter tab
no_data
prints "^full	\"Full; all days\"	299.00	EUR	" '--delimiter tab separates cells by tabs'
run ticket-type list --bom
no_data
is "$(head -c 8 "$out" | od -An -c | tr -d ' ')" '357273277type,' '--bom begins the output with a byte order mark, and implies --csv'
is "$(LC_ALL=C grep -c "$(printf '\357\273\277')" "$out")" 1 '--bom prints no other byte order mark'
is "$(ticket-type list --delimiter ';' | grep -c "$cr\$")" 4 '--delimiter leaves each row ended by CR LF'
run ticket-type list --delimiter '|'
no_data
prints '^full\|"Full; all days"\|299.00\|' '--delimiter takes any other character'
for wrong in '' ab ' ' '"' 'é' 0 a . - = "'" '\t'; do
	run ticket-type list --delimiter "$wrong"
	is "$rc" 64 "--delimiter \"$wrong\" is a usage error"
	says "--delimiter $wrong: is no delimiter: comma, semicolon, tab, or a character" "the message about --delimiter \"$wrong\" says what is one"
done
run ticket-type list --decimal .
is "$rc" 64 '--decimal with neither word is a usage error'
says '--decimal .: is neither point nor comma' 'the message about --decimal names both words'
is "$(ticket-discount list --delimiter ';' | tr '\r\n' ' /' | grep -o 'BOTH;[^;]*;[^;]*;[^;]*;')" \
	'BOTH;;;"full=50,00/day=10,50";' 'the amounts in a list have a decimal comma, too, and line breaks between them'
is "$(ticket-discount list --csv | tr '\r\n' ' /' | grep -o 'BOTH,[^/]*EUR')" \
	'BOTH,,,"full=50.00,day=10.50",EUR' 'the items of a list are separated by commas, within quotes'

# What spreadsheets would change.
is "$(ticket-discount list --csv | grep -c "^'0042,")" 1 '--csv marks an id with zeros in front, which a spreadsheet would drop'
invisible=$(printf '\342\200\213\342\200\217\302\255')
buy() { # REFERENCE REASON
	ticket-create -c shop --name Ann --email ann@x.example --ticket full=1 --payment waived --reason "$2" "$1" >/dev/null
}
buy formula "$invisible=1+1"
buy negative -5.00
buy sum -5+1
buy long 12345678901234567890
buy date 1/2
buy exponent 1E5
buy gene MARCH1
ticket-report sales --csv | tr -d '\r' >sales.csv
for marked in "$invisible=1+1" -5+1 12345678901234567890 1/2 1E5 MARCH1; do
	is "$(cut -d , -f 4 sales.csv | grep -cxF "'$marked")" 1 "--csv marks a text like \"$marked\""
done
is "$(cut -d , -f 4 sales.csv | grep -cxF -- -5.00)" 1 '--csv does not mark a number below zero'
is "$(cut -d , -f 6 sales.csv | sort -u | paste -sd ' ' -)" '0.00 revenue' '--csv prints a number as it is'

# What a spreadsheet makes of it that divides cells at another delimiter, and takes quotes for a
# part of a cell that does not begin with one.
buy other 'x;=1+1;y,+2|@z'
buy quoted 'x;"=1+1";y'
for delimiter in comma ';' tab '|'; do
	ticket-report sales --delimiter "$delimiter" | tr ',;|\t' '\n\n\n\n' |
		sed 's/^"*//' | grep '^[=+@]' >"$scratch/formulas"
	is "$(cat "$scratch/formulas")" '' "no delimiter makes a formula of a text with --delimiter $delimiter"
done

# Every report has it.
open_crm
pay_sponsor acme Gold
while read -r report; do
	# shellcheck disable=SC2086 # words
	$report --delimiter ';' </dev/null >report.csv
	is "$(head -n 1 report.csv | grep -cE "^[a-z_]+(;[a-z_]+)+$cr\$")" 1 "$report prints a header of its fields with --delimiter"
done <<'WORDS'
ticket-type list
ticket-pool list
ticket-discount list
ticket-client list
ticket-check
ticket-report delegates
ticket-report badges
ticket-report missing
ticket-report requirements
ticket-report duplicates
ticket-report mailout
ticket-report purchases
ticket-report sales
ticket-report days
ticket-report clients
ticket-report discounts
ticket-feed --consumers
sponsor-status
sponsor-status --tasks
sponsor-status --why acme
sponsor-onboard --why
sponsor-invoice list
sponsor-policy list
sponsor-unused
sponsor-feed --consumers
context-map
WORDS
for tool in "$bin"/*; do
	[ "${tool##*/}" = lanyard ] || "$tool" -h # it prints words, not a table
done | sed 's/^usage://' | grep -E '\[-[a-z]*t' | grep -v -e --delimiter -e --consumer >without
is "$(cat without)" '' 'every command that prints a table prints comma-separated values, too, but a feed'

# csv-import reads it.
ticket-type list | jq -cS 'del(.sold, .pooled, .left)' >types
ticket-discount list | jq -cS 'del(.used, .reduced)' >discounts
while read -r options; do
	# shellcheck disable=SC2086 # words
	ticket-type list $options | csv-import -q ticket-type add |
		sed 's/T12:00:00"/T12:00:00.000Z"/' | jq -cS . >again
	same again types "csv-import reads the ticket types that $options prints"
	# shellcheck disable=SC2086 # words
	ticket-discount list $options | csv-import -q ticket-discount add | jq -cS . >again
	same again discounts "csv-import reads the discount codes that $options prints"
done <<'WORDS'
--csv
--delimiter ;
--delimiter tab --decimal comma --bom
--delimiter | --bom
WORDS
done_testing
