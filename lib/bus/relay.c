#include "bus/relay.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "bus/internal.h"
#include "store/feed.h"
#include "store/seal.h"

/* The maximum number of events that are sent and not acknowledged. */
enum { MAX_UNACKNOWLEDGED = 1000 };

/* The number of tries while another relay sends the same events. */
enum { TRIES = 10 };

/* How many events are read in one transaction, which ends before they are sent. */
enum { EVENTS_READ = 100 };

/* The interval at which an idle relay checks that the stream still exists. */
enum { CHECK_INTERVAL_MILLISECONDS = 30000 };

static const char expected_last[] = "Nats-Expected-Last-Sequence";
static const char message_id[] = "Nats-Msg-Id";

struct relay {
	struct bus *bus;
	struct store *store;
	struct topic topic;
	int64_t copies;
	char *stream, *subject;
	jsCtx *async; /* publishes without waiting for acknowledgements */
	struct arena arena;
	struct feed_entry read[EVENTS_READ]; /* from position .read_first; in .arena */
	int64_t read_first, read_count;
	struct seal_chain seals; /* of the events that may be sent, up to .seals.last */
	bool checked; /* .position is the stream's end, and its last message is this feed's event */
	int64_t position;       /* acknowledged up to here */
	unsigned reconnections; /* at the time of the check */
	int64_t checked_at;     /* in milliseconds */

	/* Set by acknowledgements, in libnats' thread. */
	pthread_mutex_t lock;
	int64_t acknowledged;
	bool refused; /* the stream's last sequence was not the expected one */
	struct fault failure;
};

/* The position of a sent message, which follows the sequence that its header expects. */
static int64_t position_of(natsMsg *message)
{
	const char *before = NULL;

	if (natsMsgHeader_Get(message, expected_last, &before) != NATS_OK)
		return 0;
	return strtoll(before, NULL, 10) + 1;
}

static void handle_acknowledgement(
	jsCtx *async, natsMsg *message, jsPubAck *answer, jsPubAckErr *error, void *closure)
{
	struct relay *relay = closure;
	int64_t position = position_of(message);

	(void)async;
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
	options.PublishAsync.MaxPending = MAX_UNACKNOWLEDGED;
	options.PublishAsync.StallWait = ANSWER_MILLISECONDS;
	options.PublishAsync.AckHandler = handle_acknowledgement;
	options.PublishAsync.AckHandlerClosure = relay;
	if (bus_jetstream(bus, &options, &relay->async) != NATS_OK)
		memory_exhausted();
	return relay;
}

