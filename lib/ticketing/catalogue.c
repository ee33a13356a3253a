#include "ticketing/catalogue.h"

#include "base/clock.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/inventory.h"
#include "ticketing/suggestion.h"
#include "ticketing/texts.h"

/* Borrows from the arena: the rooms of TYPE that CURRENT (NULL: it is new) is not in. */
static struct list new_rooms(
	struct decision *decision, const struct ticket_type *type, const struct type_state *current)
{
	const char *const *rooms = type->rooms.items;
	struct list added = {0};
	size_t i;

	for (i = 0; i < type->rooms.count; i++)
		if (current == NULL || !texts_have(&current->definition->rooms, rooms[i]))
			*(const char **)list_grow(&added, sizeof(char *), decision->arena) =
				rooms[i];
	return added;
}

/*
 * Whether the rooms of TYPE exist, and have places for TAKEN tickets if it was not in them before,
 * as CURRENT (NULL: it is new); if not, the command is denied.
 */
static bool check_rooms(struct decision *decision, const struct ticket_type *type,
	const struct type_state *current, int64_t taken)
{
	const char *const *rooms = type->rooms.items;
	struct list added = new_rooms(decision, type, current);
	const struct room_demand demand = {&added, taken};
	struct room_shortage shortage;
	size_t i;

	for (i = 0; i < type->rooms.count; i++)
		if (inventory_room(decision, rooms[i]) == NULL)
			decision_deny(decision, DENY_CONTRADICTION, "/rooms",
				"there is no room \"%s\"%s", rooms[i],
				suggestion_instead(decision, NULL, "room", rooms[i]));
	if (decision->denied == DENY_NONE &&
		inventory_lacks_places(decision, &added, &demand, 1, &shortage))
		decision_deny(decision, DENY_CONTRADICTION, "/rooms",
			"%lld sold and in pools, the room \"%s\" has %lld left", (long long)taken,
			shortage.room, (long long)shortage.left);
	return decision->denied == DENY_NONE;
}

/* Whether TYPE, which replaces CURRENT (NULL: none), is consistent; if not, the command is denied. */
static bool check_type(
	struct decision *decision, const struct ticket_type *type, const struct type_state *current)
{
	int64_t sold = current != NULL ? current->places.sold : 0;
	int64_t pooled = current != NULL ? current->places.pooled : 0;
	const char *const *after = type->after.items;
	size_t i;

	if (strcmp(type->type, EVERY_TYPE) == 0)
		decision_deny(decision, DENY_CONTRADICTION, "/type",
			"\"*\" is reserved: in grants it stands for every type");
	else if (type->from != NULL && type->until != NULL && strcmp(type->from, type->until) >= 0)
		decision_deny(decision, DENY_CONTRADICTION, "/until", "%s must be later than %s",
			decision_moment(decision, LOCAL_END, type->until),
			decision_moment(decision, LOCAL_BEGINNING, type->from));
	else if (type->capacity.value < sold + pooled)
		decision_deny(decision, DENY_CONTRADICTION, "/capacity",
			pooled == 0 ? "%lld is below %lld, the number sold"
				    : "%lld is below %lld, the number sold, and %lld in pools",
			(long long)type->capacity.value, (long long)sold, (long long)pooled);
	for (i = 0; i < type->after.count; i++)
		if (inventory_type(decision, after[i]) == NULL)
			decision_deny(decision, DENY_CONTRADICTION, "/after",
				"there is no ticket type \"%s\"%s", after[i],
				suggestion_instead(decision, NULL, "type", after[i]));
	return decision->denied == DENY_NONE && check_rooms(decision, type, current, sold + pooled);
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
	type->rooms = texts_sorted(decision->arena, &type->rooms);
	if (check_type(decision, type, NULL))
		decision_event(decision, &ticket_type_added_message, type->type, type);
}

void catalogue_amend(struct decision *decision, const void *command)
{
	const struct amend_ticket_type *amend = command;
	const struct type_state *current = inventory_type(decision, amend->type);
	struct ticket_type *type;

	if (current == NULL) {
		decision_deny(decision, DENY_CONTRADICTION, "/type",
			"there is no ticket type \"%s\"%s", amend->type,
			suggestion_instead(decision, NULL, "type", amend->type));
		return;
	}
	type = arena_take(decision->arena, sizeof(*type));
	*type = *current->definition;
	if (!decision_amend(decision, &ticket_type_layout, type, &amend_ticket_type_layout, amend))
		return;
	type->after = texts_sorted(decision->arena, &type->after);
	type->rooms = texts_sorted(decision->arena, &type->rooms);
	if (!check_type(decision, type, current))
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
	struct buffer rooms = {0};

	inventory_set_rooms(of->store, type->type, &type->rooms);
	store_flush(of->store);
	if (type->rooms.count > 0)
		texts_write(&type->rooms, &rooms);
	/* A changed capacity decides sold_out again; the same capacity leaves it. */
	query_run(QUERY(of->store,
		"INSERT INTO ticket_types (type, capacity, sold_out, rooms, seq) "
		"VALUES (:type, :capacity, :capacity = 0, :rooms, :seq) "
		"ON CONFLICT (type) DO UPDATE SET sold_out = CASE excluded.capacity "
		"WHEN capacity THEN sold_out ELSE excluded.capacity <= sold + pooled END, "
		"capacity = excluded.capacity, rooms = excluded.rooms, seq = excluded.seq",
		type->type, type->capacity.value,
		type->rooms.count > 0 ? buffer_text(&rooms) : (const char *)NULL,
		of->envelope->sequence));
	buffer_release(&rooms);
}

