#include "booking/policy.h"

#include "store/feed.h"
#include "store/query.h"

static bool is_used(struct store *store, const char *version)
{
	return policy_position(store, version) > 0;
}

/* Borrows from the decision's arena: the newest version; NULL: there is none. */
static const char *newest(struct decision *decision, int64_t *position)
{
	struct query *query = query_of(
		decision->store, "SELECT version, seq FROM policies ORDER BY seq DESC LIMIT 1");
	const char *version = NULL;

	*position = 0;
	while (query_row(query)) {
		version = query_copy_at(query, 0, decision->arena);
		*position = query_position_at(query, 1);
	}
	return version;
}

/* The next number that is no policy's version. */
static const char *next_number(struct decision *decision)
{
	int64_t number = query_number(query_of(decision->store, "SELECT count(*) FROM policies"));
	const char *version;

	do {
		version = arena_printf(decision->arena, "%lld", (long long)++number);
	} while (is_used(decision->store, version));
	return version;
}

void policy_decide(struct decision *decision, const struct message *event, void *adopted)
{
	const char **version = field_at(shape_field(event->shape, "version"), adopted);
	bool named = *version != NULL;
	int64_t position;
	const char *in_force = newest(decision, &position);

	if (!named)
		*version = in_force;
	if (*version != NULL)
		decision_event_if_new(decision, event, *version, adopted, position);
	if (decision->again > 0)
		return;
	decision->count = 0;
	if (!named)
		*version = next_number(decision);
	if (is_used(decision->store, *version))
		decision_refuse(decision, REFUSAL_CONFLICT, "/version",
			"a policy \"%s\" was adopted, with other rules", *version);
	else
		decision_event(decision, event, *version, adopted);
}

void policy_set(struct store *store, const struct envelope *envelope, const char *version)
{
	struct query *query = query_of(store,
		"INSERT INTO policies (seq, version, adopted_at) VALUES (:seq, :version, :at)");

	query_integer(query, envelope->sequence);
	query_text(query, version);
	query_text(query, envelope->time);
	query_run(query);
}

int64_t policy_position(struct store *store, const char *version)
{
	struct query *query =
		version == NULL
			? query_of(store, "SELECT max(seq) FROM policies")
			: query_of(store, "SELECT seq FROM policies WHERE version = :version");

	if (version != NULL)
		query_text(query, version);
	return query_number(query);
}

/* An event of ADOPTED at POSITION, with its ENVELOPE; NULL: the store's fault. */
static const void *read_policy(struct store *store, const struct message *adopted, int64_t position,
	struct envelope *envelope, struct arena *arena)
{
	return feed_event(store, position, adopted->shape, envelope, arena);
}

/* The first position after AFTER of the policies that count at POSITION; 0 at the end. */
static int64_t next_position(struct store *store, int64_t position, int64_t after)
{
	struct query *query = query_of(store,
		"SELECT min(seq) FROM policies WHERE seq > :after AND seq >= "
		"coalesce((SELECT max(seq) FROM policies WHERE seq < :position), 0)");

	query_integer(query, after);
	query_integer(query, position);
	return query_number_above(query, after);
}

const void *policy_after(struct store *store, const struct message *adopted, int64_t position,
	int64_t *at, struct arena *arena)
{
	struct envelope envelope;

	*at = next_position(store, position, *at);
	return *at > 0 ? read_policy(store, adopted, *at, &envelope, arena) : NULL;
}

bool policy_row_after(struct store *store, const struct message *adopted, int64_t after,
	struct policy_row *row, int64_t *position, struct arena *arena)
{
	struct envelope envelope;
	const void *policy;

	*position = next_position(store, 0, after);
	policy = *position > 0 ? read_policy(store, adopted, *position, &envelope, arena) : NULL;
	if (policy == NULL)
		return false;
	*row = (struct policy_row){
		.version = *(const char *const *)field_at(
			shape_field(adopted->shape, "version"), policy),
		.adopted_at = envelope.time,
		.rules = integer((int64_t)((const struct list *)field_at(
						   shape_field(adopted->shape, "rules"), policy))
					 ->count),
	};
	return true;
}
