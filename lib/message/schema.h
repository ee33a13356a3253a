/*
 * The JSON Schema of a message, from its table.
 *
 * Draft 2020-12, in keywords that draft-07 has as well. A command's and an
 * event's schema is that of the whole line, the envelope with its data; a
 * record's is that of the bare object. A schema counts characters, a table bytes,
 * so the limit in bytes is in the description. The parser refuses whatever the
 * schema refuses, but accepts a command's bare data as a line.
 */
#ifndef MESSAGE_SCHEMA_H
#define MESSAGE_SCHEMA_H

#include "base/buffer.h"
#include "message/message.h"

/* Adds the schema of MESSAGE, indented, its members in a stable order, and a newline. */
void json_schema_write(const struct message *message, struct buffer *to);

#endif
