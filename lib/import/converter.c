#include "import/converter.h"

#include "base/memory.h"
#include "base/plural.h"
#include "import/amount.h"
#include "import/boolean.h"
#include "message/decode.h"

/* What a row has for a slot. */
struct found {
	const char *text; /* NULL: nothing */
	const char *name; /* of what has it: a column, or a field by default */
	bool defaulted;   /* the text is a default */
	bool refused;     /* the cell holds no text */
};

/* A row being converted. */
struct conversion_state {
	struct converter *converter;
	const struct row *row;
	struct arena *arena;
	struct buffer *reasons;
	json_t *record;
	struct found *found; /* by slot */
};

__attribute__((format(printf, 3, 4))) static void refuse(
	struct conversion_state *state, const char *name, const char *format, ...)
{
	struct fault fault = {0};
	va_list arguments;

	va_start(arguments, format);
	fault_set_list(&fault, EX_DATAERR, format, arguments);
	va_end(arguments);
	if (state->reasons->length > 0)
		buffer_add_text(state->reasons, "; ");
	if (name != NULL)
		buffer_add_format(state->reasons, "%.100s: ", name);
	buffer_add_text(state->reasons, fault.reason);
}

static struct found *found_for(const struct conversion_state *state, const struct slot *slot)
{
	return &state->found[slot - state->converter->slots->items];
}

/* Whether CELL is blank; one that holds no text is not. */
static bool is_blank(const struct cell *cell, struct arena *arena)
{
	const char *text = value_clean(cell->text, cell->length, arena, NULL);

	return text != NULL && *text == '\0';
}

/* Whether all cells from FROM on are blank. */
static bool are_blank(const struct conversion_state *state, size_t from)
{
	size_t i;

	for (i = from; i < state->row->count; i++)
		if (!is_blank(&state->row->cells[i], state->arena))
			return false;
	return true;
}

/* Whether TEXT is no value of SLOT: it is empty, or a sheet's word for neither yes nor no. */
static bool is_absent(const struct slot *slot, const char *text, struct arena *arena)
{
	return *text == '\0' ||
	       (slot->field->type == FIELD_BOOLEAN && boolean_is_absent(text, arena));
}

/* Cleans the cells of the columns that have slots. */
static void read_cells(struct conversion_state *state)
{
	const struct columns *columns = state->converter->columns;
	struct fault fault = {0};
	size_t i;

	for (i = 0; i < columns->count; i++) {
		const struct column *column = &columns->items[i];
		const struct cell *cell;
		struct found *found;
		const char *text;

		if (column->slot == NULL)
			continue;
		found = found_for(state, column->slot);
		found->name = column->name;
		if (column->cell >= state->row->count)
			continue;
		cell = &state->row->cells[column->cell];
		text = value_clean(cell->text, cell->length, state->arena, &fault);
		found->refused = text == NULL;
		if (text == NULL) {
			refuse(state, column->name, "%s", fault.reason);
			fault_clear(&fault);
		} else if (!is_absent(column->slot, text, state->arena)) {
			found->text = text;
		}
	}
}

static void add_defaults(struct conversion_state *state)
{
	const struct mappings *defaults = state->converter->defaults;
	size_t i;

	for (i = 0; i < defaults->count; i++) {
		struct found *found = found_for(state, defaults->items[i].slot);

		if (found->text != NULL || found->refused)
			continue;
		found->text = defaults->items[i].text;
		found->defaulted = true;
		if (found->name == NULL)
			found->name = defaults->items[i].slot->path;
	}
}

/* Borrows from the record: the object that has the field of SLOT, made if it is missing. */
static json_t *object_of(json_t *record, const struct slot *slot)
{
	const struct slot *within = slot->within;
	json_t *outer, *object;

	if (within == NULL)
		return record;
	outer = object_of(record, within);
	object = json_object_get(outer, within->field->name);
	if (object == NULL) {
		object = within->field->type == FIELD_LIST ? json_array() : json_object();
		json_object_set_new(outer, within->field->name, object);
	}
	if (within->field->type != FIELD_LIST)
		return object;
	if (json_array_size(object) == 0)
		json_array_append_new(object, json_object());
	return json_array_get(object, 0);
}

static void set(struct conversion_state *state, const struct slot *slot, json_t *value)
{
	if (json_object_set_new(object_of(state->record, slot), slot->field->name, value) != 0)
		memory_exhausted();
}

/*
 * Sets CURRENCY to that of the amount TEXT of SLOT: as a column has it, or else TEXT itself, or
 * else a default; "": it has none.
 */
static void find_currency(const struct conversion_state *state, const struct slot *slot,
	const char *text, char currency[MONEY_CODE])
{
	const struct slot *beside = slot->currency;
	bool own = amount_own_currency(text, currency);
	const char *stated;

	if (beside == NULL || (own && found_for(state, beside)->defaulted))
		return;
	stated = json_string_value(
		json_object_get(object_of(state->record, beside), beside->field->name));
	strlcpy(currency, stated != NULL ? stated : "", MONEY_CODE);
}

