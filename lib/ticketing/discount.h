/*
 * Discount codes: the reduction, the types, the window and the number of uses of each.
 */
#ifndef TICKETING_DISCOUNT_H
#define TICKETING_DISCOUNT_H

#include "published/ticketing.h"
#include "store/context.h"

void discount_add(struct decision *decision, const void *command);
void discount_amend(struct decision *decision, const void *command);

void discount_set(const struct applying *of);

/* Adds USES to the uses of CODE; negative: a purchase that used it has ended. */
void discount_count_uses(struct store *store, const char *code, int64_t uses);

struct client_state;
struct ticket_discount;

/*
 * Borrows from the decision's arena: the discount CODE, if CLIENT (NULL: the
 * organiser) can use it now; else NULL, with *REJECTION and *REASON set. A code that is only
 * for types that CLIENT may not book is reported as unknown.
 */
const struct ticket_discount *discount_find(struct decision *decision,
	const struct client_state *client, const char *code, enum rejection *rejection,
	const char **reason, bool *later);

/*
 * Reduces the prices of COUNT tickets, which are in CURRENCY, by DISCOUNT. Returns the whole
 * reduction; 0 with *REASON set if there is none.
 */
int64_t discount_deduct(const struct ticket_discount *discount, const char *currency,
	struct ticket *tickets, size_t count, const char **reason);

struct ticket_discount_row;

/*
 * The discount after AFTER (NULL: the first) into ROW, whose texts live in ARENA.
 * False at the end.
 */
bool discount_next(struct store *store, const char *after, struct ticket_discount_row *row,
	struct arena *arena);

#endif
