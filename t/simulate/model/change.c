/* What becomes of a command for a purchase: it is paid, cancelled, extended and so on. */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static bool is_late(const struct purchase *purchase, const struct request *request)
{
	return purchase->state == EXPIRED ||
	       (purchase->state == DUE && purchase->deadline <= request->clock);
}

static json_t *about(const struct purchase *purchase)
{
	return json_pack("{s:s,s:s,s:s}", "purchase", purchase->id, "reference",
		purchase->reference, "client", purchase->client);
}

/* It changes nothing: an earlier event of the purchase answers it, of a kind if that is not NULL. */
static void answer_again(struct plan *plan, const char *kind, const struct purchase *purchase)
{
	plan_expect(plan, kind ? kind : "", about(purchase));
	plan->outcome = NOTHING_NEW;
}

static void predict_payment(
	const struct purchase *purchase, const struct request *request, struct plan *plan)
{
	int64_t amount = number_of(request->data, "amount", -1);
	json_t *data;

	if (is_late(purchase, request)) {
		plan_reject(plan, "timed_out");
	} else if (purchase->state == CANCELLED) {
		plan_reject(plan, "cancelled");
	} else if (purchase->state == PAID) {
		plan_reject(plan, "already_paid");
	} else if (purchase->state == FREE) {
		plan_reject(plan, "nothing_due");
	} else if (amount != purchase->due ||
		   strcmp(text_of(request->data, "currency"), purchase->currency) != 0) {
		plan_reject(plan, "wrong_amount");
	} else {
		data = about(purchase);
		json_object_set(data, "payment", json_object_get(request->data, "payment"));
		put_number(data, "amount", amount);
		plan_expect(plan, "ticket-purchase-paid", data);
	}
}

/* Whether a command is for a ticket: it names that, or none. */
static bool is_named(
	const struct model *model, const struct purchase *purchase, size_t i, const json_t *data)
{
	const json_t *ids = json_object_get(data, "tickets"), *id;
	struct purchase *owner;
	size_t j;
	bool named = !ids;

	json_array_foreach(ids, j, id)
	{
		if (ticket_by_id(model, json_string_value(id), &owner) == &purchase->tickets[i])
			named = true;
	}
	return named;
}

/* Whether a ticket can be cancelled by this command, but for what is to be kept. */
static bool is_chosen(
	const struct model *model, const struct purchase *purchase, size_t i, const json_t *data)
{
	return is_named(model, purchase, i, data) && !purchase->tickets[i].cancelled &&
	       !(flag_of(data, "unassigned") && purchase->tickets[i].assigned);
}

static bool names_strangers(
	const struct model *model, const struct purchase *purchase, const json_t *data)
{
	const json_t *id;
	struct purchase *owner;
	size_t i;

	json_array_foreach(json_object_get(data, "tickets"), i, id)
	{
		if (!ticket_by_id(model, json_string_value(id), &owner) || owner != purchase)
			return true;
	}
	return false;
}

/* The last ones are cancelled, until no more are left than shall be kept. */
static void predict_cancellation(struct model *model, const struct purchase *purchase,
	const struct request *request, struct plan *plan)
{
	int64_t keep = number_of(request->data, "keep", 0), left = 0, number = 0, refund = 0,
		value = 0;
	bool cancelled = false;

	if (purchase->state == DUE && purchase->deadline <= request->clock)
		return; /* the manual does not say whether it can still be cancelled */
	if (names_strangers(model, purchase, request->data)) {
		plan_reject(plan, "unknown_ticket");
		return;
	}
	for (size_t i = 0; i < purchase->count; i++) {
		left += !purchase->tickets[i].cancelled;
		cancelled |= purchase->tickets[i].cancelled &&
			     is_named(model, purchase, i, request->data);
		value += purchase->tickets[i].cancelled ? 0 : purchase->tickets[i].price;
	}
	for (size_t i = purchase->count; i-- > 0 && left > keep;) {
		if (is_chosen(model, purchase, i, request->data)) {
			left--;
			number++;
			refund += purchase->tickets[i].price;
		}
	}
	if (number == 0 && cancelled) {
		answer_again(plan, "tickets-cancelled", purchase);
		return;
	}
	if (purchase->state == EXPIRED || number == 0) {
		plan_reject(plan, purchase->state == EXPIRED ? "timed_out" : "nothing_to_cancel");
		return;
	}
	json_t *data = about(purchase);
	put_number(data, "left", left);
	put_number(data, "refund", purchase->paid > 0 ? refund : 0);
	put_number(data, "due", purchase->state == DUE ? value - refund : 0);
	plan_expect(plan, "tickets-cancelled", data);
}

