#!/bin/sh
# Commands about sponsors in random orders, generated from a seed, so that they are the same
# each time. Answers are lost, late, or in another order; processes run at random times. After
# the last runs, the entitlements, the ledger and ticketing's feed agree, and nothing is pending.
#
# SCENARIOS="5 6 7" runs those seeds.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

# Prints a scenario: lines of MOMENT<tab>COMMAND.
scenario() { # NUMBER
	awk -v seed="$1" '
		function any(n) { return int(rand() * n) }
		function one_of(words, parts) { return parts[1 + any(split(words, parts, "|"))] }
		function some(n) { return 1 + any(n > 0 ? n : 1) }
		function life(sponsor, number) {
			sponsor = one_of("a|b|c|d")
			number = any(20)
			if (number < 2) return "sponsor-register -q " sponsor " --name " sponsor " --level " \
				one_of("Gold|Silver|Gold|Bronze") " --email " sponsor "@x.example"
			if (number == 2) return "sponsor-contract sign K" ++count " --sponsor " sponsor \
				" --signed-on 2025-01-01" one_of("|| --in-kind| --level Gold| --level Silver --in-kind| --replaces K" some(count))
			if (number == 3) return "sponsor-contract void -q K" some(count)
			if (number < 6) return "sponsor-invoice raise I" ++count " --sponsor " sponsor \
				" --amount " one_of("0|50|100|250") " --currency EUR" one_of("||| --contract K" some(count))
			if (number == 18) return "sponsor-settle --reverse I" some(count) one_of("| P" some(9))
			if (number == 19) return "sponsor-invoice raise I" some(count) " --sponsor " sponsor \
				" --amount " one_of("20|100|300") " --currency EUR"
			if (number < 9) return "sponsor-settle I" some(count) " --settled-on 2025-01-02"
			if (number == 9) return "sponsor-settle I" some(count) " --settled-on 2025-01-02 --amount 20 --payment P" some(9)
			if (number == 10) return "sponsor-invoice " one_of("cancel I" some(count) "|refund I" some(count) " --refunded-on 2025-02-02")
			if (number < 13) return "sponsor-override -q " sponsor " " one_of("full|day") " --quantity " any(8) " --by x --reason y"
			if (number == 13) return "sponsor-override --withdraw " sponsor " " one_of("full|day") " --by x --reason y"
			if (number == 14) return "sponsor-hold " sponsor " full --quantity " any(5) " --until @" now + one_of("30|4000|90000") "@"
			if (number == 15) return "sponsor-withdraw -q " sponsor
			if (number == 16) return one_of("assign|unassign") " " some(60)
			return one_of("ticket-type amend full --capacity " 5 + any(50) "|ticket-client amend sponsorship --commands create-ticket-purchase|ticket-client amend sponsorship --commands create-ticket-purchase,cancel-tickets")
		}
		BEGIN {
			srand(seed)
			now = 1740830400
			for (i = 0; i < 90; i++) {
				now += one_of("0|0|1|60|3600|86400")
				command = life()
				if (command ~ /^sponsor/ && rand() < 0.3) {
					split("| sponsor-onboard | sponsor-allocate | ticket-create -c sponsorship | sponsor-book -q#" \
						"| sponsor-allocate | ticket-create -c sponsorship | sponsor-book -q#" \
						"| sponsor-reclaim | ticket-cancel -c sponsorship | sponsor-book -q", goes_on, "#")
					command = command " " goes_on[1 + any(3)]
				}
				print now "\t" command
				if (rand() < 0.4) {
					split("sponsor-onboard -a#sponsor-onboard -a | sponsor-allocate#sponsor-allocate -a#sponsor-reclaim -a#" \
						"sponsor-allocate -a | ticket-create -c sponsorship | sponsor-book -q#" \
						"sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book -q#" \
						"sponsor-allocate --retry | ticket-create -c sponsorship | sponsor-book -q#" \
						"ticket-feed | sponsor-book -q#" \
						"sponsor-allocate -a | ticket-create -c sponsorship >late." ++late "#" \
						"cat $(ls -r late.* 2>/dev/null) </dev/null | sponsor-book -q", runs, "#")
					print now "\t" runs[1 + any(10)]
				}
			}
			print now + 864000 "\tticket-client amend sponsorship --commands create-ticket-purchase,cancel-tickets"
		}'
}
# Prints the id of ticket NUMBER of the feed.
a_ticket() { # NUMBER
	ticket-feed | jq -r 'select(.type | endswith("purchase-created.v1")) | .data.tickets[].id' | sed -n "$1p"
}
assign() { # NUMBER
	ticket_id=$(a_ticket "$1")
	[ -z "$ticket_id" ] || ticket-assign -c organiser --name z --email z@x.example "$ticket_id"
}
unassign() {
	ticket_id=$(a_ticket "$1")
	[ -z "$ticket_id" ] || ticket-unassign -c organiser "$ticket_id"
}
live() { # NUMBER
	rm -f late.*
	scenario "$1" | while IFS="$(printf '\t')" read -r at command; do
		LANYARD_NOW=$(date -u -d "@$at" +%Y-%m-%dT%H:%M:%SZ)
		export LANYARD_NOW
		case $command in *@[0-9]*@*)
			until=${command#*@}
			until=$(date -u -d "@${until%%@*}" +%Y-%m-%dT%H:%M:%SZ)
			command=${command%%@*}$until${command##*@}
			;;
		esac
		eval "$command" >/dev/null 2>&1 </dev/null || [ "$?" -lt 66 ] || [ "$?" = 77 ] || echo "$?: $command"
	done
}
run_to_the_end() {
	for _ in 1 2 3 4; do
		ticket-feed | sponsor-book -q
		sponsor-onboard -a >/dev/null
		sponsor-allocate -a | ticket-create -c sponsorship | sponsor-book -q
		sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book -q
		sponsor-allocate --retry | ticket-create -c sponsorship | sponsor-book -q
	done 2>/dev/null
}
cat >policy.json <<'END'
{"rules":[{"level":"Gold","paid_at_least":200,"currency":"EUR","grants":[{"type":"full","paid_per_ticket":100,"currency":"EUR","maximum":6},{"type":"day","quantity":1,"pool":"vip"}]},
{"level":"Gold","grants":[{"type":"full","quantity":4}]},{"level":"Silver","grants":[{"type":"full","quantity":2},{"type":"day","quantity":2}]}]}
END
for number in ${SCENARIOS:-1 2 3 4}; do
	export LANYARD_CONFERENCE="scenario-$number" LANYARD_NOW=2025-03-01T12:00:00Z
	for type in full day; do
		ticket-type add $type --name T --price 1 --currency EUR --capacity 20
	done >/dev/null
	ticket-pool add vip --type day --places 3 >/dev/null
	ticket-client add sponsorship --commands create-ticket-purchase,cancel-tickets --types full,day \
		--pools vip --waive >/dev/null
	sponsor-policy adopt policy.json >/dev/null
	live "$number" >failed
	is "$(cat failed)" '' "every tool of scenario $number exits with a status below 66, or with 77"
	LANYARD_NOW=2026-01-01
	ticket-type amend full --capacity 1000 >/dev/null
	ticket-type amend day --capacity 1000 >/dev/null
	ticket-pool amend vip --places 200 >/dev/null
	run_to_the_end
	# A person decides about sponsors without a rule and about assigned surplus tickets.
	sponsor-status | jq -r 'select(.state == "without_rule") | .sponsor' >undecided
	ticket-feed | sponsor-reconcile -c sponsorship >differences
	is "$(jq -c 'select(.difference | IN("surplus", "without_rule") | not)' differences)" '' \
		"sponsor-reconcile finds only surplus and missing rules after scenario $number"
	is "$(jq -r 'select(.difference == "without_rule") | .beneficiary' differences)" "$(cat undecided)" \
		"sponsor-reconcile names the sponsors without a rule after scenario $number"
	is "$({ sponsor-allocate -qa && sponsor-reclaim -qa && sponsor-allocate -q --retry; } 2>&1)" '' "no request or reclaim is pending after scenario $number"
	is "$(ticket-check)" '' "ticket-check finds nothing after scenario $number"
done
done_testing
