/*
 * Rows of a CSV file into records for a tool, whose fields are known by its --describe. No store
 * is opened.
 */
#include "import/importer.h"

static struct import_settings settings;

static int import(struct run *run)
{
	return importer_run(run, &settings);
}

static const struct tool_option options[] = {
	{'r', "rejects", "file", "append refused rows to file, in UTF-8, after the header",
		OPTION_TEXT, 0, &settings.rejects},
	{0, "columns", "field,...", "the fields of a file without a header; - is no field",
		OPTION_TEXT, 0, &settings.columns},
	{0, "dates", "order",
		"what 1/2/25 has first, the day, the month or the year: dmy, mdy, ymd", OPTION_TEXT,
		0, &settings.dates},
	{0, "decimal", "mark", "what precedes decimals: comma or point", OPTION_TEXT, 0,
		&settings.decimal},
	{0, "default", "field=value", "the value of field in rows that have none; may be repeated",
		OPTION_TEXTS, 0, &settings.defaults},
	{0, "delimiter", "character", "what separates cells: a character, or tab", OPTION_TEXT, 0,
		&settings.delimiter},
	{0, "encoding", "name", "the file's encoding, a name of iconv(1)", OPTION_TEXT, 0,
		&settings.encoding},
	{0, "header", "line", "the line of the header; what is before it is ignored", OPTION_NUMBER,
		1, &settings.header_line},
	{0, "incoming", NULL, "skip rows whose amount is empty, 0, or negative", OPTION_FLAG, 0,
		&settings.incoming},
	{0, "map", "field=column", "which column, by name or number, is field; may be repeated",
		OPTION_TEXTS, 0, &settings.mapped},
	{0, "minor-units", NULL, "amounts are in minor units already: 500 is 5.00 EUR", OPTION_FLAG,
		0, &settings.minor_units},
	{0, "only", "column=text", "skip rows that have another text in column; may be repeated",
		OPTION_TEXTS, 0, &settings.only},
	{0, "require", "field", "refuse rows without field, if optional; may be repeated",
		OPTION_TEXTS, 0, &settings.required},
	{0, "separator", "text", "what separates the items of a list in a cell", OPTION_TEXT, 0,
		&settings.separator},
	{0, "zone", "name", "the time zone in which a time with an offset has its date",
		OPTION_TEXT, 0, &settings.zone},
	{.doc = NULL},
};

static const struct verb verbs[] = {
	{
		.run = import,
		.takes = TAKES_DRY_RUN | TAKES_VERBOSITY,
		.options = options,
		.operands = "tool [command] [file]",
	},
	{.run = NULL},
};

static const struct tool csv_import = {
	.name = "csv-import",
	.doc = "Converts the rows of a CSV file to records for a tool.",
	.verbs = verbs,
	.needs = NEEDS_PROGRAMS, /* the named tool's --describe, then no more */
};

int main(int argc, char **argv)
{
	return tool_main(&csv_import, argc, argv);
}
