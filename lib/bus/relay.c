#include "bus/relay.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "bus/internal.h"
#include "store/feed.h"

/* The most unacknowledged messages, and the tries while another relay sends the same. */
enum { UNDER_WAY = 1000, TRIES = 10 };

/* The interval after which the stream is checked without anything to send: it may be deleted. */
enum { LOOK_AGAIN_MILLISECONDS = 30000 };

static const char expected_last[] = "Nats-Expected-Last-Sequence";
static const char message_id[] = "Nats-Msg-Id";

struct relay {
	struct bus *bus;
	struct store *store;
	struct topic topic;
	int64_t copies;
	char *stream, *subject;
	jsCtx *sending;
	struct arena arena;
	bool known;       /* .position is the stream's end, which was verified to be this feed's */
	int64_t position; /* acknowledged up to here */
	unsigned reconnections; /* when it was verified */
	int64_t looked;         /* when it was verified, in milliseconds */

	/* Set by acknowledgements, in libnats' thread. */
	pthread_mutex_t lock;
	int64_t acknowledged;
	bool refused; /* the stream's last sequence was not the expected one */
	struct fault failure;
};

/* The position of the message, from the sequence that it expects before it. */
static int64_t position_of(natsMsg *message)
{
	const char *before = NULL;

	if (natsMsgHeader_Get(message, expected_last, &before) != NATS_OK)
		return 0;
	return strtoll(before, NULL, 10) + 1;
}

static void take_answer(
	jsCtx *sending, natsMsg *message, jsPubAck *answer, jsPubAckErr *error, void *closure)
{
	struct relay *relay = closure;
	int64_t position = position_of(message);

	(void)sending;
	pthread_mutex_lock(&relay->lock);
	/* After a failure, the following messages are refused as its consequence. */
	if (error != NULL && error->ErrCode == JSStreamWrongLastSequenceErr)
		relay->refused = relay->refused || relay->failure.status == 0;
	else if (error != NULL)
		fault_set(&relay->failure, EX_UNAVAILABLE, "bus: event %" PRId64 ": %s", position,
			error->ErrText != NULL ? error->ErrText : natsStatus_GetText(error->Err));
	else if (answer->Stream == NULL || strcmp(answer->Stream, relay->stream) != 0)
		fault_set(&relay->failure, EX_SOFTWARE,
			"bus: event %" PRId64 " was acknowledged by the stream %s, and not by %s",
			position, answer->Stream != NULL ? answer->Stream : "?", relay->stream);
	else if (answer->Sequence != (uint64_t)position)
		fault_set(&relay->failure, EX_SOFTWARE,
			"bus: event %" PRId64 " is at %" PRIu64 " of the stream %s", position,
			answer->Sequence, relay->stream);
	else if (!relay->refused && relay->failure.status == 0)
		relay->acknowledged = position;
	pthread_mutex_unlock(&relay->lock);
	natsMsg_Destroy(message);
}

struct relay *relay_new(
	struct bus *bus, struct store *store, const struct topic *topic, int64_t copies)
{
	struct relay *relay = memory_zeroed(1, sizeof(*relay));
	jsOptions options;

	relay->bus = bus;
	relay->store = store;
	relay->topic = *topic;
	relay->copies = copies;
	relay->stream = subject_feed_stream(topic);
	relay->subject = subject_feed(topic);
	pthread_mutex_init(&relay->lock, NULL);
	jsOptions_Init(&options);
	options.PublishAsync.MaxPending = UNDER_WAY;
	options.PublishAsync.StallWait = ANSWER_MILLISECONDS;
	options.PublishAsync.AckHandler = take_answer;
	options.PublishAsync.AckHandlerClosure = relay;
	if (bus_streams(bus, &options, &relay->sending) != NATS_OK)
		memory_exhausted();
	return relay;
}

void relay_free(struct relay *relay)
{
	if (relay == NULL)
		return;
	jsCtx_Destroy(relay->sending);
	pthread_mutex_destroy(&relay->lock);
	arena_release(&relay->arena);
	free(relay->stream);
	free(relay->subject);
	free(relay);
}

int64_t relay_position(const struct relay *relay)
{
	return relay->position;
}

/* Whether the stream's message at POSITION is the feed's event there. */
static bool is_ours(struct relay *relay, int64_t position, bool *ours, struct fault *fault)
{
	natsMsg *message = NULL;
	struct feed_entry entry;
	natsStatus status = js_GetMsg(
		&message, relay->bus->streams, relay->stream, (uint64_t)position, NULL, NULL);

	if (status != NATS_OK && status != NATS_NOT_FOUND)
		return bus_fail(relay->bus, fault, status, "reading the stream's last message");
	arena_reset(&relay->arena);
	*ours = status == NATS_OK && feed_entry(relay->store, position, &entry, &relay->arena) &&
		entry.length == (size_t)natsMsg_GetDataLength(message) &&
		memcmp(entry.line, natsMsg_GetData(message), entry.length) == 0;
	natsMsg_Destroy(message);
	if (store_fault(relay->store)->status != 0)
		*fault = *store_fault(relay->store);
	return fault->status == 0;
}

