#!/bin/sh
# Reclaims: what speakers are not owed any more is cancelled, what was booked last first.
. "$(dirname "$0")/lib.sh"
open_speakers
cancel() { ticket-cancel -c speakers | speaker-book; }
as() { # ROLE [TALK...]: ann's record
	as_role=$1
	shift
	jq -cn --arg role "$as_role" '{speaker: "ann", name: "Ann", email: "a@a.example",
		roles: [$role], talks: $ARGS.positional}' --args "$@" | speaker-invite
}
engage ann talk A
speaker-allocate <accepted.ann | book_speakers
as keynote A >raised
speaker-allocate <raised | book_speakers
is "$(speaker-status ann | jq '.booked[0].quantity')" 3 'two purchases are booked'

as workshop A B >fewer
run speaker-reclaim <fewer
json '[.data.keep, .data.unassigned] | map(tostring) | join(" ")' '1 true' 'a command names how many of the last purchase are to be kept'
is "$(jq -r .data.purchase "$out")" \
	"$(ticket-feed | jq -r 'select(.data.reference == "ann/full/2") | .data.purchase')" 'and names the purchase'
cp "$out" commands
run speaker-reclaim <fewer
same "$out" commands 'the same event is answered by the same command'
run speaker-reclaim <accepted.ann
is "$rc:$(wc -c <"$out")" 0:0 'an event that is not the last fact reclaims nothing'
run speaker-allocate <fewer
is "$rc:$(wc -c <"$out")" 0:0 'speaker-allocate requests nothing because of it'
is "$(speaker-status ann | jq -r .awaits)" 'reclaim pending: full=1' 'the status says that an answer of ticketing is pending'
cancel <commands
is "$(speaker-status ann | jq -r '"\(.booked[0].quantity) \(.awaits)"')" '2 null' 'ticketing cancels the surplus'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'what was reclaimed is not reclaimed again'

# What ticketing refuses stays, and the reason is recorded.
engage bob workshop A B
speaker-allocate <accepted.bob | ticket-create -c speakers >booked
speaker-book <booked
second=$(jq -r '.data.tickets[1].id // empty' booked)
ticket-assign -c organiser --name Guest --email g@g.example "$second" >/dev/null
speaker-withdraw bob >/dev/null 2>&1
speaker-reclaim -a | cancel 2>said
ok 'a ticket that ticketing has assigned stays, even if the ledger has it as unassigned' \
	grep -q 'bob/full/1: not reclaimed: nothing_to_cancel' said
is "$(speaker-status bob | jq -r .awaits)" 'surplus, a person decides: full=1' 'and a person decides about it'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'a refused reclaim is not repeated'

ticket-unassign -c organiser "$second" | speaker-book
is "$(speaker-status bob | jq -r .awaits)" speaker-reclaim 'a ticket that is unassigned then awaits a reclaim'
run speaker-reclaim -a
json .data.keep 0 'which requests it again'
cp "$out" asked
speaker-feed >feed
run speaker-reclaim <feed
ok 'in a pipe, too,' grep -qxFf asked "$out"
cancel <asked
is "$(speaker-status bob | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' 'and ticketing cancels it'

# An organiser has cancelled them before, and the ledger has not heard of it.
engage cat keynote
speaker-allocate <accepted.cat | ticket-create -c speakers >booked
speaker-book <booked
ticket-cancel -c organiser "$(jq -r .data.purchase booked | head -n 1)" >before
speaker-withdraw cat >/dev/null 2>&1
speaker-reclaim -a >commands
is "$(jq -r .data.keep commands | paste -sd ' ' -)" '0 0' 'tickets are reclaimed that somebody else has cancelled, while the ledger does not know it'
run ticket-cancel -c speakers <commands
is "$(sort -u "$out")" "$(cat before)" 'ticketing answers with the event that cancelled them'
speaker-book <before
is "$(speaker-status cat | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' 'which answers all reclaims that it satisfies'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'so that none is pending'

# Recorded manually when less was owed already: a person returns it.
engage eve keynote
speaker-allocate <accepted.eve | ticket-create -c speakers >booked
speaker-book <booked
for ticket in $(jq -r '.data.tickets[]?.id' booked); do
	ticket-assign -c organiser --name Guest --email g@g.example "$ticket"
