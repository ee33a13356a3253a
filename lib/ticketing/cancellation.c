#include "ticketing/cancellation.h"

#include "store/query.h"
#include "ticketing/grant.h"
#include "ticketing/messages.h"
#include "ticketing/inventory.h"
#include "ticketing/purchase.h"
#include "ticketing/texts.h"

/* A purchase and its tickets, of which the command cancels some. */
struct selection {
	struct decision *decision;
	const struct cancel_tickets *command;
	struct purchase purchase;
	struct purchased_ticket *tickets; /* all of the purchase */
	size_t count;
	size_t valid; /* how many have not ended */
};

static struct rejection_subject subject(const struct selection *selection)
{
	return (struct rejection_subject){
		.purchase = selection->purchase.text != NULL ? selection->purchase.text
							     : selection->command->purchase,
		.reference = selection->command->reference,
		.of_client = selection->command->of_client,
	};
}

#define REJECT(selection, code, ...)                                                               \
	purchase_reject_command((selection)->decision, &cancel_tickets_message, code,              \
		subject(selection), __VA_ARGS__)

/*
 * Tickets that ended by expiry count as valid here: cancelling them is rejected as timed_out,
 * while an earlier cancellation is answered by its event.
 */
static void read_tickets(struct selection *selection)
{
	const struct purchase *purchase = &selection->purchase;
	size_t i;

	selection->tickets = purchase_tickets(selection->decision->store, purchase,
		&selection->count, selection->decision->arena);
	for (i = 0; i < selection->count; i++) {
		int64_t *ended = &selection->tickets[i].ended;

		if (purchase->state == PURCHASE_EXPIRED && *ended == purchase->closed)
			*ended = 0;
		selection->valid += *ended == 0;
	}
}

static bool is_named(const struct selection *selection, const struct purchased_ticket *ticket)
{
	const struct list *names = &selection->command->tickets;
	char text[UUID_TEXT];

	if (names->items == NULL)
		return true;
	uuid_format(&ticket->id, text);
	return texts_have(names, text);
}

/* Whether the purchase has every ticket that the command names; else the command is rejected. */
static bool check_names(struct selection *selection)
{
	const char *const *names = selection->command->tickets.items;
	size_t i, j;

	for (i = 0; i < selection->command->tickets.count; i++) {
		struct uuid id = {{0}};
		bool valid = uuid_parse(names[i], &id);
		bool found = false;

		for (j = 0; j < selection->count && valid; j++)
			found = found || memcmp(&selection->tickets[j].id, &id, sizeof(id)) == 0;
		if (found)
			continue;
		REJECT(selection, REJECTION_UNKNOWN_TICKET, "it has no ticket %s", names[i]);
		return false;
	}
	return true;
}

/* Chooses from the last ticket backwards; returns how many. CHOSEN is in the purchase's order. */
static size_t choose(struct selection *selection, struct purchased_ticket **chosen)
{
	const struct cancel_tickets *command = selection->command;
	size_t most = selection->valid;
	size_t first = selection->count, count = 0;
	size_t i;

	if (command->keep.present)
		most = selection->valid > (size_t)command->keep.value
			       ? selection->valid - (size_t)command->keep.value
			       : 0;
	for (i = selection->count; i > 0 && count < most; i--) {
		struct purchased_ticket *ticket = &selection->tickets[i - 1];

		if (ticket->ended > 0 || !is_named(selection, ticket) ||
			(command->unassigned == BOOLEAN_TRUE && ticket->assigned))
			continue;
		chosen[--first] = ticket;
		count++;
	}
	memmove(chosen, chosen + first, count * sizeof(*chosen));
	return count;
}

static void reject_timed_out(struct selection *selection)
{
	REJECT(selection, REJECTION_TIMED_OUT, "it was not paid in time and has expired");
}

static size_t tickets_to_keep(const struct cancel_tickets *command)
{
	return command->keep.present ? (size_t)command->keep.value : 0;
}

/*
 * Returns the position of the last cancellation if the command is a no-op, because at most KEEP
 * tickets are left, or no unassigned ones; otherwise 0. Sets *LEFT to the number of named tickets
 * that are valid.
 */
static int64_t cancelled_before(const struct selection *selection, size_t *left)
{
	const struct cancel_tickets *command = selection->command;
	int64_t cancelled = 0;
	size_t i;

	*left = 0;
	for (i = 0; i < selection->count; i++) {
		if (!is_named(selection, &selection->tickets[i]))
			continue;
		*left += selection->tickets[i].ended == 0;
		if (selection->tickets[i].ended > cancelled)
			cancelled = selection->tickets[i].ended;
	}
	if (*left <= tickets_to_keep(command) ||
		(command->unassigned == BOOLEAN_TRUE && !command->keep.present))
		return cancelled;
	return 0;
}

