#include "store/replay.h"

#include "base/background.h"
#include "base/memory.h"
#include "store/feed.h"
#include "store/feed_index.h"
#include "store/handler.h"
#include "store/internal.h"
#include "store/outcome.h"
#include "store/query.h"
#include "store/seal.h"
#include "store/stretch.h"

struct replay {
	const struct context *context;
	struct store *store;
	const struct replay_watch *watch;
	int64_t differences;  /* between rows and their lines */
	int64_t position;     /* of the last applied event */
	struct uuid id;       /* of that event */
	struct digest digest; /* of the last command */
	struct seal_chain seals;
	struct arena arena;
	struct stretch *filling; /* gets the next lines */
	struct stretch *parsing; /* is parsed meanwhile, by parser */
	struct background *parser;
};

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
	arena_release(&stretch->json);
	free(stretch);
}

struct replay *replay_new(
	const struct context *context, struct store *store, const struct replay_watch *watch)
{
	static const struct replay_watch nobody = {.progress = NULL};
	struct replay *replay = memory_zeroed(1, sizeof(*replay));

	replay->context = context;
	replay->store = store;
	replay->watch = watch != NULL ? watch : &nobody;
	replay->filling = new_stretch(replay);
	replay->parsing = new_stretch(replay);
	replay->parser = background_new(stretch_parse);
	return replay;
}

void replay_free(struct replay *replay)
{
	if (replay == NULL)
		return;
	background_free(replay->parser);
	free_stretch(replay->filling);
	free_stretch(replay->parsing);
	arena_release(&replay->arena);
	free(replay);
}

/* Commands */

