#include "ticketing/purchase.h"

#include "base/lines.h"
#include "store/query.h"
#include "ticketing/grant.h"
#include "ticketing/messages.h"
#include "ticketing/office.h"

/* What the tickets of a purchase may take of its event's line; the rest is below 4 KiB. */
enum { TICKETS_BYTES = LINE_LIMIT - 4096 };

/* Answers an event: a business refusal is an outcome like any other. */
static void reject(struct decision *decision, const struct create_ticket_purchase *create,
	enum rejection code, bool retryable, const char *type, const char *message)
{
	struct ticket_purchase_rejected *rejected = arena_take(decision->arena, sizeof(*rejected));

	*rejected = (struct ticket_purchase_rejected){
		.reference = create->reference,
		.client = decision->client,
		.code = code,
		.message = message,
		.retryable = truth(retryable),
		.type = type,
	};
	decision->rejected = true;
	decision_event(decision, &ticket_purchase_rejected_message, create->reference, rejected);
}

/* How many of WANTED's type the whole command asks for, at WANTED's first mention. */
static int64_t quantity_of(const struct create_ticket_purchase *create, const char *type)
{
	const struct tickets_wanted *wanted = create->tickets.items;
	int64_t quantity = 0;
	size_t i;

	for (i = 0; i < create->tickets.count; i++)
		if (strcmp(wanted[i].type, type) == 0)
			quantity += wanted[i].quantity.value;
	return quantity;
}

/* Bytes that one ticket of TYPE takes of the event's line. */
static size_t ticket_bytes(const char *type)
{
	size_t bytes = sizeof("{\"id\":\"\",\"type\":\"\"},") + UUID_TEXT;

	for (; *type != '\0'; type++)
		bytes += *type == '"' || *type == '\\' ? 2 : 1;
	return bytes;
}

/* Door: whether the client may book this. Else the decision is refused. */
static bool check_grants(struct decision *decision, const struct create_ticket_purchase *create,
	const struct counted_client *client)
{
	const struct tickets_wanted *wanted = create->tickets.items;
	size_t i;

	if (create->payment == PAYMENT_WAIVED && !client->waive) {
		decision_refuse(decision, REFUSAL_FORBIDDEN, "/payment",
			"\"%s\" may not waive payment", client->client);
		return false;
	}
	for (i = 0; i < create->tickets.count; i++) {
		if (grant_has_type(client, wanted[i].type) ||
			office_type(decision->state, wanted[i].type) == NULL)
			continue;
		decision_refuse(decision, REFUSAL_FORBIDDEN,
			arena_printf(decision->arena, "/tickets/%zu/type", i),
			"\"%s\" may not book tickets of type \"%s\"", client->client,
			wanted[i].type);
		return false;
	}
	return true;
}

/* Business: whether one type can be had. Else it is rejected. */
static bool check_type(struct decision *decision, const struct create_ticket_purchase *create,
	const char *id, const char *currency)
{
	const struct counted_type *type = office_type(decision->state, id);
	int64_t quantity = quantity_of(create, id);
	int64_t left;

	if (type == NULL) {
		reject(decision, create, REJECTION_UNKNOWN_TYPE, false, id,
			arena_printf(decision->arena, "there is no ticket type \"%s\"", id));
		return false;
	}
	if (decision->now < type->from || decision->now >= type->until) {
		bool early = decision->now < type->from;

		reject(decision, create, REJECTION_NOT_ON_SALE, early, id,
			arena_printf(decision->arena, "\"%s\" is %s on sale", id,
				early ? "not yet" : "no longer"));
		return false;
	}
	left = type->capacity - type->sold;
	if (quantity > left) {
		reject(decision, create, REJECTION_SOLD_OUT, true, id,
			arena_printf(decision->arena, "%lld of \"%s\" are asked for, %lld are left",
				(long long)quantity, id, (long long)left));
		return false;
	}
	if (create->payment == PAYMENT_DUE && currency != NULL &&
		strcmp(type->currency, currency) != 0) {
		reject(decision, create, REJECTION_MIXED_CURRENCIES, false, id,
			arena_printf(decision->arena,
				"\"%s\" is priced in %s, the ones before it in %s", id,
				type->currency, currency));
		return false;
	}
	return true;
}

/* Fills in the tickets and the amount; false where it was rejected. */
static bool fill_tickets(struct decision *decision, const struct create_ticket_purchase *create,
	const struct uuid *purchase, struct ticket_purchase_created *created)
{
	const struct tickets_wanted *wanted = create->tickets.items;
	struct ticket *tickets = created->tickets.items;
	size_t ordinal = 0;
	int64_t amount = 0;
	size_t i;

	for (i = 0; i < create->tickets.count; i++) {
		const struct counted_type *type;
		int64_t n;

		if (!check_type(decision, create, wanted[i].type, created->currency))
			return false;
		type = office_type(decision->state, wanted[i].type);
		if (created->currency == NULL)
			created->currency =
				arena_text(decision->arena, type->currency, strlen(type->currency));
		for (n = 0; n < wanted[i].quantity.value; n++, ordinal++) {
			struct uuid id = uuid_member(purchase, (unsigned)ordinal + 1);
			char *text = arena_take(decision->arena, UUID_TEXT);

			uuid_format(&id, text);
			tickets[ordinal] = (struct ticket){text, wanted[i].type};
		}
		amount += wanted[i].quantity.value * type->price;
	}
	created->amount = integer(create->payment == PAYMENT_WAIVED ? 0 : amount);
	return true;
}

