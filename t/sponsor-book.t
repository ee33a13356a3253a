#!/bin/sh
# The ledger: what was requested, what was answered, what is pending.
. "$(dirname "$0")/lib.sh"
open_sponsorship 12 100
pay_sponsor a Gold && pay_sponsor b Gold && pay_sponsor c Gold
cat paid.a paid.b paid.c | sponsor-onboard | sponsor-allocate >commands
ticket-create -c sponsorship <commands >answers

for other in '.data.tickets |= .[1:]' '.data.tickets[0].type = "day"'; do
	head -n 1 answers | jq -c "$other" >other
	run sponsor-book <other
	is "$rc:$(cut -d : -f 4- "$err")" '65: /data/tickets: 5 of "full" were requested' "sponsor-book denies other tickets than were requested: $other"
done
run sponsor-book <answers
is "$rc:$(wc -c <"$out")" 0:0 'sponsor-book prints nothing on standard output'
says 'c/full/1: refused: sold_out' 'sponsor-book warns of a request that ticketing refused'
run sponsor-status
json '"\(.sponsor)=\(.booked[0].quantity)"' 'a=5 b=5 c=null' 'the status has the number of tickets that ticketing booked for each sponsor'
is "$(jq -r 'select(.sponsor == "c") | .awaits' "$out")" \
	'refused: 5 × full: sold_out: 5 of "full" requested, 2 left' "the status has a refused request with ticketing's reason"
before=$(events sponsor-feed)
run sponsor-book <answers
is "$(events sponsor-feed)" "$before" 'sponsor-book records nothing when it reads the same events again'
run sponsor-allocate -a
is "$(wc -c <"$out")" 0 'sponsor-allocate -a does not repeat a request that ticketing refused'

ticket-client add other --commands create-ticket-purchase --types full --waive >/dev/null
ticket-create -c other --name O --email o@o.example --ticket full=1 --payment waived a/full/1 >foreign
run sponsor-book <foreign
is "$rc:$(events sponsor-feed)" "0:$before" "sponsor-book skips another client's purchase, even under the reference of a request"
head -n 1 answers | sed 's#a/full/1#b/full/1#g' >mixed
run sponsor-book <mixed
is "$rc" 65 'sponsor-book denies an answer that does not fit its request'

ticket-type amend full --capacity 100 >/dev/null
pay_sponsor odd Gold
sponsor-onboard <paid.odd | sponsor-allocate | jq -c '.data.deadline = "2025-04-01T00:00:00Z"' |
	ticket-create -c sponsorship >malformed 2>/dev/null
run sponsor-book <malformed
says 'odd/full/1: refused: malformed: is not allowed: payment is waived' 'sponsor-book warns of a request that ticketing denies for good'
is "$(sponsor-feed | tail -n 1 | jq -r '"\(.type | split(".")[2]) \(.data.code) \(.data.retryable)"')" 'booking-refused malformed false' \
	'a request that ticketing denies for good is refused in the ledger'
pay_sponsor d Gold
sponsor-onboard <paid.d | sponsor-allocate >requests
ticket-client revoke sponsorship >/dev/null
ticket-create -c sponsorship <requests >denials 2>/dev/null
run sponsor-book <denials
says 'd/full/1: denied, and still pending: forbidden' 'sponsor-book warns that a request that ticketing denies is still pending'
denied='forbidden: the grants of "sponsorship" were revoked'
is "$(sponsor-status d | jq -r .awaits)" "request denied: 5 × full: $denied" "the status has a denied request with ticketing's reason"
run sponsor-status --tasks d
json '"\(.task): \(.message)"' "booking_denied: 5 × full: $denied" 'a denied request is a task'
ok "the history has a denied request with ticketing's reason" grep -qF "request of d/full/1 denied by ticketing, and still pending: " <<-END
	$(sponsor-status --why d)
END
before=$(events sponsor-feed)
sponsor-allocate -a | ticket-create -c sponsorship 2>/dev/null | sponsor-book -q
is "$(events sponsor-feed)" "$before" 'sponsor-book does not record a repeated denial'
LANYARD_NOW=2025-03-01T12:15:00Z
ticket-client amend sponsorship --waive --types day >/dev/null
for again in 1 2; do
	sponsor-allocate -a | ticket-create -c sponsorship 2>/dev/null | sponsor-book -q
done
is "$(($(events sponsor-feed) - before)) $(sponsor-status d | jq -r .awaits | grep -c '"full"')" '1 1' \
	'sponsor-book records a denial for another reason once'
ticket-client amend sponsorship --waive --types full >/dev/null
run sponsor-allocate -a
same "$out" requests 'sponsor-allocate -a prints a denied request unchanged'
cp "$out" again
book <again
run sponsor-status d
json '"\(.booked[0].quantity) \(.awaits)"' '5 null' 'a denied request is booked when its client gets the grant'
run sponsor-status --tasks d
is "$(wc -c <"$out")" 0 'a booked request is no task'

