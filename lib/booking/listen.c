/*
 * What ticketing publishes about requests, reclaims and amendments: booked, refused, denied.
 */
#include "booking/entitlement.h"
#include "booking/internal.h"

/*
 * Whether ticketing's answer replaces a manual record: a purchase at ticketing exists, whatever
 * was recorded. Warns if the booking in the other shop exists as well.
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
 * Whether the incoming answer replaces ticketing's own. A later one does, by ticketing's
 * clock: it was restored from a backup, and has answered the request again. Logs that are read
 * again contain earlier ones. Denies another answer of the same time.
 */
static bool replaces(
	struct decision *decision, const struct booking *booking, enum booking_state answer)
{
	const char *state = enumeration_text(&booking_state_enum, booking->state);
	int order = strcmp(booking_source_time(decision), booking->source_time);

	if (order == 0 && booking->state != answer)
		decision_deny(decision, DENY_CONTRADICTION, "",
			"\"%s\" is %s in the ledger already", booking->reference, state);
	if (order <= 0 || (booking->state == BOOKING_REFUSED && answer == BOOKING_REFUSED))
		return false;
	decision_warn(decision,
		"%s: ticketing has answered it again, as after a restore from a backup: "
		"it was %s, and is %s now%s",
		booking->reference, state, enumeration_text(&booking_state_enum, answer),
		booking->state == answer ? ", by another purchase" : "");
	return true;
}

/* Whether the incoming answer to BOOKING changes the ledger; denies one that contradicts it. */
static bool is_new(
	struct decision *decision, const struct booking *booking, enum booking_state answer)
{
	if (booking->state == BOOKING_REQUESTED)
		return true;
	/* A manual record has no time by ticketing's clock. */
	return booking->source_time == NULL ? takes_precedence(decision, booking, answer)
					    : replaces(decision, booking, answer);
}

/* Fills BOOKING, which the incoming event answers; denies one with another REFERENCE. */
static bool find_request(struct decision *decision, const char *reference, struct booking *booking)
{
	if (!BOOKING_BY("id", decision, decision->envelope->cause, booking))
		return false;
	if (strcmp(booking->reference, reference) == 0)
		return true;
	decision_deny(decision, DENY_CONTRADICTION, "/data/reference",
		"\"%s\" answers the request \"%s\"", reference, booking->reference);
	return false;
}

/* Whether CREATED has the tickets that BOOKING requested; else denies it. */
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
	decision_deny(decision, DENY_CONTRADICTION, "/data/tickets",
		"%lld of \"%s\" were requested", (long long)booking->quantity, booking->type);
	return false;
}

/*
 * After this CRM was restored from a backup, CREATED may answer a request that the ledger
 * lacks. Recovers it: decides that request again, which replaces another one under the same
 * reference, and fills BOOKING with it. False: another client requested it, or it changes nothing.
 */
static bool recover(struct decision *decision, const struct ticket_purchase_created *created,
	struct booking *booking)
{
	const struct uuid *command = decision->envelope->cause;
	const char *owner = booking_owner(decision, created);
	struct tickets_requested *requested;
	struct recipient recipient;

	if (owner == NULL || !booking_require(decision, owner, &recipient) ||
		(BOOKING_BY("reference", decision, created->reference, booking) &&
			!is_new(decision, booking, BOOKING_BOOKED)))
		return false;
	*booking = (struct booking){
		.command = booking_uuid(command, decision->arena),
		.reference = created->reference,
		.beneficiary = owner,
		.type = ((const struct ticket *)created->tickets.items)->type,
		.quantity = (int64_t)created->tickets.count,
	};
	requested = arena_take(decision->arena, sizeof(*requested));
	*requested = (struct tickets_requested){
		REQUEST_OF(booking),
		.purchaser = created->purchaser,
		.pool = created->pool,
	};
	booking_decide_request(decision, requested, recipient.person, &decision->envelope->id);
	return true;
}

