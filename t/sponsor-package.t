#!/bin/sh
# Packages: a sponsor with several contracts is owed the sum of those that count.
. "$(dirname "$0")/lib.sh"
open_sponsorship
cat >packages.json <<'POLICY'
{"rules":[{"level":"platinum","grants":[{"type":"full","quantity":8}]},{"level":"gold","grants":[{"type":"full","quantity":4}]},
{"level":"alacarte","grants":[{"type":"full","quantity":1}]}]}
POLICY
sponsor-policy adopt packages.json >/dev/null
cron() {
	sponsor-onboard -a >/dev/null
	sponsor-allocate -qa | book
	sponsor-reclaim -qa | ticket-cancel -c sponsorship | sponsor-book
}
register() { # SPONSOR LEVEL
	sponsor-register -q "$1" --name "$1" --level "$2" --email "t@$1.example" >/dev/null
}
sign() { # SPONSOR CONTRACT [OPTION...]
	signed=$1 contract=$2
	shift 2
	sponsor-contract sign "$contract" --sponsor "$signed" --signed-on 2025-01-01 "$@" >/dev/null
}
raise() { # SPONSOR INVOICE [CONTRACT]
	sponsor-invoice raise "$2" --sponsor "$1" --amount 10000 --currency EUR ${3:+--contract "$3"} >/dev/null
}
settle() { # INVOICE
	sponsor-settle "$1" --settled-on 2025-02-01 >/dev/null
}
has() { # SPONSOR
	cron
	sponsor-status "$1" | jq -r '"\(.booked | map(.quantity) | add // 0) \(.awaits // "-")"'
}

# Imported from records with one line for each package.
cat >sponsorships <<'RECORDS'
{"sponsor":"fa","level":"gold"}
{"sponsor":"fa","level":"alacarte"}
{"sponsor":"sps","level":"platinum"}
{"sponsor":"sps","level":"alacarte"}
RECORDS
jq -c '{sponsor, name: .sponsor, level, email: "t@\(.sponsor).example"}' sponsorships | sponsor-register -q >/dev/null
jq -c '{sponsor, contract: "C-\(.sponsor)-\(.level)", level, signed_on: "2025-01-01", in_kind: true}' sponsorships >contracts
run sponsor-contract sign <contracts
is "$rc" 0 'a sponsor signs a contract for each of its packages'
is "$(has fa), $(has sps)" '5 -, 9 -' 'a sponsor is owed the sum of its packages'
is "$(sponsor-status sps | jq -r .because)" \
	'contract C-sps-alacarte: 1 × full by rule 3 of policy 2: alacarte; contract C-sps-platinum: 8 × full by rule 1 of policy 2: platinum' \
	'the status gives the grants and the rule of each package'
is "$(sponsor-status sps | jq -c '[.state, .contracts]')" '["onboard",["C-sps-alacarte","C-sps-platinum"]]' 'the status names all contracts'
sponsor-contract void -q C-sps-platinum >/dev/null
is "$(has sps)" '1 -' 'the other packages count when one package is void'
run sponsor-contract sign <contracts
says 'warning: the contract "C-sps-platinum" was signed before, and is void since: sign another, under another number' \
	'sponsor-contract sign warns that a void package that is imported again stays void'

# Each package is paid by its own invoices.
register own gold
sign own O-1
raise own OI-1
settle OI-1
sign own O-2 --level alacarte
is "$(has own)" '4 no invoice was raised for O-2' 'a paid package counts while another one has no invoice'
run sponsor-invoice raise OI-2 --sponsor own --amount 5 --currency EUR
says '/contract: "own" has several contracts: name one of O-1, O-2' 'an invoice of a sponsor with several packages has to name its contract'
raise own OI-2 O-2
is "$(has own)" '4 not settled: OI-2' 'a paid package counts while the invoice of another one is open'
settle OI-2
is "$(has own)" '5 -' 'a package counts once its own invoice is settled'
sponsor-invoice refund OI-2 --refunded-on 2025-03-01 >/dev/null
is "$(has own)" '4 all invoices are cancelled or refunded for O-2' 'a refunded package does not count'
raise own OI-3 O-2
sponsor-invoice raise OI-3 --sponsor own --amount 10000 --currency EUR --contract O-1 >/dev/null
is "$(has own)" '4 not settled: OI-3; all invoices are cancelled or refunded for O-2' \
	'an invoice that was raised for the wrong package can be amended to the right one'
sponsor-invoice cancel OI-3 >/dev/null

