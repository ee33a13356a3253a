#!/bin/sh
# Over HTTP: the web server is lighttpd, the client curl; nothing of ours listens.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
! [ -d /usr/sbin ] || PATH=$PATH:/usr/sbin
requires lighttpd curl jq
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
web=$scratch/web
mkdir "$web" "$web/tmp"
cp "$root"/contrib/http/lanyard* "$web"
open_office 5000 5000
ticket-client add club --commands create-ticket-purchase --types full --waive >/dev/null
ticket-client add bare --commands assign-ticket --types full >/dev/null
unset LANYARD_NOW # the server has a clock
printf '# user client\nann press\nbob club\nbea bare\neve nobody\n' >"$web/clients"
# By the README's line for each user, under the usual umask.
sed -n "s|/etc/lanyard|$web|g; s/chgrp lanyard/chgrp $(id -g)/; s/PASSWORD/secret/; /sha256sum/s/^    //p" \
	"$root/contrib/http/README.md" >line
for user in ann bob bea eve mallory; do
	sed "s/crm/$user/g" line >line.user
	(umask 022 && sh -e ./line.user)
done
is "$(stat -c %a "$web/users"):$(wc -l <"$web/users" | tr -d ' ')" 640:5 \
	"the README's lines make a users file that only owner and group can read"

# As it is documented, at places and a port of this test's.
started=
for try in 1 2 3 4 5 6 7 8 9 10; do
	port=$((20000 + ($$ * 11 + try * 991) % 40000))
	sed "/^server.username/d; /^server.groupname/d
		s|^server.port = .*|server.port = $port|
		s|/var/empty|$web|; s|/etc/lanyard/users|$web/users|; s|/etc/lanyard/clients|$web/clients|
		s|/usr/local/lib/lanyard/|$web/|; s|/usr/local/bin:|$bin:|
		s|/srv/lanyard/spool|$scratch/spool|; s|\"/srv/lanyard\"|\"$LANYARD_HOME\"|
		s|\"LC_ALL\"|\"TMPDIR\" => \"$web/tmp\", \"LANYARD_HEARTBEAT\" => \"1\", \"LANYARD_SPOOL_MAX\" => \"4\", \"LANYARD_FOLLOWERS\" => \"2\", \"LC_ALL\"|
		s|\"LANYARD_WAIT\" => \"[0-9]*\"|\"LANYARD_WAIT\" => \"1\"|" "$root/contrib/http/lighttpd.conf" >"$web/conf"
	lighttpd -D -f "$web/conf" 2>"$web/log" &
	server=$!
	trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; cd /; rm -rf "$scratch"' EXIT
	for _ in $(seq 50); do
		! curl -so /dev/null "http://127.0.0.1:$port/" || started=1
		[ -z "$started" ] && kill -0 "$server" 2>/dev/null || break
		sleep 0.1
	done
	[ -z "$started" ] || break
done
if [ -z "$started" ]; then
	fail 'lighttpd starts'
	sed 's/^/# /' "$web/log"
	done_testing
	exit
fi

# Asks as USER; sets $rc to the HTTP status, $out and $err as run does.
as() { # USER PATH [CURL'S OPTIONS...]
	user=$1
	path=$2
	shift 2
	run curl -s --max-time 30 --digest -u "$user:secret" -D headers "$@" "http://127.0.0.1:$port$path"
	rc=$(sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p' headers | tail -n 1)
	no_data
}
post() { # USER FILE [CURL'S OPTIONS...]
	user=$1
	file=$2
	shift 2
	as "$user" /commands -H 'Content-Type: application/json' --data-binary "@$file" "$@"
}
header() { # NAME
	tr -d '\r' <headers | sed -n "s/^$1: //Ip" | tail -n 1
}
asked() { # ID REFERENCE QUANTITY [CLIENT-IN-THE-LINE]
	jq -nc --arg id "$1" --arg r "$2" --argjson n "$3" --arg c "${4:-}" '{specversion: "1.0", id: $id,
		source: "/x", type: "lanyard.ticketing.create-ticket-purchase.v1",
		data: {reference: $r, purchaser: {name: "A", email: "a@b.example"},
			tickets: [{type: "full", quantity: $n}], payment: "waived"}}
		+ if $c == "" then {} else {client: $c} end'
}
one=01890a5d-ac96-774b-bcce-b302099a8001
two=01890a5d-ac96-774b-bcce-b302099a8002
three=01890a5d-ac96-774b-bcce-b302099a8003
four=01890a5d-ac96-774b-bcce-b302099a8004
five=01890a5d-ac96-774b-bcce-b302099a8005

