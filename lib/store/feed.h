/*
 * The feed: the store's events in their order, without gaps, append-only.
 */
#ifndef STORE_FEED_H
#define STORE_FEED_H

#include "base/arena.h"
#include "base/buffer.h"
#include "message/envelope.h"
#include "store/store.h"

/*
 * Appends an event behind the last: sets the envelope's sequence and source,
 * and adds its line, as it is stored, to OUT. Within a write transaction. DATA that
 * lacks what is required, or has a value beyond its bounds, is the store's fault:
 * nobody could read it.
 */
void feed_append(struct store *store, struct envelope *envelope, const struct message *message,
	const void *data, struct buffer *out);

/*
 * Appends LINE, an event of this feed as it was printed (without its newline), at
 * the position that its ENVELOPE says. Within a write transaction.
 */
void feed_restore(
	struct store *store, const struct envelope *envelope, const char *line, size_t length);

/*
 * Notes that the event at SEQUENCE is about the client that DATA, of SHAPE, names, so
 * that this client's reader finds it. Where no field "client" is, it is about none.
 */
void feed_note_client(
	struct store *store, const struct layout *layout, const void *data, int64_t sequence);

/* Adds COUNT lines from FIRST on to OUT, each with its newline. */
void feed_copy(struct store *store, int64_t first, int64_t count, struct buffer *out);

/* A reader of the feed, and how far it has come. */
struct feed_reader {
	int64_t position; /* it has seen all up to here; 0: nothing yet */
	/* It sees the events whose data has this for its "client"; NULL: all events. */
	const char *client;
};

/*
 * Adds the lines that come next to OUT: at most COUNT, and few enough to stay near
 * BYTES. Returns how many. At the end the position stays; where it moves without a
 * line, what was passed is not the client's.
 */
int64_t feed_read(struct store *store, struct feed_reader *reader, int64_t count, size_t bytes,
	struct buffer *out);

/* An event as it lies in the feed. */
struct feed_entry {
	struct uuid id;
	const char *type;
	const char *line; /* without its newline */
	size_t length;
};

/* The event at SEQUENCE into *ENTRY, whose texts live in ARENA; false where there is none. */
bool feed_entry(
	struct store *store, int64_t sequence, struct feed_entry *entry, struct arena *arena);

/* The position of the event about SUBJECT that comes behind AFTER; 0 where there is none. */
int64_t feed_next_about(struct store *store, const char *subject, int64_t after);

/* The position of the event ID; 0 where the feed doesn't have it. */
int64_t feed_position(struct store *store, const struct uuid *id);

/* Borrows from ARENA: the type of the event at SEQUENCE; NULL where there is none. */
const char *feed_type(struct store *store, int64_t sequence, struct arena *arena);

/* The same: whom or what it is about. */
const char *feed_subject(struct store *store, int64_t sequence, struct arena *arena);

/* Borrows from ARENA: the line at SEQUENCE, without its newline; NULL where there is none. */
const char *feed_line(struct store *store, int64_t sequence, struct arena *arena);

/*
 * Borrows from ARENA: the data of the event at SEQUENCE as the struct of SHAPE,
 * and its envelope into *ENVELOPE. NULL with the store's fault set where the
 * feed does not have it.
 */
void *feed_event(struct store *store, int64_t sequence, const struct layout *layout,
	struct envelope *envelope, struct arena *arena);

/*
 * The same, for an event that defines something and is read again and again: decoded once.
 * Borrows from STORE until its next store_begin().
 */
const void *feed_definition(struct store *store, int64_t sequence, const struct layout *layout);

#endif
