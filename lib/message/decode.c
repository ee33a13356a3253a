#include "message/decode.h"

#include <stdarg.h>

#include "base/decimal.h"
#include "base/money.h"
#include "base/distance.h"
#include "base/plural.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "message/internal.h"

/* The path of a value in the line, from the innermost step outwards. */
struct path {
	const struct path *outer;
	const char *name; /* of a member; NULL for an item */
	size_t index;
};

struct decoder {
	enum strictness strictness;
	const char *root;
	struct written *written; /* NULL: none */
	const struct layout *layout;
	const json_t *object; /* the one, of LAYOUT, whose member is decoded */
	struct arena *arena;
	struct fault *fault;
};

/* RFC 6901, 3: ~ and / are escaped as ~0 and ~1. Control characters are omitted. */
static void append_step(char *pointer, size_t size, const char *name)
{
	size_t length = strlen(pointer);

	if (length + 1 < size)
		pointer[length++] = '/';
	for (; *name != '\0' && length + 3 < size; name++) {
		if (*name == '~' || *name == '/') {
			pointer[length++] = '~';
			pointer[length++] = *name == '~' ? '0' : '1';
		} else if ((unsigned char)*name == 0xc2 && (unsigned char)name[1] < 0xa0) {
			name++; /* C1 */
		} else if ((unsigned char)*name >= 0x20 && *name != 0x7f) {
			pointer[length++] = *name;
		}
	}
	pointer[length] = '\0';
	fault_trim(pointer);
}

static void write_pointer(const struct path *path, char *pointer, size_t size)
{
	char number[24];

	if (path->outer != NULL)
		write_pointer(path->outer, pointer, size);
	if (path->name != NULL) {
		append_step(pointer, size, path->name);
	} else if (path->outer != NULL) {
		snprintf(number, sizeof(number), "%zu", path->index);
		append_step(pointer, size, number);
	}
}

/* Sets the fault and its JSON pointer. Returns false, so that a caller can return it. */
__attribute__((format(printf, 3, 4))) static bool refuse(
	const struct decoder *decoder, const struct path *path, const char *format, ...)
{
	char *pointer = decoder->fault->pointer;
	va_list arguments;

	va_start(arguments, format);
	fault_set_list(decoder->fault, EX_DATAERR, format, arguments);
	va_end(arguments);
	strlcpy(pointer, decoder->root, sizeof(decoder->fault->pointer));
	write_pointer(path, pointer, sizeof(decoder->fault->pointer));
	return false;
}

/* In the decoder's arena: the end of a reason; "" if nothing is near. */
static const char *did_you_mean(const struct decoder *decoder, const struct nearest *nearest)
{
	return nearest->text == NULL
		       ? ""
		       : arena_printf(decoder->arena, "; did you mean %s?", nearest->text);
}

static const char *json_name(const json_t *json)
{
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "a list";
	case JSON_STRING:
		return "a text";
	case JSON_INTEGER:
		return "a number";
	case JSON_REAL:
		return "a number with a fraction or an exponent";
	case JSON_TRUE:
	case JSON_FALSE:
		return "true or false";
	case JSON_NULL:
		return "null";
	}
	return "something else";
}

/* Whether JSON is what an empty cell becomes. */
static bool is_blank(const json_t *json)
{
	const char *name;
	json_t *value;
	size_t i;

	if (json_is_array(json)) {
		json_array_foreach(json, i, value)
		{
			if (!is_blank(value))
				return false;
		}
		return json_array_size(json) > 0;
	}
	if (json_is_object(json)) {
		json_object_foreach((json_t *)(uintptr_t)json, name, value)
		{
			if (!is_blank(value))
				return false;
		}
		return json_object_size(json) > 0;
	}
	return json_is_null(json) || (json_is_string(json) && json_string_length(json) == 0);
}

static bool is_left_out(const struct decoder *decoder, const json_t *json)
{
	return decoder->strictness == BARE && is_blank(json);
}

/*
 * The text that JSON is, or in a BARE record the digits of the number. Above 2^53 some programs
 * have rounded it. NULL with the fault set: neither.
 */
static const char *text_of(
	const struct decoder *decoder, const struct path *path, const json_t *json)
{
	const int64_t exact = INT64_C(1) << 53;
	int64_t number = json_integer_value(json);

	if (json_is_string(json))
		return json_string_value(json);
	if (decoder->strictness != BARE || !json_is_number(json))
		refuse(decoder, path, "is %s, not a text", json_name(json));
	else if (json_is_integer(json) && number >= 0 && number <= exact)
		return arena_printf(decoder->arena, "%lld", (long long)number);
	else
		refuse(decoder, path, "is a number %s: as a text it is in quotes",
			!json_is_integer(json) ? "with a fraction or an exponent"
			: number < 0           ? "below 0"
					       : "above 9007199254740992");
	return NULL;
}

