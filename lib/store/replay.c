#include "store/replay.h"

#include "base/background.h"
#include "base/memory.h"
#include "store/stretch.h"
#include "store/feed.h"
#include "store/handler.h"
#include "store/internal.h"
#include "store/outcome.h"
#include "store/query.h"

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
	bool outcomes; /* outcomes are rebuilt, too */
	const struct replay_watch *watch;
	int64_t differences; /* between rows and their lines */
	int64_t position;    /* of the last applied event */
	struct arena arena;
	struct uuid highest; /* of the appended events' ids */
	struct coming coming;
	struct stretch *filling; /* gets the next lines */
	struct stretch *parsing; /* is parsed meanwhile, by parser */
	struct background *parser;
};

static void parse(void *stretch)
{
	stretch_parse(stretch);
}

static struct stretch *new_stretch(const struct replay *replay)
{
	struct stretch *stretch = memory_zeroed(1, sizeof(*stretch));

	stretch->context = replay->context;
	stretch->source = store_source(replay->store);
	return stretch;
}

static void free_stretch(struct stretch *stretch)
{
	arena_release(&stretch->arena);
	free(stretch);
}

struct replay *replay_new(const struct context *context, struct store *store, bool outcomes,
	const struct replay_watch *watch)
{
	static const struct replay_watch nobody = {.progress = NULL};
	struct replay *replay = memory_zeroed(1, sizeof(*replay));

	replay->context = context;
	replay->store = store;
	replay->outcomes = outcomes;
	replay->watch = watch != NULL ? watch : &nobody;
	replay->filling = new_stretch(replay);
	replay->parsing = new_stretch(replay);
	replay->parser = background_new(parse);
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
	background_free(replay->parser);
	forget_command(&replay->coming);
	free_stretch(replay->filling);
	free_stretch(replay->parsing);
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

/* Events */

/* Every feed contains rejections: they are rebuilt with the tables. */
static void record_rejection(struct replay *replay, const struct envelope *envelope)
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
	record_rejection(replay, &event->envelope);
	if (event->effect != NULL && replay->context->check_reader != NULL)
		feed_index_client(replay->store, event->effect->event->layout, event->data,
			event->envelope.sequence);
	if (failed->status != 0)
		return fault_set(fault, failed->status, "can't be applied: %s", failed->reason);
	replay->position = event->envelope.sequence;
	return true;
}

/* Ids begin with a time, so most are above all before them, and need no search. */
static bool is_new(struct replay *replay, const struct envelope *envelope, struct fault *fault)
{
	int64_t position;

	if (memcmp(&envelope->id, &replay->highest, UUID_SIZE) > 0) {
		replay->highest = envelope->id;
		return true;
	}
	position = feed_position(replay->store, &envelope->id);
	if (position == 0)
		return true;
	fault_set(fault, EX_DATAERR, "is that of event %lld", (long long)position);
	strlcpy(fault->pointer, "/id", sizeof(fault->pointer));
	return false;
}

/* Appends EVENT, whose line is from another place, to the store's feed. */
static bool append(struct replay *replay, const struct event *event, struct fault *fault)
{
	if (!is_new(replay, &event->envelope, fault))
		return false;
	feed_restore(replay->store, &event->envelope, event->line, event->length);
	return true;
}

/* Compares the row of EVENT with its line: reports a difference to the watch, or sets FAULT. */
static bool check_row(struct replay *replay, const struct event *event, struct fault *fault)
{
	const struct replay_watch *watch = replay->watch;
	const struct envelope *envelope = &event->envelope;
	const char *column = NULL;

	if (memcmp(&event->row->id, &envelope->id, UUID_SIZE) != 0)
		column = "id";
	else if (strcmp(event->row->type, envelope->type) != 0)
		column = "type";
	else if (strcmp(event->row->subject, envelope->subject) != 0)
		column = "subject";
	if (column == NULL)
		return true;
	if (watch->differs == NULL)
		return fault_set(
			fault, EX_SOFTWARE, "its row has another %s than its line", column);
	watch->differs(watch->watcher,
		arena_printf(&replay->arena, "position %lld: its row has another %s than its line",
			(long long)envelope->sequence, column));
	replay->differences++;
	return true;
}

