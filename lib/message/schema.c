#include "message/schema.h"

#include "base/memory.h"
#include "message/internal.h"

/* The pattern of a character that no text contains. */
#define CONTROL "[\\x00-\\x1f\\x7f-\\x9f]"

enum { ATTRIBUTE_CHARACTERS = 512 };

/* Takes VALUE. jansson returns NULL for a NULL argument: checks it here, once for all calls. */
static void set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) != 0)
		memory_exhausted();
}

static void set_text(json_t *object, const char *key, const char *text)
{
	set(object, key, json_string(text));
}

static void set_integer(json_t *object, const char *key, int64_t value)
{
	set(object, key, json_integer(value));
}

static void add_text(json_t *array, const char *text)
{
	if (json_array_append_new(array, json_string(text)) != 0)
		memory_exhausted();
}

/* Returns new: the schema of a value of TYPE; DOC may be NULL. */
static json_t *schema_of_type(const char *type, const char *doc)
{
	json_t *schema = json_object();

	if (doc != NULL)
		set_text(schema, "description", doc);
	set_text(schema, "type", type);
	return schema;
}

/* Text without control characters. */
static void refuse_control(json_t *schema)
{
	json_t *control = json_object();

	set_text(control, "pattern", CONTROL);
	set(schema, "not", control);
}

static const struct keywords *keywords_of(const struct field *field, enum message_class class)
{
	const struct field_traits *traits = &field_traits[field->type];

	return class == MESSAGE_COMMAND && traits->command.pattern != NULL
		       ? &traits->command
		       : &traits->keywords;
}

void json_schema_of_text(
	json_t *schema, const struct field *field, enum message_class class, struct buffer *doc)
{
	const struct keywords *keywords = keywords_of(field, class);
	int64_t lowest, highest;

	field_bounds(field, &lowest, &highest);
	if (keywords->format != NULL)
		set_text(schema, "format", keywords->format);
	if (keywords->pattern != NULL)
		set_text(schema, "pattern", keywords->pattern);
	if (keywords->length > 0) {
		set_integer(schema, "maxLength", keywords->length);
		return;
	}
	if (highest > 0) {
		/* A character is one to four bytes of UTF-8. */
		set_integer(schema, "minLength", (lowest + 3) / 4);
		set_integer(schema, "maxLength", highest);
		if (lowest > 1)
			buffer_add_format(doc, " (%lld to", (long long)lowest);
		else
			buffer_add_text(doc, " (at most");
		buffer_add_format(doc, " %lld bytes in UTF-8)", (long long)highest);
	}
	refuse_control(schema);
}

void json_schema_of_integer(
	json_t *schema, const struct field *field, enum message_class class, struct buffer *doc)
{
	int64_t lowest, highest;

	(void)class;
	(void)doc;
	field_bounds(field, &lowest, &highest);
	set_integer(schema, "minimum", lowest);
	set_integer(schema, "maximum", highest);
}

void json_schema_of_enum(
	json_t *schema, const struct field *field, enum message_class class, struct buffer *doc)
{
	json_t *texts = json_array();
	unsigned i;

	(void)class;
	(void)doc;
	for (i = 1; i < field->enumeration->count; i++)
		add_text(texts, enumeration_text(field->enumeration, i));
	set(schema, "enum", texts);
}

static void add_fields(json_t *schema, const struct layout *layout, enum message_class class);

void json_schema_of_object(
	json_t *schema, const struct field *field, enum message_class class, struct buffer *doc)
{
	(void)doc;
	add_fields(schema, field->layout, class);
}

/* Takes ITEMS: the schema of each item. */
static void add_items(json_t *schema, int64_t lowest, int64_t highest, json_t *items)
{
	if (lowest > 0)
		set_integer(schema, "minItems", lowest);
	set_integer(schema, "maxItems", highest);
	set(schema, "items", items);
}

void json_schema_of_list(
	json_t *schema, const struct field *field, enum message_class class, struct buffer *doc)
{
	json_t *items = schema_of_type("object", NULL);
	int64_t lowest, highest;

	(void)doc;
	field_bounds(field, &lowest, &highest);
	add_fields(items, field->layout, class);
	add_items(schema, lowest, highest, items);
}

void json_schema_of_texts(
	json_t *schema, const struct field *field, enum message_class class, struct buffer *doc)
{
	json_t *items = schema_of_type("string", NULL);

	json_schema_of_text(items, field, class, doc);
	buffer_add_text(doc, ", each");
	add_items(schema, 0, ITEMS_LIMIT, items);
}

static json_t *schema_of_field(const struct field *field, enum message_class class)
{
	const struct form *form = form_of(field);
	const char *words = keywords_of(field, class)->doc;
	json_t *schema = schema_of_type(form->json_type, field->doc);
	struct buffer doc = {0};

	buffer_add_text(&doc, field->doc);
	if (form->add_keywords != NULL)
		form->add_keywords(schema, field, class, &doc);
	if (words != NULL)
		buffer_add_format(&doc, " (%s)", words);
	if (field_is_personal(field))
		buffer_add_text(&doc, " (personal data)");
	/* Again as the first member, now with what no keyword can express. */
	set_text(schema, "description", buffer_text(&doc));
	buffer_release(&doc);
	return schema;
}

/* Makes SCHEMA that of an object with the fields of LAYOUT. */
static void add_fields(json_t *schema, const struct layout *layout, enum message_class class)
{
	json_t *properties = json_object();
	json_t *required = json_array();
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];

		set(properties, field->name, schema_of_field(field, class));
		if (field->flags & REQUIRED)
			add_text(required, field->name);
	}
	set(schema, "properties", properties);
	set(schema, "required", required);
	/* Commands are parsed strictly; a reader of events and rows lets later fields pass. */
	if (class == MESSAGE_COMMAND)
		set(schema, "additionalProperties", json_false());
}

