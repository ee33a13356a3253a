#!/bin/sh
# -n says what would come of it, by the same path, and changes nothing.
. "$(dirname "$0")/lib.sh"
open_office 10 10
store=$LANYARD_HOME/conference/ticketing.db

{ purchase a 6 && purchase b 6 && purchase c 4; } >commands
run ticket-create -n -c press <commands
json '.data.code // "created"' 'created sold_out created' 'the commands are decided one upon the other'
json .dryrun 'true true true' 'every line is marked'
is "$(events ticket-feed)" 2 'nothing is recorded'
cp "$out" marked
run ticket-create -c press <marked
is "$rc" 65 'no tool takes a line with the mark'
i=0
while [ $i -lt 2500 ]; do i=$((i + 1)); purchase "n$i" 1; done >many
ticket-type amend full --capacity 2400 >/dev/null
ticket-client amend press --budget 5000 >/dev/null
run ticket-create -n -c press <many
is "$(grep -c created "$out"):$(grep -c sold_out "$out")" 2400:100 'over as many batches as it takes'
is "$(events ticket-feed):$(sqlite3 "$store" 'SELECT sum(sold) FROM ticket_types')" 4:0 'and nothing is sold'
run ticket-type add new --name N --price 1 --currency EUR --capacity 1 -n
json .dryrun true 'set-up tools have it, too'
run ticket-type list
json .type full 'and add nothing'
done_testing
