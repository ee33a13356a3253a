/*
 * Prints a feed: the stored lines byte for byte, page by page, so that no query stays open
 * while a reader is slow.
 */
#include "tool/feed.h"

#include <unistd.h>

#include "store/feed.h"
#include "store/position.h"
#include "tool/consume.h"
#include "tool/diagnostic.h"
#include "tool/follow.h"

enum { PAGE_LINES = 1000, PAGE_BYTES = 256 * 1024 };

/* Whether the feed is read by a user, who reads all events, and not by a client. */
static bool has_no_client(const struct run *run)
{
	return !(run->verb->takes & TAKES_CLIENT) || run->settings.client == NULL;
}

bool run_authorize_reader(struct run *run, struct feed_reader *reader)
{
	struct fault fault = {0};
	bool all = true;
	bool allowed = has_no_client(run) ||
		       run->tool->context->check_reader(run->store, run->settings.client,
			       clock_now(&run->settings.clock), &all, &run->arena, &fault);

	reader->client = all ? NULL : run->settings.client;
	arena_reset(&run->arena);
	if (!allowed)
		run_fail(run, &fault);
	return allowed;
}

/* A page of one row: the consumer whose name follows AFTER. */
static const char *next_consumer(struct run *run, struct store *store, const char *after)
{
	struct consumer_row row;

	if (!position_next(store, after, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.consumer;
}

const struct report report_consumers = {&consumer_row_message, next_consumer};

/* Whether the options can be combined; if not, prints why. */
static bool check_options(const struct run *run)
{
	const struct settings *settings = &run->settings;
	bool bounded = settings->after.position > 0 || settings->after.event != NULL ||
		       settings->limit > 0;

	if (settings->consumer == NULL && (*run->operands != NULL || settings->batch > 0))
		diagnostic("a command and --batch require --consumer");
	else if (settings->consumer != NULL && *run->operands == NULL)
		diagnostic("--consumer requires a command");
	else if (settings->consumer != NULL && bounded)
		diagnostic("--after and --limit can't be combined with --consumer");
	else
		return run_check_consumer(run) && (has_no_client(run) || run_check_client(run));
	return false;
}

int64_t run_read_feed(
	struct run *run, struct feed_reader *reader, int64_t count, struct buffer *page)
{
	int64_t lines;

	if (!run_authorize_reader(run, reader))
		return 0;
	lines = feed_read(run->store, reader, count, PAGE_BYTES, page);
	if (store_fault(run->store)->status != 0)
		run_fail(run, store_fault(run->store));
	return lines;
}

static void print_feed(struct run *run, struct feed_reader reader)
{
	int64_t remaining = run->settings.limit > 0 ? run->settings.limit : INT64_MAX;
	struct buffer page = {0};
	int watch = -1;

	/* Watches before the first read, so that no commit is missed. */
	if (run->settings.follow)
		watch = follow_watch(run, run->tool->context);
	while (remaining > 0) {
		int64_t before = reader.position;

		remaining -= run_read_feed(
			run, &reader, remaining < PAGE_LINES ? remaining : PAGE_LINES, &page);
		if (page.length > 0 && !run_print(run, page.text, page.length)) {
			diagnostic("to resume, use --after %lld; some lines may be repeated",
				(long long)before);
			break;
		}
		if (run->status != 0)
			break;
		/* At the end of the feed, the position stays. */
		if (reader.position == before &&
			!(run->settings.follow && follow_wait(watch, STDOUT_FILENO)))
			break;
		buffer_reset(&page);
	}
	buffer_release(&page);
	if (watch >= 0)
		close(watch);
}

/*
 * Sets the position of READER. False if the event is not in the feed, or the feed can't be
 * read, which was reported.
 */
static bool find_start(struct run *run, struct feed_reader *reader)
{
	const char *event = run->settings.after.event;
	struct uuid id;

	reader->position = run->settings.after.position;
	if (event == NULL)
		return true;
	uuid_parse(event, &id);
	reader->position = feed_position(run->store, &id);
	if (store_fault(run->store)->status != 0) {
		run_fail(run, store_fault(run->store));
		return false;
	}
	if (reader->position > 0)
		return true;
	diagnostic("--after %s: there is no such event", event);
	run_raise_status(run, EX_DATAERR);
	return false;
}

int run_feed(struct run *run)
{
	struct feed_reader reader = {0};

	if (!check_options(run))
		return EX_USAGE;
	if (run->settings.consumer != NULL)
		return run_consumer(run);
	if (run_open_store(run, STORE_READ) == NULL)
		return run->status;
	if (find_start(run, &reader))
		print_feed(run, reader);
	return run->status;
}
