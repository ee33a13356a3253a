/*
 * Slots: the fields of a command's line, found by a tool's description, which a row's cells fill.
 *
 * A slot has its path: "level"; "purchaser.email" of an object; "tickets[].type" of the items of a
 * list, of which a row fills one.
 */
#ifndef IMPORT_SLOT_H
#define IMPORT_SLOT_H

#include "base/fault.h"
#include "message/description.h"

struct slot {
	const char *path;
	const struct field *field;
	const struct slot *within;   /* the object or list that has it; NULL: the line itself */
	const struct slot *currency; /* of money: the slot of its currency, or NULL */
	struct layout alone;         /* a struct that has this field alone */
	bool takes_cell;             /* a cell can hold it: any but an object, or a list of these */
	bool pairs;                  /* a list whose items are two values each, as "full=2" */
	bool money;                  /* an amount, or pairs of which the second value is one */
};

struct slots {
	struct slot *items;
	size_t count;
	struct layout layout; /* of the line */
};

/*
 * Fills SLOTS from VERB, whose texts it borrows; the rest is in ARENA. False with FAULT set
 * (EX_DATAERR) if VERB describes an impossible field.
 */
bool slots_build(struct slots *slots, const struct described_verb *verb, struct arena *arena,
	struct fault *fault);

/* Borrows from SLOTS: that of the path PATH, which may omit "[]"; NULL if there is none. */
const struct slot *slots_find(const struct slots *slots, const char *path);

/* The same; NULL with FAULT set (EX_USAGE), which names the fields that there are, for --OPTION. */
const struct slot *slots_find_for(
	const struct slots *slots, const char *option, const char *path, struct fault *fault);

/* Makes the slot of PATH required; false with FAULT set (EX_USAGE) if there is none. */
bool slots_require(struct slots *slots, const char *path, struct fault *fault);

/* Whether OTHER is SLOT, or an object or list around it. */
bool slot_is_within(const struct slot *slot, const struct slot *other);

/*
 * Whether SLOT is missing, if the slots with FILLED[i] have a value each: it is required, and so is
 * what has it, or that is filled in part. A currency is not missing if its amount is filled.
 */
bool slots_lack(const struct slots *slots, const struct slot *slot, const bool *filled);

#endif
