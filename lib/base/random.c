#include "base/random.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sysexits.h>
#include <unistd.h>

void random_fill(void *to, size_t size)
{
	char *at = to;
	ssize_t got;

	for (; size > 0; at += got, size -= (size_t)got) {
		got = getrandom(at, size, 0);
		if (got > 0)
			continue;
		if (errno != EINTR) {
			fprintf(stderr, "%s: no random numbers: %s\n", getprogname(),
				strerror(errno));
			_exit(EX_OSERR); /* as memory_exhausted() */
		}
		got = 0;
	}
}

void random_take(void *to, size_t size)
{
	static _Thread_local unsigned char page[4096];
	static _Thread_local size_t left;

	if (left < size) {
		random_fill(page, sizeof(page));
		left = sizeof(page);
	}
	left -= size;
	memcpy(to, page + left, size);
}

uint32_t random_below(uint32_t limit)
{
	uint64_t number;

	random_fill(&number, sizeof(number));
	return (uint32_t)(number % limit);
}