/*
 * Refuses what is not seen in a text by which somebody or something is known, and at the ends of a
 * name, and blanks alone in both. An event may have been written by another version of Unicode.
 */
static bool is_seen(const struct decoder *decoder, const struct path *path,
	const struct field *field, const char *text)
{
	bool everywhere = field->type == FIELD_EMAIL || (field->flags & (KEY | IDENTIFIES));
	uint32_t unseen;

	if (decoder->strictness == TOLERANT || (!everywhere && !(field->flags & NAME)))
		return true;
	if (unicode_is_blank_text(text))
		return refuse(decoder, path, "is blank");
	unseen = everywhere ? unicode_find_unseen(text) : unicode_find_unseen_end(text);
	return unseen == 0 ||
	       refuse(decoder, path, "%s U+%04X, which is not seen: remove it",
		       everywhere ? "holds" : "begins or ends with", (unsigned)unseen);
}

/* Sets *VALUE to what a person's TEXT means; false with the fault set. */
static bool read_as_written(const struct decoder *decoder, const struct path *path,
	const struct field *field, const char *text, const char **value)
{
	*value = decoder->written->read(
		decoder->written, field, text, decoder->arena, decoder->fault);
	return *value != NULL || refuse(decoder, path, "%s", decoder->fault->reason);
}

bool decode_text(struct decoder *decoder, const struct path *path, const struct field *field,
	const json_t *json, void *to)
{
	const struct field_traits *traits = &field_traits[field->type];
	const char *text = text_of(decoder, path, json);
	const char **value = to;
	size_t length = text != NULL ? strlen(text) : 0;
	int64_t lowest, highest;

	if (text == NULL)
		return false;
	field_bounds(field, &lowest, &highest);
	if (highest > 0 && (int64_t)length > highest)
		return refuse(decoder, path, "is %zu byte%s long; %lld is the most", length,
			plural((int64_t)length), (long long)highest);
	if ((int64_t)length < lowest && length == 0)
		return refuse(decoder, path, "is empty");
	if ((int64_t)length < lowest)
		return refuse(decoder, path, "is %zu byte%s long; %lld is the least", length,
			plural((int64_t)length), (long long)lowest);
	if (!utf8_is_plain(text))
		return refuse(decoder, path, "holds a control character");
	if (!is_seen(decoder, path, field, text))
		return false;
	if (decoder->written != NULL && (field->type == FIELD_TIME || field->type == FIELD_ZONE))
		return read_as_written(decoder, path, field, text, value);
	if (traits->normalize != NULL)
		*value = traits->normalize(text, decoder->arena);
	else if (traits->is_valid == NULL || traits->is_valid(text))
		*value = arena_text(decoder->arena, text, length);
	return *value != NULL || refuse(decoder, path, "\"%s\" is not %s", text, traits->what);
}

/* Borrows from the line: the currency beside the member that is decoded; NULL: none. */
static const char *currency_beside(const struct decoder *decoder)
{
	const char *code = NULL;
	size_t i;

	for (i = 0; i < decoder->layout->count && code == NULL; i++)
		if (decoder->layout->fields[i].type == FIELD_CURRENCY)
			code = json_string_value(
				json_object_get(decoder->object, decoder->layout->fields[i].name));
	return code != NULL && money_is_currency(code) ? code : NULL;
}

/* An amount is often written in the main unit: says what it is in minor units. */
static bool refuse_amount(
	const struct decoder *decoder, const struct path *path, const json_t *json)
{
	const char *text = json_string_value(json), *currency = currency_beside(decoder);
	enum decimal_mark mark = json_is_real(json) ? DECIMAL_POINT : DECIMAL_UNKNOWN;
	char number[64];
	int64_t minor;

	if (json_is_real(json)) {
		snprintf(number, sizeof(number), "%.15g", json_real_value(json));
		text = number;
	}
	if (text == NULL || decimal_parse(text, mark, currency != NULL ? money_digits(currency) : 2,
				    &minor) != DECIMAL_READ)
		return refuse(decoder, path, "is %s, not a whole number", json_name(json));
	return refuse(decoder, path, "is %s, not a whole number of minor units: %s%s%s is %lld%s",
		json_name(json), text, currency != NULL ? " " : "",
		currency != NULL ? currency : "", (long long)minor,
		currency != NULL ? "" : ", if the currency has two decimals");
}

