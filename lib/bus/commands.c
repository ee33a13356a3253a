#include "bus/commands.h"

#include <stdlib.h>
#include <string.h>

static bool is_published(const struct message *message, const struct topic *topic)
{
	static const char before[] = "lanyard.";
	const char *context = message->type + strlen(before);
	size_t length = strlen(topic->context);

	return message->published && message->class == MESSAGE_COMMAND &&
	       strncmp(context, topic->context, length) == 0 && context[length] == '.';
}

const struct message *command_named(const struct message *const *const *installed,
	const struct topic *topic, const char *name)
{
	const struct message *const *message;

	for (; *installed != NULL; installed++)
		for (message = *installed; *message != NULL; message++)
			if (is_published(*message, topic) &&
				strcmp((*message)->type + strlen("lanyard.") +
						strlen(topic->context) + 1,
					name) == 0)
				return *message;
	return NULL;
}
