#include "ticketing/suggestion.h"

#include "base/distance.h"
#include "published/ticketing.h"
#include "store/outcome.h"
#include "store/query.h"

enum { NEIGHBOURS = 500 };

static struct nearest find_nearest(
	struct store *store, const char *client, const char *reference, struct arena *arena)
{
	const char *type = create_ticket_purchase_message.type;
	struct nearest nearest = nearest_to(reference);
	struct outcome_key after[NEIGHBOURS];
	const char *before[NEIGHBOURS];
	int count, i;

	count = outcome_keys(store, client, type, "", reference, after, NEIGHBOURS, arena);
	for (i = 0; i < count; i++)
		nearest_offer(&nearest, after[i].key);
	count = outcome_keys_before(store, client, type, reference, before, NEIGHBOURS, arena);
	for (i = 0; i < count; i++)
		nearest_offer(&nearest, before[i]);
	return nearest;
}

const char *suggestion_of_reference(
	struct store *store, const char *client, const char *reference, struct arena *arena)
{
	return find_nearest(store, client, reference, arena).text;
}

const char *suggestion_next_client(struct store *store, const char *client, struct arena *arena)
{
	return query_copy(QUERY(store,
				  "SELECT min(client) FROM (SELECT client FROM clients "
				  "UNION ALL SELECT 'organiser') WHERE client > :client",
				  client),
		arena);
}

const char *suggestion_of_any_client(struct store *store, const char *except, const char *reference,
	const char **client, struct arena *arena)
{
	struct nearest best = nearest_to(reference);
	const char *of = suggestion_next_client(store, "", arena);

	*client = NULL;
	for (; of != NULL; of = suggestion_next_client(store, of, arena)) {
		struct nearest nearest;
		struct outcome_key equal;

		if (except != NULL && strcmp(of, except) == 0)
			continue;
		if (outcome_keys(store, of, create_ticket_purchase_message.type, reference, NULL,
			    &equal, 1, arena) == 1 &&
			strcmp(equal.key, reference) == 0)
			nearest = (struct nearest){reference, equal.key, 0};
		else
			nearest = find_nearest(store, of, reference, arena);
		if (nearest.distance >= best.distance)
			continue;
		best = nearest;
		*client = of;
	}
	return best.text;
}
