#!/bin/sh
# The independent model of t/simulate judges what the tools did with random commands, some of which
# were killed; and it finds what a defect would have changed.
. "$(dirname "$0")/lib.sh"
command -v /usr/bin/python3 >/dev/null || skip_all 'python3 is not here'
check=$bin/../t/model-check

record() { # SEED STEPS KILLED
	/usr/bin/python3 "$root/t/simulate/model/record.py" "$bin" "$PWD/stores-$1" "$@" >"history-$1"
}
judge() { # HISTORY
	"$check" <"$1" >verdict 2>&1
}
agrees() { # SEED NAME
	if judge "history-$1"; then
		pass "$2"
	else
		fail "$2"
	fi
	head -c 2000 verdict | sed 's/^/# /'
}

record 1 350 12
agrees 1 'the model agrees with what the tools answer to random commands, whenever they are killed'
record 2 350 3
agrees 2 'the model agrees with what the tools answer to random commands, if few of them are killed'
record 3 350 0
agrees 3 'the model agrees with what the tools answer to random commands, if none is killed'

ok 'the model judges each report' grep -q '; 7 reports$' verdict

# What was not predicted was not tested.
predicted=$(sed -n 's/.*ticketing, \([0-9]*\) predicted, \([0-9]*\) unknown.*/\1 > 9 * \2/p' verdict)
ok 'the model predicts nine of ten commands' test "$(($predicted))" -eq 1

finds() { # ALTERATION REASON NAME
	/usr/bin/python3 "$root/t/simulate/model/alter.py" "$1" <history-3 >altered 2>missing
	if ! judge altered && grep -q "^wrong: .*$2" verdict; then
		pass "$3"
	else
		fail "$3"
		cat missing verdict | head -c 1000 | sed 's/^/# /'
	fi
}
finds drop-printed 'was printed next\|has no answer\|was not answered' 'the model finds an answer that is missing'
finds print-twice 'answers no command\|should have been answered\|by the earlier event' 'the model finds an answer that is printed twice'
finds double 'is of no command' 'the model finds an event that no command has caused'
finds price 'price is' 'the model finds a price that is wrong by 1'
finds refund 'refund is' 'the model finds a refund that is wrong by 1'
finds booking 'instead of ticket-purchase-rejected\|was refused' 'the model finds a purchase that should have been refused'
finds lose 'in the feed, event .* follows' 'the model finds a printed event that is in no feed'
finds lose-the-end 'the feed ends at' 'the model finds a feed without the last printed event'
finds spoil 'has other bytes than before' 'the model finds a feed in which one byte has changed'
finds id 'which another event has' 'the model finds two events with one id'
finds oversold 'instead of ticket-purchase-rejected\|oversold' 'the model finds that more was sold than there are places'
finds late 'deadline is' 'the model finds a payment after the deadline'
finds not-expired 'has not expired' 'the model finds a purchase that should have expired'
finds crash 'ended with 139' 'the model finds a tool that has crashed'
finds other-answer 'has other bytes than before' 'the model finds a repeated command with another answer'
finds booked-less 'differs from the request' 'the model finds a ledger that has fewer tickets than ticketing has sold'
finds owed-more 'is owed something else' 'the model finds a decision that is wrong by 1'
finds list-less '3 rows are reported, of 4' 'the model finds a list without its last row'
finds status-less '7 rows are reported, of 8' 'the model finds a status without its last row'
finds report-less 'rows are reported, of' 'the model finds a report without its last purchase'
finds report-torn 'a row has no end' 'the model finds a report whose last row has no newline'
finds other-budget 'box is listed with another budget than was recorded' 'the model finds a budget that is wrong by 1'
done_testing
