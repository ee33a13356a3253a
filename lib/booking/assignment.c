/*
 * Assignments: who the booked tickets are assigned to, as ticketing publishes it.
 */
#include <strings.h>

#include "base/clock.h"
#include "booking/internal.h"

const char *booking_source_time(const struct decision *decision)
{
	char *text = arena_take(decision->arena, CLOCK_TEXT);

	clock_format(booking_time(decision), text);
	return text;
}

const char *booking_source_sequence(const struct decision *decision)
{
	return arena_printf(decision->arena, "%019lld", (long long)decision->envelope->sequence);
}

/*
 * Whether the incoming event is later than the last assignment of TICKET. A ticketing restored
 * from a backup uses sequences again: they order only events of the same time.
 */
static bool is_newer(struct decision *decision, const char *ticket)
{
	return query_number(QUERY(decision->store,
		       "SELECT 1 FROM assignments WHERE ticket = :ticket "
		       "AND (source_time, source_sequence) >= (:time, :sequence)",
		       uuid_of(ticket), booking_source_time(decision),
		       booking_source_sequence(decision))) == 0;
}

/* Whether DELEGATE is the person whose BOOKING it is, by their address of now, or of then. */
static bool is_beneficiary(
	struct decision *decision, const struct booking *booking, const struct delegate *delegate)
{
	struct recipient recipient;

	if (!booking_client_of(decision->store)
			->find(decision->store, booking->beneficiary, decision->arena,
				&recipient) ||
		!recipient.person)
		return false;
	return strcasecmp(delegate->email, recipient.email) == 0 ||
	       (booking->assignee != NULL && strcasecmp(delegate->email, booking->assignee) == 0);
}

/* DELEGATE: the assignee; NULL: nobody. */
static void decide(struct decision *decision, const char *purchase, const char *ticket,
	const struct delegate *delegate)
{
	struct assignment_recorded *assignment;
	struct booking booking;

	if (!BOOKING_BY("purchase", decision, uuid_of(purchase), &booking) ||
		!is_newer(decision, ticket))
		return;
	assignment = arena_take(decision->arena, sizeof(*assignment));
	*assignment = (struct assignment_recorded){
		.beneficiary = booking.beneficiary,
		.reference = booking.reference,
		.type = booking.type,
		.ticket = ticket,
		.name = delegate != NULL ? delegate->name : NULL,
		.email = delegate != NULL ? delegate->email : NULL,
		.source_sequence = booking_source_sequence(decision),
		.source_time = booking_source_time(decision),
	};
	if (delegate != NULL && is_beneficiary(decision, &booking, delegate))
		assignment->personal = BOOLEAN_TRUE;
	decision_event(decision, &assignment_recorded_message, booking.beneficiary, assignment);
}

void booking_on_assigned(struct decision *decision, const void *event)
{
	const struct ticket_assigned *assigned = event;

	decide(decision, assigned->purchase, assigned->ticket, assigned->delegate);
}

void booking_on_unassigned(struct decision *decision, const void *event)
{
	const struct ticket_unassigned *unassigned = event;

	decide(decision, unassigned->purchase, unassigned->ticket, NULL);
}

void booking_set_assignment(
	struct store *store, const struct assignment_recorded *assignment, int64_t released)
{
	query_run(QUERY(store,
		"INSERT INTO assignments (ticket, booking, email, personal, source_time, "
		"source_sequence, released) VALUES (:ticket, "
		"(SELECT id FROM bookings WHERE reference = :reference), "
		":email, :personal, :time, :sequence, nullif(:released, 0)) ON CONFLICT (ticket) "
		"DO UPDATE SET email = excluded.email, "
		"personal = excluded.personal, source_time = excluded.source_time, "
		"source_sequence = excluded.source_sequence, released = excluded.released",
		uuid_of(assignment->ticket), assignment->reference, assignment->email,
		assignment->personal == BOOLEAN_TRUE, assignment->source_time,
		assignment->source_sequence, released));
}

void assignment_apply(const struct applying *of)
{
	const struct assignment_recorded *assignment = of->event;

	booking_set_assignment(of->store, assignment,
		assignment->email == NULL || assignment->personal == BOOLEAN_TRUE
			? of->envelope->sequence
			: 0);
}
