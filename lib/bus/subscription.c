#include "bus/subscription.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "bus/internal.h"

enum {
	MILLISECONDS = 1000,
	NANOSECONDS = 1000000000,
	CHECKS_PER_SECOND = 20,
	CHECKS = 3 * CHECKS_PER_SECOND
};

/* The time for tries to acknowledge a batch, one each half a second. */
enum { ACKNOWLEDGE_MILLISECONDS = 10000 };

/* Tries to subscribe, five seconds each. */
enum { SUBSCRIBE_TRIES = 4 };

static const char acknowledged[] = "+ACK";

/* A fetched message, and its position in the stream. */
struct sequenced {
	int64_t sequence;
	natsMsg *message; /* owned by the list of fetched messages */
};

struct subscription {
	struct bus *bus;
	const struct subscription_plan *plan;
	char *durable; /* the durable name, as a token; NULL: ephemeral */
	natsSubscription *messages;
	natsMsgList fetched;
	struct sequenced *messages_in_order; /* the fetched messages, in the stream's order */
	int64_t seen; /* the last sequence acknowledged, or delivered to an ephemeral consumer */
	int64_t ack_pending; /* ack-pending messages of an earlier process, which come first */
	unsigned reconnections;
	int64_t in_progress_at; /* of fetching or the last report, in milliseconds */
};

static int batch_of(const struct subscription_plan *plan)
{
	return plan->batch > 0 ? plan->batch : SUBSCRIPTION_BATCH;
}

static bool find_consumer(
	struct subscription *subscription, jsConsumerInfo **info, struct fault *fault)
{
	jsErrCode code = 0;
	natsStatus status = js_GetConsumerInfo(info, subscription->bus->jetstream,
		subscription->plan->stream, subscription->durable, NULL, &code);

	if (status == NATS_OK)
		return true;
	if (code == JSStreamNotFoundErr)
		return fault_set(fault, EX_NOINPUT, "bus: there is no stream %s",
			subscription->plan->stream);
	if (code == JSConsumerNotFoundErr || status == NATS_NOT_FOUND)
		return true;
	return bus_fail(subscription->bus, fault, status, "looking up a consumer");
}

/*
 * Creates, or updates, the consumer. While messages are ack-pending, that number is its
 * max-ack-pending, so that they come first.
 */
static bool ensure_consumer(struct subscription *subscription, struct fault *fault)
{
	jsConsumerConfig config;
	jsErrCode code = 0;
	natsStatus status;

	jsConsumerConfig_Init(&config);
	config.Durable = subscription->durable;
	config.DeliverPolicy = js_DeliverAll;
	config.AckPolicy = js_AckExplicit;
	config.AckWait = (int64_t)ACK_SECONDS * NANOSECONDS;
	config.MaxAckPending = subscription->ack_pending > 0 ? subscription->ack_pending
							     : batch_of(subscription->plan);
	config.FilterSubject = subscription->plan->subject;
	config.MaxDeliver = -1;
	status = js_AddConsumer(NULL, subscription->bus->jetstream, subscription->plan->stream,
		&config, NULL, &code);
	if (status == NATS_OK)
		return true;
	if (code == JSStreamNotFoundErr)
		return fault_set(fault, EX_NOINPUT, "bus: there is no stream %s",
			subscription->plan->stream);
	return bus_fail(subscription->bus, fault, status, "creating a consumer");
}

static bool fail_in_use(const struct subscription *subscription, struct fault *fault)
{
	return fault_set(fault, EX_TEMPFAIL, "bus: %s: another process consumes under that name",
		subscription->plan->durable);
}

/*
 * Reads the consumer's position. A waiting fetch means that another process is alive; so
 * does, later, a batch reported in progress.
 */
