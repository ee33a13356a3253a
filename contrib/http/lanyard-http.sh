# shellcheck shell=sh
# What the CGI program and lanyard-carry-out share: clients, tools, answers, the spool.
umask 077 # what is kept has people's e-mail addresses

# The limits of one client: commands that wait, their bytes, and the same of the answers that
# are kept; requests that follow the feed. A limit that is no number would be none, and a users
# file that everybody can read gives everybody's password away (HA1): then $misconfigured says
# so, and the CGI program does nothing.
LANYARD_SPOOL_MOST=${LANYARD_SPOOL_MOST:-1000}
LANYARD_SPOOL_BYTES=${LANYARD_SPOOL_BYTES:-16000000}
LANYARD_FOLLOWERS=${LANYARD_FOLLOWERS:-8}
misconfigured=''
for limit in LANYARD_SPOOL_MOST="$LANYARD_SPOOL_MOST" LANYARD_SPOOL_BYTES="$LANYARD_SPOOL_BYTES" \
	LANYARD_FOLLOWERS="$LANYARD_FOLLOWERS"; do
	case ${limit#*=} in
	*[!0-9]* | ??????????*) misconfigured="${limit%%=*} is no number, or too great: ${limit#*=}" ;;
	esac
done
if [ -n "${LANYARD_USERS:-}" ] && [ -n "$(find "$LANYARD_USERS" -perm /007)" ]; then
	misconfigured="$LANYARD_USERS: other users of this machine can read it"
fi

# Prints the client that USER is; nothing where it is none. Fails without a usable file.
# awk would take 10 and 1e1 for one user, and \141 for an a, where it were let to.
client_of() { # USER
	USER_ASKED=$1 awk '
		/^[ \t]*(#|$)/ { next }
		NF != 2 { bad = 1 }
		$1 "" == ENVIRON["USER_ASKED"] "" { client = $2; found++ }
		END { if (bad || found > 1) exit 1; print client }' "${LANYARD_CLIENTS:-/etc/lanyard/clients}" 2>/dev/null
}

# Sets $type to that of the command in the file LINE, and $tool to the one that carries it
# out, by what the tools say of themselves; to nothing where there is none. Where LINE is not
# one object, $type is nothing, and $tool ticket-create, which says what is wrong with it.
# Fails where that can't be found out, which is no fault of the command's.
find_tool() { # LINE
	tool=ticket-create
	type=$(jq -Rrs '(try fromjson catch null) | objects | "=" + ((.type | strings) // "")' "$1") || return
	[ -n "$type" ] || return 0
	type=${type#=}
	for tool in ticket-create ticket-pay ticket-cancel ticket-assign ticket-unassign; do
		"$tool" --describe | jq -e --arg type "$type" '.commands | index($type)' >/dev/null
		case $? in
		0) return ;;
		1) ;;
		*) return 1 ;;
		esac
	done
	tool=''
}

# Whether all of TEXT is a UUID; grep would be content with one line of it.
hex4='[0-9a-f][0-9a-f][0-9a-f][0-9a-f]'
is_id() { # TEXT
	# shellcheck disable=SC2254 # a pattern
	case $1 in
	$hex4$hex4-$hex4-$hex4-$hex4-$hex4$hex4$hex4) ;;
	*) return 1 ;;
	esac
}

# The server ends a program whose answer it has. From here on nothing but a KILL interrupts
# us, and what we have kept, people's e-mail addresses among it, goes at our end. What a KILL
# leaves in the spool, lanyard-carry-out removes; what it leaves in TMPDIR, PrivateTmp does.
undisturbed() {
	trap '' HUP INT TERM
}

# Answers; each ends the program.

reply_file() { # STATUS TYPE FILE [HEADER]
	undisturbed
	printf 'Status: %s\r\nContent-Type: %s\r\nCache-Control: no-store\r\n' "$1" "$2"
	[ -z "${4:-}" ] || printf '%s\r\n' "$4"
	printf 'Content-Length: %s\r\n\r\n' "$(wc -c <"$3")"
	cat "$3"
	exit
}

reply() { # STATUS TYPE TEXT [HEADER]
	undisturbed
	printf 'Status: %s\r\nContent-Type: %s\r\nCache-Control: no-store\r\n' "$1" "$2"
	[ -z "${4:-}" ] || printf '%s\r\n' "$4"
	printf '\r\n%s\n' "$3"
	exit
}

# Says what is wrong, as RFC 9457 has it; DETAIL may begin with a JSON pointer and ": ".
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

