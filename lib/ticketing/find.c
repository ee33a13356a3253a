#include "ticketing/find.h"

#include "store/handler.h"
#include "store/outcome.h"
#include "store/query.h"
#include "ticketing/address.h"
#include "ticketing/pattern.h"
#include "ticketing/suggestion.h"

MESSAGE_DEFINE(found_ticket_row, FOUND_TICKET_ROW, MESSAGE_RECORD,
	"lanyard.ticketing.found-ticket-row.v1", "A row of ticket-find.");

enum { PAGE = 100 };

/* A page: the purchases that may have what is searched for, and the key of the last one. */
struct page {
	struct store *store;
	const struct find_criteria *criteria;
	struct arena *arena;
	const char *last;
	struct uuid purchases[PAGE];
	int count;
};

static void add_purchases(struct page *page, struct query *query)
{
	while (page->count < PAGE && query_row(query))
		memcpy(page->purchases[page->count++].bytes, query_bytes_at(query, 0, UUID_SIZE),
			UUID_SIZE);
	query_end(query);
	if (page->count > 0)
		page->last = purchase_text(&page->purchases[page->count - 1], page->arena);
}

static void page_of_id(struct page *page)
{
	struct uuid id;

	if (page->criteria->purchase != NULL && uuid_parse(page->criteria->purchase, &id))
		page->purchases[page->count++] = id;
	else if (page->criteria->ticket != NULL && uuid_parse(page->criteria->ticket, &id))
		page->purchases[page->count++] = purchase_of_ticket(&id);
}

/* By position, in whose order they were made: the key has its digits. */
static void page_of_email(struct page *page, const char *after)
{
	int64_t last = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0, positions[PAGE];
	int count = address_page(page->store, page->criteria->email, last, positions, PAGE), i;

	for (i = 0; i < count; i++)
		if (purchase_at(
			    page->store, positions[i], &page->purchases[page->count], page->arena))
			page->count++;
	if (count > 0)
		page->last = arena_printf(page->arena, "%019lld", (long long)positions[count - 1]);
}

/* The key of a page by reference: client and reference, in this order. */
static const char *reference_key(
	const struct page *page, const char *client, const struct outcome_key *key)
{
	return arena_printf(page->arena, "%s" KEY_SEPARATOR "%s", client, key->key);
}

/* Borrows from the page's arena: the client of KEY, and its reference. */
static const char *split_key(const struct page *page, const char *key, const char **reference)
{
	size_t length = strcspn(key, KEY_SEPARATOR);

	*reference = key + length + strlen(KEY_SEPARATOR);
	return arena_text(page->arena, key, length);
}

static void page_of_reference(struct page *page, const char *after)
{
	const char *pattern = page->criteria->reference, *client, *reference = NULL;
	struct outcome_key keys[PAGE];
	int limit = pattern_is_open(pattern) ? PAGE : 1, count = 0, i;

	client = after != NULL ? split_key(page, after, &reference)
			       : suggestion_next_client(page->store, "", page->arena);
	/* A client has no second purchase with the same reference. */
	if (after != NULL && limit == 1)
		client = suggestion_next_client(page->store, client, page->arena);
	for (; client != NULL && count == 0;
		client = suggestion_next_client(page->store, client, page->arena)) {
		count = outcome_keys(page->store, client, create_ticket_purchase_message.type,
			pattern_prefix(pattern, page->arena), limit > 1 ? reference : NULL, keys,
			limit, page->arena);
		reference = NULL;
		if (count > 0)
			page->last = reference_key(page, client, &keys[count - 1]);
	}
	for (i = 0; i < count; i++)
		if (pattern_matches(pattern, keys[i].key, page->arena) &&
			purchase_at(page->store, keys[i].position, &page->purchases[page->count],
				page->arena))
			page->count++;
}

/* In SQL: the FIELD of the purchaser of the purchase p. */
#define OF_PURCHASER(field)                                                                        \
	"(SELECT json_extract(e.line, '$.data.purchaser." field                                    \
	"') FROM events e WHERE e.seq = p.purchaser)"

/* Whether TEXT matches PATTERN; whether a ticket of p has a FIELD that does, or the purchaser, too. */
#define LIKE(text, pattern) "fold(" text ") LIKE " pattern " ESCAPE '\\'"
#define DELEGATE_LIKE(field, pattern)                                                              \
	"EXISTS (SELECT 1 FROM tickets t WHERE t.purchase = p.purchase AND " LIKE(                 \
		"t." field, pattern) ")"
#define PERSON_LIKE(field, pattern)                                                                \
	LIKE(OF_PURCHASER(field), pattern) " OR " DELEGATE_LIKE(field, pattern)

/* Whether the criterion that is bound to PATTERN is absent, or WHERE is true. */
#define IF(pattern, where) "AND (" pattern " IS NULL OR " where ") "

/* By any other criterion, all purchases are read. */
static void page_of_all(struct page *page, const char *after)
{
	const struct find_criteria *criteria = page->criteria;
	struct arena *arena = page->arena;
	struct uuid last = uuid_of(after);

	/* clang-format off */
	add_purchases(page, QUERY(page->store,
		"SELECT p.purchase FROM purchases p WHERE p.purchase > :after "
		IF(":client", LIKE("p.client", ":client"))
		IF(":discount", LIKE("p.discount", ":discount"))
		IF(":reference", LIKE("p.reference", ":reference"))
		IF(":email", PERSON_LIKE("email", ":email"))
		IF(":name", PERSON_LIKE("name", ":name"))
		IF(":any", LIKE("p.reference", ":any") " OR " LIKE("p.discount", ":any") " OR "
			PERSON_LIKE("name", ":any") " OR " PERSON_LIKE("email", ":any"))
		"ORDER BY p.purchase LIMIT 100",
		&last, pattern_like(criteria->client, arena),
		pattern_like(criteria->discount, arena), pattern_like(criteria->reference, arena),
		pattern_like(criteria->email, arena), pattern_like(criteria->name, arena),
		pattern_like(criteria->any, arena)));
	/* clang-format on */
}

