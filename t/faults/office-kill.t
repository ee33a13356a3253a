#!/bin/sh
# Killed at any system call that changes something, each tool that writes to the
# office leaves behind what the same input brings to its end: what was printed is
# recorded and is answered again with the same bytes, nothing is done twice, and
# the feed is that of a run that nothing disturbed.
#
# SIGKILL comes before the call is carried out. The input comes in two parts, the
# second when the first was answered, so that each tool commits more than once.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # a killed process needs no disk, and memory is faster
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=one-tool.sh
. "$root/t/faults/one-tool.sh"

# The office: what is due, what is held by somebody, what has timed out by NOW.
export LANYARD_NOW=2025-03-01T12:00:00Z
for name in hall one two three four; do ticket-room add $name --capacity 60; done >/dev/null
ticket-type add full --name Full --price 100 --currency EUR --capacity 60 --question Size --rooms hall >/dev/null
ticket-client add shop --types '*' --pools one,two --waive --budget 60 \
	--commands create-ticket-purchase,pay-ticket-purchase,refund-ticket-purchase,extend-ticket-purchase,reopen-ticket-purchase,cancel-tickets,amend-purchaser,assign-ticket,unassign-ticket >/dev/null
for name in one two three four; do
	ticket-type add typo-$name --name Typo --price 1 --currency EUR --capacity 1
done >/dev/null
for name in one two three four; do ticket-pool add $name --type full --places 5; done >/dev/null
for name in HALF THIRD; do ticket-discount add $name --percent 50 --uses 3; done >/dev/null
for name in early late; do ticket-client add $name --types full; done >/dev/null
buy() { # REFERENCE DEADLINE [OPTION...]
	reference=$1 deadline=$2
	shift 2
	ticket-create -c shop --name A --email a@b.example --ticket full=2 --payment due \
		--deadline "$deadline" "$@" "$reference" >"bought.$reference"
}
for name in p1 p2 p3 p4; do buy $name 2025-03-31T12:00:00Z; done
for name in x1 x2 x3; do buy $name 2025-03-01T12:30:00Z --pool one --discount HALF 2>"$err"; done
id_of() { # REFERENCE [TICKET]
	jq -r ".data | ${2:+.tickets[$2].id //} .purchase" "bought.$1"
}
for name in p3 p4; do
	ticket-assign -c shop --name B --email b@b.example "$(id_of $name 0)" >/dev/null
done
for name in r1 r2 r3 r4; do
	buy $name 2025-03-30
	ticket-pay -c shop --purchase "$(id_of $name)" --amount 200 --currency EUR "pay-$name" >/dev/null
	ticket-cancel -c shop --keep 1 "$(id_of $name)" >/dev/null
done
for name in y1 y2 y3; do buy $name 2025-03-01T12:20:00Z; done
LANYARD_NOW=2025-03-01T12:25:00Z ticket-expire >/dev/null
export LANYARD_NOW=2025-03-01T13:00:00Z
mkdir office
cp -R "$LANYARD_HOME" office/stores

table() {
	victims office-kill
}
feeds() {
	ticket-feed
}
sound() {
	ticket-check
}