void relay_free(struct relay *relay)
{
	if (relay == NULL)
		return;
	jsCtx_Destroy(relay->async);
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

/* Sets *OWN: whether the stream's message at POSITION is the feed's event at POSITION. */
static bool is_own_event(struct relay *relay, int64_t position, bool *own, struct fault *fault)
{
	natsMsg *message = NULL;
	struct feed_entry entry;
	natsStatus status = js_GetMsg(
		&message, relay->bus->jetstream, relay->stream, (uint64_t)position, NULL, NULL);

	if (status != NATS_OK && status != NATS_NOT_FOUND)
		return bus_fail(relay->bus, fault, status, "reading the stream's last message");
	arena_reset(&relay->arena);
	*own = status == NATS_OK && feed_entry(relay->store, position, &entry, &relay->arena) &&
	       entry.length == (size_t)natsMsg_GetDataLength(message) &&
	       memcmp(entry.line, natsMsg_GetData(message), entry.length) == 0;
	natsMsg_Destroy(message);
	if (store_fault(relay->store)->status != 0)
		*fault = *store_fault(relay->store);
	return fault->status == 0;
}

/* Ensures the stream, finds its end, and verifies that its last message is this feed's event. */
static bool check_stream(struct relay *relay, struct fault *fault)
{
	const struct stream_plan plan = {
		.name = relay->stream,
		.subjects = (const char *[]){relay->subject},
		.subjects_count = 1,
		.description = "a feed: its events at their own sequences",
		.replicas = relay->copies,
	};
	unsigned reconnections = bus_reconnections(relay->bus);
	struct stream_range range;
	bool own = true;

	if (!stream_ensure(relay->bus, &plan, &range, fault))
		return false;
	if (range.first > 1)
		return fault_set(fault, EX_CONFIG,
			"bus: the stream %s begins with event %" PRIu64
			": a limit of the stream has deleted the events before it; remove the "
			"limit and delete the stream, and all events are sent again",
			relay->stream, range.first);
	if (range.last > 0 && !is_own_event(relay, (int64_t)range.last, &own, fault))
		return false;
	if (!own)
		return fault_set(fault, EX_SOFTWARE,
			"bus: event %" PRIu64
			" of the stream %s is not in this feed: another host "
			"writes for this conference, or this store is an old copy",
			range.last, relay->stream);
	/* Sent by another relay, or to be sent again: of what comes next, other seals are known. */
	if (relay->position != (int64_t)range.last)
		relay->seals = (struct seal_chain){.last = 0};
	relay->checked = true;
	relay->position = (int64_t)range.last;
	relay->reconnections = reconnections;
	relay->checked_at = nats_Now();
	return true;
}

/* Within a transaction: reads the events from position FIRST, as many as there is room for. */
static void read_within(struct relay *relay, int64_t first)
{
	arena_reset(&relay->arena);
	relay->read_first = first;
	relay->read_count = 0;
	while (relay->read_count < EVENTS_READ &&
		feed_entry(relay->store, first + relay->read_count, &relay->read[relay->read_count],
			&relay->arena))
		relay->read_count++;
}

static void read_events(struct relay *relay, int64_t first)
{
	relay->read_count = 0;
	if (!store_begin_reading(relay->store))
		return;
	read_within(relay, first);
	store_end_reading(relay->store);
}

/*
 * Checks the seals of all that is to be sent, before any of it is: the bus takes nothing back. The
 * first events are read in the same transaction, those after them later, up to where it was checked:
 * no transaction is open while the bus is waited for.
 */
static bool check_seals(struct relay *relay, struct fault *fault)
{
	relay->read_count = 0;
	if (store_begin_reading(relay->store) &&
		seal_check(relay->store, &relay->seals, relay->position))
		read_within(relay, relay->position + 1);
	store_end_reading(relay->store);
	if (store_fault(relay->store)->status != 0)
		*fault = *store_fault(relay->store);
	return fault->status == 0;
}

/* Borrows until the next call: the event at POSITION; NULL at the feed's end, or with FAULT set. */
static const struct feed_entry *entry_at(struct relay *relay, int64_t position, struct fault *fault)
{
	if (position >= relay->read_first + relay->read_count)
		read_events(relay, position);
	if (relay->read_count > 0)
		return &relay->read[position - relay->read_first];
	if (store_fault(relay->store)->status != 0)
		*fault = *store_fault(relay->store);
	return NULL;
}

/* Sends the event at POSITION; false at the feed's end, or with FAULT set. */
static bool send(struct relay *relay, int64_t position, struct fault *fault)
{
	const struct feed_entry *entry = entry_at(relay, position, fault);
	natsMsg *message = NULL;
	char *subject, before[32], id[UUID_TEXT], doing[64];
	natsStatus status;

	if (entry == NULL)
		return false;
	subject = subject_event(&relay->topic, entry->type);
	snprintf(before, sizeof(before), "%" PRId64, position - 1);
	uuid_format(&entry->id, id);
	status = natsMsg_Create(&message, subject, NULL, entry->line, (int)entry->length);
	if (status == NATS_OK)
		status = natsMsgHeader_Set(message, expected_last, before);
	if (status == NATS_OK)
		status = natsMsgHeader_Set(message, message_id, id);
	if (status == NATS_OK)
		status = js_PublishMsgAsync(relay->async, &message, NULL);
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
 * Discards unacknowledged messages. When this returns, no acknowledgement of one is being
 * handled any more.
 */
static void discard_unacknowledged(struct relay *relay)
{
	natsMsgList list = {0};
	jsPubOptions options;

	if (js_PublishAsyncGetPendingList(&list, relay->async) == NATS_OK)
		natsMsgList_Destroy(&list);
	jsPubOptions_Init(&options);
	options.MaxWait = ANSWER_MILLISECONDS;
	js_PublishAsyncComplete(relay->async, &options);
}

/* Waits for acknowledgements while there is a connection. */
static void await_acknowledgements(struct relay *relay, struct fault *fault)
{
	unsigned before = bus_reconnections(relay->bus);
	jsPubOptions options;
	natsStatus status = NATS_TIMEOUT;
	int waited;

	jsPubOptions_Init(&options);
	options.MaxWait = 100;
	for (waited = 0; status == NATS_TIMEOUT && waited < ANSWER_MILLISECONDS; waited += 100) {
		status = js_PublishAsyncComplete(relay->async, &options);
		if (natsConnection_Status(relay->bus->connection) != NATS_CONN_STATUS_CONNECTED ||
			bus_reconnections(relay->bus) != before)
			break;
	}
	if (status == NATS_OK)
		return;
	discard_unacknowledged(relay);
	bus_fail(relay->bus, fault, status, "waiting for acknowledgements");
}

/*
 * Sends the events after the stream's end, up to the last one whose seals are checked. Returns false
 * if the stream must be checked again.
 */
static bool send_checked(struct relay *relay, struct fault *fault)
{
	int64_t position = relay->position;
	bool refused;

	relay->refused = false;
	relay->acknowledged = position;
	fault_clear(&relay->failure);
	relay->checked = check_seals(relay, fault);
	if (!relay->checked)
		return false;
	while (position < relay->seals.last && !has_failed(relay) &&
		send(relay, position + 1, fault))
		position++;
	await_acknowledgements(relay, fault);
	pthread_mutex_lock(&relay->lock);
	relay->position = relay->acknowledged;
	refused = relay->refused;
	if (relay->failure.status != 0 && !refused && fault->status == 0)
		*fault = relay->failure;
	pthread_mutex_unlock(&relay->lock);
	relay->checked = !refused && fault->status == 0;
	return relay->checked;
}

/* Sends what there is, and what is appended meanwhile. Returns as send_checked() does. */
static bool send_all(struct relay *relay, struct fault *fault)
{
	int64_t before;

	do
		before = relay->position;
	while (send_checked(relay, fault) && relay->position > before);
	return relay->checked;
}

static bool is_checked(const struct relay *relay)
{
	return relay->checked && bus_reconnections(relay->bus) == relay->reconnections &&
	       nats_Now() - relay->checked_at < CHECK_INTERVAL_MILLISECONDS;
}

bool relay_run(struct relay *relay, struct fault *fault)
{
	int tries;

	for (tries = 0; tries < TRIES && fault->status == 0; tries++) {
		if (!is_checked(relay) && !check_stream(relay, fault))
			return false;
		if (send_all(relay, fault))
			return true;
	}
	return fault_set(fault, EX_UNAVAILABLE, "bus: another process sends to the stream %s",
		relay->stream);
}