static bool find_position(struct subscription *subscription, struct fault *fault)
{
	const struct timespec pause = {.tv_nsec = NANOSECONDS / CHECKS_PER_SECOND};
	int checks, idle = 0;

	/* Between two fetches, a live process has a moment without one. */
	for (checks = 0; idle < 2 && checks < CHECKS; checks++) {
		jsConsumerInfo *info = NULL;

		if (!find_consumer(subscription, &info, fault))
			return false;
		if (info == NULL)
			return true;
		idle = info->NumWaiting > 0 ? 0 : idle + 1;
		subscription->ack_pending = info->NumAckPending;
		subscription->seen = (int64_t)info->AckFloor.Stream;
		jsConsumerInfo_Destroy(info);
		nanosleep(&pause, NULL);
	}
	return idle == 2 || fail_in_use(subscription, fault);
}

static bool fail_to_bind(
	struct subscription *subscription, natsStatus status, jsErrCode code, struct fault *fault)
{
	if (code == JSStreamNotFoundErr)
		return fault_set(fault, EX_NOINPUT, "bus: there is no stream %s",
			subscription->plan->stream);
	return bus_fail(subscription->bus, fault, status, "subscribing");
}

/*
 * Creates an ephemeral consumer, with the stream's number of replicas: a single one could
 * be on a server that is down.
 */
static bool plan_ephemeral(
	struct subscription *subscription, jsConsumerConfig *config, struct fault *fault)
{
	jsStreamInfo *stream = NULL;
	jsErrCode code = 0;
	natsStatus status = js_GetStreamInfo(
		&stream, subscription->bus->jetstream, subscription->plan->stream, NULL, &code);

	if (status != NATS_OK)
		return fail_to_bind(subscription, status, code, fault);
	config->AckPolicy = js_AckNone;
	config->DeliverPolicy = js_DeliverByStartSequence;
	config->OptStartSeq = (uint64_t)subscription->plan->after + 1;
	config->InactiveThreshold = (int64_t)60 * NANOSECONDS;
	config->MemoryStorage = true;
	config->Replicas = stream->Config->Replicas;
	jsStreamInfo_Destroy(stream);
	return true;
}

static bool bind(struct subscription *subscription, struct fault *fault)
{
	jsSubOptions options;
	jsErrCode code = 0;
	natsStatus status;
	int tries = 0;

	jsSubOptions_Init(&options);
	options.Stream = subscription->plan->stream;
	if (subscription->durable != NULL)
		options.Consumer = subscription->durable;
	else if (!plan_ephemeral(subscription, &options.Config, fault))
		return false;
	/* A cluster that has lost a server may first place a consumer there. */
	do
		status = js_PullSubscribe(&subscription->messages, subscription->bus->jetstream,
			subscription->plan->subject, subscription->durable, NULL, &options, &code);
	while (status == NATS_TIMEOUT && ++tries < SUBSCRIBE_TRIES);
	return status == NATS_OK || fail_to_bind(subscription, status, code, fault);
}

struct subscription *subscription_open(
	struct bus *bus, const struct subscription_plan *plan, struct fault *fault)
{
	struct subscription *subscription = memory_zeroed(1, sizeof(*subscription));
	struct buffer token = {0};

	subscription->bus = bus;
	subscription->plan = plan;
	subscription->seen = plan->after;
	subscription->reconnections = bus_reconnections(bus);
	subscription->messages_in_order =
		memory_zeroed((size_t)batch_of(plan), sizeof(struct sequenced));
	if (plan->durable != NULL) {
		subject_token(plan->durable, &token);
		buffer_add(&token, "", 1);
		subscription->durable = token.text;
	}
	if ((plan->durable == NULL ||
		    (find_position(subscription, fault) && ensure_consumer(subscription, fault))) &&
		bind(subscription, fault))
		return subscription;
	subscription_close(subscription);
	return NULL;
}

static void clear_fetched(struct subscription *subscription)
{
	natsMsgList_Destroy(&subscription->fetched);
	subscription->fetched = (natsMsgList){0};
}

void subscription_drop(struct subscription *subscription)
{
	int i;

	for (i = 0; i < subscription->fetched.Count && subscription->plan->durable != NULL; i++)
		natsMsg_Nak(subscription->messages_in_order[i].message, NULL);
	clear_fetched(subscription);
}

