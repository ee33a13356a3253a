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
is "$(tail -n +2 there/map.three | tr -s ' ')" ' ticketing sponsorship open host 1 7' 'the third goes one way'
ok 'when speakers come, the first knows them, too' grep -q 'ticket-accepted (ticketing) takes' there/map-speakers.one
ok 'the second listens to them' grep -q '^  speakers *ticketing' there/map-speakers.two
is "$(tail -n +2 there/map-speakers.three | tr -s ' ')" ' ticketing speakers open host 2 7
 ticketing sponsorship open host 2 8' 'the third has one more client'
is "$(cat there/rule)" '  solution 1, until ticketing changes its file: 5
  solution 2: 6
  chosen: 6' 'a rule that changes is one that ticketing has to follow, in the first'
is "$(cat there/speakers)" '  solution 1: ticket-accepted
  solution 2: ticket-speaker-allocated
  chosen: nothing' 'for speakers ticketing is changed by the first two'
done_testing
