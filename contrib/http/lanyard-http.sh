# shellcheck shell=sh
# What the CGI program and lanyard-carry-out share: clients, tools, answers, the spool.
umask 077 # the spool has people's e-mail addresses

# The limits of one client: commands that wait, their bytes, and the same of stored answers;
# requests that follow the feed. If a limit is not a number, or other users can read the file
# of users (its hashes, HA1, are as good as passwords), $misconfigured is the reason, and the
# CGI program does nothing.
LANYARD_SPOOL_MAX=${LANYARD_SPOOL_MAX:-1000}
LANYARD_SPOOL_BYTES=${LANYARD_SPOOL_BYTES:-16000000}
LANYARD_FOLLOWERS=${LANYARD_FOLLOWERS:-8}
misconfigured=''
for limit in LANYARD_SPOOL_MAX="$LANYARD_SPOOL_MAX" LANYARD_SPOOL_BYTES="$LANYARD_SPOOL_BYTES" \
	LANYARD_FOLLOWERS="$LANYARD_FOLLOWERS"; do
	case ${limit#*=} in
	*[!0-9]* | ??????????*) misconfigured="${limit%%=*} is no number, or too great: ${limit#*=}" ;;
	esac
done
if [ -n "${LANYARD_USERS:-}" ] && [ -n "$(find "$LANYARD_USERS" -perm /007)" ]; then
	misconfigured="$LANYARD_USERS: other users of this machine can read it"
fi

# Prints USER's client; nothing if it has none. Fails without a usable file.
# USER comes by the environment and is compared as text: awk would take 10 and 1e1 for one
# user, and in -v \141 for an a.
client_of() { # USER
	USER_NAME=$1 awk '
		/^[ \t]*(#|$)/ { next }
		NF != 2 { bad = 1 }
		$1 "" == ENVIRON["USER_NAME"] "" { client = $2; found++ }
		END { if (bad || found > 1) exit 1; print client }' "${LANYARD_CLIENTS:-/etc/lanyard/clients}" 2>/dev/null
}

# Sets $type to that of the command in the file LINE, and $tool to the tool whose --describe
# has that command; empty: none has. If LINE is not one object, $type is empty, and $tool is
# ticket-create, which reports what is wrong with it. Fails if jq or a tool fails.
find_tool() { # LINE
	tool=ticket-create
	type=$(jq -Rrs '(try fromjson catch null) | objects | "=" + ((.type | strings) // "")' "$1") || return
	[ -n "$type" ] || return 0
	type=${type#=}
	for tool in ticket-create ticket-pay ticket-refund ticket-extend ticket-reopen ticket-cancel ticket-amend \
		ticket-assign ticket-unassign; do
		"$tool" --describe | jq -e --arg type "$type" '.commands | index($type)' >/dev/null
		case $? in
		0) return ;;
		1) ;;
		*) return 1 ;;
		esac
	done
	tool=''
}

# Whether all of TEXT is a UUID; grep would accept a text of which one line is.
hex4='[0-9a-f][0-9a-f][0-9a-f][0-9a-f]'
is_id() { # TEXT
	# shellcheck disable=SC2254 # a pattern
	case $1 in
	$hex4$hex4-$hex4-$hex4-$hex4-$hex4$hex4$hex4) ;;
	*) return 1 ;;
	esac
}

# The server terminates a program whose answer is complete. Without these signals the EXIT
# trap removes the scratch files, which have people's e-mail addresses. After a KILL,
# lanyard-carry-out removes what is left in the spool, and PrivateTmp what is left in TMPDIR.
ignore_signals() {
	trap '' HUP INT TERM
}

# Responses; each ends the program.

reply_file() { # STATUS TYPE FILE [HEADER]
	ignore_signals
	printf 'Status: %s\r\nContent-Type: %s\r\nCache-Control: no-store\r\n' "$1" "$2"
	[ -z "${4:-}" ] || printf '%s\r\n' "$4"
	printf 'Content-Length: %s\r\n\r\n' "$(wc -c <"$3")"
	cat "$3"
	exit
}

reply() { # STATUS TYPE TEXT [HEADER]
	ignore_signals
	printf 'Status: %s\r\nContent-Type: %s\r\nCache-Control: no-store\r\n' "$1" "$2"
	[ -z "${4:-}" ] || printf '%s\r\n' "$4"
	printf '\r\n%s\n' "$3"
	exit
}

# Responds with a problem (RFC 9457); DETAIL may begin with a JSON pointer and ": ".
problem() { # STATUS DETAIL [HEADER]
	case $1 in
	400) title='Bad Request' ;;
	401) title='Unauthorized' ;;
	403) title='Forbidden' ;;
	404) title='Not Found' ;;
	405) title='Method Not Allowed' ;;
	411) title='Length Required' ;;
	413) title='Content Too Large' ;;
	415) title='Unsupported Media Type' ;;
	422) title='Unprocessable Content' ;;
	429) title='Too Many Requests' ;;
	503) title='Service Unavailable' ;;
	*) title='Internal Server Error' ;;
	esac
	reply "$1 $title" application/problem+json \
		"$(jq -nc --argjson status "$1" --arg title "$title" --arg detail "$2" '{$title, $status} +
			({$detail} + ($detail | capture("^(?<pointer>/[^:]*): (?<detail>.*)") // {}))')" \
		"${3:-}"
}

# Responds with the failure of a tool that has printed no answer.
reply_failure() { # STATUS STDERR
	message=$(head -n 1 "$2" | cut -c 1-1000)
	message=${message#*: }
	case $1 in
	65) problem 422 "${message#stdin:1: }" ;;
	75) problem 503 'Busy for now' 'Retry-After: 1' ;;
	77) problem 403 "$message" ;;
	*) problem 500 'The tool failed' ;; # a client must not learn the server's paths
	esac
}

