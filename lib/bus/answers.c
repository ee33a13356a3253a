#include "bus/answers.h"

#include <stdlib.h>

#include "bus/internal.h"

/*
 * A lost answer costs its client one repeated request, with the same result; so a client's
 * limits remove its own oldest answers, and never another client's.
 */
static const int64_t answers_age = INT64_C(7) * 24 * 3600 * 1000000000;
enum { ANSWERS_OF_CLIENT = 1000 };

bool answers_prepare(
	struct bus *bus, const struct topic *topic, int64_t copies, struct fault *fault)
{
	char *name = subject_answer_stream(topic), *subject = subject_answers(topic);
	const struct stream_plan plan = {
		.name = name,
		.subjects = (const char *[]){subject},
		.subjects_count = 1,
		.description = "answers",
		.min_duplicate_window = true,
		.max_per_subject = ANSWERS_OF_CLIENT,
		.discard_old = true,
		.max_age = answers_age,
		.replicas = copies,
	};
	struct stream_range range;
	bool ready = stream_ensure(bus, &plan, &range, fault);

	free(name);
	free(subject);
	return ready;
}

bool answers_send(struct bus *bus, const struct topic *topic, const char *client, const char *line,
	size_t length, struct fault *fault)
{
	char *subject = subject_answer(topic, client);
	natsStatus status =
		js_Publish(NULL, bus->jetstream, subject, line, (int)length, NULL, NULL);

	free(subject);
	return status == NATS_OK || bus_fail(bus, fault, status, "answering");
}
