/* The tools by task, for lanyard without a verb and lanyard tools. What to do next is in next.c. */
#include "admin/guide.h"

#include <ctype.h>

#include "admin/admin.h"
#include "admin/child.h"
#include "admin/clients.h"
#include "base/memory.h"
#include "base/visible.h"
#include "message/encode.h"
#include "tool/diagnostic.h"
#include "tool/help.h"
#include "tool/probe.h"
#include "tool/words.h"

enum { DOC_COLUMN = 22, SHORT_COLUMN = 23, SHORT_NAMES = 57 };

/* The tasks, and the tools for each; a tool is for one of them. */
static const struct task {
	const char *name;
	const char *tools;
} tasks[] = {
	{"set up a conference",
		"ticket-conference ticket-type ticket-room ticket-pool ticket-discount ticket-client "
		"sponsor-policy speaker-policy guest-policy "
		"sponsor-conference speaker-conference guest-conference"},
	{"sell tickets",
		"ticket-create ticket-pay ticket-match ticket-expire ticket-extend ticket-reopen "
		"ticket-amend ticket-cancel ticket-refund"},
	{"record who comes", "ticket-assign ticket-unassign ticket-find ticket-report"},
	{"record sponsors",
		"sponsor-register sponsor-contract sponsor-invoice sponsor-settle sponsor-match "
		"sponsor-withdraw"},
	{"record speakers", "speaker-invite speaker-accept speaker-decline speaker-withdraw"},
	{"record guests", "guest-register guest-withdraw"},
	{"change what is owed",
		"sponsor-override speaker-override guest-override sponsor-hold speaker-hold"},
	{"book what is owed",
		"sponsor-onboard sponsor-allocate speaker-allocate guest-allocate sponsor-reclaim "
		"speaker-reclaim guest-reclaim sponsor-contact speaker-contact guest-contact "
		"sponsor-book speaker-book guest-book"},
	{"see what is booked",
		"sponsor-status speaker-status guest-status sponsor-unused speaker-unused "
		"guest-unused sponsor-reconcile speaker-reconcile guest-reconcile"},
	{"check and pass on",
		"csv-import ticket-check event-replay event-seal event-log ticket-feed "
		"sponsor-feed speaker-feed guest-feed bus-publish bus-consume context-map"},
};

/* Adds a line: what a step says may have any characters that an id has. */
static void add_visible(struct buffer *out, const char *lead, const char *text)
{
	buffer_add_text(out, lead);
	visible_add(out, text, strlen(text), VISIBLE_ONE_LINE);
	buffer_add_text(out, "\n");
}

void guide_add(struct guide *guide, const struct guide_row *row)
{
	struct buffer *out = &guide->out;
	char left[80];

	if (!guide->words) {
		encode(&guide_row_layout, row, AS_DECLARED, out);
		buffer_add_text(out, "\n");
	} else if (strcmp(row->task, "next") == 0) {
		add_visible(out, "  ", row->doc);
		add_visible(out, "      ", row->command);
	} else {
		snprintf(left, sizeof(left), "  %s", row->command);
		help_add_beside(out, left, DOC_COLUMN, row->doc);
	}
}

void guide_heading(struct guide *guide, const char *text)
{
	char first = (char)toupper((unsigned char)*text);

	if (!guide->words)
		return;
	buffer_add_text(&guide->out, guide->out.length > 0 ? "\n" : "");
	buffer_add(&guide->out, &first, 1);
	add_visible(&guide->out, "", text + 1);
}

void guide_print(struct guide *guide)
{
	if (guide->out.length > 0)
		run_print(guide->run, guide->out.text, guide->out.length);
	buffer_release(&guide->out);
}

/* The tools of a task that have the same description: they do the same for several contexts. */
struct alike {
	const char *names; /* {sponsor,speaker}-book */
	const char *doc;
};

/* Adds the tool NAME, which does DOC, to the last of ALIKE if its name has the same end. */
static void add_tool(struct list *alike, const char *name, const char *doc, struct arena *arena)
{
	struct alike *last =
		alike->count > 0 ? (struct alike *)alike->items + alike->count - 1 : NULL;
	const char *end = strchr(name, '-'), *before;
	size_t length;

	if (last != NULL && strcmp(last->doc, doc) == 0) {
		before = strrchr(last->names, '-');
		length = (size_t)(before - last->names);
		if (end != NULL && strcmp(before, end) == 0) {
			bool several = *last->names == '{';

			last->names = arena_printf(arena, "{%.*s,%.*s}%s",
				(int)length - 2 * several, last->names + several, (int)(end - name),
				name, end);
			return;
		}
	}
	last = list_grow(alike, sizeof(*last), arena);
	*last = (struct alike){name, doc};
}

