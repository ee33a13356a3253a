/*
 * Reports: rows of a declared record, as NDJSON in a pipe and as a table on a
 * terminal, or as comma-separated values. The columns are the record's fields.
 */
#include <ctype.h>
#include <locale.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/money.h"
#include "base/table.h"
#include "base/utf8.h"
#include "message/encode.h"
#include "message/format.h"
#include "tool/tool.h"

struct sink {
	const struct layout *layout;
	struct table *table; /* NULL: none */
	bool has_rows;       /* of the table: without, nothing is printed */
	bool csv;            /* else NDJSON */
	struct buffer out;
};

static bool is_column(const struct field *field)
{
	return !(field->flags & HIDDEN);
}

static void add_table_head(struct sink *sink)
{
	size_t i;

	for (i = 0; i < sink->layout->count; i++) {
		char name[64];
		char *c;

		if (!is_column(&sink->layout->fields[i]))
			continue;
		strlcpy(name, sink->layout->fields[i].name, sizeof(name));
		for (c = name; *c != '\0'; c++)
			*c = *c == '_' ? ' ' : (char)toupper((unsigned char)*c);
		table_add(sink->table, name, false);
	}
}

/* Comma-separated values: RFC 4180. */

static void end_record(struct buffer *out)
{
	buffer_add(out, "\r\n", 2);
}

/* Adds a cell: in quotes if it needs them, with quotes doubled (section 2, 5 to 7). */
static void add_cell(const char *text, struct buffer *out)
{
	const char *c;

	if (strpbrk(text, ",;\"\r\n") == NULL) {
		buffer_add_text(out, text);
		return;
	}
	buffer_add(out, "\"", 1);
	for (c = text; *c != '\0'; c++)
		buffer_add(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
	buffer_add(out, "\"", 1);
}

/* Returns the length of the one of COUNT texts that TEXT begins with; 0: none. */
static size_t begins_with(const char *text, const char *const *texts, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strncmp(text, texts[i], strlen(texts[i])) == 0)
			return strlen(texts[i]);
	return 0;
}

/*
 * Whether a spreadsheet may interpret TEXT as a formula: some accept full-width signs, too, and
 * some skip blanks at the beginning.
 */
static bool is_formula(const char *text)
{
	static const char *const signs[] = {
		"=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"};
	static const char *const blanks[] = {
		" ", "\t", "\r", "\n", "\v", "\f", "\u00a0", "\u3000", "\ufeff"};
	size_t blank;

	if (*text == '\t' || *text == '\r')
		return true;
	while ((blank = begins_with(text, blanks, COUNT_OF(blanks))) > 0)
		text += blank;
	return begins_with(text, signs, COUNT_OF(signs)) > 0;
}

/*
 * Adds FIELD as a cell. A text that a spreadsheet may interpret as a formula is prefixed with a
 * ', which makes it a text there (OWASP, CSV injection). Numbers are unchanged.
 */
static void add_value(
	const struct sink *sink, const struct field *field, const void *record, struct buffer *cell)
{
	const char *currency = format_currency(sink->layout, record);
	char money[MONEY_TEXT];

	buffer_reset(cell);
	if (field->type == FIELD_AMOUNT && field_is_present(field, record)) {
		money_number(
			((const struct integer *)field_at(field, record))->value, currency, money);
		buffer_add_text(cell, money);
		return;
	}
	if (field->type != FIELD_INTEGER) {
		field_format(field, record, currency, cell);
		if (!is_formula(buffer_text(cell)))
			return;
		buffer_reset(cell);
		buffer_add(cell, "'", 1);
	}
	field_format(field, record, currency, cell);
}

static void add_csv_head(struct sink *sink)
{
	size_t i;

	for (i = 0; i < sink->layout->count; i++) {
		buffer_add_text(&sink->out, i > 0 ? "," : "");
		add_cell(sink->layout->fields[i].name, &sink->out);
	}
	end_record(&sink->out);
}

static void add_csv_row(struct sink *sink, const void *record)
{
	struct buffer cell = {0};
	size_t i;

	for (i = 0; i < sink->layout->count; i++) {
		buffer_add_text(&sink->out, i > 0 ? "," : "");
		add_value(sink, &sink->layout->fields[i], record, &cell);
		add_cell(buffer_text(&cell), &sink->out);
	}
	end_record(&sink->out);
	buffer_release(&cell);
}

static void add_table_row(struct sink *sink, const void *record)
{
	struct buffer cell = {0};
	size_t i;

	if (!sink->has_rows)
		add_table_head(sink);
	sink->has_rows = true;
	for (i = 0; i < sink->layout->count; i++) {
		const struct field *field = &sink->layout->fields[i];

		if (!is_column(field))
			continue;
		buffer_reset(&cell);
		field_format(field, record, format_currency(sink->layout, record), &cell);
		table_add(sink->table, buffer_text(&cell), field_is_number(field));
	}
	buffer_release(&cell);
}

/* Returns RECORD if its texts fit into their fields; else borrows from ARENA: a shortened copy. */
static const void *shorten(const struct layout *layout, const void *record, struct arena *arena)
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
	struct sink *sink = run->sink;

	record = shorten(sink->layout, record, &run->arena);
	if (sink->table != NULL) {
		add_table_row(sink, record);
	} else if (sink->csv) {
		add_csv_row(sink, record);
	} else {
		encode(sink->layout, record, AS_DECLARED, &sink->out);
		buffer_add(&sink->out, "\n", 1);
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
 * Whether the page's last KEY is above the one BEFORE it (NULL: none). Otherwise an index is
 * corrupt, and the same pages could come again without end.
 */
static bool comes_after(struct store *store, const char *key, const char *before)
{
	if (store_fault(store)->status == 0 && key != NULL && before != NULL &&
		strcmp(key, before) <= 0)
		store_corrupt(store, "an index has \"%s\" before \"%s\"", before, key);
	return store_fault(store)->status == 0;
}

int run_report(struct run *run)
{
	const struct report *report = run->settings.why ? run->verb->why : run->verb->report;
	struct sink sink = {.layout = report->record->layout, .csv = run->settings.csv};
	bool was_open = run->store != NULL;
	struct store *store = was_open ? run->store : run_open_store(run, STORE_READ);
	const char *after = NULL;
	char *key = NULL;
	bool failed = false;

	if (store == NULL)
		return run->status;
	setlocale(LC_CTYPE, "");
	run->sink = &sink;
	if (sink.csv)
		add_csv_head(&sink);
	else if (run->settings.table || isatty(STDOUT_FILENO))
		sink.table = new_table(sink.layout);
	if (!was_open)
		store_sort_in_files(store); /* it would end temporary tables */
	do {
		arena_reset(&run->arena);
		/* All of a page is of one state, and no query outlives it. */
		store_begin_reading(store);
		after = report->page(run, store, key);
		store_end_reading(store);
		if (!comes_after(store, after, key)) {
			run_fail(run, store_fault(store));
			failed = true;
			break;
		}
		free(key);
		key = memory_text(after);
		if (sink.out.length > 0 && !run_print(run, sink.out.text, sink.out.length))
			break;
		buffer_reset(&sink.out);
	} while (key != NULL);
	free(key);
	/* After a failure no table is printed, because its last rows may be wrong. */
	if (sink.has_rows && !failed) {
		table_print(sink.table, &sink.out);
		run_print(run, sink.out.text, sink.out.length);
	}
	table_free(sink.table);
	buffer_release(&sink.out);
	run->sink = NULL;
	return run->status;
}
