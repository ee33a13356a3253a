/*
 * What ticketing publishes about requests: booked, refused, denied.
 */
#include "base/clock.h"
#include "booking/internal.h"

/* Whether BOOKING was answered by a manual record, not by ticketing. */
static bool is_manual(const struct booking *booking)
{
	switch (booking->state) {
	case BOOKING_BOOKED:
		return booking->manual;
	case BOOKING_REFUSED:
		return booking->code != NULL && strcmp(booking->code, MANUAL_CODE) == 0;
	case BOOKING_REQUESTED:
	case BOOKING_STATE_NONE:
		break;
	}
	return false;
}

/*
 * Whether ticketing's answer takes precedence over a manual one: what ticketing has booked
 * exists, whatever was recorded. What was booked elsewhere exists as well, whatever
 * ticketing answers: that is warned of.
 */
static bool takes_precedence(
	struct decision *decision, const struct booking *booking, enum booking_state answer)
{
	bool booked_here = answer == BOOKING_BOOKED;
	bool booked_elsewhere = booking->state == BOOKING_BOOKED;

	if (booked_elsewhere)
		decision_warn(decision, "%s: recorded manually as booked, and %s",
			booking->reference,
			booked_here ? "booked by ticketing as well: cancel one of them"
				    : "refused by ticketing: it stays booked");
	else if (booked_here)
		decision_warn(decision,
			"%s: recorded manually as refused, and booked by ticketing: it is booked",
			booking->reference);
	return booked_here && !booked_elsewhere;
}

/*
 * Whether the incoming answer to a request changes the ledger; fills BOOKING. An answer
 * under another reference, or one that contradicts ticketing's own, is refused.
 */
static bool is_new(struct decision *decision, struct booking *booking, const char *reference,
	enum booking_state answer)
{
	if (decision->envelope->cause == NULL ||
		!booking_by_command(decision, decision->envelope->cause, booking))
		return false;
	if (strcmp(booking->reference, reference) != 0) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/data/reference",
			"\"%s\" answers the request \"%s\"", reference, booking->reference);
		return false;
	}
	if (booking->state == BOOKING_REQUESTED)
		return true;
	if (is_manual(booking))
		return takes_precedence(decision, booking, answer);
	if (booking->state != answer)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "",
			"\"%s\" is %s in the ledger already", reference,
			words_text(&booking_state_words, booking->state));
	return false;
}

/* Whether all tickets of CREATED are what BOOKING requested; else refuses. */
static bool check_tickets(struct decision *decision, const struct booking *booking,
	const struct ticket_purchase_created *created)
{
	const struct ticket *tickets = created->tickets.items;
	size_t i;

	for (i = 0; i < created->tickets.count; i++)
		if (strcmp(tickets[i].type, booking->type) != 0)
			break;
	if (i == created->tickets.count && (int64_t)created->tickets.count == booking->quantity)
		return true;
	decision_refuse(decision, REFUSAL_CONTRADICTION, "/data/tickets",
		"%lld of \"%s\" were requested", (long long)booking->quantity, booking->type);
	return false;
}

/*
 * Whether CREATED is a newer purchase than the one in the ledger: ticketing was restored
 * from a backup and has booked the request again. Purchases' ids are ordered by time, so
 * an old log that is read again brings no old purchase back.
 */
static bool is_replacement(struct decision *decision, const struct ticket_purchase_created *created,
	struct booking *booking)
{
	struct uuid purchase;

	return decision->envelope->cause != NULL &&
	       booking_by_command(decision, decision->envelope->cause, booking) &&
	       strcmp(booking->reference, created->reference) == 0 &&
	       booking->state == BOOKING_BOOKED && !booking->manual &&
	       uuid_parse(created->purchase, &purchase) &&
	       memcmp(purchase.bytes, booking->purchase.bytes, UUID_SIZE) > 0;
}

void booking_on_created(struct decision *decision, const void *event)
{
	const struct ticket_purchase_created *created = event;
	struct tickets_booked *booked;
	struct booking booking;
	struct uuid purchase;
	bool replaces = is_replacement(decision, created, &booking);

	if (!replaces && !is_new(decision, &booking, created->reference, BOOKING_BOOKED))
		return;
	if (!check_tickets(decision, &booking, created) ||
		!uuid_parse(created->purchase, &purchase))
		return;
	if (replaces)
		decision_warn(decision, "%s: ticketing has another purchase of it now: %s",
			booking.reference, created->purchase);
	booked = arena_take(decision->arena, sizeof(*booked));
	*booked = (struct tickets_booked){
		.beneficiary = booking.beneficiary,
		.command = booking.command,
		.reference = booking.reference,
		.type = booking.type,
		.quantity = integer(booking.quantity),
		.purchase = created->purchase,
	};
	if (booking.personal != NULL)
		booked->personal = ((const struct ticket *)created->tickets.items)->id;
	booking_decide(decision, &tickets_booked_message, &booking, booked,
		replaces ? &purchase : &booking.id);
}

void booking_refuse(struct decision *decision, const struct booking *booking, const char *code,
	const char *message, enum truth retryable)
{
	struct booking_refused *refused = arena_take(decision->arena, sizeof(*refused));

	*refused = (struct booking_refused){
		.beneficiary = booking->beneficiary,
		.command = booking->command,
		.reference = booking->reference,
		.type = booking->type,
		.quantity = integer(booking->quantity),
		.code = code,
		.message = message,
		.retryable = retryable,
	};
	decision_warn(decision, "%s: refused: %s: %s", booking->reference, code, message);
	booking_decide(decision, &booking_refused_message, booking, refused, &booking->id);
}

