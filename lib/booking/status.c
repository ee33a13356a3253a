#include "booking/status.h"

#include "base/local.h"
#include "base/plural.h"
#include "booking/describe.h"
#include "booking/entitlement.h"
#include "booking/internal.h"
#include "message/template.h"
#include "store/look_alike.h"

/* Whether a reclaim is due. While one of the type is pending, its answer is awaited. */
static bool is_reclaim_due(struct store *store, const char *beneficiary)
{
	return query_number(QUERY(store,
		       "SELECT EXISTS (SELECT 1 FROM reclaimable m WHERE beneficiary = :beneficiary "
		       "AND NOT EXISTS (SELECT 1 FROM bookings b JOIN reclaims r ON r.booking = b.id "
		       "WHERE b.beneficiary = m.beneficiary AND b.type = m.type "
		       "AND r.state = 'requested'))",
		       beneficiary)) != 0;
}

static bool is_contact_due(struct store *store, const char *beneficiary)
{
	return query_number(QUERY(store,
		       "SELECT EXISTS (SELECT 1 FROM outdated WHERE beneficiary = :beneficiary)",
		       beneficiary)) != 0;
}

#define AMENDMENTS                                                                                 \
	"SELECT b.type, b.valid, a.code, a.message FROM bookings b "                               \
	"JOIN amendments a ON a.booking = b.id JOIN beneficiaries p USING (beneficiary) "          \
	"WHERE b.beneficiary = :beneficiary AND "

#define PENDING_RECLAIMS                                                                           \
	"FROM bookings b JOIN reclaims r ON r.booking = b.id "                                     \
	"WHERE b.beneficiary = :beneficiary AND r.state = 'requested' "

/* By precedence. SQL: see describe_rows(). */
static const struct {
	const char *prefix;
	const char *task; /* a person's; NULL: a tool's, or ticketing's */
	const char *message;
	const char *sql;
} states[] = {
	{"refused", "booking_refused", "",
		"SELECT type, quantity, code, message FROM refused "
		"WHERE beneficiary = :beneficiary ORDER BY answered"},
	{"request denied", "booking_denied", "",
		"SELECT type, quantity, code, message FROM bookings "
		"WHERE beneficiary = :beneficiary AND state = 'requested' "
		"AND code IS NOT NULL ORDER BY requested"},
	{"reclaim denied", "reclaim_denied", "",
		"SELECT b.type, b.valid - min(r.keep), r.code, r.message " PENDING_RECLAIMS
		"AND r.code IS NOT NULL GROUP BY b.id ORDER BY r.requested"},
	{"contact denied", "contact_denied", "",
		AMENDMENTS "a.state = 'requested' AND a.code IS NOT NULL ORDER BY a.requested"},
	{"reclaim pending", NULL, "",
		"SELECT b.type, b.valid - min(r.keep), NULL, NULL " PENDING_RECLAIMS
		"AND r.code IS NULL GROUP BY b.id ORDER BY r.requested"},
	{"request pending", NULL, "",
		"SELECT type, quantity, NULL, NULL FROM bookings "
		"WHERE beneficiary = :beneficiary AND state = 'requested' "
		"AND code IS NULL ORDER BY requested"},
	{"contact pending", NULL, "",
		AMENDMENTS "a.state = 'requested' AND a.code IS NULL ORDER BY a.requested"},
	{"contact refused", "contact_refused", "",
		AMENDMENTS "a.state = 'refused' AND b.state = 'booked' AND b.valid > 0 "
			   "AND a.name = p.name AND a.email = p.email ORDER BY a.requested"},
	{"missing, a person decides", "tickets_missing", "less than owed: ",
		"SELECT type, desired - booked, NULL, NULL FROM cancelled "
		"WHERE beneficiary = :beneficiary ORDER BY type"},
	/* What no reclaim returns by itself. */
	{"surplus, a person decides", "tickets_surplus", "more than owed: ",
		"SELECT type, booked - desired, NULL, NULL FROM surplus s "
		"WHERE beneficiary = :beneficiary AND NOT EXISTS (SELECT 1 FROM reclaimable r "
		"WHERE r.beneficiary = s.beneficiary AND r.type = s.type) ORDER BY type"},
	{"other pool, a person decides", "tickets_from_other_pool", "from another pool than owed: ",
		"SELECT type, booked - desired, 'from the pool ' || pool, NULL FROM other_pool "
		"WHERE beneficiary = :beneficiary ORDER BY type, pool"},
};

static const char *awaits(
	struct store *store, const struct entitlement_decided *decided, struct arena *arena)
{
	const char *beneficiary = decided->beneficiary;
	const char *noun = booking_client_of(store)->noun;
	struct entitlement entitlement;
	const char *text;
	size_t i;

