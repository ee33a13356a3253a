/*
 * What the bus's own files know of each other.
 */
#ifndef BUS_INTERNAL_H
#define BUS_INTERNAL_H

#include <nats/nats.h>
#include <stdatomic.h>

#include "base/buffer.h"
#include "bus/bus.h"

/* How long the broker is waited for; of a batch, for each part of it. */
enum { ANSWER_MILLISECONDS = 5000 };

struct bus {
	natsConnection *connection;
	jsCtx *streams;
	char *prefix; /* of the subjects on which JetStream is asked; NULL: the usual one */
	atomic_uint reconnections;
	atomic_bool forbidden; /* the broker has said that something is not permitted */
};

/* Sets what VARIABLE says of the broker and of who we are; false with FAULT set: 78. */
bool login_set(
	natsOptions *options, const char *(*variable)(const char *name), struct fault *fault);

/* Adds to OUT where the broker is, without the users and passwords that may stand in that. */
void login_add_urls(const char *(*variable)(const char *name), struct buffer *out);

/* JetStream over BUS, with SETTINGS (NULL: the usual ones). */
natsStatus bus_streams(const struct bus *bus, const jsOptions *settings, jsCtx **streams);

/* Whether what has no answer has none because it is not permitted. */
bool bus_is_forbidden(struct bus *bus);

/*
 * Sets FAULT by what libnats says went wrong while DOING; false. BUS: NULL where there
 * is none yet. 69, but for what trying again won't help: 77 not permitted, 78 what can't be.
 */
bool bus_fail(struct bus *bus, struct fault *fault, natsStatus status, const char *doing);

/* What a stream is to be, and for how long it keeps what. */
struct stream_plan {
	const char *name;
	const char **subjects;
	int subjects_count;
	const char
		*within; /* with what any subject that it may have had begins; NULL: none other */
	const char *description;
	bool queue;     /* others publish in it, and a message goes when it is acknowledged */
	bool forgets;   /* messages' ids, as soon as it may */
	int64_t most;   /* messages of one subject, which is one client's; 0: no limit */
	bool replaces;  /* beyond that: the subject's oldest goes, or else the new one is refused */
	int32_t size;   /* of a message, in bytes; 0: no limit */
	int64_t age;    /* nanoseconds; 0: for ever */
	int64_t copies; /* servers that keep it */
};

/* The sequences of the first message that a stream has, and of its last one. */
struct stream_ends {
	uint64_t first, last;
};

/*
 * Makes PLAN's stream, where it is missing, or brings it to what it is to be, and sets ENDS.
 * False with FAULT set; 78 where it is there and is another kind of stream.
 */
bool stream_make(struct bus *bus, const struct stream_plan *plan, struct stream_ends *ends,
	struct fault *fault);

#endif
