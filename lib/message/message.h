/*
 * A message is declared once, as a list of its fields; all that knows them
 * comes from that list: the C struct, decoding, encoding, the canonical form,
 * the JSON Schema, a tool's options, its help and its table for a terminal.
 *
 *     #define BADGE(X, S) \
 *         STRING(X, S, name, REQUIRED | KEY, 200, "who wears it") \
 *         INTEGER(X, S, number, OPTIONAL, 1, 9999, "counted from 1")
 *     MESSAGE_DECLARE(badge, BADGE);                         in a header
 *     MESSAGE_DEFINE(badge, BADGE, MESSAGE_EVENT,            in one C file
 *         "lanyard.badges.badge-printed.v1", "A badge was printed.",
 *         "a badge for {name} printed[, number {number}]");
 *
 * gives struct badge, with one member a field, and badge_message. The last text, which
 * events have, describes one of them to people: see template.h.
 *
 * A line of the list: the type's macro (below), X and S unchanged, the field's name, its flags,
 * what the type needs besides, such as bounds, and the field's description.
 */
#ifndef MESSAGE_MESSAGE_H
#define MESSAGE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/uuid.h"

enum field_type {
	FIELD_STRING,
	FIELD_EMAIL,
	FIELD_UUID,
	FIELD_DATE,
	FIELD_TIME,
	FIELD_ZONE,
	FIELD_CURRENCY,
	FIELD_INTEGER,
	FIELD_AMOUNT,
	FIELD_BOOLEAN,
	FIELD_ENUM,
	FIELD_OBJECT,
	FIELD_LIST,
	FIELD_STRINGS,
};

struct integer {
	bool present;
	int64_t value;
};

enum boolean { BOOLEAN_ABSENT, BOOLEAN_FALSE, BOOLEAN_TRUE };

/* The maximum number of items of any list. */
enum { ITEMS_LIMIT = 1000 };

struct list {
	size_t count;
	void *items;
};

static inline struct integer integer(int64_t value)
{
	return (struct integer){true, value};
}

static inline enum boolean boolean(bool value)
{
	return value ? BOOLEAN_TRUE : BOOLEAN_FALSE;
}

enum field_flag {
	OPTIONAL = 0,
	REQUIRED = 1,
	KEY = 2,     /* part of the natural key, by which a record without an id is known */
	HIDDEN = 4,  /* not an option and not a column of a table */
	UNSPLIT = 8, /* STRINGS that may hold commas: an option gives one of them */
	NAME = 16,   /* of a person or a thing, as people see it */
	/*
	 * By it somebody or something is known: an id, an address. In an event, look-alikes of it
	 * are found: see store/look_alike.h.
	 */
	IDENTIFIES = 32,
	UNTIL = 64, /* a TIME of which a date alone means the end of that day, not its beginning */
	MINUTES = 128, /* an INTEGER that an option may give as 14d, 12h or 30m */
	PAST = 256,    /* a DATE of something that has happened */
	/*
	 * Of a report's row: where a terminal has no room for all columns, the MINOR ones come after
	 * the others, and the SPARE ones last, if the others can be read.
	 */
	SPARE = 512,
	MINOR = 1024,
	INSTEAD = 2048, /* a text by which people name what another field has the id of */
	/*
	 * Personal data, as each EMAIL is: a person's name, or what somebody wrote of one. No id: it
	 * is in every line about them. See envelope.h for what follows.
	 */
	PERSONAL = 4096,
};

struct enumeration {
	const char *const *text; /* text[0] is absent */
	size_t count;
};

struct field {
	const char *name;
	const char *doc;
	const struct layout *layout;           /* FIELD_OBJECT, FIELD_LIST */
	const struct enumeration *enumeration; /* FIELD_ENUM */
	int64_t lowest;  /* bytes of a text, a number's range, items of a list; */
	int64_t highest; /* where both are 0, the type's own bounds are in force */
	size_t offset;
	enum field_type type;
	unsigned flags;
};

/* The maximum number of fields of a struct. */
enum { FIELDS_LIMIT = 48 };

/* The fields of a struct, in the order in which its JSON object has them. */
struct layout {
	const struct field *fields;
	size_t count;
	size_t size;          /* of the struct */
	const char *template; /* describes it to people; NULL: none */
};

enum message_class {
	MESSAGE_COMMAND, /* an intent: imperative, decoded strictly */
	MESSAGE_EVENT,   /* a fact: past tense, decoded tolerantly */
	MESSAGE_RECORD,  /* a row of a report: no envelope */
};

struct message {
	const char *type; /* lanyard.<context>.<name>.v<N> */
	const struct layout *layout;
	enum message_class class;
	bool published; /* part of its context's published language */
	const char *doc;
	const char *template; /* describes an event to people */
};

/*
 * A line of a list of fields, by the field's type; and its member in C. Absent is NULL,
 * a list whose .items is NULL, the value 0 of an enum, or present == false. MOST is in bytes.
 */
