/*
 * Grants: what each client may do. Nothing is allowed that was not granted.
 */
#ifndef TICKETING_GRANT_H
#define TICKETING_GRANT_H

#include "store/context.h"

void grant_add(struct decision *decision, const void *command);
void grant_amend(struct decision *decision, const void *command);
void grant_revoke(struct decision *decision, const void *command);

void grant_added(
	struct store *store, void *office, const struct envelope *envelope, const void *event);
void grant_amended(
	struct store *store, void *office, const struct envelope *envelope, const void *event);
void grant_revoked(
	struct store *store, void *office, const struct envelope *envelope, const void *event);

struct counted_client;

/*
 * The grants of the decision's client, where it may send COMMAND now; else
 * NULL, and the decision is refused. ORGANISER is built in, and may
 * everything: then *ORGANISER is set, and NULL is returned.
 */
struct counted_client *grant_check(
	struct decision *decision, const struct message *command, bool *organiser);

/* Whether CLIENT was granted the ticket type TYPE. */
bool grant_has_type(const struct counted_client *client, const char *type);

struct client_row;

/* The client behind AFTER into ROW, whose texts live in ARENA. False at the end. */
bool grant_next(
	struct store *store, const char *after, struct client_row *row, struct arena *arena);

#endif
