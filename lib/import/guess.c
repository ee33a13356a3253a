#include "import/guess.h"

#include "base/memory.h"
#include "import/amount.h"

static const char delimiters[] = {',', ';', '\t', '|'};

/* The sample as a rows_read. */
struct memory {
	const char *text;
	size_t length, at;
};

static ssize_t read_memory(void *context, char *to, size_t size)
{
	struct memory *memory = context;
	size_t left = memory->length - memory->at;

	if (size > left)
		size = left;
	memcpy(to, memory->text + memory->at, size);
	memory->at += size;
	return (ssize_t)size;
}

/* What was found of a header under a delimiter. */
struct header {
	char delimiter;
	int64_t line;
	const char *text;
	size_t length;
	struct columns columns;
	int64_t rival; /* the line before it that has as many cells, which may be a record; or 0 */
};

/* Whether A is the likelier header: more columns have slots, or it has more columns. */
static bool is_likelier(const struct header *a, const struct header *b)
{
	if (b->line == 0 || a->columns.found != b->columns.found)
		return b->line == 0 || a->columns.found > b->columns.found;
	return a->columns.found == 0 && a->delimiter != b->delimiter &&
	       a->columns.cells > b->columns.cells;
}

/* How many cells of ROW are not blank; of one that has no cells, more than any header has. */
static size_t filled_cells(const struct row *row)
{
	size_t filled = 0, i;

	if (row->state != ROW_COMPLETE)
		return SIZE_MAX;
	for (i = 0; i < row->count; i++)
		filled += strspn(row->cells[i].text, " \t\r\n") < row->cells[i].length;
	return filled;
}

/* The row before others that has most cells. */
struct widest {
	size_t filled;
	int64_t line;
};

/* Returns the line of WIDEST if it has as many cells as ROW, or else 0 and makes ROW the widest. */
static int64_t find_rival(struct widest *widest, const struct row *row)
{
	size_t filled = filled_cells(row);

	if (widest->line > 0 && widest->filled >= filled)
		return widest->line;
	*widest = (struct widest){filled, row->line};
	return 0;
}

/*
 * Keeps in BEST the likeliest header of the first rows under DELIMITER, or that of the line NAMED.
 */
static void find_header(struct memory memory, char delimiter, int64_t named,
	const struct slots *slots, const struct mappings *mapped, struct arena *arena,
	struct header *best)
{
	struct rows *rows = rows_new(delimiter, read_memory, &memory, NULL, NULL);
	struct widest widest = {0};
	struct arena scratch = {0};
	struct row row;
	int i;

	for (i = 0; (i < GUESS_HEADER_ROWS || named > 0) && rows_next(rows, &row) > 0 &&
		    (named == 0 || row.line <= named);
		i++) {
		struct header header = {.delimiter = delimiter,
			.line = row.line,
			.rival = find_rival(&widest, &row)};

		if (row.state != ROW_COMPLETE || row.count > GUESS_HEADER_CELLS ||
			(named > 0 && row.line != named))
			continue;
		header.columns = columns_match(slots, mapped, &row, &scratch);
		if (is_likelier(&header, best)) {
			header.columns = columns_match(slots, mapped, &row, arena);
			header.text = arena_text(arena, row.text, row.length);
			header.length = row.length;
			*best = header;
		}
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	rows_free(rows);
}

/* The delimiter that a first line "sep=;" declares, as spreadsheets read it; '\0': none. */
static char declared_delimiter(const char *sample, size_t length)
{
	if (length < 6 || strncasecmp(sample, "sep=", 4) != 0 ||
		(sample[5] != '\r' && sample[5] != '\n'))
		return '\0';
	return sample[4];
}

/* How often each was proven. */
struct evidence {
	int marks[3];
	int orders[DATE_ORDERS];
	int short_orders[DATE_ORDERS]; /* by ambiguous dates, and proofs, with a short year */
	unsigned *directions;          /* by column */
	bool negative;                 /* an amount is */
};

static void add_evidence(const struct slot *slot, const char *text, struct evidence *evidence)
{
	enum date_order order;
	bool short_year;

	switch (slot->field->type) {
	case FIELD_AMOUNT:
		evidence->negative |= amount_sign(text) < 0;
		evidence->marks[amount_evidence(text)]++;
		break;
	case FIELD_INTEGER:
		evidence->marks[amount_evidence(text)]++;
		break;
	case FIELD_DATE:
	case FIELD_TIME:
		order = date_evidence(text, &short_year);
		evidence->orders[order]++;
		evidence->short_orders[order] += short_year;
		break;
	case FIELD_STRING:
	case FIELD_EMAIL:
	case FIELD_UUID:
	case FIELD_ZONE:
	case FIELD_CURRENCY:
	case FIELD_BOOLEAN:
	case FIELD_ENUM:
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_STRINGS:
		break;
	}
}

static void add_row(const struct guess *guess, const struct row *row, struct arena *arena,
	struct evidence *evidence)
{
	size_t i;

	for (i = 0; i < guess->columns.count; i++) {
		const struct column *column = &guess->columns.items[i];
		const struct cell *cell;
		const char *text;

		if (column->cell >= row->count)
			continue;
		cell = &row->cells[column->cell];
		text = value_clean(cell->text, cell->length, arena, NULL);
		if (text != NULL && column->slot != NULL)
			add_evidence(column->slot, text, evidence);
		else if (text != NULL && *text != '\0')
			direction_narrow(&evidence->directions[i], text);
	}
}

/*
 * The order that dates prove. Where dates with a year of two digits are ambiguous, only others of
 * these prove any: 13/2/2025 does not show what is first in 25/01/31.
 */
static enum date_order proven_order(const struct evidence *evidence)
{
	const int *orders = evidence->short_orders[DATE_ORDER_UNKNOWN] > 0 ? evidence->short_orders
									   : evidence->orders;