void booking_on_created(struct decision *decision, const void *event)
{
	const struct ticket_purchase_created *created = event;
	struct tickets_booked *booked;
	struct booking booking;

	if (find_request(decision, created->reference, &booking)
			? !is_new(decision, &booking, BOOKING_BOOKED)
			: !recover(decision, created, &booking))
		return;
	if (!check_tickets(decision, &booking, created))
		return;
	booked = arena_take(decision->arena, sizeof(*booked));
	*booked = (struct tickets_booked){
		REQUEST_OF(&booking),
		.purchase = created->purchase,
		.source_time = booking_source_time(decision),
	};
	if (booking.assignee != NULL)
		booked->personal = ((const struct ticket *)created->tickets.items)->id;
	decision_event(decision, &tickets_booked_message, booking.beneficiary, booked);
}

/* Warns of what the event says that is decided next, unless that is printed as a sentence. */
static void warn_unless_shown(struct decision *decision, const struct booking *booking,
	const char *what, const char *code, const char *message)
{
	if (!decision->shown)
		decision_warn(decision, "%s: %s: %s: %s", booking->reference, what, code, message);
}

static void refuse(struct decision *decision, const struct booking *booking, const char *code,
	const char *message, enum boolean retryable)
{
	struct booking_refused *refused = arena_take(decision->arena, sizeof(*refused));

	*refused = (struct booking_refused){
		REQUEST_OF(booking),
		.code = code,
		.message = message,
		.retryable = retryable,
		.source_time = booking_source_time(decision),
	};
	warn_unless_shown(decision, booking, "refused", code, message);
	decision_event(decision, &booking_refused_message, booking->beneficiary, refused);
}

void booking_on_rejected(struct decision *decision, const void *event)
{
	const struct ticket_purchase_rejected *rejected = event;
	struct booking booking;

	if (find_request(decision, rejected->reference, &booking) &&
		is_new(decision, &booking, BOOKING_REFUSED))
		refuse(decision, &booking, enumeration_text(&rejection_enum, rejected->code),
			rejected->message, rejected->retryable);
}

/* Reclaims, and denials of both */

/* Fills BOOKING, of the pending reclaim that the incoming event answers; false: of none. */
static bool find_reclaim(struct decision *decision, struct booking *booking)
{
	struct query *query = QUERY(decision->store,
		"SELECT " BOOKING_COLUMNS
		" FROM bookings WHERE id = (SELECT booking "
		"FROM reclaims WHERE id = :command AND state = 'requested')",
		decision->envelope->cause);

	return booking_find(query, decision->arena, booking);
}

/* The same of the pending amendment of a contact. */
static bool find_amendment(struct decision *decision, struct booking *booking)
{
	struct query *query = QUERY(decision->store,
		"SELECT " BOOKING_COLUMNS
		" FROM bookings WHERE id = (SELECT booking "
		"FROM amendments WHERE id = :command AND state = 'requested')",
		decision->envelope->cause);

	return booking_find(query, decision->arena, booking);
}

/* Borrows: the data of a denial of the command of BOOKING that the incoming event answers. */
static struct denial *denial_of(struct decision *decision, const struct booking *booking,
	const char *code, const char *message)
{
	struct denial *denial = arena_take(decision->arena, sizeof(*denial));

	*denial = (struct denial){
		.beneficiary = booking->beneficiary,
		.command = booking_uuid(decision->envelope->cause, decision->arena),
		.reference = booking->reference,
		.type = booking->type,
		.code = code,
		.message = message,
		.source_time = booking_source_time(decision),
	};
	return denial;
}

static void refuse_reclaim(struct decision *decision, const struct booking *booking,
	const char *code, const char *message)
{
	warn_unless_shown(decision, booking, "not reclaimed", code, message);
	decision_event(decision, &reclaim_refused_message, booking->beneficiary,
		denial_of(decision, booking, code, message));
}

static void refuse_amendment(struct decision *decision, const struct booking *booking,
	const char *code, const char *message)
{
	warn_unless_shown(decision, booking, "contact not amended", code, message);
	decision_event(decision, &amendment_refused_message, booking->beneficiary,
		denial_of(decision, booking, code, message));
}