ticket-feed >feed
run sponsor-book <feed
is "$rc:$(wc -c <"$err")" 0:0 'sponsor-book reads the whole feed of ticketing without a warning'

pay_sponsor e Gold && pay_sponsor f Gold
cat paid.e paid.f | sponsor-onboard | sponsor-allocate | ticket-create -c sponsorship >two
id=$(head -n 1 two | jq -r .id)
sed "2s/\"id\":\"[^\"]*\",\"source\"/\"id\":\"$id\",\"source\"/" two >one-id
run sponsor-book <one-id
is "$rc:$(sponsor-status | jq -r 'select(.sponsor == "f") | .booked[0].quantity')" 0:5 \
	'sponsor-book records both of two answers with the same event id'

ID=00000000-0000-4000-8000-000000000002 purchase g/full/1 1 | ticket-create -c sponsorship >/dev/null
pay_sponsor g Gold
sponsor-onboard <paid.g | sponsor-allocate | ticket-create -c sponsorship 2>/dev/null >conflict
run sponsor-book <conflict
is "$(awaits=$(sponsor-status g | jq -r .awaits) && echo "${awaits%%:*}")" 'request denied' 'a request stays pending if its reference is used by another purchase'
says "read ticketing's whole feed" "the warning of a conflict says to read ticketing's feed"
ticket-feed | sponsor-book
is "$(sponsor-status g | jq -c .booked)" '[]' 'a purchase by another command under the same reference does not answer a request'
sponsor-book --manual g/full/1 --by Ann --refused taken >/dev/null
sponsor-override g full --quantity 5 --by Ann --reason again | sponsor-allocate | book
run sponsor-status g
json '.booked[0].quantity' 5 'an override requests refused tickets again under a reference of its own'

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
is "$(wc -l <log):$(events sponsor-feed)" "3:$before" 'a log of denials for two reasons is recorded once, even if it is read three times'
is "$(awaits | grep -c 'request denied: 5 × full: forbidden: .*"full"')" 1 'the status has the reason of the last denial'
denial 45 >later
for again in 1 2; do
	cat log later | sponsor-book -q 2>/dev/null
done
is "$(($(events sponsor-feed) - before)) $(awaits)" "1 request denied: 5 × full: $denied" \
	'a later denial for an earlier reason is recorded once, and is in the status'

# Bookings recorded manually, for another shop.
export LANYARD_CONFERENCE=manual
open_crm
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >list
json_reference=$(jq -r .data.reference list)
run sponsor-book --manual "$json_reference" --by Ann --note 'order 4711'
json '"\(.type) \(.data.quantity) \(.data.by) \(.data.purchase)"' \
	'lanyard.booking.tickets-booked.v1 5 Ann null' 'sponsor-book --manual records a booking made elsewhere, with who recorded it'
cp "$out" recorded
run sponsor-book --manual "$json_reference" --by Ann --note 'order 4711'
same "$out" recorded 'a manual booking that is repeated prints the same bytes'
run sponsor-book --manual "$json_reference" --by Bob
is "$rc" 65 'a manual booking that is repeated by another person is denied'
run sponsor-book --manual other/full/1 --by Bob
says '/reference: nothing was requested as "other/full/1"' 'a manual booking of a reference that was never requested is denied'
run sponsor-allocate -a
is "$(wc -c <"$out")" 0 'sponsor-allocate -a does not print a request that was booked manually'
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" '[5,null]' 'the status counts tickets that were booked manually'
ok 'the history says who recorded a manual booking' grep -q 'booked 5 × full elsewhere, recorded by Ann: order 4711' <<-END
	$(sponsor-status --why acme)
END
printf '{"rules":[{"level":"Two","grants":[{"type":"full","quantity":2},{"type":"day","quantity":1}]}]}' |
	sponsor-policy adopt >/dev/null
pay_sponsor two Two
sponsor-onboard <paid.two >two
sponsor-allocate <two >both
is "$(jq -r .data.reference both | paste -sd ' ' -)" 'two/day/1 two/full/1' 'tickets of two types are requested by two commands'
sponsor-book --manual two/full/1 --by Ann >/dev/null
run sponsor-allocate -a
json .data.reference two/day/1 'a manual booking of one type leaves the request of the other type pending'
run sponsor-allocate <two
json .data.reference two/day/1 'an event that is read again requests nothing that was booked manually'
sponsor-book --manual two/day/1 --by Ann >/dev/null
run sponsor-override acme full --quantity 2 --by Ann --reason less
cp "$out" less
run sponsor-reclaim <less
says 'acme/full/1: 3 too many, recorded manually: return them where they were booked, and record that 2 are left' \
	'sponsor-reclaim says how many tickets booked elsewhere are to be returned there'
