#include "store/context.h"

#include <stdarg.h>

#include "base/memory.h"
#include "message/decode.h"
#include "message/encode.h"
#include "message/json.h"
#include "store/feed.h"

static struct decided *add_event(struct decision *decision)
{
	if (decision->count == DECIDED_LIMIT) {
		fault_set(store_fault(decision->store), EX_SOFTWARE,
			"a decision of more than %d events", DECIDED_LIMIT);
		decision->count--;
	}
	return &decision->events[decision->count++];
}

void decision_event(struct decision *decision, const struct message *event, const char *subject,
	const void *data)
{
	*add_event(decision) = (struct decided){event, subject, data, NULL, NULL};
}

void decision_again(struct decision *decision, int64_t position)
{
	decision->again = position;
}

/* Whether the stored LINE's data is DATA, in canonical form. */
static bool says_the_same(struct decision *decision, const struct message *event, const void *data,
	const char *line)
{
	struct fault fault = {0};
	struct buffer stored = {0}, offered = {0};
	json_t *json = json_door(line, strlen(line), &fault);
	const void *known = NULL;
	bool same = false;

	if (json != NULL)
		known = decode(event->shape, json_object_get(json, "data"), TOLERANT, "/data",
			decision->arena, &fault);
	if (known != NULL) {
		encode(event->shape, known, CANONICAL, &stored);
		encode(event->shape, data, CANONICAL, &offered);
		same = stored.length == offered.length &&
		       memcmp(stored.text, offered.text, stored.length) == 0;
	}
	buffer_release(&stored);
	buffer_release(&offered);
	json_decref(json);
	return same;
}

void decision_event_if_new(struct decision *decision, const struct message *event,
	const char *subject, const void *data, int64_t position)
{
	const char *line =
		position > 0 ? feed_line(decision->store, position, decision->arena) : NULL;

	if (line != NULL && says_the_same(decision, event, data, line))
		decision_again(decision, position);
	else
		decision_event(decision, event, subject, data);
}

void decision_derived_event(struct decision *decision, const struct message *event,
	const char *subject, const void *data, const struct uuid *cause, int64_t cause_time)
{
	struct uuid *id = arena_take(decision->arena, sizeof(*id));

	*id = uuid_derived(cause_time, cause, event->type, (int64_t)decision->count);
	*add_event(decision) = (struct decided){event, subject, data, id, cause};
}

static const char *format_text(struct arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

static const char *format_text(struct arena *arena, const char *format, va_list arguments)
{
	char *text, *copy;

	if (vasprintf(&text, format, arguments) < 0)
		memory_exhausted();
	copy = arena_text(arena, text, strlen(text));
	free(text);
	return copy;
}

void decision_refuse(struct decision *decision, enum refusal refusal, const char *pointer,
	const char *format, ...)
{
	va_list arguments;

	decision->refusal = refusal;
	decision->pointer = pointer;
	va_start(arguments, format);
	decision->reason = format_text(decision->arena, format, arguments);
	va_end(arguments);
}

void decision_warn(struct decision *decision, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	decision->warning = format_text(decision->arena, format, arguments);
	va_end(arguments);
}

const struct rule *context_rule(const struct context *context, const char *type)
{
	const struct rule *rule;

	for (rule = context->rules; rule->command != NULL; rule++)
		if (strcmp(rule->command->type, type) == 0)
			return rule;
	return NULL;
}

const struct effect *context_effect(const struct context *context, const char *type)
{
	const struct effect *effect;

	for (effect = context->effects; effect->event != NULL; effect++)
		if (strcmp(effect->event->type, type) == 0)
			return effect;
	return NULL;
}
