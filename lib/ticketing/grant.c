#include "ticketing/grant.h"

#include "base/clock.h"
#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/office.h"

/* Who is built in; named like any other client. */
static const char organiser_name[] = "organiser";

static const char select_commands[] =
	"SELECT command FROM client_commands WHERE client = :client ORDER BY command";
static const char select_types[] =
	"SELECT type FROM client_types WHERE client = :client ORDER BY type";

/* The commands that a client can be granted. */
static const struct message *const grantable[] = {&create_ticket_purchase_message};

/* The texts that the query SQL has for CLIENT. */
static struct list texts_of(
	struct store *store, const char *sql, const char *client, struct arena *arena)
{
	struct query *query = query_of(store, sql);
	struct list list = {0, NULL};
	const char **texts = NULL;
	size_t room = 0;

	query_text(query, client);
	while (query_row(query)) {
		if (list.count == room) {
			const char **grown;

			room = room > 0 ? 2 * room : 16;
			grown = arena_take(arena, room * sizeof(*grown));
			if (list.count > 0)
				memcpy(grown, texts, list.count * sizeof(*grown));
			texts = grown;
		}
		texts[list.count++] = query_copy_at(query, 0, arena);
	}
	list.items = texts != NULL ? (void *)texts : arena_take(arena, sizeof(*texts));
	return list;
}

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* In order, each once, and there where they are none: the same grants are the same bytes. */
static struct list sorted(struct decision *decision, const struct list *list)
{
	const char **texts = list->items;
	struct list unique = {0, list->items};
	size_t i;

	if (list->count == 0)
		return (struct list){0, arena_take(decision->arena, 1)};
	qsort(texts, list->count, sizeof(*texts), compare_texts);
	for (i = 0; i < list->count; i++)
		if (i == 0 || strcmp(texts[i], texts[unique.count - 1]) != 0)
			texts[unique.count++] = texts[i];
	return unique;
}

static bool is_grantable(const char *command)
{
	size_t i;

	for (i = 0; i < COUNT_OF(grantable); i++) {
		size_t length;
		const char *name = message_name(grantable[i], &length);

		if (strlen(command) == length && memcmp(command, name, length) == 0)
			return true;
	}
	return false;
}

/* Refuses grants that can't be meant. */
static bool check_grants(struct decision *decision, const struct client_grants *grants)
{
	const char *const *may = grants->may.items;
	size_t i;

	if (strcmp(grants->client, organiser_name) == 0) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/client",
			"\"organiser\" is built in, and may everything");
		return false;
	}
	for (i = 0; i < grants->may.count; i++) {
		if (is_grantable(may[i]))
			continue;
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/may",
			"\"%s\" is no command that can be granted", may[i]);
		return false;
	}
	return true;
}

void grant_add(struct decision *decision, const void *command)
{
	struct client_grants *grants = arena_take(decision->arena, sizeof(*grants));

	*grants = *(const struct client_grants *)command;
	grants->may = sorted(decision, &grants->may);
	grants->types = sorted(decision, &grants->types);
	if (grants->waive == TRUTH_NO)
		grants->waive = TRUTH_ABSENT;
	if (check_grants(decision, grants))
		decision_event(decision, &client_added_message, grants->client, grants);
}

/* The grants as they stand; false where there is no such client. */
static bool find_client(struct decision *decision, const char *id, struct client_grants *grants,
	bool *revoked, int64_t *position)
{
	struct query *query = query_of(decision->store,
		"SELECT waive, budget, expires, revoked, seq FROM clients WHERE client = :client");
	bool found = false;

	query_text(query, id);
	while (query_row(query)) {
		found = true;
		grants->waive = query_integer_at(query, 0) ? TRUTH_YES : TRUTH_ABSENT;
		if (!query_is_null_at(query, 1))
			grants->budget = integer(query_integer_at(query, 1));
		grants->expires = query_copy_at(query, 2, decision->arena);
		*revoked = query_integer_at(query, 3) != 0;
		*position = query_integer_at(query, 4);
	}
	if (found) {
		grants->client = id;
		grants->may = texts_of(decision->store, select_commands, id, decision->arena);
		grants->types = texts_of(decision->store, select_types, id, decision->arena);
		return true;
	}
	decision_refuse(
		decision, REFUSAL_CONTRADICTION, "/client", "there is no client \"%s\"", id);
	return false;
}

void grant_amend(struct decision *decision, const void *command)
{
	const struct client_grants *amend = command;
	struct client_grants *grants = arena_take(decision->arena, sizeof(*grants));
	bool revoked = false;
	int64_t position = 0;

	if (!find_client(decision, amend->client, grants, &revoked, &position))
		return;
	if (amend->may.items != NULL)
		grants->may = sorted(decision, &amend->may);
	if (amend->types.items != NULL)
		grants->types = sorted(decision, &amend->types);
	if (amend->waive != TRUTH_ABSENT)
		grants->waive = amend->waive == TRUTH_YES ? TRUTH_YES : TRUTH_ABSENT;
	if (amend->budget.present)
		grants->budget = amend->budget;
	if (amend->expires != NULL)
		grants->expires = amend->expires;
	if (check_grants(decision, grants))
		decision_event_if_new(decision, &client_amended_message, grants->client, grants,
			revoked ? 0 : position);
}

