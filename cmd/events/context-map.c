#include <errno.h>
#include <unistd.h>

#include "base/lines.h"
#include "map/map.h"
#include "map/story.h"
#include "message/decode.h"
#include "message/json.h"
#include "tool/probe.h"
#include "tool/confine.h"
#include "tool/diagnostic.h"
#include "tool/document.h"
#include "tool/report.h"

/* The exit status if a rule is broken. */
enum { BROKEN = 1 };

/* Adds the tool that LINE describes; NAME: of the input, for messages. */
static void read_line(struct run *run, const char *name, const struct line *line, struct map *map)
{
	struct fault fault = {0};
	const struct description *description = NULL;
	const json_t *json = NULL;

	if (line->state == LINE_UNTERMINATED)
		fault_set(&fault, EX_DATAERR, "has no newline: it is truncated");
	else if (line->state == LINE_TOO_LONG)
		fault_set(&fault, EX_DATAERR, "is longer than %d bytes", LINE_LIMIT);
	else
		json = message_json_parse(line->text, line->length, &run->arena, &fault);
	if (json != NULL)
		description = decode(&description_layout, json, TOLERANT, "", &run->arena, &fault);
	if (description != NULL) {
		map_add(map, description);
		return;
	}
	diagnostic("%s:%lld: %s%s%s", name, (long long)line->number, fault.pointer,
		*fault.pointer != '\0' ? ": " : "", fault.reason);
	run_raise_status(run, EX_DATAERR);
}

/* Runs each named tool's --describe. False if one fails. */
static bool probe_tools(struct run *run, struct map *map)
{
	struct buffer output = {0};
	struct fault fault = {0};
	char **tool;

	for (tool = run->operands; *tool != NULL; tool++) {
		struct line line = {.number = 1, .state = LINE_COMPLETE};

		buffer_reset(&output);
		fault_clear(&fault);
		if (probe_description(*tool, &output, &fault)) {
			line.text = buffer_text(&output);
			line.length = output.length;
			if (line.length > 0 && line.text[line.length - 1] == '\n')
				line.length--;
			else
				line.state = LINE_UNTERMINATED;
			read_line(run, *tool, &line, map);
			arena_reset(&run->arena);
			continue;
		}
		diagnostic("%s: %s", *tool, fault.reason);
		run_raise_status(run, fault.status);
		if (fault.status != EX_DATAERR)
			break;
	}
	buffer_release(&output);
	return *tool == NULL;
}

/* Reads descriptions, one per line. */
static bool read_tools(struct run *run, struct map *map)
{
	struct line_reader *lines = line_reader_new(STDIN_FILENO, NULL, NULL);
	struct line batch[64];
	int count, i;

	run_wait_for(run, "descriptions of tools, one a line");
	do {
		count = line_reader_take(lines, batch, (int)COUNT_OF(batch));
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0) {
			diagnostic_errno("stdin");
			run_raise_status(run, EX_IOERR);
		}
		for (i = 0; i < count; i++)
			read_line(run, "stdin", &batch[i], map);
		arena_reset(&run->arena);
	} while (count > 0 || (count < 0 && errno == EINTR));
	line_reader_free(lines);
	return count == 0;
}

/* Prints the report or picture that ADD makes of the map, and reports which rules are broken. */
static int print_map(
	struct run *run, void (*add)(struct run *run, struct map *map, struct buffer *out))
{
	struct map *map = map_new();
	struct buffer out = {0};
	struct fault fault = {0};
	const char *broken;
	size_t i;

	if (*run->operands == NULL && !confine_files(run, NULL, &fault))
		run_fail(run, &fault);
	else if (*run->operands != NULL ? probe_tools(run, map) : read_tools(run, map)) {
		map_derive_relations(map);
		add(run, map, &out);
		if (out.length > 0)
			run_print(run, out.text, out.length);
		for (i = 0; (broken = map_broken(map, i)) != NULL; i++) {
			diagnostic("%s", broken);
			run_raise_status(run, BROKEN);
		}
	}
	buffer_release(&out);
	map_free(map);
	return run->status;
}

static const struct report relations = {&relation_row_message, NULL};

static void add_rows(struct run *run, struct map *map, struct buffer *out)
{
	const struct relation_row *row;
	size_t i;

	(void)out;
	if (!report_begin(run, relations.record))
		return;
	for (i = 0; (row = map_relation(map, i)) != NULL; i++)
		run_row(run, row);
	report_end(run, true);
}

static int print_rows(struct run *run)
{
	return print_map(run, add_rows);
}

static void add_svg(struct run *run, struct map *map, struct buffer *out)
{
	(void)run;
	map_svg(map, out);
}

static int print_svg(struct run *run)
{
	return print_map(run, add_svg);
}

static void add_dot(struct run *run, struct map *map, struct buffer *out)
{
	(void)run;
	map_dot(map, out);
}

static int print_dot(struct run *run)
{
	return print_map(run, add_dot);
}

static void add_cml(struct run *run, struct map *map, struct buffer *out)
{
	(void)run;
	map_cml(map, out);
}

static int print_cml(struct run *run)
{
	return print_map(run, add_cml);
}

/* What --story draws. */
static const struct story *story;

static void add_story(struct run *run, struct map *map, struct buffer *out)
{
	struct fault fault = {0};

	if (map_story(map, story, out, &fault))
		return;
	diagnostic("%s: %s", run->record_name, fault.reason);
	run_raise_status(run, fault.status);
}

static int print_story(struct run *run)
{
	struct arena arena = {0};
	struct fault fault = {0};

	if (strcmp(*run->operands, "-") == 0 && run->operands[1] == NULL)
		fault_set(&fault, EX_USAGE, "standard input can't be both the story and the tools");
	if (fault.status != 0) {
		run_fail(run, &fault);
		return run->status;
	}
	story = document_decode(run, &story_layout, &arena);
	if (story != NULL) {
		run->operands++;
		print_map(run, add_story);
	}
	arena_release(&arena);
	return run->status;
}

#define TOOLS "[tool ...]"

static const struct verb verbs[] = {
	{
		.name = "--svg",
		.doc = "draws the map as a picture, in SVG",
		.run = print_svg,
		.operands = TOOLS,
	},
	{
		.name = "--story",
		.doc = "draws a story, some tools in order, in SVG",
		.run = print_story,
		.operands = "file " TOOLS,
	},
	{
		.name = "--dot",
		.doc = "draws the map for graphviz",
		.run = print_dot,
		.operands = TOOLS,
	},
	{
		.name = "--cml",
		.doc = "prints the map in Context Mapper's language",
		.run = print_cml,
		.operands = TOOLS,
	},
	{
		.run = print_rows,
		.takes = TAKES_TABLE | TAKES_CSV,
		.operands = TOOLS,
		.report = &relations,
	},
	{.run = NULL},
};

static const struct tool context_map = {
	.name = "context-map",
	.doc = "Draws the map of the contexts from the tools' descriptions.",
	.verbs = verbs,
	.needs = NEEDS_PROGRAMS, /* the named tool's --describe, then no more */
};

int main(int argc, char **argv)
{
	return tool_main(&context_map, argc, argv);
}