/* How many of ALIKE from FIRST on can be one word, ticket-{pay,match}: with the same beginning. */
static size_t count_alike(const struct list *alike, size_t first)
{
	const struct alike *items = alike->items;
	const char *names = items[first].names;
	size_t beginning = strcspn(names, "-") + 1, length = strlen(names) + 2, i;

	for (i = first + 1; i < alike->count; i++) {
		length += strlen(items[i].names) - beginning + 1;
		if (length > SHORT_NAMES || strncmp(items[i].names, names, beginning) != 0)
			break;
	}
	return i - first;
}

/* Adds the names of ALIKE, in as few words as they can be written. */
static void add_names(const struct list *alike, struct buffer *out)
{
	const struct alike *items = alike->items;
	size_t i, j, count;

	for (i = 0; i < alike->count; i += count) {
		size_t beginning = strcspn(items[i].names, "-") + 1;

		count = count_alike(alike, i);
		buffer_add_format(out, "%s%.*s{", i > 0 ? " " : "", (int)beginning, items[i].names);
		if (count == 1)
			out->length -= beginning + 1;
		for (j = 0; j < count; j++)
			buffer_add_format(out, "%s%s", j > 0 ? "," : "",
				items[i + j].names + (count > 1 ? beginning : 0));
		buffer_add_text(out, count > 1 ? "}" : "");
	}
}

/* The names of a task's tools: a line or two for people. */
static void add_short_task(struct guide *guide, const struct task *task)
{
	char *words = memory_text(task->tools), *rest = words, *name, left[80];
	struct arena arena = {0};
	struct list alike = {0};
	struct buffer names = {0};

	while ((name = strsep(&rest, " ")) != NULL)
		if (admin_has_tool(name))
			add_tool(&alike, name, "", &arena);
	if (alike.count > 0) {
		add_names(&alike, &names);
		snprintf(left, sizeof(left), "  %s", task->name);
		help_add_beside(&guide->out, left, SHORT_COLUMN, buffer_text(&names));
	}
	buffer_release(&names);
	arena_release(&arena);
	free(words);
}

static void add_alike(struct guide *guide, const char *task, const struct list *alike)
{
	const struct alike *items = alike->items;
	size_t i;

	for (i = 0; i < alike->count; i++)
		guide_add(guide, &(struct guide_row){task, items[i].names, items[i].doc});
}

/*
 * What the tool NAME does, from its description. NULL: it is not installed, or does not say; or
 * nothing can be run, which is reported once.
 */
static const char *doc_of(struct run *run, const char *name, struct arena *arena)
{
	const struct description *description;
	struct fault fault = {0};

	description = admin_has_tool(name) ? probe_tool(name, arena, &fault) : NULL;
	if (fault.status == EX_OSERR)
		run_fail(run, &fault);
	else if (fault.status != 0)
		diagnostic("warning: %s: %s", name, fault.reason);
	return description != NULL ? description->doc : NULL;
}

static void add_task(struct guide *guide, const struct task *task)
{
	char *words = memory_text(task->tools), *rest = words, *name;
	struct arena arena = {0};
	struct list alike = {0};

	while (guide->run->status == 0 && (name = strsep(&rest, " ")) != NULL) {
		const char *doc = doc_of(guide->run, name, &arena);

		if (doc != NULL && guide->words)
			add_tool(&alike, name, doc, &arena);
		else if (doc != NULL)
			guide_add(guide, &(struct guide_row){task->name, name, doc});
	}
	if (alike.count > 0) {
		guide_heading(guide, task->name);
		add_alike(guide, task->name, &alike);
	}
	arena_release(&arena);
	free(words);
}

/* This tool's own verbs. */
static void add_own(struct guide *guide)
{
	const struct verb *verb;
	char command[64];

	guide_heading(guide, "begin, and look after");
	for (verb = guide->run->tool->verbs; verb->name != NULL; verb++) {
		snprintf(command, sizeof(command), "%s %s", guide->run->tool->name, verb->name);
		guide_add(guide, &(struct guide_row){"begin, and look after", command, verb->doc});
	}
}

/* All tools with what they do, by task. */
static void add_tasks(struct guide *guide)
{
	size_t i;

	add_own(guide);
	for (i = 0; i < COUNT_OF(tasks); i++)
		add_task(guide, &tasks[i]);
}

/* Their names alone, so that what to do next is seen below them. */
static void add_short_tasks(struct guide *guide)
{
	size_t i;

	guide_heading(guide, "the tools by task; \"lanyard tools\" lists what each does");
	for (i = 0; i < COUNT_OF(tasks); i++)
		add_short_task(guide, &tasks[i]);
}

int guide_tools_run(struct run *run)
{
	struct guide guide = {.run = run, .words = words_are_wanted(run)};

	child_use_own_directory();
	add_tasks(&guide);
	guide_print(&guide);
	return run->status;
}

int guide_run(struct run *run)
{
	struct guide guide = {.run = run, .words = words_are_wanted(run)};

	child_use_own_directory();
	if (guide.words)
		add_short_tasks(&guide);
	else
		add_tasks(&guide);
	if (run->status == 0)
		guide_add_next(&guide);
	guide_print(&guide);
	return run->status;
}
