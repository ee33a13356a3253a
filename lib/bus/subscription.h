/*
 * A subscription: a stream's messages in their order, by the batch, for one reader
 * whose position the broker keeps under a name (a durable consumer); or for one that
 * keeps it itself.
 *
 * A batch is acknowledged when it is done, or comes again: each message at least once.
 * What a reader that was killed had taken comes again first, after ACK_SECONDS.
 */
#ifndef BUS_SUBSCRIPTION_H
#define BUS_SUBSCRIPTION_H

#include <stdint.h>

#include "bus/bus.h"
#include "bus/subject.h"

/* So long a batch may lie unacknowledged without a word that it is still being worked on. */
enum { ACK_SECONDS = 10, SUBSCRIPTION_BATCH = 1000 };

struct subscription_plan {
	const char *stream;
	const char *subject; /* what of it */
	/* Under which name the broker keeps the position; NULL: nowhere. */
	const char *reader;
	int64_t after; /* without a reader: begin behind that sequence */
	int batch;     /* messages at once; 0: SUBSCRIPTION_BATCH */
	/*
	 * The messages are all of the stream's: a gap is a fault. A batch may begin with some
	 * that were done before, where the broker had lost them.
	 */
	bool complete;
};

struct subscription;

/* A message; its texts are valid until the batch is over. */
struct message_taken {
	const char *subject;
	const char *text; /* not NUL-terminated */
	size_t length;
	int64_t sequence; /* the stream's */
};

/*
 * Returns new; borrows BUS and PLAN. NULL with FAULT set: 66 where there is no such
 * stream, 69, 75 where somebody else reads under that name, 77, 78.
 */
struct subscription *subscription_open(
	struct bus *bus, const struct subscription_plan *plan, struct fault *fault);
void subscription_close(struct subscription *subscription);

/*
 * Takes the messages that are there, waiting MILLISECONDS for the first. Returns how
 * many; 0 where there is none; -1 with FAULT set: 69 the connection was lost, so that
 * the subscription is to be opened again; 70 a message is missing; 75.
 */
int subscription_take(struct subscription *subscription, int64_t milliseconds, struct fault *fault);

/* Message I of those that were taken. */
struct message_taken subscription_message(const struct subscription *subscription, int i);

/* The same batch is still being worked on: to be said often, it is sent once a second. */
void subscription_keep(struct subscription *subscription);

/* It is done, and over. False with FAULT set (69): it may come again. */
bool subscription_done(struct subscription *subscription, struct fault *fault);

/* It is over and not done: it comes again. */
void subscription_drop(struct subscription *subscription);

/* Between two batches: how many there are yet; -1 with FAULT set. */
int64_t subscription_left(struct subscription *subscription, struct fault *fault);

#endif
