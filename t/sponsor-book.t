#!/bin/sh
# The ledger: what was requested, what was answered, what is pending.
. "$(dirname "$0")/lib.sh"
open_sponsorship 12 100
pay_sponsor a Gold && pay_sponsor b Gold && pay_sponsor c Gold
cat paid.a paid.b paid.c | sponsor-onboard | sponsor-allocate >commands
ticket-create -c sponsorship <commands >answers

run sponsor-book <answers
is "$rc:$(wc -c <"$out")" 0:0 'nothing is printed: it is the end of a pipe'
says 'c/full/1: refused: sold_out' 'a refusal is warned of'
run sponsor-status
json '"\(.sponsor)=\(.booked[0].quantity)"' 'a=5 b=5 c=null' 'the ledger has what was booked'
is "$(jq -r 'select(.sponsor == "c") | .awaits' "$out")" \
	'refused: full=5: sold_out: 5 of "full" requested, 2 left' 'the ledger has what was refused, with the reason'
before=$(events sponsor-feed)
run sponsor-book <answers
is "$(events sponsor-feed)" "$before" 'the same events again change nothing'
run sponsor-allocate -a
is "$(wc -c <"$out")" 0 'what was refused is not requested again by itself'

ticket-client add other --commands create-ticket-purchase --types full --waive >/dev/null
ticket-create -c other --name O --email o@o.example --ticket full=1 --payment waived a/full/1 >foreign
run sponsor-book <foreign
is "$rc:$(events sponsor-feed)" "0:$before" 'another client'\''s purchase is skipped, whatever its reference'
head -n 1 answers | sed 's#a/full/1#b/full/1#g' >mixed
run sponsor-book <mixed
is "$rc" 65 'an answer that does not fit its request is refused'

ticket-type amend full --capacity 100 >/dev/null
pay_sponsor d Gold
sponsor-onboard <paid.d | sponsor-allocate >requests
ticket-client revoke sponsorship >/dev/null
ticket-create -c sponsorship <requests >denials 2>/dev/null
run sponsor-book <denials
says 'd/full/1: denied, and still pending: forbidden' 'a request that ticketing denies stays pending'
denied='forbidden: the grants of "sponsorship" were revoked'
is "$(sponsor-status d | jq -r .awaits)" "request denied: full=5: $denied" 'the status says that it was denied, and why'
run sponsor-status --tasks d
json '"\(.task): \(.message)"' "booking_denied: full=5: $denied" 'a denial is a task'
ok 'a denial is in the history' grep -qF "request of full=5 denied by ticketing: forbidden" <<-END
	$(sponsor-status --why d)
END
before=$(events sponsor-feed)
sponsor-allocate -a | ticket-create -c sponsorship 2>/dev/null | sponsor-book -q
is "$(events sponsor-feed)" "$before" 'the same denial again is not recorded'
LANYARD_NOW=2025-03-01T12:15:00Z
ticket-client amend sponsorship --waive --types day >/dev/null
for again in 1 2; do
	sponsor-allocate -a | ticket-create -c sponsorship 2>/dev/null | sponsor-book -q
done
is "$(($(events sponsor-feed) - before)) $(sponsor-status d | jq -r .awaits | grep -c '"full"')" '1 1' \
	'a denial for another reason is recorded once'
ticket-client amend sponsorship --waive --types full >/dev/null
run sponsor-allocate -a
same "$out" requests 'the pending request is printed again'
cp "$out" again
book <again
run sponsor-status d
json '"\(.booked[0].quantity) \(.awaits)"' '5 null' 'it is booked when it is permitted'
run sponsor-status --tasks d
is "$(wc -c <"$out")" 0 'what is booked is no task'

ticket-feed >feed
run sponsor-book <feed
is "$rc:$(wc -c <"$err")" 0:0 'the whole feed of ticketing is read without a warning'