/* Stretches */

static bool apply_stretch(struct replay *replay, struct stretch *stretch, struct fault *fault)
{
	int i;

	arena_reset(&replay->arena);
	for (i = 0; i < stretch->parsed; i++) {
		const struct event *event = &stretch->events[i];

		if (!(event->row == NULL ? append(replay, event, fault)
					 : check_row(replay, event, fault)) ||
			!apply(replay, event, fault))
			return false;
	}
	if (stretch->bad.status != 0)
		*fault = stretch->bad;
	else if (stretch->parsed > 0 && replay->watch->progress != NULL)
		replay->watch->progress(replay->watch->watcher, replay->position);
	return stretch->bad.status == 0;
}

/* Has the filled stretch parsed, and meanwhile applies the one before. */
static bool turn(struct replay *replay, struct fault *fault)
{
	struct stretch *filled = replay->filling;
	struct stretch *parsed = replay->parsing;

	background_wait(replay->parser);
	background_start(replay->parser, filled);
	replay->parsing = filled;
	replay->filling = parsed;
	if (!apply_stretch(replay, parsed, fault))
		return false;
	stretch_begin(parsed, filled->before + filled->count);
	return true;
}

bool replay_add(struct replay *replay, const char *line, size_t length, struct fault *fault)
{
	stretch_add(replay->filling, line, length);
	return !stretch_is_full(replay->filling) || turn(replay, fault);
}

bool replay_flush(struct replay *replay, struct fault *fault)
{
	return turn(replay, fault) && turn(replay, fault);
}

bool replay_end(struct replay *replay)
{
	end_command(replay);
	store_flush(replay->store);
	return store_fault(replay->store)->status == 0;
}

int64_t replay_position(const struct replay *replay)
{
	return replay->position;
}

int64_t replay_differences(const struct replay *replay)
{
	return replay->differences;
}

/* The store's own feed */

/* An invalid line of the store's own feed is a broken invariant: reports it with its position. */
static bool fail_at(struct replay *replay, int64_t position, const struct fault *bad)
{
	struct fault *fault = store_fault(replay->store);

	fault_clear(fault);
	return fault_set(fault, bad->status == EX_DATAERR ? EX_SOFTWARE : bad->status,
		"position %lld: %s%s%s", (long long)position, bad->pointer,
		*bad->pointer != '\0' ? ": " : "", bad->reason);
}

/* Adds the event in the row of QUERY. */
static bool add_row(struct replay *replay, struct query *query, struct fault *fault)
{
	struct stretch *stretch = replay->filling;
	struct event_row *row = arena_take(&stretch->arena, sizeof(*row));
	size_t length;
	const char *line = query_text_at(query, 4, &length);

	memcpy(&row->id, query_bytes_at(query, 1, UUID_SIZE), UUID_SIZE);
	row->type = query_copy_at(query, 2, &stretch->arena);
	row->subject = query_copy_at(query, 3, &stretch->arena);
	if (store_fault(replay->store)->status != 0)
		return false;
	stretch_add(stretch, line, length)->row = row;
	return !stretch_is_full(stretch) || turn(replay, fault);
}

bool replay_feed(struct replay *replay)
{
	struct query *query = QUERY(replay->store,
		"SELECT seq, id, type, subject, line FROM events "
		"WHERE seq > :after ORDER BY seq",
		replay->position);
	struct fault bad = {0};
	int64_t gap = 0;

	while (bad.status == 0 && gap == 0 && query_row(query)) {
		int64_t position = query_integer_at(query, 0);

		if (position == replay->filling->before + replay->filling->count + 1)
			add_row(replay, query, &bad);
		else
			gap = position;
	}
	query_end(query);
	if (bad.status == 0 && store_fault(replay->store)->status == 0)
		replay_flush(replay, &bad);
	store_flush(replay->store); /* the caller may end the transaction */
	if (bad.status != 0)
		return fail_at(replay, replay->position + 1, &bad);
	if (store_fault(replay->store)->status != 0 || gap == 0)
		return store_fault(replay->store)->status == 0;
	fault_set(&bad, EX_SOFTWARE, "is not the one after %lld: the feed has a gap",
		(long long)replay->position);
	return fail_at(replay, gap, &bad);
}
