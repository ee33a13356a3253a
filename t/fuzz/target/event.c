/*
 * Events by replay: lines that follow the feed of a store, as a restore or a copy reads them.
 *
 *     ticketing
 *     ticket-type-added full {"type":"new",...}
 *     {"specversion":"1.0",...}
 *
 * A line is an event's name, its subject and its data, which gets the envelope that comes next; or
 * as it is. Lines that are refused have a reason; those that are not have the same rows when they
 * are replayed once more; what describes them can be printed.
 */
#include "fuzz.h"

#include "base/memory.h"
#include "base/uuid.h"
#include "base/visible.h"
#include "message/json.h"
#include "state.h"
#include "store/context.h"

enum { LINES = 12 };

static struct arena texts;

/* Adds LINE as an event of STATE's feed with the envelope that comes next. */
static void add_enveloped(
	struct state *state, const char *line, size_t length, int number, struct buffer *out)
{
	const char *name = arena_text(&texts, line, length), *subject, *data;
	const struct message *message;
	long long sequence = (long long)state->before + number;
	struct uuid id = uuid_root(INT64_C(1740830400000) + number);
	char text[UUID_TEXT];

	subject = strchr(name, ' ');
	data = subject != NULL ? strchr(subject + 1, ' ') : NULL;
	message = data != NULL ? fuzz_message(name, (size_t)(subject - name)) : NULL;
	uuid_format(&id, text);
	if (message == NULL) {
		buffer_add(out, line, length);
		buffer_add(out, "\n", 1);
		return;
	}
	buffer_add_format(out,
		"{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"%s\",\"type\":\"%s\","
		"\"time\":\"2025-03-01T12:00:00.000Z\",\"sequence\":\"%019lld\","
		"\"correlationid\":\"%s\",\"client\":\"organiser\",\"commanddigest\":"
		"\"0000000000000000000000000000000000000000000000000000000000000000\","
		"\"subject\":\"%.*s\",\"data\":%s}\n",
		text, store_source(state->store), message->type, sequence, text,
		(int)(data - subject - 1), subject + 1, data + 1);
}

static struct state *read_context(const char **text, const char *end)
{
	const struct context *const *context = installed_contexts;
	const char *line;
	size_t length;

	if (!fuzz_line(text, end, &line, &length))
		return NULL;
	while (*context != NULL && !(strlen((*context)->name) == length &&
					   memcmp((*context)->name, line, length) == 0))
		context++;
	return *context != NULL ? state_of(*context) : NULL;
}

static void check_refused(struct state *state, const struct fault *fault)
{
	struct buffer visible = {0};

	fuzz_check_fault(fault);
	CHECK(fault->status == EX_DATAERR || fault->status == EX_SOFTWARE ||
			fault->status == EX_IOERR,
		"status %d: %s", fault->status, fault->reason);
	visible_add(&visible, fault->reason, strlen(fault->reason), VISIBLE_ONE_LINE);
	fuzz_check_printable(visible.text, visible.length, "a reason");
	buffer_release(&visible);
	store_rollback(state->mirror);
	fault_clear(store_fault(state->mirror));
}

static void check_replayed(struct state *state, struct buffer *lines)
{
	uint64_t rows = state_rows(state->mirror);
	struct fault fault = {0};

	store_rollback(state->mirror);
	CHECK(state_replay(state, buffer_text(lines), lines->length, &fault),
		"is not replayed twice: %s %s", fault.pointer, fault.reason);
	CHECK(state_rows(state->mirror) == rows, "has other rows when it is replayed again");
	store_rollback(state->mirror);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *text = (const char *)bytes, *end = text + size, *line;
	struct buffer lines = {0};
	struct fault fault = {0};
	struct state *state;
	size_t length;
	int number = 0;

	fuzz_begin();
	state = size > 0 ? read_context(&text, end) : NULL;
	if (state == NULL)
		return -1;
	fuzz_seed();
	while (number < LINES && fuzz_line(&text, end, &line, &length))
		add_enveloped(state, line, length, ++number, &lines);
	if (state_replay(state, buffer_text(&lines), lines.length, &fault))
		check_replayed(state, &lines);
	else
		check_refused(state, &fault);
	buffer_release(&lines);
	arena_reset(&texts);
	return 0;
}
