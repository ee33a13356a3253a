/*
 * The strict parser of messages: a line with one JSON object (RFC 8259).
 *
 * jansson refuses duplicate keys, NUL characters, invalid UTF-8 and numbers out of range. Here,
 * nesting is limited, and the messages for common faults are clearer than jansson's.
 */
#ifndef MESSAGE_JSON_H
#define MESSAGE_JSON_H

#include <jansson.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/fault.h"

/* The maximum number of nested objects and arrays. */
enum { MESSAGE_JSON_DEPTH = 32 };

/*
 * Sets jansson's hash seed and allocator, which are the process's: call it before any thread
 * starts, and before message_json_parse(). The allocator is the parsing thread's arena, else
 * malloc(3); it exits when memory is exhausted, which jansson would report as a syntax error.
 */
void message_json_init(void);

/* Removes jansson's excerpt of the input from MESSAGE: it may contain control characters. */
void message_json_strip_excerpt(char *message);

/*
 * Borrows from ARENA: the object in TEXT; NULL with FAULT set (EX_DATAERR) if TEXT is not an
 * object. It is const, so that nobody counts references to it: it is released with ARENA, which
 * also gets what jansson releases meanwhile, at most some megabytes for a line of LINE_LIMIT.
 */
const json_t *message_json_parse(
	const char *text, size_t length, struct arena *arena, struct fault *fault);

#endif
