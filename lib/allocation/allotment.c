#include "allocation/allotment.h"

#include "booking/words.h"
#include "store/feed.h"
#include "store/query.h"

/* clang-format off */
SHAPE_DEFINE(allotment_decided, ALLOTMENT_DECIDED);
/* clang-format on */

extern const struct schema allocation_schema;
static const struct rule no_rules[] = {{.command = NULL}};
static const struct effect no_effects[] = {{.event = NULL}};
const struct component allocation_component = {&allocation_schema, no_rules, no_effects};

enum { TARGETS_LIMIT = 60 };

void allotment_set_due(struct store *store, const char *beneficiary, int64_t position)
{
	struct query *query = query_of(store,
		"INSERT INTO beneficiaries (beneficiary, due) VALUES (:beneficiary, :due) "
		"ON CONFLICT (beneficiary) DO UPDATE SET due = excluded.due");

	query_text(query, beneficiary);
	query_integer(query, position);
	query_run(query);
}

int64_t allotment_due(struct store *store, const char *beneficiary)
{
	struct query *query = query_of(store,
		"SELECT due FROM beneficiaries WHERE beneficiary = :beneficiary "
		"AND decided < due");

	query_text(query, beneficiary);
	return query_number(query);
}

struct list allotment_of(struct store *store, const char *beneficiary, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT type, quantity, pool FROM allotments WHERE beneficiary = :beneficiary "
		"ORDER BY type LIMIT 60");
	struct target *targets = arena_take(arena, TARGETS_LIMIT * sizeof(*targets));
	struct list list = {0, targets};

	query_text(query, beneficiary);
	while (query_row(query))
		targets[list.count++] = (struct target){
			.type = query_copy_at(query, 0, arena),
			.quantity = integer(query_integer_within_at(query, 1, 0, TICKETS_LIMIT)),
			.pool = query_optional_copy_at(query, 2, arena),
		};
	return list;
}

void allotment_decide(struct decision *decision, const struct allotment_language *language,
	const struct booking_party *party, const struct list *targets)
{
	struct allotment_decided *decided = arena_take(decision->arena, sizeof(*decided));

	*decided = (struct allotment_decided){party->beneficiary, *targets};
	/* Nothing at all is a list, too. */
	if (decided->targets.items == NULL)
		decided->targets.items = arena_take(decision->arena, sizeof(struct target));
	decision_event_as(decision, language->decided, party->beneficiary, decided,
		uuid_derived(decision->now, &decision->envelope->id, language->decided->type, 0),
		&decision->envelope->id);
	booking_settle(decision, language->bookings, party, targets);
}

/* What was decided that BENEFICIARY shall have of TYPE. */
static struct target allotment_of_type(
	struct decision *decision, const char *beneficiary, const char *type)
{
	struct query *query = query_of(decision->store,
		"SELECT quantity, pool FROM allotments WHERE beneficiary = :beneficiary "
		"AND type = :type");
	struct target target = {.type = type, .quantity = integer(0)};

	query_text(query, beneficiary);
	query_text(query, type);
	while (query_row(query)) {
		target.quantity = integer(query_integer_within_at(query, 0, 0, TICKETS_LIMIT));
		target.pool = query_optional_copy_at(query, 1, decision->arena);
	}
	return target;
}

bool allotment_is_reclaimable(struct decision *decision, const char *beneficiary, const char *type)
{
	struct query *query = query_of(decision->store,
		"SELECT 1 FROM reclaimable WHERE beneficiary = :beneficiary AND type = :type "
		"AND cause = :position");

	query_text(query, beneficiary);
	query_text(query, type);
	query_integer(query, decision->envelope->sequence);
	return query_number(query) != 0;
}

void allotment_give_back(struct decision *decision, const struct allotment_language *language,
	const struct booking_party *party, const char *type)
{
	struct target target = allotment_of_type(decision, party->beneficiary, type);

	/* What was decided is old where something has changed since. */
	if (allotment_due(decision->store, party->beneficiary) == 0)
		booking_give_back(decision, language->bookings, party, &target);
}

