#!/bin/sh
# What a terminal gets are words; what a pipe gets stays what it is. Of every verb that prints JSON,
# by what each tool says of itself; and of one sentence each.
. "$(dirname "$0")/lib.sh"
/usr/bin/python3 -c 'import sqlite3' 2>/dev/null || skip_all 'python3 with sqlite3 is not here'

# Every verb.
. "$root/t/faults/verbs.sh"
for tool in "$bin"/*; do
	"$tool" -h | grep -F '[--json]' | grep -F '[-d file]' | sed 's/^usage://; s/^ *//' | awk '{
		verb = $2 ~ /^(--)?[a-z]+$/ ? " " $2 : ""; print $1 verb }'
done | sort -u >talkers
is "$(comm -23 talkers run)" '' 'every command with a store that takes --json is run in a pipe and on a terminal'
for tool in "$bin"/*; do
	"$tool" -h | grep -E '\[-[a-z]*[nt]' | grep -vF '[--json]'
done | awk '{ sub(/^usage: */, ""); print $1 }' | sort -u >silent
is "$(grep -vx 'context-map\|csv-import' silent)" '' 'every tool that prints for people takes --json'
run /usr/bin/python3 -B "$root/t/words.py" "$LANYARD_HOME/conference" tools talkers "$scratch/verbs"
cat "$out" >results
no_data
while IFS='|' read -r found name; do
	is "$found" '' "$name"
done <results
is "$rc $(wc -l <results | tr -d ' ')" '0 6' 'every verb was run'
rm -rf "$scratch/stores" "$scratch/verbs"

# On a terminal of its own; what it printed there is in $out.
on_terminal() { # COMMAND LINE [FILE]
	rc=0
	script -qec "$1" /dev/null <"${2:-/dev/null}" >"$scratch/typed" 2>"$err" || rc=$?
	tr -d '\r' <"$scratch/typed" >"$out"
}
command -v script >/dev/null || {
	skip 'one sentence' 'script (bsdutils) is not here'
	done_testing
	exit
}
export LANYARD_NOW=2027-03-01T18:44:00Z
on_terminal 'ticket-conference set --zone Europe/Berlin --payment-within 3h'
is "$(cat "$out")" 'the conference is in the time zone Europe/Berlin, with 3 hours to pay' 'a number of minutes is in hours if it is whole ones'
ticket-type add early --name Early --price 239.20 --currency EUR --capacity 10 --until 2028-06-30 >/dev/null
ticket-type add student --name Student --price 0 --currency EUR --capacity 10 >/dev/null
buy='ticket-create -c organiser --name Ann --email ann@a.example'
on_terminal "$buy --ticket early=2 --payment due r1"
is "$rc $(cat "$out")" '0 booked 2 × early for Ann, 478.40 EUR, due 22:44 on 1 March (r1 of organiser)' \
	"a purchase on a terminal is a sentence, with its amount and with its deadline in the conference's zone"
on_terminal "LC_ALL=C $buy --ticket early=2 --payment due r1"
is "$(cat "$out")" 'booked 2 x early for Ann, 478.40 EUR, due 22:44 on 1 March (r1 of organiser)' 'a sentence is in ASCII if the locale is not in UTF-8'
on_terminal "$buy --ticket early=1 --ticket student=2 --ticket early=1 --payment due --deadline 2028-01-31 r2"
is "$(cat "$out")" 'booked 2 × early, 2 × student for Ann, 478.40 EUR, due 24:00 on 31 January 2028 (r2 of organiser)' \
	"tickets are counted by type, and a deadline of another year has its year, and ends with its day"
on_terminal "$buy -n --ticket student=1 --payment due r3"
is "$(cat "$out")" 'dry run: booked 1 × student for Ann, nothing due (r3 of organiser)' 'a dry run says so before each sentence'
on_terminal 'COLUMNS=1000 ticket-type list'
is "$(wc -l <"$out" | tr -d ' ')" 3 'the report on a terminal is a table'
on_terminal 'ticket-type list --json'
is "$(jq -r .type "$out" | paste -sd ' ' -)" 'early student' 'a report on a terminal is JSON with --json'
printf 'A\033]0;x\007\342\200\256n\n' >name
on_terminal "ticket-create -c organiser --name \"\$(cat name)\" --email a@b.example --ticket student=1 --payment waived r4"
is "$rc $(cat "$out")" '65 ticket-create: options:1: /purchaser/name: holds a control character' 'a name with control characters is refused on a terminal, too'
printf '{"reference":"r5","purchaser":{"name":"A\342\200\256n","email":"a@b.example"},"tickets":[{"type":"student","quantity":1}],"payment":"waived"}\n' >line
on_terminal 'ticket-create -q -c organiser <line'
is "$(cat "$out")" 'booked 1 × student for A\u202en, nothing due (r5 of organiser)' 'a sentence shows controls of direction as JSON escapes'

