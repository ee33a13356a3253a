/*
 * Discount codes: what each takes off, for whom it is valid, how often.
 */
#ifndef TICKETING_DISCOUNT_H
#define TICKETING_DISCOUNT_H

#include "published/ticketing.h"
#include "store/context.h"

void discount_add(struct decision *decision, const void *command);
void discount_amend(struct decision *decision, const void *command);

void discount_set(const struct applying *of);

/* Counts a use of CODE more, or less. */
void discount_count_uses(struct store *store, const char *code, int64_t uses);

struct client_state;
struct ticket_discount;

/*
 * Borrows from the decision's arena: the discount CODE, where CLIENT (NULL: the
 * organiser) can use it now; NULL with *REJECTION and *REASON set where it can't. A
 * code for types that CLIENT may not book is like one that is not there.
 */
const struct ticket_discount *discount_find(struct decision *decision,
	const struct client_state *client, const char *code, enum rejection *rejection,
	const char **reason, bool *later);

/*
 * Takes DISCOUNT off the prices of COUNT tickets, which are in CURRENCY. Returns
 * what it took off in all; 0 where it takes nothing off, with *REASON set.
 */
int64_t discount_deduct(const struct ticket_discount *discount, const char *currency,
	struct ticket *tickets, size_t count, const char **reason);

struct ticket_discount_row;

/*
 * The discount behind AFTER (NULL: the first) into ROW, whose texts live in ARENA.
 * False at the end.
 */
bool discount_next(struct store *store, const char *after, struct ticket_discount_row *row,
	struct arena *arena);

#endif
