/* A message: decoded, encoded, and in the canonical form that is compared. */
#include "message/decode.h"
#include "message/encode.h"
#include "message/envelope.h"
#include "message/json.h"
#include "tap.h"

#define POCKET(X, S)                                                                               \
	STRING(X, S, what, REQUIRED, 10, "what is in it")                                          \
	INTEGER(X, S, count, OPTIONAL, 0, 9, "how often")
STRUCT_DECLARE(pocket, POCKET);
STRUCT_DEFINE(pocket, POCKET);

#define COAT(X, S)                                                                                 \
	STRING(X, S, owner, REQUIRED | KEY, 20, "whose it is")                                     \
	LIST(X, S, pockets, OPTIONAL, 0, 3, pocket, "what it has")                                 \
	BOOLEAN(X, S, lined, OPTIONAL, "whether it is warm")                                       \
	TIME(X, S, bought, OPTIONAL, "when")
MESSAGE_DECLARE(coat, COAT);
MESSAGE_DEFINE(coat, COAT, MESSAGE_COMMAND, "lanyard.test.hang-coat.v1", "A coat.");

static struct arena arena;
static struct fault fault;

static const struct coat *read_coat(const char *text, enum strictness strictness)
{
	const struct coat *coat;
	const json_t *json;

	fault_clear(&fault);
	json = message_json_parse(text, strlen(text), &arena, &fault);
	coat = json != NULL ? decode(&coat_layout, json, strictness, "/data", &arena, &fault)
			    : NULL;
	return coat;
}

static void is_written(const char *text, enum order order, const char *wanted, const char *name)
{
	const struct coat *coat = read_coat(text, STRICT);
	struct buffer out = {0};

	if (coat != NULL)
		encode(&coat_layout, coat, order, &out);
	tap_text(coat != NULL ? buffer_text(&out) : fault.reason, wanted, name);
	buffer_release(&out);
}

static void is_refused(const char *text, const char *pointer, const char *name)
{
	char located[200];

	tap_ok(read_coat(text, STRICT) == NULL, name);
	snprintf(located, sizeof(located), "%s with its JSON pointer", name);
	tap_text(fault.pointer, pointer, located);
}

int main(void)
{
	const struct coat *coat;
	struct buffer scratch = {0};
	struct digest one, two;

	message_json_init();
	is_written("{\"lined\":true,\"owner\":\"a\\\"b\"}", AS_DECLARED,
		"{\"owner\":\"a\\\"b\",\"lined\":true}",
		"fields are encoded in the order of the declaration");
	is_written("{\"pockets\":[{\"what\":\"key\",\"count\":2}],\"owner\":\"a\",\"lined\":false}",
		CANONICAL,
		"{\"lined\":false,\"owner\":\"a\",\"pockets\":[{\"count\":2,\"what\":\"key\"}]}",
		"fields are encoded by name at every level in canonical order");
	is_written("{\"owner\":\"a\",\"bought\":\"2025-01-01T01:00:00+01:00\"}", AS_DECLARED,
		"{\"owner\":\"a\",\"bought\":\"2025-01-01T00:00:00.000Z\"}",
		"a time is encoded in UTC");
	is_written("{\"owner\":\"a\"}", AS_DECLARED, "{\"owner\":\"a\"}",
		"an absent field stays absent");

	is_refused("{}", "/data/owner", "a message without a required field is refused");
	is_refused("{\"owner\":\"a\",\"pockets\":[{\"what\":\"x\"},{\"count\":1}]}",
		"/data/pockets/1/what", "a list element without a required field is refused");
	is_refused("{\"owner\":\"a\",\"pockets\":[{\"what\":\"x\",\"count\":10}]}",
		"/data/pockets/0/count", "a number out of its range is refused");
	is_refused("{\"owner\":\"a\",\"a/b~c\":1}", "/data/a~1b~0c", "an unknown field is refused");
	is_refused("{\"owner\":\"a\",\"pockets\":[1]}", "/data/pockets/0",
		"a number in place of an object is refused");
	is_refused(
		"{\"owner\":\"a\",\"pockets\":[{\"what\":\"1\"},{\"what\":\"2\"},{\"what\":\"3\"},"
		"{\"what\":\"4\"}]}",
		"/data/pockets", "a list of one item more than its most is refused");
	tap_ok(read_coat(
		       "{\"owner\":\"a\",\"pockets\":[{\"what\":\"1\"},{\"what\":\"2\"},{\"what\":\"3\"}]}",
		       STRICT) != NULL,
		"a list of as many items as its most is read");
	coat = read_coat("{\"owner\":9007199254740992}", BARE);
	tap_text(coat != NULL ? coat->owner : fault.reason, "9007199254740992",
		"the largest exact number is a text in a bare record");
	coat = read_coat("{\"owner\":9007199254740993}", BARE);
	tap_text(coat != NULL ? coat->owner : fault.reason,
		"is a number above 9007199254740992: as a text it is in quotes",
		"a number that programs round is no text in a bare record");
	is_refused("{\"owner\":\"a\\u0007b\"}", "/data/owner",
		"a text with a control character is refused");
	is_refused("{\"owner\":null}", "/data/owner", "null in place of a text is refused");
	tap_ok(read_coat("{\"owner\":\"a\",\"new\":1}", TOLERANT) != NULL,
		"a tolerant reader skips an unknown field");

	one = envelope_digest(
		&coat_message, read_coat("{\"lined\":true,\"owner\":\"a\"}", STRICT), &scratch);
	two = envelope_digest(
		&coat_message, read_coat(" {\"owner\":\"a\", \"lined\":true}", STRICT), &scratch);
	tap_ok(memcmp(&one, &two, sizeof(one)) == 0,
		"the digest does not depend on the order of the fields and on white space");
	two = envelope_digest(&coat_message, read_coat("{\"owner\":\"a\"}", STRICT), &scratch);
	tap_ok(memcmp(&one, &two, sizeof(one)) != 0,
		"the digest of an absent boolean differs from that of a present one");
	buffer_release(&scratch);
	arena_release(&arena);
	return tap_end();
}
