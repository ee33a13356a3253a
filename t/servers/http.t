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
ticket-client add club --may create-ticket-purchase --types full --waive >/dev/null
ticket-client add bare --may assign-ticket --types full >/dev/null
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
	'the lines of the README make a users file that only its owner and its group can read'

# As it is documented, at places and a port of this test's.
started=
for try in 1 2 3 4 5 6 7 8 9 10; do
	port=$((20000 + ($$ * 11 + try * 991) % 40000))
	sed "/^server.username/d; /^server.groupname/d
		s|^server.port = .*|server.port = $port|
		s|/var/empty|$web|; s|/etc/lanyard/users|$web/users|; s|/etc/lanyard/clients|$web/clients|
		s|/usr/local/lib/lanyard/|$web/|; s|/usr/local/bin:|$bin:|
		s|/srv/lanyard/spool|$scratch/spool|; s|\"/srv/lanyard\"|\"$LANYARD_HOME\"|
		s|\"LC_ALL\"|\"TMPDIR\" => \"$web/tmp\", \"LANYARD_HEARTBEAT\" => \"1\", \"LANYARD_SPOOL_MOST\" => \"4\", \"LANYARD_FOLLOWERS\" => \"2\", \"LC_ALL\"|
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
is "$rc:$(header content-type)" '201:application/cloudevents+json' 'a purchase is made'
json '"\(.client) \(.data.reference) \(.causationid)"' "press h1 $one" 'by the client that the user is'
cp "$out" answer
post ann asked.json
is "$rc" 201 'again, nothing more is made'
same "$out" answer 'and it is answered the same'
ticket-create -c press <asked.json >again
same again answer 'as it is by another way'
asked $one other 2 >conflict
post ann conflict
is "$rc:$(jq -r .data.code "$out")" 409:conflict 'the same id with other data is a conflict'
asked $two h2 500 >many
sed 's/"quantity":500/"quantity":500},{"type":"full","quantity":500},{"type":"full","quantity":1/' many >many-more.json
post bob many-more.json
is "$rc" 409 'a refusal is one, too'
json '.type | split(".")[2]' ticket-purchase-rejected 'an event that says why'
ticket-client amend press --refusals 0 >/dev/null
sed "s/$two/01890a5d-ac96-774b-bcce-b302099a8099/; s/h2/limited/" many-more.json >limited.json
post ann limited.json
is "$rc:$(jq -r .data.code "$out")" 429:hourly_limit 'a client beyond its hourly limit gets 429 and the denial'
ticket-client amend press --clear refusals >/dev/null
asked $three h3 1 >asked.json
post bea asked.json
is "$rc:$(jq -r .data.code "$out")" 403:forbidden 'a client that may not is told'
asked $three h3 0 >bad
post ann bad
is "$rc" 422 'what can not be meant is told'
purchase bare 1 >bad
post ann bad
is "$rc:$(jq -r .pointer "$out")" 422:/type 'nor is a record without its envelope taken for a command'
echo '{"no": "command"}' >bad
post ann bad
is "$rc:$(header content-type)" 422:application/problem+json 'what is no command, too'
for bad in '{' '[]' '{"type":7}' 'nonsense' '' '{"type":"lanyard.ticketing.add-client.v1"}' \
	'{"type":"lanyard.ticketing.create-ticket-purchase.v1"}'; do
	printf '%s' "$bad" >bad
	post ann bad
	is "$rc:$(jq -r .status "$out")" 422:422 "or what is nothing: $bad"
done
for byte in '\n' '\r' '\t' '\0'; do
	asked $three hZ3 1 | tr Z "$byte" >bad
	post ann bad
	is "$rc" 422 "a text that is broken is not mended: ${byte#?}"
