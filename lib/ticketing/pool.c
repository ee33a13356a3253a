#include "ticketing/pool.h"

#include "store/feed.h"
#include "store/query.h"
#include "ticketing/inventory.h"
#include "ticketing/messages.h"
#include "ticketing/suggestion.h"

/*
 * Borrows from the arena: the pool. If there is none, NULL, and the command is denied at POINTER.
 */
static const struct pool_state *find_pool(
	struct decision *decision, const char *pool, const char *pointer)
{
	const struct pool_state *current = inventory_pool(decision, pool);

	if (current == NULL)
		inventory_deny_missing(decision, REMOVABLE_POOL, pointer, pool);
	return current;
}

/* The pool as its event defines it, with its current places. */
static struct ticket_pool *copy_pool(struct decision *decision, const struct pool_state *current)
{
	struct ticket_pool *pool = arena_take(decision->arena, sizeof(*pool));

	*pool = *current->definition;
	pool->places = integer(current->places);
	return pool;
}

/* Whether the rooms of TYPE have MORE places left; if not, the command is denied. */
static bool check_rooms(struct decision *decision, const struct type_state *type, int64_t more)
{
	const struct list *rooms = &type->definition->rooms;
	struct room_shortage shortage;

	if (inventory_lacks_places(
		    decision, rooms, &(struct room_demand){rooms, more}, 1, &shortage))
		decision_deny(decision, DENY_CONTRADICTION, "/places",
			"%lld more requested, the room \"%s\" has %lld left", (long long)more,
			shortage.room, (long long)shortage.left);
	return decision->denied == DENY_NONE;
}

/* Whether the type has enough places left for POOL, which replaces REPLACED (NULL: none). */
static bool check_places(struct decision *decision, const struct ticket_pool *pool,
	const struct pool_state *replaced)
{
	const struct type_state *type = inventory_type(decision, pool->type);
	int64_t more = pool->places.value - (replaced != NULL ? replaced->places : 0);

	if (type == NULL)
		decision_deny(decision, DENY_CONTRADICTION, "/type",
			"there is no ticket type \"%s\"%s", pool->type,
			suggestion_instead(decision, NULL, "type", pool->type));
	else if (replaced != NULL && pool->places.value < replaced->sold)
		decision_deny(decision, DENY_CONTRADICTION, "/places",
			"%lld is below %lld, the number sold", (long long)pool->places.value,
			(long long)replaced->sold);
	else if (more > inventory_left(&type->places))
		decision_deny(decision, DENY_CONTRADICTION, "/places",
			"%lld more requested, \"%s\" has %lld left", (long long)more, pool->type,
			(long long)inventory_left(&type->places));
	else if (more > 0)
		check_rooms(decision, type, more);
	return decision->denied == DENY_NONE;
}

void pool_add(struct decision *decision, const void *command)
{
	const struct ticket_pool *add = command;

	/* The name is new: otherwise .conflict of its rule has answered the command. */
	if (check_places(decision, add, NULL))
		decision_event(decision, &ticket_pool_added_message, add->pool, add);
}

const char *pool_superseded(struct store *store, const void *command, struct arena *arena)
{
	const struct ticket_pool *add = command;

	return inventory_superseded(store, REMOVABLE_POOL, add->pool, arena);
}

void pool_amend(struct decision *decision, const void *command)
{
	const struct amend_ticket_pool *amend = command;
	const struct pool_state *current = find_pool(decision, amend->pool, "/pool");
	struct ticket_pool *pool;

	if (current == NULL)
		return;
	pool = copy_pool(decision, current);
	if (decision_amend(decision, &ticket_pool_layout, pool, &amend_ticket_pool_layout, amend) &&
		check_places(decision, pool, current))
		/* After a move of places that event no longer equals the state. */
		decision_event_if_new(decision, &ticket_pool_amended_message, pool->pool, pool,
			current->places == current->definition->places.value ? current->position
									     : 0);
}