# A tool has failed, and has answered nothing.
tell_failure() { # STATUS SAID
	said=$(head -n 1 "$2" | cut -c 1-1000)
	said=${said#*: }
	case $1 in
	65) problem 422 "${said#stdin:1: }" ;;
	75) problem 503 'Busy for now' 'Retry-After: 1' ;;
	77) problem 403 "$said" ;;
	*) problem 500 'It could not be done' ;; # what it was is not the client's to know
	esac
}

# What came of a command: what the tool has answered, or why it has not.
tell_outcome() { # STATUS ANSWER SAID
	[ -s "$2" ] || tell_failure "$1" "$3"
	kind=$(jq -rn 'input | (.type | split(".")[2]) + ":" + (.data.code // "")' "$2") ||
		problem 500 'The answer can not be read'
	case $kind in
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

# The spool: LANYARD_SPOOL/waiting/<time>-<client>-<id>/line, and in answered/, under
# <client>-<id>, what came of it. A client's name stands as hexadecimal there.

name_of_client() { # CLIENT
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
}

# Prints the names of what waits, in the order in which it came: their times have nineteen
# digits, so by name is by time. What else somebody has put there is none of ours.
waiting() {
	find "$LANYARD_SPOOL/waiting" -mindepth 1 -maxdepth 1 \
		-name "[0-9]*-*-????????-????-????-????-????????????" -printf '%f\n' | sort
}

# Prints the time, and where that is not behind all that waits, what is: order is what
# counts here, and a clock may be set back.
next_time() {
	next=$(date -u +%s%N) && latest=$(waiting | tail -n 1) || return
	latest=${latest%%-*}
	[ "$next" -gt "${latest:-0}" ] || next=$((latest + 1))
	echo "$next"
}

# Whether one more command of CLIENT, in the file LINE, would pass a limit.
has_left_enough() { # CLIENT LINE
	find "$LANYARD_SPOOL/waiting" -mindepth 1 -maxdepth 2 -printf '%y %s %P\n' |
		awk -v name="$(name_of_client "$1")" -v more="$(wc -c <"$2")" \
			-v most="$LANYARD_SPOOL_MOST" -v bytes="$LANYARD_SPOOL_BYTES" '
			{ split($3, part, "-") }
			part[2] != name { next }
			$1 == "d" { count++ }
			$1 == "f" { size += $2 }
			END { exit !(count >= most || size + more > bytes) }'
}

# Keeps the file LINE as a command of CLIENT; it is on the disk when this succeeds. 1: that
# client has left enough; 2: it can't be kept. Then nothing of it is kept. One program at a
# time counts and keeps, so that requests in parallel pass no limit.
leave() { # CLIENT ID LINE
	undisturbed
	new=$LANYARD_SPOOL/new
	mkdir -p "$LANYARD_SPOOL/waiting" "$LANYARD_SPOOL/answered" || return 2
	# A failed exec would end the shell, but for "command".
	{ command exec 8>"$LANYARD_SPOOL/order"; } 2>/dev/null && flock -w 10 8 || return 2
	rm -rf "$new" # of a program that was killed
	! has_left_enough "$1" "$3" || return 1
	put_behind_others "$@"
	set -- $?
	[ "$1" -eq 0 ] || rm -rf "$new"
	return "$1"
}

put_behind_others() { # CLIENT ID LINE
	mkdir "$new" && cp "$3" "$new/line" && printf '%s' "$1" >"$new/client" &&
		sync "$new/line" "$new/client" "$new" &&
		left_at=$(next_time) &&
		mv "$new" "$LANYARD_SPOOL/waiting/$left_at-$(name_of_client "$1")-$2" &&
		sync "$LANYARD_SPOOL/waiting" || return 2
}

# Takes one of CLIENT's places to follow the feed; it is free again when this program has
# ended, and those that it has started. 1: there is none; 2: it can't be said.
take_place() { # CLIENT
	[ -n "${LANYARD_SPOOL:-}" ] && mkdir -p "$LANYARD_SPOOL/following" || return 2
	followers=$LANYARD_SPOOL/following/$(name_of_client "$1")
	number=$LANYARD_FOLLOWERS
	while [ "$number" -gt 0 ]; do
		{ command exec 7>"$followers-$number"; } 2>/dev/null || return 2
		! flock -n 7 || return 0
		number=$((number - 1))
	done
	return 1
}

# Sets $found: waiting, answered or nothing; and $place, where what came of it is.
find_left() { # CLIENT ID
	found='' place=''
	[ -n "${LANYARD_SPOOL:-}" ] || return 0
	name=$(name_of_client "$1")-$2
	place=$LANYARD_SPOOL/answered/$name
	if [ -n "$(find "$LANYARD_SPOOL/waiting" -maxdepth 1 -name "*-$name" 2>/dev/null | head -n 1)" ]; then
		found=waiting
	elif [ -d "$place" ]; then
		found=answered
	fi
}
