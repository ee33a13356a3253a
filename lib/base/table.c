#include "base/table.h"

#include "base/memory.h"
#include "base/unicode.h"
#include "base/visible.h"

enum {
	GAP = 2,       /* spaces between two columns */
	READABLE = 22, /* the least width of a sentence in several lines */
	RANK_EMPTY = 3,
};

static const char ellipsis[] = "\u2026";

struct cell {
	char *text;
	size_t width;
};

struct table {
	const struct table_column *columns;
	size_t count;
	size_t limit;         /* the width of a line; 0: none */
	const char *on, *off; /* around the heads */
	size_t *widths;       /* of the columns, 0: left out; NULL until they are known */
	struct cell *cells;
	size_t filled, room; /* cells */
};

struct table *table_new(const struct table_column *columns, size_t count, size_t width)
{
	struct table *table = memory_zeroed(1, sizeof(*table));

	if (count == 0)
		abort(); /* a broken invariant: each record has a column */
	*table = (struct table){
		.columns = columns, .count = count, .limit = width, .on = "", .off = ""};
	return table;
}

static void remove_cells(struct table *table)
{
	size_t i;

	for (i = 0; i < table->filled; i++)
		free(table->cells[i].text);
	table->filled = 0;
}

void table_free(struct table *table)
{
	if (table == NULL)
		return;
	remove_cells(table);
	free(table->cells);
	free(table->widths);
	free(table);
}

void table_mark_heads(struct table *table, const char *on, const char *off)
{
	table->on = on;
	table->off = off;
}

void table_add(struct table *table, const char *text)
{
	struct buffer visible = {0};

	visible_add(&visible, text, strlen(text), VISIBLE_ONE_LINE);
	text = buffer_text(&visible);
	if (table->filled == table->room) {
		table->room = table->room > 0 ? 2 * table->room : table->count;
		table->cells = memory_resize(table->cells, table->room, sizeof(*table->cells));
	}
	table->cells[table->filled++] = (struct cell){memory_text(text), unicode_width(text)};
	buffer_release(&visible);
}

size_t table_rows(const struct table *table)
{
	return table->filled / table->count;
}

static size_t widest(const struct table *table, size_t column)
{
	size_t width = unicode_width(table->columns[column].head);
	size_t i;

	for (i = column; i < table->filled; i += table->count)
		if (table->cells[i].width > width)
			width = table->cells[i].width;
	return width;
}

/* The width to which COLUMN, which wants WANTED, is cut at LEAST: not to less than its head. */
static size_t cut_to(const struct table_column *column, size_t wanted, size_t least)
{
	size_t head = unicode_width(column->head);

	if (least < head)
		least = head;
	return column->least == 0 || least > wanted ? wanted : least;
}

/* The width of a line of columns of these WIDTHS. */
static size_t line_width(const struct table *table, const size_t *widths)
{
	size_t width = 0, i;

	for (i = 0; i < table->count; i++)
		if (widths[i] > 0)
			width += widths[i] + (width > 0 ? GAP : 0);
	return width;
}

/* Gives the columns what is left of the line, one by one: the narrowest first. */
static void widen(const struct table *table, size_t *widths, const size_t *wanted)
{
	size_t room = table->limit - line_width(table, widths);

	for (; room > 0; room--) {
		size_t narrowest = table->count, i;

		for (i = 0; i < table->count; i++)
			if (widths[i] > 0 && widths[i] < wanted[i] &&
				(narrowest == table->count || widths[i] < widths[narrowest]))
				narrowest = i;
		if (narrowest == table->count)
			return;
		widths[narrowest]++;
	}
}

/* Cuts the columns that are there to TIMES their least width. */
static void cut(const struct table *table, size_t *widths, const size_t *wanted, size_t times)
{
	size_t i;

	for (i = 0; i < table->count; i++)
		if (widths[i] > 0)
			widths[i] = cut_to(
				&table->columns[i], wanted[i], times * table->columns[i].least);
}

/* The rank of COLUMN: one without a text comes after all that have one. */
static unsigned rank_of(const struct table *table, size_t column)
{
	size_t i;

	if (column == 0 || table->columns[column].wanted)
		return table->columns[column].rank;
	for (i = column; i < table->filled; i += table->count)
		if (*table->cells[i].text != '\0')
			return table->columns[column].rank;
	return RANK_EMPTY;
}

/* Adds the columns of RANK for which a line has room, at TIMES their least width. */
static void take(const struct table *table, size_t *widths, const size_t *wanted, unsigned rank,
	size_t times)
{
	size_t i;

	for (i = 0; i < table->count; i++) {
		if (rank_of(table, i) != rank)
			continue;
		widths[i] = cut_to(&table->columns[i], wanted[i], times * table->columns[i].least);
		if (line_width(table, widths) > table->limit)
			widths[i] = 0;
	}
}

