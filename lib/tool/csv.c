#include "tool/csv.h"

#include "base/local.h"
#include "base/money.h"
#include "base/spreadsheet.h"
#include "message/format.h"
#include "tool/tool.h"

bool csv_read_style(struct settings *settings, struct fault *fault)
{
	struct csv_style *style = &settings->style;

	style->bom = settings->bom;
	style->delimiter = ',';
	settings->csv = settings->csv || settings->bom || settings->decimal != NULL ||
			settings->delimiter != NULL;
	if (settings->json && (settings->csv || settings->table || settings->columns != NULL))
		return fault_set(fault, EX_USAGE, "--json can't be combined with %s",
			settings->csv     ? "--csv"
			: settings->table ? "-t"
					  : "--columns");
	if (settings->delimiter != NULL &&
		!spreadsheet_read_delimiter(settings->delimiter, &style->delimiter, fault))
		return false;
	style->mark = style->delimiter == ';' ? DECIMAL_COMMA : DECIMAL_POINT;
	return settings->decimal == NULL ||
	       decimal_read_mark(settings->decimal, &style->mark, fault);
}

/*
 * Adds TEXT as a cell: in quotes if it needs them, with quotes doubled (RFC 4180, 2.5 to 2.7). A
 * text that is no number has them also for the usual delimiters other than STYLE's, because some
 * spreadsheets divide at several.
 */
static void add_cell(
	const struct csv_style *style, const char *text, bool number, struct buffer *out)
{
	const char *c;

	if (strpbrk(text, number ? "\"" : ",;\t\"\r\n") == NULL &&
		strchr(text, style->delimiter) == NULL) {
		buffer_add_text(out, text);
		return;
	}
	buffer_add(out, "\"", 1);
	for (c = text; *c != '\0'; c++)
		buffer_add(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
	buffer_add(out, "\"", 1);
}

/* Adds an amount as a number, in the main unit. */
static void add_amount(const struct csv_style *style, const struct field *field, const void *data,
	const char *currency, struct buffer *cell)
{
	char money[MONEY_TEXT], *point;

	if (!field_is_present(field, data))
		return;
	money_number(((const struct integer *)field_at(field, data))->value, currency, money);
	point = strchr(money, '.');
	if (point != NULL && style->mark == DECIMAL_COMMA)
		*point = ',';
	buffer_add_text(cell, money);
}

/* Adds a local time as spreadsheets read it, without its offset; the end of a day is its date. */
static void add_time(const struct csv_style *style, const struct field *field, const void *data,
	struct buffer *cell)
{
	const char *time = *(const char *const *)field_at(field, data);
	char text[LOCAL_TEXT];

	if (time == NULL)
		return;
	local_format(clock_parse_or(time, 0), field->flags & UNTIL ? LOCAL_END : LOCAL_BEGINNING,
		style->offset, text);
	*strrchr(text, ' ') = '\0';
	if (strcmp(strchr(text, ' '), " 24:00") == 0)
		*strchr(text, ' ') = '\0';
	buffer_add_text(cell, text);
}

static void add_value(const struct csv_style *style, const struct field *field, const void *data,
	const char *currency, struct buffer *cell)
{
	if (field->type == FIELD_AMOUNT)
		add_amount(style, field, data, currency, cell);
	else if (field->type == FIELD_TIME)
		add_time(style, field, data, cell);
	else
		field_format(field, data, currency, cell);
}

/* Adds an item of the list FIELD: a text, or the values of a struct as "full=2". */
static void add_item(const struct csv_style *style, const struct field *field, const void *item,
	const char *currency, struct buffer *cell)
{
	const char *equals = "";
	size_t i;

	if (field->layout == NULL) {
		buffer_add_text(cell, *(const char *const *)item);
		return;
	}
	for (i = 0; i < field->layout->count; i++) {
		if (field->layout->fields[i].flags & HIDDEN)
			continue;
		buffer_add_text(cell, equals);
		add_value(style, &field->layout->fields[i], item, currency, cell);
		equals = "=";
	}
}

/*
 * Adds the items of a list, separated by SEPARATOR, or by line breaks if an item has one of the
 * characters at which csv-import divides a cell.
 */
static void add_list(const struct csv_style *style, const struct field *field,
	const struct list *list, const char *currency, struct buffer *cell)
{
	size_t size = field->layout != NULL ? field->layout->size : sizeof(char *), i;
	const char *separator = field->flags & UNSPLIT ? "; " : ",";
	const char *dividing = field->flags & UNSPLIT ? ";|" : ",;|";
	struct buffer item = {0};

	for (i = 0; i < list->count && list->count > 1; i++) {
		buffer_reset(&item);
		add_item(style, field, (const char *)list->items + i * size, currency, &item);
		if (strpbrk(buffer_text(&item), dividing) != NULL)
			separator = "\n";
	}
	buffer_release(&item);
	for (i = 0; i < list->count; i++) {
		buffer_add_text(cell, i > 0 ? separator : "");
		add_item(style, field, (const char *)list->items + i * size, currency, cell);
	}
}

/* Whether a spreadsheet reads FIELD as what it is. */
static bool is_understood(const struct field *field)
{
	return field_is_number(field) || field->type == FIELD_DATE || field->type == FIELD_TIME;
}

/* Formats FIELD as CELL, without quotes. A text has marks where a spreadsheet would misread it. */
static void format_cell(const struct csv_style *style, const struct layout *layout,
	const struct field *field, const void *record, struct buffer *cell)
{
	const char *currency = format_currency(layout, record);
	struct buffer text = {0};

	buffer_reset(cell);
	if (field->type == FIELD_LIST || field->type == FIELD_STRINGS)
		add_list(style, field, field_at(field, record), currency, &text);
	else
		add_value(style, field, record, currency, &text);
	if (is_understood(field))
		buffer_add_text(cell, buffer_text(&text));
	else
		spreadsheet_mark(buffer_text(&text), cell);
	buffer_release(&text);
}

/* Adds what is before the cell NUMBER, from 0. */
static void add_delimiter(const struct csv_style *style, size_t number, struct buffer *out)
{
	if (number > 0)
		buffer_add(out, &style->delimiter, 1);
}

void csv_add_header(
	const struct csv_style *style, const struct report_columns *columns, struct buffer *out)
{
	size_t i;

	buffer_add_text(out, style->bom ? "\ufeff" : "");
	for (i = 0; i < columns->count; i++) {
		add_delimiter(style, i, out);
		add_cell(style, columns->items[i]->name, false, out);
	}
	buffer_add(out, "\r\n", 2);
}

void csv_add_row(const struct csv_style *style, const struct report_columns *columns,
	const struct layout *layout, const void *record, struct buffer *out)
{
	struct buffer cell = {0};
	size_t i;

	for (i = 0; i < columns->count; i++) {
		add_delimiter(style, i, out);
		format_cell(style, layout, columns->items[i], record, &cell);
		add_cell(style, buffer_text(&cell), field_is_number(columns->items[i]), out);
	}
	buffer_add(out, "\r\n", 2);
	buffer_release(&cell);
}
