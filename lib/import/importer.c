#include "import/importer.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/money.h"
#include "base/plural.h"
#include "base/spreadsheet.h"
#include "import/converter.h"
#include "import/explain.h"
#include "import/guess.h"
#include "import/source.h"
#include "message/envelope.h"
#include "tool/confine.h"
#include "tool/diagnostic.h"
#include "tool/probe.h"
#include "tool/progress.h"
#include "tool/rejects.h"
#include "tool/tzdata.h"

enum { OUTPUT_BYTES = 64 * 1024, SHOWN_RECORDS = 10 };

struct importer {
	struct run *run;
	const struct import_settings *settings;
	const char *tool, *verb; /* NULL: the default one */
	const char *name;        /* of the file, for messages */
	int input;
	struct arena arena; /* for the whole run */
	struct slots slots;
	struct mappings mapped, defaults;
	struct guess guess;
	struct selection selection;
	struct source *source;
	struct rows *rows;
	struct rejects *rejects;
	struct converter converter;
	struct buffer records, reasons;
	struct progress progress;
	int64_t line;                      /* that messages are about; 0: the file */
	int64_t read, written, unselected; /* rows, and records */
	int64_t skipped, used, left_out, refused,
		empty; /* lines: to the header, of records, of others */
	bool amount_shown;
};

static void fail(struct importer *importer, const struct fault *fault)
{
	progress_clear(&importer->progress);
	run_fail(importer->run, fault);
}

/* The tool */

/* Reads the operands: the tool, its verb if it has any, the file. */
static bool find_target(struct importer *importer, struct fault *fault)
{
	char **operands = importer->run->operands;
	const struct description *description;
	const struct described_verb *verb;
	bool named;

	importer->tool = *operands++;
	description = probe_tool(importer->tool, &importer->arena, fault);
	if (description == NULL) {
		strlcpy(fault->pointer, importer->tool, sizeof(fault->pointer));
		return false;
	}
	verb = description_verb(description, *operands, &named, fault);
	if (verb == NULL)
		return false;
	operands += named;
	/* No other program is run. */
	if (!confine_calls(importer->run, fault))
		return false;
	if (operands[0] != NULL && operands[1] != NULL)
		return fault_set(
			fault, EX_USAGE, "%s is not a command of %s", operands[0], importer->tool);
	importer->verb = verb->name;
	importer->name = operands[0];
	return slots_build(&importer->slots, verb, &importer->arena, fault);
}

/* Options */

static bool read_habits(struct importer *importer, struct fault *fault)
{
	const struct import_settings *settings = importer->settings;
	struct guess *guess = &importer->guess;

	guess->habits.minor_units = settings->minor_units;
	guess->habits.zone = settings->zone != NULL ? tzdata_offset : NULL;
	return (settings->zone == NULL || tzdata_load(settings->zone, fault)) &&
	       habits_read(&guess->habits, settings->decimal, settings->dates, settings->separator,
		       fault) &&
	       (settings->delimiter == NULL ||
		       spreadsheet_read_delimiter(settings->delimiter, &guess->delimiter, fault));
}

/* Reads the columns of a file without a header. */
static bool read_columns(struct importer *importer, struct fault *fault)
{
	const struct import_settings *settings = importer->settings;
	struct guess *guess = &importer->guess;

	guess->listed = settings->columns != NULL;
	guess->named_line = settings->header_line;
	if (guess->listed && settings->header_line > 0)
		return fault_set(fault, EX_USAGE,
			"--header: a file has a header, or else --columns names its columns");
	return settings->columns == NULL ||
	       columns_list(&guess->columns, settings->columns, &importer->slots, &importer->mapped,
		       &importer->arena, fault);
}

/* Makes the fields of --require required. */
static bool require_fields(struct importer *importer, struct fault *fault)
{
	const struct import_settings *settings = importer->settings;
	size_t i;

	for (i = 0; i < settings->required.count; i++)
		if (!slots_require(&importer->slots, settings->required.items[i], fault))
			return false;
	return true;
}

