#include "store/context.h"

#include <stdarg.h>

#include "base/memory.h"
#include "message/encode.h"
#include "message/format.h"
#include "store/feed.h"
#include "store/look_alike.h"

bool decision_is_denied_by_grants(const struct decision *decision)
{
	return decision->denied == DENY_FORBIDDEN || decision->denied == DENY_HOURLY_LIMIT ||
	       decision->denied == DENY_TOO_LONG;
}

static struct decided *add_event(struct decision *decision)
{
	size_t count = decision->count++;
	struct decided *grown;

	if ((count & (count - 1)) == 0) {
		grown = arena_take(decision->arena, (count > 0 ? 2 * count : 1) * sizeof(*grown));
		if (count > 0)
			memcpy(grown, decision->events, count * sizeof(*grown));
		decision->events = grown;
	}
	return &decision->events[count];
}

void decision_event(struct decision *decision, const struct message *event, const char *subject,
	const void *data)
{
	*add_event(decision) = (struct decided){event, subject, data, NULL, NULL};
}

void decision_existing(struct decision *decision, int64_t position)
{
	decision->existing = position;
}

bool decision_is_event(
	struct decision *decision, const struct message *event, const void *data, int64_t position)
{
	struct buffer stored = {0}, offered = {0};
	struct envelope envelope;
	const void *known =
		feed_event(decision->store, position, event->layout, &envelope, decision->arena);
	bool same = false;

	if (known != NULL) {
		encode(event->layout, known, CANONICAL, &stored);
		encode(event->layout, data, CANONICAL, &offered);
		same = stored.length == offered.length &&
		       memcmp(stored.text, offered.text, stored.length) == 0;
	}
	buffer_release(&stored);
	buffer_release(&offered);
	return same;
}

/*
 * Borrows from ARENA: the fields of BEFORE that DATA lacks, as "signed_up_on, which was
 * 2025-01-10"; NULL if there are none.
 */
static const char *dropped_fields(
	const struct layout *layout, const void *before, const void *data, struct arena *arena)
{
	const char *text = NULL;
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];
		struct buffer value = {0};

		if (!field_is_present(field, before) || field_is_present(field, data))
			continue;
		field_format(field, before, "", &value);
		text = arena_printf(arena, "%s%s%s, which was %.*s", text != NULL ? text : "",
			text != NULL ? ", nor " : "", field->name, (int)value.length, value.text);
		buffer_release(&value);
	}
	return text;
}

/* Borrows from DATA: the text of its first KEY field; SUBJECT if it has none. */
static const char *name_of(const struct layout *layout, const void *data, const char *subject)
{
	size_t i;

	for (i = 0; i < layout->count; i++)
		if ((layout->fields[i].flags & KEY) && layout->fields[i].type == FIELD_STRING)
			return *(const char *const *)field_at(&layout->fields[i], data);
	return subject;
}

/* Warns of fields that the record at POSITION has and DATA, which replaces it, lacks. */
static void warn_of_dropped(struct decision *decision, const struct layout *layout,
	const char *subject, const void *data, int64_t position)
{
	struct envelope envelope;
	const void *before =
		feed_event(decision->store, position, layout, &envelope, decision->arena);
	const char *dropped =
		before != NULL ? dropped_fields(layout, before, data, decision->arena) : NULL;

	if (dropped != NULL)
		decision_warn(decision, "%s: the record has no %s: dropped",
			name_of(layout, data, subject), dropped);
}

void decision_event_if_new(struct decision *decision, const struct message *event,
	const char *subject, const void *data, int64_t position)
{
	if (position > 0 && decision_is_event(decision, event, data, position)) {
		decision_existing(decision, position);
		return;
	}
	if (position > 0 && !decision->amended)
		warn_of_dropped(decision, event->layout, subject, data, position);
	decision_event(decision, event, subject, data);
}

void decision_event_with_id(struct decision *decision, const struct message *event,
	const char *subject, const void *data, struct uuid id, const struct uuid *cause)
{
	struct uuid *copy = arena_take(decision->arena, sizeof(*copy));

	*copy = id;
	*add_event(decision) = (struct decided){event, subject, data, copy, cause};
}

void decision_deny(struct decision *decision, enum deny_reason denied, const char *pointer,
	const char *format, ...)
{
	va_list arguments;

	decision->denied = denied;
	decision->pointer = pointer;
	va_start(arguments, format);
	decision->reason = arena_printf_list(decision->arena, format, arguments);
	va_end(arguments);
}

/* Whether AMEND has a value for any field but its KEY fields. */
static bool names_field(const struct layout *layout, const void *amend)
{
	size_t i;

	for (i = 0; i < layout->count; i++)
		if (!(layout->fields[i].flags & KEY) && field_is_present(&layout->fields[i], amend))
			return true;
	return false;
}

bool decision_amend(struct decision *decision, const struct layout *layout, void *is,
	const struct layout *amend_layout, const void *amend)
{
	const struct field *clear = layout_field(amend_layout, "clear");
	const struct list none = {0, NULL};
	const struct list *names = clear != NULL ? field_at(clear, amend) : &none;
	size_t i;

	decision->amended = true;
	decision->amends_nothing = !names_field(amend_layout, amend);
	for (i = 0; i < names->count; i++) {
		const char *name = ((const char *const *)names->items)[i];
		const struct field *field = layout_field(layout, name);
		const struct field *set = layout_field(amend_layout, name);

		if (field == NULL || set == NULL || (field->flags & REQUIRED))
			decision_deny(decision, DENY_CONTRADICTION, "/clear",
				"\"%s\" can't be cleared", name);
		else if (field_is_present(set, amend))
			decision_deny(decision, DENY_CONTRADICTION, "/clear",
				"\"%s\" is set as well", name);
		else
			field_clear(field, is);
	}
	layout_overlay(layout, is, amend_layout, amend);
	return decision->denied == DENY_NONE;
}