done
asked $three h3 1 | sed 's/"quantity":1/"quantity":"one"/' >bad
post ann bad
is "$rc:$(jq -r .data.pointer "$out")" 422:/data/tickets/0/quantity 'the place is told'
asked $three h3 1 | sed 's/"id":"[^"]*"/"id":"mine"/' >bad
post ann bad
is "$rc:$(jq -r .pointer "$out")" 422:/id 'of what can not be answered, too'
asked $three h3 1 | jq . | sed 's/$/\r/' >spread
as bob /commands -H 'Content-Type: application/cloudevents+json; charset=utf-8' --data-binary @spread
is "$rc:$(jq -r .data.reference "$out")" 201:h3 'a command may stand on several lines'
as ann /commands -H 'Content-Type: application/jsonlike' --data-binary @asked.json
is "$rc" 415 'but is no other type'
head -c 70000 /dev/zero | tr '\0' ' ' >bad
post ann bad
is "$rc" 413 'and no longer than a line may be'
as ann /commands -H 'Content-Type: text/plain' --data-binary @asked.json
is "$rc" 415 'it has a type'
head -c 300000 /dev/zero | tr '\0' ' ' >bad
post ann bad -H 'Expect:'
is "$rc" 413 'nor is one read that is far longer'
post ann answer -H 'Transfer-Encoding: chunked'
is "$rc" 422 'one that comes in pieces is read, and an event is no command'
as ann /commands
is "$rc:$(header allow)" 405:POST 'it is posted'
for place in / /lanyard-http.sh /../lanyard-http.sh /..%2flanyard-http.sh /%2e%2e/clients /commands//../../users; do
	as ann "$place" --path-as-is
	is "$rc:$(grep -c lanyard "$out")" 404:0 "elsewhere there is nothing: $place"
done

# Nobody, and who would be another.
run curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/feed"
is "$(cat "$out")" 401 'who does not log in gets nothing'
no_data
run curl -s -o /dev/null -w '%{http_code}' --digest -u ann:wrong "http://127.0.0.1:$port/feed"
is "$(cat "$out")" 401 'nor who says a wrong password'
no_data
as mallory /feed
is "$rc" 403 'a user who is no client may nothing'
as eve /feed
is "$rc" 403 'nor one whose client is not there'
asked $four h4 1 press >claims
post bob claims -H 'Remote-User: ann' -H 'X-Remote-User: ann' -H 'REMOTE_USER: ann' \
	-H 'TICKETING_CLIENT: press' -H 'Ticketing-Client: press'
json '"\(.client) \(.data.client)"' 'club club' 'nothing in a request makes it another client'
as ann "/commands/$four"
is "$rc" 404 'another client learns nothing of it'
as bob "/commands/$four"
is "$rc:$(jq -r .data.reference "$out")" 201:h4 'it does itself'
as ann "/commands/../feed;id"
is "$rc" 404 'what is no id finds nothing'
as ann '/commands/%24%28id%29'
is "$rc" 404 'and is read by no shell'

# Left to be carried out.
asked $five h5 1 >asked.json
post ann asked.json -H 'Prefer: respond-async'
is "$rc:$(header location):$(header preference-applied)" "202:/commands/$five:respond-async" 'a command can be left'
as ann "/commands/$five"
is "$rc" 202 'it waits'
as bob "/commands/$five"
is "$rc" 404 'for its client alone'
asked $three h3 1 >refused
post bea refused -H 'Prefer: respond-async'
six=01890a5d-ac96-774b-bcce-b302099a8006
asked $six h6 1 | sed 's/"waived"/"given"/' >malformed
post ann malformed -H 'Prefer: wait=10, respond-async'
carry_out() {
	LANYARD_SPOOL=$scratch/spool LANYARD_CLIENTS=$web/clients "$root/contrib/http/lanyard-carry-out"
}
mv "$LANYARD_HOME/conference" "$LANYARD_HOME/away"
is "$(find "$scratch/spool" ! -type l -perm /077)" '' 'no other user of the machine may read it'
run carry_out
is "$rc" 75 'while the office can not, they wait'
mv "$LANYARD_HOME/away" "$LANYARD_HOME/conference"
run carry_out
silent 'then they are carried out'
as ann "/commands/$five"
is "$rc:$(jq -r '"\(.client) \(.data.reference)"' "$out")" '201:press h5' 'as the client who left it'
as bea "/commands/$three"
is "$rc:$(jq -r .data.code "$out")" 403:forbidden 'a denial is reported as well'
as ann "/commands/$six"
is "$rc:$(jq -r .data.code "$out")" 422:malformed 'and what could not be read'
post ann asked.json -H 'Prefer: respond-async'
run carry_out
as ann "/commands/$five"
is "$rc:$(ticket-feed | grep -c '"reference":"h5"')" 201:1 'left twice, it is done once'
echo '{"type":"lanyard.ticketing.create-ticket-purchase.v1"}' >bad
post ann bad -H 'Prefer: respond-async'
is "$rc" 422 'without an id nothing can be left'

