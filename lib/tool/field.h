/*
 * A command's fields as options of the tool that takes it: a name and an
 * argument for each, and the resulting JSON.
 */
#ifndef TOOL_FIELD_H
#define TOOL_FIELD_H

#include "tool/tool.h"

enum { FIELD_NAME = 64, FIELD_OPTION_LIMIT = 40 };

/* A field of the command, found in nested objects, too. */
struct field_option {
	const struct field *field;
	const struct field *within; /* the object that has it; NULL: the message itself */
	char name[FIELD_NAME];
};

struct field_options {
	struct field_option items[FIELD_OPTION_LIMIT];
	size_t count;
};

/* What a verb's command has; none where it takes a document. */
struct field_options option_fields_of(const struct verb *verb);

bool option_is_field(const struct field *field);

/* The option's name: signed-up-on for signed_up_on, ticket for a list of tickets. */
void option_field_name(const struct field *field, char *name, size_t size);

/* What its argument is called: "type=number" for a list of tickets; "" for a boolean. */
void option_field_argument(const struct field *field, char *argument, size_t size);

/*
 * Sets what OPTION, one of OPTIONS, stands for in RECORD, a json_t. What the value has to be is
 * for decoding to say: false with FAULT set (EX_USAGE) only where it can't be JSON
 * (not UTF-8), is no pair, comes twice, or is no id, for which the message names other options.
 */
struct json_t;
bool option_field_set(struct json_t *record, const struct field_options *options,
	const struct field_option *option, const char *argument, bool negated, struct fault *fault);

#endif
