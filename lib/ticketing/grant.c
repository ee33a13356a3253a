#include "ticketing/grant.h"

#include "base/clock.h"
#include "store/feed.h"
#include "store/known.h"
#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/inventory.h"
#include "ticketing/suggestion.h"
#include "ticketing/texts.h"

/* The client that needs no grants. */
static const char organiser_name[] = "organiser";

/* The commands that a client can be granted. */
static const struct message *const grantable[] = {
	&create_ticket_purchase_message,
	&pay_ticket_purchase_message,
	&refund_ticket_purchase_message,
	&extend_ticket_purchase_message,
	&reopen_ticket_purchase_message,
	&cancel_tickets_message,
	&amend_purchaser_message,
	&assign_ticket_message,
	&unassign_ticket_message,
};

/* The name within a command's type, which grants use. */
static const char *command_name(const struct message *command, struct arena *arena)
{
	size_t length;
	const char *name = message_name(command, &length);

	return arena_text(arena, name, length);
}

static bool is_grantable(const char *command, struct arena *arena)
{
	size_t i;

	for (i = 0; i < COUNT_OF(grantable); i++)
		if (strcmp(command, command_name(grantable[i], arena)) == 0)
			return true;
	return false;
}

/* Validates and normalizes grants; false if the command was denied. */
static bool normalize_grants(struct decision *decision, struct client_grants *grants)
{
	const char *const *commands;
	size_t i;

	grants->commands = texts_sorted(decision->arena, &grants->commands);
	grants->types = texts_sorted(decision->arena, &grants->types);
	grants->pools = texts_sorted(decision->arena, &grants->pools);
	if (grants->scope == SCOPE_OWN)
		grants->scope = SCOPE_ABSENT;
	if (grants->feed == SCOPE_OWN)
		grants->feed = SCOPE_ABSENT;
	if (strcmp(grants->client, organiser_name) == 0)
		decision_deny(decision, DENY_CONTRADICTION, "/client",
			"\"organiser\" is built in and needs no grants");
	commands = grants->commands.items;
	for (i = 0; i < grants->commands.count; i++)
		if (!is_grantable(commands[i], decision->arena))
			decision_deny(decision, DENY_CONTRADICTION, "/commands",
				"\"%s\" is not a command that can be granted", commands[i]);
	return decision->denied == DENY_NONE;
}

void grant_add(struct decision *decision, const void *command)
{
	struct client_grants *grants = arena_take(decision->arena, sizeof(*grants));

	layout_overlay(&client_grants_layout, grants, &client_grants_layout, command);
	if (normalize_grants(decision, grants))
		decision_event(decision, &client_added_message, grants->client, grants);
}

static const struct client_state *find_client(struct decision *decision, const char *id)
{
	const struct client_state *client = inventory_client(decision, id);

	if (client == NULL)
		decision_deny(decision, DENY_CONTRADICTION, "/client",
			"there is no client \"%s\"%s", id,
			suggestion_instead(decision, NULL, "client", id));
	return client;
}

void grant_amend(struct decision *decision, const void *command)
{
	const struct amend_client *amend = command;
	const struct client_state *client = find_client(decision, amend->client);
	struct client_grants *grants;

	if (client == NULL)
		return;
	grants = arena_take(decision->arena, sizeof(*grants));
	*grants = *client->definition;
	if (decision_amend(decision, &client_grants_layout, grants, &amend_client_layout, amend) &&
		normalize_grants(decision, grants))
		decision_event_if_new(decision, &client_amended_message, grants->client, grants,
			client->revocation > 0 ? 0 : client->position);
}

void grant_revoke(struct decision *decision, const void *command)
{
	const struct revoke_client *revoke = command;
	const struct client_state *client = find_client(decision, revoke->client);

	if (client == NULL)
		return;
	if (client->revocation > 0)
		decision_existing(decision, client->revocation);
	else
		decision_event(decision, &client_revoked_message, revoke->client, revoke);
}

void grant_apply_set(const struct applying *of)
{
	const struct client_grants *grants = of->event;

	store_flush(of->store);
	query_run(QUERY(of->store,
		"INSERT INTO clients (client, seq) VALUES (:client, :seq) "
		"ON CONFLICT (client) DO UPDATE SET revocation = 0, seq = excluded.seq",
		grants->client, of->envelope->sequence));
}

void grant_apply_revoked(const struct applying *of)
{
	const struct revoke_client *revoked = of->event;

	store_flush(of->store);
	query_run(QUERY(of->store, "UPDATE clients SET revocation = :seq WHERE client = :client",
		of->envelope->sequence, revoked->client));
}

/* Why grants have ended by NOW, as a predicate; NULL: they are in force. */
static const char *why_ended(int64_t revocation, int64_t expires, int64_t now)
{
	return revocation > 0 ? "were revoked" : now >= expires ? "have expired" : NULL;
}

bool grant_check(
	struct decision *decision, const struct message *command, const struct client_state **to)
{
	const char *name = command_name(command, decision->arena);
	const struct client_state *client;
	const char *ended;

