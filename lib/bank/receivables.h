/*
 * Receivables: what an amount is due for, invoices or purchases, found by the references that a
 * text names. An index has, of each, a hash of its reference and its key, and what this run has
 * matched; its state is read from its context when it is named. A text takes the same time
 * whatever their number.
 */
#ifndef BANK_RECEIVABLES_H
#define BANK_RECEIVABLES_H

#include "bank/phrase.h"
#include "bank/transfer.h"

/* One, as of now. */
struct receivable {
	const char *key;       /* its context's own */
	const char *reference; /* as people write it */
	const char *currency;
	const char *closed; /* why nothing is due, "was cancelled"; NULL: open is due */
	bool settled;       /* it is closed because it is paid: more is a surplus */
	int64_t open;       /* what is due, before the transfers of this run; 0: nothing */
	int64_t recorded;   /* what the transfer asked for has paid for it already */
	int64_t surplus;    /* the part of that which was more than was due */
};

/* What this run has matched with one: a part of a transfer. */
struct share {
	struct share *next;
	const char *transfer;
	struct digest digest; /* the transfer's */
	int64_t amount;
	int64_t added; /* the part of it that was not recorded before */
};

struct receivables;

struct store;

/* A context's, in its store. */
struct receivables_source {
	const char *noun; /* "invoice" */
	bool whole;       /* one is paid as a whole: another amount is refused, and pays nothing */
	/* Calls receivables_add() for each, open or not. */
	void (*each)(struct store *store, struct receivables *to);
	/* Reads the one of KEY as of NOW, and what TRANSFER has paid of it; its texts live in ARENA. */
	bool (*read)(struct store *store, int64_t now, const char *key, const char *transfer,
		struct arena *arena, struct receivable *receivable);
	/*
	 * Adds the record that AMOUNT is paid for it by TRANSFER, whose id is ID. SURPLUS: it is more
	 * than was due.
	 */
	void (*write)(const struct receivable *receivable, const struct transfer *transfer,
		const char *id, int64_t amount, bool surplus, struct buffer *out);
};

/* Returns new: the index of SOURCE in STORE, which must outlive it. */
struct receivables *receivables_new(
	const struct receivables_source *source, struct store *store, int64_t now);
void receivables_free(struct receivables *receivables);

/* Adds one by its REFERENCE and KEY, which are copied. */
void receivables_add(struct receivables *receivables, const char *reference, const char *key);

/* A place in a text that names a receivable. */
struct naming {
	size_t from, to; /* characters of the phrase */
	const struct receivable *receivable;
	struct share **shares; /* of the receivable */
	bool joined_before;    /* a number before it is joined to it */
	bool joined_after;
	bool compact; /* it has no gaps but those of the reference */
};

/*
 * Returns a list of struct naming in ARENA, by their places: the receivables that TEXT names, each
 * once for a place. TRANSFER: the id of the transfer.
 */
struct list receivables_named(struct receivables *receivables, const struct phrase *text,
	const char *transfer, struct arena *arena);

/* Adds SHARE, which is copied, to what this run has matched. */
void receivables_add_share(
	struct receivables *receivables, struct share **shares, const struct share *share);

#endif
