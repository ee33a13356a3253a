#!/bin/sh
# The queries of the manual: each runs, and prints ids as tools take them.
. "$(dirname "$0")/lib.sh"
. "$root/t/manuals.sh"
command -v mandoc >/dev/null || skip_all 'mandoc is not here'

ticket-type add full --name Full --price 100 --currency EUR --capacity 100 >/dev/null
ticket-pool add press --type full --places 5 >/dev/null
ticket-discount add HALF --percent 50 >/dev/null
ticket-create -c organiser --name Ann --email ann@x.example --ticket full=3 --discount HALF --payment due bank >bought
ticket-assign -c organiser --name Bo --email bo@x.example "$(jq -r '.data.tickets[1].id' bought)" >/dev/null
ticket-cancel -c organiser --keep 2 "$(jq -r .data.purchase bought)" >/dev/null

for page in "$root"/share/man/*.7 "${bin%/bin}"/man/*.1; do
	examples "$page" | grep 'sqlite3.*SELECT' | sed "s/ ticketing\.db / \"\$LANYARD_HOME\/\$LANYARD_CONFERENCE\/ticketing.db\" /; s/ | event-replay.*//"
done >queries
ok 'the manual has queries' test -s queries
id='[0-9a-f]\{8\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{12\}'
: >printed
n=0
while read -r query; do
	n=$((n + 1))
	printf '%s\n' "$query" >one
	rc=0
	sh one >"$out" 2>"$err" </dev/null || rc=$?
	is "$rc $(grep -cv '^$' "$out" | sed 's/[1-9][0-9]*/rows/')" '0 rows' "query $n of the manual prints rows: $query"
	# Neither bytes that are no text, nor an id without its hyphens.
	is "$(LC_ALL=C grep -c '[^ -~]\|^[0-9a-f]\{32\}\||[0-9a-f]\{32\}' "$out")" 0 "query $n of the manual prints no id in another form"
	grep -q '"specversion"' "$out" || grep -o "$id" "$out" >>printed
done <queries
ok 'queries of the manual print ids' test -s printed
sort -u printed | while read -r found; do
	ticket-find "$found" | grep -q . || echo "$found"
done >unknown
is "$(cat unknown)" '' 'ticket-find takes each id that a query of the manual prints'

store=$LANYARD_HOME/$LANYARD_CONFERENCE/ticketing.db
is "$(sqlite3 -readonly "$store" 'SELECT id, purchase, type, state, name FROM ticket_list ORDER BY id' | tr '|' ' ')" \
	"$(ticket-find | jq -r '"\(.ticket) \(.purchase) \(.type) \(.state) \(.name // "")"')" \
	'the view ticket_list has the tickets that ticket-find finds'
done_testing
