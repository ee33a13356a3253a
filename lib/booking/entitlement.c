#include "booking/entitlement.h"

#include "base/utf8.h"
#include "booking/internal.h"
#include "booking/policy.h"
#include "store/feed.h"
#include "store/known.h"

const struct booking_client *booking_client_of(struct store *store)
{
	return store_context(store)->client;
}

const char *booking_next(struct store *store, const char *after, struct arena *arena)
{
	return query_copy(
		QUERY(store, booking_client_of(store)->next_sql, after != NULL ? after : ""),
		arena);
}

bool booking_require(
	struct decision *decision, const char *beneficiary, struct recipient *recipient)
{
	const struct booking_client *client = booking_client_of(decision->store);

	if (client->find(decision->store, beneficiary, decision->arena, recipient))
		return true;
	decision_deny(decision, DENY_CONTRADICTION, "/beneficiary", "there is no %s \"%s\"%s",
		client->noun, beneficiary,
		known_instead(
			decision->store, client->noun, beneficiary, NULL, NULL, decision->arena));
	return false;
}

/* Collecting */

static bool same_pool(const char *left, const char *right)
{
	return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

void entitlement_add(struct entitlement *entitlement, const char *type, int64_t quantity,
	const char *pool, struct arena *arena)
{
	struct ticket_count *counts = entitlement->counts.items;
	struct ticket_count *count;
	size_t i;

	for (i = 0; i < entitlement->counts.count; i++)
		if (strcmp(counts[i].type, type) == 0 && same_pool(counts[i].pool, pool)) {
			counts[i].quantity.value += quantity;
			return;
		}
	count = list_grow(&entitlement->counts, sizeof(*count), arena);
	*count = (struct ticket_count){type, integer(quantity), pool, BOOLEAN_ABSENT};
}

void entitlement_add_reason(struct entitlement *entitlement, const char *text, struct arena *arena)
{
	const char *reason = utf8_shorten(text, REASON_LIMIT, arena);
	const char **line;

	entitlement->size += strlen(reason) + strlen("; ");
	if (entitlement->unnamed == 0 && entitlement->size <= REASONS_SIZE) {
		line = list_grow(&entitlement->because, sizeof(*line), arena);
		*line = reason;
		return;
	}
	if (entitlement->unnamed++ == 0)
		list_grow(&entitlement->because, sizeof(*line), arena);
	line = (const char **)entitlement->because.items + entitlement->because.count - 1;
	*line = arena_printf(arena, "and %zu more", entitlement->unnamed);
}

static void remove_type(struct list *counts, const char *type, const char **pool)
{
	struct ticket_count *items = counts->items;
	size_t i, left = 0;

	for (i = 0; i < counts->count; i++) {
		if (strcmp(items[i].type, type) != 0)
			items[left++] = items[i];
		else if (*pool == NULL)
			*pool = items[i].pool;
	}
	counts->count = left;
}

/* The first of COUNTS that is of TYPE; NULL: none. */
static const struct ticket_count *find_type(const struct list *counts, const char *type)
{
	const struct ticket_count *items = counts->items;
	size_t i;

	for (i = 0; i < counts->count; i++)
		if (strcmp(items[i].type, type) == 0)
			return &items[i];
	return NULL;
}

static int64_t quantity_of(const struct list *counts, const char *type)
{
	const struct ticket_count *items = counts->items;
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < counts->count; i++)
		if (strcmp(items[i].type, type) == 0)
			sum += items[i].quantity.value;
	return sum;
}

/* Adds a count of a type that ENTITLEMENT has none of, whatever the policy gives. */
static void add_fixed(struct entitlement *entitlement, const char *type, int64_t quantity,
	const char *pool, struct arena *arena)
{
	struct ticket_count *count = list_grow(&entitlement->counts, sizeof(*count), arena);

	*count = (struct ticket_count){type, integer(quantity), pool, BOOLEAN_TRUE};
}

void entitlement_override(struct store *store, const char *beneficiary, struct arena *arena,
	struct entitlement *entitlement)
{
	struct query *query = QUERY(store,
		"SELECT type, quantity, seq FROM overrides WHERE beneficiary = :beneficiary "
		"AND quantity IS NOT NULL ORDER BY type",
		beneficiary);

	while (query_row(query)) {
		const char *type = query_copy_at(query, 0, arena);
		int64_t quantity = query_integer_within_at(query, 1, 0, TICKETS_LIMIT);
		const char *instead = "", *pool = NULL;
		const struct override_entitlement *override;
		struct envelope envelope;

		if (find_type(&entitlement->counts, type) != NULL)
			instead = arena_printf(arena, " instead of %lld,",
				(long long)quantity_of(&entitlement->counts, type));
		remove_type(&entitlement->counts, type, &pool);
		add_fixed(entitlement, type, quantity, pool, arena);
		override = feed_event(store, query_position_at(query, 2),
			&override_entitlement_layout, &envelope, arena);
		if (override != NULL)
			entitlement_add_reason(entitlement,
				arena_printf(arena, "%lld × %s%s set by %s: %s",
					(long long)quantity, type, instead, override->by,
					override->reason),
				arena);
	}
}

