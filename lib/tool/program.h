/*
 * A program that is given lines on its standard input.
 */
#ifndef TOOL_PROGRAM_H
#define TOOL_PROGRAM_H

#include <stdbool.h>

#include "base/buffer.h"

struct program {
	char **command;       /* its name and operands; ends with NULL */
	const char *variable; /* set in its environment to .value; NULL: none */
	const char *value;
	int output; /* a descriptor that is its standard output; -1: ours */
	/* Called while it runs, each second or more often. NULL: nobody waits for a word. */
	void (*alive)(void *watcher);
	void *watcher;
};

/*
 * Runs PROGRAM, gives it TEXT, and waits for its end. It has standard input, output and
 * error, and no other descriptor. Borrows, until the next call: why it was not done, in
 * words; NULL: it exited 0 and had read all. *STATUS: what it exited with, having read
 * all; else -1.
 */
const char *program_give(const struct program *program, const struct buffer *text, int *status);

/* How many seconds to wait until the next try, where PAUSE, at first 0, has not helped. */
unsigned program_pause(unsigned pause);

#endif
