/*
 * Discount codes: each has a reduction, the ticket types that it applies to, a period in which it
 * is valid, and a maximum number of uses.
 */
#ifndef TICKETING_DISCOUNT_H
#define TICKETING_DISCOUNT_H

#include "published/ticketing.h"
#include "store/context.h"

/* Decide on a struct ticket_discount to add, and a struct amend_ticket_discount. */
void discount_add(struct decision *decision, const void *command);
void discount_amend(struct decision *decision, const void *command);

/* Applies ticket-discount-added and ticket-discount-amended. */
void discount_apply_set(const struct applying *of);

struct client_state;
struct ticket_discount;

/*
 * Borrows from the decision's arena: the discount CODE if CLIENT (NULL: the organiser) may use
 * it now. Otherwise NULL, with *REJECTION, *REASON and *RETRYABLE set: whether it may be usable
 * later. A code that is only for types that CLIENT may not book is reported as unknown.
 */
const struct ticket_discount *discount_find_usable(struct decision *decision,
	const struct client_state *client, const char *code, enum rejection *rejection,
	const char **reason, bool *retryable);

/*
 * Reduces the prices of COUNT tickets, which are in CURRENCY, by DISCOUNT, and sets their
 * reductions. Returns the total reduction; 0 with *REASON set if there is none.
 */
int64_t discount_reduce_prices(const struct ticket_discount *discount, const char *currency,
	struct ticket *tickets, size_t count, const char **reason);

/* How many tickets of LIST, which are struct ticket, have a reduction. */
int64_t discount_count_reduced(const struct list *list);

/* How many more tickets DISCOUNT may reduce; INT64_MAX: any number. */
int64_t discount_tickets_left(struct decision *decision, const struct ticket_discount *discount);

/* Whether the discount CODE has a use left, and may reduce so many more TICKETS. */
bool discount_is_left(struct decision *decision, const char *code, int64_t tickets);

struct ticket_discount_row;

/*
 * Reads the discount with the next code after AFTER (NULL: the first) into ROW; its texts are
 * allocated in ARENA. False at the end, or on failure, which sets the store's fault.
 */
bool discount_next(struct store *store, const char *after, struct ticket_discount_row *row,
	struct arena *arena);

#endif
