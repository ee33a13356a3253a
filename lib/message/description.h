/*
 * A tool's description, --describe: the only source of the map of the
 * contexts, and of the fields that csv-import fills.
 */
#ifndef MESSAGE_DESCRIPTION_H
#define MESSAGE_DESCRIPTION_H

#include "base/fault.h"
#include "message/message.h"

/* The types of fields, in the order of enum field_type. */
#define DESCRIBED_TYPE(W)                                                                          \
	W(DESCRIBED_STRING, "string")                                                              \
	W(DESCRIBED_EMAIL, "email")                                                                \
	W(DESCRIBED_UUID, "uuid")                                                                  \
	W(DESCRIBED_DATE, "date")                                                                  \
	W(DESCRIBED_TIME, "time")                                                                  \
	W(DESCRIBED_ZONE, "zone")                                                                  \
	W(DESCRIBED_CURRENCY, "currency")                                                          \
	W(DESCRIBED_INTEGER, "integer")                                                            \
	W(DESCRIBED_AMOUNT, "amount")                                                              \
	W(DESCRIBED_BOOLEAN, "boolean")                                                            \
	W(DESCRIBED_ENUM, "enum")                                                                  \
	W(DESCRIBED_OBJECT, "object")                                                              \
	W(DESCRIBED_LIST, "list")                                                                  \
	W(DESCRIBED_STRINGS, "strings")
ENUM_DECLARE(described_type, DESCRIBED_NONE, DESCRIBED_TYPE);

#define DESCRIBED_LIMIT ((INT64_C(1) << 53) - 1)
#define DESCRIBED_FIELD(X, S)                                                                      \
	STRING(X, S, path, REQUIRED, 200,                                                          \
		"its name, after those of what has it: purchaser.email, tickets[].type")           \
	ENUM(X, S, type, REQUIRED, described_type, "its type")                                     \
	BOOLEAN(X, S, required, OPTIONAL, "whether what has it must have it")                      \
	BOOLEAN(X, S, key, OPTIONAL, "whether it is part of the natural key")                      \
	BOOLEAN(X, S, unsplit, OPTIONAL, "whether a text of the list may hold commas")             \
	INTEGER(X, S, lowest, OPTIONAL, -DESCRIBED_LIMIT, DESCRIBED_LIMIT,                         \
		"the least bytes of a text, items of a list, or a number; absent: its type's")     \
	INTEGER(X, S, highest, OPTIONAL, -DESCRIBED_LIMIT, DESCRIBED_LIMIT, "the most")            \
	STRINGS(X, S, values, OPTIONAL, 200, "the values of an enum")                              \
	STRING(X, S, doc, REQUIRED, 400, "what it is")
STRUCT_DECLARE(described_field, DESCRIBED_FIELD);

#define DESCRIBED_VERB(X, S)                                                                       \
	STRING(X, S, name, OPTIONAL, 64, "as on the command line; absent: without a verb")         \
	STRING(X, S, command, REQUIRED, 200, "the type of the command that its lines are")         \
	LIST(X, S, fields, REQUIRED, 0, 0, described_field,                                        \
		"the fields of a line; those of an object or a list follow it")
STRUCT_DECLARE(described_verb, DESCRIBED_VERB);

#define DESCRIBED_WORD(X, S)                                                                       \
	STRING(X, S, name, REQUIRED, 64, "an option's, with its dashes, or what the operand is")   \
	STRING(X, S, letter, OPTIONAL, 2, "the option's short form, with its dash")                \
	STRING(X, S, argument, OPTIONAL, 64, "what its argument is called; absent: it has none")   \
	STRINGS(X, S, values, OPTIONAL, 200, "the only values")                                    \
	STRING(X, S, listed, OPTIONAL, 64, "what --values of the tool lists the known values by")  \
	STRING(X, S, doc, OPTIONAL, 400, "what it is")
STRUCT_DECLARE(described_word, DESCRIBED_WORD);

#define DESCRIBED_USAGE(X, S)                                                                      \
	STRING(X, S, verb, OPTIONAL, 64, "absent: without a verb")                                 \
	STRING(X, S, doc, OPTIONAL, 400, "what the verb does")                                     \
	LIST(X, S, options, REQUIRED, 0, 0, described_word, "its options")                         \
	LIST(X, S, operands, REQUIRED, 0, 0, described_word, "its operands, in order")
STRUCT_DECLARE(described_usage, DESCRIBED_USAGE);

#define DESCRIPTION(X, S)                                                                          \
	STRING(X, S, tool, REQUIRED, 64, "its name")                                               \
	STRING(X, S, version, REQUIRED, 64, "its version")                                         \
	STRING(X, S, doc, OPTIONAL, 400, "what it does, in a sentence")                            \
	STRING(X, S, context, REQUIRED, 64, "the context that it is of")                           \
	STRING(X, S, owns, OPTIONAL, 300, "what that context owns")                                \
	STRINGS(X, S, consumes, REQUIRED, 200, "types of commands and events that it takes")       \
	STRINGS(X, S, emits, REQUIRED, 200, "types that it prints or records")                     \
	STRINGS(X, S, commands, REQUIRED, 200,                                                     \
		"consumed and emitted types that are commands; the others are events, or rows")    \
	STRINGS(X, S, publishes, REQUIRED, 200,                                                    \
		"consumed and emitted types that are its context's published language")            \
	STRINGS(X, S, reads, REQUIRED, 64, "contexts whose stores it reads")                       \
	STRINGS(X, S, writes, REQUIRED, 64, "contexts whose stores it writes")                     \
	LIST(X, S, verbs, OPTIONAL, 0, 0, described_verb, "its verbs that read lines of commands") \
	LIST(X, S, usages, OPTIONAL, 0, 0, described_usage, "its command lines, for completion")
MESSAGE_DECLARE(description, DESCRIPTION);

/*
 * Borrows from DESCRIPTION: the verb called WORD (*NAMED), also one whose name is an option without
 * its dashes; else the default one, or the only one. NULL with FAULT set (EX_USAGE).
 */
const struct described_verb *description_verb(
	const struct description *description, const char *word, bool *named, struct fault *fault);

#endif