# A command, and what comes of it.
asked $one h1 2 >asked.json
post ann asked.json
is "$rc:$(header content-type)" '201:application/cloudevents+json' 'a command over HTTP is answered with 201 and an event'
json '"\(.client) \(.data.reference) \(.causationid)"' "press h1 $one" 'a command over HTTP is carried out for the client of the user'
cp "$out" answer
post ann asked.json
is "$rc" 201 'a command that is repeated over HTTP is answered with 201'
same "$out" answer 'a command that is repeated over HTTP is answered with the same bytes'
ticket-create -c press <asked.json >again
same again answer 'ticket-create answers the command of HTTP with the same bytes'
asked $one other 2 >conflict
post ann conflict
is "$rc:$(jq -r .data.code "$out")" 409:conflict 'another command under the same id is answered with 409'
asked $two h2 500 >many
sed 's/"quantity":500/"quantity":500},{"type":"full","quantity":500},{"type":"full","quantity":1/' many >many-more.json
post bob many-more.json
is "$rc" 409 'a rejected command is answered with 409'
json '.type | split(".")[2]' ticket-purchase-rejected 'the answer to a rejected command is its event'
ticket-client amend press --refusals 0 >/dev/null
sed "s/$two/01890a5d-ac96-774b-bcce-b302099a8099/; s/h2/limited/" many-more.json >limited.json
post ann limited.json
is "$rc:$(jq -r .data.code "$out")" 429:hourly_limit 'a client beyond its hourly limit is answered with 429 and the denial'
ticket-client amend press --clear refusals >/dev/null
asked $three h3 1 >asked.json
post bea asked.json
is "$rc:$(jq -r .data.code "$out")" 403:forbidden 'a client without the grant is answered with 403'
asked $three h3 0 >bad
post ann bad
is "$rc" 422 'a command with a quantity of 0 is answered with 422'
purchase bare 1 >bad
post ann bad
is "$rc:$(jq -r .pointer "$out")" 422:/type 'a record without an envelope is answered with 422'
echo '{"no": "command"}' >bad
post ann bad
is "$rc:$(header content-type)" 422:application/problem+json 'the answer to an object that is no command is a problem document'
for bad in '{' '[]' '{"type":7}' 'nonsense' '' '{"type":"lanyard.ticketing.add-client.v1"}' \
	'{"type":"lanyard.ticketing.create-ticket-purchase.v1"}'; do
	printf '%s' "$bad" >bad
	post ann bad
	is "$rc:$(jq -r .status "$out")" 422:422 "the body \"$bad\" is answered with 422"
done
for byte in '\n' '\r' '\t' '\0'; do
	asked $three hZ3 1 | tr Z "$byte" >bad
	post ann bad
	is "$rc" 422 "a text with an unescaped ${byte#?} is answered with 422"
done
asked $three h3 1 | sed 's/"quantity":1/"quantity":"one"/' >bad
post ann bad
is "$rc:$(jq -r .data.pointer "$out")" 422:/data/tickets/0/quantity 'the answer to an invalid field has its pointer'
asked $three h3 1 | sed 's/"id":"[^"]*"/"id":"mine"/' >bad
post ann bad
is "$rc:$(jq -r .pointer "$out")" 422:/id 'the answer to an invalid id has its pointer'
asked $three h3 1 | jq . | sed 's/$/\r/' >spread
as bob /commands -H 'Content-Type: application/cloudevents+json; charset=utf-8' --data-binary @spread
is "$rc:$(jq -r .data.reference "$out")" 201:h3 'a command of several lines is accepted'
as ann /commands -H 'Content-Type: application/jsonlike' --data-binary @asked.json
is "$rc" 415 'the content type application/jsonlike is answered with 415'
head -c 70000 /dev/zero | tr '\0' ' ' >bad
post ann bad
is "$rc" 413 'a command of 70000 bytes is answered with 413'
as ann /commands -H 'Content-Type: text/plain' --data-binary @asked.json
is "$rc" 415 'the content type text/plain is answered with 415'
head -c 300000 /dev/zero | tr '\0' ' ' >bad
post ann bad -H 'Expect:'
is "$rc" 413 'a command of 300000 bytes is answered with 413'
post ann answer -H 'Transfer-Encoding: chunked'
is "$rc" 422 'a chunked body is read, and an event in it is answered with 422'
as ann /commands
is "$rc:$(header allow)" 405:POST 'a GET of /commands is answered with 405'
for place in / /lanyard-http.sh /../lanyard-http.sh /..%2flanyard-http.sh /%2e%2e/clients /commands//../../users; do
	as ann "$place" --path-as-is
	is "$rc:$(grep -c lanyard "$out")" 404:0 "the path $place is answered with 404"
done

# Nobody, and who would be another.
run curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/feed"
is "$(cat "$out")" 401 'a request without a login is answered with 401'
no_data
run curl -s -o /dev/null -w '%{http_code}' --digest -u ann:wrong "http://127.0.0.1:$port/feed"
is "$(cat "$out")" 401 'a request with a wrong password is answered with 401'
no_data
as mallory /feed
is "$rc" 403 'a user without a client is answered with 403'
as eve /feed
is "$rc" 403 'a user whose client does not exist is answered with 403'
asked $four h4 1 press >claims
post bob claims -H 'Remote-User: ann' -H 'X-Remote-User: ann' -H 'REMOTE_USER: ann' \
	-H 'TICKETING_CLIENT: press' -H 'Ticketing-Client: press'
