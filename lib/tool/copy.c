/*
 * Keeps a copy of a feed: under the lock of its directory, from finding its last line to appending
 * what follows it. So two at once, or one that was killed, neither lose a line nor repeat one.
 */
#include "tool/copy.h"

#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "log/segments.h"
#include "message/envelope.h"
#include "message/json.h"
#include "tool/confine.h"
#include "tool/feed.h"
#include "tool/follow.h"

enum { SEGMENT_BYTES = 16 * 1024 * 1024, RETRY_US = 10000 };

/* Waits while another process has the directory, as long as for a store. */
static struct segments *open_copy(struct run *run, struct fault *fault)
{
	int64_t end = clock_monotonic() + (int64_t)run->settings.wait_milliseconds * 1000;
	struct segments *copy;

	while ((copy = segments_open(run->settings.copy, SEGMENT_BYTES, 0, fault)) == NULL &&
		fault->status == EX_TEMPFAIL && clock_monotonic() < end) {
		fault_clear(fault);
		usleep(RETRY_US);
	}
	return copy;
}

/* The sequence of the event LINE; 0: it is none. */
static int64_t sequence_of(const struct buffer *line)
{
	struct arena arena = {0};
	struct envelope envelope;
	struct fault none = {0};
	const json_t *data, *json = message_json_parse(line->text, line->length, &arena, &none);
	int64_t sequence = 0;

	if (json != NULL && envelope_read(json, &arena, &envelope, &data, &none))
		sequence = envelope.sequence;
	arena_release(&arena);
	return sequence;
}

/* Sets READER's position to the copy's last line, which must be the feed's at that position. */
static bool find_end(
	struct run *run, struct segments *copy, struct feed_reader *reader, struct fault *fault)
{
	struct buffer line = {0};
	struct feed_entry entry;
	bool is_its = true;

	if (segments_last_line(copy, &line, fault) && line.length > 0) {
		reader->position = sequence_of(&line);
		is_its = reader->position > 0 &&
			 feed_entry(run->store, reader->position, &entry, &run->arena) &&
			 entry.length == line.length &&
			 memcmp(entry.line, line.text, line.length) == 0;
		if (store_fault(run->store)->status != 0)
			*fault = *store_fault(run->store);
		else if (!is_its)
			fault_set(fault, EX_DATAERR,
				"%s: its last line is not an event of this feed: start a copy in "
				"another directory",
				run->settings.copy);
	}
	arena_reset(&run->arena);
	buffer_release(&line);
	return fault->status == 0;
}

static bool append_page(struct run *run, struct segments *copy, struct feed_reader *reader,
	struct buffer *page, struct fault *fault)
{
	buffer_reset(page);
	run_read_feed(run, reader, INT64_MAX, page, fault);
	return fault->status == 0 &&
	       (page->length == 0 ||
		       segments_append(copy, page->text, page->length, fault) == page->length);
}

static void append_pages(struct run *run, struct segments *copy, struct feed_reader *reader,
	int watch, struct fault *fault)
{
	struct buffer page = {0};

	while (append_page(run, copy, reader, &page, fault))
		if (page.length == 0 &&
			!(run->settings.follow && follow_wait(watch, STDOUT_FILENO)))
			break;
	buffer_release(&page);
}

int run_copy(struct run *run)
{
	struct feed_reader reader = {0};
	struct fault fault = {0};
	struct segments *copy;
	int watch = -1;

	if (run_open_store(run, STORE_READ) == NULL)
		return run->status;
	/* Watches before the first read, so that no commit is missed. */
	if (run->settings.follow)
		watch = follow_watch(run, run->tool->context);
	copy = open_copy(run, &fault);
	if (copy != NULL &&
		confine_files_beside(run, run_store_path(run, run->tool->context), &fault) &&
		find_end(run, copy, &reader, &fault))
		append_pages(run, copy, &reader, watch, &fault);
	segments_close(copy);
	if (watch >= 0)
		close(watch);
	if (fault.status != 0)
		run_fail(run, &fault);
	return run->status;
}
