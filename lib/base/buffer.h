/*
 * A growing buffer of bytes, which can also write JSON strings.
 *
 * No function fails: if allocation fails, the process exits (memory.h).
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

/* Zero it to begin: struct buffer buffer = {0}; */
struct buffer {
	char *text; /* not NUL-terminated; NULL while nothing was ever added */
	size_t length;
	size_t capacity;
};

void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_add_integer(struct buffer *buffer, int64_t value);
void buffer_add_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds TEXT, which must be valid UTF-8, as a JSON string with its quotes (RFC 8259, 7). */
void buffer_add_json(struct buffer *buffer, const char *text);

/* Adds SIZE bytes in lower-case hexadecimal. */
void buffer_add_hex(struct buffer *buffer, const unsigned char *bytes, size_t size);

/* Borrows from BUFFER: its text, NUL-terminated, until it next changes. */
const char *buffer_text(struct buffer *buffer);

void buffer_reset(struct buffer *buffer);   /* empties it; keeps the memory */
void buffer_release(struct buffer *buffer); /* empties it; frees the memory */

#endif
