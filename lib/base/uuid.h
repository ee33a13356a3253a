/*
 * Identifiers: UUIDs (RFC 9562), 16 bytes in a store, canonical lower case in
 * a line. All are ordered by time, so that a big store stays fast.
 */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

enum { UUID_SIZE = 16, UUID_TEXT = 37 }; /* the text with its NUL */

struct uuid {
	unsigned char bytes[UUID_SIZE];
};

/* True where TEXT is a UUID in its canonical lower-case form. */
bool uuid_parse(const char *text, struct uuid *uuid);

void uuid_format(const struct uuid *uuid, char text[UUID_TEXT]);

/* A version 7 UUID: 48 bits of MILLISECONDS, the rest random (RFC 9562, 5.7). */
struct uuid uuid_new(int64_t milliseconds);

/*
 * The same, of which the last two bytes are zero: the root of a family.
 * uuid_member() gives its members, 1 to 65535, which sort behind it: a ticket
 * lies beside its purchase.
 */
struct uuid uuid_root(int64_t milliseconds);
struct uuid uuid_member(const struct uuid *root, unsigned ordinal);

/*
 * A version 8 UUID (RFC 9562, 5.8) that comes out the same on every run: 48
 * bits of MILLISECONDS, which is the time of the event CAUSE, the rest a hash
 * of (CAUSE, NAME, ORDINAL).
 */
struct uuid uuid_derived(
	int64_t milliseconds, const struct uuid *cause, const char *name, int64_t ordinal);

#endif
