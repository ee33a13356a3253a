/* Identifiers: canonical, ordered by time, the same on every run where they are derived. */
#include "base/uuid.h"
#include "tap.h"

int main(void)
{
	const char *text = "01900000-89ab-7cde-8f01-23456789abcd";
	struct uuid uuid, one, two;
	char back[UUID_TEXT];

	tap_ok(uuid_parse(text, &uuid), "a UUID in canonical form is read");
	uuid_format(&uuid, back);
	tap_text(back, text, "a UUID that was read is written in the same form");
	tap_ok(!uuid_parse("01900000-89AB-7cde-8f01-23456789abcd", &uuid),
		"a UUID in upper case is refused");
	tap_ok(!uuid_parse("0190000089ab7cde8f0123456789abcd", &uuid),
		"a UUID without hyphens is refused");
	tap_ok(!uuid_parse("01900000_89ab_7cde_8f01_23456789abcd", &uuid),
		"a UUID with other characters for its hyphens is refused");
	tap_ok(!uuid_parse("01900000-89ab-7cde-8f01-23456789abc", &uuid),
		"a UUID with a digit missing is refused");
	tap_ok(!uuid_parse("01900000-89ab-7cde-8f01-23456789abcde", &uuid),
		"a UUID with a digit too many is refused");
	tap_ok(!uuid_parse("", &uuid), "an empty text is refused as a UUID");

	one = uuid_new(1000);
	two = uuid_new(1001);
	tap_ok(memcmp(&one, &two, UUID_SIZE) < 0, "new UUIDs sort by time");
	tap_ok(one.bytes[6] >> 4 == 7 && one.bytes[8] >> 6 == 2, "a new UUID is of version 7");
	two = uuid_new(1000);
	tap_ok(memcmp(&one, &two, UUID_SIZE) != 0, "two new UUIDs of one moment differ");

	one = uuid_root(1000);
	two = uuid_member(&one, 500);
	uuid_format(&two, back);
	tap_text(back + 32, "01f4", "a member's UUID ends with its number");
	tap_ok(memcmp(&one, &two, UUID_SIZE) < 0, "a member's UUID sorts after its root");

	tap_ok(uuid_ordinal(&two) == 500 && uuid_ordinal(&one) == 0,
		"a UUID says which member of its family it is");
	two = uuid_member(&two, 0);
	tap_ok(uuid_equal(&one, &two), "the root follows from a member");
	one = uuid_new(INT64_C(1) << 40);
	tap_ok(uuid_time(&one) == INT64_C(1) << 40, "a UUID says its time");

	one = uuid_derived(1000, &uuid, "acme/full/1", 5);
	two = uuid_derived(1000, &uuid, "acme/full/1", 5);
	tap_ok(memcmp(&one, &two, UUID_SIZE) == 0,
		"a UUID that is derived from the same data is the same each time");
	tap_ok(one.bytes[6] >> 4 == 8 && one.bytes[8] >> 6 == 2, "a derived UUID is of version 8");
	two = uuid_derived(1000, &uuid, "acme/full/1", 6);
	tap_ok(memcmp(&one, &two, UUID_SIZE) != 0,
		"a UUID that is derived with another ordinal differs");
	two = uuid_derived(1000, &uuid, "acme/full/2", 5);
	tap_ok(memcmp(&one, &two, UUID_SIZE) != 0,
		"a UUID that is derived with another name differs");
	return tap_end();
}
