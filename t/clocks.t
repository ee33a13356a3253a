#!/bin/sh
# Moments: the first that counts and the first that is too late, leap days, the
# years behind 2038, and clocks that go backwards.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
commands=create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket
ticket-type add full --name Full --price 100 --currency EUR --capacity 1000 >/dev/null
ticket-client add shop --commands "$commands" --types '*' --waive --reservation 527040 >/dev/null

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
json "$answer" deadline_passed 'a purchase with a deadline in the past is rejected'
json '"\(.data.retryable) \(.data.message)"' 'false the deadline 2025-03-01T11:59:59.999Z has passed' 'the rejection of a past deadline names it and is not retryable'
at $noon buy d2 --deadline $noon
json "$answer" deadline_passed 'a purchase whose deadline is now is rejected'
at $noon buy d3 --deadline 2025-03-01T12:00:00.001Z
json "$answer" $created 'a purchase with a deadline in a millisecond is created'
at $noon pay d3
json "$answer" $paid 'a purchase is paid before its deadline'
at $noon buy d4 --deadline 2025-03-01T12:00:00.0019Z
json .data.deadline 2025-03-01T12:00:00.001Z 'a deadline is truncated to the millisecond'
at 2025-03-01T12:00:00.001Z pay d4
json "$answer" timed_out 'a payment at the truncated deadline is rejected'
at $noon buy d5 --deadline 2025-03-01T21:00:01+09:00
json .data.deadline 2025-03-01T12:00:01.000Z 'a deadline with an offset of +09:00 is recorded in UTC'
at $noon buy d6 --deadline 2025-03-01T06:59:59-05:00
json "$answer" deadline_passed 'a deadline with an offset of -05:00 is compared in UTC'
at $noon buy d7 --deadline 2025-03-02
json .data.deadline 2025-03-03T00:00:00.000Z 'a deadline that is a date is the end of that day'
ticket-extend -c organiser --of-client shop --reference d7 --deadline 2025-03-03 >"$out"
json .data.deadline 2025-03-04T00:00:00.000Z 'a deadline that is extended to a date is the end of that day'
at $noon buy d8 --deadline 2025-06-30T23:59:60Z
json .data.deadline 2025-07-01T00:00:00.000Z 'a leap second is the first moment of the next minute'
for wrong in 2025-02-29 2025-13-01 2025-03-01T25:00:00Z 2025-03-01T12 1969-12-31 tomorrow 10000-01-01; do
	at $noon buy wrong --deadline "$wrong"
	is "$rc" 65 "the deadline $wrong is denied"
done
at tomorrow buy d9
is "$rc" 64 'a LANYARD_NOW of "tomorrow" is a usage error'

# What has a beginning and an end.
ticket-type add window --name W --price 100 --currency EUR --capacity 9 \
	--from 2025-04-01T09:00:00+02:00 --until 2025-04-02T09:00:00+02:00 >/dev/null
