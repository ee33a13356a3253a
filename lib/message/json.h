/*
 * The strict parser: a line of JSON, checked before anything uses it.
 *
 * jansson parses. What it lets through and the line may not have is refused
 * here first: a NUL, more than 32 levels of nesting. Duplicate keys, invalid
 * UTF-8 and numbers that don't fit it refuses itself, as it is called here.
 */
#ifndef MESSAGE_JSON_H
#define MESSAGE_JSON_H

#include <jansson.h>
#include <stddef.h>

#include "base/fault.h"

enum { JSON_DEPTH = 32 };

/*
 * Sets what jansson has only once for the process, its hash seed and its
 * allocator: before any thread starts. Without memory the process ends,
 * because jansson reports want of memory as bad JSON.
 */
void json_prepare(void);

/* Cuts off what jansson's message quotes of the text, which may hold anything. */
void json_cut_quote(char *message);

/* Returns new: the object in TEXT; NULL with FAULT set (65) if there is none. */
json_t *json_parse(const char *text, size_t length, struct fault *fault);

#endif
