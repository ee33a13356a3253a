#include "ticketing/delegate.h"

#include "base/unicode.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/choice.h"
#include "ticketing/grant.h"
#include "ticketing/inventory.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"
#include "ticketing/texts.h"

const char *delegate_unknown_question(const struct type_state *type, const struct list *answers)
{
	const struct answer *items = answers->items;
	size_t i;

	for (i = 0; i < answers->count; i++)
		if (type == NULL || !texts_have(&type->definition->questions, items[i].question))
			return items[i].question;
	return NULL;
}

static bool read_ticket(struct decision *decision, const struct uuid *id,
	const struct purchase *purchase, struct purchased_ticket *ticket)
{
	size_t count, i;
	struct purchased_ticket *tickets =
		purchase_tickets(decision->store, purchase, &count, decision->arena);

	for (i = 0; i < count; i++) {
		if (memcmp(&tickets[i].id, id, sizeof(*id)) != 0)
			continue;
		*ticket = tickets[i];
		return true;
	}
	return false;
}

/*
 * Finds a valid ticket of one of the client's purchases. If there is none, the command is rejected
 * or denied.
 */
static bool find_ticket(struct decision *decision, const struct message *command, const char *text,
	struct purchase *purchase, struct purchased_ticket *ticket)
{
	struct rejection_subject about = {.ticket = text};
	struct uuid id = {{0}};
	bool valid = uuid_parse(text, &id);
	struct uuid root = purchase_of_ticket(&id);

	if (!purchase_find_of(decision, command, &root, purchase))
		valid = false;
	if (decision->denied != DENY_NONE)
		return false;
	if (!valid || !read_ticket(decision, &id, purchase, ticket))
		purchase_reject_command(decision, command, REJECTION_UNKNOWN_TICKET, about,
			"there is no ticket %s", text);
	else if (purchase_has_timed_out(purchase, decision->now))
		purchase_reject_command(decision, command, REJECTION_TIMED_OUT, about,
			"it was not paid in time and has expired");
	else if (ticket->ended > 0)
		purchase_reject_command(
			decision, command, REJECTION_CANCELLED, about, "it was cancelled");
	return !decision->rejected;
}

/*
 * Finds the ticket by its id, or by what the command names instead. False if the command is
 * rejected or denied.
 */
static bool choose_ticket(struct decision *decision, const struct assign_ticket *assign,
	struct purchase *purchase, struct purchased_ticket *ticket)
{
	struct ticket_selector selector = {.purchase = NULL};
	const struct ticket_selector none = {.purchase = NULL};
	struct choice choice = {
		.decision = decision,
		.command = &assign_ticket_message,
		.selector = &selector,
	};

	layout_overlay(&ticket_selector_layout, &selector, &assign_ticket_layout, assign);
	if (assign->ticket == NULL) {
		bool found = choice_read(&choice) &&
			     choice_find_ticket(&choice, assign->email, purchase, ticket);

		arena_release(&choice.arena);
		return found;
	}
	if (memcmp(&selector, &none, sizeof(selector)) == 0)
		return find_ticket(
			decision, &assign_ticket_message, assign->ticket, purchase, ticket);
	decision_deny(decision, DENY_MALFORMED, "/ticket",
		"names the ticket, so nothing else may select it");
	return false;
}

/* Whether the decision's client may read the delegates of PURCHASE. */
static bool is_readable(struct decision *decision, const struct purchase *purchase)
{
	const struct client_state *sender;

	return !grant_check(decision, &assign_ticket_message, &sender) ||
	       grant_may_read(sender, purchase->client);
}

/* Denies a command that keeps details of DELEGATE which its client may not read. */
static void check_kept(struct decision *decision, const struct assign_ticket *assign,
	const struct purchase *purchase, const struct delegate *delegate)
{
	struct delegate named = {.name = NULL};

	if (is_readable(decision, purchase))
		return;
	layout_overlay(&delegate_layout, &named, &assign_ticket_layout, assign);
	if (memcmp(&named, delegate, sizeof(named)) != 0)
		decision_deny(decision, DENY_FORBIDDEN, "",
			"%s has a ticket, with details that \"%s\" may not read: name or clear the "
			"company, requirements and answers",
			assign->email, decision->client);
}

