#include "store/feed_index.h"

#include <stdlib.h>

#include "base/memory.h"
#include "store/context.h"
#include "store/internal.h"
#include "store/query.h"

/* Whom the event is about; NULL: it is not in the index. */
static const char *about(const struct store *store, const struct envelope *envelope,
	const struct layout *layout, const void *data)
{
	const struct field *field;

	if (store->context->client != NULL)
		return envelope->subject;
	if (store->context->check_reader == NULL)
		return NULL;
	field = layout_field(layout, "client");
	return field != NULL && field_is_present(field, data)
		       ? *(const char *const *)field_at(field, data)
		       : NULL;
}

/*
 * Whether the row that ends before the run was extended by it: that of an earlier transaction,
 * as a transaction's adjacent events are one run.
 */
static bool extend(struct store *store, const struct feed_run *run)
{
	return run->is_first &&
	       query_number(QUERY(store,
		       "UPDATE events_about SET last = :last WHERE about = :about "
		       "AND last = :before RETURNING 1",
		       run->last, run->about, run->first - 1)) != 0;
}

static void save(struct store *store)
{
	struct feed_run *run = &store->feed_run;

	if (run->about != NULL && !extend(store, run))
		query_run(QUERY(store,
			"INSERT INTO events_about (about, last, first) "
			"VALUES (:about, :last, :first)",
			run->about, run->last, run->first));
	free(run->about);
}

void feed_index_add(struct store *store, const struct envelope *envelope,
	const struct layout *layout, const void *data)
{
	struct feed_run *run = &store->feed_run;
	const char *is_about = about(store, envelope, layout, data);

	if (is_about == NULL)
		return;
	if (run->about == NULL || envelope->sequence != run->last + 1 ||
		strcmp(run->about, is_about) != 0) {
		bool is_first = run->about == NULL;

		save(store);
		*run = (struct feed_run){
			memory_text(is_about), envelope->sequence, envelope->sequence, is_first};
	}
	run->last = envelope->sequence;
}

void feed_index_save(struct store *store)
{
	save(store);
	store->feed_run = (struct feed_run){.about = NULL};
}

void feed_index_forget(struct store *store)
{
	free(store->feed_run.about);
	store->feed_run = (struct feed_run){.about = NULL};
}
