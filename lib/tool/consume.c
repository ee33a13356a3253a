/*
 * Passes a feed to a program: the lines after a consumer's position are the standard input
 * of a command, and the position moves after the command has exited 0. So each line is
 * delivered at least once, in order, whatever fails.
 */
#include "tool/consume.h"

#include <string.h>
#include <unistd.h>

#include "base/trace.h"
#include "base/utf8.h"
#include "store/position.h"
#include "tool/diagnostic.h"
#include "tool/feed.h"
#include "tool/follow.h"
#include "tool/program.h"

enum { DEFAULT_BATCH_LINES = 1000 };

/*
 * Begins a transaction to save POSITION. When following, it retries while the store is
 * busy: the command has processed the lines, and exiting would deliver all of them again.
 * False on failure, which was reported.
 */
static bool begin(struct run *run, int64_t position)
{
	struct fault *fault = store_fault(run->store);
	unsigned backoff = 0;

	while (!store_begin(run->store)) {
		if (!run->settings.follow || fault->status != EX_TEMPFAIL) {
			run_fail(run, fault);
			return false;
		}
		if (backoff == 0)
			diagnostic("%s: the store is busy: the position %lld is saved later",
				run->settings.consumer, (long long)position);
		fault_clear(fault);
		backoff = program_backoff(backoff);
		sleep(backoff);
	}
	return true;
}

/* Saves the position; false on failure, which was reported. */
static bool save_position(struct run *run, int64_t before, int64_t position)
{
	struct store *store = run->store;
	struct fault busy = {0};
	bool moved;

	if (!begin(run, position))
		return false;
	moved = position_move(store, run->settings.consumer, before, position);
	if (!moved) {
		store_rollback(store);
		fault_set(&busy, EX_TEMPFAIL, "%s: another process consumes under that name",
			run->settings.consumer);
		run_fail(run, &busy);
		return false;
	}
	if (!store_commit(store)) {
		run_fail(run, store_fault(store));
		return false;
	}
	trace("consumed", "%s\t%lld", run->settings.consumer, (long long)position);
	return true;
}

/* Delivers a page to the command. False to exit; BACKOFF grows while the command fails. */
static bool deliver_page(struct run *run, const struct buffer *page, int64_t before,
	int64_t position, unsigned *backoff)
{
	const struct program program = {.command = run->operands, .output = -1};
	int status;
	const char *failed = program_run(&program, page, &status);

	if (failed == NULL) {
		*backoff = 0;
		return save_position(run, before, position);
	}
	diagnostic("%s: %s %s: the position stays at %lld", run->settings.consumer, *run->operands,
		failed, (long long)before);
	if (!run->settings.follow) {
		run_raise_status(run, EX_TEMPFAIL);
		return false;
	}
	*backoff = program_backoff(*backoff);
	sleep(*backoff);
	return true;
}

/*
 * Delivers the page after the consumer's position to the command; other clients' events
 * only move the position. False to exit.
 */
static bool consume_next(struct run *run, struct buffer *page, int watch, unsigned *backoff)
{
	int64_t batch = run->settings.batch > 0 ? run->settings.batch : DEFAULT_BATCH_LINES;
	int64_t before = position_of_reader(run->store, run->settings.consumer);
	struct feed_reader reader = {.position = before};
	struct fault fault = {0};

	run_read_feed(run, &reader, batch, page, &fault);
	if (fault.status != 0) {
		run_fail(run, &fault);
		return false;
	}
	if (page->length > 0)
		return deliver_page(run, page, before, reader.position, backoff);
	if (reader.position > before)
		return save_position(run, before, reader.position);
	return run->settings.follow && follow_wait(watch, STDOUT_FILENO);
}

bool run_check_consumer(const struct run *run)
{
	const char *name = run->settings.consumer;

	if (name == NULL || (*name != '\0' && strlen(name) <= READER_LIMIT && utf8_is_plain(name)))
		return true;
	diagnostic("a consumer's name has 1 to %d bytes, without control characters", READER_LIMIT);
	return false;
}

int run_consumer(struct run *run)
{
	struct buffer page = {0};
	unsigned backoff = 0;
	int watch = -1;

	if (run_open_store(run, STORE_WRITE) == NULL)
		return run->status;
	/* Watches before the first read, so that no commit is missed. */
	if (run->settings.follow)
		watch = follow_watch(run, run->tool->context);
	while (consume_next(run, &page, watch, &backoff))
		buffer_reset(&page);
	buffer_release(&page);
	if (watch >= 0)
		close(watch);
	return run->status;
}
