#!/bin/sh
# lanyard alone: the tools by task, and what to do next.
. "$(dirname "$0")/lib.sh"
command -v script >/dev/null || skip_all 'script (bsdutils) is not here'

next() { # what to do next, a line each
	lanyard | jq -r 'select(.task == "next").command'
}

run lanyard
is "$rc:$(cat "$err")" 0: 'lanyard succeeds without a store'
is "$(jq -r 'select(.task != "next").command' "$out" | grep -v ' ' | sort)" "$(basename -a "$bin"/* | grep -vx lanyard)" \
	'lanyard lists every tool, each for one task'
is "$(jq -r 'select(.command | startswith("lanyard ")).command' "$out" | grep -vc '^lanyard [a-z]*$')" 0 'lanyard lists its own verbs'
is "$(jq -r 'select(.command == "ticket-expire").doc' "$out")" "$(ticket-expire --describe | jq -r .doc)" \
	"what a tool does is described by its own --describe"
is "$(next)" 'lanyard init' 'what to do next without a store is lanyard init'

run lanyard tools
is "$(jq -r .command "$out" | grep -v ' ' | sort)" "$(basename -a "$bin"/* | grep -vx lanyard)" \
	'lanyard tools lists every tool'
is "$(jq -r 'select(.task == "next")' "$out")" '' 'lanyard tools does not say what to do next'
run lanyard tools -t
no_data
is "$(awk 'NF' "$out" | sed '/^[A-Z]/d; s/^  //; s/  .*//' | grep '^[a-z]*-check')" ticket-check 'lanyard tools -t has a line for each tool'
run lanyard -t
no_data
ok 'lanyard fits into 24 lines, for people' test "$(wc -l <"$out")" -le 23
is "$(awk 'length > 80' "$out")" '' 'lanyard fits into 80 columns, for people'
# Braces are what bash makes of them: every tool is named once.
is "$(sed -n '2,/^$/p' "$out" | cut -c 22- | xargs | bash -c 'read -r line; eval "printf \"%s\n\" $line"' | sort)" \
	"$(basename -a "$bin"/* | grep -vx lanyard)" 'the short list names every tool'

# A directory with some of the tools.
mkdir few
cp "$bin/lanyard" "$bin/ticket-type" few
run env PATH=/usr/bin:/bin few/lanyard
is "$(jq -r 'select(.task != "next").command' "$out" | grep -v ' ')" ticket-type 'lanyard lists the tools beside it and in PATH only'
printf '#!/bin/sh\nexit 3\n' >few/ticket-pay
chmod +x few/ticket-pay
run env PATH=/usr/bin:/bin few/lanyard
is "$rc:$(cat "$err")" '0:lanyard: warning: ticket-pay: --describe exited 3' 'lanyard warns of a tool that does not describe itself, and lists the others'
run env -u HOME -u LANYARD_HOME -u XDG_DATA_HOME lanyard
is "$rc" 64 'lanyard exits with 64 if no directory of stores is known'
run sh -c 'lanyard >/dev/full'
is "$rc" 74 "lanyard exits with 74 if its output can't be written"

run sh -c 'ulimit -n 4; exec lanyard'
is "$rc:$(cat "$err")" '71:lanyard: a pipe: Too many open files' "lanyard exits with 71 if it can't run the tools"

# From an empty home to a booked ticket, by what lanyard says.
export HOME="$PWD/home" LANYARD_NOW=2025-03-02
unset LANYARD_HOME LANYARD_CONFERENCE XDG_DATA_HOME
lanyard init --name pipeconf --zone Europe/Berlin --clients sponsors --yes >pipeconf.sh 2>"$err"
commands=1
while [ $commands -lt 10 ] && [ "$(sponsor-status | jq -r '.booked[0].quantity')" != 5 ]; do
	next >steps
	head -n 1 steps >>typed
	sh -c "$(head -n 1 steps)" >"$scratch/printed/step$commands" 2>&1
	commands=$((commands + 1))
done
is "$(sponsor-status | jq -c '[.state, .booked[0].quantity]')" '["onboard",5]' \
	'the commands that lanyard names lead from its script to booked tickets'
is "$commands:$(cut -d ' ' -f 1 typed | paste -sd ' ')" '6:sponsor-register sponsor-contract sponsor-invoice sponsor-settle sponsor-onboard' \
	'six commands lead from an empty home directory to booked tickets'
is "$(next)" 'lanyard doctor' 'lanyard says that nothing is due when nothing is due'

