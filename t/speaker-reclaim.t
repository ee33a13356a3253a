#!/bin/sh
# Reclaiming: what speakers are not owed any more is asked back, the latest first.
. "$(dirname "$0")/lib.sh"
open_speakers
give_back() { ticket-cancel -c speakers | speaker-book; }
as() { # ROLE [TALK...]: ann's record
	as_role=$1
	shift
	jq -cn --arg role "$as_role" '{speaker: "ann", name: "Ann", email: "a@a.example",
		role: $role, talks: $ARGS.positional}' --args "$@" | speaker-invite
}
engage ann talk A
speaker-allocate <accepted.ann | book_speakers
as keynote A >raised
speaker-allocate <raised | book_speakers
is "$(speaker-status ann | jq '.booked[0].quantity')" 3 'booked in two purchases'

as workshop A B >fewer
run speaker-reclaim <fewer
json '[.data.keep, .data.unassigned] | map(tostring) | join(" ")' '1 true' 'of the latest, so many are to be kept'
is "$(jq -r .data.purchase "$out")" \
	"$(ticket-feed | jq -r 'select(.data.reference == "ann/full/2") | .data.purchase')" 'by its purchase'
cp "$out" asking-back
run speaker-reclaim <fewer
same "$out" asking-back 'the same event is answered by the same command'
run speaker-reclaim <accepted.ann
is "$rc:$(wc -c <"$out")" 0:0 'an event that changed nothing asks nothing back'
run speaker-allocate <fewer
is "$rc:$(wc -c <"$out")" 0:0 'nor does speaker-allocate, which is for the other way'
is "$(speaker-status ann | jq -r .awaits)" 'asked back, not answered: full=1' 'it awaits ticketing'
give_back <asking-back
is "$(speaker-status ann | jq -r '"\(.booked[0].quantity) \(.awaits)"')" '2 null' 'which gives it'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'once'

# What ticketing refuses is kept, and told.
engage bob talk A
speaker-allocate <accepted.bob | ticket-create -c speakers >booked
speaker-book <booked
ticket-assign -c organiser --name Guest --email g@g.example \
	"$(jq -r '.data.tickets[0].id' booked)" >/dev/null
speaker-withdraw bob >/dev/null 2>&1
speaker-reclaim -a | give_back 2>said
ok 'what somebody holds is kept, with the reason' \
	grep -q 'bob/full/1: not given back: nothing_to_cancel' said
is "$(speaker-status bob | jq -r .awaits)" 'too many, a person decides: full=1' 'and is for a person to decide'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'nobody asks for it again'

ticket-unassign -c organiser "$(jq -r '.data.tickets[0].id' booked)" | speaker-book
is "$(speaker-status bob | jq -r .awaits)" speaker-reclaim 'what they give up is for a tool'
run speaker-reclaim -a
json .data.keep 0 '  which asks for it again'
cp "$out" asked
speaker-feed >feed
run speaker-reclaim <feed
ok 'in a pipe, too' grep -qxFf asked "$out"
give_back <asked
is "$(speaker-status bob | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' 'and then it is given'

# An organiser has cancelled them before, and the ledger has not heard of it.
engage cat keynote
speaker-allocate <accepted.cat | ticket-create -c speakers >booked
speaker-book <booked
ticket-cancel -c organiser "$(jq -r .data.purchase booked)" >before
speaker-withdraw cat >/dev/null 2>&1
speaker-reclaim -a >asking-back
is "$(jq -r .data.keep asking-back)" 0 'what somebody else has cancelled meanwhile is asked back'
run ticket-cancel -c speakers <asking-back
same "$out" before 'and answered by the event that cancelled it'
speaker-book <before
is "$(speaker-status cat | jq -r '"\(.booked | length) \(.awaits)"')" '0 null' 'which is the answer'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'so it is not asked for again'

