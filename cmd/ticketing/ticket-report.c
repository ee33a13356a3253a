#include "base/clock.h"
#include "ticketing/messages.h"
#include "ticketing/context.h"
#include "ticketing/reports.h"
#include "tool/tool.h"

static void add_row(void *run, const void *row)
{
	run_row(run, row);
}

static const char *delegates_page(struct run *run, struct store *store, const char *after)
{
	return reports_delegates(store, after, &run->arena, add_row, run);
}

static const char *badges_page(struct run *run, struct store *store, const char *after)
{
	return reports_badges(store, after, &run->arena, add_row, run);
}

static const char *missing_page(struct run *run, struct store *store, const char *after)
{
	return reports_missing(store, after, &run->arena, add_row, run);
}

static const char *refused_page(struct run *run, struct store *store, const char *after)
{
	return reports_refused(store, after, &run->arena, add_row, run);
}

static const char *requirements_page(struct run *run, struct store *store, const char *after)
{
	return reports_requirements(store, after, &run->arena, add_row, run);
}

static const char *duplicates_page(struct run *run, struct store *store, const char *after)
{
	return reports_duplicates(store, after, &run->arena, add_row, run);
}

static const char *mailout_page(struct run *run, struct store *store, const char *after)
{
	return reports_mailout(store, after, &run->arena, add_row, run);
}

/* Borrows from the page's arena. */
static const char *now_of(struct run *run)
{
	char text[CLOCK_TEXT];

	clock_format(clock_now(&run->settings.clock), text);
	return arena_text(&run->arena, text, strlen(text));
}

static const char *sales_page(struct run *run, struct store *store, const char *after)
{
	return reports_sales(store, now_of(run), after, &run->arena, add_row, run);
}

static struct purchases_filter purchases_filter;

static const struct tool_option purchases_options[] = {
	{0, "due", NULL, "only those that are due or overdue", OPTION_FLAG, 0,
		&purchases_filter.due},
	{0, "refund", NULL, "only those with money to be paid back", OPTION_FLAG, 0,
		&purchases_filter.refund},
	{.doc = NULL},
};

static const char *purchases_page(struct run *run, struct store *store, const char *after)
{
	return reports_purchases(
		store, now_of(run), &purchases_filter, after, &run->arena, add_row, run);
}

static const char *days_page(struct run *run, struct store *store, const char *after)
{
	return reports_days(store, run->settings.clock.offset, after, &run->arena, add_row, run);
}

static const char *clients_page(struct run *run, struct store *store, const char *after)
{
	return reports_clients(store, now_of(run), after, &run->arena, add_row, run);
}

static const char *discounts_page(struct run *run, struct store *store, const char *after)
{
	return reports_discounts(store, now_of(run), after, &run->arena, add_row, run);
}

static const struct report delegates = {&delegate_row_message, delegates_page};
static const struct report badges = {&badge_row_message, badges_page};
static const struct report missing = {&missing_delegates_row_message, missing_page};
static const struct report refused = {&refused_payment_row_message, refused_page};
static const struct report requirements = {&requirement_row_message, requirements_page};
static const struct report duplicates = {&duplicate_row_message, duplicates_page};
static const struct report mailout = {&mailout_row_message, mailout_page};
static const struct report purchases = {&purchase_row_message, purchases_page};
static const struct report sales = {&sales_row_message, sales_page};
static const struct report days = {&day_sales_row_message, days_page};
static const struct report clients = {&client_sales_row_message, clients_page};
static const struct report discounts = {&discount_sales_row_message, discounts_page};

/* A report: its name, and what it shows. */
#define REPORT(of, shows)                                                                          \
	{                                                                                          \
		.name = #of, .doc = (shows), .run = run_report, .takes = TAKES_QUERY,              \
		.report = &(of)                                                                    \
	}

static const struct verb verbs[] = {
	REPORT(delegates, "the delegates, a row per assigned ticket"),
	REPORT(badges, "name, company and ticket type of the delegates, for badges"),
	REPORT(missing, "unassigned tickets, with the purchaser to contact"),
	REPORT(refused, "payments that were refused, to be paid back or completed"),
	REPORT(requirements, "special requirements of delegates"),
	REPORT(duplicates, "delegates with several tickets, by addresses that look alike"),
	REPORT(mailout, "e-mail addresses of all delegates, each once"),
	{
		.name = "purchases",
		.doc = "the purchases: what is due, was paid, and is to be paid back",
		.run = run_report,
		.takes = TAKES_QUERY,
		.options = purchases_options,
		.report = &purchases,
	},
	REPORT(sales, "revenue, refunds, amounts due and waived purchases, by client and reason"),
	REPORT(days, "sales, cancellations and payments by day and type"),
	REPORT(clients, "sales by client"),
	REPORT(discounts, "sales with discount codes, by code and type"),
	{.run = NULL},
};

static const struct message *const emits[] = {
	&delegate_row_message,
	&badge_row_message,
	&missing_delegates_row_message,
	&refused_payment_row_message,
	&requirement_row_message,
	&duplicate_row_message,
	&mailout_row_message,
	&purchase_row_message,
	&sales_row_message,
	&day_sales_row_message,
	&client_sales_row_message,
	&discount_sales_row_message,
	NULL,
};

static const struct tool ticket_report = {
	.name = "ticket-report",
	.doc = "Reports on delegates, purchases and sales.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_report, argc, argv);
}