json '"\(.client) \(.data.client)"' 'club club' 'no header of a request changes the client'
as ann "/commands/$four"
is "$rc" 404 'the command of another client is answered with 404'
as bob "/commands/$four"
is "$rc:$(jq -r .data.reference "$out")" 201:h4 "the client's own command is found by its id"
as ann "/commands/../feed;id"
is "$rc" 404 'a path that is no id is answered with 404'
as ann '/commands/%24%28id%29'
is "$rc" 404 'a path with a command substitution is answered with 404'

# Left to be carried out.
asked $five h5 1 >asked.json
post ann asked.json -H 'Prefer: respond-async'
is "$rc:$(header location):$(header preference-applied)" "202:/commands/$five:respond-async" "respond-async is answered with 202 and the command's location"
as ann "/commands/$five"
is "$rc" 202 'a command that waits is answered with 202'
as bob "/commands/$five"
is "$rc" 404 'the waiting command of another client is answered with 404'
asked $three h3 1 >refused
post bea refused -H 'Prefer: respond-async'
six=01890a5d-ac96-774b-bcce-b302099a8006
asked $six h6 1 | sed 's/"waived"/"given"/' >malformed
post ann malformed -H 'Prefer: wait=10, respond-async'
carry_out() {
	LANYARD_SPOOL=$scratch/spool LANYARD_CLIENTS=$web/clients "$root/contrib/http/lanyard-carry-out"
}
mv "$LANYARD_HOME/conference" "$LANYARD_HOME/away"
is "$(find "$scratch/spool" ! -type l -perm /077)" '' 'no other user of the machine can access the spool'
run carry_out
is "$rc" 75 'lanyard-carry-out exits with 75 while the store does not exist'
mv "$LANYARD_HOME/away" "$LANYARD_HOME/conference"
run carry_out
silent 'lanyard-carry-out prints no message when the store exists again'
as ann "/commands/$five"
is "$rc:$(jq -r '"\(.client) \(.data.reference)"' "$out")" '201:press h5' 'a waiting command is carried out for the client that left it'
as bea "/commands/$three"
is "$rc:$(jq -r .data.code "$out")" 403:forbidden 'the denial of a waiting command is answered with 403'
as ann "/commands/$six"
is "$rc:$(jq -r .data.code "$out")" 422:malformed 'an invalid waiting command is answered with 422'
post ann asked.json -H 'Prefer: respond-async'
run carry_out
as ann "/commands/$five"
is "$rc:$(ticket-feed | grep -c '"reference":"h5"')" 201:1 'a command that is left twice is carried out once'
echo '{"type":"lanyard.ticketing.create-ticket-purchase.v1"}' >bad
post ann bad -H 'Prefer: respond-async'
is "$rc" 422 'respond-async without an id is answered with 422'

find "$scratch/spool" "$web" | wc -l >before
jq -c --arg id "$five
/../../../web/there" '.id = $id' asked.json >bad
post ann bad -H 'Prefer: respond-async'
is "$rc" 422 'an id with a path in it is answered with 422'
find "$scratch/spool" "$web" | wc -l >after
same before after 'an id with a path in it creates no file'

for preference in respond-asynchronous-not x-respond-async 'respond-async-not=1' 'wait="1, respond-async"' \
	'respond-async=no' 'wait=1; respond-async'; do
	post ann asked.json -H "Prefer: $preference"
	is "$rc" 201 "the preference \"$preference\" is not respond-async"
done
for preference in 'Respond-Async' 'foo="a\"b", respond-async;x=1'; do
	post ann asked.json -H "Prefer: $preference"
	is "$rc" 202 "the preference \"$preference\" is respond-async"
done
run carry_out

# One client's nonsense is its own affair.
for more in ' 1' ' "x"' ' {}' ',' "$(cat asked.json)"; do
	printf '%s' "$(cat asked.json)$more" >bad
	post ann bad -H 'Prefer: respond-async'
	is "$rc:$(header content-type)" 422:application/problem+json "respond-async of a command followed by \"${more%%:*}\" is answered with 422"
