#include "sponsorship/tasks.h"

#include "base/clock.h"
#include "base/money.h"
#include "booking/words.h"
#include "sponsorship/contract.h"
#include "sponsorship/invoice.h"
#include "sponsorship/onboarding.h"
#include "sponsorship/policy.h"
#include "sponsorship/status.h"
#include "store/query.h"

/* What the tasks of a sponsor are handed to. */
struct list_of_tasks {
	struct store *store;
	const struct sponsor_state *sponsor;
	const struct task_terms *terms;
	struct arena *arena;
	void (*each)(void *to, const void *row);
	void *to;
};

/* SINCE: a date or a time, or NULL. */
static void add_task(
	struct list_of_tasks *tasks, enum task task, const char *since, const char *message)
{
	enum { DATE_LENGTH = 10 };
	struct task_row row = {
		.sponsor = tasks->sponsor->sponsor,
		.task = task,
		.message = message,
		.name = tasks->sponsor->name,
		.email = tasks->sponsor->email,
	};

	if (since != NULL)
		row.since = arena_text(tasks->arena, since, strnlen(since, DATE_LENGTH));
	tasks->each(tasks->to, &row);
}

static bool is_late(const struct list_of_tasks *tasks, const char *since)
{
	int64_t began;

	return clock_parse(since, &began) && began <= tasks->terms->late;
}

static void add_unsigned(struct list_of_tasks *tasks)
{
	const struct sponsor_state *sponsor = tasks->sponsor;
	struct contract_state contract = contract_of(tasks->store, sponsor->sponsor, tasks->arena);
	const char *since =
		sponsor->signed_up_on != NULL ? sponsor->signed_up_on : sponsor->registered_at;

	if (sponsor->onboarded > 0 || contract.contract != NULL || !is_late(tasks, since))
		return;
	add_task(tasks, TASK_CONTRACT_UNSIGNED, since, "the contract is not signed");
}

/* An invoice is overdue behind the day that it is due on, or when it has taken too long. */
static void add_overdue(struct list_of_tasks *tasks)
{
	struct query *query = query_of(tasks->store,
		"SELECT invoice, coalesce(due_on, raised_at), due_on IS NOT NULL, amount - paid, "
		"currency FROM invoices WHERE sponsor = :sponsor AND state = 'raised' "
		"ORDER BY raised_at, invoice");

	query_text(query, tasks->sponsor->sponsor);
	while (query_row(query)) {
		const char *invoice = query_copy_at(query, 0, tasks->arena);
		const char *since = query_copy_at(query, 1, tasks->arena);
		bool dated = query_integer_at(query, 2) != 0;
		int64_t left = query_integer_at(query, 3);
		const char *currency = query_copy_at(query, 4, tasks->arena);
		char today[CLOCK_TEXT], money[MONEY_TEXT];

		clock_format(tasks->terms->now, today);
		if (dated ? strncmp(since, today, strlen(since)) >= 0 : !is_late(tasks, since))
			continue;
		money_format(left, currency, money);
		add_task(tasks, TASK_INVOICE_OVERDUE, since,
			arena_printf(tasks->arena, "%s of invoice %s is not paid", money, invoice));
	}
}

/* Before it is on board, the policy of today is what can be known. */
static void add_without_rule(struct list_of_tasks *tasks)
{
	const struct sponsor_state *sponsor = tasks->sponsor;
	const char *facts = NULL;

	if (sponsor->onboarded > 0 ? status_undecided(tasks->store, sponsor, tasks->arena,
					     &facts) == UNDECIDED_RULE
				   : !policy_knows_level(tasks->store, sponsor->level))
		add_task(tasks, TASK_LEVEL_WITHOUT_RULE, NULL,
			arena_printf(tasks->arena, "no rule of the policy is for it, %s%s",
				facts != NULL ? "" : "level ",
				facts != NULL ? facts : sponsor->level));
}

/*
 * A booking at ticketing b, and how many of it are held: never more than are good. Who
 * gave tickets back by hand did not say which ones, so more may be held than are left;
 * that is no ticket less of another booking.
 */
