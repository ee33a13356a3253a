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

/* How often, half a second apart. */
enum { ACKNOWLEDGING = 20 };

struct subscription {
	struct bus *bus;
	const struct subscription_plan *plan;
	char *reader; /* its name as a token; NULL: none */
	natsSubscription *messages;
	natsMsgList taken;
	int64_t *sequences; /* of those */
	int64_t seen;       /* the last sequence that was done, or given to who keeps it itself */
	int64_t unsettled;  /* how many a reader before us has left, which come first */
	unsigned reconnections;
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
	return bus_fail(fault, status, "asking for a reader's position");
}

/*
 * The reader, as it is to be; one that is there is brought to that. While something is
 * unsettled, as much as that and no more may be unacknowledged: so it comes first.
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
	config.MaxAckPending = subscription->unsettled > 0 ? subscription->unsettled
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
	return bus_fail(fault, status, "making a reader");
}

static bool fail_taken(const struct subscription *subscription, struct fault *fault)
{
	return fault_set(fault, EX_TEMPFAIL, "bus: %s: somebody else is consuming under that name",
		subscription->plan->reader);
}

/*
 * Sets where the reader stands. Who waits for messages now is another one, who is
 * alive; so is, as will be seen, whoever keeps what it has taken.
 */
static bool find_place(struct subscription *subscription, struct fault *fault)
{
	const struct timespec pause = {.tv_nsec = NANOSECONDS / LOOKS_A_SECOND};
	int looks, nobody = 0;

	/* Between two requests of one who is alive there is a moment without any. */
	for (looks = 0; nobody < 2 && looks < LOOKS; looks++) {
		jsConsumerInfo *info = NULL;

		if (!find_reader(subscription, &info, fault))
			return false;
		if (info == NULL)
			return true;
		nobody = info->NumWaiting > 0 ? 0 : nobody + 1;
		subscription->unsettled = info->NumAckPending;
		subscription->seen = (int64_t)info->AckFloor.Stream;
		jsConsumerInfo_Destroy(info);
		nanosleep(&pause, NULL);
	}
	return nobody == 2 || fail_taken(subscription, fault);
}

static bool bind(struct subscription *subscription, struct fault *fault)
{
	const struct subscription_plan *plan = subscription->plan;
	jsSubOptions options;
	jsErrCode code = 0;
	natsStatus status;

	jsSubOptions_Init(&options);
	options.Stream = plan->stream;
	if (plan->reader != NULL) {
		options.Consumer = subscription->reader;
	} else {
		options.Config.AckPolicy = js_AckNone;
		options.Config.DeliverPolicy = js_DeliverByStartSequence;
		options.Config.OptStartSeq = (uint64_t)plan->after + 1;
		options.Config.InactiveThreshold = (int64_t)60 * NANOSECONDS;
		options.Config.MemoryStorage = true;
		options.Config.Replicas = 1;
	}
	status = js_PullSubscribe(&subscription->messages, subscription->bus->streams,
		plan->subject, subscription->reader, NULL, &options, &code);
	if (status == NATS_OK)
		return true;
	if (code == JSStreamNotFoundErr)
		return fault_set(fault, EX_NOINPUT, "bus: there is no stream %s", plan->stream);
	return bus_fail(fault, status, "subscribing");
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
	subscription->sequences = memory_zeroed((size_t)batch_of(plan), sizeof(int64_t));
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
		natsMsg_Nak(subscription->taken.Msgs[i], NULL);
	forget(subscription);
}

void subscription_close(struct subscription *subscription)
{
	if (subscription == NULL)
		return;
	subscription_drop(subscription);
	natsSubscription_Destroy(subscription->messages);
	free(subscription->sequences);
	free(subscription->reader);
	free(subscription);
}

/* Whether MESSAGE comes where it is to come. */
static bool check_order(
	struct subscription *subscription, const jsMsgMetaData *about, int i, struct fault *fault)
{
	const struct subscription_plan *plan = subscription->plan;
	int64_t sequence = (int64_t)about->Sequence.Stream;
	int64_t before = i > 0 ? subscription->sequences[i - 1] : subscription->seen;

	subscription->sequences[i] = sequence;
	if (plan->complete && sequence != before + 1)
		return fault_set(fault, EX_SOFTWARE, "bus: the stream %s has no message %" PRId64,
			plan->stream, before + 1);
	if (sequence <= before)
		return fault_set(fault, EX_UNAVAILABLE,
			"bus: message %" PRId64 " comes behind %" PRId64, sequence, before);
	return true;
}

