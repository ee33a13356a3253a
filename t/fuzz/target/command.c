/*
 * Commands and processes: several lines, each for a tool, over stores of all contexts.
 *
 *     now 2025-03-02T12:00:00Z
 *     sponsor-allocate -a
 *     ticket-create -c sponsorship |
 *     sponsor-book |
 *     ticket-cancel -c all {"purchase":"@3@"}
 *
 * "options" before a record: it is one that options give. -a is what is outstanding; | are the lines that the line before printed; @3@ is the third id that
 * the stores have. The first line may set the clock.
 *
 * No line makes a store fail; a denied one records nothing; a repeated command gets the same answer,
 * and neither it nor a repeated event, nor -a once more, records anything; each answer can be printed and read; what is recorded is replayed to the same
 * rows; ticketing's invariants hold.
 */
#include "fuzz.h"

#include "base/memory.h"
#include "base/visible.h"
#include "captured.h"
#include "message/decode.h"
#include "message/json.h"
#include "state.h"
#include "store/feed.h"
#include "tool/incoming.h"
#include "tool/words.h"

enum { LINES = 8, PIPED = 10, OUTSTANDING = 8, PAGES = 4, NOW_LENGTH = 4 };

/* An input that is run. */
struct session {
	struct run run; /* the line's */
	struct state *state;
	struct buffer piped, answers; /* what the line before, and this one, printed */
	int64_t now;
};

static struct incoming_batch batch;
static struct arena decided, texts;

/* Ids */

struct ids {
	char (*items)[UUID_TEXT];
	size_t count;
};
static struct ids ids;

static void add_id(const char *text)
{
	struct uuid id;
	size_t i;

	char copy[UUID_TEXT];

	memcpy(copy, text, UUID_TEXT - 1);
	copy[UUID_TEXT - 1] = '\0';
	if (!uuid_parse(copy, &id))
		return;
	for (i = 0; i < ids.count; i++)
		if (strcmp(ids.items[i], copy) == 0)
			return;
	ids.items = memory_resize(ids.items, ids.count + 1, sizeof(*ids.items));
	memcpy(ids.items[ids.count++], copy, UUID_TEXT);
}

/* Adds the ids in the data of LINES. */
static void add_ids(const char *text, size_t length)
{
	const char *end = text + length, *line, *at;

	while (fuzz_line(&text, end, &line, &length)) {
		at = memmem(line, length, "\"data\":", strlen("\"data\":"));
		for (; at != NULL && at + UUID_TEXT + 1 < line + length; at++)
			if (*at == '"' && at[UUID_TEXT] == '"')
				add_id(at + 1);
	}
}

/* Borrows from the arena: LINE, with ids in place of their numbers, @3@. */
static const char *with_ids(const char *line, size_t length)
{
	struct buffer out = {0};
	const char *text, *end;
	unsigned long number;
	char *after;

	line = arena_text(&texts, line, length);
	end = line + length;
	while (line < end) {
		number = *line == '@' ? strtoul(line + 1, &after, 10) : 0;
		if (*line == '@' && after > line + 1 && *after == '@' && ids.count > 0) {
			buffer_add_text(&out, ids.items[number % ids.count]);
			line = after + 1;
		} else {
			buffer_add(&out, line++, 1);
		}
	}
	text = arena_text(&texts, buffer_text(&out), out.length);
	buffer_release(&out);
	return text;
}

/* Answers */