find "$scratch/spool" "$web" | wc -l >before
jq -c --arg id "$five
/../../../web/there" '.id = $id' asked.json >bad
post ann bad -H 'Prefer: respond-async'
is "$rc" 422 'an id is an id, and no path'
find "$scratch/spool" "$web" | wc -l >after
same before after 'nothing is left anywhere'

for preference in respond-asynchronous-not x-respond-async 'respond-async-not=1' 'wait="1, respond-async"' \
	'respond-async=no' 'wait=1; respond-async'; do
	post ann asked.json -H "Prefer: $preference"
	is "$rc" 201 "what only looks like that preference is none: $preference"
done
for preference in 'Respond-Async' 'foo="a\"b", respond-async;x=1'; do
	post ann asked.json -H "Prefer: $preference"
	is "$rc" 202 "and so it may be written: $preference"
done
run carry_out

# One client's nonsense is its own affair.
for more in ' 1' ' "x"' ' {}' ',' "$(cat asked.json)"; do
	printf '%s' "$(cat asked.json)$more" >bad
	post ann bad -H 'Prefer: respond-async'
	is "$rc:$(header content-type)" 422:application/problem+json "what is not one command is not left: ${more%%:*}"
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
silent 'what can not be meant holds nobody back'
as bob "/commands/$ten"
is "$rc" 201 'others go on'
for id in $seven $eight $nine $two; do
	as ann "/commands/$id"
	is "$rc:$(jq -r .status "$out")" 422:422 "it is answered: $(jq -r .detail "$out")"
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
is "$rc:$(grep -c 'exited 139\|is not all there' "$err")" 75:2 'what makes its tool crash is told, and what is damaged'
as bob "/commands/$eight"
is "$rc" 201 'others go on then, too'
as bea "/commands/$twelve"
is "$rc" 202 'but what the same client has left behind it, in its order'
rm -r "$scratch/spool/waiting/1-7072657373-$seven"
run carry_out
silent 'until it can be done'
as bea "/commands/$eleven"
is "$rc" 422 'it first'
as bea "/commands/$twelve"
is "$rc" 403 'and then the other'
rm "$scratch/spool/waiting/README" "$scratch/spool/waiting/.README.swp"

# A client that does not stop.
n=20
while [ $n -lt 24 ]; do
	asked 01890a5d-ac96-774b-bcce-b302099a80$n "h$n" 1 >many
	post bob many -H 'Prefer: respond-async'
	n=$((n + 1))
done
is "$rc" 202 'a client can leave so many'
asked 01890a5d-ac96-774b-bcce-b302099a8024 h24 1 >many
post bob many -H 'Prefer: respond-async'
is "$rc:$(header retry-after)" 429:60 'and no more while they wait'
is "$(find "$scratch/spool/new" -mindepth 1)" '' 'of which nothing is kept'
post ann many -H 'Prefer: respond-async'
is "$rc" 202 'another client can'
run carry_out
post bob many -H 'Prefer: respond-async'
is "$rc" 202 'and so can it when they are done'
run carry_out

is "$(find "$scratch/spool/answered" -name '*-01890a5d-ac96-774b-bcce-b302099a802?')" '' 'a recorded outcome is kept in the feed alone'
# A client whose commands are all refused, and not recorded: its answers.
for n in 31 32 33 34 35 36; do
	asked 01890a5d-ac96-774b-bcce-b302099a80$n h$n 1 | sed 's/"waived"/"given"/' >bad
	post bob bad -H 'Prefer: respond-async'
	LANYARD_SPOOL_MOST=4 run carry_out
done
is "$(find "$scratch/spool/answered" -name '636c7562-*' | wc -l | tr -d ' ')" 4 \
	'as many answers of one client are kept as it may have commands waiting'
