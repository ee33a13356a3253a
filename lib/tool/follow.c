#include "tool/follow.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/memory.h"

enum { POLL_MILLISECONDS = 1000 };

/*
 * Watches the lock file: a writer writes its dirty flag when a commit begins, and again when
 * readers see the commit. The WAL can't be watched instead, because it is written before the
 * commit is visible to readers.
 *
 * Polling covers a writer that was killed before it cleared the flag, and systems where
 * watching is not available.
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
	/* Without .events, poll(2) reports only that the reader of OUTPUT has closed it. */
	struct pollfd ready[] = {{.fd = output}, {.fd = watch, .events = POLLIN}};
	char discarded[4096];

	if (poll(ready, 2, POLL_MILLISECONDS) <= 0)
		return true;
	if (ready[1].revents & POLLIN)
		while (read(watch, discarded, sizeof(discarded)) > 0)
			;
	return !(ready[0].revents & (POLLERR | POLLHUP));
}