/* What a tool prints, a line each: an event or a command that it declares, readable by all. */
static void check_answers(struct session *session)
{
	const char *text = buffer_text(&session->answers), *line;
	const char *end = text + session->answers.length;
	struct buffer words = {0};
	struct fault fault = {0};
	size_t length;

	while (fuzz_line(&text, end, &line, &length)) {
		const json_t *json = message_json_parse(line, length, &texts, &fault);
		const char *type = json_string_value(json_object_get(json, "type"));
		const struct message *message =
			type != NULL ? fuzz_message(type, strlen(type)) : NULL;
		const void *data = NULL;

		CHECK(json != NULL, "%s prints no JSON: %s", session->run.tool->name, fault.reason);
		CHECK(length <= LINE_LIMIT, "%s prints a longer line", session->run.tool->name);
		fuzz_check_printable(line, length, session->run.tool->name);
		if (message != NULL)
			data = decode(message->layout, json_object_get(json, "data"), TOLERANT,
				"/data", &texts, &fault);
		CHECK(message == NULL || data != NULL, "%s prints %s: %s: %s",
			session->run.tool->name, type, fault.pointer, fault.reason);
		words_add_line(&session->run, line, length, &words);
		fuzz_check_printable(words.text, words.length, "what describes a line");
		buffer_reset(&words);
	}
	buffer_release(&words);
}

static void check_denial(const struct decision *decision)
{
	struct buffer visible = {0};

	CHECK(*decision->reason != '\0', "a denial has a reason");
	visible_add(&visible, decision->reason, strlen(decision->reason), VISIBLE_ONE_LINE);
	fuzz_check_printable(visible.text, visible.length, "a reason");
	buffer_release(&visible);
}

static void check_store(const struct session *session, const char *line)
{
	struct fault *fault = store_fault(session->state->store);

	CHECK(fault->status == 0, "%s: status %d: %s: %s", session->run.tool->name, fault->status,
		fault->reason, line);
}

/* Lines */

static void begin(struct session *session, const struct tool *tool)
{
	struct run *run = &session->run;
	struct state *state = state_of(tool->context);

	session->state = state;
	run->store = state->store;
	run->settings.clock.frozen = true;
	run->settings.clock.at = session->now;
	CHECK(state->open || handler_begin(state->handler, &run->settings.clock), "%s",
		store_fault(state->store)->reason);
	state->open = true;
}

/* Runs the line again whose DECISION was the FIRST, and whose answer begins at FROM. */
static void run_again(
	struct session *session, const struct decision *first, size_t from, const char *line)
{
	int64_t last = store_last_sequence(session->state->store);
	struct decision decision = {0};
	struct buffer answers = {0};

	incoming_parse(&batch);
	handler_command(session->state->handler, &batch.incoming[0].command,
		session->run.settings.client, &decided, &decision, &answers);
	check_store(session, line);
	CHECK(store_last_sequence(session->state->store) == last ||
			batch.incoming[0].command.has_id,
		"%s records once more: %s", session->run.tool->name, line);
	CHECK((decision.denied == DENY_NONE) == (first->denied == DENY_NONE),
		"%s decides otherwise: %s: %s", session->run.tool->name,
		first->denied == DENY_NONE ? decision.reason : first->reason, line);
	CHECK(first->denied != DENY_NONE || (answers.length == session->answers.length - from &&
						    strncmp(buffer_text(&answers),
							    buffer_text(&session->answers) + from,
							    answers.length) == 0),
		"%s answers otherwise: %s: %s", session->run.tool->name, line,
		buffer_text(&answers));
	buffer_release(&answers);
}

static void run_command_line(struct session *session, const char *line)
{
	struct incoming *incoming = &batch.incoming[0];
	int64_t last = store_last_sequence(session->state->store);
	size_t from = session->answers.length;
	struct decision decision = {0};

	if (incoming->fault.status != 0) {
		fuzz_check_fault(&incoming->fault);
		return;
	}
	handler_command(session->state->handler, &incoming->command, session->run.settings.client,
		&decided, &decision, &session->answers);
	check_store(session, line);
	if (decision.denied != DENY_NONE) {
		check_denial(&decision);
		CHECK(store_last_sequence(session->state->store) == last,
			"a denied line records: %s", line);
	}
	run_again(session, &decision, from, line);
}

