#!/bin/sh
# lanyard-recipes(7): the recipes work in their order, and print what the page shows.
. "$(dirname "$0")/lib.sh"
. "$root/t/manuals.sh"
command -v mandoc >/dev/null || skip_all 'mandoc is not here'

# What a reader has: the page's files, and programs that send mail and draw.
mkdir tools sections
printf '#!/bin/sh\ncat >>mail\n' >tools/sendmail
if ! command -v gnuplot >/dev/null; then
	printf '#!/bin/sh\n' >tools/gnuplot
	drawn='gnuplot is not here'
fi
chmod 755 tools/*
cp -R "$root"/share/doc/organiser/. .
export PATH="$PWD/tools:$PATH"

# A directory for each section of the page: its name, its commands, and what they print. A command
# goes on in the next line after a backslash or a |.
plain "$root/share/man/lanyard-recipes.7" | awk '
	/^[A-Z]/ { section = $0 }
	/^[A-Z]|^$/ { on = 0 }
	/^ *\$ / {
		if (section != last) {
			at = sprintf("sections/%02d/", ++n)
			system("mkdir " at)
			print section >(at "name")
			last = section
		}
		on = goes_on = 1
		match($0, /^ */)
		indent = RLENGTH + 1
	}
	!on { next }
	goes_on {
		line = substr($0, indent)
		sub(/^\$ /, "", line)
		print line >(at "commands")
		goes_on = line ~ /[\\|]$/
		next
	}
	{ print substr($0, indent) >(at "shown") }'
is "$(cat sections/*/name | paste -sd , -)" "SET UP,SPONSOR SHEET,BANK CSV,DELEGATES' SHEET,MAIL MERGE,VOLUNTEERS,A SPONSOR'S UPGRADE,BADGES,INVOICE LIST,DAILY CHART,ORDERS' SHEET,PAYMENT REMINDERS,A CANCELLATION,AN EXPIRED ORDER,A NEW CONTACT,BACKUP" \
	'a recipe for each task has commands'

# All in one shell, because later recipes use the variables and stores of earlier ones; each on a
# day of its own.
cat >all <<-'END'
	for section in sections/*; do
		export LANYARD_NOW="2025-03-${section#*/}T12:00:00Z"
		. "./$section/commands" >"$section/printed" 2>&1
	done
END
# shellcheck disable=SC2086 # words
run $shell all
no_data
is "$rc" 0 'the commands of all recipes succeed, in the order of the page'

# Ids differ, and with them the order of what happens at one moment; mandoc has blanks for tabs.
comparable() { # FILE
	sed -E 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/ID/g' "$1" | tr -d '\r' |
		tr -s '\t ' ' ' | sed 's/ $//' | sort
}
for section in sections/*; do
	touch "$section/shown" "$section/printed"
	comparable "$section/shown" >shown
	grep -v '^{"specversion"' "$section/printed" | comparable /dev/stdin >printed
	ok "commands under \"$(cat "$section/name")\" print what the page shows" diff shown printed
done

is "$(sed -n 's/^To: //p; s/^Dear .*: / /p' mail | paste -d '' - - | sort | paste -sd ' ' -)" \
	'fay@pine.example 2. hello@oak.example 3. office@ash.example 1. tickets@elm.example 2.' \
	'each purchaser is sent one mail, with the number of tickets without a name'
is "$(head -c 3 invoices.csv | od -An -tx1 | tr -d ' ')" efbbbf 'the invoice list begins with a byte order mark'
is "$(sed -n '$s/\r$//p' invoices.csv)" \
	'INV-2025-4;oak;Oak & Sons;Gold;C-4;settled;2500,00;2500,00;0,00;EUR;2025-03-07;2025-03-07 13:00;;2025-02-25;;' \
	'the invoice list has decimal commas'
if [ -n "$drawn" ]; then
	skip 'the daily chart is a picture' "$drawn"
else
	ok 'the daily chart is a picture' grep -q '<svg' days.svg
fi

facts() {
	for feed in ticket-feed sponsor-feed guest-feed; do "$feed"; done | grep -v command-answered.v1
}
export LANYARD_HOME="$PWD/stores" LANYARD_CONFERENCE=myconf
facts >before
for section in sections/0[2367] sections/11; do
	ok "commands under \"$(cat "$section/name")\" can be run again" $shell "$section/commands"
done
facts >after
ok 'recipes that are run again record nothing twice' cmp before after
done_testing
