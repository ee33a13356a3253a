/*
 * A stretch of a feed: adjacent lines, which are added, parsed, and then applied in order.
 *
 * Parsing decodes the lines; it needs no store, and may be done by another thread.
 *
 * Private to lib/store.
 */
#ifndef STORE_STRETCH_H
#define STORE_STRETCH_H

#include "base/lines.h"
#include "message/envelope.h"
#include "store/context.h"
#include "store/seal.h"

/* A line; once parsed, its event. */
struct stretch_event {
	const char *line;
	size_t length;
	const struct uuid *row; /* the id of its row; NULL: the line is from another place */
	struct envelope envelope;
	const struct effect *effect; /* NULL: it changes no state */
	bool answered;               /* is command-answered */
	bool sealed;                 /* is feed-sealed */
	struct seal_digest digest;   /* of the line */
	const void *data;
};

struct stretch {
	const struct context *context;
	const char *source; /* which the lines must have */
	int64_t before;     /* the position before the first line */
	struct arena arena; /* has the lines and the events */
	struct arena json;  /* of one line */
	struct fault bad;   /* of the line after the parsed ones */
	int count;          /* of lines */
	int parsed;         /* of events, in order: all lines, or those before the bad one */
	struct stretch_event events[BATCH_LINES];
};

/* Empties STRETCH. The next lines have the positions after BEFORE. */
void stretch_begin(struct stretch *stretch, int64_t before);

/* Whether it has enough lines, or bytes, to be parsed. */
bool stretch_is_full(const struct stretch *stretch);

/* Adds a copy of LINE. Borrows from STRETCH: its event, for .row. STRETCH must not be full. */
struct stretch_event *stretch_add(struct stretch *stretch, const char *line, size_t length);

/*
 * Parses the lines of STRETCH, a struct stretch, up to the first bad one: the work of a background.
 * The fault is .bad: EX_DATAERR if a line can't be parsed or is out of order, EX_SOFTWARE if the
 * context doesn't know the event.
 */
void stretch_parse(void *stretch);

#endif
