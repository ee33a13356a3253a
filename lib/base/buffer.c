#include "base/buffer.h"

#include <stdarg.h>

#include "base/memory.h"

static char *make_room(struct buffer *buffer, size_t more)
{
	if (buffer->capacity - buffer->length < more) {
		size_t capacity = buffer->capacity > 0 ? buffer->capacity : 1024;

		while (capacity - buffer->length < more) {
			if (capacity > SIZE_MAX / 2)
				memory_exhausted();
			capacity *= 2;
		}
		buffer->text = memory_resize(buffer->text, capacity, 1);
		buffer->capacity = capacity;
	}
	return buffer->text + buffer->length;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
	if (length == 0)
		return;
	memcpy(make_room(buffer, length), bytes, length);
	buffer->length += length;
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void buffer_add_integer(struct buffer *buffer, int64_t value)
{
	char digits[24];
	char *at = digits + sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0)
		*--at = '-';
	buffer_add(buffer, at, (size_t)(digits + sizeof(digits) - at));
}

void buffer_add_format(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		memory_exhausted();
	va_start(arguments, format);
	vsnprintf(make_room(buffer, (size_t)length + 1), (size_t)length + 1, format, arguments);
	va_end(arguments);
	buffer->length += (size_t)length;
}

void buffer_add_json(struct buffer *buffer, const char *text)
{
	const char *from = text;

	buffer_add(buffer, "\"", 1);
	for (;; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buffer_add(buffer, from, (size_t)(text - from));
		if (c == '\0')
			break;
		if (c == '"' || c == '\\')
			buffer_add(buffer, (char[]){'\\', (char)c}, 2);
		else
			buffer_add_format(buffer, "\\u%04x", c);
		from = text + 1;
	}
	buffer_add(buffer, "\"", 1);
}

void buffer_add_hex(struct buffer *buffer, const unsigned char *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	char *to = make_room(buffer, 2 * size);
	size_t i;

	for (i = 0; i < size; i++) {
		*to++ = digits[bytes[i] >> 4];
		*to++ = digits[bytes[i] & 15];
	}
	buffer->length += 2 * size;
}

const char *buffer_text(struct buffer *buffer)
{
	*make_room(buffer, 1) = '\0';
	return buffer->text;
}

void buffer_reset(struct buffer *buffer)
{
	buffer->length = 0;
}

void buffer_release(struct buffer *buffer)
{
	free(buffer->text);
	*buffer = (struct buffer){0};
}
