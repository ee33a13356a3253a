#include "base/table.h"

#include "base/memory.h"
#include "base/unicode.h"
#include "base/visible.h"

struct cell {
	char *text;
	size_t width;
	bool number;
};

struct table {
	size_t columns;
	struct cell *cells;
	size_t count;
};

struct table *table_new(size_t columns)
{
	struct table *table = memory_zeroed(1, sizeof(*table));

	table->columns = columns;
	return table;
}

void table_free(struct table *table)
{
	size_t i;

	if (table == NULL)
		return;
	for (i = 0; i < table->count; i++)
		free(table->cells[i].text);
	free(table->cells);
	free(table);
}

void table_add(struct table *table, const char *text, bool number)
{
	struct buffer visible = {0};

	visible_add(&visible, text, strlen(text), VISIBLE_ONE_LINE);
	text = buffer_text(&visible);
	if ((table->count & (table->count - 1)) == 0)
		table->cells = memory_resize(table->cells, table->count > 0 ? 2 * table->count : 1,
			sizeof(*table->cells));
	table->cells[table->count++] =
		(struct cell){memory_text(text), unicode_width(text), number};
	buffer_release(&visible);
}

static void add_spaces(struct buffer *buffer, size_t count)
{
	while (count-- > 0)
		buffer_add(buffer, " ", 1);
}

static size_t column_width(const struct table *table, size_t column)
{
	size_t widest = 0;
	size_t i;

	for (i = column; i < table->count; i += table->columns)
		if (table->cells[i].width > widest)
			widest = table->cells[i].width;
	return widest;
}

void table_print(const struct table *table, struct buffer *buffer)
{
	size_t *widths = memory_zeroed(table->columns, sizeof(*widths));
	size_t i, column;

	if (table->columns == 0)
		abort(); /* a broken invariant: each record has a column */
	for (column = 0; column < table->columns; column++)
		widths[column] = column_width(table, column);
	for (i = 0; i < table->count; i++) {
		const struct cell *cell = &table->cells[i];
		bool last = (i + 1) % table->columns == 0;
		size_t padding = widths[i % table->columns] - cell->width;

		if (cell->number)
			add_spaces(buffer, padding);
		buffer_add_text(buffer, cell->text);
		if (!cell->number && !last)
			add_spaces(buffer, padding);
		buffer_add_text(buffer, last ? "" : "  ");
		if (!last)
			continue;
		/* Trims the spaces that empty cells leave. */
		while (buffer->length > 0 && buffer->text[buffer->length - 1] == ' ')
			buffer->length--;
		buffer_add(buffer, "\n", 1);
	}
	free(widths);
}
