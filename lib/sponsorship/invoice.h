/*
 * Invoices and payments. Amounts are in minor units of the invoice's currency.
 *
 * An invoice over nothing is settled when it is raised. It can be amended until it is
 * settled; a cancelled one can be raised again, with other data.
 */
#ifndef SPONSORSHIP_INVOICE_H
#define SPONSORSHIP_INVOICE_H

#include "sponsorship/effect.h"
#include "sponsorship/messages.h"

/* Of SPONSOR's invoices for CONTRACT (IS_DEFAULT: and of those that name none): */

/* how many are raised and neither cancelled nor refunded, of them settled, and open; */
void invoice_count(struct store *store, const char *sponsor, const char *contract, bool is_default,
	int64_t *invoices, int64_t *settled, int64_t *open);

/* the numbers of those that are open, which borrow from ARENA; NULL: none is; */
const char *invoice_open(struct store *store, const char *sponsor, const char *contract,
	bool is_default, struct arena *arena);

/* the sponsor's level when the last one was settled, at *POSITION, in ARENA; NULL: none is; */
const char *invoice_settled_level(struct store *store, const char *sponsor, const char *contract,
	bool is_default, int64_t *position, struct arena *arena);

/* what was paid of those settled, by currency: a list of struct money in ARENA. */
struct list invoice_paid(struct store *store, const char *sponsor, const char *contract,
	bool is_default, struct arena *arena);

/* All invoices of SPONSOR that are raised and not cancelled, and of them settled. */
void invoice_count_all(
	struct store *store, const char *sponsor, int64_t *invoices, int64_t *settled);

void invoice_raise(struct decision *decision, const void *command);
void invoice_amend(struct decision *decision, const void *command);
void invoice_cancel(struct decision *decision, const void *command);
void invoice_refund(struct decision *decision, const void *command);
void invoice_settle(struct decision *decision, const void *command);
void invoice_reverse_payment(struct decision *decision, const void *command);

APPLY(invoice_apply_raised);
APPLY(invoice_apply_amended);
APPLY(invoice_apply_cancelled);
APPLY(invoice_apply_refunded);
APPLY(invoice_apply_settled);
APPLY(invoice_apply_part);
APPLY(invoice_apply_reversed);
DESCRIBE(invoice_describe_raised);
DESCRIBE(invoice_describe_amended);
DESCRIBE(invoice_describe_cancelled);
DESCRIBE(invoice_describe_refunded);
DESCRIBE(invoice_describe_settled);
DESCRIBE(invoice_describe_part);
DESCRIBE(invoice_describe_reversed);

#endif