is "$(wc -c <"$out")" 0 'sponsor-reclaim does not reclaim tickets booked elsewhere from ticketing'
tasks() { sponsor-status --tasks "$1" | jq -r .task | paste -sd ' ' -; }
manual() { # OPTION...: by Ann
	run sponsor-book --manual --by Ann "$@"
}
is "$(tasks acme)" tickets_surplus 'a surplus that was booked elsewhere is a task'
manual acme/full/1 --left 6
says '/left: only 5 of "acme/full/1" are valid' 'a manual return with more tickets left than are valid is denied'
is "$rc" 65 'a manual return with more tickets left than are valid exits with 65'
manual acme/full/1 --refused 'no room'
says '/refused: "acme/full/1" is booked in the ledger' 'a manual refusal of booked tickets is denied'
manual acme/full/1 --left 2 --note 'order 4711'
json '"\(.type) \(.data.left) \(.data.by)"' 'lanyard.booking.tickets-reclaimed.v1 2 Ann' 'sponsor-book --manual --left records a return made elsewhere'
cp "$out" left
before=$(events sponsor-feed)
manual acme/full/1 --left 2 --note 'order 4711'
same "$out" left 'a manual return that is repeated prints the same bytes'
run sponsor-book --manual "$json_reference" --by Ann --note 'order 4711'
same "$out" recorded 'a manual booking that is repeated after a return prints the event of the booking'
is "$(events sponsor-feed)" "$before" 'a manual booking and a manual return that are repeated record nothing'
is "$(tasks acme) $(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" ' [2,null]' 'a surplus is no task after its manual return'
run sponsor-reconcile </dev/null
is "$(grep -c acme "$out")" 0 'sponsor-reconcile finds no difference after a manual return'
ok 'the history says who recorded a manual return' grep -q '2 left of acme/full/1, recorded by Ann: order 4711' <<-END
	$(sponsor-status --why acme)
END

# Requests that the other shop cannot book.
sponsor-policy adopt policy.json >/dev/null
pay_sponsor full Silver
sponsor-onboard <paid.full | sponsor-allocate >/dev/null
manual full/full/1 --left 1
says '/left: "full/full/1" is requested in the ledger, not booked' 'a manual return of a request that is not booked is denied'
manual full/full/1 --refused 'no room' --left 1
says '/left: goes with a booking, not with a refusal' 'a manual refusal with a number of tickets left is denied'
manual full/full/1 --refused 'no room'
json '"\(.type) \(.data.code) \(.data.message) \(.data.retryable)"' \
	'lanyard.booking.booking-refused.v1 manual no room true' 'sponsor-book --manual --refused records a refusal made elsewhere'
cp "$out" refused
manual full/full/1 --refused 'no room'
same "$out" refused 'a manual refusal that is repeated prints the same bytes'
manual full/full/1 --refused 'no chairs'
is "$rc" 65 'a manual refusal that is repeated with another reason is denied'
manual full/full/1
says '/reference: "full/full/1" is refused in the ledger already' 'a manual booking of a request that was refused manually is denied'
run sponsor-allocate -a
is "$(grep -c full/full "$out"):$(tasks full)" 0:booking_refused 'a request that was refused manually is a task, and not pending'
is "$(sponsor-status full | jq -r .awaits)" 'refused: 3 × full: manual: no room' 'the status has the reason of a manual refusal'
is "$(sponsor-status --why full | jq -r .what | tail -n 1)" '3 × full refused elsewhere, recorded by Ann: no room' 'the history says who recorded a manual refusal'
run sponsor-allocate --retry
json 'select(.data.reference | startswith("full/")) | .data.reference' full/full/2 'sponsor-allocate --retry repeats a request that was refused manually'
sponsor-override -q full full --quantity 0 --by Ann --reason mistake | sponsor-allocate
run sponsor-allocate -a
json 'select(.data.reference | startswith("full/")) | .data.reference' full/full/2 \
	'a pending request stays pending when its tickets are not owed any more, because it may have been booked'
manual full/full/2 --refused 'not wanted' --note 'order 4712'
is "$(sponsor-status --why full | jq -r .what | tail -n 1)" '3 × full refused elsewhere, recorded by Ann: not wanted: order 4712' \
	'the history has the note of a manual refusal'
run sponsor-allocate -a
is "$(grep -c full/full "$out"):$(tasks full)" 0: 'a manual refusal of tickets that are not owed any more is no task'

