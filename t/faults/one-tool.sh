# shellcheck shell=sh
# One tool, killed at any system call that changes something, and given the same input
# again. For office-kill.t and crm-kill.t, which have the stores in the directory
# office/stores, and say:
#
#     table       the lines of victims, without the test: what the tool takes, and the tool
#     input_of    the data of two such commands, and of two more
#     feeds       what is in the stores' feeds
#     sound       says what else is wrong with them
#     document    (a variable, or unset) the file that a tool reads instead
#
# What is "created" by ticketing is in the file office/created.

# shellcheck source=killing.sh disable=SC2154 # who sources this sets root
. "$root/t/faults/killing.sh"
can_kill

sorts='write|pwrite64|fdatasync|fsync|ftruncate|mkdir|unlink|unlinkat|rename|flock|exit_group'
[ "${LANYARD_KILL:-}" != all ] || sorts='.*'

# Runs the tool of this table's line over its input, commands in two parts; what it prints is in
# answers.
give() { # COMMAND...
	rm -f status
	case $takes in
	*.*) ;;
	*)
		"$@" <"$input" >answers 2>said
		echo $? >status
		return
		;;
	esac
	{
		head -n 2 "$input"
		for _ in $(seq 1000); do
			if [ -s answers ] || [ -f status ]; then break; fi
			sleep 0.01
		done
		tail -n +3 "$input"
	} 2>/dev/null | {
		"$@" >answers 2>said
		echo $? >status
	}
}

begin() {
	rm -rf stores answers
	cp -R "$base/office/stores" stores
}

# Kills one tool at each of its calls in turn, and says what is wrong afterwards.
kill_tool() {
	give_to=$1
	while read -r _ _ _ sort nth; do
		for nth in $(seq "$nth" 3000); do
			begin
			# shellcheck disable=SC2086 # words
			give strace -f -qq -o /dev/null -e "trace=$sort" -e "inject=$sort:signal=KILL:when=$nth" $give_to
			[ "$(cat status)" = 137 ] || break
			echo killed
			grep '}$' answers >printed
			feeds >feed || echo "$sort $nth: the feed can't be read"
			grep '"sequence":' printed | grep -vxFf feed | sed "s/^/$sort $nth: printed, and not recorded: /"
			# shellcheck disable=SC2086 # words
			give $give_to
			[ "$(cat status)" = 0 ] || echo "$sort $nth: again: $(cat status): $(head -n 1 said)"
			if [ -s "$input" ]; then
				head -n "$(wc -l <printed)" answers | cmp -s printed - ||
					echo "$sort $nth: is answered otherwise the second time"
				without_ids <answers | cmp -s - "$base/$nth_tool.answers" ||
					echo "$sort $nth: has other answers"
			fi
			feeds | without_ids | cmp -s - "$base/$nth_tool.feed" || echo "$sort $nth: has another feed"
			sound | sed "s/^/$sort $nth: /"
			event-replay --check >checked 2>&1 || sed "s/^/$sort $nth: /" checked
		done
	done <"$base/$nth_tool.jobs" 2>&1
}

base=$PWD
# In a directory of its own; run by every second line, so that two go on at a time.
kill_tools() { # REMAINDER
	mkdir "lane$1"
	cd "lane$1" || return
	[ -z "${document:-}" ] || cp "$document" .
	export LANYARD_HOME="$PWD/stores"
	awk -v lane="$1" 'NR % 2 == lane' "$base/tools" | while read -r nth_tool takes tool; do
		input=$base/$nth_tool.input
		kill_tool "$tool" >"$base/$nth_tool.result" </dev/null
	done
	cd / && rm -rf "$base/lane$1"
}

# The data on standard input, made commands of TYPE with ids.
enveloped() { # TYPE
	jq -c --arg type "lanyard.$1.v1" '{specversion: "1.0", id: "01900000-0000-7000-8000-00000000000\(input_line_number)",
		source: "/t", type: $type, data: .}'
}

# The run that nothing disturbs: its calls, its answers, and what it comes to.
run_undisturbed() {
	table | awk '{ print NR, $0 }' >tools
	while read -r nth_tool takes tool; do
		input=$base/$nth_tool.input
		: >"$input"
		case $takes in
		nothing | document) ;;
		created) cat office/created >"$input" ;;
		*.*) input_of "$takes" | enveloped "$takes" >"$input" ;;
		*) input_of "$takes" >"$input" ;; # records
		esac
		rm -rf "$LANYARD_HOME"
		cp -R office/stores "$LANYARD_HOME"
		# shellcheck disable=SC2086 # words
		give strace -f -qq -o "calls.$nth_tool" $tool
		is "$(cat status) $(grep -v ': warning: ' said)" '0 ' "$tool succeeds without a message when nothing disturbs it"
		cp answers "$scratch/printed/$nth_tool"
		without_ids <answers >"$nth_tool.answers"
		feeds | without_ids >"$nth_tool.feed"
		jobs_of . "$nth_tool" "$sorts" >"$nth_tool.jobs"
	done <tools
}

kill_all_tools() {
	kill_tools 0 &
	kill_tools 1 &
	wait
	all=0
	while read -r nth_tool _ tool; do
		times=$(grep -cx killed "$nth_tool.result")
		all=$((all + times))
		is "$(grep -vx killed "$nth_tool.result" | cut -c 1-300 | head -n 6)" '' "$tool completes the same input after it was killed at each of $times calls"
		ok "$tool is killed at 12 calls or more" [ "$times" -ge 12 ]
	done <tools
	echo "# killed $all times"
}
