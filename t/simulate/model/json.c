#include <bsd/string.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "internal.h"

bool wrong(struct model *model, const char *format, ...)
{
	va_list values;
	char reason[1024];

	va_start(values, format);
	vsnprintf(reason, sizeof(reason), format, values);
	va_end(values);
	if (model->judged && model->judged != model->counts.steps)
		snprintf(model->why, model->size, "step %ju, as step %ju shows: %s",
			(uintmax_t)model->judged, (uintmax_t)model->counts.steps, reason);
	else
		snprintf(model->why, model->size, "step %ju, %s: %s",
			(uintmax_t)model->counts.steps, model->tool, reason);
	return false;
}

const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

int64_t number_of(const json_t *object, const char *name, int64_t absent)
{
	const json_t *value = json_object_get(object, name);

	return json_is_integer(value) ? json_integer_value(value) : absent;
}

bool flag_of(const json_t *object, const char *name)
{
	return json_is_true(json_object_get(object, name));
}

void put_number(json_t *object, const char *name, int64_t value)
{
	json_object_set_new(object, name, json_integer(value));
}

bool contains(const json_t *array, const char *text)
{
	const json_t *item;
	size_t i;

	json_array_foreach(array, i, item)
	{
		if (json_is_string(item) && strcmp(json_string_value(item), text) == 0)
			return true;
	}
	return false;
}

json_t *child(json_t *object, const char *name)
{
	json_t *found = json_object_get(object, name);

	if (!found) {
		found = json_object();
		json_object_set_new(object, name, found);
	}
	return found;
}

const char *key_of(const char *first, const char *second)
{
	static char key[600];

	snprintf(key, sizeof(key), "%s\x1f%s", first, second);
	return key;
}

int64_t time_of(const json_t *object, const char *name)
{
	const char *text = text_of(object, name), *rest;
	struct tm moment = {0};
	int64_t milliseconds = 0, unit = 100, offset = 0;

	rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &moment);
	if (!rest)
		return INT64_MIN;
	if (*rest == '.') {
		for (rest++; *rest >= '0' && *rest <= '9'; rest++, unit /= 10)
			milliseconds += (*rest - '0') * unit;
	}
	if (strcmp(rest, "Z") != 0) {
		const char sign = *rest;
		struct tm shift = {0};

		rest = strptime(rest + (sign != '\0'), "%H:%M", &shift);
		if (!rest || *rest || (sign != '+' && sign != '-'))
			return INT64_MIN;
		offset = (shift.tm_hour * 60 + shift.tm_min) * (sign == '-' ? -60000 : 60000);
	}
	return (int64_t)timegm(&moment) * 1000 + milliseconds - offset;
}

static bool arrays_agree(const json_t *event, const json_t *expected, char *where, size_t size)
{
	json_t *item;
	size_t i;

	if (json_array_size(event) != json_array_size(expected)) {
		snprintf(where, size, "%zu items instead of %zu", json_array_size(event),
			json_array_size(expected));
		return false;
	}
	json_array_foreach(expected, i, item)
	{
		if (!agrees(json_array_get(event, i), item, where, size))
			return false;
	}
	return true;
}

static void describe_difference(
	const char *name, const json_t *event, const json_t *expected, char *where, size_t size)
{
	char *is = event ? json_dumps(event, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
	char *was = json_dumps(expected, JSON_ENCODE_ANY | JSON_COMPACT);

	snprintf(where, size, "%s is %.120s instead of %.120s", name, is ? is : "absent",
		json_is_null(expected) ? "absent" : was);
	free(is);
	free(was);
}

bool agrees(const json_t *event, const json_t *expected, char *where, size_t size)
{
	const char *name;
	json_t *value;

	if (json_is_array(expected) && json_is_array(event))
		return arrays_agree(event, expected, where, size);
	if (!json_is_object(expected) || !json_is_object(event)) {
		if (json_equal(event, expected))
			return true;
		describe_difference("a value", event, expected, where, size);
		return false;
	}
	json_object_foreach((json_t *)expected, name, value)
	{
		const json_t *has = json_object_get(event, name);

		if (json_is_null(value) ? !has
			: json_is_object(value) || json_is_array(value)
				? agrees(has, value, where, size)
				: json_equal(has, value))
			continue;
		if (!has || !(json_is_object(value) || json_is_array(value)))
			describe_difference(name, has, value, where, size);
		return false;
	}
	return true;
}

const char *kind_of(const json_t *line)
{
	static char kinds[4][100];
	static unsigned next;
	char *kind = kinds[next++ % 4];
	const char *type = text_of(line, "type"), *name = strrchr(type, '.');

	while (name && name > type && name[-1] != '.')
		name--;
	strlcpy(kind, name && name > type ? name : type, sizeof(kinds[0]));
	kind[strcspn(kind, ".")] = '\0';
	return kind;
}

bool is_kind(const json_t *line, const char *kind)
{
	return strcmp(kind_of(line), kind) == 0;
}
