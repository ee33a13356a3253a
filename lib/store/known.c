#include "store/known.h"

#include "base/distance.h"
#include "base/utf8.h"
#include "store/query.h"

enum {
	ROWS = 1000,       /* are read, so that a stream of refusals stays fast */
	LISTED = 8,        /* ids, */
	LISTED_BYTES = 160 /* of so many bytes in all */
};

/* Whether NAMES are few and short enough to be listed. */
static bool are_short(const struct list *names)
{
	const char *const *items = names->items;
	size_t bytes = 0, i;

	for (i = 0; i < names->count; i++)
		bytes += strlen(items[i]);
	return names->count <= LISTED && bytes <= LISTED_BYTES;
}

const char *known_text(const char *wanted, const struct list *names, bool all, struct arena *arena)
{
	const char *const *items = names->items;
	struct nearest nearest = nearest_to(wanted);
	const char *text;
	size_t i;

	if (names->count == 0)
		return "";
	if (all && are_short(names)) {
		text = arena_printf(
			arena, "; there %s %s", names->count == 1 ? "is only" : "are", items[0]);
		for (i = 1; i < names->count; i++)
			text = arena_printf(arena, "%s, %s", text, items[i]);
		return text;
	}
	for (i = 0; i < names->count; i++)
		nearest_offer(&nearest, items[i]);
	return nearest.text != NULL ? arena_printf(arena, "; \"%s\" is the nearest", nearest.text)
				    : "";
}

/* Adds to NAMES the ids of KIND from FROM on, among the next rows; returns how many those are. */
static int64_t read_ids(struct store *store, const char *kind, const char *from, struct list *names,
	struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT CASE kind WHEN :kind THEN text END FROM look_alikes "
		"WHERE owner >= :from ORDER BY owner, kind LIMIT 1000",
		kind, from);
	int64_t rows = 0;

	for (; query_row(query); rows++) {
		const char *text = query_optional_copy_at(query, 0, arena);

		if (text != NULL)
			*(const char **)list_grow(names, sizeof(char *), arena) = text;
	}
	return rows;
}

const char *known_instead(struct store *store, const char *kind, const char *wanted, known_may *may,
	void *with, struct arena *arena)
{
	struct list ids = {0}, names = {0};
	bool all = read_ids(store, kind, "", &ids, arena) < ROWS;
	const char *const *items;
	uint32_t letter;
	size_t i;

	/* Of many, those that begin with the same letter. */
	if (!all)
		read_ids(store, kind,
			arena_text(arena, wanted, utf8_read(wanted, strlen(wanted), &letter)), &ids,
			arena);
	items = ids.items;
	for (i = 0; i < ids.count; i++)
		if (may == NULL || may(with, items[i]))
			*(const char **)list_grow(&names, sizeof(char *), arena) = items[i];
	return known_text(wanted, &names, all, arena);
}
