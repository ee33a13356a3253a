#include "admin/html.h"

#include <string.h>

#include "base/money.h"
#include "base/visible.h"

void html_text(struct buffer *out, const char *text)
{
	struct buffer shown = {0};
	size_t i;

	visible_add(&shown, text, strlen(text), VISIBLE_ONE_LINE);
	for (i = 0; i < shown.length; i++) {
		switch (shown.text[i]) {
		case '<':
			buffer_add_text(out, "&lt;");
			break;
		case '>':
			buffer_add_text(out, "&gt;");
			break;
		case '&':
			buffer_add_text(out, "&amp;");
			break;
		case '"':
			buffer_add_text(out, "&quot;");
			break;
		default:
			buffer_add(out, shown.text + i, 1);
		}
	}
	buffer_release(&shown);
}

static const char *class_of(const struct html_column *column)
{
	switch (column->kind) {
	case HTML_NUMBER:
	case HTML_MONEY:
		return " class=\"number\"";
	case HTML_DATE:
	case HTML_SHARE:
		return " class=\"short\"";
	default:
		return "";
	}
}

static void add_value(struct buffer *out, const json_t *value)
{
	const json_t *item;
	size_t i;

	if (json_is_string(value))
		html_text(out, json_string_value(value));
	else if (json_is_integer(value))
		buffer_add_integer(out, json_integer_value(value));
	json_array_foreach(value, i, item)
	{
		if (i > 0)
			buffer_add_text(out, ", ");
		add_value(out, item);
	}
}

static void add_words(struct buffer *out, const char *code)
{
	struct buffer words = {0};
	size_t i;

	if (code == NULL)
		return;
	for (i = 0; code[i] != '\0'; i++)
		buffer_add(&words, code[i] == '_' ? " " : code + i, 1);
	html_text(out, buffer_text(&words));
	buffer_release(&words);
}

static void add_money(struct buffer *out, const json_t *row, const json_t *value)
{
	const char *currency = json_string_value(json_object_get(row, "currency"));
	char text[MONEY_TEXT];

	if (currency == NULL || json_integer_value(value) == 0 || money_digits(currency) < 0)
		return;
	money_format(json_integer_value(value), currency, text);
	html_text(out, text);
}

static void add_tickets(struct buffer *out, const json_t *list)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		const char *type = json_string_value(json_object_get(item, "type"));

		if (i > 0)
			buffer_add_text(out, ", ");
		buffer_add_integer(out, json_integer_value(json_object_get(item, "quantity")));
		buffer_add_text(out, " ");
		html_text(out, type != NULL ? type : "");
	}
}

static void add_share(struct buffer *out, const json_t *value, const json_t *of)
{
	long long part = json_integer_value(value), all = json_integer_value(of);

	if (all <= 0)
		return;
	buffer_add_format(out, "<meter max=\"%lld\" value=\"%lld\">%lld of %lld</meter> %lld %%",
		all, part, part, all, part * 100 / all);
}

static void add_cell(struct buffer *out, const json_t *row, const struct html_column *column)
{
	const json_t *value = json_object_get(row, column->name);

	switch (column->kind) {
	case HTML_DATE:
	case HTML_TEXT:
	case HTML_NUMBER:
		add_value(out, value);
		break;
	case HTML_WORDS:
		add_words(out, json_string_value(value));
		break;
	case HTML_MONEY:
		add_money(out, row, value);
		break;
	case HTML_TICKETS:
		add_tickets(out, value);
		break;
	case HTML_SHARE:
		add_share(out, value, json_object_get(row, column->of));
		break;
	}
}

void html_table_begin(struct buffer *out, const char *caption, const struct html_column *columns)
{
	buffer_add_text(out, "<div class=\"wide\" tabindex=\"0\"><table>\n");
	if (caption != NULL) {
		buffer_add_text(out, "<caption>");
		html_text(out, caption);
		buffer_add_text(out, "</caption>\n");
	}
	buffer_add_text(out, "<thead><tr>");
	for (; columns->title != NULL; columns++)
		buffer_add_format(
			out, "<th scope=\"col\"%s>%s</th>", class_of(columns), columns->title);
	buffer_add_text(out, "</tr></thead>\n<tbody>\n");
}

void html_table_row(struct buffer *out, const json_t *row, const struct html_column *columns)
{
	const struct html_column *column;

	buffer_add_text(out, "<tr>");
	for (column = columns; column->title != NULL; column++) {
		const char *tag = column == columns ? "th scope=\"row\"" : "td";

		buffer_add_format(out, "<%s%s>", tag, class_of(column));
		add_cell(out, row, column);
		buffer_add_text(out, column == columns ? "</th>" : "</td>");
	}
	buffer_add_text(out, "</tr>\n");
}

void html_table_end(struct buffer *out)
{
	buffer_add_text(out, "</tbody>\n</table></div>\n");
}
