#include "store/feed_index.h"

#include <stdlib.h>

#include "base/memory.h"
#include "store/internal.h"
#include "store/query.h"

void feed_index_client(
	struct store *store, const struct layout *layout, const void *data, int64_t sequence)
{
	const struct field *field = layout_field(layout, "client");
	struct client_run *run = &store->client_run;
	const char *client;

	if (field == NULL || !field_is_present(field, data))
		return;
	client = *(const char *const *)field_at(field, data);
	if (run->client == NULL || sequence != run->last + 1 || strcmp(run->client, client) != 0) {
		feed_index_save(store);
		*run = (struct client_run){memory_text(client), sequence, sequence};
	}
	run->last = sequence;
}

/* Whether the row that ends before the run was extended by it. */
static bool extend(struct store *store, const struct client_run *run)
{
	struct query *query = QUERY(store,
		"UPDATE client_events SET last = :last WHERE client = :client AND last = :before "
		"RETURNING 1",
		run->last, run->client, run->first - 1);

	return query_number(query) != 0;
}

void feed_index_save(struct store *store)
{
	struct client_run *run = &store->client_run;

	if (run->client != NULL && !extend(store, run))
		query_run(QUERY(store,
			"INSERT INTO client_events (client, last, first) "
			"VALUES (:client, :last, :first)",
			run->client, run->last, run->first));
	feed_index_forget(store);
}

void feed_index_forget(struct store *store)
{
	free(store->client_run.client);
	store->client_run = (struct client_run){.client = NULL};
}
