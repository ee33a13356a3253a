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
 * Runs PROGRAM with TEXT as its input, and waits for its end. It inherits standard input,
 * output and error, and no other descriptor. Borrows, until the next call: why it failed;
 * NULL: it exited 0 after reading all. *STATUS: its exit status if it had read all; else
 * -1.
 */
const char *program_give(const struct program *program, const struct buffer *text, int *status);

/*
 * The seconds to wait before the next try, after a pause of PAUSE, at first 0: exponential
 * backoff.
 */
unsigned program_pause(unsigned pause);

#endif