void *decision_record(struct decision *decision, const struct layout *layout, int64_t position,
	const struct layout *amend_layout, const void *amend)
{
	struct envelope envelope;
	const struct field *missing;
	enum unreadable why;
	void *record =
		position > 0
			? feed_event(decision->store, position, layout, &envelope, decision->arena)
			: memset(arena_take(decision->arena, layout->size), 0, layout->size);

	if (record == NULL || !decision_amend(decision, layout, record, amend_layout, amend))
		return NULL;
	missing = layout_unreadable(layout, record, &why);
	if (missing == NULL)
		return record;
	decision_deny(decision, DENY_CONTRADICTION,
		arena_printf(decision->arena, "/%s", missing->name), "%s",
		why == UNREADABLE_MISSING ? "is missing: the record is new"
					  : "is not within its bounds");
	return NULL;
}

const char *decision_moment(struct decision *decision, enum local_role role, const char *time)
{
	char text[LOCAL_TEXT];

	if (!decision->written)
		return time;
	local_format(clock_parse_or(time, 0), role, decision->offset, text);
	return arena_text(decision->arena, text, strlen(text));
}

void decision_warn(struct decision *decision, const char *format, ...)
{
	const char *before = decision->warning;
	va_list arguments;

	va_start(arguments, format);
	decision->warning = arena_printf_list(decision->arena, format, arguments);
	va_end(arguments);
	if (before != NULL)
		decision->warning =
			arena_printf(decision->arena, "%s; %s", before, decision->warning);
}

const char *decision_correlation(struct decision *decision)
{
	char *text;

	if (decision->envelope->correlation != NULL)
		return decision->envelope->correlation;
	text = arena_take(decision->arena, UUID_TEXT);
	uuid_format(&decision->envelope->id, text);
	return text;
}

const struct context *context_find(const struct context *const *list, const char *name)
{
	while (*list != NULL && strcmp((*list)->name, name) != 0)
		list++;
	return *list;
}

/* Appends MESSAGE to LIST, which has COUNT entries and ends with NULL. */
static void add_message(const struct message ***list, size_t *count, const struct message *message)
{
	*list = memory_resize(*list, *count + 2, sizeof(**list));
	(*list)[(*count)++] = message;
	(*list)[*count] = NULL;
}

const struct message **context_messages(const struct context *context)
{
	const struct message **list = memory_zeroed(1, sizeof(*list));
	const struct component *const *component;
	const struct message *const *other;
	const struct effect *effect;
	const struct rule *rule;
	size_t count = 0;

	for (component = context->components; *component != NULL; component++) {
		for (rule = (*component)->rules; rule->command != NULL; rule++)
			add_message(&list, &count, rule->command);
		for (effect = (*component)->effects; effect->event != NULL; effect++)
			add_message(&list, &count, effect->event);
		for (other = (*component)->other_messages; other != NULL && *other != NULL; other++)
			add_message(&list, &count, *other);
	}
	return list;
}

const struct rule *context_rule(const struct context *context, const char *type)
{
	const struct component *const *component;
	const struct rule *rule;

	for (component = context->components; *component != NULL; component++)
		for (rule = (*component)->rules; rule->command != NULL; rule++)
			if (strcmp(rule->command->type, type) == 0)
				return rule;
	return NULL;
}

const struct rule *context_rule_of_event(const struct context *context, const struct message *event)
{
	const struct component *const *component;
	const struct rule *rule;

	for (component = context->components; *component != NULL; component++)
		for (rule = (*component)->rules; rule->command != NULL; rule++)
			if (rule->event == event || rule->other_event == event)
				return rule;
	return NULL;
}

const struct effect *context_effect(const struct context *context, const char *type)
{
	const struct component *const *component;
	const struct effect *effect;

	for (component = context->components; *component != NULL; component++)
		for (effect = (*component)->effects; effect->event != NULL; effect++)
			if (strcmp(effect->event->type, type) == 0)
				return effect;
	return NULL;
}

bool context_is_rejection(const struct context *context, const char *type)
{
	const struct message *const *rejection = context->rejections;

	for (; rejection != NULL && type != NULL && *rejection != NULL; rejection++)
		if (strcmp(type, (*rejection)->type) == 0)
			return true;
	return false;
}

void effect_apply(
	const struct effect *effect, const struct context *context, const struct applying *of)
{
	if (context->count != NULL)
		context->count(of, effect->event);
	if (effect->apply != NULL)
		effect->apply(of);
	look_alike_apply(of, effect->event->layout);
	if (effect->fact)
		context->fact_applied(of->store, of->envelope);
}

/* Whether NAME is one of WORDS, which blanks separate. */
static bool is_word_of(const char *words, const char *name)
{
	size_t length = strlen(name);
	const char *at;

	for (at = words; length > 0 && (at = strstr(at, name)) != NULL; at += length)
		if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

const struct listing *context_listing(const struct context *context, const char *name)
{
	const struct component *const *component = context != NULL ? context->components : NULL;
	const struct listing *listing;

	for (; component != NULL && *component != NULL; component++)
		for (listing = (*component)->listings; listing != NULL && listing->fields != NULL;
			listing++)
			if (is_word_of(listing->fields, name))
				return listing;
	return NULL;
}
