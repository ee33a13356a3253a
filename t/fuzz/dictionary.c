/*
 * Prints a dictionary for the fuzzers, generated from the tools' declarations: the names of tools,
 * verbs and options, of messages and their fields, and the values of enumerations.
 */
#include <sysexits.h>

#include "base/memory.h"
#include "captured.h"
#include "fuzz.h"
#include "message/description.h"
#include "tool/describe.h"
#include "tool/usage.h"

struct words {
	char **items;
	size_t count;
};

/* Adds WORD, unless it is known. */
static void add(struct words *words, const char *word)
{
	size_t i;

	for (i = 0; i < words->count; i++)
		if (strcmp(words->items[i], word) == 0)
			return;
	words->items = memory_resize(words->items, words->count + 1, sizeof(*words->items));
	words->items[words->count++] = memory_text(word);
}

static void add_layout(struct words *words, const struct layout *layout)
{
	struct arena arena = {0};
	size_t i, value;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];

		add(words, arena_printf(&arena, "\"%s\":", field->name));
		if (field->layout != NULL)
			add_layout(words, field->layout);
		for (value = 1; field->enumeration != NULL && value < field->enumeration->count;
			value++)
			add(words, arena_printf(&arena, "\"%s\"",
					   enumeration_text(field->enumeration, (unsigned)value)));
	}
	arena_release(&arena);
}

static void add_message(struct words *words, const struct message *message)
{
	struct arena arena = {0};
	size_t length;
	const char *name = message_name(message, &length);

	add(words, arena_printf(&arena, "%.*s ", (int)length, name));
	add(words, message->type);
	add_layout(words, message->layout);
	arena_release(&arena);
}

static void add_usage(struct words *words, const struct tool *tool)
{
	struct arena arena = {0};
	struct list usages = usage_list(tool, &arena);
	const struct described_usage *usage = usages.items;
	const struct described_word *word;
	size_t i, option;

	add(words, arena_printf(&arena, "\n%s ", tool->name));
	for (i = 0; i < usages.count; i++) {
		if (usage[i].verb != NULL)
			add(words, usage[i].verb);
		word = usage[i].options.items;
		for (option = 0; option < usage[i].options.count; option++)
			add(words, arena_printf(&arena, "\n%s\n", word[option].name));
	}
	arena_release(&arena);
}

static void add_own(struct words *words)
{
	static const char *const own[] = {"{}", "[]", "null", "true", "\"\\u0000\"", "-1",
		"9007199254740993", "\"specversion\":\"1.0\"", "\"id\":\"", "\"source\":\"/t\"",
		"\"type\":\"", "\"data\":{", "\"dryrun\":true", "@1@", "@20@", " |\n", " -a\n",
		" -c all {", "now 2025-03-02T12:00:00Z\n", "2025-01-01", "2024-02-29",
		"2025-03-30T02:30:00+01:00", "\"EUR\"", "\"JPY\"", "a@b.example",
		"01900000-0000-7000-8000-000000000101", "full", "day", "press", "team", "HALF",
		"acme", "bob", "Gold", "I-knot", "1.250,00", "CHF 1'250.-", "=1", "\xe2\x80\x8d",
		"\xef\xbb\xbf", "\xc2\x85", "sep=;\n", "\"\"", "\r\n"};
	size_t i;

	for (i = 0; i < COUNT_OF(own); i++)
		add(words, own[i]);
}

/* Prints WORD as libFuzzer and AFL++ read it. */
static void print(const char *word)
{
	putchar('"');
	for (; *word != '\0'; word++)
		if (*word < ' ' || *word == '"' || *word == '\\' || *word == 0x7f)
			printf("\\x%02x", (unsigned char)*word);
		else
			putchar(*word);
	puts("\"");
}

int main(void)
{
	const struct tool *const *tool;
	const struct context *const *context;
	struct words words = {0};
	size_t i;

	for (context = installed_contexts; *context != NULL; context++) {
		const struct message **messages = context_messages(*context);

		for (i = 0; messages[i] != NULL; i++)
			add_message(&words, messages[i]);
		free(messages);
	}
	for (tool = captured_tools(); *tool != NULL; tool++)
		add_usage(&words, *tool);
	add_own(&words);
	for (i = 0; i < words.count; i++)
		print(words.items[i]);
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