# Booked by hand when less was wanted already: a person gives it back, and nothing else is asked.
engage eve keynote
speaker-allocate <accepted.eve | ticket-create -c speakers >booked
speaker-book <booked
for ticket in $(jq -r '.data.tickets[].id' booked); do
	ticket-assign -c organiser --name Guest --email g@g.example "$ticket"
done | speaker-book
printf '{"rules":[{"role":"chair","grants":[{"type":"full","quantity":4}]},{"grants":[]}]}' | speaker-policy adopt >/dev/null
speaker-invite eve --name Eve --email e@e.example --role chair | speaker-allocate >/dev/null
speaker-withdraw eve 2>/dev/null | speaker-reclaim | give_back 2>/dev/null
speaker-book --manual eve/full/2 --by Ann >by-hand
before=$(events speaker-feed)
run speaker-reclaim <by-hand
is "$rc:$(wc -c <"$out"):$(events speaker-feed)" "0:0:$before" 'what was booked by hand asks nothing back in a pipe'
says 'eve/full/2: 1 too many, which were booked by hand: give them back so, and record that 0 are left' '  but tells a person'
run speaker-reclaim -a
is "$(wc -c <"$out"):$(events speaker-feed)" "0:$before" '  and -a asks the same: nothing'
speaker-policy adopt speakers.json >/dev/null

# Two reclaims of one booking, of which the last is answered first.
engage dan keynote
speaker-allocate <accepted.dan | book_speakers
speaker-invite dan --name Dan --email d@d.example --role talk >fewer
speaker-reclaim <fewer >first
speaker-withdraw dan 2>/dev/null | speaker-reclaim >second
cat second first | give_back
run speaker-reclaim -a
is "$(jq -r .data.keep first second | paste -sd ' ' -):$(wc -c <"$out")" '1 0:0' \
	'one event may answer several reclaims'

# A grant that is missing.
engage gil keynote
speaker-allocate <accepted.gil | book_speakers
speaker-withdraw gil 2>/dev/null | speaker-reclaim >asked
ticket-client amend speakers --may create-ticket-purchase >/dev/null
ticket-cancel -c speakers <asked >away 2>/dev/null
run speaker-book <away
says 'gil/full/1: turned away, and still to be given back: forbidden' 'a refusal at the door leaves it asked back'
is "$(speaker-status gil | jq -r .awaits | cut -d: -f1-3)" \
	'asked back, turned away: full=3: forbidden' 'as the status says, and why'
ok 'and the history' grep -qF "turned away at ticketing's door, asking back of gil/full/1: forbidden" <<-END
	$(speaker-status --why gil)
END
before=$(events speaker-feed)
speaker-book -q <away
is "$(events speaker-feed)" "$before" 'the same again is not recorded'
ticket-client amend speakers --may create-ticket-purchase,cancel-tickets >/dev/null
speaker-reclaim -a | give_back
is "$(speaker-status gil | jq -c '[.booked, .awaits]')" '[[],null]' 'and it is given, when the door opens'

# What is left of a booking is held: nobody gives it, and nobody asks for it for ever.
printf '{"rules":[{"grants":[]}]}' >nobody.json
speaker-policy adopt nobody.json >/dev/null
for ticket in $(ticket-feed | jq -r 'select(.type | endswith("created.v1")) |
	select(.data.reference | startswith("ann/")) | .data.tickets[].id'); do
	ticket-assign -c organiser --name Guest --email g@g.example "$ticket" >/dev/null 2>&1
done
as panel >none
speaker-reclaim <none | give_back 2>/dev/null
is "$(speaker-status ann | jq -r .awaits)" 'too many, a person decides: full=2' \
	'what is held of a booking, of which one is no more, is kept, too'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'and not asked for again'

ticket-feed | speaker-book 2>/dev/null
before=$(events speaker-feed)
ticket-feed | speaker-book 2>/dev/null
is "$(events speaker-feed)" "$before" 'and the whole feed, once more, changes nothing'
done_testing