pay_sponsor e Gold && pay_sponsor f Gold
cat paid.e paid.f | sponsor-onboard | sponsor-allocate | ticket-create -c sponsorship >two
id=$(head -n 1 two | jq -r .id)
sed "2s/\"id\":\"[^\"]*\",\"source\"/\"id\":\"$id\",\"source\"/" two >one-id
run sponsor-book <one-id
is "$rc:$(sponsor-status | jq -r 'select(.sponsor == "f") | .booked[0].quantity')" 0:5 \
	'of two lines under one id both are recorded'

ticket-create -c sponsorship --name X --email x@x.example --ticket full=1 --payment waived g/full/1 >/dev/null
pay_sponsor g Gold
sponsor-onboard <paid.g | sponsor-allocate | ticket-create -c sponsorship 2>/dev/null >conflict
run sponsor-book <conflict
is "$(awaits=$(sponsor-status g | jq -r .awaits) && echo "${awaits%%:*}")" refused 'a request whose reference ticketing has already is refused'
sponsor-override g full --quantity 5 --by Ann --reason again | sponsor-allocate | book
run sponsor-status g
json '.booked[0].quantity' 5 'an override requests it again, under a reference of its own'

# Old denials that are read again are not recorded.
export LANYARD_CONFERENCE=log
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >requests
awaits() { sponsor-status acme | jq -r .awaits; }
denial() { # MINUTE OPTION...: the denials then, while the client is as OPTIONs say
	LANYARD_NOW=2025-03-01T13:$1:00Z
	shift
	if [ "$#" -gt 0 ]; then ticket-client amend sponsorship "$@"; else ticket-client revoke sponsorship; fi >/dev/null
	ticket-create -c sponsorship <requests 2>/dev/null
}
{
	denial 00
	denial 15
	denial 30 --waive --types day
} >log
run sponsor-book -q <log
before=$(events sponsor-feed)
for again in 1 2; do
	run sponsor-book -q <log
done
is "$(wc -l <log):$(events sponsor-feed)" "3:$before" 'a log of denials for two reasons, read three times, is recorded once'
is "$(awaits | grep -c 'request denied: full=5: forbidden: .*"full"')" 1 'the status has the last denial'
denial 45 >later
for again in 1 2; do
	cat log later | sponsor-book -q 2>/dev/null
done
is "$(($(events sponsor-feed) - before)) $(awaits)" "1 request denied: full=5: $denied" \
	'a newer denial for the first reason is recorded once, and is in the status'

# Recorded manually, for another shop.
export LANYARD_CONFERENCE=manual
open_crm
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >list
json_reference=$(jq -r .data.reference list)
run sponsor-book --manual "$json_reference" --by Ann --note 'order 4711'
json '"\(.type) \(.data.quantity) \(.data.by) \(.data.purchase)"' \
	'lanyard.booking.tickets-booked.v1 5 Ann null' 'what was booked elsewhere is recorded manually'
cp "$out" recorded
run sponsor-book --manual "$json_reference" --by Ann --note 'order 4711'
same "$out" recorded 'recorded again it is answered by the same line'
run sponsor-book --manual "$json_reference" --by Bob
is "$rc" 65 'recorded by another person it is refused'
run sponsor-book --manual other/full/1 --by Bob
says '/reference: nothing was requested as "other/full/1"' 'what was not requested cannot be recorded'
run sponsor-allocate -a
is "$(wc -c <"$out")" 0 'what was recorded manually is not pending any more'
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" '[5,null]' 'what was recorded manually is booked'
ok 'the history says who recorded it' grep -q 'booked full=5 elsewhere, recorded by Ann: order 4711' <<-END
	$(sponsor-status --why acme)
END
printf '{"rules":[{"level":"Two","grants":[{"type":"full","quantity":2},{"type":"day","quantity":1}]}]}' |
	sponsor-policy adopt >/dev/null
