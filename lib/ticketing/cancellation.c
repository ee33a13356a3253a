#include "ticketing/cancellation.h"

#include "store/query.h"
#include "ticketing/discount.h"
#include "ticketing/messages.h"
#include "ticketing/office.h"
#include "ticketing/purchase.h"

/* What is cancelled of a purchase. */
struct selection {
	struct decision *decision;
	const struct cancel_tickets *command;
	struct purchase purchase;
	struct purchased_ticket *tickets; /* all of the purchase */
	size_t count;
	size_t good;    /* how many have not ended */
	int64_t latest; /* the position of the last event that cancelled one; 0: none */
};

#define REJECT(selection, code, ...)                                                               \
	purchase_reject_command((selection)->decision, &cancel_tickets_message, code,              \
		(struct rejected_about){.purchase = (selection)->command->purchase}, __VA_ARGS__)

static void look_at_tickets(struct selection *selection)
{
	size_t i;

	selection->tickets = purchase_tickets(selection->decision->store, &selection->purchase.id,
		&selection->count, selection->decision->arena);
	for (i = 0; i < selection->count; i++) {
		int64_t ended = selection->tickets[i].ended;

		selection->good += ended == 0;
		selection->latest = ended > selection->latest ? ended : selection->latest;
	}
}

static bool is_named(const struct selection *selection, const struct purchased_ticket *ticket)
{
	const struct list *names = &selection->command->tickets;
	char text[UUID_TEXT];

	if (names->items == NULL)
		return true;
	uuid_format(&ticket->id, text);
	return office_has(names, text);
}

/* Whether every ticket that the command names is the purchase's; else it is rejected. */
static bool check_names(struct selection *selection)
{
	const char *const *names = selection->command->tickets.items;
	size_t i, j;

	for (i = 0; i < selection->command->tickets.count; i++) {
		struct uuid id = {{0}};
		bool good = uuid_parse(names[i], &id);
		bool found = false;

		for (j = 0; j < selection->count && good; j++)
			found = found || memcmp(&selection->tickets[j].id, &id, sizeof(id)) == 0;
		if (found)
			continue;
		REJECT(selection, REJECTION_UNKNOWN_TICKET, "it has no ticket %s", names[i]);
		return false;
	}
	return true;
}

/* Chooses from the last one on; returns how many, in the order of the purchase. */
static size_t choose(struct selection *selection, struct purchased_ticket **chosen)
{
	const struct cancel_tickets *command = selection->command;
	size_t most = selection->good;
	size_t first = selection->count, count = 0;
	size_t i;

	if (command->keep.present)
		most = selection->good > (size_t)command->keep.value
			       ? selection->good - (size_t)command->keep.value
			       : 0;
	for (i = selection->count; i > 0 && count < most; i--) {
		struct purchased_ticket *ticket = &selection->tickets[i - 1];

		if (ticket->ended > 0 || !is_named(selection, ticket) ||
			(command->unassigned == TRUTH_YES && ticket->assigned))
			continue;
		chosen[--first] = ticket;
		count++;
	}
	memmove(chosen, chosen + first, count * sizeof(*chosen));
	return count;
}

/* Nothing is to be cancelled: it was before, or it can't be. */
static void decide_nothing(struct selection *selection)
{
	const struct cancel_tickets *command = selection->command;
	size_t keep = command->keep.present ? (size_t)command->keep.value : 0;
	int64_t cancelled = 0;
	size_t good = 0;
	size_t i;

	for (i = 0; i < selection->count; i++) {
		if (!is_named(selection, &selection->tickets[i]))
			continue;
		good += selection->tickets[i].ended == 0;
		if (selection->tickets[i].ended > cancelled)
			cancelled = selection->tickets[i].ended;
	}
	/* All that nobody holds is gone already, or so many as were to go. */
	if (cancelled > 0 &&
		(good <= keep || (command->unassigned == TRUTH_YES && !command->keep.present)))
		decision_again(selection->decision, cancelled);
	else if (good > keep)
		REJECT(selection, REJECTION_NOTHING_TO_CANCEL, "somebody holds each of them");
	else
		REJECT(selection, REJECTION_NOTHING_TO_CANCEL, "it has no more than %zu tickets",
			selection->good);
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
		amount += chosen[i]->price;
	}
	*cancelled = (struct tickets_cancelled){
		.purchase = purchase->text,
		.reference = purchase->reference,
		.client = purchase->client,
		.tickets = {count, tickets},
		.left = integer((int64_t)(selection->good - count)),
		.refund = integer(purchase->paid > 0 ? amount : 0),
		.due = integer(purchase_is(purchase, "due") ? purchase->amount - amount : 0),
		.currency = purchase->currency,
		.reason = selection->command->reason,
	};
	decision_event(decision, &tickets_cancelled_message, purchase->reference, cancelled);
}

void cancellation_make(struct decision *decision, const void *command)
{
	struct selection *selection = arena_take(decision->arena, sizeof(*selection));
	struct purchased_ticket **chosen;
	size_t count;

	selection->decision = decision;
	selection->command = command;
	if (!purchase_find(decision, &cancel_tickets_message, selection->command->purchase,
		    &selection->purchase))
		return;
	look_at_tickets(selection);
	if (purchase_has_timed_out(&selection->purchase, decision->now)) {
		REJECT(selection, REJECTION_TIMED_OUT, "it was not paid in time, and is no more");
		return;
	}
	if (!check_names(selection))
		return;
	chosen = arena_take(decision->arena, (selection->count + 1) * sizeof(*chosen));
	count = choose(selection, chosen);
	if (count > 0)
		decide_event(selection, chosen, count);
	else
		decide_nothing(selection);
}

/* What becomes of a purchase whose last ticket, or last price, is gone. */
static const char *state_after(
	const struct purchase *purchase, const struct tickets_cancelled *cancelled)
{
	if (cancelled->left.value == 0)
		return "cancelled";
	return cancelled->due.value == 0 ? "complete" : purchase->state;
}

void cancellation_made(
	struct store *store, void *office, const struct envelope *envelope, const void *event)
{
	const struct tickets_cancelled *cancelled = event;
	const struct ticket *tickets = cancelled->tickets.items;
	struct arena arena = {0};
	struct purchase purchase;
	int64_t amount = 0;
	struct uuid id;
	size_t i;

	if (uuid_parse(cancelled->purchase, &id) && purchase_read(store, &id, &purchase, &arena)) {
		for (i = 0; i < cancelled->tickets.count; i++) {
			struct purchased_ticket ticket = {
				.type = tickets[i].type, .price = tickets[i].price.value};

			uuid_parse(tickets[i].id, &ticket.id);
			purchase_end_ticket(store, office, &purchase, &ticket, envelope->sequence);
			amount += ticket.price;
		}
		purchase_change(store, &id, state_after(&purchase, cancelled),
			purchase.amount - amount,
			cancelled->left.value == 0 ? envelope->sequence : 0);
		if (cancelled->left.value == 0 && purchase.discount != NULL)
			discount_count(store, purchase.discount, -1);
	}
	arena_release(&arena);
}
