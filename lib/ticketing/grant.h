/*
 * Grants: what each client may do. Nothing is allowed that was not granted.
 */
#ifndef TICKETING_GRANT_H
#define TICKETING_GRANT_H

#include "store/context.h"

void grant_add(struct decision *decision, const void *command);
void grant_amend(struct decision *decision, const void *command);
void grant_revoke(struct decision *decision, const void *command);

void grant_set(const struct applying *of);
void grant_revoked(const struct applying *of);

struct client_state;
struct type_state;

/*
 * Whether the decision's client may send COMMAND now; else the decision is
 * refused. *CLIENT: its grants; NULL for "organiser", who is built in, and may
 * everything.
 */
bool grant_check(struct decision *decision, const struct message *command,
	const struct client_state **client);

/* The context's check_reader: whether CLIENT may read the feed, and what of it. */
bool grant_check_reader(struct store *store, const char *client, int64_t now, bool *all,
	struct arena *arena, struct fault *fault);

/*
 * What CLIENT may; NULL is the organiser. TYPE is NULL where none has the NAME: then
 * the grant has to name it, so that a private type is like one that is not there.
 */
bool grant_has_type(
	const struct client_state *client, const char *name, const struct type_state *type);
bool grant_has_pool(const struct client_state *client, const char *pool);
bool grant_has_waiver(const struct client_state *client);
bool grant_has_purchase_of(const struct client_state *client, const char *owner);

/* For how many minutes it may reserve what is due. */
int64_t grant_reservation(const struct client_state *client);

struct client_row;

/* The client behind AFTER into ROW, whose texts live in ARENA. False at the end. */
bool grant_next(
	struct store *store, const char *after, struct client_row *row, struct arena *arena);

#endif
