#include "ticketing/purchaser.h"

#include "store/feed.h"
#include "store/query.h"
#include "ticketing/grant.h"
#include "ticketing/purchase.h"

/* A purchase whose purchaser is amended. */
struct amending {
	struct decision *decision;
	const struct amend_purchaser *command;
	const struct client_state *sender; /* NULL: the organiser */
	struct purchase purchase;
	struct purchaser before;
	struct purchaser after;
};

static struct rejection_subject subject(const struct amending *amending)
{
	return (struct rejection_subject){
		.purchase = amending->purchase.text != NULL ? amending->purchase.text
							    : amending->command->purchase,
		.reference = amending->command->reference,
		.of_client = amending->command->of_client,
	};
}

#define REJECT(amending, code, ...)                                                                \
	purchase_reject_command((amending)->decision, &amend_purchaser_message, code,              \
		subject(amending), __VA_ARGS__)

/* Denies a command without a grant, and one that amends nothing. */
static bool check_command(struct amending *amending)
{
	struct decision *decision = amending->decision;
	const struct amend_purchaser *command = amending->command;

	if (!grant_check(decision, &amend_purchaser_message, &amending->sender))
		return false;
	if (command->name == NULL && command->email == NULL)
		decision_deny(decision, DENY_MALFORMED, "", "name or email is required");
	return decision->denied == DENY_NONE;
}

/* Denies a command whose answer has more of persons than itself, and its client may not read. */
static bool check_readable(const struct amending *amending)
{
	struct decision *decision = amending->decision;
	const struct amend_purchaser *command = amending->command;

	if (grant_may_read(amending->sender, amending->purchase.client))
		return true;
	if (command->name == NULL || command->email == NULL)
		decision_deny(decision, DENY_FORBIDDEN, command->name == NULL ? "/name" : "/email",
			"is missing, and \"%s\" may not read the one of another client's purchaser",
			decision->client);
	else if (command->delegates == BOOLEAN_TRUE)
		decision_deny(decision, DENY_FORBIDDEN, "/delegates",
			"\"%s\" may not read another client's delegates", decision->client);
	return decision->denied == DENY_NONE;
}

/* Whether the purchase has valid tickets; else the command is rejected. */
static bool check_state(const struct amending *amending)
{
	if (purchase_has_timed_out(&amending->purchase, amending->decision->now))
		REJECT(amending, REJECTION_TIMED_OUT, "it was not paid in time and has expired");
	else if (amending->purchase.state == PURCHASE_CANCELLED)
		REJECT(amending, REJECTION_CANCELLED, "it was cancelled");
	return !amending->decision->rejected;
}

/*
 * The purchaser as a delegate: the address changes, and the name unless the delegate has another
 * one; requirements and answers stay. NULL: nothing changes.
 */
static struct delegate *amend_delegate(
	const struct amending *amending, const struct delegate *delegate)
{
	const struct purchaser *before = &amending->before, *after = &amending->after;
	struct delegate *amended = arena_take(amending->decision->arena, sizeof(*amended));

	*amended = *delegate;
	if (strcmp(before->email, after->email) != 0)
		amended->email = after->email;
	if (strcmp(delegate->name, before->name) == 0)
		amended->name = after->name;
	if (strcmp(amended->email, delegate->email) == 0 &&
		strcmp(amended->name, delegate->name) == 0)
		return NULL;
	return amended;
}

/* Decides an assignment event for each ticket that is assigned to the purchaser's address. */
static void amend_delegates(const struct amending *amending)
{
	struct decision *decision = amending->decision;
	struct query *query = QUERY(decision->store,
		"SELECT assignment FROM tickets WHERE purchase = :purchase AND email = :email "
		"ORDER BY number",
		&amending->purchase.id, amending->before.email);

	while (query_row(query)) {
		struct envelope envelope;
		struct ticket_assigned *assigned = feed_event(decision->store,
			query_position_at(query, 0), &ticket_assigned_layout, &envelope,
			decision->arena);

		if (assigned == NULL)
			continue;
		assigned->delegate = amend_delegate(amending, assigned->delegate);
		if (assigned->delegate != NULL)
			decision_event(decision, &ticket_assigned_message,
				amending->purchase.reference, assigned);
	}
}

static void decide_event(const struct amending *amending)
{
	struct decision *decision = amending->decision;
	struct purchaser_amended *amended = arena_take(decision->arena, sizeof(*amended));

	*amended = (struct purchaser_amended){
		.purchase = amending->purchase.text,
		.reference = amending->purchase.reference,
		.client = amending->purchase.client,
		.purchaser = (struct purchaser *)(uintptr_t)&amending->after,
	};
	decision_event(decision, &purchaser_amended_message, amending->purchase.reference, amended);
}

/*
 * Whether the command is answered by the event that set the purchaser, as it changes nothing. The
 * purchase's own event has more of persons than a client may read that may not read the purchase.
 */
static bool is_existing(const struct amending *amending)
{
	const struct purchase *purchase = &amending->purchase;

	return strcmp(amending->after.name, amending->before.name) == 0 &&
	       strcmp(amending->after.email, amending->before.email) == 0 &&
	       amending->decision->envelope->type == NULL &&
	       (purchase->purchaser != purchase->position ||
		       grant_may_read(amending->sender, purchase->client));
}

/*
 * A record that changes nothing is answered by the event that set the purchaser. A command with an
 * id has an event of its own, by whose cause its sender recognizes the answer.
 */
void purchaser_amend(struct decision *decision, const void *command)
{
	const struct amend_purchaser *amend = command;
	struct amending *amending = arena_take(decision->arena, sizeof(*amending));

	amending->decision = decision;
	amending->command = amend;
	if (!check_command(amending) ||
		!purchase_find(decision, &amend_purchaser_message, subject(amending),
			&amending->purchase) ||
		!check_readable(amending) || !check_state(amending))
		return;
	amending->before = (struct purchaser){"", ""};
	purchase_purchaser(
		decision->store, &amending->purchase, &amending->before, decision->arena);
	amending->after = amending->before;
	if (amend->name != NULL)
		amending->after.name = amend->name;
	if (amend->email != NULL)
		amending->after.email = amend->email;
	if (is_existing(amending)) {
		decision_existing(decision, amending->purchase.purchaser);
		return;
	}
	decide_event(amending);
	if (amend->delegates == BOOLEAN_TRUE)
		amend_delegates(amending);
}

void purchaser_apply_amended(const struct applying *of)
{
	const struct purchaser_amended *amended = of->event;

	query_run(QUERY(of->store,
		"UPDATE purchases SET purchaser = :seq WHERE purchase = :purchase",
		of->envelope->sequence, uuid_of(amended->purchase)));
}
