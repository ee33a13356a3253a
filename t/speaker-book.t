#!/bin/sh
# The speakers' ledger: what was asked for, what came back, what is outstanding.
. "$(dirname "$0")/lib.sh"
open_speakers 5 100
engage a keynote && engage b talk && engage c keynote
cat accepted.a accepted.b accepted.c | speaker-allocate >commands
ticket-create -c speakers <commands >answers

run speaker-book <answers
is "$rc:$(wc -c <"$out")" 0:0 'it prints nothing: nobody is behind it'
says 'c/full/1: refused: sold_out' 'a refusal is told'
run speaker-status
json '"\(.speaker)=\(.booked[0].quantity)"' 'a=3 b=1 c=null' 'the ledger has what came back'
is "$(jq -r 'select(.speaker == "c") | .awaits' "$out")" \
	'refused: full=3: sold_out: 3 of "full" asked for, 1 left' 'and what was refused, with the reason'
before=$(events speaker-feed)
run speaker-book <answers
is "$(events speaker-feed)" "$before" 'the same events again change nothing'
run speaker-allocate -a
is "$(wc -c <"$out")" 0 'what was refused is not asked for again by itself'

ticket-client add other --may create-ticket-purchase --types full --waive >/dev/null
ticket-create -c other --name O --email o@o.example --ticket full=1 --payment waived a/full/1 >others
run speaker-book <others
is "$rc:$(events speaker-feed)" "0:$before" "another client's purchase means nothing, whatever its reference"
head -n 1 answers | sed 's#a/full/1#b/full/1#g' >mixed
run speaker-book <mixed
is "$rc" 65 'an answer that does not fit the question is told'

ticket-type amend full --capacity 100 >/dev/null
engage d talk
speaker-allocate <accepted.d >asked
ticket-client revoke speakers >/dev/null
ticket-create -c speakers <asked >away 2>/dev/null
run speaker-book <away
says 'turned away, and still outstanding: forbidden' 'a refusal at the door leaves it outstanding'
is "$(speaker-status d | jq -r .awaits)" 'asked for, turned away: full=1: forbidden: the grants of "speakers" were taken back' \
	'as the status says, and why'
ok 'and the history' grep -qF "turned away at ticketing's door with full=1: forbidden" <<-END
	$(speaker-status --why d)
END
before=$(events speaker-feed)
run speaker-book <away
is "$(events speaker-feed)" "$before" 'the same again is not recorded'
ticket-client amend speakers --waive >/dev/null
run speaker-allocate -a
same "$out" asked 'the same command is asked again'
book_speakers <asked
run speaker-status d
json '.booked[0].quantity' 1 'and booked, when the door opens'
ticket-feed >feed
run speaker-book <feed
is "$rc:$(wc -c <"$err")" 0:0 'the whole feed of ticketing can be given to it'

# Who holds a ticket, and who cancelled one without being asked.
ticket=$(ticket-feed | jq -r 'select(.data.reference == "d/full/1") | .data.tickets[0].id')
ticket-assign -c organiser --name Dee --email d@d.example "$ticket" | speaker-book
ticket-unassign -c organiser "$ticket" | speaker-book
purchase=$(ticket-feed | jq -r 'select(.data.reference == "a/full/1" and .data.client == "speakers") | .data.purchase')
ticket-cancel -c organiser --reason 'fire code' "$purchase" | speaker-book
run speaker-status --why a
is "$(jq -r .what "$out" | tail -n 1)" '3 of a/full/1 are no more, 0 are left; somebody else cancelled them: fire code' \
	'what somebody else has cancelled is noted'
