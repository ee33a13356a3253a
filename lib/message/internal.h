/*
 * What the types of fields differ in: a table with a row for each, and one with a row
 * for each form, which is what a value is in C. Shared by the files of this component.
 */
#ifndef MESSAGE_INTERNAL_H
#define MESSAGE_INTERNAL_H

#include <jansson.h>

#include "message/decode.h"
#include "message/encode.h"
#include "message/format.h"
#include "message/message.h"

/*
 * Patterns use what ECMA-262, PCRE, Python, Java, Go and Rust have in common. In some of them,
 * $ matches before a newline at the end; so each text also has a length, or may not contain
 * control characters.
 */
#define UUID_PATTERN "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
#define DAY "(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
#define HOUR "([01][0-9]|2[0-3])"
#define OFFSET "([Zz]|[+-]" HOUR ":[0-5][0-9])"
#define SECONDS "([0-5][0-9]|60)(\\.[0-9]+)?"
#define MOMENT DAY "[Tt ]" HOUR ":[0-5][0-9]:" SECONDS OFFSET
/* What clock_read() reads. */
#define WRITTEN_MOMENT                                                                             \
	DAY "([Tt ]([01][0-9]|2[0-4]):[0-5][0-9](:" SECONDS ")?( *(" OFFSET "|UTC))?)?"
#define UTC_MOMENT DAY "T" HOUR ":[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z"
#define EMAIL_PART "[^@ <>(),;:\"\\\\]+"

struct decoder;
struct path;

/* TO and AT are the address of the field in its struct. */
typedef bool decode_value(struct decoder *decoder, const struct path *path,
	const struct field *field, const json_t *json, void *to);
typedef void encode_value(
	const struct field *field, const void *at, enum order order, struct buffer *to);
typedef void format_value(
	const struct field *field, const void *at, const char *currency, struct buffer *to);
/* Adds a form's keywords to SCHEMA, and to DOC what no keyword can express. */
typedef void add_keywords(
	json_t *schema, const struct field *field, enum message_class class, struct buffer *doc);

/* What a value is in C. */
struct form {
	const char *json_type;
	size_t size;
	bool is_number;
	bool (*is_present)(const void *at);
	bool (*is_within)(const struct field *field, const void *at); /* NULL: always */
	decode_value *decode;
	encode_value *encode;
	format_value *format;
	add_keywords *add_keywords; /* NULL: none */
};

/* A type's keywords of JSON Schema. */
struct keywords {
	const char *format;
	const char *pattern;
	int64_t length; /* at most, in characters; 0: the field's bounds say it */
	const char *doc;
};

struct field_traits {
	const struct form *form;
	const char *argument; /* of its option; "": a flag */
	int64_t lowest;       /* the bounds of a field that declares none */
	int64_t highest;
	const char *what; /* "a date": a text is refused because it is not one */
	bool (*is_valid)(const char *text);
	/* Instead of is_valid: TEXT in canonical form, in ARENA; NULL if it is invalid. */
	const char *(*normalize)(const char *text, struct arena *arena);
	struct keywords keywords;
	struct keywords command; /* instead, in a command, if it has any */
};

extern const struct field_traits field_traits[];

static inline const struct form *form_of(const struct field *field)
{
	return field_traits[field->type].form;
}

/* Whether the value that the struct at DATA has for FIELD is within its bounds. */
bool field_is_within(const struct field *field, const void *data);

decode_value decode_text, decode_integer, decode_boolean, decode_enum, decode_object, decode_list,
	decode_texts;
encode_value encode_text, encode_integer, encode_boolean, encode_enum, encode_object, encode_list,
	encode_texts;
format_value format_text, format_integer, format_boolean, format_enum, format_object, format_list,
	format_texts;
add_keywords json_schema_of_text, json_schema_of_integer, json_schema_of_enum,
	json_schema_of_object, json_schema_of_list, json_schema_of_texts;

#endif
