/*
 * Confinement: what a tool does not need it gives up, before it reads a line, so that a line that
 * found a fault in it could do no more than the tool itself.
 *
 * tool_main() and run_open_store() confine each tool that does not run programs. A tool without a
 * store calls confine_files() once its files are open; one that runs programs first calls both
 * once they have ended.
 */
#ifndef TOOL_CONFINE_H
#define TOOL_CONFINE_H

#include "base/fault.h"

struct run;

/* Whether the tool runs programs: those would be confined as it is. */
bool confine_runs_programs(const struct run *run);

/* Whether the tool runs programs, or opens files after its store: it then confines itself. */
bool confine_is_later(const struct run *run);

/* Gives up system calls. Once; false with FAULT set (EX_OSERR) if that fails. */
bool confine_calls(struct run *run, struct fault *fault);

/*
 * Gives up all files but those in DIRECTORY (NULL: none), and what the C library and SQLite read
 * later. Before any thread is created; once. False with FAULT set (EX_OSERR) if that fails.
 */
bool confine_files(struct run *run, const char *directory, struct fault *fault);

/* The same, with the directory of the file PATH, symbolic links resolved. */
bool confine_files_beside(struct run *run, const char *path, struct fault *fault);

#endif