#define HELD                                                                                       \
	"min(good, (SELECT count(*) FROM holders h WHERE h.booking = b.command "                   \
	"AND h.email IS NOT NULL))"

/* How many SPONSOR has that nobody holds. */
static int64_t count_unheld(struct store *store, const char *sponsor)
{
	struct query *query = query_of(store,
		"SELECT coalesce(sum(good - " HELD
		"), 0) FROM bookings b "
		"WHERE beneficiary = :sponsor AND state = 'booked' AND purchase IS NOT NULL");

	query_text(query, sponsor);
	return query_number(query);
}

/* What ticketing's door has turned away, and opens to once a person has seen to it. */
static void add_turned_away(struct list_of_tasks *tasks)
{
	const char *id = tasks->sponsor->sponsor;
	const char *asked = booking_say_asked_in_vain(tasks->store, id, tasks->arena);
	const char *asked_back = booking_say_asked_back_in_vain(tasks->store, id, tasks->arena);

	if (asked != NULL)
		add_task(tasks, TASK_BOOKING_TURNED_AWAY, NULL, asked);
	if (asked_back != NULL)
		add_task(tasks, TASK_RECLAIM_TURNED_AWAY, NULL, asked_back);
}

static void add_of_bookings(struct list_of_tasks *tasks)
{
	const char *id = tasks->sponsor->sponsor;
	const char *refused = status_refused(tasks->store, id, tasks->arena);
	const char *lacking = status_lacking(tasks->store, id, tasks->arena);
	const char *exceeded = status_exceeded(tasks->store, id, tasks->arena);
	int64_t unheld;

	if (refused != NULL)
		add_task(tasks, TASK_BOOKING_REFUSED, NULL, refused);
	add_turned_away(tasks);
	if (lacking != NULL)
		add_task(tasks, TASK_TICKETS_LACKING, NULL,
			arena_printf(tasks->arena, "less than it shall have: %s", lacking));
	if (exceeded != NULL && tasks->sponsor->decided >= tasks->sponsor->due)
		add_task(tasks, TASK_TICKETS_EXCEEDED, NULL,
			arena_printf(tasks->arena, "more than it shall have: %s", exceeded));
	unheld = tasks->terms->starts_soon ? count_unheld(tasks->store, id) : 0;
	if (unheld > 0)
		add_task(tasks, TASK_TICKETS_UNASSIGNED, NULL,
			arena_printf(tasks->arena, "nobody holds %lld of its tickets",
				(long long)unheld));
}

void tasks_of(struct store *store, const struct sponsor_state *sponsor,
	const struct task_terms *terms, struct arena *arena,
	void (*each)(void *to, const void *row), void *to)
{
	struct list_of_tasks tasks = {store, sponsor, terms, arena, each, to};

	if (sponsor->withdrawn == 0) {
		add_unsigned(&tasks);
		add_overdue(&tasks);
		add_without_rule(&tasks);
	}
	add_of_bookings(&tasks);
}

void tasks_unused(struct store *store, const struct sponsor_state *sponsor, const char *before,
	struct arena *arena, void (*each)(void *to, const void *row), void *to)
{
	struct query *query = query_of(store,
		"SELECT type, sum(good), sum(" HELD
		") FROM bookings b "
		"WHERE beneficiary = :sponsor AND state = 'booked' AND purchase IS NOT NULL "
		"AND (:before IS NULL OR requested_at < :before) GROUP BY type ORDER BY type");

	query_text(query, sponsor->sponsor);
	query_text(query, before);
	while (query_row(query)) {
		int64_t booked = query_integer_at(query, 1), held = query_integer_at(query, 2);
		struct unused_row row = {
			.sponsor = sponsor->sponsor,
			.type = query_copy_at(query, 0, arena),
			.booked = integer(booked),
			.held = integer(held),
			.unused = integer(booked - held),
			.left = integer(booking_good(store, sponsor->sponsor,
						query_copy_at(query, 0, arena)) -
					(booked - held)),
			.name = sponsor->name,
			.email = sponsor->email,
		};

		if (booked > held)
			each(to, &row);
	}
}
