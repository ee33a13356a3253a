/* The commands that a step gave to a tool of ticketing, in its arguments or its input. */
#include <bsd/stdlib.h>
#include <bsd/string.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

static const struct {
	const char *tool, *verb, *command, *key;
} verbs[] = {
	{"ticket-room", "add", "add-ticket-room", "room"},
	{"ticket-room", "amend", "amend-ticket-room", "room"},
	{"ticket-room", "remove", "remove-ticket-room", "room"},
	{"ticket-type", "add", "add-ticket-type", "type"},
	{"ticket-type", "amend", "amend-ticket-type", "type"},
	{"ticket-type", "remove", "remove-ticket-type", "type"},
	{"ticket-pool", "add", "add-ticket-pool", "pool"},
	{"ticket-pool", "amend", "amend-ticket-pool", "pool"},
	{"ticket-pool", "move", "move-ticket-pool", "reference"},
	{"ticket-pool", "remove", "remove-ticket-pool", "pool"},
	{"ticket-discount", "add", "add-ticket-discount", "code"},
	{"ticket-discount", "amend", "amend-ticket-discount", "code"},
	{"ticket-client", "add", "add-client", "client"},
	{"ticket-client", "amend", "amend-client", "client"},
	{"ticket-client", "revoke", "revoke-client", "client"},
	{"ticket-conference", "set", "set-conference", ""},
	{"ticket-create", NULL, "create-ticket-purchase", "reference"},
	{"ticket-pay", NULL, "pay-ticket-purchase", "payment"},
	{"ticket-refund", NULL, "refund-ticket-purchase", "refund"},
	{"ticket-extend", NULL, "extend-ticket-purchase", "purchase"},
	{"ticket-reopen", NULL, "reopen-ticket-purchase", "purchase"},
	{"ticket-cancel", NULL, "cancel-tickets", "purchase"},
	{"ticket-amend", NULL, "amend-purchaser", "purchase"},
	{"ticket-assign", "names", "", ""},
	{"ticket-assign", NULL, "assign-ticket", "ticket"},
	{"ticket-unassign", NULL, "unassign-ticket", "ticket"},
};

/* Options of several tools that are no fields, with whether each has a value. */
static const struct {
	const char *name;
	bool value;
} common[] = {
	{"-d", true},
	{"--store", true},
	{"-r", true},
	{"--rejects", true},
	{"-n", false},
	{"-q", false},
	{"--quiet", false},
	{"-v", false},
	{"--verbose", false},
	{"-e", false},
	{"-t", false},
	{"--errors", false},
	{"--json", false},
	{"--dry-run", false},
	{"-a", false},
};

static bool is_one_of(const char *name, const char *names)
{
	const char *found = names;
	size_t size = strlen(name);

	while ((found = strstr(found, name)) != NULL) {
		if ((found == names || found[-1] == ' ') &&
			(found[size] == ' ' || found[size] == '\0'))
			return true;
		found += size;
	}
	return false;
}

static json_t *split(const char *text)
{
	json_t *list = json_array();
	char copy[1000], *rest = copy, *item;

	strlcpy(copy, text, sizeof(copy));
	while ((item = strsep(&rest, ",")) != NULL)
		json_array_append_new(list, json_string(item));
	return list;
}

static json_t *whole_number(const char *text)
{
	const char *error;
	int64_t value = strtonum(text, 0, INT64_MAX, &error);

	return error ? NULL : json_integer(value);
}

/* "full=2", as an item of a list. */
static bool append_pair(json_t *data, const char *name, const char *number, const char *text)
{
	char type[100];
	json_t *list = json_object_get(data, name), *value;
	const char *sign = strchr(text, '=');

	if (!sign || (value = whole_number(sign + 1)) == NULL)
		return false;
	if (!list)
		json_object_set_new(data, name, list = json_array());
	strlcpy(type, text,
		(size_t)(sign - text) + 1 < sizeof(type) ? (size_t)(sign - text) + 1
							 : sizeof(type));
	json_array_append_new(list, json_pack("{s:s,s:o}", "type", type, number, value));
	return true;
}

/* Sets the field of an option. Returns false for what is not understood. */
static bool set_field(json_t *data, const char *command, const char *option, const char *value)
{
	char name[100], *dash;
	bool creates = strcmp(command, "create-ticket-purchase") == 0;

	strlcpy(name, option, sizeof(name));
	while ((dash = strchr(name, '-')) != NULL)
		*dash = '_';
	if (creates && is_one_of(name, "name email"))
		return json_object_set_new(child(data, "purchaser"), name, json_string(value)) == 0;
	if (strcmp(name, "ticket") == 0 && creates)
		return append_pair(data, "tickets", "quantity", value);
	if (strcmp(name, "reduction") == 0)
		return append_pair(data, "reductions", "amount", value);
	if (strcmp(name, "question") == 0) {
		if (!json_object_get(data, "questions"))
			json_object_set_new(data, "questions", json_array());
		return json_array_append_new(
			       json_object_get(data, "questions"), json_string(value)) == 0;
	}
	if (strcmp(name, "answer") == 0)
		return false;
	if (is_one_of(name, "after rooms commands types pools clear") ||
		(strcmp(name, "tickets") == 0 && strcmp(command, "cancel-tickets") == 0))
		return json_object_set_new(data, name, split(value)) == 0;
	if (is_one_of(name,
		    "capacity price amount places budget refusals changes reservation uses "
		    "tickets percent quantity keep payment_within"))
		return json_object_set_new(data, name, whole_number(value)) == 0;
	return json_object_set_new(data, name, json_string(value)) == 0;
}

