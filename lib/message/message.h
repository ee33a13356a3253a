/*
 * A message is declared once, as a list of its fields; all that knows them
 * comes from that list: the C struct, decoding, encoding, the canonical form,
 * the JSON Schema, a tool's options, its help and its table for a terminal.
 *
 *     #define BADGE(X, S) \
 *         X(S, STRING,  name, REQUIRED | KEY, 1, 200, none, "who wears it") \
 *         X(S, INTEGER, number, OPTIONAL, 1, 9999, none, "counted from 1")
 *     MESSAGE_DECLARE(badge, BADGE);                         in a header
 *     MESSAGE_DEFINE(badge, BADGE, MESSAGE_EVENT,            in one C file
 *         "lanyard.office.badge-printed.v1", "A badge was printed.");
 *
 * gives struct badge, with one member a field, and badge_message.
 *
 * A line of the list: kind, name, flags, lowest, highest, of what, in words
 * (S hands the struct's name through, for offsetof).
 * Lowest and highest are bytes of a text, a number's range, items of a list;
 * where both are 0 the kind sets them. "Of what" is a shape (OBJECT, LIST), a
 * set of words (ENUM), or none.
 */
#ifndef MESSAGE_MESSAGE_H
#define MESSAGE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"

/*
 * What a field holds, and its C member. Absent is NULL, a count of 0, the
 * value 0 of an enum, or present == false.
 */
enum field_type {
	FIELD_STRING,   /* const char *: UTF-8 without control characters */
	FIELD_EMAIL,    /* const char *: something@something */
	FIELD_UUID,     /* const char *: canonical lower case (RFC 9562) */
	FIELD_DATE,     /* const char *: YYYY-MM-DD */
	FIELD_TIME,     /* const char *: RFC 3339, brought to UTC and milliseconds */
	FIELD_CURRENCY, /* const char *: ISO 4217 */
	FIELD_INTEGER,  /* struct integer */
	FIELD_AMOUNT,   /* struct integer: minor units of the currency beside it */
	FIELD_TRUTH,    /* enum truth */
	FIELD_ENUM,     /* an enum declared by WORDS_DECLARE */
	FIELD_OBJECT,   /* struct OF *: a shape's fields */
	FIELD_LIST,     /* struct list of struct OF */
	FIELD_STRINGS,  /* struct list of const char *: each within lowest and highest */
};

struct integer {
	bool present;
	int64_t value;
};

enum truth { TRUTH_ABSENT, TRUTH_NO, TRUTH_YES };

/* A list may have so many items, whatever its field says. */
enum { ITEMS_LIMIT = 1000 };

struct list {
	size_t count;
	void *items;
};

static inline struct integer integer(int64_t value)
{
	return (struct integer){true, value};
}

static inline enum truth truth(bool value)
{
	return value ? TRUTH_YES : TRUTH_NO;
}

enum field_flag {
	OPTIONAL = 0,
	REQUIRED = 1,
	KEY = 2,    /* part of the natural key, by which a record without an id is known */
	HIDDEN = 4, /* not an option and not a column of a table */
	WHOLE = 8,  /* STRINGS that may hold commas: an option gives one of them */
};

struct words {
	const char *const *text; /* text[0] is absent */
	size_t count;
};

struct field {
	const char *name;
	const char *doc;
	const struct shape *shape; /* FIELD_OBJECT, FIELD_LIST */
	const struct words *words; /* FIELD_ENUM */
	int64_t lowest;
	int64_t highest;
	size_t offset;
	enum field_type type;
	unsigned flags;
};

/* An object: its fields in the order in which they are written. */
struct shape {
	const struct field *fields;
	size_t count;
	size_t size; /* of the struct */
};

enum message_class {
	MESSAGE_COMMAND, /* an intent: imperative, decoded strictly */
	MESSAGE_EVENT,   /* a fact: past tense, decoded tolerantly */
	MESSAGE_RECORD,  /* a row of a report: no envelope */
};

struct message {
	const char *type; /* lanyard.<context>.<name>.v<N> */
	const char *doc;
	const struct shape *shape;
	enum message_class class;
	bool published; /* part of its context's published language */
};

/* What a list of fields is expanded to. */
#define MEMBER_STRING(name, of) const char *name;
#define MEMBER_EMAIL(name, of) const char *name;
#define MEMBER_UUID(name, of) const char *name;
#define MEMBER_DATE(name, of) const char *name;
#define MEMBER_TIME(name, of) const char *name;
#define MEMBER_CURRENCY(name, of) const char *name;
#define MEMBER_INTEGER(name, of) struct integer name;
#define MEMBER_AMOUNT(name, of) struct integer name;
#define MEMBER_TRUTH(name, of) enum truth name;
#define MEMBER_ENUM(name, of) enum of name;
#define MEMBER_OBJECT(name, of) struct of *name;
#define MEMBER_LIST(name, of) struct list name;
#define MEMBER_STRINGS(name, of) struct list name;
#define FIELD_MEMBER(S, type, name, flags, low, high, of, doc) MEMBER_##type(name, of)

