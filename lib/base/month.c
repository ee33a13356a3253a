#include "base/month.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const months[] = {"january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december"};

int month_read(const char **text)
{
	size_t length = 0;
	int i;

	while (isalpha((unsigned char)(*text)[length]))
		length++;
	for (i = 0; i < 12; i++) {
		if (strncasecmp(*text, months[i], length) != 0)
			continue;
		if (length != strlen(months[i]) && length != 3 && !(length == 4 && i == 8))
			continue;
		*text += length;
		return i + 1;
	}
	return 0;
}