/* Fields without a value. */
static bool set_flag(json_t *data, const char *option)
{
	bool no = strncmp(option, "no-", 3) == 0;

	if (!is_one_of(no ? option + 3 : option, "private withdrawn waive unassigned delegates"))
		return false;
	return json_object_set_new(data, no ? option + 3 : option, json_boolean(!no)) == 0;
}

/* Returns 1 for an option that is no field, 2 for one with a value in the next argument. */
static size_t skip_common(const char *argument)
{
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		if (strcmp(argument, common[i].name) == 0)
			return common[i].value ? 2 : 1;
	}
	return strncmp(argument, "-d", 2) == 0 && argument[2] ? 1 : 0;
}

/* The record of operands and options: an object, NULL if there are none, or null if it is not
 * understood. */
static json_t *record_of(const struct step *step, size_t from, const char *command, const char *key,
	const char **client)
{
	json_t *data = json_object();
	bool understood = true;

	for (size_t i = from, more; i < step->count; i++) {
		const char *argument = step->arguments[i];
		const char *next = i + 1 < step->count ? step->arguments[i + 1] : "";

		if ((more = skip_common(argument)) != 0) {
			i += more - 1;
		} else if ((strcmp(argument, "-c") == 0 || strcmp(argument, "--client") == 0) &&
			   strcmp(key, "client") != 0) {
			*client = next;
			i++;
		} else if (strncmp(argument, "--", 2) == 0 && set_flag(data, argument + 2)) {
			continue;
		} else if (strncmp(argument, "--", 2) == 0 && argument[2] &&
			   !strchr(argument, '=')) {
			understood = set_field(data, command, argument + 2, next) && understood;
			i++;
		} else if (argument[0] == '-' || !key[0] || json_object_get(data, key)) {
			understood = false;
		} else {
			json_object_set_new(data, key, json_string(argument));
		}
	}
	if (understood && json_object_size(data) > 0)
		return data;
	json_decref(data);
	return understood ? NULL : json_null();
}

/* In a record an empty text or null for an optional field is an absent one. */
static void drop_empty(json_t *data)
{
	const char *name;
	json_t *value;
	void *next;

	json_object_foreach_safe(data, next, name, value)
	{
		if (json_is_null(value) ||
			(json_is_string(value) && json_string_value(value)[0] == '\0'))
			json_object_del(data, name);
	}
}

static void append_line(
	json_t *commands, const char *line, size_t size, const char *type, bool torn)
{
	json_t *object = torn ? NULL : json_loadb(line, size, JSON_REJECT_DUPLICATES, NULL);
	json_t *command =
		json_pack("{s:s,s:i}", "type", type, "line", (int)json_array_size(commands) + 1);

	if (json_is_object(object) && json_object_get(object, "specversion")) {
		json_object_set(command, "id", json_object_get(object, "id"));
		if (strcmp(kind_of(object), type) == 0)
			json_object_set(command, "data", json_object_get(object, "data"));
	} else if (json_is_object(object)) {
		drop_empty(object);
		json_object_set(command, "data", object);
	}
	if (!object)
		json_object_set_new(command, "bad", json_true());
	json_decref(object);
	json_array_append_new(commands, command);
}

json_t *commands_of(const struct step *step, const char **client)
{
	json_t *commands = json_array(), *data;
	const char *at = step->input.bytes, *end = at + step->input.size, *newline;
	size_t row = 0, from;

	for (; row < sizeof(verbs) / sizeof(verbs[0]); row++) {
		if (strcmp(verbs[row].tool, step->tool) == 0 &&
			(!verbs[row].verb || (step->count > 0 && strcmp(verbs[row].verb,
									 step->arguments[0]) == 0)))
			break;
	}
	if (row == sizeof(verbs) / sizeof(verbs[0])) {
		json_decref(commands);
		return NULL;
	}
	from = verbs[row].verb ? 1 : 0;
	data = record_of(step, from, verbs[row].command, verbs[row].key, client);
	if (data || verbs[row].command[0] == '\0') {
		json_array_append_new(commands,
			json_pack("{s:s,s:o?,s:b}", "type", verbs[row].command, "data", data,
				"alone", 1));
		return commands;
	}
	for (; at && at < end; at = newline ? newline + 1 : end) {
		newline = memchr(at, '\n', (size_t)(end - at));
		append_line(commands, at, (size_t)((newline ? newline : end) - at),
			verbs[row].command, !newline);
	}
	return commands;
}
