/*
 * What the files of lib/booking share, and nobody else includes.
 */
#ifndef BOOKING_INTERNAL_H
#define BOOKING_INTERNAL_H

#include "booking/client.h"
#include "booking/ledger.h"
#include "booking/process.h"
#include "store/query.h"

#define BOOKING_STATE(W)                                                                           \
	W(BOOKING_REQUESTED, "requested")                                                          \
	W(BOOKING_BOOKED, "booked")                                                                \
	W(BOOKING_REFUSED, "refused")
ENUM_DECLARE(booking_state, BOOKING_STATE_NONE, BOOKING_STATE);

/* The code of a refusal that was recorded manually: ticketing has no such code. */
#define MANUAL_CODE "manual"

/* A request. Texts live in an arena. */
struct booking {
	struct uuid id;      /* of the command that requests it */
	const char *command; /* the same, as text */
	const char *reference;
	const char *beneficiary;
	const char *type;
	enum booking_state state;
	int64_t quantity;
	int64_t valid;
	int64_t answered; /* position of the answer; 0: none */
	bool manual;      /* has no purchase of ticketing's; of a booked one: recorded manually */
	struct uuid purchase;
	const char *assignee;    /* the address that its first ticket is assigned to; NULL: none */
	const char *source_time; /* of its last answer, by ticketing's clock; NULL: none */
};

/* The fields that events of a request begin with. */
#define REQUEST_OF(of)                                                                             \
	.beneficiary = (of)->beneficiary, .command = (of)->command, .reference = (of)->reference,  \
	.type = (of)->type, .quantity = integer((of)->quantity)

/* Reads the next row of QUERY, which begins with BOOKING_COLUMNS; false at the end. */
#define BOOKING_COLUMNS                                                                            \
	"id, reference, beneficiary, type, state, quantity, valid, purchase, "                     \
	"answered, assignee, source_time"
enum { BOOKING_COLUMN_COUNT = 11 };
bool booking_row(struct query *query, struct arena *arena, struct booking *booking);

/* Reads its only row; false: there is none. */
bool booking_find(struct query *query, struct arena *arena, struct booking *booking);

/* Fills BOOKING with the one whose COLUMN, a unique one, is VALUE; false: there is none. */
#define BOOKING_BY(column, decision, value, booking)                                               \
	booking_find(QUERY((decision)->store,                                                      \
			     "SELECT " BOOKING_COLUMNS " FROM bookings WHERE " column " = :value", \
			     value),                                                               \
		(decision)->arena, booking)

/* Borrows from ARENA: an id as text. */
const char *booking_uuid(const struct uuid *uuid, struct arena *arena);

/* Borrows: the incoming event's time by its own clock, and its sequence in its own feed. */
const char *booking_source_time(const struct decision *decision);
const char *booking_source_sequence(const struct decision *decision);

/* Requests */

/*
 * Requests MISSING tickets of TYPE, from the pools of DECIDED, in commands whose ids are
 * derived from their references: see booking_owner().
 */
void booking_request(struct decision *decision, const struct entitlement_decided *decided,
	const char *type, int64_t missing);

/*
 * How many of TYPE BENEFICIARY has or has requested, from POOL ("": none; NULL: any), when all
 * pending reclaims are done.
 */
int64_t booking_expected(
	struct store *store, const char *beneficiary, const char *type, const char *pool);

/*
 * Borrows from DECISION's arena: the beneficiary in the reference of CREATED, if the id of its
 * command was derived by this CRM, whether the ledger has the request or not; NULL: it was not.
 * An id is no secret: whoever may create purchases at ticketing is trusted not to derive it.
 */
const char *booking_owner(struct decision *decision, const struct ticket_purchase_created *created);

/*
 * Decides REQUESTED; the id of the event is derived from ORIGIN. The first request of a PERSON is
 * for a ticket by name.
 */
void booking_decide_request(struct decision *decision, struct tickets_requested *requested,
	bool person, const struct uuid *origin);