done | speaker-book
printf '{"rules":[{"role":"chair","grants":[{"type":"full","quantity":4}]},{"grants":[]}]}' | speaker-policy adopt >/dev/null
speaker-invite eve --name Eve --email e@e.example --roles chair | speaker-allocate >/dev/null
speaker-withdraw eve 2>/dev/null | speaker-reclaim | cancel 2>/dev/null
speaker-book --manual eve/full/2 --by Ann >manual
before=$(events speaker-feed)
run speaker-reclaim <manual
is "$rc:$(wc -c <"$out"):$(events speaker-feed)" "0:0:$before" 'what was recorded manually is not reclaimed from ticketing in a pipe'
says 'eve/full/2: 1 too many, recorded manually: return them where they were booked, and record that 0 are left' 'a warning says what a person has to return'
run speaker-reclaim -a
is "$(wc -c <"$out"):$(events speaker-feed)" "0:$before" 'nor is it with -a'
speaker-policy adopt speakers.json >/dev/null

# Two reclaims of one booking, of which the last is answered first.
engage dan keynote
speaker-allocate <accepted.dan | book_speakers
speaker-invite dan --name Dan --email d@d.example --roles talk >fewer
speaker-reclaim <fewer >first
speaker-withdraw dan 2>/dev/null | speaker-reclaim >second
cat second first | cancel
run speaker-reclaim -a
is "$(jq -r .data.keep first second | paste -sd ' ' -):$(wc -c <"$out"):$(speaker-status dan | jq -c .booked)" '1 0 0:0:[]' \
	'reclaims of one booking may be answered in any order'

# Their own ticket is cancelled by somebody else while its reclaim is pending.
engage hal talk B C
speaker-allocate <accepted.hal | ticket-create -c speakers >booked
speaker-book <booked
own=$(jq -r 'select(.data.tickets) | .data.tickets[0].id' booked)
ticket-assign -c organiser --name Guest --email g@g.example \
	"$(jq -r 'select(.data.tickets) | .data.tickets[1].id' booked)" | speaker-book
speaker-withdraw hal 2>/dev/null | speaker-reclaim >asked
ticket-cancel -c organiser --tickets "$own" "$(jq -r 'select(.data.tickets) | .data.purchase' booked)" >/dev/null
cancel <asked 2>/dev/null
is "$(speaker-reclaim -a | wc -c):$(speaker-status hal | jq -c '[.booked[0].quantity, .awaits]')" \
	'0:[1,"surplus, a person decides: full=1"]' \
	'a reclaim of a ticket that somebody else has cancelled is done'

# A privilege that is missing.
engage gil keynote
speaker-allocate <accepted.gil | book_speakers
speaker-withdraw gil 2>/dev/null | speaker-reclaim >asked
ticket-client amend speakers --commands create-ticket-purchase >/dev/null
ticket-cancel -c speakers <asked >away 2>/dev/null
run speaker-book <away
says 'gil/full/1: reclaim denied, and still pending: forbidden' 'a reclaim that is denied stays pending'
is "$(speaker-status gil | jq -r .awaits | cut -d: -f1-3)" \
	'reclaim denied: full=3: forbidden' 'the status says so, and why'
ok 'and so does --why' grep -qF 'reclaim of gil/full/1 denied by ticketing: forbidden' <<-END
	$(speaker-status --why gil)
END
before=$(events speaker-feed)
run speaker-book <away
is "$(events speaker-feed):$(wc -c <"$err")" "$before:0" 'the same denial is recorded and warned of once'
ticket-client amend speakers --commands create-ticket-purchase,cancel-tickets >/dev/null
speaker-reclaim -a | cancel
is "$(speaker-status gil | jq -c '[.booked, .awaits]')" '[[],null]' 'with the privilege, the same commands are accepted'

# All that is left of a booking is assigned: its reclaim is refused once.
printf '{"rules":[{"grants":[]}]}' >nobody.json
speaker-policy adopt nobody.json >/dev/null
for ticket in $(ticket-feed | jq -r 'select(.type | endswith("created.v1")) |
	select(.data.reference | startswith("ann/")) | .data.tickets[].id'); do
	ticket-assign -c organiser --name Guest --email g@g.example "$ticket" 2>/dev/null
done | speaker-book 2>/dev/null
as panel >none
speaker-reclaim <none | cancel 2>/dev/null
is "$(speaker-status ann | jq -r .awaits)" 'surplus, a person decides: full=2' \
	'assigned tickets stay, also of a booking of which one is cancelled'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'and their reclaim is not repeated'

ticket-feed | speaker-book 2>/dev/null
before=$(events speaker-feed)
ticket-feed | speaker-book 2>/dev/null
is "$(events speaker-feed)" "$before" 'the whole feed of ticketing, once more, changes nothing'
done_testing
