/* Every event that is appended to a feed can be read from it. */
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "message/json.h"
#include "store/context.h"
#include "store/feed.h"
#include "scratch.h"
#include "tap.h"

#define GUEST(X, S)                                                                                \
	STRING(X, S, name, REQUIRED, 20, "who comes")                                              \
	STRING(X, S, email, OPTIONAL, 20, "where word is sent to them")
STRUCT_DECLARE(guest, GUEST);
STRUCT_DEFINE(guest, GUEST);

#define PARTY(X, S)                                                                                \
	OBJECT(X, S, host, REQUIRED, guest, "whose it is")                                         \
	LIST(X, S, guests, REQUIRED, 0, 9, guest, "who comes")                                     \
	STRINGS(X, S, gifts, OPTIONAL, 20, "what they bring")                                      \
	AMOUNT(X, S, cost, OPTIONAL, "in minor units")
MESSAGE_DECLARE(party, PARTY);
MESSAGE_DEFINE(party, PARTY, MESSAGE_EVENT, "lanyard.house.party.v1", "A party was given.");

static const struct migration migrations[] = {
	{1, "first", "CREATE TABLE parties (host TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"},
};
static const struct schema house = {.name = "house", .migrations = migrations, .count = 1};
static const struct rule no_rules[] = {{.command = NULL}};
static const struct effect no_effects[] = {{.event = NULL}};
static const struct component component = {&house, no_rules, no_effects, NULL, NULL};
static const struct component *const components[] = {&component, NULL, NULL};
static const struct context context = {"house", components, .write_denial = NULL};

static char path[] = "/tmp/store-feed-XXXXXX";
static struct arena arena;

static struct store *open_house(void)
{
	struct fault fault = {0};
	char file[64];
	struct store_place place = {
		.path = file,
		.conference = "test",
		.context = &context,
		.wait_milliseconds = 1000,
	};

	snprintf(file, sizeof(file), "%s/house.db", path);
	return store_open(&place, STORE_CREATE, &fault);
}

/* Appends PARTY. Returns whether it was committed; REASON is the store's fault. */
static bool append(const struct party *party, char *reason, size_t size)
{
	struct store *store = open_house();
	struct envelope envelope = {
		.time = "2025-03-01T12:00:00.000Z", .subject = "ann", .id = uuid_new(0)};
	struct buffer line = {0};
	bool good;

	store_begin(store);
	feed_append(store, &envelope, &party_message, party, &line);
	good = store_commit(store);
	snprintf(reason, size, "%d: %s", store_fault(store)->status, store_fault(store)->reason);
	buffer_release(&line);
	store_close(store);
	return good;
}

static void is_refused(const struct party *party, const char *wanted, const char *name)
{
	char reason[600], explained[200];

	tap_ok(!append(party, reason, sizeof(reason)), name);
	snprintf(
		explained, sizeof(explained), "%s as an internal error that names the field", name);
	tap_text(reason, wanted, explained);
}

/* Whether each of COUNT events can be read. */
static bool can_be_read(int64_t count)
{
	struct store *store = open_house();
	struct envelope envelope;
	int64_t i;

	for (i = 1; i <= count; i++)
		if (feed_event(store, i, &party_layout, &envelope, &arena) == NULL)
			break;
	store_begin(store);
	if (i <= count || store_last_sequence(store) != count)
		i = 0;
	store_rollback(store);
	store_close(store);
	return i > 0;
}

/* Whether a definition is decoded once, by its own layout, and only while its event is recorded. */
static bool is_defined_while_recorded(const struct party *other)
{
	struct envelope envelope = {
		.time = "2025-03-01T12:00:00.000Z", .subject = "bob", .id = uuid_new(0)};
	struct store *store = open_house();
	const struct party *first, *undone;
	struct buffer line = {0};
	bool good;

	store_begin(store);
	first = feed_definition(store, 1, &party_layout);
	good = first != NULL && feed_definition(store, 1, &party_layout) == first;
	feed_append(store, &envelope, &party_message, other, &line);
	undone = feed_definition(store, 3, &party_layout);
	good = good && undone != NULL && undone->guests.count == other->guests.count;
	store_rollback(store);
	store_begin(store);
	good = good && feed_definition(store, 3, &party_layout) == NULL;
	fault_clear(store_fault(store));
	good = good && feed_definition(store, 1, &guest_layout) == NULL &&
	       store_fault(store)->status == EX_IOERR;
	store_rollback(store);
	buffer_release(&line);
	store_close(store);
	return good;
}

