#!/bin/sh
# Withdrawing: tickets are asked back as far as nobody holds them.
. "$(dirname "$0")/lib.sh"
open_speakers
give_back() { ticket-cancel -c speakers | speaker-book; }
engage ann keynote && engage bob talk && engage cat talk
cat accepted.* | speaker-allocate | ticket-create -c speakers >answers
speaker-book <answers

run speaker-withdraw ann --reason ill
json '.type + ": " + .data.reason' 'lanyard.speakers.speaker-withdrawn.v1: ill' 'a withdrawal is an event, with its reason'
says 'ann: has 3 tickets: speaker-reclaim asks back what nobody holds' 'what they have is told'
cp "$out" withdrawn
run speaker-withdraw ann --reason ill
same "$out" withdrawn 'the same again is answered by the same bytes'
silent 'and told once'
is "$(speaker-status ann | jq -r '.state + " " + .awaits')" 'withdrawn speaker-reclaim' 'it awaits that they are asked back'

run speaker-reclaim <withdrawn
json '[.type, .data.keep, .data.unassigned, .data.reason] | map(tostring) | join(" ")' \
	'lanyard.ticketing.cancel-tickets.v1 0 true speaker' 'a command asks for all, of what nobody holds'
cp "$out" asking-back
run speaker-reclaim -a
same "$out" asking-back 'and -a, while nobody has answered it, says the same'
ticket=$(jq -r 'select(.data.purchaser.name == "ann Doe") | .data.tickets[0].id' answers)
ticket-assign -c organiser --name Guest --email g@g.example "$ticket" >/dev/null
give_back <asking-back
run speaker-status ann
json '"\(.booked[0].quantity) \(.awaits)"' '1 too many, a person decides: full=1' 'what somebody holds is left, for a person to decide'
run speaker-reclaim -a
is "$(wc -c <"$out")" 0 'it is not asked back again'

run speaker-withdraw bob
speaker-reclaim -a | give_back
run speaker-status bob
json '"\(.entitled | length) \(.booked | length) \(.awaits)"' '0 0 null' 'where nobody holds any, none is left'
is "$(ticket-client list | jq 'select(.client == "speakers") | .booked')" 2 'and ticketing has the places'
speaker-accept bob | speaker-allocate | book_speakers
run speaker-status bob
json '.booked[0].quantity' 1 'who accepts again has tickets again'

speaker-invite dan --name D --email d@d.example --role talk >/dev/null
run speaker-withdraw dan
says '"dan" has not accepted: speaker-decline records that they do not come' 'who has not accepted declines'
is "$rc" 65 'else it is a bad line'

# Withdrawn while the tickets were on their way.
engage eve keynote
speaker-allocate <accepted.eve | ticket-create -c speakers >on-the-way
speaker-withdraw eve >/dev/null 2>&1
speaker-reclaim -a >nothing
is "$(wc -c <nothing)" 0 'tickets that were not answered yet are not asked back'
run speaker-allocate -a
json .data.reference eve/full/1 'whether they were booked ticketing is asked, by the same command'
speaker-book <on-the-way
speaker-reclaim -a | give_back
run speaker-status eve
json '"\(.booked | length) \(.awaits)"' '0 null' 'they are when they are booked'
done_testing