as bob /commands/01890a5d-ac96-774b-bcce-b302099a8031
is "$rc" 404 'its oldest answers are removed'
as bob /commands/01890a5d-ac96-774b-bcce-b302099a8036
is "$rc" 422 'its newest answers are kept'
is "$(find "$scratch/spool/answered" -name line)" '' 'a command that was answered is not kept'
as ann "/commands/$two"
is "$rc" 422 'the answers of another client are kept'
LANYARD_SPOOL_BYTES=400 run carry_out
is "$(find "$scratch/spool/answered" -name '636c7562-*' | wc -l | tr -d ' ')" 0 \
	'answers of one client are kept up to a number of bytes'

# The feed.
ticket-feed -c press >feed
as ann /feed
is "$rc:$(header content-type)" 200:application/cloudevents-batch+json 'the feed is a batch of events'
jq -c '.[]' "$out" >events
jq -c . feed >wanted
same events wanted 'the client'"'"'s own'
as ann /feed -H 'Accept: application/x-ndjson'
same "$out" feed 'or its lines'
second=$(sed -n 2p feed | jq -r .id)
as ann "/feed?lastEventId=$second&limit=1" -H 'Accept: application/x-ndjson'
sed -n 3p feed >third
same "$out" third 'from an event on'
last=$(tail -n 1 feed | jq -r .id)
as ann "/feed?lastEventId=$last"
is "$rc:$(cat "$out")" '200:[]' 'at its end there is nothing'
as ann "/feed?lastEventId=$last&timeout=300"
is "$rc:$(cat "$out")" '200:[]' 'nor while one waits in vain'
as ann "/feed?lastEventId=$five"
is "$rc" 422 'an event that is not there is told'
for wrong in 'lastEventId=3;id' 'limit=x' 'timeout=08' 'limit=010' 'timeout=-1' 'lastEventId=$(id)' 'limit=99999999999999999999' \
	limit=0 limit=00 limit=%30 limit= limit=1%0a limit=1.5 limit=%2B1 limit=0x1 limit=1e3 timeout= timeout=%0a1 timeout=60000ms; do
	as ann "/feed?$wrong"
	is "$rc" 400 "what can not be meant, too: $wrong"
done
as ann "/feed?limit=2000&timeout=0" -H 'Accept: application/x-ndjson'
same "$out" feed 'more than there can be is as much as can be'
for more in '%0A-c%0Aorganiser' '%20-c%20organiser' '%0d%0a-c%0d%0aorganiser' '%09-c%09organiser' '%00'; do
	as bob "/feed?lastEventId=$second$more"
	is "$rc" 400 "an id is one word: $more"
done
# Where a server hands such things on, the program by itself refuses them as well.
by_itself() { # PATH QUERY
	env REQUEST_METHOD=GET PATH_INFO="$1" QUERY_STRING="$2" REMOTE_USER=bob LANYARD_CLIENTS="$web/clients" \
		"$web/lanyard.cgi" >"$out" 2>"$err"
	sed -n 's/^Status: \([0-9]*\).*/\1/p' "$out"
}
is "$(by_itself /feed "lastEventId=$second%0A-c%0Aorganiser")" 400 'whatever the server lets through'
is "$(by_itself "$(printf '/commands/%s\n-c\norganiser' $four)" '')" 404 'or in the path'
is "$(by_itself /feed "limit=1%0A2")" 400 'or in a number'
is "$(by_itself /feed "limit=5%00")" 400 'or behind it'
is "$(by_itself /feed "lastEventId=%FF%FE&limit=%")" 400 'or what is no text'
curl -s --max-time 30 --digest -u ann:secret "http://127.0.0.1:$port/feed?lastEventId=$last&timeout=25000" >waited &
waiting=$!
sleep 0.7
purchase late 1 | ticket-create -c press >made
wait "$waiting"
is "$(jq -r '.[0].id' waited)" "$(jq -r .id made)" 'who waits is given what comes'

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
same events wanted 'server-sent events come as they are made'
is "$(sed -n 's/^id: //p' stream | tr '\n' ' ')" "$(jq -r .id made made2 | tr '\n' ' ')" 'with their ids'
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
is "$(at_work)" '' 'when nobody listens any more, no program is left behind'
is "$(ls "$web/tmp")" '' 'nor a file'
# The server ends a program whose answer it has, now and then while it cleans up.
for _ in $(seq 75); do
	curl -s --max-time 30 --digest -u ann:secret "http://127.0.0.1:$port/feed?limit=1" >once &
	curl -s --max-time 30 --digest -u ann:secret "http://127.0.0.1:$port/feed?limit=1" >twice
	wait $!
