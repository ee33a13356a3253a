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

/* What is left of a booking once its pending reclaims are done; if it is pending, all of it. */
static int64_t expected_of(json_t *crm, const json_t *booking)
{
	const char *state = text_of(booking, "state"), *command;
	int64_t left = number_of(booking, "left", 0);
	json_t *reclaim;

	if (strcmp(state, "refused") == 0)
		return 0;
	if (strcmp(state, "booked") != 0)
		return number_of(booking, "quantity", 0);
	json_object_foreach(child(crm, "reclaims"), command, reclaim)
	{
		if (flag_of(reclaim, "pending") && number_of(reclaim, "keep", 0) < left &&
			strcmp(text_of(reclaim, "reference"), text_of(booking, "reference")) == 0)
			left = number_of(reclaim, "keep", 0);
	}
	return left;
}

static int64_t expected_by_type(json_t *crm, const char *name, const char *type)
{
	const char *command;
	json_t *booking;
	int64_t sum = 0;

	json_object_foreach(child(crm, "bookings"), command, booking)
	{
		if (strcmp(text_of(booking, "beneficiary"), name) == 0 &&
			strcmp(text_of(booking, "type"), type) == 0)
			sum += expected_of(crm, booking);
	}
	return sum;
}

/* What was decided last of a type, or -1 if that was nothing. */
static int64_t desired_of(json_t *crm, const char *name, const char *type)
{
	const json_t *decided = json_object_get(child(crm, "decided"), name);
	const json_t *types = json_object_get(decided, "types");

	return number_of(types, type, decided && !flag_of(decided, "undecided") ? 0 : -1);
}

/* What is missing is requested, and no more than that. */
static bool check_request(struct model *model, json_t *crm, const json_t *data)
{
	const char *name = text_of(data, "beneficiary"), *type = text_of(data, "type");
	int64_t desired = desired_of(crm, name, type), will = expected_by_type(crm, name, type);

	return (desired >= 0 && will <= desired) ||
	       wrong(model, "%s was requested: %s will have %jd of the type %s, and is owed %jd",
		       text_of(data, "reference"), name, (intmax_t)will, type, (intmax_t)desired);
}

/* The surplus is reclaimed, and no more than that. */
static bool reclaim_requested(struct model *model, json_t *crm, const json_t *data)
{
	const char *name = text_of(data, "beneficiary"), *type = text_of(data, "type");
	json_t *booking = booking_of(child(crm, "bookings"), text_of(data, "reference")), *reclaim;
	int64_t desired = desired_of(crm, name, type), before = expected_by_type(crm, name, type);

	if (!booking || strcmp(text_of(booking, "purchase"), text_of(data, "purchase")) != 0)
		return wrong(model, "tickets of %s are to be reclaimed, but none were booked",
			text_of(data, "reference"));
	if (json_object_get(child(crm, "reclaims"), text_of(data, "command")))
		return wrong(
			model, "tickets of %s are reclaimed twice", text_of(data, "reference"));
	if (number_of(data, "keep", -1) > expected_of(crm, booking))
		return wrong(model, "a reclaim keeps %jd tickets of %s, which are not expected",
			(intmax_t)number_of(data, "keep", -1), text_of(data, "reference"));
	reclaim = json_deep_copy(data);
	json_object_set_new(reclaim, "pending", json_true());
	json_object_set_new(child(crm, "reclaims"), text_of(data, "command"), reclaim);
	if (desired < 0 || expected_by_type(crm, name, type) < desired)
		return wrong(model,
			"a reclaim leaves %s %jd of %jd tickets of the type %s, and %jd are owed",
			name, (intmax_t)expected_by_type(crm, name, type), (intmax_t)before, type,
			(intmax_t)desired);
	return true;
}

/* An answer to a reclaim, and to those that want as many cancelled, or fewer. */
static bool reclaim_done(struct model *model, json_t *crm, const json_t *data)
{
	json_t *named = json_object_get(child(crm, "reclaims"), text_of(data, "command")), *reclaim;
	const char *command;

	if (text_of(data, "command")[0] && !named)
		return wrong(model, "a reclaim of %s was answered, which was never requested",
			text_of(data, "reference"));
	if (named)
		json_object_del(named, "pending");
	json_object_foreach(child(crm, "reclaims"), command, reclaim)
	{
		if (strcmp(text_of(reclaim, "reference"), text_of(data, "reference")) == 0 &&
			(json_object_get(data, "by") ||
				number_of(reclaim, "keep", 0) >= number_of(data, "left", 0)))
			json_object_del(reclaim, "pending");
	}
	return true;
}