/* Of an address with other characters the index has one form alone. */
static bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* Reads the next page by the criterion that leaves the fewest purchases. */
static void read_page(struct page *page, const char *after)
{
	const struct find_criteria *criteria = page->criteria;

	if (criteria->ticket != NULL || criteria->purchase != NULL)
		page_of_id(page);
	else if (criteria->reference != NULL &&
		 *pattern_prefix(criteria->reference, page->arena) != '\0')
		page_of_reference(page, after);
	else if (criteria->email != NULL && !pattern_is_open(criteria->email) &&
		 is_ascii(criteria->email))
		page_of_email(page, after);
	else
		page_of_all(page, after);
}

static bool matches(const struct page *page, const char *pattern, const char *text)
{
	return pattern == NULL || pattern_matches(pattern, text, page->arena);
}

/* Whether the purchase itself, or its ticket, is what a criterion wants. */
static bool one_matches(const struct page *page, const char *pattern, const char *of_purchase,
	const char *of_ticket)
{
	return matches(page, pattern, of_purchase) || matches(page, pattern, of_ticket);
}

static bool is_any(const struct page *page, const struct purchase *purchase,
	const struct purchaser *purchaser, const struct purchased_ticket *ticket)
{
	const char *any = page->criteria->any;

	return any == NULL || matches(page, any, purchase->reference) ||
	       matches(page, any, purchase->discount) ||
	       one_matches(page, any, purchaser->name, ticket->name) ||
	       one_matches(page, any, purchaser->email, ticket->email);
}

static bool is_wanted(const struct page *page, const struct purchase *purchase,
	const struct purchaser *purchaser, const struct purchased_ticket *ticket)
{
	const struct find_criteria *criteria = page->criteria;
	struct uuid id;

	if (criteria->ticket != NULL &&
		!(uuid_parse(criteria->ticket, &id) && uuid_equal(&id, &ticket->id)))
		return false;
	if ((criteria->valid && ticket->ended > 0) || (criteria->assigned && !ticket->assigned) ||
		(criteria->unassigned && ticket->assigned))
		return false;
	return matches(page, criteria->type, ticket->type) &&
	       one_matches(page, criteria->email, criteria->delegates ? NULL : purchaser->email,
		       ticket->email) &&
	       one_matches(page, criteria->name, criteria->delegates ? NULL : purchaser->name,
		       ticket->name) &&
	       is_any(page, purchase, purchaser, ticket);
}

static bool purchase_is_wanted(const struct page *page, const struct purchase *purchase)
{
	const struct find_criteria *criteria = page->criteria;
	struct uuid id;

	if (criteria->purchase != NULL &&
		!(uuid_parse(criteria->purchase, &id) && uuid_equal(&id, &purchase->id)))
		return false;
	return matches(page, criteria->reference, purchase->reference) &&
	       matches(page, criteria->client, purchase->client) &&
	       matches(page, criteria->discount, purchase->discount);
}

/* Calls VISIT with the tickets of PURCHASE that are wanted, if there are any. */
static void visit_purchase(
	struct page *page, const struct purchase *purchase, find_visit *visit, void *to)
{
	struct purchaser purchaser = {.name = ""};
	struct found_tickets found = {.purchase = purchase, .purchaser = &purchaser};
	struct purchased_ticket *tickets;
	size_t count, i;

	if (!purchase_is_wanted(page, purchase))
		return;
	purchase_purchaser(page->store, purchase, &purchaser, page->arena);
	tickets = purchase_tickets(page->store, purchase, &count, page->arena);
	found.tickets = tickets;
	for (i = 0; i < count; i++)
		if (is_wanted(page, purchase, &purchaser, &tickets[i]))
			tickets[found.count++] = tickets[i];
	if (found.count > 0)
		visit(to, &found);
}

const char *find_purchases(struct store *store, const struct find_criteria *criteria,
	const char *after, struct arena *arena, find_visit *visit, void *to)
{
	struct page page = {.store = store, .criteria = criteria, .arena = arena};
	int i;

	read_page(&page, after);
	for (i = 0; i < page.count; i++) {
		struct purchase purchase;

		if (purchase_read(store, &page.purchases[i], &purchase, arena))
			visit_purchase(&page, &purchase, visit, to);
	}
	return page.last;
}

/* What find_tickets() passes on. */
struct rows {
	reports_row *each;
	void *to;
	struct arena *arena;
};

static void add_rows(void *to, const struct found_tickets *found)
{
	const struct rows *rows = to;
	const struct purchase *purchase = found->purchase;
	size_t i;

	for (i = 0; i < found->count; i++) {
		const struct purchased_ticket *ticket = &found->tickets[i];
		bool alone = ticket->ended > 0 && purchase->closed == 0;

		rows->each(rows->to,
			&(struct found_ticket_row){
				.ticket = purchase_text(&ticket->id, rows->arena),
				.type = ticket->type,
				.state = alone ? PURCHASE_CANCELLED : purchase->state,
				.name = ticket->name,
				.email = ticket->email,
				.purchaser = found->purchaser->name,
				.purchaser_email = found->purchaser->email,
				.client = purchase->client,
				.reference = purchase->reference,
				.discount = purchase->discount,
				.purchase = purchase->text,
			});
	}
}

const char *find_tickets(struct store *store, const struct find_criteria *criteria,
	const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct rows rows = {each, to, arena};

	return find_purchases(store, criteria, after, arena, add_rows, &rows);
}
