/*
 * Reads a history as NDJSON, an object for each step, and judges it with the model:
 *   {"tool":"ticket-create","arguments":["-c","box"],"clock":1798797600000,"input":"...",
 *    "output":"...","diagnostics":"...","status":0,"fault":false}
 * At the end it prints what it saw. A history that is wrong is reported, and the status is 1.
 */
#include <bsd/stdlib.h>
#include <err.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../model.h"

static struct step_text text_of(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return (struct step_text){json_string_value(value), json_string_length(value)};
}

static bool judge(struct model *model, const json_t *object, char *why, size_t size)
{
	const json_t *list = json_object_get(object, "arguments");
	const char **arguments = reallocarray(NULL, json_array_size(list) + 1, sizeof(*arguments));
	struct step step = {
		.tool = json_string_value(json_object_get(object, "tool")),
		.arguments = arguments,
		.count = json_array_size(list),
		.clock = json_integer_value(json_object_get(object, "clock")),
		.ended = json_integer_value(json_object_get(object, "ended")),
		.input = text_of(object, "input"),
		.output = text_of(object, "output"),
		.diagnostics = text_of(object, "diagnostics"),
		.status = (int)json_integer_value(json_object_get(object, "status")),
		.fault = json_is_true(json_object_get(object, "fault")),
	};
	bool good;

	if (!arguments)
		err(71, NULL);
	if (!step.tool)
		errx(65, "a step has no tool");
	for (size_t i = 0; i < step.count; i++)
		arguments[i] = json_string_value(json_array_get(list, i));
	good = model_step(model, &step, why, size);
	free(arguments);
	return good;
}

int main(void)
{
	struct model *model = model_new();
	struct model_counts counts;
	char *line = NULL, why[2000];
	size_t allocated = 0;
	ssize_t size;
	bool good = true;

	while (good && (size = getline(&line, &allocated, stdin)) > 0) {
		json_t *object = json_loadb(line, (size_t)size, JSON_ALLOW_NUL, NULL);

		if (!object)
			errx(65, "a step is not JSON");
		good = judge(model, object, why, sizeof(why));
		json_decref(object);
	}
	if (good)
		good = model_end(model, why, sizeof(why));
	free(line);
	counts = model_counts(model);
	model_free(model);
	if (!good) {
		printf("wrong: %s\n", why);
		return 1;
	}
	printf("%ju steps, %ju with a fault; %ju commands of ticketing, %ju predicted, %ju unknown: "
	       "%ju accepted, %ju refused, %ju denied, %ju repeated; %ju lines, %ju events of feeds; "
	       "%ju decisions, %ju of them predicted; %ju reports\n",
		(uintmax_t)counts.steps, (uintmax_t)counts.faults, (uintmax_t)counts.commands,
		(uintmax_t)counts.predicted, (uintmax_t)counts.unknown, (uintmax_t)counts.accepted,
		(uintmax_t)counts.rejected, (uintmax_t)counts.denied, (uintmax_t)counts.repeated,
		(uintmax_t)counts.lines, (uintmax_t)counts.events, (uintmax_t)counts.decisions,
		(uintmax_t)counts.decided, (uintmax_t)counts.reports);
	return fflush(stdout) == 0 ? 0 : 74;
}
