#include "import/source.h"

#include <errno.h>
#include <iconv.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"

enum { SAMPLE_BYTES = 1024 * 1024, READ_BYTES = 64 * 1024, GUESS_BYTES = 4096 };

#define NO_CONVERSION ((iconv_t)-1)

struct source {
	int fd;
	const char *encoding;
	iconv_t conversion; /* NO_CONVERSION: it is UTF-8 */
	struct buffer raw;  /* read and not decoded yet */
	struct buffer decoded;
	size_t at; /* of .decoded: what was not taken yet */
	bool ended;
	bool marked;  /* it has a byte order mark */
	bool assumed; /* nothing says what its encoding is */
};

/* Reads up to SIZE bytes more into .raw; false with errno if that fails. */
static bool read_raw(struct source *source, size_t size)
{
	char bytes[READ_BYTES];
	ssize_t got;

	do
		got = read(source->fd, bytes, size < sizeof(bytes) ? size : sizeof(bytes));
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return false;
	source->ended = got == 0;
	buffer_add(&source->raw, bytes, (size_t)got);
	return true;
}

/* Whether the NULs of BYTES are those of UTF-16, at OFFSET 0 or 1 of most pairs. */
static bool has_nuls(const char *bytes, size_t length, size_t offset)
{
	size_t there = 0, elsewhere = 0, i;

	for (i = 0; i < length && i < GUESS_BYTES; i++)
		if (bytes[i] == '\0')
			*(i % 2 == offset ? &there : &elsewhere) += 1;
	return there > 0 && there >= i / 4 && elsewhere <= there / 8;
}

/*
 * Whether BYTES are UTF-8: without any invalid byte, or with more characters of several bytes than
 * invalid bytes, as after damage.
 */
static bool is_utf8(const char *bytes, size_t length)
{
	size_t at = 0, size, valid = 0, invalid = 0;
	uint32_t character;

	while (at < length) {
		size = utf8_read(bytes + at, length - at, &character);
		/* The sample may end within a character. */
		if (size == 0 && length - at >= 4)
			invalid++;
		valid += size > 1;
		at += size > 0 ? size : 1;
	}
	return invalid == 0 || valid > invalid;
}

/* Removes the byte order MARK, if the file begins with it. */
static bool skip_mark(struct source *source, const char *mark)
{
	struct buffer *raw = &source->raw;
	size_t length = strlen(mark);

	if (raw->length < length || memcmp(raw->text, mark, length) != 0)
		return false;
	memmove(raw->text, raw->text + length, raw->length - length);
	raw->length -= length;
	source->marked = true;
	return true;
}

static const char *guess(struct source *source)
{
	const struct buffer *raw = &source->raw;
	static const struct {
		const char *mark, *encoding;
	} marks[] = {{SOURCE_MARK, "UTF-8"}, {"\xff\xfe", "UTF-16LE"}, {"\xfe\xff", "UTF-16BE"}};
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (skip_mark(source, marks[i].mark))
			return marks[i].encoding;
	if (has_nuls(raw->text, raw->length, 1))
		return "UTF-16LE";
	if (has_nuls(raw->text, raw->length, 0))
		return "UTF-16BE";
	source->assumed = !is_utf8(raw->text, raw->length);
	return source->assumed ? "windows-1252" : "UTF-8";
}

/* The smallest unit of the encoding, skipped if it is invalid. */
static size_t unit_of(const struct source *source)
{
	return strncasecmp(source->encoding, "UTF-16", 6) == 0 ? 2 : 1;
}

/* Decodes .raw into .decoded; at the end of the input, an incomplete character, too. */
static void decode(struct source *source)
{
	struct buffer *raw = &source->raw;
	char *from = raw->text, out[READ_BYTES];
	size_t left = raw->length;

	if (source->conversion == NO_CONVERSION) {
		buffer_add(&source->decoded, raw->text, raw->length);
		buffer_reset(raw);
		return;
	}
	while (left > 0) {
		char *to = out;
		size_t room = sizeof(out);
		bool failed = iconv(source->conversion, &from, &left, &to, &room) == (size_t)-1;
		int why = errno;

		buffer_add(&source->decoded, out, sizeof(out) - room);
		if (!failed || why == E2BIG)
			continue;
		if (why == EINVAL && !source->ended)
			break;
		buffer_add_text(&source->decoded, SOURCE_REPLACEMENT);
		from += left < unit_of(source) ? left : unit_of(source);
		left -= left < unit_of(source) ? left : unit_of(source);
	}
	if (left > 0)
		memmove(raw->text, from, left);
	raw->length = left;
}

static bool read_sample(struct source *source, struct fault *fault)
{
	while (!source->ended && source->raw.length < SAMPLE_BYTES)
		if (!read_raw(source, SAMPLE_BYTES - source->raw.length))
			return fault_set_errno(fault, EX_IOERR, "can't be read");
	return true;
}

static bool is_utf8_name(const char *encoding)
{
	return strcasecmp(encoding, "UTF-8") == 0 || strcasecmp(encoding, "UTF8") == 0;
}

struct source *source_open(int fd, const char *encoding, struct fault *fault)
{
	struct source *source = memory_zeroed(1, sizeof(*source));

	source->fd = fd;
	source->conversion = NO_CONVERSION;
	if (!read_sample(source, fault)) {
		source_close(source);
		return NULL;
	}
	source->encoding = encoding != NULL ? encoding : guess(source);
	if (encoding != NULL && is_utf8_name(encoding))
		skip_mark(source, SOURCE_MARK);
	if (!is_utf8_name(source->encoding)) {
		source->conversion = iconv_open("UTF-8", source->encoding);
		if (source->conversion == NO_CONVERSION) {
			fault_set(fault, EX_USAGE, "the encoding %s is unknown", source->encoding);
			source_close(source);
			return NULL;
		}
	}
	decode(source);
	return source;
}

void source_close(struct source *source)
{
	if (source == NULL)
		return;
	if (source->conversion != NO_CONVERSION)
		iconv_close(source->conversion);
	buffer_release(&source->raw);
	buffer_release(&source->decoded);
	free(source);
}

const char *source_encoding(const struct source *source)
{
	return source->encoding;
}

bool source_is_assumed(const struct source *source)
{
	return source->assumed;
}

bool source_needs_mark(const struct source *source)
{
	return source->marked || source->conversion != NO_CONVERSION;
}

const char *source_sample(const struct source *source, size_t *length, bool *whole)
{
	*length = source->decoded.length;
	*whole = source->ended;
	return source->decoded.length > 0 ? source->decoded.text : "";
}

ssize_t source_read(void *context, char *to, size_t size)
{
	struct source *source = context;
	size_t left;

	while (source->at == source->decoded.length) {
		bool is_sample = source->decoded.capacity > SAMPLE_BYTES / 2;

		if (source->ended)
			return 0;
		/* The sample's memory is not needed any more. */
		if (is_sample)
			buffer_release(&source->decoded);
		if (is_sample && source->raw.length == 0)
			buffer_release(&source->raw);
		buffer_reset(&source->decoded);
		source->at = 0;
		if (!read_raw(source, READ_BYTES))
			return -1;
		decode(source);
	}
	left = source->decoded.length - source->at;
	if (size > left)
		size = left;
	memcpy(to, source->decoded.text + source->at, size);
	source->at += size;
	return (ssize_t)size;
}