void booking_on_rejected(struct decision *decision, const void *event)
{
	const struct ticket_purchase_rejected *rejected = event;
	struct booking booking;

	if (is_new(decision, &booking, rejected->reference, BOOKING_REFUSED))
		booking_refuse(decision, &booking, words_text(&rejection_words, rejected->code),
			rejected->message, rejected->retryable);
}

/* Denials */

const char *booking_denied_at(struct decision *decision)
{
	char *text = arena_take(decision->arena, CLOCK_TEXT);

	clock_format(booking_time(decision), text);
	return text;
}

/* Whether a denial of the same command is recorded that is as new. */
static bool is_outdated(struct decision *decision)
{
	struct query *query = query_of(decision->store,
		"SELECT 1 FROM bookings WHERE command = :command AND denied_at >= :at "
		"UNION ALL "
		"SELECT 1 FROM reclaims WHERE command = :command AND denied_at >= :at");

	query_uuid(query, decision->envelope->cause);
	query_text(query, booking_denied_at(decision));
	return query_number(query) != 0;
}

/*
 * A denial is recorded only if it is newer, by ticketing's clock, than the last one
 * recorded for this command and its code or message differs. Logs that are read again
 * contain old denials.
 */
bool booking_is_recorded(
	struct decision *decision, const struct denial *last, const char *code, const char *message)
{
	if (last->code == NULL || last->message == NULL)
		return false;
	return (strcmp(last->code, code) == 0 && strcmp(last->message, message) == 0) ||
	       is_outdated(decision);
}

void booking_on_denied(struct decision *decision, const void *event)
{
	const struct command_refused *refused = event;
	const char *code = words_text(&door_refusal_words, refused->code);
	struct booking_denied *denied;
	struct booking booking;

	if (decision->envelope->cause == NULL || booking_reclaim_denied(decision, refused) ||
		!booking_by_command(decision, decision->envelope->cause, &booking) ||
		booking.state != BOOKING_REQUESTED)
		return;
	if (refused->retryable != TRUTH_YES) {
		booking_refuse(decision, &booking, code, refused->message, TRUTH_NO);
		return;
	}
	decision_warn(decision, "%s: denied, and still pending: %s: %s", booking.reference, code,
		refused->message);
	if (booking_is_recorded(decision, &(struct denial){booking.code, booking.message}, code,
		    refused->message))
		return;
	denied = arena_take(decision->arena, sizeof(*denied));
	*denied = (struct booking_denied){
		.beneficiary = booking.beneficiary,
		.command = booking.command,
		.reference = booking.reference,
		.type = booking.type,
		.quantity = integer(booking.quantity),
		.code = code,
		.message = refused->message,
		.denied_at = booking_denied_at(decision),
	};
	decision_event(decision, &booking_denied_message, booking.beneficiary, denied);
}

/* Effects */

/* What was known of the purchase that BOOKING had, if any, is outdated. */
static void drop_replaced(struct store *store, const struct uuid *booking)
{
	struct query *query = query_of(store, "DELETE FROM assignments WHERE booking = :booking");

	query_uuid(query, booking);
	query_run(query);
	query = query_of(store,
		"UPDATE reclaims SET state = 'refused', code = 'replaced' "
		"WHERE booking = :booking AND state = 'requested'");
	query_uuid(query, booking);
	query_run(query);
}

/*
 * The ticket that came assigned is the purchaser's, even if no event that says so was read
 * yet; any such event is newer.
 */
static void set_personal(
	struct store *store, const struct uuid *booking, const char *ticket, int64_t position)
{
	struct query *query = query_of(store,
		"INSERT INTO assignments (ticket, booking, email, personal, source_sequence, "
		"released) SELECT :ticket, command, personal, 1, '', :released FROM bookings "
		"WHERE command = :command");
	struct uuid id;

	uuid_parse(ticket, &id);
	query_uuid(query, &id);
	query_integer(query, position);
	query_uuid(query, booking);
	query_run(query);
}

void booking_apply_booked(const struct applying *of)
{
	const struct tickets_booked *booked = of->event;
	struct uuid command, purchase;
	struct query *query;

	uuid_parse(booked->command, &command);
	drop_replaced(of->store, &command);
	query = query_of(of->store,
		"UPDATE bookings SET valid = quantity, state = 'booked', answered = :answered, "
		"purchase = :purchase, code = NULL, message = NULL WHERE command = :command");
	query_integer(query, of->envelope->sequence);
	query_uuid(query, booked->purchase != NULL && uuid_parse(booked->purchase, &purchase)
				  ? &purchase
				  : NULL);
	query_uuid(query, &command);
	query_run(query);
	if (booked->personal != NULL)
		set_personal(of->store, &command, booked->personal, of->envelope->sequence);
}

void booking_apply_refused(const struct applying *of)
{
	const struct booking_refused *refused = of->event;
	struct query *query = query_of(of->store,
		"UPDATE bookings SET state = 'refused', answered = :answered, code = :code, "
		"message = :message WHERE command = :command");
	struct uuid command;

	uuid_parse(refused->command, &command);
	query_integer(query, of->envelope->sequence);
	query_text(query, refused->code);
	query_text(query, refused->message);
	query_uuid(query, &command);
	query_run(query);
}

void booking_apply_denied(const struct applying *of)
{
	const struct booking_denied *denied = of->event;
	struct query *query = query_of(of->store,
		"UPDATE bookings SET code = :code, message = :message, denied_at = :at "
		"WHERE command = :command");
	struct uuid command;

	uuid_parse(denied->command, &command);
	query_text(query, denied->code);
	query_text(query, denied->message);
	query_text(query, denied->denied_at);
	query_uuid(query, &command);
	query_run(query);
}
