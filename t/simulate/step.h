/*
 * A step of a history: one run of one tool, as whoever ran it saw it. The model judges steps; the
 * simulator and recorders make them. There is one store for each context, so a step names none.
 */
#ifndef LANYARD_SIMULATE_STEP_H
#define LANYARD_SIMULATE_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct step_text {
	const char *bytes; /* not terminated; may be NULL if size is 0 */
	size_t size;
};

/* All pointers are borrowed, and not kept after model_step() returned. */
struct step {
	const char *tool;             /* its name, as "ticket-create" */
	const char *const *arguments; /* of the command line, without the name */
	size_t count;                 /* of the arguments */
	int64_t clock;                /* milliseconds since 1970, when it started; may step back */
	int64_t ended;                /* the clock when it ended, or 0 if it stood still */
	struct step_text input;       /* standard input: whole, whether it was read or not */
	struct step_text
		output; /* what arrived from standard output, perhaps ending in a torn line */
	struct step_text diagnostics; /* standard error */
	int status;                   /* of exit, or 128 and the signal that ended it */
	/*
	 * Something failed during the run: the output is the beginning of what a clean run would have
	 * printed, and the rest may or may not have been recorded. The next clean feed of that context
	 * shows what was. Also to be set on a step that was ended, even from outside.
	 */
	bool fault;
	/*
	 * After it ended the machine lost what was not synced. What the output has must still be
	 * there, so this changes nothing but the message.
	 */
	bool power_cut;
};

#endif
