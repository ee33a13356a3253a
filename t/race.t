#!/bin/sh
# Sixteen processes for the last places: of a type, of a pool, of a room, of a budget, of a
# discount code's uses. Exactly what there is is sold, and the rest is refused.
. "$(dirname "$0")/lib.sh"
ticket-type add full --name Full --price 100 --currency EUR --capacity 60 >/dev/null
ticket-type add day --name Day --price 100 --currency EUR --capacity 10000 >/dev/null
ticket-pool add team --type full --places 20 >/dev/null
ticket-discount add FIRST --percent 50 --uses 20 >/dev/null
commands=create-ticket-purchase,pay-ticket-purchase,cancel-tickets,extend-ticket-purchase,reopen-ticket-purchase
ticket-client add shop --commands "$commands" --types '*' --waive >/dev/null
ticket-client add crew --commands "$commands" --types '*' --pools team --waive >/dev/null
ticket-client add press --commands "$commands" --types '*' --waive --budget 20 >/dev/null

# Sixteen processes, each of them COMMAND with the number of the process behind
# it. They wait for one another at a lock, so that all begin at once.
all_at_once() { # NAME COMMAND...
	race=$1
	shift
	exec 9>start
	flock 9
	for racer in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
		(
			exec 9<&-
			flock -s start true
			"$@" "$racer"
		) >"$scratch/printed/$race-$racer" 2>"said-$race-$racer" &
	done
	exec 9>&-
	wait
	cat "$scratch/printed/$race"-* >"$out"
	cat "said-$race"-* >"$err"
}

# Five commands a process, each of them in a process of its own.
five_times() { # CLIENT TYPE JQ-PROGRAM RACER
	for i in 1 2 3 4 5; do
		purchase "$race-$4-$i" 1 "$2" | jq -c "$3" | ticket-create -q -c "$1"
	done
}

# The answers, and that nothing else was printed.
comes_to() { # SOLD CODE REFUSED NOUN
	is "$(grep -c ticket-purchase-created "$out") $(jq -r '.data.code // empty' "$out" | sort | uniq -c | tr -s ' ')" \
		"$1  $3 $2" "sixteen processes sell exactly what is left of $4"
	silent "sixteen processes that buy from $4 print nothing on standard error"
	is "$(jq -r .sequence "$out" | sort | uniq -d | wc -l)" 0 "no two answers have the same sequence when sixteen processes buy from $4"
}

sound() { # RACE
	run ticket-check
	is "$rc:$(cat "$out")" 0: "ticket-check finds nothing after the race for $1"
}

number() { # SQL
	sqlite3 "$LANYARD_HOME/conference/ticketing.db" "$1"
}

all_at_once type five_times shop full .
comes_to 40 sold_out 40 'a type'
is "$(number "SELECT sold FROM ticket_types WHERE type = 'full'")" 40 'the type counts as many sold tickets as were sold'
sound 'a type'

all_at_once pool five_times crew full '.pool = "team"'
comes_to 20 sold_out 60 'a pool'
is "$(number "SELECT sold FROM ticket_pools")" 20 'the pool counts as many sold tickets as were sold'
is "$(number "SELECT sum(i.value ->> 3 - i.value ->> 2 + 1) FROM purchases p, json_each(p.items) i WHERE i.value ->> 0 = 'full'")" 60 'the type counts as sold out with its pool'
sound 'a pool'

# A room, through three of its types, of which none is near its own capacity, and by pools that
# take places of it.
ticket-room add attic --capacity 45 >/dev/null
for type in early late student; do
	ticket-type add $type --name $type --price 100 --currency EUR --capacity 1000 --rooms attic >/dev/null
done
ticket-pool add loft --type early --places 5 >/dev/null
ticket-client amend crew --pools team,loft >/dev/null
any_type() { # RACER
	case $(($1 % 4)) in
	0) five_times shop early . "$1" ;;
	1) five_times shop late . "$1" ;;
	2) five_times shop student '.tickets += [{type: "late", quantity: 1}]' "$1" ;;
	3) five_times crew early '.pool = "loft"' "$1" ;;
	esac
}
all_at_once room any_type
is "$(jq -s 'map(.data.tickets // [] | length) | add' "$out")" 45 'sixteen processes sell exactly what a room has left, through different types and a pool'
is "$(jq -r '.data.code // empty' "$out" | sort -u)" sold_out 'the processes that get no place in a room are rejected as sold out'
is "$(jq -r 'select(.data.code == "sold_out" and .data.message != "1 of \"early\" requested, 0 left in the pool \"loft\"") | .data.room' "$out" | sort -u)" \
	attic 'each rejection outside the pool names the room'
silent 'sixteen processes that buy from a room print nothing on standard error'
is "$(number "SELECT sold || ' ' || pooled FROM ticket_rooms")" '45 0' 'the room counts as many sold tickets as were sold'
sound 'a room'

