#!/bin/sh
# lanyard page in a browser: Chromium lays it out as wide as its window, at two sizes.
. "$(dirname "$0")/../lib.sh"
requires chromium gnuplot
unset XDG_DATA_HOME

open_office 10 20
open_sponsorship 10 20
pay_sponsor acme Gold
sponsor-register later --name 'A sponsor with a name that is a good deal longer than a column' \
	--level Gold --email later@sponsor.example >set-up
sponsor-onboard -a | sponsor-allocate | ticket-create -c sponsorship | sponsor-book
lanyard page >page.html
# A script measures a copy of the page, whose own policy allows none.
sed -e '/Content-Security-Policy/d' -e 's|</body>|<script>document.title = "width " + \
document.documentElement.scrollWidth + " of " + innerWidth + ", text " + \
getComputedStyle(document.querySelector("svg text")).fill + ", names " + \
Math.min(...[...document.querySelectorAll("tbody th")].map(n => n.offsetWidth)) + ", left " + \
([...document.querySelectorAll("thead th")].find(h => h.textContent == "Left").getBoundingClientRect().right < innerWidth)</script></body>|' page.html >measured.html
for width in 1280 500; do
	timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" \
		--hide-scrollbars --window-size="$width,900" --dump-dom "file://$PWD/measured.html" >dom 2>messages
	is "$(sed -n 's/.*<title>width \([0-9]*\) of \([0-9]*\),.*/\1 of \2/p' dom)" "$width of $width" \
		"a page fits a window of $width pixels"
	names=$(sed -n 's/.*<title>.* names \([0-9]*\),.*/\1/p' dom)
	ok "names have room for words in a window of $width pixels" [ "${names:-0}" -ge 128 ]
	ok "how many tickets are left is seen in a window of $width pixels" grep -q '<title>.* left true<' dom
done
done_testing