void booking_on_command_rejected(struct decision *decision, const void *event)
{
	const struct ticket_command_rejected *rejected = event;
	const char *code = enumeration_text(&rejection_enum, rejected->code);
	struct booking booking;

	if (find_reclaim(decision, &booking))
		refuse_reclaim(decision, &booking, code, rejected->message);
	else if (find_amendment(decision, &booking))
		refuse_amendment(decision, &booking, code, rejected->message);
}

void amendment_on_amended(struct decision *decision, const void *event)
{
	struct amendment_done *done;
	struct booking booking;

	(void)event;
	if (!find_amendment(decision, &booking))
		return;
	done = arena_take(decision->arena, sizeof(*done));
	*done = (struct amendment_done){
		.beneficiary = booking.beneficiary,
		.command = booking_uuid(decision->envelope->cause, decision->arena),
		.reference = booking.reference,
		.type = booking.type,
		.source_time = booking_source_time(decision),
	};
	decision_event(decision, &amendment_done_message, booking.beneficiary, done);
}

/*
 * Whether a denial is the last one recorded of the command, or older by ticketing's clock:
 * logs that are read again contain old denials.
 */
static bool is_recorded(struct decision *decision, const char *code, const char *message)
{
	return query_number(QUERY(decision->store,
		       "SELECT 1 FROM (SELECT id, code, message, source_time FROM bookings "
		       "UNION ALL SELECT id, code, message, source_time FROM reclaims "
		       "UNION ALL SELECT id, code, message, source_time FROM amendments) "
		       "WHERE id = :command "
		       "AND ((code = :code AND message = :message) OR source_time >= :at)",
		       decision->envelope->cause, code, message, booking_source_time(decision))) !=
	       0;
}

/* Records, by EVENT, that ticketing denied the command of BOOKING, which stays pending. */
static void deny(struct decision *decision, const struct message *event,
	const struct booking *booking, const struct command_refused *refused)
{
	const char *code = enumeration_text(&denial_code_enum, refused->code);
	bool is_request = event == &booking_denied_message;
	const char *advice;

	if (is_recorded(decision, code, refused->message))
		return;
	advice =
		refused->code == DENIAL_CONFLICT && is_request ? "read ticketing's whole feed" : "";
	if (!decision->shown)
		decision_warn(decision, "%s: %sdenied, and still pending: %s: %s%s%s",
			booking->reference,
			is_request                         ? ""
			: event == &reclaim_denied_message ? "reclaim "
							   : "contact ",
			code, refused->message, *advice != '\0' ? ": " : "", advice);
	else if (*advice != '\0')
		decision_warn(decision, "%s: %s", booking->reference, advice);
	decision_event(decision, event, booking->beneficiary,
		denial_of(decision, booking, code, refused->message));
}

void booking_on_denied(struct decision *decision, const void *event)
{
	const struct command_refused *refused = event;
	const char *code = enumeration_text(&denial_code_enum, refused->code);
	bool is_retryable = refused->retryable == BOOLEAN_TRUE;
	struct booking booking;

	if (find_reclaim(decision, &booking)) {
		if (is_retryable)
			deny(decision, &reclaim_denied_message, &booking, refused);
		else
			refuse_reclaim(decision, &booking, code, refused->message);
	} else if (find_amendment(decision, &booking)) {
		if (is_retryable)
			deny(decision, &amendment_denied_message, &booking, refused);
		else
			refuse_amendment(decision, &booking, code, refused->message);
	} else if (BOOKING_BY("id", decision, decision->envelope->cause, &booking) &&
		   booking.state == BOOKING_REQUESTED) {
		/* In a conflict ticketing has a purchase that the ledger lacks: its feed contains it. */
		if (is_retryable || refused->code == DENIAL_CONFLICT)
			deny(decision, &booking_denied_message, &booking, refused);
		else
			refuse(decision, &booking, code, refused->message, BOOLEAN_FALSE);
	}
}

/* Effects */

/*
 * Deletes the assignments and amendments, and refuses the reclaims, of the purchase that BOOKING
 * had, if any.
 */