/* A hold counts until its type is decided otherwise. */
static void add_holds(struct store *store, const char *beneficiary, struct arena *arena,
	struct entitlement *entitlement)
{
	struct query *query = QUERY(store,
		"SELECT type, quantity, until FROM holds WHERE beneficiary = :beneficiary "
		"ORDER BY type",
		beneficiary);

	while (query_row(query)) {
		const char *type = query_copy_at(query, 0, arena);
		int64_t quantity = query_integer_within_at(query, 1, 0, TICKETS_LIMIT);

		if (find_type(&entitlement->counts, type) != NULL)
			continue;
		add_fixed(entitlement, type, quantity, NULL, arena);
		entitlement_add_reason(entitlement,
			arena_printf(arena, "%lld × %s held until %s", (long long)quantity, type,
				query_copy_at(query, 2, arena)),
			arena);
	}
}

static int compare_counts(const void *left, const void *right)
{
	const struct ticket_count *a = left, *b = right;
	int order = strcmp(a->type, b->type);

	return order != 0 ? order
			  : strcmp(a->pool != NULL ? a->pool : "", b->pool != NULL ? b->pool : "");
}

/*
 * An event has room for COUNTS_LIMIT counts. If there are more, the overrides are kept, and
 * the policy's part is undecided.
 */
static void limit_types(struct entitlement *entitlement, struct arena *arena)
{
	struct ticket_count *counts = entitlement->counts.items;
	size_t count = entitlement->counts.count, i;

	if (count <= COUNTS_LIMIT)
		return;
	entitlement->undecided = arena_printf(
		arena, "%zu types of tickets are owed, %d is the most", count, COUNTS_LIMIT);
	entitlement->counts.count = 0;
	for (i = 0; i < count; i++)
		if (counts[i].fixed == BOOLEAN_TRUE)
			counts[entitlement->counts.count++] = counts[i];
}

void entitlement_of(struct store *store, const char *beneficiary, struct arena *arena,
	struct entitlement *entitlement)
{
	*entitlement = (struct entitlement){.standing = STANDING_PROSPECT};
	booking_client_of(store)->entitle(store, beneficiary, arena, entitlement);
	if (entitlement->standing == STANDING_ACTIVE)
		entitlement_override(store, beneficiary, arena, entitlement);
	limit_types(entitlement, arena);
	if (entitlement->undecided != NULL)
		entitlement->undecided = utf8_shorten(entitlement->undecided, REASON_LIMIT, arena);
	if (entitlement->standing == STANDING_PROSPECT || entitlement->undecided != NULL)
		add_holds(store, beneficiary, arena, entitlement);
	if (entitlement->counts.count > 0)
		qsort(entitlement->counts.items, entitlement->counts.count,
			sizeof(struct ticket_count), compare_counts);
}

/* Deciding */

/*
 * Whether the event that DECISION is about is the last fact about its subject, and a decision
 * on it is due. *ORDINAL differs between decisions on the same fact: 0 for the first one, then
 * the position of the newest policy.
 */
static bool is_due(struct decision *decision, uint32_t *ordinal)
{
	struct query *query = QUERY(decision->store,
		"SELECT due, decision, undecided FROM beneficiaries "
		"WHERE beneficiary = :beneficiary",
		decision->envelope->subject);
	int64_t due = 0, last = 0, undecided = 0;
	int64_t newest = policy_position(decision->store, NULL);

	while (query_row(query)) {
		due = query_position_at(query, 0);
		last = query_position_at(query, 1);
		undecided = query_position_at(query, 2);
	}
	*ordinal = last < due ? 0 : (uint32_t)newest;
	return due == decision->envelope->sequence &&
	       (last < due || (undecided > 0 && undecided <= newest));
}

/* How many of TYPE are booked or requested beyond DECIDED, when pending reclaims are done. */
static int64_t surplus_of(
	struct store *store, const struct entitlement_decided *decided, const char *type)
{
	return booking_expected(store, decided->beneficiary, type, NULL) -
	       quantity_of(&decided->desired, type);
}

/* Whether it is decided how many of TYPE are desired. */
static bool is_decided(const struct entitlement_decided *decided, const char *type)
{
	const struct ticket_count *count = find_type(&decided->desired, type);

	return decided->undecided == NULL || (count != NULL && count->fixed == BOOLEAN_TRUE);
}

