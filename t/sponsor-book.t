#!/bin/sh
# The ledger: what was asked for, what came back, what is outstanding.
. "$(dirname "$0")/lib.sh"
open_both 12 100
pay_sponsor a Gold && pay_sponsor b Gold && pay_sponsor c Gold
cat paid.a paid.b paid.c | sponsor-onboard | sponsor-allocate >commands
ticket-create -c sponsorship <commands >answers

run sponsor-book <answers
is "$rc:$(wc -c <"$out")" 0:0 'it prints nothing: nobody is behind it'
says 'c/full/1: refused: sold_out' 'a refusal is told'
run sponsor-status
json '"\(.sponsor)=\(.booked[0].quantity)"' 'a=5 b=5 c=null' 'the ledger has what came back'
is "$(jq -r 'select(.sponsor == "c") | .awaits' "$out")" \
	'refused: full=5: sold_out: 5 of "full" asked for, 2 left' 'and what was refused, with the reason'
before=$(events sponsor-feed)
run sponsor-book <answers
is "$(events sponsor-feed)" "$before" 'the same events again change nothing'
run sponsor-allocate -a
is "$(wc -c <"$out")" 0 'what was refused is not asked for again by itself'

ticket-client add other --may create-ticket-purchase --types full --waive >/dev/null
ticket-create -c other --name O --email o@o.example --ticket full=1 --payment waived a/full/1 >others
run sponsor-book <others
is "$rc:$(events sponsor-feed)" "0:$before" 'another client'\''s purchase means nothing, whatever its reference'
head -n 1 answers | sed 's#a/full/1#b/full/1#g' >mixed
run sponsor-book <mixed
is "$rc" 65 'an answer that does not fit the question is told'

ticket-type amend full --capacity 100 >/dev/null
pay_sponsor d Gold
sponsor-onboard <paid.d | sponsor-allocate >asked
ticket-client revoke sponsorship >/dev/null
ticket-create -c sponsorship <asked >away 2>/dev/null
run sponsor-book <away
says 'turned away, and still outstanding: forbidden' 'a refusal at the door leaves it outstanding'
turned_away='forbidden: the grants of "sponsorship" were taken back'
is "$(sponsor-status d | jq -r .awaits)" "asked for, turned away: full=5: $turned_away" 'which the status says, and why'
run sponsor-status --tasks d
json '"\(.task): \(.message)"' "booking_turned_away: full=5: $turned_away" 'it is a task'
ok 'and in the history' grep -qF "turned away at ticketing's door with full=5: forbidden" <<-END
	$(sponsor-status --why d)
END
before=$(events sponsor-feed)
sponsor-allocate -a | ticket-create -c sponsorship 2>/dev/null | sponsor-book -q
is "$(events sponsor-feed)" "$before" 'turned away in the same words again, nothing is recorded'
LANYARD_NOW=2025-03-01T12:15:00Z
ticket-client amend sponsorship --waive --types day >/dev/null
for again in 1 2; do
	sponsor-allocate -a | ticket-create -c sponsorship 2>/dev/null | sponsor-book -q
done
is "$(($(events sponsor-feed) - before)) $(sponsor-status d | jq -r .awaits | grep -c '"full"')" '1 1' \
	'for another reason it is, once'
ticket-client amend sponsorship --waive --types full >/dev/null
run sponsor-allocate -a
same "$out" asked 'the same command is asked again'
cp "$out" again
book <again
run sponsor-status d
json '"\(.booked[0].quantity) \(.awaits)"' '5 null' 'and booked, when the door opens'
run sponsor-status --tasks d
is "$(wc -c <"$out")" 0 'then it is no task'

ticket-feed >feed
run sponsor-book <feed
is "$rc:$(wc -c <"$err")" 0:0 'the whole feed of ticketing can be given to it'