	if (entitlement_is_due(store, beneficiary)) {
		entitlement_of(store, beneficiary, arena, &entitlement);
		return arena_printf(arena, "%s-%s", noun,
			entitlement.standing == STANDING_ENDED ? "reclaim" : "allocate");
	}
	if (is_reclaim_due(store, beneficiary))
		return arena_printf(arena, "%s-reclaim", noun);
	if (is_contact_due(store, beneficiary))
		return arena_printf(arena, "%s-contact", noun);
	for (i = 0; i < COUNT_OF(states); i++) {
		text = describe_rows(QUERY(store, states[i].sql, beneficiary), arena);
		if (text != NULL)
			return arena_printf(arena, "%s: %s", states[i].prefix, text);
	}
	text = decided->undecided;
	return text != NULL ? arena_printf(arena, "a policy: %s", text) : NULL;
}

/* The reasons of the last decision; for a prospect, overrides that do not count yet. */
static const char *because(
	struct store *store, const struct entitlement_decided *decided, struct arena *arena)
{
	const struct layout *layout = &entitlement_decided_layout;
	struct entitlement later = {.standing = STANDING_PROSPECT};
	struct entitlement now = {.standing = STANDING_PROSPECT};
	const char *text = NULL;

	if (decided->because.count > 0)
		text = template_fill("[{because}]", layout, decided, NULL, arena);
	entitlement_override(store, decided->beneficiary, arena, &later);
	if (later.because.count == 0)
		return text;
	booking_client_of(store)->entitle(store, decided->beneficiary, arena, &now);
	if (now.standing != STANDING_PROSPECT)
		return text;
	return describe_and(text, "; ",
		template_fill("[not yet: {because}]", layout,
			&(struct entitlement_decided){.because = later.because}, NULL, arena),
		arena);
}

/* Borrows: how many tickets of each type are booked. */
static struct list booked_of(struct store *store, const char *beneficiary, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT type, sum(valid) FROM bookings WHERE beneficiary = :beneficiary "
		"AND state = 'booked' GROUP BY type HAVING sum(valid) > 0 ORDER BY type",
		beneficiary);
	struct entitlement booked = {.counts = {0, arena_take(arena, sizeof(struct ticket_count))}};

	while (query_row(query))
		entitlement_add(&booked, query_copy_at(query, 0, arena),
			query_integer_within_at(query, 1, 0, INT32_MAX), NULL, arena);
	return booked.counts;
}

void booking_status_of(struct store *store, const char *beneficiary, struct arena *arena,
	struct booking_status *status)
{
	const struct entitlement_decided *decided = entitlement_last(store, beneficiary, arena);

	*status = (struct booking_status){
		.entitled = decided->desired,
		.booked = booked_of(store, beneficiary, arena),
		.because = because(store, decided, arena),
		.awaits = awaits(store, decided, arena),
	};
}

/* Tasks */

/* Borrows from the tasks' arena: the date of SINCE, a date or a time. */
static const char *date_of(const struct task_list *tasks, const char *since)
{
	char date[LOCAL_DATE_TEXT];

	if (clock_is_date(since))
		return since;
	local_date(clock_parse_or(since, 0), tasks->zone, date);
	return arena_text(tasks->arena, date, strlen(date));
}

void task_list_add(
	struct task_list *tasks, const char *task, const char *since, const char *message)
{
	struct task_row row = {
		.beneficiary = tasks->beneficiary,
		.task = task,
		.message = message,
		.name = tasks->recipient.name,
		.email = tasks->recipient.email,
	};

	if (since != NULL)
		row.since = date_of(tasks, since);
	tasks->each(tasks->to, &row);
}

bool task_list_is_late(const struct task_list *tasks, const char *since)
{
	struct local_moment began;

	return local_read(since, LOCAL_BEGINNING, tasks->zone, &began) != LOCAL_NOT_A_TIME &&
	       began.milliseconds <= tasks->late_before;
}

static int64_t count_unassigned(struct store *store, const char *beneficiary)
{
	return query_number(QUERY(store,
		"SELECT coalesce(sum(max(0, valid - assigned)), 0) FROM expected_bookings "
		"WHERE beneficiary = :beneficiary AND state = 'booked' AND purchase IS NOT NULL",
		beneficiary));
}

/*
 * A person's own ticket, assigned to the address that they had when it was requested, which was
 * corrected since, and no amendment is to be sent or answered.
 */
static void add_old_address(struct task_list *tasks)
{
	struct query *query = QUERY(tasks->store,
		"SELECT a.email FROM assignments a JOIN bookings b ON b.id = a.booking "
		"WHERE b.beneficiary = :beneficiary AND a.personal AND a.email <> :email "
		"AND NOT EXISTS (SELECT 1 FROM outdated o WHERE o.id = b.id) "
		"AND NOT EXISTS (SELECT 1 FROM amendments m WHERE m.booking = b.id "
		"AND m.state = 'requested') ORDER BY a.email LIMIT 1",
		tasks->beneficiary, tasks->recipient.email);

	while (query_row(query))
		task_list_add(tasks, "ticket_of_old_address", NULL,
			arena_printf(tasks->arena,
				"their ticket is assigned to %s, their address is %s",
				query_copy_at(query, 0, tasks->arena), tasks->recipient.email));
}