/* Borrows: a count of 0 for each type that is desired or booked. */
static struct list types_of(struct decision *decision, const struct entitlement_decided *decided)
{
	struct query *query = QUERY(decision->store,
		"SELECT DISTINCT type FROM bookings WHERE beneficiary = :beneficiary "
		"AND state <> 'refused' AND valid > 0 ORDER BY type",
		decided->beneficiary);
	const struct ticket_count *counts = decided->desired.items;
	struct entitlement types = {.standing = STANDING_ACTIVE};
	struct arena *arena = decision->arena;
	size_t i;

	for (i = 0; i < decided->desired.count; i++)
		entitlement_add(&types, counts[i].type, 0, NULL, arena);
	while (query_row(query))
		entitlement_add(&types, query_copy_at(query, 0, arena), 0, NULL, arena);
	return types.counts;
}

/* Requests or reclaims what differs, of each type. */
static void reconcile(struct decision *decision, const struct entitlement_decided *decided)
{
	struct list types = types_of(decision, decided);
	const struct ticket_count *items = types.items;
	size_t i;

	for (i = 0; i < types.count; i++) {
		int64_t surplus = surplus_of(decision->store, decided, items[i].type);

		if (surplus < 0)
			booking_request(decision, decided, items[i].type, -surplus);
		else if (surplus > 0 && is_decided(decided, items[i].type))
			booking_reclaim(decision, decided, items[i].type, surplus);
	}
}

void entitlement_decide(struct decision *decision, const void *event)
{
	const char *beneficiary = decision->envelope->subject;
	const struct message *message = &entitlement_decided_message;
	struct entitlement_decided *decided;
	struct entitlement entitlement;
	uint32_t ordinal;

	(void)event;
	if (beneficiary == NULL || !is_due(decision, &ordinal))
		return;
	entitlement_of(decision->store, beneficiary, decision->arena, &entitlement);
	decided = arena_take(decision->arena, sizeof(*decided));
	*decided = (struct entitlement_decided){
		.beneficiary = beneficiary,
		.desired = entitlement.counts,
		.because = entitlement.because,
		.undecided = entitlement.undecided,
	};
	if (decided->desired.items == NULL) /* NULL would be an absent field */
		decided->desired.items = arena_take(decision->arena, sizeof(struct ticket_count));
	if (entitlement.undecided != NULL)
		decision_warn(decision,
			"%s: %s: adopt a policy that decides it, then run %s-allocate -a",
			beneficiary, entitlement.undecided,
			booking_client_of(decision->store)->noun);
	decision_event_with_id(decision, message, beneficiary, decided,
		uuid_derived(decision->now, &decision->envelope->id, message->type, ordinal),
		&decision->envelope->id);
	reconcile(decision, decided);
}

/* State */

void entitlement_set_due(struct store *store, const char *beneficiary, int64_t position)
{
	struct recipient recipient = {.name = "", .email = ""};
	struct arena arena = {0};

	booking_client_of(store)->find(store, beneficiary, &arena, &recipient);
	query_run(QUERY(store,
		"INSERT INTO beneficiaries (beneficiary, due, name, email, changed) "
		"VALUES (:beneficiary, :due, :name, :email, :due) ON CONFLICT (beneficiary) "
		"DO UPDATE SET due = excluded.due, name = excluded.name, email = excluded.email, "
		"changed = CASE WHEN name = excluded.name AND email = excluded.email "
		"THEN changed ELSE excluded.changed END",
		beneficiary, position, recipient.name, recipient.email));
	arena_release(&arena);
}

/* Whether a decision on BENEFICIARY was ever due, or the beneficiary is active now. */
static bool is_known_or_active(struct store *store, const char *beneficiary)
{
	struct query *query = QUERY(
		store, "SELECT 1 FROM beneficiaries WHERE beneficiary = :beneficiary", beneficiary);
	struct entitlement entitlement = {.standing = STANDING_PROSPECT};
	struct arena arena = {0};

	if (query_number(query) != 0)
		return true;
	booking_client_of(store)->entitle(store, beneficiary, &arena, &entitlement);
	arena_release(&arena);
	return entitlement.standing == STANDING_ACTIVE;
}

void booking_fact_applied(struct store *store, const struct envelope *envelope)
{
	if (is_known_or_active(store, envelope->subject))
		entitlement_set_due(store, envelope->subject, envelope->sequence);
}

static void set_decided(struct store *store, const struct envelope *envelope,
	const struct entitlement_decided *decided)
{
	/* While no policy is adopted, the first one is newer than position 0. */
	int64_t newest = policy_position(store, NULL) + 1;

	query_run(QUERY(store,
		"UPDATE beneficiaries SET decision = :decision, undecided = :undecided "
		"WHERE beneficiary = :beneficiary",
		envelope->sequence, decided->undecided != NULL ? newest : 0, decided->beneficiary));
	query_run(QUERY(store, "DELETE FROM desired WHERE beneficiary = :beneficiary",
		decided->beneficiary));
}