	*to = NULL;
	if (strcmp(decision->client, organiser_name) == 0)
		return true;
	client = *to = inventory_client(decision, decision->client);
	if (client == NULL)
		/* A record's sender is at this machine. */
		decision_deny(decision, DENY_FORBIDDEN, "", "there is no client \"%s\"%s",
			decision->client,
			decision->written
				? suggestion_instead(decision, NULL, "client", decision->client)
				: "");
	else if ((ended = why_ended(client->revocation, client->expires, decision->now)) != NULL)
		decision_deny(decision, DENY_FORBIDDEN, "", "the grants of \"%s\" %s",
			decision->client, ended);
	else if (!texts_have(&client->definition->commands, name))
		decision_deny(
			decision, DENY_FORBIDDEN, "", "\"%s\" may not %s", decision->client, name);
	return decision->denied == DENY_NONE;
}

bool grant_has_type(
	const struct client_state *client, const char *name, const struct type_state *type)
{
	return client == NULL || texts_have(&client->definition->types, name) ||
	       (type != NULL && type->definition->private != BOOLEAN_TRUE &&
		       texts_have(&client->definition->types, EVERY_TYPE));
}

bool grant_check_type(struct decision *decision, const struct client_state *client,
	const char *pointer, const char *name, const struct type_state *type)
{
	if (grant_has_type(client, name, type))
		return true;
	decision_deny(decision, DENY_FORBIDDEN, pointer,
		"\"%s\" may not book tickets of type \"%s\"%s", decision->client, name,
		suggestion_instead(decision, client, "type", name));
	return false;
}

bool grant_check_pool(struct decision *decision, const struct client_state *client,
	const char *pointer, const char *pool)
{
	if (client == NULL || texts_have(&client->definition->pools, pool))
		return true;
	decision_deny(decision, DENY_FORBIDDEN, pointer,
		"\"%s\" may not book from the pool \"%s\"%s", decision->client, pool,
		suggestion_instead(decision, client, "pool", pool));
	return false;
}

bool grant_has_waiver(const struct client_state *client)
{
	return client == NULL || client->definition->waive == BOOLEAN_TRUE;
}

int64_t grant_reservation(const struct client_state *client)
{
	const struct integer *granted;

	if (client == NULL)
		return INT64_MAX;
	granted = &client->definition->reservation;
	return granted->present ? granted->value : RESERVATION_DEFAULT;
}

bool grant_has_every_purchase(const struct client_state *client)
{
	return client == NULL || client->definition->scope == SCOPE_ALL;
}

bool grant_has_purchase_of(const struct client_state *client, const char *owner)
{
	return grant_has_every_purchase(client) || strcmp(client->definition->client, owner) == 0;
}

bool grant_may_read(const struct client_state *client, const char *owner)
{
	return client == NULL || client->definition->feed == SCOPE_ALL ||
	       strcmp(client->definition->client, owner) == 0;
}

bool grant_check_reader(struct store *store, const char *name, int64_t now, bool *all,
	struct arena *arena, struct fault *fault)
{
	struct query *query;
	int64_t position = 0, revocation = 0;
	const struct client_grants *grants = NULL;
	struct envelope envelope;
	const char *ended;

	*all = strcmp(name, organiser_name) == 0;
	if (*all)
		return true;
	query = QUERY(store, "SELECT seq, revocation FROM clients WHERE client = :client", name);
	while (query_row(query)) {
		position = query_position_at(query, 0);
		revocation = query_position_at(query, 1);
	}
	if (position > 0)
		grants = feed_event(store, position, &client_grants_layout, &envelope, arena);
	if (store_fault(store)->status != 0) {
		*fault = *store_fault(store);
		return false;
	}
	if (grants == NULL)
		return fault_set(fault, EX_NOPERM, "there is no client \"%s\"%s", name,
			known_instead(store, "client", name, NULL, NULL, arena));
	ended = why_ended(revocation, clock_parse_or(grants->expires, INT64_MAX), now);
	if (ended != NULL)
		return fault_set(fault, EX_NOPERM, "the grants of \"%s\" %s", name, ended);
	*all = grants->feed == SCOPE_ALL;
	return true;
}

/* A required list is present even if it is empty. */
static void fill_list(struct list *list, struct arena *arena)
{
	if (list->items == NULL)
		list->items = arena_take(arena, 1);
}

bool grant_next(struct store *store, const char *after, struct client_row *row, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT booked, revocation, seq FROM clients "
		"WHERE client > :after ORDER BY client LIMIT 1",
		after != NULL ? after : "");
	int64_t booked = 0, revocation = 0, position = 0;
	const struct client_grants *grants;
	struct envelope envelope;

	while (query_row(query)) {
		booked = query_count_at(query, 0);
		revocation = query_position_at(query, 1);
		position = query_position_at(query, 2);
	}
	if (position == 0)
		return false;
	grants = feed_event(store, position, &client_grants_layout, &envelope, arena);
	if (grants == NULL)
		return false;
	*row = (struct client_row){
		.booked = integer(booked),
		.revoked = boolean(revocation > 0),
		.scope = SCOPE_OWN,
		.feed = SCOPE_OWN,
		.refusals = integer(REFUSALS_DEFAULT),
		.changes = integer(CHANGES_DEFAULT),
		.reservation = integer(RESERVATION_DEFAULT),
	};
	layout_overlay(&client_row_layout, row, &client_grants_layout, grants);
	row->waive = boolean(grants->waive == BOOLEAN_TRUE);
	fill_list(&row->commands, arena);
	fill_list(&row->types, arena);
	fill_list(&row->pools, arena);
	return true;
}
