#include "store/replay.h"

#include "base/clock.h"
#include "base/memory.h"
#include "message/decode.h"
#include "message/json.h"
#include "store/connection.h"
#include "store/projection.h"
#include "store/feed.h"
#include "store/handler.h"
#include "store/internal.h"
#include "store/outcome.h"
#include "store/query.h"

enum { PROGRESS_EVENTS = 1000 };

/* The command whose events are being read: they are adjacent in the feed. */
struct coming {
	struct outcome outcome; /* count 0: no command */
	bool has_id;
	struct uuid command; /* if it has an id; else correlation identifies it */
	char *correlation;
	char *client;
	const struct rule *rule; /* if it is unique by natural key */
	char *key;
};

struct replay {
	const struct context *context;
	struct store *store;
	bool outcomes;    /* outcomes are rebuilt, too */
	int64_t position; /* of the last applied event */
	struct arena arena;
	struct coming coming;
};

/* A parsed line. */
struct event {
	struct envelope envelope;
	const struct effect *effect; /* NULL: it changes no state */
	bool answered;               /* is command-answered */
	const void *data;
};

struct replay *replay_new(const struct context *context, struct store *store, bool outcomes)
{
	struct replay *replay = memory_zeroed(1, sizeof(*replay));

	replay->context = context;
	replay->store = store;
	replay->outcomes = outcomes;
	return replay;
}

static void forget_command(struct coming *coming)
{
	free(coming->correlation);
	free(coming->client);
	free(coming->key);
	*coming = (struct coming){.rule = NULL};
}

void replay_free(struct replay *replay)
{
	if (replay == NULL)
		return;
	forget_command(&replay->coming);
	arena_release(&replay->arena);
	free(replay);
}

/* Outcomes */

/* Saves the outcome of the command, whose events have all been read. */
static void end_command(struct replay *replay)
{
	struct coming *coming = &replay->coming;

	if (coming->outcome.count > 0 && coming->has_id)
		outcome_insert(replay->store, coming->client, &coming->command, &coming->outcome);
	if (coming->outcome.count > 0 && coming->rule != NULL)
		outcome_replace_by_key(replay->store, coming->client, coming->rule->command->type,
			coming->key, &coming->outcome);
	forget_command(coming);
}

