# shellcheck shell=sh
# The pipeline over a sample conference, one tool of which is killed; what is
# then looked at; and how it is run to its end. For kill.t, which has the run
# to compare with, and killed, which kills one tool at one sort of system call.
#
# A phase is what runs together. Payments come in two parts, the second when
# the first was answered, so that each tool commits more than once.

# shellcheck source=../pipeline/pipeline.sh disable=SC2154 # who sources this sets root
. "$root/t/pipeline/pipeline.sh"

two_parts() { # DIRECTORY FILE
	head -n 30 "$2"
	for _ in $(seq 1000); do
		if [ -s "$1/settle.out" ] || [ -f "$1/settle.rc" ]; then
			break
		fi
		sleep 0.01
	done
	tail -n +31 "$2"
}

settle_in_two() { # DIRECTORY
	mkdir -p "$1"
	two_parts "$1" payments.ndjson |
		stage "$1" settle sponsor-settle |
		stage "$1" onboard sponsor-onboard |
		stage "$1" allocate sponsor-allocate |
		stage "$1" create ticket-create -c sponsorship |
		stage "$1" log event-log log |
		stage "$1" book sponsor-book
}

run_phases() { # DIRECTORY PHASE...
	run_directory=$1
	shift
	for run_phase in "$@"; do
		case $run_phase in
		set-up) set_up "$run_directory" ;;
		bring-in) bring_in "$run_directory" ;;
		settle) settle_in_two "$run_directory" ;;
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

# Says which of DIRECTORY's answers are nowhere recorded: events in no feed,
# commands that the CRM doesn't know of, lines passed on and not logged. A last
# line that is torn says nothing, as tee dies with the tool that it feeds.
unrecorded() { # DIRECTORY
	sponsor-feed >now.feeds 2>/dev/null
	ticket-feed >>now.feeds 2>/dev/null
	cat log/events-* >now.logged 2>/dev/null
	for printed in "$1"/*.out; do
		echo "#${printed##*/}"
		if [ -n "$(tail -c 1 "$printed")" ]; then sed '$d' "$printed"; else cat "$printed"; fi
	done >now.printed
	LC_ALL=C awk '
		FILENAME == "now.feeds" {
			recorded[$0]
			# sponsor-book records what ticketing booked, even if it was not requested.
			if (!/"client":"sponsor-book"/ && match($0, /"command":"[^"]*"/))
				requested[substr($0, RSTART + 11, RLENGTH - 12)]
			next
		}
		FILENAME == "now.logged" { logged[$0]; next }
		/^#/ { stage = $0; next }
		/"type":"lanyard.ticketing.create-ticket-purchase.v1"/ {
			match($0, /"id":"[^"]*"/)
			if (!(substr($0, RSTART + 6, RLENGTH - 7) in requested))
				print stage ": requested, and not recorded: " $0
			next
		}
		!($0 in recorded) { print stage ": printed, and not recorded: " $0 }
		stage == "#log.out" && !($0 in logged) { print stage ": passed on, and not logged: " $0 }
	' now.feeds now.logged now.printed
}

# Ids and nonces are new in each run, and where two tools write one feed they take turns.
without_ids() {
	LC_ALL=C sed -e 's/[0-9a-f]\{8\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{12\}/ID/g' \
		-e 's/"sequence":"[0-9]*"/"sequence":"N"/; s/"nonce":"[0-9a-f]*"/"nonce":"N"/'
}

# What a run comes to, sorted: the statuses, the answers, the feeds, who has
# what, what the stores say against themselves.
outcome() { # DIRECTORY
	{
		failed_stages "$1"
		cat "$1"/*.out
		sponsor-feed
		ticket-feed
		sponsor-status
		sqlite3 -readonly "$LANYARD_HOME/$LANYARD_CONFERENCE/sponsorship.db" "
			ATTACH '$LANYARD_HOME/$LANYARD_CONFERENCE/ticketing.db' AS ticketing;
			PRAGMA integrity_check; PRAGMA foreign_key_check"
	} 2>&1 | without_ids | LC_ALL=C sort
}

# What all this takes.
can_kill() {
	command -v sqlite3 >/dev/null || skip_all 'sqlite3 is not here'
	can_trace || skip_all 'strace is not here, or may not trace'
}

# The run that nothing disturbs, its calls noted in calls.STAGE. What each phase
# starts from is kept, and what it comes to when it is run again.
undisturbed() {
	mkdir input result
	(cd input && sample_files 50 && work_out)
	cp input/* .
	mkdir stores.set-up
	run_tool() {
		# shellcheck disable=SC2317 # stage calls it
		strace -f -qq -o "calls.${stage_at##*/}" "$@"
	}
	for phase in set-up bring-in settle; do
		[ ! -d "$LANYARD_HOME" ] || cp -R "$LANYARD_HOME" "stores.$phase"
		run_phases "undisturbed.$phase" "$phase"
	done
	run_tool() {
		# shellcheck disable=SC2317 # stage calls it
		"$@"
	}
	cat undisturbed.*/*.said >said
	is "$(cat said)" '' 'the undisturbed pipeline prints no message'
	look_up
	same at-ticketing wanted 'the undisturbed pipeline books in ticketing what the policy grants'
	same at-sponsorship wanted 'the undisturbed pipeline records in sponsorship what the policy grants'
	for phase in set-up bring-in settle; do
		# shellcheck disable=SC2046 # words
		run_phases "once-more.$phase" $(phases_from "$phase")
		keep "once-more.$phase"
		outcome "once-more.$phase" >"outcome.$phase"
	done
}

# The jobs of one stage, as killed takes them: each sort of call that it makes,
# and which of them is the first to count.
jobs_of() { # PHASE STAGE SORTS
	sed -n 's/^[0-9]* *\([a-z0-9_]*(.*\)/\1/p' "calls.$2" | awk -F '(' -v all="${LANYARD_KILL:-}" \
		-v sorts="^($3)\$" -v before="$PWD $1 $2" '
		/SIGPIPE/ { main = 1 } # the first that main() does
		!main && all != "all" { skipped[$1]++; next }
		$1 ~ sorts && !seen[$1]++ { print before, $1, skipped[$1] + 1 }'
}

# Does the jobs on standard input.
kill_all() {
	xargs -P "$(nproc)" -n 5 "$root/t/faults/killed"
}

# How often STAGE was killed.
times_killed() { # STAGE
	sed -n 's/^killed //p' result/"$1".* | awk '{ all += $1 } END { print all + 0 }'
}

# What was wrong with that.
wrong_when_killed() { # STAGE
	cat result/"$1".* | grep -v '^killed [0-9]*$' | head -n 10
}