/* Whether definitions are read right whose positions have one slot of the cache. */
static bool are_told_apart(void)
{
	enum { SLOTS = 1024 };
	struct guest bob = {"Bob", NULL};
	struct party party = {.host = &bob, .guests = {0, &bob}};
	struct store *store = open_house();
	struct buffer line = {0};
	bool good = true;
	int64_t position;

	store_begin(store);
	for (position = store_last_sequence(store) + 1; position <= 2 * SLOTS + 1; position++) {
		struct envelope envelope = {.time = "2025-03-01T12:00:00.000Z",
			.subject = "bob",
			.id = uuid_new(position)};

		party.cost = integer(position);
		feed_append(store, &envelope, &party_message, &party, &line);
		buffer_reset(&line);
	}
	for (position = 2 * SLOTS + 1; position > SLOTS + 2; position--) {
		const struct party *later = feed_definition(store, position, &party_layout);
		const struct party *earlier =
			feed_definition(store, position - SLOTS, &party_layout);

		good = good && later != NULL && later->cost.value == position && earlier != NULL &&
		       earlier->cost.value == position - SLOTS;
	}
	store_rollback(store);
	buffer_release(&line);
	store_close(store);
	return good;
}

int main(void)
{
	struct guest ann = {"Ann", NULL}, nobody = {NULL, "bob@house.example"};
	struct guest both[] = {ann, nobody}, many[10];
	struct guest long_name = {"Ann whose name is too long", NULL};
	const char *gifts[] = {"a cake", ""};
	size_t i;
	char reason[600];

	message_json_init();
	if (mkdtemp(path) == NULL)
		return 1;
	tap_ok(append(&(struct party){.host = &ann, .guests = {1, &ann}}, reason, sizeof(reason)),
		"an event with all required fields is recorded");
	tap_ok(append(&(struct party){.host = &ann, .guests = {0, &ann}}, reason, sizeof(reason)),
		"an event with an empty list is recorded");
	is_refused(&(struct party){.host = &ann, .guests = {0, NULL}},
		"70: lanyard.house.party.v1 lacks \"guests\", and could not be read",
		"an event without a required list is refused");
	is_refused(&(struct party){.host = NULL, .guests = {1, &ann}},
		"70: lanyard.house.party.v1 lacks \"host\", and could not be read",
		"an event without a required object is refused");
	is_refused(&(struct party){.host = &nobody, .guests = {1, &ann}},
		"70: lanyard.house.party.v1 lacks \"name\", and could not be read",
		"an event whose object lacks a required field is refused");
	is_refused(&(struct party){.host = &ann, .guests = {2, both}},
		"70: lanyard.house.party.v1 lacks \"name\", and could not be read",
		"an event whose list element lacks a required field is refused");
	for (i = 0; i < COUNT_OF(many); i++)
		many[i] = ann;
	is_refused(
		&(struct party){
			.host = &ann, .guests = {1, &ann}, .cost = integer(INT64_C(1) << 53)},
		"70: lanyard.house.party.v1 has a \"cost\" beyond its bounds, and could not be read",
		"an event with an amount above the limit is refused");
	is_refused(&(struct party){.host = &ann, .guests = {1, &ann}, .cost = integer(-1)},
		"70: lanyard.house.party.v1 has a \"cost\" beyond its bounds, and could not be read",
		"an event with a negative amount is refused");
	is_refused(&(struct party){.host = &ann, .guests = {1, &long_name}},
		"70: lanyard.house.party.v1 has a \"name\" beyond its bounds, and could not be read",
		"an event with a text that is too long is refused");
	is_refused(&(struct party){.host = &ann, .guests = {COUNT_OF(many), many}},
		"70: lanyard.house.party.v1 has a \"guests\" beyond its bounds, and could not be read",
		"an event with a list that is too long is refused");
	is_refused(&(struct party){.host = &ann, .guests = {1, &ann}, .gifts = {2, gifts}},
		"70: lanyard.house.party.v1 has a \"gifts\" beyond its bounds, and could not be read",
		"an event with an empty text in a list is refused");
	tap_ok(can_be_read(2), "the feed has the recorded events and no refused one");
	tap_ok(is_defined_while_recorded(
		       &(struct party){.host = &ann, .guests = {2, (struct guest[]){ann, ann}}}),
		"a definition is decoded once, and is gone when its transaction is rolled back");
	tap_ok(are_told_apart(),
		"more definitions than the cache has slots are read in one transaction");
	arena_release(&arena);
	tap_ok(scratch_remove(path, "house.db"),
		"a store's directory has no files but the store's own");
	return tap_end();
}