done
same once twice 'who asks often is answered'
soon 15 none_at_work
is "$(ls "$web/tmp")" '' 'and nothing of it is left'

: >stream # it has lines of the first
curl -sN --max-time 20 --digest -u ann:secret -H 'Accept: text/event-stream' -H "Last-Event-ID: $last" \
	"http://127.0.0.1:$port/feed?lastEventId=$second" >stream &
listener=$!
soon 10 has_data 2
kill "$listener"
wait "$listener" 2>/dev/null
is "$(sed -n 's/^id: //p' stream | head -n 1)" "$(jq -r .id made)" 'who comes again goes on from where it was'

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
is "$rc:$(header retry-after):$(jq -r .status "$out")" 429:1:429 'a client that follows the feed too often gets 429'
as ann "/feed?lastEventId=$(ticket-feed -c press | tail -n 1 | jq -r .id)&timeout=5000"
is "$rc" 429 'so does its request that would wait for an event'
as ann /feed
is "$rc" 200 'but one that reads what there is is served'
as bob "/feed?lastEventId=$(ticket-feed -c club | tail -n 1 | jq -r .id)&timeout=10"
is "$rc:$(cat "$out")" '200:[]' 'another client may follow'
# shellcheck disable=SC2086 # process ids
{ kill $followers && wait $followers; } 2>/dev/null
soon 15 following 7072657373 0
as ann "/feed?lastEventId=$(ticket-feed -c press | tail -n 1 | jq -r .id)&timeout=10"
is "$rc:$(cat "$out")" '200:[]' 'a client whose listeners have gone may follow again'

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
same events wanted 'no word stands in the middle of an event'