void grant_revoke(struct decision *decision, const void *command)
{
	const struct revoke_client *revoke = command;
	struct client_grants grants = {0};
	bool revoked = false;
	int64_t position = 0;

	if (!find_client(decision, revoke->client, &grants, &revoked, &position))
		return;
	if (revoked)
		decision_again(decision, position);
	else
		decision_event(decision, &client_revoked_message, revoke->client, revoke);
}

static void set_texts(struct store *store, const char *delete_sql, const char *insert_sql,
	const char *client, const struct list *list)
{
	struct query *query = query_of(store, delete_sql);
	size_t i;

	query_text(query, client);
	query_run(query);
	for (i = 0; i < list->count; i++) {
		query = query_of(store, insert_sql);
		query_text(query, client);
		query_text(query, ((const char *const *)list->items)[i]);
		query_run(query);
	}
}

static void set_client(struct store *store, void *office, const struct envelope *envelope,
	const struct client_grants *grants)
{
	struct query *query = query_of(store,
		"INSERT INTO clients (client, waive, budget, expires, seq) "
		"VALUES (:client, :waive, :budget, :expires, :seq) "
		"ON CONFLICT (client) DO UPDATE SET waive = excluded.waive, "
		"budget = excluded.budget, expires = excluded.expires, revoked = 0, "
		"seq = excluded.seq");

	query_text(query, grants->client);
	query_integer(query, grants->waive == TRUTH_YES);
	if (grants->budget.present)
		query_integer(query, grants->budget.value);
	else
		query_null(query);
	query_text(query, grants->expires);
	query_integer(query, envelope->sequence);
	query_run(query);
	set_texts(store, "DELETE FROM client_commands WHERE client = :client",
		"INSERT INTO client_commands (client, command) VALUES (:client, :command)",
		grants->client, &grants->may);
	set_texts(store, "DELETE FROM client_types WHERE client = :client",
		"INSERT INTO client_types (client, type) VALUES (:client, :type)", grants->client,
		&grants->types);
	office_reload(office, store);
}

void grant_added(
	struct store *store, void *office, const struct envelope *envelope, const void *event)
{
	set_client(store, office, envelope, event);
}

void grant_amended(
	struct store *store, void *office, const struct envelope *envelope, const void *event)
{
	set_client(store, office, envelope, event);
}

void grant_revoked(
	struct store *store, void *office, const struct envelope *envelope, const void *event)
{
	const struct revoke_client *revoked = event;
	struct query *query = query_of(
		store, "UPDATE clients SET revoked = 1, seq = :seq WHERE client = :client");

	query_integer(query, envelope->sequence);
	query_text(query, revoked->client);
	query_run(query);
	office_reload(office, store);
}

static bool has_text(char *const *texts, const char *text, size_t length)
{
	for (; *texts != NULL; texts++)
		if (strlen(*texts) == length && memcmp(*texts, text, length) == 0)
			return true;
	return false;
}

struct counted_client *grant_check(
	struct decision *decision, const struct message *command, bool *organiser)
{
	size_t length;
	const char *name = message_name(command, &length);
	struct counted_client *client;

	*organiser = strcmp(decision->client, organiser_name) == 0;
	if (*organiser)
		return NULL;
	client = office_client(decision->state, decision->client);
	if (client == NULL)
		decision_refuse(decision, REFUSAL_FORBIDDEN, "", "there is no client \"%s\"",
			decision->client);
	else if (client->revoked)
		decision_refuse(decision, REFUSAL_FORBIDDEN, "",
			"the grants of \"%s\" were taken back", client->client);
	else if (decision->now >= client->expires)
		decision_refuse(decision, REFUSAL_FORBIDDEN, "",
			"the grants of \"%s\" have expired", client->client);
	else if (!has_text(client->may, name, length))
		decision_refuse(decision, REFUSAL_FORBIDDEN, "", "\"%s\" may not %.*s",
			client->client, (int)length, name);
	return decision->refusal == REFUSAL_NONE ? client : NULL;
}

bool grant_has_type(const struct counted_client *client, const char *type)
{
	return has_text(client->types, type, strlen(type));
}

bool grant_next(struct store *store, const char *after, struct client_row *row, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT client, waive, budget, booked, expires, revoked FROM clients "
		"WHERE client > :after ORDER BY client LIMIT 1");
	bool found = false;

	query_text(query, after != NULL ? after : "");
	while (query_row(query)) {
		found = true;
		*row = (struct client_row){
			.client = query_copy_at(query, 0, arena),
			.waive = truth(query_integer_at(query, 1) != 0),
			.booked = integer(query_integer_at(query, 3)),
			.expires = query_copy_at(query, 4, arena),
			.revoked = truth(query_integer_at(query, 5) != 0),
		};
		if (!query_is_null_at(query, 2))
			row->budget = integer(query_integer_at(query, 2));
	}
	if (found) {
		row->may = texts_of(store, select_commands, row->client, arena);
		row->types = texts_of(store, select_types, row->client, arena);
	}
	return found;
}
