/*
 * Commands: what clients may ask of a context over the bus, which is what its messages
 * say that it publishes. Any other is for who has its store: the tool does not ask whose it is.
 */
#ifndef BUS_COMMANDS_H
#define BUS_COMMANDS_H

#include <stdint.h>

#include "bus/bus.h"
#include "bus/subject.h"
#include "store/context.h"

/* The command that CONTEXT publishes under NAME, <command>.v<N>; NULL: there is none. */
const struct message *command_named(const struct context *context, const char *name);

/* Commands of one name that one client may have waiting; the broker refuses more. */
enum { COMMANDS_OF_CLIENT = 1000 };

/*
 * Makes the stream of the commands that CONTEXT, which is TOPIC's, publishes, where it is
 * missing, or brings it to what it is to be. It is kept by so many servers (COPIES; 0: one,
 * or as the stream that is there has it).
 */
bool commands_prepare(struct bus *bus, const struct context *context, const struct topic *topic,
	int64_t copies, struct fault *fault);

/* Gives REPORT each subject that has COMMANDS_OF_CLIENT waiting. False with FAULT set. */
bool commands_find_full(struct bus *bus, const struct topic *topic,
	void (*report)(void *reporter, const char *subject), void *reporter, struct fault *fault);

#endif
