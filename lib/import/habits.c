#include "import/habits.h"

#include "base/spreadsheet.h"
#include "base/utf8.h"

/*
 * Finds WORD among NAMES, to a NULL, the first of which is number 1; 0 if it is NULL. ALL: the names
 * in words.
 */
static bool read_word(const char *option, const char *word, const char *const *names,
	const char *all, int *number, struct fault *fault)
{
	*number = 0;
	if (word == NULL)
		return true;
	for (*number = 1; names[*number - 1] != NULL; ++*number)
		if (strcmp(word, names[*number - 1]) == 0)
			return true;
	return fault_set(fault, EX_USAGE, "--%s %s: is not %s", option, word, all);
}

bool habits_read(struct habits *habits, const char *decimal, const char *dates,
	const char *separator, struct fault *fault)
{
	static const char *const marks[] = {"point", "comma", NULL};
	static const char *const orders[] = {"dmy", "mdy", "ymd", NULL};
	int mark, order;

	if (!read_word("decimal", decimal, marks, "point or comma", &mark, fault) ||
		!read_word("dates", dates, orders, "dmy, mdy or ymd", &order, fault))
		return false;
	if (separator != NULL &&
		(*separator == '\0' || !utf8_is_valid(separator, strlen(separator))))
		return fault_set(fault, EX_USAGE, "--separator: is empty, or not UTF-8");
	habits->mark = (enum decimal_mark)mark;
	habits->order = (enum date_order)order;
	habits->separator = separator;
	return true;
}

bool habits_delimiter(const char *word, char *delimiter, struct fault *fault)
{
	*delimiter = spreadsheet_delimiter(word);
	return *delimiter != '\0' ||
	       fault_set(fault, EX_USAGE, "--delimiter %s: is not a character, or \"tab\"", word);
}
