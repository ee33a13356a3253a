/*
 * Words: what a line of an event or a command says to people, by the template of its message.
 *
 * On a terminal they take the place of JSON, and a table that of a report's rows. There is one rule
 * for all tools: words_are_wanted().
 */
#ifndef TOOL_WORDS_H
#define TOOL_WORDS_H

#include "base/buffer.h"
#include "tool/tool.h"

/* Whether RUN prints for people: on a terminal, or with -t; not with --json. */
bool words_are_wanted(const struct run *run);

/*
 * Adds a sentence to OUT for the line of LENGTH bytes, without a newline, escaped: whom it is about,
 * and what happened. A line that is not described, of a newer type for instance, is added as it is.
 */
void words_add_line(struct run *run, const char *line, size_t length, struct buffer *out);

/* The same for each of the LENGTH bytes of LINES, behind LEAD, with newlines. */
void words_add_lines(
	struct run *run, const char *lead, const char *lines, size_t length, struct buffer *out);

/* The same for lines of a feed: each behind its sequence and local time. */
void words_add_feed(struct run *run, const char *lines, size_t length, struct buffer *out);

/* Replaces what the locale's encoding does not have from FROM on in TEXT: signs of templates. */
void words_fit(struct buffer *text, size_t from);

/* Prints LINES, of commands and events, as they are, or in words behind LEAD where they are wanted. */
bool words_print(struct run *run, const char *lead, const char *lines, size_t length);

#endif
