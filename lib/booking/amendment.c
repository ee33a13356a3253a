/*
 * Amendments: a contact that has changed since a booking was requested is sent to ticketing, once a
 * change. The last one replaces an earlier one that ticketing has not answered, so that an old
 * contact is not sent after a newer one.
 */
#include "booking/internal.h"
#include "store/feed.h"

/* A booking, and the contact that it is to have. */
struct outdated {
	struct booking booking;
	struct purchaser *purchaser;
};

/* Borrows: a list of struct outdated, of BENEFICIARY since the event that DECISION is about. */
static struct list read_outdated(struct decision *decision, const char *beneficiary)
{
	struct query *query = QUERY(decision->store,
		"SELECT " BOOKING_COLUMNS
		", contact_name, contact_email FROM (SELECT k.*, "
		"p.name AS contact_name, p.email AS contact_email FROM outdated o "
		"JOIN bookings k ON k.id = o.id JOIN beneficiaries p ON "
		"p.beneficiary = o.beneficiary WHERE o.beneficiary = :beneficiary "
		"AND o.cause = :cause) ORDER BY requested",
		beneficiary, decision->envelope->sequence);
	struct list list = {0, NULL};
	struct booking booking;

	while (booking_row(query, decision->arena, &booking)) {
		struct outdated *outdated = list_grow(&list, sizeof(*outdated), decision->arena);

		outdated->booking = booking;
		outdated->purchaser = arena_take(decision->arena, sizeof(*outdated->purchaser));
		*outdated->purchaser = (struct purchaser){
			.name = query_copy_at(query, BOOKING_COLUMN_COUNT, decision->arena),
			.email = query_copy_at(query, BOOKING_COLUMN_COUNT + 1, decision->arena),
		};
	}
	return list;
}

static void request(struct decision *decision, const struct outdated *outdated,
	const struct recipient *recipient)
{
	const struct message *message = &amendment_requested_message;
	const struct envelope *cause = decision->envelope;
	const struct booking *booking = &outdated->booking;
	struct amendment_requested *requested = arena_take(decision->arena, sizeof(*requested));
	int64_t time = booking_time(decision);
	struct uuid command = uuid_derived(
		time, &cause->id, arena_printf(decision->arena, "amend %s", booking->reference), 0);

	*requested = (struct amendment_requested){
		.beneficiary = booking->beneficiary,
		.command = booking_uuid(&command, decision->arena),
		.reference = booking->reference,
		.type = booking->type,
		.purchase = booking_uuid(&booking->purchase, decision->arena),
		.purchaser = outdated->purchaser,
	};
	if (recipient->person)
		requested->personal = BOOLEAN_TRUE;
	decision_event_with_id(decision, message, booking->beneficiary, requested,
		uuid_derived(time, &command, message->type, 0), &cause->id);
}

void amendment_request(struct decision *decision, const char *beneficiary)
{
	struct list list = read_outdated(decision, beneficiary);
	const struct outdated *outdated = list.items;
	struct recipient recipient;
	size_t i;

	if (list.count == 0 || !booking_require(decision, beneficiary, &recipient))
		return;
	for (i = 0; i < list.count; i++)
		request(decision, &outdated[i], &recipient);
}

/* Writes the command of the event at POSITION, from nothing but that event. */
static void write_amendment(struct decision *decision, int64_t position, struct buffer *out)
{
	struct envelope event;
	const struct amendment_requested *requested = feed_event(
		decision->store, position, &amendment_requested_layout, &event, decision->arena);
	struct amend_purchaser amend = {.purchase = NULL};

	if (requested == NULL)
		return;
	amend.purchase = requested->purchase;
	amend.name = requested->purchaser->name;
	amend.email = requested->purchaser->email;
	amend.delegates = requested->personal;
	booking_write_command(
		decision->store, &event, requested->command, &amend_purchaser_message, &amend, out);
}

/* What was refused, or is to be replaced by a newer contact, is not repeated. */
void amendment_write(struct decision *decision, const void *event, struct buffer *out)
{
	(void)event;
	booking_write_each(decision,
		"SELECT requested FROM amendments m WHERE cause = :cause AND (state = 'requested' "
		"OR (:include_answered AND state = 'done')) AND requested > :after "
		"AND NOT EXISTS (SELECT 1 FROM outdated o WHERE o.id = m.booking) "
		"ORDER BY requested",
		write_amendment, out);
}

/* Effects; those of denials are in listen.c. */

void amendment_apply_requested(const struct applying *of)
{
	const struct amendment_requested *requested = of->event;

	query_run(QUERY(of->store,
		"INSERT OR REPLACE INTO amendments (booking, id, name, email, state, cause, "
		"requested) VALUES ((SELECT id FROM bookings WHERE reference = :reference), "
		":command, :name, :email, 'requested', :cause, :requested)",
		requested->reference, uuid_of(requested->command), requested->purchaser->name,
		requested->purchaser->email, feed_position(of->store, of->envelope->cause),
		of->envelope->sequence));
}

void amendment_apply_done(const struct applying *of)
{
	query_run(QUERY(of->store,
		"UPDATE amendments SET state = 'done', code = NULL, message = NULL "
		"WHERE id = :command",
		uuid_of(((const struct amendment_done *)of->event)->command)));
}
