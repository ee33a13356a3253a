/* Identifiers: canonical, ordered by time, the same on every run where they are derived. */
#include "base/uuid.h"
#include "tap.h"

int main(void)
{
	const char *text = "01900000-89ab-7cde-8f01-23456789abcd";
	struct uuid uuid, one, two;
	char back[UUID_TEXT];

	tap_ok(uuid_parse(text, &uuid), "a canonical UUID is read");
	uuid_format(&uuid, back);
	tap_text(back, text, "and written as it was");
	tap_ok(!uuid_parse("01900000-89AB-7cde-8f01-23456789abcd", &uuid), "upper case is refused");
	tap_ok(!uuid_parse("0190000089ab7cde8f0123456789abcd", &uuid), "so are missing hyphens");
	tap_ok(!uuid_parse("01900000-89ab-7cde-8f01-23456789abc", &uuid), "a digit less");
	tap_ok(!uuid_parse("01900000-89ab-7cde-8f01-23456789abcde", &uuid), "and one more");
	tap_ok(!uuid_parse("", &uuid), "and nothing");

	one = uuid_new(1000);
	two = uuid_new(1001);
	tap_ok(memcmp(&one, &two, UUID_SIZE) < 0, "new ones sort by time");
	tap_ok(one.bytes[6] >> 4 == 7 && one.bytes[8] >> 6 == 2, "they are version 7");
	two = uuid_new(1000);
	tap_ok(memcmp(&one, &two, UUID_SIZE) != 0, "two of one moment differ");

	one = uuid_root(1000);
	two = uuid_member(&one, 500);
	uuid_format(&two, back);
	tap_text(back + 32, "01f4", "a member has its number at the end");
	tap_ok(memcmp(&one, &two, UUID_SIZE) < 0, "and sorts behind its root");

	one = uuid_derived(1000, &uuid, "acme/full/1", 5);
	two = uuid_derived(1000, &uuid, "acme/full/1", 5);
	tap_ok(memcmp(&one, &two, UUID_SIZE) == 0, "a derived one is the same each time");
	tap_ok(one.bytes[6] >> 4 == 8 && one.bytes[8] >> 6 == 2, "it is version 8");
	two = uuid_derived(1000, &uuid, "acme/full/1", 6);
	tap_ok(memcmp(&one, &two, UUID_SIZE) != 0, "another ordinal makes another");
	two = uuid_derived(1000, &uuid, "acme/full/2", 5);
	tap_ok(memcmp(&one, &two, UUID_SIZE) != 0, "so does another name");
	return tap_end();
}
