#include "import/value.h"

#include <ctype.h>

#include "base/local.h"
#include "base/money.h"
#include "base/spreadsheet.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "import/amount.h"
#include "import/boolean.h"
#include "import/columns.h"
#include "import/source.h"
#include "message/decode.h"

/* What a value is read with. */
struct reading {
	const struct slot *slot;
	const struct habits *habits;
	char *currency;
	struct arena *arena;
	struct fault *fault;
};

__attribute__((format(printf, 2, 3))) static json_t *refuse(
	const struct reading *reading, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fault_set_list(reading->fault, EX_DATAERR, format, arguments);
	va_end(arguments);
	return NULL;
}

/* The length of a blank of any width, or none, such as stand at the ends of cells; or 0. */
static size_t blank_length(const char *text)
{
	uint32_t character;
	size_t size = utf8_read(text, strnlen(text, 4), &character);

	if (size <= 1)
		return strspn(text, " \t\n\r\v\f") > 0;
	return unicode_is_blank(character) || (unicode_is_invisible(character) &&
						      !unicode_is_attached(character) &&
						      character != ZERO_WIDTH_JOINER)
		       ? size
		       : 0;
}

static size_t blanks_length(const char *text)
{
	size_t length = 0, blank;

	while ((blank = blank_length(text + length)) > 0)
		length += blank;
	return length;
}

/* Replaces line breaks and tabs, with the blanks around them, by one blank. */
static void join_lines(char *text)
{
	char *to = text;

	while (*text != '\0') {
		if (strchr("\r\n\t", *text) == NULL) {
			*to++ = *text++;
			continue;
		}
		text += strspn(text, " \r\n\t");
		*to++ = ' ';
	}
	*to = '\0';
}

/* Why a cell holds no text; NULL if it does. */
static const char *not_a_text(const char *text, size_t length)
{
	if (strlen(text) != length)
		return "holds a NUL";
	if (!utf8_is_valid(text, length))
		return "is not UTF-8; --encoding names another encoding";
	if (strstr(text, SOURCE_REPLACEMENT) != NULL)
		return "has a character that the file's encoding does not have";
	return NULL;
}

/* Borrows from ARENA: TEXT without blanks at its ends. */
static char *trim(const char *text, struct arena *arena)
{
	char *trimmed, *end, *at;
	size_t blank;

	text += blanks_length(text);
	trimmed = arena_text(arena, text, strlen(text));
	/* The end of the last character that is not blank. */
	for (at = end = trimmed; *at != '\0'; at += blank > 0 ? blank : 1) {
		blank = blank_length(at);
		if (blank == 0)
			end = at + 1;
	}
	*end = '\0';
	return trimmed;
}

const char *value_clean(const char *text, size_t length, struct arena *arena, struct fault *fault)
{
	const char *reason = not_a_text(text, length);

	if (reason != NULL) {
		if (fault != NULL)
			fault_set(fault, EX_DATAERR, "%s", reason);
		return NULL;
	}
	return trim(spreadsheet_unmark(text + blanks_length(text), arena), arena);
}

/* What spreadsheets write in place of a value that they do not have. */
static bool is_error(const char *text)
{
	static const char *const errors[] = {
		"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!"};
	size_t i;

	for (i = 0; i < COUNT_OF(errors); i++)
		if (strcasecmp(text, errors[i]) == 0)
			return true;
	return strspn(text, "#") == strlen(text) && strlen(text) >= 3;
}

/* Whether TEXT is a number that a spreadsheet has shortened: 1.23E+15. */
static bool is_shortened(const char *text)
{
	size_t length = strspn(text, "0123456789.,");

	return length > 0 && strncmp(text + length, "E+", 2) == 0 &&
	       strspn(text + length + 2, "0123456789") == strlen(text + length + 2) &&
	       text[length + 2] != '\0';
}

/* Whether TEXT is a number with more digits than a spreadsheet keeps: 12345678901234500000. */
static bool is_rounded(const char *text)
{
	enum { DIGITS = 18, ZEROS = 3 };
	size_t length = strspn(text, "0123456789");

	return text[length] == '\0' && *text != '0' && length >= DIGITS &&
	       strcmp(text + length - ZEROS, "000") == 0;
}