void entitlement_apply_decided(const struct applying *of)
{
	const struct entitlement_decided *decided = of->event;
	const struct ticket_count *counts = decided->desired.items;
	size_t i;

	set_decided(of->store, of->envelope, decided);
	for (i = 0; i < decided->desired.count; i++) {
		query_run(QUERY(of->store,
			"INSERT INTO desired (beneficiary, type, pool, quantity, decided) "
			"VALUES (:beneficiary, :type, :pool, :quantity, :decided)",
			decided->beneficiary, counts[i].type,
			counts[i].pool != NULL ? counts[i].pool : "", counts[i].quantity.value,
			is_decided(decided, counts[i].type)));
	}
	/* Of what else is booked nothing is desired. */
	query_run(QUERY(of->store,
		"INSERT INTO desired (beneficiary, type, pool, quantity, decided) "
		"SELECT DISTINCT beneficiary, type, '', 0, :decided FROM bookings b "
		"WHERE beneficiary = :beneficiary AND NOT EXISTS (SELECT 1 FROM desired d "
		"WHERE d.beneficiary = b.beneficiary AND d.type = b.type)",
		decided->undecided == NULL, decided->beneficiary));
	entitlement_weigh(of->store, decided->beneficiary);
}

void entitlement_weigh(struct store *store, const char *beneficiary)
{
	query_run(QUERY(store,
		"UPDATE desired SET surplus = (SELECT coalesce(sum(valid), 0) FROM bookings b "
		"WHERE b.beneficiary = desired.beneficiary AND b.type = desired.type "
		"AND b.state <> 'refused') > (SELECT sum(quantity) FROM desired e "
		"WHERE e.beneficiary = desired.beneficiary AND e.type = desired.type) "
		"WHERE beneficiary = :beneficiary",
		beneficiary));
}

bool entitlement_is_due(struct store *store, const char *beneficiary)
{
	return query_number(QUERY(store,
		       "SELECT 1 FROM beneficiaries WHERE beneficiary = :beneficiary "
		       "AND decision < due",
		       beneficiary)) != 0;
}

const struct entitlement_decided *entitlement_last(
	struct store *store, const char *beneficiary, struct arena *arena)
{
	int64_t position = query_number(QUERY(store,
		"SELECT decision FROM beneficiaries WHERE beneficiary = :beneficiary",
		beneficiary));
	struct entitlement_decided *decided = NULL;
	struct envelope envelope;

	if (position > 0)
		decided =
			feed_event(store, position, &entitlement_decided_layout, &envelope, arena);
	if (decided != NULL)
		return decided;
	decided = arena_take(arena, sizeof(*decided));
	decided->beneficiary = beneficiary;
	decided->desired.items = arena_take(arena, sizeof(struct ticket_count));
	return decided;
}

void entitlement_request_missing(
	struct decision *decision, const char *beneficiary, const char *type)
{
	const struct entitlement_decided *decided =
		entitlement_last(decision->store, beneficiary, decision->arena);
	int64_t missing = -surplus_of(decision->store, decided, type);

	if (missing > 0 && !entitlement_is_due(decision->store, beneficiary))
		booking_request(decision, decided, type, missing);
}

/* Whether the event that DECISION is about made tickets of TYPE reclaimable. */
static bool is_reclaimable(struct decision *decision, const char *beneficiary, const char *type)
{
	return query_number(QUERY(decision->store,
		       "SELECT 1 FROM reclaimable WHERE beneficiary = :beneficiary AND type = :type "
		       "AND cause = :position",
		       beneficiary, type, decision->envelope->sequence)) != 0;
}

void entitlement_reclaim_surplus(
	struct decision *decision, const char *beneficiary, const char *type)
{
	const struct entitlement_decided *decided;
	int64_t surplus;

	if (!is_reclaimable(decision, beneficiary, type))
		return;
	decided = entitlement_last(decision->store, beneficiary, decision->arena);
	surplus = surplus_of(decision->store, decided, type);
	if (surplus > 0)
		booking_reclaim(decision, decided, type, surplus);
}

void entitlement_warn_of_manual(
	struct decision *decision, const char *beneficiary, const char *type)
{
	const struct entitlement_decided *decided =
		entitlement_last(decision->store, beneficiary, decision->arena);
	int64_t surplus = surplus_of(decision->store, decided, type);

	if (surplus > 0 && is_decided(decided, type) &&
		!entitlement_is_due(decision->store, beneficiary))
		booking_warn_of_manual(decision, decided, type, surplus);
}
