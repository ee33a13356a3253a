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
	LOOKS_A_SECOND = 20,
	LOOKS = 3 * LOOKS_A_SECOND
};

/* Tries, each half a second. */
enum { ACKNOWLEDGING_MILLISECONDS = 10000 };

/* Tries, five seconds each. */
enum { SUBSCRIBING = 4 };

static const char acknowledged[] = "+ACK";

/* A fetched message, and its position in the stream. */
struct placed {
	int64_t sequence;
	natsMsg *message; /* owned by the list of fetched messages */
};

struct subscription {
	struct bus *bus;
	const struct subscription_plan *plan;
	char *reader; /* its name as a token; NULL: none */
	natsSubscription *messages;
	natsMsgList taken;
	struct placed *placed; /* the fetched messages, in the stream's order */
	int64_t seen; /* the last sequence that was done, or delivered to an ephemeral consumer */
	int64_t ack_pending; /* ack-pending messages of an earlier process, which come first */
	unsigned reconnections;
	int64_t in_progress_at; /* of fetching or the last report, in milliseconds */
};

static int batch_of(const struct subscription_plan *plan)
{
	return plan->batch > 0 ? plan->batch : SUBSCRIPTION_BATCH;
}

static bool find_reader(
	struct subscription *subscription, jsConsumerInfo **info, struct fault *fault)
{
	jsErrCode code = 0;
	natsStatus status = js_GetConsumerInfo(info, subscription->bus->streams,
		subscription->plan->stream, subscription->reader, NULL, &code);

	if (status == NATS_OK)
		return true;
	if (code == JSStreamNotFoundErr)
		return fault_set(fault, EX_NOINPUT, "bus: there is no stream %s",
			subscription->plan->stream);
	if (code == JSConsumerNotFoundErr || status == NATS_NOT_FOUND)
		return true;
	return bus_fail(subscription->bus, fault, status, "asking for a reader's position");
}

/*
 * Creates, or updates, the consumer. While messages are ack-pending, that number is its
 * max-ack-pending, so that they come first.
 */
static bool make_reader(struct subscription *subscription, struct fault *fault)
{
	jsConsumerConfig config;
	jsErrCode code = 0;
	natsStatus status;

	jsConsumerConfig_Init(&config);
	config.Durable = subscription->reader;
	config.DeliverPolicy = js_DeliverAll;
	config.AckPolicy = js_AckExplicit;
	config.AckWait = (int64_t)ACK_SECONDS * NANOSECONDS;
	config.MaxAckPending = subscription->ack_pending > 0 ? subscription->ack_pending
							     : batch_of(subscription->plan);
	config.FilterSubject = subscription->plan->subject;
	config.MaxDeliver = -1;
	status = js_AddConsumer(
		NULL, subscription->bus->streams, subscription->plan->stream, &config, NULL, &code);
	if (status == NATS_OK)
		return true;
	if (code == JSStreamNotFoundErr)
		return fault_set(fault, EX_NOINPUT, "bus: there is no stream %s",
			subscription->plan->stream);
	return bus_fail(subscription->bus, fault, status, "making a reader");
}

static bool fail_taken(const struct subscription *subscription, struct fault *fault)
{
	return fault_set(fault, EX_TEMPFAIL, "bus: %s: another process consumes under that name",
		subscription->plan->reader);
}

/*
 * Reads the consumer's position. A waiting fetch means that another process is alive; so
 * does, later, a batch reported in progress.
 */
