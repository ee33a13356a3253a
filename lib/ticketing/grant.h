/*
 * Grants: what each client may do. The default is deny.
 */
#ifndef TICKETING_GRANT_H
#define TICKETING_GRANT_H

#include "store/context.h"

void grant_add(struct decision *decision, const void *command);
void grant_amend(struct decision *decision, const void *command);
void grant_revoke(struct decision *decision, const void *command);

void grant_apply_set(const struct applying *of);
void grant_apply_revoked(const struct applying *of);

struct client_state;
struct type_state;

/*
 * Whether the decision's client may send COMMAND now; if not, the command is denied.
 * *CLIENT: its grants; NULL for "organiser", which is built in and may do everything.
 */
bool grant_check(struct decision *decision, const struct message *command,
	const struct client_state **client);

/* The context's check_reader(). */
bool grant_check_reader(struct store *store, const char *client, int64_t now, bool *all,
	struct arena *arena, struct fault *fault);

/*
 * Whether CLIENT has the grant; NULL is the organiser. TYPE is NULL if no type has the NAME.
 * "*" grants neither private nor unknown types, so that a client can't tell them apart.
 */
bool grant_has_type(
	const struct client_state *client, const char *name, const struct type_state *type);
bool grant_has_waiver(const struct client_state *client);
bool grant_has_purchase_of(const struct client_state *client, const char *owner);
bool grant_has_every_purchase(const struct client_state *client);

/*
 * Whether CLIENT may read what the purchases of OWNER have of persons: they are its own, or in its
 * feed. An answer to another client has no more of persons than its command.
 */
bool grant_may_read(const struct client_state *client, const char *owner);

/*
 * Whether CLIENT may book tickets of the type, as above, or from POOL; if not, the command is
 * denied at POINTER.
 */
bool grant_check_type(struct decision *decision, const struct client_state *client,
	const char *pointer, const char *name, const struct type_state *type);
bool grant_check_pool(struct decision *decision, const struct client_state *client,
	const char *pointer, const char *pool);

/* The maximum number of minutes that CLIENT may reserve unpaid tickets. */
int64_t grant_reservation(const struct client_state *client);

struct client_row;

/*
 * Reads the client with the next name after AFTER (NULL: the first) into ROW; its texts are
 * allocated in ARENA. False at the end, or on failure, which sets the store's fault.
 */
bool grant_next(
	struct store *store, const char *after, struct client_row *row, struct arena *arena);

#endif
