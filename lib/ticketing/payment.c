#include "ticketing/payment.h"

#include "base/clock.h"
#include "base/money.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/address.h"
#include "ticketing/inventory.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"
#include "ticketing/refused.h"

/* A rejection names the payment and its amount, so that it can be refunded. */
static struct rejection_subject named(const struct pay_ticket_purchase *pay)
{
	return (struct rejection_subject){
		.purchase = pay->purchase,
		.reference = pay->reference,
		.of_client = pay->of_client,
		.payment = pay->payment,
		.amount = pay->amount,
		.currency = pay->currency,
	};
}

/* The same of PURCHASE, as people know it, whatever PAY names it by. */
static struct rejection_subject known(const struct decision *decision,
	const struct pay_ticket_purchase *pay, const struct purchase *purchase)
{
	struct rejection_subject about = named(pay);

	about.purchase = purchase->text;
	about.reference = purchase->reference;
	if (strcmp(purchase->client, decision->client) != 0)
		about.of_client = purchase->client;
	return about;
}

#define REJECT(decision, pay, of, code, ...)                                                       \
	purchase_reject_command(decision, &pay_ticket_purchase_message, code,                      \
		known(decision, pay, of), __VA_ARGS__)

/*
 * Whether PAY is the payment by which PURCHASE was paid: then a repetition is a no-op, whoever
 * sends it, and other data is denied.
 */
static bool record_again(struct decision *decision, const struct pay_ticket_purchase *pay,
	const struct purchase *purchase)
{
	const struct ticket_purchase_paid *paid;
	struct envelope envelope;

	if (purchase->paid == 0)
		return false;
	paid = feed_event(decision->store, purchase->paid, &ticket_purchase_paid_layout, &envelope,
		decision->arena);
	if (paid == NULL || strcmp(paid->payment, pay->payment) != 0)
		return false;
	if (paid->amount.value == pay->amount.value && strcmp(paid->currency, pay->currency) == 0)
		decision_existing(decision, purchase->paid);
	else
		decision_deny(decision, DENY_CONFLICT, "/payment",
			"this payment of the purchase was recorded already, with another amount");
	return true;
}

/* Whether PURCHASE is due; else the payment is rejected. */
static bool check_state(struct decision *decision, const struct pay_ticket_purchase *pay,
	const struct purchase *purchase)
{
	if (purchase_has_timed_out(purchase, decision->now))
		REJECT(decision, pay, purchase, REJECTION_TIMED_OUT, "its payment deadline was %s",
			purchase->deadline);
	else if (purchase->state == PURCHASE_CANCELLED)
		REJECT(decision, pay, purchase, REJECTION_CANCELLED, "it was cancelled");
	else if (purchase->paid > 0)
		REJECT(decision, pay, purchase, REJECTION_ALREADY_PAID,
			"it was paid already, by another payment");
	else if (purchase->state != PURCHASE_DUE)
		REJECT(decision, pay, purchase, REJECTION_NOTHING_DUE, "nothing is due for it");
	return !decision->rejected;
}

static bool check_amount(struct decision *decision, const struct pay_ticket_purchase *pay,
	const struct purchase *purchase)
{
	char due[MONEY_TEXT], paid[MONEY_TEXT];

	if (pay->amount.value == purchase->amount && strcmp(pay->currency, purchase->currency) == 0)
		return true;
	money_format(purchase->amount, purchase->currency, due);
	money_format(pay->amount.value, pay->currency, paid);
	REJECT(decision, pay, purchase, REJECTION_WRONG_AMOUNT, "%s is due, not %s", due, paid);
	return false;
}

void payment_decide(struct decision *decision, const void *command)
{
	const struct pay_ticket_purchase *pay = command;
	struct ticket_purchase_paid *paid;
	struct purchase purchase;

	if (!purchase_find(decision, &pay_ticket_purchase_message, named(pay), &purchase) ||
		record_again(decision, pay, &purchase) || !check_state(decision, pay, &purchase) ||
		!check_amount(decision, pay, &purchase))
		return;
	paid = arena_take(decision->arena, sizeof(*paid));
	*paid = (struct ticket_purchase_paid){
		.purchase = purchase.text,
		.reference = purchase.reference,
		.client = purchase.client,
		.payment = pay->payment,
		.amount = pay->amount,
		.currency = pay->currency,
	};
	refused_warn(decision, paid);
	decision_event(decision, &ticket_purchase_paid_message, purchase.reference, paid);
}

void payment_apply_paid(const struct applying *of)
{
	const struct ticket_purchase_paid *paid = of->event;

	query_run(QUERY(of->store,
		"UPDATE purchases SET state = :state, paid = :seq WHERE purchase = :purchase",
		enumeration_text(&purchase_state_enum, PURCHASE_COMPLETE), of->envelope->sequence,
		uuid_of(paid->purchase)));
	refused_apply_paid(of);
}

/* Expiry */

static void decide_expiry(struct decision *decision, const void *event)
{
	const struct ticket_purchase_created *created = event;
	struct ticket_purchase_expired *expired;
	struct purchase purchase;
	struct uuid id;

	if (!uuid_parse(created->purchase, &id) ||
		!purchase_read(decision->store, &id, &purchase, decision->arena) ||
		purchase.state != PURCHASE_DUE || !purchase_has_timed_out(&purchase, decision->now))
		return;
	expired = arena_take(decision->arena, sizeof(*expired));
	*expired = (struct ticket_purchase_expired){
		.purchase = created->purchase,
		.reference = created->reference,
		.client = created->client,
		.deadline = purchase.deadline,
	};
	decision_event(decision, &ticket_purchase_expired_message, created->reference, expired);
}

static void answer_expiry(struct decision *decision, const void *event, struct buffer *out)
{
	const struct ticket_purchase_created *created = event;
	struct purchase purchase;
	struct uuid id;

	if (uuid_parse(created->purchase, &id) &&
		purchase_read(decision->store, &id, &purchase, decision->arena) &&
		purchase.state == PURCHASE_EXPIRED)
		feed_copy(decision->store, purchase.closed, 1, out);
}

void payment_apply_expired(const struct applying *of)
{
	const struct ticket_purchase_expired *expired = of->event;
	struct arena arena = {0};
	struct purchased_ticket *tickets;
	struct purchase purchase;
	struct uuid id;
	size_t count, i;

	if (uuid_parse(expired->purchase, &id) &&
		purchase_read(of->store, &id, &purchase, &arena)) {
		tickets = purchase_tickets(of->store, &purchase, &count, &arena);
		for (i = 0; i < count; i++)
			if (tickets[i].ended == 0)
				purchase_count_ticket(of->store, &purchase, tickets[i].type,
					tickets[i].reduction > 0, -1);
		purchase_close(of->store, &purchase, PURCHASE_EXPIRED, of->envelope->sequence);
	}
	arena_release(&arena);
}

static int outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	char text[CLOCK_TEXT];

	clock_format(now, text);
	return query_numbers(
		QUERY(store,
			"SELECT seq FROM purchases WHERE state = 'due' AND deadline <= :now "
			"AND seq > :after ORDER BY seq LIMIT :limit",
			text, after, limit),
		after, positions, limit);
}

static const struct reaction reactions[] = {
	{&ticket_purchase_created_message, decide_expiry, answer_expiry},
	{NULL, NULL, NULL},
};

const struct process payment_expiry = {
	.reactions = reactions,
	.own_feed = true,
	.outstanding = outstanding,
	.catch_up = address_catch_up,
};
