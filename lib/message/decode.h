/*
 * Decoding: JSON into a struct, by its layout, once, as a line is read.
 */
#ifndef MESSAGE_DECODE_H
#define MESSAGE_DECODE_H

#include <jansson.h>

#include "base/arena.h"
#include "base/fault.h"
#include "message/message.h"

enum strictness {
	STRICT,   /* a field that we don't know is refused: dropping intent is worse */
	TOLERANT, /* a field that we don't know is skipped: the writer may be newer */
};

/*
 * Borrows from ARENA: the struct that JSON describes. NULL with FAULT set (65)
 * where JSON does not keep to SHAPE: a JSON pointer, which begins with ROOT
 * ("/data", or ""), and the reason. JSON may be released afterwards.
 */
void *decode(const struct layout *layout, const json_t *json, enum strictness strictness,
	const char *root, struct arena *arena, struct fault *fault);

#endif
