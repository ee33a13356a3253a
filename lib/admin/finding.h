/* What a check has found. */
#ifndef ADMIN_FINDING_H
#define ADMIN_FINDING_H

#include "admin/admin.h"

/*
 * Prints a finding: words on a terminal, else NDJSON. A problem raises the exit status to 1. FIX:
 * how to fix it; NULL: nothing is to be fixed. FORMAT: what was found.
 */
void finding_print(struct run *run, const char *check, enum finding_state state, const char *fix,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
