/*
 * An independent model of a conference: small tables, written from the manual and not from lib/.
 * It reads steps in the order in which they ran, predicts each, and says what is wrong.
 */
#ifndef LANYARD_SIMULATE_MODEL_H
#define LANYARD_SIMULATE_MODEL_H

#include "step.h"

struct model;

/* Returns a new model of stores that do not exist yet, to be freed by model_free(). */
struct model *model_new(void);

/*
 * Judges a step. Returns false if it is wrong, with the reason in `why`, a line of at most `size`
 * bytes; the model can't go on after that.
 */
bool model_step(struct model *model, const struct step *step, char *why, size_t size);

/*
 * Judges the end, once all faults are over: each context's whole feed was read by a clean step, each
 * process has run with -a until it printed nothing, and so on. The ledgers must agree with
 * ticketing's feed then. Returns false as model_step() does.
 */
bool model_end(struct model *model, char *why, size_t size);

struct model_counts {
	uint64_t steps, commands;
	uint64_t accepted, rejected, denied, repeated; /* of the commands */
	uint64_t predicted;          /* commands whose outcome was predicted in full */
	uint64_t unknown;            /* those of which the model knows too little */
	uint64_t lines, events;      /* printed, and in feeds */
	uint64_t decisions, decided; /* on what a client is owed; predicted ones */
	uint64_t reports;            /* that were judged row by row */
	uint64_t faults;             /* steps with one */
};

struct model_counts model_counts(const struct model *model);

void model_free(struct model *model);

#endif