/* All the tickets of the command; false where they are too many for one line. */
static bool count_tickets(
	struct decision *decision, const struct create_ticket_purchase *create, size_t *count)
{
	const struct tickets_wanted *wanted = create->tickets.items;
	size_t bytes = 0;
	size_t i;

	*count = 0;
	for (i = 0; i < create->tickets.count; i++) {
		size_t quantity = (size_t)wanted[i].quantity.value;

		*count += quantity;
		bytes += quantity * ticket_bytes(wanted[i].type);
	}
	if (*count <= TICKETS_LIMIT && bytes <= TICKETS_BYTES)
		return true;
	reject(decision, create, REJECTION_TOO_MANY, false, NULL,
		arena_printf(decision->arena, "%zu tickets are more than one purchase may have",
			*count));
	return false;
}

void purchase_create(struct decision *decision, const void *command)
{
	const struct create_ticket_purchase *create = command;
	struct ticket_purchase_created *created;
	struct counted_client *client;
	struct uuid purchase = uuid_root(decision->now);
	char *text = arena_take(decision->arena, UUID_TEXT);
	bool organiser;
	size_t count;

	client = grant_check(decision, &create_ticket_purchase_message, &organiser);
	if (client == NULL && !organiser)
		return;
	if (client != NULL && !check_grants(decision, create, client))
		return;
	if (!count_tickets(decision, create, &count))
		return;
	uuid_format(&purchase, text);
	created = arena_take(decision->arena, sizeof(*created));
	*created = (struct ticket_purchase_created){
		.purchase = text,
		.reference = create->reference,
		.client = decision->client,
		.purchaser = create->purchaser,
		.tickets = {count, arena_take(decision->arena, count * sizeof(struct ticket))},
		.payment = create->payment,
		.reason = create->reason,
	};
	if (!fill_tickets(decision, create, &purchase, created))
		return;
	if (client != NULL && (int64_t)count > client->budget - client->booked) {
		reject(decision, create, REJECTION_OVER_BUDGET, true, NULL,
			arena_printf(decision->arena,
				"%zu tickets are asked for, %lld are left of the budget", count,
				(long long)(client->budget - client->booked)));
		return;
	}
	decision_event(decision, &ticket_purchase_created_message, create->reference, created);
}

static void insert_purchase(
	struct store *store, const struct uuid *id, const struct ticket_purchase_created *created)
{
	struct query *query = query_of(store,
		"INSERT INTO purchases (purchase, client, reference, name, email, payment, amount, "
		"currency, reason) VALUES (:purchase, :client, :reference, :name, :email, :payment, "
		":amount, :currency, :reason)");

	query_uuid(query, id);
	query_text(query, created->client);
	query_text(query, created->reference);
	query_text(query, created->purchaser->name);
	query_text(query, created->purchaser->email);
	query_text(query, words_text(&payment_words, created->payment));
	query_integer(query, created->amount.value);
	query_text(query, created->currency);
	query_text(query, created->reason);
	query_run(query);
}

void purchase_created(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct ticket_purchase_created *created = event;
	const struct ticket *tickets = created->tickets.items;
	struct counted_client *client = office_client(state, created->client);
	struct counted_type *type = NULL;
	struct uuid id;
	size_t i;

	(void)envelope;
	if (uuid_parse(created->purchase, &id))
		insert_purchase(store, &id, created);
	for (i = 0; i < created->tickets.count; i++) {
		struct query *query = query_of(
			store, "INSERT INTO tickets (ticket, type) VALUES (:ticket, :type)");

		uuid_parse(tickets[i].id, &id);
		query_uuid(query, &id);
		query_text(query, tickets[i].type);
		query_run(query);
		if (type == NULL || strcmp(type->type, tickets[i].type) != 0)
			type = office_type(state, tickets[i].type);
		if (type != NULL) {
			type->sold++;
			type->changed = true;
		}
	}
	if (client != NULL) {
		client->booked += (int64_t)created->tickets.count;
		client->changed = true;
	}
}

/* Nothing was booked: the event itself is all that there is to know. */
void purchase_rejected(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	(void)store;
	(void)state;
	(void)envelope;
	(void)event;
}

void purchase_refuse(struct decision *decision, const struct message *command, struct buffer *out)
{
	static const enum door_refusal codes[] = {
		[REFUSAL_FORBIDDEN] = DOOR_FORBIDDEN,
		[REFUSAL_CONFLICT] = DOOR_CONFLICT,
		[REFUSAL_MALFORMED] = DOOR_MALFORMED,
		[REFUSAL_CONTRADICTION] = DOOR_CONFLICT,
	};
	struct command_refused refused = {
		.command = command->type,
		.client = decision->client,
		.code = codes[decision->refusal],
		.message = decision->reason,
		.pointer = *decision->pointer != '\0' ? decision->pointer : NULL,
		.retryable = truth(decision->refusal == REFUSAL_FORBIDDEN),
	};
	struct envelope envelope = {
		.id = uuid_derived(decision->now, &decision->envelope->id,
			command_refused_message.type, decision->refusal),
		.source = store_source(decision->store),
		.time = decision->time,
		.correlation = decision_correlation(decision),
		.client = decision->client,
		.cause = &decision->envelope->id,
	};

	envelope_write(&envelope, &command_refused_message, &refused, out);
}
