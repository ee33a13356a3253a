/*
 * Invoices and payments. Amounts are in minor units of the invoice's currency.
 *
 * An invoice of 0 is settled when it is raised. An open invoice can be amended. A cancelled
 * one can be raised again with other data.
 */
#ifndef SPONSORSHIP_INVOICE_H
#define SPONSORSHIP_INVOICE_H

#include "bank/receivables.h"
#include "store/context.h"
#include "sponsorship/messages.h"

/* A contract. Invoices for it name it, or name none if it is the default of its sponsor. */
struct contract_state;

/*
 * Sets settled, open and onboarded of CONTRACTS, all of SPONSOR's by number, whose other
 * fields are set, by what happened to their invoices. A payment that was reversed counts as
 * if it had never been recorded.
 */
void invoice_follow(struct store *store, const char *sponsor, const struct list *contracts,
	struct arena *arena);

/* Borrows from ARENA: the numbers of the open invoices for CONTRACT; NULL: none is open. */
const char *invoice_open(
	struct store *store, const struct contract_state *contract, struct arena *arena);

/*
 * Borrows from ARENA: the sponsor's level at the last settlement of an invoice for CONTRACT,
 * or at its signature, if it is in kind and no invoice was settled since. NULL: neither.
 */
const char *invoice_paid_level(
	struct store *store, const struct contract_state *contract, struct arena *arena);

/* Borrows from ARENA: a list of struct money, the sums paid of settled invoices, by currency. */
struct list invoice_paid(
	struct store *store, const struct contract_state *contract, struct arena *arena);

/* Counts the invoices of SPONSOR that are neither cancelled nor refunded, and those settled. */
void invoice_count(struct store *store, const char *sponsor, int64_t *invoices, int64_t *settled);

struct invoice_filter {
	const char *sponsor; /* its invoices alone; NULL: all */
	bool open;           /* those alone that are not settled, cancelled or refunded */
	zone_offset *zone;   /* of dates; NULL: UTC */
};

/*
 * Reads the invoice with the next number after AFTER (NULL: the first) into ROW; its texts are
 * allocated in ARENA. False at the end, or on failure, which sets the store's fault.
 */
bool invoice_next(struct store *store, const char *after, const struct invoice_filter *filter,
	struct invoice_row *row, struct arena *arena);

/* The invoices, as what transfers pay: open is what is not paid of one. */
extern const struct receivables_source invoice_receivables;

void invoice_raise(struct decision *decision, const void *command);
void invoice_amend(struct decision *decision, const void *command);
void invoice_cancel(struct decision *decision, const void *command);
void invoice_refund(struct decision *decision, const void *command);
void invoice_settle(struct decision *decision, const void *command);
void invoice_reverse_payment(struct decision *decision, const void *command);
void invoice_return_surplus(struct decision *decision, const void *command);

void invoice_apply_raised(const struct applying *of);
void invoice_apply_amended(const struct applying *of);
void invoice_apply_cancelled(const struct applying *of);
void invoice_apply_refunded(const struct applying *of);
void invoice_apply_settled(const struct applying *of);
void invoice_apply_partially_paid(const struct applying *of);
void invoice_apply_overpaid(const struct applying *of);
void invoice_apply_reversed(const struct applying *of);
void invoice_apply_surplus_returned(const struct applying *of);

#endif
