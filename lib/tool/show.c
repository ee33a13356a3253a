/* Prints the stored event that created the named object. */
#include <jansson.h>

#include "base/memory.h"
#include "store/feed.h"
#include "tool/tool.h"
#include "tool/words.h"

/* Prints all data of the event LINE, over several lines: a sentence has but some of it. */
static void print_data(struct run *run, const char *line, size_t length)
{
	json_t *event = json_loadb(line, length, 0, NULL);
	char *text = json_dumps(json_object_get(event, "data"), JSON_INDENT(2));

	if (text != NULL) {
		run_print(run, text, strlen(text));
		run_print(run, "\n", 1);
	}
	free(text);
	json_decref(event);
}

int run_show(struct run *run)
{
	struct store *store = run_open_store(run, STORE_READ);
	const struct lookup *lookup = run->verb->shows;
	const char *name = run->operands[0];
	struct buffer line = {0};
	struct fault fault = {0};
	int64_t position;

	if (store == NULL || (words_are_wanted(run) && !run_load_zone(run)))
		return run->status;
	position = lookup->position(store, name);
	if (position == 0) {
		fault_set(&fault, EX_DATAERR, "%s%s%s%s", name != NULL ? name : "",
			name != NULL ? ": " : "", lookup->missing,
			name != NULL && lookup->instead != NULL
				? lookup->instead(store, name, &run->arena)
				: "");
		run_fail(run, &fault);
		return run->status;
	}
	feed_copy(store, position, 1, &line);
	if (words_print(run, "", line.text, line.length) && words_are_wanted(run))
		print_data(run, line.text, line.length);
	buffer_release(&line);
	return run->status;
}
