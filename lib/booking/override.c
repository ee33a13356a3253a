/*
 * Overrides: an organiser decides on a quantity in place of the policy. Holds: an organiser
 * reserves tickets for a beneficiary to whom the policy does not apply yet.
 */
#include "base/clock.h"
#include "booking/entitlement.h"
#include "booking/internal.h"

/* A beneficiary has overrides of so many types of tickets at most, and holds of as many. */
enum { TYPES_LIMIT = 20 };

/* The position of the override in force, or of its withdrawal; 0: there is none. */
static int64_t override_position(
	struct store *store, const char *beneficiary, const char *type, bool withdrawn)
{
	return query_number(QUERY(store,
		"SELECT seq FROM overrides WHERE beneficiary = :beneficiary AND type = :type "
		"AND (quantity IS NULL) = :withdrawn",
		beneficiary, type, withdrawn));
}

static int64_t hold_position(struct store *store, const char *beneficiary, const char *type)
{
	return query_number(QUERY(store,
		"SELECT seq FROM holds WHERE beneficiary = :beneficiary AND type = :type",
		beneficiary, type));
}

/* Whether BENEFICIARY may have one type more, beside those that QUERY counts; else denies it. */
static bool check_limit(struct decision *decision, struct query *query, const char *beneficiary)
{
	if (query_number(query) < TYPES_LIMIT)
		return true;
	decision_deny(decision, DENY_CONTRADICTION, "/type",
		"\"%s\" has %d types already, the most allowed", beneficiary, TYPES_LIMIT);
	return false;
}

void override_set(struct decision *decision, const void *command)
{
	const struct override_entitlement *override = command;
	struct recipient recipient;
	int64_t position;

	if (!booking_require(decision, override->beneficiary, &recipient))
		return;
	position = override_position(decision->store, override->beneficiary, override->type, false);
	if (position == 0 &&
		!check_limit(decision,
			QUERY(decision->store,
				"SELECT count(*) FROM overrides WHERE beneficiary = :beneficiary "
				"AND quantity IS NOT NULL",
				override->beneficiary),
			override->beneficiary))
		return;
	if (override->quantity.value <
		booking_valid(decision->store, override->beneficiary, override->type))
		booking_warn_of_reclaim(decision, override->beneficiary);
	decision_event_if_new(decision, &entitlement_overridden_message, override->beneficiary,
		override, position);
}

void override_withdraw(struct decision *decision, const void *command)
{
	const struct withdraw_override *withdraw = command;
	struct recipient recipient;
	int64_t withdrawal;

	if (!booking_require(decision, withdraw->beneficiary, &recipient))
		return;
	withdrawal =
		override_position(decision->store, withdraw->beneficiary, withdraw->type, true);
	if (withdrawal > 0)
		decision_existing(decision, withdrawal);
	else if (override_position(decision->store, withdraw->beneficiary, withdraw->type, false) >
		 0)
		decision_event(
			decision, &override_withdrawn_message, withdraw->beneficiary, withdraw);
	else
		decision_deny(decision, DENY_CONTRADICTION, "/type",
			"\"%s\" has no override of \"%s\"", withdraw->beneficiary, withdraw->type);
}

void override_place_hold(struct decision *decision, const void *command)
{
	const struct place_hold *hold = command;
	struct entitlement entitlement;
	struct recipient recipient;
	int64_t until, position;

	if (!booking_require(decision, hold->beneficiary, &recipient))
		return;
	entitlement_of(decision->store, hold->beneficiary, decision->arena, &entitlement);
	position = hold_position(decision->store, hold->beneficiary, hold->type);
	if (entitlement.standing == STANDING_ACTIVE && entitlement.undecided == NULL)
		decision_deny(decision, DENY_CONTRADICTION, "/beneficiary",
			"\"%s\" is owed tickets already: override what it is owed",
			hold->beneficiary);
	else if (entitlement.standing == STANDING_ENDED)
		decision_deny(decision, DENY_CONTRADICTION, "/beneficiary",
			"\"%s\" is owed nothing any more", hold->beneficiary);
	else if (clock_parse(hold->until, &until) && until <= decision->now)
		decision_deny(decision, DENY_CONTRADICTION, "/until", "%s has passed",
			decision_moment(decision, LOCAL_END, hold->until));
	else if (position > 0 ||
		 check_limit(decision,
			 QUERY(decision->store,
				 "SELECT count(*) FROM holds WHERE beneficiary = :beneficiary",
				 hold->beneficiary),
			 hold->beneficiary))
		decision_event_if_new(
			decision, &hold_placed_message, hold->beneficiary, hold, position);
}

void override_apply_set(const struct applying *of)
{
	const struct override_entitlement *override = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO overrides (beneficiary, type, quantity, seq) "
		"VALUES (:beneficiary, :type, :quantity, :seq) ON CONFLICT (beneficiary, type) "
		"DO UPDATE SET quantity = excluded.quantity, seq = excluded.seq",
		override->beneficiary, override->type, override->quantity.value,
		of->envelope->sequence));
}

void override_apply_withdrawn(const struct applying *of)
{
	const struct withdraw_override *withdrawn = of->event;

	query_run(QUERY(of->store,
		"UPDATE overrides SET quantity = NULL, seq = :seq "
		"WHERE beneficiary = :beneficiary AND type = :type",
		of->envelope->sequence, withdrawn->beneficiary, withdrawn->type));
}

/*
 * A hold makes a decision due, even for a prospect; from then on every fact about the
 * beneficiary does: see booking_fact_applied().
 */
void override_apply_hold_placed(const struct applying *of)
{
	const struct place_hold *hold = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO holds (beneficiary, type, quantity, until, seq) "
		"VALUES (:beneficiary, :type, :quantity, :until, :seq) "
		"ON CONFLICT (beneficiary, type) DO UPDATE SET quantity = excluded.quantity, "
		"until = excluded.until, seq = excluded.seq",
		hold->beneficiary, hold->type, hold->quantity.value, hold->until,
		of->envelope->sequence));
	entitlement_set_due(of->store, hold->beneficiary, of->envelope->sequence);
}

void override_apply_hold_expired(const struct applying *of)
{
	const struct hold_expired *expired = of->event;

	query_run(QUERY(of->store,
		"DELETE FROM holds WHERE beneficiary = :beneficiary AND type = :type",
		expired->beneficiary, expired->type));
}
