/* Runs a program with lines as its standard input. */
#ifndef TOOL_PROGRAM_H
#define TOOL_PROGRAM_H

#include <stdbool.h>

#include "base/buffer.h"

struct program {
	char **command;       /* its name and operands; ends with NULL */
	const char *variable; /* an environment variable to set to .value; NULL: none */
	const char *value;
	int output; /* its standard output; -1: inherited */
	/* Called at least once a second while the program runs. NULL: not called. */
	void (*alive)(void *watcher);
	void *watcher;
};

/*
 * Runs PROGRAM with TEXT as its input, and waits for its end. It inherits standard error,
 * standard output unless .output is set, and no other descriptor. SIGPIPE has to be ignored.
 * Returns NULL if it exited 0 after reading all of TEXT; otherwise why it failed, valid until the
 * next call. Sets *STATUS to its exit status if it read all, and to -1 if it did not.
 */
const char *program_run(const struct program *program, const struct buffer *text, int *status);

/*
 * Exponential backoff: returns the number of seconds to wait before the next try, after a wait
 * of BACKOFF seconds; 0: this is the first.
 */
unsigned program_backoff(unsigned backoff);

#endif