is "$(speaker-status a | jq -r .awaits)" 'lacks, a person decides: full=3' 'it lacks them now'
run speaker-allocate -a
is "$(wc -c <"$out")" 0 'they are not asked for again by themselves'
speaker-allocate --retry | jq -c 'select(.data.reference | startswith("a/"))' >again
is "$(jq -r '"\(.data.reference) \(.data.tickets[0].quantity)"' again)" 'a/full/2 3' 'but when a person says so'
run speaker-allocate -a
is "$(grep -c a/full/2 "$out")" 1 'and are outstanding then, like any other'
book_speakers <again
run speaker-allocate --retry
is "$(grep -c a/full "$out"):$(speaker-status a | jq -c '[.booked[0].quantity, .awaits]')" '0:[3,null]' 'once'
ticket-cancel -c organiser --keep 2 "$(ticket-feed | jq -r 'select(.data.reference == "a/full/2") | .data.purchase')" | speaker-book
run speaker-allocate --retry
json '.data | select(.reference | startswith("a/")) | "\(.reference) \(.tickets[0].quantity)"' 'a/full/3 1' \
	'and once more, when they are cancelled once more'
speaker-allocate -a | book_speakers
run speaker-status --why d
is "$(jq -r .what "$out" | tail -n 2 | paste -sd ';' -)" \
	'a ticket of d/full/1 is held by Dee;a ticket of d/full/1 is held by nobody' 'and who holds a ticket'
# A conference whose shop is somebody else's: what was asked for is made by hand.
engage e keynote
speaker-allocate <accepted.e >list
run speaker-book --manual "$(jq -r .data.reference list)" --by Ann --note 'order 4711'
json '"\(.type) \(.data.quantity) \(.data.by)"' 'lanyard.speakers.tickets-booked.v1 3 Ann' \
	'what was booked by hand is recorded'
run speaker-allocate -a
is "$(wc -c <"$out") $(speaker-status e | jq -c '[.booked[0].quantity, .awaits]')" '0 [3,null]' \
	'then it is off the list, and in the ledger'
printf '{"rules":[{"role":"panel","grants":[{"type":"full","quantity":2},{"type":"day","quantity":1}]}]}' |
	speaker-policy adopt >/dev/null
engage f panel
speaker-allocate <accepted.f >/dev/null
speaker-book --manual f/full/1 --by Ann >/dev/null
run speaker-allocate -a
json .data.reference f/day/1 'of two that were asked for together, each goes off the list by itself'
speaker-book --manual f/day/1 --by Ann >/dev/null
speaker-withdraw e >/dev/null 2>&1
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'and is not asked back from ticketing, which does not have it'
says 'e/full/1: 3 too many, which were booked by hand: give them back so, and record that 0 are left' 'but from a person'
run speaker-book --manual e/full/1 --by Ann --left 0
json '"\(.type) \(.data.left)"' 'lanyard.speakers.tickets-reclaimed.v1 0' 'who records what is left'
is "$(speaker-status e | jq -c '[.booked, .awaits]')" '[[],null]' 'and that is the end of it'
speaker-policy adopt speakers.json >/dev/null
engage g keynote
speaker-allocate <accepted.g >/dev/null
run speaker-book --manual g/full/1 --by Ann --refused 'no room'
is "$(speaker-status g | jq -r .awaits)" 'refused: full=3: by_hand: no room' 'what can not be booked is recorded, too'
run speaker-allocate --retry
json .data.reference g/full/2 'and can be asked for again'

# What a person says, and what ticketing says later.
engage h keynote
speaker-allocate <accepted.h | ticket-create -c speakers >answer
speaker-book --manual h/full/1 --by Ann --refused 'no room' >/dev/null
speaker-allocate --retry | book_speakers
run speaker-book <answer
says 'h/full/1: refused by hand, and booked by ticketing: it is booked' 'what ticketing has booked outweighs a refusal by hand'
is "$rc $(speaker-status h | jq .booked[0].quantity)" '0 6' 'and is in the ledger'
speaker-reclaim -a | ticket-cancel -c speakers | speaker-book
is "$(speaker-status h | jq -c '[.booked[0].quantity, .awaits]')" '[3,null]' 'what is too much is asked back'
ticket-type amend full --capacity 12 >/dev/null
engage i keynote
speaker-allocate <accepted.i | ticket-create -c speakers >answer
speaker-book --manual i/full/1 --by Ann >/dev/null
run speaker-book <answer
says 'i/full/1: booked by hand, and refused by ticketing: it stays booked' 'what is booked elsewhere is booked, whatever ticketing refuses'
is "$rc $(speaker-status i | jq .booked[0].quantity)" '0 3' 'which is no contradiction'
done_testing
