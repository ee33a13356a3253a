#include "message/format.h"

#include "base/money.h"
#include "message/internal.h"

void format_text(const struct field *field, const void *at, const char *currency, struct buffer *to)
{
	(void)field;
	(void)currency;
	buffer_add_text(to, *(const char *const *)at);
}

void format_integer(
	const struct field *field, const void *at, const char *currency, struct buffer *to)
{
	const struct integer *number = at;
	char money[MONEY_TEXT];

	if (field->type != FIELD_AMOUNT) {
		buffer_add_integer(to, number->value);
		return;
	}
	money_format(number->value, currency, money);
	buffer_add_text(to, money);
}

void format_boolean(
	const struct field *field, const void *at, const char *currency, struct buffer *to)
{
	(void)field;
	(void)currency;
	buffer_add_text(to, *(const enum boolean *)at == BOOLEAN_TRUE ? "yes" : "no");
}

void format_enum(const struct field *field, const void *at, const char *currency, struct buffer *to)
{
	(void)currency;
	buffer_add_text(to, enumeration_text(field->enumeration, *(const unsigned *)at));
}

void format_object(
	const struct field *field, const void *at, const char *currency, struct buffer *to)
{
	size_t i;

	for (i = 0; i < field->layout->count; i++) {
		buffer_add_text(to, i > 0 ? " " : "");
		field_format(&field->layout->fields[i], *(void *const *)at, currency, to);
	}
}

void format_list(const struct field *field, const void *at, const char *currency, struct buffer *to)
{
	const struct list *list = at;
	size_t i, j;

	for (i = 0; i < list->count; i++) {
		for (j = 0; j < field->layout->count; j++) {
			if (field->layout->fields[j].flags & HIDDEN)
				continue;
			buffer_add_text(to, j > 0 ? "=" : i > 0 ? "," : "");
			field_format(&field->layout->fields[j],
				(const char *)list->items + i * field->layout->size, currency, to);
		}
	}
}

/* Texts that may hold commas are not separated by them. */
void format_texts(
	const struct field *field, const void *at, const char *currency, struct buffer *to)
{
	const struct list *list = at;
	size_t i;

	(void)currency;
	for (i = 0; i < list->count; i++) {
		buffer_add_text(to, i == 0 ? "" : field->flags & UNSPLIT ? "; " : ",");
		buffer_add_text(to, ((const char *const *)list->items)[i]);
	}
}

void field_format(
	const struct field *field, const void *data, const char *currency, struct buffer *to)
{
	const void *at = field_at(field, data);

	if (form_of(field)->is_present(at))
		form_of(field)->format(field, at, currency, to);
}

const char *format_currency(const struct layout *layout, const void *data)
{
	const struct field *currency = layout_field(layout, "currency");

	return currency != NULL && field_is_present(currency, data)
		       ? *(const char *const *)field_at(currency, data)
		       : "";
}