/* What was cancelled is what ticketing's event says, which is recorded once. */
static bool check_source(struct model *model, json_t *booking, const json_t *data)
{
	const char *sequence = text_of(data, "source_sequence");
	json_t *event =
		history_event(&model->history[TICKETING], (size_t)strtoull(sequence, NULL, 10));
	const json_t *cancelled = json_object_get(event, "data");
	json_t *sources = child(booking, "sources");
	bool good = true;

	if (event &&
		(!is_kind(event, "tickets-cancelled") ||
			strcmp(text_of(cancelled, "purchase"), text_of(booking, "purchase")) != 0 ||
			number_of(cancelled, "left", 0) < number_of(data, "left", -1) ||
			json_array_size(json_object_get(cancelled, "tickets")) !=
				json_array_size(json_object_get(data, "tickets"))))
		good = wrong(model, "tickets of %s were not reclaimed by event %s of ticketing",
			text_of(data, "reference"), sequence);
	else if (sequence[0] && json_object_get(sources, sequence))
		good = wrong(model, "event %s of ticketing has reclaimed tickets of %s twice",
			sequence, text_of(data, "reference"));
	json_object_set_new(sources, sequence, json_true());
	json_decref(event);
	return good;
}

static bool reclaimed(struct model *model, json_t *crm, const json_t *data)
{
	json_t *booking = booking_of(child(crm, "bookings"), text_of(data, "reference")), *reclaim;

	if (!booking)
		return wrong(model, "tickets of %s were reclaimed, but none were booked",
			text_of(data, "reference"));
	if (number_of(data, "left", -1) > number_of(booking, "left", 0))
		return wrong(model, "a reclaim has raised what is left of %s",
			text_of(data, "reference"));
	if (!check_source(model, booking, data))
		return false;
	json_object_set(booking, "left", json_object_get(data, "left"));
	reclaim = json_object_get(child(crm, "reclaims"), text_of(data, "command"));
	if (number_of(data, "left", 0) < number_of(reclaim, "keep", INT64_MAX))
		json_object_set_new(booking, "cancelled elsewhere", json_true());
	return reclaim_done(model, crm, data);
}

static bool reclaim_refused(struct model *model, json_t *crm, const json_t *data)
{
	json_t *reclaim = json_object_get(child(crm, "reclaims"), text_of(data, "command"));

	if (!reclaim)
		return wrong(model, "a reclaim of %s was refused, which was never requested",
			text_of(data, "reference"));
	json_object_del(reclaim, "pending");
	return true;
}

