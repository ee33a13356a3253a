/*
 * A subscription: a stream's messages in order, in batches, for a durable consumer, whose
 * position the broker stores under its name; or for an ephemeral one.
 *
 * A batch is acknowledged when it is done, or redelivered: each message at least once.
 * Messages that a killed consumer had are redelivered first, after ACK_SECONDS.
 */
#ifndef BUS_SUBSCRIPTION_H
#define BUS_SUBSCRIPTION_H

#include <stdint.h>

#include "bus/bus.h"
#include "bus/subject.h"

/*
 * The time after which a batch is redelivered, unless it is acknowledged or reported in
 * progress (AckWait).
 */
enum { ACK_SECONDS = 10, SUBSCRIPTION_BATCH = 1000 };

struct subscription_plan {
	const char *stream;
	const char *subject; /* filter */
	/* The durable consumer's name; NULL: ephemeral. */
	const char *reader;
	int64_t after; /* ephemeral: begin after that sequence */
	int batch;     /* messages at once; 0: SUBSCRIPTION_BATCH */
	/*
	 * The subscription has no filter: a gap is a fault. A batch may begin with
	 * messages that were done before, if the broker lost its position.
	 */
	bool complete;
};

struct subscription;

/* A message; its texts are valid until the end of the batch. */
struct message_taken {
	const char *subject;
	const char *text; /* not NUL-terminated */
	size_t length;
	int64_t sequence; /* the stream's */
};

/*
 * Returns new; borrows BUS and PLAN. NULL with FAULT set: 66 if there is no such stream,
 * 69, 75 if another process consumes under that name, 77, 78.
 */
struct subscription *subscription_open(
	struct bus *bus, const struct subscription_plan *plan, struct fault *fault);
void subscription_close(struct subscription *subscription);

/*
 * Fetches the available messages, waiting MILLISECONDS for the first. Returns how many; 0:
 * none; -1 with FAULT set: 69 the connection was lost, and the subscription must be opened
 * again; 70 a message is missing; 75.
 */
int subscription_take(struct subscription *subscription, int64_t milliseconds, struct fault *fault);

/* Message I of the batch. */
struct message_taken subscription_message(const struct subscription *subscription, int i);

/* Reports the batch as in progress; may be called often, it is sent once a second. */
void subscription_keep(struct subscription *subscription);

/* Acknowledges the batch. False with FAULT set (69): it may be redelivered. */
bool subscription_done(struct subscription *subscription, struct fault *fault);

/* Ends the batch without acknowledging it: it is redelivered. */
void subscription_drop(struct subscription *subscription);

/* Between two batches: the number of remaining messages; -1 with FAULT set. */
int64_t subscription_left(struct subscription *subscription, struct fault *fault);

#endif
