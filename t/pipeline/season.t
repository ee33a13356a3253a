#!/bin/sh
# A season of sales, from the early bird to the door, by the tools; jq computes the rows of all
# lists and reports from the feed alone.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
mkdir first again
echo 100 >step # a file, because do_step runs in subshells, too

# Sets the clock to nine in the morning of a day in March.
day() { # DD
	LANYARD_NOW=2025-03-$1T09:00:00Z
}

# Runs a tool on standard input, and saves its input, arguments, output and status, so that the
# step can be repeated.
do_step() { # TOOL [ARGUMENT...]
	step=$(($(cat step) + 1))
	echo "$step" >step
	cat >"first/$step.in"
	echo "$LANYARD_NOW $*" >"first/$step.run"
	"$@" <"first/$step.in" >"first/$step.out" 2>"first/$step.err" || echo "$?" >"first/$step.rc"
	cp "first/$step.out" "$scratch/printed/$step"
	cat "first/$step.out" >>answers
	grep '"type":"lanyard.ticketing.ticket-purchase-created.v1"' "first/$step.out" >>created
}

# Sends the result of FILTER for each line of standard input as a command with an id.
send() { # FILTER COMMAND TOOL [ARGUMENT...]
	send_filter=$1
	send_command=$2
	shift 2
	jq -Rnc --arg command "$send_command" --arg step "$(($(cat step) + 1))" "
		foreach (inputs | $send_filter) as \$data (0; . + 1;
			{specversion: \"1.0\",
			id: \"5ea5\(\$step + \"0000\" | .[:4])-0000-8000-8000-\(tostring | \"000000000000\"[length:] + .)\",
			source: \"/season\", type: \"lanyard.ticketing.\(\$command).v1\", data: \$data})" >wrapped 2>>jq.err
	do_step "$@" <wrapped
}

# A line is a reference, TYPE:QUANTITY,… and KEY=VALUE; deadline is a day.
buy() { # CLIENT
	send 'split(" ") | . as [$reference, $tickets] | (.[2:] | map(split("=") | {(.[0]): .[1]}) | add // {}) as $more
		| {reference: $reference, purchaser: {name: "Buyer of \($reference)", email: "\($reference)@buyers.example"},
			tickets: ($tickets | split(",") | map(split(":") | {type: .[0], quantity: (.[1] | tonumber)})),
			payment: (if $more.reason then "waived" else "due" end)}
		+ ($more | del(.delegate))
		+ (if $more.deadline then {deadline: "2025-03-\($more.deadline)T09:00:00Z"} else {} end)
		| if $more.delegate then .tickets[0].delegates = [{name: $more.delegate,
			email: "\($more.delegate)@example.org"}] else . end' \
		create-ticket-purchase ticket-create -c "$1"
}

# Pays the purchases for which FILTER is true.
pay() { # FILTER [AMOUNT]
	send "fromjson | .data | select($1) | {payment: \"bank/\(.reference)\", purchase, amount: (${2:-.amount}), currency}" \
		pay-ticket-purchase ticket-pay -c desk <created
}

cancel() { # FILTER OPTIONS
	send "fromjson | .data | select($1) | . as \$bought | {purchase} + ($2)" \
		cancel-tickets ticket-cancel -c desk <created
}

# Assigns TICKETS of the purchases for which FILTER is true, with data that depends on the number.
assign() { # CLIENT FILTER TICKETS [NAME]
	send "fromjson | .data | select($2) | . as {\$reference} | (\$reference | split(\"-\")[1] | tonumber) as \$n
		| ($3) | {ticket: .id, name: \"${4:-Guest} of \(\$reference)\",
			email: (if \$n % 2 == 0 then \"Team\(\$n % 10)@Example.org\" else \"team\(\$n % 9)@example.org\" end)}
		+ (if \$n % 4 == 0 then {requirements: \"a seat, in front; no nuts (\(\$n))\"} else {} end)" \
		assign-ticket ticket-assign -c "$1" <created
}

unassign() { # FILTER TICKETS
	send "fromjson | .data | select($1) | ($2) | {ticket: .id}" unassign-ticket ticket-unassign -c web <created
}

# Expires purchases as cron does; the second run finds nothing.
expire() {
	do_step ticket-expire </dev/null
	do_step ticket-expire </dev/null
}

# Counts each event and each code of a refusal in the output of the last step.
codes() {
	jq -r 'if .type | test("-re(jected|fused).v1$") then .data.code else .type | split(".")[2] end' \
		"first/$(cat step).out" | sort | uniq -c | awk '{ print $2 "=" $1 }' |
		paste -sd ' ' -
}

came() { # WANTED NAME
	is "$(codes)" "$1" "$2"
}

bought() {
	jq -r 'select(.type | endswith("-created.v1")) | .data.reference' "first/$(cat step).out" | paste -sd ' ' -
}

numbered() { # PREFIX FIRST LAST
	seq -f "$1-%03g" "$2" "$3"
}

day 01
send fromjson add-ticket-room ticket-room add <<'END'
{"room":"house","capacity":118}
{"room":"gallery","capacity":12}
END
send fromjson add-ticket-type ticket-type add <<'END'
{"type":"early","name":"Early bird","price":4900,"currency":"EUR","capacity":24,"until":"2025-03-10T00:00:00Z"}
{"type":"regular","name":"Regular","price":9900,"currency":"EUR","capacity":80,"after":["early"],"rooms":["house"],"questions":["T-shirt, size?","Dinner?"]}
{"type":"student","name":"Student","price":2950,"currency":"EUR","capacity":12,"private":true,"rooms":["gallery","house"]}
{"type":"online","name":"Online","price":3000,"currency":"JPY","capacity":40}
{"type":"door","name":"At the door","price":12900,"currency":"EUR","capacity":20,"after":["regular"],"rooms":["house"]}
END
send fromjson add-client ticket-client add <<'END'
{"client":"web","commands":["create-ticket-purchase","assign-ticket","unassign-ticket"],"types":["*"]}
{"client":"desk","commands":["pay-ticket-purchase","cancel-tickets"],"scope":"all"}
{"client":"press","commands":["create-ticket-purchase","assign-ticket"],"types":["regular","online"],"pools":["press"],"waive":true,"budget":10}
{"client":"crew","commands":["create-ticket-purchase"],"types":["regular"],"pools":["crew"],"waive":true}
{"client":"campus","commands":["create-ticket-purchase","assign-ticket"],"types":["student","regular"],"expires":"2025-04-01T00:00:00Z"}
END
send fromjson add-ticket-pool ticket-pool add <<'END'
{"pool":"press","type":"regular","places":6,"purpose":"who writes about it"}
{"pool":"crew","type":"regular","places":8}
{"pool":"kept","type":"regular","places":6,"purpose":"who comes late"}
END
send fromjson add-ticket-discount ticket-discount add <<'END'
{"code":"TEN","percent":10,"types":["regular"],"uses":3}
{"code":"FIFTY","amount":5001,"currency":"EUR","uses":2}
{"code":"KIND","reductions":[{"type":"regular","amount":2000},{"type":"student","amount":555}],"currency":"EUR","uses":4}
{"code":"FREE","percent":100,"uses":1}
{"code":"OLD","percent":50,"until":"2025-03-03T00:00:00Z"}
END
echo 'web-000 regular:1 deadline=05' | buy web
came not_on_sale=1 'regular is not on sale before the early bird is sold out'

day 02
numbered web 1 12 | awk '{ print $0, "early:" 1 + NR % 3, "deadline=04" }' | buy web
came ticket-purchase-created=12 'twelve purchases of early birds are created'
printf '%s\n' 'web-013 early:1 deadline=05' 'web-014 regular:1 deadline=05' \
	'web-015 regular:1,online:1 deadline=05' 'web-016 door:1' | buy web
came 'mixed_currencies=1 not_on_sale=1 sold_out=1 ticket-purchase-created=1' \
	'the next type is on sale when the early bird is sold out'

day 03
pay '.reference < "web-013" and (.tickets | length) > 1'
came ticket-purchase-paid=8 'eight purchases of early birds are paid'
assign web '.reference < "web-007"' '.tickets[0]'
printf '%s\n' 'press-001 regular:2 reason=press delegate=ida' 'press-002 regular:1 reason=press pool=press' \
	'press-003 regular:3 reason=radio pool=press delegate=ole' 'press-004 online:2 reason=radio' | buy press
came 'ticket-assigned=2 ticket-purchase-created=4' 'the press books from its pool and outside of it'
echo 'press-005 student:1 reason=press' | buy press
came forbidden=1 'the press is forbidden a type that was not granted'

day 04
pay '.reference == "web-003"'
came timed_out=1 'a payment at the deadline is rejected'
expire
came '' 'ticket-expire that is repeated expires nothing'
printf '%s\n' 'web-017 early:5 deadline=06' 'web-018 early:4 deadline=08' \
	'web-019 regular:1 deadline=06' | buy web
came 'sold_out=1 ticket-purchase-created=2' 'four released early birds are sold, and regular stays on sale'

# Many purchases: each is due in two days, some have a discount code.
day 05
numbered web 20 58 | awk '{ print $0, "regular:" 1 + NR % 2, "deadline=07", (NR % 10 == 1 ? "discount=TEN" : ""),
	(NR % 20 == 8 ? "discount=FIFTY" : ""), (NR % 10 == 4 ? "discount=KIND" : "") }' | tr -s ' ' | sed 's/ $//' | buy web
came 'discount_used_up=1 sold_out=1 ticket-purchase-created=37' 'a used-up discount code and a purchase beyond the capacity are rejected'
printf '%s\n' 'crew-001 regular:4 reason=crew pool=crew' 'crew-002 regular:2 reason=crew pool=crew' \
	'crew-003 regular:1 reason=crew' 'crew-004 regular:1 reason=crew' \
	'crew-005 regular:3 reason=crew pool=crew' 'crew-006 regular:1 reason=crew pool=crew' | buy crew
is "$(bought)" 'crew-001 crew-002 crew-003 crew-006' \
	'a pool sells its places when regular is sold out, and no more'
numbered campus 1 5 | awk '{ print $0, "student:" NR, "deadline=" (NR < 3 ? "07" : "12"), (NR > 3 ? "" : "discount=KIND") }' |
	sed 's/ $//' | buy campus
came 'discount_used_up=3 ticket-purchase-created=2' 'a used-up discount code is rejected for students'

day 06
pay '.reference | IN("web-018", "web-014")'
came 'ticket-purchase-paid=1 timed_out=1' 'a payment before its deadline is accepted, one after it is rejected'
send fromjson amend-ticket-pool ticket-pool amend <<'END'
{"pool":"crew","places":7}
END
send fromjson move-ticket-pool ticket-pool move <<'END'
{"reference":"june","pool":"kept","to":"press","places":2}
END
printf '%s\n' 'press-006 regular:4 reason=press pool=press' 'press-007 regular:5 reason=press pool=press' | buy press
came 'over_budget=1 sold_out=1' 'the press exceeds its budget with one purchase, and its pool with another'
send fromjson amend-client ticket-client amend <<'END'
{"client":"press","budget":14}
END
echo 'press-008 regular:4 reason=press pool=press' | buy press
came ticket-purchase-created=1 'the press books the rest of its pool with a larger budget'
pay '(.reference >= "web-020" and .reference < "web-060") and (.reference[4:] | tonumber) % 3 != 0'
came ticket-purchase-paid=24 '24 of 37 purchases are paid'
cancel '.reference == "web-027"' '{keep: 1}'
came nothing_to_cancel=1 'a cancellation that keeps every ticket is rejected'

day 07
pay '.reference == "web-021"'
came timed_out=1 'a payment after the deadline is rejected on the seventh day'
expire
printf '%s\n' 'web-060 regular:1 deadline=09 discount=TEN' 'web-061 regular:2 deadline=09 discount=TEN' \
	'web-062 regular:2 deadline=09 discount=KIND' 'web-063 regular:1 discount=FREE delegate=eve' \
	'web-064 regular:1 discount=FREE' 'web-065 regular:1 discount=OLD' 'web-066 regular:1 discount=NONE' | buy web
came 'discount_not_valid=1 discount_used_up=2 ticket-assigned=1 ticket-purchase-created=3 unknown_discount=1' \
	'uses of a code that expired purchases released are available again'
numbered web 70 81 | awk '{ print $0, "regular:" 1 + NR % 3 ",online:0" NR % 2, "deadline=10" }' |
	sed 's/,online:0[01]//' | buy web
numbered web 190 207 | awk '{ print $0, "online:" 1 + NR % 3, (NR > 2 ? "deadline=12" : "") }' | sed 's/ $//' | buy web
came ticket-purchase-created=18 '18 purchases of online tickets are created'

day 08
expire
send fromjson amend-ticket-type ticket-type amend <<'END'
{"type":"regular","price":10900,"name":"Regular, late","capacity":88}
{"type":"online","until":"2025-03-20T00:00:00Z"}
END
run ticket-type amend regular --capacity 10
is "$rc" 65 'a capacity below the number of sold tickets is denied'
pay '.reference | IN("web-061", "web-062")'
echo 'web-296 regular:3 deadline=12 discount=FIFTY' | buy web
send fromjson amend-ticket-discount ticket-discount amend <<'END'
{"code":"FIFTY","clear":["uses"]}
{"code":"TEN","withdrawn":true}
END
printf '%s\n' 'web-297 regular:2 deadline=12 discount=FIFTY' 'web-298 regular:1 discount=TEN' | buy web
came 'discount_not_valid=1 ticket-purchase-created=1' 'a discount code is valid after its limit was cleared, and rejected after it was withdrawn'
cancel '.reference == "web-296"' '{tickets: [$bought.tickets[1].id]}'
pay '.reference == "web-296"'
came wrong_amount=1 'a payment of the amount before the cancellation is rejected'
pay '.reference == "web-296"' '.tickets[0].price + .tickets[2].price'
came ticket-purchase-paid=1 'a payment of the amount after the cancellation is accepted'
pay '(.reference | IN("web-070", "web-071", "web-073", "web-074", "web-076", "campus-004")) or
	(.reference > "web-192" and .reference < "web-206")'

# Assignments.
day 09
expire
assign web '(.reference >= "web-022" and .reference < "web-190")' '.tickets[0]'
assign web '.reference | IN("web-023", "web-028", "web-296", "web-193")' '.tickets[-1]' Colleague
assign web '.reference | IN("web-022", "web-028")' '.tickets[0]' Substitute
assign press '.client == "press"' '.tickets[:2][]' Writer
send 'fromjson | .data | select(.reference == "web-071") | .tickets[0]
	| {ticket: .id, name: "Zoë \"Zed\"", email: "ZED@example.org", requirements: "quiet",
		answers: [{question: "T-shirt, size?", answer: "M"}, {question: "Dinner?", answer: "=1+1"}]},
		{ticket: .id, name: "Zed", email: "zed@example.org", answers: [{question: "Age?", answer: "9"}]}' \
	assign-ticket ticket-assign -c web <created
came 'ticket-assigned=1 unknown_question=1' 'an answer to a question that is not asked is rejected'
unassign '.reference | IN("web-025", "web-028", "web-071x")' '.tickets[0]'
unassign '.reference == "web-193"' '.tickets[0, -1, -1]'
came 'not_assigned=1 ticket-unassigned=2' 'two tickets are unassigned, and one that is not assigned is rejected'
assign web '.reference == "web-025"' '.tickets[0]' Heir
send fromjson remove-ticket-pool ticket-pool remove <<'END'
{"pool":"kept"}
END
came ticket-pool-removed=1 'a pool without sales is removed'

day 10
expire
printf '%s\n' 'web-210 early:1' 'web-211 regular:1 deadline=12 pool=kept' 'web-212 regular:1 deadline=12' | buy web
came 'forbidden=1 not_on_sale=1 ticket-purchase-created=1' 'the early bird is not on sale after its window'
cancel '.reference | IN("web-022", "web-296")' '{unassigned: true, reason: "nobody comes"}'
is "$(jq .data.left "first/$(cat step).out" | paste -sd ' ' -)" '1 1' '--unassigned keeps the assigned ticket of each purchase'
cancel '.reference | IN("web-023", "web-070", "press-004")' '{reason: "ill"}'
came tickets-cancelled=3 'three purchases are cancelled as a whole'
cancel '.reference | IN("web-034", "web-018")' '{keep: 1}'
cancel '.reference | IN("web-032", "web-297")' '{tickets: [.tickets[0].id]}'
cancel '.reference == "web-297"' '{}'
cancel '.reference == "web-021"' '{}'
came timed_out=1 'a cancellation of an expired purchase is rejected'
cancel '.reference == "web-296"' '{keep: 1}'
came tickets-cancelled=1 'a cancellation that is repeated prints the earlier event'

# A client is revoked.
day 11
send fromjson revoke-client ticket-client revoke <<'END'
{"client":"campus"}
END
echo 'campus-006 student:1 deadline=13' | buy campus
assign campus '.reference == "campus-004"' '.tickets[0]'
came forbidden=1 'a revoked client is forbidden to book'

day 12
pay '.reference == "campus-005"'
came timed_out=1 'a purchase of a revoked client expires at its deadline'
expire
assign organiser '.client == "campus"' '.tickets[0]' Student
send fromjson amend-ticket-type ticket-type amend <<'END'
{"type":"regular","withdrawn":true}
{"type":"student","capacity":9,"private":false}
END
printf '%s\n' 'web-213 regular:1' 'web-214 door:2 deadline=14' 'web-215 door:3 deadline=20' 'web-216 student:1 deadline=14' | buy web
came 'not_on_sale=1 ticket-purchase-created=3' 'the type "door" is on sale when regular is withdrawn'
send fromjson remove-ticket-pool ticket-pool remove <<'END'
{"pool":"crew"}
END
cancel '.reference == "crew-001"' '{keep: 1}'
came tickets-cancelled=1 'a ticket from a removed pool is cancelled'

day 13
pay '.reference | IN("web-214", "web-216")'
day 14
expire
printf '%s\n' 'web-217 door:1 deadline=20' | buy web
assign web '.reference | IN("web-214", "web-215", "web-217")' '.tickets[]' Late
cancel '.reference == "web-215"' '{keep: 2}'
came tickets-cancelled=1 'tickets of a purchase that is due are cancelled before its deadline'
ticket-feed >feed

# The number of events: the comparisons below need many.
is "$(cat jq.err)" '' 'the script of the season makes no mistake of its own'
jq -r '.type | split(".")[2]' feed | sort | uniq -c | awk '{ print $2 "=" $1 }' >kinds
is "$(sed -n 's/^ticket-purchase-\(.*\)/\1/p; s/^tickets-\(.*\)/\1/p' kinds | paste -sd ' ' -)" \
	'created=100 expired=31 paid=56 rejected=24 cancelled=13' \
	'100 purchases are created, 31 expire, 56 are paid and 13 cancellations are recorded'
echo "# $(paste -sd ' ' kinds)"

compute() {
	jq -n --arg now "$LANYARD_NOW" -f "$root/t/pipeline/season.jq" feed >computed
}
compute
is "$(jq -r '.wrong[]' computed)" '' \
	'the feed never sells more than there is, and states each amount correctly'

# Compares the output of a command with the computed rows; $when names the moment.
tallies() { # NAME COMMAND...
	tallies_name=$1
	shift
	run "$@"
	jq -cS --arg name "$tallies_name" '.[$name][]' computed | LC_ALL=C sort >wanted
	jq -cS "${filter:-.}" "$out" | LC_ALL=C sort >got
	ok "$* prints the rows computed from the feed $when" diff wanted got
	ok "$* prints at least one row $when" test -s got
}

sums_by_client='group_by([.client, .currency])[] | {client: .[0].client, currency: .[0].currency} + (. as $rows |
	["tickets", "revenue", "refund", "refunded", "due", "overdue"] |
	map(. as $name | {($name): ($rows | map(.[$name] // 0) | add)}) | add)'
all_tallies() {
	tallies types ticket-type list
	tallies rooms ticket-room list
	tallies pools ticket-pool list
	tallies discounts ticket-discount list
	tallies clients ticket-client list
	for report in delegates missing requirements sales days clients discounts; do
		tallies "report $report" ticket-report "$report"
	done
	ticket-report sales | jq -sc "$sums_by_client" >"$scratch/sums"
	ticket-report purchases | jq -sc "map(. + {
		due: (if .state == \"due\" then .due else 0 end),
		overdue: (if .state == \"overdue\" then .due else 0 end), revenue: .paid}) | $sums_by_client" >"$scratch/purchases"
	same "$scratch/purchases" "$scratch/sums" "the rows of ticket-report purchases add up to those of ticket-report sales $when"
	# The letter case of an address is that of one of its delegates.
	filter='.email |= ascii_downcase' tallies 'report mailout' ticket-report mailout
	jq -r .email "$out" | sort >addresses
	jq -r '."report delegates"[] | select(.complete).email' computed | sort -u | comm -23 addresses - >made-up
	is "$(cat made-up)" '' "ticket-report mailout prints only addresses of the feed $when"
	run ticket-check
	is "$rc: $(cat "$out" "$err")" '0: ' "ticket-check finds nothing $when"
}
when='after the season'
all_tallies

# A week later, before the unpaid purchases expire.
moment=$LANYARD_NOW when='a week after the season'
day 21
compute
for report in sales clients; do
	tallies "report $report" ticket-report "$report"
	ok "ticket-report $report shows an overdue amount a week after the last deadline" jq -se 'any(.[]; .overdue > 0)' "$out"
done
LANYARD_NOW=$moment
compute

# All commands are repeated, at the same moments.
for input in first/*.in; do
	input=${input#first/}
	at=${input%.in}
	read -r LANYARD_NOW command <"first/$at.run"
	# shellcheck disable=SC2086 # words
	$command <"first/$at.in" >"again/$at.out" 2>"again/$at.err" || echo "$?" >"again/$at.rc"
done
ticket-feed >feed-again
same feed feed-again 'all commands of the season, repeated, record no event'
for at in $(grep -l ticket-expire first/*.run); do
	at=${at%.run}
	rm "$at.out" "again/${at#first/}.out" # its output has only what expires in this run
done
rm first/*.in first/*.run
ok 'all commands of the season, repeated, print the same bytes and exit with the same statuses' diff -r first again
when='after the repeated season'
all_tallies
done_testing
