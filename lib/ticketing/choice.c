#include "ticketing/choice.h"

#include "store/outcome.h"
#include "store/query.h"
#include "ticketing/address.h"
#include "ticketing/grant.h"
#include "ticketing/suggestion.h"

enum { PAGE = 100 };

/* The purchases found, of which some may have ended. */
struct search {
	struct choice *choice;
	const char *client;     /* whose reference it is */
	size_t count;           /* all that were found */
	struct purchase ended;  /* the last one of those that have */
	struct purchase single; /* the only one, if count is 1 */
};

/* What a rejection is about: the purchase, if it is known. */
static struct rejection_subject subject(
	const struct choice *choice, const struct purchase *purchase)
{
	return (struct rejection_subject){
		.purchase = purchase != NULL ? purchase_text(&purchase->id, choice->decision->arena)
					     : choice->selector->purchase,
		.reference = choice->selector->reference,
		.of_client = choice->selector->of_client,
	};
}

#define REJECT(choice, purchase, code, ...)                                                        \
	purchase_reject_command((choice)->decision, (choice)->command, code,                       \
		subject(choice, purchase), __VA_ARGS__)

/* Whether the purchaser of PURCHASE has the address that the selector names. */
static bool has_purchaser(const struct search *search, const struct purchase *purchase)
{
	struct purchaser purchaser = {.email = ""};

	purchase_purchaser(
		search->choice->decision->store, purchase, &purchaser, &search->choice->arena);
	return strcasecmp(purchaser.email, search->choice->selector->purchaser) == 0;
}

static bool begins_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
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
		(selector->reference_prefix != NULL &&
			!begins_with(purchase->reference, selector->reference_prefix)) ||
		(search->client != NULL && strcmp(search->client, purchase->client) != 0))
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

