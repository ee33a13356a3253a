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
ok 'it is what the tools and the schemas say' is_fresh

# Computed another way: what is published, by the tools of ticketing.
jq -r 'select(.context == "ticketing") | .publishes[]' "$scratch/described" | sort -u >"$scratch/published"
jq -r '.components.messages[].name | strings' "$document" | sort -u >"$scratch/named"
same "$scratch/named" "$scratch/published" 'all that is published is in it, and nothing else'
is "$(grep -ciE 'sponsor|speaker' "$document")" 0 'it does not know who its clients are'
jq -r '.. | objects | ."$ref"? | strings' "$document" | sort -u >"$scratch/refs"
is "$(while read -r ref; do
	case $ref in
	'#'/*) jq -e --arg ref "${ref#\#/}" 'getpath($ref | split("/")) != null' "$document" >/dev/null ;;
	*) [ -f "share/asyncapi/$ref" ] ;;
	esac || echo "$ref"
done <"$scratch/refs")" '' 'each reference leads somewhere'
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
	'and is answered, or refused'

# Its addresses are those at which things are.
subject=$(jq -r '.channels.busCommands.address' "$document")
is "$subject" 'lanyard.cmd.{client}.{conference}.ticketing.{command}' 'on the bus, commands are where bus-consume takes them'
ok 'as its page says' grep -qF 'lanyard.cmd.<client>.<conference>.<context>.<command>.<version>' share/man/lanyard-bus.7

sed -n 's|^ListenStream=/run/lanyard/%i|{user}|p' contrib/systemd/*.socket | sort >"$scratch/sockets"
jq -r '.servers.socket.pathname, (.channels[] | select(.servers[0]."$ref" == "#/servers/socket").address)' "$document" >"$scratch/there"
{ echo /run/lanyard && cat "$scratch/sockets"; } >"$scratch/wanted"
same "$scratch/there" "$scratch/wanted" 'sockets are where the units have them'

# A status over HTTP is said where it is made; 405 is of no operation.
grep -ohE "(problem|reply|reply_file|Status:|status=)[ ']*[0-9]{3}" contrib/http/lanyard.cgi contrib/http/lanyard-http.sh |
	grep -oE '[0-9]{3}$' | grep -vx 405 | sort -u >"$scratch/wanted"
jq -r '.operations | to_entries[] | select(.key | endswith("OverWeb")).value.reply as $reply
	| $reply.messages[]."$ref" | split("/")[-1]' "$document" | sort -u >"$scratch/replies"
jq -r --rawfile replies "$scratch/replies" '.components.messages | to_entries[]
	| select(.key | IN($replies | split("\n")[])) | .value.bindings.http.statusCode // empty' "$document" | sort -u >"$scratch/statuses"
same "$scratch/statuses" "$scratch/wanted" 'its statuses are those that the web program answers with'
is "$(jq -r '.components.messages | to_entries[] | select(.key | startswith("problem")) | .value
	| select(.payload.properties.status.const != .bindings.http.statusCode).title' "$document")" '' 'as the problem says it, too'

done_testing