/* Refuses a default that is no value of its field. That of an amount depends on the currency. */
static bool check_defaults(struct importer *importer, struct fault *fault)
{
	size_t i;

	for (i = 0; i < importer->defaults.count; i++) {
		const struct mapping *item = &importer->defaults.items[i];
		char currency[MONEY_CODE] = "";
		struct fault found = {0};
		json_t *value;

		if (item->slot->field->type == FIELD_AMOUNT)
			continue;
		value = value_read(item->slot, item->text, &importer->guess.habits, currency,
			&importer->arena, &found);
		if (value == NULL)
			return fault_set(fault, EX_USAGE, "--default %s: %s", item->slot->path,
				found.reason);
		json_decref(value);
	}
	return true;
}

/* The file */

static bool open_input(struct importer *importer, struct fault *fault)
{
	bool standard = importer->name == NULL || strcmp(importer->name, "-") == 0;

	importer->input = STDIN_FILENO;
	if (!standard)
		importer->input = open(importer->name, O_RDONLY | O_CLOEXEC);
	if (importer->input < 0)
		return fault_set_errno(fault, EX_NOINPUT, "%s", importer->name);
	if (standard) {
		importer->name = "stdin";
		run_wait_for(importer->run, "a CSV file");
	}
	importer->source = source_open(importer->input, importer->settings->encoding, fault);
	if (importer->source == NULL && fault->status == EX_IOERR)
		strlcpy(fault->pointer, importer->name, sizeof(fault->pointer));
	return importer->source != NULL;
}

/* Prints REASON, after the file and the line. */
static void report(const struct importer *importer, const char *kind, const char *reason)
{
	if (importer->line > 0)
		diagnostic(
			"%s:%lld: %s%s", importer->name, (long long)importer->line, kind, reason);
	else
		diagnostic("%s: %s%s", importer->name, kind, reason);
}

static void report_fault(void *context, const char *reason)
{
	struct importer *importer = context;

	report(importer, "", reason);
	run_raise_status(importer->run, EX_DATAERR);
}

static void report_warning(void *context, const char *reason)
{
	struct importer *importer = context;

	if (!importer->run->settings.quiet)
		report(importer, "warning: ", reason);
}

static void report_words(void *context, const char *words)
{
	struct importer *importer = context;

	diagnostic("%s: %s", importer->name, words);
}

/* Most 8-bit encodings look alike by their bytes: a wrong one has wrong letters. */
static void warn_of_encoding(struct importer *importer)
{
	struct fault warning = {0};

	if (!source_is_assumed(importer->source))
		return;
	fault_set(&warning, EX_OK, "it is not UTF-8, and is read as %s; --encoding names another",
		source_encoding(importer->source));
	report_warning(importer, warning.reason);
}

/* Warns of lines before the rows that people may not expect there. */
static void warn_of_header(struct importer *importer)
{
	const struct guess *guess = &importer->guess;

	if (guess->listed && guess->header_line > guess->declared)
		report_warning(importer, "this line is taken for a header, and ignored");
	else if (guess->header_line > 1 + guess->declared)
		report_warning(importer, "the lines before this one, the header, are ignored");
}

/* Reports that no row is a header. */
static bool refuse_file(struct importer *importer)
{
	const struct import_settings *settings = importer->settings;

	if (settings->header_line > 0)
		diagnostic("%s: --header %lld: no row begins there, or one of more than %d cells",
			importer->name, (long long)settings->header_line, GUESS_HEADER_CELLS);
	else
		diagnostic("%s: has no header: a row of at most %d cells, among the first %d",
			importer->name, GUESS_HEADER_CELLS, GUESS_HEADER_ROWS);
	run_raise_status(importer->run, EX_DATAERR);
	return false;
}

/* Guesses the file's delimiter, header and habits, and checks its columns. */
static bool read_header(struct importer *importer)
{
	const struct import_settings *settings = importer->settings;
	struct guess *guess = &importer->guess;
	struct fault fault = {0};
	const char *sample;
	size_t length;
	bool whole, found;

	warn_of_encoding(importer);
	sample = source_sample(importer->source, &length, &whole);
	found = guess_file(guess, sample, length, whole, &importer->slots, &importer->mapped,
		&importer->arena);
	importer->line = guess->header_line;
	if (!found)
		return refuse_file(importer);
	if (guess->rival_line > 0) {
		fault_set(&fault, EX_DATAERR,
			"most names of columns are here, but line %lld has as many cells, and is no "
			"record if this is the header: --header %lld or %lld decides",
			(long long)guess->rival_line, (long long)guess->header_line,
			(long long)guess->rival_line);
		report_fault(importer, fault.reason);
		return false;
	}
	if (!selection_read(&importer->selection, settings->only.items, settings->only.count,
		    settings->incoming, &guess->columns, &importer->arena, &fault)) {
		if (fault.status == EX_DATAERR)
			report_fault(importer, fault.reason);
		else
			fail(importer, &fault);
		return false;
	}
	if (!columns_check(&guess->columns, &importer->slots, &importer->mapped,
		    &importer->defaults, report_fault, report_warning, importer))
		return false;
	warn_of_header(importer);
	return true;
}

