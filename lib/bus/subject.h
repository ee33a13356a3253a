/*
 * Subjects and streams: what the bus calls a conference's feeds, commands and answers.
 *
 *     lanyard.event.<conference>.<context>.<event>.<version>
 *     lanyard.cmd.<client>.<conference>.<context>.<command>.<version>
 *     lanyard.answer.<client>.<conference>.<context>
 *
 * A name is one token: bytes other than letters, digits, - and _ are =XX, in
 * hexadecimal (not %XX: a server uses a consumer's name as a format). The client is
 * in the subject because the broker's permissions are per subject.
 */
#ifndef BUS_SUBJECT_H
#define BUS_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* The owner of a feed. */
struct topic {
	const char *conference;
	const char *context;
};

/* Adds NAME to OUT as one token. */
void subject_token(const char *name, struct buffer *out);

/* Each returns new; free(3) it. A subject of several messages has wildcards, "*" and ">". */
char *subject_feed_stream(const struct topic *topic);    /* its feed's stream */
char *subject_command_stream(const struct topic *topic); /* its commands' */
char *subject_answer_stream(const struct topic *topic);  /* their answers' */
char *subject_feed(const struct topic *topic);           /* of all its events */
char *subject_commands(const struct topic *topic);       /* of all commands to it; ends with ">" */
char *subject_answers(const struct topic *topic);        /* of all answers to them */

/* The same for one TYPE, lanyard.<context>.<name>.v<N>; of commands from any client. */
char *subject_event(const struct topic *topic, const char *type);
char *subject_command(const struct topic *topic, const char *type);
char *subject_answer(const struct topic *topic, const char *client);

/*
 * Reads the client that a command's SUBJECT names into NAME. False if it names none, or
 * one that is too long.
 */
bool subject_client(const char *subject, char *name, size_t size);

#endif
