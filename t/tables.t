#!/bin/sh
# Tables on a terminal: whatever its width, no line is longer, and what was left out is named. Every
# tool that prints a table is run, on stores with long names, on terminals of several widths.
. "$(dirname "$0")/lib.sh"
command -v script >/dev/null || skip_all 'script (bsdutils) is not here'
widths='40 60 80 120'
export TERM=xterm
unset COLUMNS NO_COLOR

# Runs a command line on a terminal of WIDTH columns; what it printed there is in $out.
on_terminal() { # WIDTH COMMAND LINE
	rc=0
	script -qec "stty cols $1; $2" /dev/null </dev/null >"$out" 2>"$err" || rc=$?
	tr -d '\r' <"$out" >"$out.lines" && mv "$out.lines" "$out"
}

# Without what makes heads bold.
plain() {
	sed 's/\x1b\[[01]m//g' "$out"
}

# Stores with something in each report. Names have 40 columns, references 30 characters.
wide='Société Générale de Téléphonie Numérique'
cjk='株式会社日本電信電話ソフトウェア研究所'
decomposed=$(printf 'Zoe\314\210 Bju\314\210rnsson-Fitzgerald-Ko\314\210nigsberg')
emoji='Ada 👩🏽‍💻 Lovelace 🏳️‍🌈 and 👨‍👩‍👧‍👦 friends'
mail=maximiliane.featherstonehaugh@conferences.example
ticket-conference set --zone Europe/Berlin >/dev/null
ticket-room add main-auditorium --capacity 900 >/dev/null
ticket-type add full-conference-pass --name "$wide" --price 129900 --currency EUR --capacity 800 \
	--rooms main-auditorium --from 2025-01-01 --until 2025-06-01 --question 'Which T-shirt size do you wear?' >/dev/null
ticket-type add student --name 'Student' --price 4900 --currency EUR --capacity 90 --rooms main-auditorium >/dev/null
ticket-pool add sponsors-and-partners --type full-conference-pass --places 50 --purpose "$wide" >/dev/null
ticket-discount add EARLY-BIRD-2025-NEWSLETTER --percent 15 --types full-conference-pass,student --until 2025-05-01 --uses 100 >/dev/null
ticket-discount add PARTNER --amount 10000 --currency EUR >/dev/null
for client in sponsorship speakers guests shop; do
	ticket-client add $client --commands create-ticket-purchase,cancel-tickets,amend-purchaser,assign-ticket,pay-ticket-purchase \
		--types full-conference-pass,student --waive --budget 300 >/dev/null
done
order=0
for name in "$wide" "$cjk" "$decomposed" "$emoji" 'Ann'; do
	order=$((order + 1))
	reference=$(printf 'ORDER-2025-03-01-%013d' $order)
	ticket-create -c shop "$reference" --name "$name" --email "$order.$mail" --ticket student=2 \
		--ticket full-conference-pass=1 --payment due --deadline 2025-03-10T12:00:00Z --discount EARLY-BIRD-2025-NEWSLETTER >/dev/null
	ticket-assign -c shop --reference "$reference" --type full-conference-pass --name "$name" --email "$order.$mail" \
		--company "$wide" --requirements 'vegan; sits in a wheelchair, needs a place at the front' \
		--answer 'Which T-shirt size do you wear?=XXL' >/dev/null
	ticket-assign -c shop --reference "$reference" --type student --name "$name" --email "$order.$(echo "$mail" | tr m M)" >/dev/null
	[ $order -gt 3 ] || ticket-pay -c shop "TRANSFER-2025-03-02-$order" --reference "$reference" --amount 118745 --currency EUR >/dev/null
	ticket-pay -c shop "TRANSFER-2025-03-03-$order" --reference "$reference" --amount 1 --currency EUR >/dev/null 2>&1
