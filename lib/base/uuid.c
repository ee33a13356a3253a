#include "base/uuid.h"

#include <sha2.h>
#include <string.h>

#include "base/hex.h"
#include "base/random.h"

bool uuid_parse(const char *text, struct uuid *uuid)
{
	struct uuid read;

	if (strnlen(text, UUID_TEXT) != UUID_TEXT - 1 || text[8] != '-' || text[13] != '-' ||
		text[18] != '-' || text[23] != '-')
		return false;
	if (!hex_parse(text, read.bytes, 4) || !hex_parse(text + 9, read.bytes + 4, 2) ||
		!hex_parse(text + 14, read.bytes + 6, 2) ||
		!hex_parse(text + 19, read.bytes + 8, 2) ||
		!hex_parse(text + 24, read.bytes + 10, 6))
		return false;
	*uuid = read;
	return true;
}

struct uuid uuid_of(const char *text)
{
	struct uuid uuid;

	return text != NULL && uuid_parse(text, &uuid) ? uuid : (struct uuid){{0}};
}

void uuid_format(const struct uuid *uuid, char text[UUID_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	int i;

	for (i = 0; i < UUID_SIZE; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*text++ = '-';
		*text++ = digits[uuid->bytes[i] >> 4];
		*text++ = digits[uuid->bytes[i] & 15];
	}
	*text = '\0';
}

static void set_time(struct uuid *uuid, int64_t milliseconds)
{
	int i;

	for (i = 0; i < 6; i++)
		uuid->bytes[i] = (unsigned char)((uint64_t)milliseconds >> (40 - 8 * i));
}

int64_t uuid_time(const struct uuid *uuid)
{
	int64_t milliseconds = 0;
	int i;

	for (i = 0; i < 6; i++)
		milliseconds = milliseconds << 8 | uuid->bytes[i];
	return milliseconds;
}

static void set_version(struct uuid *uuid, int version)
{
	uuid->bytes[6] = (unsigned char)(version << 4 | (uuid->bytes[6] & 0x0f));
	uuid->bytes[8] = (unsigned char)(0x80 | (uuid->bytes[8] & 0x3f));
}

struct uuid uuid_new(int64_t milliseconds)
{
	struct uuid uuid;

	random_take(uuid.bytes + 6, 10);
	set_time(&uuid, milliseconds);
	set_version(&uuid, 7);
	return uuid;
}

struct uuid uuid_root(int64_t milliseconds)
{
	struct uuid uuid = uuid_new(milliseconds);

	return uuid_member(&uuid, 0);
}

struct uuid uuid_member(const struct uuid *root, unsigned ordinal)
{
	struct uuid member = *root;

	member.bytes[14] = (unsigned char)(ordinal >> 8);
	member.bytes[15] = (unsigned char)ordinal;
	return member;
}

unsigned uuid_ordinal(const struct uuid *member)
{
	return (unsigned)member->bytes[14] << 8 | member->bytes[15];
}

bool uuid_equal(const struct uuid *left, const struct uuid *right)
{
	return memcmp(left->bytes, right->bytes, UUID_SIZE) == 0;
}

struct uuid uuid_derived(
	int64_t milliseconds, const struct uuid *cause, const char *name, int64_t ordinal)
{
	unsigned char hash[SHA256_DIGEST_LENGTH];
	unsigned char tail[8];
	struct uuid uuid;
	SHA2_CTX context;
	int i;

	for (i = 0; i < 8; i++)
		tail[i] = (unsigned char)((uint64_t)ordinal >> (56 - 8 * i));
	SHA256Init(&context);
	SHA256Update(&context, cause->bytes, UUID_SIZE);
	SHA256Update(&context, (const unsigned char *)name, strlen(name) + 1);
	SHA256Update(&context, tail, sizeof(tail));
	SHA256Final(hash, &context);
	memcpy(uuid.bytes, hash, UUID_SIZE);
	set_time(&uuid, milliseconds);
	set_version(&uuid, 8);
	return uuid;
}
