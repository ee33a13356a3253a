/*
 * What a tool says of itself, --describe: the one truth that the map of the contexts
 * is drawn from.
 */
#ifndef MESSAGE_DESCRIPTION_H
#define MESSAGE_DESCRIPTION_H

#include "message/message.h"

#define DESCRIPTION(X, S)                                                                          \
	X(S, STRING, tool, REQUIRED, 1, 64, none, "its name")                                      \
	X(S, STRING, version, REQUIRED, 1, 64, none, "its version")                                \
	X(S, STRING, context, REQUIRED, 1, 64, none, "the context that it is of")                  \
	X(S, STRING, owns, OPTIONAL, 1, 300, none, "what is that context's own, in words")         \
	X(S, STRINGS, consumes, REQUIRED, 1, 200, none,                                            \
		"types of commands and events that it takes")                                      \
	X(S, STRINGS, emits, REQUIRED, 1, 200, none, "types that it prints or records")            \
	X(S, STRINGS, commands, REQUIRED, 1, 200, none,                                            \
		"those of both that are commands; the others are events, or rows")                 \
	X(S, STRINGS, publishes, REQUIRED, 1, 200, none,                                           \
		"those of both that are its context's published language")                         \
	X(S, STRINGS, reads, REQUIRED, 1, 64, none, "contexts whose stores it reads")              \
	X(S, STRINGS, writes, REQUIRED, 1, 64, none, "contexts whose stores it writes")
MESSAGE_DECLARE(description, DESCRIPTION);

#endif