done
ticket-feed --consumer mailer cat >/dev/null
sqlite3 "$LANYARD_HOME/conference/ticketing.db" '.backup broken.db'
sqlite3 broken.db 'UPDATE ticket_types SET sold = sold + 1'
broken "$PWD/broken.db"

sed 's/full/full-conference-pass/' <<'EOF2' >policy.json
{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":5}]},{"level":"Silver","grants":[{"type":"full","quantity":3}]}]}
EOF2
sponsor-policy adopt policy.json >/dev/null
printf '{"rules":[{"role":"keynote","grants":[{"type":"full-conference-pass","quantity":3}]}]}\n' >speakers.json
speaker-policy adopt speakers.json >/dev/null
printf '{"rules":[{"group":"crew","grants":[{"type":"full-conference-pass","quantity":3}]}]}\n' >guests.json
guest-policy adopt guests.json >/dev/null
for id in societe-generale nippon-telegraph acme nobodys; do
	level=Gold role=keynote group=crew
	case $id in
	so*) name=$wide ;;
	ni*) name=$cjk ;;
	no*) name=$decomposed level=Lead role=chair group=press ;; # of whom no rule speaks
	*) name=$emoji ;;
	esac
	sponsor-register -q "$id" --name "$name" --level $level --email "$id.$mail" --signed-up-on 2025-01-10 >/dev/null
	sponsor-contract sign "CONTRACT-2025-$id" --sponsor "$id" --signed-on 2025-01-12 >/dev/null
	sponsor-invoice raise "INVOICE-2025-$id" --sponsor "$id" --amount 1250000 --currency EUR --due-on 2025-02-15 >/dev/null
	speaker-invite -q "$id" --name "$name" --email "$id.$mail" --roles $role --talk 'On tables that fit' >/dev/null
	guest-register -q "$id" --name "$name" --email "$id.$mail" --group $group >/dev/null
	if [ $id != acme ]; then
		sponsor-settle "INVOICE-2025-$id" --settled-on 2025-02-01 | sponsor-onboard |
			sponsor-allocate -q | ticket-create -c sponsorship | sponsor-book >/dev/null
		speaker-accept "$id" | speaker-allocate -q | ticket-create -c speakers | speaker-book >/dev/null
	fi
done
guest-allocate -aq | ticket-create -c guests | guest-book >/dev/null
sponsor-override acme full-conference-pass --quantity 9 --by 'Ines, organiser' --reason 'lends us the projectors' >/dev/null
for client in $clients; do
	"$(noun_of "$client")-feed" --consumer mailer cat >/dev/null
done
sed 's/5/7/' policy.json >trial.json
for tool in "$bin"/*; do "$tool" --describe; done >tools
for later in sponsor speaker guest; do # records that the ledger does not know of yet
	"$later-allocate" -aq >/dev/null
done

# The command lines: one for each verb that has --columns, with what it needs to print rows.
for tool in "$bin"/*; do
	"$tool" -h
done | sed -n 's/^\(usage: \|       \)\([a-z][^[]*[^[ ]\) \[.*\[--columns names\].*/\2/p' >verbs
for tool in "$bin"/*; do
	"$tool" --help | grep -qF -- '    --columns names' && basename "$tool"
done >having
while read -r verb; do
	case $verb in
	*-reconcile) echo "$verb -c nobody </dev/null" ;;
	ticket-check) echo "$verb -d broken.db" ;;
	'sponsor-policy try') echo "$verb trial.json" ;;
	sponsor-onboard) echo "$verb --why" ;;
	context-map) echo "$verb <tools" ;;
	*-status) printf '%s\n' "$verb" "$verb --why acme" ;;
	*--tasks) echo "$verb --days 0" ;;
	*) echo "$verb" ;;
	esac
done <verbs >lines
is "$(sed 's/ .*//' verbs | uniq | paste -sd ' ' -)" "$(paste -sd ' ' having)" 'each tool that has --columns is found'
ok 'more than thirty verbs print tables' [ "$(wc -l <verbs)" -gt 30 ]

