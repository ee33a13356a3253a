/* Progress of long runs: a line on a terminal, and on SIGUSR1. */
#ifndef TOOL_PROGRESS_H
#define TOOL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	int64_t lines;
	int64_t bad;
	int64_t refused; /* for a business reason */
	bool quiet;
	bool terminal; /* standard error is one */
	bool shown;    /* an unterminated line is on it */
	int64_t last;  /* when it was last written (at first: the start), in milliseconds */
};

/* Starts reporting; from now on SIGUSR1 requests a report. */
void progress_start(struct progress *progress, bool quiet);

/*
 * Reports progress if SIGUSR1 requested it, also if QUIET; on a terminal, unless QUIET, once a
 * second, too. A request between this call and a read that waits is reported after the read.
 */
void progress_tick(struct progress *progress);

/* Reports how many lines there were, and how many of them were bad or, if any, refused. */
void progress_report(const struct progress *progress);

/* Clears the line on the terminal, before another message. */
void progress_clear(struct progress *progress);

#endif