pay_sponsor e Gold && pay_sponsor f Gold
cat paid.e paid.f | sponsor-onboard | sponsor-allocate | ticket-create -c sponsorship >two
id=$(head -n 1 two | jq -r .id)
sed "2s/\"id\":\"[^\"]*\",\"source\"/\"id\":\"$id\",\"source\"/" two >one-id
run sponsor-book <one-id
is "$rc:$(sponsor-status | jq -r 'select(.sponsor == "f") | .booked[0].quantity')" 0:5 \
	'two lines under one id stop nobody'

ticket-create -c sponsorship --name X --email x@x.example --ticket full=1 --payment waived g/full/1 >/dev/null
pay_sponsor g Gold
sponsor-onboard <paid.g | sponsor-allocate | ticket-create -c sponsorship 2>/dev/null >conflict
run sponsor-book <conflict
is "$(awaits=$(sponsor-status g | jq -r .awaits) && echo "${awaits%%:*}")" refused 'a conflict is the end of a request'
sponsor-override g full --quantity 5 --by Ann --reason again | sponsor-allocate | book
run sponsor-status g
json '.booked[0].quantity' 5 'an override makes another, under a reference of its own'

# What the door said before is no news, when it is read again.
export LANYARD_CONFERENCE=log
open_both
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >asked
awaits() { sponsor-status acme | jq -r .awaits; }
turned_away() { # MINUTE OPTION...: the refusals then, where the client is as OPTIONs say
	LANYARD_NOW=2025-03-01T13:$1:00Z
	shift
	if [ "$#" -gt 0 ]; then ticket-client amend sponsorship "$@"; else ticket-client revoke sponsorship; fi >/dev/null
	ticket-create -c sponsorship <asked 2>/dev/null
}
{
	turned_away 00
	turned_away 15
	turned_away 30 --waive --types day
} >log
run sponsor-book -q <log
before=$(events sponsor-feed)
for again in 1 2; do
	run sponsor-book -q <log
done
is "$(wc -l <log):$(events sponsor-feed)" "3:$before" 'a log of refusals for two reasons, read three times, is noted once'
is "$(awaits | grep -c 'turned away: full=5: forbidden: .*"full"')" 1 'the last one is what is awaited'
turned_away 45 >later
for again in 1 2; do
	cat log later | sponsor-book -q 2>/dev/null
done
is "$(($(events sponsor-feed) - before)) $(awaits)" "1 asked for, turned away: full=5: $turned_away" \
	'and the first reason, come back, is noted once, and awaited'

# By hand, where there is no ticketing of ours.
export LANYARD_CONFERENCE=by-hand
open_crm
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >list
json_reference=$(jq -r .data.reference list)
run sponsor-book --manual "$json_reference" --by Ann --note 'order 4711'
json '"\(.type) \(.data.quantity) \(.data.by) \(.data.purchase)"' \
	'lanyard.sponsorship.tickets-booked.v1 5 Ann null' 'what was booked by hand is recorded'
cp "$out" recorded
run sponsor-book --manual "$json_reference" --by Ann --note 'order 4711'
same "$out" recorded 'once'
run sponsor-book --manual "$json_reference" --by Bob
is "$rc" 65 'by one person'
run sponsor-book --manual other/full/1 --by Bob
says 'nothing was asked for as "other/full/1"' 'and only what was asked for'
run sponsor-allocate -a
is "$(wc -c <"$out")" 0 'then it is off the work list'
is "$(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" '[5,null]' 'and in the ledger'
ok 'the history says who' grep -q 'by hand, says Ann: order 4711' <<-END
	$(sponsor-status --why acme)
END
printf '{"rules":[{"level":"Two","grants":[{"type":"full","quantity":2},{"type":"day","quantity":1}]}]}' |
	sponsor-policy adopt >/dev/null
