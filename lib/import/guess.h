/*
 * What is guessed of a CSV file by its sample: the delimiter and the header by the columns that
 * have slots; what precedes decimals, and the order of dates, by those that prove it.
 */
#ifndef IMPORT_GUESS_H
#define IMPORT_GUESS_H

#include "import/columns.h"
#include "import/value.h"

/* The rows among which the header is, and its most cells. */
enum { GUESS_HEADER_ROWS = 30, GUESS_HEADER_CELLS = 4096 };

struct guess {
	char delimiter; /* '\0': guess it */
	struct habits habits;
	bool listed;        /* the file has no header, and its columns are known */
	int64_t named_line; /* the header's; 0: guess it */
	/* Results. */
	int64_t header_line; /* the last line before the rows; 0: none is */
	/*
	 * The line before the header with as many cells, which may be a record; 0: there is none.
	 */
	int64_t rival_line;
	const char *header; /* its text, with the line break */
	size_t header_length;
	struct columns columns;
	bool both_marks; /* both were proven, so none is known */
	bool both_orders;
	bool declared; /* the delimiter is declared by a first line "sep=;" */
};

/*
 * Fills GUESS, of which the delimiter, the habits and the columns may be known, from LENGTH bytes
 * of SAMPLE; WHOLE: they are the whole file. The results are in ARENA. False if there is no header.
 */
bool guess_file(struct guess *guess, const char *sample, size_t length, bool whole,
	const struct slots *slots, const struct mappings *mapped, struct arena *arena);

#endif
