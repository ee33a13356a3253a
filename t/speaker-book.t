#!/bin/sh
# The speakers' ledger: what was requested, what was booked, refused and denied.
. "$(dirname "$0")/lib.sh"
open_speakers 5 100
engage a keynote && engage b talk && engage c keynote
cat accepted.a accepted.b accepted.c | speaker-allocate >commands
ticket-create -c speakers <commands >answers

run speaker-book <answers
is "$rc:$(wc -c <"$out")" 0:0 'it prints nothing, as the end of the pipeline'
says 'c/full/1: refused: sold_out' 'a refusal is a warning'
run speaker-status
json '"\(.speaker)=\(.booked[0].quantity)"' 'a=3 b=1 c=null' 'the ledger has what was booked'
is "$(jq -r 'select(.speaker == "c") | .awaits' "$out")" \
	'refused: full=3: sold_out: 3 of "full" requested, 1 left' 'and what was refused, with the reason'
before=$(events speaker-feed)
run speaker-book <answers
is "$(events speaker-feed)" "$before" 'repeated events change nothing'
run speaker-allocate -a
is "$(wc -c <"$out")" 0 'what was refused is not requested again by itself'

ticket-client add other --commands create-ticket-purchase --types full --waive >/dev/null
ticket-create -c other --name O --email o@o.example --ticket full=1 --payment waived a/full/1 >others
run speaker-book <others
is "$rc:$(events speaker-feed)" "0:$before" "another client's purchase means nothing, whatever its reference"
head -n 1 answers | sed 's#a/full/1#b/full/1#g' >mixed
run speaker-book <mixed
is "$rc" 65 'an answer that contradicts the request is a bad line'

ticket-type amend full --capacity 100 >/dev/null
engage d talk
speaker-allocate <accepted.d >asked
ticket-client revoke speakers >/dev/null
ticket-create -c speakers <asked >away 2>/dev/null
run speaker-book <away
says 'd/full/1: denied, and still pending: forbidden' 'a request that is denied stays pending'
is "$(speaker-status d | jq -r .awaits)" 'request denied: full=1: forbidden: the grants of "speakers" were revoked' \
	'the status says so, and why'
ok 'and so does --why' grep -qF 'request of full=1 denied by ticketing: forbidden' <<-END
	$(speaker-status --why d)
END
before=$(events speaker-feed)
run speaker-book <away
is "$(events speaker-feed):$(wc -c <"$err")" "$before:0" 'the same denial is recorded and warned of once'
ticket-client amend speakers --waive >/dev/null
run speaker-allocate -a
same "$out" asked 'the same command is sent again'
book_speakers <asked
run speaker-status d
json '.booked[0].quantity' 1 'and booked, once the client has its privileges again'
ticket-feed >feed
run speaker-book <feed
is "$rc:$(wc -c <"$err")" 0:0 'the whole feed of ticketing can be given to it'

# Who a ticket is assigned to, and what somebody else has cancelled.
ticket=$(ticket-feed | jq -r 'select(.data.reference == "d/full/1") | .data.tickets[0].id // empty')
ticket-assign -c organiser --name Dee --email d@d.example "$ticket" | speaker-book
ticket-unassign -c organiser "$ticket" | speaker-book
purchase=$(ticket-feed | jq -r 'select(.data.reference == "a/full/1" and .data.client == "speakers") | .data.purchase' | head -n 1)
ticket-cancel -c organiser --reason 'fire code' "$purchase" | speaker-book
run speaker-status --why a
is "$(jq -r .what "$out" | tail -n 1)" '3 of a/full/1 cancelled by somebody else, 0 left: fire code' \
	'a cancellation by somebody else is recorded'
is "$(speaker-status a | jq -r .awaits)" 'missing, a person decides: full=3' 'they are missing now'
run speaker-status --tasks a
json .task tickets_missing 'which is a task'
run speaker-allocate -a
is "$(wc -c <"$out")" 0 'they are not requested again by themselves'
speaker-allocate --retry | jq -c 'select(.data.reference | startswith("a/"))' >again
is "$(jq -r '"\(.data.reference) \(.data.tickets[0].quantity)"' again)" 'a/full/2 3' 'but when a person says so'
is "$(jq -r '.data.tickets[0].delegates[0].name' again)" 'a Doe' 'and the first is for the speaker by name again'
run speaker-allocate -a
is "$(grep -c a/full/2 "$out")" 1 'and are pending then, like any other request'
book_speakers <again
run speaker-allocate --retry
is "$(grep -c a/full "$out"):$(speaker-status a | jq -c '[.booked[0].quantity, .awaits]')" '0:[3,null]' 'once'
ticket-cancel -c organiser --keep 2 "$(ticket-feed | jq -r 'select(.data.reference == "a/full/2") | .data.purchase' | head -n 1)" | speaker-book
run speaker-allocate --retry
json '.data | select(.reference | startswith("a/")) | "\(.reference) \(.tickets[0].quantity)"' 'a/full/3 1' \
	'and once more, when one is cancelled once more'