done
spoil() { # TIME ID LINE: what an older program has left there, first of all
	mkdir "$scratch/spool/waiting/$1-$(printf press | od -An -tx1 | tr -d ' \n')-$2"
	printf press >"$scratch/spool/waiting/$1-7072657373-$2/client"
	echo "$3" >"$scratch/spool/waiting/$1-7072657373-$2/line"
}
seven=01890a5d-ac96-774b-bcce-b302099a8007
eight=01890a5d-ac96-774b-bcce-b302099a8008
nine=01890a5d-ac96-774b-bcce-b302099a8009
ten=01890a5d-ac96-774b-bcce-b302099a8010
spoil 1 $seven "$(cat asked.json) 1"
spoil 2 $eight '{"type":"lanyard.ticketing.buy-a-pony.v1"}'
spoil 3 $nine '"nothing"'
spoil 4 $two "$(purchase bare 1)"
touch "$scratch/spool/waiting/README" "$scratch/spool/waiting/.README.swp"
asked $ten h10 1 >later
post bob later -H 'Prefer: respond-async'
run carry_out
silent 'invalid commands in the spool stop no other command'
as bob "/commands/$ten"
is "$rc" 201 'the valid command after invalid ones in the spool is carried out'
for id in $seven $eight $nine $two; do
	as ann "/commands/$id"
	is "$rc:$(jq -r .status "$out")" 422:422 "the invalid command $id in the spool is answered with 422"
done

# Nor does one that can't be done, for whatever reason: it stays, and only its client waits.
mkdir "$scratch/crashing"
cat >"$scratch/crashing/ticket-assign" <<-END
	#!/bin/sh
	[ "\$1" != --describe ] || exec "$bin/ticket-assign" --describe
	kill -SEGV \$\$
END
chmod 755 "$scratch/crashing/ticket-assign"
eleven=01890a5d-ac96-774b-bcce-b302099a8011
twelve=01890a5d-ac96-774b-bcce-b302099a8012
jq -nc --arg id $eleven '{specversion: "1.0", id: $id, source: "/x", type: "lanyard.ticketing.assign-ticket.v1",
	data: {ticket: $id, delegate: {name: "A"}}}' >crashes
post bea crashes -H 'Prefer: respond-async'
asked $twelve h12 1 >behind
post bea behind -H 'Prefer: respond-async'
spoil 1 $seven '{}'
rm "$scratch/spool/waiting/1-7072657373-$seven/client"
asked $eight h8 1 >later
post bob later -H 'Prefer: respond-async'
PATH=$scratch/crashing:$PATH run carry_out
is "$rc:$(grep -c 'exited 139\|is incomplete' "$err")" 75:2 'lanyard-carry-out exits with 75 and reports a crash and an incomplete command'
as bob "/commands/$eight"
is "$rc" 201 'the command of another client is carried out after a crash'
as bea "/commands/$twelve"
is "$rc" 202 'the next command of the same client waits for one that crashes'
rm -r "$scratch/spool/waiting/1-7072657373-$seven"
run carry_out
silent 'lanyard-carry-out prints no message when the tool no longer crashes'
as bea "/commands/$eleven"
is "$rc" 422 'the command that crashed is answered'
as bea "/commands/$twelve"
is "$rc" 403 'the next command of the same client is answered after it'
rm "$scratch/spool/waiting/README" "$scratch/spool/waiting/.README.swp"

# A client that does not stop.
n=20
while [ $n -lt 24 ]; do
	asked 01890a5d-ac96-774b-bcce-b302099a80$n "h$n" 1 >many
	post bob many -H 'Prefer: respond-async'
	n=$((n + 1))
done
is "$rc" 202 'a client can leave as many commands as its limit'
asked 01890a5d-ac96-774b-bcce-b302099a8024 h24 1 >many
post bob many -H 'Prefer: respond-async'
is "$rc:$(header retry-after)" 429:60 'a command beyond the limit is answered with 429 and Retry-After'
is "$(find "$scratch/spool/new" -mindepth 1)" '' 'the spool keeps nothing of a command beyond the limit'
post ann many -H 'Prefer: respond-async'
is "$rc" 202 'another client can leave a command when one has reached its limit'
run carry_out
post bob many -H 'Prefer: respond-async'
is "$rc" 202 'a client can leave commands again after they are carried out'
run carry_out

is "$(find "$scratch/spool/answered" -name '*-01890a5d-ac96-774b-bcce-b302099a802?')" '' 'a recorded outcome is kept in the feed only'
# A client whose commands are all refused, and not recorded: its answers.
for n in 31 32 33 34 35 36; do
	asked 01890a5d-ac96-774b-bcce-b302099a80$n h$n 1 | sed 's/"waived"/"given"/' >bad
	post bob bad -H 'Prefer: respond-async'
	LANYARD_SPOOL_MAX=4 run carry_out
done
is "$(find "$scratch/spool/answered" -name '636c7562-*' | wc -l | tr -d ' ')" 4 \
	'the spool keeps as many answers of a client as it may leave commands'
as bob /commands/01890a5d-ac96-774b-bcce-b302099a8031
is "$rc" 404 'the oldest answers of a client are removed from the spool'
as bob /commands/01890a5d-ac96-774b-bcce-b302099a8036
is "$rc" 422 'the newest answers of a client are kept in the spool'
is "$(find "$scratch/spool/answered" -name line)" '' 'the spool keeps no command that was answered'
as ann "/commands/$two"
is "$rc" 422 'the spool keeps the answers of another client'
LANYARD_SPOOL_BYTES=400 run carry_out
is "$(find "$scratch/spool/answered" -name '636c7562-*' | wc -l | tr -d ' ')" 0 \
	"LANYARD_SPOOL_BYTES limits the size of a client's answers in the spool"

