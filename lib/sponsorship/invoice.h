/*
 * Invoices: raised, paid at once or in parts, then settled; or cancelled; or
 * refunded.
 */
#ifndef SPONSORSHIP_INVOICE_H
#define SPONSORSHIP_INVOICE_H

#include "store/context.h"

void invoice_raise(struct decision *decision, const void *command);
void invoice_cancel(struct decision *decision, const void *command);
void invoice_settle(struct decision *decision, const void *command);
void invoice_refund(struct decision *decision, const void *command);

/*
 * Borrows from ARENA: that the invoice a command would raise was cancelled, or refunded;
 * NULL where it was not.
 */
const char *invoice_undone(struct store *store, const void *command, struct arena *arena);

void invoice_apply_raised(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void invoice_apply_cancelled(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void invoice_apply_settled(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void invoice_apply_paid_in_part(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void invoice_apply_refunded(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

/* How many invoices SPONSOR has that were neither cancelled nor refunded, and how many of them are settled. */
void invoice_count(struct store *store, const char *sponsor, int64_t *raised, int64_t *settled);

/* Borrows from ARENA: the numbers of those not settled, "INV-1, INV-2"; NULL where there is none. */
const char *invoice_unsettled(struct store *store, const char *sponsor, struct arena *arena);

/* Borrows from ARENA: what SPONSOR has paid of them, by currency: a list of struct money. */
struct list invoice_paid(struct store *store, const char *sponsor, struct arena *arena);

#endif
