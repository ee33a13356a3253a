/*
 * Prints create-ticket-purchase commands, the same ones for the same START.
 *
 *     commands COUNT [START [unordered]]
 *
 * Ids are UUIDv7, one per millisecond, in the order of the lines. Any five commands
 * in a row are for fifteen tickets.
 * References are in the order of the lines, too, unless "unordered".
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* 2026-01-01T00:00:00Z */
enum { EPOCH = 1767225600 };

/* Has no factor in common with 10^9, so up to that number references are unique. */
enum { STRIDE = 387420489 };

/* splitmix64: the pseudo-random bits of an id. */
static uint64_t mix(uint64_t value)
{
	value += 0x9e3779b97f4a7c15;
	value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
	value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
	return value ^ (value >> 31);
}

static void format_id(char *text, size_t size, uint64_t milliseconds, uint64_t tail)
{
	snprintf(text, size, "%08" PRIx64 "-%04" PRIx64 "-7%03" PRIx64 "-%04" PRIx64 "-%012" PRIx64,
		milliseconds >> 16, milliseconds & 0xffff, tail >> 52,
		0x8000 | (tail >> 32 & 0x3fff), mix(tail) & 0xffffffffffff);
}

static void print_command(uint64_t index, int unordered)
{
	uint64_t number = unordered ? index * STRIDE % 1000000000 : index;
	uint64_t milliseconds = (uint64_t)EPOCH * 1000 + index;
	time_t seconds = (time_t)(milliseconds / 1000);
	struct tm utc;
	char id[48], correlation[48], stamp[32];

	format_id(id, sizeof(id), milliseconds, mix(index));
	format_id(correlation, sizeof(correlation), milliseconds, mix(~index));
	gmtime_r(&seconds, &utc);
	strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &utc);
	printf("{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/bench/crm\","
	       "\"type\":\"lanyard.ticketing.create-ticket-purchase.v1\","
	       "\"time\":\"%s.%03dZ\",\"correlationid\":\"%s\",\"data\":{"
	       "\"reference\":\"%s-%09" PRIu64
	       "/full\",\"purchaser\":{"
	       "\"name\":\"Sponsor number %09" PRIu64
	       " Limited\","
	       "\"email\":\"events@sponsor-%09" PRIu64
	       ".example\"},"
	       "\"tickets\":[{\"type\":\"full\",\"quantity\":%d}],"
	       "\"payment\":\"waived\",\"reason\":\"complimentary\"}}\n",
		id, stamp, (int)(milliseconds % 1000), correlation,
		unordered ? "partner" : "sponsor", number, index, index, (int)(index * 2 % 5) + 1);
}

int main(int argc, char **argv)
{
	uint64_t count, start, index;

	if (argc < 2 || argc > 4 || (argc == 4 && strcmp(argv[3], "unordered") != 0))
		errx(64, "usage: commands count [start [unordered]]");
	count = strtoull(argv[1], NULL, 10);
	start = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	for (index = start; index < start + count; index++)
		print_command(index, argc == 4);
	if (fflush(stdout) != 0)
		err(74, "stdout");
	return 0;
}
