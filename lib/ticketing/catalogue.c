#include "ticketing/catalogue.h"

#include "base/clock.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/inventory.h"
#include "ticketing/texts.h"

/* Whether TYPE is consistent; if not, the command is denied. */
static bool check_type(
	struct decision *decision, const struct ticket_type *type, int64_t sold, int64_t pooled)
{
	const char *const *after = type->after.items;
	size_t i;

	if (strcmp(type->type, EVERY_TYPE) == 0)
		decision_deny(decision, DENY_CONTRADICTION, "/type",
			"\"*\" is reserved: in grants it stands for every type");
	else if (type->from != NULL && type->until != NULL && strcmp(type->from, type->until) >= 0)
		decision_deny(decision, DENY_CONTRADICTION, "/until", "%s must be later than %s",
			type->until, type->from);
	else if (type->capacity.value < sold + pooled)
		decision_deny(decision, DENY_CONTRADICTION, "/capacity",
			pooled == 0 ? "%lld is below the %lld that are sold"
				    : "%lld is below the %lld that are sold, and %lld in pools",
			(long long)type->capacity.value, (long long)sold, (long long)pooled);
	for (i = 0; i < type->after.count; i++)
		if (inventory_type(decision, after[i]) == NULL)
			decision_deny(decision, DENY_CONTRADICTION, "/after",
				"there is no ticket type \"%s\"", after[i]);
	return decision->denied == DENY_NONE;
}

struct seen {
	const char *type;
	struct seen *next;
};

/* Adds TYPE to SEEN; false if it is in it. */
static bool see(struct decision *decision, const char *type, struct seen *seen)
{
	for (; seen->next != NULL; seen = seen->next)
		if (strcmp(seen->next->type, type) == 0)
			return false;
	seen->next = arena_take(decision->arena, sizeof(*seen));
	*seen->next = (struct seen){type, NULL};
	return true;
}

/* Whether TYPE waits for the type AWAITED, directly or through others; SEEN breaks cycles. */
static bool waits_for(struct decision *decision, const struct ticket_type *type,
	const char *awaited, struct seen *seen)
{
	const char *const *after = type->after.items;
	size_t i;

	for (i = 0; i < type->after.count; i++) {
		const struct type_state *next;

		if (strcmp(after[i], awaited) == 0)
			return true;
		if (!see(decision, after[i], seen))
			continue;
		next = inventory_type(decision, after[i]);
		if (next != NULL && waits_for(decision, next->definition, awaited, seen))
			return true;
	}
	return false;
}

void catalogue_add(struct decision *decision, const void *command)
{
	struct ticket_type *type = arena_take(decision->arena, sizeof(*type));

	layout_overlay(&ticket_type_layout, type, &ticket_type_layout, command);
	type->after = texts_sorted(decision->arena, &type->after);
	if (check_type(decision, type, 0, 0))
		decision_event(decision, &ticket_type_added_message, type->type, type);
}

void catalogue_amend(struct decision *decision, const void *command)
{
	const struct amend_ticket_type *amend = command;
	const struct type_state *current = inventory_type(decision, amend->type);
	struct ticket_type *type;

	if (current == NULL) {
		decision_deny(decision, DENY_CONTRADICTION, "/type",
			"there is no ticket type \"%s\"", amend->type);
		return;
	}
	type = arena_take(decision->arena, sizeof(*type));
	*type = *current->definition;
	if (!decision_amend(decision, &ticket_type_layout, type, &amend_ticket_type_layout, amend))
		return;
	type->after = texts_sorted(decision->arena, &type->after);
	if (!check_type(decision, type, current->sold, current->pooled))
		return;
	if (amend->after.count > 0 &&
		waits_for(decision, type, type->type, &(struct seen){NULL, NULL}))
		decision_deny(decision, DENY_CONTRADICTION, "/after",
			"\"%s\" would wait for itself", type->type);
	else
		decision_event_if_new(decision, &ticket_type_amended_message, type->type, type,
			current->position);
}

void catalogue_apply_set(const struct applying *of)
{
	const struct ticket_type *type = of->event;

	store_flush(of->store);
	/* A changed capacity decides sold_out again; the same capacity leaves it. */
	query_run(QUERY(of->store,
		"INSERT INTO ticket_types (type, capacity, sold_out, seq) "
		"VALUES (:type, :capacity, :capacity = 0, :seq) "
		"ON CONFLICT (type) DO UPDATE SET sold_out = CASE excluded.capacity "
		"WHEN capacity THEN sold_out ELSE excluded.capacity <= sold + pooled END, "
		"capacity = excluded.capacity, seq = excluded.seq",
		type->type, type->capacity.value, of->envelope->sequence));
}

/* Whether the types that wait for TYPE may open. */
static bool is_over(const struct type_state *type, int64_t now)
{
	return type == NULL || type->sold_out || type->definition->withdrawn == BOOLEAN_TRUE ||
	       now >= type->until;
}

const char *catalogue_why_closed(
	struct decision *decision, const struct type_state *type, bool in_pool, bool *later)
{
	const char *const *after = type->definition->after.items;
	size_t i;

	*later = false;
	if (type->definition->withdrawn == BOOLEAN_TRUE)
		return "is withdrawn";
	if (decision->now >= type->until)
		return "is no longer on sale";
	*later = true;
	if (decision->now < type->from)
		return "is not yet on sale";
	for (i = 0; i < type->definition->after.count && !in_pool; i++)
		if (!is_over(inventory_type(decision, after[i]), decision->now))
			return "is not yet on sale: a type before it is not sold out";
	return NULL;
}

bool catalogue_next(
	struct store *store, const char *after, struct ticket_type_row *row, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT seq, sold, pooled FROM ticket_types WHERE type > :after "
		"ORDER BY type LIMIT 1",
		after != NULL ? after : "");
	int64_t position = 0, sold = 0, pooled = 0;
	const struct ticket_type *type;
	struct envelope envelope;

	while (query_row(query)) {
		position = query_position_at(query, 0);
		sold = query_count_at(query, 1);
		pooled = query_count_at(query, 2);
	}
	if (position == 0)
		return false;
	type = feed_event(store, position, &ticket_type_layout, &envelope, arena);
	if (type == NULL)
		return false;
	*row = (struct ticket_type_row){
		.sold = integer(sold),
		.pooled = integer(pooled),
		.left = integer(type->capacity.value - sold - pooled),
	};
	layout_overlay(&ticket_type_row_layout, row, &ticket_type_layout, type);
	row->private = boolean(type->private == BOOLEAN_TRUE);
	row->withdrawn = boolean(type->withdrawn == BOOLEAN_TRUE);
	return true;
}