/* Add a line for each command that the event that DECISION is about has caused. */
void booking_write_requests(struct decision *decision, const void *event, struct buffer *out);
void booking_write_reclaims(struct decision *decision, const void *event, struct buffer *out);

/* Appends COMMAND, which EVENT requested under the id ID, to OUT: the same line each time. */
void booking_write_command(struct store *store, const struct envelope *event, const char *id,
	const struct message *command, const void *data, struct buffer *out);

/*
 * Runs SQL with (:cause, :include_answered, :after) and writes one command line for each
 * position that it finds.
 */
void booking_write_each(struct decision *decision, const char *sql,
	void (*write)(struct decision *decision, int64_t position, struct buffer *out),
	struct buffer *out);

/* Reclaims */

/*
 * Reclaims SURPLUS tickets of TYPE beyond DECIDED, the last booked first; warns of those that
 * were recorded manually. Assigned tickets stay, except the beneficiary's own if nothing is
 * owed.
 */
void booking_reclaim(struct decision *decision, const struct entitlement_decided *decided,
	const char *type, int64_t surplus);

/* Warns of those of SURPLUS that were recorded manually. */
void booking_warn_of_manual(struct decision *decision, const struct entitlement_decided *decided,
	const char *type, int64_t surplus);

/* Amendments of contacts */

/*
 * Sends the contact of BENEFICIARY to ticketing for each booking that has another one, since the
 * event that DECISION is about.
 */
void amendment_request(struct decision *decision, const char *beneficiary);

/* Adds a line for each command that the event that DECISION is about has caused. */
void amendment_write(struct decision *decision, const void *event, struct buffer *out);

/*
 * Records ASSIGNMENT, the last one of its ticket. RELEASED: the position of the event since which
 * the ticket may be reclaimed, as it is unassigned or the beneficiary's own; 0: it may not.
 */
void booking_set_assignment(
	struct store *store, const struct assignment_recorded *assignment, int64_t released);

/* Records that the event at POSITION came from RECORD; nothing if nobody recorded it manually. */
void manual_add_record(struct store *store, int64_t position, const struct record_booking *record);

/* Reactions to ticketing's events. */
void booking_on_created(struct decision *decision, const void *event);
void booking_on_rejected(struct decision *decision, const void *event);
void booking_on_cancelled(struct decision *decision, const void *event);
void booking_on_command_rejected(struct decision *decision, const void *event);
void booking_on_assigned(struct decision *decision, const void *event);
void booking_on_unassigned(struct decision *decision, const void *event);
void booking_on_denied(struct decision *decision, const void *event);
void amendment_on_amended(struct decision *decision, const void *event);
void zone_on_set(struct decision *decision, const void *event);

/* Commands. */
void booking_record(struct decision *decision, const void *command);
void override_set(struct decision *decision, const void *command);
void override_withdraw(struct decision *decision, const void *command);
void override_place_hold(struct decision *decision, const void *command);
void zone_set(struct decision *decision, const void *command);

/* Effects. */
void entitlement_apply_decided(const struct applying *of);
void override_apply_set(const struct applying *of);
void override_apply_withdrawn(const struct applying *of);
void override_apply_hold_placed(const struct applying *of);
void override_apply_hold_expired(const struct applying *of);
void booking_apply_requested(const struct applying *of);
void booking_apply_booked(const struct applying *of);
void booking_apply_refused(const struct applying *of);
void booking_apply_denied(const struct applying *of);
void reclaim_apply_requested(const struct applying *of);
void reclaim_apply_done(const struct applying *of);
void reclaim_apply_refused(const struct applying *of);
void reclaim_apply_denied(const struct applying *of);
void amendment_apply_requested(const struct applying *of);
void amendment_apply_done(const struct applying *of);
void amendment_apply_refused(const struct applying *of);
void amendment_apply_denied(const struct applying *of);
void assignment_apply(const struct applying *of);
void zone_apply_set(const struct applying *of);
void zone_apply_learned(const struct applying *of);

#endif