# The feed.
ticket-feed -c press >feed
as ann /feed
is "$rc:$(header content-type)" 200:application/cloudevents-batch+json 'the feed over HTTP is a batch of events'
jq -c '.[]' "$out" >events
jq -c . feed >wanted
same events wanted 'the client'"'""the feed over HTTP has the client's own events"
as ann /feed -H 'Accept: application/x-ndjson'
same "$out" feed 'the feed over HTTP as application/x-ndjson is the lines of ticket-feed'
second=$(sed -n 2p feed | jq -r .id)
as ann "/feed?lastEventId=$second&limit=1" -H 'Accept: application/x-ndjson'
sed -n 3p feed >third
same "$out" third 'lastEventId continues the feed after an event'
last=$(tail -n 1 feed | jq -r .id)
as ann "/feed?lastEventId=$last"
is "$rc:$(cat "$out")" '200:[]' 'lastEventId of the last event is answered with an empty batch'
as ann "/feed?lastEventId=$last&timeout=300"
is "$rc:$(cat "$out")" '200:[]' 'a timeout without a new event is answered with an empty batch'
as ann "/feed?lastEventId=$five"
is "$rc" 422 'an unknown lastEventId is answered with 422'
for wrong in 'lastEventId=3;id' 'limit=x' 'timeout=08' 'limit=010' 'timeout=-1' 'lastEventId=$(id)' 'limit=99999999999999999999' \
	limit=0 limit=00 limit=%30 limit= limit=1%0a limit=1.5 limit=%2B1 limit=0x1 limit=1e3 timeout= timeout=%0a1 timeout=60000ms; do
	as ann "/feed?$wrong"
	is "$rc" 400 "the query \"$wrong\" is answered with 400"
done
as ann "/feed?limit=2000&timeout=0" -H 'Accept: application/x-ndjson'
same "$out" feed 'a limit above the number of events is answered with all of them'
for more in '%0A-c%0Aorganiser' '%20-c%20organiser' '%0d%0a-c%0d%0aorganiser' '%09-c%09organiser' '%00'; do
	as bob "/feed?lastEventId=$second$more"
	is "$rc" 400 "a lastEventId followed by \"$more\" is answered with 400"
done
# Where a server hands such things on, the program by itself refuses them as well.
by_itself() { # PATH QUERY
	env REQUEST_METHOD=GET PATH_INFO="$1" QUERY_STRING="$2" REMOTE_USER=bob LANYARD_CLIENTS="$web/clients" \
		"$web/lanyard.cgi" >"$out" 2>"$err"
	sed -n 's/^Status: \([0-9]*\).*/\1/p' "$out"
}
is "$(by_itself /feed "lastEventId=$second%0A-c%0Aorganiser")" 400 'lanyard.cgi answers a newline in lastEventId with 400'
is "$(by_itself "$(printf '/commands/%s\n-c\norganiser' $four)" '')" 404 'lanyard.cgi answers a newline in the path with 404'
is "$(by_itself /feed "limit=1%0A2")" 400 'lanyard.cgi answers a newline in limit with 400'
is "$(by_itself /feed "limit=5%00")" 400 'lanyard.cgi answers a NUL in limit with 400'
is "$(by_itself /feed "lastEventId=%FF%FE&limit=%")" 400 'lanyard.cgi answers a query that is not UTF-8 with 400'
curl -s --max-time 30 --digest -u ann:secret "http://127.0.0.1:$port/feed?lastEventId=$last&timeout=25000" >waited &
waiting=$!
sleep 0.7
purchase late 1 | ticket-create -c press >made
wait "$waiting"
is "$(jq -r '.[0].id' waited)" "$(jq -r .id made)" 'a request with a timeout is answered with the next event'

curl -sN --max-time 20 --digest -u ann:secret -H 'Accept: text/event-stream' -H "Last-Event-ID: $last" \
	"http://127.0.0.1:$port/feed" >stream &
