#!/bin/sh
# The speakers' ledger: what was requested, what was booked, refused and denied.
. "$(dirname "$0")/lib.sh"
open_speakers 5 100
engage a keynote && engage b talk && engage c keynote
cat accepted.a accepted.b accepted.c | speaker-allocate >commands
ticket-create -c speakers <commands >answers

run speaker-book <answers
is "$rc:$(wc -c <"$out")" 0:0 'speaker-book prints nothing on standard output'
says 'c/full/1: refused: sold_out' 'speaker-book warns of a request that ticketing refused'
run speaker-status
json '"\(.speaker)=\(.booked[0].quantity)"' 'a=3 b=1 c=null' 'the status has the number of tickets that ticketing booked for each speaker'
is "$(jq -r 'select(.speaker == "c") | .awaits' "$out")" \
	'refused: 3 × full: sold_out: 3 of "full" requested, 1 left' "the status has a refused request with ticketing's reason"
before=$(events speaker-feed)
run speaker-book <answers
is "$(events speaker-feed)" "$before" 'speaker-book records nothing when it reads the same events again'
run speaker-allocate -a
is "$(wc -c <"$out")" 0 'speaker-allocate -a does not repeat a request that ticketing refused'

ticket-client add other --commands create-ticket-purchase --types full --waive >/dev/null
ticket-create -c other --name O --email o@o.example --ticket full=1 --payment waived a/full/1 >others
run speaker-book <others
is "$rc:$(events speaker-feed)" "0:$before" "speaker-book skips another client's purchase, even under the reference of a request"
head -n 1 answers | sed 's#a/full/1#b/full/1#g' >mixed
run speaker-book <mixed
is "$rc" 65 'speaker-book denies an answer that does not fit its request'

ticket-type amend full --capacity 100 >/dev/null
engage d talk
speaker-allocate <accepted.d >requests
ticket-client revoke speakers >/dev/null
ticket-create -c speakers <requests >denials 2>/dev/null
run speaker-book <denials
says 'd/full/1: denied, and still pending: forbidden' 'speaker-book warns that a request that ticketing denies is still pending'
is "$(speaker-status d | jq -r .awaits)" 'request denied: 1 × full: forbidden: the grants of "speakers" were revoked' \
	"the status has a denied request with ticketing's reason"
ok "the history has a denied request with ticketing's reason" grep -qF 'request of d/full/1 denied by ticketing, and still pending: ' <<-END
	$(speaker-status --why d)
END
before=$(events speaker-feed)
run speaker-book <denials
is "$(events speaker-feed):$(wc -c <"$err")" "$before:0" 'speaker-book neither records nor reports a repeated denial'
ticket-client amend speakers --waive >/dev/null
run speaker-allocate -a
same "$out" requests 'speaker-allocate -a prints a denied request unchanged'
book_speakers <requests
run speaker-status d
json '.booked[0].quantity' 1 'a denied request is booked once its client has the grant again'
ticket-feed >feed
run speaker-book <feed
is "$rc:$(wc -c <"$err")" 0:0 'speaker-book reads the whole feed of ticketing without a warning'

# Assignments, and a cancellation by somebody else.
ticket=$(ticket-feed | jq -r 'select(.data.reference == "d/full/1") | .data.tickets[0].id // empty')
ticket-assign -c organiser --name Dee --email d@d.example "$ticket" | speaker-book
ticket-unassign -c organiser "$ticket" | speaker-book
purchase=$(ticket-feed | jq -r 'select(.data.reference == "a/full/1" and .data.client == "speakers") | .data.purchase' | head -n 1)
ticket-cancel -c organiser --reason 'fire code' "$purchase" | speaker-book
run speaker-status --why a
is "$(jq -r .what "$out" | tail -n 1)" '3 tickets of a/full/1 cancelled by somebody else, 0 left: fire code' \
	'the history has a cancellation by somebody else with its reason'
is "$(speaker-status a | jq -r .awaits)" 'missing, a person decides: 3 × full' 'tickets that somebody else has cancelled are missing, and a person decides'
run speaker-status --tasks a
json .task tickets_missing 'tickets that somebody else has cancelled are a task'
run speaker-allocate -a
is "$(wc -c <"$out")" 0 'speaker-allocate -a does not request tickets that somebody else has cancelled'
speaker-allocate --retry | jq -c 'select(.data.reference | startswith("a/"))' >again
is "$(jq -r '"\(.data.reference) \(.data.tickets[0].quantity)"' again)" 'a/full/2 3' 'speaker-allocate --retry requests tickets that somebody else has cancelled'
is "$(jq -r '.data.tickets[0].delegates[0].name' again)" 'a Doe' 'a retry after the cancellation of all tickets assigns the first to the speaker'
run speaker-allocate -a
is "$(grep -c a/full/2 "$out")" 1 'speaker-allocate -a prints the pending retry after a cancellation'
book_speakers <again
run speaker-allocate --retry
is "$(grep -c a/full "$out"):$(speaker-status a | jq -c '[.booked[0].quantity, .awaits]')" '0:[3,null]' 'speaker-allocate --retry requests nothing once the cancelled tickets are booked again'
ticket-cancel -c organiser --keep 2 "$(ticket-feed | jq -r 'select(.data.reference == "a/full/2") | .data.purchase' | head -n 1)" | speaker-book
run speaker-allocate --retry
json '.data | select(.reference | startswith("a/")) | "\(.reference) \(.tickets[0].quantity)"' 'a/full/3 1' \
	'speaker-allocate --retry requests a ticket that is cancelled after an earlier retry'
