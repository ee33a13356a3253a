#!/bin/sh
# A store follows from its feed: rebuilt, it is as it was and answers as it did;
# what is unlike its feed is found and named.
. "$(dirname "$0")/lib.sh"
store=$LANYARD_HOME/conference/ticketing.db
crm=$LANYARD_HOME/conference/sponsorship.db

# All rows, in an order of their own.
rows() { # STORE
	sqlite3 -readonly "$1" .dump | LC_ALL=C sort
}

# Commands REFERENCE1..., every third with an id; some of those for what there isn't.
many() { # COUNT
	awk -v count="$1" 'BEGIN { for (i = 1; i <= count; i++) {
		data = sprintf("{\"reference\":\"r%d\",\"purchaser\":{\"name\":\"Ann\",\"email\":\"ann@press.example\"},\"tickets\":[{\"type\":\"full\",\"quantity\":%d}],\"payment\":\"%s\"}", i, i % 3 + 1, i % 50 ? "waived" : "due\",\"discount\":\"NONE")
		if (i % 3 == 0)
			data = sprintf("{\"specversion\":\"1.0\",\"id\":\"01900000-0000-7000-8000-%012d\",\"source\":\"/t\",\"type\":\"lanyard.ticketing.create-ticket-purchase.v1\",\"data\":%s}", i, data)
		print data
	} }'
}

run event-replay --check
is "$rc" 66 'event-replay exits with 66 for a conference without stores'
open_sponsorship 10000 10000
ticket-client add press --commands create-ticket-purchase --types full --waive >/dev/null
pay_sponsor acme Gold
sponsor-onboard <paid.acme | sponsor-allocate | book >/dev/null
sponsor-register other --name Other --level Silver --email o@other.example >/dev/null
sponsor-override acme --ticket full=9 --by ann --reason more >/dev/null 2>&1
many 2000 >commands
ticket-create -c press <commands >answers
ticket-type amend full --capacity 5000 >/dev/null
# An identified command that an older event answers, and one that changes back and forth.
register() { # ID NAME
	printf '{"specversion":"1.0","id":"01900000-0000-7000-8000-00000000%s","source":"/t","type":"lanyard.sponsorship.register-sponsor.v1","data":{"sponsor":"acme","name":"%s","level":"Gold","email":"t@acme.example","signed_up_on":"2025-01-10"}}\n' "$1" "$2"
}
{ register aa01 'acme Ltd' && register aa02 B && register aa03 B && register aa04 'acme Ltd' &&
	register aa05 'acme Ltd'; } >registrations
while read -r line; do echo "$line" | sponsor-register; done <registrations >registered
is "$(jq -s 'length' registered):$(sponsor-feed | grep -c command-answered)" 5:3 \
	'repeated registrations record command-answered and print the older event'

run event-replay --check
is "$rc:$(cat "$out" "$err")" 0: 'event-replay --check prints nothing about consistent stores'
run event-replay --check -v
says "ticketing: $(events ticket-feed) events, 0 differences" 'event-replay --check -v prints the number of events and differences'
rows "$store" >before && rows "$crm" >crm-before
full=$(sqlite3 "$store" "SELECT sold || ' ' || seq FROM ticket_types WHERE type = 'full'")
run event-replay
is "$rc:$(cat "$out" "$err")" 0: 'event-replay rebuilds all stores of the conference and prints nothing'
rows "$store" >after && rows "$crm" >crm-after
same before after 'a rebuilt ticketing store of 2000 commands has the same rows'
same crm-before crm-after 'a rebuilt sponsorship store has the same rows'

# Tables that were changed manually.
scope=$(sqlite3 "$store" "SELECT scope FROM natural_keys WHERE key = 'r9'")
sqlite3 "$store" "UPDATE ticket_types SET sold = 7, seq = 1 WHERE type = 'full';
	DELETE FROM purchases WHERE reference = 'r5';
	INSERT INTO tickets (purchase, number, cancelled) VALUES (x'00112233445566778899aabbccddeeff', 2, 1);
	DELETE FROM natural_keys WHERE key = 'r9'"
