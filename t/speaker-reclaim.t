#!/bin/sh
# Reclaims: tickets that are not owed any more are cancelled, from the last booking to the first.
. "$(dirname "$0")/lib.sh"
open_speakers
cancel() { ticket-cancel -c speakers | speaker-book; }
as() { # ROLE [TALK...]: ann's record
	as_role=$1
	shift
	jq -cn --arg role "$as_role" '{speaker: "ann", name: "ann Doe", email: "ann@s.example",
		roles: [$role], talks: $ARGS.positional}' --args "$@" | speaker-invite
}
engage ann talk A
speaker-allocate <accepted.ann | book_speakers
as keynote A >raised
speaker-allocate <raised | book_speakers
is "$(speaker-status ann | jq '.booked[0].quantity')" 3 'the tickets of two requests are booked together'

as workshop A B >fewer
run speaker-reclaim <fewer
json '[.data.keep, .data.unassigned] | map(tostring) | join(" ")' '1 true' 'a reclaim has the number of tickets of the last purchase to keep'
is "$(jq -r .data.purchase "$out")" \
	"$(ticket-feed | jq -r 'select(.data.reference == "ann/full/2") | .data.purchase')" 'a reclaim names the last purchase'
cp "$out" commands
run speaker-reclaim <fewer
same "$out" commands 'speaker-reclaim prints the same command when it reads the same event again'
run speaker-reclaim <accepted.ann
is "$rc:$(wc -c <"$out")" 0:0 "speaker-reclaim makes no command from an event that is not its speaker's last fact"
run speaker-allocate <fewer
is "$rc:$(wc -c <"$out")" 0:0 'speaker-allocate requests nothing for a speaker with a surplus'
is "$(speaker-status ann | jq -r .awaits)" 'reclaim pending: 1 × full' 'the status says that a reclaim is pending'
cancel <commands
is "$(speaker-status ann | jq -r '"\(.booked[0].quantity) \(.awaits)"')" '2 null' 'ticketing cancels the surplus'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'speaker-reclaim -a does not repeat an answered reclaim'

# A reclaim that ticketing refuses is recorded with its reason, and the tickets stay booked.
engage bob workshop A B
speaker-allocate <accepted.bob | ticket-create -c speakers >booked
speaker-book <booked
second=$(jq -r '.data.tickets[1].id // empty' booked)
ticket-assign -c organiser --name Guest --email g@g.example "$second" >/dev/null
speaker-withdraw bob >/dev/null 2>&1
speaker-reclaim -a | cancel 2>said
ok 'a reclaim of a ticket is refused if it is assigned at ticketing, whatever the ledger has' \
	grep -q 'bob/full/1: not reclaimed: nothing_to_cancel' said
is "$(speaker-status bob | jq -r .awaits)" 'surplus, a person decides: 1 × full' 'a person decides about a surplus whose reclaim was refused'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'speaker-reclaim -a does not repeat a refused reclaim'

ticket-unassign -c organiser "$second" | speaker-book
is "$(speaker-status bob | jq -r .awaits)" speaker-reclaim 'a surplus ticket that is unassigned awaits speaker-reclaim'
run speaker-reclaim -a
json .data.keep 0 'speaker-reclaim -a reclaims a surplus ticket that is unassigned'
cp "$out" reclaims
speaker-feed >feed
run speaker-reclaim <feed
ok 'speaker-reclaim makes the same command from the feed as -a does' grep -qxFf reclaims "$out"
cancel <reclaims
is "$(speaker-status bob | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' 'a surplus ticket that was unassigned is cancelled'

# A cancellation by an organiser that the ledger has not recorded.
engage cat keynote
speaker-allocate <accepted.cat | ticket-create -c speakers >booked
speaker-book <booked
ticket-cancel -c organiser "$(jq -r .data.purchase booked | head -n 1)" >before
speaker-withdraw cat >/dev/null 2>&1
speaker-reclaim -a >commands
is "$(jq -r .data.keep commands | paste -sd ' ' -)" '0 0' 'tickets that somebody else has cancelled are reclaimed until the ledger has recorded it'
run ticket-cancel -c speakers <commands
is "$(sort -u "$out")" "$(cat before)" 'ticketing answers a reclaim of cancelled tickets with the event that cancelled them'
speaker-book <before
is "$(speaker-status cat | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' 'a cancellation by somebody else answers every reclaim of the same purchase'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'no reclaim is pending after a cancellation by somebody else'

# Books what a keynote speaker is owed, and assigns the tickets to somebody else, from the FIRST on.
occupy() { # SPEAKER FIRST
	engage "$1" keynote
	speaker-allocate <"accepted.$1" | ticket-create -c speakers >booked
	speaker-book <booked
	for ticket in $(jq -r --argjson first "$2" '.data.tickets[$first:][]?.id' booked); do
		ticket-assign -c organiser --name Guest --email g@g.example "$ticket"
	done | speaker-book
}

# All tickets are assigned, and fewer are owed.
occupy ida 1
jq -cn '{speaker: "ida", name: "ida Doe", email: "ida@s.example", roles: ["workshop"],
	talks: ["A", "B"]}' | speaker-invite -q >fewer
run speaker-reclaim <fewer
json '"\(.data.keep) \(.data.unassigned) \(.data.tickets)"' '2 true null' \
	"a reclaim does not name a speaker's own ticket while others are owed"
