/*
 * A spool: bytes in a temporary file without a name. What is read or printed while a transaction is
 * open goes through one, so that a slow pipe does not keep it open. Failures are printed, and raise
 * the run's status.
 */
#ifndef TOOL_SPOOL_H
#define TOOL_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

struct run;
struct spool;

/* Returns new: an empty one; NULL (EX_CANTCREAT). RUN must outlive it. */
struct spool *spool_new(struct run *run);

/* SPOOL may be NULL. */
void spool_free(struct spool *spool);

/* Adds BYTES; false on failure. */
bool spool_add(struct spool *spool, const char *bytes, size_t length);

/* Adds all that FD, which is called NAME, has; false on failure. */
bool spool_add_input(struct spool *spool, int fd, const char *name);

/* Prints the contents on standard output; false on failure. */
bool spool_print(struct spool *spool);

/* A descriptor at the start of the contents, which the spool closes; -1 on failure. */
int spool_descriptor(struct spool *spool);

#endif
