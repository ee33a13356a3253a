/* A client's feed: what it requested, what its ledger has of that, and whether ticketing agrees. */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static bool requested(struct model *model, json_t *bookings, const json_t *data)
{
	json_t *booking;

	if (json_object_get(bookings, text_of(data, "command")))
		return wrong(
			model, "the tickets %s were requested twice", text_of(data, "reference"));
	booking = json_deep_copy(data);
	json_object_set_new(booking, "state", json_string("pending"));
	json_object_set_new(bookings, text_of(data, "command"), booking);
	return true;
}

/* An answer is of what was requested, and there is one. */
static bool answered(struct model *model, json_t *bookings, const json_t *data, bool booked)
{
	json_t *booking = json_object_get(bookings, text_of(data, "command"));
	char where[300];
	json_t *expected;
	bool good;

	if (!booking)
		return wrong(model, "the ledger has an answer to %s, which was never requested",
			text_of(data, "reference"));
	if (strcmp(text_of(booking, "state"), "booked") == 0 ||
		(!booked && strcmp(text_of(booking, "state"), "pending") != 0))
		return wrong(model, "the ledger has two answers to %s", text_of(data, "reference"));
	expected = json_pack("{s:O,s:O,s:O}", "reference", json_object_get(booking, "reference"),
		"type", json_object_get(booking, "type"), "quantity",
		json_object_get(booking, "quantity"));
	good = agrees(data, expected, where, sizeof(where));
	json_decref(expected);
	if (!good)
		return wrong(model, "the ledger's answer to %s differs from the request: %s",
			text_of(data, "reference"), where);
	json_object_set_new(booking, "state", json_string(booked ? "booked" : "refused"));
	if (booked) {
		json_object_set(booking, "left", json_object_get(booking, "quantity"));
		json_object_set(booking, "purchase", json_object_get(data, "purchase"));
	} else {
		json_object_set(booking, "code", json_object_get(data, "code"));
	}
	return true;
}

static json_t *booking_of(json_t *bookings, const char *reference)
{
	const char *command;
	json_t *booking;

	json_object_foreach(bookings, command, booking)
	{
		if (strcmp(text_of(booking, "reference"), reference) == 0 &&
			strcmp(text_of(booking, "state"), "booked") == 0)
			return booking;
	}
	return NULL;
}

static bool reclaimed(struct model *model, json_t *bookings, const json_t *data)
{
	json_t *booking = booking_of(bookings, text_of(data, "reference"));

	if (!booking)
		return wrong(model, "tickets of %s were reclaimed, but none were booked",
			text_of(data, "reference"));
	if (number_of(data, "left", -1) > number_of(booking, "left", 0))
		return wrong(model, "a reclaim has raised what is left of %s",
			text_of(data, "reference"));
	json_object_set(booking, "left", json_object_get(data, "left"));
	json_object_set_new(booking, "reclaimed", json_true());
	return true;
}

/* A decision is that of the facts before it. */
static bool decided(struct model *model, enum context context, const json_t *data)
{
	json_t *crm = model->crm[context], *owed, *types = json_object(), *item;
	const char *name = text_of(data, "beneficiary");
	json_t *was = child(child(crm, "decided"), name);
	char where[300];
	bool good = true;
	size_t i;

	json_object_clear(was);
	json_array_foreach(json_object_get(data, "desired"), i, item)
	{
		if (number_of(item, "quantity", 0) > 0)
			json_object_set(
				types, text_of(item, "type"), json_object_get(item, "quantity"));
	}
	json_object_update(was, types);
	model->counts.decisions++;
	owed = json_object_get(data, "undecided") ? NULL : owed_to(crm, context, name);
	if (owed) {
		model->counts.decided++;
		good = (agrees(types, owed, where, sizeof(where)) &&
			       agrees(owed, types, where, sizeof(where))) ||
		       wrong(model, "it was decided that %s is owed something else: %s", name,
			       where);
	}
	json_decref(owed);
	json_decref(types);
	return good;
}

bool ledger_apply(struct model *model, enum context context, const json_t *event)
{
	json_t *crm = model->crm[context], *bookings = child(crm, "bookings");
	const json_t *data = json_object_get(event, "data");

	if (is_kind(event, "tickets-requested"))
		return requested(model, bookings, data);
	if (is_kind(event, "tickets-booked"))
		return answered(model, bookings, data, true);
	if (is_kind(event, "booking-refused"))
		return answered(model, bookings, data, false);
	if (is_kind(event, "tickets-reclaimed"))
		return reclaimed(model, bookings, data);
	if (is_kind(event, "entitlement-decided"))
		return decided(model, context, data);
	owed_apply(crm, context, event);
	return true;
}

