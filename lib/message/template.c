#include "message/template.h"

#include "base/local.h"
#include "base/memory.h"
#include "base/plural.h"
#include "message/internal.h"

struct filling {
	const struct layout *layout;
	const void *data;
	const struct template_style *style;
	const char *at; /* in the template */
	struct buffer *to;
	const char *wrong; /* where it is, first; NULL: nowhere */
};

static bool fill(struct filling *filling, bool bracketed);

static bool set_wrong(struct filling *filling, const char *at)
{
	if (filling->wrong == NULL)
		filling->wrong = at;
	return false;
}

/* Returns the place where TEMPLATE is wrong; NULL: none. */
static const char *fill_struct(const char *template, const struct layout *layout, const void *data,
	const struct template_style *style, struct buffer *to)
{
	struct filling filling = {layout, data, style, template, to, NULL};

	fill(&filling, false);
	if (*filling.at != '\0')
		set_wrong(&filling, filling.at);
	return filling.wrong;
}

static bool is_list(const struct field *field)
{
	return field->type == FIELD_LIST || field->type == FIELD_STRINGS;
}

static bool is_there(const struct field *field, const void *data)
{
	const void *at = field_at(field, data);

	return field_is_present(field, data) &&
	       (!is_list(field) || ((const struct list *)at)->count > 0) &&
	       (field->type != FIELD_BOOLEAN || *(const enum boolean *)at == BOOLEAN_TRUE);
}

/* The text NAME that each struct of a list has; NULL: FIELD is no such list. */
static const struct field *text_of_items(const struct field *field, const char *name)
{
	const struct field *text =
		field->type == FIELD_LIST ? layout_field(field->layout, name) : NULL;

	return text != NULL && text->type == FIELD_STRING && (text->flags & REQUIRED) ? text : NULL;
}

/* Whether FIELD can be used with SIGN before it and NOUN after it. */
static bool is_allowed(const struct field *field, char sign, const char *noun, bool bracketed)
{
	bool plain = sign == '\0' && (field->layout == NULL || field->layout->template != NULL);
	bool always = (field->flags & REQUIRED) && field->type != FIELD_BOOLEAN &&
		      (!is_list(field) || (field->type == FIELD_LIST && field->lowest > 0));

	if (sign == '*')
		return noun != NULL && text_of_items(field, noun) != NULL && (bracketed || always);
	if (sign == '#')
		return noun != NULL &&
		       (is_list(field) || (field->type == FIELD_INTEGER && (bracketed || always)));
	return noun == NULL && (plain || sign == '?') && (bracketed || (plain && always));
}

static void add_number(
	const struct field *field, const void *at, const char *noun, struct buffer *to)
{
	int64_t number = is_list(field) ? (int64_t)((const struct list *)at)->count
					: ((const struct integer *)at)->value;

	if (field->flags & MINUTES && number % (24 * 60) == 0) {
		number /= 24 * 60;
		noun = "day";
	} else if (field->flags & MINUTES && number % 60 == 0) {
		number /= 60;
		noun = "hour";
	}
	buffer_add_format(to, "%lld %s%s", (long long)number, noun, plural(number));
}

/* Adds "2 × full, 1 × day": how many items have each text BY, in the order of the first ones. */
static void add_counts(
	const struct field *field, const struct list *list, const char *by, struct buffer *to)
{
	const struct field *text = text_of_items(field, by);
	size_t size = field->layout->size, i, j;
	const char *items = list->items;

	for (i = 0; i < list->count; i++) {
		const char *wanted = *(const char *const *)field_at(text, items + i * size);
		size_t count = 0, first = list->count;

		for (j = 0; j < list->count && (first == list->count || first == i); j++) {
			if (strcmp(*(const char *const *)field_at(text, items + j * size),
				    wanted) != 0)
				continue;
			first = first < j ? first : j;
			count++;
		}
		if (first == i)
			buffer_add_format(to, "%s%zu × %s", i > 0 ? ", " : "", count, wanted);
	}
}

static void add_list(struct filling *filling, const struct field *field, const struct list *list)
{
	const struct layout *layout = field->layout;
	const char *separator = layout == NULL && (field->flags & UNSPLIT) ? "; " : ", ";
	const char *last = layout == NULL && !(field->flags & UNSPLIT) ? " and " : separator;
	struct buffer *to = filling->to;
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (i > 0)
			buffer_add_text(to, i + 1 < list->count ? separator : last);
		if (layout != NULL)
			fill_struct(layout->template, layout,
				(const char *)list->items + i * layout->size, filling->style, to);
		else
			buffer_add_text(to, ((const char *const *)list->items)[i]);
	}
}

