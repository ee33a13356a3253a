#include "admin/plan.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/decimal.h"
#include "base/memory.h"
#include "base/money.h"
#include "base/utf8.h"
#include "tool/tool.h"
#include "tool/tzdata.h"

bool plan_read_name(struct plan *plan, const char *answer, struct arena *arena, struct fault *fault)
{
	if (!run_is_conference(answer) || *answer == '-')
		return fault_set(fault, EX_USAGE,
			"\"%s\" is not a name: letters, digits, - _ and ., which can't be the first; "
			"at most 64",
			answer);
	plan->name = arena_text(arena, answer, strlen(answer));
	return true;
}

bool plan_read_zone(struct plan *plan, const char *answer, struct arena *arena, struct fault *fault)
{
	if (!tzdata_has(answer, fault)) {
		fault->status = EX_USAGE;
		return false;
	}
	plan->zone = arena_text(arena, answer, strlen(answer));
	return true;
}

/* Sets the price. "299" is 2.99 EUR to an option of other tools, and 299.00 EUR to people. */
static bool read_price(
	struct plan *plan, const char *price, struct arena *arena, struct fault *fault)
{
	int digits = money_digits(plan->currency);
	char text[MONEY_TEXT];
	int64_t amount;

	if (digits < 0)
		return fault_set(
			fault, EX_USAGE, "\"%s\" is not a currency, such as EUR", plan->currency);
	if (digits > 0 && decimal_is_number(price) && strpbrk(price, ".,") == NULL)
		return fault_set(fault, EX_USAGE,
			"\"%s\" may be %s.%0*d or an amount in the smallest unit: write decimals",
			price, price, digits, 0);
	switch (decimal_parse(price, DECIMAL_UNKNOWN, digits, &amount)) {
	case DECIMAL_READ:
		break;
	case DECIMAL_AMBIGUOUS:
		return fault_set(
			fault, EX_USAGE, "\"%s\" may be read in two ways: write decimals", price);
	default:
		return fault_set(
			fault, EX_USAGE, "\"%s\" is not a price in %s", price, plan->currency);
	}
	if (amount < 0 || amount > INT32_MAX)
		return fault_set(fault, EX_USAGE, "\"%s\" is not a price", price);
	money_number(amount, plan->currency, text);
	plan->price = arena_text(arena, text, strlen(text));
	return true;
}

/* Separates the words of TEXT in place, by blanks; a comma at the end of one is left out. */
static size_t split_words(char *text, char **words, size_t limit)
{
	size_t count = 0;
	char *word;

	while ((word = strsep(&text, " \t")) != NULL) {
		size_t length = strlen(word);

		if (length > 0 && word[length - 1] == ',')
			word[--length] = '\0';
		if (length > 0 && count++ < limit)
			words[count - 1] = word;
	}
	return count;
}

bool plan_read_type(struct plan *plan, const char *answer, struct arena *arena, struct fault *fault)
{
	char *words[4], *name, *text = arena_text(arena, answer, strlen(answer));
	const char *error;

	if (split_words(text, words, COUNT_OF(words)) != COUNT_OF(words))
		return fault_set(fault, EX_USAGE,
			"\"%s\" is not an id, a price, a currency and a number of places, such as "
			"full 299.00 EUR 400",
			answer);
	if (!run_is_conference(words[0]) || *words[0] == '-')
		return fault_set(fault, EX_USAGE,
			"\"%s\" is not an id of a type here: letters, digits, - _ and .", words[0]);
	plan->type = words[0];
	plan->currency = words[2];
	plan->capacity = (int)strtonum(words[3], 1, INT_MAX, &error);
	if (error != NULL)
		return fault_set(
			fault, EX_USAGE, "\"%s\" is not a number of places: %s", words[3], error);
	name = arena_text(arena, words[0], strlen(words[0]));
	*name = (char)toupper((unsigned char)*name);
	plan->type_name = name;
	return read_price(plan, words[1], arena, fault);
}

/* Which client WORD names, by its context or whom it is about; ADMIN_CLIENTS: none. */
static size_t find_client(const char *word)
{
	size_t i;

	for (i = 0; i < ADMIN_CLIENTS; i++)
		if (strcmp(word, admin_clients[i].context) == 0 ||
			strcmp(word, admin_clients[i].people) == 0)
			break;
	return i;
}

