#!/bin/sh
# The manual: a page for every tool, and each says what the tool says of itself.
. "$(dirname "$0")/lib.sh"
. "$root/t/manuals.sh"
command -v mandoc >/dev/null || skip_all 'mandoc is not here'
overview=$root/share/man/lanyard.7

fold() {
	tr -s ' \n\t' ' ' | sed 's/^ //; s/ $//'
}
section() { # PAGE NAME
	plain "$1" | awk -v name="$2" '/^[A-Z]/ { in_it = $0 == name; next } in_it'
}
# The options of a synopsis, a line each: letters and long names.
options() {
	grep -oE -- '\[-[a-z]+|--[a-z-]+' | tr -d '[' | sed '/^--/!s/-//; /^--/!s/./-&\n/g' |
		grep . | sort -u
}
# Those of WORDS that the file FILE does not have as words of their own.
missing() { # FILE WORD...
	missing_in=$1
	shift
	for word; do
		grep -qE -- "(^| |\()$word([ ,):;.]|\$)" "$missing_in" || printf ' %s' "$word"
	done
}

# What the examples are about: each finds something to do.
for client in $clients; do
	"open_$client" 1000 1000
	"entitle_$client" cat
done >/dev/null
for id in ann bob eli; do
	speaker-invite "$id" --name "$id" --email "$id@s.example" --roles talk >/dev/null
done
engage dan talk
printf 'Guest,Name,E-mail,Group\ngus,Gus,gus@g.example,crew\n' >crew.csv
echo '{"results":[{"code":"T1","title":"Commas","submission_type":"talk","state":"accepted","speakers":["S1"]}]}' >submissions.json
echo '{"results":[{"code":"S1","name":"Eve","email":"eve@s.example"}]}' >people.json
echo '{"speaker":"dan"}' >accepted.ndjson
ln -s "$root/contrib" contrib
ticket-client add press --commands create-ticket-purchase --types full --waive >/dev/null
echo '{"reference":"order-1","purchaser":{"name":"Ann","email":"ann@press.example"},"tickets":[{"type":"full","quantity":2}],"payment":"due"}' >orders.ndjson
ticket-create -c press --name Ann --email ann@acme.example --ticket full=2 --payment waived acme/full/1 >/dev/null
ticket-discount add HALF --percent 50 >/dev/null
buy() { # REFERENCE
	ticket-create -c organiser --name Ann --email ann@press.example --ticket full=2 \
		--payment due "$1"
}
buy order-1 >bought
buy bank >bought
jq -c '{paid: true, payment: "bank-1", purchase: .data.purchase, amount: 200, currency: "EUR"}' \
	bought >bank.ndjson
jq -c '.data.tickets[0] | {ticket: .id, name: "Bob", email: "bob@press.example"}' \
	bought >delegates.ndjson
echo '{"payment":"bank-2030-8","reference":"unknown","amount":200,"currency":"EUR"}' | ticket-pay -c organiser >bought
pay_sponsor acme Gold
sponsor-onboard <paid.acme >/dev/null
sponsor-register other --name Other --level Gold --email o@o.example >/dev/null
sponsor-invoice raise INV-other --sponsor other --amount 1 --currency EUR >/dev/null
sponsor-register third --name Third --level Gold --email t@t.example >/dev/null
sponsor-contract sign C-third --sponsor third --signed-on 2025-01-12 >/dev/null
sponsor-invoice raise INV-third --sponsor third --amount 1 --currency EUR >/dev/null
echo '{"invoice":"INV-third","settled_on":"2025-02-01"}' >payments.ndjson

