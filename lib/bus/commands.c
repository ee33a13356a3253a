#include "bus/commands.h"

#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "base/memory.h"
#include "bus/internal.h"

/*
 * A message that is a little longer than a line is reported by its reader; one that is
 * longer than SIZE bytes is refused by the broker.
 */
enum { SIZE = 2 * LINE_LIMIT };

/* Borrows from MESSAGE: <command>.v<N>; NULL where TOPIC's context does not publish it. */
static const char *published_name(const struct message *message, const struct topic *topic)
{
	size_t length;

	return message->published && message->class == MESSAGE_COMMAND &&
			       message_is_of(message, topic->context)
		       ? message_name(message, &length)
		       : NULL;
}

const struct message *command_named(
	const struct message *const *const *installed, const struct topic *topic, const char *name)
{
	const struct message *const *message;
	const char *published;

	for (; *installed != NULL; installed++)
		for (message = *installed; *message != NULL; message++) {
			published = published_name(*message, topic);
			if (published != NULL && strcmp(published, name) == 0)
				return *message;
		}
	return NULL;
}

/* Adds the subjects of all that TOPIC's context publishes to LIST, which holds COUNT of them. */
static void add_subjects(
	const struct message *const *list, const struct topic *topic, char ***subjects, int *count)
{
	for (; *list != NULL; list++) {
		if (published_name(*list, topic) == NULL)
			continue;
		*subjects = memory_resize(*subjects, (size_t)*count + 1, sizeof(**subjects));
		(*subjects)[(*count)++] = subject_command(topic, (*list)->type);
	}
}

bool commands_prepare(struct bus *bus, const struct message *const *const *installed,
	const struct topic *topic, int64_t copies, struct fault *fault)
{
	char *name = subject_command_stream(topic), *all = subject_commands(topic);
	char **subjects = NULL;
	int count = 0;
	struct stream_plan plan = {
		.name = name,
		.within = all,
		.description = "commands that wait",
		.queue = true,
		.forgets = true,
		.most = COMMANDS_OF_CLIENT,
		.size = SIZE,
		.copies = copies,
	};
	struct stream_ends ends;
	bool good;

	for (; *installed != NULL; installed++)
		add_subjects(*installed, topic, &subjects, &count);
	all[strlen(all) - strlen(">")] = '\0';
	plan.subjects = (const char **)subjects;
	plan.subjects_count = count;
	good = stream_make(bus, &plan, &ends, fault);
	while (count > 0)
		free(subjects[--count]);
	free(subjects);
	free(name);
	free(all);
	return good;
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
	status = js_GetStreamInfo(&info, bus->streams, name, &options, NULL);
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
