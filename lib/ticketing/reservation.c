#include "ticketing/reservation.h"

#include "base/clock.h"
#include "base/plural.h"
#include "store/query.h"
#include "ticketing/conference.h"
#include "ticketing/discount.h"
#include "ticketing/grant.h"
#include "ticketing/inventory.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"

enum { MINUTE_MILLISECONDS = 60 * 1000 };

const char *reservation_default(struct decision *decision, const struct client_state *client)
{
	int64_t minutes = grant_reservation(client);
	int64_t within = conference_payment_within(decision->store);
	char *text = arena_take(decision->arena, CLOCK_TEXT);

	if (minutes > within)
		minutes = within;
	clock_format(decision->now + minutes * MINUTE_MILLISECONDS, text);
	return text;
}

bool reservation_check(struct decision *decision, const struct client_state *client, int64_t begin,
	const char *deadline)
{
	int64_t minutes = grant_reservation(client);
	char longest[DURATION_TEXT];

	if (client == NULL || clock_parse_or(deadline, 0) <= begin + minutes * MINUTE_MILLISECONDS)
		return true;
	clock_format_minutes(minutes, longest);
	decision_deny(decision, DENY_TOO_LONG, "/deadline", "\"%s\" may reserve for %s at the most",
		decision->client, longest);
	return false;
}

/* A command about the reservation of a purchase. */
struct reserving {
	struct decision *decision;
	const struct message *message;
	const struct client_state *client; /* who sends it; NULL: the organiser */
	struct rejection_subject about;
	const char *deadline; /* NULL: none */
	struct purchase purchase;
};

#define REJECT(reserving, code, ...)                                                               \
	purchase_reject_command((reserving)->decision, (reserving)->message, code,                 \
		(reserving)->about, __VA_ARGS__)

/* Fills the rest of RESERVING; false if the command was denied or rejected. */
static bool find_purchase(struct reserving *reserving)
{
	if (!grant_check(reserving->decision, reserving->message, &reserving->client) ||
		!purchase_find(reserving->decision, reserving->message, reserving->about,
			&reserving->purchase))
		return false;
	reserving->about.purchase = reserving->purchase.text;
	return true;
}

/* Extending */

/* When the purchase was created, or reopened last. */
static int64_t opened_at(const struct reserving *reserving)
{
	struct query *query = QUERY(reserving->decision->store,
		"SELECT json_extract(line, '$.time') FROM events WHERE seq = :opened",
		reserving->purchase.opened);

	return clock_parse_or(
		query_copy(query, reserving->decision->arena), reserving->decision->now);
}

/* Whether the purchase is due; else the command is rejected. */
static bool check_due(const struct reserving *reserving)
{
	const struct purchase *purchase = &reserving->purchase;

	if (purchase_has_timed_out(purchase, reserving->decision->now))
		REJECT(reserving, REJECTION_TIMED_OUT, "its payment deadline was %s",
			purchase->deadline);
	else if (purchase->state == PURCHASE_CANCELLED)
		REJECT(reserving, REJECTION_CANCELLED, "it was cancelled");
	else if (purchase->state != PURCHASE_DUE)
		REJECT(reserving, REJECTION_NOTHING_DUE, "nothing is due for it");
	return !reserving->decision->rejected;
}

static void decide_extended(const struct reserving *reserving, const char *deadline)
{
	const struct purchase *purchase = &reserving->purchase;
	struct ticket_purchase_extended *extended =
		arena_take(reserving->decision->arena, sizeof(*extended));

	*extended = (struct ticket_purchase_extended){
		.purchase = purchase->text,
		.reference = purchase->reference,
		.client = purchase->client,
		.deadline = deadline,
	};
	decision_event(reserving->decision, &ticket_purchase_extended_message, purchase->reference,
		extended);
}

/*
 * The purchase has the deadline already, or a later one, as when records are sent again: it is
 * answered by the event that set its deadline. That of its creation is not for a client that may
 * not read the purchase: such a client gets one of its own.
 */
