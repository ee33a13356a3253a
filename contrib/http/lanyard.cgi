#!/bin/sh
# The office over HTTP: a CGI program (RFC 3875) that runs the tools for one client.
#
#     POST /commands        a command, and what came of it: 201, 409, 422, 403
#     GET  /commands/ID     what came of a command
#     GET  /feed            the client's feed: a batch, lines, or server-sent events
#
# The web server authenticates; who REMOTE_USER is, the file LANYARD_CLIENTS says. From
# the server's configuration come LANYARD_HOME, LANYARD_CONFERENCE, LANYARD_CLIENTS and,
# where a command may be left to be carried out later, or the feed followed, LANYARD_SPOOL.
set -uf
here=$(dirname "$0")
. "$here/lanyard-http.sh"

undisturbed
[ -z "$misconfigured" ] || {
	echo "lanyard.cgi: $misconfigured" >&2
	problem 500 'The server is not configured as it should be'
}
work=$(mktemp -d) || problem 500 'No room to work in'
trap 'rm -rf "$work"' EXIT
trap 'undisturbed; exit 1' HUP INT TERM PIPE

# Who is there.
TICKETING_CLIENT=$(client_of "${REMOTE_USER:-}") || problem 500 'Who may be which client is not configured'
[ -n "${REMOTE_USER:-}" ] || problem 401 'Who are you?'
[ -n "$TICKETING_CLIENT" ] || problem 403 'That user is no client'
export TICKETING_CLIENT

# The value of NAME in the query, decoded; nothing where it isn't there. What the shell would
# drop at its end, a NUL or a newline, comes as a question mark, and so to nothing good.
query() { # NAME
	printf '%s' "${QUERY_STRING:-}" | tr '&' '\n' | sed -n "s/^$1=//p" | head -n 1 |
		jq -Rr 'gsub("%(?<x>[0-9A-Fa-f]{2})"; [.x | explode[] | if . > 96 then . - 87 elif . > 64 then . - 55 else . - 48 end]
			| [.[0] * 16 + .[1] | if . < 32 then 63 else . end] | implode)'
}

# Sets $value to the number NAME of the query; to MOST where it is more.
number() { # NAME DEFAULT LEAST MOST
	case "&${QUERY_STRING:-}" in
	*"&$1="*) value=$(query "$1") ;;
	*) value=$2 ;;
	esac
	case $value in
	'' | *[!0-9]* | ????????* | 0?*) value=-1 ;; # sh would take 010 for 8
	esac
	[ "$value" -ge "$3" ] || problem 400 "$1 is a number from $3 to $4"
	[ "$value" -le "$4" ] || value=$4
}

# Commands

# Whether the client would rather not wait (RFC 7240): by a preference of that name, which
# has no value; words within another's are none.
would_rather_leave() {
	printf '%s\n' "${HTTP_PREFER:-}" | sed 's/"\([^"\\]\|\\.\)*"//g' | tr ',' '\n' |
		grep -qiE '^[[:blank:]]*respond-async[[:blank:]]*(=[[:blank:]]*)?(;|$)'
}

post_command() {
	case ${CONTENT_TYPE:-} in
	application/json | application/json[\;\ ]* | application/cloudevents+json | application/cloudevents+json[\;\ ]*) ;;
	*) problem 415 'A command is application/json, or application/cloudevents+json' ;;
	esac
	case ${CONTENT_LENGTH:-} in '' | *[!0-9]*) problem 411 'How long is it?' ;; esac
	[ "$CONTENT_LENGTH" -le 65536 ] || problem 413 'A command is 64 KiB at the most'
	head -c "$CONTENT_LENGTH" >"$work/body" || problem 500 'It could not be read'
	[ "$(wc -c <"$work/body")" -eq "$CONTENT_LENGTH" ] || problem 400 'It was cut off'
	# A line. What stands between JSON's words may be a tab as well; within a text a
	# newline may not be, nor may a tab, so nothing is made good by this.
	tr '\r\n' '\t\t' <"$work/body" >"$work/line" && echo >>"$work/line" || problem 500 'No room to work in'
	find_tool "$work/line" || problem 500 'It could not be done'
	[ -n "$tool" ] || problem 422 '/type: this is no command that can be sent here'
	# What can't be read is not left: the tool says now what is wrong with it.
	[ -z "$type" ] || [ -z "${LANYARD_SPOOL:-}" ] || ! would_rather_leave || leave_command
	"$tool" <"$work/line" >"$work/answer" 2>"$work/said"
	tell_outcome $? "$work/answer" "$work/said"
}

