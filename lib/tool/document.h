/*
 * An operand that is a file of one JSON document, or "-", or nothing: standard input.
 */
#ifndef TOOL_DOCUMENT_H
#define TOOL_DOCUMENT_H

#include "tool/tool.h"

/* Makes the document RUN's record, as one line. False: it was said why. */
bool document_read(struct run *run);

/* Borrows from ARENA: what the document holds, of SHAPE. NULL: the reason was printed. */
const void *document_decode(struct run *run, const struct layout *layout, struct arena *arena);

#endif
