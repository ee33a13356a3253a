#include "message/json.h"

#include <stdbool.h>

#include "base/memory.h"

static void *allocate(size_t size)
{
	return memory_resize(NULL, size, 1);
}

void json_prepare(void)
{
	json_object_seed(0);
	json_set_alloc_funcs(allocate, free);
}

/* False where TEXT nests deeper than JSON_DEPTH; brackets in strings don't count. */
static bool is_shallow(const char *text, size_t length)
{
	bool quoted = false;
	int depth = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		char c = text[i];

		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '{' || c == '[') {
			if (++depth > JSON_DEPTH)
				return false;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return true;
}

void json_cut_quote(char *message)
{
	char *quote = strstr(message, " near '");

	if (quote != NULL)
		*quote = '\0';
}

/* Why TEXT can't be JSON at first sight; NULL where it may be. */
static const char *refusal_at_sight(const char *text, size_t length)
{
	size_t i;

	if (memchr(text, '\0', length) != NULL)
		return "holds a NUL byte";
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		return "begins with a byte order mark, which is to be left out";
	for (i = 0; i < length; i++)
		if (strchr(" \t\r", text[i]) == NULL)
			return NULL;
	return "is empty";
}

/* ERROR in words of who writes lines, and not of who calls jansson. */
static void refuse_text(json_error_t *error, struct fault *fault)
{
	enum json_error_code code = json_error_code(error);

	json_cut_quote(error->text);
	if (code == json_error_null_character || code == json_error_null_byte_in_key)
		fault_set(fault, EX_DATAERR, "holds \\u0000, at byte %d", error->position);
	else
		fault_set(fault, EX_DATAERR, "is not JSON: %s, at byte %d", error->text,
			error->position);
}

json_t *json_parse(const char *text, size_t length, struct fault *fault)
{
	const char *refusal = refusal_at_sight(text, length);
	json_error_t error;
	json_t *json;

	if (refusal != NULL) {
		fault_set(fault, EX_DATAERR, "%s", refusal);
		return NULL;
	}
	if (!is_shallow(text, length)) {
		fault_set(fault, EX_DATAERR, "nests deeper than %d levels", JSON_DEPTH);
		return NULL;
	}
	json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL) {
		refuse_text(&error, fault);
		return NULL;
	}
	if (!json_is_object(json)) {
		json_decref(json);
		fault_set(fault, EX_DATAERR, "is not a JSON object");
		return NULL;
	}
	return json;
}
