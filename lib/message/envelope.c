#include "message/envelope.h"

#include <sha2.h>

#include "base/clock.h"
#include "base/hex.h"
#include "base/random.h"
#include "base/utf8.h"
#include "message/encode.h"

enum { ATTRIBUTE_LIMIT = 512, NONCE_SIZE = 16 };

static bool refuse(struct fault *fault, const char *attribute, const char *reason)
{
	fault_set(fault, EX_DATAERR, "%s", reason);
	snprintf(fault->pointer, sizeof(fault->pointer), "/%s", attribute);
	return false;
}

/* Sets *TEXT to NULL if the attribute is absent. */
static bool read_attribute(const json_t *json, const char *attribute, struct arena *arena,
	const char **text, struct fault *fault)
{
	const json_t *value = json_object_get(json, attribute);
	size_t length;

	*text = NULL;
	if (value == NULL)
		return true;
	if (!json_is_string(value))
		return refuse(fault, attribute, "is not a text");
	length = json_string_length(value);
	if (length == 0)
		return refuse(fault, attribute, "is empty");
	if (length > ATTRIBUTE_LIMIT)
		return refuse(fault, attribute, "is longer than 512 bytes");
	if (!utf8_is_plain(json_string_value(value)))
		return refuse(fault, attribute, "holds a control character");
	*text = arena_text(arena, json_string_value(value), length);
	return true;
}

static bool read_id(const json_t *json, struct uuid *id, struct fault *fault)
{
	const char *text = json_string_value(json_object_get(json, "id"));

	if (text == NULL)
		return refuse(fault, "id", "is missing, or not a text");
	if (!uuid_parse(text, id))
		return refuse(fault, "id", "is not a UUID in canonical lower case");
	return true;
}

static bool read_cause(
	const json_t *json, struct arena *arena, const struct uuid **cause, struct fault *fault)
{
	const json_t *value = json_object_get(json, "causationid");
	struct uuid *copy;

	if (value == NULL)
		return true;
	copy = arena_take(arena, sizeof(*copy));
	if (!json_is_string(value) || !uuid_parse(json_string_value(value), copy))
		return refuse(fault, "causationid", "is not a UUID in canonical lower case");
	*cause = copy;
	return true;
}

static bool read_digest(
	const json_t *json, struct arena *arena, const struct digest **digest, struct fault *fault)
{
	const json_t *value = json_object_get(json, "commanddigest");
	const char *text = json_string_value(value);
	struct digest *copy = arena_take(arena, sizeof(*copy));

	if (value == NULL)
		return true;
	if (text == NULL || strlen(text) != (size_t)2 * DIGEST_SIZE ||
		!hex_parse(text, copy->bytes, DIGEST_SIZE))
		return refuse(fault, "commanddigest", "is not a text of 64 hexadecimal digits");
	*digest = copy;
	return true;
}

static bool read_sequence(const json_t *json, int64_t *sequence, struct fault *fault)
{
	const json_t *value = json_object_get(json, "sequence");
	const char *text = json_string_value(value);
	const char *error;

	if (value == NULL)
		return true;
	if (text == NULL || strlen(text) != SEQUENCE_TEXT - 1)
		return refuse(fault, "sequence", "is not a text of 19 digits");
	if (strspn(text, "0123456789") != SEQUENCE_TEXT - 1)
		return refuse(fault, "sequence", "is not a text of 19 digits");
	*sequence = strtonum(text, 1, INT64_MAX, &error);
	if (error != NULL)
		return refuse(fault, "sequence", "is not a position in a feed");
	return true;
}