json '.data | select(.reference | startswith("a/")) | .tickets[0].delegates | tojson' null 'a retry for a speaker who has a ticket assigns none'
speaker-allocate -a | book_speakers
run speaker-status --why d
is "$(jq -r .what "$out" | tail -n 3 | paste -sd ';' -)" \
	'1 ticket of d/full/1 assigned to d Doe;1 ticket of d/full/1 assigned to Dee;1 ticket of d/full/1 unassigned' \
	'the history says to whom a ticket was assigned, and when it was unassigned'
# Manual bookings, for a conference with another shop.
engage e keynote
speaker-allocate <accepted.e >list
run speaker-book --manual "$(jq -r .data.reference list)" --by Ann --note 'order 4711'
json '"\(.type) \(.data.quantity) \(.data.by)"' 'lanyard.booking.tickets-booked.v1 3 Ann' \
	'speaker-book --manual records a booking made elsewhere, with who recorded it'
run speaker-allocate -a
is "$(wc -c <"$out") $(speaker-status e | jq -c '[.booked[0].quantity, .awaits]')" '0 [3,null]' \
	'a request that was booked manually is booked and not pending'
printf '{"rules":[{"role":"panel","grants":[{"type":"full","quantity":2},{"type":"day","quantity":1}]}]}' |
	speaker-policy adopt >/dev/null
engage f panel
speaker-allocate <accepted.f >/dev/null
speaker-book --manual f/full/1 --by Ann >/dev/null
run speaker-allocate -a
json .data.reference f/day/1 'a manual booking of one type leaves the request of the other type pending'
speaker-book --manual f/day/1 --by Ann >/dev/null
speaker-withdraw e >/dev/null 2>&1
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'speaker-reclaim does not reclaim tickets booked elsewhere from ticketing'
says 'e/full/1: 3 too many, recorded manually: return them where they were booked, and record that 0 are left' 'speaker-reclaim says how many tickets booked elsewhere are to be returned there'
run speaker-book --manual e/full/1 --by Ann --left 0
json '"\(.type) \(.data.left)"' 'lanyard.booking.tickets-reclaimed.v1 0' 'speaker-book --manual --left records a return made elsewhere'
is "$(speaker-status e | jq -c '[.booked, .awaits]')" '[[],null]' 'a speaker whose tickets were all returned manually awaits nothing'
speaker-policy adopt speakers.json >/dev/null
engage g keynote
speaker-allocate <accepted.g >/dev/null
run speaker-book --manual g/full/1 --by Ann --refused 'no room'
is "$(speaker-status g | jq -r .awaits)" 'refused: 3 × full: manual: no room' 'the status has the reason of a manual refusal'
run speaker-allocate --retry
json .data.reference g/full/2 'speaker-allocate --retry repeats a request that was refused manually'

# A manual record, then ticketing's answer to the same request.
engage h keynote
speaker-allocate <accepted.h | ticket-create -c speakers >answer
speaker-book --manual h/full/1 --by Ann --refused 'no room' >/dev/null
speaker-allocate --retry | book_speakers
run speaker-book <answer
says 'h/full/1: recorded manually as refused, and booked by ticketing: it is booked' "speaker-book warns that ticketing's booking takes precedence over a manual refusal"
is "$rc $(speaker-status h | jq .booked[0].quantity)" '0 6' 'a request that was refused manually and booked by ticketing is booked beside its retry'
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
is "$(speaker-status h | jq -c '[.booked[0].quantity, .awaits]')" '[3,null]' 'a surplus from two bookings of the same tickets is reclaimed'
ticket-type amend full --capacity 12 >/dev/null
engage i keynote
speaker-allocate <accepted.i | ticket-create -c speakers >answer
speaker-book --manual i/full/1 --by Ann >/dev/null
run speaker-book <answer
says 'i/full/1: recorded manually as booked, and refused by ticketing: it stays booked' 'speaker-book warns that a manual booking stays booked when ticketing refuses the request'
is "$rc $(speaker-status i | jq .booked[0].quantity)" '0 3' "ticketing's refusal after a manual booking leaves the booking in the ledger"

# A type with questions: a speaker to whom a ticket is assigned answers them later.
ticket-type amend full --capacity 100 >/dev/null
ticket-type add badge --name Badge --price 0 --currency EUR --capacity 9 --question 'Size of your shirt' >/dev/null
ticket-client amend speakers --types full,badge >/dev/null
printf '{"rules":[{"grants":[{"type":"badge","quantity":2}]}]}' | speaker-policy adopt >/dev/null
engage j talk
speaker-allocate <accepted.j | ticket-create -c speakers >answer
is "$(jq -r '.data.delegate | select(.) | "\(.name) \(.email) \(.answers)"' answer)" 'j Doe j@s.example null' \
	'a request assigns the first ticket to the speaker, even if its type has questions without answers'
speaker-book <answer
run speaker-unused j
json '"\(.booked) \(.assigned) \(.unused)"' '2 1 1' 'a ticket without answers that is assigned to the speaker is used'
done_testing
