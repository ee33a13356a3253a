#include "bus/subject.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void subject_token(const char *name, struct buffer *out)
{
	for (; *name != '\0'; name++)
		if (isalnum((unsigned char)*name) || *name == '-' || *name == '_')
			buffer_add(out, name, 1);
		else
			buffer_add_format(out, "=%02X", (unsigned char)*name);
}

/* Returns new: BEFORE, the topic's tokens with SEPARATOR between them, AFTER. */
static char *name_of(
	const struct topic *topic, const char *before, const char *separator, const char *after)
{
	struct buffer name = {0};

	buffer_add_text(&name, before);
	subject_token(topic->conference, &name);
	buffer_add_text(&name, separator);
	subject_token(topic->context, &name);
	buffer_add_text(&name, after);
	buffer_add(&name, "", 1);
	return name.text;
}

/* The part of TYPE after its context, or after "store": an event that all contexts' feeds have. */
static const char *name_within(const char *type)
{
	const char *name = strchr(type + strlen("lanyard."), '.');

	return name != NULL ? name : "";
}

char *subject_feed_stream(const struct topic *topic)
{
	return name_of(topic, "lanyard-", "-", "");
}

char *subject_command_stream(const struct topic *topic)
{
	return name_of(topic, "lanyard-cmd-", "-", "");
}

char *subject_answer_stream(const struct topic *topic)
{
	return name_of(topic, "lanyard-answer-", "-", "");
}

char *subject_feed(const struct topic *topic)
{
	return name_of(topic, "lanyard.event.", ".", ".>");
}

char *subject_commands(const struct topic *topic)
{
	return name_of(topic, "lanyard.cmd.*.", ".", ".>");
}

char *subject_answers(const struct topic *topic)
{
	return name_of(topic, "lanyard.answer.*.", ".", "");
}

char *subject_event(const struct topic *topic, const char *type)
{
	return name_of(topic, "lanyard.event.", ".", name_within(type));
}

char *subject_command(const struct topic *topic, const char *type)
{
	return name_of(topic, "lanyard.cmd.*.", ".", name_within(type));
}

char *subject_answer(const struct topic *topic, const char *client)
{
	struct buffer before = {0};
	char *subject;

	buffer_add_text(&before, "lanyard.answer.");
	subject_token(client, &before);
	buffer_add_text(&before, ".");
	subject = name_of(topic, buffer_text(&before), ".", "");
	buffer_release(&before);
	return subject;
}

/* The byte of two hexadecimal digits; 0 if they are invalid. */
static char byte_at(const char *digits)
{
	char text[3] = {digits[0], digits[0] != '\0' ? digits[1] : '\0', '\0'};

	if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]))
		return '\0';
	return (char)strtol(text, NULL, 16);
}

/*
 * Whether the token up to END is the encoding of NAME: a client has only one, which its
 * permissions name.
 */
static bool is_token_of(const char *name, const char *token, const char *end)
{
	struct buffer written = {0};
	bool same;

	subject_token(name, &written);
	same = written.length == (size_t)(end - token) &&
	       memcmp(written.text, token, written.length) == 0;
	buffer_release(&written);
	return same;
}

bool subject_client(const char *subject, char *name, size_t size)
{
	static const char before[] = "lanyard.cmd.";
	const char *token;
	size_t length = 0;

	if (strncmp(subject, before, strlen(before)) != 0)
		return false;
	token = subject + strlen(before);
	for (subject = token; *subject != '.' && *subject != '\0'; subject++) {
		char byte = *subject;

		if (byte == '=') {
			byte = byte_at(subject + 1);
			subject += byte != '\0' ? 2 : 0;
		}
		if (byte == '\0' || length + 1 >= size)
			return false;
		name[length++] = byte;
	}
	name[length] = '\0';
	return length > 0 && *subject == '.' && is_token_of(name, token, subject);
}
