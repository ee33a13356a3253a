#!/bin/sh
# The same command twice gives the same bytes, for ever, and changes nothing.
. "$(dirname "$0")/lib.sh"
open_office 40 10
id=01900000-0000-7000-8000-00000000000

for i in 1 2 3; do ID=$id$i purchase "r$i" $i; done >commands
run ticket-create -c press <commands
cp "$out" answers
run ticket-create -c press <commands
same "$out" answers 'commands that are repeated print the same bytes'
cat commands commands commands >thrice
run ticket-create -c press <thrice
is "$(sort -u "$out" | wc -l)" 3 'commands that are repeated within one stream print the same events'
is "$(events ticket-feed)" 5 'commands that are repeated record nothing'
LANYARD_NOW=2031-01-01T00:00:00Z run ticket-create -c press <commands
same "$out" answers 'commands that are repeated six years later print the same bytes'

ID=${id}1 purchase r1 2 >other
run ticket-create -c press <other
is "$rc" 65 'an id that is repeated with other data is denied'
json '.data | "\(.pointer) \(.message)"' '/id this id was used before, with other data' 'the denial of an id with other data says so'
json '.data | "\(.code) \(.retryable)"' 'conflict false' 'the denial of an id with other data is a conflict and not retryable'
ID=${id}1 purchase r1 1 | sed 's/"source":"[^"]*"/"source":"\/elsewhere","time":"2020-01-01T00:00:00Z"/' >envelope
run ticket-create -c press <envelope
is "$(head -n 1 answers)" "$(cat "$out")" 'a repeated command may have another source and time'
printf '%s\n' '{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000001","source":"/t","type":"lanyard.ticketing.create-ticket-purchase.v1","data":{"payment":"waived", "tickets":[{"quantity":1,"type":"full"}],"purchaser":{"email":"ann@press.example","name":"Ann"},"reference":"r1"}}' >order
run ticket-create -c press <order
is "$(head -n 1 answers)" "$(cat "$out")" 'a repeated command may have another order of members and white space'
ticket-client add other --commands create-ticket-purchase --types full --waive >/dev/null
run ticket-create -c other <commands
is "$(jq -r .data.client "$out" | sort -u)" other 'the same ids of another client are other commands'

run ticket-create -c press <<END
$(purchase bare 1)
END
cp "$out" bare
purchase bare 1 | ticket-create -c press | cmp - bare
is "$?" 0 'a record without an id that is repeated prints the same bytes'
ID=${id}7 purchase bare 1 >taken
run ticket-create -c press <taken
is "$rc:$(jq -r .data.code "$out")" 65:conflict 'a command with an id under the reference of an earlier record is a conflict'
json '"\(.data.pointer) \(.data.message)"' '/id the same was recorded by another command: event 10' \
	'the conflict names the event of the earlier record'
ID=${id}7 purchase bare 2 >other
run ticket-create -c press <other
json '"\(.data.code) \(.data.pointer)"' 'conflict /data/reference' \
	'the pointer of a conflict of references is into the command, as that of other denials'
says 'stdin:1: /data/reference: ' 'the message about a conflict of references has the same pointer'

ID=${id}8 purchase full 9 >refused
run ticket-create -c press <refused
json .data.code over_budget 'a purchase beyond the budget is rejected'
cp "$out" rejected
purchase full2 9 | ticket-create -c press >bare1
before=$(events ticket-feed)
purchase full2 9 >again
LANYARD_NOW=2025-03-01T12:00:01Z run ticket-create -c press <again
same "$out" bare1 'a rejected record without an id prints the same bytes when repeated'
is "$(events ticket-feed)" "$before" 'a rejected record without an id is recorded once'
ticket-client amend press --budget 20 >/dev/null
run ticket-create -c press <refused
same "$out" rejected 'a rejected command with an id is rejected again after the budget is raised'
purchase full2 9 | ticket-create -c press >bare2
is "$(jq -r .data.code bare1):$(jq -r .type bare2 | cut -d. -f3)" over_budget:ticket-purchase-created \
	'a rejected record without an id is accepted after the budget is raised'

ticket-client amend press --types full,nothing >/dev/null
ID=${id}9 purchase none 1 nothing >unknown
run ticket-create -e -c press <unknown
first=$rc
run ticket-create -e -c press <unknown
is "$first:$rc" 1:1 '-e exits with 1 when a rejected command is repeated'

# The events of a command are found by the id of the first one.
delegated() { # REFERENCE
	printf '"data":{"reference":"%s","purchaser":{"name":"Ann","email":"ann@press.example"},"tickets":[{"type":"full","quantity":2,"delegates":[{"name":"Bea","email":"bea@press.example"},{"name":"Cy","email":"cy@press.example"}]}],"payment":"waived"}' "$1"
}
ticket-client add many --commands create-ticket-purchase --types full --waive >/dev/null
{
	printf '{"specversion":"1.0","id":"%sd","source":"/t","type":"lanyard.ticketing.create-ticket-purchase.v1",%s}\n' $id "$(delegated many1)"
	delegated many2 | sed 's/^"data"://; s/$/\n/'
	ID=f47ac10b-58cc-4372-a567-0e02b2c3d479 purchase many3 1
	ID=00000000-0000-0000-0000-000000000000 purchase many4 1
} >several
run ticket-create -c many <several
cp "$out" made
is "$(wc -l <made):$(jq -r .id made | sed '1,6s/....$//; 7,8d' | sort -u | wc -l)" 8:2 \
	'the ids of the events of a command with delegates are a family'
