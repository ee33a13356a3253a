/*
 * The relay: copies a feed to its stream on the bus.
 *
 * It stores no position: it continues after the stream's last sequence, and each
 * message names the sequence that it expects before it (Nats-Expected-Last-Sequence). So
 * no event is sent twice, after any retry and with any number of relays, and a stream that
 * lost its end gets it again. An event's id is its message's (Nats-Msg-Id).
 */
#ifndef BUS_RELAY_H
#define BUS_RELAY_H

#include "bus/bus.h"
#include "bus/subject.h"
#include "store/store.h"

struct relay;

/*
 * Returns new: a relay of STORE's feed, which is TOPIC's. BUS, STORE and the texts of TOPIC must
 * outlive it. Its stream has COPIES replicas (0: one, or as an existing stream has).
 */
struct relay *relay_new(
	struct bus *bus, struct store *store, const struct topic *topic, int64_t copies);
void relay_free(struct relay *relay);

/*
 * Sends the events that the stream lacks; true when all are acknowledged. False with FAULT
 * set: EX_UNAVAILABLE if a retry may succeed; EX_SOFTWARE if the stream contains events that
 * the feed does not, because another host writes for this conference, or the store is an old
 * copy; EX_NOPERM, EX_CONFIG.
 */
bool relay_run(struct relay *relay, struct fault *fault);

/* The position of the last acknowledged event. */
int64_t relay_position(const struct relay *relay);

#endif
