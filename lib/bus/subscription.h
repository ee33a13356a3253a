/*
 * A subscription: a stream's messages in order, in batches, for a durable consumer, whose
 * position the broker stores under its name; or for an ephemeral one.
 *
 * A batch that is not acknowledged is redelivered: each message is delivered at least once.
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
	const char *durable;
	int64_t after; /* ephemeral: begin after that sequence */
	int batch;     /* maximum number of messages; 0: SUBSCRIPTION_BATCH */
	/*
	 * The filter matches all messages of the stream: a gap is a fault. A batch may begin
	 * with messages that were acknowledged before, if the broker lost its position.
	 */
	bool complete;
};

struct subscription;

/* A message; its texts are valid until the batch is acknowledged or dropped. */
struct fetched_message {
	const char *subject;
	const char *text; /* not NUL-terminated */
	size_t length;
	int64_t sequence; /* the stream's */
};

/*
 * Returns new; BUS and PLAN must outlive it. NULL with FAULT set: EX_NOINPUT if the stream
 * does not exist, EX_UNAVAILABLE, EX_TEMPFAIL if another process consumes under that name,
 * EX_NOPERM, EX_CONFIG.
 */
struct subscription *subscription_open(
	struct bus *bus, const struct subscription_plan *plan, struct fault *fault);
void subscription_close(struct subscription *subscription);

/*
 * Fetches a batch of the available messages, waiting MILLISECONDS for the first. Returns
 * their number; 0: none; -1 with FAULT set: EX_UNAVAILABLE if the connection was lost, and
 * the subscription must be opened again; EX_SOFTWARE if a message is missing; EX_TEMPFAIL.
 */
int subscription_fetch(
	struct subscription *subscription, int64_t milliseconds, struct fault *fault);

/* Message I of the batch. */
struct fetched_message subscription_message(const struct subscription *subscription, int i);

/* Reports the batch as in progress, so that it is not redelivered; at most once a second. */
void subscription_in_progress(struct subscription *subscription);

/* Acknowledges the batch. False with FAULT set (EX_UNAVAILABLE): it may be redelivered. */
bool subscription_acknowledge(struct subscription *subscription, struct fault *fault);

/* Ends the batch without acknowledging it: it is redelivered. */
void subscription_drop(struct subscription *subscription);

/* Returns the number of messages after the last batch; -1 with FAULT set. */
int64_t subscription_remaining(struct subscription *subscription, struct fault *fault);

#endif
