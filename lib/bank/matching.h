/*
 * Matching: which receivables a transfer pays, if that is sure. It is if the text names one and
 * the amount is what is due of it, or several and the amount is their sum, or that of exactly one
 * choice of them. A transfer that was recorded already is matched as it was then, so that a file
 * that is read again has the same records.
 */
#ifndef BANK_MATCHING_H
#define BANK_MATCHING_H

#include "bank/receivables.h"

struct matching;

/*
 * Returns new: a matching of transfers with SOURCE's receivables in STORE, which must outlive it.
 * TERMS, if the text names one alone: whether an amount that is less than is due is matched, too,
 * as a part, and one that is more, with a surplus.
 */
struct matching_terms {
	bool parts, surplus;
};
struct matching *matching_new(const struct receivables_source *source, struct store *store,
	int64_t now, struct matching_terms terms);

/*
 * Adds the records by which TRANSFER, a struct transfer, pays what it names to OUT, and returns
 * NULL; or returns why it is not sure, in ARENA. MATCHING is a struct matching, which
 * matching_free() frees: both are functions of a filter (tool/tool.h).
 */
const char *matching_convert(
	void *matching, const void *transfer, struct arena *arena, struct buffer *out);
void matching_free(void *matching);

#endif
