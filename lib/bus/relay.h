/*
 * The relay: keeps a feed's stream on the bus as the feed is.
 *
 * It keeps no position of its own. The stream's last sequence is where it goes on
 * from, and each message says which sequence it expects before it
 * (Nats-Expected-Last-Sequence): what was sent already is not sent twice, whenever it
 * is tried again and however many relays run, and a stream that has lost its end gets
 * it again. The id of the event is the message's (Nats-Msg-Id).
 */
#ifndef BUS_RELAY_H
#define BUS_RELAY_H

#include "bus/bus.h"
#include "bus/subject.h"
#include "store/store.h"

struct relay;

/*
 * Returns new: a relay of the feed of STORE, of TOPIC, all of which it borrows. Its
 * stream is kept by so many servers (COPIES; 0: one, or as the stream that is there has it).
 */
struct relay *relay_new(
	struct bus *bus, struct store *store, const struct topic *topic, int64_t copies);
void relay_free(struct relay *relay);

/*
 * Sends what the stream lacks; all of it was acknowledged when it returns true. False
 * with FAULT set: 69 to be tried again; 70 the stream has what the feed has not, so
 * that somebody else writes for this conference, or the store is an old copy; 77, 78.
 */
bool relay_run(struct relay *relay, struct fault *fault);

/* The position up to which the feed was acknowledged. */
int64_t relay_position(const struct relay *relay);

#endif