# A manual return of tickets that ticketing booked.
export LANYARD_CONFERENCE=returned
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
sponsor-contract void C-acme 2>/dev/null | sponsor-reclaim >/dev/null
manual acme/full/1 --left 5
is "$(sponsor-reclaim -a | wc -c) $(sponsor-status acme | jq -r .awaits)" \
	'0 surplus, a person decides: 5 × full; the contract C-acme is void' 'a manual return of nothing answers a pending reclaim'
manual acme/full/1 --left 0
is "$(tasks acme):$(sponsor-status acme | jq -c '[.booked, .awaits]')" 'money_to_return:[[],"the contract C-acme is void"]' \
	'the money to return is the only task left after a manual return of all tickets of a void contract'
ticket-feed | jq -r '.data.purchase // empty' | head -n 1 | xargs ticket-cancel -c organiser --keep 1 >late
before=$(events sponsor-feed)
run sponsor-book <late
is "$rc:$(events sponsor-feed)" "0:$before" 'a later cancellation by ticketing changes nothing after a manual return of all tickets'

# A manual return, then another purchase: ticketing was restored from a backup.
export LANYARD_CONFERENCE=restored
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | ticket-create -c sponsorship >answer
sponsor-book <answer
manual acme/full/1 --left 2
jq -c '.id = "00000000-0000-4000-8000-000000000002" | .time = "2999-01-01T00:00:00.000Z" |
	.data.purchase = "00000000-0000-4000-8000-000000000003"' answer >restored
sponsor-book -q <restored
is "$(sponsor-status acme | jq '.booked[0].quantity')" 5 'a purchase that replaces another one has all of its tickets, whatever was returned of that'
manual acme/full/1 --left 2
is "$rc $(sponsor-status acme | jq '.booked[0].quantity')" '0 2' 'a manual return is recorded again if another purchase has replaced the booking since'

# A manual record, then ticketing's answer to the same request.
export LANYARD_CONFERENCE=both
open_sponsorship
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >requests
ticket-create -c sponsorship <requests >answer
manual acme/full/1 --refused 'no room'
run sponsor-book <answer
says 'acme/full/1: recorded manually as refused, and booked by ticketing: it is booked' \
	"sponsor-book warns that ticketing's booking takes precedence over a manual refusal"
is "$rc $(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" '0 [5,null]' 'a request that was refused manually and booked by ticketing is booked'
before=$(events sponsor-feed)
run sponsor-book <answer
is "$rc:$(wc -c <"$err"):$(events sponsor-feed)" "0:0:$before" 'a booking that took precedence over a manual refusal is neither recorded nor reported again'
jq -c '.type = "lanyard.ticketing.ticket-purchase-rejected.v1" | .id = "00000000-0000-4000-8000-000000000001" |
	.data = {client: .data.client, reference: .data.reference, code: "sold_out", message: "none left", retryable: true}' \
	answer >otherwise
run sponsor-book <otherwise
says '"acme/full/1" is booked in the ledger already' "an answer that contradicts ticketing's first answer is denied"
is "$rc" 65 "an answer that contradicts ticketing's first answer exits with 65"

pay_sponsor bolt Gold
sponsor-onboard <paid.bolt | sponsor-allocate | ticket-create -c sponsorship >answer
manual bolt/full/1 --refused 'no room'
sponsor-allocate --retry | book
sponsor-book -q <answer
is "$(sponsor-status bolt | jq .booked[0].quantity)" 10 'a retry after a manual refusal is booked a second time if ticketing has booked the first request'
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(sponsor-status bolt | jq -c '[.booked[0].quantity, .awaits]'):$(ticket-report clients | jq -r .tickets)" '[5,null]:10' \
	'a surplus from two bookings of the same tickets is reclaimed'
ticket-feed >feed
run sponsor-book <feed
is "$rc" 0 'sponsor-book reads the feed to its end after two bookings of the same tickets'

ticket-type amend full --capacity 10 >/dev/null
pay_sponsor cask Gold
sponsor-onboard <paid.cask | sponsor-allocate | ticket-create -c sponsorship >answer
manual cask/full/1
before=$(events sponsor-feed)
run sponsor-book <answer
says 'cask/full/1: recorded manually as booked, and refused by ticketing: it stays booked' \
	'sponsor-book warns that a manual booking stays booked when ticketing refuses the request'
is "$rc:$(events sponsor-feed)" "0:$before" "ticketing's refusal after a manual booking records nothing"
ticket-type amend full --capacity 20 >/dev/null
pay_sponsor dent Gold
sponsor-onboard <paid.dent | sponsor-allocate | ticket-create -c sponsorship >answer
manual dent/full/1
run sponsor-book <answer
says 'dent/full/1: recorded manually as booked, and booked by ticketing as well: cancel one of them' \
	'sponsor-book warns of a request that is booked manually and by ticketing'
done_testing
