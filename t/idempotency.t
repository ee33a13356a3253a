#!/bin/sh
# The same command twice gives the same bytes, for ever, and changes nothing.
. "$(dirname "$0")/lib.sh"
open_office 40 10
id=01900000-0000-7000-8000-00000000000

for i in 1 2 3; do ID=$id$i purchase "r$i" $i; done >commands
run ticket-create -c press <commands
cp "$out" answers
run ticket-create -c press <commands
same "$out" answers 'the same commands are answered with the same bytes'
cat commands commands commands >thrice
run ticket-create -c press <thrice
is "$(sort -u "$out" | wc -l)" 3 'in one stream, too'
is "$(events ticket-feed)" 5 'and nothing is recorded'
LANYARD_NOW=2031-01-01T00:00:00Z run ticket-create -c press <commands
same "$out" answers 'years later, too'

ID=${id}1 purchase r1 2 >other
run ticket-create -c press <other
is "$rc" 65 'the same id with other data is refused'
json '.data | "\(.code) \(.retryable)"' 'conflict false' 'as a conflict'
ID=${id}1 purchase r1 1 | sed 's/"source":"[^"]*"/"source":"\/elsewhere","time":"2020-01-01T00:00:00Z"/' >envelope
run ticket-create -c press <envelope
is "$(head -n 1 answers)" "$(cat "$out")" 'the envelope is not compared'
printf '%s\n' '{"specversion":"1.0","id":"01900000-0000-7000-8000-000000000001","source":"/t","type":"lanyard.ticketing.create-ticket-purchase.v1","data":{"payment":"waived", "tickets":[{"quantity":1,"type":"full"}],"purchaser":{"email":"ann@press.example","name":"Ann"},"reference":"r1"}}' >order
run ticket-create -c press <order
is "$(head -n 1 answers)" "$(cat "$out")" 'nor are the order of members, and white space'
ticket-client add other --may create-ticket-purchase --types full --waive >/dev/null
run ticket-create -c other <commands
is "$(jq -r .data.client "$out" | sort -u)" other 'another client with the same ids is another client'

run ticket-create -c press <<END
$(purchase bare 1)
END
cp "$out" bare
purchase bare 1 | ticket-create -c press | cmp - bare
is "$?" 0 'a record without an id is known by its reference'
ID=${id}7 purchase bare 1 >taken
run ticket-create -c press <taken
is "$rc:$(jq -r .data.code "$out")" 65:conflict 'whose reference another command cannot take'
json '"\(.data.pointer) \(.data.message)"' '/id was recorded by another command: event 10' \
	'  and is told that it was said already, and where'

ID=${id}8 purchase full 9 >refused
run ticket-create -c press <refused
json .data.code over_budget 'a refused command'
cp "$out" rejected
purchase full2 9 | ticket-create -c press >bare1
ticket-client amend press --budget 20 >/dev/null
run ticket-create -c press <refused
same "$out" rejected 'stays refused, as one id has one outcome'
purchase full2 9 | ticket-create -c press >bare2
is "$(jq -r .data.code bare1):$(jq -r .type bare2 | cut -d. -f3)" over_budget:ticket-purchase-created \
	'but a record that was refused is decided anew'

ticket-client amend press --types full,nothing >/dev/null
ID=${id}9 purchase none 1 nothing >unknown
run ticket-create -e -c press <unknown
first=$rc
run ticket-create -e -c press <unknown
is "$first:$rc" 1:1 '-e says the same of an answer that is given again'

# All that is known of a command is in the feed.
is "$(ticket-feed | jq -r 'select(.data.reference == "bare") | .causationid')" null \
	'an event of a record without an id names none that was made up'
is "$(ticket-feed | jq -r 'select(.data.reference == "r1" and .client == "press") | .causationid')" ${id}1 \
	'that of a command with one names it'
amend() { # ID BUDGET
	printf '{"specversion":"1.0","id":"%s","source":"/t","type":"lanyard.ticketing.amend-client.v1","data":{"client":"press","budget":%s}}\n' "$1" "$2"
}
amend ${id}a 30 | ticket-client amend >amended
before=$(events ticket-feed)
amend ${id}b 30 >same
run ticket-client amend <same
same "$out" amended 'a command that is a no-op is answered by the existing event'
run ticket-feed --after "$before"
json '"\(.type) \(.causationid) \(.data.command) \(.subject)"' \
	"lanyard.store.command-answered.v1 ${id}b lanyard.ticketing.amend-client.v1 press" 'and the feed says that it was'
is "$(jq -r .data.answer "$out")" "$(jq -r .sequence amended)" 'and by which one'
ticket-client amend press --budget 50 >/dev/null
run ticket-client amend <same
same "$out" amended 'it is answered so whatever changes afterwards'
before=$(events ticket-feed)
ticket-client amend press --budget 50 >/dev/null
is "$(events ticket-feed)" "$before" 'a record that says what is so already leaves nothing'
printf '%s\n' "$(amend ${id}c 60 | sed 's/"data"/"commanddigest":"AB","data"/')" >digest
run ticket-client amend <digest
is "$rc" 65 'a digest that is none is refused, as its schema does'
says '/commanddigest: is not a text of 64 hexadecimal digits' 'and told'
done_testing
