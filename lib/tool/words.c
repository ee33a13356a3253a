#include "tool/words.h"

#include <langinfo.h>
#include <locale.h>
#include <unistd.h>

#include "base/local.h"
#include "base/visible.h"
#include "message/decode.h"
#include "message/json.h"
#include "message/template.h"
#include "store/outcome.h"

/* A line that is being described. */
struct described {
	struct envelope envelope; /* .type is NULL: it has none */
	const struct message *message;
	const void *data;
};

bool words_are_wanted(const struct run *run)
{
	const struct settings *settings = &run->settings;

	return !settings->json &&
	       (settings->table || settings->columns != NULL || isatty(STDOUT_FILENO));
}

/* Whether the locale of the environment is in UTF-8. The process itself stays in "C". */
static bool has_utf8(void)
{
	static int known = -1;
	locale_t locale;

	if (known < 0) {
		locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
		known = locale != (locale_t)0 &&
			strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
		if (locale != (locale_t)0)
			freelocale(locale);
	}
	return known;
}

/* The size of the sign that the LENGTH bytes of TEXT begin with, and *PLAIN for it; 0: of none. */
static size_t sign_at(const char *text, size_t length, char *plain)
{
	/* Each is as wide as what is printed for it, so that columns stay. */
	static const struct {
		const char *sign;
		char plain;
	} signs[] = {{"×", 'x'}, {"…", '.'}};
	size_t i, size;

	for (i = 0; i < COUNT_OF(signs); i++) {
		size = strlen(signs[i].sign);
		*plain = signs[i].plain;
		if (length >= size && memcmp(text, signs[i].sign, size) == 0)
			return size;
	}
	return 0;
}

void words_fit(struct buffer *text, size_t from)
{
	size_t at = from, to = from, size;
	char plain;

	if (has_utf8())
		return;
	for (; at < text->length; to++) {
		size = sign_at(text->text + at, text->length - at, &plain);
		text->text[to] = size > 0 ? plain : text->text[at];
		at += size > 0 ? size : 1;
	}
	text->length = to;
}

/* The message of TYPE that TOOL prints, or that is in its feed; NULL: it has none. */
static const struct message *find_message(const struct tool *tool, const char *type)
{
	const struct message *const *message;
	const struct effect *effect;

	for (message = tool->emits; message != NULL && *message != NULL; message++)
		if (strcmp((*message)->type, type) == 0)
			return *message;
	effect = tool->context != NULL ? context_effect(tool->context, type) : NULL;
	if (effect != NULL)
		return effect->event;
	for (message = store_messages; *message != NULL; message++)
		if (strcmp((*message)->type, type) == 0)
			return *message;
	return NULL;
}

/* The command of which TOOL, a filter, prints records without an envelope; NULL: it is none. */
static const struct message *find_record(const struct tool *tool)
{
	const struct message *const *message;

	for (message = tool->emits; message != NULL && *message != NULL; message++)
		if ((*message)->class == MESSAGE_COMMAND)
			return *message;
	return NULL;
}

/* Reads LINE into DESCRIBED; false: it has no description. */
static bool read_line(struct run *run, const char *line, size_t length, struct arena *arena,
	struct described *described)
{
	struct fault fault = {0};
	const json_t *json = message_json_parse(line, length, arena, &fault), *data = json;

	*described = (struct described){.message = NULL};
	if (json == NULL)
		return false;
	if (json_object_get(json, "specversion") == NULL)
		described->message = find_record(run->tool);
	else if (envelope_read(json, arena, &described->envelope, &data, &fault))
		described->message = find_message(run->tool, described->envelope.type);
	if (described->message == NULL || described->message->template == NULL)
		return false;
	described->data = decode(described->message->layout, data, TOLERANT, "", arena, &fault);
	return described->data != NULL;
}

/* Whether the event DESCRIBED has its subject in a field that its template leaves out. */
static bool leaves_out_subject(const struct described *described)
{
	const struct layout *layout = described->message->layout;
	const char *subject = described->envelope.subject;
	char name[80];
	size_t i;

	for (i = 0; i < layout->count && subject != NULL; i++) {
		const struct field *field = &layout->fields[i];

		snprintf(name, sizeof(name), "{%s}", field->name);
		if (field->type == FIELD_STRING && field_is_present(field, described->data) &&
			strcmp(*(const char *const *)field_at(field, described->data), subject) ==
				0 &&
			strstr(described->message->template, name) == NULL)
			return true;
	}
	return false;
}

/* Adds the sentence of DESCRIBED; in a client's feed most are about a beneficiary, not named there. */
static void add_sentence(
	struct run *run, const struct described *described, struct arena *arena, struct buffer *out)
{
	const struct template_style style = {run->settings.clock.offset, described->envelope.time};
	const struct context *context = run->tool->context;
	const char *subject = described->envelope.subject;
	const char *text = template_fill(described->message->template, described->message->layout,
		described->data, &style, arena);
	struct buffer local = {0};

	if (context != NULL && context->client != NULL && leaves_out_subject(described))
		text = arena_printf(arena, "%s: %s", subject, text);
	local_add_text(&local, text, run->settings.clock.offset);
	visible_add(out, buffer_text(&local), local.length, VISIBLE_ONE_LINE);
	buffer_release(&local);
}

/* Adds the sequence and the time of an event to OUT, as its place in a feed. */
static void add_place(struct run *run, const struct envelope *envelope, struct buffer *out)
{
	char local[LOCAL_TEXT] = "";

	if (envelope->time != NULL)
		local_format(clock_parse_or(envelope->time, 0), LOCAL_BEGINNING,
			run->settings.clock.offset, local);
	buffer_add_format(out, "%6lld  %s  ", (long long)envelope->sequence, local);
}

static void add_line(struct run *run, const char *line, size_t length, bool placed,
	struct arena *arena, struct buffer *out)
{
	size_t from = out->length;
	struct described described;
	bool known = read_line(run, line, length, arena, &described);

	if (placed && described.envelope.type != NULL)
		add_place(run, &described.envelope, out);
	if (known)
		add_sentence(run, &described, arena, out);
	else
		visible_add(out, line, length, VISIBLE_ONE_LINE);
	words_fit(out, from);
}

void words_add_line(struct run *run, const char *line, size_t length, struct buffer *out)
{
	struct arena arena = {0};

	add_line(run, line, length, false, &arena, out);
	arena_release(&arena);
}

static void add_lines(struct run *run, const char *lead, const char *lines, size_t length,
	bool placed, struct buffer *out)
{
	const char *end = lines + length, *newline;
	struct arena arena = {0};

	for (; lines < end; lines = newline + 1) {
		newline = memchr(lines, '\n', (size_t)(end - lines));
		if (newline == NULL)
			newline = end;
		arena_reset(&arena);
		buffer_add_text(out, lead);
		add_line(run, lines, (size_t)(newline - lines), placed, &arena, out);
		buffer_add(out, "\n", 1);
	}
	arena_release(&arena);
}

void words_add_lines(
	struct run *run, const char *lead, const char *lines, size_t length, struct buffer *out)
{
	add_lines(run, lead, lines, length, false, out);
}

void words_add_feed(struct run *run, const char *lines, size_t length, struct buffer *out)
{
	add_lines(run, "", lines, length, true, out);
}

bool words_print(struct run *run, const char *lead, const char *lines, size_t length)
{
	struct buffer words = {0};
	bool printed;

	if (!words_are_wanted(run))
		return run_print(run, lines, length);
	words_add_lines(run, lead, lines, length, &words);
	printed = run_print(run, words.text, words.length);
	buffer_release(&words);
	return printed;
}