# Other things that are due.
ticket-client add guests --commands create-ticket-purchase,cancel-tickets --types full --waive >"$scratch/printed/client"
echo '{"rules":[{"grants":[{"type":"full","quantity":2}]}]}' | guest-policy adopt >"$scratch/printed/policy"
is "$(next)" "guest-register gus --name 'Gus Day' --email gus@crew.example --group crew" 'lanyard names the first guest to register'
echo '{"rules":[{"group":"Night Crew","grants":[{"type":"full","quantity":2}]},{"grants":[{"type":"full","quantity":1}]}]}' | guest-policy adopt >"$scratch/printed/policy"
is "$(next)" "guest-register gus --name 'Gus Day' --email gus@crew.example --group 'Night Crew'" 'lanyard names the first group that the policy has'
echo '{"rules":[{"grants":[{"type":"full","quantity":2}]}]}' | guest-policy adopt >"$scratch/printed/policy"
guest-register gus --name Gus --email g@g.example --group crew >"$scratch/printed/guest"
is "$(next)" 'guest-allocate -a | ticket-create -c guests | guest-book' "lanyard names the line that books what a guest is owed"
guest-allocate -a | ticket-create -c guests | guest-book
guest-withdraw gus >"$scratch/printed/withdrawn"
is "$(next)" 'guest-reclaim -a | ticket-cancel -c guests | guest-book' 'lanyard names the line that reclaims what a guest is not owed any more'
guest-reclaim -a | ticket-cancel -c guests | guest-book
ticket-create order-1 -c organiser --name Ann --email a@b.example --ticket full=1 --payment due >"$scratch/printed/order"
is "$(LANYARD_NOW=2025-06-01 lanyard | jq -r 'select(.task == "next").command' | head -n 1)" ticket-expire 'lanyard names ticket-expire where an order was not paid in time'
ticket-create order-2 -c organiser --name Ann --email a@b.example --ticket full=1 --payment due >"$scratch/printed/order-2"
price=$(jq '.data.amount' "$scratch/printed/order-2")
ticket-pay bank-2 -c organiser --reference order-2 --amount "$price" --currency EUR >"$scratch/printed/paid-2"
is "$(next | grep -c refund)" 0 'lanyard names nothing to pay back where no paid ticket was cancelled'
ticket-cancel -c organiser --reference order-2 >"$scratch/printed/cancelled-2"
is "$(next | head -n 1)" 'ticket-report purchases --refund' 'lanyard names the report of what is to be paid back where a paid ticket was cancelled'
ticket-refund back-2 -c organiser --reference order-2 --amount "$price" --currency EUR >"$scratch/printed/refunded-2"
is "$(next | grep -c refund)" 0 'lanyard names nothing to pay back once it was paid back'
guest-override gus full --quantity 1 --by Ann --reason x >"$scratch/printed/override" 2>"$err"
sponsor-register bolt --name Bolt --level Brass --email b@b.example >"$scratch/printed/sponsor"
sponsor-contract sign C-2 --sponsor bolt --signed-on 2025-01-12 >"$scratch/printed/contract"
sponsor-invoice raise I-2 --sponsor bolt --amount 1.00 --currency EUR >"$scratch/printed/invoice"
sponsor-settle I-2 --settled-on 2025-02-01 >"$scratch/printed/settled"
sponsor-onboard -a | sponsor-allocate >"$scratch/printed/none" 2>"$err"
lanyard >rows
is "$(jq -r 'select(.command == "sponsor-status --tasks").doc' rows)" '1 task about sponsors:' 'lanyard counts the tasks about sponsors'

# An id is data, in a command line to copy as well.
sponsor-register "it's \$(touch pwned)" --name Odd --level 'Gold' --email o@o.example >"$scratch/printed/odd"
for odd in 1 2 3; do
	lanyard | jq -r 'select(.task == "next").command' | grep "pwned\|settle" | head -n 1 >step
	[ -s step ] && sh -c "$(cat step)" >"$scratch/printed/odd$odd"
done
is "$(sponsor-status | jq -c 'select(.name == "Odd") | [.contracts, .invoices, .settled]'):$(find . -name pwned)" '[["C-it'"'"'s $(touch pwned)"],1,1]:' \
	'an id with quotes is quoted in the commands that lanyard names'

# As many as are counted.
export LANYARD_CONFERENCE=press
echo '{"rules":[{"group":"crew","grants":[{"type":"full","quantity":1}]}]}' | guest-policy adopt >"$scratch/printed/press"
jq -nc 'range(101) | {guest: "g\(.)", name: "G\(.)", email: "g@g.example", group: "press"}' |
	guest-register -q >"$scratch/printed/press" 2>"$err"
is "$(lanyard | jq -r 'select(.command == "guest-status --tasks").doc')" '100 or more tasks about guests:' 'lanyard counts up to 100 tasks'