#define SHAPE_OF_STRING(of) NULL, NULL
#define SHAPE_OF_EMAIL(of) NULL, NULL
#define SHAPE_OF_UUID(of) NULL, NULL
#define SHAPE_OF_DATE(of) NULL, NULL
#define SHAPE_OF_TIME(of) NULL, NULL
#define SHAPE_OF_CURRENCY(of) NULL, NULL
#define SHAPE_OF_INTEGER(of) NULL, NULL
#define SHAPE_OF_AMOUNT(of) NULL, NULL
#define SHAPE_OF_TRUTH(of) NULL, NULL
#define SHAPE_OF_ENUM(of) NULL, &of##_words
#define SHAPE_OF_OBJECT(of) &of##_shape, NULL
#define SHAPE_OF_LIST(of) &of##_shape, NULL
#define SHAPE_OF_STRINGS(of) NULL, NULL
#define FIELD_ROW(S, type, name, flags, low, high, of, doc)                                        \
	{#name, doc, SHAPE_OF_##type(of), low, high, offsetof(struct S, name), FIELD_##type, flags},

#define FIELDS_OF(name, FIELDS)                                                                    \
	static const struct field name##_fields[] = {FIELDS(FIELD_ROW, name)}
#define SHAPE_OF(name)                                                                             \
	{                                                                                          \
		name##_fields, COUNT_OF(name##_fields), sizeof(struct name)                        \
	}
#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

/* A shape that is part of messages: struct NAME and NAME_shape. */
#define SHAPE_DECLARE(name, FIELDS)                                                                \
	struct name {                                                                              \
		FIELDS(FIELD_MEMBER, name)                                                         \
	};                                                                                         \
	extern const struct shape name##_shape
#define SHAPE_DEFINE(name, FIELDS)                                                                 \
	FIELDS_OF(name, FIELDS);                                                                   \
	const struct shape name##_shape = SHAPE_OF(name)

/* A message: struct NAME, NAME_shape and NAME_message. */
#define MESSAGE_DECLARE(name, FIELDS)                                                              \
	SHAPE_DECLARE(name, FIELDS);                                                               \
	extern const struct message name##_message
#define MESSAGE_DEFINE(name, FIELDS, class, type, doc)                                             \
	SHAPE_DEFINE(name, FIELDS);                                                                \
	MESSAGE_OF(name, name, class, type, doc)

/* The same, for what other contexts may send to its context, or listen to. */
#define MESSAGE_PUBLISH(name, FIELDS, class, type, doc)                                            \
	SHAPE_DEFINE(name, FIELDS);                                                                \
	const struct message name##_message = {type, doc, &name##_shape, class, true}

/* A message NAME over a shape that others have, too. */
#define MESSAGE_OF(name, shape, class, type, doc)                                                  \
	const struct message name##_message = {type, doc, &shape##_shape, class, false}

/* A set of words: enum NAME, of which 0 is absent, and NAME_words. */
#define WORD_MEMBER(member, text) member,
#define WORD_ROW(member, text) text,
#define WORDS_DECLARE(name, absent, WORDS)                                                         \
	enum name { absent, WORDS(WORD_MEMBER) };                                                  \
	extern const struct words name##_words
#define WORDS_DEFINE(name, WORDS)                                                                  \
	static const char *const name##_texts[] = {NULL, WORDS(WORD_ROW)};                         \
	const struct words name##_words = {name##_texts, COUNT_OF(name##_texts)}

/* The list of a command that amends a record: see decision_amend() in store/context.h. */
#define CLEAR_FIELDS(X, S) X(S, STRINGS, clear, OPTIONAL, 1, 64, none, "fields to remove")

/* The text of an enum's member; NULL for absent. */
static inline const char *words_text(const struct words *words, unsigned member)
{
	return words->text[member];
}

/* The member whose text TEXT is; 0 (absent) where there is none. */
unsigned words_find(const struct words *words, const char *text);

/* Borrows from the message: the name within its type, "create-ticket-purchase". */
const char *message_name(const struct message *message, size_t *length);

/* Whether the message's type is lanyard.<CONTEXT>.<name>.v<N>. */
bool message_is_of(const struct message *message, const char *context);

/* The field of that name, or NULL. */
const struct field *shape_field(const struct shape *shape, const char *name);

/*
 * The first field, at any level, for which nobody could read the struct at DATA again:
 * one that is REQUIRED and lacking, or one whose value is not within its bounds; *WHY
 * says which. NULL where there is none. A list without items is absent: an empty one
 * has a pointer.
 */
enum unreadable { UNREADABLE_LACKING, UNREADABLE_OUTSIDE };
const struct field *shape_unreadable(
	const struct shape *shape, const void *data, enum unreadable *why);

/* Where FIELD lies in the struct at DATA. */
static inline void *field_at(const struct field *field, const void *data)
{
	return (char *)(uintptr_t)data + field->offset;
}

/* Whether the struct at DATA has a value for FIELD. */
bool field_is_present(const struct field *field, const void *data);

/*
 * Copies what FROM has into TO, by the fields' names; what it lacks stays, and a
 * truth that is "no" becomes absent: both are one. Texts and lists are borrowed.
 */
void fields_overlay(
	const struct shape *to_shape, void *to, const struct shape *from_shape, const void *from);

/* Makes FIELD of the struct at DATA absent. */
void field_clear(const struct field *field, void *data);

/* The bounds in force: those declared, else the type's own. */
void field_bounds(const struct field *field, int64_t *lowest, int64_t *highest);

/* Whether its value is a number: an integer or an amount. */
bool field_is_number(const struct field *field);

/* The word for its option's argument: "date"; "" for a flag. */
const char *field_argument(const struct field *field);

#endif
