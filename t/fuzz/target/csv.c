/*
 * CSV files, as csv-import reads them. An input is a line of words, and then the file:
 *
 *     sponsor-register decimal=comma dates=dmy delimiter=; minor incoming
 *     Sponsor;Name;...
 *
 * The words are the tool, its verb, and options. A row becomes a record that the tool's decoder
 * takes, or is refused with reasons; each line of the file is of one row, or blank.
 */
#include "fuzz.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/spreadsheet.h"
#include "base/visible.h"
#include "captured.h"
#include "import/converter.h"
#include "import/explain.h"
#include "import/guess.h"
#include "import/source.h"
#include "message/decode.h"
#include "message/json.h"
#include "tool/describe.h"

enum { TOOLS = 128 };

/* The file that is read. */
struct table {
	const struct message *command;
	struct slots slots;
	struct mappings none;
	struct guess guess;
	struct selection selection;
	struct source *source;
	bool incoming;
	int fd;
};

static struct arena texts, rows_arena;

static void check_words(void *unused, const char *words)
{
	struct buffer visible = {0};

	(void)unused;
	visible_add(&visible, words, strlen(words), VISIBLE_ONE_LINE);
	fuzz_check_printable(visible.text, visible.length, "a message");
	buffer_release(&visible);
}

/* Options */

static const char *value_of(const char *words, const char *name)
{
	const char *at = strstr(words, name);

	return at != NULL ? arena_text(&texts, at + strlen(name), strcspn(at + strlen(name), " "))
			  : NULL;
}

static bool read_options(struct table *table, const char *words)
{
	const char *delimiter = value_of(words, " delimiter=");
	struct fault fault = {0};

	table->incoming = strstr(words, " incoming") != NULL;
	table->guess.habits.minor_units = strstr(words, " minor") != NULL;
	return habits_read(&table->guess.habits, value_of(words, " decimal="),
		       value_of(words, " dates="), value_of(words, " separator="), &fault) &&
	       (delimiter == NULL ||
		       spreadsheet_read_delimiter(delimiter, &table->guess.delimiter, &fault));
}

/* Borrows: what TOOL says of itself, which is kept. */
static const struct description *description_of(const struct tool *tool)
{
	static struct {
		const struct tool *tool;
		const struct description *description;
	} kept[TOOLS];
	static struct arena arena;
	struct buffer described = {0};
	struct fault fault = {0};
	const json_t *json;
	size_t i = 0;

	while (i < TOOLS - 1 && kept[i].tool != NULL && kept[i].tool != tool)
		i++;
	if (kept[i].tool == tool)
		return kept[i].description;
	tool_describe(tool, &described);
	json = message_json_parse(buffer_text(&described), described.length, &arena, &fault);
	CHECK(json != NULL, "%s: %s", tool->name, fault.reason);
	kept[i].tool = tool;
	kept[i].description = decode(&description_layout, json, TOLERANT, "", &arena, &fault);
	CHECK(kept[i].description != NULL, "%s: %s %s", tool->name, fault.pointer, fault.reason);
	buffer_release(&described);
	return kept[i].description;
}

/* Fills the slots from the description of the tool that WORDS begin with. */
static bool read_tool(struct table *table, const char *words)
{
	size_t length = strcspn(words, " ");
	const struct tool *tool = captured_tool(words, length);
	const struct described_verb *verb;
	struct fault fault = {0};
	bool named;

	if (tool == NULL)
		return false;
	words += length + (words[length] == ' ');
	verb = description_verb(description_of(tool),
		arena_text(&texts, words, strcspn(words, " ")), &named, &fault);
	if (verb == NULL)
		return false;
	table->command = fuzz_message(verb->command, strlen(verb->command));
	CHECK(slots_build(&table->slots, verb, &texts, &fault), "%s: %s", tool->name, fault.reason);
	return table->command != NULL;
}

/* Rows */

