/*
 * Reports: rows of a declared record, as a table on a terminal, else as NDJSON, or as
 * comma-separated values. The columns are the record's fields; a table leaves out HIDDEN ones, and
 * for lack of room SPARE and MINOR ones, unless --columns names them.
 */
#include <ctype.h>

#include "base/local.h"
#include "base/memory.h"
#include "base/table.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "message/encode.h"
#include "message/format.h"
#include "tool/report.h"
#include "tool/terminal.h"
#include "tool/words.h"

enum {
	PART_ROWS = 1000, /* rows of a table in memory */
	/* To how many columns a cell may be cut: of a name, and of a sentence or a list. */
	NAME_LEAST = 16,
	SENTENCE_LEAST = 22,
	SENTENCE_LIMIT = 500, /* bytes that a sentence may have at the least */
	MINUTES_TEXT = 16,    /* bytes of a date and a time without seconds */
};

/* What table.h needs of the columns, and the texts of their heads. */
struct heads {
	struct table_column columns[FIELDS_LIMIT];
	char texts[FIELDS_LIMIT][64];
};

struct writer {
	const struct layout *layout;
	struct report_columns columns;
	struct table *table;         /* NULL: none */
	const struct csv_style *csv; /* NULL: none */
	zone_offset *offset;         /* of the conference's zone; NULL: UTC */
	size_t width;                /* of a line; 0: no limit */
	int64_t rows;                /* added so far */
	struct heads heads;
	struct buffer out;
};

static bool is_sentence(const struct field *field)
{
	return field->type == FIELD_STRING && field->highest >= SENTENCE_LIMIT;
}

/* To how many columns a cell of FIELD may be cut. 0: it is wrong if it is not whole. */
static size_t least_width(const struct field *field)
{
	bool is_list = field->type == FIELD_OBJECT || field->type == FIELD_LIST ||
		       field->type == FIELD_STRINGS;
	int64_t lowest, highest;

	field_bounds(field, &lowest, &highest);
	if (field->type == FIELD_EMAIL)
		return NAME_LEAST;
	if (!is_list && (field->type != FIELD_STRING || lowest == highest))
		return 0;
	return is_list || is_sentence(field) ? SENTENCE_LEAST : NAME_LEAST;
}

/* Columns that were named are needed alike. */
static unsigned spare_rank(const struct field *field, bool named)
{
	if (named)
		return 0;
	return field->flags & SPARE ? 2 : field->flags & MINOR ? 1 : 0;
}

static struct table *new_table(struct run *run, struct writer *writer)
{
	bool named = run->settings.columns != NULL;
	struct table *table;
	size_t i;

	for (i = 0; i < writer->columns.count; i++) {
		const struct field *field = writer->columns.items[i];
		char *text = writer->heads.texts[i], *c;

		strlcpy(text, field->name, sizeof(*writer->heads.texts));
		for (c = text; *c != '\0'; c++)
			*c = *c == '_' ? ' ' : (char)toupper((unsigned char)*c);
		writer->heads.columns[i] = (struct table_column){text, field_is_number(field),
			least_width(field), spare_rank(field, named), is_sentence(field), named};
	}
	writer->width = terminal_width();
	table = table_new(writer->heads.columns, writer->columns.count, writer->width);
	if (terminal_has_bold())
		table_mark_heads(table, "\033[1m", "\033[0m");
	return table;
}

/*
 * A time as people in the conference's zone read it. Where room is limited it has neither seconds
 * nor an offset: who set the zone knows it. A time in UTC says so.
 */
static void format_time(const struct writer *writer, const struct field *field, const void *record,
	struct buffer *cell)
{
	const char *text = *(const char *const *)field_at(field, record);
	char local[LOCAL_TEXT];

	local_format(clock_parse_or(text, 0), field->flags & UNTIL ? LOCAL_END : LOCAL_BEGINNING,
		writer->offset, local);
	if (writer->width > 0)
		strlcpy(local + MINUTES_TEXT, writer->offset != NULL ? "" : " UTC",
			sizeof(local) - MINUTES_TEXT);
	buffer_add_text(cell, local);
}

