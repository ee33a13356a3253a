#include "message/decode.h"

#include <stdarg.h>

#include "base/clock.h"
#include "base/money.h"

/* Where we are in the line, from the innermost step outwards. */
struct path {
	const struct path *outer;
	const char *name; /* of a member; NULL for an item */
	size_t index;
};

struct decoder {
	enum strictness strictness;
	const char *root;
	struct arena *arena;
	struct fault *fault;
};

/* RFC 6901, 3: ~ and / are written ~0 and ~1. Control characters are left out. */
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

/* Sets the fault and where it is. Always false, so that a caller can return it. */
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

bool text_is_plain(const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		/* C0, DEL, and C1, which UTF-8 writes C2 80 to C2 9F. */
		if (c < 0x20 || c == 0x7f)
			return false;
		if (c == 0xc2 && (unsigned char)text[1] >= 0x80 && (unsigned char)text[1] < 0xa0)
			return false;
	}
	return true;
}

static bool is_email(const char *text)
{
	const char *at = strchr(text, '@');

	return at != NULL && at != text && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
	       strpbrk(text, " <>(),;:\"\\") == NULL;
}

static const char *json_kind(const json_t *json)
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

/* A text of FIELD's kind, copied; NULL where it isn't one. */
static const char *decode_text(struct decoder *decoder, const struct path *path,
	const struct field *field, const json_t *json)
{
	const char *text = json_string_value(json);
	size_t length = json_string_length(json);
	int64_t lowest, highest, milliseconds;
	struct uuid uuid;
	char time[CLOCK_TEXT];

	if (text == NULL) {
		refuse(decoder, path, "is %s, not a text", json_kind(json));
		return NULL;
	}
	field_bounds(field, &lowest, &highest);
	if (highest > 0 && (int64_t)length > highest) {
		refuse(decoder, path, "is %zu bytes long; %lld is the most", length,
			(long long)highest);
		return NULL;
	}
	if ((int64_t)length < lowest) {
		if (length == 0)
			refuse(decoder, path, "is empty");
		else
			refuse(decoder, path, "is %zu bytes long; %lld is the least", length,
				(long long)lowest);
		return NULL;
	}
	if (!text_is_plain(text)) {
		refuse(decoder, path, "holds a control character");
		return NULL;
	}
	switch (field->kind) {
	case KIND_EMAIL:
		if (is_email(text))
			break;
		refuse(decoder, path, "\"%s\" is not an e-mail address", text);
		return NULL;
	case KIND_UUID:
		if (uuid_parse(text, &uuid))
			break;
		refuse(decoder, path, "\"%s\" is not a UUID in lower case", text);
		return NULL;
	case KIND_DATE:
		if (clock_is_date(text))
			break;
		refuse(decoder, path, "\"%s\" is not a date, YYYY-MM-DD", text);
		return NULL;
	case KIND_TIME:
		if (!clock_parse(text, &milliseconds)) {
			refuse(decoder, path, "\"%s\" is not a date-time of RFC 3339", text);
			return NULL;
		}
		clock_format(milliseconds, time);
		return arena_text(decoder->arena, time, strlen(time));
	case KIND_CURRENCY:
		if (money_is_currency(text))
			break;
		refuse(decoder, path, "\"%s\" is not a currency of ISO 4217", text);
		return NULL;
	default:
		break;
	}
	return arena_text(decoder->arena, text, length);
}

static bool decode_integer(struct decoder *decoder, const struct path *path,
	const struct field *field, const json_t *json, struct integer *to)
{
	int64_t lowest, highest, value;

	if (!json_is_integer(json))
		return refuse(decoder, path, "is %s, not a whole number", json_kind(json));
	value = json_integer_value(json);
	field_bounds(field, &lowest, &highest);
	if (value < lowest)
		return refuse(
			decoder, path, "%lld is below %lld", (long long)value, (long long)lowest);
	if (value > highest)
		return refuse(
			decoder, path, "%lld is above %lld", (long long)value, (long long)highest);
	*to = integer(value);
	return true;
}

static bool decode_word(struct decoder *decoder, const struct path *path, const struct words *words,
	const json_t *json, unsigned *to)
{
	const char *text = json_string_value(json);
	char known[256] = "";
	unsigned i;

	if (text != NULL && !text_is_plain(text))
		return refuse(decoder, path, "holds a control character");
	for (i = 1; text != NULL && i < words->count; i++) {
		if (strcmp(words->text[i], text) == 0) {
			*to = i;
			return true;
		}
	}
	for (i = 1; i < words->count; i++) {
		strlcat(known, i > 1 ? ", " : "", sizeof(known));
		strlcat(known, words->text[i], sizeof(known));
	}
	if (text == NULL)
		return refuse(decoder, path, "is %s, not one of: %s", json_kind(json), known);
	return refuse(decoder, path, "\"%s\" is not one of: %s", text, known);
}

