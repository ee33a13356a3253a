#include "import/explain.h"

#include "base/buffer.h"

struct explanation {
	const struct explained *explained;
	void (*line)(void *context, const char *words);
	void *context;
};

__attribute__((format(printf, 2, 3))) static void explain(
	const struct explanation *to, const char *format, ...)
{
	struct fault words = {0};
	va_list arguments;

	va_start(arguments, format);
	fault_set_list(&words, EX_OK, format, arguments);
	va_end(arguments);
	to->line(to->context, words.reason);
}

static void explain_columns(const struct explanation *to)
{
	const struct columns *columns = &to->explained->guess->columns;
	const struct mappings *defaults = to->explained->defaults;
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (columns->items[i].slot != NULL)
			explain(to, "column \"%s\" is %s", columns->items[i].name,
				columns->items[i].slot->path);
	for (i = 0; i < defaults->count; i++)
		explain(to, "%s is %s by default", defaults->items[i].slot->path,
			defaults->items[i].text);
}

/* Whether any column has a slot of the type A or B. */
static bool has_type(const struct columns *columns, enum field_type a, enum field_type b)
{
	size_t i;

	for (i = 0; i < columns->count; i++) {
		const struct slot *slot = columns->items[i].slot;

		if (slot != NULL && (slot->field->type == a || slot->field->type == b))
			return true;
	}
	return false;
}

/* A habit, which of them it is (0: unknown), and what the file proves. */
struct habit {
	const char *texts[3];
	const char *both;
	int known;
	bool given, is_both;
};

static void explain_habit(const struct explanation *to, const struct habit *habit)
{
	if (habit->known > 0)
		explain(to, "%s%s", habit->texts[habit->known - 1],
			habit->given ? "" : ", as the file proves");
	else if (habit->is_both)
		explain(to, "%s", habit->both);
}

static void explain_habits(const struct explanation *to)
{
	const struct guess *guess = to->explained->guess;
	const struct habit mark = {{"decimals are after a point", "decimals are after a comma"},
		"some decimals are after a point, others after a comma: 1.250 is refused",
		(int)guess->habits.mark, to->explained->mark_given, guess->both_marks};
	const struct habit order = {{"1/2/2025 has the day first", "1/2/2025 has the month first",
					    "25/01/31 has the year first"},
		"some dates have the day first, others the month: 1/2/2025 is refused",
		(int)guess->habits.order, to->explained->order_given, guess->both_orders};

	if (has_type(&guess->columns, FIELD_AMOUNT, FIELD_AMOUNT))
		explain_habit(to, &mark);
	if (has_type(&guess->columns, FIELD_DATE, FIELD_TIME))
		explain_habit(to, &order);
}

void explain_guess(const struct explained *explained,
	void (*line)(void *context, const char *words), void *context)
{
	const struct explanation to = {explained, line, context};
	const struct guess *guess = explained->guess;
	const char one[] = {guess->delimiter, '\0'};

	explain(&to, "the encoding is %s%s", explained->encoding,
		explained->encoding_given ? "" : " (guessed)");
	explain(&to, "the delimiter is %s%s",
		guess->delimiter == '\t'  ? "a tab"
		: guess->delimiter == ',' ? "a comma"
		: guess->delimiter == ';' ? "a semicolon"
					  : one,
		explained->delimiter_given ? "" : " (guessed)");
	if (guess->listed)
		explain(&to, "there is no header");
	else
		explain(&to, "the header is line %lld", (long long)guess->header_line);
	explain_columns(&to);
	explain_habits(&to);
}