static void drop_replaced(struct store *store, const struct uuid *booking)
{
	struct query *query =
		QUERY(store, "DELETE FROM assignments WHERE booking = :booking", booking);

	query_run(query);
	query_run(QUERY(store, "DELETE FROM amendments WHERE booking = :booking", booking));
	query_run(QUERY(store,
		"UPDATE reclaims SET state = 'refused', code = 'replaced' "
		"WHERE booking = :booking AND state = 'requested'",
		booking));
}

/*
 * The ticket that was created assigned is the purchaser's, even if no event of its assignment
 * was read yet; any such event is newer.
 */
static void set_personal(
	struct store *store, const struct uuid *booking, const char *ticket, int64_t position)
{
	query_run(QUERY(store,
		"INSERT INTO assignments (ticket, booking, email, personal, source_time, "
		"source_sequence, released) SELECT :ticket, id, assignee, 1, '', '', "
		":released FROM bookings WHERE id = :booking",
		uuid_of(ticket), position, booking));
}

void booking_apply_booked(const struct applying *of)
{
	const struct tickets_booked *booked = of->event;
	struct uuid command, purchase;

	uuid_parse(booked->command, &command);
	drop_replaced(of->store, &command);
	query_run(QUERY(of->store,
		"UPDATE bookings SET valid = quantity, state = 'booked', answered = :answered, "
		"purchase = :purchase, code = NULL, message = NULL, source_time = :source_time "
		"WHERE id = :command",
		of->envelope->sequence,
		booked->purchase != NULL && uuid_parse(booked->purchase, &purchase) ? &purchase
										    : NULL,
		booked->source_time, &command));
	manual_add_record(of->store, of->envelope->sequence,
		&(struct record_booking){
			.reference = booked->reference, .by = booked->by, .note = booked->note});
	if (booked->personal != NULL)
		set_personal(of->store, &command, booked->personal, of->envelope->sequence);
	entitlement_weigh(of->store, of->envelope->subject);
}

void booking_apply_refused(const struct applying *of)
{
	const struct booking_refused *refused = of->event;
	struct uuid command;

	uuid_parse(refused->command, &command);
	drop_replaced(of->store, &command);
	query_run(QUERY(of->store,
		"UPDATE bookings SET state = 'refused', answered = :answered, purchase = NULL, "
		"code = :code, message = :message, source_time = :source_time "
		"WHERE id = :command",
		of->envelope->sequence, refused->code, refused->message, refused->source_time,
		&command));
	manual_add_record(of->store, of->envelope->sequence,
		&(struct record_booking){.reference = refused->reference,
			.by = refused->by,
			.note = refused->note,
			.refused = refused->message});
	entitlement_weigh(of->store, of->envelope->subject);
}

/* Records the last denial of a command by SQL, of :code, :message, :at and :command. */
static void set_denial(const struct applying *of, const char *sql)
{
	const struct denial *denial = of->event;

	query_run(QUERY(of->store, sql, denial->code, denial->message, denial->source_time,
		uuid_of(denial->command)));
}

void booking_apply_denied(const struct applying *of)
{
	set_denial(of,
		"UPDATE bookings SET code = :code, message = :message, source_time = :at "
		"WHERE id = :command");
}

void reclaim_apply_denied(const struct applying *of)
{
	set_denial(of,
		"UPDATE reclaims SET code = :code, message = :message, source_time = :at "
		"WHERE id = :command");
}

void reclaim_apply_refused(const struct applying *of)
{
	set_denial(of,
		"UPDATE reclaims SET state = 'refused', code = :code, message = :message, "
		"source_time = :at WHERE id = :command");
}

void amendment_apply_denied(const struct applying *of)
{
	set_denial(of,
		"UPDATE amendments SET code = :code, message = :message, source_time = :at "
		"WHERE id = :command");
}

void amendment_apply_refused(const struct applying *of)
{
	set_denial(of,
		"UPDATE amendments SET state = 'refused', code = :code, message = :message, "
		"source_time = :at WHERE id = :command");
}
