#!/bin/sh
# RubyKaigi's sponsors, contracts, invoices and payments in spreadsheets, which LibreOffice exports
# as CSV in a German and a US locale: imported and booked, the tickets are what the policy says.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../pipeline/pipeline.sh
. "$root/t/pipeline/pipeline.sh"

[ -f "$sponsorships" ] || skip_all 'rubyevents-sponsorships.ndjson is not here (LANYARD_DATA)'
command -v soffice >/dev/null || skip_all 'LibreOffice is not here (soffice)'

# Writes the records of standard input into a spreadsheet: dates and amounts are cells of their
# types, in no locale. COLUMNS are [HEADING, FIELD]; an amount has two decimals.
spreadsheet() { # COLUMNS
	jq -rs --argjson columns "$1" '
		def cell($field):
			if . == null then "<table:table-cell/>"
			elif $field == "amount" then "<table:table-cell table:style-name=\"money\" office:value-type=\"float\" office:value=\"\(. / 100)\"/>"
			elif test("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") then "<table:table-cell table:style-name=\"date\" office:value-type=\"date\" office:date-value=\"\(.)\"/>"
			else "<table:table-cell office:value-type=\"string\"><text:p>\(@html)</text:p></table:table-cell>" end;
		def row: "<table:table-row>\(join(""))</table:table-row>";
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>
		<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"
			xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\"
			xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"
			xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"
			xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\"
			office:version=\"1.3\" office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">
		<office:automatic-styles>
		<number:number-style style:name=\"decimals\"><number:number number:decimal-places=\"2\"
			number:min-decimal-places=\"2\" number:min-integer-digits=\"1\" number:grouping=\"true\"/></number:number-style>
		<number:date-style style:name=\"day\" number:automatic-order=\"true\" number:format-source=\"language\">
		<number:month/><number:text>/</number:text><number:day/><number:text>/</number:text>
		<number:year number:style=\"long\"/></number:date-style>
		<style:style style:name=\"date\" style:family=\"table-cell\" style:data-style-name=\"day\"/>
		<style:style style:name=\"money\" style:family=\"table-cell\" style:data-style-name=\"decimals\"/>
		</office:automatic-styles>
		<office:body><office:spreadsheet><table:table table:name=\"sheet\">",
		([$columns[][0] | cell("")] | row),
		(.[] as $record | [$columns[][1] as $field | $record[$field] | cell($field)] | row),
		"</table:table></office:spreadsheet></office:body></office:document>"
	'
}

# Exports the spreadsheets as CSV. FILTER: separator, quote, encoding.
export_csv() { # DIRECTORY LOCALE FILTER
	mkdir -p "$1/profile/user"
	cat >"$1/profile/user/registrymodifications.xcu" <<-END
		<?xml version="1.0" encoding="UTF-8"?>
		<oor:items xmlns:oor="http://openoffice.org/2001/registry">
		<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>$2</value></prop></item>
		</oor:items>
	END
	timeout -k 5 300 soffice --headless "-env:UserInstallation=file://$PWD/$1/profile" \
		--convert-to "csv:Text - txt - csv (StarCalc):$3" --outdir "$1" ./*.fods >"$1/soffice" 2>&1 </dev/null
}

# Imports the exported files into records, books them, and compares both with the data.
in_locale() { # DIRECTORY NAME OPTION...
	locale_at=$1 locale_name=$2
	shift 2
	options=$*
	cd "$locale_at" || exit
	import() { # RECORDS TOOL-AND-OPTION...
		imported=$1
		shift
		# shellcheck disable=SC2086 # words
		csv-import $options "$@" - <"$imported.csv" >"$imported.ndjson" 2>>said
	}
	import sponsors sponsor-register --map level=Stufe --map signed_up_on='Angemeldet am'
	import contracts --map contract=Vertrag --map signed_on=Datum sponsor-contract sign
	import invoices --map invoice=Rechnung --map amount=Betrag --map currency=Währung sponsor-invoice raise
	import payments --map invoice=Rechnung --map settled_on=Datum --map payment=Zahlung \
		--map amount=Betrag --map currency=Währung sponsor-settle
	is "$(cat said)" '' "the spreadsheets of a $locale_name locale are imported without a message"
	for records in sponsors contracts invoices payments; do
		jq -cS . "../$records.ndjson" >wanted
		jq -cS . "$records.ndjson" >got
		same got wanted "the $records of a $locale_name spreadsheet are those that were written into it"
	done
	cp ../policy.json .
	export LANYARD_CONFERENCE="$locale_at"
	set_up first
	bring_in first
	settle first
	is "$(failed_stages first)$(cat first/*.said)" '' "every stage takes the records of a $locale_name spreadsheet"
	look_up
	same at-ticketing ../wanted "ticketing has booked what the policy grants each sponsor of a $locale_name spreadsheet"
	same at-sponsorship ../wanted "sponsorship has recorded what the policy grants each sponsor of a $locale_name spreadsheet"
	cd ..
}

conference_files rubykaigi-2025
for records in invoices payments; do
	jq -c '.currency = "EUR"' $records.ndjson >euros && mv euros $records.ndjson
done
work_out
is "$(wc -l <wanted | tr -d ' ')" 102 'the data of RubyKaigi 2025 has 102 sponsors that are owed tickets'
spreadsheet '[["Sponsor","sponsor"],["Name","name"],["Stufe","level"],["E-Mail","email"],["Angemeldet am","signed_up_on"]]' <sponsors.ndjson >sponsors.fods
spreadsheet '[["Sponsor","sponsor"],["Vertrag","contract"],["Datum","signed_on"]]' <contracts.ndjson >contracts.fods
spreadsheet '[["Sponsor","sponsor"],["Rechnung","invoice"],["Betrag","amount"],["Währung","currency"]]' <invoices.ndjson >invoices.fods
spreadsheet '[["Datum","settled_on"],["Rechnung","invoice"],["Betrag","amount"],["Währung","currency"],["Zahlung","payment"]]' <payments.ndjson >payments.fods

# The separators and encodings that Excel has there: semicolons and windows-1252, commas and UTF-8.
export_csv german de-DE 59,34,1
export_csv american en-US 44,34,76
is "$(find german american -maxdepth 1 -name '*.csv' | wc -l | tr -d ' ')" 8 'LibreOffice has exported four spreadsheets in two locales'
is "$(sed -n 2p german/invoices.csv | cut -d ';' -f 3)" 1.000,00 'a German spreadsheet has its decimals after a comma'
is "$(sed -n 2p american/invoices.csv | cut -d , -f 3-4)" '"1,000.00"' 'a US spreadsheet has its decimals after a point'
# Its dates are 31.01.25, whose year might be first.
in_locale german German --encoding windows-1252 --dates dmy
in_locale american US
done_testing
