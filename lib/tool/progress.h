/* Progress of long runs: a line on a terminal, and on SIGUSR1. */
#ifndef TOOL_PROGRESS_H
#define TOOL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	int64_t lines;
	int64_t bad;
	bool quiet;
	bool terminal; /* standard error is one */
	bool shown;    /* an unterminated line is on it */
	int64_t last;  /* when it was last written, in milliseconds */
};

/* Starts reporting; from now on SIGUSR1 requests a report. */
void progress_start(struct progress *progress, bool quiet);

/* Reports progress if SIGUSR1 requested it, or if a second has passed on a terminal. */
void progress_tick(struct progress *progress);

/* Clears the line on the terminal, before another message. */
void progress_clear(struct progress *progress);

#endif