pay_sponsor two Two
sponsor-onboard <paid.two >two
sponsor-allocate <two >both
is "$(jq -r .data.reference both | paste -sd ' ' -)" 'two/day/1 two/full/1' 'what is owed of two types is requested together'
sponsor-book --manual two/full/1 --by Ann >/dev/null
run sponsor-allocate -a
json .data.reference two/day/1 'each type is answered by itself'
run sponsor-allocate <two
json .data.reference two/day/1 'the event again requests nothing of ticketing that was booked elsewhere'
sponsor-book --manual two/day/1 --by Ann >/dev/null
run sponsor-override acme full --quantity 2 --by Ann --reason less
cp "$out" less
run sponsor-reclaim <less
says 'acme/full/1: 3 too many, recorded manually: return them where they were booked, and record that 2 are left' \
	'a surplus that was booked elsewhere is to be returned there'
is "$(wc -c <"$out")" 0 '  and is not reclaimed from ticketing'
tasks() { sponsor-status --tasks "$1" | jq -r .task | paste -sd ' ' -; }
manual() { # OPTION...: by Ann
	run sponsor-book --manual --by Ann "$@"
}
is "$(tasks acme)" tickets_surplus '  which is a task'
manual acme/full/1 --left 6
says '/left: only 5 of "acme/full/1" are valid' 'more left than there were is refused'
is "$rc" 65 '  as a bad line'
manual acme/full/1 --refused 'no room'
says '/refused: "acme/full/1" is booked in the ledger' 'what is booked cannot be recorded as refused'
manual acme/full/1 --left 2 --note 'order 4711'
json '"\(.type) \(.data.left) \(.data.by)"' 'lanyard.booking.tickets-reclaimed.v1 2 Ann' 'what was returned elsewhere is recorded manually'
cp "$out" left
before=$(events sponsor-feed)
manual acme/full/1 --left 2 --note 'order 4711'
same "$out" left 'the return recorded again is answered by the same line'
run sponsor-book --manual "$json_reference" --by Ann --note 'order 4711'
same "$out" recorded 'the booking recorded again is answered by its line'
is "$(events sponsor-feed)" "$before" 'neither is recorded twice'
is "$(tasks acme) $(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" ' [2,null]' 'after the return there is no task'
run sponsor-reconcile </dev/null
is "$(grep -c acme "$out")" 0 '  and no difference'
ok 'the history says who recorded the return' grep -q '2 of acme/full/1 are left, recorded by Ann: order 4711' <<-END
	$(sponsor-status --why acme)
END

# What the other shop cannot book.
sponsor-policy adopt policy.json >/dev/null
pay_sponsor full Silver
sponsor-onboard <paid.full | sponsor-allocate >/dev/null
manual full/full/1 --left 1
says '/left: "full/full/1" is requested in the ledger, not booked' 'a return of what is not booked is refused'
manual full/full/1 --refused 'no room' --left 1
says '/left: goes with a booking, not with a refusal' 'a refusal with tickets left is refused'
manual full/full/1 --refused 'no room'
json '"\(.type) \(.data.code) \(.data.message) \(.data.retryable)"' \
	'lanyard.booking.booking-refused.v1 manual no room true' 'what cannot be booked is recorded manually'
cp "$out" refused
manual full/full/1 --refused 'no room'
same "$out" refused 'the refusal recorded again is answered by the same line'
manual full/full/1 --refused 'no chairs'
is "$rc" 65 'the refusal recorded for another reason is refused'
manual full/full/1
says '/reference: "full/full/1" is refused in the ledger already' 'what was recorded as refused cannot be recorded as booked'
run sponsor-allocate -a
is "$(grep -c full/full "$out"):$(tasks full)" 0:booking_refused 'what was recorded as refused is not pending, and is a task'
is "$(sponsor-status full | jq -r .awaits)" 'refused: full=3: manual: no room' '  with the reason'
is "$(sponsor-status --why full | jq -r .what | tail -n 1)" 'full=3 refused elsewhere, recorded by Ann: no room' '  and the history says who recorded it'
run sponsor-allocate --retry
json 'select(.data.reference | startswith("full/")) | .data.reference' full/full/2 '--retry requests it again'
sponsor-override -q full full --quantity 0 --by Ann --reason mistake | sponsor-allocate
run sponsor-allocate -a
json 'select(.data.reference | startswith("full/")) | .data.reference' full/full/2 \
	'a request that is owed no more stays pending: it may have been booked'