static void predict_refund(
	const struct purchase *purchase, const struct request *request, struct plan *plan)
{
	int64_t left = purchase->refundable - purchase->refunded;
	int64_t amount = number_of(request->data, "amount", 0);
	json_t *data;

	if (left == 0) {
		plan_reject(plan, "nothing_to_refund");
	} else if (amount > left || amount <= 0 ||
		   strcmp(text_of(request->data, "currency"), purchase->currency) != 0) {
		plan_reject(plan, "wrong_amount");
	} else {
		data = about(purchase);
		put_number(data, "amount", amount);
		plan_expect(plan, "ticket-purchase-refunded", data);
	}
}

static void predict_extension(const struct model *model, const struct purchase *purchase,
	const struct request *request, struct plan *plan)
{
	const json_t *client = json_object_get(model->tables.clients, request->client);
	int64_t deadline = time_of(request->data, "deadline");
	int64_t minutes = number_of(client, "reservation", 43200);

	if (deadline == INT64_MIN)
		return;
	if (is_late(purchase, request))
		plan_reject(plan, "timed_out");
	else if (purchase->state == CANCELLED)
		plan_reject(plan, "cancelled");
	else if (purchase->state != DUE)
		plan_reject(plan, "nothing_due");
	else if (deadline <= purchase->deadline) /* it stays, and the answer has it */
		answer_again(plan, NULL, purchase);
	else if (strcmp(request->client, "organiser") != 0 &&
		 deadline - purchase->opened > minutes * 60000)
		plan_deny(plan, "reservation_too_long");
	else
		plan_expect(plan, "ticket-purchase-extended", about(purchase));
}

/* The same again has the same answer, whatever became of the purchase since. */
static void predict_reopening(
	const struct purchase *purchase, const struct request *request, struct plan *plan)
{
	bool again = purchase->reopened && !is_late(purchase, request);

	if (again && json_object_get(request->data, "deadline"))
		return; /* it may be that again */
	if (again)
		answer_again(plan, "ticket-purchase-reopened", purchase);
	else if (purchase->state == CANCELLED)
		plan_reject(plan, "cancelled");
	else if (!is_late(purchase, request))
		plan_reject(plan, "not_expired");
}

/* Of a ticket that is named by its id. */
static void predict_delegate(struct model *model, const struct request *request, struct plan *plan)
{
	const json_t *client = json_object_get(model->tables.clients, request->client);
	bool assigns = strcmp(request->type, "assign-ticket") == 0;
	struct purchase *purchase = NULL;
	struct ticket *ticket = ticket_by_id(model, text_of(request->data, "ticket"), &purchase);
	const char *email = text_of(request->data, "email");

	if (!text_of(request->data, "ticket")[0] || text_of(request->data, "purchase")[0] ||
		text_of(request->data, "reference")[0] || text_of(request->data, "series")[0] ||
		text_of(request->data, "purchaser")[0] ||
		json_object_get(request->data, "answers") || text_of(request->data, "type")[0] ||
		text_of(request->data, "of_client")[0] || json_object_get(request->data, "clear") ||
		(!assigns && email[0]))
		return;
	if (!ticket || (strcmp(request->client, "organiser") != 0 &&
			       strcmp(purchase->client, request->client) != 0 &&
			       strcmp(text_of(client, "scope"), "all") != 0))
		plan_reject(plan, "unknown_ticket");
	else if (purchase->state == EXPIRED)
		plan_reject(plan, "timed_out");
	else if (is_late(purchase, request))
		return;
	else if (!ticket_is_valid(purchase, ticket))
		plan_reject(plan, "cancelled");
	else if (assigns && (!ticket->assigned || strcmp(ticket->email, email) != 0))
		plan_expect(plan, "ticket-assigned",
			json_pack("{s:s,s:{s:s,s:s}}", "ticket", text_of(request->data, "ticket"),
				"delegate", "name", text_of(request->data, "name"), "email",
				email));
	else if (!assigns && ticket->assigned)
		plan_expect(plan, "ticket-unassigned",
			json_pack("{s:s}", "ticket", text_of(request->data, "ticket")));
}

void predict_change(struct model *model, const struct request *request, struct plan *plan)
{
	const struct purchase *purchase;
	bool known, refund = strcmp(request->type, "refund-ticket-purchase") == 0;

	if (strstr(request->type, "assign-ticket")) {
		predict_delegate(model, request, plan);
		return;
	}
	if (refund && json_object_get(request->data, "payment"))
		return;
	purchase = wanted_purchase(model, request, &known);
	if (!known)
		return;
	if (!purchase)
		plan_reject(plan, "unknown_purchase");
	else if (strcmp(request->type, "pay-ticket-purchase") == 0)
		predict_payment(purchase, request, plan);
	else if (strcmp(request->type, "cancel-tickets") == 0)
		predict_cancellation(model, purchase, request, plan);
	else if (refund)
		predict_refund(purchase, request, plan);
	else if (strcmp(request->type, "extend-ticket-purchase") == 0)
		predict_extension(model, purchase, request, plan);
	else if (strcmp(request->type, "reopen-ticket-purchase") == 0)
		predict_reopening(purchase, request, plan);
	/* What amend-purchaser changes has no number, so any of its answers is accepted. */
}