while read -r line; do
	printed=yes
	for width in $widths; do
		on_terminal "$width" "LANYARD_NOW=2025-03-20T12:00:00Z $line"
		plain >"shown.$width"
		[ "$(grep -vc '^not shown' "shown.$width")" -gt 1 ] || printed="nothing on $width columns"
	done
	is "$printed" yes "$line prints rows on a terminal"
	# shellcheck disable=SC2086 # the widths are words
	ok "$line prints no line that is longer than the terminal" "$root/t/columns" $widths
done <lines

# What is left out, and named.
left_out() {
	plain | sed -n '/^not shown/,$p' | paste -sd ' ' -
}
on_terminal 80 'ticket-type list'
is "$(plain | head -n 1 | tr -s ' ')" 'TYPE NAME PRICE CAPACITY SOLD POOLED LEFT' 'a table on a terminal has the columns that are needed most'
is "$(left_out)" 'not shown: from, until, after, private, withdrawn, rooms, questions; see --columns' 'a table on a terminal names the columns that it leaves out, and the option that shows them'
on_terminal 300 'ticket-type list'
is "$(plain | head -n 1 | tr -s ' '):$(left_out)" 'TYPE NAME PRICE CAPACITY SOLD POOLED LEFT FROM UNTIL AFTER PRIVATE WITHDRAWN ROOMS QUESTIONS:' 'a table on a wide terminal has all columns, and names none'
on_terminal 60 'ticket-type list'
ok 'the columns of a narrow terminal that are needed most are the same' grep -q 'TYPE  *PRICE\|TYPE  *NAME' "$out"
on_terminal 40 'ticket-type list'
is "$(plain | head -n 1 | tr -s ' ')" 'TYPE PRICE LEFT' 'a table of ticket types on 40 columns has what a ticket costs, and how many are left'
on_terminal 30 'ticket-find --columns type,ticket,name'
is "$(plain | head -n 1)" TYPE 'of columns that were named, the last ones are left out'
is "$(left_out)" 'not shown: ticket, name; see -t' 'columns that were named and have no room are named below the table'

# Rows.
on_terminal 80 'ticket-find --limit 3'
is "$(plain | sed 1d | grep -vc '^not shown')" 3 'a table has as many rows as --limit says'
is "$(ticket-find --limit 3 | jq -r .ticket | wc -l):$(ticket-find --csv --limit 3 | wc -l)" 3:4 \
	'lines of JSON and comma-separated values have as many rows as --limit says'
is "$(ticket-find --limit 1000000 | wc -l)" "$(ticket-find | wc -l)" 'a table that has fewer rows than --limit says has all of them'
is "$(guest-status --limit 2 | jq -r .guest | paste -sd ' ')" "$(guest-status | jq -r .guest | head -n 2 | paste -sd ' ')" 'rows that --limit keeps are the first ones'
is "$(sponsor-status --why acme --limit 2 | wc -l)" 2 'a history has as many rows as --limit says'

# The width.
on_terminal 0 'ticket-type list'
plain >unknown
on_terminal 80 'ticket-type list'
plain >known
same unknown known 'a terminal that does not say its width has 80 columns'
on_terminal 120 'COLUMNS=80 ticket-type list'
plain >unknown
same unknown known 'COLUMNS is the width, whatever the terminal says'
for wrong in 0 -1 wide 80x ''; do
	on_terminal 80 "COLUMNS=$wrong ticket-type list"
	plain >unknown
	same unknown known "a terminal has its own width if COLUMNS is \"$wrong\""
done
on_terminal 80 'COLUMNS=1 ticket-type list'
ok 'a terminal of one column has a table' [ "$(plain | head -n 1)" = '…' ]

