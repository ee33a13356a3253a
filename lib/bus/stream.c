#include <string.h>

#include "bus/internal.h"

/* The shortest duplicate window that a broker accepts, in nanoseconds. */
static const int64_t shortest_memory = 100000000;

static bool fail_other(const struct stream_plan *plan, struct fault *fault)
{
	return fault_set(fault, EX_CONFIG, "bus: the stream %s exists with another configuration",
		plan->name);
}

/* The settings that an existing stream gets, too. */
static void configure(const struct stream_plan *plan, jsStreamConfig *config)
{
	config->Subjects = plan->subjects;
	config->SubjectsLen = plan->subjects_count;
	/*
	 * A publisher names the reply subject of the acknowledgement, and the broker does
	 * not check its permission for that. So messages of clients are not acknowledged.
	 */
	config->NoAck = plan->queue;
	/* All clients share one set of message ids: one could suppress another's message. */
	if (plan->forgets)
		config->Duplicates = shortest_memory;
	if (plan->most > 0)
		config->MaxMsgsPerSubject = plan->most;
	if (plan->size > 0)
		config->MaxMsgSize = plan->size;
	/* A full stream refuses new messages, and keeps its own. */
	config->Discard = plan->replaces ? js_DiscardOld : js_DiscardNew;
	config->DiscardNewPerSubject = plan->most > 0 && !plan->replaces;
	config->DenyDelete = config->DenyDelete || !plan->queue;
	config->DenyPurge = true;
}

static bool stream_add(
	struct bus *bus, const struct stream_plan *plan, jsStreamInfo **info, struct fault *fault)
{
	jsStreamConfig config;
	natsStatus status;
	jsErrCode code = 0;

	jsStreamConfig_Init(&config);
	config.Name = plan->name;
	config.Description = plan->description;
	config.Retention = plan->queue ? js_WorkQueuePolicy : js_LimitsPolicy;
	config.MaxAge = plan->age;
	config.Storage = js_FileStorage;
	config.Replicas = plan->copies > 0 ? plan->copies : 1;
	configure(plan, &config);
	status = js_AddStream(info, bus->streams, &config, NULL, &code);
	if (status == NATS_OK)
		return true;
	if (code == JSStreamNameExistErr)
		return fail_other(plan, fault);
	return bus_fail(bus, fault, status, "making a stream");
}

/* Whether SUBJECT is one of PLAN's, or was one in an earlier version. */
static bool is_within(const struct stream_plan *plan, const char *subject)
{
	int i;

	for (i = 0; i < plan->subjects_count; i++)
		if (strcmp(subject, plan->subjects[i]) == 0)
			return true;
	return plan->within != NULL && strncmp(subject, plan->within, strlen(plan->within)) == 0;
}

/* Whether the existing stream is PLAN's, not another of that name. */
static bool is_such(const jsStreamConfig *config, const struct stream_plan *plan)
{
	int i;

	for (i = 0; i < config->SubjectsLen; i++)
		if (!is_within(plan, config->Subjects[i]))
			return false;
	return config->SubjectsLen > 0 &&
	       config->Retention == (plan->queue ? js_WorkQueuePolicy : js_LimitsPolicy) &&
	       (plan->copies == 0 || config->Replicas == plan->copies);
}

static bool has_subjects(const jsStreamConfig *config, const struct stream_plan *plan)
{
	int i;

	if (config->SubjectsLen != plan->subjects_count)
		return false;
	for (i = 0; i < plan->subjects_count; i++)
		if (strcmp(config->Subjects[i], plan->subjects[i]) != 0)
			return false;
	return true;
}

static bool is_as_planned(const jsStreamConfig *config, const struct stream_plan *plan)
{
	return has_subjects(config, plan) && config->NoAck == plan->queue &&
	       (!plan->forgets || config->Duplicates == shortest_memory) &&
	       (plan->most == 0 || config->MaxMsgsPerSubject == plan->most) &&
	       (plan->size == 0 || config->MaxMsgSize == plan->size) &&
	       config->DiscardNewPerSubject == (plan->most > 0 && !plan->replaces) &&
	       config->Discard == (plan->replaces ? js_DiscardOld : js_DiscardNew) &&
	       (!plan->queue || config->DenyPurge);
}

/* Updates a stream of an earlier version; its other settings are kept. */
static bool stream_amend(struct bus *bus, const struct stream_plan *plan,
	const jsStreamInfo *before, struct fault *fault)
{
	jsStreamConfig config = *before->Config;
	jsStreamInfo *info = NULL;
	natsStatus status;

	configure(plan, &config);
	status = js_UpdateStream(&info, bus->streams, &config, NULL, NULL);
	if (status == NATS_OK && !is_as_planned(info->Config, plan))
		fail_other(plan, fault);
	jsStreamInfo_Destroy(info);
	return status == NATS_OK ? fault->status == 0
				 : bus_fail(bus, fault, status, "amending a stream");
}

bool stream_make(struct bus *bus, const struct stream_plan *plan, struct stream_ends *ends,
	struct fault *fault)
{
	jsStreamInfo *info = NULL;
	jsErrCode code = 0;
	natsStatus status = js_GetStreamInfo(&info, bus->streams, plan->name, NULL, &code);

	if (status != NATS_OK && code != JSStreamNotFoundErr && status != NATS_NOT_FOUND)
		return bus_fail(bus, fault, status, "asking for a stream");
	if (status != NATS_OK && !stream_add(bus, plan, &info, fault))
		return false;
	if (!is_such(info->Config, plan))
		fail_other(plan, fault);
	else if (is_as_planned(info->Config, plan) || stream_amend(bus, plan, info, fault))
		*ends = (struct stream_ends){info->State.FirstSeq, info->State.LastSeq};
	jsStreamInfo_Destroy(info);
	return fault->status == 0;
}
