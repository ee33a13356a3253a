/* Which rows of a file become records: by the texts of columns, and by amounts. */
#ifndef IMPORT_SELECTION_H
#define IMPORT_SELECTION_H

#include "import/columns.h"

struct selection {
	const struct selected *items;
	size_t count;
	bool incoming; /* rows with an amount above 0 only */
};

/*
 * Fills SELECTION, in ARENA, from COUNT arguments COLUMN=TEXT. Of several for one column, a row has
 * one; of several columns, it has all. Marks the COLUMNS that select. False with FAULT set:
 * EX_USAGE if an argument is none, EX_DATAERR if it names no column or several, or if INCOMING
 * needs an amount and no column is one.
 */
bool selection_read(struct selection *selection, const char *const *arguments, size_t count,
	bool incoming, struct columns *columns, struct arena *arena, struct fault *fault);

/* Whether ROW, with COLUMNS, is selected. */
bool selection_has(const struct selection *selection, const struct columns *columns,
	const struct row *row, struct arena *arena);

#endif
