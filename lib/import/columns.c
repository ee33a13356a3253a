#include "import/columns.h"

#include <ctype.h>
#include <limits.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/unicode.h"

/* How sure it is that a column is that of a slot, from the surest. */
enum rank {
	RANK_MAPPED = 0,
	RANK_PATH,  /* "Purchaser e-mail", of purchaser.email */
	RANK_NAME,  /* "E-mail", of the same */
	RANK_TITLE, /* a title with which the field's description begins: "The due date" */
	RANK_TYPE,  /* "Contact email", of an e-mail address; "Id", of the only key */
	RANK_NONE,
	DEPTHS = 64, /* more than lists within each other */
};

/* Borrows from ARENA: TEXT in lower case, in whatever form its letters are written. */
static const char *fold(const char *text, size_t length, struct arena *arena)
{
	const char *copy = arena_text(arena, text, length), *c = copy;

	while (*c != '\0' && (unsigned char)*c < 0x80)
		c++;
	/* Most names are ASCII, which is faster. */
	return *c == '\0' ? copy : unicode_fold(copy, arena);
}

/* Puts the words of a name together, each without its plural's "s" and its possessive. */
const char *column_name(const char *whole, size_t whole_length, struct arena *arena)
{
	static const char *const articles[] = {"the", "a", "an", "its", "their"};
	const char *text = fold(whole, whole_length, arena);
	size_t length = strlen(text), i, k;
	char *name = arena_take(arena, length + 1), *to = name, *word = name;

	for (i = 0; i <= length; i++) {
		unsigned char c = i < length ? (unsigned char)text[i] : '\0';
		bool possessive =
			(c == '\'' || (i + 2 < length && strncmp(&text[i], "\u2019", 3) == 0));

		if (possessive) {
			i += c == '\'' ? 0 : 2;
			i += i + 1 < length && text[i + 1] == 's';
		} else if (c >= 0x80 || isalnum(c)) {
			*to++ = (char)tolower(c);
			continue;
		}
		*to = '\0';
		if (to - word > 3 && to[-1] == 's' && to[-2] != 's')
			*--to = '\0';
		for (k = 0; k < COUNT_OF(articles); k++)
			if (strcmp(word, articles[k]) == 0)
				*(to = word) = '\0';
		word = to;
	}
	return name;
}

static const char *name_of(const char *text, struct arena *arena)
{
	return column_name(text, strlen(text), arena);
}

/* Whether NAME ends with one of an e-mail address: "contactemail". */
static bool is_email_name(const char *name)
{
	static const char *const ends[] = {"mail", "mailaddress"};
	size_t length = strlen(name), i;

	for (i = 0; i < COUNT_OF(ends); i++)
		if (length >= strlen(ends[i]) &&
			strcmp(name + length - strlen(ends[i]), ends[i]) == 0)
			return true;
	return false;
}

/* Whether NAME is one of the titles with which DOC begins: "name or company" of a sponsor. */
static bool is_title(const char *name, const char *doc, struct arena *arena)
{
	const char *end = doc + strcspn(doc, ",;:("), *next;

	for (; doc != NULL; doc = next) {
		size_t length;

		next = strstr(doc, " or ");
		length = (size_t)((next != NULL && next < end ? next : end) - doc);
		if (strcmp(name, column_name(doc, length, arena)) == 0)
			return true;
		next = next != NULL && next < end ? next + strlen(" or ") : NULL;
	}
	return false;
}

/* Whether a record is known by SLOT alone. */
static bool is_only_key(const struct slot *slot, const struct slots *slots)
{
	size_t keys = 0, i;

	for (i = 0; i < slots->count; i++)
		keys += (slots->items[i].field->flags & KEY) != 0;
	return keys == 1 && (slot->field->flags & KEY) && (slot->field->flags & REQUIRED);
}

/* How sure it is that the column NAME, a column_name(), is that of SLOT. */
static enum rank rank_of(
	const char *name, const struct slot *slot, const struct slots *slots, struct arena *arena)
{
	const struct field *field = slot->field;

	if (*name == '\0' || !slot->takes_cell)
		return RANK_NONE;
	if (strcmp(name, name_of(slot->path, arena)) == 0)
		return RANK_PATH;
	if (strcmp(name, name_of(field->name, arena)) == 0)
		return RANK_NAME;
	if (is_title(name, field->doc, arena))
		return RANK_TITLE;
	if (field->type == FIELD_EMAIL && is_email_name(name))
		return RANK_TYPE;
	if (strcmp(name, "id") == 0 && is_only_key(slot, slots))
		return RANK_TYPE;
	return RANK_NONE;
}

