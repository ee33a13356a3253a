#!/bin/sh
# Killed at any system call that changes something, each tool that writes to the
# office leaves behind what the same input brings to its end: what was printed is
# recorded and is answered again with the same bytes, nothing is done twice, and
# the feed is that of a run that nothing disturbed.
#
# SIGKILL comes before the call is carried out. The input comes in two parts, the
# second when the first was answered, so that each tool commits more than once.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm # a killed process needs no disk, and memory is faster
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=killing.sh
. "$root/t/faults/killing.sh"
can_kill

sorts='write|pwrite64|fdatasync|fsync|ftruncate|mkdir|unlink|unlinkat|rename|flock|exit_group'
[ "${LANYARD_KILL:-}" != all ] || sorts='.*'

# The office: what is due, what is held by somebody, what has timed out by NOW.
export LANYARD_NOW=2025-03-01T12:00:00Z
ticket-type add full --name Full --price 100 --currency EUR --capacity 60 --question Size >/dev/null
ticket-client add shop --types '*' --pools one,two --waive --budget 60 \
	--may create-ticket-purchase,pay-ticket-purchase,cancel-tickets,assign-ticket,unassign-ticket >/dev/null
for name in one two three four; do ticket-pool add $name --type full --places 5; done >/dev/null
for name in HALF THIRD; do ticket-discount add $name --percent 50 --uses 3; done >/dev/null
for name in early late; do ticket-client add $name --types full; done >/dev/null
buy() { # REFERENCE DEADLINE [OPTION...]
	reference=$1 deadline=$2
	shift 2
	ticket-create -c shop --name A --email a@b.example --ticket full=2 --payment due \
		--deadline "$deadline" "$@" "$reference" >"bought.$reference"
}
for name in p1 p2 p3 p4; do buy $name 2030-01-01; done
for name in x1 x2 x3; do buy $name 2025-03-01T12:30:00Z --pool one --discount HALF 2>"$err"; done
id_of() { # REFERENCE [TICKET]
	jq -r ".data | ${2:+.tickets[$2].id //} .purchase" "bought.$1"
}
for name in p3 p4; do
	ticket-assign -c shop --name B --email b@b.example "$(id_of $name 0)" >/dev/null
done
export LANYARD_NOW=2025-03-01T13:00:00Z
mkdir office
cp -R "$LANYARD_HOME" office/stores

# Who is killed: the command that it takes (nothing: it reads no input), and the tool.
table() {
	cat <<-'END'
	create-ticket-purchase ticket-create -c shop
	pay-ticket-purchase ticket-pay -c shop
	nothing ticket-expire
	cancel-tickets ticket-cancel -c shop
	assign-ticket ticket-assign -c shop
	unassign-ticket ticket-unassign -c shop
	add-ticket-type ticket-type add
	amend-ticket-type ticket-type amend
	add-client ticket-client add
	amend-client ticket-client amend
	revoke-client ticket-client revoke
	add-ticket-pool ticket-pool add
	amend-ticket-pool ticket-pool amend
	move-ticket-pool ticket-pool move
	remove-ticket-pool ticket-pool remove
	add-ticket-discount ticket-discount add
	amend-ticket-discount ticket-discount amend
	END
}

# What each is given: two commands, and two more.
input_of() { # COMMAND
	case $1 in
	create-ticket-purchase)
		purchase n1 2 | jq -c '.payment = "due" | .discount = "THIRD" | .pool = "two"'
		purchase n2 2 | jq -c '.tickets[0].delegates = [range(2) | {name: "C", email: "c\(.)@b.example"}]'
		purchase n3 99
		purchase n4 1
		;;
	pay-ticket-purchase)
		for paid in p1 p2 p3; do
			echo "{\"payment\":\"bank-$paid\",\"purchase\":\"$(id_of $paid)\",\"amount\":200,\"currency\":\"EUR\"}"
		done
		echo "{\"payment\":\"bank-4\",\"purchase\":\"$(id_of p4)\",\"amount\":1,\"currency\":\"EUR\"}"
		;;
	cancel-tickets)
		echo "{\"purchase\":\"$(id_of p1)\",\"keep\":1}"
		echo "{\"purchase\":\"$(id_of p2)\"}"
		echo "{\"purchase\":\"$(id_of p3)\",\"unassigned\":true,\"reason\":\"alone\"}"
		echo "{\"purchase\":\"$(id_of p1)\",\"keep\":1}"
		;;
	assign-ticket)
		for held in p1 p2 p3 p1; do
			printf '{"ticket":"%s","name":"D","email":"d@b.example","answers":[{"question":"Size","answer":"%s"}]}\n' \
				"$(id_of $held 0)" $held
		done
		;;
	unassign-ticket)
		for held in p3 p1 p4 p3; do echo "{\"ticket\":\"$(id_of $held 0)\"}"; done
		;;
	*)
		for part in one two three four; do
			case $1 in
			add-ticket-type) echo "{\"type\":\"$part\",\"name\":\"N\",\"price\":1,\"currency\":\"EUR\",\"capacity\":5}" ;;
			amend-ticket-type) echo "{\"type\":\"full\",\"name\":\"$part\"}" ;;
			add-client) echo "{\"client\":\"$part\",\"types\":[\"full\"],\"budget\":5}" ;;
			amend-client) echo "{\"client\":\"shop\",\"pools\":[\"$part\"]}" ;;
			add-ticket-pool) echo "{\"pool\":\"new-$part\",\"type\":\"full\",\"places\":2}" ;;
			amend-ticket-pool) echo "{\"pool\":\"$part\",\"places\":6}" ;;
			move-ticket-pool) echo "{\"reference\":\"m-$part\",\"pool\":\"three\",\"to\":\"four\",\"places\":1}" ;;
			remove-ticket-pool) echo "{\"pool\":\"$part\"}" ;;
			add-ticket-discount) echo "{\"code\":\"$part\",\"percent\":5}" ;;
			amend-ticket-discount) echo "{\"code\":\"HALF\",\"from\":\"2025-01-01\",\"types\":[\"full\"],\"uses\":$((5 + ${#part}))}" ;;
			revoke-client) echo "{\"client\":\"$(echo $part | sed 's/one/shop/; s/two/late/; s/three/early/; s/four/late/')\"}" ;;
			esac
		done
		;;
	esac | jq -c --arg type "lanyard.ticketing.$1.v1" '{specversion: "1.0",
		id: "01900000-0000-7000-8000-00000000000\(input_line_number)", source: "/t", type: $type, data: .}'
}

