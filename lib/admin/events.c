#include "admin/events.h"

#include "base/local.h"
#include "base/memory.h"
#include "base/money.h"

static const char *text_of(const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text != NULL ? text : "";
}

/* Adds CODE with blanks for its underscores and hyphens: "not on sale". */
static void add_words(struct buffer *out, const char *code, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		buffer_add(out, strchr("_-", code[i]) != NULL ? " " : code + i, 1);
}

/* Adds what lanyard.ticketing.ticket-purchase-created.v1 names: "ticket purchase created". */
static void add_type(struct buffer *out, const char *type)
{
	const char *start = strrchr(type, '.');

	while (start != NULL && start > type && start[-1] != '.')
		start--;
	if (start != NULL)
		add_words(out, start, strcspn(start, "."));
}

/* Begins the next of the facts after the words before. */
static void begin_fact(struct buffer *out, int *facts)
{
	buffer_add_text(out, (*facts)++ == 0 ? ": " : ", ");
}

/* How many of TICKETS, from FIRST on, are of the type of that one; 0: an earlier one is. */
static int64_t count_of_type(const json_t *tickets, size_t first)
{
	const char *type = text_of(json_array_get(tickets, first), "type");
	const json_t *item;
	int64_t count = 0;
	size_t i;

	json_array_foreach(tickets, i, item)
	{
		const json_t *quantity = json_object_get(item, "quantity");

		if (strcmp(text_of(item, "type"), type) != 0)
			continue;
		if (i < first)
			return 0;
		count += quantity != NULL ? json_integer_value(quantity) : 1;
	}
	return count;
}

/* "2 × early, 1 x late", of a list of tickets, or of types with quantities. */
static void add_tickets(struct buffer *out, const json_t *tickets, int *facts)
{
	const json_t *item;
	size_t i;

	json_array_foreach(tickets, i, item)
	{
		int64_t count = count_of_type(tickets, i);

		if (count == 0 || *text_of(item, "type") == '\0')
			continue;
		begin_fact(out, facts);
		buffer_add_integer(out, count);
		buffer_add_text(out, " × ");
		buffer_add_text(out, text_of(item, "type"));
	}
}

static void add_amount(struct buffer *out, const json_t *data, const char *name, int *facts)
{
	const json_t *amount = json_object_get(data, name);
	const char *currency = text_of(data, "currency");
	char text[MONEY_TEXT];

	if (!json_is_integer(amount) || json_integer_value(amount) == 0 ||
		money_digits(currency) < 0)
		return;
	money_format(json_integer_value(amount), currency, text);
	begin_fact(out, facts);
	buffer_add_text(out, text);
}

/* What happened, by those members of its data that are never of a person. */
static void add_sentence(struct buffer *out, const json_t *event)
{
	const json_t *data = json_object_get(event, "data");
	const char *type = text_of(event, "type");
	int facts = 0;

	add_type(out, type);
	if (strstr(type, "-type-") != NULL && *text_of(data, "type") != '\0') {
		begin_fact(out, &facts);
		buffer_add_text(out, text_of(data, "type"));
	}
	/* What was refused has any text for a type, and a reason's code; others have a discount's. */
	if (strstr(type, "-rejected.") == NULL) {
		add_tickets(out, json_object_get(data, "tickets"), &facts);
	} else if (*text_of(data, "code") != '\0') {
		begin_fact(out, &facts);
		add_words(out, text_of(data, "code"), strlen(text_of(data, "code")));
	}
	add_amount(out, data, "amount", &facts);
	add_amount(out, data, "price", &facts);
}

static void add_event(struct page *page, const json_t *event, const struct html_column *columns)
{
	struct buffer words = {0};
	char time[LOCAL_TEXT];
	int64_t moment;
	json_t *row;

	if (!clock_parse(text_of(event, "time"), &moment))
		return;
	local_format(moment, LOCAL_BEGINNING, page->zone, time);
	add_sentence(&words, event);
	row = json_pack("{ssssss}", "time", time, "event", buffer_text(&words), "client",
		text_of(event, "client"));
	html_table_row(&page->html, row, columns);
	json_decref(row);
	buffer_release(&words);
}

void events_add(struct page *page)
{
	static const struct html_column columns[] = {
		{"Time", "time", HTML_DATE, NULL},
		{"Event", "event", HTML_TEXT, NULL},
		{"By", "client", HTML_TEXT, NULL},
		{.title = NULL},
	};
	json_t *events = json_array(), *event;
	size_t at = 0, i;

	while ((event = page_next_row(page, &at)) != NULL)
		json_array_append_new(events, event);
	html_table_begin(&page->html, NULL, columns);
	/* The newest is what is looked for. */
	for (i = json_array_size(events); i > 0; i--)
		add_event(page, json_array_get(events, i - 1), columns);
	html_table_end(&page->html);
	json_decref(events);
}

void events_add_sentences(struct page *page)
{
	char *text = memory_text(buffer_text(&page->child.out)), *line;

	buffer_add_text(&page->html, "<pre>");
	while ((line = strrchr(text, '\n')) != NULL) {
		*line = '\0';
		line = strrchr(text, '\n');
		html_text(&page->html, line != NULL ? line + 1 : text);
		buffer_add_text(&page->html, "\n");
		if (line != NULL)
			line[1] = '\0';
		else
			*text = '\0';
	}
	buffer_add_text(&page->html, "</pre>\n");
	free(text);
}