/* An event that comes again records nothing more. */
static void run_event_again(struct session *session, const char *line)
{
	struct incoming *incoming = &batch.incoming[0];
	int64_t last = store_last_sequence(session->state->store);
	struct decision decision = {0};
	struct buffer answers = {0};

	handler_arrival(session->state->handler, session->run.verb->process, &incoming->arrival,
		&decided, &decision, &answers);
	check_store(session, line);
	CHECK(store_last_sequence(session->state->store) == last,
		"%s records an event that comes again: %s", session->run.tool->name, line);
	buffer_release(&answers);
}

static void run_event_line(struct session *session, const char *line)
{
	struct incoming *incoming = &batch.incoming[0];
	struct decision decision = {0};

	if (incoming->fault.status != 0) {
		fuzz_check_fault(&incoming->fault);
		return;
	}
	if (incoming->skipped)
		return;
	handler_arrival(session->state->handler, session->run.verb->process, &incoming->arrival,
		&decided, &decision, &session->answers);
	check_store(session, line);
	if (decision.denied != DENY_NONE)
		check_denial(&decision);
	else
		run_event_again(session, line);
}

static void run_line(struct session *session, const char *line, size_t length)
{
	batch.run = &session->run;
	batch.count = 1;
	batch.lines[0] = (struct line){line, length, 1, LINE_COMPLETE};
	incoming_parse(&batch);
	if (session->run.verb->process != NULL)
		run_event_line(session, line);
	else
		run_command_line(session, line);
}

/* Reacts to the outstanding events at COUNT POSITIONS, and adds what is printed to ANSWERS. */
static void react_to(
	struct session *session, const int64_t *positions, int count, struct buffer *answers)
{
	int i;

	for (i = 0; i < count; i++) {
		struct decision decision = {0};

		handler_position(session->state->handler, session->run.verb->process, positions[i],
			&decided, &decision, answers);
		check_store(session, "-a");
	}
}

/* Runs what is outstanding, also of what this records, page by page. False: it was not all. */
static bool run_outstanding_events(struct session *session, struct buffer *answers)
{
	const struct process *process = session->run.verb->process;
	int64_t positions[OUTSTANDING], after = 0;
	int found, pages;

	for (pages = 0; pages < PAGES; pages++) {
		found = process->outstanding(
			session->state->store, session->now, after, positions, OUTSTANDING);
		check_store(session, "-a");
		react_to(session, positions, found, answers);
		if (found == 0)
			return true;
		CHECK(positions[found - 1] > after, "a page does not come after the one before");
		after = positions[found - 1];
	}
	return false;
}

/* The same twice: if that was all, the second time records nothing. */
static void run_all(struct session *session)
{
	const struct process *process = session->run.verb->process;
	struct buffer answers = {0};
	int64_t last;

	if (process == NULL || process->outstanding == NULL ||
		!run_outstanding_events(session, &session->answers))
		return;
	last = store_last_sequence(session->state->store);
	run_outstanding_events(session, &answers);
	CHECK(store_last_sequence(session->state->store) == last, "%s -a records once more",
		session->run.tool->name);
	buffer_release(&answers);
}

static void run_piped(struct session *session)
{
	const char *text = buffer_text(&session->piped), *line;
	const char *end = text + session->piped.length;
	size_t length;
	int count = 0;

	while (count++ < PIPED && fuzz_line(&text, end, &line, &length))
		run_line(session, arena_text(&texts, line, length), length);
}

/* The words before the input of a line: the verb, -c CLIENT, options. Returns what follows them. */
static const char *read_words(struct run *run, const char *at)
{
	const struct verb *verb = run->tool->verbs;
	size_t length;

	run->settings.client = NULL;
	run->record_text = NULL;
	while (verb->name != NULL && verb[1].run != NULL)
		verb++; /* the default verb is the last */
	run->verb = verb;
	while (*at != '\0' && strchr("{|", *at) == NULL && strcmp(at, "-a") != 0) {
		length = strcspn(at, " ");
		if (strncmp(at, "-c ", 3) == 0) {
			at += 3;
			length = strcspn(at, " ");
			run->settings.client = arena_text(&texts, at, length);
		}
		if (strncmp(at, "options ", strlen("options ")) == 0)
			run->record_text = (char *)(uintptr_t) "";
		for (verb = run->tool->verbs; verb->run != NULL; verb++)
			if (verb->name != NULL && strlen(verb->name) == length &&
				memcmp(verb->name, at, length) == 0)
				run->verb = verb;
		at += length + strspn(at + length, " ");
	}
	return at;
}

