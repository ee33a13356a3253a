/*
 * Commands: those that a context publishes, and that its clients may send over the bus.
 * Others are for users with access to the store: their tools don't check the client.
 */
#ifndef BUS_COMMANDS_H
#define BUS_COMMANDS_H

#include <stdint.h>

#include "bus/bus.h"
#include "bus/subject.h"
#include "store/context.h"

/* The command that CONTEXT publishes as NAME, <command>.v<N>; NULL: none. */
const struct message *commands_find(const struct context *context, const char *name);

/* The most pending commands of one name and client; the broker refuses more. */
enum { COMMANDS_OF_CLIENT = 1000 };

/*
 * Creates, or updates, the stream of the commands that CONTEXT, TOPIC's context,
 * publishes, with COPIES replicas (0: one, or as it has).
 */
bool commands_prepare(struct bus *bus, const struct context *context, const struct topic *topic,
	int64_t copies, struct fault *fault);

/*
 * Calls REPORT for each subject with COMMANDS_OF_CLIENT pending commands. False with FAULT
 * set.
 */
bool commands_find_full(struct bus *bus, const struct topic *topic,
	void (*report)(void *reporter, const char *subject), void *reporter, struct fault *fault);

#endif
