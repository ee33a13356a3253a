#include "ticketing/choice.h"

#include "base/unicode.h"
#include "store/query.h"
#include "ticketing/grant.h"
#include "ticketing/inventory.h"
#include "ticketing/search.h"
#include "ticketing/suggestion.h"

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
			    (selector->series != NULL) + (selector->purchaser != NULL) ==
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
			"the client \"%s\" has no purchase of the series \"%s\"", search->client,
			selector->series);
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

	if (selector->purchase == NULL && selector->reference == NULL && selector->series == NULL &&
		selector->purchaser == NULL)
		decision_deny(choice->decision, DENY_MALFORMED, "/ticket",
			"is missing, and so is its purchase, a reference, a series or the purchaser");
	return choice->decision->denied == DENY_NONE;
}

/* What the tickets of a choice are, of which none can be assigned. */
struct survey {
	size_t tickets;    /* all valid ones */
	size_t of_type;    /* those of the selector's type */
	struct list names; /* of their delegates; const char * */
	const char *text;  /* these as a sentence has them; NULL: nothing is known */
};

/*
 * A choice that the transaction keeps, as all lines of a list have the same one: reading it for each
 * would take time by their product. The next event that is not noted ends it.
 */
struct kept {
	struct ticket_selector selector;
	const char *client;
	struct list purchases; /* none: it was read once, or too many were kept */
	unsigned *first;       /* of each: all tickets before this number are not to be assigned */
	int64_t position;      /* of the last event that it knows */
	struct survey survey;  /* if it is full */
	int reads;             /* of purchases, in this transaction */
};

/* More choices than these are not kept, so that a transaction's memory stays small. */
enum { KEPT_READS = 16 };