cancel <"$out" 2>/dev/null
is "$(speaker-status ida | jq -r .awaits)" 'surplus, a person decides: 1 × full' \
	'a person decides about a surplus of assigned tickets while others are owed'

# Booked manually after the entitlement was lowered: a person returns the tickets.
occupy eve 0
printf '{"rules":[{"role":"chair","grants":[{"type":"full","quantity":4}]},{"grants":[]}]}' | speaker-policy adopt >/dev/null
speaker-invite eve --name Eve --email e@e.example --roles chair | speaker-allocate >/dev/null
speaker-withdraw eve 2>/dev/null | speaker-reclaim | cancel 2>/dev/null
speaker-book --manual eve/full/2 --by Ann >manual
before=$(events speaker-feed)
run speaker-reclaim <manual
is "$rc:$(wc -c <"$out"):$(events speaker-feed)" "0:0:$before" 'speaker-reclaim in a pipe does not reclaim a surplus that was booked manually'
says 'eve/full/2: 1 too many, recorded manually: return them where they were booked, and record that 0 are left' 'speaker-reclaim says to return a surplus that was booked manually and to record the return'
run speaker-reclaim -a
is "$(wc -c <"$out"):$(events speaker-feed)" "0:$before" 'speaker-reclaim -a does not reclaim a surplus that was booked manually'
speaker-policy adopt speakers.json >/dev/null

# Two reclaims of one booking; the second is answered first.
engage dan keynote
speaker-allocate <accepted.dan | book_speakers
speaker-invite dan --name Dan --email d@d.example --roles talk >fewer
speaker-reclaim <fewer >first
speaker-withdraw dan 2>/dev/null | speaker-reclaim >second
cat second first | cancel
run speaker-reclaim -a
is "$(jq -r .data.keep first second | paste -sd ' ' -):$(wc -c <"$out"):$(speaker-status dan | jq -c .booked)" '1 0 0:0:[]' \
	'two reclaims of one booking can be answered in any order'

# The speaker's own ticket is cancelled by somebody else while its reclaim is pending.
engage hal talk B C
speaker-allocate <accepted.hal | ticket-create -c speakers >booked
speaker-book <booked
own=$(jq -r 'select(.data.tickets) | .data.tickets[0].id' booked)
ticket-assign -c organiser --name Guest --email g@g.example \
	"$(jq -r 'select(.data.tickets) | .data.tickets[1].id' booked)" | speaker-book
speaker-withdraw hal 2>/dev/null | speaker-reclaim >reclaims
ticket-cancel -c organiser --tickets "$own" "$(jq -r 'select(.data.tickets) | .data.purchase' booked)" >/dev/null
cancel <reclaims 2>/dev/null
is "$(speaker-reclaim -a | wc -c):$(speaker-status hal | jq -c '[.booked[0].quantity, .awaits]')" \
	'0:[1,"surplus, a person decides: 1 × full"]' \
	'a reclaim of a ticket that somebody else has cancelled is not repeated'

# A grant that is missing.
engage gil keynote
speaker-allocate <accepted.gil | book_speakers
speaker-withdraw gil 2>/dev/null | speaker-reclaim >reclaims
ticket-client amend speakers --commands create-ticket-purchase >/dev/null
ticket-cancel -c speakers <reclaims >denials 2>/dev/null
run speaker-book <denials
says 'gil/full/1: reclaim denied, and still pending: forbidden' 'speaker-book warns that a reclaim that ticketing denies is still pending'
is "$(speaker-status gil | jq -r .awaits | cut -d: -f1-3)" \
	'reclaim denied: 3 × full: forbidden' "the status has a denied reclaim with ticketing's reason"
ok "the history has a denied reclaim with ticketing's reason" grep -qF 'reclaim of gil/full/1 denied by ticketing, and still pending: ' <<-END
	$(speaker-status --why gil)
END
before=$(events speaker-feed)
run speaker-book <denials
is "$(events speaker-feed):$(wc -c <"$err")" "$before:0" 'speaker-book neither records nor reports a repeated denial of a reclaim'
ticket-client amend speakers --commands create-ticket-purchase,cancel-tickets >/dev/null
speaker-reclaim -a | cancel
is "$(speaker-status gil | jq -c '[.booked, .awaits]')" '[[],null]' 'a denied reclaim is carried out once its client has the grant again'

# All tickets left of a booking are assigned: its reclaim is refused once.
printf '{"rules":[{"grants":[]}]}' >nobody.json
speaker-policy adopt nobody.json >/dev/null
for ticket in $(ticket-feed | jq -r 'select(.type | endswith("created.v1")) |
	select(.data.reference | startswith("ann/")) | .data.tickets[].id'); do
	ticket-assign -c organiser --name Guest --email g@g.example "$ticket" 2>/dev/null
done | speaker-book 2>/dev/null
as panel >none
speaker-reclaim <none | cancel 2>/dev/null
is "$(speaker-status ann | jq -r .awaits)" 'surplus, a person decides: 2 × full' \
	'assigned tickets stay booked, even of a booking with a cancelled ticket'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'speaker-reclaim -a does not repeat the reclaim of assigned tickets'

ticket-feed | speaker-book 2>/dev/null
before=$(events speaker-feed)
ticket-feed | speaker-book 2>/dev/null
is "$(events speaker-feed)" "$before" 'speaker-book records nothing when it reads the whole feed of ticketing again'
done_testing