pay_sponsor two Two
sponsor-onboard <paid.two >two
sponsor-allocate <two >both
is "$(jq -r .data.reference both | paste -sd ' ' -)" 'two/day/1 two/full/1' 'what is owed of two types is asked for together'
sponsor-book --manual two/full/1 --by Ann >/dev/null
run sponsor-allocate -a
json .data.reference two/day/1 'and each goes off the list by itself'
run sponsor-allocate <two
same "$out" both 'while the event, come again, is answered as it was'
sponsor-book --manual two/day/1 --by Ann >/dev/null
run sponsor-override acme full --quantity 2 --by Ann --reason less
cp "$out" less
run sponsor-reclaim <less
says 'which were booked by hand: give them back so, and record that 2 are left' 'what was booked by hand is given back so'
is "$(wc -c <"$out")" 0 'and not asked of ticketing'
tasks() { sponsor-status --tasks "$1" | jq -r .task | paste -sd ' ' -; }
manual() { # OPTION...: by Ann
	run sponsor-book --manual --by Ann "$@"
}
is "$(tasks acme)" tickets_exceeded 'it is a task'
manual acme/full/1 --left 6
says '/left: of "acme/full/1" no more than 5 are good' 'no more are left than there were'
is "$rc" 65 'which is a bad line'
manual acme/full/1 --refused 'no room'
says '/refused: "acme/full/1" is booked in the ledger' 'what is booked can not be refused'
manual acme/full/1 --left 2 --note 'order 4711'
json '"\(.type) \(.data.left) \(.data.by)"' 'lanyard.sponsorship.tickets-reclaimed.v1 2 Ann' 'what was given back by hand is recorded'
cp "$out" left
before=$(events sponsor-feed)
manual acme/full/1 --left 2 --note 'order 4711'
same "$out" left 'once'
run sponsor-book --manual "$json_reference" --by Ann --note 'order 4711'
same "$out" recorded 'and that it was booked is answered as it was'
is "$(events sponsor-feed)" "$before" 'neither is recorded again'
is "$(tasks acme) $(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" ' [2,null]' 'then it is no task any more'
run sponsor-reconcile </dev/null
is "$(grep -c acme "$out")" 0 'and no difference'
ok 'the history says who' grep -q '2 of acme/full/1 are left, says Ann: order 4711' <<-END
	$(sponsor-status --why acme)
END

# What the other shop can't fill.
sponsor-policy adopt policy.json >/dev/null
pay_sponsor full Silver
sponsor-onboard <paid.full | sponsor-allocate >/dev/null
manual full/full/1 --left 1
says '/left: "full/full/1" is requested in the ledger, not booked' 'of what is not booked nothing can be left'
manual full/full/1 --refused 'no room' --left 1
says '/left: what was refused has nothing that could be left' 'nor of what is refused'
manual full/full/1 --refused 'no room'
json '"\(.type) \(.data.code) \(.data.message) \(.data.retryable)"' \
	'lanyard.sponsorship.booking-refused.v1 by_hand no room true' 'what can not be booked is recorded'
cp "$out" refused
manual full/full/1 --refused 'no room'
same "$out" refused 'once'
manual full/full/1 --refused 'no chairs'
is "$rc" 65 'for one reason'
manual full/full/1
says '/reference: "full/full/1" is refused in the ledger already' 'and then it was not booked'
run sponsor-allocate -a
is "$(grep -c full/full "$out"):$(tasks full)" 0:booking_refused 'it is off the work list, and a task'
is "$(sponsor-status full | jq -r .awaits)" 'refused: full=3: by_hand: no room' 'with the reason'
is "$(sponsor-status --why full | jq -r .what | tail -n 1)" "full=3 can't be booked, says Ann: no room" 'and the history says who'
run sponsor-allocate --retry
json 'select(.data.reference | startswith("full/")) | .data.reference' full/full/2 'it can be asked for again'
sponsor-override -q full full --quantity 0 --by Ann --reason mistake | sponsor-allocate
run sponsor-allocate -a
json 'select(.data.reference | startswith("full/")) | .data.reference' full/full/2 \
	'what is owed no more stays on the list: it may have been booked'
manual full/full/2 --refused 'not wanted' --note 'order 4712'
is "$(sponsor-status --why full | jq -r .what | tail -n 1)" "full=3 can't be booked, says Ann: not wanted: order 4712" \
	'which the history tells with the note'
