/*
 * Invoices: private to invoice.c, payment.c and transfers.c.
 */
#ifndef SPONSORSHIP_INTERNAL_H
#define SPONSORSHIP_INTERNAL_H

#include "sponsorship/messages.h"
#include "store/context.h"
#include "store/query.h"

/* Texts live in an arena. Positions are of events, 0 for none. */
struct invoice_state {
	const char *sponsor;
	const char *contract; /* NULL: it names none */
	const char *currency;
	enum invoice_status state;
	int64_t amount;
	int64_t paid;
	int64_t position;
	int64_t ended;
	int64_t settled;
};

/* Fills STATE of ID; false: there is no such invoice, and invoice_expect() denies the command. */
bool invoice_find(
	struct store *store, const char *id, struct arena *arena, struct invoice_state *state);
bool invoice_expect(struct decision *decision, const char *invoice, struct invoice_state *state);

/* Whether the invoice is cancelled or refunded. */
bool invoice_is_ended(const struct invoice_state *state);

/*
 * Whether AMOUNT and EARLIER, SPONSOR's sum in CURRENCY, are within the limit together; else
 * denies the command, at POINTER.
 */
bool invoice_check_sum(struct decision *decision, int64_t earlier, const char *sponsor,
	const char *currency, int64_t amount, const char *pointer);

/* Settles the invoice at POSITION if all of it is paid, and refreshes SPONSOR's contracts. */
void invoice_settle_if_paid(
	struct store *store, const char *invoice, const char *sponsor, int64_t position);

#endif
