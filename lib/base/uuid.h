/*
 * Identifiers: UUIDs (RFC 9562), 16 bytes in a store, lower-case text in a line.
 * All begin with their time, so that an index grows at its end.
 */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

enum { UUID_SIZE = 16, UUID_TEXT = 37 }; /* the text with its NUL */

struct uuid {
	unsigned char bytes[UUID_SIZE];
};

/* False if TEXT is not a UUID in its lower-case form (RFC 9562, 4). */
bool uuid_parse(const char *text, struct uuid *uuid);

/* The UUID that TEXT is; zero if it is NULL or not a UUID. */
struct uuid uuid_of(const char *text);

void uuid_format(const struct uuid *uuid, char text[UUID_TEXT]);

/* A version 7 UUID: 48 bits of MILLISECONDS, the rest random (RFC 9562, 5.7). */
struct uuid uuid_new(int64_t milliseconds);

/* The milliseconds with which UUID begins. */
int64_t uuid_time(const struct uuid *uuid);

/*
 * uuid_new() with its last two bytes zero: the root of a family. uuid_member() returns its
 * members, 1 to 65535, which sort after it, and 0, which is the root itself. The ids of a
 * purchase and its tickets are a family, and those of the events of a command.
 */
struct uuid uuid_root(int64_t milliseconds);
struct uuid uuid_member(const struct uuid *root, unsigned ordinal);

/* The ordinal of a member; 0 for a root. */
unsigned uuid_ordinal(const struct uuid *member);

bool uuid_equal(const struct uuid *left, const struct uuid *right);

/*
 * A version 8 UUID (RFC 9562, 5.8), the same for the same arguments: 48 bits of
 * MILLISECONDS, which is the time of the event CAUSE, the rest a hash of (CAUSE,
 * NAME, ORDINAL).
 */
struct uuid uuid_derived(
	int64_t milliseconds, const struct uuid *cause, const char *name, int64_t ordinal);

#endif