bool envelope_read(const json_t *json, struct arena *arena, struct envelope *envelope,
	const json_t **data, struct fault *fault)
{
	const char *version, *content;
	int64_t milliseconds;

	*envelope = (struct envelope){0};
	if (!read_attribute(json, "specversion", arena, &version, fault))
		return false;
	if (version == NULL || strcmp(version, "1.0") != 0)
		return refuse(fault, "specversion", "is not \"1.0\"");
	if (json_object_get(json, "dryrun") != NULL)
		return refuse(fault, "dryrun", "marks a line that a dry run (-n) printed");
	if (!read_attribute(json, "type", arena, &envelope->type, fault))
		return false;
	if (envelope->type == NULL)
		return refuse(fault, "type", "is missing");
	if (!read_attribute(json, "source", arena, &envelope->source, fault))
		return false;
	if (envelope->source == NULL)
		return refuse(fault, "source", "is missing");
	if (!read_attribute(json, "time", arena, &envelope->time, fault))
		return false;
	if (envelope->time != NULL &&
		(!clock_parse(envelope->time, &milliseconds) || clock_is_date(envelope->time)))
		return refuse(fault, "time", "is not a date-time of RFC 3339");
	if (!read_attribute(json, "subject", arena, &envelope->subject, fault) ||
		!read_attribute(json, "correlationid", arena, &envelope->correlation, fault) ||
		!read_attribute(json, "client", arena, &envelope->client, fault) ||
		!read_attribute(json, "datacontenttype", arena, &content, fault))
		return false;
	if (content != NULL && strcmp(content, "application/json") != 0)
		return refuse(fault, "datacontenttype", "is not \"application/json\"");
	if (!read_id(json, &envelope->id, fault) ||
		!read_cause(json, arena, &envelope->cause, fault) ||
		!read_digest(json, arena, &envelope->command, fault) ||
		!read_sequence(json, &envelope->sequence, fault))
		return false;
	*data = json_object_get(json, "data");
	if (*data == NULL)
		return refuse(fault, "data", "is missing");
	return true;
}

static void write_attribute(struct buffer *to, const char *lead, const char *text)
{
	if (text == NULL)
		return;
	buffer_add_text(to, lead);
	buffer_add_json(to, text);
}

static void write_uuid(struct buffer *to, const char *lead, const struct uuid *uuid)
{
	char text[UUID_TEXT];

	uuid_format(uuid, text);
	buffer_add_text(to, lead);
	buffer_add(to, text, UUID_TEXT - 1);
	buffer_add(to, "\"", 1);
}

static void write_bytes(
	struct buffer *to, const char *lead, const unsigned char *bytes, size_t size)
{
	buffer_add_text(to, lead);
	buffer_add_hex(to, bytes, size);
	buffer_add(to, "\"", 1);
}

static void write_nonce(struct buffer *to)
{
	unsigned char nonce[NONCE_SIZE];

	random_take(nonce, sizeof(nonce));
	write_bytes(to, ",\"nonce\":\"", nonce, sizeof(nonce));
}

void envelope_write(const struct envelope *envelope, const struct message *message,
	const void *data, struct buffer *to)
{
	char digits[SEQUENCE_TEXT];
	int64_t rest = envelope->sequence;
	int i;

	write_uuid(to, "{\"specversion\":\"1.0\",\"id\":\"", &envelope->id);
	write_attribute(to, ",\"source\":", envelope->source);
	write_attribute(to, ",\"type\":", message->type);
	write_attribute(to, ",\"time\":", envelope->time);
	write_attribute(to, ",\"subject\":", envelope->subject);
	if (envelope->sequence > 0) {
		for (i = SEQUENCE_TEXT - 2; i >= 0; i--, rest /= 10)
			digits[i] = (char)('0' + rest % 10);
		buffer_add_text(to, ",\"sequence\":\"");
		buffer_add(to, digits, SEQUENCE_TEXT - 1);
		buffer_add(to, "\"", 1);
	}
	write_attribute(to, ",\"correlationid\":", envelope->correlation);
	if (envelope->cause != NULL)
		write_uuid(to, ",\"causationid\":\"", envelope->cause);
	write_attribute(to, ",\"client\":", envelope->client);
	if (envelope->command != NULL)
		write_bytes(to, ",\"commanddigest\":\"", envelope->command->bytes, DIGEST_SIZE);
	if (envelope->personal)
		write_nonce(to);
	buffer_add_text(to, ",\"data\":");
	encode(message->layout, data, AS_DECLARED, to);
	buffer_add(to, "}\n", 2);
}

struct digest envelope_digest(
	const struct message *message, const void *data, struct buffer *scratch)
{
	struct digest digest;
	SHA2_CTX context;

	buffer_reset(scratch);
	encode(message->layout, data, CANONICAL, scratch);
	SHA256Init(&context);
	SHA256Update(&context, (const unsigned char *)message->type, strlen(message->type) + 1);
	SHA256Update(&context, (const unsigned char *)scratch->text, scratch->length);
	SHA256Final(digest.bytes, &context);
	return digest;
}

void envelope_mark_dry_run(const char *line, size_t length, struct buffer *to)
{
	static const char mark[] = "{\"dryrun\":true,";

	buffer_add_text(to, mark);
	buffer_add(to, line + 1, length - 1);
}
