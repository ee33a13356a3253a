#include "store/position.h"

#include "store/query.h"

/* clang-format off */
MESSAGE_DEFINE(consumer_row, CONSUMER_ROW, MESSAGE_RECORD,
	"lanyard.store.consumer-row.v1", "A row of a feed's --consumers.");
/* clang-format on */

int64_t position_of_reader(struct store *store, const char *reader)
{
	return query_number(QUERY(store, "SELECT seq FROM positions WHERE name = :name", reader));
}

bool position_move(struct store *store, const char *reader, int64_t before, int64_t position)
{

	if (position_of_reader(store, reader) != before)
		return false;
	query_run(QUERY(store,
		"INSERT INTO positions (name, seq) VALUES (:name, :seq) "
		"ON CONFLICT (name) DO UPDATE SET seq = excluded.seq",
		reader, position));
	return true;
}

bool position_next(
	struct store *store, const char *after, struct consumer_row *row, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT name, seq, (SELECT coalesce(max(e.seq), 0) FROM events e) "
		"FROM positions WHERE name > :after ORDER BY name LIMIT 1",
		after != NULL ? after : "");
	bool found = false;

	while (query_row(query)) {
		int64_t position = query_position_at(query, 1);

		found = true;
		*row = (struct consumer_row){
			.consumer = query_copy_at(query, 0, arena),
			.position = arena_printf(arena, "%019lld", (long long)position),
			.lag = integer(query_integer_at(query, 2) - position),
		};
	}
	return found;
}
