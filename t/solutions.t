#!/bin/sh
# The two designs that were rejected, and the one that was chosen: they book the
# same, and the map says what they make of the contexts.
. "$(dirname "$0")/lib.sh"
run env LANYARD_BIN="$bin" sh "$root/contrib/solutions/run" there
no_data
is "$rc:$(grep -v 'warning' "$err")" 0: 'contrib/solutions/run succeeds with all three designs'
is "$(cat there/booked.one)" '  3  cask@cask.example
  5  hello@bolt.example
  7  tickets@acme.example' 'the shared kernel books what the rule grants'
same there/booked.two there/booked.one 'the partnership books the same as the shared kernel'
same there/booked.three there/booked.one 'the chosen design books the same as the shared kernel'
ok 'context-map finds that the first design is a shared kernel' grep -q 'know each other: a shared kernel' there/map.one
ok 'context-map finds that the second design is a partnership' grep -q 'know each other: a partnership' there/map.two
is "$(tail -n +2 there/map.three | tr -s ' ')" ' ticketing sponsorship open host 1 9
 context-map exits 0' 'context-map finds that the chosen design is an open host'
is "$(tail -qn 1 there/map.one there/map.two)" '  context-map exits 1
  context-map exits 1' 'context-map exits with 1 for both rejected designs'

is "$(head -n 1 there/speakers.one)" '  1  ann@speakers.example' 'the shared kernel books a ticket for an accepted speaker'
same there/speakers.two there/speakers.one 'the partnership books the same for an accepted speaker'
same there/speakers.three there/speakers.one 'the chosen design books the same for an accepted speaker'
ok "ticketing takes the speakers' events in the first design" grep -q 'ticket-accepted (ticketing) consumes' there/map-speakers.one
ok 'ticketing and speakers are a partnership in the second design' grep -q 'speakers and ticketing know each other: a partnership' there/map-speakers.two
is "$(tail -n +2 there/map-speakers.three | tr -s ' ')" ' ticketing speakers open host 3 10
 ticketing sponsorship open host 3 10
 context-map exits 0' 'speakers are one more client of the open host in the chosen design'

is "$(cat there/rule)" '  solution 1, until ticketing changes its file: 5
  solution 2: 6
  chosen: 6' 'ticketing has to change with a rule in the first design only'
is "$(cat there/override)" '  solution 1, while ticketing does not listen to that, too: 5
  solution 1, when it does: 8
  solution 2: 8
  chosen: 8' 'ticketing has to take the event of an override in the first design only'
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
    chosen: speakers 2' 'the run counts the files that each design changes in each context'
done_testing
