/* As much of JSON Schema as the commands' schemas use. */
#include <bsd/string.h>
#include <err.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static bool allows(const json_t *schema, const json_t *value);

static bool matches(const char *pattern, const char *text)
{
	regex_t expression;
	bool match;

	if (!pattern)
		return true;
	if (regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		errx(70, "a schema has the pattern %s", pattern);
	match = regexec(&expression, text, 0, NULL, 0) == 0;
	regfree(&expression);
	return match;
}

/* A length is that in UTF-8. */
static bool allows_text(const json_t *schema, const json_t *value)
{
	const char *text = json_string_value(value);
	size_t size = json_string_length(value);

	if (!text || strlen(text) != size || (int64_t)size < number_of(schema, "minLength", 0) ||
		(int64_t)size > number_of(schema, "maxLength", INT64_MAX))
		return false;
	if (json_object_get(schema, "enum"))
		return contains(json_object_get(schema, "enum"), text);
	for (const char *at = text; *at; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7f ||
			(*at == '\xc2' && (unsigned char)at[1] < 0xa0))
			return false;
	}
	return matches(json_string_value(json_object_get(schema, "pattern")), text);
}

static bool allows_object(const json_t *schema, const json_t *value)
{
	json_t *properties = json_object_get(schema, "properties"), *item;
	const char *name;
	size_t i;

	if (!json_is_object(value))
		return false;
	json_array_foreach(json_object_get(schema, "required"), i, item)
	{
		if (!json_object_get(value, json_string_value(item)))
			return false;
	}
	json_object_foreach((json_t *)value, name, item)
	{
		const json_t *property = json_object_get(properties, name);

		if (property ? !allows(property, item)
			     : json_is_false(json_object_get(schema, "additionalProperties")))
			return false;
	}
	return true;
}

static bool allows_array(const json_t *schema, const json_t *value)
{
	json_t *item;
	size_t i;

	if (!json_is_array(value) ||
		(int64_t)json_array_size(value) < number_of(schema, "minItems", 0) ||
		(int64_t)json_array_size(value) > number_of(schema, "maxItems", INT64_MAX))
		return false;
	json_array_foreach(value, i, item)
	{
		if (!allows(json_object_get(schema, "items"), item))
			return false;
	}
	return true;
}

static bool allows(const json_t *schema, const json_t *value)
{
	const char *type = text_of(schema, "type");

	if (strcmp(type, "string") == 0)
		return allows_text(schema, value);
	if (strcmp(type, "object") == 0)
		return allows_object(schema, value);
	if (strcmp(type, "array") == 0)
		return allows_array(schema, value);
	if (strcmp(type, "boolean") == 0)
		return json_is_boolean(value);
	return json_is_integer(value) &&
	       json_integer_value(value) >= number_of(schema, "minimum", INT64_MIN) &&
	       json_integer_value(value) <= number_of(schema, "maximum", INT64_MAX);
}

bool schema_allows(const char *kind, const json_t *data)
{
	static json_t *schemas;
	json_t *schema, *properties;
	json_error_t error;
	char path[1000];

	if (!schemas)
		schemas = json_object();
	schema = json_object_get(schemas, kind);
	if (!schema) {
		snprintf(path, sizeof(path), SCHEMAS "/ticketing/%s.v1.json", kind);
		schema = json_load_file(path, 0, &error);
		if (!schema)
			errx(66, "%s: %s", path, error.text);
		json_object_set_new(schemas, kind, schema);
	}
	properties = json_object_get(schema, "properties");
	return allows(json_object_get(properties, "data"), data);
}
