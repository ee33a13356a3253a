/* The nonce of an event with personal data, and which fields are. */
#include "message/envelope.h"
#include "tap.h"

#define BADGE(X, S)                                                                                \
	STRING(X, S, number, REQUIRED, 10, "which one")                                            \
	STRING(X, S, wearer, OPTIONAL | PERSONAL, 10, "who wears it")
STRUCT_DECLARE(badge, BADGE);
STRUCT_DEFINE(badge, BADGE);

#define BOX(X, S)                                                                                  \
	STRING(X, S, colour, REQUIRED, 10, "its colour")                                           \
	LIST(X, S, badges, OPTIONAL, 0, 3, badge, "what it has")
STRUCT_DECLARE(box, BOX);
STRUCT_DEFINE(box, BOX);

#define DESK(X, S) OBJECT(X, S, box, OPTIONAL, box, "on it")
STRUCT_DECLARE(desk, DESK);
STRUCT_DEFINE(desk, DESK);

#define LETTER(X, S) EMAIL(X, S, to, OPTIONAL, "whom it is for")
STRUCT_DECLARE(letter, LETTER);
STRUCT_DEFINE(letter, LETTER);

#define GATE(X, S)                                                                                 \
	STRING(X, S, name, REQUIRED | NAME, 10, "its name")                                        \
	BOOLEAN(X, S, open, OPTIONAL, "whether it is open")
MESSAGE_DECLARE(gate, GATE);
MESSAGE_DEFINE(gate, GATE, MESSAGE_EVENT, "lanyard.test.gate-opened.v1", "A gate.", "{name}");

/* The line of the same gate. */
static const char *line_of(bool personal, struct buffer *line)
{
	const struct gate gate = {.name = "north"};
	const struct envelope envelope = {.source = "/test", .personal = personal};

	buffer_reset(line);
	envelope_write(&envelope, &gate_message, &gate, line);
	return buffer_text(line);
}

int main(void)
{
	static const char mark[] = ",\"nonce\":\"";
	struct buffer first = {0}, second = {0};
	const char *one, *nonce;

	tap_ok(layout_is_personal(&badge_layout),
		"an event with a field that is marked is personal");
	tap_ok(layout_is_personal(&letter_layout), "an event with an address is personal");
	tap_ok(layout_is_personal(&desk_layout),
		"an event is personal by a field of an item of a list of an object");
	tap_ok(!layout_is_personal(&gate_layout),
		"an event with the name of a thing is not personal");

	one = line_of(true, &first);
	nonce = strstr(one, mark);
	tap_ok(nonce != NULL && strspn(nonce + sizeof(mark) - 1, "0123456789abcdef") == 32 &&
			nonce[sizeof(mark) - 1 + 32] == '"',
		"the line of a personal event has a nonce of 32 hexadecimal digits");
	tap_ok(strcmp(one, line_of(true, &second)) != 0,
		"two lines of the same personal event differ by the nonce");
	tap_ok(first.length == second.length &&
			memcmp(first.text, second.text, (size_t)(nonce - one)) == 0,
		"two lines of the same personal event are the same up to the nonce");
	tap_ok(strstr(line_of(false, &first), "nonce") == NULL,
		"the line of another event has no nonce");
	tap_text(line_of(false, &second), buffer_text(&first),
		"two lines of the same other event are the same");
	buffer_release(&first);
	buffer_release(&second);
	return tap_end();
}