static int64_t valid_tickets(const struct purchase *purchase)
{
	int64_t number = 0;

	for (size_t i = 0; i < purchase->count; i++)
		number += ticket_is_valid(purchase, &purchase->tickets[i]);
	return number;
}

/* What ticketing has of a request is what the ledger has. */
static bool check_booking(struct model *model, const char *command, const json_t *booking)
{
	const char *state = text_of(booking, "state"), *reference = text_of(booking, "reference");
	const json_t *position = json_object_get(model->outcomes, command);
	json_t *event =
		history_event(&model->history[TICKETING], (size_t)json_integer_value(position));
	const json_t *data = json_object_get(event, "data");
	const struct purchase *purchase = purchase_of(model, text_of(data, "purchase"));
	bool good = true;

	if (!event)
		good = strcmp(state, "booked") != 0 || !json_object_get(booking, "purchase") ||
		       wrong(model, "the ledger has %s as booked, but ticketing does not",
			       reference);
	else if (is_kind(event, "ticket-purchase-created"))
		good = (strcmp(state, "booked") == 0 && strcmp(text_of(booking, "purchase"),
								text_of(data, "purchase")) == 0) ||
		       wrong(model, "ticketing has booked %s, but the ledger has it as %s",
			       reference, state);
	else
		good = (strcmp(state, "refused") == 0 &&
			       strcmp(text_of(booking, "code"), text_of(data, "code")) == 0) ||
		       wrong(model, "ticketing has refused %s (%s), but the ledger has it as %s",
			       reference, text_of(data, "code"), state);
	if (good && purchase && valid_tickets(purchase) != number_of(booking, "left", -1))
		good = wrong(model, "ticketing has %jd valid tickets of %s, and the ledger %jd",
			(intmax_t)valid_tickets(purchase), reference,
			(intmax_t)number_of(booking, "left", -1));
	json_decref(event);
	return good;
}

/* Tickets of a type that somebody has, and whether another number than is owed is explained. */
static int64_t booked_of(
	struct model *model, json_t *bookings, const char *name, const char *type, bool *explained)
{
	const char *command;
	json_t *booking;
	int64_t sum = 0;

	json_object_foreach(bookings, command, booking)
	{
		const struct purchase *purchase = purchase_of(model, text_of(booking, "purchase"));

		if (strcmp(text_of(booking, "beneficiary"), name) != 0 ||
			strcmp(text_of(booking, "type"), type) != 0)
			continue;
		sum += number_of(booking, "left", 0);
		*explained |= strcmp(text_of(booking, "state"), "booked") != 0 ||
			      flag_of(booking, "reclaimed") || !purchase;
		for (size_t i = 0; purchase && i < purchase->count; i++)
			*explained |= purchase->tickets[i].assigned;
	}
	return sum;
}

static bool check_owed(
	struct model *model, enum context context, const char *name, const json_t *types)
{
	json_t *crm = model->crm[context], *owed = owed_to(crm, context, name);
	const char *type;
	json_t *quantity;
	char where[300];
	bool good = true;

	if (owed && !(agrees(types, owed, where, sizeof(where)) &&
			    agrees(owed, types, where, sizeof(where))))
		good = wrong(
			model, "%s is owed something else than was decided last: %s", name, where);
	json_decref(owed);
	json_object_foreach((json_t *)types, type, quantity)
	{
		bool explained = false;
		int64_t has = booked_of(model, child(crm, "bookings"), name, type, &explained);

		if (good && !explained && has != json_integer_value(quantity))
			good = wrong(model, "%s has %jd tickets of the type %s, and is owed %jd",
				name, (intmax_t)has, type, (intmax_t)json_integer_value(quantity));
	}
	return good;
}

bool ledger_end(struct model *model, enum context context)
{
	json_t *crm = model->crm[context], *row;
	const char *name;

	if (model->history[context].count == 0)
		return true;
	json_object_foreach(child(crm, "bookings"), name, row)
	{
		if (!check_booking(model, name, row))
			return false;
	}
	json_object_foreach(child(crm, "decided"), name, row)
	{
		if (!check_owed(model, context, name, row))
			return false;
	}
	return true;
}
