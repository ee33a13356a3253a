/*
 * The verbs of lanyard(1), which sees to a conference as a whole. It links no context: it runs the
 * tools, and reads what they print.
 */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "message/message.h"
#include "tool/tool.h"

#define GUIDE_ROW(X, S)                                                                            \
	STRING(X, S, task, REQUIRED, 64, "what it is for; \"next\": what to do next")              \
	STRING(X, S, command, REQUIRED, 1000, "a tool, or a command line")                         \
	STRING(X, S, doc, REQUIRED, 1000, "what it does; of what to do next, why")
MESSAGE_DECLARE(guide_row, GUIDE_ROW);

#define FINDING_STATE(W)                                                                           \
	W(FINDING_OK, "ok")                                                                        \
	W(FINDING_WARNING, "warning")                                                              \
	W(FINDING_PROBLEM, "problem")                                                              \
	W(FINDING_UNKNOWN, "unknown")
ENUM_DECLARE(finding_state, FINDING_NONE, FINDING_STATE);

#define FINDING(X, S)                                                                              \
	STRING(X, S, check, REQUIRED, 64, "what was checked")                                      \
	ENUM(X, S, state, REQUIRED, finding_state,                                                 \
		"a problem makes the exit status 1; unknown: it can't be determined here")         \
	STRING(X, S, message, REQUIRED, 2000, "what was found")                                    \
	STRING(X, S, fix, OPTIONAL, 2000, "how to fix it: a command line, or a sentence")
MESSAGE_DECLARE(finding, FINDING);

/* The messages of lanyard; ends with NULL. */
extern const struct message *const admin_messages[];

/* The functions for its verbs' .run, and their options. */
int guide_run(struct run *run);
int guide_tools_run(struct run *run);
int init_run(struct run *run);
extern const struct tool_option init_options[];
int doctor_run(struct run *run);
extern const struct tool_option doctor_options[];
int selftest_run(struct run *run);
extern const struct tool_option selftest_options[];
int page_run(struct run *run);
extern const struct tool_option page_options[];

#endif
