#include "ticketing/search.h"

#include "store/outcome.h"
#include "store/query.h"
#include "ticketing/address.h"
#include "ticketing/grant.h"

enum { PAGE = 100 };

/* Whether the purchaser of PURCHASE has the address that the selector names. */
static bool has_purchaser(const struct search *search, const struct purchase *purchase)
{
	struct purchaser purchaser = {.email = ""};

	purchase_purchaser(
		search->choice->decision->store, purchase, &purchaser, &search->choice->arena);
	return strcasecmp(purchaser.email, search->choice->selector->purchaser) == 0;
}

/*
 * Whether the reference of PURCHASE is of the form SERIES/TYPE/NUMBER, with a type of its tickets:
 * the parts may have slashes.
 */
static bool is_of_series(
	const struct search *search, const struct purchase *purchase, const char *series)
{
	struct choice *choice = search->choice;
	const char *reference = purchase->reference, *number = strrchr(reference, '/');
	size_t length = strlen(series), count, i;
	const struct purchased_ticket *tickets;

	if (strncmp(reference, series, length) != 0 || reference[length] != '/' ||
		number == reference + length || number[1] == '\0' ||
		number[1 + strspn(number + 1, "0123456789")] != '\0')
		return false;
	reference += length + 1;
	length = (size_t)(number - reference);
	tickets = purchase_tickets(choice->decision->store, purchase, &count, &choice->arena);
	for (i = 0; i < count; i++)
		if (strlen(tickets[i].type) == length &&
			memcmp(tickets[i].type, reference, length) == 0)
			return true;
	return false;
}

/* Whether PURCHASE has all that the selector names, and its client may be acted for. */
static bool is_selected(const struct search *search, const struct purchase *purchase)
{
	const struct ticket_selector *selector = search->choice->selector;
	struct uuid id;

	if (!grant_has_purchase_of(search->choice->sender, purchase->client))
		return false;
	if (selector->purchase != NULL &&
		!(uuid_parse(selector->purchase, &id) && uuid_equal(&id, &purchase->id)))
		return false;
	if ((selector->reference != NULL &&
		    strcmp(selector->reference, purchase->reference) != 0) ||
		(search->client != NULL && strcmp(search->client, purchase->client) != 0))
		return false;
	if (selector->series != NULL && !is_of_series(search, purchase, selector->series))
		return false;
	return selector->purchaser == NULL || has_purchaser(search, purchase);
}

static void add_purchase(struct search *search, const struct uuid *id)
{
	struct decision *decision = search->choice->decision;
	struct purchase purchase;

	if (!purchase_read(decision->store, id, &purchase, &search->choice->arena) ||
		!is_selected(search, &purchase))
		return;
	search->count++;
	search->single = purchase;
	if (purchase.closed > 0 || purchase_has_timed_out(&purchase, decision->now))
		search->ended = purchase;
	else
		*(struct purchase *)list_grow(&search->choice->purchases, sizeof(purchase),
			&search->choice->arena) = purchase;
}

/* By the beginning of their references; returns whether all were read, within the limit. */
static bool search_series(struct search *search)
{
	struct decision *decision = search->choice->decision;
	const char *after = NULL, *prefix = arena_printf(&search->choice->arena, "%s/",
					  search->choice->selector->series);
	struct outcome_key keys[PAGE];
	size_t total = 0;
	int count, i;

	do {
		count = outcome_keys(decision->store, search->client,
			create_ticket_purchase_message.type, prefix, after, keys, PAGE,
			&search->choice->arena);
		total += (size_t)count;
		for (i = 0; i < count && total <= CHOICE_LIMIT; i++) {
			struct uuid id;

			if (purchase_at(
				    decision->store, keys[i].position, &id, &search->choice->arena))
				add_purchase(search, &id);
		}
		if (count > 0)
			after = keys[count - 1].key;
	} while (count == PAGE && total <= CHOICE_LIMIT);
	return total <= CHOICE_LIMIT;
}

/* By the purchaser's address; the same. */
static bool search_purchaser(struct search *search)
{
	struct choice *choice = search->choice;
	struct store *store = choice->decision->store;
	struct query *query;
	struct uuid id;

	while (address_catch_up(store))
		;
	query = QUERY(store, "SELECT seq FROM purchasers WHERE address = key(:email) ORDER BY seq",
		choice->selector->purchaser);
	while (search->count <= CHOICE_LIMIT && query_row(query))
		if (purchase_at(store, query_position_at(query, 0), &id, &choice->arena))
			add_purchase(search, &id);
	query_end(query);
	return search->count <= CHOICE_LIMIT;
}

/* By an id or a reference. */
static void search_one(struct search *search)
{
	struct decision *decision = search->choice->decision;
	const struct ticket_selector *selector = search->choice->selector;
	struct purchase purchase;
	struct uuid id;

	if (selector->purchase != NULL && uuid_parse(selector->purchase, &id))
		add_purchase(search, &id);
	else if (selector->reference != NULL &&
		 purchase_read_named(decision->store, search->client, selector->reference,
			 &purchase, &search->choice->arena))
		add_purchase(search, &purchase.id);
}

bool search_purchases(struct search *search)
{
	const struct ticket_selector *selector = search->choice->selector;

	if (search->client == NULL && (selector->reference != NULL || selector->series != NULL))
		search->client = search->choice->decision->client;
	if (selector->series != NULL && selector->purchase == NULL && selector->reference == NULL)
		return search_series(search);
	if (selector->purchase == NULL && selector->reference == NULL)
		return search_purchaser(search);
	search_one(search);
	return true;
}