/* How a text names a column. */
enum naming {
	NAMED,       /* to the letter */
	NAMED_ALIKE, /* as names are compared */
	NUMBERED,    /* "2" is the second one */
	NAMINGS,
};

static bool is_named(
	const struct column *column, const char *text, enum naming naming, struct arena *arena)
{
	const char *error, *name;

	if (naming == NAMED)
		return strcmp(text, column->name) == 0;
	if (naming == NUMBERED)
		return strtonum(text, 1, LONG_MAX, &error) == (long long)column->cell + 1;
	name = name_of(text, arena);
	return *name != '\0' && strcmp(name, name_of(column->name, arena)) == 0;
}

/* How TEXT names columns of the header: by the surest naming that finds any. */
static enum naming naming_of(const struct columns *columns, const char *text, struct arena *arena)
{
	enum naming naming;
	size_t i;

	for (naming = NAMED; naming < NAMINGS; naming++)
		for (i = 0; i < columns->cells; i++)
			if (is_named(&columns->items[i], text, naming, arena))
				return naming;
	return NAMED;
}

size_t columns_named(
	const struct columns *columns, const char *text, struct arena *arena, size_t *cell)
{
	enum naming naming = naming_of(columns, text, arena);
	size_t found = 0, i;

	for (i = 0; i < columns->cells; i++) {
		if (!is_named(&columns->items[i], text, naming, arena))
			continue;
		*cell = columns->items[i].cell;
		found++;
	}
	return found;
}

/* Whether MAPPED decides on SLOT: it, its list or its items have a column. */
static bool is_mapped(const struct mappings *mapped, const struct slot *slot)
{
	size_t i;

	for (i = 0; i < mapped->count; i++)
		if (slot_is_within(slot, mapped->items[i].slot) ||
			slot_is_within(mapped->items[i].slot, slot))
			return true;
	return false;
}

/* The field of an object, or of the line, is likelier than one of a list's items. */
static int list_depth(const struct slot *slot)
{
	int depth = 0;

	for (; slot != NULL; slot = slot->within)
		depth += slot->field->type == FIELD_LIST;
	return depth;
}

/*
 * Gives the columns that MAPPED names their slots, a further column for each slot after the first.
 */
static void add_mapped(
	struct columns *columns, const struct mappings *mapped, int *ranks, struct arena *arena)
{
	size_t i, k;

	for (k = 0; k < mapped->count; k++) {
		const char *text = mapped->items[k].text;
		enum naming naming = naming_of(columns, text, arena);

		for (i = 0; i < columns->cells; i++) {
			struct column *column = &columns->items[i];

			if (!is_named(column, text, naming, arena))
				continue;
			if (ranks[i] == RANK_MAPPED) {
				columns->items[columns->count] = *column;
				column = &columns->items[columns->count++];
			}
			*column = (struct column){.name = column->name,
				.cell = column->cell,
				.slot = mapped->items[k].slot};
			ranks[column - columns->items] = RANK_MAPPED;
		}
	}
}

/*
 * Matches COLUMN with the surest slot, if there is one only. Returns how sure it is: less is surer.
 */
static int match(struct column *column, const struct slots *slots, const struct mappings *mapped,
	struct arena *arena)
{
	const char *name = name_of(column->name, arena);
	int best = RANK_NONE * DEPTHS;
	size_t i;

	for (i = 0; i < slots->count; i++) {
		const struct slot *slot = &slots->items[i];
		enum rank found =
			is_mapped(mapped, slot) ? RANK_NONE : rank_of(name, slot, slots, arena);
		int rank = found * DEPTHS + list_depth(slot->within);

		if (found == RANK_NONE || rank > best)
			continue;
		column->unclear =
			rank == best ? arena_printf(arena, "%s or %s", column->unclear, slot->path)
				     : slot->path;
		column->slot = rank == best ? NULL : slot;
		best = rank;
	}
	if (column->slot != NULL)
		column->unclear = NULL;
	return best;
}

/* What is due and what was paid may stand side by side, and so may when: neither is ignored. */
static bool is_due_or_paid(const struct slot *slot)
{
	return slot->field->type == FIELD_AMOUNT || slot->field->type == FIELD_DATE ||
	       slot->field->type == FIELD_TIME;
}

