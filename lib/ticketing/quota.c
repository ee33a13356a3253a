#include "ticketing/quota.h"

#include "base/clock.h"
#include "store/outcome.h"
#include "ticketing/delegate.h"
#include "ticketing/messages.h"
#include "ticketing/inventory.h"

enum { HOUR_MILLISECONDS = 60 * 60 * 1000 };

/* Whether what was decided is a change. */
static bool is_change(struct decision *decision)
{
	const struct message *event = decision->count > 0 ? decision->events->message : NULL;

	if (decision->again > 0 || event == &tickets_cancelled_message ||
		event == &ticket_unassigned_message)
		return true;
	return event == &ticket_assigned_message &&
	       delegate_had_one(decision->store,
		       ((const struct ticket_assigned *)decision->events->data)->ticket);
}

void quota_check(struct decision *decision)
{
	const struct cached_client *client = inventory_client(decision->state, decision->client);
	int64_t hour = decision->now / HOUR_MILLISECONDS;
	const struct integer *grant;
	int64_t recorded, limit;

	/* The clock was set back: what is recorded now is counted in this hour, with the rest. */
	if (client == NULL || hour < client->hour)
		return;
	if (!decision->rejected && !is_change(decision))
		return;
	grant = decision->rejected ? &client->is->refusals : &client->is->changes;
	limit = grant->present       ? grant->value
		: decision->rejected ? REFUSALS_UNLESS_GRANTED
				     : CHANGES_UNLESS_GRANTED;
	recorded = decision->rejected ? client->refusals : client->changes;
	if (hour > client->hour)
		recorded = 0;
	if (recorded >= limit)
		decision_refuse(decision, REFUSAL_HOURLY_LIMIT, "",
			"the limit of \"%s\" is reached: %s recorded in this hour: %lld",
			decision->client, decision->rejected ? "refusals" : "changes",
			(long long)recorded);
}

static void count(struct inventory *inventory, const struct envelope *envelope, int64_t refusals,
	int64_t changes)
{
	int64_t hour = clock_moment(envelope->time, 0) / HOUR_MILLISECONDS;

	if (envelope->client != NULL)
		inventory_count_recorded(inventory, envelope->client, hour, refusals, changes);
}

void quota_refused(const struct applying *of)
{
	(void)of->store;
	count(of->state, of->envelope, 1, 0);
}

void quota_changed(const struct applying *of)
{
	(void)of->store;
	count(of->state, of->envelope, 0, 1);
}
