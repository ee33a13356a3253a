#include "tool/amount.h"

#include <jansson.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/money.h"
#include "tool/diagnostic.h"

/* An amount of the record: in an object, or in an item of a list of pairs. */
struct place {
	const struct field_option *option;
	json_t *object;
	const char *name;
	const char *currency; /* NULL: the record has none */
};

/* What is done with each amount; false ends the walk. */
typedef bool visit(const struct place *place, struct fault *fault);

/* Borrows from RECORD: the object that has the field of OPTION, or NULL. */
static json_t *object_of(const json_t *record, const struct field_option *option)
{
	return option->within != NULL ? json_object_get(record, option->within->name)
				      : (json_t *)(uintptr_t)record;
}

/* Borrows from RECORD: the currency beside the field of OPTION, or NULL. */
static const char *currency_of(
	const json_t *record, const struct field_options *fields, const struct field_option *option)
{
	const char *code;
	size_t i;

	for (i = 0; i < fields->count; i++) {
		const struct field_option *other = &fields->items[i];

		if (other->field->type != FIELD_CURRENCY || other->within != option->within)
			continue;
		code = json_string_value(
			json_object_get(object_of(record, other), other->field->name));
		return code != NULL && money_is_currency(code) ? code : NULL;
	}
	return NULL;
}

/* Calls VISIT with each amount that OPTION has set. */
static bool visit_option(const json_t *record, const struct field_options *fields,
	const struct field_option *option, visit *visitor, struct fault *fault)
{
	const struct field *field = option->field;
	json_t *object = object_of(record, option), *value, *item;
	struct place place = {option, object, field->name, currency_of(record, fields, option)};
	size_t i;

	value = json_object_get(object, field->name);
	if (value == NULL)
		return true;
	if (field->type == FIELD_AMOUNT)
		return visitor(&place, fault);
	if (field->type != FIELD_LIST || field->layout->fields[1].type != FIELD_AMOUNT)
		return true;
	place.name = field->layout->fields[1].name;
	json_array_foreach(value, i, item)
	{
		place.object = item;
		if (!visitor(&place, fault))
			return false;
	}
	return true;
}

static bool visit_amounts(const json_t *record, const struct field_options *fields, visit *visitor,
	struct fault *fault)
{
	size_t i;

	for (i = 0; i < fields->count; i++)
		if (!visit_option(record, fields, &fields->items[i], visitor, fault))
			return false;
	return true;
}

static bool refuse(const struct place *place, const char *text, enum decimal_result result,
	struct fault *fault)
{
	const char *name = place->option->name;

	switch (result) {
	case DECIMAL_AMBIGUOUS:
		return fault_set(fault, EX_USAGE,
			"--%s: \"%s\" may have thousands or decimals: write it without thousands, and "
			"with all decimals of %s",
			name, text, place->currency);
	case DECIMAL_TOO_FINE:
		return fault_set(fault, EX_USAGE, "--%s: \"%s\" has more decimals than %s has",
			name, text, place->currency);
	case DECIMAL_TOO_LARGE:
		return fault_set(fault, EX_USAGE, "--%s: \"%s\" is too large", name, text);
	case DECIMAL_READ:
	case DECIMAL_OTHER_MARK:
	case DECIMAL_NOT_A_NUMBER:
		break;
	}
	return fault_set(fault, EX_USAGE, "--%s: \"%s\" is not an amount", name, text);
}

/* Whether TEXT, such as 1000.000, has three digits after its only mark, and four or more before. */
static bool has_thousandths(const char *text)
{
	const char *mark = strpbrk(text, ".,");

	return mark != NULL && mark - text > 3 && strlen(mark + 1) == 3 &&
	       strpbrk(mark + 1, ".,") == NULL;
}

static bool read_amount(const struct place *place, struct fault *fault)
{
	const char *text = json_string_value(json_object_get(place->object, place->name));
	enum decimal_result result;
	int64_t value;

	if (text == NULL)
		return true;
	if (place->currency == NULL)
		return fault_set(fault, EX_USAGE,
			"--%s: \"%s\" requires a currency beside it; an amount without one is in "
			"minor units",
			place->option->name, text);
	result = decimal_parse(text, DECIMAL_UNKNOWN, money_digits(place->currency), &value);
	/* A thousand in such a currency would have its decimals, too: 1250.000. */
	if (result == DECIMAL_AMBIGUOUS && money_digits(place->currency) == 3)
		result = decimal_parse(
			text, strchr(text, '.') != NULL ? DECIMAL_POINT : DECIMAL_COMMA, 3, &value);
	/* Its zeros may be a thousand's. */
	if (result == DECIMAL_READ && money_digits(place->currency) < 3 && has_thousandths(text))
		result = DECIMAL_AMBIGUOUS;
	if (result != DECIMAL_READ)
		return refuse(place, text, result, fault);
	json_object_set_new(place->object, place->name, json_integer(value));
	return true;
}

bool option_amounts_read(
	struct json_t *record, const struct field_options *fields, struct fault *fault)
{
	return visit_amounts(record, fields, read_amount, fault);
}

static bool print_amount(const struct place *place, struct fault *fault)
{
	long long value = json_integer_value(json_object_get(place->object, place->name));
	char text[MONEY_TEXT];

	(void)fault;
	if (place->currency != NULL)
		money_format(value, place->currency, text);
	else
		snprintf(text, sizeof(text), "%lld minor units", value);
	diagnostic("--%s: %s", place->option->name, text);
	return true;
}

/* Sets each currency that RECORD does not have to that of EVENT, which has the whole record. */
static void add_currencies(json_t *record, const json_t *event, const struct field_options *fields)
{
	size_t i;

	for (i = 0; i < fields->count; i++) {
		const struct field_option *option = &fields->items[i];
		const char *name = option->field->name;
		json_t *object = object_of(record, option);

		if (option->field->type == FIELD_CURRENCY && json_object_get(object, name) == NULL)
			json_object_set(
				object, name, json_object_get(object_of(event, option), name));
	}
}

void option_amounts_print(const struct run *run, const char *answer)
{
	struct field_options fields = option_fields_of(run->verb);
	json_t *record, *event;

	if (run->settings.quiet || !isatty(STDERR_FILENO))
		return;
	record = json_loads(run->record_text, 0, NULL);
	event = json_loadb(answer, strcspn(answer, "\n"), 0, NULL);
	add_currencies(record, json_object_get(event, "data"), &fields);
	visit_amounts(record, &fields, print_amount, NULL);
	json_decref(event);
	json_decref(record);
}
