/*
 * A commit wakes a follower. The follower's poll has no timeout here, so that only a wake-up
 * ends it; and the writer's fdatasync() returns after the follower's first read, which is
 * therefore too early to find the event.
 */
#include "tool/follow.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/context.h"
#include "store/feed.h"
#include "tap.h"

enum { BOUND_SECONDS = 30 };

#define GUEST(X, S) STRING(X, S, name, REQUIRED, 20, "who comes")
MESSAGE_DECLARE(guest, GUEST);
MESSAGE_DEFINE(guest, GUEST, MESSAGE_EVENT, "lanyard.house.guest.v1", "Somebody came.");

static const struct component *const components[] = {NULL};
static const struct context context = {"house", components, .write_denial = NULL};

static char directory[] = "/tmp/tool-follow-XXXXXX";
static char path[64];

/* In the writer: the end of a pipe to which the follower writes after each read of the feed. */
static int looked = -1;
/* In the follower: whether a poll has ended without a wake-up. */
static bool slept;

static int wait_for(struct pollfd *ready, nfds_t count)
{
	const struct timespec bound = {.tv_sec = BOUND_SECONDS};

	return (int)syscall(SYS_ppoll, ready, count, &bound, NULL, 0);
}

/* In place of the C library's, for follow.c and for SQLite. */
int poll(struct pollfd *ready, nfds_t count, int milliseconds)
{
	int found = wait_for(ready, count);

	(void)milliseconds;
	slept = slept || found == 0;
	return found;
}

int fdatasync(int descriptor)
{
	struct pollfd ready = {.fd = looked, .events = POLLIN};

	if (looked >= 0)
		wait_for(&ready, 1);
	return (int)syscall(SYS_fdatasync, descriptor);
}

static struct store *open_house(void)
{
	struct fault fault = {0};
	struct store_place place = {
		.path = path,
		.conference = "test",
		.context = &context,
		.wait_milliseconds = 1000,
	};

	return store_open(&place, STORE_CREATE, &fault);
}

static int append(void)
{
	const struct guest guest = {.name = "Ann"};
	struct store *store = open_house();
	struct envelope envelope = {
		.time = "2025-03-01T12:00:00.000Z", .subject = "ann", .id = uuid_new(0)};
	struct buffer line = {0};
	bool good;

	store_begin(store);
	feed_append(store, &envelope, &guest_message, &guest, &line);
	good = store_commit(store);
	buffer_release(&line);
	store_close(store);
	return good ? 0 : 1;
}

/* Starts the writer, which waits for a byte at GO. */
static pid_t start_writer(int go[2], int look[2])
{
	pid_t child = fork();
	char byte;

	if (child != 0)
		return child;
	if (read(go[0], &byte, 1) != 1)
		_exit(2);
	looked = look[0];
	_exit(append());
}

/* Returns whether a wake-up is followed by a new line. Writes a byte to LOOK after each read. */
static bool follow(struct store *store, int watch, int look)
{
	struct feed_reader reader = {0};
	struct buffer page = {0};
	int64_t lines = 0;

	while (lines == 0 && !slept) {
		follow_wait(watch, -1);
		lines = feed_read(store, &reader, 10, 4096, &page);
		if (write(look, "l", 1) != 1)
			break;
	}
	buffer_release(&page);
	return lines == 1 && !slept;
}

static void remove_all(void)
{
	static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
	char file[80];
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		snprintf(file, sizeof(file), "%s%s", path, ends[i]);
		unlink(file);
	}
	rmdir(directory);
}

int main(void)
{
	int go[2], look[2], watch, end;
	struct run run = {.settings.store = path};
	struct store *store;
	pid_t writer;

	if (mkdtemp(directory) == NULL || pipe(go) < 0 || pipe(look) < 0)
		return 1;
	snprintf(path, sizeof(path), "%s/house.db", directory);
	/* A process that has a store open must not be forked. */
	writer = start_writer(go, look);
	store = open_house();
	watch = follow_watch(&run, &context);
	tap_ok(watch >= 0, "a store can be watched for commits");
	if (write(go[1], "g", 1) != 1)
		return 1;
	tap_ok(follow(store, watch, look[1]),
		"a commit wakes a follower, which reads the new event");
	tap_ok(waitpid(writer, &end, 0) == writer && end == 0, "the process that commits succeeds");
	store_close(store);
	close(watch);
	remove_all();
	return tap_end();
}