manual full/full/2 --refused 'not wanted' --note 'order 4712'
is "$(sponsor-status --why full | jq -r .what | tail -n 1)" 'full=3 refused elsewhere, recorded by Ann: not wanted: order 4712' \
	'the history has the note of a refusal'
run sponsor-allocate -a
is "$(grep -c full/full "$out"):$(tasks full)" 0: 'a request that is owed no more and was refused is no task'

# A return of what was booked at ticketing.
export LANYARD_CONFERENCE=returned
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
sponsor-contract void C-acme 2>/dev/null | sponsor-reclaim >/dev/null
manual acme/full/1 --left 5
is "$(sponsor-reclaim -a | wc -c) $(sponsor-status acme | jq -r .awaits)" \
	'0 surplus, a person decides: full=5; the contract C-acme is void' 'that nothing was returned answers a pending reclaim'
manual acme/full/1 --left 0
is "$(tasks acme):$(sponsor-status acme | jq -c '[.booked, .awaits]')" 'money_to_return:[[],"the contract C-acme is void"]' \
	'that all was returned leaves the money to return'
ticket-feed | jq -r '.data.purchase // empty' | head -n 1 | xargs ticket-cancel -c organiser --keep 1 >late
before=$(events sponsor-feed)
run sponsor-book <late
is "$rc:$(events sponsor-feed)" "0:$before" "a later event of ticketing does not undo it"

# A manual record, and ticketing's answer after it.
export LANYARD_CONFERENCE=both
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >requests
ticket-create -c sponsorship <requests >answer
manual acme/full/1 --refused 'no room'
run sponsor-book <answer
says 'acme/full/1: recorded manually as refused, and booked by ticketing: it is booked' \
	"ticketing's booking takes precedence over a manual refusal"
is "$rc $(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" '0 [5,null]' '  and is in the ledger'
before=$(events sponsor-feed)
run sponsor-book <answer
is "$rc:$(wc -c <"$err"):$(events sponsor-feed)" "0:0:$before" '  once'
jq -c '.type = "lanyard.ticketing.ticket-purchase-rejected.v1" | .id = "00000000-0000-4000-8000-000000000001" |
	.data = {client: .data.client, reference: .data.reference, code: "sold_out", message: "none left", retryable: true}' \
	answer >otherwise
run sponsor-book <otherwise
says '"acme/full/1" is booked in the ledger already' 'an answer that contradicts ticketing'\''s own is refused'
is "$rc" 65 '  as a bad line'

pay_sponsor bolt Gold
sponsor-onboard <paid.bolt | sponsor-allocate | ticket-create -c sponsorship >answer
manual bolt/full/1 --refused 'no room'
sponsor-allocate --retry | book
sponsor-book -q <answer
is "$(sponsor-status bolt | jq .booked[0].quantity)" 10 'retried before ticketing'\''s answer is read, it is booked twice'
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(sponsor-status bolt | jq -c '[.booked[0].quantity, .awaits]'):$(ticket-report clients | jq -r .tickets)" '[5,null]:10' \
	'the surplus is reclaimed'
ticket-feed >feed
run sponsor-book <feed
is "$rc" 0 'the feed is read to its end'

ticket-type amend full --capacity 10 >/dev/null
pay_sponsor cask Gold
sponsor-onboard <paid.cask | sponsor-allocate | ticket-create -c sponsorship >answer
manual cask/full/1
before=$(events sponsor-feed)
run sponsor-book <answer
says 'cask/full/1: recorded manually as booked, and refused by ticketing: it stays booked' \
	'what is booked elsewhere stays booked when ticketing refuses it'
is "$rc:$(events sponsor-feed)" "0:$before" '  which is no contradiction'
ticket-type amend full --capacity 20 >/dev/null
pay_sponsor dent Gold
sponsor-onboard <paid.dent | sponsor-allocate | ticket-create -c sponsorship >answer
manual dent/full/1
run sponsor-book <answer
says 'dent/full/1: recorded manually as booked, and booked by ticketing as well: cancel one of them' \
	'what is booked in both shops is warned of'
done_testing