run ticket-create -c many <several
same "$out" made 'commands with several events, and with ids that are not time-ordered, print the same bytes when repeated'
tac several >backwards
run ticket-create -c many <backwards
sort made >made.sorted
sort "$out" | cmp -s - made.sorted
is "$?" 0 'commands with several events print the same bytes when repeated in another order'
before=$(events ticket-feed)
ID=$(jq -r 'select(.causationid == "'${id}d'" and .subject == "many1").id' made | head -n 1) purchase many5 1 >event-id
ID=$(jq -r 'select(.data.reference == "many2").correlationid' made | head -n 1) purchase many6 1 >>event-id
run ticket-create -c many <event-id
is "$rc:$(jq -r .data.reference "$out" | paste -sd ' ')" '0:many5 many6' \
	"the id of an event, or of a record's correlation, may be that of a command"
cp "$out" made
run ticket-create -c many <event-id
same "$out" made 'a command with the id of an event prints the same bytes when repeated'
is "$(events ticket-feed)" $((before + 2)) 'a command with the id of an event is recorded once'
ticket-feed >feed && event-replay --from feed -d copy.db
ticket-create -d copy.db -c many <several | sort | cmp -s - made.sorted
is "$?:$(ticket-feed -d copy.db | wc -l)" "0:$(wc -l <feed)" \
	'commands with several events print the same bytes when repeated to a store made from the feed'
run ticket-feed -c many --command ${id}d
is "$(jq -r .subject "$out" | paste -sd ' ')" 'many1 many1 many1' 'ticket-feed --command prints all events of a command'
run ticket-feed -c press --command ${id}d
is "$(cat "$out")" '' "ticket-feed --command prints no event of another client's command"

# All that is known of a command is in the feed.
is "$(ticket-feed | jq -r 'select(.data.reference == "bare") | .causationid')" null \
	'the event of a record without an id has no causationid'
is "$(ticket-feed | jq -r 'select(.data.reference == "r1" and .client == "press") | .causationid')" ${id}1 \
	'the event of a command with an id has it as causationid'
amend() { # ID BUDGET
	printf '{"specversion":"1.0","id":"%s","source":"/t","type":"lanyard.ticketing.amend-client.v1","data":{"client":"press","budget":%s}}\n' "$1" "$2"
}
amend ${id}a 30 | ticket-client amend >amended
before=$(events ticket-feed)
amend ${id}b 30 >same
run ticket-client amend <same
same "$out" amended 'a command that changes nothing prints the event that made the current state'
run ticket-feed --after "$before"
json '"\(.type) \(.causationid) \(.data.command) \(.subject)"' \
	"lanyard.store.command-answered.v1 ${id}b lanyard.ticketing.amend-client.v1 press" 'a command that changes nothing records command-answered with its id'
is "$(jq -r .data.answer "$out")" "$(jq -r .sequence amended)" 'command-answered refers to the event that was printed'
ticket-client amend press --budget 50 >/dev/null
run ticket-client amend <same
same "$out" amended 'a command that changed nothing prints the same event after later changes'
before=$(events ticket-feed)
ticket-client amend press --budget 50 >/dev/null
is "$(events ticket-feed)" "$before" 'a record without an id that changes nothing records nothing'
printf '%s\n' "$(amend ${id}c 60 | sed 's/"data"/"commanddigest":"AB","data"/')" >digest
run ticket-client amend <digest
is "$rc" 65 'a commanddigest that its schema does not allow is denied'
says '/commanddigest: is not a text of 64 hexadecimal digits' 'the denial of a commanddigest names the format'

# The rows that lead to events are input, too.
purchase kept 1 | ticket-create -c press >kept
ID=${id}e purchase theirs 1 | ticket-create -c other >theirs
lead() { # POSITION
	sqlite3 "$LANYARD_HOME/conference/ticketing.db" \
		"UPDATE natural_keys SET seq = $1 WHERE key = 'kept'"
}
for seq in 999 "$(jq -r '.sequence | tonumber' theirs)"; do
	lead "$seq"
	purchase kept 1 >again
	run ticket-create -c press <again
	is "$rc:$(cat "$out")" 74: "a natural key that leads to position $seq is reported as a corrupt store"
done
lead "$(jq -r '.sequence | tonumber' kept)"
for items in '[]' '[["full",-1,1,1,0]]' '[["full",0,2,2,0]]'; do
	sqlite3 "$LANYARD_HOME/conference/ticketing.db" "UPDATE purchases SET items = '$items' WHERE reference = 'kept'"
	run ticket-cancel -c organiser --purchase "$(jq -r .data.purchase kept)"
	is "$rc:$(cat "$out")" 74: "a purchase with the items $items is reported as a corrupt store"
done
broken "$LANYARD_HOME/conference/ticketing.db"
done_testing