	return orders[DATE_DAY_FIRST]     ? DATE_DAY_FIRST
	       : orders[DATE_MONTH_FIRST] ? DATE_MONTH_FIRST
					  : DATE_ORDER_UNKNOWN;
}

static void set_directions(struct guess *guess, const struct evidence *evidence)
{
	size_t i;

	for (i = 0; i < guess->columns.count && !evidence->negative; i++)
		guess->columns.items[i].direction = direction_of(evidence->directions[i]);
}

/* Sets the habits that are not known and that the rows after the header prove. */
static void guess_habits(struct guess *guess, struct memory memory, bool whole)
{
	struct rows *rows = rows_new(guess->delimiter, read_memory, &memory, NULL, NULL);
	struct evidence evidence = {
		.directions = memory_zeroed(guess->columns.count + 1, sizeof(unsigned))};
	struct arena scratch = {0};
	struct row row;

	while (rows_next(rows, &row) > 0) {
		if (row.line > guess->header_line && row.state == ROW_COMPLETE &&
			(whole || !row.unterminated))
			add_row(guess, &row, &scratch, &evidence);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	rows_free(rows);
	set_directions(guess, &evidence);
	free(evidence.directions);
	guess->both_marks = evidence.marks[DECIMAL_POINT] && evidence.marks[DECIMAL_COMMA];
	guess->both_orders = evidence.orders[DATE_DAY_FIRST] && evidence.orders[DATE_MONTH_FIRST];
	if (guess->habits.mark == DECIMAL_UNKNOWN && !guess->both_marks)
		guess->habits.mark = evidence.marks[DECIMAL_POINT]   ? DECIMAL_POINT
				     : evidence.marks[DECIMAL_COMMA] ? DECIMAL_COMMA
								     : DECIMAL_UNKNOWN;
	if (guess->habits.order == DATE_ORDER_UNKNOWN && !guess->both_orders)
		guess->habits.order = proven_order(&evidence);
}

/* Finds the header under each delimiter that may be. */
static bool guess_header(struct guess *guess, struct memory memory, const struct slots *slots,
	const struct mappings *mapped, struct arena *arena)
{
	struct header best = {.line = 0};
	size_t i;

	if (guess->delimiter != '\0')
		find_header(
			memory, guess->delimiter, guess->named_line, slots, mapped, arena, &best);
	for (i = 0; guess->delimiter == '\0' && i < sizeof(delimiters); i++)
		find_header(memory, delimiters[i], guess->named_line, slots, mapped, arena, &best);
	if (best.line == 0)
		return false;
	guess->delimiter = best.delimiter;
	guess->header_line = best.line;
	guess->rival_line = guess->named_line > 0 ? 0 : best.rival;
	guess->header = best.text;
	guess->header_length = best.length;
	guess->columns = best.columns;
	return true;
}

/* Whether ROW names the listed columns after all. */
static bool names_columns(const struct guess *guess, const struct row *row,
	const struct slots *slots, struct arena *arena)
{
	const struct mappings none = {.count = 0};
	struct columns named = columns_match(slots, &none, row, arena);
	size_t alike = 0, i;

	for (i = 0; i < guess->columns.cells && i < named.cells; i++)
		alike += named.items[i].slot != NULL &&
			 named.items[i].slot == guess->columns.items[i].slot;
	return alike > 1 || (alike == 1 && guess->columns.found == 1);
}

/*
 * Counts the first rows that have as many cells as columns are listed. *HEADER: the line of the
 * first row, if it names them; 0 otherwise.
 */
static int count_rows(const struct guess *guess, struct memory memory, char delimiter,
	const struct slots *slots, int64_t *header)
{
	struct rows *rows = rows_new(delimiter, read_memory, &memory, NULL, NULL);
	struct arena scratch = {0};
	int fitting = 0, i = 0;
	struct row row;

	*header = 0;
	while (i < GUESS_HEADER_ROWS && rows_next(rows, &row) > 0) {
		if (row.line == guess->declared || row.state != ROW_COMPLETE)
			continue;
		fitting += row.count == guess->columns.cells;
		if (i++ == 0 && names_columns(guess, &row, slots, &scratch))
			*header = row.line;
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	rows_free(rows);
	return fitting;
}

/* Guesses the delimiter of a file without a header: by it, most rows have all columns. */
static void guess_listed(struct guess *guess, struct memory memory, const struct slots *slots)
{
	char known = guess->delimiter;
	int most = -1, count;
	int64_t header;
	size_t i;

	for (i = 0; i < (known != '\0' ? 1 : sizeof(delimiters)); i++) {
		char delimiter = known != '\0' ? known : delimiters[i];

		count = count_rows(guess, memory, delimiter, slots, &header);
		if (count <= most)
			continue;
		most = count;
		guess->delimiter = delimiter;
		guess->header_line = header > 0 ? header : guess->declared;
	}
}

bool guess_file(struct guess *guess, const char *sample, size_t length, bool whole,
	const struct slots *slots, const struct mappings *mapped, struct arena *arena)
{
	const struct memory memory = {sample, length, 0};

	guess->declared = declared_delimiter(sample, length) != '\0';
	if (guess->delimiter == '\0')
		guess->delimiter = declared_delimiter(sample, length);
	if (guess->listed)
		guess_listed(guess, memory, slots);
	else if (!guess_header(guess, memory, slots, mapped, arena))
		return false;
	guess_habits(guess, memory, whole);
	return true;
}
