/* The conference's directory, as this tool looks at it. */
#ifndef ADMIN_PLACE_H
#define ADMIN_PLACE_H

#include "tool/tool.h"

/* Borrows from RUN, until the next call: the path of CONTEXT's store; the conference is known. */
const char *place_of(struct run *run, const char *context);

/*
 * Borrows from RUN: the file of CONTEXT's store, symbolic links resolved; its other files are
 * beside it. If there is none, its path.
 */
const char *place_file(struct run *run, const char *context);

/* Whether CONTEXT has a store there; whether any has. */
bool place_has_store(struct run *run, const char *context);
bool place_has_stores(struct run *run);

/* Borrows from RUN: the directory PATH, or the nearest one above it that exists. */
const char *place_nearest(struct run *run, const char *path);

/* The programs that are run from now on find the same stores, and wait for a lock briefly. */
void place_export(struct run *run);

#endif
