/*
 * A feed, given to a program: the lines behind a name's position are the standard
 * input of a command, and the position moves when the command has exited 0. So it
 * is given every line at least once, in order, whatever fails.
 */
#include "tool/consume.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/trace.h"
#include "store/feed.h"
#include "store/position.h"
#include "tool/follow.h"

extern char **environ;

enum { BATCH_LINES_UNLESS_SAID = 1000, PAGE_BYTES = 256 * 1024, LONGEST_PAUSE = 300 };

/* Starts the command with READ_END for its standard input. Returns an errno. */
static int start(char **command, int read_end, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int failed;

	/* What we ignore for ourselves is not its business. */
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_adddup2(&actions, read_end, STDIN_FILENO);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	failed = posix_spawnp(child, *command, &actions, &attributes, command, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

/* Writes all of PAGE; false where the command has closed its end before. */
static bool feed(int write_end, const struct buffer *page)
{
	size_t done = 0;

	while (done < page->length) {
		ssize_t written = write(write_end, page->text + done, page->length - done);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		done += (size_t)written;
	}
	return true;
}

/* Borrows, until the next call: what became of the command, in words; NULL: it exited 0. */
static const char *outcome_of(pid_t child, bool read_all)
{
	static char words[64];
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return "can't be waited for";
	if (WIFSIGNALED(status))
		snprintf(words, sizeof(words), "was ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		snprintf(words, sizeof(words), "exited %d", WEXITSTATUS(status));
	else if (!read_all)
		return "exited 0 and had not read all";
	else
		return NULL;
	return words;
}

/* Gives PAGE to the command. Borrows: why it has failed, in words; NULL: it has not. */
static const char *give(char **command, const struct buffer *page)
{
	int ends[2], failed;
	bool read_all;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return strerror(errno);
	failed = start(command, ends[0], &child);
	close(ends[0]);
	if (failed != 0) {
		close(ends[1]);
		return strerror(failed);
	}
	read_all = feed(ends[1], page);
	close(ends[1]);
	return outcome_of(child, read_all);
}

/* Moves the position; false where it can't be, which was said. */
static bool move(struct run *run, int64_t before, int64_t position)
{
	struct store *store = run->store;
	struct fault busy = {0};
	bool moved;

	if (!store_begin(store)) {
		run_note(run, run_fail(run, store_fault(store)));
		return false;
	}
	moved = position_move(store, run->settings.consumer, before, position);
	if (!moved) {
		store_rollback(store);
		fault_set(&busy, EX_TEMPFAIL, "%s: somebody else is consuming under that name",
			run->settings.consumer);
		run_note(run, run_fail(run, &busy));
		return false;
	}
	if (!store_commit(store)) {
		run_note(run, run_fail(run, store_fault(store)));
		return false;
	}
	trace("consumed", "%s\t%lld", run->settings.consumer, (long long)position);
	return true;
}

/* A page for the command. False where to end; PAUSE grows while it fails. */
static bool consume_page(struct run *run, const struct buffer *page, int64_t before,
	int64_t position, unsigned *pause)
{
	const char *failed = give(run->operands, page);

	if (failed == NULL) {
		*pause = 0;
		return move(run, before, position);
	}
	warnx("%s: %s %s: it is not past %lld", run->settings.consumer, *run->operands, failed,
		(long long)before);
	if (!run->settings.follow) {
		run_note(run, EX_TEMPFAIL);
		return false;
	}
	*pause = *pause == 0 ? 1 : 2 * *pause < LONGEST_PAUSE ? 2 * *pause : LONGEST_PAUSE;
	sleep(*pause);
	return true;
}

/*
 * The page behind the consumer's position, given to the command; the position of what is
 * not the client's moves without it. False where to end.
 */
static bool consume_next(struct run *run, struct buffer *page, int watch, unsigned *pause)
{
	int64_t batch = run->settings.batch > 0 ? run->settings.batch : BATCH_LINES_UNLESS_SAID;
	int64_t before = position_of_reader(run->store, run->settings.consumer);
	struct feed_reader reader = {.position = before};

	if (follow_admit(run, &reader))
		feed_read(run->store, &reader, batch, PAGE_BYTES, page);
	if (store_fault(run->store)->status != 0)
		run_note(run, run_fail(run, store_fault(run->store)));
	if (run->status != 0)
		return false;
	if (page->length > 0)
		return consume_page(run, page, before, reader.position, pause);
	if (reader.position > before)
		return move(run, before, reader.position);
	return run->settings.follow && follow_wait(watch);
}

int run_consumer(struct run *run)
{
	struct buffer page = {0};
	unsigned pause = 0;
	int watch = -1;

	if (run_open_store(run, STORE_WRITE) == NULL)
		return run->status;
	/* The watch stands before the first look, so that no commit falls between. */
	if (run->settings.follow)
		watch = follow_watch(run);
	while (consume_next(run, &page, watch, &pause))
		buffer_reset(&page);
	buffer_release(&page);
	if (watch >= 0)
		close(watch);
	return run->status;
}