# Puts the command where lanyard-carry-out finds it, on the disk, and says where to look.
leave_command() {
	id=$(jq -r '.id | strings' "$work/line") || problem 500 'It could not be done'
	is_id "$id" || problem 422 'A command that is left has an id, a UUID'
	leave "$TICKETING_CLIENT" "$id" "$work/line"
	case $? in
	0) ;;
	1) problem 429 "So many of your commands wait that no more are taken: $LANYARD_SPOOL_MOST, or $LANYARD_SPOOL_BYTES bytes" \
		'Retry-After: 60' ;;
	*) problem 503 'It could not be kept' 'Retry-After: 60' ;;
	esac
	undisturbed
	printf 'Status: 202 Accepted\r\nLocation: %s/commands/%s\r\nPreference-Applied: respond-async\r\nContent-Length: 0\r\n\r\n' \
		"${SCRIPT_NAME:-}" "$id"
	exit
}

get_command() { # ID
	is_id "$1" || problem 404 'There is no such command'
	ticket-feed --command "$1" >"$work/answer" 2>"$work/said"
	status=$?
	if [ "$status" -ne 0 ] || [ -s "$work/answer" ]; then
		tell_outcome "$status" "$work/answer" "$work/said"
	fi
	find_left "$TICKETING_CLIENT" "$1"
	case $found in
	waiting) reply '202 Accepted' application/json "{\"status\":\"waiting\"}" ;;
	answered) tell_outcome "$(cat "$place/status")" "$place/answer" "$place/said" ;;
	*) problem 404 'There is no such command' ;;
	esac
}

# The feed

# Server-sent events: the page, and what comes then. One program writes at a time, so that
# nothing stands in the middle of an event; while there is none, a word now and then, so
# that we notice that nobody listens any more.
follow_feed() {
	printf 'Content-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n' || stop_following
	while :; do
		if [ -s "$work/page" ]; then
			sed 's/^{"specversion":"1.0","id":"\([^"]*\)".*/id: \1\ndata: &\n/' "$work/page" || stop_following
			last=$(tail -n 1 "$work/page" | cut -d '"' -f 8)
			read_feed --limit 1000
		else
			wait_for_feed "${LANYARD_HEARTBEAT:-15}"
			[ -s "$work/page" ] || printf ':\n\n' 2>/dev/null || stop_following
		fi
		[ "$status" -eq 0 ] || stop_following
	done
}

# Nobody listens, or there is nothing more to be had.
stop_following() {
	undisturbed
	exit
}

# Reads the feed from behind $last into the page, and sets $status.
read_feed() { # OPTION...
	ticket-feed ${last:+--after "$last"} "$@" >"$work/page" 2>"$work/said"
	status=$?
}

# Waits for an event so many SECONDS; the page is empty where none has come.
wait_for_feed() { # SECONDS
	timeout "$1" ticket-feed ${last:+--after "$last"} --follow --limit 1 >"$work/page" 2>"$work/said"
	status=$?
	if [ "$status" -eq 124 ]; then
		status=0
		true >"$work/page" # it comes next time
	fi
}

# Whether a client that follows has a place to do so; the answer, if it has none.
begin_following() {
	take_place "$TICKETING_CLIENT"
	case $? in
	0) ;;
	1) problem 429 "$LANYARD_FOLLOWERS of your requests follow the feed already" "Retry-After: ${LANYARD_HEARTBEAT:-15}" ;;
	*) problem 500 'Who follows the feed can not be counted' ;;
	esac
}

get_feed() {
	# A browser that comes again says how far it was, to the address that it began at.
	last=${HTTP_LAST_EVENT_ID:-}
	last=${last:-$(query lastEventId)}
	[ -z "$last" ] || is_id "$last" || problem 400 'lastEventId is an id of an event'
	number limit 1000 1 1000
	limit=$value
	number timeout 0 0 60000
	timeout=$value
	read_feed --limit "$limit"
	case ${HTTP_ACCEPT:-} in
	*text/event-stream*) [ "$status" -ne 0 ] || { begin_following && follow_feed; } ;;
	esac
	if [ "$status" -eq 0 ] && ! [ -s "$work/page" ] && [ "$timeout" -gt 0 ]; then
		begin_following
		wait_for_feed "$((timeout / 1000)).$(printf %03d $((timeout % 1000)))"
	fi
	[ "$status" -eq 0 ] || tell_failure "$status" "$work/said"
	case ${HTTP_ACCEPT:-} in
	*application/x-ndjson*) reply_file '200 OK' application/x-ndjson "$work/page" ;;
	esac
	{ printf '[' && sed '$!s/$/,/' "$work/page" && printf ']\n'; } >"$work/batch" ||
		problem 500 'No room to work in'
	reply_file '200 OK' application/cloudevents-batch+json "$work/batch"
}

case ${REQUEST_METHOD:-}:${PATH_INFO:-} in
POST:/commands) post_command ;;
GET:/commands/*) get_command "${PATH_INFO#/commands/}" ;;
GET:/feed) get_feed ;;
*:/commands) problem 405 'Commands are posted' 'Allow: POST' ;;
*:/commands/* | *:/feed) problem 405 'This is read' 'Allow: GET' ;;
*) problem 404 'There are commands and a feed' ;;
esac