void subscription_close(struct subscription *subscription)
{
	if (subscription == NULL)
		return;
	subscription_drop(subscription);
	natsSubscription_Destroy(subscription->messages);
	free(subscription->messages_in_order);
	free(subscription->durable);
	free(subscription);
}

/* Whether the stream has a message at SEQUENCE, or the request failed. */
static bool message_exists(struct subscription *subscription, int64_t sequence)
{
	natsMsg *message = NULL;
	natsStatus status = js_GetMsg(&message, subscription->bus->jetstream,
		subscription->plan->stream, (uint64_t)sequence, NULL, NULL);

	natsMsg_Destroy(message);
	return status != NATS_NOT_FOUND;
}

/* Whether the message at SEQUENCE was delivered to another process of the same name. */
static bool was_delivered_elsewhere(struct subscription *subscription, int64_t sequence)
{
	return subscription->durable != NULL && message_exists(subscription, sequence);
}

static bool fail_missing(
	const struct subscription *subscription, int64_t sequence, struct fault *fault)
{
	return fault_set(fault, EX_SOFTWARE, "bus: the stream %s has no message %" PRId64,
		subscription->plan->stream, sequence);
}

/* Reads the stream sequence of the fetched message I. */
static bool read_sequence(struct subscription *subscription, int i, struct fault *fault)
{
	jsMsgMetaData *about = NULL;
	struct sequenced *messages_in_order = &subscription->messages_in_order[i];
	natsStatus status = natsMsg_GetMetaData(&about, messages_in_order->message);

	if (status != NATS_OK)
		bus_fail(subscription->bus, fault, status, "reading a message");
	else if (subscription->ack_pending > 0 && about->NumDelivered < 2)
		fail_in_use(subscription,
			fault); /* another process acknowledged the ack-pending messages */
	else
		messages_in_order->sequence = (int64_t)about->Sequence.Stream;
	jsMsgMetaData_Destroy(about);
	return fault->status == 0;
}

static int compare_sequences(const void *one, const void *other)
{
	const struct sequenced *left = one, *right = other;

	return (left->sequence > right->sequence) - (left->sequence < right->sequence);
}

/*
 * Sorts the fetched messages into the stream's order. The broker redelivers in the order
 * of its reasons: first negative acknowledgements, then timeouts.
 */
static bool sort_messages(struct subscription *subscription, struct fault *fault)
{
	int i, count = subscription->fetched.Count;

	for (i = 0; i < count; i++)
		if (!read_sequence(subscription, i, fault))
			return false;
	qsort(subscription->messages_in_order, (size_t)count, sizeof(struct sequenced),
		compare_sequences);
	return true;
}

/*
 * Whether message I is in order. Without a filter, a batch may begin with messages before
 * the position: the broker has lost its last ones, or the position, and has them again.
 */
static bool check_order(struct subscription *subscription, int i, struct fault *fault)
{
	const struct subscription_plan *plan = subscription->plan;
	int64_t sequence = subscription->messages_in_order[i].sequence;
	int64_t before =
		i > 0 ? subscription->messages_in_order[i - 1].sequence : subscription->seen;

	if (plan->complete && i == 0 && sequence <= before)
		return true;
	if (plan->complete && sequence > before + 1 &&
		!was_delivered_elsewhere(subscription, before + 1))
		return fail_missing(subscription, before + 1, fault);
	if (sequence <= before || (plan->complete && sequence > before + 1))
		return fault_set(fault, EX_UNAVAILABLE,
			"bus: message %" PRId64 " comes after %" PRId64, sequence, before);
	return true;
}

static bool check_messages(struct subscription *subscription, struct fault *fault)
{
	int i;

	if (!sort_messages(subscription, fault))
		return false;
	for (i = 0; i < subscription->fetched.Count; i++)
		if (!check_order(subscription, i, fault))
			return false;
	return true;
}

/* Another process is consuming: restores its max-ack-pending. */
static void leave(struct subscription *subscription)
{
	struct fault ignored = {0};

	subscription_drop(subscription);
	subscription->ack_pending = 0;
	ensure_consumer(subscription, &ignored);
}

