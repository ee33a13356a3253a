#include "base/hex.h"

/* The digits' values plus one. The digits of an id are random: branches on them cost more. */
/* clang-format off */
static const unsigned char above[256] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4,
	['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8,
	['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12,
	['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};
/* clang-format on */

bool hex_parse(const char *text, unsigned char *bytes, size_t size)
{
	unsigned all = 0;
	size_t i;

	for (i = 0; i < size; i++, text += 2) {
		unsigned high = above[(unsigned char)text[0]] - 1u;
		unsigned low = above[(unsigned char)text[1]] - 1u;

		all |= high | low; /* a missing digit sets all bits */
		bytes[i] = (unsigned char)(high << 4 | low);
	}
	return all < 16;
}
