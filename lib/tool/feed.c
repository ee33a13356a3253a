/*
 * Prints a feed: the stored lines byte for byte, page by page, so that no query stays open
 * while a reader is slow. Of a long feed, the next page is read while one is printed.
 */
#include "tool/feed.h"

#include <unistd.h>

#include "base/background.h"
#include "base/pipe.h"
#include "store/feed.h"
#include "store/position.h"
#include "tool/consume.h"
#include "tool/copy.h"
#include "tool/diagnostic.h"
#include "tool/follow.h"
#include "tool/words.h"

enum { PAGE_BYTES = 256 * 1024 };

/* Whether the feed is read by a user, who reads all events, and not by a client. */
static bool has_no_client(const struct run *run)
{
	return !(run->verb->takes & TAKES_CLIENT) || run->settings.client == NULL;
}

bool run_authorize_reader(struct run *run, struct feed_reader *reader, struct fault *fault)
{
	bool all = true;
	bool allowed = has_no_client(run) ||
		       run->tool->context->check_reader(run->store, run->settings.client,
			       clock_now(&run->settings.clock), &all, &run->arena, fault);

	reader->client = all ? NULL : run->settings.client;
	arena_reset(&run->arena);
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
	bool after = settings->after.position > 0 || settings->after.event != NULL;
	bool bounded = after || settings->limit > 0 || settings->last > 0;

	if (settings->consumer == NULL && (*run->operands != NULL || settings->batch > 0))
		diagnostic_slip("a command and --batch require --consumer");
	else if (settings->consumer != NULL && *run->operands == NULL)
		diagnostic_slip("--consumer requires a command");
	else if (settings->consumer != NULL && settings->table)
		diagnostic_slip("-t can't be combined with --consumer: a command reads JSON");
	else if (settings->consumer != NULL && bounded)
		diagnostic_slip("--after, --last and --limit can't be combined with --consumer");
	else if (settings->copy != NULL &&
		 (bounded || settings->table || settings->consumer != NULL || !has_no_client(run)))
		diagnostic_slip("--copy copies the whole feed: it can be combined with --follow");
	else if (after && settings->last > 0)
		diagnostic_slip("--after and --last can't be combined");
	else
		return run_check_consumer(run) && (has_no_client(run) || run_check_client(run));
	return false;
}

int64_t run_read_feed(struct run *run, struct feed_reader *reader, int64_t count,
	struct buffer *page, struct fault *fault)
{
	int64_t lines;

	if (!run_authorize_reader(run, reader, fault))
		return 0;
	lines = feed_read(run->store, reader, count, PAGE_BYTES, page);
	*fault = *store_fault(run->store);
	return lines;
}

/* A page that is read, perhaps in the background. */
struct page {
	struct run *run;
	struct feed_reader *reader;
	int64_t most;   /* as many lines may be read */
	int64_t before; /* the reader's position */
	int64_t lines;
	struct buffer text;
	struct fault fault;
};

static void read_page(void *of)
{
	struct page *page = of;

	buffer_reset(&page->text);
	page->before = page->reader->position;
	page->lines = run_read_feed(page->run, page->reader, page->most, &page->text, &page->fault);
}

/* Of a page that was read ahead: the client's grants may have been withdrawn meanwhile. */
static void authorize_again(struct page *page)
{
	bool restricted = page->reader->client != NULL;

	if (page->fault.status != 0)
		return;
	if (!run_authorize_reader(page->run, page->reader, &page->fault)) {
		buffer_reset(&page->text);
	} else if (restricted != (page->reader->client != NULL)) {
		page->reader->position = page->before;
		read_page(page);
	}
}

/* Prints the lines of PAGE: each as stored, or its sequence, its time and a sentence. */
static bool print_lines(struct run *run, const struct page *page)
{
	struct buffer words = {0};
	bool printed;

	if (page->text.length == 0)
		return true;
	if (!words_are_wanted(run))
		return run_print(run, page->text.text, page->text.length);
	words_add_feed(run, page->text.text, page->text.length, &words);
	printed = run_print(run, words.text, words.length);
	buffer_release(&words);
	return printed;
}

/* False to exit, after printing why. */
static bool print_page(struct run *run, const struct page *page)
{
	if (!print_lines(run, page)) {
		diagnostic("to resume, use --after %lld; some lines may be repeated",
			(long long)page->before);
		return false;
	}
	if (page->fault.status != 0)
		run_fail(run, &page->fault);
	return page->fault.status == 0;
}

/* Prints the feed from READER's position; WATCH is follow_watch()'s. */
static void print_pages(struct run *run, struct feed_reader *reader, int watch)
{
	int64_t remaining = run->settings.limit > 0 ? run->settings.limit : INT64_MAX;
	struct background *background = background_new(read_page);
	struct page pages[] = {
		{.run = run, .reader = reader, .most = remaining}, {.run = run, .reader = reader}};
	int current = 0;

	read_page(&pages[current]);
	for (;;) {
		struct page *page = &pages[current], *next = &pages[!current];
		bool ahead;

		remaining -= page->lines;
		ahead = page->text.length >= PAGE_BYTES && page->fault.status == 0 && remaining > 0;
		next->most = remaining;
		if (ahead) {
			pipe_widen(STDOUT_FILENO, PAGE_BYTES);
			background_start(background, next);
		}
		if (!print_page(run, page) || remaining == 0)
			break;
		background_wait(background);
		/* At the end of the feed, the position stays. */
		if (!ahead && reader->position == page->before &&
			!(run->settings.follow && follow_wait(watch, STDOUT_FILENO)))
			break;
		if (ahead)
			authorize_again(next);
		else
			read_page(next);
		current = !current;
	}
	background_free(background);
	buffer_release(&pages[0].text);
	buffer_release(&pages[1].text);
}

static void print_feed(struct run *run, struct feed_reader *reader)
{
	int watch = -1;

	/* Watches before the first read, so that no commit is missed. */
	if (run->settings.follow)
		watch = follow_watch(run, run->tool->context);
	print_pages(run, reader, watch);
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
	int64_t last = run->settings.last;
	struct uuid id;

	reader->position = run->settings.after.position;
	if (event == NULL && last == 0)
		return true;
	if (event != NULL) {
		uuid_parse(event, &id);
		reader->position = feed_position(run->store, &id);
	} else {
		reader->position = feed_length(run->store) - last;
	}
	if (store_fault(run->store)->status != 0) {
		run_fail(run, store_fault(run->store));
		return false;
	}
	if (event == NULL && reader->position < 0)
		reader->position = 0;
	if (event == NULL || reader->position > 0)
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
	if (run->settings.copy != NULL)
		return run_copy(run);
	if (run_open_store(run, STORE_READ) == NULL ||
		(words_are_wanted(run) && !run_load_zone(run)))
		return run->status;
	if (find_start(run, &reader))
		print_feed(run, &reader);
	return run->status;
}