/* Of two columns for one slot, the less sure one is ignored. */
static void prefer_surest(struct columns *columns, const int *ranks)
{
	size_t i, k;

	for (i = 0; i < columns->count; i++)
		for (k = 0; k < columns->count && columns->items[i].slot != NULL; k++)
			if (columns->items[i].slot == columns->items[k].slot &&
				ranks[k] > ranks[i] && !is_due_or_paid(columns->items[i].slot))
				columns->items[k].slot = NULL;
}

/* The text of CELL as a column's name: without blanks at its ends. */
static const char *header_name(const struct cell *cell, struct arena *arena)
{
	const char *text = cell->text;
	size_t length = strlen(text);

	while (length > 0 && isspace((unsigned char)*text)) {
		text++;
		length--;
	}
	while (length > 0 && isspace((unsigned char)text[length - 1]))
		length--;
	return arena_text(arena, text, length);
}

struct columns columns_match(const struct slots *slots, const struct mappings *mapped,
	const struct row *row, struct arena *arena)
{
	/* Each mapping may add a column for each cell that it names. */
	size_t room = row->count * (mapped->count + 1) + 1, i;
	struct columns columns = {.count = row->count, .cells = row->count};
	int *ranks = memory_zeroed(room, sizeof(*ranks));

	columns.items = arena_take(arena, room * sizeof(*columns.items));
	for (i = 0; i < row->count; i++) {
		columns.items[i].name = header_name(&row->cells[i], arena);
		columns.items[i].cell = i;
		/* One more than any rank of a mapped column. */
		ranks[i] = match(&columns.items[i], slots, mapped, arena) + 1;
	}
	add_mapped(&columns, mapped, ranks, arena);
	prefer_surest(&columns, ranks);
	free(ranks);
	for (i = 0; i < columns.count; i++)
		columns.found += columns.items[i].slot != NULL;
	return columns;
}

bool columns_list(struct columns *columns, const char *names, const struct slots *slots,
	const struct mappings *mapped, struct arena *arena, struct fault *fault)
{
	char *rest = arena_text(arena, names, strlen(names)), *name;
	struct cell *cells = arena_take(arena, (strlen(names) + 1) * sizeof(*cells));
	struct row row = {.cells = cells};
	size_t i;

	while ((name = strsep(&rest, ",")) != NULL)
		cells[row.count++].text = strcmp(name, "-") == 0 ? "" : name;
	*columns = columns_match(slots, mapped, &row, arena);
	for (i = 0; i < columns->cells; i++)
		if (columns->items[i].slot == NULL && *columns->items[i].name != '\0' &&
			!slots_find_for(slots, "columns", columns->items[i].name, fault))
			return false;
	return true;
}

/* Adds the columns' names to OUT, quoted, as far as a message has room. */
static void add_names(
	const struct columns *columns, bool (*wanted)(const struct column *), struct buffer *out)
{
	const char *separator = "";
	size_t i;

	for (i = 0; i < columns->cells && out->length < 300; i++) {
		if (wanted != NULL && !wanted(&columns->items[i]))
			continue;
		buffer_add_format(out, "%s\"%.60s\"", separator, columns->items[i].name);
		separator = ", ";
	}
	if (i < columns->cells)
		buffer_add_text(out, ", ...");
}

static bool is_ignored(const struct column *column)
{
	return column->slot == NULL && column->unclear == NULL && !column->selects &&
	       *column->name != '\0';
}

/* Where messages go. */
struct report {
	void (*fault)(void *context, const char *reason);
	void (*warning)(void *context, const char *reason);
	void *context;
	bool good;
};

__attribute__((format(printf, 2, 3))) static void refuse(
	struct report *report, const char *format, ...)
{
	struct fault fault = {0};
	va_list arguments;

	va_start(arguments, format);
	fault_set_list(&fault, EX_DATAERR, format, arguments);
	va_end(arguments);
	report->fault(report->context, fault.reason);
	report->good = false;
}