section "$overview" OPTIONS >common
for source in "$root"/cmd/*/*.c; do
	tool=$(basename "$source" .c)
	page=${bin%/bin}/man/$tool.1
	if ! [ -x "$bin/$tool" ]; then
		skip "$tool and its page" 'libnats was not here: it is not built'
		continue
	fi
	ok "$tool has a manual page" test -f "$page"
	ok "the page of $tool passes mandoc's lint" mandoc -Tlint -W warning "$page"
	synopsis=$("$tool" -h | sed 's/usage: //' | fold)
	is "$(section "$page" SYNOPSIS | fold)" "$synopsis" "the page of $tool has the synopsis that -h prints"

	section "$page" DESCRIPTION >described
	# shellcheck disable=SC2046 # words
	is "$(missing described $(echo "$synopsis" | options))" '' "the page of $tool describes every option"
	# shellcheck disable=SC2046
	is "$(missing described $(helped "$tool" |
		awk '/^Fields of/ { on = 1; next } /^[^ ]|^$/ { on = 0 } on { print $1 }'))" '' \
		"the page of $tool describes every field"
	helped "$tool" | tr ',' ' ' >helped
	# shellcheck disable=SC2046
	is "$(missing helped $(grep -oE -- '--[a-z-]+' described | sort -u))" '' \
		"the page of $tool describes no other option"
	"$tool" --help | sed -n 's/^  \(-[a-z], --[a-z-]*\).*/\1/p' >pairs
	is "$(while read -r pair; do grep -qF -- "$pair" common || echo "$pair"; done <pairs)" '' \
		"lanyard(7) pairs the letters and long names of $tool"

	statuses='0 64 74'
	case $synopsis in *'[-r '*) statuses="$statuses 65 73" ;; esac
	case $synopsis in *'[-d '*) statuses="$statuses 66 75 77 78" ;; esac
	case $synopsis in *'[-e'*) statuses="$statuses 1" ;; esac
	section "$page" 'EXIT STATUS' | awk '/^ +[0-9]+ / { print $1 }' >listed
	# shellcheck disable=SC2086
	is "$(missing listed $statuses)" '' "the page of $tool lists its exit statuses"
	is "$(sort -nu listed)" "$(cat listed)" "the page of $tool lists each exit status once, in order"
	examples "$page" >examples
	ok "the page of $tool has examples" test -s examples
	commands "$page" >commands
	is "$(helped "$tool" | sed -n '1,/^$/s/^  \$ //p' | grep -cxFf commands)" 2 \
		"$tool --help begins with two examples of its page"
	case $tool in
	ticket-cancel) buy order-31 ;;
	ticket-extend) buy order-32 ;;
	ticket-refund) buy order-33 ;;
	ticket-reopen) LANYARD_NOW=2025-02-01 buy order-34 ;;
	*) buy "$tool" ;;
	esac >bought
	PURCHASE=$(jq -r .data.purchase bought)
	TICKET=$(jq -r '.data.tickets[0].id' bought)
	if [ "$tool" = ticket-refund ]; then
		ticket-pay -c organiser --purchase "$PURCHASE" --amount 200 --currency EUR paid
		ticket-cancel -c organiser "$PURCHASE"
	fi >/dev/null
	decided=$((${decided:-20} + 1))
	sponsor-override -q acme full --quantity "$decided" --by Ann --reason x >/dev/null
	REFERENCE=$(sponsor-allocate -a | jq -r .data.reference | tail -n 1)
	case $tool in
	*-book) REFERENCE=$("entitle_$(basename "$(dirname "$source")")" of-book | "${tool%-book}-allocate" | jq -r .data.reference) ;;
	esac
	export PURCHASE TICKET REFERENCE
	ticket-assign -c organiser --name Ann --email ann@press.example "$TICKET" >/dev/null
	case $tool in
	bus-*) ;; # in t/servers/manuals.t
	*) ok "the examples of $tool work" $shell examples ;;
	esac
done

section "$overview" DESCRIPTION >described
# shellcheck disable=SC2046
is "$(missing described $(basename -as .c "$root"/cmd/*/*.c | sed 's/$/\\(1\\)/'))" '' 'lanyard(7) names every tool'
for tool in "$bin"/*; do
	helped "$tool" | sed -n "s/^\([a-z]*\): .*creates the store.*/${tool##*/} \1/p"
done | sort >creators
section "$overview" STORES | fold | grep -oE '[a-z]+-[a-z]+ (add|adopt|set)' | sort >named
same creators named 'lanyard(7) names every command that creates a store'
section "$overview" ENVIRONMENT >environment
# shellcheck disable=SC2046
is "$(missing environment $(grep -ohE '"(LANYARD|TICKETING|XDG)_[A-Z_]+"' "$root"/lib/tool/*.c |
	tr -d '"' | sort -u))" '' 'lanyard(7) names every variable that a tool reads'

for page in "$root"/share/man/*.7; do
	ok "${page##*/} passes mandoc's lint" mandoc -Tlint -W warning "$page"
	examples "$page" >examples
	case $page in
	*-bus.7) ;; # in t/servers/manuals.t
	*-recipes.7) ;; # in t/lanyard-recipes.t
	*) ok "the examples of ${page##*/} work" $shell examples ;;
	esac
done
is "$(sponsor-status third | jq -r '.booked[0].quantity')" 5 'the examples book the tickets of the sponsor "third"'
done_testing
