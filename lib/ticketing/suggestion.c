#include "ticketing/suggestion.h"

#include <ctype.h>
#include <string.h>

#include "base/distance.h"
#include "base/unicode.h"
#include "published/ticketing.h"
#include "store/outcome.h"
#include "store/known.h"
#include "store/query.h"
#include "ticketing/grant.h"
#include "ticketing/inventory.h"
#include "ticketing/texts.h"

enum {
	NEIGHBOURS = 64, /* that are compared, on either side */
	CLIENTS = 20,    /* whose references are */
};

static bool is_digit(char byte)
{
	return isdigit((unsigned char)byte) != 0;
}

/*
 * Borrows from ARENA: TEXT without case, blanks, punctuation and zeros before numbers; but digits stay
 * apart where something is between them.
 */
static const char *skeleton_of(const char *text, struct arena *arena)
{
	const char *folded = unicode_fold(text, arena);
	char *skeleton = arena_take(arena, strlen(folded) + 1), *to = skeleton;
	bool apart = false;

	for (; *folded != '\0'; folded++) {
		bool number = to > skeleton && is_digit(to[-1]);

		if ((unsigned char)*folded < 0x80 && !isalnum((unsigned char)*folded)) {
			apart = true;
			continue;
		}
		if (is_digit(*folded) && number && apart)
			*to++ = ' ';
		if (*folded != '0' || !is_digit(folded[1]) || (number && !apart))
			*to++ = *folded;
		apart = false;
	}
	*to = '\0';
	return skeleton;
}

/* Whether the texts have the same numbers. */
static bool have_same_numbers(const char *left, const char *right)
{
	while (true) {
		size_t length;

		left += strcspn(left, "0123456789");
		right += strcspn(right, "0123456789");
		length = strspn(left, "0123456789");
		if (length != strspn(right, "0123456789") || memcmp(left, right, length) != 0)
			return false;
		if (length == 0)
			return true;
		left += length;
		right += length;
	}
}

/* A reference that is looked for. */
struct wanted {
	struct store *store;
	const char *reference;
	const char *skeleton;
	struct arena *arena;
};

static struct wanted wanted_of(struct store *store, const char *reference, struct arena *arena)
{
	return (struct wanted){store, reference, skeleton_of(reference, arena), arena};
}

/* Whether TEXT may be meant: another number is another purchase, and no slip. */
static bool is_similar(const struct wanted *wanted, const char *text)
{
	const char *skeleton = skeleton_of(text, wanted->arena);

	return have_same_numbers(wanted->skeleton, skeleton) &&
	       distance_between(wanted->skeleton, skeleton, 1) <= 1;
}

static bool has_reference(const struct wanted *wanted, const char *client, const char *reference)
{
	struct outcome_key key;

	return outcome_keys(wanted->store, client, create_ticket_purchase_message.type, reference,
		       NULL, &key, 1, wanted->arena) == 1 &&
	       strcmp(key.key, reference) == 0;
}

/* Borrows: the reference in capital letters, or in small ones. */
static const char *in_case(const struct wanted *wanted, int (*convert)(int byte))
{
	char *text = arena_text(wanted->arena, wanted->reference, strlen(wanted->reference));
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		text[i] = (char)convert((unsigned char)text[i]);
	return text;
}

/* Borrows: one of CLIENT's references that is similar; NULL: none is found. */
static const char *find_similar(const struct wanted *wanted, const char *client)
{
	const char *type = create_ticket_purchase_message.type;
	const char *small = in_case(wanted, tolower), *capital = in_case(wanted, toupper);
	struct outcome_key after[NEIGHBOURS];
	const char *before[NEIGHBOURS];
	int count, i;

	if (has_reference(wanted, client, small))
		return small;
	if (has_reference(wanted, client, capital))
		return capital;
	count = outcome_keys(wanted->store, client, type, "", wanted->reference, after, NEIGHBOURS,
		wanted->arena);
	for (i = 0; i < count; i++)
		if (is_similar(wanted, after[i].key))
			return after[i].key;
	count = outcome_keys_before(
		wanted->store, client, type, wanted->reference, before, NEIGHBOURS, wanted->arena);
	for (i = 0; i < count; i++)
		if (is_similar(wanted, before[i]))
			return before[i];
	return NULL;
}

const char *suggestion_of_reference(
	struct store *store, const char *client, const char *reference, struct arena *arena)
{
	struct wanted wanted = wanted_of(store, reference, arena);

	return find_similar(&wanted, client);
}

const char *suggestion_next_client(struct store *store, const char *client, struct arena *arena)
{
	return query_copy(QUERY(store,
				  "SELECT min(client) FROM (SELECT client FROM clients "
				  "UNION ALL SELECT 'organiser') WHERE client > :client",
				  client),
		arena);
}

const char *suggestion_of_any_client(struct store *store, const char *except, const char *reference,
	const char **client, struct arena *arena)
{
	struct wanted wanted = wanted_of(store, reference, arena);
	const char *of, *similar = NULL;
	int count = 0;

	*client = NULL;
	for (of = suggestion_next_client(store, "", arena); of != NULL;
		of = suggestion_next_client(store, of, arena)) {
		if (except != NULL && strcmp(of, except) == 0)
			continue;
		if (has_reference(&wanted, of, reference)) {
			*client = of;
			return reference;
		}
		if (similar != NULL || count++ >= CLIENTS)
			continue;
		similar = find_similar(&wanted, of);
		if (similar != NULL)
			*client = of;
	}
	return similar;
}

/* To whom which names are named. */
struct audience {
	struct decision *decision;
	const struct client_state *client;
	const char *kind;
};

/* Whether ID is still there, and may be named. */
static bool may_be_named(void *with, const char *id)
{
	const struct audience *audience = with;
	struct decision *decision = audience->decision;
	const struct client_state *client = audience->client;
	const struct type_state *type;

	if (strcmp(audience->kind, "type") == 0) {
		type = inventory_type(decision, id);
		return type != NULL && grant_has_type(client, id, type);
	}
	if (strcmp(audience->kind, "pool") == 0)
		return inventory_pool(decision, id) != NULL &&
		       (client == NULL || texts_have(&client->definition->pools, id));
	if (strcmp(audience->kind, "room") == 0)
		return client == NULL && inventory_room(decision, id) != NULL;
	return client == NULL;
}

const char *suggestion_instead(struct decision *decision, const struct client_state *client,
	const char *kind, const char *name)
{
	struct audience audience = {decision, client, kind};

	return known_instead(decision->store, kind, name, may_be_named, &audience, decision->arena);
}