listener=$!
soon 10 grep '^data: ' stream
purchase later 1 | ticket-create -c press >made2
has_data() { # COUNT
	[ "$(grep -c '^data: ' stream)" -ge "$1" ]
}
soon 10 has_data 2
sed -n 's/^data: //p' stream >events
cat made made2 >wanted
same events wanted 'server-sent events arrive as they are recorded'
is "$(sed -n 's/^id: //p' stream | tr '\n' ' ')" "$(jq -r .id made made2 | tr '\n' ' ')" "server-sent events have the events' ids"
kill "$listener"
wait "$listener" 2>/dev/null
# The program looks for what is new by one tool after the other.
at_work() {
	pgrep -f "$web/lanyard[.]cgi"
	for process in $(pgrep -x ticket-feed); do
		! tr '\0' ' ' <"/proc/$process/environ" | grep -qF "LANYARD_HOME=$LANYARD_HOME " || echo "$process"
	done 2>/dev/null
}
none_at_work() {
	[ -z "$(at_work)" ]
}
soon 15 none_at_work
is "$(at_work)" '' 'no program runs after the listener has disconnected'
is "$(ls "$web/tmp")" '' "the server's temporary directory is empty after the listener has disconnected"
# The server ends a program whose answer it has, now and then while it cleans up.
for _ in $(seq 75); do
	curl -s --max-time 30 --digest -u ann:secret "http://127.0.0.1:$port/feed?limit=1" >once &
	curl -s --max-time 30 --digest -u ann:secret "http://127.0.0.1:$port/feed?limit=1" >twice
	wait $!
done
same once twice '75 pairs of requests get the same answers'
soon 15 none_at_work
is "$(ls "$web/tmp")" '' "the server's temporary directory is empty after 150 requests"

: >stream # it has lines of the first
curl -sN --max-time 20 --digest -u ann:secret -H 'Accept: text/event-stream' -H "Last-Event-ID: $last" \
	"http://127.0.0.1:$port/feed?lastEventId=$second" >stream &
listener=$!
soon 10 has_data 2
kill "$listener"
wait "$listener" 2>/dev/null
is "$(sed -n 's/^id: //p' stream | head -n 1)" "$(jq -r .id made)" 'Last-Event-ID takes precedence when a listener reconnects'

# Each client may follow twice here.
follow() { # USER FILE
	curl -sN -o /dev/null -w '%{http_code}\n' --max-time 20 --digest -u "$1:secret" -H 'Accept: text/event-stream' \
		"http://127.0.0.1:$port/feed?lastEventId=$second" >"$2" &
	followers="$followers $!"
}
followers=
following() { # HEXADECIMAL-CLIENT NUMBER: whether that many of its places are taken
	taken=0
	for each in "$scratch/spool/following/$1"-*; do
		flock -n "$each" true || taken=$((taken + 1))
	done
	[ "$taken" -eq "$2" ]
}
ok 'a place to follow the feed is free when its listener has gone' soon 15 following 7072657373 0
follow ann stream1
follow ann stream2
soon 15 following 7072657373 2
as ann "/feed?lastEventId=$second" -H 'Accept: text/event-stream'
is "$rc:$(header retry-after):$(jq -r .status "$out")" 429:1:429 'a client that follows the feed too often is answered with 429'
as ann "/feed?lastEventId=$(ticket-feed -c press | tail -n 1 | jq -r .id)&timeout=5000"
is "$rc" 429 'a request with a timeout beyond the limit of followers is answered with 429'
as ann /feed
is "$rc" 200 'a request without a timeout is served beyond the limit of followers'
as bob "/feed?lastEventId=$(ticket-feed -c club | tail -n 1 | jq -r .id)&timeout=10"
is "$rc:$(cat "$out")" '200:[]' 'another client can follow the feed when one has reached its limit'
# shellcheck disable=SC2086 # process ids
{ kill $followers && wait $followers; } 2>/dev/null
soon 15 following 7072657373 0
as ann "/feed?lastEventId=$(ticket-feed -c press | tail -n 1 | jq -r .id)&timeout=10"
is "$rc:$(cat "$out")" '200:[]' 'a client can follow the feed again after its listeners have disconnected'

# Events that are longer than a pipe takes at once, for one who reads slowly.
for number in 1 2 3 4 5 6 7 8; do
	jq -nc --arg r "long/$number" '{reference: $r, purchaser: {name: "A", email: "a@b.example"},
		tickets: [{type: "full", quantity: 400}], payment: "waived"}'
done | ticket-create -c press >long
mkfifo slow
REQUEST_METHOD=GET PATH_INFO=/feed REMOTE_USER=ann LANYARD_CLIENTS=$web/clients LANYARD_HEARTBEAT=0.01 \
	HTTP_ACCEPT=text/event-stream HTTP_LAST_EVENT_ID=$(jq -r .id made2) LANYARD_SPOOL=$scratch/spool \
	"$web/lanyard.cgi" >slow &
slowly=$!
{
	for _ in $(seq 20); do
		sleep 0.05 # it is full by then
		dd bs=4096 count=1 2>/dev/null
	done
	head -c 120000
} <slow >stream
wait "$slowly"
sed -n 's/^data: //p' stream | head -n 6 >events
head -n 6 long >wanted
same events wanted 'a slow listener receives whole server-sent events'

