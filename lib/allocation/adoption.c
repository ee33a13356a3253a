#include "allocation/adoption.h"

#include "store/query.h"

static bool is_taken(struct store *store, const char *version)
{
	return adoption_position(store, version) > 0;
}

/* Borrows from the decision's arena: the version in force; NULL where there is none. */
static const char *current(struct decision *decision, int64_t *position)
{
	struct query *query = query_of(
		decision->store, "SELECT version, seq FROM adoptions ORDER BY seq DESC LIMIT 1");
	const char *version = NULL;

	*position = 0;
	while (query_row(query)) {
		version = query_copy_at(query, 0, decision->arena);
		*position = query_position_at(query, 1);
	}
	return version;
}

/* The next number that no policy has for a version. */
static const char *next_number(struct decision *decision)
{
	/* A bare count(*) is one step that no limit of steps ends. */
	int64_t number = query_number(
		query_of(decision->store, "SELECT count(*) FROM adoptions WHERE seq > 0"));
	const char *version;

	do {
		version = arena_printf(decision->arena, "%lld", (long long)++number);
	} while (is_taken(decision->store, version));
	return version;
}

void adoption_decide(struct decision *decision, const struct message *event, void *adopted)
{
	const char **version = field_at(shape_field(event->shape, "version"), adopted);
	bool named = *version != NULL;
	int64_t position;
	const char *in_force = current(decision, &position);

	if (!named)
		*version = in_force;
	if (*version != NULL)
		decision_event_if_new(decision, event, *version, adopted, position);
	if (decision->again > 0)
		return;
	decision->count = 0;
	if (!named)
		*version = next_number(decision);
	if (is_taken(decision->store, *version))
		decision_refuse(decision, REFUSAL_CONFLICT, "/version",
			"a policy \"%s\" was adopted, with other rules", *version);
	else
		decision_event(decision, event, *version, adopted);
}

void adoption_set(struct store *store, const struct envelope *envelope, const char *version)
{
	struct query *query = query_of(store,
		"INSERT INTO adoptions (seq, version, adopted_at) VALUES (:seq, :version, :at)");

	query_integer(query, envelope->sequence);
	query_text(query, version);
	query_text(query, envelope->time);
	query_run(query);
}

int64_t adoption_position(struct store *store, const char *version)
{
	struct query *query = query_of(store,
		"SELECT seq FROM adoptions WHERE version = :version OR :version IS NULL "
		"ORDER BY seq DESC LIMIT 1");

	query_text(query, version);
	return query_number(query);
}

int64_t adoption_next(struct store *store, int64_t position, int64_t after)
{
	struct query *query = query_of(store,
		"SELECT min(seq) FROM adoptions WHERE seq > :after AND seq >= "
		"coalesce((SELECT max(seq) FROM adoptions WHERE seq < :position), 0)");

	query_integer(query, after);
	query_integer(query, position);
	return query_number_above(query, after);
}
