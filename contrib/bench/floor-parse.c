/*
 * Floor B: jansson parses each command, the answer is formatted directly and
 * written. Nothing is checked or stored: no tool that parses with jansson can be
 * faster.
 */
#include <err.h>
#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 1 << 20, LONGEST_ANSWER = 1 << 16 };

static char answers[ROOM];
static size_t used;

/* What jansson allocates for one line, dropped as a whole. */
static _Alignas(max_align_t) char arena[ROOM];
static size_t allocated;

static void *allocate(size_t size)
{
	void *memory = arena + allocated;

	size = (size + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
	if (size > ROOM - allocated)
		return NULL;
	allocated += size;
	return memory;
}

static void release(void *memory)
{
	(void)memory;
}

static void flush_answers(void)
{
	size_t done = 0;

	while (done < used) {
		ssize_t out = write(STDOUT_FILENO, answers + done, used - done);

		if (out < 0)
			err(74, "stdout");
		done += (size_t)out;
	}
	used = 0;
}

static void put(const char *text, size_t length)
{
	memcpy(answers + used, text, length);
	used += length;
}

#define PUT(literal) put(literal, sizeof(literal) - 1)

/* A string, escaped; control characters don't occur. */
static void put_string(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	if (text == NULL)
		errx(65, "\"%s\" is missing", name);
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			answers[used++] = '\\';
		answers[used++] = *text;
	}
}

/* A UUIDv7 with NUMBER in it. */
static void put_id(unsigned long long number)
{
	static const char digits[] = "0123456789abcdef";
	char text[] = "019b7cd0-8900-7c2e-8000-000000000000";
	int i;

	for (i = 35; number > 0; number >>= 4)
		text[i--] = digits[number & 15];
	put(text, 36);
}

static void put_sequence(unsigned long long number)
{
	char text[] = "0000000000000000000";
	int i;

	for (i = 18; number > 0; number /= 10)
		text[i--] = (char)('0' + number % 10);
	put(text, 19);
}

static void put_answer(const json_t *command, unsigned long long number)
{
	const json_t *data = json_object_get(command, "data");
	const json_t *purchaser = json_object_get(data, "purchaser");
	const json_t *wanted = json_array_get(json_object_get(data, "tickets"), 0);
	json_int_t quantity = json_integer_value(json_object_get(wanted, "quantity"));
	json_int_t i;

	PUT("{\"specversion\":\"1.0\",\"id\":\"");
	put_id(number);
	PUT("\",\"source\":\"/x/ticketing\","
	    "\"type\":\"lanyard.ticketing.ticket-purchase-created.v1\","
	    "\"time\":\"2026-01-01T00:00:00.000Z\",\"subject\":\"");
	put_string(data, "reference");
	PUT("\",\"sequence\":\"");
	put_sequence(number);
	PUT("\",\"correlationid\":\"");
	put_string(command, "correlationid");
	PUT("\",\"causationid\":\"");
	put_string(command, "id");
	PUT("\",\"client\":\"sponsorship\",\"commanddigest\":\""
	    "0000000000000000000000000000000000000000000000000000000000000000"
	    "\",\"data\":{\"purchase\":\"");
	put_id(number << 16);
	PUT("\",\"reference\":\"");
	put_string(data, "reference");
	PUT("\",\"client\":\"sponsorship\",\"purchaser\":{\"name\":\"");
	put_string(purchaser, "name");
	PUT("\",\"email\":\"");
	put_string(purchaser, "email");
	PUT("\"},\"tickets\":[");
	for (i = 1; i <= quantity; i++) {
		PUT("{\"id\":\"");
		put_id(number << 16 | (unsigned long long)i);
		PUT("\",\"type\":\"");
		put_string(wanted, "type");
		PUT("\"}");
		if (i < quantity)
			PUT(",");
	}
	PUT("],\"payment\":\"");
	put_string(data, "payment");
	PUT("\",\"amount\":0,\"currency\":\"JPY\",\"reason\":\"");
	put_string(data, "reason");
	PUT("\"}}\n");
}

static void answer(const char *line, size_t length, unsigned long long number)
{
	json_error_t error;
	json_t *command = json_loadb(line, length, 0, &error);

	if (command == NULL)
		errx(65, "line %llu: %s", number, error.text);
	put_answer(command, number);
	allocated = 0;
	if (used > ROOM - LONGEST_ANSWER)
		flush_answers();
}

int main(void)
{
	static char input[ROOM];
	unsigned long long number = 0;
	size_t kept = 0;
	ssize_t more;

	json_object_seed(0);
	json_set_alloc_funcs(allocate, release);
	while ((more = read(STDIN_FILENO, input + kept, ROOM - kept)) > 0) {
		char *line = input, *end = input + kept + more, *newline;

		while ((newline = memchr(line, '\n', (size_t)(end - line))) != NULL) {
			answer(line, (size_t)(newline - line), ++number);
			line = newline + 1;
		}
		kept = (size_t)(end - line);
		memmove(input, line, kept);
	}
	if (more < 0)
		err(74, "stdin");
	if (kept > 0)
		errx(65, "the last line has no newline, or is too long");
	flush_answers();
	return 0;
}