# Of whom, and when.
export LANYARD_CONFERENCE=whose
ticket-conference set --zone America/Chicago >"$scratch/printed/whose"
ticket-type add full --name Full --price 1 --currency EUR --capacity 9 >>"$scratch/printed/whose"
echo '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | sponsor-policy adopt >>"$scratch/printed/whose"
for whose in aaa zzz; do
	sponsor-register $whose --name "$whose" --level Gold --email "a@$whose.example" >>"$scratch/printed/whose"
	[ $whose = zzz ] || LANYARD_NOW=2025-03-02T03:00:00Z lanyard >rows
	sponsor-contract sign "C-$whose" --sponsor $whose --signed-on 2025-01-12 >>"$scratch/printed/whose"
done
is "$(jq -r 'select(.task == "next").command' rows)" 'sponsor-contract sign C-aaa --sponsor aaa --signed-on 2025-03-01' \
	"the date that lanyard names is today's in the conference's zone"
sponsor-invoice raise A-1 --sponsor zzz --amount 1.00 --currency EUR >>"$scratch/printed/whose"
sponsor-invoice raise B-2 --sponsor aaa --amount 1.00 --currency EUR >>"$scratch/printed/whose"
is "$(next | head -n 1)" 'sponsor-settle B-2 --settled-on 2025-03-01' 'the invoice that lanyard names is of the sponsor who waits'

echo '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | speaker-policy adopt >>"$scratch/printed/whose"
speaker-invite --speaker=-n --name N --email n@n.example --roles talk >>"$scratch/printed/whose"
sh -c "$(next | grep ^speaker-accept)" >>"$scratch/printed/whose"
is "$(speaker-status | jq -r .state)" accepted 'an id that looks like an option is none in the commands that lanyard names'

# A store that can't be read: what is due is not known.
whole=$HOME/.local/share/lanyard/whose
cp -R "$whole" whole
for torn in sponsorship ticketing; do
	rm -f "$whole/$torn".db-*
	echo garbage >"$whole/$torn.db"
	run lanyard
	is "$rc:$(jq -r 'select(.task == "next").command' "$out")" '78:lanyard doctor' "what to do next where $torn can't be read is lanyard doctor"
	is "$(jq -r 'select(.task == "next").doc' "$out" | grep -c 'fails, so what to do next is not known: .*file is not a database$')" 1 \
		"lanyard says why $torn can't be read, and exits with the tool's status"
	cp whole/"$torn".db* "$whole"
done
unset LANYARD_CONFERENCE

# Which conference.
LANYARD_CONFERENCE=second ticket-conference set --zone UTC >"$scratch/printed/second"
is "$(next)" 'export LANYARD_CONFERENCE=pipeconf' 'lanyard asks for one of several conferences'
is "$(LANYARD_CONFERENCE=second lanyard | jq -r 'select(.task == "next").command' | cut -d ' ' -f 1,2)" 'ticket-type add' \
	'lanyard names the command that adds the first ticket type'
is "$(LANYARD_CONFERENCE=third lanyard | jq -r 'select(.task == "next").command')" 'lanyard init' 'what to do next in a conference without a store is lanyard init'

# On a terminal.
escape=$(printf '\033[31m')
LANYARD_HOME="$PWD/red$escape" script -qec 'lanyard' /dev/null </dev/null >shown
mkdir "red$escape"
for whose in a b; do
	mkdir "red$escape/$whose"
	cp "$HOME/.local/share/lanyard/whose"/* "red$escape/$whose"
done
LANYARD_HOME="$PWD/red$escape" script -qec 'lanyard' /dev/null </dev/null >>shown
is "$(grep -cF "$escape" shown):$(grep -c 'red.u001b' shown)" 0:1 'control characters of a path are escaped in what to do next, on a terminal'
rm -r "red$escape"
script -qec 'LANYARD_CONFERENCE=pipeconf lanyard' /dev/null </dev/null | tr -d '\r' >shown
ok 'lanyard prints words on a terminal' grep -q "^  set up a conference  ticket-{" shown
script -qec 'lanyard tools' /dev/null </dev/null | tr -d '\r' >listed
ok 'tools that do the same for several contexts are one line on a terminal' grep -qx '  {sponsor,speaker,guest}-allocate' listed
is "$(awk 'length > 80' listed)" '' 'the descriptions of the tools fit into 80 columns'
ok 'lanyard names the conference, on a terminal' grep -qx "What to do next in pipeconf ($HOME/.local/share/lanyard)" shown
is "$(sed '/^What to do next/,$d' shown | awk 'length > 80')" '' 'the list of tools fits into 80 columns'
run lanyard -t
no_data
ok 'lanyard -t prints words in a pipe' grep -q '^  sell tickets ' "$out"
done_testing
