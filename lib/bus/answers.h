/*
 * Answers: what a tool has printed about a client's commands, sent back to it.
 *
 * Each line is a message under the client's own subject; whoever has asked listens
 * there. What is asked again is answered again, with the same bytes.
 */
#ifndef BUS_ANSWERS_H
#define BUS_ANSWERS_H

#include <stdint.h>

#include "bus/bus.h"
#include "bus/subject.h"

/*
 * Makes the stream of the answers to TOPIC's commands, where it is missing, kept by so many
 * servers (COPIES; 0: one, or as the one that is there has it).
 */
bool answers_prepare(
	struct bus *bus, const struct topic *topic, int64_t copies, struct fault *fault);

/*
 * Sends LINE, which has no newline, to CLIENT. True when it was acknowledged; false with
 * FAULT set: it may have been sent.
 */
bool answers_send(struct bus *bus, const struct topic *topic, const char *client, const char *line,
	size_t length, struct fault *fault);

#endif