static void warn_of_ignored(const struct columns *columns, const struct report *report)
{
	struct buffer out = {0};
	size_t i;

	add_names(columns, is_ignored, &out);
	if (out.length > 0) {
		struct buffer line = {0};

		buffer_add_format(&line, "these columns are ignored: %s", buffer_text(&out));
		report->warning(report->context, buffer_text(&line));
		buffer_release(&line);
	}
	for (i = 0; i < columns->count; i++) {
		if (columns->items[i].unclear == NULL)
			continue;
		buffer_reset(&out);
		buffer_add_format(&out, "the column \"%s\" is ignored: it may be %s; --map decides",
			columns->items[i].name, columns->items[i].unclear);
		report->warning(report->context, buffer_text(&out));
	}
	buffer_release(&out);
}

/* Whether A and B fill one slot, or one a list and the other its items. */
static bool are_one(const struct column *a, const struct column *b)
{
	return a->slot != NULL && b->slot != NULL &&
	       (slot_is_within(a->slot, b->slot) || slot_is_within(b->slot, a->slot));
}

enum { TWICE_REPORTED = 10 };

/* Refuses two columns for one slot; of more, each with the next one. */
static void check_twice(const struct columns *columns, struct report *report)
{
	size_t i, k, reported = 0;

	for (i = 0; i < columns->count && reported < TWICE_REPORTED; i++) {
		const struct column *column = &columns->items[i];

		for (k = i + 1; k < columns->count && !are_one(column, &columns->items[k]); k++)
			;
		if (k == columns->count)
			continue;
		if (++reported == TWICE_REPORTED)
			refuse(report, "more columns are fields that others are, too");
		else
			refuse(report,
				"two columns are %s: \"%s\" (%zu) and \"%s\" (%zu); --map %s=COLUMN "
				"decides, by name or number",
				column->slot->path, column->name, column->cell + 1,
				columns->items[k].name, columns->items[k].cell + 1,
				column->slot->path);
	}
}

static bool has_amount(const struct columns *columns)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (columns->items[i].slot != NULL &&
			columns->items[i].slot->field->type == FIELD_AMOUNT)
			return true;
	return false;
}

/* Refuses to take what was paid out for what was paid. */
static void check_directions(const struct columns *columns, struct report *report)
{
	size_t i;

	for (i = 0; i < columns->count && has_amount(columns); i++) {
		const struct column *column = &columns->items[i];
		const struct direction *direction = column->direction;
		char number[24];
		const char *name = *column->name != '\0' ? column->name : number;

		if (direction == NULL || column->selects)
			continue;
		snprintf(number, sizeof(number), "%zu", column->cell + 1);
		refuse(report,
			"the column %s has whether money came in, and no amount is negative; --only "
			"'%s=%s' takes the rows of money that came in, with --only '%s=%s' all",
			name, name, direction->in, name, direction->out);
	}
}

/* Returns new: which slots have a column or a default. */
static bool *fill(
	const struct columns *columns, const struct slots *slots, const struct mappings *defaults)
{
	bool *filled = memory_zeroed(slots->count + 1, sizeof(*filled));
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (columns->items[i].slot != NULL)
			filled[columns->items[i].slot - slots->items] = true;
	for (i = 0; i < defaults->count; i++)
		filled[defaults->items[i].slot - slots->items] = true;
	return filled;
}

bool columns_check(const struct columns *columns, const struct slots *slots,
	const struct mappings *mapped, const struct mappings *defaults,
	void (*fault)(void *context, const char *reason),
	void (*warning)(void *context, const char *reason), void *context)
{
	struct report report = {fault, warning, context, true};
	bool *filled = fill(columns, slots, defaults);
	struct buffer names = {0};
	size_t i, k;

	add_names(columns, NULL, &names);
	for (i = 0; i < mapped->count; i++) {
		for (k = 0; k < columns->count; k++)
			if (columns->items[k].slot == mapped->items[i].slot)
				break;
		if (k == columns->count)
			refuse(&report, "there is no column \"%s\" for %s; there are %s",
				mapped->items[i].text, mapped->items[i].slot->path,
				buffer_text(&names));
	}
	check_twice(columns, &report);
	check_directions(columns, &report);
	for (i = 0; i < slots->count; i++)
		if (!is_mapped(mapped, &slots->items[i]) &&
			slots_lack(slots, &slots->items[i], filled))
			refuse(&report, "no column is %s (%s); --map %s=COLUMN names one",
				slots->items[i].path, slots->items[i].field->doc,
				slots->items[i].path);
	warn_of_ignored(columns, &report);
	buffer_release(&names);
	free(filled);
	return report.good;
}