# Busy, or broken.
mkfifo locked enough
flock "$LANYARD_HOME/conference/ticketing.db.lock" sh -c 'echo >locked; read -r _ <enough' &
holder=$!
read -r _ <locked
asked 01890a5d-ac96-774b-bcce-b302099a8007 h7 1 >asked.json
post ann asked.json
is "$rc:$(header retry-after)" 503:1 'a busy store is answered with 503 and Retry-After'
echo >enough
wait "$holder"
post ann asked.json
is "$rc" 201 'a command is carried out when the store is no longer busy'
printf '1e1 press\n\\142ob press\n' >"$web/clients"
is "$(
	export LANYARD_CLIENTS="$web/clients"
	. "$web/lanyard-http.sh"
	client_of 10 && client_of bob && client_of 1e1
)" "$(printf '\n\npress')" 'a user is not matched by another notation of its name or number'
mkdir "$scratch/clock"
printf '#!/bin/sh\necho 1700000000000000000\n' >"$scratch/clock/date"
chmod +x "$scratch/clock/date"
is "$(
	export LANYARD_SPOOL="$scratch/spool2" PATH="$scratch/clock:$PATH"
	. "$web/lanyard-http.sh"
	for reference in 9 5 7; do
		echo $reference >line
		enqueue press "01890a5d-ac96-774b-bcce-b302099a801$reference" line
	done
	cat "$LANYARD_SPOOL"/waiting/*/line | tr '\n' ' '
)" '9 5 7 ' 'commands of the same clock time keep their order in the spool'

# A body that can't be kept is refused, and nothing of it stays. $spool is one of its own.
echo 'ann press' >"$web/clients"
mkdir "$scratch/failing" "$scratch/own"
spool=$scratch/own/spool
leave_by_itself() { # FILE [NAME=VALUE...]: sets $rc to the HTTP status
	file=$1
	shift
	run env REQUEST_METHOD=POST PATH_INFO=/commands REMOTE_USER=ann LANYARD_CLIENTS="$web/clients" \
		CONTENT_TYPE=application/json CONTENT_LENGTH="$(wc -c <"$file" | tr -d ' ')" HTTP_PREFER=respond-async \
		LANYARD_SPOOL="$spool" TMPDIR="$scratch/own" "$@" "$web/lanyard.cgi" <"$file"
	rc=$(sed -n 's/^Status: \([0-9]*\).*/\1/p' "$out")
	no_data
}
failing() { # TOOL LINE: a tool of that name that does this
	rm -f "$scratch"/failing/*
	printf '#!/bin/sh\n%s\n' "$2" >"$scratch/failing/$1"
	chmod 755 "$scratch/failing/$1"
}
carry_out_own() {
	LANYARD_SPOOL=$spool "$root/contrib/http/lanyard-carry-out"
}
asked 01890a5d-ac96-774b-bcce-b302099a8030 h30 1 >asked.json
for tool in cp sync flock date mv; do
	failing $tool 'exit 1'
	leave_by_itself asked.json PATH="$scratch/failing:$PATH"
	is "$rc:$(find "$spool/new" "$spool/waiting" -mindepth 1)" 503: "a command is answered with 503 and leaves nothing in the spool if $tool fails"
done
rm "$spool/order"
mkdir "$spool/order"
leave_by_itself asked.json
is "$rc:$(find "$spool/new" "$spool/waiting" -mindepth 1)" 503: "a command is answered with 503 if the spool can't keep its order"
rmdir "$spool/order"
failing sync 'kill -TERM $PPID; exit 0'
leave_by_itself asked.json PATH="$scratch/failing:$PATH"
is "$rc:$(find "$spool/new" -mindepth 1)" 202: 'a command is kept if the server ends the program while it is synced'
rm -r "$spool"/waiting/*
failing sync 'kill -KILL $PPID'
leave_by_itself asked.json PATH="$scratch/failing:$PATH"
run carry_out_own
is "$(find "$spool/new" -name client | wc -l | tr -d ' ')" 1 'lanyard-carry-out keeps the files of a program that was killed just now'
touch -d '62 minutes ago' "$spool/new"
run carry_out_own
is "$rc:$(find "$spool/new" -name client)" 0: 'lanyard-carry-out removes the files of a program that was killed an hour ago'
for most in =10x -1 1e3 '1 0' 99999999999999999999; do
	leave_by_itself asked.json LANYARD_SPOOL_MAX="$most"
	is "$rc:$(find "$spool/waiting" -mindepth 1)" 500: "LANYARD_SPOOL_MAX=\"$most\" is answered with 500"
	says "LANYARD_SPOOL_MAX is no number, or too great: $most" "the log names LANYARD_SPOOL_MAX=\"$most\""
done
for variable in LANYARD_SPOOL_BYTES LANYARD_FOLLOWERS; do
	leave_by_itself asked.json $variable=many
	is "$rc:$(cat "$err")" "500:lanyard.cgi: $variable is no number, or too great: many" "a $variable that is no number is answered with 500"
done
LANYARD_FOLLOWERS=many run carry_out_own
is "$rc" 78 'lanyard-carry-out exits with 78 if LANYARD_FOLLOWERS is no number'
rm -rf "$spool"/waiting/*
leave_by_itself asked.json LANYARD_SPOOL_BYTES=$(($(wc -c <asked.json) - 1))
is "$rc:$(find "$spool/waiting" -mindepth 1)" 429: 'a command beyond LANYARD_SPOOL_BYTES is answered with 429'
leave_by_itself asked.json LANYARD_SPOOL_BYTES=$(($(wc -c <asked.json) + 1)) # its newline is a tab there, and it has another
is "$rc" 202 'a command within LANYARD_SPOOL_BYTES is answered with 202'
rm -rf "$spool"/waiting/*
for n in 1 2 3 4 5 6 7 8; do
	(
		mkdir "parallel$n" && out=parallel$n/out err=parallel$n/err
		asked 01890a5d-ac96-774b-bcce-b302099a804$n h4$n 1 >parallel$n/asked
		leave_by_itself parallel$n/asked LANYARD_SPOOL_MAX=3
		echo "$rc" >parallel$n/status
	) &
	parallel="${parallel:-} $!"
done
# shellcheck disable=SC2086 # process ids
wait $parallel
is "$(sort parallel*/status | uniq -c | tr -s ' \n' ' '):$(ls "$spool/waiting" | wc -l)" ' 3 202 5 429 :3' \
	'eight requests at the same time leave no more commands than the limit'