echo '{"rules":[{"role":"host","grants":[]}]}' | speaker-policy adopt - >/dev/null
on_terminal 'speaker-invite -q kim --name Kim --email k@k.example --roles keynote,host,panel'
is "$(cat "$out")" 'kim: invited: Kim, keynote, host and panel' 'a sentence lists words with one "and", and no number of talks that nobody has named'
on_terminal 'ticket-client add boxoffice --commands create-ticket-purchase,cancel-tickets,assign-ticket --types early'
is "$(cat "$out")" 'client boxoffice added: assign-ticket, cancel-tickets and create-ticket-purchase, types early' 'the sentence about a client lists its commands'

# A refusal.
for words in "$buy --ticket early=9 --payment due r6|refused: 9 of \"early\" requested, 6 left (r6 of organiser)" \
	'ticket-pay -c organiser --reference r1 --amount 1 --currency EUR p-1|refused for r1: 478.40 EUR is due, not 0.01 EUR, payment p-1, 0.01 EUR to pay back (sent by organiser)' \
	'ticket-cancel -c organiser 01900000-0000-7000-8000-000000000000|refused' \
	'ticket-extend -c organiser --reference r99 --deadline 2027-04-01|refused' \
	'ticket-reopen -c organiser --reference r1|refused' 'ticket-refund -c organiser --reference r1 --amount 1 --currency EUR b-1|refused' \
	'ticket-amend -c organiser --reference r99 --name Bob|refused' \
	'ticket-assign -c organiser --reference r99 --name Bob --email b@b.example|refused' \
	'ticket-unassign -c organiser 01900000-0000-7000-8000-000000000000|refused'; do
	on_terminal "${words%|*}"
	is "$rc $(head -c "$(printf '%s' "${words##*|}" | wc -c)" "$out") $(wc -l <"$out" | tr -d ' ')" "1 ${words##*|} 1" \
		"a refusal of ${words%% *} on a terminal exits with 1, with its reason on one line"
	run sh -c "${words%|*} 2>said"
	cp said "$err"
	is "$rc $(jq -r '.type | split(".")[2]' "$out" | sed 's/.*-//')" '1 rejected' "a refusal of ${words%% *} in a pipe exits with 1, with the event"
	says "${words%% *}: refused" "a refusal of ${words%% *} in a pipe has its reason on standard error"
done
on_terminal "$buy --ticket early=1 --payment due r8; ticket-pay -c organiser --reference r8 --amount 239.20 --currency EUR p-8; ticket-cancel -c organiser --reference r8"
on_terminal 'ticket-refund -c organiser --reference r8 --amount 240.00 --currency EUR b-1'
is "$rc $(cat "$out")" '1 refused for r8: 239.20 EUR is to be paid back, not 240.00 EUR, refund b-1 of 240.00 EUR (sent by organiser)' \
	'a refused refund is not said to be paid back'
on_terminal "$buy -n --ticket early=9 --payment due r7"
is "$rc $(cut -d: -f1-2 "$out")" '1 dry run: refused' 'a refusal by a dry run exits with 1'

# Lines that are pasted.
i=0
while [ $i -lt 400 ]; do
	i=$((i + 1))
	purchase "pasted-$i" 1 | sed 's/"full"/"student"/; s/"waived"/"due"/'
done >pasted
on_terminal 'ticket-create -q -c organiser' pasted
is "$(grep -o 'booked 1\|refused: 1' "$out" | wc -l | tr -d ' ')" 400 'each of 400 lines pasted into a terminal has a sentence'
is "$(grep -c '"sequence"' "$out")" 0 'no line pasted into a terminal has JSON as its answer'
is "$rc" 0 'refused lines that were pasted leave the exit status 0'

# A feed.
run ticket-feed -t --limit 4
no_data
is "$(sed -n 4p "$out")" '     4  2027-03-01 19:44 +01:00  booked 2 × early for Ann, 478.40 EUR, due 22:44 on 1 March (r1 of organiser)' \
	'a feed with -t has the sequence, the local time and a sentence of each event'
run ticket-feed -t --json
is "$rc" 64 '-t and --json are refused together'
says "--json can't be combined with -t" 'the message says that -t and --json can not be combined'
run ticket-feed -t --consumer mail cat
is "$rc" 64 'a feed with -t is refused for a consumer'
sponsor-policy adopt - >/dev/null <<-'END'
	{"rules":[{"level":"Gold","grants":[{"type":"full","quantity":5}]}]}
