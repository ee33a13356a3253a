/*
 * Which column fills which slot: by its name as people write it ("Signed up on", "E-Mail",
 * "Sponsor's name"), or as it is mapped.
 */
#ifndef IMPORT_COLUMNS_H
#define IMPORT_COLUMNS_H

#include "import/direction.h"
#include "import/mapping.h"
#include "import/rows.h"

/* A column may be mapped to several slots: then it is several columns. */
struct column {
	const char *name;        /* as in the header */
	size_t cell;             /* its number in a row, from 0 */
	const struct slot *slot; /* NULL: it is ignored */
	const char *unclear;     /* the fields that it may be of; NULL: none */
	bool selects;            /* rows are selected by it */
	/* Whose words its cells are, if it is ignored beside amounts without a sign; or NULL. */
	const struct direction *direction;
};

struct columns {
	struct column *items;
	size_t count;
	size_t cells; /* how many the header has */
	size_t found; /* how many have a slot */
};

/* What COLUMNS of a header ROW are, given MAPPED columns. It is copied to ARENA. */
struct columns columns_match(const struct slots *slots, const struct mappings *mapped,
	const struct row *row, struct arena *arena);

/*
 * Fills COLUMNS as if NAMES, separated by commas, were the header; "" and "-" are columns without a
 * name. False with FAULT set (EX_USAGE) if a name is that of no slot.
 */
bool columns_list(struct columns *columns, const char *names, const struct slots *slots,
	const struct mappings *mapped, struct arena *arena, struct fault *fault);

/*
 * How many columns TEXT names: by name, or else by number, from 1. Sets CELL to that of the last
 * one.
 */
size_t columns_named(
	const struct columns *columns, const char *text, struct arena *arena, size_t *cell);

/*
 * Calls FAULT with each reason for which no row can become a record: a mapped column that is not
 * there, a required slot without a column or a DEFAULT, two columns for one slot, an ignored column
 * with directions. Calls WARNING with what is ignored. Returns whether there was no fault.
 */
bool columns_check(const struct columns *columns, const struct slots *slots,
	const struct mappings *mapped, const struct mappings *defaults,
	void (*fault)(void *context, const char *reason),
	void (*warning)(void *context, const char *reason), void *context);

/*
 * The name that is compared, in ARENA: letters and digits in lower case, without what people add
 * to names: "the", possessives, a plural's "s".
 */
const char *column_name(const char *text, size_t length, struct arena *arena);

#endif
