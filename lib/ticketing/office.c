#include "ticketing/office.h"

#include "base/clock.h"
#include "base/memory.h"
#include "store/query.h"
#include "ticketing/catalogue.h"
#include "ticketing/grant.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"

extern const struct component ticketing_schema;

static void free_texts(char **texts)
{
	size_t i;

	for (i = 0; texts != NULL && texts[i] != NULL; i++)
		free(texts[i]);
	free(texts);
}

static void forget(struct office *office)
{
	size_t i;

	for (i = 0; i < office->type_count; i++)
		free(office->types[i].type);
	for (i = 0; i < office->client_count; i++) {
		free(office->clients[i].client);
		free_texts(office->clients[i].may);
		free_texts(office->clients[i].types);
	}
	free(office->types);
	free(office->clients);
	*office = (struct office){0};
}

/* The moment in column COLUMN, or OTHERWISE where it is NULL. */
static int64_t moment_at(struct query *query, int column, int64_t otherwise)
{
	const char *text = query_text_at(query, column, NULL);
	int64_t moment;

	return text != NULL && clock_parse(text, &moment) ? moment : otherwise;
}

static void load_types(struct office *office, struct store *store)
{
	struct query *query = query_of(store,
		"SELECT type, price, currency, capacity, sold, sale_from, sale_until, private "
		"FROM ticket_types ORDER BY type");

	while (query_row(query)) {
		struct counted_type *type;

		office->types = memory_resize(
			office->types, office->type_count + 1, sizeof(*office->types));
		type = &office->types[office->type_count++];
		*type = (struct counted_type){
			.type = memory_text(query_text_at(query, 0, NULL)),
			.price = query_integer_at(query, 1),
			.capacity = query_integer_at(query, 3),
			.sold = query_integer_at(query, 4),
			.from = moment_at(query, 5, INT64_MIN),
			.until = moment_at(query, 6, INT64_MAX),
			.private = query_integer_at(query, 7) != 0,
		};
		strlcpy(type->currency, query_text_at(query, 2, NULL), sizeof(type->currency));
	}
}

/* Returns new: the texts that QUERY answers for CLIENT, ending with NULL. */
static char **load_texts(struct query *query, const char *client)
{
	char **texts = memory_zeroed(1, sizeof(*texts));
	size_t count = 0;

	query_text(query, client);
	while (query_row(query)) {
		texts = memory_resize(texts, count + 2, sizeof(*texts));
		texts[count++] = memory_text(query_text_at(query, 0, NULL));
		texts[count] = NULL;
	}
	return texts;
}

static void load_clients(struct office *office, struct store *store)
{
	struct query *query = query_of(store,
		"SELECT client, waive, budget, booked, expires, "
		"revoked FROM clients ORDER BY client");
	size_t i;

	while (query_row(query)) {
		office->clients = memory_resize(
			office->clients, office->client_count + 1, sizeof(*office->clients));
		office->clients[office->client_count++] = (struct counted_client){
			.client = memory_text(query_text_at(query, 0, NULL)),
			.waive = query_integer_at(query, 1) != 0,
			.budget =
				query_is_null_at(query, 2) ? INT64_MAX : query_integer_at(query, 2),
			.booked = query_integer_at(query, 3),
			.expires = moment_at(query, 4, INT64_MAX),
			.revoked = query_integer_at(query, 5) != 0,
		};
	}
	for (i = 0; i < office->client_count; i++) {
		struct counted_client *client = &office->clients[i];

		client->may = load_texts(
			query_of(store, "SELECT command FROM client_commands WHERE client = :c"),
			client->client);
		client->types = load_texts(
			query_of(store, "SELECT type FROM client_types WHERE client = :c"),
			client->client);
	}
}

static void *office_new(void)
{
	return memory_zeroed(1, sizeof(struct office));
}

static void office_load(void *state, struct store *store)
{
	struct office *office = state;

	forget(office);
	load_types(office, store);
	load_clients(office, store);
}

/* Writes the counters that have changed. */
static void office_save(void *state, struct store *store)
{
	struct office *office = state;
	struct query *query;
	size_t i;

	for (i = 0; i < office->type_count; i++) {
		if (!office->types[i].changed)
			continue;
		query = query_of(store, "UPDATE ticket_types SET sold = :sold WHERE type = :type");
		query_integer(query, office->types[i].sold);
		query_text(query, office->types[i].type);
		query_run(query);
		office->types[i].changed = false;
	}
	for (i = 0; i < office->client_count; i++) {
		if (!office->clients[i].changed)
			continue;
		query = query_of(
			store, "UPDATE clients SET booked = :booked WHERE client = :client");
		query_integer(query, office->clients[i].booked);
		query_text(query, office->clients[i].client);
		query_run(query);
		office->clients[i].changed = false;
	}
}

void office_reload(struct office *office, struct store *store)
{
	office_save(office, store);
	office_load(office, store);
}

static void office_free(void *office)
{
	forget(office);
	free(office);
}

struct counted_type *office_type(const struct office *office, const char *type)
{
	size_t i;

	for (i = 0; i < office->type_count; i++)
		if (strcmp(office->types[i].type, type) == 0)
			return &office->types[i];
	return NULL;
}

struct counted_client *office_client(const struct office *office, const char *client)
{
	size_t i;

	for (i = 0; i < office->client_count; i++)
		if (strcmp(office->clients[i].client, client) == 0)
			return &office->clients[i];
	return NULL;
}

/* The context: command -> decide, event -> apply */

static const struct component *const components[] = {&ticketing_schema, NULL};

static const struct rule rules[] = {
	{
		.command = &create_ticket_purchase_message,
		.decide = purchase_create,
		.taken = "this reference was taken by another command",
	},
	{
		.command = &add_ticket_type_message,
		.decide = catalogue_add,
		.taken = "this ticket type was added with other data: amend it",
	},
	{.command = &amend_ticket_type_message, .decide = catalogue_amend},
	{
		.command = &add_client_message,
		.decide = grant_add,
		.taken = "this client was added with other data: amend it",
	},
	{.command = &amend_client_message, .decide = grant_amend},
	{.command = &revoke_client_message, .decide = grant_revoke},
	{.command = NULL},
};

static const struct effect effects[] = {
	{&ticket_purchase_created_message, purchase_created},
	{&ticket_purchase_rejected_message, purchase_rejected},
	{&ticket_type_added_message, catalogue_added},
	{&ticket_type_amended_message, catalogue_amended},
	{&client_added_message, grant_added},
	{&client_amended_message, grant_amended},
	{&client_revoked_message, grant_revoked},
	{NULL, NULL},
};

const struct context ticketing = {
	.name = "ticketing",
	.components = components,
	.rules = rules,
	.effects = effects,
	.rejection = &ticket_purchase_rejected_message,
	.refuse = purchase_refuse,
	.state_new = office_new,
	.state_load = office_load,
	.state_save = office_save,
	.state_free = office_free,
};

const struct message *const ticketing_messages[] = {
	&create_ticket_purchase_message,
	&ticket_purchase_created_message,
	&ticket_purchase_rejected_message,
	&command_refused_message,
	&add_ticket_type_message,
	&amend_ticket_type_message,
	&ticket_type_added_message,
	&ticket_type_amended_message,
	&add_client_message,
	&amend_client_message,
	&revoke_client_message,
	&client_added_message,
	&client_amended_message,
	&client_revoked_message,
	&ticket_type_row_message,
	&client_row_message,
	NULL,
};
