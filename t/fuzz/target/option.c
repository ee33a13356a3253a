/*
 * The command lines of all tools. An input is a tool's name and its operands and options, a line
 * each. What is refused is a usage error with a reason; what options say as a record is JSON, and if
 * it is decoded, fuzz_check_decoded() holds; --help and the like can be printed.
 */
#include "fuzz.h"

#include <unistd.h>

#include "base/memory.h"
#include "base/visible.h"
#include "captured.h"
#include "message/decode.h"
#include "message/json.h"
#include "tool/describe.h"
#include "tool/help.h"
#include "tool/option.h"
#include "tool/verb.h"

enum { WORDS = 40, OPTIONS = 64 };

static struct arena texts;

static size_t size_of(enum option_kind kind)
{
	switch (kind) {
	case OPTION_FLAG:
		return sizeof(bool);
	case OPTION_NUMBER:
		return sizeof(int64_t);
	case OPTION_PLACE:
		return sizeof(struct feed_place);
	case OPTION_TEXTS:
		return sizeof(struct option_texts);
	default:
		return sizeof(const char *);
	}
}

/* Keeps the values of the options of VERB, of which there may be none, in COPIES. */
static void keep_options(const struct verb *verb, void *copies[OPTIONS])
{
	const struct tool_option *option = verb->options;
	size_t i;

	for (i = 0; option != NULL && option[i].doc != NULL && i < OPTIONS; i++) {
		copies[i] = arena_take(&texts, size_of(option[i].kind));
		memcpy(copies[i], option[i].value, size_of(option[i].kind));
	}
}

static void restore_options(const struct verb *verb, void *const copies[OPTIONS])
{
	const struct tool_option *option = verb->options;
	size_t i;

	for (i = 0; option != NULL && option[i].doc != NULL && i < OPTIONS; i++)
		if (copies[i] != NULL)
			memcpy(option[i].value, copies[i], size_of(option[i].kind));
}

static void check_record(const struct run *run)
{
	const struct message *message =
		run->verb->amend != NULL ? run->verb->amend : run->verb->command;
	struct fault fault = {0};
	const json_t *json;
	const void *data;

	json = message_json_parse(run->record_text, strlen(run->record_text), &texts, &fault);
	CHECK(json != NULL, "options make no JSON: %s: %s", fault.reason, run->record_text);
	CHECK(message != NULL, "options make a record of no command: %s", run->record_text);
	data = decode(message->layout, json, STRICT, "", &texts, &fault);
	if (data != NULL)
		fuzz_check_decoded(message, data, STRICT, &texts);
	else
		fuzz_check_fault(&fault);
}

static void check_lines(struct buffer *out)
{
	const char *text = buffer_text(out), *end = text + out->length, *line;
	size_t length;

	while (fuzz_line(&text, end, &line, &length))
		fuzz_check_printable(line, length, "help");
	buffer_release(out);
}

static void check_help(const struct tool *tool)
{
	struct buffer out = {0};

	help_synopsis(tool, true, &out);
	help_text(tool, &out);
	tool_describe(tool, &out);
	CHECK(out.length > 0, "there is no help");
	check_lines(&out);
}

static void check_refusal(const struct fault *fault)
{
	struct buffer visible = {0};

	fuzz_check_fault(fault);
	CHECK(fault->status == EX_USAGE, "status %d: %s", fault->status, fault->reason);
	visible_add(&visible, fault->reason, strlen(fault->reason), VISIBLE_ONE_LINE);
	fuzz_check_printable(visible.text, visible.length, "a reason");
	buffer_release(&visible);
}

/* getopt(3) has state of its own: what is left of the word that was refused last. */
static void restart_getopt(void)
{
	char *none[] = {(char[]){"fuzz"}, NULL};

	optind = 0;
	(void)getopt(1, none, "");
}

static void read_words(const struct tool *tool, int argc, char **argv)
{
	struct run run = {.tool = tool};
	struct fault fault = {0};
	void *copies[OPTIONS] = {NULL};
	bool named = false;
	int help = 0;

	run.verb = verb_find(tool, &argc, argv, &named, &fault);
	if (run.verb == NULL) {
		check_refusal(&fault);
		return;
	}
	keep_options(run.verb, copies);
	restart_getopt();
	if (!option_read(&run, argc, argv, &help, &fault))
		check_refusal(&fault);
	else if (help != 0)
		check_help(tool);
	else if (run.record_text != NULL)
		check_record(&run);
	restore_options(run.verb, copies);
	free(run.record_text);
	arena_release(&run.arena);
	arena_release(&run.common_arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *text = (const char *)bytes, *end = text + size, *line;
	const struct tool *tool;
	char *argv[WORDS + 1];
	size_t length;
	int argc = 0;

	fuzz_begin();
	while (argc < WORDS && fuzz_line(&text, end, &line, &length))
		argv[argc++] = arena_text(&texts, line, length);
	argv[argc] = NULL;
	tool = argc > 0 ? captured_tool(argv[0], strlen(argv[0])) : NULL;
	if (tool != NULL)
		read_words(tool, argc, argv);
	arena_reset(&texts);
	return tool != NULL ? 0 : -1;
}
