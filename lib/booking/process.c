#include "booking/process.h"

#include "base/clock.h"
#include "booking/entitlement.h"
#include "booking/internal.h"

/* Reactions to the ledger's own events */

/* A booking that was answered after less was decided. */
static void on_booked(struct decision *decision, const void *event)
{
	const struct tickets_booked *booked = event;

	if (booked->purchase != NULL)
		entitlement_reclaim_surplus(decision, booked->beneficiary, booked->type);
	else
		entitlement_warn_of_manual(decision, booked->beneficiary, booked->type);
}

/* A ticket that is unassigned after less was decided. */
static void on_assignment(struct decision *decision, const void *event)
{
	const struct assignment_recorded *assignment = event;

	entitlement_reclaim_surplus(decision, assignment->beneficiary, assignment->type);
}

static void retry_refused(struct decision *decision, const void *event)
{
	const struct booking_refused *refused = event;

	entitlement_request_missing(decision, refused->beneficiary, refused->type);
}

/* What was booked is missing again: somebody has cancelled it. */
static void retry_booked(struct decision *decision, const void *event)
{
	const struct tickets_booked *booked = event;

	entitlement_request_missing(decision, booked->beneficiary, booked->type);
}

/* A hold whose moment has passed expires; before, it is decided on as any fact. */
static void on_hold(struct decision *decision, const void *event)
{
	const struct place_hold *hold = event;
	const struct message *message = &hold_expired_message;
	struct hold_expired *expired;
	struct query *query = QUERY(decision->store,
		"SELECT until <= :now FROM holds WHERE seq = :seq", decision->time,
		decision->envelope->sequence);

	if (query_number(query) == 0) {
		entitlement_decide(decision, event);
		return;
	}
	expired = arena_take(decision->arena, sizeof(*expired));
	*expired = (struct hold_expired){hold->beneficiary, hold->type, hold->until};
	decision_event_with_id(decision, message, hold->beneficiary, expired,
		uuid_derived(decision->now, &decision->envelope->id, message->type, 0),
		&decision->envelope->id);
}

/* A fact, or a booking that was answered after a contact has changed. */
static void on_contact(struct decision *decision, const void *event)
{
	(void)event;
	if (decision->envelope->subject != NULL)
		amendment_request(decision, decision->envelope->subject);
}

/* What is outstanding */

#define OUTSTANDING                                                                                \
	"INSERT INTO result_set (number) "                                                         \
	"SELECT due FROM beneficiaries WHERE decision < due AND due > :after "                     \
	"UNION SELECT due FROM beneficiaries WHERE undecided > 0 AND due > :after "                \
	"AND undecided <= (SELECT max(seq) FROM policies) "                                        \
	"UNION SELECT seq FROM holds WHERE until <= :now AND seq > :after "

/* The positions that SQL, which begins with OUTSTANDING, finds with (:after, :now). */
static int read_positions(struct store *store, const char *sql, int64_t now, int64_t after,
	int64_t *positions, int limit)
{
	char text[CLOCK_TEXT];

	clock_format(now, text);
	return query_numbers_page(store, sql, QUERY_BINDING(after, text), after, positions, limit);
}

/*
 * Decisions that are due, and requests without an answer, even if less is desired by now:
 * whether they were booked only ticketing knows, which answers the same command once.
 */
static int requests_outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	return read_positions(store,
		OUTSTANDING
		"UNION SELECT cause FROM bookings WHERE state = 'requested' AND cause > :after",
		now, after, positions, limit);
}

static int reclaims_outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	return read_positions(store,
		OUTSTANDING
		"UNION SELECT cause FROM reclaims WHERE state = 'requested' AND cause > :after "
		"UNION SELECT cause FROM reclaimable WHERE cause > :after",
		now, after, positions, limit);
}

/* The last refusals of what is missing; where there is none, the last booking of it. */
static int retries_outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	(void)now; /* nothing becomes missing with time */
	return query_numbers_page(store,
		"INSERT INTO result_set (number) SELECT answered FROM refused "
		"WHERE answered > :after "
		"UNION SELECT (SELECT max(answered) FROM bookings b "
		"WHERE b.beneficiary = c.beneficiary AND b.type = c.type "
		"AND b.state = 'booked') AS cause FROM cancelled c WHERE cause > :after",
		QUERY_BINDING(after), after, positions, limit);
}

static int amendments_outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	(void)now; /* no contact changes with time */
	return query_numbers_page(store,
		"INSERT INTO result_set (number) SELECT cause FROM outdated WHERE cause > :after "
		"UNION SELECT cause FROM amendments WHERE state = 'requested' AND cause > :after",
		QUERY_BINDING(after), after, positions, limit);
}

/* The processes */

static const struct reaction fact_requested = {
	.decide = entitlement_decide, .write = booking_write_requests};
static const struct reaction fact_reclaimed = {
	.decide = entitlement_decide, .write = booking_write_reclaims};

static const struct reaction requesting[] = {
	{&hold_placed_message, on_hold, booking_write_requests},
	{&tickets_requested_message, entitlement_decide, booking_write_requests},
	{&booking_refused_message, NULL, booking_write_requests},
	{&tickets_booked_message, NULL, booking_write_requests},
	{.event = NULL},
};

const struct process booking_request_process = {
	.reactions = requesting,
	.fact = &fact_requested,
	.own_feed = true,
	.outstanding = requests_outstanding,
};

static const struct reaction retrying[] = {
	{&booking_refused_message, retry_refused, booking_write_requests},
	{&tickets_booked_message, retry_booked, booking_write_requests},
	{.event = NULL},
};

const struct process booking_retry_process = {
	.reactions = retrying,
	.own_feed = true,
	.outstanding = retries_outstanding,
};

static const struct reaction reclaiming[] = {
	{&hold_placed_message, on_hold, booking_write_reclaims},
	{&tickets_requested_message, entitlement_decide, booking_write_reclaims},
	{&tickets_booked_message, on_booked, booking_write_reclaims},
	{&assignment_recorded_message, on_assignment, booking_write_reclaims},
	{.event = NULL},
};

const struct process booking_reclaim_process = {
	.reactions = reclaiming,
	.fact = &fact_reclaimed,
	.own_feed = true,
	.outstanding = reclaims_outstanding,
};

static const struct reaction amending[] = {
	{&tickets_booked_message, on_contact, amendment_write},
	{.event = NULL},
};

static const struct reaction fact_amended = {.decide = on_contact, .write = amendment_write};

const struct process booking_contact_process = {
	.reactions = amending,
	.fact = &fact_amended,
	.own_feed = true,
	.outstanding = amendments_outstanding,
};

static const struct reaction listening[] = {
	{&ticket_purchase_created_message, booking_on_created, NULL},
	{&ticket_purchase_rejected_message, booking_on_rejected, NULL},
	{&tickets_cancelled_message, booking_on_cancelled, NULL},
	{&ticket_command_rejected_message, booking_on_command_rejected, NULL},
	{&purchaser_amended_message, amendment_on_amended, NULL},
	{&ticket_assigned_message, booking_on_assigned, NULL},
	{&ticket_unassigned_message, booking_on_unassigned, NULL},
	{&command_refused_message, booking_on_denied, NULL},
	{&conference_set_message, zone_on_set, NULL},
	{.event = NULL},
};

const struct process booking_ledger_process = {.reactions = listening};
