#include "ticketing/discount.h"

#include <string.h>

#include "base/clock.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/grant.h"
#include "ticketing/inventory.h"
#include "ticketing/messages.h"
#include "ticketing/suggestion.h"
#include "ticketing/texts.h"

/*
 * Whether all types exist, and none has two reductions. The first fault denies the command;
 * false also if it was denied before.
 */
static bool check_ticket_types(struct decision *decision, const struct ticket_discount *discount)
{
	const struct type_reduction *reductions = discount->reductions.items;
	const char *const *types = discount->types.items;
	size_t i, j;

	for (i = 0; i < discount->types.count; i++)
		if (inventory_type(decision, types[i]) == NULL)
			decision_deny(decision, DENY_CONTRADICTION, "/types",
				"there is no ticket type \"%s\"%s", types[i],
				suggestion_instead(decision, NULL, "type", types[i]));
	for (i = 0; i < discount->reductions.count; i++) {
		if (inventory_type(decision, reductions[i].type) == NULL)
			decision_deny(decision, DENY_CONTRADICTION, "/reductions",
				"there is no ticket type \"%s\"%s", reductions[i].type,
				suggestion_instead(decision, NULL, "type", reductions[i].type));
		for (j = 0; j < i; j++)
			if (strcmp(reductions[j].type, reductions[i].type) == 0)
				decision_deny(decision, DENY_CONTRADICTION, "/reductions",
					"names \"%s\" twice", reductions[i].type);
	}
	return decision->denied == DENY_NONE;
}

/* Validates DISCOUNT, and sorts its types. False if the command was denied. */
static bool validate(struct decision *decision, struct ticket_discount *discount)
{
	int kinds = discount->percent.present + discount->amount.present +
		    (discount->reductions.count > 0);
	bool needs_currency = discount->amount.present || discount->reductions.count > 0;

	if (discount->types.items != NULL && discount->types.count == 0)
		decision_deny(decision, DENY_CONTRADICTION, "/types",
			"is empty: omit it for a code that applies to all types");
	discount->types = texts_sorted(decision->arena, &discount->types);
	if (kinds != 1)
		decision_deny(decision, DENY_CONTRADICTION, "",
			"one of percent, amount and reductions is required, not %s",
			kinds == 0 ? "none" : "several");
	else if (needs_currency != (discount->currency != NULL))
		decision_deny(decision, DENY_CONTRADICTION, "/currency",
			needs_currency ? "is missing" : "is not allowed with percent");
	else if (discount->reductions.count > 0 && discount->types.count > 0)
		decision_deny(decision, DENY_CONTRADICTION, "/types",
			"is not allowed with reductions, which name their types");
	else if (discount->from != NULL && discount->until != NULL &&
		 strcmp(discount->from, discount->until) >= 0) /* in UTC, which sorts as text */
		decision_deny(decision, DENY_CONTRADICTION, "/until", "%s must be later than %s",
			decision_moment(decision, LOCAL_END, discount->until),
			decision_moment(decision, LOCAL_BEGINNING, discount->from));
	return decision->denied == DENY_NONE && check_ticket_types(decision, discount);
}

void discount_add(struct decision *decision, const void *command)
{
	struct ticket_discount *discount = arena_take(decision->arena, sizeof(*discount));

	layout_overlay(&ticket_discount_layout, discount, &ticket_discount_layout, command);
	if (validate(decision, discount))
		decision_event(decision, &ticket_discount_added_message, discount->code, discount);
}

/*
 * Borrows from ARENA: a discount from its event, at POSITION. NULL on failure, which sets the
 * store's fault.
 */
static struct ticket_discount *read_event(
	struct store *store, int64_t position, struct arena *arena)
{
	struct envelope envelope;

	return feed_event(store, position, &ticket_discount_layout, &envelope, arena);
}

void discount_amend(struct decision *decision, const void *command)
{
	const struct amend_ticket_discount *amend = command;
	const struct discount_state *state = inventory_discount(decision, amend->code);
	struct ticket_discount *discount;

	if (state == NULL) {
		decision_deny(decision, DENY_CONTRADICTION, "/code",
			"there is no discount code \"%s\"%s", amend->code,
			suggestion_instead(decision, NULL, "code", amend->code));
		return;
	}
	discount = read_event(decision->store, state->position, decision->arena);
	if (discount != NULL &&
		decision_amend(decision, &ticket_discount_layout, discount,
			&amend_ticket_discount_layout, amend) &&
		validate(decision, discount))
		decision_event_if_new(decision, &ticket_discount_amended_message, discount->code,
			discount, state->position);
}