/* The dry run */

static void describe_guess(struct importer *importer)
{
	const struct import_settings *settings = importer->settings;
	const struct explained explained = {
		.guess = &importer->guess,
		.defaults = &importer->defaults,
		.encoding = source_encoding(importer->source),
		.encoding_given = settings->encoding != NULL,
		.delimiter_given = settings->delimiter != NULL,
		.mark_given = settings->decimal != NULL,
		.order_given = settings->dates != NULL,
	};

	explain_guess(&explained, report_words, importer);
}

/* Prints in words what the first amount is, because 399 may be meant as 3.99. */
static void describe_amount(struct importer *importer)
{
	const struct converter *converter = &importer->converter;
	char text[MONEY_TEXT];

	if (converter->amount_text == NULL || importer->amount_shown)
		return;
	importer->amount_shown = true;
	if (*converter->amount_currency == '\0')
		return;
	money_format(converter->amount, converter->amount_currency, text);
	diagnostic("%s:%lld: the amount %s is %s", importer->name, (long long)importer->line,
		converter->amount_text, text);
}

/* Rows */

/* Saves a refused row; the header stands before the first one of a new file. */
static void save_row(struct importer *importer, const struct row *row)
{
	if (row->length == 0)
		return; /* its bytes were saved while reading */
	rejects_add(importer->rejects, row->text, row->length);
	if (row->unterminated)
		rejects_add(importer->rejects, "\n", 1);
}

/* Saves refused rows, and prints records. False if that fails, which is reported. */
static bool flush(struct importer *importer)
{
	struct fault fault = {0};
	bool printed;

	if (!rejects_flush(importer->rejects, &fault)) {
		fail(importer, &fault);
		return false;
	}
	printed = importer->records.length == 0 ||
		  run_print(importer->run, importer->records.text, importer->records.length);
	buffer_reset(&importer->records);
	return printed;
}

static void refuse_row(struct importer *importer, const struct row *row)
{
	importer->refused += row->lines;
	importer->progress.bad++;
	progress_clear(&importer->progress);
	if (row->lines > 1)
		diagnostic("%s:%lld: to line %lld: %s", importer->name, (long long)row->line,
			(long long)(row->line + row->lines - 1), buffer_text(&importer->reasons));
	else
		diagnostic("%s:%lld: %s", importer->name, (long long)row->line,
			buffer_text(&importer->reasons));
	run_raise_status(importer->run, EX_DATAERR);
	save_row(importer, row);
}

/* A dry run prints the first records, so marked that no tool takes them. */
static void show_record(struct importer *importer, size_t from)
{
	struct buffer *records = &importer->records;
	struct buffer marked = {0};

	if (importer->written <= SHOWN_RECORDS)
		envelope_mark_dry_run(records->text + from, records->length - from, &marked);
	records->length = from;
	buffer_add(records, marked.text, marked.length);
	buffer_release(&marked);
	describe_amount(importer);
}

static void import_row(struct importer *importer, const struct row *row)
{
	size_t from = importer->records.length;

	importer->read++;
	importer->line = row->line;
	importer->progress.lines = row->line;
	buffer_reset(&importer->reasons);
	switch (converter_row(&importer->converter, row, &importer->run->arena, &importer->records,
		&importer->reasons)) {
	case CONVERTED:
		importer->written++;
		importer->used += row->lines;
		if (importer->run->settings.dry_run)
			show_record(importer, from);
		break;
	case CONVERSION_EMPTY:
		importer->empty += row->lines;
		break;
	case CONVERSION_UNSELECTED:
		importer->unselected++;
		importer->left_out += row->lines;
		break;
	case CONVERSION_REFUSED:
		refuse_row(importer, row);
		break;
	}
	arena_reset(&importer->run->arena);
}