void allotment_tell_by_hand(struct decision *decision, const char *beneficiary, const char *type)
{
	struct target target = allotment_of_type(decision, beneficiary, type);

	/* What was decided is old where something has changed since. */
	if (allotment_due(decision->store, beneficiary) == 0)
		booking_tell_by_hand(decision, beneficiary, &target);
}

void allotment_ask_again(struct decision *decision, const struct allotment_language *language,
	const struct booking_party *party, const char *type)
{
	struct target target = allotment_of_type(decision, party->beneficiary, type);

	/* What was decided is old where something has changed since. */
	if (allotment_due(decision->store, party->beneficiary) == 0)
		booking_request(decision, language->bookings, party, &target);
}

static void set_decided(struct store *store, const char *beneficiary, int64_t position)
{
	struct query *query = query_of(store,
		"UPDATE beneficiaries SET decided = :decided WHERE beneficiary = :beneficiary");

	query_integer(query, position);
	query_text(query, beneficiary);
	query_run(query);
}

void allotment_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct allotment_decided *decided = event;
	const struct target *targets = decided->targets.items;
	struct query *query;
	size_t i;

	(void)state;
	set_decided(store, decided->beneficiary, feed_position(store, envelope->cause));
	query = query_of(store, "DELETE FROM allotments WHERE beneficiary = :beneficiary");
	query_text(query, decided->beneficiary);
	query_run(query);
	for (i = 0; i < decided->targets.count; i++) {
		query = query_of(store,
			"INSERT INTO allotments (beneficiary, type, quantity, pool) "
			"VALUES (:beneficiary, :type, :quantity, :pool)");
		query_text(query, decided->beneficiary);
		query_text(query, targets[i].type);
		query_integer(query, targets[i].quantity.value);
		query_text(query, targets[i].pool);
		query_run(query);
	}
}

/* What awaits a process: none of it comes with time. */

static int read_positions(struct query *query, int64_t after, int64_t *positions, int limit)
{
	query_integer(query, after);
	query_integer(query, limit);
	return query_numbers(query, after, positions, limit);
}

#define UNDECIDED "SELECT due FROM beneficiaries WHERE decided < due AND due > :after "

int allotment_unasked(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	(void)now;
	return read_positions(query_of(store, UNDECIDED
				      "UNION SELECT cause FROM bookings WHERE state = 'requested' "
				      "AND cause > :after ORDER BY 1 LIMIT :limit"),
		after, positions, limit);
}

int allotment_unreturned(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	(void)now;
	return read_positions(query_of(store, UNDECIDED
				      "UNION SELECT cause FROM reclaims WHERE state = 'requested' "
				      "AND cause > :after "
				      "UNION SELECT cause FROM reclaimable WHERE cause > :after "
				      "ORDER BY 1 LIMIT :limit"),
		after, positions, limit);
}

/* The last refusals, where what was refused is lacking still, and was not asked for again. */
#define UNFILLED                                                                                   \
	"FROM bookings b JOIN allotments a ON a.beneficiary = b.beneficiary "                      \
	"AND a.type = b.type WHERE b.state = 'refused' "                                           \
	"AND NOT EXISTS (SELECT 1 FROM bookings n WHERE n.cause = b.answered) "                    \
	"AND NOT EXISTS (SELECT 1 FROM bookings n WHERE n.beneficiary = b.beneficiary "            \
	"AND n.type = b.type AND n.state = 'refused' AND n.answered > b.answered) "                \
	"AND NOT EXISTS (SELECT 1 FROM beneficiaries p WHERE p.beneficiary = b.beneficiary "       \
	"AND p.decided < p.due) "                                                                  \
	"AND a.quantity > (SELECT coalesce(sum(good), 0) FROM bookings g "                         \
	"WHERE g.beneficiary = b.beneficiary AND g.type = b.type AND g.state <> 'refused') "

/* What is lacking for another reason: somebody has cancelled tickets, or given them back. */
#define LACKING                                                                                    \
	"FROM allotments l JOIN beneficiaries d ON d.beneficiary = l.beneficiary "                 \
	"WHERE d.decided >= d.due AND l.quantity > (SELECT coalesce(sum(good), 0) "                \
	"FROM bookings k WHERE k.beneficiary = l.beneficiary AND k.type = l.type "                 \
	"AND k.state <> 'refused') AND NOT EXISTS (SELECT 1 " UNFILLED                             \
	"AND b.beneficiary = l.beneficiary AND b.type = l.type) "

