/*
 * A batch of a feed's lines, which are added, parsed, and then applied in order.
 *
 * Parsing decodes the lines; it needs no store, and may be done by another thread.
 *
 * Private to lib/store.
 */
#ifndef STORE_BATCH_H
#define STORE_BATCH_H

#include "base/lines.h"
#include "message/envelope.h"
#include "store/context.h"

/* The columns beside the line of a row of the feed. */
struct event_row {
	struct uuid id;
	const char *type;
	const char *subject;
};

/* A line; once parsed, its event. */
struct event {
	const char *line;
	size_t length;
	const struct event_row *row; /* NULL: the line is from another place */
	struct envelope envelope;
	const struct effect *effect; /* NULL: it changes no state */
	bool answered;               /* is command-answered */
	const void *data;
};

struct batch {
	const struct context *context;
	const char *source; /* which the lines must have */
	int64_t before;     /* the position before the first line */
	struct arena arena; /* has the lines and the events */
	struct fault bad;   /* of the line after the parsed ones */
	int count;          /* of lines */
	int parsed;         /* of events, in order: all lines, or those before the bad one */
	struct event events[BATCH_LINES];
};

/* Empties BATCH. The next lines have the positions after BEFORE. */
void batch_begin(struct batch *batch, int64_t before);

/* Whether it has enough lines, or bytes, to be parsed. */
bool batch_is_full(const struct batch *batch);

/* Adds a copy of LINE. Borrows from BATCH: its event, for .row. BATCH must not be full. */
struct event *batch_add(struct batch *batch, const char *line, size_t length);

/*
 * Parses the lines up to the first bad one. Its fault is .bad: EX_DATAERR if it can't be
 * parsed or is out of order, EX_SOFTWARE if the context doesn't know the event.
 */
void batch_parse(struct batch *batch);

#endif