static bool fail_fetching(struct subscription *subscription, natsStatus status, struct fault *fault)
{
	if (status == NATS_TIMEOUT && subscription->ack_pending > 0 &&
		!bus_is_forbidden(subscription->bus))
		return fail_in_use(subscription, fault);
	return bus_fail(subscription->bus, fault, status, "fetching messages");
}

/*
 * Whether the consumer was deleted, with its stream, which may exist again. Fetching from
 * a deleted consumer is just a timeout.
 */
static bool is_deleted(struct subscription *subscription)
{
	jsConsumerInfo *info = NULL;
	jsErrCode code = 0;

	if (subscription->durable != NULL)
		js_GetConsumerInfo(&info, subscription->bus->jetstream, subscription->plan->stream,
			subscription->durable, NULL, &code);
	else
		natsSubscription_GetConsumerInfo(&info, subscription->messages, NULL, &code);
	jsConsumerInfo_Destroy(info);
	return code == JSConsumerNotFoundErr || code == JSStreamNotFoundErr;
}

/* Sets *LAST to the stream's last sequence. */
static bool find_last_sequence(
	struct subscription *subscription, int64_t *last, struct fault *fault)
{
	jsStreamInfo *stream = NULL;
	natsStatus status = js_GetStreamInfo(
		&stream, subscription->bus->jetstream, subscription->plan->stream, NULL, NULL);

	if (status != NATS_OK)
		return bus_fail(subscription->bus, fault, status, "looking up a stream");
	*last = (int64_t)stream->State.LastSeq;
	jsStreamInfo_Destroy(stream);
	return true;
}

/*
 * After a timeout: without a filter, the next message exists and is late, or does not
 * exist yet; else it was lost, and waiting would not end.
 */
static bool check_next(struct subscription *subscription, struct fault *fault)
{
	int64_t last = 0;

	if (!subscription->plan->complete)
		return true;
	if (!find_last_sequence(subscription, &last, fault))
		return false;
	return last <= subscription->seen || message_exists(subscription, subscription->seen + 1) ||
	       fail_missing(subscription, subscription->seen + 1, fault);
}

static bool is_connected(const struct subscription *subscription)
{
	return natsConnection_Status(subscription->bus->connection) == NATS_CONN_STATUS_CONNECTED;
}

static natsStatus fetch(struct subscription *subscription, int batch, int64_t milliseconds)
{
	natsStatus status = natsSubscription_Fetch(
		&subscription->fetched, subscription->messages, batch, milliseconds, NULL);
	int i;

	subscription->in_progress_at = nats_Now();
	for (i = 0; i < subscription->fetched.Count; i++)
		subscription->messages_in_order[i].message = subscription->fetched.Msgs[i];
	if (bus_reconnections(subscription->bus) != subscription->reconnections ||
		(status == NATS_TIMEOUT && !is_connected(subscription)))
		return NATS_CONNECTION_DISCONNECTED;
	return status;
}

int subscription_fetch(struct subscription *subscription, int64_t milliseconds, struct fault *fault)
{
	int batch = batch_of(subscription->plan);
	natsStatus status;

	/*
	 * Ack-pending messages are redelivered after their AckWait. No more are requested:
	 * the server would not report that there are no more.
	 */
	if (subscription->ack_pending > 0)
		milliseconds = MILLISECONDS * (ACK_SECONDS + 2);
	if (subscription->ack_pending > 0 && subscription->ack_pending < batch)
		batch = (int)subscription->ack_pending;
	status = fetch(subscription, batch, milliseconds);
	if (status == NATS_OK && check_messages(subscription, fault))
		return subscription->fetched.Count;
	if (status == NATS_TIMEOUT && is_deleted(subscription))
		status = NATS_NOT_FOUND;
	if (status == NATS_TIMEOUT && subscription->ack_pending == 0 &&
		!bus_is_forbidden(subscription->bus))
		return check_next(subscription, fault) ? 0 : -1;
	if (status != NATS_OK)
		fail_fetching(subscription, status, fault);
	if (fault->status == EX_TEMPFAIL)
		leave(subscription);
	else
		subscription_drop(subscription);
	return -1;
}

