#include "store/feed.h"

#include "message/decode.h"
#include "message/json.h"
#include "store/internal.h"
#include "store/query.h"

void feed_restore(
	struct store *store, const struct envelope *envelope, const char *line, size_t length)
{
	struct query *query = QUERY(store,
		"INSERT INTO events (seq, id, line) VALUES (:seq, :id, :line)", envelope->sequence,
		&envelope->id);

	store->last_sequence = envelope->sequence;
	query_bind_text(query, line, length);
	query_run(query);
}

void feed_append(struct store *store, struct envelope *envelope, const struct message *message,
	const void *data, struct buffer *out)
{
	enum unreadable why;
	const struct field *unreadable = layout_unreadable(message->layout, data, &why);
	size_t start = out->length;

	envelope->type = message->type;
	envelope->sequence = store->last_sequence + 1;
	envelope->source = store->source;
	envelope->personal |= layout_is_personal(message->layout);
	if (unreadable != NULL) {
		fault_set(&store->fault, EX_SOFTWARE, "%s %s \"%s\"%s, and could not be read",
			message->type, why == UNREADABLE_MISSING ? "lacks" : "has a",
			unreadable->name, why == UNREADABLE_MISSING ? "" : " beyond its bounds");
		return;
	}
	envelope_write(envelope, message, data, out);
	feed_restore(store, envelope, out->text + start, out->length - start - 1);
}

void feed_copy(struct store *store, int64_t first, int64_t count, struct buffer *out)
{
	struct feed_reader reader = {.position = first - 1};

	if (count > 0 && (first < 1 || feed_read(store, &reader, count, SIZE_MAX, out) < count ||
				 reader.position != first - 1 + count))
		store_corrupt(store, "position %lld, and %lld in all, are not in the feed",
			(long long)first, (long long)count);
}

/* The lines after the reader's position, at most COUNT; NULL for a line of another client. */
static struct query *lines_for(struct store *store, const struct feed_reader *reader, int64_t count)
{
	if (reader->client == NULL)
		return QUERY(store,
			"SELECT seq, line FROM events WHERE seq > :after "
			"ORDER BY seq LIMIT :count",
			reader->position, count);
	/* The line decides: a corrupt index must not show another client's event. */
	return QUERY(store,
		"SELECT seq, CASE json_extract(line, '$.data.client') WHEN :client THEN line END "
		"FROM events_about CROSS JOIN events ON seq BETWEEN max(first, :after + 1) AND last "
		"WHERE about = :client AND last > :after ORDER BY last, seq LIMIT :count",
		reader->client, reader->position, count);
}

/* Whether LINE (NULL: not visible) is a single line, and POSITION is above BEFORE. */
static bool is_next(
	struct store *store, int64_t before, int64_t position, const char *line, size_t length)
{
	if (store_fault(store)->status == 0 && position <= before)
		store_corrupt(store, "position %lld comes after %lld", (long long)position,
			(long long)before);
	else if (line != NULL && memchr(line, '\n', length) != NULL)
		store_corrupt(store, "position %lld is more than one line", (long long)position);
	return store_fault(store)->status == 0;
}

static int64_t read_lines(struct store *store, struct feed_reader *reader, int64_t count,
	size_t bytes, struct buffer *out, bool *ended)
{
	struct query *query = lines_for(store, reader, count);
	size_t start = out->length;
	int64_t rows = 0, seen = 0;

	*ended = false;
	while (query_row(query)) {
		int64_t position = query_count_at(query, 0);
		size_t length;
		const char *line =
			reader->client == NULL ? query_text_at(query, 1, &length)
					       : query_optional_text_at(query, 1, &length);

		if (!is_next(store, reader->position, position, line, length)) {
			query_end(query);
			return seen;
		}
		reader->position = position;
		rows++;
		if (line == NULL)
			continue;
		seen++;
		buffer_add(out, line, length);
		buffer_add(out, "\n", 1);
		if (out->length - start >= bytes) {
			query_end(query);
			return seen;
		}
	}
	*ended = rows < count;
	return seen;
}

