#!/bin/sh
# Moments: the first that counts and the first that is too late, leap days, the
# years behind 2038, and clocks that go backwards.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
may=create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket
ticket-type add full --name Full --price 100 --currency EUR --capacity 1000 >/dev/null
ticket-client add shop --may "$may" --types '*' --waive --reservation 527040 >/dev/null

at() { # MOMENT COMMAND...
	now=$LANYARD_NOW
	LANYARD_NOW=$1
	shift
	run "$@"
	LANYARD_NOW=$now
}
buy() { # REFERENCE [OPTION...]
	reference=$1
	shift
	ticket-create -c shop --name A --email a@b.example --ticket full=1 --payment due "$@" "$reference"
}
pay() { # REFERENCE: what was bought under it
	ticket-pay -c shop --purchase "$(bought "$1")" --amount 100 --currency EUR "bank-$1"
}
bought() { # REFERENCE
	ticket-feed | jq -r "select(.data.reference == \"$1\") | .data.purchase // empty" | head -n 1
}
answer='.data.code // .type | sub("lanyard.ticketing.(?<what>.*).v1"; "\(.what)")'
created=ticket-purchase-created paid=ticket-purchase-paid

# What a deadline is.
noon=$LANYARD_NOW
at $noon buy d1 --deadline 2025-03-01T11:59:59.999Z
json "$answer" deadline_passed 'a deadline in the past is refused'
json '"\(.data.retryable) \(.data.message)"' 'false the deadline 2025-03-01T11:59:59.999Z has passed' '  which is told'
at $noon buy d2 --deadline $noon
json "$answer" deadline_passed 'so is one that is now'
at $noon buy d3 --deadline 2025-03-01T12:00:00.001Z
json "$answer" $created 'a thousandth of a second later is none of the past'
at $noon pay d3
json "$answer" $paid '  and it can be paid until then'
at $noon buy d4 --deadline 2025-03-01T12:00:00.0019Z
json .data.deadline 2025-03-01T12:00:00.001Z 'what is finer than that is cut off'
at 2025-03-01T12:00:00.001Z pay d4
json "$answer" timed_out '  and its last moment is too late'
at $noon buy d5 --deadline 2025-03-01T21:00:01+09:00
json .data.deadline 2025-03-01T12:00:01.000Z 'a deadline of another time zone is the same moment'
at $noon buy d6 --deadline 2025-03-01T06:59:59-05:00
json "$answer" deadline_passed '  and as late'
at $noon buy d7 --deadline 2025-03-02
json .data.deadline 2025-03-02T00:00:00.000Z 'a day alone is its beginning'
at $noon buy d8 --deadline 2025-06-30T23:59:60Z
json .data.deadline 2025-07-01T00:00:00.000Z 'a leap second is the next minute'
for wrong in 2025-02-29 2025-13-01 2025-03-01T25:00:00Z 2025-03-01T12:00:00 1969-12-31 tomorrow 10000-01-01; do
	at $noon buy wrong --deadline "$wrong"
	is "$rc" 65 "$wrong is no moment"
done
at tomorrow buy d9
is "$rc" 64 'nor is it a clock'

# What has a beginning and an end.
ticket-type add window --name W --price 100 --currency EUR --capacity 9 \
	--from 2025-04-01T09:00:00+02:00 --until 2025-04-02T09:00:00+02:00 >/dev/null