static bool has_ended(const struct task_list *tasks, const char *beneficiary)
{
	struct entitlement entitlement = {.standing = STANDING_ENDED};

	booking_client_of(tasks->store)
		->entitle(tasks->store, beneficiary, tasks->arena, &entitlement);
	return entitlement.standing == STANDING_ENDED;
}

/*
 * Who may be the beneficiary a second time: by an id, KIND is the noun, or an address that looks
 * like theirs. A person's address is theirs alone, an organisation's contact may be several's.
 */
static const char *describe_duplicates(
	const struct task_list *tasks, const char *kind, const char *text)
{
	enum { NAMED = 5 };
	bool by_id = strcmp(kind, "email") != 0;
	struct list found = look_alike_find(tasks->store, kind, tasks->beneficiary, tasks->arena);
	const struct look_alike *alikes = found.items;
	size_t count = 0, i;

	for (i = 1; i < found.count; i++) {
		const struct look_alike *other = &alikes[i];
		bool same = strcmp(other->text, alikes->text) == 0;
		const char *how;

		if ((same && !tasks->recipient.person) || has_ended(tasks, other->owner))
			continue;
		if (count++ >= NAMED)
			continue;
		how = look_alike_difference(alikes->text, other->text, tasks->arena);
		text = describe_and(text, "; ",
			by_id  ? arena_printf(tasks->arena, "the %s \"%s\" looks like \"%s\"%s",
					 kind, alikes->text, other->text, how)
			: same ? arena_printf(tasks->arena, "%s is also the address of \"%s\"",
					 alikes->text, other->owner)
			       : arena_printf(tasks->arena, "%s is also %s%s, of \"%s\"",
					 alikes->text, other->text, how, other->owner),
			tasks->arena);
	}
	return count > NAMED ? arena_printf(tasks->arena, "%s; and others", text) : text;
}

static void add_duplicates(struct task_list *tasks)
{
	const char *text = describe_duplicates(tasks, booking_client_of(tasks->store)->noun, NULL);

	text = describe_duplicates(tasks, "email", text);
	if (text != NULL)
		task_list_add(tasks, "possible_duplicate", NULL, text);
}

void task_list_add_bookings(struct task_list *tasks)
{
	struct arena *arena = tasks->arena;
	const char *text = entitlement_last(tasks->store, tasks->beneficiary, arena)->undecided;
	bool ended = has_ended(tasks, tasks->beneficiary);
	int64_t unassigned;
	size_t i;

	if (text != NULL)
		task_list_add(tasks, "without_rule", NULL, text);
	if (!ended)
		add_duplicates(tasks);
	for (i = 0; i < COUNT_OF(states); i++) {
		/* The contact of who has withdrawn is nobody's task. */
		if (states[i].task == NULL ||
			(ended && strncmp(states[i].task, "contact_", 8) == 0))
			continue;
		text = describe_rows(QUERY(tasks->store, states[i].sql, tasks->beneficiary), arena);
		if (text != NULL)
			task_list_add(tasks, states[i].task, NULL,
				arena_printf(arena, "%s%s", states[i].message, text));
	}
	if (tasks->recipient.person && !entitlement_is_due(tasks->store, tasks->beneficiary))
		add_old_address(tasks);
	unassigned = tasks->starts_soon ? count_unassigned(tasks->store, tasks->beneficiary) : 0;
	if (unassigned > 0)
		task_list_add(tasks, "tickets_unassigned", NULL,
			arena_printf(arena, "%lld ticket%s assigned to nobody",
				(long long)unassigned, plural(unassigned)));
}

void booking_unused(struct store *store, const char *beneficiary, const char *before,
	struct arena *arena, void (*each)(void *to, const void *row), void *to)
{
	struct query *query = QUERY(store,
		"SELECT type, sum(valid), sum(min(valid, assigned)) FROM expected_bookings "
		"WHERE beneficiary = :beneficiary AND state = 'booked' AND purchase IS NOT NULL "
		"AND (:before IS NULL OR requested_at < :before) GROUP BY type ORDER BY type",
		beneficiary, before);
	struct recipient recipient = {.name = NULL};

	booking_client_of(store)->find(store, beneficiary, arena, &recipient);
	while (query_row(query)) {
		int64_t booked = query_integer_within_at(query, 1, 0, INT32_MAX);
		int64_t assigned = query_integer_within_at(query, 2, 0, booked);
		struct unused_row row = {
			.beneficiary = beneficiary,
			.type = query_copy_at(query, 0, arena),
			.booked = integer(booked),
			.assigned = integer(assigned),
			.unused = integer(booked - assigned),
			.name = recipient.name,
			.email = recipient.email,
		};

		row.left = integer(booking_valid(store, beneficiary, row.type) - booked + assigned);
		if (booked > assigned)
			each(to, &row);
	}
}
