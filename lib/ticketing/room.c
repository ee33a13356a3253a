#include "ticketing/room.h"

#include "store/query.h"
#include "ticketing/inventory.h"
#include "ticketing/messages.h"

/* Borrows from the arena: the room. If there is none, NULL, and the command is denied. */
static const struct room_state *find_room(struct decision *decision, const char *room)
{
	const struct room_state *current = inventory_room(decision, room);

	if (current == NULL)
		inventory_deny_missing(decision, REMOVABLE_ROOM, "/room", room);
	return current;
}

void room_add(struct decision *decision, const void *command)
{
	const struct ticket_room *add = command;

	/* The name is new: otherwise .conflict of its rule has answered the command. */
	decision_event(decision, &ticket_room_added_message, add->room, add);
}

const char *room_superseded(struct store *store, const void *command, struct arena *arena)
{
	const struct ticket_room *add = command;

	return inventory_superseded(store, REMOVABLE_ROOM, add->room, arena);
}

void room_amend(struct decision *decision, const void *command)
{
	const struct ticket_room *amend = command;
	const struct room_state *current = find_room(decision, amend->room);

	if (current == NULL)
		return;
	if (amend->capacity.value < current->places.sold + current->places.pooled)
		decision_deny(decision, DENY_CONTRADICTION, "/capacity",
			current->places.pooled == 0
				? "%lld is below %lld, the number sold"
				: "%lld is below %lld, the number sold, and %lld in pools",
			(long long)amend->capacity.value, (long long)current->places.sold,
			(long long)current->places.pooled);
	else
		decision_event_if_new(decision, &ticket_room_amended_message, amend->room, amend,
			current->position);
}

/* Borrows from ARENA: the types in ROOM; without any, the list is empty, not absent. */
static struct list types_in(struct store *store, const char *room, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT type FROM ticket_types WHERE :room IN (SELECT value FROM json_each(rooms)) "
		"ORDER BY type",
		room);
	struct list types = {0, arena_take(arena, sizeof(char *))};
	struct list found = {0, NULL};

	while (query_row(query))
		*(const char **)list_grow(&found, sizeof(char *), arena) =
			query_copy_at(query, 0, arena);
	return found.count > 0 ? found : types;
}

void room_remove(struct decision *decision, const void *command)
{
	const struct remove_ticket_room *remove = command;
	int64_t removal = inventory_removal(decision->store, REMOVABLE_ROOM, remove->room);
	struct list types;

	if (removal > 0) {
		decision_existing(decision, removal);
		return;
	}
	if (find_room(decision, remove->room) == NULL)
		return;
	types = types_in(decision->store, remove->room, decision->arena);
	if (types.count > 0)
		decision_deny(decision, DENY_CONTRADICTION, "/room",
			"the type \"%s\" is in it: amend that first",
			*(const char *const *)types.items);
	else
		decision_event(decision, &ticket_room_removed_message, remove->room, remove);
}

void room_apply_set(const struct applying *of)
{
	const struct ticket_room *room = of->event;

	store_flush(of->store);
	/* A changed capacity decides sold_out again; the same capacity leaves it. */
	query_run(QUERY(of->store,
		"INSERT INTO ticket_rooms (room, capacity, sold_out, seq) "
		"VALUES (:room, :capacity, :capacity = 0, :seq) "
		"ON CONFLICT (room) DO UPDATE SET sold_out = CASE excluded.capacity "
		"WHEN capacity THEN sold_out ELSE excluded.capacity <= sold + pooled END, "
		"capacity = excluded.capacity, seq = excluded.seq",
		room->room, room->capacity.value, of->envelope->sequence));
}

void room_apply_removed(const struct applying *of)
{
	const struct remove_ticket_room *removed = of->event;

	store_flush(of->store);
	query_run(QUERY(of->store, "UPDATE ticket_rooms SET removed = :seq WHERE room = :room",
		of->envelope->sequence, removed->room));
}

bool room_next(
	struct store *store, const char *after, struct ticket_room_row *row, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT room, capacity, sold, pooled FROM ticket_rooms "
		"WHERE room > :after AND NOT removed ORDER BY room LIMIT 1",
		after != NULL ? after : "");
	bool found = false;

	while (query_row(query)) {
		int64_t capacity = query_integer_within_at(query, 1, 0, CAPACITY_LIMIT);
		int64_t sold = query_integer_within_at(query, 2, 0, capacity);
		int64_t pooled = query_integer_within_at(query, 3, 0, capacity - sold);

		found = true;
		*row = (struct ticket_room_row){
			.room = query_copy_at(query, 0, arena),
			.capacity = integer(capacity),
			.sold = integer(sold),
			.pooled = integer(pooled),
			.left = integer(capacity - sold - pooled),
		};
	}
	if (found)
		row->types = types_in(store, row->room, arena);
	return found;
}