/* Finds the stream's end, and verifies that its last message is this feed's. */
static bool look(struct relay *relay, struct fault *fault)
{
	const struct stream_plan plan = {
		.name = relay->stream,
		.subjects = (const char *[]){relay->subject},
		.subjects_count = 1,
		.description = "a feed: its events at their own sequences",
		.copies = relay->copies,
	};
	unsigned reconnections = bus_reconnections(relay->bus);
	struct stream_ends ends;
	bool ours = true;

	if (!stream_make(relay->bus, &plan, &ends, fault))
		return false;
	if (ends.first > 1)
		return fault_set(fault, EX_CONFIG,
			"bus: the stream %s begins with event %" PRIu64
			": a limit of the stream has deleted earlier ones; remove the limit, "
			"delete the stream, and run this again",
			relay->stream, ends.first);
	if (ends.last > 0 && !is_ours(relay, (int64_t)ends.last, &ours, fault))
		return false;
	if (!ours)
		return fault_set(fault, EX_SOFTWARE,
			"bus: event %" PRIu64
			" of the stream %s is not in this feed: another host "
			"writes for this conference, or this store is an old copy",
			ends.last, relay->stream);
	relay->known = true;
	relay->position = (int64_t)ends.last;
	relay->reconnections = reconnections;
	relay->looked = nats_Now();
	return true;
}

/* Sends the event at POSITION; false at the feed's end, or with FAULT set. */
static bool send(struct relay *relay, int64_t position, struct fault *fault)
{
	struct feed_entry entry;
	natsMsg *message = NULL;
	char *subject, before[32], id[UUID_TEXT], doing[64];
	natsStatus status;

	arena_reset(&relay->arena);
	if (!feed_entry(relay->store, position, &entry, &relay->arena)) {
		if (store_fault(relay->store)->status != 0)
			*fault = *store_fault(relay->store);
		return false;
	}
	subject = subject_event(&relay->topic, entry.type);
	snprintf(before, sizeof(before), "%" PRId64, position - 1);
	uuid_format(&entry.id, id);
	status = natsMsg_Create(&message, subject, NULL, entry.line, (int)entry.length);
	if (status == NATS_OK)
		status = natsMsgHeader_Set(message, expected_last, before);
	if (status == NATS_OK)
		status = natsMsgHeader_Set(message, message_id, id);
	if (status == NATS_OK)
		status = js_PublishMsgAsync(relay->sending, &message, NULL);
	natsMsg_Destroy(message);
	free(subject);
	if (status == NATS_OK)
		return true;
	snprintf(doing, sizeof(doing), "sending event %" PRId64, position);
	return bus_fail(relay->bus, fault, status, doing);
}

static bool has_failed(struct relay *relay)
{
	bool failed;

	pthread_mutex_lock(&relay->lock);
	failed = relay->refused || relay->failure.status != 0;
	pthread_mutex_unlock(&relay->lock);
	return failed;
}

/*
 * Gives up unacknowledged messages: the stream is checked again. An acknowledgement that
 * is being handled counts as unacknowledged; after this returns, none is handled that
 * belongs to an earlier message.
 */
static void forget(struct relay *relay)
{
	natsMsgList list = {0};
	jsPubOptions options;

	if (js_PublishAsyncGetPendingList(&list, relay->sending) == NATS_OK)
		natsMsgList_Destroy(&list);
	jsPubOptions_Init(&options);
	options.MaxWait = ANSWER_MILLISECONDS;
	js_PublishAsyncComplete(relay->sending, &options);
}

/* Waits for acknowledgements while there is a connection. */
static void await_answers(struct relay *relay, struct fault *fault)
{
	unsigned before = bus_reconnections(relay->bus);
	jsPubOptions options;
	natsStatus status = NATS_TIMEOUT;
	int waited;

	jsPubOptions_Init(&options);
	options.MaxWait = 100;
	for (waited = 0; status == NATS_TIMEOUT && waited < ANSWER_MILLISECONDS; waited += 100) {
		status = js_PublishAsyncComplete(relay->sending, &options);
		if (natsConnection_Status(relay->bus->connection) != NATS_CONN_STATUS_CONNECTED ||
			bus_reconnections(relay->bus) != before)
			break;
	}
	if (status == NATS_OK)
		return;
	forget(relay);
	bus_fail(relay->bus, fault, status, "waiting for acknowledgements");
}

/* Sends the events after the stream's end. False if the stream must be checked again. */
static bool send_all(struct relay *relay, struct fault *fault)
{
	int64_t position = relay->position;
	bool refused;

	relay->refused = false;
	relay->acknowledged = position;
	fault_clear(&relay->failure);
	while (!has_failed(relay) && send(relay, position + 1, fault))
		position++;
	await_answers(relay, fault);
	pthread_mutex_lock(&relay->lock);
	relay->position = relay->acknowledged;
	refused = relay->refused;
	if (relay->failure.status != 0 && !refused && fault->status == 0)
		*fault = relay->failure;
	pthread_mutex_unlock(&relay->lock);
	relay->known = !refused && fault->status == 0;
	return relay->known;
}

static bool is_known(const struct relay *relay)
{
	return relay->known && bus_reconnections(relay->bus) == relay->reconnections &&
	       nats_Now() - relay->looked < LOOK_AGAIN_MILLISECONDS;
}

bool relay_run(struct relay *relay, struct fault *fault)
{
	int tries;

	for (tries = 0; tries < TRIES && fault->status == 0; tries++) {
		if (!is_known(relay) && !look(relay, fault))
			return false;
		if (send_all(relay, fault))
			return true;
	}
	return fault_set(fault, EX_UNAVAILABLE, "bus: another process sends to the stream %s",
		relay->stream);
}