/* Whether JSON is a text of the digits of *NUMBER. */
static bool is_digits(const json_t *json, int64_t *number)
{
	const char *text = json_string_value(json), *error;

	if (text == NULL || text[strspn(text, "0123456789")] != '\0' ||
		(text[0] == '0' && text[1] != '\0'))
		return false;
	*number = strtonum(text, 0, INT64_MAX, &error);
	return error == NULL;
}

bool decode_integer(struct decoder *decoder, const struct path *path, const struct field *field,
	const json_t *json, void *to)
{
	int64_t lowest, highest, value = json_integer_value(json);

	if (!json_is_integer(json) && field->type == FIELD_AMOUNT)
		return refuse_amount(decoder, path, json);
	if (!json_is_integer(json) && !(decoder->strictness == BARE && is_digits(json, &value)))
		return refuse(decoder, path, "is %s, not a whole number", json_name(json));
	field_bounds(field, &lowest, &highest);
	if (value < lowest)
		return refuse(
			decoder, path, "%lld is below %lld", (long long)value, (long long)lowest);
	if (value > highest)
		return refuse(
			decoder, path, "%lld is above %lld", (long long)value, (long long)highest);
	*(struct integer *)to = integer(value);
	return true;
}

bool decode_boolean(struct decoder *decoder, const struct path *path, const struct field *field,
	const json_t *json, void *to)
{
	const char *text = decoder->strictness == BARE ? json_string_value(json) : NULL;
	bool value = json_is_true(json) || (text != NULL && strcasecmp(text, "true") == 0);

	(void)field;
	if (!value && !json_is_false(json) && (text == NULL || strcasecmp(text, "false") != 0))
		return refuse(decoder, path, "is %s, not true or false", json_name(json));
	*(enum boolean *)to = boolean(value);
	return true;
}

bool decode_enum(struct decoder *decoder, const struct path *path, const struct field *field,
	const json_t *json, void *to)
{
	const struct enumeration *enumeration = field->enumeration;
	const char *text = json_string_value(json);
	unsigned *member = to;
	struct nearest nearest = nearest_to(text != NULL ? text : "");
	char known[256] = "";
	unsigned i;

	if (text != NULL && !utf8_is_plain(text))
		return refuse(decoder, path, "holds a control character");
	*member = enumeration_find(enumeration, text);
	if (*member != 0)
		return true;
	for (i = 1; i < enumeration->count; i++) {
		strlcat(known, i > 1 ? ", " : "", sizeof(known));
		strlcat(known, enumeration->text[i], sizeof(known));
		nearest_offer(&nearest, enumeration->text[i]);
	}
	if (text == NULL)
		return refuse(decoder, path, "is %s, not one of: %s", json_name(json), known);
	return refuse(decoder, path, "\"%s\" is not one of: %s%s", text, known,
		did_you_mean(decoder, &nearest));
}

static bool decode_into(struct decoder *decoder, const struct path *path,
	const struct layout *layout, const json_t *json, void *to);

bool decode_object(struct decoder *decoder, const struct path *path, const struct field *field,
	const json_t *json, void *to)
{
	void **object = to;

	*object = arena_take(decoder->arena, field->layout->size);
	return decode_into(decoder, path, field->layout, json, *object);
}

/* The number of items of the list JSON that are not left out. */
static size_t count_items(const struct decoder *decoder, const json_t *json)
{
	size_t count = 0, i;

	for (i = 0; i < json_array_size(json); i++)
		count += !is_left_out(decoder, json_array_get(json, i));
	return count;
}

/* Makes TO an empty list with room for the items of JSON, each of SIZE zeroed bytes. */
static bool begin_list(struct decoder *decoder, const struct path *path, const json_t *json,
	int64_t lowest, int64_t highest, size_t size, struct list *to)
{
	size_t count;

	if (!json_is_array(json))
		return refuse(decoder, path, "is %s, not a list", json_name(json));
	count = count_items(decoder, json);
	if ((int64_t)count < lowest)
		return refuse(decoder, path, "has %zu item%s; %lld is the least", count,
			plural((int64_t)count), (long long)lowest);
	if (highest > ITEMS_LIMIT)
		highest = ITEMS_LIMIT;
	if ((int64_t)count > highest)
		return refuse(decoder, path, "has %zu item%s; %lld is the most", count,
			plural((int64_t)count), (long long)highest);
	*to = (struct list){0, arena_take(decoder->arena, (count + 1) * size)};
	return true;
}

