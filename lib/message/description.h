/*
 * A tool's description, --describe: the only source of the map of the
 * contexts.
 */
#ifndef MESSAGE_DESCRIPTION_H
#define MESSAGE_DESCRIPTION_H

#include "message/message.h"

#define DESCRIPTION(X, S)                                                                          \
	STRING(X, S, tool, REQUIRED, 64, "its name")                                               \
	STRING(X, S, version, REQUIRED, 64, "its version")                                         \
	STRING(X, S, context, REQUIRED, 64, "the context that it is of")                           \
	STRING(X, S, owns, OPTIONAL, 300, "what that context owns")                                \
	STRINGS(X, S, consumes, REQUIRED, 200, "types of commands and events that it takes")       \
	STRINGS(X, S, emits, REQUIRED, 200, "types that it prints or records")                     \
	STRINGS(X, S, commands, REQUIRED, 200,                                                     \
		"consumed and emitted types that are commands; the others are events, or rows")    \
	STRINGS(X, S, publishes, REQUIRED, 200,                                                    \
		"consumed and emitted types that are its context's published language")            \
	STRINGS(X, S, reads, REQUIRED, 64, "contexts whose stores it reads")                       \
	STRINGS(X, S, writes, REQUIRED, 64, "contexts whose stores it writes")
MESSAGE_DECLARE(description, DESCRIPTION);

#endif