static void keep_deadline(const struct reserving *reserving, bool is_later)
{
	const struct purchase *purchase = &reserving->purchase;
	int64_t position = purchase->extended > 0 ? purchase->extended : purchase->opened;

	if (is_later)
		decision_warn(reserving->decision,
			"%s: its payment deadline stays %s, which is later", purchase->reference,
			decision_moment(reserving->decision, LOCAL_END, purchase->deadline));
	if (position == purchase->position && !grant_may_read(reserving->client, purchase->client))
		decide_extended(reserving, purchase->deadline);
	else
		decision_existing(reserving->decision, position);
}

void reservation_extend(struct decision *decision, const void *command)
{
	const struct extend_ticket_purchase *extend = command;
	struct reserving reserving = {
		.decision = decision,
		.message = &extend_ticket_purchase_message,
		.about = {.purchase = extend->purchase,
			.reference = extend->reference,
			.of_client = extend->of_client},
		.deadline = extend->deadline,
	};
	const struct purchase *purchase = &reserving.purchase;
	int64_t before, after = clock_parse_or(extend->deadline, 0);

	if (!find_purchase(&reserving) || !check_due(&reserving))
		return;
	before = clock_parse_or(purchase->deadline, 0);
	if (after <= before)
		keep_deadline(&reserving, after < before);
	else if (reservation_check(
			 decision, reserving.client, opened_at(&reserving), extend->deadline))
		decide_extended(&reserving, extend->deadline);
}

void reservation_apply_extended(const struct applying *of)
{
	const struct ticket_purchase_extended *extended = of->event;

	query_run(QUERY(of->store,
		"UPDATE purchases SET deadline = :deadline, extended = :seq "
		"WHERE purchase = :purchase",
		extended->deadline, of->envelope->sequence, uuid_of(extended->purchase)));
}

/* Reopening */

/* Tickets of one type that have expired with their purchase, recorded or not. */
struct expired_type {
	const char *type;
	const struct type_state *state; /* NULL: it was removed */
	int64_t quantity;
};

/* What has expired with the purchase. */
struct expired {
	struct list types; /* of struct expired_type */
	int64_t amount;
	int64_t quantity;
	int64_t reduced; /* by the discount code */
};

/* The types are in the decision's arena. */
static struct expired read_expired(const struct reserving *reserving)
{
	const struct purchase *purchase = &reserving->purchase;
	struct decision *decision = reserving->decision;
	size_t count, i, j;
	const struct purchased_ticket *tickets =
		purchase_tickets(decision->store, purchase, &count, decision->arena);
	struct expired expired = {.amount = 0};
	struct list *list = &expired.types;
	struct expired_type *types;

	for (i = 0; i < count; i++) {
		if (tickets[i].ended != purchase->closed)
			continue;
		for (j = 0, types = list->items; j < list->count; j++)
			if (strcmp(types[j].type, tickets[i].type) == 0)
				break;
		if (j < list->count) {
			types[j].quantity++;
		} else {
			types = list_grow(list, sizeof(*types), decision->arena);
			*types = (struct expired_type){
				tickets[i].type, inventory_type(decision, tickets[i].type), 1};
		}
		expired.amount += tickets[i].price;
		expired.quantity++;
		expired.reduced += tickets[i].reduction > 0;
	}
	return expired;
}

/* Whether the type EXPIRED is granted and not withdrawn; else it is denied or rejected. */
static bool check_type(const struct reserving *reserving, const struct expired_type *expired)
{
	const struct type_state *type = expired->state;

	if (!grant_check_type(reserving->decision, reserving->client, "", expired->type, type))
		return false;
	if (type != NULL && type->definition->withdrawn != BOOLEAN_TRUE)
		return true;
	REJECT(reserving, REJECTION_NOT_ON_SALE, "\"%s\" is withdrawn", expired->type);
	return false;
}

