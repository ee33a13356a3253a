#!/bin/sh
# The test in kill.t catches builds that print before they commit.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ]; then
	export TMPDIR=/dev/shm
fi
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=killing.sh
. "$root/t/faults/killing.sh"
# shellcheck source=mutant.sh
. "$root/t/faults/mutant.sh"

can_kill
can_mutate || skip_all 'there is no compiler here, or no make'

# In the transaction: the answers are printed, then what was decided is committed.
early='
	s/^\tif (!commit(stream))$/\tif (!print_answers(stream) || !commit(stream))/
	s/^\tif (!flush_rejects(stream) || !print_answers(stream))$/\tif (!flush_rejects(stream))/'
# In the log: lines are passed on, then written.
passing='
	s/^\tcollect_lines(logger, batch, count);$/&\n\trun_print(logger->run, logger->lines.text, logger->lines.length);/
	s/^\t\trun_print(logger->run, logger->lines.text, logged))$/\t\ttrue)/'
ok 'a ticket-create that prints before it commits is built' \
	mutant early lib/tool/stream.c "$early" ticket-create
ok 'a sponsor-allocate that prints before it commits is built' \
	mutant early-too lib/tool/stream.c "$early" sponsor-allocate
ok 'an event-log that prints before it writes is built' \
	mutant passing cmd/events/event-log.c "$passing" event-log

undisturbed
{
	jobs_of settle create 'pwrite64|fdatasync'
	jobs_of settle allocate 'pwrite64|fdatasync'
	jobs_of settle log 'write|fdatasync'
} >jobs.to-do

kill_all <jobs.to-do
is "$(wrong_when_killed create)$(wrong_when_killed allocate)$(wrong_when_killed log)" '' \
	'the test of killed pipelines finds nothing wrong with the tools of the tree'

rm result/*
PATH=$scratch/early/build/bin:$scratch/early-too/build/bin:$scratch/passing/build/bin:$PATH
kill_all <jobs.to-do
caught() { # STAGE WORDS
	wrong_when_killed "$1"
	grep -hq "$2" result/"$1".*
}
ok 'the test of killed pipelines finds the ticket-create that prints before it commits' caught create 'create.out: printed, and not recorded'
ok 'the test of killed pipelines finds the sponsor-allocate that prints before it commits' caught allocate 'requested, and not recorded'
ok 'the test of killed pipelines finds the event-log that prints before it writes' caught log 'passed on, and not logged'
done_testing
