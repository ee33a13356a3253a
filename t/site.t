#!/bin/sh
# The site: the documents, the manual and the messages as HTML.
. "$(dirname "$0")/lib.sh"
for program in lowdown mandoc python3; do
	command -v "$program" >/dev/null || skip_all "$program is missing"
done
unset LANYARD_HOME LANYARD_CONFERENCE LANYARD_NOW

# Of a checkout whose tools are in BIN.
make_site() { # CHECKOUT
	rm -rf site
	run "$1/contrib/site/build" --no-cast "$bin/.." "$PWD/site"
	no_data
}
make_site "$root"
is "$rc" 0 'the site is made of a checkout'
silent 'making the site prints nothing'
is "$(python3 "$root/t/links.py" site)" '' 'every link within the site leads to a page, and to a place on it'
for tool in "$bin"/*; do
	ls "site/share/man/${tool##*/}".[17].html >/dev/null 2>&1 || echo "${tool##*/}"
done >missing
is "$(cat missing)" '' 'every tool has a page'
for tool in "$bin"/*; do
	grep -q "href=\"${tool##*/}\.1\.html\"" site/share/man/index.html || echo "${tool##*/}"
done >missing
is "$(cat missing)" '' 'every tool is in the index of the manual'
for tool in "$bin"/ticket-*; do
	"$tool" --describe
done | jq -rs 'map(.publishes[]?) | unique[] | sub("^lanyard.ticketing."; "")' >published
ok 'ticketing publishes more than twenty messages' test "$(wc -l <published)" -gt 20
while read -r message; do
	grep -q "<section id=\"$message\">" site/share/schemas/index.html || echo "$message"
done <published >missing
is "$(cat missing)" '' 'every message that ticketing publishes is on the page of messages'
sed '/<h2/,$d' site/index.html >first
ok 'the first page begins with the table of what sponsors are owed' grep -q 'SPONSOR.*BOOKED' first
ok 'the first page begins with the picture of how sponsors get their tickets' grep -q share/map/tickets.svg first

mkdir tree
cp -R "$root/contrib" "$root/share" "$root"/*.md "$root/LICENSE" tree
echo 'See [it](nowhere.md).' >>tree/ARCHITECTURE.md
make_site tree
is "$rc" 1 'a link that leads nowhere is an error'
says 'ARCHITECTURE.html: nowhere.md leads nowhere' 'a link that leads nowhere is named, and its page'
cp "$root/ARCHITECTURE.md" tree
sed -i '/^send extend/d' tree/contrib/site/sample
make_site tree
is "$rc" 1 'a published message without an example is an error'
says 'extend-ticket-purchase.v1 has no example' 'a published message without an example is named'
mkdir full
echo thesis >full/thesis
run "$root/contrib/site/build" --no-cast "$bin/.." full
no_data
is "$rc:$(cat full/thesis)" 73:thesis 'a directory with files is left as it is'
# A cast takes half a minute: one that is drawn at once is in its place.
printf '#!/bin/sh\n[ "$1" = record ] || echo "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>" >demo.svg\n' >termtosvg
chmod +x termtosvg
PATH=$PWD:$PATH run "$root/contrib/site/build" "$bin/.." cast
no_data
is "$rc" 0 'the site is made with a cast of the demo'
is "$(grep -o '<img src="demo[^"]*"\|<details>' cast/index.html | paste -sd ' ' -)" '<img src="demo-still.svg" <details> <img src="demo.svg"' \
	'the cast stands still until it is opened'
ok 'those who want less motion see the end of the cast' grep -q 'prefers-reduced-motion:reduce' cast/demo.svg
is "$(python3 "$root/t/links.py" cast)" '' 'the first page has the cast, and its links lead to pages'
ok 'the first page shows the cast' grep -q '<img src="demo.svg"' cast/index.html

run "$root/contrib/site/build" "$bin"
is "$rc" 64 'without an output directory the site is not made'
done_testing
