#!/bin/sh
# The two designs that were rejected, and the one that was chosen: they book the
# same, and the map says what they make of the contexts.
. "$(dirname "$0")/lib.sh"
run env LANYARD_BIN="$bin" sh "$root/contrib/solutions/run" there
no_data
is "$rc:$(grep -v 'warning' "$err")" 0: 'all three run'
is "$(cat there/booked.one)" '  3  cask@cask.example
  5  hello@bolt.example
  7  tickets@acme.example' 'the first books what the rule says'
same there/booked.two there/booked.one 'the second the same'
same there/booked.three there/booked.one 'and so does the one that was chosen'
ok 'the first is a shared kernel' grep -q 'know each other: a shared kernel' there/map.one
ok 'the second is a partnership' grep -q 'know each other: a partnership' there/map.two
is "$(tail -n +2 there/map.three | tr -s ' ')" ' ticketing sponsorship open host 1 7
 context-map exits 0' 'the third goes one way'
is "$(tail -qn 1 there/map.one there/map.two)" '  context-map exits 1
  context-map exits 1' 'rules are broken by the first two alone'

is "$(head -n 1 there/speakers.one)" '  1  ann@speakers.example' 'a speaker who comes is booked for'
same there/speakers.two there/speakers.one 'by the second, too'
same there/speakers.three there/speakers.one 'and by the one that was chosen'
ok 'then the first knows them, too' grep -q 'ticket-accepted (ticketing) takes' there/map-speakers.one
ok 'the second listens to them' grep -q 'speakers and ticketing know each other: a partnership' there/map-speakers.two
is "$(tail -n +2 there/map-speakers.three | tr -s ' ')" ' ticketing speakers open host 2 8
 ticketing sponsorship open host 2 8
 context-map exits 0' 'the third has one more client'

is "$(cat there/rule)" '  solution 1, until ticketing changes its file: 5
  solution 2: 6
  chosen: 6' 'a rule that changes is one that ticketing has to follow, in the first'
is "$(cat there/override)" '  solution 1, while ticketing does not listen to that, too: 5
  solution 1, when it does: 8
  solution 2: 8
  chosen: 8' 'what an organiser decides is one more event for ticketing, in the first'
is "$(cat there/cost)" '  a rule changes
    solution 1: ticketing 1
    solution 2: sponsorship 1
    chosen: sponsorship 1
  an organiser sets a number
    solution 1: ticketing 1
    solution 2: nothing
    chosen: nothing
  speakers arrive
    solution 1: speakers 1, ticketing 1
    solution 2: speakers 2, ticketing 1
    chosen: speakers 2' 'who has to write what, each time'
done_testing
