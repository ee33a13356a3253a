#include "store/batch.h"

#include "base/clock.h"
#include "message/decode.h"
#include "message/json.h"
#include "store/outcome.h"

void batch_begin(struct batch *batch, int64_t before)
{
	arena_reset(&batch->arena);
	fault_clear(&batch->bad);
	batch->before = before;
	batch->count = batch->parsed = 0;
}

bool batch_is_full(const struct batch *batch)
{
	return batch->count == BATCH_LINES || batch->arena.total >= BATCH_BYTES;
}

struct event *batch_add(struct batch *batch, const char *line, size_t length)
{
	struct event *event = &batch->events[batch->count++];

	*event = (struct event){
		.line = arena_text(&batch->arena, line, length),
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

static bool read_data(struct batch *batch, const json_t *data, struct event *event)
{
	const char *type = event->envelope.type;
	const struct message *message = &command_answered_message;

	event->answered = strcmp(type, message->type) == 0;
	event->effect = context_effect(batch->context, type);
	if (event->effect != NULL)
		message = event->effect->event;
	else if (!event->answered)
		return fault_set(&batch->bad, EX_SOFTWARE, "%s has no effect in %s", type,
			batch->context->name);
	event->data = decode(message->layout, data, TOLERANT, "/data", &batch->arena, &batch->bad);
	return event->data != NULL;
}

static bool parse(struct batch *batch, struct event *event, int64_t next)
{
	const json_t *data;
	json_t *json = message_json_parse(event->line, event->length, &batch->bad);
	bool good;

	good = json != NULL &&
	       envelope_read(json, &batch->arena, &event->envelope, &data, &batch->bad) &&
	       check_envelope(&event->envelope, batch->source, next, &batch->bad) &&
	       read_data(batch, data, event);
	json_decref(json);
	return good;
}

void batch_parse(struct batch *batch)
{
	while (batch->parsed < batch->count &&
		parse(batch, &batch->events[batch->parsed], batch->before + batch->parsed + 1))
		batch->parsed++;
}