static void import_rows(struct importer *importer)
{
	struct row row;
	int got;

	while ((got = rows_next(importer->rows, &row)) > 0) {
		if (row.line <= importer->guess.header_line) {
			importer->skipped += row.lines;
			continue;
		}
		import_row(importer, &row);
		if (importer->read % BATCH_LINES == 0)
			progress_tick(&importer->progress);
		if (importer->records.length > OUTPUT_BYTES && !flush(importer))
			return;
	}
	if (got < 0) {
		progress_clear(&importer->progress);
		diagnostic_errno("%s", importer->name);
		run_raise_status(importer->run, EX_IOERR);
	}
	flush(importer);
}

/* A new file of refused rows gets the header, so that it can be imported once it is corrected. */
static bool open_rejects(struct importer *importer, struct fault *fault)
{
	const struct import_settings *settings = importer->settings;
	const struct guess *guess = &importer->guess;
	struct stat status;
	bool filled = settings->rejects != NULL && stat(settings->rejects, &status) == 0 &&
		      S_ISREG(status.st_mode) && status.st_size > 0;

	if (settings->rejects == NULL)
		return true;
	importer->rejects = rejects_open(settings->rejects, fault);
	if (importer->rejects == NULL || filled)
		return importer->rejects != NULL;
	if (source_needs_mark(importer->source))
		rejects_add(importer->rejects, SOURCE_MARK, strlen(SOURCE_MARK));
	rejects_add(importer->rejects, guess->header, guess->header_length);
	return true;
}

static bool prepare(struct importer *importer, struct fault *fault)
{
	const struct import_settings *settings = importer->settings;

	return find_target(importer, fault) &&
	       mappings_read(&importer->mapped, &importer->slots, "map", settings->mapped.items,
		       settings->mapped.count, &importer->arena, fault) &&
	       mappings_read(&importer->defaults, &importer->slots, "default",
		       settings->defaults.items, settings->defaults.count, &importer->arena,
		       fault) &&
	       require_fields(importer, fault) && read_habits(importer, fault) &&
	       read_columns(importer, fault) && check_defaults(importer, fault) &&
	       open_input(importer, fault);
}

static void report_counts(struct importer *importer)
{
	const struct settings *settings = &importer->run->settings;
	char unselected[60] = "";

	if (importer->unselected > 0)
		snprintf(unselected, sizeof(unselected), "%lld not selected, ",
			(long long)importer->left_out);
	if (settings->verbose || settings->dry_run)
		diagnostic(
			"%lld line%s: %lld to the header, %lld of %lld record%s, %s%lld refused, "
			"%lld empty",
			(long long)rows_lines(importer->rows), plural(rows_lines(importer->rows)),
			(long long)importer->skipped, (long long)importer->used,
			(long long)importer->written, plural(importer->written), unselected,
			(long long)importer->refused,
			(long long)importer->empty + (long long)rows_blank(importer->rows));
	else if (importer->unselected > 0 && !settings->quiet)
		diagnostic("%s: %lld row%s not selected", importer->name,
			(long long)importer->unselected, plural(importer->unselected));
}

static void import(struct importer *importer)
{
	struct fault fault = {0};

	if (importer->run->settings.dry_run)
		describe_guess(importer);
	if (!open_rejects(importer, &fault) || !confine_files(importer->run, NULL, &fault)) {
		fail(importer, &fault);
		return;
	}
	importer->converter = (struct converter){
		.slots = &importer->slots,
		.columns = &importer->guess.columns,
		.defaults = &importer->defaults,
		.selection = &importer->selection,
		.habits = &importer->guess.habits,
	};
	importer->rows = rows_new(importer->guess.delimiter, source_read, importer->source,
		rejects_add, importer->rejects);
	import_rows(importer);
	progress_clear(&importer->progress);
	report_counts(importer);
}

int importer_run(struct run *run, const struct import_settings *settings)
{
	struct importer importer = {.run = run, .settings = settings, .input = -1};
	struct fault fault = {0};

	progress_start(&importer.progress, run->settings.quiet);
	if (!prepare(&importer, &fault))
		fail(&importer, &fault);
	else if (read_header(&importer))
		import(&importer);
	rows_free(importer.rows);
	source_close(importer.source);
	rejects_close(importer.rejects);
	buffer_release(&importer.records);
	buffer_release(&importer.reasons);
	arena_release(&importer.arena);
	if (importer.input > STDIN_FILENO)
		close(importer.input);
	return run->status;
}