# Runs the tool of this table's line over its input; what it prints is in answers.
give() { # COMMAND...
	rm -f status
	if [ "$takes" = nothing ]; then
		"$@" >answers 2>said
		echo $? >status
		return
	fi
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
			ticket-feed >feed || echo "$sort $nth: the feed can't be read"
			grep -vxFf feed printed | sed "s/^/$sort $nth: printed, and not recorded: /"
			# shellcheck disable=SC2086 # words
			give $give_to
			[ "$(cat status)" = 0 ] || echo "$sort $nth: again: $(cat status): $(head -n 1 said)"
			if [ "$takes" != nothing ]; then
				head -n "$(wc -l <printed)" answers | cmp -s printed - ||
					echo "$sort $nth: is answered otherwise the second time"
				without_ids <answers | cmp -s - "$base/$takes.answers" ||
					echo "$sort $nth: comes to other answers"
			fi
			ticket-feed | without_ids | cmp -s - "$base/$takes.feed" || echo "$sort $nth: comes to another feed"
			ticket-check | sed "s/^/$sort $nth: /"
			event-replay --check >checked 2>&1 || sed "s/^/$sort $nth: /" checked
		done
	done <"$base/$takes.jobs" 2>&1
}

base=$PWD
# In a folder of its own; run by every second line, so that two go on at a time.
kill_tools() { # REMAINDER
	mkdir "lane$1"
	cd "lane$1" || return
	export LANYARD_HOME="$PWD/stores"
	awk -v lane="$1" 'NR % 2 == lane' "$base/tools" | while read -r takes tool; do
		input=$base/$takes.input
		kill_tool "$tool" >"$base/$takes.result" </dev/null
	done
	cd / && rm -rf "$base/lane$1"
}

# The run that nothing disturbs: its calls, its answers, and what it comes to.
table >tools
while read -r takes tool; do
	input=$base/$takes.input
	: >"$input"
	[ "$takes" = nothing ] || input_of "$takes" >"$input"
	rm -rf "$LANYARD_HOME"
	cp -R office/stores "$LANYARD_HOME"
	# shellcheck disable=SC2086 # words
	give strace -f -qq -o "calls.$takes" $tool
	is "$(cat status) $(cat said)" '0 ' "$tool, which nothing disturbs, has nothing to say"
	cp answers "$scratch/printed/$takes"
	without_ids <answers >"$takes.answers"
	ticket-feed | without_ids >"$takes.feed"
	jobs_of . "$takes" "$sorts" >"$takes.jobs"
done <tools
for tool in "$bin"/ticket-*; do
	! "$tool" -h | grep -q '\[-[a-z]*n' || echo "${tool##*/}"
done >writers
is "$(sed 's/^[^ ]* \([^ ]*\).*/\1/' tools | sort -u | diff writers -)" '' 'every tool that writes to the office is in the table'

kill_tools 0 &
kill_tools 1 &
wait
all=0
while read -r takes tool; do
	times=$(grep -cx killed "$takes.result")
	all=$((all + times))
	is "$(grep -vx killed "$takes.result" | cut -c 1-300 | head -n 6)" '' "$tool: killed $times times, the same input brings it to its end"
	ok "$tool: that is often enough" [ "$times" -ge 12 ]
done <tools
echo "# killed $all times"
done_testing