json '.data | select(.reference | startswith("a/")) | .tickets[0].delegates | tojson' null 'for nobody by name, as the speaker has their own'
speaker-allocate -a | book_speakers
run speaker-status --why d
is "$(jq -r .what "$out" | tail -n 3 | paste -sd ';' -)" \
	'a ticket of d/full/1 assigned to d Doe;a ticket of d/full/1 assigned to Dee;a ticket of d/full/1 unassigned' \
	'--why says who a ticket was assigned to'
# A conference whose shop is somebody else's: what was booked there is recorded manually.
engage e keynote
speaker-allocate <accepted.e >list
run speaker-book --manual "$(jq -r .data.reference list)" --by Ann --note 'order 4711'
json '"\(.type) \(.data.quantity) \(.data.by)"' 'lanyard.booking.tickets-booked.v1 3 Ann' \
	'a manual booking is recorded'
run speaker-allocate -a
is "$(wc -c <"$out") $(speaker-status e | jq -c '[.booked[0].quantity, .awaits]')" '0 [3,null]' \
	'then it is pending no more, and in the ledger'
printf '{"rules":[{"role":"panel","grants":[{"type":"full","quantity":2},{"type":"day","quantity":1}]}]}' |
	speaker-policy adopt >/dev/null
engage f panel
speaker-allocate <accepted.f >/dev/null
speaker-book --manual f/full/1 --by Ann >/dev/null
run speaker-allocate -a
json .data.reference f/day/1 'of two requests that were made together, each is recorded by itself'
speaker-book --manual f/day/1 --by Ann >/dev/null
speaker-withdraw e >/dev/null 2>&1
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'a manual booking is not reclaimed from ticketing, which does not have it'
says 'e/full/1: 3 too many, recorded manually: return them where they were booked, and record that 0 are left' 'but by a person'
run speaker-book --manual e/full/1 --by Ann --left 0
json '"\(.type) \(.data.left)"' 'lanyard.booking.tickets-reclaimed.v1 0' 'who records how many are left'
is "$(speaker-status e | jq -c '[.booked, .awaits]')" '[[],null]' 'and then nothing is awaited'
speaker-policy adopt speakers.json >/dev/null
engage g keynote
speaker-allocate <accepted.g >/dev/null
run speaker-book --manual g/full/1 --by Ann --refused 'no room'
is "$(speaker-status g | jq -r .awaits)" 'refused: full=3: manual: no room' 'a manual refusal is recorded, too'
run speaker-allocate --retry
json .data.reference g/full/2 'and can be requested again'

# A manual record, and ticketing's answer later.
engage h keynote
speaker-allocate <accepted.h | ticket-create -c speakers >answer
speaker-book --manual h/full/1 --by Ann --refused 'no room' >/dev/null
speaker-allocate --retry | book_speakers
run speaker-book <answer
says 'h/full/1: recorded manually as refused, and booked by ticketing: it is booked' 'what ticketing has booked takes precedence over a manual refusal'
is "$rc $(speaker-status h | jq .booked[0].quantity)" '0 6' 'and is in the ledger'
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
is "$(speaker-status h | jq -c '[.booked[0].quantity, .awaits]')" '[3,null]' 'the surplus is reclaimed'
ticket-type amend full --capacity 12 >/dev/null
engage i keynote
speaker-allocate <accepted.i | ticket-create -c speakers >answer
speaker-book --manual i/full/1 --by Ann >/dev/null
run speaker-book <answer
says 'i/full/1: recorded manually as booked, and refused by ticketing: it stays booked' 'what is booked elsewhere stays booked, whatever ticketing refuses'
is "$rc $(speaker-status i | jq .booked[0].quantity)" '0 3' 'which is no contradiction'

# A type that asks questions: a speaker who is named by their CRM answers them later.
ticket-type amend full --capacity 100 >/dev/null
ticket-type add badge --name Badge --price 0 --currency EUR --capacity 9 --question 'Size of your shirt' >/dev/null
ticket-client amend speakers --types full,badge >/dev/null
printf '{"rules":[{"grants":[{"type":"badge","quantity":2}]}]}' | speaker-policy adopt >/dev/null
engage j talk
speaker-allocate <accepted.j | ticket-create -c speakers >answer
is "$(jq -r '.data.delegate | select(.) | "\(.name) \(.email) \(.answers)"' answer)" 'j Doe j@s.example null' \
	'a speaker is named on their first ticket, also of a type that asks questions'
speaker-book <answer
run speaker-unused j
json '"\(.booked) \(.assigned) \(.unused)"' '2 1 1' 'and only the others are unused'
done_testing