static bool find_place(struct subscription *subscription, struct fault *fault)
{
	const struct timespec pause = {.tv_nsec = NANOSECONDS / LOOKS_A_SECOND};
	int looks, nobody = 0;

	/* Between two fetches, a live process has a moment without one. */
	for (looks = 0; nobody < 2 && looks < LOOKS; looks++) {
		jsConsumerInfo *info = NULL;

		if (!find_reader(subscription, &info, fault))
			return false;
		if (info == NULL)
			return true;
		nobody = info->NumWaiting > 0 ? 0 : nobody + 1;
		subscription->ack_pending = info->NumAckPending;
		subscription->seen = (int64_t)info->AckFloor.Stream;
		jsConsumerInfo_Destroy(info);
		nanosleep(&pause, NULL);
	}
	return nobody == 2 || fail_taken(subscription, fault);
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
		&stream, subscription->bus->streams, subscription->plan->stream, NULL, &code);

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
	if (subscription->reader != NULL)
		options.Consumer = subscription->reader;
	else if (!plan_ephemeral(subscription, &options.Config, fault))
		return false;
	/* A cluster that has lost a server may first place a consumer there. */
	do
		status = js_PullSubscribe(&subscription->messages, subscription->bus->streams,
			subscription->plan->subject, subscription->reader, NULL, &options, &code);
	while (status == NATS_TIMEOUT && ++tries < SUBSCRIBING);
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
	subscription->placed = memory_zeroed((size_t)batch_of(plan), sizeof(struct placed));
	if (plan->reader != NULL) {
		subject_token(plan->reader, &token);
		buffer_add(&token, "", 1);
		subscription->reader = token.text;
	}
	if ((plan->reader == NULL ||
		    (find_place(subscription, fault) && make_reader(subscription, fault))) &&
		bind(subscription, fault))
		return subscription;
	subscription_close(subscription);
	return NULL;
}

static void forget(struct subscription *subscription)
{
	natsMsgList_Destroy(&subscription->taken);
	subscription->taken = (natsMsgList){0};
}

void subscription_drop(struct subscription *subscription)
{
	int i;

	for (i = 0; i < subscription->taken.Count && subscription->plan->reader != NULL; i++)
		natsMsg_Nak(subscription->placed[i].message, NULL);
	forget(subscription);
}

void subscription_close(struct subscription *subscription)
{
	if (subscription == NULL)
		return;
	subscription_drop(subscription);
	natsSubscription_Destroy(subscription->messages);
	free(subscription->placed);
	free(subscription->reader);
	free(subscription);
}

/* Whether the stream has that message, or the request failed. */
static bool is_there(struct subscription *subscription, int64_t sequence)
{
	natsMsg *message = NULL;
	natsStatus status = js_GetMsg(&message, subscription->bus->streams,
		subscription->plan->stream, (uint64_t)sequence, NULL, NULL);

	natsMsg_Destroy(message);
	return status != NATS_NOT_FOUND;
}

/* Whether another process under the same name was delivered that message. */
static bool has_gone_elsewhere(struct subscription *subscription, int64_t sequence)
{
	return subscription->reader != NULL && is_there(subscription, sequence);
}

static bool fail_missing(
	const struct subscription *subscription, int64_t sequence, struct fault *fault)
{
	return fault_set(fault, EX_SOFTWARE, "bus: the stream %s has no message %" PRId64,
		subscription->plan->stream, sequence);
}

/* Reads the stream sequence of message I. */
static bool place_message(struct subscription *subscription, int i, struct fault *fault)
{
	jsMsgMetaData *about = NULL;
	struct placed *placed = &subscription->placed[i];
	natsStatus status = natsMsg_GetMetaData(&about, placed->message);

	if (status != NATS_OK)
		bus_fail(subscription->bus, fault, status, "reading a message");
	else if (subscription->ack_pending > 0 && about->NumDelivered < 2)
		fail_taken(subscription, fault); /* the owner of the ack-pending messages is done */
	else
		placed->sequence = (int64_t)about->Sequence.Stream;
	jsMsgMetaData_Destroy(about);
	return fault->status == 0;
}

static int compare_places(const void *one, const void *other)
{
	const struct placed *left = one, *right = other;

	return (left->sequence > right->sequence) - (left->sequence < right->sequence);
}

/*
 * Sorts the fetched messages into the stream's order. The broker redelivers in the order
 * of its reasons: first negative acknowledgements, then timeouts.
 */
static bool place_messages(struct subscription *subscription, struct fault *fault)
{
	int i, count = subscription->taken.Count;

	for (i = 0; i < count; i++)
		if (!place_message(subscription, i, fault))
			return false;
	qsort(subscription->placed, (size_t)count, sizeof(struct placed), compare_places);
	return true;
}