struct fetched_message subscription_message(const struct subscription *subscription, int i)
{
	natsMsg *message = subscription->messages_in_order[i].message;

	return (struct fetched_message){
		.subject = natsMsg_GetSubject(message),
		.text = natsMsg_GetData(message),
		.length = (size_t)natsMsg_GetDataLength(message),
		.sequence = subscription->messages_in_order[i].sequence,
	};
}

void subscription_in_progress(struct subscription *subscription)
{
	int64_t now = nats_Now();
	int i;

	/* A time in the future, before the clock was set back, counts as long ago. */
	if (now >= subscription->in_progress_at &&
		now - subscription->in_progress_at < MILLISECONDS)
		return;
	subscription->in_progress_at = now;
	for (i = 0; i < subscription->fetched.Count && subscription->plan->durable != NULL; i++)
		natsMsg_InProgress(subscription->messages_in_order[i].message, NULL);
}

/*
 * Acknowledgements on one connection are in order: a confirmed last one confirms all.
 * natsMsg_Ack() sends once, and is lost with a connection; this retries.
 */
static natsStatus acknowledge(struct subscription *subscription)
{
	natsConnection *connection = subscription->bus->connection;
	unsigned before = bus_reconnections(subscription->bus);
	int last = subscription->fetched.Count - 1, i;
	natsStatus status = NATS_OK;
	natsMsg *answer = NULL;

	for (i = 0; i < last && status == NATS_OK; i++)
		status = natsConnection_PublishString(connection,
			natsMsg_GetReply(subscription->messages_in_order[i].message), acknowledged);
	if (status == NATS_OK)
		status = natsConnection_RequestString(&answer, connection,
			natsMsg_GetReply(subscription->messages_in_order[last].message),
			acknowledged, ANSWER_MILLISECONDS);
	natsMsg_Destroy(answer);
	if (status == NATS_OK && bus_reconnections(subscription->bus) != before)
		status = NATS_CONNECTION_DISCONNECTED;
	return status;
}

/* Retries, so that a short outage does not cause a redelivery. */
static natsStatus acknowledge_with_retries(struct subscription *subscription)
{
	const struct timespec pause = {.tv_nsec = NANOSECONDS / 2};
	int64_t start = nats_Now();
	natsStatus status = acknowledge(subscription);

	while (status != NATS_OK && status != NATS_CONNECTION_CLOSED &&
		!bus_is_forbidden(subscription->bus) &&
		nats_Now() - start < ACKNOWLEDGE_MILLISECONDS) {
		nanosleep(&pause, NULL);
		status = acknowledge(subscription);
	}
	return status;
}

bool subscription_acknowledge(struct subscription *subscription, struct fault *fault)
{
	int count = subscription->fetched.Count;
	natsStatus status = subscription->plan->durable != NULL
				    ? acknowledge_with_retries(subscription)
				    : NATS_OK;

	subscription->seen = subscription->messages_in_order[count - 1].sequence;
	clear_fetched(subscription);
	if (status != NATS_OK)
		return bus_fail(subscription->bus, fault, status, "acknowledging");
	if (subscription->ack_pending == 0)
		return true;
	subscription->ack_pending -=
		count < subscription->ack_pending ? count : subscription->ack_pending;
	return subscription->ack_pending > 0 || ensure_consumer(subscription, fault);
}

int64_t subscription_remaining(struct subscription *subscription, struct fault *fault)
{
	bool complete = subscription->plan->complete;
	jsConsumerInfo *info = NULL;
	int64_t left = 0, last = 0;

	if (subscription->durable != NULL && !find_consumer(subscription, &info, fault))
		return -1;
	/* In a cluster, a new consumer may not know its pending messages yet. */
	if (complete && find_last_sequence(subscription, &last, fault))
		left = last - (info != NULL ? (int64_t)info->AckFloor.Stream : subscription->seen);
	else if (info != NULL)
		left = (int64_t)info->NumPending + info->NumAckPending;
	jsConsumerInfo_Destroy(info);
	return fault->status != 0 ? -1 : left;
}