static bool check_messages(struct subscription *subscription, struct fault *fault)
{
	int i;

	for (i = 0; i < subscription->taken.Count && fault->status == 0; i++) {
		jsMsgMetaData *about = NULL;
		natsStatus status = natsMsg_GetMetaData(&about, subscription->taken.Msgs[i]);

		if (status != NATS_OK)
			bus_fail(fault, status, "reading a message");
		else
			check_order(subscription, about, i, fault);
		jsMsgMetaData_Destroy(about);
	}
	return fault->status == 0;
}

int subscription_take(struct subscription *subscription, int64_t milliseconds, struct fault *fault)
{
	int batch = batch_of(subscription->plan);
	natsStatus status;

	/*
	 * What was taken before and not acknowledged comes when its time is over. No more
	 * is asked for: the server would not say that there is no more.
	 */
	if (subscription->unsettled > 0)
		milliseconds = MILLISECONDS * (ACK_SECONDS + 2);
	if (subscription->unsettled > 0 && subscription->unsettled < batch)
		batch = (int)subscription->unsettled;
	status = natsSubscription_Fetch(
		&subscription->taken, subscription->messages, batch, milliseconds, NULL);
	if (bus_reconnections(subscription->bus) != subscription->reconnections)
		status = NATS_CONNECTION_DISCONNECTED;
	if (status == NATS_OK && check_messages(subscription, fault))
		return subscription->taken.Count;
	if (status == NATS_TIMEOUT && subscription->unsettled == 0)
		return 0;
	subscription_drop(subscription);
	if (status == NATS_TIMEOUT)
		fail_taken(subscription, fault);
	else if (status != NATS_OK)
		bus_fail(fault, status, "taking messages");
	return -1;
}

struct message_taken subscription_message(const struct subscription *subscription, int i)
{
	natsMsg *message = subscription->taken.Msgs[i];

	return (struct message_taken){
		.subject = natsMsg_GetSubject(message),
		.text = natsMsg_GetData(message),
		.length = (size_t)natsMsg_GetDataLength(message),
		.sequence = subscription->sequences[i],
	};
}

void subscription_keep(struct subscription *subscription)
{
	int i;

	for (i = 0; i < subscription->taken.Count && subscription->plan->reader != NULL; i++)
		natsMsg_InProgress(subscription->taken.Msgs[i], NULL);
}

/* They are in order on one connection: when the last is confirmed, all are. */
static natsStatus acknowledge(struct subscription *subscription)
{
	int last = subscription->taken.Count - 1, i;

	for (i = 0; i < last; i++)
		natsMsg_Ack(subscription->taken.Msgs[i], NULL);
	return natsMsg_AckSync(subscription->taken.Msgs[last], NULL, NULL);
}

bool subscription_done(struct subscription *subscription, struct fault *fault)
{
	const struct timespec pause = {.tv_nsec = NANOSECONDS / 2};
	int count = subscription->taken.Count, tries;
	natsStatus status = NATS_OK;

	/* What is done is not to come again because the broker was away for a moment. */
	for (tries = 0; tries < ACKNOWLEDGING && subscription->plan->reader != NULL; tries++) {
		status = acknowledge(subscription);
		if (status == NATS_OK || status == NATS_CONNECTION_CLOSED)
			break;
		nanosleep(&pause, NULL);
	}
	subscription->seen = subscription->sequences[count - 1];
	forget(subscription);
	if (status != NATS_OK)
		return bus_fail(fault, status, "acknowledging");
	if (subscription->unsettled == 0)
		return true;
	subscription->unsettled -=
		count < subscription->unsettled ? count : subscription->unsettled;
	return subscription->unsettled > 0 || make_reader(subscription, fault);
}

int64_t subscription_left(struct subscription *subscription, struct fault *fault)
{
	jsConsumerInfo *info = NULL;
	int64_t left;
	natsStatus status;

	if (subscription->reader != NULL)
		status = js_GetConsumerInfo(&info, subscription->bus->streams,
			subscription->plan->stream, subscription->reader, NULL, NULL);
	else
		status =
			natsSubscription_GetConsumerInfo(&info, subscription->messages, NULL, NULL);
	if (status != NATS_OK) {
		bus_fail(fault, status, "asking for a reader's position");
		return -1;
	}
	left = (int64_t)info->NumPending + info->NumAckPending;
	jsConsumerInfo_Destroy(info);
	return left;
}