/* Whether TYPE or one of its rooms is sold out, now or earlier. */
static bool is_sold_out(struct decision *decision, const struct type_state *type)
{
	const char *const *rooms = type->definition->rooms.items;
	bool sold_out = type->places.sold_out;
	size_t i;

	for (i = 0; i < type->definition->rooms.count && !sold_out; i++) {
		const struct room_state *room = inventory_room(decision, rooms[i]);

		sold_out = room != NULL && room->places.sold_out;
	}
	return sold_out;
}

/* In SQL: whether the list at PATH of the event at the position SEQ has :type; FIELD of each item. */
#define NAMES_TYPE(seq, path, field)                                                               \
	"EXISTS (SELECT 1 FROM events e, json_each(e.line, '" path                                 \
	"') i "                                                                                    \
	"WHERE e.seq = " seq " AND " field " = :type)"

/*
 * What refers to :type, so that it can't be removed: a name, and what it is.
 */
static const struct {
	const char *before, *after; /* the name */
	const char *sql;
} references[] = {
	{"was sold as \"", "\": withdraw it",
		"SELECT p.reference FROM purchases p, json_each(p.items) i "
		"WHERE json_extract(i.value, '$[0]') = :type LIMIT 1"},
	{"has the pool \"", "\", now or earlier",
		"SELECT pool FROM ticket_pools WHERE type = :type LIMIT 1"},
	{"is named by the discount code \"", "\"",
		"SELECT d.code FROM ticket_discounts d "
		"WHERE " NAMES_TYPE("d.seq", "$.data.types", "i.value") " OR " NAMES_TYPE("d.seq",
			"$.data.reductions", "json_extract(i.value, '$.type')") " LIMIT 1"},
	{"is what the type \"", "\" comes after",
		"SELECT t.type FROM ticket_types t WHERE " NAMES_TYPE(
			"t.seq", "$.data.after", "i.value") " LIMIT 1"},
	{"is granted to the client \"", "\"",
		"SELECT c.client FROM clients c WHERE " NAMES_TYPE(
			"c.seq", "$.data.types", "i.value") " LIMIT 1"},
};

void catalogue_remove(struct decision *decision, const void *command)
{
	const struct remove_ticket_type *remove = command;
	size_t i;

	if (inventory_type(decision, remove->type) == NULL) {
		decision_deny(decision, DENY_CONTRADICTION, "/type",
			"there is no ticket type \"%s\"%s", remove->type,
			suggestion_instead(decision, NULL, "type", remove->type));
		return;
	}
	for (i = 0; i < COUNT_OF(references); i++) {
		const char *name = query_copy(
			QUERY(decision->store, references[i].sql, remove->type), decision->arena);

		if (name == NULL)
			continue;
		decision_deny(decision, DENY_CONTRADICTION, "/type", "\"%s\" %s%s%s", remove->type,
			references[i].before, name, references[i].after);
		return;
	}
	decision_event(decision, &ticket_type_removed_message, remove->type, remove);
}

const char *catalogue_superseded(struct store *store, const void *command, struct arena *arena)
{
	const char *type = ((const struct ticket_type *)command)->type;

	if (query_number(QUERY(store, "SELECT 1 FROM ticket_types WHERE type = :type", type)) != 0)
		return NULL;
	return arena_printf(
		arena, "the ticket type \"%s\" was removed: add it under another id", type);
}

void catalogue_apply_removed(const struct applying *of)
{
	store_flush(of->store);
	query_run(QUERY(of->store, "DELETE FROM ticket_types WHERE type = :type",
		((const struct remove_ticket_type *)of->event)->type));
}

/* Whether the types that wait for TYPE may open. */
static bool is_over(struct decision *decision, const struct type_state *type)
{
	return type == NULL || type->definition->withdrawn == BOOLEAN_TRUE ||
	       decision->now >= type->until || is_sold_out(decision, type);
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
		if (!is_over(decision, inventory_type(decision, after[i])))
			return "is not yet on sale: a type before it is not sold out";
	return NULL;
}

bool catalogue_next(
	struct store *store, const char *after, struct ticket_type_row *row, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT seq, sold, pooled, min(capacity - sold - pooled, "
		"coalesce((SELECT min(r.capacity - r.sold - r.pooled) FROM ticket_rooms r "
		"WHERE r.room IN (SELECT value FROM json_each(y.rooms))), capacity)) "
		"FROM ticket_types y WHERE type > :after ORDER BY type LIMIT 1",
		after != NULL ? after : "");
	int64_t position = 0, sold = 0, pooled = 0, left = 0;
	const struct ticket_type *type;
	struct envelope envelope;

	while (query_row(query)) {
		position = query_position_at(query, 0);
		sold = query_count_at(query, 1);
		pooled = query_count_at(query, 2);
		left = query_count_at(query, 3);
	}
	if (position == 0)
		return false;
	type = feed_event(store, position, &ticket_type_layout, &envelope, arena);
	if (type == NULL)
		return false;
	*row = (struct ticket_type_row){
		.sold = integer(sold),
		.pooled = integer(pooled),
		.left = integer(left),
	};
	layout_overlay(&ticket_type_row_layout, row, &ticket_type_layout, type);
	row->private = boolean(type->private == BOOLEAN_TRUE);
	row->withdrawn = boolean(type->withdrawn == BOOLEAN_TRUE);
	return true;
}