int64_t feed_read(struct store *store, struct feed_reader *reader, int64_t count, size_t bytes,
	struct buffer *out)
{
	int64_t last = 0, seen;
	bool ended;

	/* Read first: an event that is committed meanwhile must not be skipped. */
	if (reader->client != NULL)
		last = feed_length(store);
	seen = read_lines(store, reader, count, bytes, out, &ended);
	if (ended && reader->position < last)
		reader->position = last;
	return seen;
}

bool feed_entry(
	struct store *store, int64_t sequence, struct feed_entry *entry, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT id, json_extract(line, '$.type'), line FROM events WHERE seq = :seq",
		sequence);
	bool found = false;

	while (query_row(query)) {
		const char *line = query_text_at(query, 2, &entry->length);

		found = true;
		memcpy(&entry->id, query_bytes_at(query, 0, sizeof(entry->id)), sizeof(entry->id));
		entry->type = query_copy_at(query, 1, arena);
		entry->line = arena_text(arena, line, entry->length);
	}
	return found;
}

int64_t feed_next_about(struct store *store, const char *subject, int64_t after)
{
	struct query *query = QUERY(store,
		"SELECT seq FROM events_about "
		"CROSS JOIN events ON seq BETWEEN max(first, :after + 1) AND last "
		"WHERE about = :subject AND last > :after "
		"AND json_extract(line, '$.subject') = :subject ORDER BY last, seq LIMIT 1",
		after, subject);

	return query_number_above(query, after);
}

int64_t feed_length(struct store *store)
{
	return query_number(query_of(store, "SELECT max(seq) FROM events"));
}

int64_t feed_position(struct store *store, const struct uuid *id)
{
	return query_number(QUERY(store, "SELECT seq FROM events WHERE id = :id", id));
}

const char *feed_type(struct store *store, int64_t sequence, struct arena *arena)
{
	return query_copy(
		QUERY(store, "SELECT json_extract(line, '$.type') FROM events WHERE seq = :seq",
			sequence),
		arena);
}

const char *feed_subject(struct store *store, int64_t sequence, struct arena *arena)
{
	return query_copy(
		QUERY(store, "SELECT json_extract(line, '$.subject') FROM events WHERE seq = :seq",
			sequence),
		arena);
}

void *feed_event(struct store *store, int64_t sequence, const struct layout *layout,
	struct envelope *envelope, struct arena *arena)
{
	const char *line = query_copy(
		QUERY(store, "SELECT line FROM events WHERE seq = :seq", sequence), arena);
	struct fault fault = {0};
	void *event = NULL;
	const json_t *json, *data;

	if (line == NULL) {
		store_corrupt(store, "position %lld is not in the feed", (long long)sequence);
		return NULL;
	}
	arena_reset(&store->json);
	json = message_json_parse(line, strlen(line), &store->json, &fault);
	if (json != NULL && envelope_read(json, arena, envelope, &data, &fault))
		event = decode(layout, data, TOLERANT, "/data", arena, &fault);
	if (event == NULL)
		store_corrupt(store, "position %lld: %s%s%s", (long long)sequence, fault.pointer,
			*fault.pointer != '\0' ? ": " : "", fault.reason);
	return event;
}

const void *feed_definition(struct store *store, int64_t sequence, const struct layout *layout)
{
	struct definitions *definitions = &store->definitions;
	struct definition *slot = &definitions->slots[(size_t)sequence % DEFINITION_SLOTS];
	struct envelope envelope;

	/* An event never changes, so the decoded one stays valid. */
	if (slot->event == NULL || slot->position != sequence || slot->layout != layout)
		*slot = (struct definition){
			.position = sequence,
			.layout = layout,
			.event =
				feed_event(store, sequence, layout, &envelope, &definitions->arena),
		};
	return slot->event;
}

void definitions_trim(struct store *store)
{
	enum { LIMIT = 8 * 1024 * 1024 };

	if (store->definitions.arena.total < LIMIT)
		return;
	definitions_forget(store);
	arena_reset(&store->definitions.arena);
}

void definitions_forget(struct store *store)
{
	memset(store->definitions.slots, 0, sizeof(store->definitions.slots));
}
