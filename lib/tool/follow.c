/*
 * A feed, printed: the stored lines as they are, by the page, so that no query
 * stays open while a reader is slow.
 */
#include <err.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/memory.h"
#include "message/decode.h"
#include "store/feed.h"
#include "store/position.h"
#include "tool/consume.h"
#include "tool/follow.h"

enum { PAGE_LINES = 1000, PAGE_BYTES = 256 * 1024, LOOK_AGAIN_MILLISECONDS = 1000 };

/*
 * Watches the folder of the store, in which each commit touches the WAL.
 * -1 where that can't be had: then we look once a second.
 */
int follow_watch(struct run *run)
{
	int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	char *path;

	if (watch < 0)
		return -1;
	if (asprintf(&path, "%s-wal", run_store_path(run, run->tool->context)) < 0)
		memory_exhausted();
	if (inotify_add_watch(watch, path, IN_MODIFY) < 0) {
		close(watch);
		watch = -1;
	}
	free(path);
	return watch;
}

bool follow_wait(int watch)
{
	struct pollfd ready[] = {{.fd = STDOUT_FILENO}, {.fd = watch, .events = POLLIN}};
	char seen[4096];

	if (poll(ready, watch >= 0 ? 2 : 1, LOOK_AGAIN_MILLISECONDS) <= 0)
		return true;
	if (watch >= 0 && (ready[1].revents & POLLIN))
		while (read(watch, seen, sizeof(seen)) > 0)
			;
	return !(ready[0].revents & (POLLERR | POLLHUP));
}

static const char *consumers_page(struct run *run, struct store *store, const char *after)
{
	struct consumer_row row;

	if (!position_next(store, after, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.consumer;
}

const struct report consumers = {&consumer_row_message, consumers_page};

/* Whether the options go together; else it was said why. */
static bool check_settings(const struct run *run)
{
	const struct settings *settings = &run->settings;

	if (settings->consumer == NULL && (*run->operands != NULL || settings->batch > 0))
		warnx("a command and --batch go with --consumer");
	else if (settings->consumer != NULL && *run->operands == NULL)
		warnx("--consumer wants a command");
	else if (settings->consumer != NULL && (settings->after > 0 || settings->limit > 0))
		warnx("--consumer knows its position: --after and --limit don't go with it");
	else if (settings->consumer != NULL &&
		 (*settings->consumer == '\0' || strlen(settings->consumer) > READER_LIMIT ||
			 !text_is_plain(settings->consumer)))
		warnx("a consumer's name is a text of 1 to %d bytes", READER_LIMIT);
	else
		return true;
	return false;
}

int run_feed(struct run *run)
{
	struct store *store;
	int64_t after = run->settings.after;
	int64_t left = run->settings.limit > 0 ? run->settings.limit : INT64_MAX;
	struct buffer page = {0};
	int watch = -1;

	if (!check_settings(run))
		return EX_USAGE;
	if (run->settings.consumer != NULL)
		return run_consumer(run);
	store = run_open_store(run, STORE_READ);
	if (store == NULL)
		return run->status;
	/* The watch stands before the first look, so that no commit falls between. */
	if (run->settings.follow)
		watch = follow_watch(run);
	while (left > 0) {
		int64_t reached = feed_page(
			store, after, left < PAGE_LINES ? left : PAGE_LINES, PAGE_BYTES, &page);

		if (store_fault(store)->status != 0) {
			run_note(run, run_fail(run, store_fault(store)));
			break;
		}
		if (page.length > 0 && !run_print(run, page.text, page.length)) {
			warnx("read on from the start of this page: --after %lld",
				(long long)after);
			break;
		}
		if (reached == after && (!run->settings.follow || !follow_wait(watch)))
			break;
		left -= reached - after;
		after = reached;
		buffer_reset(&page);
	}
	buffer_release(&page);
	if (watch >= 0)
		close(watch);
	return run->status;
}