static bool same_text(const char *left, const char *right)
{
	return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

/* Whether ENVELOPE belongs to the same command. */
static bool goes_on(const struct coming *coming, const struct envelope *envelope)
{
	return coming->outcome.count > 0 && same_text(coming->client, envelope->client) &&
	       memcmp(&coming->outcome.digest, envelope->command, sizeof(struct digest)) == 0 &&
	       (coming->has_id ? envelope->cause != NULL &&
					 memcmp(&coming->command, envelope->cause,
						 sizeof(coming->command)) == 0
			       : envelope->cause == NULL &&
					 same_text(coming->correlation, envelope->correlation));
}

static void begin_command(struct coming *coming, const struct envelope *envelope)
{
	*coming = (struct coming){
		.outcome = {.digest = *envelope->command, .first = envelope->sequence},
		.has_id = envelope->cause != NULL,
		.correlation = memory_text(envelope->correlation),
		.client = memory_text(envelope->client),
	};
	if (coming->has_id)
		coming->command = *envelope->cause;
}

/* Records the outcome of EVENT's command; the events of a process have none. */
static bool record_command(struct replay *replay, const struct event *event, struct fault *fault)
{
	const struct envelope *envelope = &event->envelope;
	struct coming *coming = &replay->coming;
	const struct message *message = event->effect->event;
	const struct rule *rule = context_rule_of_event(replay->context, message->type);
	const char *key;

	if (envelope->command == NULL || envelope->client == NULL) {
		end_command(replay);
		return true;
	}
	if (!goes_on(coming, envelope)) {
		end_command(replay);
		begin_command(coming, envelope);
	}
	coming->outcome.count++;
	if (rule == NULL || coming->rule != NULL)
		return true;
	key = command_key_of_event(message, rule->command, event->data, &replay->arena);
	if (key == NULL)
		return fault_set(fault, EX_SOFTWARE, "%s has no key of %s", message->type,
			rule->command->type);
	coming->rule = rule;
	coming->key = memory_text(key);
	return true;
}

/* Records the outcome of a command that was answered by an existing event. */
static bool record_answered(struct replay *replay, const struct event *event, struct fault *fault)
{
	const struct command_answered *answered = event->data;
	const struct envelope *envelope = &event->envelope;
	struct outcome outcome = {.count = 1};
	const char *error;

	end_command(replay);
	outcome.first = strtonum(answered->answer, 1, envelope->sequence - 1, &error);
	if (error != NULL || envelope->command == NULL || envelope->client == NULL ||
		envelope->cause == NULL)
		return fault_set(
			fault, EX_DATAERR, "names no command, or no event that came before");
	outcome.digest = *envelope->command;
	outcome_insert(replay->store, envelope->client, envelope->cause, &outcome);
	return true;
}

static bool note(struct replay *replay, const struct event *event, struct fault *fault)
{
	return event->answered ? record_answered(replay, event, fault)
			       : record_command(replay, event, fault);
}

/* Lines */

static bool refuse(struct fault *fault, const char *pointer, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static bool refuse(struct fault *fault, const char *pointer, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fault_set_list(fault, EX_DATAERR, format, arguments);
	va_end(arguments);
	strlcpy(fault->pointer, pointer, sizeof(fault->pointer));
	return false;
}

/* Whether TIME is in the form of every event: UTC with milliseconds. */
static bool is_our_time(const char *time)
{
	char text[CLOCK_TEXT];
	int64_t milliseconds;

	if (!clock_parse(time, &milliseconds))
		return false;
	clock_format(milliseconds, text);
	return strcmp(text, time) == 0;
}

static bool check_envelope(
	const struct replay *replay, const struct envelope *envelope, struct fault *fault)
{
	const char *source = store_source(replay->store);

	if (strcmp(envelope->source, source) != 0)
		return refuse(fault, "/source", "\"%s\" is not %s", envelope->source, source);
	if (envelope->sequence == 0)
		return refuse(fault, "/sequence", "is missing");
	if (envelope->sequence != replay->position + 1)
		return refuse(fault, "/sequence", "is %lld where %lld comes next",
			(long long)envelope->sequence, (long long)replay->position + 1);
	if (envelope->subject == NULL)
		return refuse(fault, "/subject", "is missing");
	if (envelope->time == NULL)
		return refuse(fault, "/time", "is missing");
	if (!is_our_time(envelope->time))
		return refuse(
			fault, "/time", "\"%s\" is not in UTC, to the millisecond", envelope->time);
	return true;
}

static bool read_data(
	struct replay *replay, const json_t *data, struct event *event, struct fault *fault)
{
	const char *type = event->envelope.type;
	const struct message *message = &command_answered_message;

	event->answered = strcmp(type, message->type) == 0;
	event->effect = context_effect(replay->context, type);
	if (event->effect != NULL)
		message = event->effect->event;
	else if (!event->answered)
		return fault_set(
			fault, EX_SOFTWARE, "%s has no effect in %s", type, replay->context->name);
	event->data = decode(message->layout, data, TOLERANT, "/data", &replay->arena, fault);
	return event->data != NULL;
}

static bool read_event(struct replay *replay, const char *line, size_t length, struct event *event,
	struct fault *fault)
{
	const json_t *data;
	json_t *json = message_json_parse(line, length, fault);
	bool good;

	arena_reset(&replay->arena);
	*event = (struct event){.effect = NULL};
	good = json != NULL &&
	       envelope_read(json, &replay->arena, &event->envelope, &data, fault) &&
	       check_envelope(replay, &event->envelope, fault) &&
	       read_data(replay, data, event, fault);
	json_decref(json);
	return good;
}

/* Every feed contains refusals: they are rebuilt with the tables. */
static void record_refusal(struct replay *replay, const struct envelope *envelope)
{
	if (envelope->cause == NULL && envelope->client != NULL && envelope->command != NULL &&
		context_is_rejection(replay->context, envelope->type))
		outcome_replace_rejection(
			replay->store, envelope->client, envelope->command, envelope->sequence);
}

static bool apply(struct replay *replay, const struct event *event, struct fault *fault)
{
	const struct fault *failed = store_fault(replay->store);

	if (replay->outcomes && !note(replay, event, fault))
		return false;
	if (event->effect != NULL)
		effect_apply(event->effect, replay->context,
			&(struct applying){replay->store, &event->envelope, event->data});
	record_refusal(replay, &event->envelope);
	if (event->effect != NULL && replay->context->check_reader != NULL)
		feed_index_client(replay->store, event->effect->event->layout, event->data,
			event->envelope.sequence);
	replay->position = event->envelope.sequence;
	if (failed->status != 0)
		fault_set(fault, failed->status, "can't be applied: %s", failed->reason);
	return failed->status == 0;
}

static bool is_new(struct replay *replay, const struct envelope *envelope, struct fault *fault)
{
	int64_t position = feed_position(replay->store, &envelope->id);

	return position == 0 || refuse(fault, "/id", "is that of event %lld", (long long)position);
}

bool replay_append(struct replay *replay, const char *line, size_t length, struct fault *fault)
{
	struct event event;

	if (!read_event(replay, line, length, &event, fault) ||
		!is_new(replay, &event.envelope, fault))
		return false;
	feed_restore(replay->store, &event.envelope, line, length);
	return apply(replay, &event, fault);
}

bool replay_end(struct replay *replay)
{
	end_command(replay);
	return store_fault(replay->store)->status == 0;
}

/* The store's own feed */

/* Compares the row of QUERY with its line; reports differences to WATCH, if it has .differs. */
static bool check_row(struct replay *replay, struct query *query, const struct event *event,
	const struct replay_watch *watch, int64_t *differences)
{
	struct fault *fault = store_fault(replay->store);
	const struct envelope *envelope = &event->envelope;
	const void *id = query_bytes_at(query, 1, UUID_SIZE);
	const char *column = NULL;

	if (id == NULL || memcmp(id, &envelope->id, UUID_SIZE) != 0)
		column = "id";
	else if (!same_text(query_text_at(query, 2, NULL), envelope->type))
		column = "type";
	else if (!same_text(query_text_at(query, 3, NULL), envelope->subject))
		column = "subject";
	if (column == NULL)
		return true;
	if (watch->differs == NULL)
		return fault_set(fault, EX_SOFTWARE,
			"position %lld: its row has another %s than its line",
			(long long)query_integer_at(query, 0), column);
	watch->differs(watch->watcher,
		arena_printf(&replay->arena, "position %lld: its row has another %s than its line",
			(long long)query_integer_at(query, 0), column));
	(*differences)++;
	return true;
}

/* An invalid line of the store's own feed is a broken invariant: reports it with its position. */
static bool fail_at(struct replay *replay, int64_t position, const struct fault *bad)
{
	struct fault *fault = store_fault(replay->store);

	fault_clear(fault);
	return fault_set(fault, bad->status == EX_DATAERR ? EX_SOFTWARE : bad->status,
		"position %lld: %s%s%s", (long long)position, bad->pointer,
		*bad->pointer != '\0' ? ": " : "", bad->reason);
}

/* Applies the whole feed. Reports and counts rows that differ from their lines. */
static bool replay_feed(
	struct replay *replay, const struct replay_watch *watch, int64_t *differences)
{
	struct query *query = query_of(
		replay->store, "SELECT seq, id, type, subject, line FROM events ORDER BY seq");
	struct fault bad = {0};

	while (query_row(query)) {
		int64_t position = query_integer_at(query, 0);
		struct event event;
		size_t length;
		const char *line = query_text_at(query, 4, &length);

		if (position != replay->position + 1)
			fault_set(&bad, EX_SOFTWARE,
				"is not the one after %lld: the feed has a gap",
				(long long)replay->position);
		if (bad.status != 0 || !read_event(replay, line, length, &event, &bad) ||
			!check_row(replay, query, &event, watch, differences) ||
			!apply(replay, &event, &bad)) {
			if (bad.status != 0)
				fail_at(replay, position, &bad);
			query_end(query);
			return false;
		}
		if (watch->progress != NULL && position % PROGRESS_EVENTS == 0)
			watch->progress(watch->watcher, position);
	}
	if (watch->progress != NULL)
		watch->progress(watch->watcher, replay->position);
	return replay_end(replay);
}

static bool run_sql(struct store *store, const char *sql)
{
	return connection_execute(store, "rebuilding", sql);
}

/* Applies the whole feed to empty tables. False with the store's fault set. */
static bool rebuild(const struct context *context, struct store *store, bool outcomes,
	const struct replay_watch *watch, int64_t *differences)
{
	struct replay *replay = replay_new(context, store, outcomes);
	bool good = store->fault.status == 0 && replay_feed(replay, watch, differences);

	replay_free(replay);
	return good;
}

static bool rebuild_emptied(const struct context *context, struct store *store, bool outcomes,
	const struct replay_watch *watch)
{
	struct buffer emptying = {0};
	int64_t differences = 0;
	bool good;

	projection_delete_sql(context, store, outcomes, &emptying);
	good = run_sql(store, "PRAGMA defer_foreign_keys = ON") &&
	       run_sql(store, buffer_text(&emptying)) &&
	       rebuild(context, store, outcomes, watch, &differences);
	buffer_release(&emptying);
	return good;
}

bool replay_in_place(
	const struct context *context, struct store *store, const struct replay_watch *watch)
{
	if (!store_begin(store))
		return false;
	if (rebuild_emptied(context, store, true, watch))
		return store_commit(store);
	store_rollback(store);
	return false;
}

bool replay_tables(const struct context *context, struct store *store)
{
	static const struct replay_watch nobody = {.progress = NULL};

	return rebuild_emptied(context, store, false, &nobody);
}

/*
 * The temporary tables have the names of the store's, and SQLite resolves unqualified
 * names to temp first, so the effects write there; events has no temporary copy, and is
 * read from the store.
 */
int64_t replay_check(
	const struct context *context, struct store *store, const struct replay_watch *watch)
{
	struct buffer copying = {0};
	int64_t differences = 0;

	/* In a file, so that memory stays constant. */
	run_sql(store,
		"PRAGMA temp_store = FILE; PRAGMA temp.journal_mode = OFF;"
		"PRAGMA temp.cache_size = -8192");
	if (!store_begin_reading(store))
		return -1;
	projection_copy_sql(context, store, &copying);
	if (run_sql(store, buffer_text(&copying)) &&
		rebuild(context, store, true, watch, &differences))
		differences += projection_compare(context, store, watch);
	buffer_release(&copying);
	store_end_reading(store);
	/*
	 * Changing temp_store drops all temporary tables (SQLite documentation, PRAGMA
	 * temp_store).
	 */
	connection_execute_anyway(store, "checking", "PRAGMA temp_store = MEMORY");
	return store->fault.status == 0 ? differences : -1;
}
