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
	STRICT,   /* unknown fields are refused: a command must not be executed in part */
	TOLERANT, /* unknown fields are skipped: the writer may be newer */
	BARE,     /* STRICT, for a record without an id, whose values spreadsheets have written */
};

/*
 * In a BARE record, an optional field is absent if its value is blank: null, an empty text, or a
 * list or an object of nothing else. Blank items of lists are left out. A whole number is a text
 * of its digits, and such a text is a whole number, but no amount: it may be in the main unit.
 * The texts true and false are booleans, in any case.
 *
 * Borrows from ARENA: the struct that JSON describes. NULL with FAULT set (EX_DATAERR)
 * if JSON does not match LAYOUT: the reason, and a JSON pointer, which begins with ROOT
 * ("/data", or ""). JSON may be released afterwards.
 */
void *decode(const struct layout *layout, const json_t *json, enum strictness strictness,
	const char *root, struct arena *arena, struct fault *fault);

/*
 * The same for what a person wrote: a TIME or a ZONE is what WRITTEN reads it as. NULL: as
 * decode().
 */
struct written {
	/*
	 * Borrows from ARENA: TEXT of FIELD in the form that decode() takes; NULL with FAULT set.
	 * OF is the struct that this is a member of.
	 */
	const char *(*read)(struct written *of, const struct field *field, const char *text,
		struct arena *arena, struct fault *fault);
};
void *decode_written(const struct layout *layout, const json_t *json, enum strictness strictness,
	const char *root, struct written *written, struct arena *arena, struct fault *fault);

#endif
