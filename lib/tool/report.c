/*
 * Reports: rows of a declared record, as a table on a terminal, else as NDJSON, or as
 * comma-separated values. The columns are the record's fields; HIDDEN ones are left out of a
 * table.
 */
#include <ctype.h>
#include <unistd.h>

#include "base/local.h"
#include "base/memory.h"
#include "base/table.h"
#include "base/utf8.h"
#include "message/encode.h"
#include "message/format.h"
#include "tool/tool.h"

struct writer {
	const struct layout *layout;
	struct table *table;         /* NULL: none */
	bool has_rows;               /* the table has rows; an empty one is not printed */
	const struct csv_style *csv; /* NULL: none */
	zone_offset *offset;         /* of the conference's zone; NULL: UTC */
	struct buffer out;
};

static bool is_column(const struct field *field)
{
	return !(field->flags & HIDDEN);
}

static void add_table_header(struct writer *writer)
{
	size_t i;

	for (i = 0; i < writer->layout->count; i++) {
		char name[64];
		char *c;

		if (!is_column(&writer->layout->fields[i]))
			continue;
		strlcpy(name, writer->layout->fields[i].name, sizeof(name));
		for (c = name; *c != '\0'; c++)
			*c = *c == '_' ? ' ' : (char)toupper((unsigned char)*c);
		table_add(writer->table, name, false);
	}
}

/* A time as people in the conference's zone read it. */
static void format_time(const struct writer *writer, const struct field *field, const void *record,
	struct buffer *cell)
{
	const char *text = *(const char *const *)field_at(field, record);
	char local[LOCAL_TEXT];

	local_format(clock_parse_or(text, 0), field->flags & UNTIL ? LOCAL_END : LOCAL_BEGINNING,
		writer->offset, local);
	buffer_add_text(cell, local);
}

static void add_table_row(struct writer *writer, const void *record)
{
	struct buffer cell = {0};
	size_t i;

	if (!writer->has_rows)
		add_table_header(writer);
	writer->has_rows = true;
	for (i = 0; i < writer->layout->count; i++) {
		const struct field *field = &writer->layout->fields[i];

		if (!is_column(field))
			continue;
		buffer_reset(&cell);
		if (field->type == FIELD_TIME && field_is_present(field, record))
			format_time(writer, field, record, &cell);
		else
			field_format(field, record, format_currency(writer->layout, record), &cell);
		table_add(writer->table, buffer_text(&cell), field_is_number(field));
	}
	buffer_release(&cell);
}

/* Borrows from ARENA: a copy of RECORD with texts cut to the limits of their fields. */
static const void *shorten_texts(
	const struct layout *layout, const void *record, struct arena *arena)
{
	void *copy = arena_take(arena, layout->size);
	size_t i;

	memcpy(copy, record, layout->size);
	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];
		const char **text = field_at(field, copy);
		int64_t lowest, highest;

		if (field->type != FIELD_STRING || *text == NULL)
			continue;
		field_bounds(field, &lowest, &highest);
		*text = utf8_shorten(*text, (size_t)highest, arena);
	}
	return copy;
}

void run_row(struct run *run, const void *record)
{
	struct writer *writer = run->writer;

	record = shorten_texts(writer->layout, record, &run->arena);
	if (writer->table != NULL) {
		add_table_row(writer, record);
	} else if (writer->csv != NULL) {
		csv_add_row(writer->csv, writer->layout, record, &writer->out);
	} else {
		encode(writer->layout, record, AS_DECLARED, &writer->out);
		buffer_add(&writer->out, "\n", 1);
	}
}

static struct table *new_table(const struct layout *layout)
{
	size_t columns = 0;
	size_t i;

	for (i = 0; i < layout->count; i++)
		columns += is_column(&layout->fields[i]);
	return table_new(columns);
}

/*
 * Marks the store as corrupt if the page's last KEY is not above the one BEFORE it (NULL: none):
 * then the same pages could come again without end. Returns whether the store is sound.
 */
static bool check_order(struct store *store, const char *key, const char *before)
{
	if (store_fault(store)->status == 0 && key != NULL && before != NULL &&
		strcmp(key, before) <= 0)
		store_corrupt(store, "an index has \"%s\" before \"%s\"", before, key);
	return store_fault(store)->status == 0;
}

/*
 * Prints the page after the key *AFTER (NULL: the first), which becomes the page's last key, or
 * NULL at the end. Returns false, with the reason reported, if that fails.
 */
static bool print_page(
	struct run *run, struct store *store, const struct report *report, char **after)
{
	struct writer *writer = run->writer;
	const char *last;

	arena_reset(&run->arena);
	/* All of a page is of one state, and no query outlives it. */
	store_begin_reading(store);
	last = report->page(run, store, *after);
	store_end_reading(store);
	if (!check_order(store, last, *after)) {
		run_fail(run, store_fault(store));
		writer->has_rows = false; /* the last rows of a table may be wrong */
		return false;
	}
	free(*after);
	*after = memory_text(last);
	if (writer->out.length > 0 && !run_print(run, writer->out.text, writer->out.length))
		return false;
	buffer_reset(&writer->out);
	return true;
}

int run_report(struct run *run)
{
	const struct report *report = run->settings.why ? run->verb->why : run->verb->report;
	struct writer writer = {.layout = report->record->layout,
		.csv = run->settings.csv ? &run->settings.style : NULL};
	bool was_open = run->store != NULL;
	struct store *store = was_open ? run->store : run_open_store(run, STORE_READ);
	char *after = NULL;

	if (store == NULL || !run_load_zone(run))
		return run->status;
	run->writer = &writer;
	writer.offset = run->settings.clock.offset;
	if (writer.csv != NULL)
		csv_add_header(writer.csv, writer.layout, &writer.out);
	else if (run->settings.table || isatty(STDOUT_FILENO))
		writer.table = new_table(writer.layout);
	if (!was_open)
		store_sort_in_files(store); /* changing temp_store drops temporary tables */
	while (print_page(run, store, report, &after) && after != NULL)
		;
	free(after);
	if (writer.has_rows) {
		table_print(writer.table, &writer.out);
		run_print(run, writer.out.text, writer.out.length);
	}
	table_free(writer.table);
	buffer_release(&writer.out);
	run->writer = NULL;
	return run->status;
}
