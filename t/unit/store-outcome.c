/* A repeated command is found by the ids of its events, which no decision can choose. */
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/context.h"
#include "store/feed.h"
#include "store/handler.h"
#include "store/outcome.h"
#include "store/query.h"
#include "scratch.h"
#include "tap.h"

#define VISIT(X, S)                                                                                \
	STRING(X, S, client, REQUIRED, 20, "who visits")                                           \
	INTEGER(X, S, hours, REQUIRED, 0, 24, "for how long")
MESSAGE_DECLARE(visit, VISIT);
MESSAGE_DEFINE(visit, VISIT, MESSAGE_COMMAND, "lanyard.house.visit.v1", "Visits.");
MESSAGE_DECLARE(visited, VISIT);
MESSAGE_DEFINE(visited, VISIT, MESSAGE_EVENT, "lanyard.house.visited.v1", "A visit.");

/* Decides an event for each hour. A visit of no hours has an event with an id of its own. */
static void decide(struct decision *decision, const void *command)
{
	const struct visit *visit = command;
	int64_t hour;

	if (visit->hours.value == 0)
		decision_event_with_id(decision, &visited_message, visit->client, visit,
			uuid_new(0), &decision->envelope->id);
	for (hour = 0; hour < visit->hours.value; hour++)
		decision_event(decision, &visited_message, visit->client, visit);
}

static bool check_reader(struct store *of, const char *client, int64_t now, bool *all,
	struct arena *arena, struct fault *fault)
{
	(void)of, (void)client, (void)now, (void)arena, (void)fault;
	return *all = true;
}

static const struct migration migrations[] = {
	{1, "first", "CREATE TABLE visits (seq INTEGER PRIMARY KEY) STRICT"},
};
static const struct schema house = {.name = "house", .migrations = migrations, .count = 1};
static const struct rule rules[] = {
	{.command = &visit_message, .decide = decide}, {.command = NULL}};
static const struct effect effects[] = {{.event = &visited_message}, {.event = NULL}};
static const struct component component = {&house, rules, effects, NULL, NULL};
static const struct component *const components[] = {&component, NULL, NULL};
static const struct context context = {"house", components, .check_reader = check_reader};

static char path[] = "/tmp/store-outcome-XXXXXX";
static struct arena arena;
static struct store *store;
static struct handler *handler;

static void open_house(void)
{
	static const struct clock clock;
	struct fault fault = {0};
	char file[64];
	struct store_place place = {
		.path = file,
		.conference = "test",
		.context = &context,
		.wait_milliseconds = 1000,
	};

	snprintf(file, sizeof(file), "%s/house.db", path);
	store = store_open(&place, STORE_CREATE, &fault);
	handler = handler_new(&context, store, "test");
	handler_begin(handler, &clock);
}

static void close_house(void)
{
	handler_free(handler);
	store_close(store);
}

/* Carries out CLIENT's visit of HOURS with the id ID. Adds its answer to OUT. */
static struct decision visit(
	const char *client, int64_t hours, const struct uuid *id, struct buffer *out)
{
	struct visit *visit = arena_take(&arena, sizeof(*visit));
	struct command command = {.rule = rules, .data = visit, .has_id = true, .key = ""};
	struct buffer scratch = {0};
	struct decision decision;

	*visit = (struct visit){client, integer(hours)};
	command.envelope.id = *id;
	command.digest = envelope_digest(&visit_message, visit, &scratch);
	command_identify(&command, client, 0);
	handler_command(handler, &command, client, &arena, &decision, out);
	buffer_release(&scratch);
	return decision;
}

/* The rows of the index of clients, in the order of the feed. */
static const char *runs(void)
{
	struct query *query =
		query_of(store, "SELECT about, first, last FROM events_about ORDER BY last");
	const char *text = "";

	while (query_row(query))
		text = arena_printf(&arena, "%s %s %lld-%lld", text,
			query_copy_at(query, 0, &arena), (long long)query_integer_at(query, 1),
			(long long)query_integer_at(query, 2));
	return text;
}

static void try_repeating(void)
{
	struct buffer first = {0}, again = {0};
	struct uuid id = uuid_new(1000), root = outcome_root(&id, "ann");
	struct uuid third = uuid_member(&root, 2);
	struct decision decision;

	open_house();
	visit("ann", 3, &id, &first);
	tap_ok(feed_position(store, &root) == 1 && feed_position(store, &third) == 3,
		"the ids of a command's events follow from its client and id");
	visit("ann", 3, &id, &again);
	tap_ok(first.length > 0 && first.length == again.length &&
			memcmp(first.text, again.text, first.length) == 0,
		"a repeated command is answered with all its events");
	decision = visit("ann", 2, &id, &again);
	tap_ok(decision.denied == DENY_CONFLICT, "the same id with other data is a conflict");
	visit("bob", 1, &id, &again);
	tap_ok(store_last_sequence(store) == 4, "the same id of another client is another command");
	handler_commit(handler);
	tap_text(runs(), " ann 1-3 bob 4-4", "adjacent events about a client are one row");
	close_house();

	open_house();
	id = uuid_new(1001);
	visit("bob", 2, &id, &again);
	id = uuid_new(1002);
	visit("ann", 1, &id, &again);
	handler_commit(handler);
	tap_text(runs(), " ann 1-3 bob 4-6 ann 7-7",
		"the row of a client's last events is extended by the next transaction");
	close_house();

	open_house();
	id = uuid_new(1003);
	visit("ann", 2, &id, &again);
	handler_rollback(handler);
	store_begin(store);
	store_commit(store);
	tap_text(runs(), " ann 1-3 bob 4-6 ann 7-7", "a rollback leaves no row of its events");
	close_house();
	buffer_release(&first);
	buffer_release(&again);
}

/* Only a hash that is broken, or a feed that is forged, has such an event. */
static void try_taken(void)
{
	struct uuid id = uuid_new(2000);
	struct visit visited = {"bob", integer(1)};
	struct envelope envelope = {
		.time = "2025-03-01T12:00:00.000Z",
		.subject = "bob",
		.client = "bob",
		.id = outcome_root(&id, "ann"),
	};
	struct buffer out = {0};
	struct decision decision;

	open_house();
	feed_append(store, &envelope, &visited_message, &visited, &out);
	buffer_reset(&out);
	decision = visit("ann", 1, &id, &out);
	tap_ok(decision.denied == DENY_CONFLICT && out.length == 0,
		"a command whose event's id another client's event has is a conflict without an answer");
	handler_rollback(handler);
	close_house();
	buffer_release(&out);
}

static void try_deciding(void)
{
	struct uuid id = uuid_new(3000);
	struct buffer out = {0};

	open_house();
	visit("ann", 0, &id, &out);
	tap_ok(store_fault(store)->status == EX_SOFTWARE && !handler_commit(handler),
		"an event of a command with an id of its own is an internal error");
	tap_text(store_fault(store)->reason,
		"lanyard.house.visited.v1 has another id than a command's event",
		"the message about an event with an id of its own has its type");
	close_house();
	buffer_release(&out);
}

int main(void)
{
	if (mkdtemp(path) == NULL)
		return EX_CANTCREAT;
	try_repeating();
	try_taken();
	try_deciding();
	arena_release(&arena);
	tap_ok(scratch_remove(path, "house.db"),
		"a store's directory has no files but the store's own");
	return tap_end();
}
