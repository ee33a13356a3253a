#include "chance.h"

#include <string.h>

/* splitmix64: each state is visited once in 2^64 numbers. */
uint64_t chance_next(struct random *random)
{
	uint64_t mixed = random->state += 0x9e3779b97f4a7c15U;

	mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
	mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
	return mixed ^ (mixed >> 31);
}

struct random chance_of(uint64_t seed, uint64_t number)
{
	struct random random = {.state = seed};
	uint64_t first = chance_next(&random);

	random.state = first ^ (number * 0xd1342543de82ef95U);
	chance_next(&random);
	return random;
}

uint64_t chance_below(struct random *random, uint64_t limit)
{
	return limit > 0 ? chance_next(random) % limit : 0;
}

bool chance_once(struct random *random, uint64_t one_in)
{
	return chance_below(random, one_in) == 0;
}

void chance_bytes(struct random *random, void *to, size_t size)
{
	unsigned char *byte = to;

	while (size > 0) {
		uint64_t number = chance_next(random);
		size_t part = size < sizeof(number) ? size : sizeof(number);

		memcpy(byte, &number, part);
		byte += part;
		size -= part;
	}
}
