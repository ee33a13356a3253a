/*
 * The importer: the rows of a CSV file into records for a tool, whose fields are known by its
 * --describe; with what it reports, counts and saves of the others. No store is opened.
 */
#ifndef IMPORT_IMPORTER_H
#define IMPORT_IMPORTER_H

#include "tool/tool.h"

/* What options say; NULL, 0 or false: nothing. */
struct import_settings {
	struct option_texts mapped, defaults; /* FIELD=COLUMN, FIELD=VALUE */
	struct option_texts required;         /* fields */
	struct option_texts only;             /* COLUMN=TEXT */
	const char *columns;                  /* the fields of a file without a header */
	const char *delimiter, *encoding;
	const char *decimal, *dates, *separator; /* see import/habits.h */
	const char *rejects;                     /* the file to which refused rows are appended */
	const char *zone;
	int64_t header_line;
	bool incoming, minor_units;
};

/* Runs a verb whose operands are the tool, its command, and the file. Returns the exit status. */
int importer_run(struct run *run, const struct import_settings *settings);

#endif
