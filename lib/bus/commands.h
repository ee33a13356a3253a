/*
 * Commands: what clients may ask of a context over the bus, which is what its messages
 * say that it publishes. Any other is for who has its store: the tool does not ask whose it is.
 */
#ifndef BUS_COMMANDS_H
#define BUS_COMMANDS_H

#include "bus/subject.h"
#include "message/message.h"

/*
 * The command that TOPIC's context publishes under NAME, <command>.v<N>, by the messages
 * that are installed (lists that end with NULL, in a list that does); NULL: there is none.
 */
const struct message *command_named(const struct message *const *const *installed,
	const struct topic *topic, const char *name);

#endif
