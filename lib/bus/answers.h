/*
 * Answers: a tool's output for a client's commands, sent back to the client.
 *
 * Each line is a message on the client's own subject. A repeated command has the same
 * answer, byte for byte.
 */
#ifndef BUS_ANSWERS_H
#define BUS_ANSWERS_H

#include <stdint.h>

#include "bus/bus.h"
#include "bus/subject.h"

/*
 * Creates the stream of answers to TOPIC's commands if it is missing, with COPIES replicas
 * (0: one, or as it has).
 */
bool answers_prepare(
	struct bus *bus, const struct topic *topic, int64_t copies, struct fault *fault);

/*
 * Sends LINE, without its newline, to CLIENT. True when it is acknowledged; false with
 * FAULT set: it may have been sent.
 */
bool answers_send(struct bus *bus, const struct topic *topic, const char *client, const char *line,
	size_t length, struct fault *fault);

#endif
