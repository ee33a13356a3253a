/* What options have for slots: FIELD=TEXT, the name of a column, or a value. */
#ifndef IMPORT_MAPPING_H
#define IMPORT_MAPPING_H

#include "import/slot.h"

struct mapping {
	const struct slot *slot;
	const char *text;
};

struct mappings {
	const struct mapping *items;
	size_t count;
};

/*
 * Fills MAPPINGS, in ARENA, from the COUNT arguments of the option --NAME. False with FAULT set
 * (EX_USAGE) if one is not FIELD=TEXT, of a field that takes a cell, or if two are of one field.
 */
bool mappings_read(struct mappings *mappings, const struct slots *slots, const char *name,
	const char *const *arguments, size_t count, struct arena *arena, struct fault *fault);

/* The text that MAPPINGS has for SLOT; NULL if there is none. */
const char *mappings_text(const struct mappings *mappings, const struct slot *slot);

#endif