/* Whether the verb of RUN is one that this harness runs, for its client. */
static bool is_run(struct run *run)
{
	const struct verb *verb = run->verb;

	if ((verb->command == NULL && verb->process == NULL) || verb->filter != NULL ||
		verb->roster != NULL || run->tool->context == NULL)
		return false;
	if (verb->process == NULL && context_rule(run->tool->context, verb->command->type) == NULL)
		return false;
	if (verb->document)
		run->record_text = (char *)(uintptr_t) ""; /* it is decoded strictly */
	if (!(verb->takes & TAKES_CLIENT))
		run->settings.client = "organiser";
	return run->settings.client != NULL && run_is_client(run->settings.client);
}

static bool run_tool_line(struct session *session, const char *line)
{
	size_t length = strcspn(line, " ");
	struct run *run = &session->run;
	struct buffer piped;

	run->tool = captured_tool(line, length);
	if (run->tool == NULL)
		return false;
	line = read_words(run, line + length + strspn(line + length, " "));
	if (!is_run(run))
		return false;
	begin(session, run->tool);
	buffer_reset(&session->answers);
	if (*line == '|')
		run_piped(session);
	else if (*line == '-')
		run_all(session);
	else
		run_line(session, line, strlen(line));
	check_answers(session);
	add_ids(buffer_text(&session->answers), session->answers.length);
	piped = session->piped;
	session->piped = session->answers;
	session->answers = piped;
	return true;
}

/*
 * Has the temporary tables made that the processes of STATE's context use: if an input made them,
 * SQLite would read the schema again after each.
 */
static void make_tables(struct state *state)
{
	const struct tool *const *tool;
	const struct verb *verb;
	int64_t positions[1];

	CHECK(store_begin(state->store), "%s", store_fault(state->store)->reason);
	for (tool = captured_tools(); *tool != NULL; tool++)
		for (verb = (*tool)->verbs; (*tool)->context == state->context && verb->run != NULL;
			verb++)
			if (verb->process != NULL && verb->process->outstanding != NULL)
				verb->process->outstanding(state->store, 0, 0, positions, 1);
	CHECK(store_commit(state->store), "%s", store_fault(state->store)->reason);
}

/* The ids of the stores: of all contexts, so that they have the same numbers each time. */
static size_t find_ids(void)
{
	static size_t found;
	struct buffer lines = {0};
	size_t i;

	for (i = 0; found == 0 && installed_contexts[i] != NULL; i++) {
		struct state *state = state_of(installed_contexts[i]);

		make_tables(state);
		feed_copy(state->store, 1, state->before, &lines);
		add_ids(buffer_text(&lines), lines.length);
		buffer_reset(&lines);
	}
	buffer_release(&lines);
	found = found > 0 ? found : ids.count;
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *text = (const char *)bytes, *end = text + size, *line;
	struct session session = {.now = INT64_C(1740830400000)}; /* 2025-03-01T12:00:00Z */
	size_t length;
	int count = 0, ran = 0;

	fuzz_begin();
	ids.count = find_ids();
	fuzz_seed();
	while (count++ < LINES && fuzz_line(&text, end, &line, &length)) {
		const char *words = with_ids(line, length);

		if (count == 1 && strncmp(words, "now ", NOW_LENGTH) == 0)
			session.now = clock_parse_or(words + NOW_LENGTH, session.now);
		else
			ran += run_tool_line(&session, words);
	}
	state_check(fuzz_is_whole(bytes, size));
	state_rollback();
	buffer_release(&session.piped);
	buffer_release(&session.answers);
	arena_release(&session.run.arena);
	arena_reset(&decided);
	arena_reset(&texts);
	return ran > 0 ? 0 : -1;
}