/*
 * Whether message I is in order. Without a filter, a batch may begin with messages before
 * the position: the broker has lost its last ones, or the position, and has them again.
 */
static bool check_order(struct subscription *subscription, int i, struct fault *fault)
{
	const struct subscription_plan *plan = subscription->plan;
	int64_t sequence = subscription->placed[i].sequence;
	int64_t before = i > 0 ? subscription->placed[i - 1].sequence : subscription->seen;

	if (plan->complete && i == 0 && sequence <= before)
		return true;
	if (plan->complete && sequence > before + 1 &&
		!has_gone_elsewhere(subscription, before + 1))
		return fail_missing(subscription, before + 1, fault);
	if (sequence <= before || (plan->complete && sequence > before + 1))
		return fault_set(fault, EX_UNAVAILABLE,
			"bus: message %" PRId64 " comes after %" PRId64, sequence, before);
	return true;
}

static bool check_messages(struct subscription *subscription, struct fault *fault)
{
	int i;

	if (!place_messages(subscription, fault))
		return false;
	for (i = 0; i < subscription->taken.Count; i++)
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
	make_reader(subscription, &ignored);
}

static bool fail_to_take(struct subscription *subscription, natsStatus status, struct fault *fault)
{
	if (status == NATS_TIMEOUT && subscription->ack_pending > 0 &&
		!bus_is_forbidden(subscription->bus))
		return fail_taken(subscription, fault);
	return bus_fail(subscription->bus, fault, status, "taking messages");
}

/*
 * Whether the consumer was deleted, with its stream, which may exist again. Fetching from
 * a deleted consumer is just a timeout.
 */
static bool is_gone(struct subscription *subscription)
{
	jsConsumerInfo *info = NULL;
	jsErrCode code = 0;

	if (subscription->reader != NULL)
		js_GetConsumerInfo(&info, subscription->bus->streams, subscription->plan->stream,
			subscription->reader, NULL, &code);
	else
		natsSubscription_GetConsumerInfo(&info, subscription->messages, NULL, &code);
	jsConsumerInfo_Destroy(info);
	return code == JSConsumerNotFoundErr || code == JSStreamNotFoundErr;
}

/* The stream's last sequence. */
static bool find_end(struct subscription *subscription, int64_t *last, struct fault *fault)
{
	jsStreamInfo *stream = NULL;
	natsStatus status = js_GetStreamInfo(
		&stream, subscription->bus->streams, subscription->plan->stream, NULL, NULL);

	if (status != NATS_OK)
		return bus_fail(subscription->bus, fault, status, "asking for a stream");
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
	if (!find_end(subscription, &last, fault))
		return false;
	return last <= subscription->seen || is_there(subscription, subscription->seen + 1) ||
	       fail_missing(subscription, subscription->seen + 1, fault);
}

static bool is_connected(const struct subscription *subscription)
{
	return natsConnection_Status(subscription->bus->connection) == NATS_CONN_STATUS_CONNECTED;
}

static natsStatus fetch(struct subscription *subscription, int batch, int64_t milliseconds)
{
	natsStatus status = natsSubscription_Fetch(
		&subscription->taken, subscription->messages, batch, milliseconds, NULL);
	int i;

	subscription->in_progress_at = nats_Now();
	for (i = 0; i < subscription->taken.Count; i++)
		subscription->placed[i].message = subscription->taken.Msgs[i];
	if (bus_reconnections(subscription->bus) != subscription->reconnections ||
		(status == NATS_TIMEOUT && !is_connected(subscription)))
		return NATS_CONNECTION_DISCONNECTED;
	return status;
}

int subscription_take(struct subscription *subscription, int64_t milliseconds, struct fault *fault)
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
		return subscription->taken.Count;
	if (status == NATS_TIMEOUT && is_gone(subscription))
		status = NATS_NOT_FOUND;
	if (status == NATS_TIMEOUT && subscription->ack_pending == 0 &&
		!bus_is_forbidden(subscription->bus))
		return check_next(subscription, fault) ? 0 : -1;
	if (status != NATS_OK)
		fail_to_take(subscription, status, fault);
	if (fault->status == EX_TEMPFAIL)
		leave(subscription);
	else
		subscription_drop(subscription);
	return -1;
}

