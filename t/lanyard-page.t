#!/bin/sh
# lanyard page: a conference on a page for a browser.
. "$(dirname "$0")/lib.sh"
unset XDG_DATA_HOME
export LANYARD_NOW=2025-03-02

# The text of the page, without tags, a line for each row and paragraph.
text_of() { # FILE
	sed -e '/<style>/,/<\/style>/d' -e '/<svg/,/<\/svg>/d' -e 's/<[^>]*>/ /g' -e 's/  */ /g' "$1"
}
# The page's text contains WORDS.
shows() { # WORDS NAME
	text_of "$out" >text
	ok "$2" grep -qF -- "$1" text
}
# Prints the page, into $out.
page() { # OPTION...
	run lanyard page "$@"
	no_data
}

page
is "$rc" 66 'lanyard page exits with 66 if the conference has no stores'
says 'lanyard init sets it up' 'lanyard page says what sets a conference up'
is "$(cat "$out")" '' 'lanyard page prints nothing without stores'

ticket-type add full --name Full --price 100 --currency EUR --capacity 10 >set-up
page
is "$rc" 0 'lanyard page succeeds before the first sale'
shows 'No ticket has been sold yet.' 'a page without a sale says so'

open_sponsorship 10 20
pay_sponsor acme Gold
sponsor-register later --name 'Later <script>alert(1)</script> & Co' --level Gold --email l@l.example >set-up
sponsor-invoice raise INV-9 --sponsor later --amount 5000.00 --currency EUR >set-up
sponsor-onboard -a | sponsor-allocate | ticket-create -c sponsorship | sponsor-book
echo '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | guest-policy adopt >set-up
guest-register gus --name 'Gus Day' --email gus@crew.example --group crew >set-up
# An organiser's text, and ids, may be names.
sponsor-register big --name 'Big Ltd' --level Gold --email b@b.example >set-up
sponsor-contract sign C-7 --sponsor big --signed-on 2025-03-01 >set-up
sponsor-invoice raise INV-7 --sponsor big --amount 1.00 --currency EUR >set-up
sponsor-settle INV-7 --settled-on 2025-03-01 >set-up
sponsor-onboard -a | sponsor-allocate >requested
sponsor-book --manual big/full/1 --by Ann --refused 'Jane Doe of Big is ill' >set-up
ticket-create jane-doe -c organiser --name 'Jane Doe' --email jane@x.example --ticket full=1 --payment due >set-up
echo '{"payment":"Jane Doe","reference":"jane-doe","amount":1,"currency":"EUR"}' | ticket-pay -q -c organiser >set-up
page
is "$rc" 0 'lanyard page succeeds'
ok 'a page is a whole HTML document' sh -c 'head -n 1 "$1" | grep -qx "<!DOCTYPE html>" && tail -n 1 "$1" | grep -qx "</html>"' - "$out"
shows 'Later &lt;script&gt;alert(1)&lt;/script&gt; &amp; Co' 'names are text in a page, not tags'
is "$(grep -c '<script' "$out")" 0 'a page has no script'
is "$(grep -oE "(src|href)=.[^#].{20}|url\([^#].{20}|@import" "$out")" '' 'a page needs no other file'
shows 'Open invoices' 'a page lists open invoices'
shows '5000.00 EUR' 'a page has amounts with their currency'
shows 'registered 1 0 0' 'a page counts guests by state'
is "$(grep -ciE 'gus|jane' "$out")" 0 'a page does not name people, not even by an id or a reason'
shows 'booking refused Big Ltd' 'a page has the task whose reason may name somebody'
shows 'organiser 0.01 EUR wrong amount' 'a page has refused payments without their references'
is "$(text_of "$out" | grep '@')" '' 'a page has no address'
shows 'ticket purchase created: 1 × full, 1.00 EUR organiser' 'a page has the last events in words'
shows 'ticket purchase created: 5 × full sponsorship' 'an event that is free of charge has no amount in a page'
shows 'ticket type added: full, 1.00 EUR organiser' 'an event about a ticket type has its type and price in a page'
is "$(text_of "$out" | grep -o 'created: [0-9]\|ticket type added' | paste -sd '|' -)" 'created: 1|created: 5|ticket type added' 'a page has the newest event first'
if command -v gnuplot >/dev/null; then
	silent 'lanyard page prints no message when all is well'
	ok 'a page has a chart with a description' grep -q '<svg role="img" aria-label="Valid tickets by day: 6 of' "$out"
	large() { # COMMAND...
		LANYARD_CONFERENCE=large "$@"
	}
	large ticket-type add full --name Full --price 1 --currency EUR --capacity 1200000 >set-up
	large ticket-create -c organiser r --name A --email a@x.example --ticket full=1 --payment due >set-up
	large lanyard page >large.html
	ok 'a chart of a large conference has its numbers in digits' grep -q '1200000</tspan>' large.html
else
	skip 'a page has a chart' 'gnuplot is not here'
fi
cp "$out" without
export TICKETING_CLIENT=nobody
page
unset TICKETING_CLIENT
same without "$out" 'a page is what the organiser sees, whichever client TICKETING_CLIENT names'
page --people
shows 'Jane Doe of Big is ill' 'lanyard page --people has reasons'
shows 'Gus Day' 'lanyard page --people names people'

# Many rows; several currencies; what a client sent.
ticket-type add dollar --name Dollar --price 1.00 --currency USD --capacity 100 >set-up
ticket-create usd -c organiser --name U --email u@u.example --ticket dollar=3 --payment due >set-up
seq 60 | sed 's/.*/{"payment":"P-&","reference":"none","amount":1,"currency":"EUR"}/' | ticket-pay -q -c organiser >set-up 2>&1
page
shows 'organiser 4 0' "a client's tickets of all currencies are one row of a page"
is "$(text_of "$out" | grep -c ' organiser 0.01 EUR ')" 50 'a table of a page has 50 rows at most'
shows 'And 11 more: ticket-report refused lists all.' 'a page says how many rows it does not list, and what lists them'
ticket-create r-2 -c organiser --name U --email u@u.example --ticket 'Jane Doe=1' --payment due >set-up 2>&1
page
is "$(grep -ciE 'jane' "$out")" 0 "the refusal of an order is in a page without the order's types"
shows 'ticket purchase rejected: unknown type organiser' 'the refusal of an order is in a page with its reason'

ticket-room add hall --capacity 8 >set-up
ticket-type add hall-1 --name Hall --price 1.00 --currency EUR --capacity 5 --rooms hall >set-up
ticket-type add hall-2 --name Hall --price 1.00 --currency EUR --capacity 6 --rooms hall >set-up
page
shows '9 of 118 places' 'the places of types that share a room are those of the room'
ticket-room add lab --capacity 2 >set-up
ticket-type add both --name Both --price 1.00 --currency EUR --capacity 2 --rooms hall,lab >set-up
page
shows 'by day: 9 on' 'a page does not add the places of types that are in several rooms'
ticket-type remove both >set-up

# Without gnuplot; with one that fails; with a tool that fails.
mkdir few
for tool in "$bin"/*; do
	ln -s "$tool" few/
done
rm few/lanyard
cp "$bin/lanyard" few
printf '#!/bin/sh\nexit 1\n' >few/gnuplot
chmod +x few/gnuplot
run few/lanyard page
no_data
is "$rc" 0 'lanyard page succeeds without a chart'
says 'warning: gnuplot draws no chart' 'lanyard page warns if there is no chart'
shows 'Valid tickets by day: 9 of' 'a page without a chart has what it would say'
rm few/gnuplot
for tool in jq sh env; do ln -s "$(command -v "$tool")" few; done
(PATH=$PWD/few exec few/lanyard page) >"$out" 2>"$err"
shows 'There is no chart without gnuplot, on Debian gnuplot-nox.' 'the page says what draws the chart where that is missing'
is "$(cat "$err")" '' 'lanyard page is silent in a job where nothing draws the chart'
rm few/ticket-report
printf '#!/bin/sh\necho "ticket-report: it is broken" >&2\nexit 75\n' >few/ticket-report
chmod +x few/ticket-report
run few/lanyard page
is "$rc" 75 'lanyard page exits with the status of a tool that fails'
is "$(cat "$out")" '' 'lanyard page prints nothing if a tool fails'
says 'it is broken' 'lanyard page prints the reason if a tool fails'
if can_trace; then
	for call in memfd_create pread64; do
		# After those of the loader.
		strace -qq -o loading -e "trace=$call" lanyard --version >/dev/null
		run strace -qq -o trace -e "trace=$call" -e "inject=$call:error=EIO:when=$(($(grep -c "^$call" loading) + 1))+" lanyard page
		no_data
		is "$rc:$(cat "$out"):$(grep -c 'ticket-conference show: Input/output error' "$err")" 69::1 "lanyard page prints nothing if $call fails"
	done
else
	skip 'lanyard page prints nothing if a call fails' 'strace is not here'
fi
run sh -c 'lanyard page >/dev/full'
is "$rc" 74 "lanyard page exits with 74 if its output can't be written"
run lanyard page --zone x
is "$rc" 64 'an unknown option of lanyard page is a usage error'
run ticket-feed --last 2
is "$(wc -l <"$out")" 2 'ticket-feed --last 2 prints the last two events'
ticket-feed | tail -n 2 >last
same last "$out" 'ticket-feed --last prints the lines as they are stored'
run ticket-feed --last 1000
ok 'ticket-feed --last of more events than there are prints all' sh -c 'ticket-feed | cmp - "$1"' - "$out"
run ticket-feed --last 2 --after 1
is "$rc" 64 "--last and --after can't be combined"
done_testing
