/* Private to lib/bus. */
#ifndef BUS_INTERNAL_H
#define BUS_INTERNAL_H

#include <nats/nats.h>
#include <stdatomic.h>

#include "base/buffer.h"
#include "bus/bus.h"

/* The timeout of a request; for a batch, of each part. */
enum { ANSWER_MILLISECONDS = 5000 };

struct bus {
	natsConnection *connection;
	jsCtx *streams;
	char *prefix; /* of the JetStream API's subjects; NULL: the default */
	atomic_uint reconnections;
	atomic_bool forbidden; /* the broker denied a permission */
};

/* Sets the options from VARIABLE: URL, login, TLS. False with FAULT set: 78. */
bool login_set(
	natsOptions *options, const char *(*variable)(const char *name), struct fault *fault);

/* Adds the broker's URLs to OUT, without users and passwords. */
void login_add_urls(const char *(*variable)(const char *name), struct buffer *out);

/* JetStream over BUS, with SETTINGS (NULL: the defaults). */
natsStatus bus_streams(const struct bus *bus, const jsOptions *settings, jsCtx **streams);

/* Whether a request has timed out because of a denied permission. */
bool bus_is_forbidden(struct bus *bus);

/*
 * Sets FAULT from libnats' error while DOING; returns false. BUS: NULL before connecting.
 * 69 if a retry may succeed, 77 if denied, 78 if invalid.
 */
bool bus_fail(struct bus *bus, struct fault *fault, natsStatus status, const char *doing);

/* The configuration of a stream. */
struct stream_plan {
	const char *name;
	const char **subjects;
	int subjects_count;
	const char *within; /* the prefix of subjects that it may have had; NULL: none */
	const char *description;
	bool queue;     /* a work queue: clients publish, and acknowledged messages are deleted */
	bool forgets;   /* the shortest duplicate window */
	int64_t most;   /* the most messages of a subject, which is one client's; 0: no limit */
	bool replaces;  /* beyond that, discard the subject's oldest; else refuse the new one */
	int32_t size;   /* of a message, in bytes; 0: no limit */
	int64_t age;    /* nanoseconds; 0: for ever */
	int64_t copies; /* replicas */
};

/* The sequences of a stream's first and last message. */
struct stream_ends {
	uint64_t first, last;
};

/*
 * Creates, or updates, PLAN's stream, and sets ENDS. False with FAULT set; 78 if it exists
 * and is of another kind.
 */
bool stream_make(struct bus *bus, const struct stream_plan *plan, struct stream_ends *ends,
	struct fault *fault);

#endif