run sponsor-allocate -a
is "$(grep -c full/full "$out"):$(tasks full)" 0: 'until a person says that it was not'

# The same by what was booked at ticketing.
export LANYARD_CONFERENCE=asked-back
open_both
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book
sponsor-contract void C-acme 2>/dev/null | sponsor-reclaim >/dev/null
manual acme/full/1 --left 5
is "$(sponsor-reclaim -a | wc -c) $(sponsor-status acme | jq -r .awaits)" \
	'0 nothing is owed; too many, a person decides: full=5' 'that nothing was given back is an answer to who asks it back'
manual acme/full/1 --left 0
is "$(tasks acme):$(sponsor-status acme | jq -c '[.booked, .awaits]')" ':[[],null]' 'that all was is the end of it'
ticket-feed | jq -r '.data.purchase // empty' | head -n 1 | xargs ticket-cancel -c organiser --keep 1 >late
before=$(events sponsor-feed)
run sponsor-book <late
is "$rc:$(events sponsor-feed)" "0:$before" 'and what ticketing says later brings nothing back'

# What a person says, and what ticketing says later.
export LANYARD_CONFERENCE=both-say
open_both
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate >asking
ticket-create -c sponsorship <asking >answer
manual acme/full/1 --refused 'no room'
run sponsor-book <answer
says 'acme/full/1: refused by hand, and booked by ticketing: it is booked' 'what ticketing has booked outweighs a refusal by hand'
is "$rc $(sponsor-status acme | jq -c '[.booked[0].quantity, .awaits]')" '0 [5,null]' 'and is in the ledger'
before=$(events sponsor-feed)
run sponsor-book <answer
is "$rc:$(wc -c <"$err"):$(events sponsor-feed)" "0:0:$before" 'once'
jq -c '.type = "lanyard.ticketing.ticket-purchase-rejected.v1" | .id = "00000000-0000-4000-8000-000000000001" |
	.data = {client: .data.client, reference: .data.reference, code: "sold_out", message: "none left", retryable: true}' \
	answer >otherwise
run sponsor-book <otherwise
says '"acme/full/1" is booked in the ledger already' 'ticketing itself can not say two things'
is "$rc" 65 'which is a bad line'

pay_sponsor bolt Gold
sponsor-onboard <paid.bolt | sponsor-allocate | ticket-create -c sponsorship >answer
manual bolt/full/1 --refused 'no room'
sponsor-allocate --retry | book
sponsor-book -q <answer
is "$(sponsor-status bolt | jq .booked[0].quantity)" 10 'asked for again before ticketing is heard it is booked twice'
sponsor-reclaim -a | ticket-cancel -c sponsorship | sponsor-book
is "$(sponsor-status bolt | jq -c '[.booked[0].quantity, .awaits]'):$(ticket-report clients | jq -r .tickets)" '[5,null]:10' \
	'and what is too much is asked back'
ticket-feed >feed
run sponsor-book <feed
is "$rc" 0 'so that the feed is read to its end'

ticket-type amend full --capacity 10 >/dev/null
pay_sponsor cask Gold
sponsor-onboard <paid.cask | sponsor-allocate | ticket-create -c sponsorship >answer
manual cask/full/1
before=$(events sponsor-feed)
run sponsor-book <answer
says 'cask/full/1: booked by hand, and refused by ticketing: it stays booked' 'what is booked elsewhere is booked, whatever ticketing refuses'
is "$rc:$(events sponsor-feed)" "0:$before" 'which is no contradiction'
ticket-type amend full --capacity 20 >/dev/null
pay_sponsor dent Gold
sponsor-onboard <paid.dent | sponsor-allocate | ticket-create -c sponsorship >answer
manual dent/full/1
run sponsor-book <answer
says 'dent/full/1: booked by hand, and ticketing has booked it as well: cancel one of them' 'what is booked in both is told'
done_testing
