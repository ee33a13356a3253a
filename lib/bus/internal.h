/*
 * What the bus's own files know of each other.
 */
#ifndef BUS_INTERNAL_H
#define BUS_INTERNAL_H

#include <nats/nats.h>
#include <stdatomic.h>

#include "bus/bus.h"

/* How long the broker is waited for; of a batch, for each part of it. */
enum { ANSWER_MILLISECONDS = 5000 };

struct bus {
	natsConnection *connection;
	jsCtx *streams;
	atomic_uint reconnections;
};

/*
 * Sets FAULT by what libnats says went wrong while DOING; false. 69, but for what
 * trying again won't help: 77 not permitted, 78 what can't be.
 */
bool bus_fail(struct fault *fault, natsStatus status, const char *doing);

/* What a stream is to be, and for how long it keeps what. */
struct stream_plan {
	const char *name;
	const char *subject;
	const char *description;
	bool queue;     /* a message goes when it is acknowledged; else it stays */
	int64_t age;    /* nanoseconds; 0: for ever */
	int64_t copies; /* servers that keep it */
};

/*
 * Makes PLAN's stream, where it is missing; *LAST: the sequence of its last message.
 * False with FAULT set; 78 where it is there and is another kind of stream.
 */
bool stream_make(
	struct bus *bus, const struct stream_plan *plan, uint64_t *last, struct fault *fault);

#endif