static bool decode_into(struct decoder *decoder, const struct path *path, const struct shape *shape,
	const json_t *json, void *to);

static bool decode_list(struct decoder *decoder, const struct path *path, const struct field *field,
	const json_t *json, struct list *to)
{
	size_t count = json_array_size(json);
	int64_t lowest, highest;
	size_t i;

	if (!json_is_array(json))
		return refuse(decoder, path, "is %s, not a list", json_kind(json));
	field_bounds(field, &lowest, &highest);
	if (field->kind == KIND_LIST && (int64_t)count < lowest)
		return refuse(decoder, path, "has %zu items; %lld is the least", count,
			(long long)lowest);
	if (count > ITEMS_LIMIT || (field->kind == KIND_LIST && (int64_t)count > highest))
		return refuse(decoder, path, "has %zu items; %lld is the most", count,
			field->kind == KIND_LIST ? (long long)highest : (long long)ITEMS_LIMIT);
	to->count = count;
	if (field->kind == KIND_STRINGS) {
		const char **texts = arena_take(decoder->arena, (count + 1) * sizeof(*texts));

		to->items = texts;
		for (i = 0; i < count; i++) {
			struct path step = {path, NULL, i};

			texts[i] = decode_text(decoder, &step, field, json_array_get(json, i));
			if (texts[i] == NULL)
				return false;
		}
		return true;
	}
	to->items = arena_take(decoder->arena, (count + 1) * field->shape->size);
	for (i = 0; i < count; i++) {
		struct path step = {path, NULL, i};

		if (!decode_into(decoder, &step, field->shape, json_array_get(json, i),
			    (char *)to->items + i * field->shape->size))
			return false;
	}
	return true;
}

static bool decode_field(struct decoder *decoder, const struct path *path,
	const struct field *field, const json_t *json, void *to)
{
	switch (field->kind) {
	case KIND_STRING:
	case KIND_EMAIL:
	case KIND_UUID:
	case KIND_DATE:
	case KIND_TIME:
	case KIND_CURRENCY:
		*(const char **)to = decode_text(decoder, path, field, json);
		return *(const char **)to != NULL;
	case KIND_INTEGER:
	case KIND_AMOUNT:
		return decode_integer(decoder, path, field, json, to);
	case KIND_TRUTH:
		if (!json_is_boolean(json))
			return refuse(decoder, path, "is %s, not true or false", json_kind(json));
		*(enum truth *)to = truth(json_is_true(json));
		return true;
	case KIND_ENUM:
		return decode_word(decoder, path, field->words, json, to);
	case KIND_OBJECT:
		*(void **)to = arena_take(decoder->arena, field->shape->size);
		return decode_into(decoder, path, field->shape, json, *(void **)to);
	case KIND_LIST:
	case KIND_STRINGS:
		return decode_list(decoder, path, field, json, to);
	}
	return false;
}

/* Names the first member that SHAPE doesn't have. */
static bool refuse_unknown(struct decoder *decoder, const struct path *path,
	const struct shape *shape, const json_t *json)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)json, name, value)
	{
		struct path step = {path, name, 0};

		if (shape_field(shape, name) == NULL)
			return refuse(decoder, &step, "is not a field of this message");
	}
	return true;
}

static bool decode_into(struct decoder *decoder, const struct path *path, const struct shape *shape,
	const json_t *json, void *to)
{
	size_t known = 0;
	size_t i;

	if (!json_is_object(json))
		return refuse(decoder, path, "is %s, not an object", json_kind(json));
	for (i = 0; i < shape->count; i++) {
		const struct field *field = &shape->fields[i];
		const json_t *value = json_object_get(json, field->name);
		struct path step = {path, field->name, 0};

		if (value == NULL) {
			if (field->flags & REQUIRED)
				return refuse(decoder, &step, "is missing");
			continue;
		}
		known++;
		if (!decode_field(decoder, &step, field, value, field_at(field, to)))
			return false;
	}
	if (decoder->strictness == STRICT && known < json_object_size(json))
		return refuse_unknown(decoder, path, shape, json);
	return true;
}

void *decode(const struct shape *shape, const json_t *json, enum strictness strictness,
	const char *root, struct arena *arena, struct fault *fault)
{
	struct decoder decoder = {strictness, root, arena, fault};
	struct path whole = {0};
	void *data = arena_take(arena, shape->size);

	return decode_into(&decoder, &whole, shape, json, data) ? data : NULL;
}