rm -rf "$spool"/waiting/*
chmod 644 "$web/users"
leave_by_itself asked.json LANYARD_USERS="$web/users"
is "$rc:$(cat "$err")" "500:lanyard.cgi: $web/users: other users of this machine can read it" \
	'lanyard.cgi answers 500 if other users can read the users file'
as ann /feed
is "$rc" 500 'lighttpd.conf names the users file that lanyard.cgi checks'
chmod 640 "$web/users"
as ann /feed
is "$rc" 200 'the server answers again when the mode of the users file is restored'

# What one client has left does not delay another's.
failing ticket-create "[ \"\$1\" != --describe ] || exec '$bin/ticket-create' --describe
echo \"\$TICKETING_CLIENT\" >>'$scratch/own/order'
echo '{}'"
ln -s "$(command -v true)" "$scratch/failing/sync"
for n in $(seq 10 39) 40; do
	client=press && [ "$n" != 40 ] || client=club
	mkdir "$spool/waiting/$n-$(printf $client | od -An -tx1 | tr -d ' \n')-01890a5d-ac96-774b-bcce-b302099a90$n"
	printf $client >"$spool/waiting/$n-$(printf $client | od -An -tx1 | tr -d ' \n')-01890a5d-ac96-774b-bcce-b302099a90$n/client"
	cp asked.json "$spool/waiting/$n-$(printf $client | od -An -tx1 | tr -d ' \n')-01890a5d-ac96-774b-bcce-b302099a90$n/line"
done
PATH=$scratch/failing:$PATH run carry_out_own
is "$(grep -n club "$scratch/own/order"):$(wc -l <"$scratch/own/order" | tr -d ' ')" 11:club:31 \
	"lanyard-carry-out carries out at most ten commands of a client before another's"
rm -rf "$spool"/answered/* "$scratch"/failing/*

rm -f "$spool/lock"
mkdir "$spool/lock"
run carry_out_own
is "$rc:$(cat "$err")" "73:lanyard-carry-out: $spool/lock: can not be opened" "lanyard-carry-out exits with 73 if it can't open its lock"
rmdir "$spool/lock"

# What is left while others are carried out.
meanwhile() { # HOW-MANY-MORE
	failing ticket-create "[ \"\$1\" != --describe ] || exec '$bin/ticket-create' --describe
number=\$(ls '$spool/answered' | wc -l)
[ \$number -ge $1 ] || {
	id=\$(printf 01890a5d-ac96-774b-bcce-b302099a9%03d \$number)
	mkdir '$scratch/own/next' && echo press >'$scratch/own/next/client' && cp '$PWD/asked.json' '$scratch/own/next/line' &&
		mv '$scratch/own/next' '$spool/waiting/'\$((number + 2))-7072657373-\$id
}
echo '{}'"
	ln -s "$(command -v true)" "$scratch/failing/sync" # a hundred times would take long
}
leave_by_itself asked.json
meanwhile 1
PATH=$scratch/failing:$PATH run carry_out_own
is "$rc:$(ls "$spool/answered" | wc -l):$(ls "$spool/waiting")" 0:2: 'lanyard-carry-out carries out a command that is left while it runs'
rm -r "$spool"/answered/*
leave_by_itself asked.json
meanwhile 200
PATH=$scratch/failing:$PATH run carry_out_own
is "$rc:$(ls "$spool/answered" | wc -l):$(ls "$spool/waiting" | wc -l)" 0:100:1 'lanyard-carry-out ends after 100 commands'

echo 'ann press and more' >"$web/clients"
as ann /feed
is "$rc" 500 'a file of clients with an invalid line is answered with 500'
done_testing
