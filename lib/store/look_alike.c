#include "store/look_alike.h"

#include "base/plural.h"
#include "base/unicode.h"
#include "store/internal.h"
#include "store/known.h"
#include "store/query.h"

/* What a field says, and of whom. */
struct known {
	const char *kind;
	const char *owner;
	const char *text;
	bool address;
};

/* Reads FIELD of DATA, whose event is about SUBJECT; false: nobody is known by it. */
static bool read_known(
	const struct field *field, const void *data, const char *subject, struct known *known)
{
	if (!(field->flags & IDENTIFIES) || !field_is_present(field, data))
		return false;
	*known = (struct known){
		.kind = field->name,
		.text = *(const char *const *)field_at(field, data),
		.address = field->type == FIELD_EMAIL,
	};
	known->owner = known->address ? subject : known->text;
	return known->owner != NULL;
}

/* Whether it was known before, so that it is neither new nor changed. */
static bool is_noted(struct store *store, const struct known *known)
{
	return query_number(QUERY(store,
		       "SELECT 1 FROM look_alikes "
		       "WHERE kind = :kind AND owner = :owner AND text = :text",
		       known->kind, known->owner, known->text)) != 0;
}

const char *look_alike_difference(const char *a, const char *b, struct arena *arena)
{
	return unicode_is_equivalent(a, b, arena) ? " in another Unicode normalization" : "";
}

/* Look-alikes of one text that are counted. */
enum { COUNTED = 10 };

static void add_warning(struct decision *decision, const struct known *known, const char *owner,
	const char *text, int others)
{
	const char *more =
		others == 0
			? ""
			: arena_printf(decision->arena, ", and %s%d other%s",
				  others == COUNTED - 1 ? "at least " : "", others, plural(others));
	const char *how = look_alike_difference(known->text, text, decision->arena);

	if (known->address)
		decision_warn(decision, "%s: the address \"%s\" looks like \"%s\"%s, of \"%s\"%s",
			known->owner, known->text, text, how, owner, more);
	else
		decision_warn(decision, "the %s \"%s\" looks like \"%s\"%s%s", known->kind,
			known->text, text, how, more);
}

static void warn_if_new(struct decision *decision, const struct known *known)
{
	const char *owner = NULL, *text = NULL;
	struct query *query;
	int count = 0;

	if (is_noted(decision->store, known))
		return;
	query = QUERY(decision->store,
		"SELECT owner, text FROM ("
		"SELECT owner, text FROM (SELECT owner, text FROM look_alikes WHERE folded = :folded "
		"AND kind = :kind AND text < :text AND owner <> :owner ORDER BY text, owner LIMIT :most) "
		"UNION ALL "
		"SELECT owner, text FROM (SELECT owner, text FROM look_alikes WHERE folded = :folded "
		"AND kind = :kind AND text > :text AND owner <> :owner ORDER BY text, owner LIMIT :most)) "
		"ORDER BY owner LIMIT :most",
		unicode_fold(known->text, decision->arena), known->kind, known->text, known->owner,
		(int64_t)COUNTED);
	while (query_row(query)) {
		if (count++ > 0)
			continue;
		owner = query_copy_at(query, 0, decision->arena);
		text = query_copy_at(query, 1, decision->arena);
	}
	if (owner != NULL)
		add_warning(decision, known, owner, text, count - 1);
}

void look_alike_warn(struct decision *decision, const struct decided *event)
{
	const struct layout *layout = event->message->layout;
	struct known known;
	size_t i;

	for (i = 0; i < layout->count; i++)
		if (read_known(&layout->fields[i], event->data, event->subject, &known))
			warn_if_new(decision, &known);
}

/* Whether TEXT is an id of any kind: then a command about it was denied for another reason. */
static bool is_known(struct store *store, const char *text)
{
	return query_number(QUERY(store,
		       "SELECT 1 FROM look_alikes WHERE owner = :text AND kind <> 'email' LIMIT 1",
		       text)) != 0;
}

void look_alike_explain(struct decision *decision, const struct layout *layout, const void *data)
{
	const struct field *field =
		*decision->pointer == '/' ? layout_field(layout, decision->pointer + 1) : NULL;
	const char *text, *kind = NULL, *alike = NULL;
	struct query *query;

	if (field == NULL || field->type != FIELD_STRING || !field_is_present(field, data))
		return;
	text = *(const char *const *)field_at(field, data);
	query = QUERY(decision->store,
		"SELECT kind, text FROM look_alikes WHERE folded = :folded AND kind <> 'email' "
		"AND NOT EXISTS (SELECT 1 FROM look_alikes WHERE owner = :text "
		"AND kind <> 'email') ORDER BY kind <> :field, kind, text LIMIT 1",
		unicode_fold(text, decision->arena), text, field->name);
	while (query_row(query)) {
		kind = query_copy_at(query, 0, decision->arena);
		alike = query_copy_at(query, 1, decision->arena);
	}
	if (alike != NULL)
		decision->reason = arena_printf(decision->arena,
			"%s; the %s \"%s\" looks like it%s", decision->reason, kind, alike,
			look_alike_difference(text, alike, decision->arena));
	else if (!is_known(decision->store, text))
		decision->reason = arena_printf(decision->arena, "%s%s", decision->reason,
			known_instead(
				decision->store, field->name, text, NULL, NULL, decision->arena));
}

static void note(struct store *store, const struct known *known)
{
	arena_reset(&store->folded);
	if (!is_noted(store, known))
		query_run(QUERY(store,
			"INSERT INTO look_alikes (kind, owner, text, folded) "
			"VALUES (:kind, :owner, :text, :folded) ON CONFLICT (owner, kind) "
			"DO UPDATE SET text = excluded.text, folded = excluded.folded",
			known->kind, known->owner, known->text,
			unicode_fold(known->text, &store->folded)));
}

void look_alike_apply(const struct applying *of, const struct layout *layout)
{
	struct known known;
	size_t i;

	for (i = 0; i < layout->count; i++)
		if (read_known(&layout->fields[i], of->event, of->envelope->subject, &known))
			note(of->store, &known);
}

struct list look_alike_find(
	struct store *store, const char *kind, const char *owner, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT owner, text FROM look_alikes WHERE kind = :kind AND owner = :owner "
		"UNION ALL SELECT owner, text FROM (SELECT b.owner, b.text FROM look_alikes a "
		"JOIN look_alikes b ON b.kind = a.kind AND b.folded = a.folded AND b.owner <> a.owner "
		"WHERE a.kind = :kind AND a.owner = :owner ORDER BY b.text, b.owner "
		"LIMIT 10)",
		kind, owner);
	struct list found = {0};

	while (query_row(query)) {
		struct look_alike *alike = list_grow(&found, sizeof(*alike), arena);

		*alike = (struct look_alike){
			query_copy_at(query, 0, arena), query_copy_at(query, 1, arena)};
	}
	return found;
}