static void add_table_row(struct writer *writer, const void *record)
{
	struct buffer cell = {0};
	size_t i;

	for (i = 0; i < writer->columns.count; i++) {
		const struct field *field = writer->columns.items[i];

		buffer_reset(&cell);
		if (field->type == FIELD_TIME && field_is_present(field, record))
			format_time(writer, field, record, &cell);
		else if (is_sentence(field) && field_is_present(field, record))
			local_add_text(&cell, *(const char *const *)field_at(field, record),
				writer->offset);
		else
			field_format(field, record, format_currency(writer->layout, record), &cell);
		table_add(writer->table, buffer_text(&cell));
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

/* Whether --limit lets more rows be added. */
static bool wants_rows(const struct run *run)
{
	const struct writer *writer = run->writer;

	return run->settings.limit == 0 || writer->rows < run->settings.limit;
}

void run_row(struct run *run, const void *record)
{
	struct writer *writer = run->writer;

	if (!wants_rows(run))
		return;
	writer->rows++;
	record = shorten_texts(writer->layout, record, &run->arena);
	if (writer->table != NULL) {
		add_table_row(writer, record);
	} else if (writer->csv != NULL) {
		csv_add_row(writer->csv, &writer->columns, writer->layout, record, &writer->out);
	} else {
		encode(writer->layout, record, AS_DECLARED, &writer->out);
		buffer_add(&writer->out, "\n", 1);
	}
}

bool report_check_columns(const struct run *run, struct fault *fault)
{
	const struct report *report = run->settings.why ? run->verb->why : run->verb->report;
	struct report_columns columns;

	return report == NULL || run->settings.columns == NULL ||
	       report_choose_columns(
		       report->record->layout, run->settings.columns, &columns, fault);
}

bool report_begin(struct run *run, const struct message *record)
{
	struct writer *writer = memory_zeroed(1, sizeof(*writer));
	const struct settings *settings = &run->settings;
	struct fault fault = {0};

	run->writer = writer;
	writer->layout = record->layout;
	writer->csv = settings->csv ? &settings->style : NULL;
	writer->offset = run->settings.style.offset = settings->clock.offset;
	writer->columns = report_columns_of(record->layout, settings->csv);
	if (settings->columns != NULL && !report_choose_columns(record->layout, settings->columns,
						 &writer->columns, &fault)) {
		run_fail(run, &fault);
		return false;
	}
	if (writer->csv != NULL)
		csv_add_header(writer->csv, &writer->columns, &writer->out);
	else if (words_are_wanted(run))
		writer->table = new_table(run, writer);
	return true;
}

/* Prints what was added so far. False on failure, which was reported. */
static bool print_rows(struct run *run, size_t rows)
{
	struct writer *writer = run->writer;
	bool printed;

	if (writer->table != NULL && table_rows(writer->table) >= rows)
		table_print(writer->table, &writer->out);
	if (writer->table != NULL)
		words_fit(&writer->out, 0);
	printed = writer->out.length == 0 ||
		  (writer->table != NULL
				  ? run_print_visible(run, writer->out.text, writer->out.length)
				  : run_print(run, writer->out.text, writer->out.length));
	buffer_reset(&writer->out);
	return printed;
}

/* Adds WORD to the last line of OUT, which is *AT wide, or to a new one. */
static void add_word(struct buffer *out, const char *word, size_t width, size_t *at)
{
	size_t length = unicode_width(word);

	if (*at > 0 && *at + 1 + length > width) {
		buffer_add_text(out, "\n");
		*at = 0;
	} else if (*at > 0) {
		buffer_add_text(out, " ");
		*at += 1;
	}
	buffer_add_text(out, word);
	*at += length;
}

/* Adds which columns were left out, and the option that shows them; nothing if none was. */
static void add_left_out(const struct run *run, const struct writer *writer, struct buffer *out)
{
	const char *option = run->settings.columns != NULL ? "-t" : "--columns";
	size_t at = 0, i;
	char word[96], before[80] = "";

	for (i = 0; i < writer->columns.count; i++) {
		if (!table_leaves_out(writer->table, i))
			continue;
		snprintf(word, sizeof(word), "%s%s", before, *before != '\0' ? "," : "not shown:");
		add_word(out, word, writer->width, &at);
		strlcpy(before, writer->columns.items[i]->name, sizeof(before));
	}
	if (*before == '\0')
		return;
	snprintf(word, sizeof(word), "%s;", before);
	add_word(out, word, writer->width, &at);
	add_word(out, "see", writer->width, &at);
	add_word(out, option, writer->width, &at);
	buffer_add_text(out, "\n");
}

void report_end(struct run *run, bool whole)
{
	struct writer *writer = run->writer;

	/* The last rows of a table may be wrong. */
	if (whole && writer->table != NULL) {
		if (table_rows(writer->table) > 0)
			table_print(writer->table, &writer->out);
		add_left_out(run, writer, &writer->out);
	}
	if (whole)
		print_rows(run, SIZE_MAX);
	table_free(writer->table);
	buffer_release(&writer->out);
	free(writer);
	run->writer = NULL;
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
	const char *last;

	arena_reset(&run->arena);
	/* All of a page is of one state, and no query outlives it. */
	store_begin_reading(store);
	last = report->page(run, store, *after);
	store_end_reading(store);
	if (!check_order(store, last, *after)) {
		run_fail(run, store_fault(store));
		return false;
	}
	free(*after);
	*after = memory_text(last);
	return print_rows(run, PART_ROWS);
}

int run_report(struct run *run)
{
	const struct report *report = run->settings.why ? run->verb->why : run->verb->report;
	bool was_open = run->store != NULL, printed;
	struct store *store = was_open ? run->store : run_open_store(run, STORE_READ);
	char *after = NULL;

	if (store == NULL || !run_load_zone(run))
		return run->status;
	if (!was_open)
		store_sort_in_files(store); /* changing temp_store drops temporary tables */
	printed = report_begin(run, report->record);
	do
		printed = printed && print_page(run, store, report, &after);
	while (printed && after != NULL && wants_rows(run));
	free(after);
	report_end(run, printed);
	return run->status;
}