# Pools that set places aside, and rooms that shrink, while others buy.
ticket-room add cellar --capacity 40 >/dev/null
for type in wine beer; do
	ticket-type add $type --name $type --price 100 --currency EUR --capacity 1000 --rooms cellar >/dev/null
done
shrink_or_buy() { # RACER
	case $(($1 % 4)) in
	0) for i in 1 2 3 4 5; do ticket-pool add "cask-$1-$i" --type wine --places 1; done ;;
	1) for i in 39 36 33 30 27; do ticket-room amend cellar --capacity $i; done ;;
	2) five_times shop wine . "$1" ;;
	3) five_times shop beer . "$1" ;;
	esac
}
all_at_once shrink shrink_or_buy
is "$(number "SELECT sold + pooled <= capacity FROM ticket_rooms WHERE room = 'cellar'")" 1 \
	'a room never has less capacity than is sold and in pools while processes amend it'
sound 'a room that is amended'

all_at_once budget five_times press day .
comes_to 20 over_budget 60 'a budget'
sound 'a budget'

all_at_once code five_times shop day '.payment = "due" | .discount = "FIRST"'
comes_to 20 discount_used_up 60 'a discount code'
is "$(jq -s 'map(.data.amount // empty) | add' "$out")" 1000 'a discount code reduces each of the purchases that use it'
sound 'a discount code'

ticket-discount add PAIRS --percent 50 --tickets 31 >/dev/null
five_pairs() { # RACER
	five_times shop day '.payment = "due" | .discount = "PAIRS" | .tickets[0].quantity = 2' "$1"
}
all_at_once tickets five_pairs
comes_to 15 discount_used_up 65 "a discount code's tickets"
is "$(number "SELECT tickets FROM ticket_discounts WHERE code = 'PAIRS'")" 30 'the code counts as many reduced tickets as were sold'
sound "a discount code's tickets"

# Purchases that expire while their deadlines are extended, and are reopened while others buy.
ticket-type add owed --name Owed --price 100 --currency EUR --capacity 16 >/dev/null
for i in 1 2 3 4 5 6 7 8; do
	ticket-create -c shop --name A --email a@b.example --ticket owed=2 --payment due \
		--deadline 2025-03-01T12:00:01Z "owed-$i"
done >owed
extend_or_expire() { # RACER
	case $1 in
	1 | 3 | 5 | 7)
		LANYARD_NOW=2025-03-01T12:00:00Z ticket-extend -c shop --reference "owed-$1" --deadline 2025-03-01T13:00:00Z
		LANYARD_NOW=2025-03-01T12:00:01Z ticket-expire
		;;
	*) LANYARD_NOW=2025-03-01T12:00:01Z ticket-expire ;;
	esac
}
all_at_once extend extend_or_expire
ended() { # TYPE
	jq -r 'select(.type | contains(".ticket-purchase-'"$1"'.")).data.reference' "$out" | sort
}
is "$({ ended extended && ended expired; } | sort | paste -sd ' ' -)" 'owed-1 owed-2 owed-3 owed-4 owed-5 owed-6 owed-7 owed-8' \
	'each of the purchases is either extended or expired when sixteen processes do both'
sound 'extensions and expiries'
LANYARD_NOW=2025-03-01T13:00:00Z ticket-expire >/dev/null
reopen_or_buy() { # RACER
	if [ "$1" -le 8 ]; then
		ticket-reopen -c shop --reference "owed-$1"
	else
		ticket-create -c shop --name A --email a@b.example --ticket owed=2 --payment due "new-$1"
	fi
}
all_at_once reopen reopen_or_buy
is "$(grep -c 'ticket-purchase-reopened\|ticket-purchase-created' "$out") $(grep -c sold_out "$out")" '8 8' \
	'sixteen processes that reopen and buy get exactly the places that are left'
sound 'reopened purchases'

# A refund of what was cancelled, while more is cancelled.
ticket-create -c shop --name A --email a@b.example --ticket day=16 --payment due refunded >refunded
refunded=$(jq -r .data.purchase refunded)
ticket-pay -c shop --purchase "$refunded" --amount 1600 --currency EUR refunded >/dev/null
cancel_and_refund() { # RACER
	ticket-cancel -c shop --tickets "$(jq -r ".data.tickets[$1 - 1].id" refunded)" "$refunded"
	amount=$(ticket-report sales | jq 'select(.client == "shop" and .type == "day" and .refund > 0).refund')
	ticket-refund -c organiser --purchase "$refunded" --amount "${amount:-100}" --currency EUR "back-$1"
}
all_at_once refund cancel_and_refund
left=$(ticket-report sales | jq 'select(.client == "shop" and .type == "day" and .refund > 0).refund')
[ -z "$left" ] || ticket-refund -c organiser --purchase "$refunded" --amount "$left" --currency EUR rest >>"$out"
is "$(jq -s '[.[] | select(.type | endswith("refunded.v1")).data.amount] | add' "$out")" 1600 	'sixteen processes that cancel and refund pay back exactly what was paid'
sound 'refunds'