/* A record is what the tool takes: strictly, as it is without an id. */
static void check_record(const struct table *table, const char *line, size_t length)
{
	struct fault fault = {0};
	const json_t *json = message_json_parse(line, length, &rows_arena, &fault);

	CHECK(json != NULL, "a record is no JSON: %s: %.*s", fault.reason, (int)length, line);
	CHECK(decode_written(table->command->layout, json, BARE, "", &value_as_written, &rows_arena,
		      &fault) != NULL,
		"a record is refused: %s %s: %.*s", fault.pointer, fault.reason, (int)length, line);
}

static void convert(struct table *table, struct converter *converter, const struct row *row)
{
	struct buffer out = {0}, reasons = {0};

	switch (converter_row(converter, row, &rows_arena, &out, &reasons)) {
	case CONVERTED:
		CHECK(out.length > 0 && out.text[out.length - 1] == '\n', "a record is a line");
		check_record(table, out.text, out.length - 1);
		break;
	case CONVERSION_REFUSED:
		CHECK(reasons.length > 0, "a refused row has a reason");
		check_words(NULL, buffer_text(&reasons));
		/* fall through */
	default:
		CHECK(out.length == 0, "a row that is no record is printed");
	}
	buffer_release(&out);
	buffer_release(&reasons);
	arena_reset(&rows_arena);
}

static void convert_rows(struct table *table)
{
	struct converter converter = {
		.slots = &table->slots,
		.columns = &table->guess.columns,
		.defaults = &table->none,
		.selection = &table->selection,
		.habits = &table->guess.habits,
	};
	struct rows *rows =
		rows_new(table->guess.delimiter, source_read, table->source, NULL, NULL);
	int64_t lines = 0;
	struct row row;

	while (rows_next(rows, &row) > 0) {
		CHECK(row.lines >= 1 && row.line > lines, "a row is at line %lld after %lld",
			(long long)row.line, (long long)lines);
		lines = row.line + row.lines - 1;
		if (row.line > table->guess.header_line)
			convert(table, &converter, &row);
	}
	CHECK(lines <= rows_lines(rows), "rows have more lines than the file");
	rows_free(rows);
}

static void read_table(struct table *table)
{
	struct fault fault = {0};
	const char *sample;
	size_t length;
	bool whole;

	sample = source_sample(table->source, &length, &whole);
	if (!guess_file(&table->guess, sample, length, whole, &table->slots, &table->none, &texts))
		return;
	explain_guess(&(struct explained){.guess = &table->guess,
			      .defaults = &table->none,
			      .encoding = source_encoding(table->source)},
		check_words, NULL);
	if (selection_read(&table->selection, NULL, 0, table->incoming, &table->guess.columns,
		    &texts, &fault) &&
		columns_check(&table->guess.columns, &table->slots, &table->none, &table->none,
			check_words, check_words, NULL))
		convert_rows(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *text = (const char *)bytes, *end = text + size, *words;
	struct table table = {.guess = {.delimiter = '\0'}};
	struct fault fault = {0};
	size_t length;
	bool read;

	fuzz_begin();
	if (size == 0 || !fuzz_line(&text, end, &words, &length))
		return -1;
	words = arena_text(&texts, words, length);
	read = read_tool(&table, words) && read_options(&table, words);
	if (read) {
		length = text < end ? (size_t)(end - text) : 0;
		table.fd = memfd_create("fuzz", MFD_CLOEXEC);
		CHECK(table.fd >= 0 &&
				(length == 0 || write(table.fd, text, length) == (ssize_t)length) &&
				lseek(table.fd, 0, SEEK_SET) == 0,
			"%s", strerror(errno));
		table.source = source_open(table.fd, NULL, &fault);
		CHECK(table.source != NULL, "%s", fault.reason);
		read_table(&table);
		source_close(table.source);
		close(table.fd);
	}
	arena_reset(&texts);
	return read ? 0 : -1;
}
