# shellcheck shell=sh
# The pipeline over a sample conference, one tool of which is killed; what is
# then looked at; and how it is run to its end. For kill.t, which has the run
# to compare with, and killed, which kills one tool at one sort of system call.
#
# A phase is what runs together. Payments come in two parts, the second when
# the first was answered, so that each tool commits more than once.

# shellcheck source=../pipeline/pipeline.sh
. "$root/t/pipeline/pipeline.sh"

two_parts() { # FOLDER FILE
	head -n 30 "$2"
	for _ in $(seq 1000); do
		[ ! -s "$1/settle.out" ] && [ ! -f "$1/settle.rc" ] || break
		sleep 0.01
	done
	tail -n +31 "$2"
}

settle_in_two() { # FOLDER
	mkdir -p "$1"
	two_parts "$1" payments.ndjson |
		stage "$1" settle sponsor-settle |
		stage "$1" onboard sponsor-onboard |
		stage "$1" allocate sponsor-allocate |
		stage "$1" create ticket-create -c sponsorship |
		stage "$1" log event-log log |
		stage "$1" book sponsor-book
}

run_phases() { # FOLDER PHASE...
	run_folder=$1
	shift
	for phase in "$@"; do
		case $phase in
		set-up) set_up "$run_folder" ;;
		bring-in) bring_in "$run_folder" ;;
		settle) settle_in_two "$run_folder" ;;
		esac
	done
}

phases_from() { # PHASE
	case $1 in
	set-up) echo set-up bring-in settle ;;
	bring-in) echo bring-in settle ;;
	settle) echo settle ;;
	esac
}

# The answers of FOLDER, whole lines of them: tee dies with the tool that it feeds.
whole_answers() { # FOLDER
	for answers in "$1"/*.out; do
		if [ -z "$(tail -c 1 "$answers")" ]; then
			cat "$answers"
		else
			sed '$d' "$answers"
		fi
	done
}

# Says which of FOLDER's answers are nowhere recorded: events in no feed,
# commands that the CRM doesn't know of, lines passed on and not logged.
unrecorded() { # FOLDER
	sponsor-feed >now.feeds 2>/dev/null
	ticket-feed >>now.feeds 2>/dev/null
	whole_answers "$1" >now.printed
	awk '
		FILENAME == "now.feeds" {
			recorded[$0]
			if (match($0, /"command":"[^"]*"/))
				asked[substr($0, RSTART + 11, RLENGTH - 12)]
		}
		FILENAME == "now.printed" && /"type":"lanyard.ticketing.create-ticket-purchase.v1"/ {
			match($0, /"id":"[^"]*"/)
			if (!(substr($0, RSTART + 6, RLENGTH - 7) in asked))
				print "asked for, and not recorded: " $0
			next
		}
		FILENAME == "now.printed" && !($0 in recorded) { print "printed, and not recorded: " $0 }
	' now.feeds now.printed
	[ ! -s "$1/log.out" ] || cat log/events-*.ndjson |
		grep -Fxvf - "$1/log.out" | sed 's/^/passed on, and not logged: /'
}

# Ids are new in each run, and where two tools write one feed they take turns.
without_ids() {
	sed -e 's/[0-9a-f]\{8\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{12\}/ID/g' \
		-e 's/"sequence":"[0-9]*"/"sequence":"N"/'
}

# What a run comes to: the statuses, the answers, the feeds, who has what.
outcome() { # FOLDER
	failed_stages "$1"
	cat "$1"/*.out | without_ids
	sponsor-feed | without_ids | sort
	ticket-feed | without_ids | sort
	sponsor-status
	for store in "$LANYARD_HOME/$LANYARD_CONFERENCE"/*.db; do
		sqlite3 -readonly "$store" 'PRAGMA integrity_check; PRAGMA foreign_key_check'
	done
}
