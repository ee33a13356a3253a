/*
 * The strict parser. It accepts what jansson accepts, without duplicate keys, if that is an object
 * in the limits of a message; what it accepts has the same value when it is written and parsed.
 */
#include "fuzz.h"

#include "message/json.h"

/* Whether VALUE nests deeper than DEPTH levels. */
static bool is_deep(json_t *value, int depth)
{
	const char *key;
	json_t *item;
	size_t i;

	if (!json_is_object(value) && !json_is_array(value))
		return false;
	if (depth == 0)
		return true;
	json_object_foreach(value, key, item) if (is_deep(item, depth - 1)) return true;
	json_array_foreach(value, i, item) if (is_deep(item, depth - 1)) return true;
	return false;
}

static void check_accepted(const json_t *parsed, json_t *plain)
{
	struct arena arena = {0};
	struct fault fault = {0};
	const json_t *again;
	char *text;

	CHECK(json_is_object(plain), "jansson refuses what the parser accepts");
	CHECK(json_equal(parsed, plain), "jansson reads another value");
	CHECK(!is_deep(plain, MESSAGE_JSON_DEPTH), "it is deeper than the limit");
	text = json_dumps(parsed, JSON_COMPACT);
	again = message_json_parse(text, strlen(text), &arena, &fault);
	CHECK(again != NULL, "%s: %s", fault.reason, text);
	CHECK(json_equal(parsed, again), "what is written has another value: %s", text);
	free(text);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena arena;
	struct fault fault = {0};
	json_error_t error;
	const json_t *parsed;
	json_t *plain;

	fuzz_begin();
	parsed = message_json_parse((const char *)bytes, size, &arena, &fault);
	plain = json_loadb((const char *)bytes, size, JSON_REJECT_DUPLICATES, &error);
	if (parsed != NULL) {
		check_accepted(parsed, plain);
	} else {
		fuzz_check_fault(&fault);
		fuzz_check_printable(fault.reason, strlen(fault.reason), "the parser's reason");
		CHECK(plain == NULL || !json_is_object(plain) ||
				is_deep(plain, MESSAGE_JSON_DEPTH) ||
				memchr(bytes, '\0', size) != NULL,
			"the parser refuses an object: %s", fault.reason);
	}
	json_decref(plain);
	arena_reset(&arena);
	return 0;
}
