/*
 * A report of rows that come from no store:
 *
 *     if (report_begin(run, &relation_row_message))
 *             run_row(run, &row);
 *     report_end(run, true);
 *
 * Those from one are run_report()'s.
 */
#ifndef TOOL_REPORT_H
#define TOOL_REPORT_H

#include "tool/tool.h"

/* Whether --columns names columns of RUN's verb; else false with FAULT set (EX_USAGE). */
bool report_check_columns(const struct run *run, struct fault *fault);

/* Begins a report of rows RECORD. False with the reason printed: it has not those columns. */
bool report_begin(struct run *run, const struct message *record);

/* Ends it, and prints what is left of it; unless it is not WHOLE: its last rows may be wrong. */
void report_end(struct run *run, bool whole);

#endif
