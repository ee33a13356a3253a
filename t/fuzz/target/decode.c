/*
 * The decoder, of each message. An input is a message's name, a blank, and its data in JSON; or a
 * line with an envelope. What a strict reader accepts, a tolerant one reads as the same; what any
 * accepts, fuzz_check_decoded() holds for.
 */
#include "fuzz.h"

#include "message/decode.h"
#include "message/encode.h"
#include "message/envelope.h"
#include "message/json.h"

static bool is_same(
	const struct layout *layout, const void *one, const void *other, enum order order)
{
	struct buffer first = {0}, second = {0};
	bool same;

	encode(layout, one, order, &first);
	encode(layout, other, order, &second);
	same = first.length == second.length && memcmp(first.text, second.text, first.length) == 0;
	buffer_release(&first);
	buffer_release(&second);
	return same;
}

static const void *decode_as(const struct message *message, const json_t *json,
	enum strictness strictness, struct arena *arena)
{
	struct fault fault = {0};
	const void *data = decode(message->layout, json, strictness, "/data", arena, &fault);

	if (data != NULL)
		fuzz_check_decoded(message, data, strictness == BARE ? STRICT : strictness, arena);
	else
		fuzz_check_fault(&fault);
	return data;
}

static const void *decode_data(
	const struct message *message, const json_t *json, struct arena *arena)
{
	const void *strict = decode_as(message, json, STRICT, arena);
	const void *tolerant = decode_as(message, json, TOLERANT, arena);

	decode_as(message, json, BARE, arena);
	if (strict != NULL)
		CHECK(tolerant != NULL && is_same(message->layout, strict, tolerant, CANONICAL),
			"%s: a tolerant reader reads something else", message->type);
	return tolerant;
}

static void check_envelope(const struct envelope *one, const struct envelope *other)
{
	CHECK(uuid_equal(&one->id, &other->id) && one->sequence == other->sequence,
		"the id or the sequence has changed");
	CHECK(strcmp(one->source, other->source) == 0, "the source has changed");
	CHECK((one->cause == NULL) == (other->cause == NULL) &&
			(one->command == NULL) == (other->command == NULL),
		"a cause or a digest is lost");
	CHECK((one->subject == NULL) == (other->subject == NULL) &&
			(one->subject == NULL || strcmp(one->subject, other->subject) == 0),
		"the subject has changed");
}

/* What an envelope is written as is read as the same. */
static void read_line(const json_t *json, struct arena *arena)
{
	struct envelope envelope, again;
	struct fault fault = {0};
	struct buffer line = {0};
	const struct message *message;
	const json_t *data;
	const void *decoded;

	if (!envelope_read(json, arena, &envelope, &data, &fault)) {
		fuzz_check_fault(&fault);
		return;
	}
	message = fuzz_message(envelope.type, strlen(envelope.type));
	decoded = message != NULL ? decode_data(message, data, arena) : NULL;
	if (decoded == NULL)
		return;
	envelope_write(&envelope, message, decoded, &line);
	json = message_json_parse(line.text, line.length, arena, &fault);
	CHECK(json != NULL && envelope_read(json, arena, &again, &data, &fault),
		"a written envelope is refused: %s %s", fault.pointer, fault.reason);
	check_envelope(&envelope, &again);
	CHECK(decode(message->layout, data, TOLERANT, "", arena, &fault) != NULL,
		"written data is refused: %s %s", fault.pointer, fault.reason);
	buffer_release(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena arena;
	const char *text = (const char *)bytes;
	const char *blank = memchr(text, ' ', size);
	const struct message *message = NULL;
	struct fault fault = {0};
	const json_t *json;

	fuzz_begin();
	if (size > 0 && text[0] == '{') {
		json = message_json_parse(text, size, &arena, &fault);
		if (json != NULL)
			read_line(json, &arena);
	} else if (blank != NULL) {
		message = fuzz_message(text, (size_t)(blank - text));
		json = message_json_parse(blank, size - (size_t)(blank - text), &arena, &fault);
		if (message != NULL && json != NULL)
			decode_data(message, json, &arena);
	}
	arena_reset(&arena);
	return message == NULL && (size == 0 || text[0] != '{') ? -1 : 0;
}
