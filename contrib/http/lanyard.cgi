#!/bin/sh
# Ticketing over HTTP: a CGI program (RFC 3875) that runs the tools for one client.
#
#     POST /commands        carries out or queues a command: 201, 202, 409, 422, 403
#     GET  /commands/ID     a command's outcome
#     GET  /feed            the client's feed: a batch, lines, or server-sent events
#
# The web server authenticates; the file LANYARD_CLIENTS maps REMOTE_USER to a client. The
# server's configuration sets LANYARD_HOME, LANYARD_CONFERENCE, LANYARD_CLIENTS and, for
# asynchronous commands and for following the feed, LANYARD_SPOOL.
set -uf
here=$(dirname "$0")
. "$here/lanyard-http.sh"

ignore_signals
[ -z "$misconfigured" ] || {
	echo "lanyard.cgi: $misconfigured" >&2
	problem 500 'The server is misconfigured'
}
work=$(mktemp -d) || problem 500 'A scratch file can not be written'
trap 'rm -rf "$work"' EXIT
trap 'ignore_signals; exit 1' HUP INT TERM PIPE

TICKETING_CLIENT=$(client_of "${REMOTE_USER:-}") || problem 500 'The server is misconfigured'
[ -n "${REMOTE_USER:-}" ] || problem 401 'Not authenticated'
[ -n "$TICKETING_CLIENT" ] || problem 403 'The user has no client'
export TICKETING_CLIENT

# Prints the decoded value of NAME in the query; nothing if it is absent. Control characters
# become question marks, which are invalid everywhere: the shell would drop a NUL or a newline.
query() { # NAME
	printf '%s' "${QUERY_STRING:-}" | tr '&' '\n' | sed -n "s/^$1=//p" | head -n 1 |
		jq -Rr 'gsub("%(?<x>[0-9A-Fa-f]{2})"; [.x | explode[] | if . > 96 then . - 87 elif . > 64 then . - 55 else . - 48 end]
			| [.[0] * 16 + .[1] | if . < 32 then 63 else . end] | implode)'
}

# Sets $value to the number NAME of the query, at most MAXIMUM.
read_number() { # NAME DEFAULT MINIMUM MAXIMUM
	case "&${QUERY_STRING:-}" in
	*"&$1="*) value=$(query "$1") ;;
	*) value=$2 ;;
	esac
	case $value in
	'' | *[!0-9]* | ????????* | 0?*) value=-1 ;; # sh would take 010 for 8
	esac
	[ "$value" -ge "$3" ] || problem 400 "$1 must be a number from $3 to $4"
	[ "$value" -le "$4" ] || value=$4
}

# Commands

# Whether the client prefers an asynchronous response (RFC 7240, 4.1). Text within another
# preference's value is not one.
prefers_async() {
	printf '%s\n' "${HTTP_PREFER:-}" | sed 's/"\([^"\\]\|\\.\)*"//g' | tr ',' '\n' |
		grep -qiE '^[[:blank:]]*respond-async[[:blank:]]*(=[[:blank:]]*)?(;|$)'
}

post_command() {
	case ${CONTENT_TYPE:-} in
	application/json | application/json[\;\ ]* | application/cloudevents+json | application/cloudevents+json[\;\ ]*) ;;
	*) problem 415 'A command must be application/json, or application/cloudevents+json' ;;
	esac
	case ${CONTENT_LENGTH:-} in '' | *[!0-9]*) problem 411 'The body must have a length' ;; esac
	[ "$CONTENT_LENGTH" -le 65536 ] || problem 413 'A command has at most 64 KiB'
	head -c "$CONTENT_LENGTH" >"$work/body" || problem 500 'The body can not be read'
	[ "$(wc -c <"$work/body")" -eq "$CONTENT_LENGTH" ] || problem 400 'The body is incomplete'
	# Makes the body one line. JSON allows a tab wherever it allows a newline, and neither in a
	# string, so no invalid body becomes valid (RFC 8259, 2 and 7).
	tr '\r\n' '\t\t' <"$work/body" >"$work/line" && echo >>"$work/line" ||
		problem 500 'A scratch file can not be written'
	find_tool "$work/line" || problem 500 'The tool can not be found'
	[ -n "$tool" ] || problem 422 '/type: not a command that can be sent here'
	# An unreadable command is not queued: the tool reports now what is wrong with it.
	[ -z "$type" ] || [ -z "${LANYARD_SPOOL:-}" ] || ! prefers_async || queue_command
	"$tool" <"$work/line" >"$work/answer" 2>"$work/stderr"
	reply_outcome $? "$work/answer" "$work/stderr"
}

