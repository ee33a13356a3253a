#include "tool/column.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"

enum { NAME_SHOWN = 64 }; /* bytes of an unknown name, so that a message has room for the others */

/* The field whose name the LENGTH bytes of NAME are, in any case, with "-" or a blank for "_". */
static const struct field *find_field(const struct layout *layout, const char *name, size_t length)
{
	char folded[64];
	size_t i;

	if (length >= sizeof(folded))
		return NULL;
	for (i = 0; i < length; i++)
		folded[i] = name[i] == '-' || name[i] == ' '
				    ? '_'
				    : (char)tolower((unsigned char)name[i]);
	folded[length] = '\0';
	return layout_field(layout, folded);
}

static bool refuse_unknown(
	const struct layout *layout, const char *name, size_t length, struct fault *fault)
{
	struct buffer names = {0};
	size_t i;

	for (i = 0; i < layout->count; i++)
		buffer_add_format(&names, "%s%s", i > 0 ? ", " : "", layout->fields[i].name);
	fault_set(fault, EX_USAGE, "--columns: there is no column \"%.*s\"; there are %s",
		(int)(length < NAME_SHOWN ? length : NAME_SHOWN), name, buffer_text(&names));
	buffer_release(&names);
	return false;
}

static bool contains(const struct report_columns *columns, const struct field *field)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (columns->items[i] == field)
			return true;
	return false;
}

bool report_choose_columns(const struct layout *layout, const char *names,
	struct report_columns *columns, struct fault *fault)
{
	const char *end;

	columns->count = 0;
	do {
		const struct field *field;
		size_t length;

		names += strspn(names, " ");
		length = strcspn(names, ",");
		end = names + length;
		while (length > 0 && names[length - 1] == ' ')
			length--;
		field = find_field(layout, names, length);
		if (field == NULL)
			return refuse_unknown(layout, names, length, fault);
		if (contains(columns, field))
			return fault_set(
				fault, EX_USAGE, "--columns: %s is named twice", field->name);
		columns->items[columns->count++] = field;
		names = end + 1;
	} while (*end != '\0');
	return true;
}

struct report_columns report_columns_of(const struct layout *layout, bool hidden)
{
	struct report_columns columns = {.count = 0};
	size_t i;

	for (i = 0; i < layout->count; i++)
		if (hidden || !(layout->fields[i].flags & HIDDEN))
			columns.items[columns.count++] = &layout->fields[i];
	return columns;
}