/* Whether places are left for EXPIRED, of an existing type; else the command is rejected. */
static bool check_places(const struct reserving *reserving, const struct expired_type *expired)
{
	const char *name = reserving->purchase.pool;
	const struct pool_state *pool =
		name != NULL ? inventory_pool(reserving->decision, name) : NULL;
	int64_t left = inventory_left_of(expired->state, pool);

	if (expired->quantity <= left)
		return true;
	REJECT(reserving, REJECTION_SOLD_OUT, "it had %lld of \"%s\", %lld left%s%s%s",
		(long long)expired->quantity, expired->type, (long long)left,
		pool != NULL ? " in the pool \"" : "", pool != NULL ? name : "",
		pool != NULL ? "\"" : "");
	return false;
}

/*
 * Whether the rooms of the types EXPIRED, of existing ones, have places left; those of a pool are
 * set aside in them.
 */
static bool check_rooms(const struct reserving *reserving, const struct expired *expired)
{
	const struct expired_type *types = expired->types.items;
	size_t count = expired->types.count, i;
	const char *pool = reserving->purchase.pool;
	struct room_demand *demands =
		arena_take(reserving->decision->arena, (count + 1) * sizeof(*demands));
	struct room_shortage shortage;

	if (pool != NULL && inventory_pool(reserving->decision, pool) != NULL)
		return true;
	for (i = 0; i < count; i++)
		demands[i] =
			(struct room_demand){&types[i].state->definition->rooms, types[i].quantity};
	for (i = 0; i < count; i++) {
		if (!inventory_lacks_places(
			    reserving->decision, demands[i].rooms, demands, count, &shortage))
			continue;
		REJECT(reserving, REJECTION_SOLD_OUT, "it had %lld in the room \"%s\", %lld left",
			(long long)shortage.quantity, shortage.room, (long long)shortage.left);
		return false;
	}
	return true;
}

/* Whether CHECK is true of all types of LIST, of struct expired_type. */
static bool check_each(const struct reserving *reserving, const struct list *list,
	bool (*check)(const struct reserving *reserving, const struct expired_type *expired))
{
	const struct expired_type *types = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (!check(reserving, &types[i]))
			return false;
	return true;
}

/* Whether its client has so many left of its budget; else the command is rejected. */
static bool check_budget(const struct reserving *reserving, int64_t quantity)
{
	int64_t left = inventory_budget_left(
		inventory_client(reserving->decision, reserving->purchase.client));

	if (quantity <= left)
		return true;
	REJECT(reserving, REJECTION_OVER_BUDGET, "it had %lld ticket%s; left of the budget: %lld",
		(long long)quantity, plural(quantity), (long long)left);
	return false;
}

/* Whether its discount code, if any, is left for REDUCED tickets; else the command is rejected. */
static bool check_discount(const struct reserving *reserving, int64_t reduced)
{
	const char *code = reserving->purchase.discount;

	if (code == NULL || discount_is_left(reserving->decision, code, reduced))
		return true;
	REJECT(reserving, REJECTION_DISCOUNT_USED_UP, "\"%s\": the discount code is used up", code);
	return false;
}

/*
 * Whether the tickets can be booked again; else the command is denied or rejected. If ticket-expire
 * has not run since the deadline, they still occupy their places.
 */
static bool check_tickets(const struct reserving *reserving, const struct expired *expired)
{
	const char *pool = reserving->purchase.pool;

	if ((pool != NULL && !grant_check_pool(reserving->decision, reserving->client, "", pool)) ||
		!check_each(reserving, &expired->types, check_type))
		return false;
	return reserving->purchase.state != PURCHASE_EXPIRED ||
	       (check_each(reserving, &expired->types, check_places) &&
		       check_rooms(reserving, expired) &&
		       check_budget(reserving, expired->quantity) &&
		       check_discount(reserving, expired->reduced));
}

/*
 * Whether the purchase has expired, recorded or not; else the command is rejected. A repetition is
 * a no-op.
 */