bool plan_read_clients(
	struct plan *plan, const char *answer, struct arena *arena, struct fault *fault)
{
	char *rest = arena_text(arena, answer, strlen(answer)), *word;
	size_t i;

	memset(plan->clients, 0, sizeof(plan->clients));
	if (strcmp(answer, "none") == 0)
		return true;
	while ((word = strsep(&rest, ", ")) != NULL) {
		if (*word == '\0')
			continue;
		i = find_client(word);
		if (i == ADMIN_CLIENTS)
			return fault_set(fault, EX_USAGE,
				"\"%s\" is none of sponsors, speakers and guests, separated by "
				"commas; or none",
				word);
		if (!admin_has_client(&admin_clients[i]))
			return fault_set(fault, EX_USAGE, "the tools for %s are not installed",
				admin_clients[i].people);
		plan->clients[i] = true;
	}
	return true;
}

bool plan_has_levels(const struct plan *plan)
{
	return plan->clients[0];
}

/* Adds the level of PART, "Gold=5". */
static bool add_level(struct plan *plan, char *part, struct arena *arena, struct fault *fault)
{
	char *name = part + strspn(part, " "), *equals = strrchr(name, '=');
	const struct plan_level *levels = plan->levels.items;
	struct plan_level *level;
	const char *error = NULL;
	size_t length, i;
	int quantity;

	if (equals == NULL || equals == name)
		return fault_set(fault, EX_USAGE,
			"\"%s\" is not a level and how many tickets it is owed, such as Gold=5",
			name);
	length = (size_t)(equals - name);
	equals[1 + strcspn(equals + 1, " ")] = '\0';
	quantity = (int)strtonum(equals + 1, 1, INT_MAX, &error);
	if (error != NULL)
		return fault_set(fault, EX_USAGE, "\"%s\" is not a number of tickets: %s",
			equals + 1, error);
	while (length > 0 && name[length - 1] == ' ')
		length--;
	name[length] = '\0';
	if (length == 0 || !utf8_is_plain(name))
		return fault_set(fault, EX_USAGE,
			"a level's name is a text of UTF-8 without control characters");
	for (i = 0; i < plan->levels.count; i++)
		if (strcmp(levels[i].name, name) == 0)
			return fault_set(fault, EX_USAGE, "the level \"%s\" comes twice", name);
	level = list_grow(&plan->levels, sizeof(*level), arena);
	*level = (struct plan_level){name, quantity};
	return true;
}

bool plan_read_levels(
	struct plan *plan, const char *answer, struct arena *arena, struct fault *fault)
{
	char *rest = arena_text(arena, answer, strlen(answer)), *part;

	plan->levels = (struct list){0};
	if (!plan_has_levels(plan))
		return fault_set(
			fault, EX_USAGE, "levels are for sponsors, who are not among the clients");
	while ((part = strsep(&rest, ",")) != NULL)
		if (!add_level(plan, part, arena, fault))
			return false;
	return true;
}

bool plan_read_home(struct plan *plan, const char *answer, struct arena *arena, struct fault *fault)
{
	const char *user = run_environment("HOME"), *path;
	struct stat status;

	path = *answer == '~' && answer[1] == '/' && user != NULL
		       ? arena_printf(arena, "%s%s", user, answer + 1)
		       : arena_text(arena, answer, strlen(answer));
	if (*path != '/')
		return fault_set(fault, EX_USAGE, "\"%s\" is not a path from /, or ~/", answer);
	/* It goes into scripts, crontabs and SQL. */
	if (!utf8_is_plain(path) || strpbrk(path, "'\"\\$`%:") != NULL)
		return fault_set(fault, EX_USAGE,
			"a directory of stores has no quotes, control characters or \\ $ ` %% : in its path");
	if (path[strlen(path) - 1] == ' ' || strstr(path, "/../") != NULL ||
		(strlen(path) >= 3 && strcmp(path + strlen(path) - 3, "/..") == 0))
		return fault_set(fault, EX_USAGE,
			"a directory of stores has no blank at the end, and no .. in its path");
	if (stat(path, &status) == 0 && !S_ISDIR(status.st_mode))
		return fault_set(fault, EX_USAGE, "\"%s\" is not a directory", path);
	plan->home = path;
	return true;
}
