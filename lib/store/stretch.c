#include "store/stretch.h"

#include "base/clock.h"
#include "message/decode.h"
#include "message/json.h"
#include "store/outcome.h"

void stretch_begin(struct stretch *stretch, int64_t before)
{
	arena_reset(&stretch->arena);
	fault_clear(&stretch->bad);
	stretch->before = before;
	stretch->count = stretch->parsed = 0;
}

bool stretch_is_full(const struct stretch *stretch)
{
	return stretch->count == BATCH_LINES || stretch->arena.total >= BATCH_BYTES;
}

struct stretch_event *stretch_add(struct stretch *stretch, const char *line, size_t length)
{
	struct stretch_event *event = &stretch->events[stretch->count++];

	*event = (struct stretch_event){
		.line = arena_text(&stretch->arena, line, length),
		.length = length,
	};
	return event;
}

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
	const struct envelope *envelope, const char *source, int64_t next, struct fault *fault)
{
	if (strcmp(envelope->source, source) != 0)
		return refuse(fault, "/source", "\"%s\" is not %s", envelope->source, source);
	if (envelope->sequence == 0)
		return refuse(fault, "/sequence", "is missing");
	if (envelope->sequence != next)
		return refuse(fault, "/sequence", "is %lld where %lld comes next",
			(long long)envelope->sequence, (long long)next);
	if (envelope->subject == NULL)
		return refuse(fault, "/subject", "is missing");
	if (envelope->time == NULL)
		return refuse(fault, "/time", "is missing");
	if (!is_our_time(envelope->time))
		return refuse(
			fault, "/time", "\"%s\" is not in UTC, to the millisecond", envelope->time);
	return true;
}

/* The effect for TYPE; adjacent events often have the same one as LAST (may be NULL). */
static const struct effect *find_effect(
	const struct stretch *stretch, const char *type, const struct effect *last)
{
	if (last != NULL && strcmp(last->event->type, type) == 0)
		return last;
	return context_effect(stretch->context, type);
}

/*
 * Whether a command that is repeated finds the event with ENVELOPE: its id follows from the
 * client and the command's id. The events of a process have no digest, and other ids.
 */
static bool check_id(const struct envelope *envelope, struct fault *fault)
{
	struct uuid root, id;

	if (envelope->command == NULL || envelope->client == NULL || envelope->cause == NULL)
		return true;
	root = outcome_root(envelope->cause, envelope->client);
	id = uuid_member(&root, uuid_ordinal(&envelope->id));
	return uuid_equal(&id, &envelope->id) ||
	       refuse(fault, "/id", "does not follow from client and causationid");
}

static bool read_data(struct stretch *stretch, const json_t *data, struct stretch_event *event)
{
	const char *type = event->envelope.type;
	const struct message *message = &command_answered_message;

	event->answered = strcmp(type, message->type) == 0;
	event->sealed = strcmp(type, feed_sealed_message.type) == 0;
	event->effect = find_effect(stretch, type, stretch->parsed > 0 ? event[-1].effect : NULL);
	if (event->effect != NULL)
		message = event->effect->event;
	else if (event->sealed)
		message = &feed_sealed_message;
	else if (!event->answered)
		return fault_set(&stretch->bad, EX_SOFTWARE, "%s has no effect in %s", type,
			stretch->context->name);
	event->data =
		decode(message->layout, data, TOLERANT, "/data", &stretch->arena, &stretch->bad);
	return event->data != NULL;
}

static bool parse(struct stretch *stretch, struct stretch_event *event, int64_t next)
{
	const json_t *json, *data;

	arena_reset(&stretch->json);
	event->digest = seal_digest(event->line, event->length);
	json = message_json_parse(event->line, event->length, &stretch->json, &stretch->bad);
	return json != NULL &&
	       envelope_read(json, &stretch->arena, &event->envelope, &data, &stretch->bad) &&
	       check_envelope(&event->envelope, stretch->source, next, &stretch->bad) &&
	       check_id(&event->envelope, &stretch->bad) && read_data(stretch, data, event);
}

void stretch_parse(void *of)
{
	struct stretch *stretch = of;

	while (stretch->parsed < stretch->count && parse(stretch, &stretch->events[stretch->parsed],
							   stretch->before + stretch->parsed + 1))
		stretch->parsed++;
}