gone=$(jq -r 'select(.subject == "r5").data.purchase' answers)
rows "$store" >altered
run event-replay --check
is "$rc" 70 'event-replay --check exits with 70 if the store differs from its feed'
cat >wanted <<-END
	event-replay: ticketing: natural_keys $scope "r9": its feed has it, the store does not
	event-replay: ticketing: purchases $gone: its feed has it, the store does not
	event-replay: ticketing: ticket_types "full": sold: the store has 7, its feed says ${full% *}
	event-replay: ticketing: ticket_types "full": seq: the store has 1, its feed says ${full#* }
	event-replay: ticketing: tickets 00112233-4455-6677-8899-aabbccddeeff 2: the store has it, its feed does not
END
same "$err" wanted 'event-replay --check prints table, key and both values of each different row'
rows "$store" >after
same altered after 'event-replay --check changes no row'
run event-replay ticketing
rows "$store" >after
same before after 'event-replay restores the rows that differed'
sqlite3 "$crm" "UPDATE sponsors SET level = level || char(0) WHERE sponsor = 'other'"
run event-replay --check sponsorship
is "$rc" 70 'event-replay --check finds a text that differs only behind a NUL byte'
says "sponsors \"other\": level: the store has x'53696c76657200', its feed says \"Silver\"" 'a text with a NUL byte is printed in hexadecimal'
event-replay sponsorship

# A new store from the feed.
ticket-feed >feed
run event-replay --from feed -d new/new.db
is "$rc:$(cat "$out" "$err")" 0: 'event-replay --from makes a new store from a feed'
rows new/new.db >after
same before after 'a store made from a feed has the same rows'
ticket-feed -d new/new.db >feed.new
same feed feed.new 'a store made from a feed has the same feed'
ticket-create -c press -d new/new.db <commands >answers.new
same answers answers.new 'a store made from a feed answers repeated commands with the same bytes'
is "$(ticket-feed -d new/new.db | wc -l)" "$(wc -l <feed)" 'commands repeated to a store made from a feed record nothing'
sponsor-feed | LANYARD_HOME=$PWD/elsewhere event-replay --from - sponsorship
LANYARD_HOME=$PWD/elsewhere sponsor-register <registrations >registered.new
same registered registered.new 'a sponsorship store made from a feed answers repeated commands with the same bytes'
run event-replay --from feed -d new/new.db
is "$rc" 73 'event-replay --from exits with 73 where a store exists'
ticket-feed -d new/new.db >feed.new
same feed feed.new 'event-replay --from leaves an existing store unchanged'
is "$(cd new && echo *)" 'new.db new.db-shm new.db-wal new.db.lock' 'event-replay --from leaves no temporary file'

# Feeds that are none: no store is made. LINE REASON NOUN: reads the file bad.
refused() {
	run event-replay --from bad -d none/none.db
	is "$rc" 65 "event-replay --from denies a feed with $3"
	says "event-replay: bad:$1: $2" "the message about $3 names the line of the feed and the reason"
	is "$(cd none && echo *)" none.db.lock "event-replay --from leaves no store after $3"
}
head -n 30 feed | head -c -1 >bad
refused 30 'has no newline: it is truncated' 'a torn line'
sed 12d feed >bad
refused 12 '/sequence: is 13 where 12 comes next' 'a gap in its sequence'
sed '12s/"sequence":"[0-9]*",//' feed >bad
refused 12 '/sequence: is missing' 'a line without a sequence'
sed '12s,"/conference/ticketing","/conference/sponsorship",' feed >bad
refused 12 '/source: "/conference/sponsorship" is not /conference/ticketing' 'an event of another feed'
sed '12s/"type":"lanyard[^"]*"/"type":"lanyard.sponsorship.sponsor-registered.v1"/' feed >bad
refused 12 'lanyard.sponsorship.sponsor-registered.v1 has no effect in ticketing' 'an event of another context'
sed "12s/\"id\":\"[^\"]*\"/\"id\":\"$(sed -n 11p feed | jq -r .id)\"/" feed >bad
refused 12 '/id: is that of event 11' 'an id that occurs twice'
sed '12s/"quantity":[0-9]*/"quantity":0/; 12s/"amount":0/"amount":-1/' feed >bad
refused 12 '/data/amount: -1 is below 0' 'an amount that its schema denies'
sed '12s/,"subject":"[^"]*"//' feed >bad
refused 12 '/subject: is missing' 'an event without a subject'
sed '12s/,"time":"[^"]*"//' feed >bad
refused 12 '/time: is missing' 'an event without a time'
sed '12s/"time":"[^"]*"/"time":"2025-03-01T13:00:00+01:00"/' feed >bad
refused 12 '/time: "2025-03-01T13:00:00+01:00" is not in UTC, to the millisecond' 'a time that is not in UTC'
sed '12s/.*/{"a":1/' feed >bad
refused 12 '' 'a line that is not JSON'
sed '1s,"/conference/ticketing","/conference/a/ticketing",' feed >bad
refused 1 '/source: "/conference/a/ticketing" is no feed' 'a source that names no feed'
sed -n 2,9p feed >bad
refused 1 '/sequence: is 2 where 1 comes next' 'a missing beginning'
{ sed -n 1,11p feed && sed -n 11p feed | sed 's/"sequence":"0*11"/"sequence":"0000000000000000012"/; s/"id":"[^"]*"/"id":"01900000-0000-7000-8000-000000000000"/'; } >bad
refused 12 "can't be applied: " 'an addition of the same id repeated'
line=$(grep -n -m 1 '"causationid":"01900000-' feed | cut -d : -f 1)
sed "$line"'s/0000","source"/0001","source"/' feed >bad
refused "$line" '/id: does not follow from that of the event before' "an id of a command's second event without the first"
sed "$line"'s/"id":"......../"id":"00000000/' feed >bad
refused "$line" '/id: does not follow from client and causationid' 'an id that a repeated command would not find'
sed "$line"'s/"client":"press"/"client":"other"/' feed >bad
refused "$line" '/id: does not follow from client and causationid' 'a command of another client than its id says'
line=$(grep -n -m 1 '"reference":"r1"' feed | cut -d : -f 1)
sed "$line"'s/0000","source"/0007","source"/' feed >bad
refused "$line" '/id: does not follow from that of the event before' "an id that is not that of a record's first event"
sponsor-feed | awk '/command-answered/ && !n++ { sub(/"answer":"[0-9]*"/, "\"answer\":\"0000000000000000999\"") } { print }' >bad
line=$(grep -n '"answer":"0000000000000000999"' bad | cut -d : -f 1)
refused "$line" 'names no command, or no event that came before' 'an answer that refers to a later event'
{ head -n 5 feed && head -c 70000 /dev/zero | tr '\0' x && echo; } >bad
refused 6 'is longer than 65536 bytes' 'a line beyond the limit'
head -n 100 feed | sed '1,20s/"capacity":[0-9]*/"capacity":1/' >bad
run event-replay --from bad -d none/none.db
is "$rc:$(cd none && echo *)" 65:none.db.lock 'event-replay --from denies a feed that sells more tickets than the capacity'
says "bad:$(grep -n -m 1 ticket-purchase-created bad | cut -d : -f 1): can't be applied: " 'the denial names the line that exceeds the capacity'
: >bad
run event-replay --from bad -d none/none.db
is "$rc" 65 'event-replay --from denies an empty feed'
says 'bad: has no event' 'the denial says that the feed has no event'
echo no >bad
run event-replay --from bad -d none.db -v
is "$rc:$(grep -vc 'not confined' "$err")" 65:1 'event-replay --from -v prints no number of events after a denied line'
run event-replay --from feed sponsorship
is "$rc" 73 'event-replay --from exits with 73 for an existing store of another context'
run event-replay --from feed -d none/none.db sponsorship
is "$rc" 78 'event-replay --from denies a feed of another context than the one named'
LANYARD_CONFERENCE=another run event-replay --from feed -d none/none.db
is "$rc" 78 'event-replay --from denies a feed of another conference'
sed 's,/conference/ticketing,/conference/elsewhere,' feed >bad
run event-replay --from bad -d none/none.db
is "$rc" 78 'event-replay --from denies a feed of a context that is not installed'
is "$(cd none && echo *)" none.db.lock 'event-replay --from leaves no store after a denied feed'

# Which store.
run event-replay --check -d "$store"
is "$rc" 0 'event-replay -d finds out the context of the store'
run event-replay --check -d "$store" sponsorship
is "$rc" 78 'event-replay -d exits with 78 if the store is of another context'
is "$(sqlite3 "$store" "SELECT count(*) FROM sqlite_schema WHERE name = 'sponsors'")" 0 \
	'event-replay of the wrong context creates no table in the store'
run event-replay -d nowhere.db
is "$rc" 66 'event-replay -d exits with 66 if the store does not exist'
sqlite3 foreign.db 'CREATE TABLE t (x)'
run event-replay -d foreign.db
is "$rc" 78 'event-replay -d exits with 78 if the database is not a store'
run event-replay --check elsewhere
is "$rc" 64 'an unknown context is a usage error'
run event-replay --check --from feed
is "$rc" 64 '--check together with --from is a usage error'
run event-replay --from feed
is "$rc" 64 '--from without a store or context is a usage error'
run event-replay --from nowhere -d x.db
is "$rc" 66 'event-replay --from exits with 66 if the feed does not exist'
(unset LANYARD_CONFERENCE; LANYARD_HOME=$PWD/none event-replay --check) 2>"$err"
is "$?" 64 'event-replay without a conference or store is a usage error'
run event-replay -d '' --check
is "$rc" 64 'an empty name of a store is a usage error'

# A feed that was changed behind the store's back. SQL WORDS NOUN
spoiled() {
	rm -f spoiled.db*
	sqlite3 -readonly "$store" "VACUUM INTO 'spoiled.db'"
	without_triggers spoiled.db "$1"
	run event-replay --check -d spoiled.db
	is "$rc" 70 "event-replay --check exits with 70 after $3"
	says "$2" "event-replay --check names the position of $3"
	run event-replay -d spoiled.db
	is "$rc" 70 "event-replay does not rebuild a store after $3"
}
broken "$PWD/spoiled.db"
spoiled 'DELETE FROM events WHERE seq = 7' 'position 8: is not the one after 6: the feed has a gap' 'a deletion of an event'
spoiled "UPDATE events SET id = x'00112233445566778899aabbccddeeff' WHERE seq = 7" \
	'position 7: its row has another id than its line' "a change of a row's id"
spoiled "UPDATE events SET line = replace(line, json_extract(line, '\$.id'), '00112233-4455-6677-8899-aabbccdd0000'), id = x'00112233445566778899aabbccdd0000' WHERE seq = (SELECT min(seq) FROM events WHERE line LIKE '%\"causationid\":\"01900000-%')" \
	': /id: does not follow from client and causationid' "a change of an id in row and line"
spoiled "UPDATE events SET line = replace(line, '\"data\":{', '\"data\":[{') WHERE seq = 7" \
	'position 7: ' 'a change of a line to invalid JSON'
spoiled "UPDATE events SET line = replace(line, '/conference/', '/another/') WHERE seq = 7" \
	'position 7: /source: "/another/ticketing" is not /conference/ticketing' "a change of an event's source"
spoiled "UPDATE events SET line = replace(line, '\"amount\":0', '\"amount\":-1') WHERE seq = 7" \
	'position 7: /data/amount: -1 is below 0' 'a change of an amount to one below 0'

# What is left of a store that is gone would come into the one that is made in its place.
for left in wal shm journal; do
	: >"gone.db-$left"
	run event-replay --from feed -d gone.db
	is "$rc:$(echo gone.db*)" "73:gone.db-$left" "event-replay --from exits with 73 beside the -$left file of a store that is gone"
	says "gone.db-$left: is another store's, which is gone: move it away" "the message says to move the -$left file away"
	rm "gone.db-$left"
done

# A writer that had counted before its store was rebuilt counts again.
(
	export LANYARD_CONFERENCE=mended
	open_office 3 100
	purchase m1 2 | ticket-create -q -c press >/dev/null
	sqlite3 "$LANYARD_HOME/mended/ticketing.db" 'UPDATE ticket_types SET sold = 0'
	mkfifo sales
	ticket-create -q -c press <sales >sold &
	writer=$!
	exec 7>sales
	purchase m2 1 >&7
	until [ -s sold ]; do kill -0 $writer && sleep 0.05 || break; done
	event-replay -q ticketing
	purchase m3 1 >&7
	exec 7>&-
	wait $writer
	jq -r '.data.code // .type' sold | paste -sd ' ' >mended
	ticket-check >>mended
	echo $? >>mended
)
is "$(paste -sd ' ' mended)" 'lanyard.ticketing.ticket-purchase-created.v1 sold_out 0' \
	'a writer oversells nothing while event-replay corrects the number of sold tickets'

# Who waits for whom.
flock --no-fork "$store.lock" sleep 60 &
holder=$!
while flock --nonblock "$store.lock" true && kill -0 $holder; do sleep 0.05; done
LANYARD_WAIT=0 run event-replay ticketing
is "$rc" 75 'event-replay exits with 75 when the store is busy'
LANYARD_WAIT=0 run event-replay --check ticketing
is "$rc" 0 'event-replay --check does not wait for a busy store'
kill $holder
wait $holder 2>/dev/null

# Somebody asks how far it has come.
mkfifo slow
event-replay --from slow -d asked.db 2>"$err" &
asked=$!
exec 3>slow
head -n 50 feed >&3
until [ -e asked.db.restoring ] || ! kill -0 $asked; do sleep 0.05; done
until [ -s "$err" ] || ! kill -USR1 $asked; do sleep 0.05; done
says ' lines, 0 of them bad' 'event-replay prints its progress on SIGUSR1'
exec 3>&-
wait $asked
is "$?" 0 'event-replay succeeds after SIGUSR1'

# The end of each test checks its stores.
mkdir -p tree/t
ln -s "$root/share" "$root/Makefile" tree
ln -s "$root/t/lib.sh" "$root/t/validate" "$root/t/unit" tree/t
cat >tree/t/careless.t <<'END'
. "$(dirname "$0")/lib.sh"
open_office
sqlite3 "$LANYARD_HOME/conference/ticketing.db" 'UPDATE ticket_types SET sold = 1'
done_testing
END
LANYARD_BIN=$bin run sh tree/t/careless.t
no_data
is "$(grep -c '^not ok' "$out")" 1 'a test that leaves an inconsistent store fails'
# shellcheck disable=SC2016 # for the test within
sed 's/^done/broken "$LANYARD_HOME\/conference\/ticketing.db"\n&/' tree/t/careless.t >tree/t/careful.t
LANYARD_BIN=$bin run sh tree/t/careful.t
no_data
is "$(grep -c '^not ok' "$out"):$(grep -c '^ok' "$out")" 0:2 'a test that marks its inconsistent store as broken passes'

# The end of each test checks the names.
sed '2,$d' tree/t/careless.t >tree/t/fragment.t
printf '%s\n' 'pass "and a name that begins in the middle"' done_testing >>tree/t/fragment.t
LANYARD_BIN=$bin run sh tree/t/fragment.t
no_data
is "$(grep '^not ok' "$out")" 'not ok 2 - the name of each test is a sentence that stands alone' \
	'a test whose name begins with "and" fails'
done_testing
