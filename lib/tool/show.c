/* Prints the stored event that created the named object. */
#include "store/feed.h"
#include "tool/tool.h"

int run_show(struct run *run)
{
	struct store *store = run_open_store(run, STORE_READ);
	const struct lookup *lookup = run->verb->shows;
	const char *name = run->operands[0];
	struct buffer line = {0};
	struct fault fault = {0};
	int64_t position;

	if (store == NULL)
		return run->status;
	position = lookup->position(store, name);
	if (position == 0) {
		fault_set(&fault, EX_DATAERR, "%s%s%s", name != NULL ? name : "",
			name != NULL ? ": " : "", lookup->missing);
		run_fail(run, &fault);
		return run->status;
	}
	feed_copy(store, position, 1, &line);
	run_print(run, line.text, line.length);
	buffer_release(&line);
	return run->status;
}
