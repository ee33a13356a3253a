/* The types of fields. */
#include "base/clock.h"
#include "base/local.h"
#include "base/money.h"
#include "message/internal.h"

static bool has_pointer(const void *at)
{
	return *(const void *const *)at != NULL;
}

static bool has_integer(const void *at)
{
	return ((const struct integer *)at)->present;
}

static bool has_member(const void *at)
{
	return *(const unsigned *)at != 0;
}

static bool has_items(const void *at)
{
	return ((const struct list *)at)->items != NULL;
}

/* A type without bounds has a check of its own. */
static bool is_between(const struct field *field, int64_t value)
{
	int64_t lowest, highest;

	field_bounds(field, &lowest, &highest);
	return (lowest == 0 && highest == 0) || (value >= lowest && value <= highest);
}

static bool is_text_within(const struct field *field, const void *at)
{
	return is_between(field, (int64_t)strlen(*(const char *const *)at));
}

static bool is_integer_within(const struct field *field, const void *at)
{
	return is_between(field, ((const struct integer *)at)->value);
}

static bool is_list_within(const struct field *field, const void *at)
{
	return is_between(field, (int64_t)((const struct list *)at)->count);
}

static bool are_texts_within(const struct field *field, const void *at)
{
	const struct list *list = at;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (!is_text_within(field, (const char *const *)list->items + i))
			return false;
	return list->count <= ITEMS_LIMIT;
}

static const struct form text_form = {"string", sizeof(char *), false, has_pointer, is_text_within,
	decode_text, encode_text, format_text, json_schema_of_text};
static const struct form integer_form = {"integer", sizeof(struct integer), true, has_integer,
	is_integer_within, decode_integer, encode_integer, format_integer, json_schema_of_integer};
static const struct form boolean_form = {"boolean", sizeof(unsigned), false, has_member, NULL,
	decode_boolean, encode_boolean, format_boolean, NULL};
static const struct form enum_form = {"string", sizeof(unsigned), false, has_member, NULL,
	decode_enum, encode_enum, format_enum, json_schema_of_enum};
static const struct form object_form = {"object", sizeof(void *), false, has_pointer, NULL,
	decode_object, encode_object, format_object, json_schema_of_object};
static const struct form list_form = {"array", sizeof(struct list), false, has_items,
	is_list_within, decode_list, encode_list, format_list, json_schema_of_list};
static const struct form texts_form = {"array", sizeof(struct list), false, has_items,
	are_texts_within, decode_texts, encode_texts, format_texts, json_schema_of_texts};

static bool is_email(const char *text)
{
	const char *at = strchr(text, '@');

	return at != NULL && at != text && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
	       strpbrk(text, " <>(),;:\"\\") == NULL;
}

static bool is_uuid(const char *text)
{
	struct uuid uuid;

	return uuid_parse(text, &uuid);
}

static const char *normal_time(const char *text, struct arena *arena)
{
	int64_t milliseconds;
	char normal[CLOCK_TEXT];

	/* A date's moment depends on the zone. */
	if (clock_is_date(text) || !clock_parse(text, &milliseconds))
		return NULL;
	clock_format(milliseconds, normal);
	return arena_text(arena, normal, strlen(normal));
}

const struct field_traits field_traits[] = {
	[FIELD_STRING] = {.form = &text_form, .argument = "text", .lowest = 1, .highest = 200},
	[FIELD_EMAIL] = {.form = &text_form,
		.argument = "address",
		.lowest = 3,
		.highest = 254, /* RFC 5321, 4.5.3.1.3, less the angle brackets */
		.what = "an e-mail address",
		.is_valid = is_email,
		.keywords = {.format = "email", .pattern = "^" EMAIL_PART "@" EMAIL_PART "$"}},
	[FIELD_UUID] = {.form = &text_form,
		.argument = "uuid",
		.what = "a UUID in lower case",
		.is_valid = is_uuid,
		.keywords = {"uuid", UUID_PATTERN, UUID_TEXT - 1,
			"a UUID in canonical lower case"}},
	[FIELD_DATE] = {.form = &text_form,
		.argument = "date",
		.what = "a date of 1970 to 9999, YYYY-MM-DD",
		.is_valid = clock_is_date,
		.keywords = {"date", "^" DAY "$", 10, "YYYY-MM-DD"}},
	[FIELD_TIME] = {.form = &text_form,
		.argument = "time",
		.what = "a date-time of RFC 3339, with its offset from UTC",
		.normalize = normal_time,
		.keywords = {"date-time", "^" UTC_MOMENT "$", 24,
			"RFC 3339, in UTC, to the millisecond"},
		.command = {NULL, "^" WRITTEN_MOMENT "$", 0,
			"RFC 3339, with its offset; in a record without an id also a date, or a "
			"time without an offset, in the conference's zone"}},
	[FIELD_ZONE] = {.form = &text_form,
		.argument = "zone",
		.what = "the name of a zone, such as Europe/Berlin",
		.is_valid = local_is_zone,
		.keywords = {NULL, "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", ZONE_LIMIT,
			"of the IANA database"}},
	[FIELD_CURRENCY] = {.form = &text_form,
		.argument = "currency",
		.what = "a currency of ISO 4217",
		.is_valid = money_is_currency,
		.keywords = {NULL, "^[A-Z]{3}$", 3, "a currency of ISO 4217"}},
	[FIELD_INTEGER] = {.form = &integer_form, .argument = "number", .highest = INT32_MAX},
	[FIELD_AMOUNT] = {.form = &integer_form,
		.argument = "amount",
		.highest = (INT64_C(1) << 53) - 1, /* past it, JSON readers round */
		.keywords = {.doc = "counted in the currency's minor unit"}},
	[FIELD_BOOLEAN] = {.form = &boolean_form, .argument = ""},
	[FIELD_ENUM] = {.form = &enum_form, .argument = "text"},
	[FIELD_OBJECT] = {.form = &object_form, .argument = "text"},
	[FIELD_LIST] = {.form = &list_form, .argument = "text", .highest = ITEMS_LIMIT},
	[FIELD_STRINGS] = {.form = &texts_form, .argument = "list", .lowest = 1, .highest = 200},
};

bool field_is_present(const struct field *field, const void *data)
{
	return form_of(field)->is_present(field_at(field, data));
}

bool field_is_within(const struct field *field, const void *data)
{
	const struct form *form = form_of(field);

	return form->is_within == NULL || form->is_within(field, field_at(field, data));
}

void field_clear(const struct field *field, void *data)
{
	memset(field_at(field, data), 0, form_of(field)->size);
}

void field_bounds(const struct field *field, int64_t *lowest, int64_t *highest)
{
	bool declared = field->lowest != 0 || field->highest != 0;

	*lowest = declared ? field->lowest : field_traits[field->type].lowest;
	*highest = declared ? field->highest : field_traits[field->type].highest;
}

bool field_is_number(const struct field *field)
{
	return form_of(field)->is_number;
}

bool field_is_pairs(const struct field *field)
{
	const struct field *fields = field->type == FIELD_LIST ? field->layout->fields : NULL;
	size_t i;

	if (fields == NULL || field->layout->count < 2 || fields[0].type != FIELD_STRING ||
		(fields[1].type != FIELD_STRING && !field_is_number(&fields[1])))
		return false;
	for (i = 2; i < field->layout->count; i++)
		if (fields[i].flags & REQUIRED)
			return false;
	return true;
}

const char *field_argument(const struct field *field)
{
	if (field->flags & MINUTES)
		return "duration";
	return field->flags & UNSPLIT ? "text" : field_traits[field->type].argument;
}
