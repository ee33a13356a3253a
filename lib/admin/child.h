/* Programs that are run, and what they print. */
#ifndef ADMIN_CHILD_H
#define ADMIN_CHILD_H

#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/buffer.h"

/* Zero it to begin; it can be used for one program after another. */
struct child {
	struct buffer out; /* what it printed */
	struct buffer err;
	int status; /* its exit status; 128 and the number of the signal that ended it; -1: see run */
};

/* Call it first. Programs are looked for beside this one, then in PATH. */
void child_use_own_directory(void);

/* Borrows: the directory of this program; NULL if it is not known. */
const char *child_own_directory(void);

/*
 * Runs COMMAND, which ends with NULL, with INPUT (NULL: none), and waits for its end. Returns false
 * if it can't be run; status is -1 then, and err has the reason.
 */
bool child_run(struct child *child, const char *input, char *const command[]);

/* The same for the words of COMMAND, separated by single blanks, without input. */
bool child_tool(struct child *child, const char *command);

/*
 * Starts COMMAND with the three standard descriptors, and with the default action of signals that
 * this process ignores. Returns an errno; 0: *PROCESS is its id.
 */
int child_start(char *const command[], const int standard[3], pid_t *process);

/* Waits for PROCESS. Returns its exit status, 128 and the signal's number, or -1. */
int child_wait(pid_t process);

/*
 * Returns new: the object in the line at *AT of what it printed, and moves *AT to the next line.
 * NULL: the end, or a line that is none.
 */
json_t *child_next_row(struct child *child, size_t *at);

/* The last line that it printed on standard error, without the program's name; "" if none. */
const char *child_reason(struct child *child);

void child_release(struct child *child);

#endif
