#include "ticketing/quota.h"

#include "base/clock.h"
#include "store/outcome.h"
#include "ticketing/delegate.h"
#include "ticketing/messages.h"
#include "ticketing/inventory.h"

enum { HOUR_MILLISECONDS = 60 * 60 * 1000 };

enum counted { COUNTED_AS_NOTHING, COUNTED_AS_REFUSAL, COUNTED_AS_CHANGE };

/* What EVENT, with DATA, counts as before its effect. */
static enum counted counted_as(struct store *store, const struct message *event, const void *data)
{
	if (event == &ticket_purchase_rejected_message || event == &ticket_command_rejected_message)
		return COUNTED_AS_REFUSAL;
	if (event == &tickets_cancelled_message || event == &ticket_unassigned_message ||
		event == &command_answered_message)
		return COUNTED_AS_CHANGE;
	if (event == &ticket_assigned_message &&
		delegate_had_one(store, ((const struct ticket_assigned *)data)->ticket))
		return COUNTED_AS_CHANGE;
	return COUNTED_AS_NOTHING;
}

/* What DECISION would be counted as: its first event stands for all. */
static enum counted decision_counted_as(const struct decision *decision)
{
	if (decision->existing > 0)
		return counted_as(decision->store, &command_answered_message, NULL);
	if (decision->count == 0)
		return COUNTED_AS_NOTHING;
	return counted_as(decision->store, decision->events->message, decision->events->data);
}

void quota_check(struct decision *decision)
{
	const struct client_state *client;
	int64_t hour = decision->now / HOUR_MILLISECONDS;
	const struct integer *grant;
	int64_t recorded, limit;
	enum counted counted;
	bool refusal;

	counted = decision_counted_as(decision);
	if (counted == COUNTED_AS_NOTHING)
		return;
	client = inventory_client(decision, decision->client);
	/* The clock was set back: what is recorded now is counted in this hour, with the rest. */
	if (client == NULL || hour < client->hour)
		return;
	refusal = counted == COUNTED_AS_REFUSAL;
	grant = refusal ? &client->is->refusals : &client->is->changes;
	limit = grant->present ? grant->value
		: refusal      ? REFUSALS_UNLESS_GRANTED
			       : CHANGES_UNLESS_GRANTED;
	recorded = refusal ? client->refusals : client->changes;
	if (hour > client->hour)
		recorded = 0;
	if (recorded >= limit)
		decision_refuse(decision, REFUSAL_HOURLY_LIMIT, "",
			"the limit of \"%s\" is reached: %s recorded in this hour: %lld",
			decision->client, refusal ? "refusals" : "changes", (long long)recorded);
}

void quota_count(const struct applying *of, const struct message *event)
{
	enum counted counted = counted_as(of->store, event, of->event);

	if (of->envelope->client != NULL && counted != COUNTED_AS_NOTHING)
		inventory_count_recorded(of->store, of->envelope->client,
			clock_moment(of->envelope->time, 0) / HOUR_MILLISECONDS,
			counted == COUNTED_AS_REFUSAL, counted == COUNTED_AS_CHANGE);
}
