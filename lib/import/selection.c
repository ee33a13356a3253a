#include "import/selection.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "import/amount.h"
#include "import/value.h"

/* A text that a cell may have, as unicode_fold() has it. */
struct selected {
	size_t cell;
	const char *text;
};

/* Borrows from ARENA: the text of a cell of ROW, without blanks around it; "" if it has none. */
static const char *text_of(const struct row *row, size_t cell, struct arena *arena)
{
	const char *text = NULL;

	if (cell < row->count)
		text = value_clean(row->cells[cell].text, row->cells[cell].length, arena, NULL);
	return text != NULL ? text : "";
}

static bool read_selected(struct selected *selected, const char *argument, struct columns *columns,
	struct arena *arena, struct fault *fault)
{
	size_t length = strcspn(argument, "="), found;
	const char *column = arena_text(arena, argument, length);

	if (argument[length] == '\0')
		return fault_set(fault, EX_USAGE, "--only %s: is not COLUMN=TEXT", argument);
	found = columns_named(columns, column, arena, &selected->cell);
	if (found == 0)
		return fault_set(
			fault, EX_DATAERR, "--only %s: there is no column %s", argument, column);
	if (found > 1)
		return fault_set(fault, EX_DATAERR,
			"--only %s: %zu columns are %s; name one by its number", argument, found,
			column);
	if (!utf8_is_valid(argument, strlen(argument)))
		return fault_set(fault, EX_USAGE, "--only: is not UTF-8");
	columns->items[selected->cell].selects = true;
	selected->text = unicode_fold(argument + length + 1, arena);
	return true;
}

static bool is_amount(const struct column *column)
{
	return column->slot != NULL && column->slot->field->type == FIELD_AMOUNT;
}

static bool has_amount(const struct columns *columns)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (is_amount(&columns->items[i]))
			return true;
	return false;
}

bool selection_read(struct selection *selection, const char *const *arguments, size_t count,
	bool incoming, struct columns *columns, struct arena *arena, struct fault *fault)
{
	struct selected *items = arena_take(arena, (count + 1) * sizeof(*items));
	size_t i;

	*selection = (struct selection){items, count, incoming};
	for (i = 0; i < count; i++)
		if (!read_selected(&items[i], arguments[i], columns, arena, fault))
			return false;
	if (incoming && !has_amount(columns))
		return fault_set(fault, EX_DATAERR, "--incoming: no column is an amount");
	return true;
}

/* Whether TEXT is one of those that are selected for CELL. */
static bool has_one(const struct selection *selection, size_t cell, const char *text)
{
	size_t i;

	for (i = 0; i < selection->count; i++)
		if (selection->items[i].cell == cell && strcmp(selection->items[i].text, text) == 0)
			return true;
	return false;
}

static bool is_incoming(const struct columns *columns, const struct row *row, struct arena *arena)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (is_amount(&columns->items[i]) &&
			amount_sign(text_of(row, columns->items[i].cell, arena)) > 0)
			return true;
	return false;
}

bool selection_has(const struct selection *selection, const struct columns *columns,
	const struct row *row, struct arena *arena)
{
	size_t i;

	for (i = 0; i < selection->count; i++) {
		size_t cell = selection->items[i].cell;

		if (!has_one(selection, cell, unicode_fold(text_of(row, cell, arena), arena)))
			return false;
	}
	return !selection->incoming || is_incoming(columns, row, arena);
}
