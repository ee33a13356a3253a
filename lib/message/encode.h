/*
 * Encoding: a struct into JSON, by its layout, straight into a buffer.
 */
#ifndef MESSAGE_ENCODE_H
#define MESSAGE_ENCODE_H

#include "base/buffer.h"
#include "message/message.h"

enum order {
	AS_DECLARED, /* for readers */
	CANONICAL,   /* members by name: the bytes that idempotency compares */
};

/* Adds DATA as one JSON object; absent fields are omitted. */
void encode(const struct layout *layout, const void *data, enum order order, struct buffer *to);

#endif