/* Borrows: the delegate of TICKET, if it was selected by the delegate's own address; else NULL. */
static const struct delegate *delegate_before(struct decision *decision,
	const struct assign_ticket *assign, const struct purchased_ticket *ticket)
{
	const struct ticket_assigned *before = NULL;
	struct envelope envelope;

	if (assign->ticket == NULL && ticket->assigned)
		before = feed_event(decision->store, ticket->assignment, &ticket_assigned_layout,
			&envelope, decision->arena);
	return before != NULL ? before->delegate : NULL;
}

/*
 * The delegate of the command. One who is there BEFORE keeps the details that the command neither
 * names nor clears.
 */
static struct delegate *delegate_of(struct decision *decision, const struct assign_ticket *assign,
	const struct purchase *purchase, const struct delegate *before)
{
	struct delegate *delegate = arena_take(decision->arena, sizeof(*delegate));

	if (before != NULL)
		*delegate = *before;
	if (decision_amend(decision, &delegate_layout, delegate, &assign_ticket_layout, assign))
		check_kept(decision, assign, purchase, delegate);
	return delegate;
}

/* Warns of another name under an address: it may be another person, with the same mailbox. */
static void warn_renamed(struct decision *decision, const struct purchase *purchase,
	const struct delegate *before, const struct delegate *delegate)
{
	const char *name = "its delegate";

	if (before == NULL || strcmp(before->name, delegate->name) == 0)
		return;
	if (is_readable(decision, purchase))
		name = arena_printf(decision->arena, "\"%s\"", before->name);
	decision_warn(decision,
		"%s has a ticket: %s is now \"%s\"; for a second ticket, name its id",
		delegate->email, name, delegate->name);
}

void delegate_assign(struct decision *decision, const void *command)
{
	const struct assign_ticket *assign = command;
	struct ticket_assigned *assigned = arena_take(decision->arena, sizeof(*assigned));
	struct purchased_ticket ticket = {.type = NULL};
	struct purchase purchase = {.text = NULL};
	const struct delegate *before;
	const char *unknown;

	if (!choose_ticket(decision, assign, &purchase, &ticket))
		return;
	before = delegate_before(decision, assign, &ticket);
	*assigned = (struct ticket_assigned){
		.ticket = purchase_text(&ticket.id, decision->arena),
		.type = ticket.type,
		.purchase = purchase.text,
		.reference = purchase.reference,
		.client = purchase.client,
		.delegate = delegate_of(decision, assign, &purchase, before),
	};
	if (decision->denied != DENY_NONE)
		return;
	unknown =
		delegate_unknown_question(inventory_type(decision, ticket.type), &assign->answers);
	if (unknown != NULL) {
		purchase_reject_command(decision, &assign_ticket_message,
			REJECTION_UNKNOWN_QUESTION,
			(struct rejection_subject){.ticket = assigned->ticket},
			"\"%s\" has no question \"%s\"", ticket.type, unknown);
		return;
	}
	decision_event_if_new(decision, &ticket_assigned_message, purchase.reference, assigned,
		ticket.assigned ? ticket.assignment : 0);
	warn_renamed(decision, &purchase, before, assigned->delegate);
}

/* Whether the command names a ticket, or a purchase and a delegate; else it is denied. */
static bool check_unassign(struct decision *decision, const struct unassign_ticket *unassign)
{
	bool selects = unassign->purchase != NULL || unassign->reference != NULL;

	if (unassign->ticket != NULL &&
		(selects || unassign->of_client != NULL || unassign->email != NULL))
		decision_deny(decision, DENY_MALFORMED, "/ticket",
			"names the ticket, so nothing else may select it");
	else if (unassign->ticket == NULL && !selects)
		decision_deny(decision, DENY_MALFORMED, "/ticket",
			"is missing, and so is its purchase or a reference");
	else if (unassign->ticket == NULL && unassign->email == NULL)
		decision_deny(decision, DENY_MALFORMED, "/email",
			"is missing: it names the delegate of the purchase");
	return decision->denied == DENY_NONE;
}

