/*
 * Who holds the tickets that were booked, as ticketing says it.
 */
#include "booking/internal.h"

const char *booking_heard(const struct decision *decision)
{
	return arena_printf(decision->arena, "%019lld", (long long)decision->envelope->sequence);
}

/* Whether the event at the door is later than the last that was heard of TICKET. */
static bool is_later(struct decision *decision, const char *ticket, const char *heard)
{
	struct query *query = query_of(decision->store,
		"SELECT 1 FROM holders WHERE ticket = :ticket AND heard >= :heard");
	struct uuid id;

	if (!uuid_parse(ticket, &id)) {
		query_end(query);
		return false;
	}
	query_uuid(query, &id);
	query_text(query, heard);
	return query_number(query) == 0;
}

/* DELEGATE holds TICKET; NULL: nobody does. */
static void decide_held(struct decision *decision, const struct booking_language *language,
	const char *purchase, const char *ticket, const struct delegate *delegate)
{
	const char *heard = booking_heard(decision);
	struct ticket_holder *holder;
	struct booking booking;

	if (!booking_by_purchase(decision, purchase, &booking) ||
		!is_later(decision, ticket, heard))
		return;
	holder = arena_take(decision->arena, sizeof(*holder));
	*holder = (struct ticket_holder){
		.beneficiary = booking.beneficiary,
		.reference = booking.reference,
		.type = booking.type,
		.ticket = ticket,
		.name = delegate != NULL ? delegate->name : NULL,
		.email = delegate != NULL ? delegate->email : NULL,
		.heard = heard,
	};
	booking_decide(decision, language->held, &booking, holder, &decision->envelope->id);
}

void booking_assigned(struct decision *decision, const struct booking_language *language,
	const struct ticket_assigned *assigned)
{
	decide_held(decision, language, assigned->purchase, assigned->ticket, assigned->delegate);
}

void booking_unassigned(struct decision *decision, const struct booking_language *language,
	const struct ticket_unassigned *unassigned)
{
	decide_held(decision, language, unassigned->purchase, unassigned->ticket, NULL);
}

void booking_set_holder(struct store *store, const struct ticket_holder *holder, int64_t freed)
{
	struct query *query = query_of(store,
		"INSERT INTO holders (ticket, booking, name, email, heard, freed) VALUES (:ticket, "
		"(SELECT command FROM bookings WHERE reference = :reference), :name, :email, "
		":heard, nullif(:freed, 0)) ON CONFLICT (ticket) DO UPDATE SET "
		"name = excluded.name, email = excluded.email, heard = excluded.heard, "
		"freed = excluded.freed");
	struct uuid id = {{0}};

	uuid_parse(holder->ticket, &id);
	query_uuid(query, &id);
	query_text(query, holder->reference);
	query_text(query, holder->name);
	query_text(query, holder->email);
	query_text(query, holder->heard);
	query_integer(query, freed);
	query_run(query);
}

void booking_apply_held(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct ticket_holder *holder = event;

	(void)state;
	booking_set_holder(store, holder, holder->email == NULL ? envelope->sequence : 0);
}
