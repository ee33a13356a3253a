/*
 * Prints a feed: the stored lines byte for byte, page by page, so that no query stays open
 * while a reader is slow.
 */
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "store/feed.h"
#include "store/position.h"
#include "tool/consume.h"
#include "tool/diagnostic.h"
#include "tool/follow.h"

enum { PAGE_LINES = 1000, PAGE_BYTES = 256 * 1024, LOOK_AGAIN_MILLISECONDS = 1000 };

/*
 * Watches the lock file, whose dirty flag is written when a commit begins, and again when
 * it can be read. The WAL is written earlier, and becomes visible through shared memory,
 * which can't be watched: a watcher of the WAL would read too early.
 *
 * Polling once a second remains for a writer that is killed before it clears the flag, and
 * where watching is not available.
 */
int follow_watch(struct run *run, const struct context *context)
{
	int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	char *store, *path;

	if (watch < 0)
		return -1;
	store = realpath(run_store_path(run, context), NULL);
	if (asprintf(&path, "%s.lock", store != NULL ? store : "") < 0)
		memory_exhausted();
	if (store == NULL || inotify_add_watch(watch, path, IN_MODIFY) < 0) {
		close(watch);
		watch = -1;
	}
	free(path);
	free(store);
	return watch;
}

bool follow_wait(int watch, int output)
{
	struct pollfd ready[] = {{.fd = output}, {.fd = watch, .events = POLLIN}};
	char seen[4096];

	if (poll(ready, 2, LOOK_AGAIN_MILLISECONDS) <= 0)
		return true;
	if (ready[1].revents & POLLIN)
		while (read(watch, seen, sizeof(seen)) > 0)
			;
	return !(ready[0].revents & (POLLERR | POLLHUP));
}

/* Whether no client is named. */
static bool is_anybodys(const struct run *run)
{
	return !(run->verb->takes & TAKES_CLIENT) || run->settings.client == NULL;
}

bool follow_check_reader(struct run *run, struct feed_reader *reader)
{
	struct fault fault = {0};
	bool all = true;
	bool may = is_anybodys(run) ||
		   run->tool->context->check_reader(run->store, run->settings.client,
			   clock_now(&run->settings.clock), &all, &run->arena, &fault);

	reader->client = all ? NULL : run->settings.client;
	arena_reset(&run->arena);
	if (!may)
		run_note(run, run_fail(run, &fault));
	return may;
}

static const char *consumers_page(struct run *run, struct store *store, const char *after)
{
	struct consumer_row row;

	if (!position_next(store, after, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.consumer;
}

const struct report report_consumers = {&consumer_row_message, consumers_page};

/* Whether the options can be combined; else the reason was printed. */
static bool check_settings(const struct run *run)
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
	else if (settings->consumer != NULL &&
		 (*settings->consumer == '\0' || strlen(settings->consumer) > READER_LIMIT ||
			 !utf8_is_plain(settings->consumer)))
		diagnostic("a consumer's name is a text of 1 to %d bytes", READER_LIMIT);
	else
		return is_anybodys(run) || run_check_client(run);
	return false;
}

/*
 * Prints the next page; the position does not move at the end, or on failure, which was
 * reported.
 */
static int64_t next_page(
	struct run *run, struct feed_reader *reader, int64_t left, struct buffer *page)
{
	int64_t lines = 0;

	if (follow_check_reader(run, reader))
		lines = feed_read(run->store, reader, left < PAGE_LINES ? left : PAGE_LINES,
			PAGE_BYTES, page);
	if (store_fault(run->store)->status != 0)
		run_note(run, run_fail(run, store_fault(run->store)));
	return lines;
}

static void print_feed(struct run *run, struct feed_reader reader)
{
	int64_t left = run->settings.limit > 0 ? run->settings.limit : INT64_MAX;
	struct buffer page = {0};
	int watch = -1;

	/* Watches before the first read, so that no commit is missed. */
	if (run->settings.follow)
		watch = follow_watch(run, run->tool->context);
	while (left > 0 && run->status == 0) {
		int64_t before = reader.position;

		left -= next_page(run, &reader, left, &page);
		if (page.length > 0 && !run_print(run, page.text, page.length)) {
			diagnostic("continue from the start of this page: --after %lld",
				(long long)before);
			break;
		}
		if (reader.position == before && run->status == 0 &&
			(!run->settings.follow || !follow_wait(watch, STDOUT_FILENO)))
			break;
		buffer_reset(&page);
	}
	buffer_release(&page);
	if (watch >= 0)
		close(watch);
}

/* Sets the position of READER; false if the event is not in the feed, which was reported. */
static bool begin(struct run *run, struct feed_reader *reader)
{
	const char *event = run->settings.after.event;
	struct uuid id;

	reader->position = run->settings.after.position;
	if (event == NULL)
		return true;
	uuid_parse(event, &id);
	reader->position = feed_position(run->store, &id);
	if (store_fault(run->store)->status != 0)
		run_note(run, run_fail(run, store_fault(run->store)));
	else if (reader->position == 0)
		diagnostic("--after %s: there is no such event", event);
	if (run->status == 0 && reader->position == 0)
		run_note(run, EX_DATAERR);
	return run->status == 0;
}

int run_feed(struct run *run)
{
	struct feed_reader reader = {0};

	if (!check_settings(run))
		return EX_USAGE;
	if (run->settings.consumer != NULL)
		return run_consumer(run);
	if (run_open_store(run, STORE_READ) == NULL)
		return run->status;
	if (begin(run, &reader))
		print_feed(run, reader);
	return run->status;
}