# What happened to an invoice counts, whatever is recorded about its number since.
register again gold
sign again A-1
sponsor-invoice raise AI-1 --sponsor again --amount 0 --currency EUR >/dev/null
raise again AI-2
sponsor-invoice raise AI-3 --sponsor again --amount 0 --currency EUR >/dev/null
sponsor-invoice cancel AI-1 >/dev/null
raise again AI-1
is "$(has again)" '4 not settled: AI-1, AI-2' \
	'a contract stays on board when the number of the invoice that brought it on board is raised again'
sign again A-2 --level alacarte
raise again AI-4 A-2
raise again AI-5 A-2
settle AI-4
is "$(has again)" '4 not settled: AI-1, AI-2; not settled: AI-5' 'a contract does not come on board while an invoice is open'
raise again AI-5 A-1
is "$(has again)" '5 not settled: AI-1, AI-2, AI-5' 'a contract comes on board when its open invoice is amended to be for another contract'
raise again AI-2 A-2
is "$(has again)" '5 not settled: AI-1, AI-5; not settled: AI-2' \
	'a contract stays on board when an invoice that is older than its payment is amended to be for it'

# An upgrade by a contract that replaces another one.
register up gold
sign up U-1
raise up UI-1
settle UI-1
is "$(has up)" '4 -' 'a sponsor with one paid contract has the tickets of its level'
sign up U-2 --level platinum --replaces U-1
raise up UI-2 U-2
is "$(has up)" '4 not settled: UI-2' 'a contract counts until the contract that replaces it is paid'
settle UI-2
is "$(has up)" '8 -' 'a paid contract that replaces another one counts instead of it'
is "$(sponsor-status up | jq -r .because)" 'rule 1 of policy 2: platinum' 'the status gives the rule of the contract that replaced another one, alone'
sponsor-contract void -q U-2 >/dev/null
is "$(has up)" '4 -' 'a replaced contract counts again when the contract that replaced it is void'

# The replacing contract is paid at once.
register down gold
sign down D-1 --in-kind
sign down D-2 --level alacarte --replaces D-1 --in-kind
is "$(has down)" '1 -' 'a contract that replaces another one counts instead of it, even if it grants less'

# Invoices that name no contract, and the contract that they belong to.
register late gold
raise late LI-1
settle LI-1
sign late L-2 --level alacarte
is "$(has late)" '1 -' 'an invoice that was raised before any contract belongs to the first contract that is signed'
sign late L-1
is "$(has late)" '4 no invoice was raised for L-2' 'an invoice that was raised before any contract belongs to the contract without a level once that is signed'
raise late LI-2 L-2
raise late LI-3 L-2
settle LI-2
is "$(has late)" '4 not settled: LI-3' 'a second contract does not count until all its own invoices are settled'
settle LI-3
is "$(has late)" '5 -' 'a second contract counts once all its own invoices are settled'
register part gold
sign part P-1
raise part PI-1
raise part PI-2 P-1
settle PI-1
is "$(has part)" '0 not settled: PI-2' 'a contract does not count until all its invoices are settled, with or without its name'

register sole gold
sign sole S-1 --level alacarte
raise sole SI-1
settle SI-1
sign sole S-2
is "$(has sole)" '1 no invoice was raised for S-2' \
	'an invoice belongs to the only contract that its sponsor had when it was raised'
sponsor-invoice raise SI-1 --sponsor sole --amount 10000 --currency EUR >/dev/null
is "$(has sole)" '1 no invoice was raised for S-2' 'an invoice that is imported again belongs to the same contract as before'
sponsor-contract void -q S-1 >/dev/null
raise sole SI-2 S-2
is "$(has sole)" '0 not settled: SI-2' 'a payment for a void contract brings no other contract on board'
is "$(sponsor-status --tasks sole | jq -r .task | sort -u | tr '\n' ' ')" 'money_to_return ' \
	'a payment for a void contract is a task to return the money'
register swap gold
sign swap W-1
sign swap W-2 --replaces W-1
sponsor-contract void -q W-1 >/dev/null
raise swap WI-1
settle WI-1
is "$(has swap)" '4 -' 'an invoice that names no contract belongs to the only one in force when it is raised'
for order in '1 2' '2 1'; do
	register "day${order% *}" gold
	raise "day${order% *}" "DI-$order"
	settle "DI-$order"
	for n in $order; do
		case $n in
		1) level=gold ;;
		*) level=alacarte ;;
		esac
		sponsor-contract sign "DC-$order-$n" --sponsor "day${order% *}" --signed-on "2025-01-0$n" \
			--level "$level" >/dev/null
	done
