#!/bin/sh
# Seasons of faults, each from a seed; and that the simulator finds what is planted in the tools.
# shellcheck disable=SC2154 # t/lib.sh sets bin, out and rc
. "$(dirname "$0")/lib.sh"

programs=$bin/../t
[ -x "$programs/simulate" ] || skip_all 'sanitizers leave the simulator no place for its calls'

digest() { # FILE
	sed -n 's/.*digest //p' "$1"
}

# A line for each process of a season that was killed: the tool, its verb, or an option in place of one.
killed() {
	awk '/^ *[0-9]+ [0-9]+ .* # (killed|power cut)/ { print $3, $4 ~ /^[a-z]+$/ || $4 ~ /^--/ ? $4 : "" }' |
		sed 's/ $//; s/ --\(after\|by\|until\|reason\|quantity\) *.*//; s/^event-seal .*/event-seal/'
}
# Those that say of themselves that they write; those of their verbs that can be tried dry. event-replay
# is killed in t/faults/replay.t, and what is an option of a process, of a booking or a withdrawal is
# another way through the same tool.
writers() {
	for tool in "$bin"/*; do
		[ "$("$tool" --describe | jq '.writes | length')" -gt 0 ] || continue
		"$tool" -h | sed 's/^usage://; s/^ *//' | sed -n 's/ \[-[a-z]*n[a-z]*\] .*//p' | grep . ||
			echo "${tool##*/}"
	done | grep -vx 'event-replay\|.* --\(retry\|manual\|withdraw\)' | sort -u
}
writers >writers
ok 'the tools and commands that write are found' [ "$(wc -l <writers)" -gt 60 ]

run "$programs/simulate" -v -s 100 1 10
no_data
killed <"$out" >killed
is "$rc" 0 'ten seasons of faults lose, double and change nothing that was printed'
grep '^# ' "$out" | tee seasons
ok 'the model judges more than 50 reports of ten seasons' \
	[ "$(sed -n 's/^# *\([0-9]*\)  reports predicted$/\1/p' seasons)" -gt 50 ]
for event in ticketing.ticket-purchase-created ticketing.ticket-purchase-paid \
	ticketing.ticket-purchase-refunded ticketing.ticket-purchase-expired \
	ticketing.ticket-purchase-reopened \
	ticketing.tickets-cancelled ticketing.ticket-assigned \
	ticketing.purchaser-amended ticketing.ticket-pool-moved booking.tickets-requested \
	booking.tickets-booked booking.amendment-requested booking.amendment-done \
	booking.reclaim-requested booking.tickets-reclaimed booking.hold-placed store.feed-sealed; do
	grep -q "\"lanyard.$event.v1\"" "$out" || echo "$event"
done >missing
is "$(cat missing)" '' 'the seasons have each kind of event that they should'
# Of seeds that 4 divides, the seasons have processes at once, and commands that are rare.
# In the last one an invoice is raised while it is paid.
for seed in 400 404 408 412 416 420 424 428 10000356; do
	run "$programs/simulate" -v -n -s 200 "$seed"
	no_data
	is "$rc" 0 "a season of processes at once loses, doubles and changes nothing that was printed: seed $seed"
	grep '^# ' "$out"
	killed <"$out" >>killed
done
sort killed | uniq -c | awk '$1 > 1 { sub(/^ *[0-9]* /, ""); print }' >often
is "$(grep -vxFf often writers)" '' 'each tool and command that writes is killed more than once, and runs again'

run "$programs/simulate" -s 100 1 2
no_data
cp "$out" twice
run "$programs/simulate" -s 100 1 2
no_data
is "$(digest "$out")" "$(digest twice)" 'a seed gives the same season each time, byte for byte'
is "$(awk '/  [a-z]/ && $2 == 0' seasons)" '' 'each kind of fault is injected'

seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
echo "# a new seed: $seed"
run "$programs/simulate" -n -s 100 "$seed" 4
no_data
sed 's/^#*/#/' "$out"
is "$rc" 0 'seasons of a new seed lose, double and change nothing that was printed'

# Of seeds that 4 divides, the seasons have the processes at once that the defect of a lock needs, and
# not the model that would find first what is decided twice.
for planted in "$programs"/planted-*; do
	case $planted in
	*/planted-lock-dropped) seeds=$(seq 4 4 80) count=1 finding= ;;
	*/planted-decides-again) seeds=$(seq 4 4 80) count=1 finding='a command was decided twice' ;;
	*) seeds=1 count=20 finding= ;;
	esac
	for first in $seeds; do
		run "$planted" -f -s 60 "$first" $count
		no_data
		! grep -q "^# seed .*$finding" "$out" || break
	done
	is "$rc:$(grep -c "^# seed .*$finding" "$out")" 1:1 "the simulator finds what is planted as ${planted##*/planted-}"
	grep '^# seed' "$out" | cut -c 1-200
	run "$programs/simulate" -s 60 "$(sed -n 's/^# seed \([0-9]*\):.*/\1/p' "$out")"
	no_data
	is "$rc" 0 'the same season without it keeps all promises'
done

run "$programs/planted-print-first" -s 60 2
no_data
options=$(sed -n 's/^# repeat it with: simulate//p' "$out")
echo "#$options"
# shellcheck disable=SC2086 # the options are words
run "$programs/planted-print-first" -f $options
no_data
ok 'a season that fails shrinks to a few steps, which fail in the same way' \
	grep -q 'printed what is not in the feed\|the feed ends at [0-9]*, but event [0-9]* was printed' "$out"
is "$(printf '%s\n' "$options" | sed 's/.*-k \([0-9,]*\).*/\1/' | tr ',' '\n' | wc -l | awk '{ print ($1 < 6) }')" 1 \
	'a season of 60 steps that fails shrinks to less than six'

done_testing
