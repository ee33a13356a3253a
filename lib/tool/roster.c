#include "tool/roster.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"
#include "base/plural.h"
#include "message/decode.h"
#include "message/json.h"
#include "tool/diagnostic.h"

bool roster_read_common(struct run *run)
{
	struct fault fault = {0};
	struct arena json = {0};
	const json_t *options;

	if (run->record_text == NULL) {
		run_raise_status(run, diagnostic_slip("no option says what this is the list of"));
		return false;
	}
	options = message_json_parse(run->record_text, strlen(run->record_text), &json, &fault);
	if (options != NULL)
		run->common = decode(
			run->verb->roster->common, options, STRICT, "", &run->common_arena, &fault);
	arena_release(&json);
	if (run->common == NULL) {
		diagnostic("options: %s: %s", fault.pointer, fault.reason);
		run_raise_status(run, EX_USAGE);
	}
	/* The lines are the records. */
	free(run->record_text);
	run->record_text = NULL;
	run->record_name = NULL;
	return run->common != NULL;
}

static struct incoming_batch *add_batch(struct roster_lines *input, const struct run *run)
{
	struct incoming_batch *batch = memory_zeroed(1, sizeof(*batch));

	batch->run = run;
	input->batches[input->count++] = batch;
	return batch;
}

/* Reads lines into BATCH until it is full, or their end; returns what the reader did. */
static int fill(struct roster_lines *input, struct incoming_batch *batch, struct line_reader *lines)
{
	int count = 1, i;

	while (count > 0 && batch->count < BATCH_LINES) {
		struct line *to = &batch->lines[batch->count];

		count = line_reader_take(lines, to, BATCH_LINES - batch->count);
		if (count < 0 && errno == EINTR)
			count = 1;
		else
			for (i = 0; i < count; i++, batch->count++)
				to[i].text = arena_text(&input->arena, to[i].text, to[i].length);
	}
	return count;
}

/* A line that has its key, and its number. */
struct keyed {
	const char *key;
	struct incoming *incoming;
};

static int compare_keys(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;
	int order = strcmp(a->key, b->key);

	return order != 0 ? order
			  : (a->incoming->line.number > b->incoming->line.number) -
				    (a->incoming->line.number < b->incoming->line.number);
}

/* Adds the lines of BATCH that could be read. */
static void add_keyed(struct roster_lines *input, const struct field *key,
	struct incoming_batch *batch, struct list *keyed)
{
	int i;

	for (i = 0; i < batch->count; i++) {
		struct incoming *incoming = &batch->incoming[i];

		if (incoming->fault.status == 0)
			*(struct keyed *)list_grow(
				keyed, sizeof(struct keyed), &input->arena) = (struct keyed){
				unicode_fold(
					*(const char *const *)field_at(key, incoming->command.data),
					&input->arena),
				incoming,
			};
	}
}

/* Sorts the keys; a line with the key of an earlier one is bad. */
static void read_keys(struct roster_lines *input, const struct run *run)
{
	const struct field *key = layout_field(run->verb->command->layout, run->verb->roster->key);
	struct list list = {0};
	struct keyed *keyed;
	size_t i;

	for (i = 0; i < input->count; i++)
		add_keyed(input, key, input->batches[i], &list);
	keyed = list.items;
	input->bad = input->lines - (int64_t)list.count;
	if (list.count > 0)
		qsort(keyed, list.count, sizeof(*keyed), compare_keys);
	for (i = 0; i < list.count; i++) {
		if (i == 0 || strcmp(keyed[i].key, keyed[i - 1].key) != 0) {
			*(const char **)list_grow(&input->keys, sizeof(char *), &input->arena) =
				keyed[i].key;
			continue;
		}
		fault_set(&keyed[i].incoming->fault, EX_DATAERR, "is the same as in line %lld",
			(long long)keyed[i - 1].incoming->line.number);
		snprintf(keyed[i].incoming->fault.pointer, sizeof(keyed[i].incoming->fault.pointer),
			"/%s", key->name);
		input->bad++;
	}
}

struct roster_lines *roster_read(struct run *run, struct line_reader *lines)
{
	struct roster_lines *input = memory_zeroed(1, sizeof(*input));
	int count = 1;

	run_wait_for(run, "the whole list, one record a line");
	input->batches = memory_zeroed(ROSTER_LINES / BATCH_LINES + 1, sizeof(*input->batches));
	while (count > 0 && input->lines <= ROSTER_LINES) {
		struct incoming_batch *batch = add_batch(input, run);

		count = fill(input, batch, lines);
		input->lines += batch->count;
		if (count >= 0)
			incoming_parse(batch);
	}
	if (count >= 0 && input->lines <= ROSTER_LINES) {
		read_keys(input, run);
		return input;
	}
	if (count < 0)
		diagnostic_errno("stdin: nothing was changed");
	else
		diagnostic("stdin: nothing was changed: the list has more than %d lines",
			ROSTER_LINES);
	run_raise_status(run, count < 0 ? EX_IOERR : EX_DATAERR);
	roster_free(input);
	return NULL;
}

void roster_free(struct roster_lines *input)
{
	size_t i;

	if (input == NULL)
		return;
	for (i = 0; i < input->count; i++) {
		incoming_release(input->batches[i]);
		free(input->batches[i]);
	}
	free(input->batches);
	arena_release(&input->arena);
	free(input);
}

bool roster_may_remove(struct run *run, const struct roster_lines *input)
{
	int64_t expected = *run->verb->roster->expected;

	if (expected == 0)
		return false;
	if (input->bad == 0 && input->lines == expected)
		return true;
	if (input->bad > 0)
		diagnostic("nobody is removed: bad lines: %lld of %lld", (long long)input->bad,
			(long long)input->lines);
	else
		diagnostic("nobody is removed: the list has %lld line%s, not %lld",
			(long long)input->lines, plural(input->lines), (long long)expected);
	run_raise_status(run, EX_DATAERR);
	return false;
}

/* The name of the option that says how many lines the list has. */
static const char *option_name(const struct verb *verb)
{
	const struct tool_option *option = verb->options;

	while (option->value != verb->roster->expected)
		option++;
	return option->name;
}

void roster_report(const struct run *run, const struct roster_lines *input, const struct list *list,
	bool removed)
{
	const struct missing *missing = list->items;
	size_t i;

	if (run->settings.quiet || list->count == 0)
		return;
	if (input->bad > 0) {
		diagnostic("warning: who is not on the list is not known: bad lines: %lld of %lld",
			(long long)input->bad, (long long)input->lines);
		return;
	}
	for (i = 0; i < list->count; i++)
		if (!missing[i].denied)
			diagnostic("warning: not on the list%s: %s", removed ? ", and removed" : "",
				missing[i].text);
	/* The number of lines may be wrong: the list may have lost some. */
	if (*run->verb->roster->expected == 0 && input->lines > 0)
		diagnostic(
			"warning: --%s removes them, with the number of people who are to be "
			"on the list",
			option_name(run->verb));
}
