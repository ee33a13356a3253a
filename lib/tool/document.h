/* An operand that names a file with one JSON document; "-" or none: standard input. */
#ifndef TOOL_DOCUMENT_H
#define TOOL_DOCUMENT_H

#include "tool/tool.h"

/* Reads the document as RUN's record, in one line. False: the reason was printed. */
bool document_read(struct run *run);

/* Borrows from ARENA: the document as a struct of LAYOUT. NULL: the reason was printed. */
const void *document_decode(struct run *run, const struct layout *layout, struct arena *arena);

#endif