/* Whether TEXT is a whole number that was taken for an amount: 1234567890.0. */
static bool has_no_decimals(const char *text)
{
	size_t length = strspn(text, "0123456789");

	return length > 0 && (text[length] == '.' || text[length] == ',') &&
	       text[length + 1] == '0' &&
	       strspn(text + length + 1, "0") == strlen(text + length + 1);
}

static json_t *read_text(const struct reading *reading, const char *text)
{
	bool key = reading->slot->field->flags & KEY;
	char *joined = arena_text(reading->arena, text, strlen(text));
	const char *how = NULL;

	join_lines(joined);
	if (is_shortened(joined))
		how = "has shortened";
	else if (key && is_rounded(joined))
		how = "has rounded";
	else if (key && has_no_decimals(joined))
		how = "has added decimals to";
	if (how == NULL)
		return json_string(joined);
	return refuse(reading,
		"\"%s\" is a number that a spreadsheet %s: format the column as text", joined, how);
}

static json_t *read_uuid(const struct reading *reading, const char *text)
{
	char *lower = arena_text(reading->arena, text, strlen(text)), *c;

	for (c = lower; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return json_string(lower);
}

static json_t *refuse_date(const struct reading *reading, const char *text, enum date_result result)
{
	static const char *const firsts[DATE_ORDERS] = {
		[DATE_DAY_FIRST] = "day", [DATE_MONTH_FIRST] = "month", [DATE_YEAR_FIRST] = "year"};
	bool short_year;

	switch (result) {
	case DATE_AMBIGUOUS:
		date_evidence(text, &short_year);
		return refuse(reading,
			short_year
				? "\"%s\" may begin with the day, the month or the year; --dates "
				  "dmy, mdy or ymd decides"
				: "\"%s\" may begin with the day or the month; --dates dmy or mdy "
				  "decides",
			text);
	case DATE_OTHER_ORDER:
		return refuse(reading, "\"%s\" is no date with the %s first (--dates)", text,
			firsts[reading->habits->order]);
	case DATE_SERIAL:
		return refuse(reading,
			"\"%s\" is a spreadsheet's number of a day: format the column as dates",
			text);
	case DATE_READ:
	case DATE_NOT_A_DATE:
		break;
	}
	return refuse(reading, "\"%s\" is not a date", text);
}

/* The date of a moment is that in the zone of the habits. */
static json_t *read_moment(const struct reading *reading, const struct date *date, const char *text)
{
	const char *moment =
		arena_printf(reading->arena, "%s%s%s", date->day, date->clock, date->offset);
	char day[LOCAL_DATE_TEXT];
	int64_t milliseconds;

	if (!clock_parse(moment, &milliseconds))
		return refuse(reading, "\"%s\" is not a date", text);
	if (reading->habits->zone == NULL)
		return refuse(reading,
			"\"%s\" is a moment, whose date depends on the time zone; --zone names one",
			text);
	local_date(milliseconds, reading->habits->zone, day);
	return json_string(day);
}

static json_t *read_date(const struct reading *reading, const char *text)
{
	struct date date;
	enum date_result result = date_parse(text, reading->habits->order, &date);

	if (result != DATE_READ)
		return refuse_date(reading, text, result);
	return *date.offset != '\0' ? read_moment(reading, &date, text) : json_string(date.day);
}

static json_t *read_time(const struct reading *reading, const char *text)
{
	struct date date;
	enum date_result result = date_parse(text, reading->habits->order, &date);

	if (result != DATE_READ)
		return refuse_date(reading, text, result);
	return json_string(
		arena_printf(reading->arena, "%s%s%s", date.day, date.clock, date.offset));
}

static json_t *read_currency(const struct reading *reading, const char *text)
{
	char code[MONEY_CODE];

	(void)reading;
	return json_string(amount_currency(text, code) ? code : text);
}

static json_t *read_integer(const struct reading *reading, const char *text)
{
	int64_t value;

	return amount_read_whole(text, reading->habits->mark, &value, reading->fault)
		       ? json_integer(value)
		       : NULL;
}

static json_t *read_amount(const struct reading *reading, const char *text)
{
	const struct habits *habits = reading->habits;
	int64_t value;

	if (!amount_read(text, habits->mark, habits->minor_units, reading->currency, &value,
		    reading->fault))
		return NULL;
	if (value < 0 && reading->slot->field->lowest >= 0)
		return refuse(reading, "\"%s\" is negative", text);
	return json_integer(value);
}

static json_t *read_boolean(const struct reading *reading, const char *text)
{
	bool value;

	if (!boolean_parse(text, &value, reading->arena))
		return refuse(reading, "\"%s\" is neither yes nor no", text);
	return json_boolean(value);
}

/* A value is found as a column is: in any case, without spaces. */
static json_t *read_enum(const struct reading *reading, const char *text)
{
	const struct enumeration *values = reading->slot->field->enumeration;
	const char *name = column_name(text, strlen(text), reading->arena);
	unsigned i;

	for (i = 1; i < values->count; i++) {
		const char *value = enumeration_text(values, i);

		if (strcmp(name, column_name(value, strlen(value), reading->arena)) == 0)
			return json_string(value);
	}
	return json_string(text);
}

/* What separates the items of the list in TEXT: NULL if there is one item only. */
static const char *separator_of(const struct reading *reading, const char *text)
{
	static const char *const guesses[] = {"\n", "\r", "|", ";", ","};
	/* An item may have commas. */
	size_t count = COUNT_OF(guesses) - (reading->slot->field->flags & UNSPLIT ? 1 : 0), i;

	if (reading->habits->separator != NULL)
		return reading->habits->separator;
	for (i = 0; i < count; i++)
		if (strstr(text, guesses[i]) != NULL)
			return guesses[i];
	return NULL;
}

static json_t *read_typed(const struct reading *reading, const char *text);

/* Whether TEXT may have a number of its own, as "2 full", "full (2)" and "full 2x" have. */
static bool may_have_number(const char *text)
{
	bool apart = true, digit = false;

	for (; *text != '\0'; text++) {
		digit = isdigit((unsigned char)*text);
		if (digit && apart)
			return true;
		apart = (unsigned char)*text < 0x80 && !isalnum((unsigned char)*text);
	}
	return digit;
}

/* Returns new: the JSON of "full=2" or "full: 2"; one alone, "full", is a quantity of 1. */
static json_t *read_pair(const struct reading *reading, const char *text)
{
	const struct field *fields = reading->slot->field->layout->fields;
	struct slot second = {.field = &fields[1]};
	struct reading of_second = *reading;
	bool texts = fields[1].type == FIELD_STRING;
	const char *equals = texts ? strchr(text, '=') : strrchr(text, '=');
	const char *name, *rest;
	json_t *value;

	if (equals == NULL)
		equals = texts ? strchr(text, ':') : strrchr(text, ':');
	if (equals == NULL && fields[1].type == FIELD_INTEGER && !may_have_number(text))
		return json_pack("{s:s, s:i}", fields[0].name, text, fields[1].name, 1);
	if (equals == NULL)
		return refuse(reading, "\"%s\" is not %s=%s", text, fields[0].name, fields[1].name);
	name = trim(arena_text(reading->arena, text, (size_t)(equals - text)), reading->arena);
	rest = trim(equals + 1, reading->arena);
	of_second.slot = &second;
	value = read_typed(&of_second, rest);
	return value == NULL ? NULL
			     : json_pack("{s:s, s:o}", fields[0].name, name, fields[1].name, value);
}

/*
 * The end of the item at TEXT: SEPARATOR, or NULL. A comma before digits alone is none: they are
 * the decimals of "full=12,50".
 */
static const char *item_end(const struct reading *reading, const char *text, const char *separator)
{
	const char *end = separator != NULL ? strstr(text, separator) : NULL;
	bool amounts = reading->slot->pairs &&
		       reading->slot->field->layout->fields[1].type == FIELD_AMOUNT;

	while (amounts && end != NULL && strcmp(separator, ",") == 0) {
		const char *after = end + 1 + strspn(end + 1, "0123456789");

		if (after == end + 1 || (*after != ',' && *after != '\0'))
			break;
		end = *after == ',' ? after : NULL;
	}
	return end;
}

static json_t *read_list(const struct reading *reading, const char *text)
{
	const char *separator = separator_of(reading, text), *next;
	json_t *list = json_array();

	for (; text != NULL; text = next) {
		const char *end = item_end(reading, text, separator);
		size_t length = end != NULL ? (size_t)(end - text) : strlen(text);
		const char *item = trim(arena_text(reading->arena, text, length), reading->arena);
		json_t *value;

		next = end != NULL ? end + strlen(separator) : NULL;
		if (*item == '\0')
			continue;
		value = (reading->slot->pairs ? read_pair : read_text)(reading, item);
		if (value == NULL) {
			json_decref(list);
			return NULL;
		}
		json_array_append_new(list, value);
	}
	return list;
}

/* Returns new: TEXT as a value of the slot's type, whatever its bounds. */
static json_t *read_typed(const struct reading *reading, const char *text)
{
	switch (reading->slot->field->type) {
	case FIELD_STRING:
		return read_text(reading, text);
	case FIELD_UUID:
		return read_uuid(reading, text);
	case FIELD_DATE:
		return read_date(reading, text);
	case FIELD_TIME:
		return read_time(reading, text);
	case FIELD_CURRENCY:
		return read_currency(reading, text);
	case FIELD_INTEGER:
		return read_integer(reading, text);
	case FIELD_AMOUNT:
		return read_amount(reading, text);
	case FIELD_BOOLEAN:
		return read_boolean(reading, text);
	case FIELD_ENUM:
		return read_enum(reading, text);
	case FIELD_LIST:
	case FIELD_STRINGS:
		return read_list(reading, text);
	case FIELD_EMAIL:
	case FIELD_ZONE:
	case FIELD_OBJECT:
		break;
	}
	return json_string(text);
}

static const char *read_as_written(struct written *of, const struct field *field, const char *text,
	struct arena *arena, struct fault *fault)
{
	struct clock_parts parts;

	(void)of;
	if (field->type == FIELD_TIME ? clock_read(text, &parts) : local_is_zone(text))
		return arena_text(arena, text, strlen(text));
	fault_set(fault, EX_DATAERR, "\"%s\" is not %s", text,
		field->type == FIELD_TIME ? "a date or a time" : "the name of a zone");
	return NULL;
}

struct written value_as_written = {read_as_written};

/* The number of the item that POINTER, "/tickets/1/type", is about, from 1; 0: none. */
static int item_of(const char *pointer)
{
	const char *second = strchr(pointer + (*pointer == '/'), '/');

	return second != NULL ? (int)strtol(second + 1, NULL, 10) + 1 : 0;
}

/* Decodes VALUE as the tool will; false with FAULT set if the tool would refuse it. */
static bool is_within(
	const struct slot *slot, json_t *value, struct arena *arena, struct fault *fault)
{
	json_t *whole = json_pack("{s:O}", slot->field->name, value);
	struct fault found = {0};
	bool good = decode_written(&slot->alone, whole, STRICT, "", &value_as_written, arena,
			    &found) != NULL;
	int item = item_of(found.pointer);

	json_decref(whole);
	if (!good && item > 0)
		fault_set(fault, EX_DATAERR, "%s (item %d)", found.reason, item);
	else if (!good)
		fault_set(fault, EX_DATAERR, "%s", found.reason);
	return good;
}

json_t *value_read(const struct slot *slot, const char *text, const struct habits *habits,
	char currency[MONEY_CODE], struct arena *arena, struct fault *fault)
{
	const struct reading reading = {slot, habits, currency, arena, fault};
	json_t *value;

	if (is_error(text))
		return refuse(&reading, "\"%s\" is a spreadsheet's error", text);
	value = read_typed(&reading, text);
	if (value == NULL || is_within(slot, value, arena, fault))
		return value;
	json_decref(value);
	return NULL;
}
