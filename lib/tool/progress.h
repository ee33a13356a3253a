/*
 * Progress on long work: a line on a terminal, and on SIGUSR1.
 */
#ifndef TOOL_PROGRESS_H
#define TOOL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	int64_t lines;
	int64_t bad;
	bool quiet;
	bool terminal; /* standard error is one */
	bool shown;    /* a line stands on it, unended */
	int64_t last;  /* when it was written, in milliseconds */
};

/* From now on SIGUSR1 asks for progress. */
void progress_start(struct progress *progress, bool quiet);

/* Says how far it has come, where somebody asked or a second has passed. */
void progress_tick(struct progress *progress);

/* Ends the line on the terminal, so that other talk begins a new one. */
void progress_clear(struct progress *progress);

#endif
