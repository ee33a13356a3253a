#include "ticketing/catalogue.h"

#include "base/clock.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/inventory.h"
#include "ticketing/texts.h"

/* Whether a type can be as it is said to be; else the decision is refused. */
static bool check_type(
	struct decision *decision, const struct ticket_type *type, int64_t sold, int64_t held)
{
	const char *const *after = type->after.items;
	size_t i;

	if (strcmp(type->type, EVERY_TYPE) == 0)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/type",
			"\"*\" stands for every type, where clients are granted them");
	else if (type->from != NULL && type->until != NULL && strcmp(type->from, type->until) >= 0)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/until", "%s is not behind %s",
			type->until, type->from);
	else if (type->capacity.value < sold + held)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/capacity",
			held == 0 ? "%lld is below the %lld that are sold"
				  : "%lld is below the %lld that are sold, and %lld in pools",
			(long long)type->capacity.value, (long long)sold, (long long)held);
	for (i = 0; i < type->after.count; i++)
		if (inventory_type(decision->state, after[i]) == NULL)
			decision_refuse(decision, REFUSAL_CONTRADICTION, "/after",
				"there is no ticket type \"%s\"", after[i]);
	return decision->refusal == REFUSAL_NONE;
}

/* Whether TYPE waits for the type AWAITED, itself or by others between them, each seen once. */
static bool waits_for(
	struct inventory *inventory, const struct ticket_type *type, const char *awaited)
{
	const char *const *after = type->after.items;
	size_t i;

	for (i = 0; i < type->after.count; i++) {
		struct cached_type *next = inventory_type(inventory, after[i]);

		if (strcmp(after[i], awaited) == 0)
			return true;
		if (next == NULL || next->round == inventory->round)
			continue;
		next->round = inventory->round;
		if (waits_for(inventory, next->is, awaited))
			return true;
	}
	return false;
}

void catalogue_add(struct decision *decision, const void *command)
{
	struct ticket_type *type = arena_take(decision->arena, sizeof(*type));

	fields_overlay(&ticket_type_shape, type, &ticket_type_shape, command);
	type->after = texts_sorted(decision->arena, &type->after);
	if (check_type(decision, type, 0, 0))
		decision_event(decision, &ticket_type_added_message, type->type, type);
}

void catalogue_amend(struct decision *decision, const void *command)
{
	const struct amend_ticket_type *amend = command;
	struct inventory *inventory = decision->state;
	const struct cached_type *counted = inventory_type(inventory, amend->type);
	struct ticket_type *type;

	if (counted == NULL) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/type",
			"there is no ticket type \"%s\"", amend->type);
		return;
	}
	type = arena_take(decision->arena, sizeof(*type));
	*type = *counted->is;
	if (!decision_amend(decision, &ticket_type_shape, type, &amend_ticket_type_shape, amend))
		return;
	type->after = texts_sorted(decision->arena, &type->after);
	if (!check_type(decision, type, counted->sold, counted->held))
		return;
	inventory->round++;
	if (amend->after.count > 0 && waits_for(inventory, type, type->type))
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/after",
			"\"%s\" would wait for itself", type->type);
	else
		decision_event_if_new(decision, &ticket_type_amended_message, type->type, type,
			counted->counted.position);
}

void catalogue_set(const struct applying *of)
{
	const struct ticket_type *type = of->event;
	const struct cached_type *before = inventory_type(of->state, type->type);
	/* Where there are more of them now, it is sold out when those are, too. */
	int64_t left = before != NULL ? type->capacity.value - before->sold - before->held
				      : type->capacity.value;
	bool sold_out = left <= 0;
	struct query *query;

	if (before != NULL && before->is->capacity.value == type->capacity.value)
		sold_out = before->sold_out;
	inventory_save(of->state, of->store);
	query = query_of(of->store,
		"INSERT INTO ticket_types (type, capacity, sold_out, seq) "
		"VALUES (:type, :capacity, :sold_out, :seq) "
		"ON CONFLICT (type) DO UPDATE SET capacity = excluded.capacity, "
		"sold_out = excluded.sold_out, seq = excluded.seq");
	query_text(query, type->type);
	query_integer(query, type->capacity.value);
	query_integer(query, sold_out);
	query_integer(query, of->envelope->sequence);
	query_run(query);
	inventory_read_type(of->state, type->type);
}

/* Whether TYPE is no longer in the way of those that wait for it. */
static bool is_over(const struct cached_type *type, int64_t now)
{
	return type == NULL || type->sold_out || type->is->withdrawn == TRUTH_YES ||
	       now >= type->until;
}

const char *catalogue_closed(struct inventory *inventory, const struct cached_type *type,
	int64_t now, bool in_pool, bool *later)
{
	const char *const *after = type->is->after.items;
	size_t i;

	*later = false;
	if (type->is->withdrawn == TRUTH_YES)
		return "is withdrawn";
	if (now >= type->until)
		return "is no longer on sale";
	*later = true;
	if (now < type->from)
		return "is not yet on sale";
	for (i = 0; i < type->is->after.count && !in_pool; i++)
		if (!is_over(inventory_type(inventory, after[i]), now))
			return "is not yet on sale: what comes before it is not sold out";
	return NULL;
}

bool catalogue_next(
	struct store *store, const char *after, struct ticket_type_row *row, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT seq, sold, (SELECT coalesce(sum(places - ticket_pools.sold), 0) "
		"FROM ticket_pools WHERE ticket_pools.type = ticket_types.type AND NOT removed) "
		"FROM ticket_types WHERE type > :after ORDER BY type LIMIT 1");
	int64_t position = 0, sold = 0, held = 0;
	const struct ticket_type *type;
	struct envelope envelope;

	query_text(query, after != NULL ? after : "");
	while (query_row(query)) {
		position = query_position_at(query, 0);
		sold = query_count_at(query, 1);
		held = query_integer_at(query, 2);
	}
	if (position == 0)
		return false;
	type = feed_event(store, position, &ticket_type_shape, &envelope, arena);
	if (type == NULL)
		return false;
	*row = (struct ticket_type_row){
		.sold = integer(sold),
		.held = integer(held),
		.left = integer(type->capacity.value - sold - held),
	};
	fields_overlay(&ticket_type_row_shape, row, &ticket_type_shape, type);
	row->private = truth(type->private == TRUTH_YES);
	row->withdrawn = truth(type->withdrawn == TRUTH_YES);
	return true;
}
