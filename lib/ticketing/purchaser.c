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
 * The assignments of tickets that are the purchaser's own, with the purchaser's name at the time: the
 * delegate had the purchaser's address when the ticket was assigned. So whoever becomes the
 * purchaser by an amendment owns no ticket that others have.
 */
static struct query *own_tickets(const struct amending *amending)
{
	return QUERY(amending->decision->store,
		"SELECT t.assignment, json_extract(e.line, '$.data.purchaser.name') "
		"FROM tickets t JOIN purchases p USING (purchase) JOIN events e ON e.seq = "
		"coalesce((SELECT max(a.seq) FROM purchaser_amendments a "
		"WHERE a.purchase = t.purchase AND a.seq < t.assignment), p.seq) "
		"WHERE t.purchase = :purchase AND t.email = "
		"json_extract(e.line, '$.data.purchaser.email') ORDER BY t.number",
		&amending->purchase.id);
}

/*
 * The purchaser as a delegate: the address is the purchaser's, and the name unless the delegate's is
 * another one than the purchaser's NAME was; requirements and answers stay. NULL: nothing changes.
 */
static struct delegate *amend_delegate(
	const struct amending *amending, const struct delegate *delegate, const char *name)
{
	struct delegate *amended = arena_take(amending->decision->arena, sizeof(*amended));

	*amended = *delegate;
	amended->email = amending->after.email;
	if (strcmp(delegate->name, name) == 0)
		amended->name = amending->after.name;
	return strcmp(amended->email, delegate->email) != 0 ||
			       strcmp(amended->name, delegate->name) != 0
		       ? amended
		       : NULL;
}

/* Borrows: a list of struct ticket_assigned *, for each ticket that is amended with the purchaser. */
static struct list amend_delegates(const struct amending *amending)
{
	struct decision *decision = amending->decision;
	struct list list = {0, NULL};
	struct query *query;

	if (amending->command->delegates != BOOLEAN_TRUE)
		return list;
	query = own_tickets(amending);
	while (query_row(query)) {
		struct envelope envelope;
		struct ticket_assigned *assigned = feed_event(decision->store,
			query_position_at(query, 0), &ticket_assigned_layout, &envelope,
			decision->arena);

		if (assigned == NULL)
			continue;
		assigned->delegate = amend_delegate(
			amending, assigned->delegate, query_copy_at(query, 1, decision->arena));
		if (assigned->delegate != NULL)
			*(struct ticket_assigned **)list_grow(
				&list, sizeof(assigned), decision->arena) = assigned;
	}
	return list;
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
	struct list delegates;
	size_t i;

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
	delegates = amend_delegates(amending);
	if (delegates.count == 0 && is_existing(amending)) {
		decision_existing(decision, amending->purchase.purchaser);
		return;
	}
	decide_event(amending);
	for (i = 0; i < delegates.count; i++)
		decision_event(decision, &ticket_assigned_message, amending->purchase.reference,
			((struct ticket_assigned **)delegates.items)[i]);
}

void purchaser_apply_amended(const struct applying *of)
{
	const struct purchaser_amended *amended = of->event;

	struct uuid purchase = uuid_of(amended->purchase);

	query_run(QUERY(of->store,
		"INSERT INTO purchaser_amendments (purchase, seq) VALUES (:purchase, :seq)",
		&purchase, of->envelope->sequence));
	query_run(QUERY(of->store,
		"UPDATE purchases SET purchaser = :seq WHERE purchase = :purchase",
		of->envelope->sequence, &purchase));
}