static bool is_same_address(const char *left, const char *right, struct arena *arena)
{
	return strcmp(unicode_fold(left, arena), unicode_fold(right, arena)) == 0;
}

/* Whether the delegate with EMAIL was removed from TICKET by a command that named the address. */
static bool was_removed(
	struct decision *decision, const struct purchased_ticket *ticket, const char *email)
{
	const struct ticket_unassigned *unassigned;
	struct envelope envelope;

	if (ticket->assigned || ticket->assignment == 0)
		return false;
	unassigned = feed_event(decision->store, ticket->assignment, &ticket_unassigned_layout,
		&envelope, decision->arena);
	return unassigned != NULL && unassigned->email != NULL &&
	       is_same_address(unassigned->email, email, decision->arena);
}

/*
 * The number of valid tickets of PURCHASE that are assigned to EMAIL, or if there are none, of those
 * from which that delegate was removed before. TICKET: the last one.
 */
static size_t find_tickets_of(struct decision *decision, const char *email,
	const struct purchase *purchase, struct purchased_ticket *ticket)
{
	size_t count, i, found = 0;
	const struct purchased_ticket *tickets =
		purchase_tickets(decision->store, purchase, &count, decision->arena);

	for (i = 0; i < count; i++)
		if (tickets[i].ended == 0 && tickets[i].assigned &&
			is_same_address(tickets[i].email, email, decision->arena)) {
			*ticket = tickets[i];
			found++;
		}
	for (i = 0; i < count && found == 0; i++)
		if (was_removed(decision, &tickets[i], email)) {
			*ticket = tickets[i];
			found++;
		}
	return found;
}

/* Finds the ticket by purchase and delegate. False if the command is rejected or denied. */
static bool find_delegate(struct decision *decision, const struct unassign_ticket *unassign,
	struct purchase *purchase, struct purchased_ticket *ticket)
{
	struct rejection_subject about = {
		.purchase = unassign->purchase,
		.reference = unassign->reference,
		.of_client = unassign->of_client,
	};
	size_t found;

	if (!purchase_find(decision, &unassign_ticket_message, about, purchase))
		return false;
	about.purchase = purchase->text;
	found = find_tickets_of(decision, unassign->email, purchase, ticket);
	if (purchase_has_timed_out(purchase, decision->now))
		purchase_reject_command(decision, &unassign_ticket_message, REJECTION_TIMED_OUT,
			about, "it was not paid in time and has expired");
	else if (found == 0)
		purchase_reject_command(decision, &unassign_ticket_message, REJECTION_NOT_ASSIGNED,
			about, "%s has no ticket of \"%s\"", unassign->email, purchase->reference);
	else if (found > 1)
		purchase_reject_command(decision, &unassign_ticket_message, REJECTION_TOO_MANY,
			about, "%s has %zu tickets of \"%s\": name the ticket", unassign->email,
			found, purchase->reference);
	return !decision->rejected;
}

void delegate_unassign(struct decision *decision, const void *command)
{
	const struct unassign_ticket *unassign = command;
	struct ticket_unassigned *unassigned;
	struct purchased_ticket ticket = {.type = NULL};
	struct purchase purchase = {.text = NULL};

	if (!check_unassign(decision, unassign))
		return;
	if (unassign->ticket == NULL ? !find_delegate(decision, unassign, &purchase, &ticket)
				     : !find_ticket(decision, &unassign_ticket_message,
					       unassign->ticket, &purchase, &ticket))
		return;
	if (!ticket.assigned && ticket.assignment > 0) {
		decision_existing(decision, ticket.assignment);
		return;
	}
	if (!ticket.assigned) {
		purchase_reject_command(decision, &unassign_ticket_message, REJECTION_NOT_ASSIGNED,
			(struct rejection_subject){.ticket = unassign->ticket},
			"it is not assigned");
		return;
	}
	unassigned = arena_take(decision->arena, sizeof(*unassigned));
	*unassigned = (struct ticket_unassigned){
		.ticket = purchase_text(&ticket.id, decision->arena),
		.type = ticket.type,
		.purchase = purchase.text,
		.reference = purchase.reference,
		.client = purchase.client,
		.email = unassign->email,
	};
	decision_event(decision, &ticket_unassigned_message, purchase.reference, unassigned);
}

