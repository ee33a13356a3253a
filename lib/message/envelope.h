/*
 * The envelope: CloudEvents 1.0 in its JSON format, one event a line.
 *
 * Attributes: specversion, id, source, type (CloudEvents 1.0, 3.1), time and
 * subject, and as extensions
 *     sequence       the position in the feed: 19 digits, which compare as text
 *                    (CloudEvents' sequence extension)
 *     correlationid  handed through from the first command to the last event
 *     causationid    the id of the command or event that caused this one
 *     client         who sent the command
 *     commanddigest  SHA-256 of the command's type and canonical data, in hex
 *     nonce          16 random bytes, in hex, in an event with personal data, or with the digest of a
 *                    command that had some: once its line is erased, a digest of the line, as a
 *                    seal has (store/seal.h), does not help to guess what was in it. Nothing
 *                    reads it. Other lines with its commanddigest are erased with it: that does help.
 *     dryrun         true on a line that -n printed: no tool takes it
 */
#ifndef MESSAGE_ENVELOPE_H
#define MESSAGE_ENVELOPE_H

#include <jansson.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fault.h"
#include "base/uuid.h"
#include "message/message.h"

enum { DIGEST_SIZE = 32, SEQUENCE_TEXT = 20 };

struct digest {
	unsigned char bytes[DIGEST_SIZE];
};

struct envelope {
	const char *type;
	const char *source;
	const char *time; /* as in the line; NULL if there was none */
	const char *subject;
	const char *correlation;
	const char *client;
	const struct uuid *cause;
	const struct digest *command; /* commanddigest */
	struct uuid id;
	int64_t sequence; /* 0: none */
	bool personal;    /* it is written with a nonce */
};

/*
 * Reads the envelope in JSON. Texts are copied to ARENA. *DATA is the data, which JSON owns.
 * False with FAULT set (EX_DATAERR) if JSON is no CloudEvents 1.0 envelope with JSON data, or
 * has the mark of a dry run.
 */
bool envelope_read(const json_t *json, struct arena *arena, struct envelope *envelope,
	const json_t **data, struct fault *fault);

/* Adds the line: ENVELOPE around DATA, a struct of MESSAGE, and a newline. */
void envelope_write(const struct envelope *envelope, const struct message *message,
	const void *data, struct buffer *to);

/*
 * The digest of a command: its type, and the canonical form of the data that was supplied.
 * SCRATCH is overwritten.
 */
struct digest envelope_digest(
	const struct message *message, const void *data, struct buffer *scratch);

/* Adds a line that a dry run may print: LINE (with its newline), marked. */
void envelope_mark_dry_run(const char *line, size_t length, struct buffer *to);

#endif