void discount_apply_set(const struct applying *of)
{
	const struct ticket_discount *discount = of->event;

	store_flush(of->store);
	query_run(QUERY(of->store,
		"INSERT INTO ticket_discounts (code, seq) VALUES (:code, :seq) "
		"ON CONFLICT (code) DO UPDATE SET seq = excluded.seq",
		discount->code, of->envelope->sequence));
}

/* Whether CLIENT may book a type that DISCOUNT applies to. */
static bool client_may_use(struct decision *decision, const struct ticket_discount *discount,
	const struct client_state *client)
{
	const struct type_reduction *reductions = discount->reductions.items;
	const char *const *types = discount->types.items;
	bool found = discount->types.count + discount->reductions.count == 0;
	size_t i;

	for (i = 0; i < discount->types.count && !found; i++)
		found = grant_has_type(client, types[i], inventory_type(decision, types[i]));
	for (i = 0; i < discount->reductions.count && !found; i++)
		found = grant_has_type(
			client, reductions[i].type, inventory_type(decision, reductions[i].type));
	return found;
}

const struct ticket_discount *discount_find_usable(struct decision *decision,
	const struct client_state *client, const char *code, enum rejection *rejection,
	const char **reason, bool *retryable)
{
	const struct discount_state *state = inventory_discount(decision, code);
	const struct ticket_discount *discount =
		state != NULL ? read_event(decision->store, state->position, decision->arena)
			      : NULL;

	*retryable = false;
	if (discount == NULL || !client_may_use(decision, discount, client)) {
		*rejection = REJECTION_UNKNOWN_DISCOUNT;
		*reason = "there is no such discount code";
	} else if (discount->withdrawn == BOOLEAN_TRUE ||
		   decision->now >= clock_parse_or(discount->until, INT64_MAX)) {
		*rejection = REJECTION_DISCOUNT_NOT_VALID;
		*reason = "the discount code is no longer valid";
	} else if (decision->now < clock_parse_or(discount->from, INT64_MIN)) {
		*rejection = REJECTION_DISCOUNT_NOT_VALID;
		*reason = "the discount code is not yet valid";
		*retryable = true;
	} else if (discount->uses.present && state->used >= discount->uses.value) {
		*rejection = REJECTION_DISCOUNT_USED_UP;
		*reason = "the discount code is used up";
		*retryable = true; /* a purchase that expires returns its use */
	} else {
		return discount;
	}
	return NULL;
}

/* Whether TYPE is one of DISCOUNT's types, or it has none, which means all. */
static bool types_include(const struct ticket_discount *discount, const char *type)
{
	return discount->types.count == 0 || texts_have(&discount->types, type);
}

static void reduce(struct ticket *ticket, int64_t reduction)
{
	ticket->price.value -= reduction;
	if (reduction > 0)
		ticket->reduction = integer(reduction);
}

/* Returns the reduction of one ticket: at most its price; a percentage is rounded down. */
static int64_t ticket_reduction(const struct ticket_discount *discount, const struct ticket *ticket)
{
	const struct type_reduction *reductions = discount->reductions.items;
	int64_t price = ticket->price.value;
	int64_t reduction = 0;
	size_t i;

	if (discount->percent.present)
		return types_include(discount, ticket->type) ? price * discount->percent.value / 100
							     : 0;
	for (i = 0; i < discount->reductions.count; i++)
		if (strcmp(reductions[i].type, ticket->type) == 0)
			reduction = reductions[i].amount.value;
	return reduction < price ? reduction : price;
}

/*
 * Distributes the amount of DISCOUNT over the tickets that it applies to, in proportion to their
 * prices; a cancelled ticket is refunded at its reduced price. The cumulative reduction is
 * rounded, so that the parts add up to the amount. Returns the total reduction.
 */
