/* A plan as a sh script of ordinary commands. */
#ifndef ADMIN_SCRIPT_H
#define ADMIN_SCRIPT_H

#include "admin/plan.h"
#include "base/buffer.h"

struct script_step {
	const char *comment; /* lines of a comment, without their # */
	const char *command; /* a command line, or several */
	const char *input;   /* of the command: lines; NULL: none */
	const char *context; /* whose store it creates or changes; NULL: it can't be tried dry */
};

/* Borrows from ARENA: the steps of PLAN. DEFAULT_HOME: its directory of stores is the default. */
struct list script_steps(const struct plan *plan, bool default_home, struct arena *arena);

/* Adds the whole script to OUT. */
void script_write(const struct plan *plan, const struct list *steps, struct buffer *out);

/* Adds STEP as a command line that is carried out by sh, with ARGUMENT after its words. */
void script_add_command(const struct script_step *step, const char *argument, struct buffer *out);

#endif