ticket-discount add SPRING --percent 10 --from 2025-04-01T07:00:00Z --until 2025-04-02T07:00:00Z >/dev/null
for moment in 2025-04-01T06:59:59.999Z=not_on_sale 2025-04-01T07:00:00Z=$created \
	2025-04-02T06:59:59.999Z=$created 2025-04-02T07:00:00Z=not_on_sale; do
	at "${moment%=*}" ticket-create -c shop --name A --email a@b.example --ticket window=1 --payment due "w-$moment"
	json "$answer" "${moment#*=}" "a sale at ${moment%=*}: ${moment#*=}"
	at "${moment%=*}" buy "s-$moment" --discount SPRING
	json "$answer" "$(echo "${moment#*=}" | sed s/not_on_sale/discount_not_valid/)" '  and a code of the same days'
done
ticket-client add guest --may create-ticket-purchase --types full --waive --expires 2025-05-01T00:00:00+02:00 >/dev/null
guest() { # REFERENCE
	ticket-create -c guest --name A --email a@b.example --ticket full=1 --payment waived "$1"
}
at 2025-04-30T21:59:59.999Z guest g1
is "$rc" 0 'grants hold until their end'
at 2025-04-30T22:00:00Z guest g2
is "$rc" 77 '  and not at it'

# Leap days.
at 2028-02-28T23:45:00Z buy l1
json .data.deadline 2028-02-29T00:15:00.000Z 'half an hour later it is the 29th of February'
at 2028-02-29T00:14:59.999Z pay l1
json "$answer" $paid '  on which it can be paid'
at 2028-02-29T23:45:00Z buy l2
json .data.deadline 2028-03-01T00:15:00.000Z 'behind which comes March'
at 2028-02-29T12:00:00Z buy l3 --deadline 2029-02-29
is "$rc" 65 'a year later there is no such day'
at 2100-02-28T23:45:00Z buy l4
json .data.deadline 2100-03-01T00:15:00.000Z '2100 has none'
at 2100-03-01T00:15:00Z ticket-expire
is "$(jq -r .data.reference "$out" | tail -n 1)" l4 '  and what is due then is let go'

# Behind what 32 bits can count.
at 2038-01-19T02:44:08Z buy y1
json '"\(.time) \(.data.deadline)"' '2038-01-19T02:44:08.000Z 2038-01-19T03:14:08.000Z' \
	'half an hour leads behind what 32 bits can count'
at 2038-01-19T03:14:07.999Z pay y1
json "$answer" $paid '  and it can be paid up to then'
at 2038-01-19T03:14:08Z buy y2
json .data.deadline 2038-01-19T03:44:08.000Z 'and there it goes on'
at 2038-01-19T03:44:08Z pay y2
json "$answer" timed_out '  with the same end'
at 2038-01-19T03:44:08Z ticket-expire
json .data.reference y2 '  at which it is let go'
at 2099-12-31T23:59:59Z buy y3
json '"\(.time) \(.data.deadline)"' '2099-12-31T23:59:59.000Z 2100-01-01T00:29:59.000Z' 'the century ends like any other half hour'
is "$(printf '%d' "0x$(jq -r .data.purchase "$out" | tr -d - | cut -c 1-12)")" 4102444799000 '  and ids tell its time'
at 9999-12-31T23:45:00Z buy y4
json .data.deadline 9999-12-31T23:59:59.999Z 'a deadline is never behind the last moment that can be written'
at 9999-12-31T23:59:59.999Z pay y4
json "$answer" timed_out '  at which it is too late'

# A clock that goes backwards: from 2040 to 2025.
at 2040-01-01T00:00:00Z buy b1
cp "$out" later
at $noon buy b2
is "$(jq -r '.sequence | tonumber' "$out")" "$(($(jq -r '.sequence | tonumber' later) + 1))" \
	'an earlier clock writes behind a later one'
is "$(jq -r .time "$out")" 2025-03-01T12:00:00.000Z '  with the time that it has'
at $noon buy b1
same "$out" later 'the same record again is answered as it was'
at $noon ticket-expire
is "$(wc -c <"$out")" 0 'nothing of later is let go'
at $noon pay b1
json "$answer" $paid 'what was reserved later can be paid'
at $noon ticket-cancel -c shop "$(bought b1)"
json .data.refund 100 '  and cancelled'

# What has ended stays so.
at 2030-01-01T00:00:00Z buy e1
at 2030-01-01T00:30:00Z ticket-expire
json 'select(.data.reference == "e1") | .data.deadline' 2030-01-01T00:30:00.000Z 'what is let go later'
at 2030-01-01T00:10:00Z pay e1
json "$answer" timed_out '  stays so when the clock goes back before its deadline'
at 2030-01-01T00:10:00Z buy e1
json "$answer" $created '  though its command is answered as ever'
at $noon ticket-type add early --name E --price 100 --currency EUR --capacity 9 --until 2025-04-01
at $noon ticket-type add next --name N --price 100 --currency EUR --capacity 9 --after early
next() { # REFERENCE
	ticket-create -c shop --name A --email a@b.example --ticket next=1 --payment waived "$1"
}
at $noon next n1
json '"\(.data.code) \(.data.retryable)"' 'not_on_sale true' 'what comes after another waits for its end'
at 2025-04-01T00:00:00Z next n2
json "$answer" $created '  and opens at it'
at $noon next n3
json "$answer" not_on_sale '  by the clock that is: before that moment it is not on sale'
at $noon guest g3
json "$answer" $created 'grants that had ended hold by a clock that is before their end'

# Who waits for the others is judged by when its turn comes, not by when it came.
unset LANYARD_NOW
run buy waits --deadline "$(date -u -d '+2 seconds' +%Y-%m-%dT%H:%M:%S.%3NZ)"
deadline=$(jq -r .data.deadline "$out") purchase=$(jq -r .data.purchase "$out")
exec 9<"$LANYARD_HOME/$LANYARD_CONFERENCE/ticketing.db.lock"
flock 9
ticket-pay -c shop --purchase "$purchase" --amount 100 --currency EUR bank-waits >late &
until expr "$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)" '>' "$deadline" >/dev/null; do sleep 0.1; done
flock -u 9
wait "$!"
exec 9<&-
run cat late
json "$answer" timed_out 'a payment that waited past the deadline is too late'
ok '  and the event says when it was its turn' \
	expr "$(jq -r .time "$out")" '>' "$deadline"
export LANYARD_NOW=$noon

run ticket-feed
is "$(jq -r '.sequence | tonumber' "$out" | awk '$1 != NR' | wc -l)" 0 'the feed has no gaps, whatever the clock did'
run ticket-check
is "$rc:$(cat "$out")" 0: 'and the store is sound'
run ticket-report clients
json 'select(.client == "shop") | "\(.revenue) \(.refund)"' '400 100' 'and adds up'
done_testing