/* Chooses columns that want the widths WANTED, and sets what they get of a line. */
static void fit(const struct table *table, size_t *widths, const size_t *wanted)
{
	take(table, widths, wanted, 0, 1);
	if (line_width(table, widths) == 0) {
		widths[0] = table->limit;
		return;
	}
	take(table, widths, wanted, 1, 1);
	cut(table, widths, wanted, 2);
	take(table, widths, wanted, 2, 2);
	take(table, widths, wanted, RANK_EMPTY, 2);
	cut(table, widths, wanted, 1);
	widen(table, widths, wanted);
}

static void decide_widths(struct table *table)
{
	size_t *wanted = memory_zeroed(table->count, sizeof(*wanted));
	size_t i;

	/* A column without a head and a text has a width, because 0 is left out. */
	for (i = 0; i < table->count; i++)
		wanted[i] = widest(table, i) > 0 ? widest(table, i) : 1;
	table->widths = memory_zeroed(table->count, sizeof(*table->widths));
	if (table->limit > 0)
		fit(table, table->widths, wanted);
	else
		memcpy(table->widths, wanted, table->count * sizeof(*wanted));
	free(wanted);
}

static void add_spaces(struct buffer *buffer, size_t count)
{
	while (count-- > 0)
		buffer_add(buffer, " ", 1);
}

/* Adds TEXT, which is WIDTH wide, as a cell of COLUMN. */
static void add_cell(const struct table *table, size_t column, const char *text, size_t width,
	struct buffer *buffer)
{
	size_t room = table->widths[column], length = strlen(text);
	bool cut = table->limit > 0 && width > room;
	size_t padding;

	if (cut)
		length = unicode_prefix(text, room - 1, &width);
	width += cut;
	padding = room > width ? room - width : 0;
	add_spaces(buffer, table->columns[column].number ? padding : 0);
	buffer_add(buffer, text, length);
	buffer_add_text(buffer, cut ? ellipsis : "");
	add_spaces(buffer, table->columns[column].number ? 0 : padding);
}

/* Ends the line: trims the spaces that empty and short cells leave. */
static void end_line(struct buffer *buffer)
{
	while (buffer->length > 0 && buffer->text[buffer->length - 1] == ' ')
		buffer->length--;
}

static void add_heads(const struct table *table, struct buffer *buffer)
{
	bool first = true;
	size_t i;

	buffer_add_text(buffer, table->on);
	for (i = 0; i < table->count; i++) {
		const char *head = table->columns[i].head;

		if (table->widths[i] == 0)
			continue;
		add_spaces(buffer, first ? 0 : GAP);
		add_cell(table, i, head, unicode_width(head), buffer);
		first = false;
	}
	end_line(buffer);
	buffer_add_text(buffer, table->off);
	buffer_add(buffer, "\n", 1);
}

/* The bytes of TEXT for a line of MOST columns: to the end of a word, if one ends there. */
static size_t line_of(const char *text, size_t most)
{
	size_t width, whole = unicode_prefix(text, most, &width), end = whole;

	if (text[whole] == '\0')
		return whole;
	while (end > 0 && text[end] != ' ')
		end--;
	return end > 0 ? end : whole;
}

/* Adds TEXT in lines of the width of COLUMN, those after the first one below it. */
static void add_continued(
	const struct table *table, size_t column, const char *text, struct buffer *buffer)
{
	size_t room = table->widths[column];
	size_t before = line_width(table, table->widths) - room;
	size_t length = line_of(text, room);

	buffer_add(buffer, text, length);
	for (text += length; *text != '\0'; text += length) {
		text += strspn(text, " ");
		end_line(buffer);
		buffer_add(buffer, "\n", 1);
		add_spaces(buffer, before);
		length = line_of(text, room);
		buffer_add(buffer, text, length);
	}
}

static void add_row(const struct table *table, const struct cell *cells, struct buffer *buffer)
{
	size_t last = table->count, i;
	bool first = true;

	while (table->widths[last - 1] == 0)
		last--;
	for (i = 0; i < last; i++) {
		const struct cell *cell = &cells[i];
		bool whole = table->limit == 0 || cell->width <= table->widths[i];

		if (table->widths[i] == 0)
			continue;
		add_spaces(buffer, first ? 0 : GAP);
		if (i + 1 == last && !whole && table->columns[i].continues &&
			table->widths[i] >= READABLE)
			add_continued(table, i, cell->text, buffer);
		else
			add_cell(table, i, cell->text, cell->width, buffer);
		first = false;
	}
	end_line(buffer);
	buffer_add(buffer, "\n", 1);
}

void table_print(struct table *table, struct buffer *buffer)
{
	size_t i;

	if (table->widths == NULL) {
		decide_widths(table);
		add_heads(table, buffer);
	}
	for (i = 0; i + table->count <= table->filled; i += table->count)
		add_row(table, table->cells + i, buffer);
	remove_cells(table);
}

bool table_leaves_out(const struct table *table, size_t column)
{
	return table->widths != NULL && table->widths[column] == 0;
}