static bool same_text(const char *one, const char *other)
{
	return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

static bool is_kept(const struct kept *kept, const struct choice *choice)
{
	const struct ticket_selector *one = &kept->selector, *other = choice->selector;
	const struct purchase *purchases = kept->purchases.items;
	size_t i;

	if (kept->position != store_last_sequence(choice->decision->store) ||
		strcmp(kept->client, choice->decision->client) != 0 ||
		!same_text(one->purchase, other->purchase) ||
		!same_text(one->reference, other->reference) ||
		!same_text(one->series, other->series) ||
		!same_text(one->purchaser, other->purchaser) ||
		!same_text(one->of_client, other->of_client) || !same_text(one->type, other->type))
		return false;
	for (i = 0; i < kept->purchases.count; i++)
		if (purchase_has_timed_out(&purchases[i], choice->decision->now))
			return false;
	return true;
}

static const char *copy(struct arena *arena, const char *text)
{
	return text != NULL ? arena_text(arena, text, strlen(text)) : NULL;
}

/* The memory of the transaction: what is kept of CHOICE now, of which nothing is read yet. */
static void keep(const struct choice *choice, int reads)
{
	struct store *store = choice->decision->store;
	struct kept **kept = (struct kept **)inventory_choice(store);
	struct arena *arena = &store_memory(store)->arena;
	const struct ticket_selector *selector = choice->selector;

	*kept = arena_take(arena, sizeof(**kept));
	**kept = (struct kept){
		.selector = {copy(arena, selector->purchase), copy(arena, selector->reference),
			copy(arena, selector->series), copy(arena, selector->purchaser),
			copy(arena, selector->of_client), copy(arena, selector->type)},
		.client = copy(arena, choice->decision->client),
		.position = store_last_sequence(store),
		.reads = reads,
	};
}

/* Keeps the purchases of CHOICE, which were read for the second time. */
static void keep_purchases(struct choice *choice, struct kept *kept)
{
	struct arena *arena = &store_memory(choice->decision->store)->arena;
	const struct purchase *purchases = choice->purchases.items;
	size_t i;

	kept->reads++;
	kept->first = arena_take(arena, choice->purchases.count * sizeof(*kept->first));
	for (i = 0; i < choice->purchases.count; i++) {
		struct purchase *purchase = list_grow(&kept->purchases, sizeof(*purchase), arena);

		*purchase = purchases[i];
		purchase->text = copy(arena, purchase->text);
		purchase->client = copy(arena, purchase->client);
		purchase->reference = copy(arena, purchase->reference);
		purchase->items = copy(arena, purchase->items);
		purchase->currency = copy(arena, purchase->currency);
		purchase->deadline = copy(arena, purchase->deadline);
		purchase->discount = copy(arena, purchase->discount);
		purchase->pool = copy(arena, purchase->pool);
		kept->first[i] = 1;
	}
	choice->kept = kept;
}

void choice_note(const struct applying *of)
{
	struct store_memory *memory = store_memory(of->store);
	struct kept *kept = memory->root != NULL ? *inventory_choice(of->store) : NULL;

	if (kept == NULL || kept->position != of->envelope->sequence - 1)
		return;
	kept->position++;
	if (strcmp(of->envelope->type, ticket_assigned_message.type) == 0)
		kept->survey = (struct survey){.text = NULL};
}

/* Reads the purchases; if there are none, the command is rejected. */
static void read_purchases(struct choice *choice)
{
	struct search search = {.choice = choice, .client = choice->selector->of_client};

	if (!search_purchases(&search))
		REJECT(choice, NULL, REJECTION_TOO_MANY,
			"it selects more than %d purchases: name more of them", CHOICE_LIMIT);
	else if (search.count == 0)
		reject_unknown(&search);
	else if (choice->purchases.count == 0)
		reject_ended(&search);
	else
		qsort(choice->purchases.items, choice->purchases.count, sizeof(struct purchase),
			compare_purchases);
}

bool choice_read(struct choice *choice)
{
	struct decision *decision = choice->decision;
	struct kept *kept;
	bool again;

	if (!grant_check(decision, choice->command, &choice->sender) || !check_selector(choice))
		return false;
	kept = *inventory_choice(decision->store);
	again = kept != NULL && is_kept(kept, choice);
	if (again && kept->purchases.count > 0) {
		choice->kept = kept;
		choice->purchases = kept->purchases;
		return true;
	}
	read_purchases(choice);
	if (!again)
		keep(choice, kept != NULL ? kept->reads : 0);
	else if (!decision->rejected && kept->reads < KEPT_READS)
		keep_purchases(choice, kept);
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

/* Whether TICKET is one of those that can be assigned. */
static bool is_candidate(const struct choice *choice, const struct purchased_ticket *ticket)
{
	const char *type = choice->selector->type;

	return ticket->ended == 0 && (type == NULL || strcmp(type, ticket->type) == 0);
}

/* Adds all tickets of PURCHASE, none of which can be assigned, to SURVEY. */
static void survey_purchase(
	struct choice *choice, const struct purchase *purchase, struct survey *survey)
{
	struct arena *arena = &choice->arena;
	size_t count, i;
	const struct purchased_ticket *tickets =
		purchase_tickets(choice->decision->store, purchase, &count, arena);

	for (i = 0; i < count; i++) {
		survey->tickets += tickets[i].ended == 0;
		if (!is_candidate(choice, &tickets[i]))
			continue;
		survey->of_type++;
		*(const char **)list_grow(&survey->names, sizeof(char *), arena) = tickets[i].name;
	}
}

/* Finds the first ticket of the purchase INDEX of CHOICE that can be assigned. */
static bool find_free(struct choice *choice, size_t index, struct purchased_ticket *found)
{
	enum { TAKEN = 32 };
	const struct purchase *purchase = (struct purchase *)choice->purchases.items + index;
	unsigned first = choice->kept != NULL ? choice->kept->first[index] : 1;
	bool none = true; /* before the ticket */
	size_t count, i;

	do {
		const struct purchased_ticket *tickets =
			purchase_tickets_between(choice->decision->store, purchase, first,
				first + TAKEN - 1, &count, &choice->arena);

		for (i = 0; i < count; i++) {
			none = none && (tickets[i].ended > 0 || tickets[i].assigned);
			if (is_candidate(choice, &tickets[i]) && !tickets[i].assigned) {
				*found = tickets[i];
				return true;
			}
			if (none && choice->kept != NULL)
				choice->kept->first[index] = first + (unsigned)i + 1;
		}
		first += TAKEN;
	} while (count == TAKEN);
	return false;
}

/* Finds the first ticket of CHOICE that is assigned to EMAIL. INDEX: of its purchase. */
static bool find_assigned(
	struct choice *choice, const char *email, size_t *index, struct purchased_ticket *found)
{
	const struct purchase *purchases = choice->purchases.items;
	struct store *store = choice->decision->store;
	const char *folded = unicode_fold(email, &choice->arena);
	struct query *query = QUERY(store,
		"SELECT purchase, number FROM tickets WHERE email = :email OR email = :folded "
		"OR folded = :folded ORDER BY purchase, number",
		email, folded);
	size_t i, count, best = choice->purchases.count;

	while (query_row(query)) {
		const void *id = query_bytes_at(query, 0, UUID_SIZE);
		unsigned number = (unsigned)query_integer_within_at(query, 1, 1, TICKETS_LIMIT);
		const struct purchased_ticket *ticket;

		for (i = 0; i < best && memcmp(purchases[i].id.bytes, id, UUID_SIZE) != 0; i++)
			;
		if (i == best)
			continue;
		ticket = purchase_tickets_between(
			store, &purchases[i], number, number, &count, &choice->arena);
		if (count == 0 || !is_candidate(choice, ticket))
			continue;
		*found = *ticket;
		*index = best = i;
	}
	return best < choice->purchases.count;
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
			readable ? survey->text : "");
}

/* Rejects the command, as no ticket of CHOICE is left. */
static void reject_full(struct choice *choice)
{
	const struct purchase *purchases = choice->purchases.items;
	struct survey own = {.text = NULL};
	struct survey *survey = choice->kept != NULL ? &choice->kept->survey : &own;
	size_t i;

	if (survey->text == NULL) {
		for (i = 0; i < choice->purchases.count; i++)
			survey_purchase(choice, &purchases[i], survey);
		survey->text = copy(&store_memory(choice->decision->store)->arena,
			names_of(choice, &survey->names));
		survey->names = (struct list){0};
	}
	reject_all_assigned(choice, survey);
}

/* Finds it in the memory of CHOICE. */
static bool find_ticket(struct choice *choice, const char *email, struct uuid *purchase,
	struct purchased_ticket *ticket)
{
	const struct purchase *purchases = choice->purchases.items;
	size_t i = 0;
	bool found = find_assigned(choice, email, &i, ticket);

	for (; !found && i < choice->purchases.count; i += !found)
		found = find_free(choice, i, ticket);
	if (found)
		*purchase = purchases[i].id;
	else
		reject_full(choice);
	return found;
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
