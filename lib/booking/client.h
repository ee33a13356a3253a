/*
 * A client of the open host. Its context writes its nouns, its commands, and one function
 * from the facts to what a beneficiary is entitled to; lib/booking does the rest.
 *
 *     static void entitle(struct store *store, const char *guest, struct arena *arena,
 *             struct entitlement *entitlement)
 *     {
 *             ...
 *             entitlement->standing = STANDING_ACTIVE;
 *             entitlement_add(entitlement, "full", 1, NULL, arena);
 *             entitlement_add_reason(entitlement, "rule 2 of policy 1: press", arena);
 *     }
 *
 *     static const struct booking_client client = {
 *             .noun = "guest", .register_tool = "guest-register", .purchase_reason = "guest",
 *             .find = find_recipient, .entitle = entitle,
 *             .next_sql = "SELECT min(guest) FROM guests WHERE guest > :after",
 *             .policy = &policy_type,
 *     };
 *     const struct context guests = {..., BOOKING_CLIENT(&client)};
 *
 * A fact is an event with .fact in its effect, whose subject is the beneficiary. After
 * each, the engine decides again, and requests or reclaims what differs.
 */
#ifndef BOOKING_CLIENT_H
#define BOOKING_CLIENT_H

#include "booking/messages.h"
#include "store/context.h"

/* A context's .components begin with this one. */
extern const struct component booking_component;

/* In a context: it is a client of the open host; OF is its struct booking_client. */
#define BOOKING_CLIENT(of)                                                                         \
	.client = (of), .fact_applied = booking_fact_applied, .zone = booking_zone

enum standing {
	STANDING_PROSPECT, /* owed nothing yet: holds count */
	STANDING_ACTIVE,   /* owed what the policy gives, and overrides */
	STANDING_ENDED,    /* owed nothing any more */
};

/* What a beneficiary is owed by the policy. All of it lives in an arena. */
struct entitlement {
	enum standing standing;
	struct list counts;    /* of struct ticket_count; a type has one for each pool */
	struct list because;   /* of const char *; the last one may count those without room */
	size_t size;           /* of all reasons, in bytes, as a row shows them */
	size_t unnamed;        /* reasons that have no room */
	const char *undecided; /* what no rule matches; NULL: all is decided */
};

/* Adds QUANTITY tickets of TYPE, from POOL (NULL: none). All are borrowed. */
void entitlement_add(struct entitlement *entitlement, const char *type, int64_t quantity,
	const char *pool, struct arena *arena);

/* Adds TEXT, which is borrowed, to the reasons. */
void entitlement_add_reason(struct entitlement *entitlement, const char *text, struct arena *arena);

/* Whom a beneficiary's tickets are sent to. */
struct recipient {
	const char *name;
	const char *email;
	bool person; /* the first ticket is theirs, by name */
};

struct policy_type; /* see policy.h */

struct booking_client {
	const char *noun;            /* "sponsor": its tools are sponsor-allocate, ... */
	const char *register_tool;   /* the tool that sets their records: "sponsor-register" */
	const char *purchase_reason; /* of its purchases, for ticketing's reports */
	/* Fills RECIPIENT, which borrows from ARENA; false: there is no such beneficiary. */
	bool (*find)(struct store *store, const char *beneficiary, struct arena *arena,
		struct recipient *recipient);
	const char *next_sql; /* selects the beneficiary after :after, or NULL */
	const struct policy_type *policy;
	/* Fills ENTITLEMENT, which is zeroed, from the facts alone: no clock, no bookings. */
	void (*entitle)(struct store *store, const char *beneficiary, struct arena *arena,
		struct entitlement *entitlement);
};

/* An effect of the engine: marks the subject of the fact of ENVELOPE as due. */
void booking_fact_applied(struct store *store, const struct envelope *envelope);

/* The context's zone(). */
const char *booking_zone(struct store *store, struct arena *arena);

/* The client whose store it is. */
const struct booking_client *booking_client_of(struct store *store);

/* Borrows from ARENA: the beneficiary after AFTER (NULL: the first); NULL at the end. */
const char *booking_next(struct store *store, const char *after, struct arena *arena);

/* Fills RECIPIENT; false with DECISION denied, at /beneficiary: there is no BENEFICIARY. */
bool booking_require(
	struct decision *decision, const char *beneficiary, struct recipient *recipient);

#endif
