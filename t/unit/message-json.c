/* The parser of lines: how deep they may nest, and how much memory the worst of them takes. */
#include "base/lines.h"
#include "message/json.h"
#include "tap.h"

#include <sys/wait.h>
#include <unistd.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

static struct arena arena;
static struct fault fault;
#ifdef __SANITIZE_ADDRESS__
static volatile bool seen;
#endif
static char text[LINE_LIMIT + 1];

static const json_t *parse(void)
{
	fault_clear(&fault);
	arena_reset(&arena);
	return message_json_parse(text, strlen(text), &arena, &fault);
}

/* Makes TEXT begin with BEGIN, end with END, and as many of ITEM as a line has room for. */
static void fill(const char *begin, const char *item, const char *end)
{
	size_t length = strlcpy(text, begin, sizeof(text));

	while (length + strlen(item) + strlen(end) < sizeof(text))
		length += strlcpy(text + length, item, sizeof(text) - length);
	strlcpy(text + length, end, sizeof(text) - length);
}

/* Nests LEVELS objects; the innermost has a text of brackets. */
static void nest(int levels)
{
	int i;

	*text = '\0';
	for (i = 0; i < levels; i++)
		strlcat(text, i < levels - 1 ? "{\"a\":" : "{\"a\":\"[[[[{{{{\"", sizeof(text));
	for (i = 0; i < levels; i++)
		strlcat(text, "}", sizeof(text));
}

static void takes_little(const char *name)
{
	enum { LIMIT = 8 * 1024 * 1024 };

	parse();
	tap_ok(arena.total <= LIMIT, name);
	printf("# %zu bytes: %s\n", arena.total, fault.status != 0 ? fault.reason : "valid");
}

static void check_memory(void)
{
	size_t length = 0;
	int i;

	fill("{\"a\":[", "{},", "0]}");
	takes_little("a line of empty objects takes at most 8 MiB");
	fill("{\"a\":[", "[],", "0]}");
	takes_little("a line of empty lists takes at most 8 MiB");
	fill("{\"a\":[", "{\"\":0},", "0]}");
	takes_little("a line of small objects takes at most 8 MiB");
	fill("{\"a\":[", "0,", "0]}");
	takes_little("a line of numbers takes at most 8 MiB");
	fill("{\"a\":[", "\"\",", "0]}");
	takes_little("a line of empty texts takes at most 8 MiB");
	fill("{\"a\":\"", "x", "\"}");
	takes_little("a line of one text takes at most 8 MiB");
	fill("{\"a\":[", "{},", "");
	takes_little("a line that ends within a list takes at most 8 MiB");
	strlcpy(text, "{", sizeof(text));
	for (i = 0; length < LINE_LIMIT - 20; i++)
		length += (size_t)snprintf(
			text + 1 + length, sizeof(text) - 1 - length, "\"%x\":0,", (unsigned)i);
	strlcpy(text + length, "}", sizeof(text) - length);
	takes_little("a line of one object with many members takes at most 8 MiB");
}

/* A line that is used after the next one is an error that AddressSanitizer finds. */
static void check_released(void)
{
#ifdef __SANITIZE_ADDRESS__
	const json_t *json;
	int status = 0;
	pid_t child;

	strlcpy(text, "{\"a\":1}", sizeof(text));
	json = parse();
	arena_reset(&arena);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		close(STDERR_FILENO);
		seen = json_is_object(json);
		_exit(0);
	}
	tap_ok(waitpid(child, &status, 0) == child && status != 0,
		"a line that is used after its arena was reset ends the process");
#endif
}

int main(void)
{
	message_json_init();
	nest(MESSAGE_JSON_DEPTH);
	tap_ok(parse() != NULL, "32 levels are parsed, whatever texts contain");
	nest(MESSAGE_JSON_DEPTH + 1);
	tap_ok(parse() == NULL, "33 levels are denied");
	tap_text(
		fault.reason, "nests deeper than 32 levels", "the fault names the limit of levels");
	fill("{\"a\":[", "[{}],", "0]}");
	tap_ok(parse() != NULL, "a flat line with many brackets is parsed");
	check_memory();
	strlcpy(text, "{\"a\":1}", sizeof(text));
	tap_ok(parse() != NULL && arena.total < 4096,
		"a small line after a large one takes little memory again");
	check_released();
	arena_release(&arena);
	return tap_end();
}