done
is "$(has day1), $(has day2)" '4 no invoice was raised for DC-1 2-2, 4 no invoice was raised for DC-2 1-2' \
	'the days of signature decide which contract an invoice belongs to, not the order of the records'

# Levels without a rule.
register odd gold
sign odd X-1 --in-kind
sign odd X-2 --level bespoke --in-kind
is "$(has odd)" \
	'4 a policy: contract X-2: no rule of any policy matches level bespoke, day of sign-up not known, nothing paid' \
	'the other contracts count while no rule matches one of them'
run sponsor-status --tasks odd
json .task without_rule 'a contract that no rule matches is a task'
ticket-feed >feed
run sponsor-reconcile <feed
json '"\(.beneficiary) \(.difference)"' 'odd without_rule' 'a contract that no rule matches is the only difference'

# A sponsor with 200 contracts.
export LANYARD_CONFERENCE=many
open_sponsorship 2>/dev/null
register many gold
seq 200 | jq -c '{contract: ("C-\(.)-" + "x" * 40), sponsor: "many", level: ("Special \(.) " + "y" * 40), signed_on: "2025-01-12"}' |
	sponsor-contract sign -q >/dev/null
run sponsor-status many
is "$rc:$(jq -r '.contracts | length' "$out"):$(jq -r .awaits "$out" | tail -c 4)" 0:200:… \
	'the status of a sponsor with 200 contracts is truncated'
ok 'a truncated status has almost 8000 bytes' test "$(jq -j .awaits "$out" | wc -c)" -gt 7990
run sponsor-onboard --why many
is "$rc:$(jq -r .missing "$out" | tail -c 4)" 0:… 'sponsor-onboard --why of a sponsor with 200 contracts is truncated'
LANYARD_CONFERENCE=conference

# The same facts in any order.
facts() { # SPONSOR: a line each: MOMENT<tab>COMMAND
	cat <<-COMMANDS
	1 sign $1 $1-1
	2 sign $1 $1-2 --level alacarte
	3 raise $1 $1-i1 $1-1
	4 raise $1 $1-i2 $1-2
	5 settle $1-i1
	6 settle $1-i2
	7 override $1
	COMMANDS
}
override() { # SPONSOR
	sponsor-override -q "$1" day --quantity 0 --by Ann --reason none >/dev/null
}
n=0
for order in '1 2 3 4 5 6 7' '7 2 1 4 6 3 5' '2 4 6 1 3 5 7' '1 3 5 7 2 4 6' '2 1 4 3 6 7 5'; do
	n=$((n + 1))
	register "order$n" gold
	for moment in $order; do
		# shellcheck disable=SC2046 # words
		eval $(facts "order$n" | sed -n "s/^$moment //p")
		[ $(((n + moment) % 2)) = 0 ] || cron
	done
	cron
done
is "$(sponsor-status | jq -rc 'select(.sponsor | startswith("order")) | [.state, (.entitled | map("\(.type)=\(.quantity)") | sort), .booked[0].quantity, .awaits]' | sort -u)" \
	'["onboard",["day=0","full=5"],5,null]' 'the same facts in another order result in the same entitlement'
# More reasons and invoices than a row has room for.
export LANYARD_CONFERENCE=many
open_sponsorship
jq -nc '("\"" * 61) as $quotes | ("\"" * 64) as $pool | {rules: [range(100; 200; 20) | {
	level: "\(.)", grants: [range(.; . + 20) | {type: "\($quotes)\(.)", quantity: 1, pool: $pool}]}]}' |
	sponsor-policy adopt -q >/dev/null
register big gold
seq 30 | jq -c '{sponsor: "big", contract: "K\(.)", level: "\(100 + . % 5 * 20)", signed_on: "2025-01-01", in_kind: true}' |
	sponsor-contract sign | sponsor-onboard | sponsor-allocate -q >requests
is "$(sponsor-status big | jq -rc '"\(.entitled | length) \(.entitled[0].quantity) \(.because | endswith("; and 23 more"))"')" '100 6 true' \
	'the status counts the reasons that it has no room for'
is "$(jq -s "map(.data.tickets[].quantity) | add" <requests)" 600 'the longest decision on an entitlement can be read again'
run event-replay --check
is "$rc" 0 'the longest decision on an entitlement can be replayed'
register late gold
sponsor-contract sign L --sponsor late --signed-on 2025-01-01 >/dev/null
seq 12 | jq -c '{sponsor: "late", invoice: "L\(.)", amount: 5, currency: "EUR"}' | sponsor-invoice raise >/dev/null
is "$(sponsor-status late | jq -r '.awaits | endswith(", and 2 more")')" true \
	'the status counts the open invoices that it has no room for'
done_testing