END
on_terminal 'sponsor-register acme --name Acme --level Gold --email a@b.example --signed-up-on 2027-02-01'
is "$(cat "$out")" 'acme: registered: Acme, level Gold, signed up on 1 February' "a client's event says whom it is about"
is "$(sponsor-feed -t | tail -n 1 | sed 's/.*UTC  //')" 'acme: registered: Acme, level Gold, signed up on 1 February' "a line of a client's feed with -t says whom it is about"
is "$(sponsor-feed -t --limit 1 | sed 's/.*UTC  //')" 'policy 1 for sponsors adopted, with 1 rule' 'a line of a feed whose sentence has its subject does not repeat it'
is "$(sponsor-status --why acme -t | sed -n '2s/.* UTC  //p')" 'registered: Acme, level Gold, signed up on 1 February' 'the history has the same description without the subject'
is "$(sponsor-status --why acme | jq -r .what)" 'registered: Acme, level Gold, signed up on 2027-02-01' 'the history in a pipe has dates as they are recorded'
on_terminal 'sponsor-policy show'
is "$(sed 1d "$out" | jq -c .rules)" '[{"level":"Gold","grants":[{"type":"full","quantity":5}]}]' 'what is shown on a terminal has all data below its sentence'

# A pipe that books, whose end is a terminal.
ticket-type add full --name Full --price 100.00 --currency EUR --capacity 9 >/dev/null
ticket-client add sponsorship --commands create-ticket-purchase,cancel-tickets --types full --waive >/dev/null
sponsor-contract sign C --sponsor acme --signed-on 2027-02-01 >/dev/null
sponsor-invoice raise I --sponsor acme --amount 5.00 --currency EUR >/dev/null
sponsor-settle I --settled-on 2027-02-01 >/dev/null
sponsor-onboard -a >/dev/null
sponsor-allocate -a | ticket-create -c sponsorship >answers
on_terminal 'sponsor-book -n <answers'
is "$(cut -d : -f 1-3 "$out")" "dry run: acme: booked 5 × full, requested as acme/full/1" 'a dry run of the last tool of a pipe prints on a terminal what would be recorded'
run sponsor-book -n <answers
is "$rc$(cat "$out")" 0 'the last tool of a pipe prints nothing to a pipe or file'
on_terminal 'sponsor-book --json <answers'
is "$rc$(cat "$out")" 0 'the last tool of a pipe has no JSON to print'
sponsor-register zeta --name Zeta --level Gold --email z@b.example >/dev/null
sponsor-contract sign D --sponsor zeta --signed-on 2027-02-01 >/dev/null
sponsor-invoice raise Z --sponsor zeta --amount 5.00 --currency EUR >/dev/null
sponsor-settle Z --settled-on 2027-02-01 >/dev/null
sponsor-onboard -a >/dev/null
on_terminal 'sponsor-allocate -a | ticket-create -c sponsorship | sponsor-book 2>warnings'
is "$(cat "$out" warnings)" 'zeta: 5 × full refused by ticketing: 5 of "full" requested, 4 left' \
	'the last tool of a pipe prints on a terminal what was refused, once'
on_terminal 'ticket-cancel -c sponsorship --reference acme/full/1 --keep 2 --json | sponsor-book'
is "$(cat "$out")" 'acme: 3 tickets of acme/full/1 cancelled by somebody else, 2 left' 'the last tool of a pipe prints on a terminal what was cancelled'
on_terminal 'sponsor-allocate -a | ticket-create -c sponsorship | sponsor-book'
is "$rc$(cat "$out")" 0 'a pipe that has nothing to book prints nothing'
ticket-client revoke sponsorship >/dev/null
sponsor-register yard --name Yard --level Gold --email y@b.example >/dev/null
sponsor-contract sign Y --sponsor yard --signed-on 2027-02-01 >/dev/null
sponsor-invoice raise Y --sponsor yard --amount 5.00 --currency EUR >/dev/null
sponsor-settle Y --settled-on 2027-02-01 >/dev/null
sponsor-onboard -a >/dev/null
sponsor-allocate -a | ticket-create -c sponsorship >denials 2>/dev/null
on_terminal 'sponsor-book <denials 2>warnings'
is "$(cat "$out" warnings)" 'yard: request of yard/full/1 denied by ticketing, and still pending: the grants of "sponsorship" were revoked' \
	'the last tool of a pipe prints on a terminal what was denied, once'
done_testing
