#include "import/habits.h"

#include "base/utf8.h"

static bool read_order(const char *word, enum date_order *order, struct fault *fault)
{
	static const char *const orders[DATE_ORDERS] = {
		[DATE_DAY_FIRST] = "dmy", [DATE_MONTH_FIRST] = "mdy", [DATE_YEAR_FIRST] = "ymd"};
	int i;

	for (i = DATE_DAY_FIRST; i < DATE_ORDERS; i++) {
		if (strcmp(word, orders[i]) != 0)
			continue;
		*order = (enum date_order)i;
		return true;
	}
	return fault_set(fault, EX_USAGE, "--dates %s: is not dmy, mdy or ymd", word);
}

bool habits_read(struct habits *habits, const char *decimal, const char *dates,
	const char *separator, struct fault *fault)
{
	habits->separator = separator;
	if (separator != NULL &&
		(*separator == '\0' || !utf8_is_valid(separator, strlen(separator))))
		return fault_set(fault, EX_USAGE, "--separator: is empty, or not UTF-8");
	return (decimal == NULL || decimal_read_mark(decimal, &habits->mark, fault)) &&
	       (dates == NULL || read_order(dates, &habits->order, fault));
}