static int64_t distribute_reduction(
	const struct ticket_discount *discount, struct ticket *tickets, size_t count)
{
	int64_t total = 0, price_so_far = 0, distributed = 0, reduction;
	size_t i;

	for (i = 0; i < count; i++)
		if (types_include(discount, tickets[i].type))
			total += tickets[i].price.value;
	reduction = discount->amount.value < total ? discount->amount.value : total;
	for (i = 0; i < count && total > 0; i++) {
		int64_t reduction_so_far;

		if (!types_include(discount, tickets[i].type))
			continue;
		price_so_far += tickets[i].price.value;
		/* The product may exceed 64 bits. */
		reduction_so_far = (int64_t)((__int128)reduction * price_so_far / total);
		reduce(&tickets[i], reduction_so_far - distributed);
		distributed = reduction_so_far;
	}
	return reduction;
}

/* Whether DISCOUNT reduces tickets of TYPE, by its reductions or its types. */
static bool applies_to(const struct ticket_discount *discount, const char *type)
{
	const struct type_reduction *reductions = discount->reductions.items;
	size_t i;

	for (i = 0; i < discount->reductions.count; i++)
		if (strcmp(reductions[i].type, type) == 0)
			return true;
	return discount->reductions.count == 0 && types_include(discount, type);
}

/* Returns why DISCOUNT reduces the price of none of these tickets. */
static const char *no_reduction_reason(
	const struct ticket_discount *discount, const struct ticket *tickets, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (applies_to(discount, tickets[i].type))
			return "the discount code does not reduce the price of these tickets";
	return "the discount code applies to none of these tickets";
}

int64_t discount_reduce_prices(const struct ticket_discount *discount, const char *currency,
	struct ticket *tickets, size_t count, const char **reason)
{
	int64_t total = 0;
	size_t i;

	if (discount->currency != NULL && strcmp(discount->currency, currency) != 0) {
		*reason = "the discount code is for another currency";
		return 0;
	}
	if (discount->amount.present) {
		total = distribute_reduction(discount, tickets, count);
	} else {
		for (i = 0; i < count; i++) {
			int64_t reduction = ticket_reduction(discount, &tickets[i]);

			reduce(&tickets[i], reduction);
			total += reduction;
		}
	}
	if (total == 0)
		*reason = no_reduction_reason(discount, tickets, count);
	return total;
}

int64_t discount_count_reduced(const struct list *list)
{
	const struct ticket *tickets = list->items;
	int64_t reduced = 0;
	size_t i;

	for (i = 0; i < list->count; i++)
		reduced += tickets[i].reduction.present;
	return reduced;
}

int64_t discount_tickets_left(struct decision *decision, const struct ticket_discount *discount)
{
	const struct discount_state *state = inventory_discount(decision, discount->code);

	if (!discount->tickets.present || state == NULL)
		return INT64_MAX;
	/* The limit may have been amended below what is sold. */
	return state->tickets < discount->tickets.value ? discount->tickets.value - state->tickets
							: 0;
}

bool discount_is_left(struct decision *decision, const char *code, int64_t tickets)
{
	const struct discount_state *state = inventory_discount(decision, code);
	const struct ticket_discount *discount =
		state != NULL ? read_event(decision->store, state->position, decision->arena)
			      : NULL;

	return discount != NULL &&
	       (!discount->uses.present || state->used < discount->uses.value) &&
	       tickets <= discount_tickets_left(decision, discount);
}

bool discount_next(struct store *store, const char *after, struct ticket_discount_row *row,
	struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT used, seq, tickets FROM ticket_discounts WHERE code > :after "
		"ORDER BY code LIMIT 1",
		after != NULL ? after : "");
	const struct ticket_discount *discount;
	int64_t used = 0, position = 0, reduced = 0;

	while (query_row(query)) {
		used = query_count_at(query, 0);
		position = query_position_at(query, 1);
		reduced = query_count_at(query, 2);
	}
	discount = position > 0 ? read_event(store, position, arena) : NULL;
	if (discount == NULL)
		return false;
	*row = (struct ticket_discount_row){.used = integer(used), .reduced = integer(reduced)};
	layout_overlay(&ticket_discount_row_layout, row, &ticket_discount_layout, discount);
	row->withdrawn = boolean(discount->withdrawn == BOOLEAN_TRUE);
	return true;
}
