#include "message/json.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* While this thread parses a line: where jansson's objects go. */
static _Thread_local struct arena *parsing;

static void *allocate_or_exit(size_t size)
{
	return parsing != NULL ? arena_raw(parsing, size) : memory_resize(NULL, size, 1);
}

static void release(void *memory)
{
	if (parsing == NULL)
		free(memory);
}

void message_json_init(void)
{
	json_object_seed(0); /* 0: a random seed */
	json_set_alloc_funcs(allocate_or_exit, release);
}

/* Whether TEXT has so few brackets that it can't nest deeper than MESSAGE_JSON_DEPTH. */
static bool has_few_brackets(const char *text, size_t length)
{
	static const char brackets[] = "{[";
	const char *end = text + length, *at;
	int left = MESSAGE_JSON_DEPTH;
	int i;

	for (i = 0; i < 2; i++) {
		at = text;
		while ((at = memchr(at, brackets[i], (size_t)(end - at))) != NULL) {
			at++;
			if (left-- == 0)
				return false;
		}
	}
	return true;
}

/* Returns false if TEXT nests deeper than MESSAGE_JSON_DEPTH; brackets in strings don't count. */
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
			if (++depth > MESSAGE_JSON_DEPTH)
				return false;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return true;
}

void message_json_strip_excerpt(char *message)
{
	char *quote = strstr(message, " near '");

	if (quote != NULL)
		*quote = '\0';
}

/* Returns why TEXT can't be JSON; NULL if jansson is to decide. */
static const char *precheck(const char *text, size_t length)
{
	size_t i;

	if (memchr(text, '\0', length) != NULL)
		return "holds a NUL byte";
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		return "begins with a byte order mark; remove it";
	for (i = 0; i < length; i++)
		if (strchr(" \t\r", text[i]) == NULL)
			return NULL;
	return "is empty";
}

/* Sets FAULT from jansson's ERROR, in terms that the author of the line understands. */
static void set_syntax_fault(json_error_t *error, struct fault *fault)
{
	enum json_error_code code = json_error_code(error);

	message_json_strip_excerpt(error->text);
	if (code == json_error_null_character || code == json_error_null_byte_in_key)
		fault_set(fault, EX_DATAERR, "holds \\u0000, at byte %d", error->position);
	else
		fault_set(fault, EX_DATAERR, "is not JSON: %s, at byte %d", error->text,
			error->position);
}

const json_t *message_json_parse(
	const char *text, size_t length, struct arena *arena, struct fault *fault)
{
	const char *refusal = precheck(text, length);
	json_error_t error;
	const json_t *json;

	if (refusal != NULL) {
		fault_set(fault, EX_DATAERR, "%s", refusal);
		return NULL;
	}
	if (!has_few_brackets(text, length) && !is_shallow(text, length)) {
		fault_set(fault, EX_DATAERR, "nests deeper than %d levels", MESSAGE_JSON_DEPTH);
		return NULL;
	}
	parsing = arena;
	json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	parsing = NULL;
	if (json == NULL) {
		set_syntax_fault(&error, fault);
		return NULL;
	}
	if (!json_is_object(json)) {
		fault_set(fault, EX_DATAERR, "is not a JSON object");
		return NULL;
	}
	return json;
}
