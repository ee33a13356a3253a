/*
 * Reports about purchases, tickets and delegates.
 *
 * Each calls EACH for the rows of one page, after the key AFTER (NULL: from the start), and
 * returns the key of the last row read, in ARENA; NULL at the end. A page is consistent if its
 * caller reads within a transaction. Memory use is bounded by a page.
 */
#ifndef TICKETING_REPORTS_H
#define TICKETING_REPORTS_H

#include "base/arena.h"
#include "base/clock.h"
#include "store/store.h"

typedef void reports_row(void *to, const void *row);

/* delegate_row, a row per assigned ticket. */
const char *reports_delegates(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to);

/* badge_row, a row per assigned ticket whose purchase is complete. */
const char *reports_badges(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to);

/* missing_delegates_row, a row per purchase and type with unassigned tickets. */
const char *reports_missing(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to);

/* refused_payment_row, a row per payment that was refused, and has not paid its purchase since. */
const char *reports_refused(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to);

/* requirement_row, a row per delegate with special requirements. */
const char *reports_requirements(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to);

/* mailout_row, a row per e-mail address of delegates whose purchase is complete. */
const char *reports_mailout(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to);

/* duplicate_row, a row per ticket whose delegate's address looks like that of another one. */
const char *reports_duplicates(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to);

/* Which purchases; with both: those that are either. Neither: all. */
struct purchases_filter {
	bool due;    /* due, or overdue */
	bool refund; /* with money to be paid back */
};

/* purchase_row, a row per purchase, in the order in which they were made. NOW as below. */
const char *reports_purchases(struct store *store, const char *now,
	const struct purchases_filter *filter, const char *after, struct arena *arena,
	reports_row *each, void *to);

/*
 * sales_row, a row per type, client, payment, reason and currency. NOW is an RFC 3339 time, as in
 * events. One page.
 */
const char *reports_sales(struct store *store, const char *now, const char *after,
	struct arena *arena, reports_row *each, void *to);

/* day_sales_row, a row per day in ZONE, type and currency, by day. One page. */
const char *reports_days(struct store *store, zone_offset *zone, const char *after,
	struct arena *arena, reports_row *each, void *to);

/* discount_sales_row, a row per discount code, type and currency. One page. */
const char *reports_discounts(struct store *store, const char *now, const char *after,
	struct arena *arena, reports_row *each, void *to);

/* client_sales_row, a row per client and currency. One page. */
const char *reports_clients(struct store *store, const char *now, const char *after,
	struct arena *arena, reports_row *each, void *to);

#endif