# One purchase, one payment, one cancellation: sixteen ask for it at once.
ID=01900000-0000-7000-8000-000000000001 purchase once 3 day | sed 's/waived/due/' >asked
same_command() { # RACER
	ticket-create -c shop <asked
}
all_at_once same same_command
is "$(sort -u "$out" | wc -l):$(wc -l <"$out")" 1:16 'one command sent by sixteen processes prints the same line to each'
once=$(head -n 1 "$out" | jq -r .data.purchase)

pay() { # RACER
	ticket-pay -c shop --purchase "$once" --amount 300 --currency EUR "bank-$1"
}
all_at_once pay pay
is "$(grep -c ticket-purchase-paid "$out"):$(grep -c already_paid "$out")" 1:15 'one of sixteen payments pays a purchase, the others are rejected'

cancel() { # RACER
	ticket-cancel -c shop --keep 1 "$once"
}
all_at_once cancel cancel
is "$(sort -u "$out" | jq -r .data.refund):$(wc -l <"$out")" 200:16 'sixteen cancellations that keep one ticket cancel two tickets, once'
sound 'a payment and a cancellation'

# Reserved places that are let go while others want them.
ticket-type add last --name Last --price 100 --currency EUR --capacity 10 >/dev/null
ticket-create -c shop --name A --email a@b.example --ticket last=10 --payment due due >/dev/null
export LANYARD_NOW=2025-03-01T12:30:00Z
let_go_or_buy() { # RACER
	if [ $(($1 % 2)) = 0 ]; then
		ticket-expire
	else
		five_times shop last . "$1"
	fi
}
all_at_once expire let_go_or_buy
is "$(sort -u "$out" | jq -r 'select(.data.deadline and .data.reference == "due") | .type')" \
	lanyard.ticketing.ticket-purchase-expired.v1 'a purchase expires once when eight processes run ticket-expire'
ok 'no more tickets are sold than an expired purchase has released' test "$(grep -c ticket-purchase-created "$out")" -le 10
is "$(number "SELECT sold FROM ticket_types WHERE type = 'last'")" \
	"$(grep -c ticket-purchase-created "$out")" 'the type counts as many sold tickets as were sold during the expiry'
sound 'released places'

# Places that go to and fro between pools, while they are sold.
ticket-type add hall --name Hall --price 100 --currency EUR --capacity 30 >/dev/null
ticket-pool add left --type hall --places 15 >/dev/null
ticket-pool add right --type hall --places 15 >/dev/null
ticket-client amend crew --pools left,right >/dev/null
move_or_buy() { # RACER
	case $(($1 % 4)) in
	0) for i in 1 2 3 4 5; do ticket-pool move --pool left --to right --places 1 "l-$1-$i"; done ;;
	1) for i in 1 2 3 4 5; do ticket-pool move --pool right --to left --places 1 "r-$1-$i"; done ;;
	2) five_times crew hall '.pool = "left"' "$1" ;;
	3) five_times crew hall '.pool = "right"' "$1" ;;
	esac
}
all_at_once move move_or_buy
is "$(number "SELECT sum(places) FROM ticket_pools WHERE type = 'hall'")" 30 'moves between pools by several processes neither lose nor add places'
is "$(number "SELECT sum(sold) FROM ticket_pools WHERE type = 'hall'")" \
	"$(grep -c ticket-purchase-created "$out")" 'the pools count as many sold tickets as were sold during the moves'
sound 'pools'

# Outstanding requests, more than a transaction's, are written by several processes at once.
printf '{"rules":[{"grants":[{"type":"full","quantity":1}]}]}' | guest-policy adopt >/dev/null
awk 'BEGIN { for (i = 1; i <= 600; i++) printf "{\"guest\":\"g%d\",\"name\":\"G %d\",\"email\":\"g%d@g.example\",\"group\":\"crew\"}\n", i, i, i }' |
	guest-register -q >/dev/null
allocate() { # RACER
	guest-allocate -q -a
}
all_at_once allocate allocate
silent 'sixteen processes that request what is outstanding print nothing on standard error'
is "$(jq -r .data.reference "$out" | sort -u | wc -l):$(sort -u "$out" | wc -l)" 600:600 \
	'sixteen processes that request what is outstanding request it once, for each beneficiary'
guest-feed >guests
is "$(grep -c entitlement-decided guests):$(grep -c tickets-requested guests)" 600:600 \
	'sixteen processes decide once on each of 600 beneficiaries'

run ticket-feed
is "$(jq -r '.sequence | tonumber' "$out" | awk '$1 != NR' | wc -l)" 0 'the feed has no gaps after all races'
done_testing
