#include "ticketing/quota.h"

#include "base/clock.h"
#include "store/outcome.h"
#include "ticketing/delegate.h"
#include "ticketing/messages.h"
#include "ticketing/inventory.h"

enum { HOUR_MILLISECONDS = 60 * 60 * 1000 };

enum quota { QUOTA_NONE, QUOTA_REFUSALS, QUOTA_CHANGES };

/* Which counter EVENT with DATA is for; before it is applied, since it reads the delegate. */
static enum quota quota_of_event(struct store *store, const struct message *event, const void *data)
{
	if (event == &ticket_purchase_rejected_message || event == &ticket_command_rejected_message)
		return QUOTA_REFUSALS;
	if (event == &tickets_cancelled_message || event == &ticket_purchase_extended_message ||
		event == &ticket_purchase_reopened_message || event == &purchaser_amended_message ||
		event == &ticket_unassigned_message || event == &command_answered_message)
		return QUOTA_CHANGES;
	if (event == &ticket_assigned_message &&
		delegate_was_assigned(store, ((const struct ticket_assigned *)data)->ticket))
		return QUOTA_CHANGES;
	return QUOTA_NONE;
}

/* The counter of DECISION, which its first event determines. */
static enum quota quota_of_decision(const struct decision *decision)
{
	if (decision->existing > 0)
		return quota_of_event(decision->store, &command_answered_message, NULL);
	if (decision->count == 0)
		return QUOTA_NONE;
	return quota_of_event(decision->store, decision->events->message, decision->events->data);
}

void quota_check(struct decision *decision)
{
	const struct client_state *client;
	int64_t hour = decision->now / HOUR_MILLISECONDS;
	const struct integer *grant;
	int64_t recorded, limit;
	enum quota quota;
	bool rejected;

	quota = quota_of_decision(decision);
	if (quota == QUOTA_NONE)
		return;
	client = inventory_client(decision, decision->client);
	/* After the clock was set back, the limit waits for quota_count() to move the hour. */
	if (client == NULL || hour < client->hour)
		return;
	rejected = quota == QUOTA_REFUSALS;
	grant = rejected ? &client->definition->refusals : &client->definition->changes;
	limit = grant->present ? grant->value : rejected ? REFUSALS_DEFAULT : CHANGES_DEFAULT;
	recorded = rejected ? client->refusals : client->changes;
	if (hour > client->hour)
		recorded = 0;
	if (recorded >= limit)
		decision_deny(decision, DENY_HOURLY_LIMIT, "",
			"\"%s\" has reached its limit of %lld %s an hour", decision->client,
			(long long)limit, rejected ? "refusals" : "changes");
}

void quota_count(const struct applying *of, const struct message *event)
{
	enum quota quota = quota_of_event(of->store, event, of->event);

	if (of->envelope->client != NULL && quota != QUOTA_NONE)
		inventory_add_refusals_changes(of->store, of->envelope->client,
			clock_parse_or(of->envelope->time, 0) / HOUR_MILLISECONDS,
			quota == QUOTA_REFUSALS, quota == QUOTA_CHANGES);
}