/* The last booking of what is lacking asks again: the next one will be later than it. */
int allotment_unfilled(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	(void)now;
	return query_kept_numbers(store,
		"INSERT INTO kept_numbers (number) SELECT b.answered " UNFILLED
		"UNION SELECT (SELECT max(answered) FROM bookings k "
		"WHERE k.beneficiary = l.beneficiary AND k.type = l.type "
		"AND k.state = 'booked') AS cause " LACKING "AND cause > 0",
		after, positions, limit);
}

/* In words */

static const char *say_unfilled(struct store *store, const char *beneficiary, struct arena *arena)
{
	return booking_say_rows(
		query_of(store, "SELECT b.type, b.quantity, b.code, b.message " UNFILLED
				"AND b.beneficiary = :beneficiary ORDER BY b.requested LIMIT 5"),
		beneficiary, arena);
}

static const char *say_lacking(struct store *store, const char *beneficiary, struct arena *arena)
{
	return booking_say_rows(
		query_of(store,
			"SELECT l.type, l.quantity - (SELECT coalesce(sum(good), 0) "
			"FROM bookings k WHERE k.beneficiary = l.beneficiary "
			"AND k.type = l.type AND k.state <> 'refused'), NULL, NULL " LACKING
			"AND l.beneficiary = :beneficiary ORDER BY l.type LIMIT 5"),
		beneficiary, arena);
}

static const char *say_exceeded(struct store *store, const char *beneficiary, struct arena *arena)
{
	return booking_say_rows(
		query_of(store,
			"SELECT b.type, sum(b.good) - coalesce(a.quantity, 0), NULL, NULL "
			"FROM bookings b LEFT JOIN allotments a ON a.beneficiary = b.beneficiary "
			"AND a.type = b.type WHERE b.beneficiary = :beneficiary "
			"AND b.state <> 'refused' AND NOT EXISTS (SELECT 1 FROM reclaimable r "
			"WHERE r.beneficiary = b.beneficiary AND r.type = b.type) GROUP BY b.type "
			"HAVING sum(b.good) > coalesce(a.quantity, 0) ORDER BY b.type LIMIT 5"),
		beneficiary, arena);
}

bool allotment_awaits_reclaim(struct store *store, const char *beneficiary)
{
	struct query *query = query_of(store,
		"SELECT EXISTS (SELECT 1 FROM reclaimable m WHERE beneficiary = :beneficiary "
		"AND NOT EXISTS (SELECT 1 FROM bookings b JOIN reclaims r ON r.booking = b.command "
		"WHERE b.beneficiary = m.beneficiary AND b.type = m.type "
		"AND r.state = 'requested'))");

	query_text(query, beneficiary);
	return query_number(query) != 0;
}

const char *allotment_awaits(struct store *store, const char *beneficiary, struct arena *arena)
{
	static const struct {
		const char *(*say)(
			struct store *store, const char *beneficiary, struct arena *arena);
		const char *before;
	} states[] = {
		{say_unfilled, "refused"},
		{booking_say_asked_in_vain, "asked for, turned away"},
		{booking_say_asked_back_in_vain, "asked back, turned away"},
		{booking_say_asked_back, "asked back, not answered"},
		{booking_say_unanswered, "asked for, not answered"},
		{say_lacking, "lacks, a person decides"},
		{say_exceeded, "too many, a person decides"},
	};
	size_t i;

	for (i = 0; i < COUNT_OF(states); i++) {
		const char *text = states[i].say(store, beneficiary, arena);

		if (text != NULL)
			return arena_printf(arena, "%s: %s", states[i].before, text);
	}
	return NULL;
}

const char *allotment_say(struct store *store, const void *event, struct arena *arena)
{
	(void)store;
	return arena_printf(arena, "shall have %s",
		booking_say_targets(&((const struct allotment_decided *)event)->targets, arena));
}
