/* The feed: the store's events in order, without gaps, append-only. */
#ifndef STORE_FEED_H
#define STORE_FEED_H

#include "base/arena.h"
#include "base/buffer.h"
#include "message/envelope.h"
#include "store/store.h"

/*
 * Appends an event within a write transaction: sets the envelope's sequence and source, marks it as
 * personal if DATA is, and adds the stored line to OUT. DATA without a required field, or out of
 * bounds, sets the store's fault, because no reader could decode it.
 */
void feed_append(struct store *store, struct envelope *envelope, const struct message *message,
	const void *data, struct buffer *out);

/*
 * Appends LINE, an event of this feed without its newline, at the position in its
 * ENVELOPE. Within a write transaction.
 */
void feed_restore(
	struct store *store, const struct envelope *envelope, const char *line, size_t length);

/* Adds COUNT lines, from position FIRST, to OUT, each with its newline. */
void feed_copy(struct store *store, int64_t first, int64_t count, struct buffer *out);

/* A reader of the feed, and its position. */
struct feed_reader {
	int64_t position; /* of the last event that was read; 0: none */
	/* Reads only events whose data has this "client"; NULL: all events. */
	const char *client;
};

/*
 * Adds the next lines to OUT: at most COUNT, and about BYTES. Returns their number. At the
 * end the position does not move; if it moves without a line, the events passed belong to
 * other clients.
 */
int64_t feed_read(struct store *store, struct feed_reader *reader, int64_t count, size_t bytes,
	struct buffer *out);

/* A stored event. */
struct feed_entry {
	struct uuid id;
	const char *type;
	const char *line; /* without its newline */
	size_t length;
};

/* Reads the event at SEQUENCE into *ENTRY, whose texts live in ARENA; false if there is none. */
bool feed_entry(
	struct store *store, int64_t sequence, struct feed_entry *entry, struct arena *arena);

/* In a client's store: the position of the first event about SUBJECT after AFTER; 0: none. */
int64_t feed_next_about(struct store *store, const char *subject, int64_t after);

/* The number of events: the position of the last one. */
int64_t feed_length(struct store *store);

/* The position of the event ID; 0 if the feed does not contain it. */
int64_t feed_position(struct store *store, const struct uuid *id);

/* Borrows from ARENA: the type of the event at SEQUENCE; NULL if there is none. */
const char *feed_type(struct store *store, int64_t sequence, struct arena *arena);

/* Borrows from ARENA: the subject of the event at SEQUENCE; NULL if there is none. */
const char *feed_subject(struct store *store, int64_t sequence, struct arena *arena);

/*
 * Borrows from ARENA: the data of the event at SEQUENCE as a struct of LAYOUT; *ENVELOPE is
 * its envelope. NULL with the store's fault set if there is none.
 */
void *feed_event(struct store *store, int64_t sequence, const struct layout *layout,
	struct envelope *envelope, struct arena *arena);

/*
 * The same, decoded once and cached, for events that are read often. Borrows from STORE
 * until the next store_begin().
 */
const void *feed_definition(struct store *store, int64_t sequence, const struct layout *layout);

#endif