# Cells.
on_terminal 80 'ticket-report mailout'
ok 'a cell that is cut ends with an ellipsis' grep -q 'featherstonehaugh…  Ada' "$out"
ok 'a cell that has room is whole' grep -q '  Ann  *2$\|  2$' "$out"
on_terminal 80 'ticket-report badges'
is "$(plain | sed -n 's/full-.*/full/p' | python3 -c 'import sys, unicodedata as u
print(len({sum(0 if u.category(c) in ("Mn", "Me", "Cf") else 1 + (u.east_asian_width(c) in "WF") for c in line)
	for line in sys.stdin.read().split("\n")[:-1]}))')" 1 'names in Chinese letters, with accents apart and of emoji are aligned'
on_terminal 80 'ticket-report days'
ok 'the head of a column of numbers is aligned to the right' grep -q '  SOLD  ENDED      CHARGED' "$out"
ok 'an amount has its currency, and is aligned to the right' grep -q '      0   416.50 EUR' "$out"
on_terminal 80 'ticket-type list --columns type,from,until'
is "$(plain | tr -s ' ' | grep ^full)" 'full-conference-pass 2025-01-01 00:00 2025-06-01 24:00' 'a local time on a terminal has no offset'
on_terminal 80 'guest-status --why acme --columns time,what'
ok 'a time in UTC on a terminal says so' grep -q '^2025-03-01 12:00 UTC  registered: Ada' "$out"

LANYARD_NOW=2025-03-01T12:34:56Z guest-register -q late --name Late --email "$mail" --group crew >/dev/null
on_terminal 80 'guest-status --why late --columns time'
is "$(plain | tail -n 1)" '2025-03-01 12:34 UTC' 'a time on a terminal has no seconds'
ok 'a time in a pipe has its seconds' sh -c 'guest-status --why late --columns time | grep -q "12:34:56 UTC"'

on_terminal 60 'sponsor-onboard --why'
is "$(plain | grep -c '…')" 0 'a sentence that has room is not cut'
on_terminal 80 'sponsor-status'
is "$(plain | sed '/^not shown/,$d' | grep -c '…$')" 0 'what a sponsor waits for is not cut on 80 columns'
on_terminal 70 'sponsor-reconcile -c nobody --columns beneficiary,message </dev/null'
is "$(plain | grep -c '…'):$(plain | sed -n '2,/^[a-z]/p' | tr -s ' \n' ' ' | cut -c 1-64)" \
	'0:nobodys no rule of any policy matches level Lead, signed up on 2' 'a sentence in the last column is continued below'
is "$(COLUMNS=70 sponsor-reconcile -c nobody --columns message </dev/null | wc -l):$(sponsor-reconcile -c nobody --columns message </dev/null | wc -l)" \
	"$(plain | wc -l):4" 'each row is one line in a pipe, where nothing is continued'

# Bold heads.
bold=$(printf '\033[1m') off=$(printf '\033[0m')
on_terminal 80 'ticket-room list'
is "$(head -n 1 "$out")" "${bold}ROOM             CAPACITY  SOLD  POOLED  LEFT  TYPES$off" 'the heads of a table on a terminal are bold'
is "$(tail -n +2 "$out" | grep -c "$(printf '\033')")" 0 'nothing but the heads is bold'
for unset in NO_COLOR=1 TERM=dumb TERM=; do
	on_terminal 80 "$unset ticket-room list"
	is "$(grep -c "$(printf '\033')" "$out")" 0 "nothing is bold with $unset"
done
on_terminal 80 'NO_COLOR= ticket-room list'
is "$(grep -cF "$bold" "$out")" 1 'an empty NO_COLOR is none'

# In a pipe.
COLUMNS=40 ticket-type list >narrow
ticket-type list >wide
same narrow wide 'rows in a pipe have the same bytes whatever COLUMNS is'
ok 'rows in a pipe are JSON' jq -e .type wide
ticket-type list -t >wide
is "$(grep -c '…\|not shown' wide):$(head -n 1 wide | tr -s ' ')" '0:TYPE NAME PRICE CAPACITY SOLD POOLED LEFT FROM UNTIL AFTER PRIVATE WITHDRAWN ROOMS QUESTIONS' \
	'-t in a pipe prints all columns and cuts no cell'
