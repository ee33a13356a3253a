#include "bus/answers.h"

#include <stdlib.h>

#include "bus/internal.h"

/* Whoever has not fetched an answer by then asks again: it is the same. */
static const int64_t answers_age = INT64_C(7) * 24 * 3600 * 1000000000;

static bool make(
	struct bus *bus, struct stream_plan plan, char *name, char *subject, struct fault *fault)
{
	struct stream_ends ends;
	bool good;

	plan.name = name;
	plan.subject = subject;
	good = stream_make(bus, &plan, &ends, fault);
	free(name);
	free(subject);
	return good;
}

bool answers_prepare(
	struct bus *bus, const struct topic *topic, int64_t copies, struct fault *fault)
{
	const struct stream_plan commands = {
		.description = "commands that wait",
		.queue = true,
		.copies = copies,
	};
	const struct stream_plan answers = {
		.description = "answers",
		.age = answers_age,
		.copies = copies,
	};

	return make(bus, commands, subject_command_stream(topic), subject_commands(topic), fault) &&
	       make(bus, answers, subject_answer_stream(topic), subject_answers(topic), fault);
}

bool answers_send(struct bus *bus, const struct topic *topic, const char *client, const char *line,
	size_t length, struct fault *fault)
{
	char *subject = subject_answer(topic, client);
	natsStatus status = js_Publish(NULL, bus->streams, subject, line, (int)length, NULL, NULL);

	free(subject);
	return status == NATS_OK || bus_fail(bus, fault, status, "answering");
}
