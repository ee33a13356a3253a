#include "bus/commands.h"

#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "base/memory.h"
#include "bus/internal.h"

/*
 * A message slightly longer than a line is reported by its consumer; one longer than
 * MESSAGE_LIMIT bytes is refused by the broker.
 */
enum { MESSAGE_LIMIT = 2 * LINE_LIMIT };

/* Calls EACH with each command that CONTEXT publishes, and its name with its version. */
static void each_command(const struct context *context,
	void (*each)(void *to, const struct message *message, const char *name), void *to)
{
	const struct component *const *component;
	const struct rule *rule;
	size_t length; /* of the name without the version, which follows it in the type */

	for (component = context->components; *component != NULL; component++)
		for (rule = (*component)->rules; rule->command != NULL; rule++)
			if (rule->command->published)
				each(to, rule->command, message_name(rule->command, &length));
}

struct sought {
	const char *name;
	const struct message *found;
};

static void compare(void *to, const struct message *message, const char *name)
{
	struct sought *sought = to;

	if (strcmp(sought->name, name) == 0)
		sought->found = message;
}

const struct message *commands_find(const struct context *context, const char *name)
{
	struct sought sought = {.name = name};

	each_command(context, compare, &sought);
	return sought.found;
}

/* The subjects of a topic's commands. */
struct subjects {
	const struct topic *topic;
	char **items;
	int count;
};

static void add_subject(void *to, const struct message *message, const char *name)
{
	struct subjects *subjects = to;

	(void)name;
	subjects->items = memory_resize(
		subjects->items, (size_t)subjects->count + 1, sizeof(*subjects->items));
	subjects->items[subjects->count++] = subject_command(subjects->topic, message->type);
}

bool commands_prepare(struct bus *bus, const struct context *context, const struct topic *topic,
	int64_t copies, struct fault *fault)
{
	char *name = subject_command_stream(topic), *prefix = subject_commands(topic);
	struct subjects subjects = {.topic = topic};
	struct stream_plan plan = {
		.name = name,
		.own_prefix = prefix,
		.description = "pending commands",
		.work_queue = true,
		.min_duplicate_window = true,
		.max_per_subject = COMMANDS_OF_CLIENT,
		.max_message_size = MESSAGE_LIMIT,
		.replicas = copies,
	};
	struct stream_range range; /* not needed of commands */
	bool ready;

	each_command(context, add_subject, &subjects);
	prefix[strlen(prefix) - strlen(">")] = '\0';
	plan.subjects = (const char **)subjects.items;
	plan.subjects_count = subjects.count;
	ready = stream_ensure(bus, &plan, &range, fault);
	while (subjects.count > 0)
		free(subjects.items[--subjects.count]);
	free(subjects.items);
	free(name);
	free(prefix);
	return ready;
}

bool commands_find_full(struct bus *bus, const struct topic *topic,
	void (*report)(void *reporter, const char *subject), void *reporter, struct fault *fault)
{
	char *name = subject_command_stream(topic), *all = subject_commands(topic);
	jsStreamInfo *info = NULL;
	jsOptions options;
	natsStatus status;
	int i;

	jsOptions_Init(&options);
	options.Stream.Info.SubjectsFilter = all;
	status = js_GetStreamInfo(&info, bus->jetstream, name, &options, NULL);
	for (i = 0; status == NATS_OK && info->State.Subjects != NULL &&
		    i < info->State.Subjects->Count;
		i++)
		if (info->State.Subjects->List[i].Msgs >= COMMANDS_OF_CLIENT)
			report(reporter, info->State.Subjects->List[i].Subject);
	jsStreamInfo_Destroy(info);
	free(name);
	free(all);
	return status == NATS_OK || bus_fail(bus, fault, status, "counting commands");
}