struct message_taken subscription_message(const struct subscription *subscription, int i)
{
	natsMsg *message = subscription->placed[i].message;

	return (struct message_taken){
		.subject = natsMsg_GetSubject(message),
		.text = natsMsg_GetData(message),
		.length = (size_t)natsMsg_GetDataLength(message),
		.sequence = subscription->placed[i].sequence,
	};
}

void subscription_keep(struct subscription *subscription)
{
	int64_t now = nats_Now();
	int i;

	/* A time in the future, before the clock was set back, counts as long ago. */
	if (now >= subscription->in_progress_at &&
		now - subscription->in_progress_at < MILLISECONDS)
		return;
	subscription->in_progress_at = now;
	for (i = 0; i < subscription->taken.Count && subscription->plan->reader != NULL; i++)
		natsMsg_InProgress(subscription->placed[i].message, NULL);
}

/*
 * Acknowledgements on one connection are in order: a confirmed last one confirms all.
 * natsMsg_Ack() sends once, and is lost with a connection; this retries.
 */
static natsStatus acknowledge(struct subscription *subscription)
{
	natsConnection *connection = subscription->bus->connection;
	unsigned before = bus_reconnections(subscription->bus);
	int last = subscription->taken.Count - 1, i;
	natsStatus status = NATS_OK;
	natsMsg *answer = NULL;

	for (i = 0; i < last && status == NATS_OK; i++)
		status = natsConnection_PublishString(connection,
			natsMsg_GetReply(subscription->placed[i].message), acknowledged);
	if (status == NATS_OK)
		status = natsConnection_RequestString(&answer, connection,
			natsMsg_GetReply(subscription->placed[last].message), acknowledged,
			ANSWER_MILLISECONDS);
	natsMsg_Destroy(answer);
	if (status == NATS_OK && bus_reconnections(subscription->bus) != before)
		status = NATS_CONNECTION_DISCONNECTED;
	return status;
}

/* Retried, so that a short outage does not cause a redelivery. */
static natsStatus keep_acknowledging(struct subscription *subscription)
{
	const struct timespec pause = {.tv_nsec = NANOSECONDS / 2};
	int64_t begun = nats_Now();
	natsStatus status = acknowledge(subscription);

	while (status != NATS_OK && status != NATS_CONNECTION_CLOSED &&
		!bus_is_forbidden(subscription->bus) &&
		nats_Now() - begun < ACKNOWLEDGING_MILLISECONDS) {
		nanosleep(&pause, NULL);
		status = acknowledge(subscription);
	}
	return status;
}

bool subscription_done(struct subscription *subscription, struct fault *fault)
{
	int count = subscription->taken.Count;
	natsStatus status =
		subscription->plan->reader != NULL ? keep_acknowledging(subscription) : NATS_OK;

	subscription->seen = subscription->placed[count - 1].sequence;
	forget(subscription);
	if (status != NATS_OK)
		return bus_fail(subscription->bus, fault, status, "acknowledging");
	if (subscription->ack_pending == 0)
		return true;
	subscription->ack_pending -=
		count < subscription->ack_pending ? count : subscription->ack_pending;
	return subscription->ack_pending > 0 || make_reader(subscription, fault);
}

int64_t subscription_left(struct subscription *subscription, struct fault *fault)
{
	bool complete = subscription->plan->complete;
	jsConsumerInfo *info = NULL;
	int64_t left = 0, last = 0;

	if (subscription->reader != NULL && !find_reader(subscription, &info, fault))
		return -1;
	/* In a cluster, a new consumer may not know its pending messages yet. */
	if (complete && find_end(subscription, &last, fault))
		left = last - (info != NULL ? (int64_t)info->AckFloor.Stream : subscription->seen);
	else if (info != NULL)
		left = (int64_t)info->NumPending + info->NumAckPending;
	jsConsumerInfo_Destroy(info);
	return fault->status != 0 ? -1 : left;
}