static bool refuse_id(struct fault *fault, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool refuse_id(struct fault *fault, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fault_set_list(fault, EX_DATAERR, format, arguments);
	va_end(arguments);
	strlcpy(fault->pointer, "/id", sizeof(fault->pointer));
	return false;
}

/* Whether ENVELOPE is that of the command's first event, or follows the one before. */
static bool continues_command(
	const struct replay *replay, const struct envelope *envelope, struct fault *fault)
{
	unsigned ordinal = uuid_ordinal(&envelope->id);
	struct uuid before = uuid_member(&envelope->id, ordinal - 1);

	return ordinal == 0 ||
	       (uuid_equal(&before, &replay->id) &&
		       memcmp(&replay->digest, envelope->command, sizeof(replay->digest)) == 0) ||
	       refuse_id(fault, "does not follow from that of the event before");
}

/* Saves the natural key of the command whose first event is EVENT, if there is one. */
static bool save_key(struct replay *replay, const struct stretch_event *event, struct fault *fault)
{
	const struct message *message = event->effect->event;
	const struct rule *rule = context_rule_of_event(replay->context, message);
	const char *key;

	if (rule == NULL)
		return true;
	key = command_key_of_event(message, rule->command, event->data, &replay->arena);
	if (key == NULL)
		return fault_set(fault, EX_SOFTWARE, "%s has no key of %s", message->type,
			rule->command->type);
	outcome_insert_key(replay->store, event->envelope.client, rule->command->type, key,
		event->envelope.sequence);
	return true;
}

/* Whether EVENT, which says that another one answers a command, names both. */
static bool check_answered(const struct stretch_event *event, struct fault *fault)
{
	const struct command_answered *answered = event->data;
	const struct envelope *envelope = &event->envelope;
	const char *error;

	strtonum(answered->answer, 1, envelope->sequence - 1, &error);
	if (error != NULL || envelope->command == NULL || envelope->client == NULL ||
		envelope->cause == NULL)
		return fault_set(
			fault, EX_DATAERR, "names no command, or no event that came before");
	return true;
}

/* Saves what a repeated command is found by. The events of a process have no digest. */
static bool note(struct replay *replay, const struct stretch_event *event, struct fault *fault)
{
	const struct envelope *envelope = &event->envelope;

	if (event->answered && !check_answered(event, fault))
		return false;
	if (envelope->command == NULL || envelope->client == NULL)
		return true;
	if (!continues_command(replay, envelope, fault))
		return false;
	replay->digest = *envelope->command;
	return event->effect == NULL || uuid_ordinal(&envelope->id) > 0 ||
	       save_key(replay, event, fault);
}

/* Events */

/*
 * Of a record, a command without an id: its event has no cause. Rejections are not outcomes: each
 * rebuild makes them.
 */
static void record_rejection(struct replay *replay, const struct envelope *envelope)
{
	if (envelope->cause == NULL && envelope->client != NULL && envelope->command != NULL &&
		context_is_rejection(replay->context, envelope->type))
		outcome_replace_rejection(
			replay->store, envelope->client, envelope->command, envelope->sequence);
}

static bool apply(struct replay *replay, const struct stretch_event *event, struct fault *fault)
{
	const struct fault *failed = store_fault(replay->store);

	if (!note(replay, event, fault))
		return false;
	if (event->effect != NULL) {
		feed_index_add(
			replay->store, &event->envelope, event->effect->event->layout, event->data);
		effect_apply(event->effect, replay->context,
			&(struct applying){replay->store, &event->envelope, event->data});
	}
	record_rejection(replay, &event->envelope);
	if (failed->status != 0)
		return fault_set(fault, failed->status, "can't be applied: %s", failed->reason);
	replay->position = event->envelope.sequence;
	replay->id = event->envelope.id;
	return true;
}

/*
 * Appends EVENT, whose line is from another place, to the store's feed. The column of ids is
 * unique: one that occurs twice is searched only when it has failed.
 */
static bool append(struct replay *replay, const struct stretch_event *event, struct fault *fault)
{
	struct fault *failed = store_fault(replay->store);
	struct fault failure;
	int64_t position;

	feed_restore(replay->store, &event->envelope, event->line, event->length);
	if (failed->status == 0)
		return true;
	failure = *failed;
	fault_clear(failed);
	position = feed_position(replay->store, &event->envelope.id);
	*failed = failure;
	if (position > 0)
		return refuse_id(fault, "is that of event %lld", (long long)position);
	return fault_set(fault, failure.status, "can't be appended: %s", failure.reason);
}

/* Reports to the watch that the event at POSITION is not as it should be, or sets FAULT. */
static bool differ(
	struct replay *replay, int64_t position, const char *how, int status, struct fault *fault)
{
	const struct replay_watch *watch = replay->watch;

	if (watch->differs == NULL)
		return fault_set(fault, status, "%s", how);
	watch->differs(watch->watcher,
		arena_printf(&replay->arena, "position %lld: %s", (long long)position, how));
	replay->differences++;
	return true;
}

/* Compares the row of EVENT with its line. */
static bool check_row(struct replay *replay, const struct stretch_event *event, struct fault *fault)
{
	const struct envelope *envelope = &event->envelope;

	return uuid_equal(event->row, &envelope->id) ||
	       differ(replay, envelope->sequence, "its row has another id than its line",
		       EX_SOFTWARE, fault);
}

/* Whether EVENT, if it is a seal, is of the lines before it. */
static bool check_seal(
	struct replay *replay, const struct stretch_event *event, struct fault *fault)
{
	const struct replay_watch *watch = replay->watch;
	int64_t position = event->envelope.sequence;
	struct fault bad = {0};

	if (seal_add(&replay->seals, position, &event->digest, event->sealed ? event->data : NULL,
		    &bad))
		return true;
	if (watch->altered == NULL)
		return differ(replay, position, bad.reason, bad.status, fault);
	watch->altered(watch->watcher,
		arena_printf(&replay->arena, "%s: position %lld: %s", replay->store->path,
			(long long)position, bad.reason));
	return true;
}

/* Stretches */

static bool apply_stretch(struct replay *replay, struct stretch *stretch, struct fault *fault)
{
	int i;

	arena_reset(&replay->arena);
	for (i = 0; i < stretch->parsed; i++) {
		const struct stretch_event *event = &stretch->events[i];

		if (!(event->row == NULL ? append(replay, event, fault)
					 : check_row(replay, event, fault)) ||
			!check_seal(replay, event, fault) || !apply(replay, event, fault))
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
		"%s: position %lld: %s%s%s", replay->store->path, (long long)position, bad->pointer,
		*bad->pointer != '\0' ? ": " : "", bad->reason);
}

/* Adds the event in the row of QUERY. */
static bool add_row(struct replay *replay, struct query *query, struct fault *fault)
{
	struct stretch *stretch = replay->filling;
	struct uuid *row = arena_take(&stretch->arena, sizeof(*row));
	size_t length;
	const char *line = query_text_at(query, 2, &length);

	memcpy(row, query_bytes_at(query, 1, UUID_SIZE), UUID_SIZE);
	if (store_fault(replay->store)->status != 0)
		return false;
	stretch_add(stretch, line, length)->row = row;
	return !stretch_is_full(stretch) || turn(replay, fault);
}

bool replay_feed(struct replay *replay)
{
	struct query *query = QUERY(replay->store,
		"SELECT seq, id, line FROM events WHERE seq > :after ORDER BY seq",
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
	store_flush(replay->store); /* a read transaction has no commit that would */
	if (bad.status != 0)
		return fail_at(replay, replay->position + 1, &bad);
	if (store_fault(replay->store)->status != 0 || gap == 0)
		return store_fault(replay->store)->status == 0;
	fault_set(&bad, EX_SOFTWARE, "is not the one after %lld: the feed has a gap",
		(long long)replay->position);
	return fail_at(replay, gap, &bad);
}