bool decode_list(struct decoder *decoder, const struct path *path, const struct field *field,
	const json_t *json, void *to)
{
	struct list *list = to;
	struct path step = {path, NULL, 0};
	int64_t lowest, highest;

	field_bounds(field, &lowest, &highest);
	if (!begin_list(decoder, path, json, lowest, highest, field->layout->size, list))
		return false;
	for (; step.index < json_array_size(json); step.index++) {
		const json_t *item = json_array_get(json, step.index);

		if (is_left_out(decoder, item))
			continue;
		if (!decode_into(decoder, &step, field->layout, item,
			    (char *)list->items + list->count * field->layout->size))
			return false;
		list->count++;
	}
	return true;
}

bool decode_texts(struct decoder *decoder, const struct path *path, const struct field *field,
	const json_t *json, void *to)
{
	struct list *list = to;
	struct path step = {path, NULL, 0};

	if (!begin_list(decoder, path, json, 0, ITEMS_LIMIT, sizeof(char *), list))
		return false;
	for (; step.index < json_array_size(json); step.index++) {
		const json_t *item = json_array_get(json, step.index);

		if (is_left_out(decoder, item))
			continue;
		if (!decode_text(
			    decoder, &step, field, item, (const char **)list->items + list->count))
			return false;
		list->count++;
	}
	return true;
}

/* Refuses the first member of JSON that LAYOUT doesn't have. */
static bool refuse_unknown(struct decoder *decoder, const struct path *path,
	const struct layout *layout, const json_t *json)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)json, name, value)
	{
		struct path step = {path, name, 0};
		struct nearest nearest = nearest_to(name);
		size_t i;

		if (layout_field(layout, name) != NULL)
			continue;
		for (i = 0; i < layout->count; i++)
			nearest_offer(&nearest, layout->fields[i].name);
		return refuse(decoder, &step, "is not a field of this message%s",
			did_you_mean(decoder, &nearest));
	}
	return true;
}

/* Refuses JSON without FIELD; a member that LAYOUT does not have may be it, mistyped. */
static bool refuse_missing(struct decoder *decoder, const struct path *path,
	const struct layout *layout, const json_t *json, const struct field *field)
{
	struct nearest nearest = nearest_to(field->name);
	struct path step = {path, field->name, 0};
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)json, name, value)
	{
		if (layout_field(layout, name) == NULL)
			nearest_offer(&nearest, name);
	}
	if (nearest.text == NULL || decoder->strictness == TOLERANT)
		return refuse(decoder, &step, "is missing");
	return refuse(decoder, &step, "is missing; did you mean it by %s?", nearest.text);
}

/* Decodes VALUE, which is not NULL, unless it makes FIELD absent. */
static bool decode_field(struct decoder *decoder, const struct path *path,
	const struct field *field, const json_t *value, void *to)
{
	if (decoder->strictness == BARE && json_is_null(value) && (field->flags & REQUIRED))
		return refuse(decoder, path, "is missing");
	if (decoder->strictness == BARE && json_string_length(value) == 0 &&
		json_is_string(value) && (field->flags & REQUIRED))
		return refuse(decoder, path, "is empty");
	if (!(field->flags & REQUIRED) && is_left_out(decoder, value))
		return true;
	return form_of(field)->decode(decoder, path, field, value, to);
}

static bool decode_into(struct decoder *decoder, const struct path *path,
	const struct layout *layout, const json_t *json, void *to)
{
	size_t known = 0;
	size_t i;

	if (!json_is_object(json))
		return refuse(decoder, path, "is %s, not an object", json_name(json));
	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];
		const json_t *value = json_object_get(json, field->name);
		struct path step = {path, field->name, 0};

		if (value == NULL) {
			if (field->flags & REQUIRED)
				return refuse_missing(decoder, path, layout, json, field);
			continue;
		}
		known++;
		decoder->layout = layout;
		decoder->object = json;
		if (!decode_field(decoder, &step, field, value, field_at(field, to)))
			return false;
	}
	if (decoder->strictness != TOLERANT && known < json_object_size(json))
		return refuse_unknown(decoder, path, layout, json);
	return true;
}

void *decode_written(const struct layout *layout, const json_t *json, enum strictness strictness,
	const char *root, struct written *written, struct arena *arena, struct fault *fault)
{
	struct decoder decoder = {
		.strictness = strictness,
		.root = root,
		.written = written,
		.arena = arena,
		.fault = fault,
	};
	struct path whole = {0};
	void *data = arena_take(arena, layout->size);

	return decode_into(&decoder, &whole, layout, json, data) ? data : NULL;
}

void *decode(const struct layout *layout, const json_t *json, enum strictness strictness,
	const char *root, struct arena *arena, struct fault *fault)
{
	return decode_written(layout, json, strictness, root, NULL, arena, fault);
}