# Responds with a command's outcome: the tool's answer or, without one, its failure.
reply_outcome() { # STATUS ANSWER STDERR
	[ -s "$2" ] || reply_failure "$1" "$3"
	outcome=$(jq -rn 'input | (.type | split(".")[2]) + ":" + (.data.code // "")' "$2") ||
		problem 500 'The answer can not be read'
	case $outcome in
	command-refused:conflict) status='409 Conflict' ;;
	command-refused:forbidden | command-refused:reservation_too_long) status='403 Forbidden' ;;
	command-refused:hourly_limit) status='429 Too Many Requests' ;;
	command-refused:*) status='422 Unprocessable Content' ;;
	*-rejected:*) status='409 Conflict' ;;
	*) status='201 Created' ;;
	esac
	type=application/cloudevents+json
	[ "$(wc -l <"$2")" -eq 1 ] || type=application/x-ndjson
	reply_file "$status" "$type" "$2"
}

# The spool has a command in LANYARD_SPOOL/waiting/<time>-<client>-<id>/, and its outcome in
# LANYARD_SPOOL/answered/<client>-<id>/. There a client's name is hexadecimal.

hex_of_client() { # CLIENT
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
}

# Prints the names of waiting commands, in order of arrival: their times have nineteen digits,
# so they sort as text. Skips other files.
waiting() {
	find "$LANYARD_SPOOL/waiting" -mindepth 1 -maxdepth 1 \
		-name "[0-9]*-*-????????-????-????-????-????????????" -printf '%f\n' | sort
}

# Prints the time, or, if the clock was set back, a time after all waiting commands.
next_time() {
	next=$(date -u +%s%N) && latest=$(waiting | tail -n 1) || return
	latest=${latest%%-*}
	[ "$next" -gt "${latest:-0}" ] || next=$((latest + 1))
	echo "$next"
}

# Whether one more command of CLIENT, in the file LINE, would exceed a limit.
is_queue_full() { # CLIENT LINE
	find "$LANYARD_SPOOL/waiting" -mindepth 1 -maxdepth 2 -printf '%y %s %P\n' |
		awk -v name="$(hex_of_client "$1")" -v more="$(wc -c <"$2")" \
			-v most="$LANYARD_SPOOL_MAX" -v bytes="$LANYARD_SPOOL_BYTES" '
			{ split($3, part, "-") }
			part[2] != name { next }
			$1 == "d" { count++ }
			$1 == "f" { size += $2 }
			END { exit !(count >= most || size + more > bytes) }'
}

# Appends the file LINE to the queue as a command of CLIENT, synced to disk. 1: CLIENT's queue
# is full; 2: it failed; in both cases nothing is stored. The lock makes counting and
# appending atomic.
enqueue() { # CLIENT ID LINE
	ignore_signals
	new=$LANYARD_SPOOL/new
	mkdir -p "$LANYARD_SPOOL/waiting" "$LANYARD_SPOOL/answered" || return 2
	# A failed exec would end the shell, but for "command".
	{ command exec 8>"$LANYARD_SPOOL/order"; } 2>/dev/null && flock -w 10 8 || return 2
	rm -rf "$new" # left by a killed program
	! is_queue_full "$1" "$3" || return 1
	append_to_queue "$@"
	set -- $?
	[ "$1" -eq 0 ] || rm -rf "$new"
	return "$1"
}

append_to_queue() { # CLIENT ID LINE
	mkdir "$new" && cp "$3" "$new/line" && printf '%s' "$1" >"$new/client" &&
		sync "$new/line" "$new/client" "$new" &&
		enqueued_at=$(next_time) &&
		mv "$new" "$LANYARD_SPOOL/waiting/$enqueued_at-$(hex_of_client "$1")-$2" &&
		sync "$LANYARD_SPOOL/waiting" || return 2
}

# Takes one of CLIENT's slots for following the feed, until this program and its children have
# ended. 1: none is free; 2: it failed.
take_follower_slot() { # CLIENT
	[ -n "${LANYARD_SPOOL:-}" ] && mkdir -p "$LANYARD_SPOOL/following" || return 2
	followers=$LANYARD_SPOOL/following/$(hex_of_client "$1")
	number=$LANYARD_FOLLOWERS
	while [ "$number" -gt 0 ]; do
		{ command exec 7>"$followers-$number"; } 2>/dev/null || return 2
		! flock -n 7 || return 0
		number=$((number - 1))
	done
	return 1
}

# Sets $found to waiting, answered or nothing, and $stored to the directory of the outcome.
find_queued() { # CLIENT ID
	found='' stored=''
	[ -n "${LANYARD_SPOOL:-}" ] || return 0
	name=$(hex_of_client "$1")-$2
	stored=$LANYARD_SPOOL/answered/$name
	if [ -n "$(find "$LANYARD_SPOOL/waiting" -maxdepth 1 -name "*-$name" 2>/dev/null | head -n 1)" ]; then
		found=waiting
	elif [ -d "$stored" ]; then
		found=answered
	fi
}