void pool_move(struct decision *decision, const void *command)
{
	const struct move_ticket_pool *move = command;
	const struct pool_state *from = find_pool(decision, move->pool, "/pool");
	const struct pool_state *to;

	if (from == NULL)
		return;
	to = find_pool(decision, move->to, "/to");
	if (to == NULL)
		return;
	if (strcmp(move->to, move->pool) == 0)
		decision_deny(decision, DENY_CONTRADICTION, "/to", "names the same pool");
	else if (strcmp(from->definition->type, to->definition->type) != 0)
		decision_deny(decision, DENY_CONTRADICTION, "/to",
			"\"%s\" is of the type \"%s\", not \"%s\"", move->to, to->definition->type,
			from->definition->type);
	else if (move->places.value > inventory_left_of(NULL, from))
		decision_deny(decision, DENY_CONTRADICTION, "/places",
			"%lld requested, \"%s\" has %lld left", (long long)move->places.value,
			move->pool, (long long)inventory_left_of(NULL, from));
	else
		decision_event(decision, &ticket_pool_moved_message, move->pool, move);
}

void pool_remove(struct decision *decision, const void *command)
{
	const struct remove_ticket_pool *remove = command;
	int64_t removal = inventory_removal(decision->store, REMOVABLE_POOL, remove->pool);

	if (removal > 0)
		decision_existing(decision, removal);
	else if (find_pool(decision, remove->pool, "/pool") != NULL)
		decision_event(decision, &ticket_pool_removed_message, remove->pool, remove);
}

/* The pool's places, sold ones included; 0 if there is no such pool. */
static int64_t places_of(struct store *store, const char *pool)
{
	return query_number(QUERY(
		store, "SELECT places FROM ticket_pools WHERE pool = :pool AND NOT removed", pool));
}

void pool_apply_set(const struct applying *of)
{
	const struct ticket_pool *pool = of->event;

	/* If the pool takes the last places, the type is sold out: the types that wait for it open. */
	inventory_add_pooled(
		of->store, pool->type, pool->places.value - places_of(of->store, pool->pool));
	store_flush(of->store);
	query_run(QUERY(of->store,
		"INSERT INTO ticket_pools (pool, type, places, seq) "
		"VALUES (:pool, :type, :places, :seq) "
		"ON CONFLICT (pool) DO UPDATE SET places = excluded.places, seq = excluded.seq",
		pool->pool, pool->type, pool->places.value, of->envelope->sequence));
}

static void add_places(struct store *store, const char *pool, int64_t places)
{
	query_run(QUERY(store,
		"UPDATE ticket_pools SET places = places + :places WHERE pool = :pool", places,
		pool));
}

void pool_apply_moved(const struct applying *of)
{
	const struct move_ticket_pool *moved = of->event;

	store_flush(of->store);
	add_places(of->store, moved->pool, -moved->places.value);
	add_places(of->store, moved->to, moved->places.value);
}

void pool_apply_removed(const struct applying *of)
{
	const struct remove_ticket_pool *removed = of->event;
	char type[TYPE_LIMIT + 1] = "";
	struct query *query;
	int64_t unsold = 0;

	store_flush(of->store);
	query = QUERY(of->store,
		"SELECT type, places - sold FROM ticket_pools WHERE pool = :pool AND NOT removed",
		removed->pool);
	while (query_row(query)) {
		strlcpy(type, query_text_at(query, 0, NULL), sizeof(type));
		unsold = query_count_at(query, 1);
	}
	/* The unsold places return to the type. */
	inventory_add_pooled(of->store, type, -unsold);
	query_run(QUERY(of->store, "UPDATE ticket_pools SET removed = :seq WHERE pool = :pool",
		of->envelope->sequence, removed->pool));
}

bool pool_next(
	struct store *store, const char *after, struct ticket_pool_row *row, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT places, sold, seq FROM ticket_pools "
		"WHERE pool > :after AND NOT removed ORDER BY pool LIMIT 1",
		after != NULL ? after : "");
	int64_t places = 0, sold = 0, position = 0;
	const struct ticket_pool *pool;
	struct envelope envelope;

	while (query_row(query)) {
		places = query_count_at(query, 0);
		sold = query_count_at(query, 1);
		position = query_position_at(query, 2);
	}
	if (position == 0)
		return false;
	pool = feed_event(store, position, &ticket_pool_layout, &envelope, arena);
	if (pool == NULL)
		return false;
	*row = (struct ticket_pool_row){.sold = integer(sold)};
	layout_overlay(&ticket_pool_row_layout, row, &ticket_pool_layout, pool);
	row->places = integer(places);
	return true;
}