is "$(grep -c "$(printf '\033')" wide):$(grep -c '2025-06-01 24:00 +02:00' wide)" 0:1 '-t in a pipe prints no bold heads, and the offset of times'
COLUMNS=80 ticket-type list -t >narrow
same narrow known '-t in a pipe prints a table of COLUMNS, if it is set'

joined=$(jq -rn '[range(40) | "👩"] | join("\u200d")')
ticket-create -c shop joined --name Joe --email "joe.$mail" --ticket student=1 --payment waived >/dev/null
ticket-assign -c shop --reference joined --type student --name Joe --email "joe.$mail" --requirements "no nuts $joined thanks" >/dev/null
COLUMNS=60 timeout 60 ticket-report requirements --columns requirements >joined
is "$?:$(tr -d ' \n' <joined | grep -c "nonuts${joined}thanks")" 0:1 'a letter of joined emoji that is wider than its column is continued below'

# --columns.
run ticket-find --columns reference,Purchaser-Email,'purchaser email' --csv
is "$rc" 64 '--columns refuses a column that is named twice'
says '--columns: purchaser_email is named twice' 'the message names the column that is named twice'
run ticket-find --columns 'reference, Purchaser-Email , purchase' --csv
no_data
is "$(head -n 1 "$out" | tr -d '\r')" reference,purchaser_email,purchase '--columns orders the columns of comma-separated values'
is "$(awk -F, '{print NF}' "$out" | sort -u)" 3 '--columns limits each row of comma-separated values'
run ticket-find --columns purchase,reference
no_data
is "$(head -n 1 "$out" | tr -s ' ')" 'PURCHASE REFERENCE' '--columns prints a table in a pipe, too, of columns that tables usually leave out'
for line in 'ticket-find --columns seat' 'ticket-find --csv --columns reference,' 'ticket-find --columns ""' \
	'sponsor-reconcile -c x --columns seat' 'context-map --columns seat' 'sponsor-onboard --why --columns seat' \
	'ticket-feed --consumers --columns seat'; do
	run sh -c "$line </dev/null"
	is "$rc" 64 "$line is refused"
	says '; there are ' "the message about $line lists the columns"
done
run ticket-find --columns seat -d nowhere.db
says 'there is no column "seat"; there are ticket, type, state, name, email, purchaser, purchaser_email, client, reference, discount, purchase' \
	'--columns is checked before the store is opened, and the message has all names'
run ticket-find --columns "$(printf '\377%0600d' 1)"
is "$rc:$(grep -c 'there are ticket, type' "$err")" 64:1 'the message about a long name has the names that there are'
run ticket-find --for cancel-tickets --reference 'ORDER*' --columns ticket
is "$rc" 64 '--columns of rows is refused with --for, which prints others'

# A long table is printed in parts: its first thousand rows decide how wide it is.
seq 2500 | jq -c '{guest: "g\(.)", name: "\(if . > 2000 then "A name that is much longer than any one of those that came before it, number" else "Guest" end) \(.)",
	email: "g\(.)@g.example", group: "crew"}' | guest-register >/dev/null
guest-status --columns guest,name,group -t >long
is "$(grep -c GUEST long):$(grep -c '^g[0-9]' long)" 1:2500 'a table of more than a thousand rows has its heads once'
ok 'a later cell that is wider than the first thousand is whole in a pipe' grep -q 'A name that is much longer than any one of those that came before it, number 2500  crew' long
on_terminal 80 'guest-status --columns guest,name,group'
ok 'a later cell that is wider than the first thousand is cut on a terminal' grep -q '^g2500 *A name that is much .*…  *crew$' "$out"
done_testing
