/*
 * Rooms: places that several ticket types share. Their tickets, sold and in pools, never exceed the
 * room's capacity together. A type names its rooms.
 */
#ifndef TICKETING_ROOM_H
#define TICKETING_ROOM_H

#include "store/context.h"

void room_add(struct decision *decision, const void *command);
/* The rule's superseded(): the room was removed. */
const char *room_superseded(struct store *store, const void *command, struct arena *arena);
void room_amend(struct decision *decision, const void *command);
void room_remove(struct decision *decision, const void *command);

void room_apply_set(const struct applying *of);
void room_apply_removed(const struct applying *of);

struct ticket_room_row;

/*
 * Reads the room with the next name after AFTER (NULL: the first) into ROW; its texts are
 * allocated in ARENA. False at the end, or on failure, which sets the store's fault.
 */
bool room_next(
	struct store *store, const char *after, struct ticket_room_row *row, struct arena *arena);

#endif
