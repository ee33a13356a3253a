#!/bin/sh
# Sixteen processes of all kinds of commands at once, with rebuilds and reports in between: for
# LANYARD_MIXED_SECONDS (3).
. "$(dirname "$0")/lib.sh"
seconds=${LANYARD_MIXED_SECONDS:-3}
ticket-type add full --name Full --price 100 --currency EUR --capacity 100000 >/dev/null
ticket-type add hall --name Hall --price 50 --currency EUR --capacity 3000 >/dev/null
ticket-pool add left --type hall --places 1000 >/dev/null
ticket-pool add right --type hall --places 1000 >/dev/null
commands=create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket
# The clock stands still, so all is in one hour.
unlimited="--refusals 1000000 --changes 1000000"
# shellcheck disable=SC2086 # words
{
	ticket-client add shop --commands "$commands" $unlimited --types full,hall >/dev/null
	ticket-client add crew --commands "$commands" $unlimited --types hall --pools left,right --waive >/dev/null
	ticket-client add press --commands "$commands" $unlimited --types full --waive --budget 2000 >/dev/null
}

# Ten purchases of a client, in one process, and one more in a process of its own.
buy() { # CLIENT TYPE FILTER RACER ROUND
	for i in 1 2 3 4 5 6 7 8 9 10; do
		purchase "$1-$4-$5-$i" $(($5 % 3 + 1)) "$2"
	done | jq -c "$3" | ticket-create -q -c "$1" >>"answers-$4"
	purchase "$1-$4-$5-alone" 1 "$2" | jq -c "$3" | ticket-create -q -c "$1" >>"answers-$4"
}

# What a consumer of the feed makes of purchases goes to a tool.
react() { # NAME FILTER TOOL...
	reaction=$1
	ticket-feed --consumer "$1" -- sh -c '
		filter=$1 answers=$2; shift 2
		jq -c "select(.type | endswith(\".ticket-purchase-created.v1\"))
			| (.sequence | tonumber) as \$n | .data | $filter" | "$@" >>"$answers"' \
		- "$2" "answers-$reaction" "$3" -q -c organiser
}

one_round() { # RACER ROUND
	case $1 in
	1 | 2) buy shop full '.payment = "due"' "$1" "$2" ;;
	3) buy shop hall '.payment = "due"' "$1" "$2" ;;
	4) buy crew hall '.pool = "left"' "$1" "$2" ;;
	5) buy crew hall '.pool = "right"' "$1" "$2" ;;
	6) buy press full . "$1" "$2" ;;
	7) react paying 'select(.payment == "due" and $n % 3 < 2)
		| {payment: "p-\(.purchase)", purchase, amount, currency}' ticket-pay ;;
	8) react assigning 'select($n % 2 == 0)
		| {ticket: .tickets[0].id, name: "Delegate \($n)", email: "d\($n)@d.example"}' ticket-assign ;;
	9) react reassigning 'select($n % 4 == 0) | {ticket: .tickets[0].id}' ticket-unassign ;;
	10) react cancelling 'select($n % 5 == 0) | {purchase}' ticket-cancel ;;
	11) react reducing 'select($n % 5 == 1 and (.tickets | length) > 1) | {purchase, keep: 1}' ticket-cancel ;;
	12) LANYARD_NOW=2025-03-01T12:45:00Z ticket-expire -q ;;
	13)
		# 65: there may be too few places left.
		for move in 'move --pool left --to right --places 3 l' 'move --pool right --to left --places 2 r' \
			"amend --places $((1000 + $2 % 7)) right"; do
			case $move in move*) move=$move-$2 ;; esac
			# shellcheck disable=SC2086 # words
			ticket-pool $move || [ $? = 65 ] || return
		done
		;;
	14)
		ticket-type amend full --capacity $((100000 + $2 % 7)) &&
			ticket-type amend hall --capacity $((3000 + $2 % 7))
		;;
	15) ticket-feed --consumer copying -- sh -c 'cat >>copied' ;;
	16)
		event-replay ticketing && event-replay --check ticketing && ticket-check &&
			ticket-report sales >/dev/null && ticket-report delegates >/dev/null
		;;
	esac
}

race() { # RACER
	round=0
	while [ ! -e stop ] && [ "$round" -lt 100000 ]; do
		round=$((round + 1))
		status=0
		one_round "$1" "$round" >"$scratch/said-$1" 2>&1 || status=$?
		[ "$status" = 0 ] && continue
		echo "racer $1, round $round: status $status"
		head -n 3 "$scratch/said-$1"
	done
}

wanted='ticket-assigned ticket-pool-amended ticket-pool-moved ticket-purchase-created
	ticket-purchase-expired ticket-purchase-paid ticket-type-amended ticket-unassigned tickets-cancelled'
has_all_kinds() {
	ticket-feed >kinds
	for kind in $wanted; do
		grep -q "lanyard.ticketing.$kind.v1" kinds || return
	done
}

for racer in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	race "$racer" >"failed-$racer" &
done
sleep "$seconds"
ok 'sixteen processes of mixed commands record events of all kinds' soon 20 has_all_kinds
: >stop
wait
cat failed-* >failed
is "$(head -n 6 failed)" '' 'sixteen processes of mixed commands end with status 0, round for round'
run ticket-check
is "$rc:$(cat "$out" "$err")" 0: 'ticket-check finds nothing after sixteen processes of mixed commands'
run event-replay --check
is "$rc:$(cat "$out" "$err")" 0: 'event-replay --check finds nothing after sixteen processes of mixed commands'
ticket-feed >feed
ticket-feed --consumer copying -- sh -c 'cat >>copied'
same copied feed 'a consumer reads the feed of sixteen writing processes, each event once'
sort feed >events
cat answers-* | sort -u | comm -23 - events >lost
is "$(head -n 3 lost)" '' 'each answer that sixteen processes printed is in the feed'
echo "# $(wc -l <feed) events"
done_testing
