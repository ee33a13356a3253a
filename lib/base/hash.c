#include "base/hash.h"

static uint64_t hash_byte(uint64_t hash, unsigned char byte)
{
	return (hash ^ byte) * 0x100000001b3;
}

uint64_t hash_text(uint64_t hash, const char *text)
{
	do {
		hash = hash_byte(hash, (unsigned char)*text);
	} while (*text++ != '\0');
	return hash;
}

uint64_t hash_lower(uint64_t hash, const char *text)
{
	do {
		unsigned char c = (unsigned char)*text;

		hash = hash_byte(hash, c >= 'A' && c <= 'Z' ? (unsigned char)(c + 'a' - 'A') : c);
	} while (*text++ != '\0');
	return hash;
}

int64_t hash_key(uint64_t hash)
{
	return (int64_t)(hash >> 17);
}