# Queues the command for lanyard-carry-out, and responds with its location.
queue_command() {
	id=$(jq -r '.id | strings' "$work/line") || problem 500 'The id can not be read'
	is_id "$id" || problem 422 '/id: an asynchronous command must have a UUID'
	enqueue "$TICKETING_CLIENT" "$id" "$work/line"
	case $? in
	0) ;;
	1) problem 429 "The client's queue is full: $LANYARD_SPOOL_MAX commands, or $LANYARD_SPOOL_BYTES bytes" \
		'Retry-After: 60' ;;
	*) problem 503 'The command could not be saved' 'Retry-After: 60' ;;
	esac
	ignore_signals
	printf 'Status: 202 Accepted\r\nLocation: %s/commands/%s\r\nPreference-Applied: respond-async\r\nContent-Length: 0\r\n\r\n' \
		"${SCRIPT_NAME:-}" "$id"
	exit
}

get_command() { # ID
	is_id "$1" || problem 404 'There is no such command'
	ticket-feed --command "$1" >"$work/answer" 2>"$work/stderr"
	status=$?
	if [ "$status" -ne 0 ] || [ -s "$work/answer" ]; then
		reply_outcome "$status" "$work/answer" "$work/stderr"
	fi
	find_queued "$TICKETING_CLIENT" "$1"
	case $found in
	waiting) reply '202 Accepted' application/json "{\"status\":\"waiting\"}" ;;
	answered) reply_outcome "$(cat "$stored/status")" "$stored/answer" "$stored/stderr" ;;
	*) problem 404 'There is no such command' ;;
	esac
}

# The feed

# Responds with server-sent events: the page, then new ones. Without any, a comment every
# LANYARD_HEARTBEAT seconds detects a closed connection.
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

# Ends, because the connection is closed or the feed can't be read.
stop_following() {
	ignore_signals
	exit
}

# Reads the feed after $last into the page, and sets $status.
read_feed() { # OPTION...
	ticket-feed ${last:+--after "$last"} "$@" >"$work/page" 2>"$work/stderr"
	status=$?
}

# Waits at most SECONDS for an event; without one, the page is empty.
wait_for_feed() { # SECONDS
	timeout "$1" ticket-feed ${last:+--after "$last"} --follow --limit 1 >"$work/page" 2>"$work/stderr"
	status=$?
	if [ "$status" -eq 124 ]; then
		status=0
		true >"$work/page" # an event that came late is read next time
	fi
}

# Takes a slot for following the feed, or responds with the reason why not.
begin_following() {
	take_follower_slot "$TICKETING_CLIENT"
	case $? in
	0) ;;
	1) problem 429 "$LANYARD_FOLLOWERS of the client's requests follow the feed already" "Retry-After: ${LANYARD_HEARTBEAT:-15}" ;;
	*) problem 500 'The requests that follow the feed can not be counted' ;;
	esac
}

get_feed() {
	# A browser that reconnects sends Last-Event-ID, to the same URL as at first.
	last=${HTTP_LAST_EVENT_ID:-}
	last=${last:-$(query lastEventId)}
	[ -z "$last" ] || is_id "$last" || problem 400 "lastEventId must be an event's id"
	read_number limit 1000 1 1000
	limit=$value
	read_number timeout 0 0 60000
	timeout=$value
	read_feed --limit "$limit"
	case ${HTTP_ACCEPT:-} in
	*text/event-stream*) [ "$status" -ne 0 ] || { begin_following && follow_feed; } ;;
	esac
	if [ "$status" -eq 0 ] && ! [ -s "$work/page" ] && [ "$timeout" -gt 0 ]; then
		begin_following
		wait_for_feed "$((timeout / 1000)).$(printf %03d $((timeout % 1000)))"
	fi
	[ "$status" -eq 0 ] || reply_failure "$status" "$work/stderr"
	case ${HTTP_ACCEPT:-} in
	*application/x-ndjson*) reply_file '200 OK' application/x-ndjson "$work/page" ;;
	esac
	{ printf '[' && sed '$!s/$/,/' "$work/page" && printf ']\n'; } >"$work/batch" ||
		problem 500 'A scratch file can not be written'
	reply_file '200 OK' application/cloudevents-batch+json "$work/batch"
}

case ${REQUEST_METHOD:-}:${PATH_INFO:-} in
POST:/commands) post_command ;;
GET:/commands/*) get_command "${PATH_INFO#/commands/}" ;;
GET:/feed) get_feed ;;
*:/commands) problem 405 'Only POST is allowed' 'Allow: POST' ;;
*:/commands/* | *:/feed) problem 405 'Only GET is allowed' 'Allow: GET' ;;
*) problem 404 'There are only /commands and /feed' ;;
esac
