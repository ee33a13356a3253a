/*
 * Reports about purchases, tickets and delegates, as they are now.
 *
 * Each of these hands the rows of a page to EACH, behind the key AFTER (NULL:
 * from the start), and returns the key of the last thing that it looked at, which
 * lives in ARENA; NULL at the end. A page is of one state where its caller reads
 * within a transaction; memory is a page's.
 */
#ifndef TICKETING_REPORTS_H
#define TICKETING_REPORTS_H

#include "base/arena.h"
#include "store/store.h"

typedef void report_row(void *to, const void *row);

/* Who comes: delegate_row, a row a ticket that somebody holds. */
const char *report_delegates(
	struct store *store, const char *after, struct arena *arena, report_row *each, void *to);

/* Who is still to be named: missing_delegates_row, a row a purchase and type. */
const char *report_missing(
	struct store *store, const char *after, struct arena *arena, report_row *each, void *to);

/* What delegates need: requirement_row. */
const char *report_requirements(
	struct store *store, const char *after, struct arena *arena, report_row *each, void *to);

/* Every address once, of delegates whose purchase is complete: mailout_row. */
const char *report_mailout(
	struct store *store, const char *after, struct arena *arena, report_row *each, void *to);

/*
 * What came in, by type, client, payment and reason, and what is due at NOW, written as
 * events have it: sales_row. One page.
 */
const char *report_sales(struct store *store, const char *now, const char *after,
	struct arena *arena, report_row *each, void *to);

/* What was sold by discount codes, by code and type: discount_sales_row. One page. */
const char *report_discounts(struct store *store, const char *now, const char *after,
	struct arena *arena, report_row *each, void *to);

/* What was sold, by client: client_sales_row. One page. */
const char *report_clients(struct store *store, const char *now, const char *after,
	struct arena *arena, report_row *each, void *to);

#endif
