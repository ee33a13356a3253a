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
	jsCtx *jetstream;
	char *prefix; /* of the JetStream API's subjects; NULL: the default */
	atomic_uint reconnections;
	atomic_bool forbidden; /* the broker denied permission for a request */
};

/* Sets the options from VARIABLE: URL, login, TLS. False with FAULT set (EX_CONFIG). */
bool login_set(
	natsOptions *options, const char *(*variable)(const char *name), struct fault *fault);

/* Adds the broker's URLs to OUT, without users and passwords. */
void login_add_urls(const char *(*variable)(const char *name), struct buffer *out);

/* Sets *JETSTREAM to a new context of BUS, with SETTINGS (NULL: the defaults). */
natsStatus bus_jetstream(const struct bus *bus, const jsOptions *settings, jsCtx **jetstream);

/* Whether a request has timed out because of a denied permission. */
bool bus_is_forbidden(struct bus *bus);

/*
 * Sets FAULT from libnats' error while DOING; returns false. BUS is NULL before connecting.
 * EX_UNAVAILABLE if a retry may succeed, EX_NOPERM if access is denied, EX_CONFIG if the
 * configuration is invalid.
 */
bool bus_fail(struct bus *bus, struct fault *fault, natsStatus status, const char *doing);

/* What a stream is to be configured as. Names follow JetStream's. */
struct stream_plan {
	const char *name;
	const char **subjects;
	int subjects_count;
	/* Of subjects that an earlier version may have had, wildcards included; NULL: none. */
	const char *own_prefix;
	const char *description;
	bool work_queue;           /* clients publish, and acknowledged messages are deleted */
	bool min_duplicate_window; /* the shortest that the server accepts; else its default */
	int64_t max_per_subject;   /* messages of a subject, which is one client's; 0: no limit */
	bool discard_old;          /* at that limit; else new messages are refused */
	int32_t max_message_size;  /* in bytes; 0: no limit */
	int64_t max_age;           /* in nanoseconds; 0: no limit */
	int64_t replicas;          /* 0: one, or as an existing stream has */
};

/* The sequences of a stream's first and last message. */
struct stream_range {
	uint64_t first, last;
};

/*
 * Creates PLAN's stream if it is missing, or updates it, and sets RANGE. False with FAULT
 * set; EX_CONFIG if a stream of that name exists that can't be updated to PLAN.
 */
bool stream_ensure(struct bus *bus, const struct stream_plan *plan, struct stream_range *range,
	struct fault *fault);

#endif
