/*
 * The bus: NATS JetStream, a broker that stores streams of messages.
 *
 * Each feed has a stream of its own, in which an event's sequence is its sequence in the
 * feed. An acknowledged message need not be on the broker's disk: the store is the source
 * of truth, and the stream is repaired from it.
 */
#ifndef BUS_BUS_H
#define BUS_BUS_H

#include <stdbool.h>

#include "base/fault.h"

struct bus;

/*
 * Returns new: a connection to the broker. VARIABLE returns an environment variable (NULL:
 * not set), for NATS_URL, NATS_USER and others, as the nats CLI does, NATS_INBOX_PREFIX
 * and NATS_JS_API_PREFIX. NULL with FAULT set: EX_UNAVAILABLE if no broker answers,
 * EX_NOPERM if it denies access, EX_CONFIG if a variable is invalid.
 *
 * A lost connection is reopened automatically; calls that can't wait for that fail with
 * EX_UNAVAILABLE, and can be repeated.
 */
struct bus *bus_connect(const char *(*variable)(const char *name), struct fault *fault);
void bus_close(struct bus *bus);

/*
 * Whether the connection is closed and will not be reopened, because the broker denied
 * access on reconnecting. The caller must connect again, which reports the reason.
 */
bool bus_is_closed(const struct bus *bus);

/*
 * The number of reconnections, after which cached knowledge of the broker must be checked
 * again.
 */
unsigned bus_reconnections(const struct bus *bus);

/*
 * Sleeps for SECONDS, or until the number of reconnections is no longer RECONNECTIONS;
 * returns true then. BUS is NULL if there is no connection yet.
 */
bool bus_wait(const struct bus *bus, unsigned reconnections, unsigned seconds);

#endif
