#!/bin/sh
# The API document is what the tools and the schemas say.
. "$(dirname "$0")/lib.sh"
cd "$root" || exit
document=share/asyncapi/lanyard.json

for tool in "$bin"/*; do "$tool" --describe; done >"$scratch/described"
is_fresh() {
	jq -n -f share/asyncapi/generate.jq "$scratch/described" share/schemas/*/*.json |
		diff "$document" - || {
		echo 'run "make api"'
		return 1
	}
}
ok 'share/asyncapi/lanyard.json is generated from the tools and the schemas ("make api")' is_fresh

# Computed another way: what is published, by the tools of ticketing.
jq -r 'select(.context == "ticketing") | .publishes[]' "$scratch/described" | sort -u >"$scratch/published"
jq -r '.components.messages[].name | strings' "$document" | sort -u >"$scratch/named"
same "$scratch/named" "$scratch/published" 'the document has the published messages and no others'
is "$(grep -ciE 'sponsor|speaker' "$document")" 0 'the document names no client'
jq -r '.. | objects | ."$ref"? | strings' "$document" | sort -u >"$scratch/refs"
is "$(while read -r ref; do
	case $ref in
	'#'/*) jq -e --arg ref "${ref#\#/}" 'getpath($ref | split("/")) != null' "$document" >/dev/null ;;
	*) [ -f "share/asyncapi/$ref" ] ;;
	esac || echo "$ref"
done <"$scratch/refs")" '' 'each reference of the document resolves'
is "$(jq -r '.channels as $channels | .operations | to_entries[] | .value as $operation | .key as $name
	| ($operation, $operation.reply // empty)
	| (.channel."$ref" | split("/")[-1]) as $channel
	| .messages[]."$ref" | split("/")[-1]
	| select($channels[$channel].messages[.] == null) | "\($name) \(.)"' "$document")" '' \
	'each operation has messages of its channel'
is "$(jq -r '[.operations[] | select(.action == "receive")] | map(.messages[]."$ref" | split("/")[-1]) | unique - ["webRequest"] | length' "$document")" \
	"$(jq -r 'select(.context == "ticketing") | .commands as $c | .publishes[] | select(IN($c[]))' "$scratch/described" | sort -u | wc -l | tr -d ' ')" \
	'each published command can be sent'
is "$(jq -r '.operations | map_values(select(.action == "receive" and (.reply.messages | length) < 2)) | keys[]' "$document")" '' \
	'each command that can be sent has a reply for success and one for failure'

# Its addresses are those at which things are.
subject=$(jq -r '.channels.busCommands.address' "$document")
is "$subject" 'lanyard.cmd.{client}.{conference}.ticketing.{command}' "the document's address of commands on the bus is the subject of bus-consume"
ok 'lanyard-bus(7) has the same subject of commands' grep -qF 'lanyard.cmd.<client>.<conference>.<context>.<command>.<version>' share/man/lanyard-bus.7

sed -n 's|^ListenStream=/run/lanyard/%i|{user}|p' contrib/systemd/*.socket | sort >"$scratch/sockets"
jq -r '.servers.socket.pathname, (.channels[] | select(.servers[0]."$ref" == "#/servers/socket").address)' "$document" >"$scratch/there"
{ echo /run/lanyard && cat "$scratch/sockets"; } >"$scratch/wanted"
same "$scratch/there" "$scratch/wanted" "the document's socket paths are those of the systemd units"

# A status over HTTP is said where it is made; 405 is of no operation.
grep -ohE "(problem|reply|reply_file|Status:|status=)[ ']*[0-9]{3}" contrib/http/lanyard.cgi contrib/http/lanyard-http.sh |
	grep -oE '[0-9]{3}$' | grep -vx 405 | sort -u >"$scratch/wanted"
jq -r '.operations | to_entries[] | select(.key | endswith("OverWeb")).value.reply as $reply
	| $reply.messages[]."$ref" | split("/")[-1]' "$document" | sort -u >"$scratch/replies"
jq -r --rawfile replies "$scratch/replies" '.components.messages | to_entries[]
	| select(.key | IN($replies | split("\n")[])) | .value.bindings.http.statusCode // empty' "$document" | sort -u >"$scratch/statuses"
same "$scratch/statuses" "$scratch/wanted" "the document's HTTP statuses are those of lanyard.cgi"
is "$(jq -r '.components.messages | to_entries[] | select(.key | startswith("problem")) | .value
	| select(.payload.properties.status.const != .bindings.http.statusCode).title' "$document")" '' "each problem's status is the HTTP status of its message"

done_testing
