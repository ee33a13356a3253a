#include "fuzz.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdarg.h>

#include "admin/admin.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "map/map.h"
#include "message/decode.h"
#include "message/encode.h"
#include "message/envelope.h"
#include "message/json.h"
#include "message/template.h"
#include "store/context.h"
#include "store/outcome.h"
#include "tool/help.h"

void arc4random_buf(void *to, size_t size);

/* The examples of a tool's --help, which the harnesses do not have. */
const char *const tool_examples[] = {NULL};

static uint64_t random_state;

/* In place of the C library's: the same numbers for the same input (splitmix64). */
void arc4random_buf(void *to, size_t size)
{
	unsigned char *bytes = to;
	uint64_t mixed;
	size_t i;

	for (i = 0; i < size; i++) {
		random_state += UINT64_C(0x9e3779b97f4a7c15);
		mixed = (random_state ^ (random_state >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
		bytes[i] = (unsigned char)(mixed >> 32);
	}
}

void fuzz_seed(void)
{
	random_state = 1;
}

void fuzz_fail(const char *property, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "fuzz: does not hold: %s: ", property);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	abort();
}

void fuzz_begin(void)
{
	enum { PAGES = 2048 };
	static _Alignas(16) char pages[PAGES * 4608];
	static bool begun;

	if (begun)
		return;
	begun = true;
	/* SQLite's small and page-sized memory is its own: AddressSanitizer's takes long. */
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 1200, 1000);
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, pages, (int)sizeof(pages) / PAGES, PAGES);
	json_object_seed(1); /* the first seed is the one that stays */
	message_json_init();
}

bool fuzz_is_whole(const uint8_t *bytes, size_t size)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	while (size-- > 0)
		hash = (hash ^ *bytes++) * UINT64_C(0x100000001b3);
	return hash >> 60 == 0 || getenv("FUZZ_WHOLE") != NULL;
}

void fuzz_check_printable(const char *text, size_t length, const char *what)
{
	uint32_t character;
	size_t at, size;

	for (at = 0; at < length; at += size) {
		size = utf8_read(text + at, length - at, &character);
		CHECK(size > 0, "%s: has byte %02x at %zu", what, (unsigned char)text[at], at);
		CHECK(character >= 0x20 && character != 0x7f &&
				!(character >= 0x80 && character < 0xa0),
			"%s: has control character %02x at %zu", what, (unsigned)character, at);
	}
}

void fuzz_check_fault(const struct fault *fault)
{
	CHECK(fault->status != 0, "a refusal has a status");
	CHECK(fault->reason[0] != '\0', "a refusal has a reason");
}

bool fuzz_line(const char **text, const char *end, const char **line, size_t *length)
{
	const char *newline;

	if (*text >= end)
		return false;
	newline = memchr(*text, '\n', (size_t)(end - *text));
	*line = *text;
	*length = (size_t)((newline != NULL ? newline : end) - *text);
	*text += *length + 1;
	return true;
}

/* Messages */

static bool is_named(const struct message *message, const char *text, size_t length)
{
	size_t size;
	const char *name = message_name(message, &size);

	return (size == length && memcmp(name, text, length) == 0) ||
	       (strlen(message->type) == length && memcmp(message->type, text, length) == 0);
}

static const struct message *find_in(
	const struct message *const *list, const char *text, size_t length)
{
	while (*list != NULL && !is_named(*list, text, length))
		list++;
	return *list;
}

const struct message *fuzz_message(const char *text, size_t length)
{
	static const struct message **lists[8];
	const struct message *found = find_in(store_messages, text, length);
	size_t i;

	for (i = 0; installed_contexts[i] != NULL && found == NULL; i++) {
		if (lists[i] == NULL)
			lists[i] = context_messages(installed_contexts[i]);
		found = find_in(lists[i], text, length);
	}
	if (found == NULL)
		found = find_in(map_messages, text, length);
	return found != NULL ? found : find_in(admin_messages, text, length);
}

static void check_text(const struct message *message, const void *data, struct arena *arena)
{
	static const struct template_style style = {NULL, "2025-01-01"};
	const char *text;

	if (message->template == NULL)
		return;
	text = template_fill(message->template, message->layout, data, NULL, arena);
	fuzz_check_printable(text, strlen(text), "what describes an event");
	text = template_fill(message->template, message->layout, data, &style, arena);
	fuzz_check_printable(text, strlen(text), "what describes an event to people");
}

/*
 * What was decoded can be encoded, and decoded again; its canonical bytes are those of what
 * they are decoded to; and what describes it to people has no control characters.
 */
void fuzz_check_decoded(const struct message *message, const void *data, enum strictness strictness,
	struct arena *arena)
{
	const struct layout *layout = message->layout;
	struct buffer first = {0}, second = {0}, canonical = {0};
	struct fault fault = {0};
	enum unreadable why;
	const json_t *json;
	const void *again;

	CHECK(layout_unreadable(layout, data, &why) == NULL, "%s: can't be read", message->type);
	encode(layout, data, AS_DECLARED, &first);
	encode(layout, data, CANONICAL, &canonical);
	fuzz_check_printable(first.text, first.length, "what was encoded");
	json = message_json_parse(first.text, first.length, arena, &fault);
	CHECK(json != NULL, "%s: %s", message->type, fault.reason);
	again = decode(layout, json, strictness, "", arena, &fault);
	CHECK(again != NULL, "%s: %s: %s", message->type, fault.pointer, fault.reason);
	encode(layout, again, AS_DECLARED, &second);
	CHECK(first.length == second.length && memcmp(first.text, second.text, first.length) == 0,
		"%s: %s", message->type, buffer_text(&second));
	json = message_json_parse(canonical.text, canonical.length, arena, &fault);
	CHECK(json != NULL, "%s: %s", message->type, fault.reason);
	again = decode(layout, json, strictness, "", arena, &fault);
	CHECK(again != NULL, "%s: %s: %s", message->type, fault.pointer, fault.reason);
	buffer_reset(&second);
	encode(layout, again, CANONICAL, &second);
	CHECK(canonical.length == second.length &&
			memcmp(canonical.text, second.text, second.length) == 0,
		"%s: %s", message->type, buffer_text(&second));
	check_text(message, data, arena);
	buffer_release(&first);
	buffer_release(&second);
	buffer_release(&canonical);
}