#define TEXT_ROW(X, S, type, name, flags, low, high, doc)                                          \
	X(S, type, const char *, name, flags, low, high, NULL, NULL, doc)
#define NUMBER_ROW(X, S, type, name, flags, low, high, doc)                                        \
	X(S, type, struct integer, name, flags, low, high, NULL, NULL, doc)

/* UTF-8 without control characters: not empty. */
#define STRING(X, S, name, flags, most, doc) TEXT_ROW(X, S, STRING, name, flags, 1, most, doc)
#define FIXED_STRING(X, S, name, flags, length, doc)                                               \
	TEXT_ROW(X, S, STRING, name, flags, length, length, doc)
/* something@something */
#define EMAIL(X, S, name, flags, doc) TEXT_ROW(X, S, EMAIL, name, flags, 0, 0, doc)
/* Canonical lower case (RFC 9562). */
#define UUID(X, S, name, flags, doc) TEXT_ROW(X, S, UUID, name, flags, 0, 0, doc)
/* YYYY-MM-DD */
#define DATE(X, S, name, flags, doc) TEXT_ROW(X, S, DATE, name, flags, 0, 0, doc)
/* RFC 3339, normalized to UTC and milliseconds. See decode_written() for what a person may write. */
#define TIME(X, S, name, flags, doc) TEXT_ROW(X, S, TIME, name, flags, 0, 0, doc)
/* The name of a zone in the IANA database: Europe/Berlin. */
#define ZONE(X, S, name, flags, doc) TEXT_ROW(X, S, ZONE, name, flags, 0, 0, doc)
/* ISO 4217 */
#define CURRENCY(X, S, name, flags, doc) TEXT_ROW(X, S, CURRENCY, name, flags, 0, 0, doc)
/* LOW and HIGH may both be 0: 0 to INT32_MAX. */
#define INTEGER(X, S, name, flags, low, high, doc)                                                 \
	NUMBER_ROW(X, S, INTEGER, name, flags, low, high, doc)
/* Minor units of the currency beside it. */
#define AMOUNT(X, S, name, flags, doc) NUMBER_ROW(X, S, AMOUNT, name, flags, 0, 0, doc)
#define AMOUNT_WITHIN(X, S, name, flags, low, high, doc)                                           \
	NUMBER_ROW(X, S, AMOUNT, name, flags, low, high, doc)
#define BOOLEAN(X, S, name, flags, doc)                                                            \
	X(S, BOOLEAN, enum boolean, name, flags, 0, 0, NULL, NULL, doc)