static void decide_event(
	struct selection *selection, struct purchased_ticket **chosen, size_t count)
{
	struct decision *decision = selection->decision;
	const struct purchase *purchase = &selection->purchase;
	struct ticket *tickets = arena_take(decision->arena, count * sizeof(*tickets));
	struct tickets_cancelled *cancelled = arena_take(decision->arena, sizeof(*cancelled));
	int64_t amount = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		tickets[i] = (struct ticket){
			.id = purchase_text(&chosen[i]->id, decision->arena),
			.type = chosen[i]->type,
		};
		if (chosen[i]->price > 0)
			tickets[i].price = integer(chosen[i]->price);
		if (chosen[i]->reduction > 0)
			tickets[i].reduction = integer(chosen[i]->reduction);
		amount += chosen[i]->price;
	}
	*cancelled = (struct tickets_cancelled){
		.purchase = purchase->text,
		.reference = purchase->reference,
		.client = purchase->client,
		.tickets = {count, tickets},
		.left = integer((int64_t)(selection->valid - count)),
		.refund = integer(purchase->paid > 0 ? amount : 0),
		.due = integer(purchase->state == PURCHASE_DUE ? purchase->amount - amount : 0),
		.currency = purchase->currency,
		.reason = selection->command->reason,
	};
	decision_event(decision, &tickets_cancelled_message, purchase->reference, cancelled);
}

/* No ticket was chosen: the command is a no-op, or rejected. */
static void decide_nothing(struct selection *selection)
{
	size_t left;
	int64_t before = cancelled_before(selection, &left);

	if (before > 0)
		decision_existing(selection->decision, before);
	else if (purchase_has_timed_out(&selection->purchase, selection->decision->now))
		reject_timed_out(selection);
	else if (left > tickets_to_keep(selection->command))
		REJECT(selection, REJECTION_NOTHING_TO_CANCEL, "all of them are assigned");
	else
		REJECT(selection, REJECTION_NOTHING_TO_CANCEL,
			"it has only the tickets to keep: %zu", selection->valid);
}

/* Denies a command without a grant, and an empty list of tickets. */
static bool check_command(struct decision *decision, const struct cancel_tickets *command)
{
	const struct client_state *client;

	if (!grant_check(decision, &cancel_tickets_message, &client))
		return false;
	if (command->tickets.items != NULL && command->tickets.count == 0)
		decision_deny(decision, DENY_MALFORMED, "/tickets",
			"is empty: omit it to cancel all tickets");
	return decision->denied == DENY_NONE;
}

void cancellation_decide(struct decision *decision, const void *command)
{
	struct selection *selection = arena_take(decision->arena, sizeof(*selection));
	struct purchased_ticket **chosen;
	size_t count;

	selection->decision = decision;
	selection->command = command;
	if (!check_command(decision, command))
		return;
	if (!purchase_find(
		    decision, &cancel_tickets_message, subject(selection), &selection->purchase))
		return;
	read_tickets(selection);
	if (!check_names(selection))
		return;
	chosen = arena_take(decision->arena, (selection->count + 1) * sizeof(*chosen));
	count = choose(selection, chosen);
	if (count == 0)
		decide_nothing(selection);
	else if (purchase_has_timed_out(&selection->purchase, decision->now))
		reject_timed_out(selection);
	else
		decide_event(selection, chosen, count);
}

/* The state after a cancellation that left tickets: complete without an amount due. */
static enum purchase_state state_after(
	const struct purchase *purchase, const struct tickets_cancelled *cancelled)
{
	return cancelled->due.value == 0 ? PURCHASE_COMPLETE : purchase->state;
}

/* Stores that the ticket TEXT was cancelled, by the event at POSITION. */
static void insert_cancelled(struct store *store, const char *text, int64_t position)
{
	struct uuid id = uuid_of(text);
	struct uuid purchase = purchase_of_ticket(&id);

	query_run(QUERY(store,
		"INSERT OR REPLACE INTO tickets (purchase, number, cancelled) "
		"VALUES (:purchase, :number, :seq)",
		&purchase, (int64_t)uuid_ordinal(&id), position));
}

void cancellation_apply(const struct applying *of)
{
	const struct tickets_cancelled *cancelled = of->event;
	const struct ticket *tickets = cancelled->tickets.items;
	bool all = cancelled->left.value == 0;
	struct arena arena = {0};
	struct purchase purchase;
	int64_t amount = 0;
	struct uuid id;
	size_t i;

	if (uuid_parse(cancelled->purchase, &id) &&
		purchase_read(of->store, &id, &purchase, &arena)) {
		for (i = 0; i < cancelled->tickets.count; i++) {
			if (!all)
				insert_cancelled(of->store, tickets[i].id, of->envelope->sequence);
			purchase_count_ticket(of->store, &purchase, tickets[i].type,
				tickets[i].reduction.present, -1);
			amount += tickets[i].price.value;
		}
		if (all)
			purchase_close(
				of->store, &purchase, PURCHASE_CANCELLED, of->envelope->sequence);
		else
			purchase_change(of->store, &id, state_after(&purchase, cancelled),
				purchase.amount - amount);
	}
	arena_release(&arena);
}