/* A decision is that of the facts before it. */
static bool decided(struct model *model, enum context context, const json_t *data)
{
	json_t *crm = model->crm[context], *owed, *types = json_object(), *item;
	json_t *all = json_object();
	const char *name = text_of(data, "beneficiary");
	bool undecided = json_object_get(data, "undecided") != NULL;
	char where[300];
	bool good = true;
	size_t i;

	json_array_foreach(json_object_get(data, "desired"), i, item)
	{
		put_number(all, text_of(item, "type"),
			number_of(all, text_of(item, "type"), 0) + number_of(item, "quantity", 0));
		if (undecided ? flag_of(item, "fixed") : number_of(item, "quantity", 0) > 0)
			put_number(types, text_of(item, "type"),
				number_of(types, text_of(item, "type"), 0) +
					number_of(item, "quantity", 0));
	}
	json_object_set_new(child(crm, "decided"), name,
		json_pack("{s:O,s:o,s:b}", "types", types, "all", all, "undecided", undecided));
	model->counts.decisions++;
	owed = undecided ? NULL : owed_to(crm, context, name);
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
		return requested(model, bookings, data) && check_request(model, crm, data);
	if (is_kind(event, "tickets-booked"))
		return answered(model, bookings, data, true);
	if (is_kind(event, "booking-refused"))
		return answered(model, bookings, data, false);
	if (is_kind(event, "reclaim-requested"))
		return reclaim_requested(model, crm, data);
	if (is_kind(event, "tickets-reclaimed"))
		return reclaimed(model, crm, data);
	if (is_kind(event, "reclaim-refused"))
		return reclaim_refused(model, crm, data);
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

/* What somebody has of a type. */
struct held {
	int64_t left, assigned; /* tickets; of them, those that are assigned at ticketing */
	bool open;              /* requests were refused, or tickets cancelled by others */
};

static struct held held_of(struct model *model, json_t *crm, const char *name, const char *type)
{
	struct held held = {0};
	const char *command;
	json_t *booking;

	json_object_foreach(child(crm, "bookings"), command, booking)
	{
		const struct purchase *purchase = purchase_of(model, text_of(booking, "purchase"));

		if (strcmp(text_of(booking, "beneficiary"), name) != 0 ||
			strcmp(text_of(booking, "type"), type) != 0)
			continue;
		held.open |= strcmp(text_of(booking, "state"), "refused") == 0 ||
			     flag_of(booking, "cancelled elsewhere");
		if (strcmp(text_of(booking, "state"), "booked") != 0)
			continue;
		held.left += number_of(booking, "left", 0);
		for (size_t i = 0; purchase && i < purchase->count; i++)
			held.assigned += purchase->tickets[i].assigned &&
					 ticket_is_valid(purchase, &purchase->tickets[i]);
	}
	return held;
}

/* At rest nobody has fewer tickets than are owed, or more, but for those that are assigned. */
static bool check_held(struct model *model, json_t *crm, const char *name, const char *type)
{
	int64_t desired = desired_of(crm, name, type);
	struct held held = held_of(model, crm, name, type);

	if (desired < 0)
		return true;
	if (held.left < desired && !held.open)
		return wrong(model, "%s has %jd tickets of the type %s, and is owed %jd", name,
			(intmax_t)held.left, type, (intmax_t)desired);
	if (held.left > desired && held.left > held.assigned)
		return wrong(model,
			"%s has %jd tickets of the type %s, %jd of them assigned, and is owed %jd",
			name, (intmax_t)held.left, type, (intmax_t)held.assigned,
			(intmax_t)desired);
	return true;
}

static bool check_owed(
	struct model *model, enum context context, const char *name, const json_t *decided)
{
	json_t *crm = model->crm[context], *quantity;
	json_t *owed = flag_of(decided, "undecided") ? NULL : owed_to(crm, context, name);
	json_t *types = json_object_get(decided, "types");
	const char *type;
	char where[300];
	bool good = true;

	if (owed && !(agrees(types, owed, where, sizeof(where)) &&
			    agrees(owed, types, where, sizeof(where))))
		good = wrong(
			model, "%s is owed something else than was decided last: %s", name, where);
	json_decref(owed);
	json_object_foreach(types, type, quantity)
	{
		good = good && check_held(model, crm, name, type);
	}
	return good;
}

/* At rest all that was requested is answered. */
static bool check_answers(struct model *model, json_t *crm)
{
	const char *command;
	json_t *row;

	json_object_foreach(child(crm, "bookings"), command, row)
	{
		if (!check_booking(model, command, row) ||
			!check_held(model, crm, text_of(row, "beneficiary"), text_of(row, "type")))
			return false;
		if (strcmp(text_of(row, "state"), "pending") == 0)
			return wrong(model, "the request %s was never answered",
				text_of(row, "reference"));
	}
	json_object_foreach(child(crm, "reclaims"), command, row)
	{
		if (flag_of(row, "pending"))
			return wrong(model, "the reclaim %s of %s was never answered", command,
				text_of(row, "reference"));
	}
	return true;
}

bool ledger_end(struct model *model, enum context context)
{
	json_t *crm = model->crm[context], *row;
	const char *name;

	if (model->history[context].count == 0)
		return true;
	if (!check_answers(model, crm))
		return false;
	json_object_foreach(child(crm, "decided"), name, row)
	{
		if (!check_owed(model, context, name, row))
			return false;
	}
	return true;
}

json_t *ledger_decided(struct model *model, enum context context, const char *name)
{
	const json_t *decided = json_object_get(child(model->crm[context], "decided"), name);
	const char *type;
	json_t *types = json_object(), *quantity;

	json_object_foreach(json_object_get(decided, "all"), type, quantity)
	{
		if (json_integer_value(quantity) > 0)
			json_object_set(types, type, quantity);
	}
	return types;
}

json_t *ledger_booked(struct model *model, enum context context, const char *name)
{
	const char *command;
	json_t *types = json_object(), *booking;

	json_object_foreach(child(model->crm[context], "bookings"), command, booking)
	{
		int64_t left = number_of(booking, "left", 0);
		const char *type = text_of(booking, "type");

		if (left > 0 && strcmp(text_of(booking, "beneficiary"), name) == 0 &&
			strcmp(text_of(booking, "state"), "booked") == 0)
			put_number(types, type, number_of(types, type, 0) + left);
	}
	return types;
}