static json_t *schema_of_constant(const char *text, const char *doc)
{
	json_t *schema = json_object();

	set_text(schema, "description", doc);
	set_text(schema, "const", text);
	return schema;
}

static json_t *schema_of_attribute(const char *doc)
{
	json_t *schema = schema_of_type("string", doc);

	set_integer(schema, "minLength", 1);
	set_integer(schema, "maxLength", ATTRIBUTE_CHARACTERS);
	refuse_control(schema);
	return schema;
}

static json_t *schema_of_pattern(const char *pattern, int64_t length, const char *doc)
{
	json_t *schema = schema_of_type("string", doc);

	set_text(schema, "pattern", pattern);
	set_integer(schema, "maxLength", length);
	return schema;
}

static json_t *schema_of_time(enum message_class class)
{
	json_t *schema = schema_of_attribute("when it was written, as RFC 3339 has it");

	set_text(schema, "format", "date-time");
	set_text(schema, "pattern", class == MESSAGE_COMMAND ? "^" MOMENT "$" : "^" UTC_MOMENT "$");
	return schema;
}

static json_t *schema_of_source(void)
{
	json_t *schema =
		schema_of_attribute("who wrote it; of an event, the feed that it stands in");

	set_text(schema, "format", "uri-reference");
	return schema;
}

/* The schema of the data; for a command, its description has the natural key. */
static json_t *schema_of_data(const struct message *message)
{
	bool command = message->class == MESSAGE_COMMAND;
	const char *separator = "; the natural key of a record without an id: ";
	struct buffer doc = {0};
	json_t *schema;
	size_t i;

	buffer_add_text(&doc, command ? "the command's data" : "the event's data");
	for (i = 0; command && i < message->layout->count; i++) {
		if (!(message->layout->fields[i].flags & KEY))
			continue;
		buffer_add_format(&doc, "%s%s", separator, message->layout->fields[i].name);
		separator = ", ";
	}
	schema = schema_of_type("object", buffer_text(&doc));
	add_fields(schema, message->layout, message->class);
	buffer_release(&doc);
	return schema;
}

/* Makes SCHEMA that of a line: an envelope. */
static void add_envelope(json_t *schema, const struct message *message)
{
	static const char *const required[] = {
		"specversion", "id", "source", "type", "time", "data"};
	json_t *properties = json_object();
	json_t *names = json_array();
	json_t *mark;
	size_t i;

	set(properties, "specversion", schema_of_constant("1.0", "of CloudEvents"));
	set(properties, "id",
		schema_of_pattern(UUID_PATTERN, UUID_TEXT - 1, "a UUID in canonical lower case"));
	set(properties, "source", schema_of_source());
	set(properties, "type", schema_of_constant(message->type, "what the data is"));
	set(properties, "time", schema_of_time(message->class));
	set(properties, "subject", schema_of_attribute("whom or what it is about"));
	set(properties, "sequence",
		schema_of_pattern("^[0-9]{19}$", 19,
			"the position in the feed; absent from what no feed holds"));
	set(properties, "correlationid",
		schema_of_attribute("handed through from the first command to the last event"));
	set(properties, "causationid",
		schema_of_pattern(UUID_PATTERN, UUID_TEXT - 1,
			"the id of the command or event that caused this one"));
	set(properties, "client", schema_of_attribute("who sent the command"));
	set(properties, "commanddigest",
		schema_of_pattern(
			"^[0-9a-f]{64}$", 64, "SHA-256 of the command's type and canonical data"));
	if (message->class == MESSAGE_EVENT)
		set(properties, "nonce",
			schema_of_pattern("^[0-9a-f]{32}$", 32,
				"random, in an event with personal data, or with the digest of a command "
				"that had some"));
	set(properties, "datacontenttype",
		schema_of_constant("application/json", "what the data is written in"));
	mark = json_object();
	set_text(mark, "description", "marks a line that a dry run printed: no tool takes it");
	set(mark, "const", json_true());
	set(properties, "dryrun", mark);
	set(properties, "data", schema_of_data(message));
	set(schema, "properties", properties);
	for (i = 0; i < COUNT_OF(required); i++)
		/* A command needs no time. */
		if (message->class != MESSAGE_COMMAND || strcmp(required[i], "time") != 0)
			add_text(names, required[i]);
	set(schema, "required", names);
}

void json_schema_write(const struct message *message, struct buffer *to)
{
	struct buffer id = {0};
	json_t *schema = json_object();
	char *text;

	set_text(schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
	buffer_add_format(&id, "urn:lanyard:schema:%s", message->type);
	set_text(schema, "$id", buffer_text(&id));
	buffer_release(&id);
	set_text(schema, "title", message->type);
	buffer_add_text(&id, message->doc);
	if (message->class == MESSAGE_COMMAND)
		buffer_add_text(&id, " A line may also be the bare data, #/properties/data.");
	set_text(schema, "description", buffer_text(&id));
	buffer_release(&id);
	set_text(schema, "type", "object");
	if (message->class == MESSAGE_RECORD)
		add_fields(schema, message->layout, message->class);
	else
		add_envelope(schema, message);
	text = json_dumps(schema, JSON_INDENT(2));
	if (text == NULL)
		memory_exhausted();
	buffer_add_text(to, text);
	buffer_add_text(to, "\n");
	free(text);
	json_decref(schema);
}