ticket-discount add SPRING --percent 10 --from 2025-04-01T07:00:00Z --until 2025-04-02T07:00:00Z >/dev/null
for moment in 2025-04-01T06:59:59.999Z=not_on_sale 2025-04-01T07:00:00Z=$created \
	2025-04-02T06:59:59.999Z=$created 2025-04-02T07:00:00Z=not_on_sale; do
	at "${moment%=*}" ticket-create -c shop --name A --email a@b.example --ticket window=1 --payment due "w-$moment"
	json "$answer" "${moment#*=}" "a purchase at ${moment%=*} in the sales window results in ${moment#*=}"
	at "${moment%=*}" buy "s-$moment" --discount SPRING
	json "$answer" "$(echo "${moment#*=}" | sed s/not_on_sale/discount_not_valid/)" "a purchase with a discount code at ${moment%=*} passes or fails by the code's window"
done
ticket-client add guest --commands create-ticket-purchase --types full --waive --expires 2025-05-01T00:00:00+02:00 >/dev/null
guest() { # REFERENCE
	ticket-create -c guest --name A --email a@b.example --ticket full=1 --payment waived "$1"
}
at 2025-04-30T21:59:59.999Z guest g1
is "$rc" 0 'a grant is valid until a millisecond before it expires'
at 2025-04-30T22:00:00Z guest g2
is "$rc" 77 'a grant is not valid at the moment that it expires'

# Leap days.
at 2028-02-28T23:45:00Z buy l1
json .data.deadline 2028-02-29T00:15:00.000Z 'a deadline half an hour after the 28th of February 2028 is on the 29th'
at 2028-02-29T00:14:59.999Z pay l1
json "$answer" $paid 'a purchase can be paid on the 29th of February'
at 2028-02-29T23:45:00Z buy l2
json .data.deadline 2028-03-01T00:15:00.000Z 'a deadline half an hour after the 29th of February is on the 1st of March'
at 2028-02-29T12:00:00Z buy l3 --deadline 2029-02-29
is "$rc" 65 'the deadline 2029-02-29 is denied'
at 2100-02-28T23:45:00Z buy l4
json .data.deadline 2100-03-01T00:15:00.000Z 'a deadline half an hour after the 28th of February 2100 is on the 1st of March'
at 2100-03-01T00:15:00Z ticket-expire
is "$(jq -r .data.reference "$out" | tail -n 1)" l4 'ticket-expire on the 1st of March 2100 expires what is due then'

# Beyond what 32 bits can count.
at 2038-01-19T02:44:08Z buy y1
json '"\(.time) \(.data.deadline)"' '2038-01-19T02:44:08.000Z 2038-01-19T03:14:08.000Z' \
	'a deadline can be later than the 32 bit limit of January 2038'
at 2038-01-19T03:14:07.999Z pay y1
json "$answer" $paid 'a purchase can be paid just before the 32 bit limit'
at 2038-01-19T03:14:08Z buy y2
json .data.deadline 2038-01-19T03:44:08.000Z 'a purchase at the 32 bit limit has a deadline half an hour later'
at 2038-01-19T03:44:08Z pay y2
json "$answer" timed_out 'a payment at a deadline after 2038 is rejected'
at 2038-01-19T03:44:08Z ticket-expire
json .data.reference y2 'ticket-expire at a deadline after 2038 expires the purchase'
at 2099-12-31T23:59:59Z buy y3
json '"\(.time) \(.data.deadline)"' '2099-12-31T23:59:59.000Z 2100-01-01T00:29:59.000Z' 'a deadline half an hour after the end of 2099 is in 2100'
is "$(printf '%d' "0x$(jq -r .data.purchase "$out" | tr -d - | cut -c 1-12)")" 4102444799000 "a purchase's id contains its time in 2099"
at 9999-12-31T23:45:00Z buy y4
json .data.deadline 9999-12-31T23:59:59.999Z 'a deadline is never later than the last moment of the year 9999'
at 9999-12-31T23:59:59.999Z pay y4
json "$answer" timed_out 'a payment at the last moment of the year 9999 is rejected'

# A clock that goes backwards: from 2040 to 2025.
at 2040-01-01T00:00:00Z buy b1
cp "$out" later
at $noon buy b2
is "$(jq -r '.sequence | tonumber' "$out")" "$(($(jq -r '.sequence | tonumber' later) + 1))" \
	'an event recorded with an earlier clock has the next sequence'
is "$(jq -r .time "$out")" 2025-03-01T12:00:00.000Z 'an event recorded with an earlier clock has the time of that clock'
at $noon buy b1
same "$out" later 'a purchase repeated with an earlier clock prints the same bytes'
at $noon ticket-expire
is "$(wc -c <"$out")" 0 'ticket-expire with an earlier clock expires nothing'
at $noon pay b1
json "$answer" $paid 'a purchase made with a later clock can be paid with an earlier one'
at $noon ticket-cancel -c shop "$(bought b1)"
json .data.refund 100 'a purchase made with a later clock can be cancelled with an earlier one'

# What has ended stays so.
at 2030-01-01T00:00:00Z buy e1
at 2030-01-01T00:30:00Z ticket-expire
json 'select(.data.reference == "e1") | .data.deadline' 2030-01-01T00:30:00.000Z 'ticket-expire expires a purchase at its deadline'
at 2030-01-01T00:10:00Z pay e1
json "$answer" timed_out 'a payment of an expired purchase is rejected when the clock is set back'
at 2030-01-01T00:10:00Z buy e1
json "$answer" $created 'an expired purchase repeated when the clock is set back prints its creation'
at $noon ticket-type add early --name E --price 100 --currency EUR --capacity 9 --until 2025-03-31
at $noon ticket-type add next --name N --price 100 --currency EUR --capacity 9 --after early
next() { # REFERENCE
	ticket-create -c shop --name A --email a@b.example --ticket next=1 --payment waived "$1"
}
at $noon next n1
json '"\(.data.code) \(.data.retryable)"' 'not_on_sale true' 'a type is not on sale before the end of the type that it comes after'
at 2025-04-01T00:00:00Z next n2
json "$answer" $created 'a type is on sale at the end of the type that it comes after'
at $noon next n3
json "$answer" not_on_sale 'a type is not on sale again when the clock is set back'
at $noon guest g3
json "$answer" $created 'an expired grant is valid when the clock is set back'

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
json "$answer" timed_out 'a payment that waited for the lock past the deadline is rejected'
ok 'the time of a rejection is when the lock was acquired' \
	expr "$(jq -r .time "$out")" '>' "$deadline"
export LANYARD_NOW=$noon

run ticket-feed
is "$(jq -r '.sequence | tonumber' "$out" | awk '$1 != NR' | wc -l)" 0 'the feed has no gaps after changes of the clock'
run ticket-check
is "$rc:$(cat "$out")" 0: 'ticket-check finds nothing after changes of the clock'
run ticket-report clients
json 'select(.client == "shop") | "\(.revenue) \(.refund)"' '400 100' 'ticket-report clients adds up revenue and refund after changes of the clock'
done_testing