# Busy, or broken.
mkfifo locked enough
flock "$LANYARD_HOME/conference/ticketing.db.lock" sh -c 'echo >locked; read -r _ <enough' &
holder=$!
read -r _ <locked
asked 01890a5d-ac96-774b-bcce-b302099a8007 h7 1 >asked.json
post ann asked.json
is "$rc:$(header retry-after)" 503:1 'while the office is busy one is asked to come again'
echo >enough
wait "$holder"
post ann asked.json
is "$rc" 201 'then it is done'
printf '1e1 press\n\\142ob press\n' >"$web/clients"
is "$(
	export LANYARD_CLIENTS="$web/clients"
	. "$web/lanyard-http.sh"
	client_of 10 && client_of bob && client_of 1e1
)" "$(printf '\n\npress')" 'a user is who is named, and nobody alike'
mkdir "$scratch/clock"
printf '#!/bin/sh\necho 1700000000000000000\n' >"$scratch/clock/date"
chmod +x "$scratch/clock/date"
is "$(
	export LANYARD_SPOOL="$scratch/spool2" PATH="$scratch/clock:$PATH"
	. "$web/lanyard-http.sh"
	for reference in 9 5 7; do
		echo $reference >line
		leave press "01890a5d-ac96-774b-bcce-b302099a801$reference" line
	done
	cat "$LANYARD_SPOOL"/waiting/*/line | tr '\n' ' '
)" '9 5 7 ' 'what is left stays in order, whatever the clock says'

# What can't be kept is told, and nothing of it stays. $spool is one of its own.
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
	is "$rc:$(find "$spool/new" "$spool/waiting" -mindepth 1)" 503: "what can not be kept leaves nothing there, as on a full disk: $tool"
done
rm "$spool/order"
mkdir "$spool/order"
leave_by_itself asked.json
is "$rc:$(find "$spool/new" "$spool/waiting" -mindepth 1)" 503: 'where no order can be kept, one is told to come again'
rmdir "$spool/order"
failing sync 'kill -TERM $PPID; exit 0'
leave_by_itself asked.json PATH="$scratch/failing:$PATH"
is "$rc:$(find "$spool/new" -mindepth 1)" 202: 'what is being kept when the server ends the program is kept'
rm -r "$spool"/waiting/*
failing sync 'kill -KILL $PPID'
leave_by_itself asked.json PATH="$scratch/failing:$PATH"
run carry_out_own
is "$(find "$spool/new" -name client | wc -l | tr -d ' ')" 1 'what a program has just been about is not taken from it'
touch -d '62 minutes ago' "$spool/new"
run carry_out_own
is "$rc:$(find "$spool/new" -name client)" 0: 'what one left that was killed is gone after an hour'
for most in =10x -1 1e3 '1 0' 99999999999999999999; do
	leave_by_itself asked.json LANYARD_SPOOL_MOST="$most"
	is "$rc:$(find "$spool/waiting" -mindepth 1)" 500: "a limit that is no number is not taken for none: $most"
	says "LANYARD_SPOOL_MOST is no number, or too great: $most" 'and the log says so'
done
for variable in LANYARD_SPOOL_BYTES LANYARD_FOLLOWERS; do
	leave_by_itself asked.json $variable=many
	is "$rc:$(cat "$err")" "500:lanyard.cgi: $variable is no number, or too great: many" "no number is no limit: $variable"
done
LANYARD_FOLLOWERS=many run carry_out_own
is "$rc" 78 'nothing is carried out without limits'
rm -rf "$spool"/waiting/*
leave_by_itself asked.json LANYARD_SPOOL_BYTES=$(($(wc -c <asked.json) - 1))
is "$rc:$(find "$spool/waiting" -mindepth 1)" 429: 'a client leaves commands up to a number of bytes'
leave_by_itself asked.json LANYARD_SPOOL_BYTES=$(($(wc -c <asked.json) + 1)) # its newline is a tab there, and it has another
is "$rc" 202 'a command that just fits is taken'
rm -rf "$spool"/waiting/*
for n in 1 2 3 4 5 6 7 8; do
	(
		mkdir "parallel$n" && out=parallel$n/out err=parallel$n/err
		asked 01890a5d-ac96-774b-bcce-b302099a804$n h4$n 1 >parallel$n/asked
		leave_by_itself parallel$n/asked LANYARD_SPOOL_MOST=3
		echo "$rc" >parallel$n/status
	) &
	parallel="${parallel:-} $!"
done
# shellcheck disable=SC2086 # process ids
wait $parallel
is "$(sort parallel*/status | uniq -c | tr -s ' \n' ' '):$(ls "$spool/waiting" | wc -l)" ' 3 202 5 429 :3' \
	'requests in parallel do not pass the limit'
rm -rf "$spool"/waiting/*
chmod 644 "$web/users"
leave_by_itself asked.json LANYARD_USERS="$web/users"
is "$rc:$(cat "$err")" "500:lanyard.cgi: $web/users: other users of this machine can read it" \
	'with a users file that everybody can read no request is served'
as ann /feed
is "$rc" 500 'lighttpd.conf names that file'
chmod 640 "$web/users"
as ann /feed
is "$rc" 200 'and the server goes on when its mode is right again'

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
	'before a command of a client at most ten of each other one are carried out'
rm -rf "$spool"/answered/* "$scratch"/failing/*

rm -f "$spool/lock"
mkdir "$spool/lock"
run carry_out_own
is "$rc:$(cat "$err")" "73:lanyard-carry-out: $spool/lock: can not be opened" 'without a lock nothing is carried out'
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
is "$rc:$(ls "$spool/answered" | wc -l):$(ls "$spool/waiting")" 0:2: 'what is left during a run is carried out by it'
rm -r "$spool"/answered/*
leave_by_itself asked.json
meanwhile 200
PATH=$scratch/failing:$PATH run carry_out_own
is "$rc:$(ls "$spool/answered" | wc -l):$(ls "$spool/waiting" | wc -l)" 0:100:1 'but no run goes on for ever'

echo 'ann press and more' >"$web/clients"
as ann /feed
is "$rc" 500 'without a usable file of clients there is no guessing'
done_testing
