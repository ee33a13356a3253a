/*
 * Creates a JetStream stream from a plan, or updates an existing one to it.
 */
#include "bus/internal.h"

#include <string.h>

/* The shortest duplicate window that the server accepts, in nanoseconds. */
static const int64_t shortest_duplicate_window = 100000000;

static bool fail_mismatch(
	const struct stream_plan *plan, const char *differing, struct fault *fault)
{
	return fault_set(fault, EX_CONFIG, "bus: the stream %s exists, with different %s",
		plan->name, differing);
}

/* Sets what an existing stream is updated to, too. */
static void set_mutable(const struct stream_plan *plan, jsStreamConfig *config)
{
	config->Subjects = plan->subjects;
	config->SubjectsLen = plan->subjects_count;
	/*
	 * The server sends an acknowledgement to any reply subject that a publisher names,
	 * without checking its permission. Clients publish to work queues, which therefore
	 * send none.
	 */
	config->NoAck = plan->work_queue;
	/*
	 * All clients share one set of message ids: one could suppress another's message
	 * within the duplicate window.
	 */
	if (plan->min_duplicate_window)
		config->Duplicates = shortest_duplicate_window;
	if (plan->max_per_subject > 0)
		config->MaxMsgsPerSubject = plan->max_per_subject;
	if (plan->max_message_size > 0)
		config->MaxMsgSize = plan->max_message_size;
	config->Discard = plan->discard_old ? js_DiscardOld : js_DiscardNew;
	config->DiscardNewPerSubject = plan->max_per_subject > 0 && !plan->discard_old;
	/* The server refuses to unset DenyDelete. An operator may delete a queued command. */
	config->DenyDelete = config->DenyDelete || !plan->work_queue;
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
	config.Retention = plan->work_queue ? js_WorkQueuePolicy : js_LimitsPolicy;
	config.MaxAge = plan->max_age;
	config.Storage = js_FileStorage;
	config.Replicas = plan->replicas > 0 ? plan->replicas : 1;
	set_mutable(plan, &config);
	status = js_AddStream(info, bus->jetstream, &config, NULL, &code);
	if (status == NATS_OK)
		return true;
	if (code == JSStreamNameExistErr)
		return fail_mismatch(plan, "settings", fault);
	return bus_fail(bus, fault, status, "creating a stream");
}

/* Whether SUBJECT is planned, or begins with the prefix of an earlier version's subjects. */
static bool is_own_subject(const struct stream_plan *plan, const char *subject)
{
	int i;

	for (i = 0; i < plan->subjects_count; i++)
		if (strcmp(subject, plan->subjects[i]) == 0)
			return true;
	return plan->own_prefix != NULL &&
	       strncmp(subject, plan->own_prefix, strlen(plan->own_prefix)) == 0;
}

/* What differs between CONFIG and PLAN that an update would not change; NULL: nothing. */
static const char *find_mismatch(const jsStreamConfig *config, const struct stream_plan *plan)
{
	int i;

	for (i = 0; i < config->SubjectsLen; i++)
		if (!is_own_subject(plan, config->Subjects[i]))
			return "subjects";
	if (config->SubjectsLen == 0)
		return "subjects";
	if (config->Retention != (plan->work_queue ? js_WorkQueuePolicy : js_LimitsPolicy))
		return "retention";
	return plan->replicas == 0 || config->Replicas == plan->replicas ? NULL : "replicas";
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

/* Whether set_mutable() would not change CONFIG. */
static bool is_as_planned(const jsStreamConfig *config, const struct stream_plan *plan)
{
	jsStreamConfig planned = *config;

	set_mutable(plan, &planned);
	return has_subjects(config, plan) && config->NoAck == planned.NoAck &&
	       config->Duplicates == planned.Duplicates &&
	       config->MaxMsgsPerSubject == planned.MaxMsgsPerSubject &&
	       config->MaxMsgSize == planned.MaxMsgSize && config->Discard == planned.Discard &&
	       config->DiscardNewPerSubject == planned.DiscardNewPerSubject &&
	       config->DenyDelete == planned.DenyDelete && config->DenyPurge == planned.DenyPurge;
}

/*
 * Updates the stream in *INFO, and sets *INFO to its new state. An operator's other
 * settings, such as limits, remain.
 */
static bool stream_update(
	struct bus *bus, const struct stream_plan *plan, jsStreamInfo **info, struct fault *fault)
{
	jsStreamConfig config = *(*info)->Config;
	jsStreamInfo *updated = NULL;
	natsStatus status;

	set_mutable(plan, &config);
	status = js_UpdateStream(&updated, bus->jetstream, &config, NULL, NULL);
	if (status != NATS_OK)
		return bus_fail(bus, fault, status, "updating a stream");
	jsStreamInfo_Destroy(*info);
	*info = updated;
	return is_as_planned(updated->Config, plan) || fail_mismatch(plan, "settings", fault);
}

/* Looks up PLAN's stream, and creates it if it is missing. */
static bool find_or_add(
	struct bus *bus, const struct stream_plan *plan, jsStreamInfo **info, struct fault *fault)
{
	jsErrCode code = 0;
	natsStatus status = js_GetStreamInfo(info, bus->jetstream, plan->name, NULL, &code);

	if (status == NATS_OK)
		return true;
	if (code == JSStreamNotFoundErr || status == NATS_NOT_FOUND)
		return stream_add(bus, plan, info, fault);
	return bus_fail(bus, fault, status, "looking up a stream");
}

bool stream_ensure(struct bus *bus, const struct stream_plan *plan, struct stream_range *range,
	struct fault *fault)
{
	jsStreamInfo *info = NULL;
	const char *mismatch;
	bool ready;

	if (!find_or_add(bus, plan, &info, fault))
		return false;
	mismatch = find_mismatch(info->Config, plan);
	if (mismatch != NULL)
		ready = fail_mismatch(plan, mismatch, fault);
	else
		ready = is_as_planned(info->Config, plan) || stream_update(bus, plan, &info, fault);
	if (ready)
		*range = (struct stream_range){info->State.FirstSeq, info->State.LastSeq};
	jsStreamInfo_Destroy(info);
	return ready;
}
