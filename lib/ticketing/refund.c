#include "ticketing/refund.h"

#include "base/money.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/purchase.h"
#include "ticketing/refused.h"

/* A rejection names the refund and its amount. PURCHASE: the id of the purchase, once it is known. */
static struct rejection_subject subject(
	const struct refund_ticket_purchase *refund, const char *purchase)
{
	return (struct rejection_subject){
		.purchase = purchase,
		.reference = refund->reference,
		.of_client = refund->of_client,
		.refund = refund->refund,
		.amount = refund->amount,
		.currency = refund->currency,
	};
}

#define REJECT(decision, refund, of, code, ...)                                                    \
	purchase_reject_command(decision, &refund_ticket_purchase_message, code,                   \
		subject(refund, (of)->text), __VA_ARGS__)

/*
 * Whether the same refund of PURCHASE was recorded: then a repetition is a no-op, whoever sends it,
 * and other data is denied.
 */
static bool record_again(struct decision *decision, const struct refund_ticket_purchase *refund,
	const struct purchase *purchase)
{
	int64_t position = query_number(QUERY(decision->store,
		"SELECT seq FROM refunds WHERE purchase = :purchase AND refund = :refund",
		&purchase->id, refund->refund));
	const struct ticket_purchase_refunded *recorded;
	struct envelope envelope;

	if (position == 0)
		return false;
	recorded = feed_event(decision->store, position, &ticket_purchase_refunded_layout,
		&envelope, decision->arena);
	if (recorded == NULL)
		return true;
	if (recorded->amount.value == refund->amount.value &&
		strcmp(recorded->currency, refund->currency) == 0)
		decision_existing(decision, position);
	else
		decision_deny(decision, DENY_CONFLICT, "/refund",
			"this refund of the purchase was recorded already, with another amount");
	return true;
}

/* The price of the tickets of PURCHASE that were cancelled since it was paid, less its refunds. */
static int64_t amount_to_refund(struct decision *decision, const struct purchase *purchase)
{
	int64_t refunded = query_number(QUERY(decision->store,
		"SELECT sum(amount) FROM refunds WHERE purchase = :purchase", &purchase->id));
	size_t count, i;
	const struct purchased_ticket *tickets =
		purchase_tickets(decision->store, purchase, &count, decision->arena);
	int64_t amount = 0;

	for (i = 0; i < count && purchase->paid > 0; i++)
		if (tickets[i].ended > purchase->paid)
			amount += tickets[i].price;
	return amount - refunded;
}

static bool check_amount(struct decision *decision, const struct refund_ticket_purchase *refund,
	const struct purchase *purchase)
{
	int64_t due = amount_to_refund(decision, purchase);
	char expected[MONEY_TEXT], given[MONEY_TEXT];

	money_format(due, purchase->currency, expected);
	money_format(refund->amount.value, refund->currency, given);
	if (due == 0)
		REJECT(decision, refund, purchase, REJECTION_NOTHING_TO_REFUND,
			"nothing is to be paid back for it");
	else if (refund->amount.value == 0 || refund->amount.value > due ||
		 strcmp(refund->currency, purchase->currency) != 0)
		REJECT(decision, refund, purchase, REJECTION_WRONG_AMOUNT,
			"%s is to be paid back, not %s", expected, given);
	return !decision->rejected;
}

void refund_decide(struct decision *decision, const void *command)
{
	const struct refund_ticket_purchase *refund = command;
	struct ticket_purchase_refunded *refunded;
	struct purchase purchase;

	if (refund->payment != NULL) {
		refused_refund(decision, refund);
		return;
	}
	if (!purchase_find(decision, &refund_ticket_purchase_message,
		    subject(refund, refund->purchase), &purchase) ||
		record_again(decision, refund, &purchase) ||
		!check_amount(decision, refund, &purchase))
		return;
	refunded = arena_take(decision->arena, sizeof(*refunded));
	*refunded = (struct ticket_purchase_refunded){
		.purchase = purchase.text,
		.reference = purchase.reference,
		.client = purchase.client,
		.refund = refund->refund,
		.amount = refund->amount,
		.currency = refund->currency,
	};
	decision_event(decision, &ticket_purchase_refunded_message, purchase.reference, refunded);
}

void refund_apply(const struct applying *of)
{
	const struct ticket_purchase_refunded *refunded = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO refunds (purchase, refund, amount, seq) "
		"VALUES (:purchase, :refund, :amount, :seq)",
		uuid_of(refunded->purchase), refunded->refund, refunded->amount.value,
		of->envelope->sequence));
}
