/*
 * A roster: a list of names, an input that is read as a whole, so that who is missing from it can be
 * found.
 *
 *     struct roster_lines *input = roster_read(run, lines);
 *
 *     if (input != NULL && roster_may_remove(run, input))
 *             ...
 *     roster_free(input);
 *
 * Nothing is decided before its end is read. Nobody is removed unless every line could be read, and
 * the user has given their number: an input that ends too early, because a program before it in a
 * pipe has failed, has fewer.
 */
#ifndef TOOL_ROSTER_H
#define TOOL_ROSTER_H

#include "tool/incoming.h"
#include "tool/tool.h"

/* Who is in the store and not on the list. */
struct missing {
	const void *command; /* which removes them */
	const char *text;    /* who it is, and what they have */
	bool denied;         /* the removal was, and is reported */
};

/* What a verb's list is; the fields are those of its command. */
struct roster {
	const struct layout *common; /* fields that options set for every line */
	const char *key; /* the field by which a line is known, as unicode_fold() has it */
	const struct message *removal;
	const int64_t
		*expected; /* an option's: the number of lines with which to remove; 0: none */
	/*
	 * Adds to MISSING, structs in ARENA, whoever COMMON selects of those that CLIENT may change, and
	 * is not one of KEYS, folded texts that are sorted.
	 */
	void (*find_missing)(struct store *store, int64_t now, const char *client,
		const void *common, const struct list *keys, struct list *missing,
		struct arena *arena);
};

/* In batches, which are parsed. */
struct roster_lines {
	struct incoming_batch **batches;
	size_t count;
	int64_t lines;
	int64_t bad;      /* how many of them could not be read */
	struct list keys; /* const char *, folded and sorted */
	struct arena arena;
};

/* The maximum number of lines. */
enum { ROSTER_LINES = 10000 };

/*
 * Sets run->common from the options of a verb with a list. False with the reason reported: it names
 * nothing, or a value is invalid.
 */
bool roster_read_common(struct run *run);

/* Returns new: all of LINES. NULL with the reason reported: reading failed, or too many lines. */
struct roster_lines *roster_read(struct run *run, struct line_reader *lines);

void roster_free(struct roster_lines *input);

/* Whether who is missing may be removed; if that was wanted and may not be, reports why. */
bool roster_may_remove(struct run *run, const struct roster_lines *input);

/* Reports who is MISSING; REMOVED: now, or they stay. */
void roster_report(const struct run *run, const struct roster_lines *input,
	const struct list *missing, bool removed);

#endif