/* Sets the value of SLOT, if the row has one. */
static void set_value(struct conversion_state *state, const struct slot *slot)
{
	struct converter *converter = state->converter;
	const char *text = found_for(state, slot)->text;
	char currency[MONEY_CODE] = "";
	struct fault fault = {0};
	json_t *value;

	if (text == NULL)
		return;
	if (slot->money)
		find_currency(state, slot, text, currency);
	value = value_read(slot, text, converter->habits, currency, state->arena, &fault);
	if (value == NULL) {
		refuse(state, found_for(state, slot)->name, "%s", fault.reason);
		return;
	}
	if (*currency != '\0' && slot->currency != NULL)
		set(state, slot->currency, json_string(currency));
	if (slot->field->type == FIELD_AMOUNT) {
		converter->amount_text = text;
		converter->amount = json_integer_value(value);
		strlcpy(converter->amount_currency, currency, MONEY_CODE);
	}
	set(state, slot, value);
}

/* Sets all values: money last, after its currencies. */
static void set_values(struct conversion_state *state)
{
	const struct slots *slots = state->converter->slots;
	size_t i;

	for (i = 0; i < slots->count; i++)
		if (!slots->items[i].money)
			set_value(state, &slots->items[i]);
	for (i = 0; i < slots->count; i++)
		if (slots->items[i].money)
			set_value(state, &slots->items[i]);
}

static void check_required(struct conversion_state *state)
{
	const struct slots *slots = state->converter->slots;
	bool *filled = arena_take(state->arena, slots->count * sizeof(*filled) + 1);
	const char *last = NULL;
	size_t i;

	for (i = 0; i < slots->count; i++)
		filled[i] = state->found[i].text != NULL || state->found[i].refused;
	for (i = 0; i < slots->count; i++) {
		if (!slots_lack(slots, &slots->items[i], filled))
			continue;
		/* A column that is mapped to several fields is named once. */
		if (state->found[i].name != NULL && state->found[i].name == last)
			continue;
		last = state->found[i].name;
		refuse(state,
			state->found[i].name != NULL ? state->found[i].name : slots->items[i].path,
			"is empty");
	}
}

/* Adds the record as a line to OUT. It is decoded as the tool will decode it. */
static void write_record(struct conversion_state *state, struct buffer *out)
{
	struct fault fault = {0};
	char *line;

	if (decode_written(&state->converter->slots->layout, state->record, STRICT, "",
		    &value_as_written, state->arena, &fault) == NULL) {
		refuse(state, fault.pointer, "%s", fault.reason);
		return;
	}
	line = json_dumps(state->record, JSON_COMPACT);
	if (line == NULL)
		memory_exhausted();
	if (strlen(line) > LINE_LIMIT)
		refuse(state, NULL, "is a record of more than %d bytes", LINE_LIMIT);
	else {
		buffer_add_text(out, line);
		buffer_add(out, "\n", 1);
	}
	free(line);
}

/* What stands against a row that has no cells. */
static void refuse_state(struct conversion_state *state)
{
	if (state->row->state == ROW_TOO_LONG)
		refuse(state, NULL, "is longer than %d bytes", ROW_LIMIT);
	else
		refuse(state, NULL, "has a quote that is not closed, or not doubled");
}

/* Refuses a row whose cells can't be those of the columns. */
static void check_cells(struct conversion_state *state)
{
	const struct row *row = state->row;
	size_t columns = state->converter->columns->cells;

	if (!are_blank(state, columns))
		refuse(state, NULL, "has %zu cell%s for %zu column%s", row->count,
			plural((int64_t)row->count), columns, plural((int64_t)columns));
	if (row->unterminated && row->count < columns)
		refuse(state, NULL, "has %zu cell%s of %zu, and no line break: it is truncated",
			row->count, plural((int64_t)row->count), columns);
}

/* Converts the row, which has the cells of the columns. */
static void convert(struct conversion_state *state, struct buffer *out)
{
	read_cells(state);
	add_defaults(state);
	state->record = json_object();
	set_values(state);
	check_required(state);
	if (state->reasons->length == 0)
		write_record(state, out);
	json_decref(state->record);
}

enum conversion converter_row(struct converter *converter, const struct row *row,
	struct arena *arena, struct buffer *out, struct buffer *reasons)
{
	struct conversion_state state = {
		.converter = converter, .row = row, .arena = arena, .reasons = reasons};

	converter->amount_text = NULL;
	if (row->state != ROW_COMPLETE) {
		refuse_state(&state);
		return CONVERSION_REFUSED;
	}
	state.found = arena_take(arena, (converter->slots->count + 1) * sizeof(*state.found));
	if (are_blank(&state, 0))
		return CONVERSION_EMPTY;
	check_cells(&state);
	if (reasons->length > 0)
		return CONVERSION_REFUSED;
	if (!selection_has(converter->selection, converter->columns, row, arena))
		return CONVERSION_UNSELECTED;
	convert(&state, out);
	return reasons->length == 0 ? CONVERTED : CONVERSION_REFUSED;
}
