/*
 * The bus: NATS with its JetStream, a broker that keeps streams of messages.
 *
 * A feed has a stream of its own, in which an event's place is its place in the
 * feed. What the broker acknowledges need not be on its disk: the feed in the store
 * stays the truth, and the stream is mended from it.
 */
#ifndef BUS_BUS_H
#define BUS_BUS_H

#include <stdbool.h>

#include "base/fault.h"

struct bus;

/*
 * Returns new: a connection to the broker. VARIABLE gives what the environment says
 * (NULL: nothing); asked for are the names that the nats command line has, NATS_URL and
 * those for a login, NATS_INBOX_PREFIX and NATS_JS_API_PREFIX. NULL with FAULT set: 69 where no broker answers, 77 where it
 * doesn't let us in, 78 where what was said about it can't be used.
 *
 * A connection that is lost is made again by itself; what can't wait for that fails
 * with 69, which comes to the same when it is done again.
 */
struct bus *bus_connect(const char *(*variable)(const char *name), struct fault *fault);
void bus_close(struct bus *bus);

/*
 * Whether it is lost for good: the broker did not let us in when the connection was to
 * be made again. Who goes on has to connect anew, and is told why it can't.
 */
bool bus_is_closed(const struct bus *bus);

/* How often the connection was made again, so that who has made sure of something looks again. */
unsigned bus_reconnections(const struct bus *bus);

/*
 * Sleeps for so many SECONDS, or until it was made again more than RECONNECTIONS times:
 * true then. BUS: NULL where there is no connection yet.
 */
bool bus_wait(const struct bus *bus, unsigned reconnections, unsigned seconds);

#endif
