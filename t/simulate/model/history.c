/* Feeds: positions without gaps, ids without repetition, bytes that stay what they are. */
#include <bsd/stdlib.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

int context_of(const char *source_or_tool)
{
	static const struct {
		const char *source, *tool;
	} names[CONTEXTS] = {
		{"/ticketing", "ticket-"},
		{"/sponsorship", "sponsor-"},
		{"/speakers", "speaker-"},
		{"/guests", "guest-"},
	};
	const char *last = strrchr(source_or_tool, '/');

	for (int i = 0; i < CONTEXTS; i++) {
		if (last ? strcmp(last, names[i].source) == 0
			 : strncmp(source_or_tool, names[i].tool, strlen(names[i].tool)) == 0)
			return i;
	}
	return -1;
}

static void make_room(struct history *history, size_t position)
{
	size_t more = history->allocated ? history->allocated * 2 : 64;

	if (position <= history->allocated)
		return;
	if (more < position)
		more = position;
	history->lines = reallocarray(history->lines, more, sizeof(*history->lines));
	if (!history->lines)
		err(71, NULL);
	memset(history->lines + history->allocated, 0,
		(more - history->allocated) * sizeof(*history->lines));
	history->allocated = more;
}

json_t *history_event(struct history *history, size_t position)
{
	if (position == 0 || position > history->count || !history->lines[position - 1])
		return NULL;
	return json_loads(history->lines[position - 1], 0, NULL);
}

/* An event of a feed was seen, in an answer or in the feed. */
bool history_note(struct model *model, const char *line, size_t size, json_t *event)
{
	int context = context_of(text_of(event, "source"));
	const char *sequence = text_of(event, "sequence");
	size_t position = strtoull(sequence, NULL, 10);
	struct history *history;
	char **place;

	if (context < 0)
		return wrong(model, "an event of the source \"%s\"", text_of(event, "source"));
	if (strlen(sequence) != 19 || position == 0 || position > 100000000)
		return wrong(model, "the position \"%s\" is none", sequence);
	history = &model->history[context];
	make_room(history, position);
	place = &history->lines[position - 1];
	if (*place) {
		if (strlen(*place) == size && memcmp(*place, line, size) == 0)
			return true;
		return wrong(model, "event %zu has other bytes than before: %.*s, and was %s",
			position, (int)(size < 400 ? size : 400), line, *place);
	}
	if (position <= history->read)
		return wrong(model, "event %zu was not in the feed when that was read to %zu",
			position, history->read);
	if (json_object_get(model->ids, text_of(event, "id")))
		return wrong(model, "event %zu has the id %s, which another event has", position,
			text_of(event, "id"));
	json_object_set_new(model->ids, text_of(event, "id"), json_integer((json_int_t)position));
	*place = strndup(line, size);
	if (position > history->count)
		history->count = position;
	return true;
}

/* A feed's line has to be the next one. */
static bool note_next(struct model *model, enum context context, const char *line, size_t size,
	size_t *last, bool whole)
{
	json_t *event = json_loadb(line, size, 0, NULL);
	size_t position = strtoull(text_of(event, "sequence"), NULL, 10);
	bool good;

	if (!event)
		return wrong(model, "a line of the feed is not JSON: %.*s",
			(int)(size < 200 ? size : 200), line);
	if (context_of(text_of(event, "source")) != (int)context)
		good = wrong(model, "the feed has an event of %s", text_of(event, "source"));
	else if (position <= *last || (whole && position != *last + 1))
		good = wrong(model, "in the feed, event %zu follows event %zu", position, *last);
	else
		good = history_note(model, line, size, event);
	*last = position;
	json_decref(event);
	model->counts.events++;
	return good;
}

bool history_feed(
	struct model *model, enum context context, const struct step *step, size_t last, bool whole)
{
	struct history *history = &model->history[context];
	const char *at = step->output.bytes, *end = at + step->output.size;

	while (at && at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (!newline)
			return step->fault || wrong(model, "the feed's last line is torn");
		if (!note_next(model, context, at, (size_t)(newline - at), &last, whole))
			return false;
		at = newline + 1;
	}
	if (!whole || step->fault || step->status != 0)
		return true;
	if (last < history->count)
		return wrong(model, "the feed ends at %zu, but event %zu was printed: %.300s", last,
			history->count, history->lines[history->count - 1]);
	history->read = last;
	return true;
}

void history_free(struct history *history)
{
	for (size_t i = 0; i < history->count; i++)
		free(history->lines[i]);
	free(history->lines);
	json_decref(history->waiting);
}