/* The name of an enum or a struct can't be in parentheses. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
/* An enum OF that was declared by ENUM_DECLARE. */
#define ENUM(X, S, name, flags, of, doc)                                                           \
	X(S, ENUM, enum of, name, flags, 0, 0, NULL, &of##_enum, doc)
/* A struct OF that was declared by STRUCT_DECLARE. */
#define OBJECT(X, S, name, flags, of, doc)                                                         \
	X(S, OBJECT, struct of *, name, flags, 0, 0, &of##_layout, NULL, doc)
/* NOLINTEND(bugprone-macro-parentheses) */
/* LOW to HIGH structs OF; both may be 0: up to ITEMS_LIMIT. */
#define LIST(X, S, name, flags, low, high, of, doc)                                                \
	X(S, LIST, struct list, name, flags, low, high, &of##_layout, NULL, doc)
/* Texts (const char *), each as a STRING. */
#define STRINGS(X, S, name, flags, most, doc)                                                      \
	X(S, STRINGS, struct list, name, flags, 1, most, NULL, NULL, doc)
#define FIXED_STRINGS(X, S, name, flags, length, doc)                                              \
	X(S, STRINGS, struct list, name, flags, length, length, NULL, NULL, doc)

/* What a list of fields is expanded to. */
#define FIELD_MEMBER(S, type, in_c, name, flags, low, high, layout, enumeration, doc) in_c name;
#define FIELD_ROW(S, type, in_c, name, flags, low, high, layout, enumeration, doc)                 \
	{#name, doc, layout, enumeration, low, high, offsetof(struct S, name), FIELD_##type, flags},

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

/* A struct that is part of messages: struct NAME and NAME_layout. */
#define STRUCT_DECLARE(name, FIELDS)                                                               \
	struct name {                                                                              \
		FIELDS(FIELD_MEMBER, name)                                                         \
	};                                                                                         \
	extern const struct layout name##_layout
/* One with a template, by which events that it is part of describe it, is STRUCT_DESCRIBED. */
#define STRUCT_DEFINE(name, FIELDS) STRUCT_DESCRIBED(name, FIELDS, NULL)
#define STRUCT_DESCRIBED(name, FIELDS, template)                                                   \
	static const struct field name##_fields[] = {FIELDS(FIELD_ROW, name)};                     \
	_Static_assert(COUNT_OF(name##_fields) <= FIELDS_LIMIT, "it has too many fields");         \
	const struct layout name##_layout = {                                                      \
		name##_fields, COUNT_OF(name##_fields), sizeof(struct name), template}

/* A message: struct NAME, NAME_layout and NAME_message. The last arguments: doc, template. */
#define MESSAGE_DECLARE(name, FIELDS)                                                              \
	STRUCT_DECLARE(name, FIELDS);                                                              \
	extern const struct message name##_message
#define MESSAGE_DEFINE(name, FIELDS, class, type, ...)                                             \
	STRUCT_DEFINE(name, FIELDS);                                                               \
	MESSAGE_OF(name, name, class, type, __VA_ARGS__)

/* The same for a message of the published language: other contexts may send or consume it. */
#define MESSAGE_PUBLISH(name, FIELDS, class, type, ...)                                            \
	STRUCT_DEFINE(name, FIELDS);                                                               \
	const struct message name##_message = {                                                    \
		type, &name##_layout, class, true, .doc = __VA_ARGS__}

/* A message NAME with the struct of another one. */
#define MESSAGE_OF(name, layout, class, type, ...)                                                 \
	const struct message name##_message = {                                                    \
		type, &layout##_layout, class, false, .doc = __VA_ARGS__}

/* An enumeration: enum NAME, of which 0 is absent, and NAME_enum. */
#define ENUM_MEMBER(member, text) member,
#define ENUM_TEXT(member, text) text,
#define ENUM_DECLARE(name, absent, VALUES)                                                         \
	enum name { absent, VALUES(ENUM_MEMBER) };                                                 \
	extern const struct enumeration name##_enum
#define ENUM_DEFINE(name, VALUES)                                                                  \
	static const char *const name##_texts[] = {NULL, VALUES(ENUM_TEXT)};                       \
	const struct enumeration name##_enum = {name##_texts, COUNT_OF(name##_texts)}

/* The list of a command that amends a record: see decision_amend() in store/context.h. */
#define CLEAR_FIELDS(X, S) STRINGS(X, S, clear, OPTIONAL, 64, "fields to remove")

/* The text of an enum's member; NULL for absent. */
static inline const char *enumeration_text(const struct enumeration *enumeration, unsigned member)
{
	return enumeration->text[member];
}

/* The member whose text TEXT is; 0 (absent) if there is none. */
unsigned enumeration_find(const struct enumeration *enumeration, const char *text);

/* Borrows from the message: the name within its type, "create-ticket-purchase". */
const char *message_name(const struct message *message, size_t *length);

/* Whether the message's type is lanyard.<CONTEXT>.<name>.v<N>. */
bool message_is_of(const struct message *message, const char *context);

/* The field of that name, or NULL. */
const struct field *layout_field(const struct layout *layout, const char *name);

/*
 * Returns the first field, at any level, that a decoder of the struct at DATA would refuse:
 * *WHY says whether it is REQUIRED and missing, or its value is out of bounds. NULL if there is
 * none. A list whose .items is NULL is absent; one with a pointer and no items is empty.
 */
enum unreadable { UNREADABLE_MISSING, UNREADABLE_OUT_OF_BOUNDS };
const struct field *layout_unreadable(
	const struct layout *layout, const void *data, enum unreadable *why);

/* Borrows from ARENA: a new last item of LIST, of SIZE bytes. LIST was built by this function. */
void *list_grow(struct list *list, size_t size, struct arena *arena);

/* The address of FIELD in the struct at DATA. */
static inline void *field_at(const struct field *field, const void *data)
{
	return (char *)(uintptr_t)data + field->offset;
}

/* Whether the struct at DATA has a value for FIELD. */
bool field_is_present(const struct field *field, const void *data) __attribute__((pure));

/*
 * Copies the present fields of FROM to the fields of TO that have the same names; the others
 * of TO stay. A boolean that is false becomes absent: they mean the same. Only the pointers of
 * texts and lists are copied.
 */
void layout_overlay(const struct layout *to_layout, void *to, const struct layout *from_layout,
	const void *from);

/* Makes FIELD of the struct at DATA absent. */
void field_clear(const struct field *field, void *data);

/* The bounds in force: those declared, else the type's own. */
void field_bounds(const struct field *field, int64_t *lowest, int64_t *highest);

/* Whether its value is personal data. */
bool field_is_personal(const struct field *field);

/* Whether a field, at any level, is. */
bool layout_is_personal(const struct layout *layout);

/* Whether its value is a number: an integer or an amount. */
bool field_is_number(const struct field *field);

/* Whether it is a list of pairs, of a text and a text or a number; more fields are optional. */
bool field_is_pairs(const struct field *field);

/* The word for its option's argument: "date"; "" for a flag. */
const char *field_argument(const struct field *field);

#endif