/* Adds a date or a time, TEXT, as people read it. */
static void add_moment(struct filling *filling, const struct field *field, const char *text)
{
	const struct template_style *style = filling->style;
	char words[LOCAL_WORDS];

	if (field->type == FIELD_DATE)
		local_date_words(text, style->beside, words);
	else
		local_words(clock_parse_or(text, 0),
			field->flags & UNTIL ? LOCAL_END : LOCAL_BEGINNING, style->zone,
			style->beside, words);
	buffer_add_text(filling->to, words);
}

static void add_value(struct filling *filling, const struct field *field)
{
	const void *at = field_at(field, filling->data);

	if (is_list(field))
		add_list(filling, field, at);
	else if (field->type == FIELD_OBJECT)
		fill_struct(field->layout->template, field->layout, *(const void *const *)at,
			filling->style, filling->to);
	else if (filling->style != NULL && (field->type == FIELD_DATE || field->type == FIELD_TIME))
		add_moment(filling, field, *(const char *const *)at);
	else
		field_format(field, filling->data, format_currency(filling->layout, filling->data),
			filling->to);
}

/* Adds the value for the text in braces, which begins after the first; false: it is absent. */
static bool fill_field(struct filling *filling, bool bracketed)
{
	const char *from = filling->at;
	char sign = *from == '#' || *from == '?' || *from == '*' ? *from++ : '\0';
	size_t length = strcspn(from, "}");
	const struct field *field;
	char name[80], *noun;
	bool there;

	snprintf(name, sizeof(name), "%.*s", (int)length, from);
	noun = strchr(name, ' ');
	if (noun != NULL)
		*noun++ = '\0';
	field = from[length] == '}' ? layout_field(filling->layout, name) : NULL;
	filling->at = from + length + (from[length] == '}');
	if (field == NULL || !is_allowed(field, sign, noun, bracketed))
		return set_wrong(filling, from);
	there = is_there(field, filling->data);
	if (sign == '#' && (there || is_list(field)))
		add_number(field, field_at(field, filling->data), noun, filling->to);
	else if (sign == '*' && there)
		add_counts(field, field_at(field, filling->data), noun, filling->to);
	else if (sign == '\0' && there)
		add_value(filling, field);
	return there;
}

/* Adds the text in brackets, which begins after the first, if its fields are present. */
static void fill_brackets(struct filling *filling)
{
	const char *from = filling->at;
	size_t before = filling->to->length;
	bool complete = fill(filling, true);

	if (!complete)
		filling->to->length = before;
	if (*filling->at == '|') {
		filling->at++;
		before = filling->to->length;
		fill(filling, false);
		if (complete)
			filling->to->length = before;
	}
	if (*filling->at == ']')
		filling->at++;
	else
		set_wrong(filling, from);
}

/* Adds text up to the end of the template, or of a bracket's part; false: a field is absent. */
static bool fill(struct filling *filling, bool bracketed)
{
	bool complete = true;

	for (;;) {
		size_t length = strcspn(filling->at, "{}[|]");

		buffer_add(filling->to, filling->at, length);
		filling->at += length;
		if (*filling->at != '{' && *filling->at != '[')
			return complete;
		if (*filling->at++ == '[')
			fill_brackets(filling);
		else if (!fill_field(filling, bracketed))
			complete = false;
	}
}

const char *template_fill(const char *template, const struct layout *layout, const void *data,
	const struct template_style *style, struct arena *arena)
{
	struct buffer to = {0};
	const char *text;

	fill_struct(template != NULL ? template : layout->template, layout, data, style, &to);
	text = arena_text(arena, buffer_text(&to), to.length);
	buffer_release(&to);
	return text;
}

const char *template_wrong(const char *template, const struct layout *layout)
{
	void *nothing = memory_zeroed(1, layout->size);
	struct buffer to = {0};
	const char *wrong = fill_struct(template, layout, nothing, NULL, &to);
	size_t i;

	for (i = 0; i < layout->count && wrong == NULL; i++) {
		const struct layout *part = layout->fields[i].layout;

		if (part != NULL && part->template != NULL)
			wrong = template_wrong(part->template, part);
	}
	buffer_release(&to);
	free(nothing);
	return wrong;
}