# What each is given: two commands, and two more.
input_of() { # CONTEXT.COMMAND
	case ${1#*.} in
	create-ticket-purchase)
		purchase n1 2 | jq -c '.payment = "due" | .discount = "THIRD" | .pool = "two"'
		purchase n2 2 | jq -c '.tickets[0].delegates = [range(2) | {name: "C", email: "c\(.)@b.example"}]'
		purchase n3 99
		purchase n4 1
		;;
	pay-ticket-purchase)
		for paid in p1 p2 p3; do
			echo "{\"payment\":\"bank-$paid\",\"purchase\":\"$(id_of $paid)\",\"amount\":200,\"currency\":\"EUR\"}"
		done
		echo "{\"payment\":\"bank-4\",\"purchase\":\"$(id_of p4)\",\"amount\":1,\"currency\":\"EUR\"}"
		;;
	refund-ticket-purchase)
		for paid in r1 r2 r3; do
			echo "{\"refund\":\"back-$paid\",\"purchase\":\"$(id_of $paid)\",\"amount\":100,\"currency\":\"EUR\"}"
		done
		echo "{\"refund\":\"back-4\",\"purchase\":\"$(id_of r4)\",\"amount\":1,\"currency\":\"EUR\"}"
		;;
	extend-ticket-purchase)
		for due in p1 p2 p3 x1; do
			echo "{\"purchase\":\"$(id_of $due)\",\"deadline\":\"2025-03-31T10:00:00Z\"}"
		done
		;;
	reopen-ticket-purchase)
		for due in y1 x1 y2 y3; do echo "{\"purchase\":\"$(id_of $due)\"}"; done
		;;
	cancel-tickets)
		echo "{\"purchase\":\"$(id_of p1)\",\"keep\":1}"
		echo "{\"purchase\":\"$(id_of p2)\"}"
		echo "{\"purchase\":\"$(id_of p3)\",\"unassigned\":true,\"reason\":\"alone\"}"
		echo "{\"purchase\":\"$(id_of p1)\",\"keep\":1}"
		;;
	amend-purchaser)
		for held in p3 p1 p4 p3; do
			echo "{\"purchase\":\"$(id_of $held)\",\"name\":\"D $held\",\"email\":\"b@b.example\",\"delegates\":true}"
		done
		;;
	assign-ticket)
		for held in p1 p2 p3 p1; do
			printf '{"ticket":"%s","name":"D","email":"d@b.example","answers":[{"question":"Size","answer":"%s"}]}\n' \
				"$(id_of $held 0)" $held
		done
		;;
	names)
		for held in d E f g; do echo "{\"name\":\"$held\",\"email\":\"$held@b.example\"}"; done
		;;
	unassign-ticket)
		for held in p3 p1 p4 p3; do echo "{\"ticket\":\"$(id_of $held 0)\"}"; done
		;;
	*)
		for part in one two three four; do
			case ${1#*.} in
			add-ticket-type) echo "{\"type\":\"$part\",\"name\":\"N\",\"price\":1,\"currency\":\"EUR\",\"capacity\":5}" ;;
			set-conference) echo "{\"payment_within\":${#part}}" ;;
			amend-ticket-type) echo "{\"type\":\"full\",\"name\":\"$part\"}" ;;
			remove-ticket-type) echo "{\"type\":\"typo-$part\"}" ;;
			add-client) echo "{\"client\":\"$part\",\"types\":[\"full\"],\"budget\":5}" ;;
			amend-client) echo "{\"client\":\"shop\",\"pools\":[\"$part\"]}" ;;
			add-ticket-room) echo "{\"room\":\"new-$part\",\"capacity\":2}" ;;
			amend-ticket-room) echo "{\"room\":\"hall\",\"capacity\":6${#part}}" ;;
			remove-ticket-room) echo "{\"room\":\"$part\"}" ;;
			add-ticket-pool) echo "{\"pool\":\"new-$part\",\"type\":\"full\",\"places\":2}" ;;
			amend-ticket-pool) echo "{\"pool\":\"$part\",\"places\":6}" ;;
			move-ticket-pool) echo "{\"reference\":\"m-$part\",\"pool\":\"three\",\"to\":\"four\",\"places\":1}" ;;
			remove-ticket-pool) echo "{\"pool\":\"$part\"}" ;;
			add-ticket-discount) echo "{\"code\":\"$part\",\"percent\":5}" ;;
			amend-ticket-discount) echo "{\"code\":\"HALF\",\"from\":\"2025-01-01T00:00:00Z\",\"types\":[\"full\"],\"uses\":$((5 + ${#part}))}" ;;
			revoke-client) echo "{\"client\":\"$(echo $part | sed 's/one/shop/; s/two/late/; s/three/early/; s/four/late/')\"}" ;;
			esac
		done
		;;
	esac
}

run_undisturbed
kill_all_tools
done_testing
