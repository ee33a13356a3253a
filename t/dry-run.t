#!/bin/sh
# -n says what would come of it, by the same path, and changes nothing.
. "$(dirname "$0")/lib.sh"
open_office 10 10
store=$LANYARD_HOME/conference/ticketing.db

{ purchase a 6 && purchase b 6 && purchase c 4; } >commands
run ticket-create -n -c press <commands
json '.data.code // "created"' 'created sold_out created' 'a dry run decides each command after the ones before it'
json .dryrun 'true true true' 'a dry run marks each event'
is "$(events ticket-feed)" 2 'a dry run records nothing'
cp "$out" marked
run ticket-create -c press <marked
is "$rc" 65 'a marked event is denied as input'
i=0
while [ $i -lt 2500 ]; do i=$((i + 1)); purchase "n$i" 1; done >many
ticket-type amend full --capacity 2400 >/dev/null
ticket-client amend press --budget 5000 >/dev/null
run ticket-create -n -c press <many
is "$(grep -c created "$out"):$(grep -c sold_out "$out")" 2400:100 'a dry run decides commands over several batches'
is "$(events ticket-feed):$(sqlite3 "$store" 'SELECT sum(sold) FROM ticket_types')" 4:0 'a dry run of several batches sells nothing'
run ticket-type add new --name N --price 1 --currency EUR --capacity 1 -n
json .dryrun true 'ticket-type add -n marks its event'
run ticket-type list
json .type full 'ticket-type add -n adds no type'
done_testing