/* The delegates that are looked for. */
struct others {
	const struct list *addresses; /* of all others, folded */
	struct arena *arena;
	bool readable;
	void (*each)(void *to, const struct purchased_ticket *ticket);
	void *to;
};

static int compare_addresses(const void *left, const void *right)
{
	return strcmp(left, *(const char *const *)right);
}

static void visit_other(void *to, const struct purchased_ticket *ticket)
{
	const struct others *others = to;
	struct purchased_ticket other = *ticket;

	if (!others->readable)
		other.name = other.email = NULL;
	if (others->addresses->count == 0 ||
		bsearch(unicode_fold(ticket->email, others->arena), others->addresses->items,
			others->addresses->count, sizeof(char *), compare_addresses) == NULL)
		others->each(others->to, &other);
}

void delegate_visit_others(struct store *store, int64_t now, const char *client,
	const struct ticket_selector *selector, const struct list *addresses, struct arena *arena,
	void (*each)(void *to, const struct purchased_ticket *ticket), void *to)
{
	struct decision decision = {
		.store = store,
		.arena = arena,
		.now = now,
		.client = client,
		.pointer = "",
		.reason = "",
	};
	struct choice choice = {
		.decision = &decision,
		.command = &assign_ticket_message,
		.selector = selector,
	};
	struct others others = {.addresses = addresses, .arena = arena, .each = each, .to = to};

	if (choice_read(&choice)) {
		others.readable = choice_is_readable(&choice);
		choice_visit_assigned(&choice, visit_other, &others);
	}
	arena_release(&choice.arena);
}

bool delegate_was_assigned(struct store *store, const char *ticket)
{
	struct uuid id = uuid_of(ticket);
	struct uuid purchase = purchase_of_ticket(&id);

	return query_number(QUERY(store,
		       "SELECT assignment > 0 FROM tickets "
		       "WHERE purchase = :purchase AND number = :number",
		       &purchase, (int64_t)uuid_ordinal(&id))) != 0;
}

/*
 * Stores the last assignment of the ticket TEXT, at POSITION; DELEGATE is NULL: it is unassigned.
 */
static void replace_assignment(
	struct store *store, const char *text, int64_t position, const struct delegate *delegate)
{
	struct uuid id = uuid_of(text);
	struct uuid purchase = purchase_of_ticket(&id);

	query_run(QUERY(store,
		"INSERT OR REPLACE INTO tickets (purchase, number, assignment, name, email, "
		"folded, requirements) VALUES (:purchase, :number, :seq, :name, :email, "
		"nullif(fold(:email), lower(:email)), :requirements)",
		&purchase, (int64_t)uuid_ordinal(&id), position,
		delegate != NULL ? delegate->name : (const char *)NULL,
		delegate != NULL ? delegate->email : (const char *)NULL,
		delegate != NULL ? delegate->requirements : (const char *)NULL));
}

void delegate_apply_assigned(const struct applying *of)
{
	const struct ticket_assigned *assigned = of->event;

	replace_assignment(of->store, assigned->ticket, of->envelope->sequence, assigned->delegate);
	choice_note(of);
}

void delegate_apply_unassigned(const struct applying *of)
{
	const struct ticket_unassigned *unassigned = of->event;

	replace_assignment(of->store, unassigned->ticket, of->envelope->sequence, NULL);
}
