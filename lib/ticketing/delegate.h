/*
 * Delegates: the persons that tickets are assigned to.
 */
#ifndef TICKETING_DELEGATE_H
#define TICKETING_DELEGATE_H

#include "store/context.h"

/* assign-ticket, which replaces an earlier delegate; unassign-ticket */
void delegate_assign(struct decision *decision, const void *command);
void delegate_unassign(struct decision *decision, const void *command);

void delegate_apply_assigned(const struct applying *of);
void delegate_apply_unassigned(const struct applying *of);

/* Whether TICKET, an id as text, is assigned or has been before. */
bool delegate_was_assigned(struct store *store, const char *ticket);

struct ticket_selector;
struct purchased_ticket;

/*
 * Calls EACH for every ticket that SELECTOR selects of those that CLIENT may change, and that is
 * assigned to none of ADDRESSES, folded texts that are sorted. For none if the selector
 * is rejected or denied. Name and address are NULL if CLIENT may not read them.
 */
void delegate_visit_others(struct store *store, int64_t now, const char *client,
	const struct ticket_selector *selector, const struct list *addresses, struct arena *arena,
	void (*each)(void *to, const struct purchased_ticket *ticket), void *to);

struct type_state;

/* Borrows from ANSWERS: the first question of ANSWERS that TYPE does not have; NULL: none. */
const char *delegate_unknown_question(const struct type_state *type, const struct list *answers);

#endif