/* By the beginning of references; returns whether all were read, within the limit. */
static bool search_references(struct search *search)
{
	struct decision *decision = search->choice->decision;
	const char *after = NULL;
	struct outcome_key keys[PAGE];
	size_t total = 0;
	int count, i;

	do {
		count = outcome_keys(decision->store, search->client,
			create_ticket_purchase_message.type,
			search->choice->selector->reference_prefix, after, keys, PAGE,
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

/* Rejects a command whose reference is unknown, with a similar one, if there is any. */
static void reject_reference(const struct search *search)
{
	const struct choice *choice = search->choice;
	struct decision *decision = choice->decision;
	const char *reference = choice->selector->reference, *near = NULL, *other = NULL;

	if (grant_has_purchase_of(search->choice->sender, search->client))
		near = suggestion_of_reference(
			decision->store, search->client, reference, &search->choice->arena);
	if (near == NULL && grant_has_every_purchase(search->choice->sender))
		near = suggestion_of_any_client(
			decision->store, search->client, reference, &other, &search->choice->arena);
	if (near == NULL)
		REJECT(choice, NULL, REJECTION_UNKNOWN_PURCHASE,
			"there is no purchase \"%s\" of the client \"%s\"", reference,
			search->client);
	else if (other == NULL)
		REJECT(choice, NULL, REJECTION_UNKNOWN_PURCHASE,
			"there is no purchase \"%s\" of the client \"%s\"; it has \"%s\"",
			reference, search->client, near);
	else
		REJECT(choice, NULL, REJECTION_UNKNOWN_PURCHASE,
			"there is no purchase \"%s\" of the client \"%s\"; the client \"%s\" has \"%s\"",
			reference, search->client, other, near);
}

static void reject_unknown(const struct search *search)
{
	const struct choice *choice = search->choice;
	const struct ticket_selector *selector = choice->selector;
	bool only = (selector->purchase != NULL) + (selector->reference != NULL) +
			    (selector->reference_prefix != NULL) + (selector->purchaser != NULL) ==
		    1;

	if (!only)
		REJECT(choice, NULL, REJECTION_UNKNOWN_PURCHASE,
			"there is no purchase with all that is named");
	else if (selector->reference != NULL)
		reject_reference(search);
	else if (selector->purchase != NULL)
		REJECT(choice, NULL, REJECTION_UNKNOWN_PURCHASE, "there is no purchase %s",
			selector->purchase);
	else if (selector->purchaser != NULL)
		REJECT(choice, NULL, REJECTION_UNKNOWN_PURCHASE, "there is no purchase of %s",
			selector->purchaser);
	else
		REJECT(choice, NULL, REJECTION_UNKNOWN_PURCHASE,
			"no reference of a purchase of the client \"%s\" begins with \"%s\"",
			search->client, selector->reference_prefix);
}

static void reject_ended(const struct search *search)
{
	const struct purchase *ended = &search->ended;

	if (ended->state == PURCHASE_CANCELLED)
		REJECT(search->choice, ended, REJECTION_CANCELLED, "\"%s\" was cancelled",
			ended->reference);
	else
		REJECT(search->choice, ended, REJECTION_TIMED_OUT,
			"\"%s\" was not paid in time and has expired", ended->reference);
}

/* The older one first; of one command's there is one purchase. */
static int compare_purchases(const void *left, const void *right)
{
	int64_t a = ((const struct purchase *)left)->position;
	int64_t b = ((const struct purchase *)right)->position;

	return (a > b) - (a < b);
}

/* Whether something of the selector names purchases; else the command is denied. */
static bool check_selector(const struct choice *choice)
{
	const struct ticket_selector *selector = choice->selector;

	if (selector->purchase == NULL && selector->reference == NULL &&
		selector->reference_prefix == NULL && selector->purchaser == NULL)
		decision_deny(choice->decision, DENY_MALFORMED, "/ticket",
			"is missing, and so is its purchase, a reference or the purchaser");
	return choice->decision->denied == DENY_NONE;
}

bool choice_read(struct choice *choice)
{
	const struct ticket_selector *selector = choice->selector;
	struct decision *decision = choice->decision;
	struct search search = {.choice = choice, .client = selector->of_client};
	bool all = true;

	if (!grant_check(decision, choice->command, &choice->sender) || !check_selector(choice))
		return false;
	if (search.client == NULL &&
		(selector->reference != NULL || selector->reference_prefix != NULL))
		search.client = decision->client;
	if (selector->purchase != NULL || selector->reference != NULL)
		search_one(&search);
	else
		all = selector->reference_prefix != NULL ? search_references(&search)
							 : search_purchaser(&search);
	if (!all)
		REJECT(choice, NULL, REJECTION_TOO_MANY,
			"it selects more than %d purchases: name more of them", CHOICE_LIMIT);
	else if (search.count == 0)
		reject_unknown(&search);
	else if (choice->purchases.count == 0)
		reject_ended(&search);
	else
		qsort(choice->purchases.items, choice->purchases.count, sizeof(struct purchase),
			compare_purchases);
	return !decision->rejected;
}

bool choice_is_readable(const struct choice *choice)
{
	const struct purchase *purchases = choice->purchases.items;
	size_t i;

	for (i = 0; i < choice->purchases.count; i++)
		if (!grant_may_read(choice->sender, purchases[i].client))
			return false;
	return true;
}

/* What the tickets of a choice are, until the one that is searched for. */
struct survey {
	size_t tickets;    /* all valid ones */
	size_t of_type;    /* those of the selector's type */
	struct list names; /* of the delegates; const char * */
};

/* Whether TICKET is one of those that can be assigned. */
static bool is_candidate(const struct choice *choice, const struct purchased_ticket *ticket)
{
	const char *type = choice->selector->type;

	return ticket->ended == 0 && (type == NULL || strcmp(type, ticket->type) == 0);
}

/*
 * Finds the first ticket of PURCHASE that is assigned to EMAIL, or to nobody if EMAIL is NULL, and
 * adds the others to SURVEY (NULL: to none).
 */
static bool search_purchase(struct choice *choice, const struct purchase *purchase,
	const char *email, struct survey *survey, struct purchased_ticket *found)
{
	struct arena *arena = &choice->arena;
	size_t count, i;
	const struct purchased_ticket *tickets =
		purchase_tickets(choice->decision->store, purchase, &count, arena);

	for (i = 0; i < count; i++) {
		const struct purchased_ticket *ticket = &tickets[i];

		if (survey != NULL && ticket->ended == 0)
			survey->tickets++;
		if (!is_candidate(choice, ticket))
			continue;
		if (email != NULL ? ticket->assigned && strcasecmp(ticket->email, email) == 0
				  : !ticket->assigned) {
			*found = *ticket;
			return true;
		}
		if (survey == NULL)
			continue;
		survey->of_type++;
		*(const char **)list_grow(&survey->names, sizeof(char *), arena) = ticket->name;
	}
	return false;
}

/* Whether a ticket of PURCHASE is assigned to EMAIL. */
static bool has_delegate(struct store *store, const struct purchase *purchase, const char *email)
{
	return query_number(QUERY(store,
		       "SELECT count(*) FROM tickets WHERE email = :email AND purchase = :purchase",
		       email, &purchase->id)) != 0;
}

/* Borrows from CHOICE: the names, as many of them as fit into a sentence. */
static const char *names_of(struct choice *choice, const struct list *list)
{
	enum { NAMES_BYTES = 300 };
	struct arena *arena = &choice->arena;
	const char *const *names = list->items;
	const char *text = "";
	size_t i;

	for (i = 0; i < list->count; i++) {
		const char *lead = i == 0 ? "" : i + 1 == list->count ? " and " : ", ";

		if (i > 0 && strlen(text) + strlen(names[i]) > NAMES_BYTES)
			return arena_printf(arena, "%s and %zu more", text, list->count - i);
		text = arena_printf(arena, "%s%s%s", text, lead, names[i]);
	}
	return text;
}

static void reject_all_assigned(struct choice *choice, const struct survey *survey)
{
	const struct purchase *purchases = choice->purchases.items;
	const struct purchase *single = choice->purchases.count == 1 ? purchases : NULL;
	const char *type = choice->selector->type;
	bool readable = choice_is_readable(choice);

	if (survey->of_type == 0)
		REJECT(choice, single, REJECTION_UNKNOWN_TYPE,
			"none of its tickets (%zu) is of the type \"%s\"", survey->tickets, type);
	else
		REJECT(choice, single, REJECTION_ALL_ASSIGNED,
			"no ticket is left: there %s %zu%s%s%s, assigned%s%s",
			survey->of_type == 1 ? "is" : "are", survey->of_type,
			type != NULL ? " of the type \"" : "", type != NULL ? type : "",
			type != NULL ? "\"" : "", readable ? " to " : "",
			readable ? names_of(choice, &survey->names) : "");
}

/* Finds it in the memory of CHOICE. */
static bool find_ticket(struct choice *choice, const char *email, struct uuid *purchase,
	struct purchased_ticket *ticket)
{
	const struct purchase *purchases = choice->purchases.items;
	struct survey survey = {.tickets = 0};
	size_t i;

	for (i = 0; i < choice->purchases.count; i++) {
		*purchase = purchases[i].id;
		if (has_delegate(choice->decision->store, &purchases[i], email) &&
			search_purchase(choice, &purchases[i], email, NULL, ticket))
			return true;
	}
	for (i = 0; i < choice->purchases.count; i++) {
		*purchase = purchases[i].id;
		if (search_purchase(choice, &purchases[i], NULL, &survey, ticket))
			return true;
	}
	reject_all_assigned(choice, &survey);
	return false;
}

bool choice_find_ticket(struct choice *choice, const char *email, struct purchase *purchase,
	struct purchased_ticket *ticket)
{
	struct arena *arena = choice->decision->arena;
	struct uuid id;

	if (!find_ticket(choice, email, &id, ticket) ||
		!purchase_read(choice->decision->store, &id, purchase, arena))
		return false;
	ticket->type = arena_text(arena, ticket->type, strlen(ticket->type));
	ticket->name = ticket->email = NULL;
	return true;
}

void choice_visit_assigned(struct choice *choice,
	void (*each)(void *to, const struct purchased_ticket *ticket), void *to)
{
	const struct purchase *purchases = choice->purchases.items;
	struct decision *decision = choice->decision;
	size_t i, n, count;

	for (i = 0; i < choice->purchases.count; i++) {
		const struct purchased_ticket *tickets =
			purchase_tickets(decision->store, &purchases[i], &count, &choice->arena);

		for (n = 0; n < count; n++)
			if (is_candidate(choice, &tickets[n]) && tickets[n].assigned)
				each(to, &tickets[n]);
	}
}