static bool check_expired(const struct reserving *reserving)
{
	const struct purchase *purchase = &reserving->purchase;
	struct decision *decision = reserving->decision;
	bool is_reopened = purchase->opened != purchase->position;

	if (purchase_has_timed_out(purchase, decision->now))
		return true;
	if (is_reopened &&
		(reserving->deadline == NULL || clock_parse_or(reserving->deadline, 0) ==
							clock_parse_or(purchase->deadline, 0)))
		decision_existing(decision, purchase->opened);
	else if (purchase->state == PURCHASE_CANCELLED)
		REJECT(reserving, REJECTION_CANCELLED, "it was cancelled");
	else if (purchase->state == PURCHASE_DUE)
		REJECT(reserving, REJECTION_NOT_EXPIRED, "it can be paid until %s: extend that",
			purchase->deadline);
	else
		REJECT(reserving, REJECTION_NOT_EXPIRED, "nothing is due for it");
	return false;
}

static bool check_deadline(const struct reserving *reserving)
{
	const char *deadline = reserving->deadline;
	struct decision *decision = reserving->decision;

	if (deadline == NULL)
		return true;
	if (clock_parse_or(deadline, 0) > decision->now)
		return reservation_check(decision, reserving->client, decision->now, deadline);
	REJECT(reserving, REJECTION_DEADLINE_PASSED, "the deadline %s has passed", deadline);
	return false;
}

void reservation_reopen(struct decision *decision, const void *command)
{
	const struct reopen_ticket_purchase *reopen = command;
	struct reserving reserving = {
		.decision = decision,
		.message = &reopen_ticket_purchase_message,
		.about = {.purchase = reopen->purchase,
			.reference = reopen->reference,
			.of_client = reopen->of_client},
		.deadline = reopen->deadline,
	};
	struct ticket_purchase_reopened *reopened;
	struct expired expired;

	if (!find_purchase(&reserving) || !check_expired(&reserving) || !check_deadline(&reserving))
		return;
	expired = read_expired(&reserving);
	if (!check_tickets(&reserving, &expired))
		return;
	reopened = arena_take(decision->arena, sizeof(*reopened));
	*reopened = (struct ticket_purchase_reopened){
		.purchase = reserving.purchase.text,
		.reference = reserving.purchase.reference,
		.client = reserving.purchase.client,
		.amount = integer(expired.amount),
		.currency = reserving.purchase.currency,
		.deadline = reopen->deadline != NULL
				    ? reopen->deadline
				    : reservation_default(decision, reserving.client),
	};
	decision_event(decision, &ticket_purchase_reopened_message, reopened->reference, reopened);
}

/* Counts the tickets of PURCHASE, which has expired, and its discount code; notes the expiry. */
static void count_again(
	const struct applying *of, const struct purchase *purchase, struct arena *arena)
{
	size_t count, i;
	const struct purchased_ticket *tickets =
		purchase_tickets(of->store, purchase, &count, arena);

	for (i = 0; i < count; i++)
		if (tickets[i].ended == purchase->closed)
			purchase_count_ticket(
				of->store, purchase, tickets[i].type, tickets[i].reduction > 0, 1);
	if (purchase->discount != NULL)
		inventory_add_uses(of->store, purchase->discount, 1, 0);
	query_run(QUERY(of->store,
		"INSERT INTO reopenings (expired, purchase, seq) "
		"VALUES (:expired, :purchase, :seq)",
		purchase->closed, &purchase->id, of->envelope->sequence));
}

void reservation_apply_reopened(const struct applying *of)
{
	const struct ticket_purchase_reopened *reopened = of->event;
	struct arena arena = {0};
	struct purchase purchase;
	struct uuid id;

	if (uuid_parse(reopened->purchase, &id) &&
		purchase_read(of->store, &id, &purchase, &arena)) {
		if (purchase.state == PURCHASE_EXPIRED)
			count_again(of, &purchase, &arena);
		query_run(QUERY(of->store,
			"UPDATE purchases SET state = :state, amount = :amount, closed = NULL, "
			"deadline = :deadline, opened = :seq, extended = NULL "
			"WHERE purchase = :purchase",
			enumeration_text(&purchase_state_enum, PURCHASE_DUE),
			reopened->amount.value, reopened->deadline, of->envelope->sequence, &id));
	}
	arena_release(&arena);
}
